// Moves what the log holds into the file, beside those who write.
//
// SQLite would do it at the end of whichever commit makes the log long, and whoever wrote would
// wait for some thousand pages and two flushes of the disk. Here a thread with a connection of its
// own does it while the writing goes on. SQLite begins the log anew when all of it was moved and
// nobody reads from it; where that never happens because there is always more, the thread takes the
// turn for the rest, once the log is some times as long, and waits a moment for who still reads.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "store/sqlite/database.h"

namespace depesche {

class WriterTurn;

class Checkpoints {
 public:
  /// Watches the log that `db`, the writing connection guarded by `turn`, writes to. All of it
  /// outlives this. The thread starts when it is first needed.
  Checkpoints(std::string path, ConnectionOptions options, int pages, Connection& db,
              WriterTurn& turn);
  ~Checkpoints();
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

 private:
  static int on_commit(void* self, sqlite3* handle, const char* name, int pages);
  void run(const std::stop_token& stop);
  int move_pages(Connection& own);
  void move_all(Connection& own);

  const std::string path_;
  const ConnectionOptions options_;
  const int pages_;  // in the log, from which it is long
  Connection& db_;
  WriterTurn& turn_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any bell_;
  bool is_wanted_ = false;
  int next_at_;  // pages in the log
  int in_log_ = 0;
  std::jthread thread_;
};

}  // namespace depesche
