#include "store/sqlite/writer.h"

#include <utility>

#include "store/rows/part_word_rows.h"
#include "store/sqlite/schema.h"

namespace depesche {
namespace {

void run_alone(Connection& db, const std::function<void()>& work) {
  Transaction transaction(db);
  work();
  transaction.commit();
}

}  // namespace

Writer::Writer(std::string path, const ConnectionOptions& options, int log_pages)
    : db(path, options),
      path_(std::move(path)),
      options_(options),
      checkpoints_(path_, options, log_pages, db, turn) {}

Connection& Writer::lookups() {
  if (!lookups_) {
    ConnectionOptions options = options_;
    options.mode = OpenMode::ReadOnly;
    auto made = std::make_unique<Connection>(path_, options);
    prepare_connection(*made, OpenMode::ReadOnly);
    lookups_ = std::move(made);
  }
  return *lookups_;
}

Looking::Looking(Writer& writer)
    : lock_(writer.turn.is_mine() ? std::unique_lock<std::recursive_mutex>()
                                  : std::unique_lock(writer.lookups_mutex_)),
      db(lock_ ? writer.lookups() : writer.db) {}

std::shared_ptr<const PartWords> Writer::part_words() {
  const std::scoped_lock lock(part_words_mutex_);
  if (!part_words_) {
    const Looking look(*this);
    part_words_ = std::make_shared<const PartWords>(
        find_part_words(look.db, kPartWordsInUse).value_or(PartWords()));
  }
  return part_words_;
}

void Writer::use_part_words(std::shared_ptr<const PartWords> words) {
  const std::scoped_lock lock(part_words_mutex_);
  part_words_ = std::move(words);
}

void Writer::commit_together(const std::function<void()>& work) {
  // Whoever has the turn would wait for ever for a leader who waits for the turn.
  if (turn.is_mine()) return run_alone(db, work);
  Part part{&work, false, nullptr};
  std::unique_lock lock(parts_mutex_);
  waiting_.push_back(&part);
  parts_done_.wait(lock, [&] { return part.is_done || !has_leader_; });
  if (!part.is_done) {
    // Those who come while the leader waits for the turn are still taken along.
    has_leader_ = true;
    lock.unlock();
    turn.lock();
    lock.lock();
    const std::vector<Part*> parts = std::exchange(waiting_, {});
    lock.unlock();
    commit(parts);
    turn.unlock();
    lock.lock();
    has_leader_ = false;
    for (Part* one : parts) one->is_done = true;
    parts_done_.notify_all();
  }
  lock.unlock();
  if (part.failure) std::rethrow_exception(part.failure);
}

bool Writer::empty_log() {
  constexpr std::chrono::milliseconds kBetweenTries{10};
  const auto until = std::chrono::steady_clock::now() + options_.busy_timeout;
  // SQLite waits for readers, but not for another that moves pages, as checkpoints_ may.
  while (db.one<int>("PRAGMA wal_checkpoint(TRUNCATE)").value_or(1) != 0) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(kBetweenTries);
  }
  return true;
}

void Writer::commit(const std::vector<Part*>& parts) {
  ++groups_;
  try {
    Transaction transaction(db);
    for (const Part* part : parts) run_alone(db, *part->work);
    transaction.commit();
    return;
  } catch (...) {
    if (parts.size() == 1) {
      parts.front()->failure = std::current_exception();
      return;
    }
  }
  // One of them failed and took the others with it.
  for (Part* part : parts) {
    try {
      run_alone(db, *part->work);
    } catch (...) {
      part->failure = std::current_exception();
    }
  }
}

}  // namespace depesche
