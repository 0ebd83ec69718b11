#include "desk/allowance_keeper.h"

#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/writing/host_bytes.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::FaultyDisk;
using test::LoopbackServer;
using test::reply;

class AllowanceKeeperTest : public testing::Test {
 protected:
  AllowanceKeeperTest() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("allowance_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    server_.on("/feed", reply(200, std::string(600, 'x')));
  }
  ~AllowanceKeeperTest() override {
    stop();
    FaultyDisk::instance().forget(folder_);
    std::filesystem::remove_all(folder_);
  }

  /// As a new process would.
  void start(std::chrono::milliseconds pause = 1h) {
    ArchiveOptions archive_options;
    archive_options.vfs = FaultyDisk::instance().name();
    archive_ = std::move(*Archive::open(folder_, archive_options));
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.allowance.per_loopback_host = 1000;
    fetcher_.emplace(options);
    keeper_.emplace(
        *archive_, *fetcher_, [this] { return now_; }, pause);
  }
  void stop() {
    keeper_.reset();
    fetcher_.reset();
    archive_.reset();
  }
  std::optional<Error> get(const std::string& path = "/feed") {
    fetch::Request request;
    request.url = server_.url(path);
    const auto reply = fetcher_->get(std::move(request), fetch::Kind::Feed);
    return reply ? std::nullopt : std::optional(reply.error());
  }
  std::uint64_t kept() {
    const auto tallies = HostBytes(archive_->writer()).today(now_);
    return tallies.empty() ? 0 : tallies.at(0).bytes;
  }

  LoopbackServer server_;
  std::filesystem::path folder_;
  sys_seconds now_{1'790'000'000s};
  std::unique_ptr<Archive> archive_;
  std::optional<fetch::Fetcher> fetcher_;
  std::optional<AllowanceKeeper> keeper_;
};

TEST_F(AllowanceKeeperTest, AHostThatHasSentEnoughIsLeftAloneAfterARestart) {
  start();
  EXPECT_FALSE(get());
  stop();
  start();
  EXPECT_FALSE(get()) << "half a day's allowance is left";
  stop();
  now_ += 5h;
  start();
  const auto refused = get();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, ErrorCode::AllowanceSpent);
  EXPECT_NE(refused->message.find("asked again in 19 h"), std::string::npos) << refused->message;
  stop();
  now_ += 20h;
  start();
  EXPECT_FALSE(get()) << "the day is over";
}

TEST_F(AllowanceKeeperTest, AHostThatAskedToBeLeftAloneIsLeftAloneAfterARestart) {
  server_.on("/busy", reply(429, "", {{"Retry-After", "7200"}}));
  start();
  EXPECT_FALSE(get("/busy")) << "an answer, if not a good one";
  stop();
  now_ += 1h;
  start();
  const auto refused = get();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, ErrorCode::Busy);
  EXPECT_NE(refused->message.find("left alone for another 60 min"), std::string::npos)
      << refused->message;
  stop();
  now_ += 1h;
  start();
  EXPECT_FALSE(get()) << "its time is over";
}

TEST_F(AllowanceKeeperTest, AHostIsLeftAloneForADayAtMostWhateverTheClockSaid) {
  server_.on("/busy", reply(503, "", {{"Retry-After", "7200"}}));
  start();
  EXPECT_FALSE(get("/busy"));
  stop();
  now_ -= 1000h;
  start();
  EXPECT_TRUE(get());
  stop();
  now_ += 24h;
  start();
  EXPECT_FALSE(get());
}

TEST_F(AllowanceKeeperTest, AClockThatWasSetBackMakesNoLongerDay) {
  start();
  EXPECT_FALSE(get());
  EXPECT_FALSE(get());
  stop();
  now_ -= 1000h;
  start();
  EXPECT_TRUE(get());
  stop();
  now_ += 24h;
  start();
  EXPECT_FALSE(get());
}

TEST_F(AllowanceKeeperTest, WritesWhileItRuns) {
  start(5ms);
  EXPECT_FALSE(get());
  for (int i = 0; i < 1000 && kept() == 0; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_GE(kept(), 600u) << "a crash now loses nothing";
}

TEST_F(AllowanceKeeperTest, TwoProcessesHaveOneAllowance) {
  server_.on("/large", reply(200, std::string(1000, 'x')));
  server_.on("/small", reply(200, "x"));
  start();
  {
    ArchiveOptions archive_options;
    archive_options.vfs = FaultyDisk::instance().name();
    const auto archive = std::move(*Archive::open(folder_, archive_options));
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.allowance.per_loopback_host = 1000;
    fetch::Fetcher other(options);
    const AllowanceKeeper keeper(
        *archive, other, [this] { return now_; }, 1h);
    fetch::Request request;
    request.url = server_.url("/large");
    EXPECT_TRUE(other.get(std::move(request), fetch::Kind::Feed));
  }
  EXPECT_FALSE(get("/small")) << "this one has heard nothing of it yet";
  keeper_.reset();  // writes, as it does every ten seconds
  const auto refused = get("/small");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, ErrorCode::AllowanceSpent);
}

TEST_F(AllowanceKeeperTest, WhatTheDiskDoesNotTakeIsWrittenLater) {
  start(5ms);
  FaultyDisk::instance().fill_after(0);
  EXPECT_FALSE(get());
  std::this_thread::sleep_for(50ms);
  FaultyDisk::instance().mend();
  stop();
  start();
  EXPECT_GE(kept(), 600u);
}

}  // namespace
}  // namespace depesche
