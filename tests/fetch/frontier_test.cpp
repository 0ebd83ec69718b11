#include "fetch/frontier.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/politeness.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using Time = Frontier<int>::Time;

TEST(Frontier, GivesWhatMayBeAskedNowLongestReadyFirst) {
  Frontier<int> frontier;
  const Time start{1000s};
  std::map<std::string, Time> ready{{"a", start + 3s}, {"b", start + 1s}, {"c", start}};
  const auto ready_at = [&](const std::string& host) { return std::optional(ready.at(host)); };
  frontier.push("a", 1, start);
  frontier.push("b", 2, start);
  frontier.push("b", 3, start);
  frontier.push("c", 4, start);
  EXPECT_EQ(frontier.pop(start, ready_at), 4);
  EXPECT_FALSE(frontier.pop(start, ready_at));
  EXPECT_EQ(frontier.next_at(), start + 1s);
  EXPECT_EQ(frontier.pop(start + 5s, ready_at), 2) << "ready before a";
  EXPECT_EQ(frontier.pop(start + 5s, ready_at), 1);
  EXPECT_EQ(frontier.size(), 1u);
  EXPECT_EQ(frontier.pop(start + 6s, ready_at), 3);
  EXPECT_FALSE(frontier.next_at());
  EXPECT_EQ(frontier.size(), 0u);
}

TEST(Frontier, NeverGivesAHostThatIsBeingAsked) {
  Frontier<int> frontier;
  const Time start{1000s};
  const auto busy = [](const std::string&) { return std::optional<Time>(); };
  for (int i = 0; i < 3; ++i) frontier.push("a", i, start);
  frontier.push("", 7, start);
  EXPECT_EQ(frontier.pop(start, busy), 7) << "without a host there is nothing to wait for";
  EXPECT_FALSE(frontier.pop(start, busy));
  EXPECT_GT(frontier.next_at(), start) << "or the caller would turn in circles";
  EXPECT_FALSE(frontier.pop(start + 1h, busy));
  EXPECT_EQ(frontier.size(), 3u);
}

TEST(Frontier, WhoseAnswerIsCompleteIsGivenAtOnce) {
  Frontier<int> frontier;
  const Time start{1000s};
  bool is_busy = false;
  const auto ready_at = [&](const std::string&) {
    return is_busy ? std::optional<Time>() : std::optional(start);
  };
  for (int i = 0; i < 50; ++i) frontier.push("a", i, start);
  for (int i = 0; i < 50; ++i) {  // a host without a gap: not a moment passes
    EXPECT_EQ(frontier.pop(start, ready_at), i);
    is_busy = true;
    EXPECT_FALSE(frontier.pop(start, ready_at));
    is_busy = false;
    EXPECT_FALSE(i < 49 && frontier.pop(start, ready_at)) << "nobody said so";
    frontier.hurry("a", start);
  }
  EXPECT_FALSE(frontier.pop(start + 1h, ready_at)) << "older turns are no items";
  EXPECT_EQ(frontier.size(), 0u);
  frontier.hurry("unknown", start);
  EXPECT_FALSE(frontier.pop(start, ready_at));
}

/// A crawl of simulated hosts: every request comes as soon as its host's gap is over, whatever
/// stands before it in the queue, and none comes sooner.
TEST(Frontier, KeepsEveryHostAsBusyAsItsGapAllows) {
  Frontier<std::string> frontier;
  PolitenessBook book({.gap = 1s});
  Time now{1000s};
  const auto host_of = [](int i) { return "h" + std::to_string(i % 7) + ".example"; };
  // The longest queue is of one host, and was put in first.
  for (int i = 0; i < 30; ++i) frontier.push("h0.example", "h0.example", now);
  for (int i = 0; i < 70; ++i) frontier.push(host_of(i), host_of(i), now);
  std::map<std::string, std::vector<Time>> asked;
  std::vector<std::pair<Time, std::string>> under_way;
  const Time start = now;
  for (; now < start + 120s; now += 10ms) {
    std::erase_if(under_way, [&](const auto& request) {
      if (request.first > now) return false;
      book.end(request.second, now);
      return true;
    });
    const auto ready_at = [&](const std::string& host) { return book.ready_at(host, now); };
    while (const auto host = frontier.pop(now, ready_at)) {
      ASSERT_TRUE(book.begin(*host, now));
      asked[*host].push_back(now);
      under_way.emplace_back(now + 20ms, *host);
    }
  }
  EXPECT_EQ(frontier.size(), 0u);
  EXPECT_EQ(asked.size(), 7u);
  for (const auto& [host, times] : asked) {
    EXPECT_EQ(times.size(), host == "h0.example" ? 40u : 10u);
    EXPECT_EQ(times.front(), start);
    for (std::size_t i = 1; i < times.size(); ++i) {
      EXPECT_GE(times[i] - times[i - 1], 1020ms);
      EXPECT_LE(times[i] - times[i - 1], 1040ms) << host;
    }
  }
}

}  // namespace
}  // namespace depesche::fetch
