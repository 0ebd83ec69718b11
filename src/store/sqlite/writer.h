// The one writing connection of a process and whose turn it is, and one for looking things up
// meanwhile. Inside the module only.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "news/ids.h"
#include "store/sqlite/checkpoints.h"
#include "store/sqlite/database.h"
#include "text/part_words.h"

namespace depesche {

/// Recursive, so that what is called inside an AcceptTransaction becomes a part of it.
class WriterTurn {
 public:
  void lock() {
    mutex_.lock();
    ++depth_;
    owner_ = std::this_thread::get_id();
  }
  void unlock() {
    if (--depth_ == 0) owner_ = std::thread::id();
    mutex_.unlock();
  }
  bool is_mine() const { return owner_ == std::this_thread::get_id(); }

 private:
  std::recursive_mutex mutex_;
  int depth_ = 0;  // guarded by mutex_
  std::atomic<std::thread::id> owner_{};
};

class Writer {
 public:
  /// The log is emptied when it has `log_pages`.
  Writer(std::string path, const ConnectionOptions& options, int log_pages);

  Connection db;  // guarded by turn
  mutable WriterTurn turn;

  /// Runs `work` as a transaction of its own that shares its flush to the disk with those that
  /// other threads hand in meanwhile, and returns when it is on the disk. All or nothing: what
  /// throws has changed nothing, and it does not stop the others. `work` may be run a second time,
  /// after the first was undone. Inside another transaction it is a part of that.
  void commit_together(const std::function<void()>& work);

  /// What compounds are parted by (Archive::part_words).
  std::shared_ptr<const PartWords> part_words();
  void use_part_words(std::shared_ptr<const PartWords> words);

  /// Moves all of the log into the file and empties it; the caller has the turn. False where
  /// another process reads from it as long as one waits for a lock.
  bool empty_log();

  /// Groups committed by commit_together().
  std::uint64_t groups() const { return groups_; }

 private:
  struct Part {
    const std::function<void()>* work;
    bool is_done = false;
    std::exception_ptr failure;
  };
  void commit(const std::vector<Part*>& parts);

  friend class Looking;
  Connection& lookups();

  const std::string path_;
  const ConnectionOptions options_;
  std::recursive_mutex lookups_mutex_;
  std::unique_ptr<Connection> lookups_;  // made when it is first wanted, after all migrations
  Checkpoints checkpoints_;

  std::mutex part_words_mutex_;  // guards the next
  std::shared_ptr<const PartWords> part_words_;

  std::mutex parts_mutex_;  // guards what follows; never held while the turn is waited for
  std::condition_variable parts_done_;
  std::vector<Part*> waiting_;
  bool has_leader_ = false;
  std::atomic<std::uint64_t> groups_ = 0;
};

/// A look at what is committed, without waiting for those who write: a transaction of the desk
/// takes as long as a hundred looks. Whoever has the turn sees what he has written himself.
///
///   const Looking look(writer);
///   auto rows = look.db.query(…);
class Looking {
 public:
  explicit Looking(Writer& writer);
  Looking(const Looking&) = delete;
  Looking& operator=(const Looking&) = delete;

 private:
  std::unique_lock<std::recursive_mutex> lock_;

 public:
  Connection& db;
};

/// The outlet of that name, made when it is new.
OutletId outlet_id(Connection& db, std::string_view name);

/// Lower-case ASCII letters, digits and single hyphens; umlauts are written out. Empty when
/// nothing is left.
std::string outlet_slug(std::string_view name);

}  // namespace depesche
