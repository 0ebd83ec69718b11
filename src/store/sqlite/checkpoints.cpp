#include "store/sqlite/checkpoints.h"

#include <chrono>
#include <optional>
#include <utility>

#include <sqlite3.h>

#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"

namespace depesche {
namespace {

constexpr int kLongest = 4;  // times as long as a log that is long: then others wait

// For readers to come to an end, while nobody writes.
constexpr std::chrono::milliseconds kWaitForReaders{100};

}  // namespace

Checkpoints::Checkpoints(std::string path, ConnectionOptions options, int pages, Connection& db,
                         WriterTurn& turn)
    : path_(std::move(path)),
      options_(std::move(options)),
      pages_(pages),
      db_(db),
      turn_(turn),
      next_at_(pages) {
  sqlite3_wal_hook(db_.handle(), &on_commit, this);
}

Checkpoints::~Checkpoints() { sqlite3_wal_hook(db_.handle(), nullptr, nullptr); }

int Checkpoints::on_commit(void* self, sqlite3*, const char*, int pages) {
  Checkpoints& mine = *static_cast<Checkpoints*>(self);
  const std::scoped_lock lock(mine.mutex_);
  if (pages < mine.in_log_) mine.next_at_ = mine.pages_;  // it has begun anew
  mine.in_log_ = pages;
  if (pages < mine.next_at_ || mine.is_wanted_) return SQLITE_OK;
  mine.is_wanted_ = true;
  if (!mine.thread_.joinable()) {
    mine.thread_ = std::jthread([&mine](const std::stop_token& stop) { mine.run(stop); });
  }
  mine.bell_.notify_all();
  return SQLITE_OK;
}

/// How many pages are in the log then, moved or not.
int Checkpoints::move_pages(Connection& own) {
  auto row = own.query("PRAGMA wal_checkpoint(PASSIVE)");
  return row.step() ? static_cast<int>(row.integer(1)) : 0;
}

/// All of them; whoever writes next begins the log anew, unless somebody reads from it for long.
void Checkpoints::move_all(Connection& own) {
  const std::scoped_lock turn(turn_);
  own.run("PRAGMA wal_checkpoint(RESTART)");
}

void Checkpoints::run(const std::stop_token& stop) {
  std::optional<Connection> own;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!bell_.wait(lock, stop, [this] { return is_wanted_; })) return;
    }
    int in_log = 0;
    try {
      if (!own) {
        ConnectionOptions options = options_;
        options.busy_timeout = kWaitForReaders;
        own.emplace(path_, options);
        prepare_connection(*own, OpenMode::ReadWrite);
      }
      in_log = move_pages(*own);
      if (in_log >= kLongest * pages_) move_all(*own);
    } catch (const StoreError&) {
      // The log holds everything; whoever writes meets the same trouble and says so.
    }
    const std::scoped_lock lock(mutex_);
    is_wanted_ = false;
    const bool began_anew = in_log_ < in_log;  // while this went on
    next_at_ = began_anew ? pages_ : in_log + pages_;
  }
}

}  // namespace depesche
