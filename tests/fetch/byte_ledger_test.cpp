#include "fetch/byte_ledger.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using Time = ByteLedger::Time;

constexpr Time kMorning = Time{} + 1000h;

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

TEST(ByteLedger, ForgetsTheLeastWhenTheDayHasTooManyHosts) {
  ByteLedger ledger({1'000'000, 0});
  ledger.note("large.example", 2'000'000, kMorning);
  for (std::size_t i = 0; i < kMostTallies + 50'000; ++i) {
    ledger.note("h" + std::to_string(i) + ".example", 10, kMorning + 1h);
  }
  EXPECT_LE(ledger.known_hosts(), kMostTallies);
  EXPECT_FALSE(ledger.check("large.example", kMorning + 2h));
}

TEST(ByteLedger, GivesWhatCameSinceTheLastTime) {
  ByteLedger ledger({100, 0});
  EXPECT_TRUE(ledger.take_unkept().empty());
  ledger.note("example.org", 30, kMorning);
  ledger.note("example.org", 40, kMorning + 1h);
  auto days = ledger.take_unkept();
  ASSERT_EQ(days.size(), 1u);
  EXPECT_EQ(days[0].host, "example.org");
  EXPECT_EQ(days[0].began, kMorning);
  EXPECT_EQ(days[0].bytes, 70u);
  EXPECT_TRUE(ledger.take_unkept().empty());
  ledger.note("example.org", 5, kMorning + 2h);
  EXPECT_EQ(ledger.take_unkept().at(0).bytes, 5u);
  ledger.note("example.org", 3, kMorning + 25h);
  days = ledger.take_unkept();
  EXPECT_EQ(days.at(0).bytes, 3u) << "of the new day";
  EXPECT_EQ(days.at(0).began, kMorning + 25h);
}

TEST(ByteLedger, GoesOnWithWhatItNotedInAnEarlierLife) {
  struct Case {
    std::chrono::seconds ago;  // the day began
    std::uint64_t bytes;
    bool is_spent;
  };
  for (const auto& [ago, bytes, is_spent] :
       std::vector<Case>{{1h, 100, true},
                         {24h - 1s, 100, true},
                         {24h, 100, false},
                         {1h, 99, false},
                         {-5h, 100, true}}) {  // the clock was set back
    ByteLedger ledger({100, 0});
    ledger.recall({"example.org", kMorning - ago, bytes}, kMorning);
    EXPECT_EQ(!ledger.check("example.org", kMorning), is_spent) << ago.count() << " s, " << bytes;
    EXPECT_TRUE(ledger.check("example.org", kMorning + 24h)) << "no day is longer";
    EXPECT_TRUE(ledger.take_unkept().empty()) << "it is kept already";
    ledger.note("example.org", 1, kMorning);
    EXPECT_EQ(ledger.take_unkept().at(0).bytes, 1u);
    EXPECT_EQ(!ledger.check("example.org", kMorning), is_spent || (bytes == 99)) << "it adds up";
  }
  ByteLedger ledger({100, 0});
  ledger.note("example.org", 1, kMorning);
  ledger.recall({"example.org", kMorning, 100}, kMorning);
  ledger.recall({"localhost", kMorning, 100}, kMorning);
  EXPECT_TRUE(ledger.check("example.org", kMorning)) << "this life knows better";
  EXPECT_EQ(ledger.known_hosts(), 1u) << "nothing is counted of the owner's own";
}

TEST(ByteLedger, LearnsWhatOthersHaveNotedBesideIt) {
  ByteLedger ledger({1000, 0});
  ledger.note("bote.example", 300, kMorning);
  ASSERT_EQ(ledger.take_unkept().size(), 1u);
  ledger.note("bote.example", 50, kMorning + 1s);  // while that is written
  ledger.learn({"bote.example", kMorning - 3h, 900}, kMorning + 2s);
  ledger.note("bote.example", 40, kMorning + 3s);
  EXPECT_TRUE(ledger.check("bote.example", kMorning + 3s)) << "990";
  const auto unkept = ledger.take_unkept();
  ASSERT_EQ(unkept.size(), 1u);
  EXPECT_EQ(unkept[0].bytes, 90u) << "nobody else's bytes";
  ledger.note("bote.example", 10, kMorning + 4s);
  EXPECT_FALSE(ledger.check("bote.example", kMorning + 4s));
  EXPECT_TRUE(ledger.check("bote.example", kMorning + 21h)) << "its day began with another's byte";
  ledger.learn({"bote.example", kMorning - 25h, 5000}, kMorning + 21h);
  ledger.learn({"unknown.example", kMorning, 5000}, kMorning);
  EXPECT_EQ(ledger.known_hosts(), 1u);
  EXPECT_TRUE(ledger.check("unknown.example", kMorning));
  ledger.note("bote.example", 1, kMorning + 22h);
  ledger.learn({"bote.example", kMorning + 22h, std::numeric_limits<std::uint64_t>::max()},
               kMorning + 22h);
  EXPECT_FALSE(ledger.check("bote.example", kMorning + 22h));
}

}  // namespace
}  // namespace depesche::fetch
