#include "store/writing/host_bytes.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "store/sqlite/writer.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

class HostBytesTest : public testing::Test {
 protected:
  void add(const std::string& host, sys_seconds began, std::uint64_t bytes, sys_seconds now) {
    HostBytes(archive_->writer()).add(std::vector<HostTally>{{host, began, bytes}}, now);
  }
  std::vector<HostTally> today(sys_seconds now) { return HostBytes(archive_->writer()).today(now); }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
};

TEST_F(HostBytesTest, AddUpAndAreThereAfterARestart) {
  add("bote.example", at(0), 70, at(10));
  add("bote.example", at(5), 50, at(20));  // a second process met the host later
  add("blatt.example:8080", at(15), 1, at(20));
  archive_.reset();
  archive_ = open_or_throw(folder_.path());
  const auto tallies = today(at(30));
  ASSERT_EQ(tallies.size(), 2u);
  EXPECT_EQ(tallies[0].host, "bote.example");
  EXPECT_EQ(tallies[0].bytes, 120u);
  EXPECT_EQ(tallies[0].began_at, at(0));
  EXPECT_EQ(tallies[1].host, "blatt.example:8080");
}

TEST_F(HostBytesTest, AreToldToWhoeverAddsToThem) {
  add("bote.example", at(0), 70, at(10));
  add("other.example", at(0), 70, at(10));
  const auto all =
      HostBytes(archive_->writer())
          .add(std::vector<HostTally>{{"bote.example", at(5), 50}, {"blatt.example", at(8), 1}},
               at(20));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].host, "bote.example");
  EXPECT_EQ(all[0].bytes, 120u);
  EXPECT_EQ(all[0].began_at, at(0));
  EXPECT_EQ(all[1].bytes, 1u);
}

TEST_F(HostBytesTest, GoWithTheirDay) {
  add("bote.example", at(0), 70, at(10));
  EXPECT_EQ(today(at(0) + 24h - 1s).size(), 1u);
  EXPECT_TRUE(today(at(0) + 24h).empty());
  add("bote.example", at(0) + 30h, 5, at(0) + 30h);
  EXPECT_EQ(today(at(0) + 30h).at(0).bytes, 5u) << "a new day begins at nothing";
  add("blatt.example", at(0) + 60h, 5, at(0) + 60h);
  EXPECT_EQ(*archive_->writer().db.one<int>("SELECT count(*) FROM host_bytes"), 1);
}

TEST_F(HostBytesTest, LastNoLongerThanADayWhenTheClockIsSetBack) {
  const sys_seconds wrong = at(0) + 1000h;
  add("bote.example", wrong, 70, wrong);
  ASSERT_EQ(today(at(0)).size(), 1u) << "what it has sent counts";
  EXPECT_EQ(today(at(0) + 1h).at(0).began_at, at(0)) << "not anew each time it is asked for";
  add("bote.example", at(0), 1, at(0));
  EXPECT_EQ(today(at(0) + 1h).at(0).bytes, 71u);
  EXPECT_TRUE(today(at(0) + 24h).empty());
}

TEST_F(HostBytesTest, WhoWantsToBeLeftAloneIsRememberedUntilThen) {
  HostBytes hosts(archive_->writer());
  hosts.rest(std::vector<HostRest>{{"bote.example", at(600)}, {"blatt.example:8080", at(90)}},
             at(0));
  hosts.rest(std::vector<HostRest>{{"bote.example", at(300)}}, at(0));
  const auto resting = hosts.resting(at(90));
  ASSERT_EQ(resting.size(), 1u);
  EXPECT_EQ(resting[0].host, "bote.example");
  EXPECT_EQ(resting[0].until, at(600)) << "the later of two wishes";
}

TEST_F(HostBytesTest, NeverOverflow) {
  for (int i = 0; i < 20; ++i) {
    add("bote.example", at(0), std::numeric_limits<std::uint64_t>::max(), at(0));
  }
  EXPECT_GT(today(at(0)).at(0).bytes, std::uint64_t{1} << 59U);
}

TEST_F(HostBytesTest, OfTooManyHostsThoseWithTheFewestBytesGo) {
  archive_->writer().db.run(R"sql(
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO host_bytes SELECT 'h' || i, ?2, i FROM n)sql",
                            static_cast<std::int64_t>(kMostTallies), at(0));
  add("large.example", at(0), 1'000'000'000, at(0));
  const auto tallies = today(at(0));
  ASSERT_EQ(tallies.size(), kMostTallies);
  EXPECT_EQ(tallies.front().host, "large.example");
  EXPECT_EQ(tallies.back().bytes, 2u);
}

}  // namespace
}  // namespace depesche
