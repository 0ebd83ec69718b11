#include "fetch/shared_turns.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fetch/fetcher.h"
#include "pack/hash.h"
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
  std::unique_ptr<SharedTurns> process() const { return SharedTurns::open(folder_); }

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
  EXPECT_EQ(other->take("a.example", kStart - 5h + 1s).wait, 1s) << "that counts on";
  EXPECT_TRUE(other->take("a.example", kStart - 5h + 2s).is_ours);
}

/// The file as anybody may have written it: each record of it is asked for by name.
class ForeignTurns : public SharedTurnsTest {
 protected:
  static constexpr std::size_t kFields = 6;  // as in shared_turns.cpp, the first the host's hash
  static constexpr std::size_t kBuckets = 2048, kRecords = 16;

  void write(const std::vector<std::int64_t>& words, std::size_t at = 0) const {
    if (at == 0) std::filesystem::remove(folder_ / "hosts.turns");
    process();  // makes it
    std::fstream file(folder_ / "hosts.turns", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at * sizeof(std::int64_t)));
    file.write(reinterpret_cast<const char*>(words.data()),
               static_cast<std::streamsize>(words.size() * sizeof(std::int64_t)));
  }
  /// Where the host's bucket begins, in words.
  static std::size_t bucket_of(const std::string& host) {
    return hash64(host) % kBuckets * kRecords * kFields;
  }
  /// It gets its turn after what it is told to wait, and that is a day at most.
  void expect_is_asked(const std::string& host, const std::string& given) {
    const auto turns = process();
    const auto taken = turns->take(host, kStart);
    TurnTime now = kStart;
    if (!taken.is_ours) {
      ASSERT_GT(taken.wait, 0ms) << given;
      ASSERT_LE(taken.wait, 24h) << given;
      now += taken.wait;
      ASSERT_TRUE(turns->take(host, now).is_ours) << given;
    }
    const TurnTime next = turns->give_back(host, {now + 2s, 0ms}, now);
    EXPECT_GE(next, now + 2s) << given;
    EXPECT_LE(next, now + 120s) << given;
    const TurnTime after_delays = now + 25h;
    ASSERT_TRUE(turns->take(host, after_delays).is_ours) << given;
    EXPECT_EQ(turns->give_back(host, {after_delays + 2s, 0ms}, after_delays), after_delays + 2s)
        << given << ": whatever was asked for holds for a day";
  }
};

TEST_F(ForeignTurns, TimesThatCannotBeMakeNobodyWait) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const std::int64_t now = kStart.time_since_epoch().count();
  const std::int64_t year_9000 = 221'845'392'000'000;
  const std::array<std::int64_t, 9> values{kLeast,       -1,        0,         1,    now,
                                           now + 60'000, year_9000, kMost - 1, kMost};
  const std::string host = "a.example";
  for (const std::int64_t not_before : values) {
    for (const std::int64_t written_at : values) {
      for (const std::int64_t delay : values) {
        std::vector<std::int64_t> bucket{
            static_cast<std::int64_t>(hash64(host)), not_before, written_at, delay, not_before, 7};
        bucket.resize(kRecords * kFields);
        write(bucket, bucket_of(host));
        expect_is_asked(host, std::to_string(not_before) + " " + std::to_string(written_at) + " " +
                                  std::to_string(delay));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_F(ForeignTurns, AnyBytesLeaveEachHostItsTurn) {
  std::mt19937_64 random(20261130);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::int64_t> words(kBuckets * kRecords * kFields);
    for (std::int64_t& word : words) word = static_cast<std::int64_t>(random() >> (random() % 64));
    words.resize(words.size() - random() % 100);  // broken off, too
    for (int i = 0; i < 20; ++i) {
      const std::string host = std::to_string(i) + ".example";
      const std::size_t record = bucket_of(host) + random() % kRecords * kFields;
      words[record] = static_cast<std::int64_t>(hash64(host));
    }
    write(words);
    for (int i = 0; i < 20; ++i) {
      expect_is_asked(std::to_string(i) + ".example", std::to_string(round));
      if (HasFatalFailure()) return;
    }
  }
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
