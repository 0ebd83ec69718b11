// Two programs on one store, as serve and a fetch beside it.
#include <gtest/gtest.h>

#include "desk/round.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

class TwoProcessesTest : public WireTest {
 protected:
  std::unique_ptr<Archive> other = *Archive::open(archive->path().parent_path());
};

TEST_F(TwoProcessesTest, AFeedIsNotAskedWhileTheOtherIsAtIt) {
  Gatherer beside(*other, *fetcher, gather);
  const FeedRow row = subscribe(server.url("/rss"));
  std::vector<PollReport> meanwhile;
  server.on("/a", [&](const test::LoopbackRequest& request, test::LoopbackConnection& connection) {
    meanwhile.push_back(beside.poll(row, {}));
    reply(200, page("Brücke gesperrt"), kHtml)(request, connection);
  });
  server.on("/rss", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  const PollReport report = poll(server.url("/rss"));
  EXPECT_FALSE(report.is_elsewhere);
  EXPECT_EQ(report.pages, 1u);
  ASSERT_EQ(meanwhile.size(), 1u);
  EXPECT_TRUE(meanwhile[0].is_elsewhere) << "its page was still being read";
  EXPECT_TRUE(beside.poll(row, {}).is_elsewhere) << "it was asked since `row` was looked at";
  const auto asked_for = [this](const std::string& path) {
    const auto requests = server.requests();
    return std::count_if(requests.begin(), requests.end(),
                         [&](const auto& one) { return one.path == path; });
  };
  EXPECT_EQ(asked_for("/rss"), 1);
  EXPECT_FALSE(beside.poll(*other->feeds().find(row.id), {}).is_elsewhere);
  EXPECT_EQ(asked_for("/rss"), 2);
  EXPECT_EQ(asked_for("/a"), 1);
}

TEST_F(TwoProcessesTest, ARoundSaysHowManyTheOtherWasAt) {
  server.on("*", reply(200, feed(server, {}), kRss));
  const FeedRow first = subscribe(server.url("/1")), second = subscribe(server.url("/2"));
  const auto claim = other->claims().take("feed " + std::to_string(first.id.value));
  Gatherer gatherer(*archive, *fetcher, gather);
  const RoundReport report = run_round(gatherer, {first, second}, {}, {});
  EXPECT_EQ(report.asked, 1u);
  EXPECT_EQ(report.elsewhere, 1u);
  EXPECT_EQ(report.failed, 0u);
}

TEST_F(TwoProcessesTest, WhatAHubBroughtWaitsForTheOthersPoll) {
  const FeedRow row = subscribe(server.url("/rss"));
  ASSERT_TRUE(archive->pushes().keep(row.id, "application/rss+xml", feed(server, {}), kNow));
  const auto waiting = archive->pushes().waiting(9);
  ASSERT_EQ(waiting.size(), 1u);
  Gatherer gatherer(*archive, *fetcher, gather);
  {
    const auto claim = other->claims().take("feed " + std::to_string(row.id.value));
    EXPECT_TRUE(gatherer.open(waiting[0], {}).is_over());
    EXPECT_EQ(archive->pushes().waiting(9).size(), 1u);
  }
  EXPECT_TRUE(gatherer.open(waiting[0], {}).is_over());
  EXPECT_TRUE(archive->pushes().waiting(9).empty());
}

}  // namespace
}  // namespace depesche
