#include "store/sqlite/writer.h"

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/sqlite/store_error.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    writer.db.script("PRAGMA journal_mode = WAL; CREATE TABLE said(word INTEGER) STRICT");
  }
  static std::string path(const std::string& further = {}) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto file =
        std::filesystem::path(testing::TempDir()) /
        (std::string("writer_") + test->name() + further + std::to_string(getpid()) + ".db");
    std::filesystem::remove(file);
    return file.string();
  }
  void say(int word) {
    writer.commit_together([&] { writer.db.run("INSERT INTO said(word) VALUES(?1)", word); });
  }
  std::int64_t said() { return *writer.db.one<std::int64_t>("SELECT count(*) FROM said"); }

  Writer writer{path(), {}, 4000};
};

TEST_F(WriterTest, WhoComesWhileOthersWriteSharesTheirCommit) {
  std::vector<std::jthread> threads;
  std::atomic<int> begun = 0;
  {
    const std::scoped_lock turn(writer.turn);  // a long transaction of somebody
    for (int i = 0; i < 20; ++i) {
      threads.emplace_back([this, i, &begun] {
        ++begun;
        say(i);
      });
    }
    while (begun < 20) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(200ms);  // they are about to wait
  }
  threads.clear();
  EXPECT_EQ(said(), 20);
  EXPECT_LT(writer.groups(), 20u);
}

TEST_F(WriterTest, WhoOnlyLooksWaitsForNobodyAndSeesWhatIsCommitted) {
  say(1);
  const auto seen = [this] {
    const Looking look(writer);
    return *look.db.one<std::int64_t>("SELECT count(*) FROM said");
  };
  std::int64_t meanwhile = -1;
  {
    const std::scoped_lock turn(writer.turn);
    Transaction transaction(writer.db);
    writer.db.run("INSERT INTO said(word) VALUES(2)");
    EXPECT_EQ(seen(), 2) << "what oneself has written";
    std::jthread([&] { meanwhile = seen(); }).join();  // would wait for ever, could it not look
    transaction.commit();
  }
  EXPECT_EQ(meanwhile, 1);
  EXPECT_EQ(seen(), 2);
}

TEST_F(WriterTest, WhoOnlyLooksCannotWrite) {
  const Looking look(writer);
  EXPECT_THROW(look.db.run("INSERT INTO said(word) VALUES(1)"), StoreError);
  const Looking again(writer);  // one look may lead to another
  EXPECT_EQ(again.db.one<int>("SELECT 7"), 7);
}

TEST_F(WriterTest, WhatFailsIsUndoneAndStopsNobody) {
  std::vector<std::jthread> threads;
  std::atomic<int> failed = 0;
  std::atomic<int> begun = 0;
  {
    const std::scoped_lock turn(writer.turn);
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([this, i, &failed, &begun] {
        ++begun;
        try {
          writer.commit_together([&] {
            writer.db.run("INSERT INTO said(word) VALUES(?1)", i);
            if (i % 3 == 0) throw std::runtime_error("no");
            if (i % 3 == 1) writer.db.run("INSERT INTO said(word) VALUES(?1)", "no number");
          });
        } catch (const std::exception&) {
          ++failed;
        }
      });
    }
    while (begun < 12) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(100ms);
  }
  threads.clear();
  EXPECT_EQ(failed, 8);
  EXPECT_EQ(said(), 4);
  EXPECT_FALSE(writer.db.in_transaction());
}

TEST_F(WriterTest, InsideATransactionItIsAPartOfIt) {
  {
    const std::scoped_lock turn(writer.turn);
    Transaction transaction(writer.db);
    say(1);
    writer.commit_together([this] { say(2); });
    EXPECT_EQ(said(), 2);
  }
  EXPECT_EQ(said(), 0) << "never committed";
  writer.commit_together([this] { say(3); });
  EXPECT_EQ(said(), 1);
}

TEST_F(WriterTest, ManyThreadsLoseNothing) {
  std::vector<std::jthread> threads;
  threads.reserve(8);
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 50; ++i) {
        if (i % 10 == 0) {
          const std::scoped_lock turn(writer.turn);
          Transaction transaction(writer.db);
          writer.db.run("INSERT INTO said(word) VALUES(?1)", t);
          transaction.commit();
        } else {
          say(t);
        }
      }
    });
  }
  threads.clear();
  EXPECT_EQ(said(), 400);
}

// The log is emptied beside those who write, so that it begins anew however long they go on.
TEST_F(WriterTest, TheLogStaysShortWhileOthersWriteAndRead) {
  constexpr int kPages = 20;
  const std::string file = path("_many");
  Writer many{file, {}, kPages};
  many.db.script("PRAGMA journal_mode = WAL; CREATE TABLE said(word TEXT) STRICT");
  const std::string word(3000, 'w');  // most of a page
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 250; ++j) {
        many.commit_together([&] { many.db.run("INSERT INTO said(word) VALUES(?1)", word); });
        if (j % 50 == 0) {
          const Looking look(many);
          EXPECT_GT(*look.db.one<int>("SELECT count(*) FROM said"), 0);
        }
      }
    });
  }
  threads.clear();
  EXPECT_EQ(*many.db.one<int>("SELECT count(*) FROM said WHERE length(word) = 3000"), 1000);
  // All of it lies in the file soon, and what comes next begins the log anew.
  const auto is_moved = [&] {
    auto row = many.db.query("PRAGMA wal_checkpoint(PASSIVE)");
    return row.step() && row.integer(0) == 0 && row.integer(1) < 10 * kPages;
  };
  bool moved = false;
  for (int tries = 0; tries < 500 && !moved; ++tries) {
    many.commit_together([&] { many.db.run("INSERT INTO said(word) VALUES('')"); });
    std::this_thread::sleep_for(2ms);
    moved = is_moved();
  }
  EXPECT_TRUE(moved);
  EXPECT_LT(std::filesystem::file_size(file + "-wal"), 1'000u * 4096) << "it did begin anew";
  EXPECT_EQ(*many.db.one<std::string>("PRAGMA integrity_check"), "ok");
}

// Somebody always reads, and each began before the one before was done.
TEST_F(WriterTest, TheLogBeginsAnewThoughThereIsAlwaysAReader) {
  constexpr int kLogPages = 20;
  const std::string file = path("_log");
  Writer short_log(file, {}, kLogPages);
  short_log.db.script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
      "CREATE TABLE said(word INTEGER) STRICT");
  const auto read = [&](const std::stop_token& stop) {
    ConnectionOptions options;
    options.mode = OpenMode::ReadOnly;
    Connection reader(file, options);
    while (!stop.stop_requested()) {
      reader.script("BEGIN");
      EXPECT_TRUE(reader.one<std::int64_t>("SELECT count(*) FROM said"));
      std::this_thread::sleep_for(4ms);
      reader.script("COMMIT");
    }
  };
  std::jthread one(read);
  std::this_thread::sleep_for(2ms);
  std::jthread another(read);
  constexpr int kWords = 6000;  // a page of the log each, and more
  for (int word = 0; word < kWords; ++word) {
    short_log.commit_together([&] { short_log.db.run("INSERT INTO said(word) VALUES(?1)", word); });
  }
  constexpr std::uintmax_t kPage = 4096;
  // All of it, were it never begun anew.
  EXPECT_LT(std::filesystem::file_size(file + "-wal"), kWords / 2 * kPage);
}

}  // namespace
}  // namespace depesche
