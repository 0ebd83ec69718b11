#include "fetch/byte_ledger.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using Time = ByteLedger::Time;

const Time kMorning = Time{} + 1000h;

TEST(SpentUntil, IsTheEndOfTheHostsDay) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  struct Case {
    std::uint64_t bytes;
    std::uint64_t allowance;
    std::chrono::seconds later;  // than the day's first byte
    bool is_spent;
  };
  for (const auto& [bytes, allowance, later, is_spent] : std::vector<Case>{
           {0, 100, 0s, false},
           {99, 100, 0s, false},
           {100, 100, 0s, true},
           {101, 100, 0s, true},
           {kMost, 100, 0s, true},
           {100, 100, 23h, true},
           {100, 100, 24h - 1s, true},
           {100, 100, 24h, false},
           {100, 100, 1000h, false},
           {kMost, 0, 0s, false},
           {kMost, kMost, 0s, true},
           {kMost - 1, kMost, 0s, false},
           {0, 1, 0s, false},
           {1, 1, 1s, true},
       }) {
    const auto until = spent_until({kMorning, bytes}, allowance, kMorning + later);
    EXPECT_EQ(until.has_value(), is_spent)
        << bytes << " of " << allowance << " after " << later.count() << " s";
    if (until) {
      EXPECT_EQ(*until, kMorning + 24h);
      EXPECT_FALSE(spent_until({kMorning, bytes}, allowance, *until)) << "then it may again";
    }
  }
}

TEST(ByteLedger, RefusesInWordsAndForgivesAfterADay) {
  ByteLedger ledger({10'000'000, 0});
  EXPECT_TRUE(ledger.check("example.org", kMorning));
  ledger.note("example.org", 9'999'999, kMorning);
  EXPECT_TRUE(ledger.check("example.org", kMorning));
  ledger.note("example.org", 2'000'001, kMorning + 1h);
  const auto refused = ledger.check("example.org", kMorning + 90min);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::AllowanceSpent);
  EXPECT_EQ(refused.error().message,
            "example.org has sent 12 MB within a day, where 10 MB are allowed; "
            "it is asked again in 23 h");
  EXPECT_TRUE(ledger.check("www.example.org", kMorning + 1h)) << "another host";
  EXPECT_TRUE(ledger.check("example.org:8080", kMorning + 1h)) << "another port";
  EXPECT_TRUE(ledger.check("example.org", kMorning + 24h));
  ledger.note("example.org", 1, kMorning + 25h);
  EXPECT_TRUE(ledger.check("example.org", kMorning + 25h)) << "a new day begins at nothing";
}

TEST(ByteLedger, LeavesTheOwnersHostsAlone) {
  ByteLedger ledger({100, 0});
  for (const std::string host : {"localhost", "bote.localhost:8420", "127.0.0.1:80", "[::1]:80"}) {
    ledger.note(host, 1000, kMorning);
    EXPECT_TRUE(ledger.check(host, kMorning)) << host;
  }
  EXPECT_EQ(ledger.known_hosts(), 0u);
}

TEST(ByteLedger, NeverOverflows) {
  ByteLedger ledger({100, 0});
  for (int i = 0; i < 3; ++i) {
    ledger.note("example.org", std::numeric_limits<std::uint64_t>::max() - 5, kMorning);
  }
  EXPECT_FALSE(ledger.check("example.org", kMorning));
}

TEST(ByteLedger, ForgetsThePast) {
  ByteLedger ledger({100, 0});
  for (int day = 0; day < 5; ++day) {
    for (int i = 0; i < 2000; ++i) {
      ledger.note("h" + std::to_string(i) + ".d" + std::to_string(day), 10, kMorning + day * 25h);
    }
  }
  EXPECT_LE(ledger.known_hosts(), 4000u);
}

}  // namespace
}  // namespace depesche::fetch
