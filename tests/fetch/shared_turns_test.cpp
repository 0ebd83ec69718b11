#include "fetch/shared_turns.h"

#include <filesystem>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fetch/fetcher.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using TurnTime = SharedTurns::Time;

class SharedTurnsTest : public testing::Test {
 protected:
  SharedTurnsTest() { std::filesystem::create_directories(folder_); }
  ~SharedTurnsTest() override { std::filesystem::remove_all(folder_); }

  // Their locks are of the open file, so two here are as strange to each other as two processes.
  std::unique_ptr<SharedTurns> process() { return SharedTurns::open(folder_); }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("turns_" + std::to_string(getpid()));
};

const TurnTime kStart{1'790'000'000'000ms};

TEST_F(SharedTurnsTest, AHostIsAskedByOneProcessAtATimeAndThenLeftAlone) {
  const auto one = process(), other = process();
  ASSERT_TRUE(one && other);
  EXPECT_TRUE(one->take("a.example", kStart).is_ours);
  const auto refused = other->take("a.example", kStart);
  EXPECT_FALSE(refused.is_ours);
  EXPECT_GT(refused.wait, 0ms);
  EXPECT_TRUE(other->take("b.example", kStart).is_ours) << "another host does not wait";
  EXPECT_EQ(one->give_back("a.example", {kStart + 3s, 0ms}, kStart + 1s), kStart + 3s);
  const auto early = other->take("a.example", kStart + 2s);
  EXPECT_FALSE(early.is_ours);
  EXPECT_EQ(early.wait, 1s);
  EXPECT_TRUE(one->take("c.example", kStart).is_ours) << "what was refused holds nothing";
  EXPECT_TRUE(other->take("a.example", kStart + 3s).is_ours);
}

TEST_F(SharedTurnsTest, ACrawlDelayThatOneHasReadHoldsForAllForADay) {
  const auto one = process(), other = process();
  const auto ask = [](SharedTurns& turns, TurnTime at, std::chrono::milliseconds delay) {
    EXPECT_TRUE(turns.take("a.example", at).is_ours);
    return turns.give_back("a.example",
                           {at + std::max<std::chrono::milliseconds>(2s, delay), delay}, at);
  };
  EXPECT_EQ(ask(*one, kStart, 60s), kStart + 60s);
  EXPECT_EQ(ask(*other, kStart + 60s, 0ms), kStart + 120s) << "who has not read it";
  EXPECT_EQ(ask(*other, kStart + 120s, 5s), kStart + 180s) << "or has read less";
  EXPECT_EQ(ask(*one, kStart + 180s, 5s), kStart + 185s) << "its own word is its own to change";
  EXPECT_EQ(ask(*one, kStart + 185s, 60s), kStart + 245s);
  EXPECT_EQ(ask(*other, kStart + 185s + 24h, 0ms), kStart + 187s + 24h);
}

TEST_F(SharedTurnsTest, WhatIsReadAfterTheAnswerIsToldToo) {
  const auto one = process(), other = process();
  ASSERT_TRUE(one->take("a.example", kStart).is_ours);
  one->give_back("a.example", {kStart + 2s, 0ms}, kStart);
  one->put_off("a.example", {kStart + 30s, 30s}, kStart);
  EXPECT_EQ(other->take("a.example", kStart + 10s).wait, 20s);
}

TEST_F(SharedTurnsTest, WhoDiesHoldsNothing) {
  const auto one = process();
  const pid_t child = fork();
  if (child == 0) {
    const auto dying = process();
    _exit(dying && dying->take("a.example", kStart).is_ours ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(one->take("a.example", kStart).is_ours);
}

TEST_F(SharedTurnsTest, AClockSetBackMakesNoHoursOfSeconds) {
  const auto one = process(), other = process();
  ASSERT_TRUE(one->take("a.example", kStart).is_ours);
  one->give_back("a.example", {kStart + 2s, 0ms}, kStart);
  EXPECT_EQ(other->take("a.example", kStart - 5h).wait, 2s);
}

TEST_F(SharedTurnsTest, OfVeryManyHostsThoseThatWaitAreRemembered) {
  const auto one = process(), other = process();
  ASSERT_TRUE(one->take("slow.example", kStart).is_ours);
  one->give_back("slow.example", {kStart + 24h, 0ms}, kStart);
  for (int i = 0; i < 40'000; ++i) {
    const std::string host = std::to_string(i) + ".example";
    const TurnTime at = kStart + i * 1ms;
    ASSERT_TRUE(one->take(host, at).is_ours);
    one->give_back(host, {at + 2s, 0ms}, at);
  }
  EXPECT_EQ(other->take("slow.example", kStart + 1h).wait, 23h);
  EXPECT_FALSE(other->take("39999.example", kStart + 40s).is_ours);
  EXPECT_LT(std::filesystem::file_size(folder_ / "hosts.turns"), 2'000'000u);
}

TEST_F(SharedTurnsTest, AFolderThatIsNotThereIsNoHindrance) {
  EXPECT_FALSE(SharedTurns::open(folder_ / "none"));
}

// Two fetchers on one folder, several threads each: what the server sees.
TEST_F(SharedTurnsTest, TwoFetchersAskAHostAsOneWould) {
  test::LoopbackServer server;
  server.on("*", test::reply(200, "a feed"));
  FetcherOptions options;
  options.client.addresses.allow_private = true;
  options.politeness.loopback_gap = 150ms;
  options.shared_with = folder_;
  Fetcher one(options), other(options);
  const auto ask = [&](Fetcher& fetcher) {
    for (int i = 0; i < 3; ++i) {
      Request request;
      request.url = server.url("/feed");
      const auto reply = fetcher.get(std::move(request), Kind::Feed);
      EXPECT_TRUE(reply) << reply.error().message;
    }
  };
  {
    const std::jthread a([&] { ask(one); }), b([&] { ask(other); }), c([&] { ask(other); });
  }
  const auto asked = server.requests();
  ASSERT_EQ(asked.size(), 9u);
  for (std::size_t i = 1; i < asked.size(); ++i) {
    EXPECT_GE(asked[i].at - asked[i - 1].at, 150ms) << i;
  }
}

}  // namespace
}  // namespace depesche::fetch
