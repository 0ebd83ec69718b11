// Backup and restore, both through SQLite's online copy.
#include <cerrno>
#include <cstring>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

#include "store/engine_lock.h"
#include "store/sqlite/full_text.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "store/upkeep/restore_marks.h"
#include "store/writing/engine_states.h"
#include "store/writing/state_files.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;

// Few enough pages that a writer waiting for the copy does not notice.
constexpr int kPagesAtOnce = 512;

fs::path with_suffix(const fs::path& file, const char* suffix) {
  return fs::path(file.string() + suffix);
}

void remove_quietly(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

/// Every trace of a database: itself and what SQLite keeps beside it.
void remove_database(const fs::path& file) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    remove_quietly(with_suffix(file, suffix));
  }
}

void sync_path(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0 || fsync(file) != 0) {
    const std::string reason = std::strerror(errno);
    if (file >= 0) close(file);
    throw StoreError(ErrorCode::NotWritable, "cannot write " + path.string() + ": " + reason);
  }
  close(file);
}

Error not_writable(const fs::filesystem_error& error) {
  return {ErrorCode::NotWritable,
          error.path1().string() + " cannot be written: " + error.code().message()};
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

/// All pages of `from` into the empty database `to`.
void copy_pages(Connection& from, Connection& to) {
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) throw_sqlite_error(to.handle(), sqlite3_errcode(to.handle()), "copying the store");
  for (;;) {
    const int status = sqlite3_backup_step(backup.get(), kPagesAtOnce);
    if (status == SQLITE_DONE) return;
    if (status == SQLITE_BUSY || status == SQLITE_LOCKED) {
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    } else if (status != SQLITE_OK) {
      const bool is_target = sqlite3_errcode(to.handle()) == status;
      throw_sqlite_error(is_target ? to.handle() : from.handle(), status, "copying the store");
    }
  }
}

/// A backup is one file: the newest state that lies beside the store stands in it.
void take_state_along(const fs::path& source, Connection& to) {
  const StateFiles states(source);
  for (const std::int64_t number : states.numbers()) {
    const auto bytes = states.read(number, stream_witness(to, number));
    if (!bytes) continue;
    const std::vector<std::string> parts = pack_state(*bytes);
    Transaction transaction(to);
    drop_states(to, 0);
    put_state(to, number, parts);
    return transaction.commit();
  }
}

/// Nothing returned when the file is a whole store that this program can read.
void verify(Connection& db, const fs::path& file) {
  refuse_newer_schema(db);
  if (db.one<int>("SELECT count(*) FROM sqlite_schema WHERE name = 'arrival'") != 1) {
    throw StoreError(ErrorCode::Damaged, file.string() + " is not a depesche store");
  }
  const auto verdict = db.one<std::string>("PRAGMA integrity_check(1)");
  if (verdict != "ok") {
    throw StoreError(Error{ErrorCode::Damaged, file.string() + " is damaged"},
                     verdict.value_or("unreadable"));
  }
}

/// A whole, verified, durable copy as `target`; nothing there when it fails.
void copy_store(const fs::path& source, const fs::path& target, const std::string& vfs) {
  const fs::path partial = with_suffix(target, ".partial");
  remove_database(partial);
  try {
    {
      // Read-only, but a WAL file beside it may have to be looked into.
      Connection from(source.string(),
                      {OpenMode::ReadOnly, std::chrono::seconds{10}, std::chrono::seconds{0}, vfs});
      prepare_connection(from, OpenMode::ReadOnly);
      verify(from, source);
      Connection to(partial.string(),
                    {OpenMode::Create, std::chrono::seconds{10}, std::chrono::seconds{0}, vfs});
      keep_to_owner(partial);
      copy_pages(from, to);
      take_state_along(source, to);
      // A backup is one file: no log beside it.
      to.script("PRAGMA journal_mode = DELETE");
      add_full_text_functions(to);
      verify(to, target);
    }
    sync_path(partial, O_RDONLY);
    move_durably(partial, target);
  } catch (...) {
    remove_database(partial);
    throw;
  }
}

}  // namespace

fs::path restored_path(const fs::path& file) { return with_suffix(file, ".restored"); }
fs::path before_restore_path(const fs::path& file) { return with_suffix(file, ".before-restore"); }

void move_durably(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (failure) {
    throw StoreError(ErrorCode::NotWritable, "cannot rename " + from.string() + " to " +
                                                 to.string() + ": " + failure.message());
  }
  sync_path(folder_of(to), O_RDONLY | O_DIRECTORY);
}

void keep_to_owner(const fs::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::permissions(with_suffix(file, suffix), fs::perms::owner_read | fs::perms::owner_write,
                    ignored);
  }
}

void finish_restore(const fs::path& file) {
  std::error_code ignored;
  if (fs::exists(file, ignored) || !fs::exists(restored_path(file), ignored)) return;
  // A log left of the old store must not be played into the new one.
  remove_quietly(with_suffix(file, "-wal"));
  remove_quietly(with_suffix(file, "-shm"));
  StateFiles(file).keep_newest(0);
  move_durably(restored_path(file), file);
}

Result<void> back_up(const Archive& archive, const fs::path& file) {
  try {
    if (fs::exists(file)) {
      return Error{ErrorCode::InvalidInput, file.string() + " exists already"};
    }
    copy_store(archive.path(), file, "");
    return {};
  } catch (const StoreError& error) {
    return error.error();
  } catch (const fs::filesystem_error& error) {
    return not_writable(error);
  }
}

Result<void> restore(const fs::path& data_dir, const fs::path& file,
                     const ArchiveOptions& options) {
  try {
    if (fs::is_directory(file)) {
      return Error{ErrorCode::NotFound, file.string() + " is a folder, not a backup"};
    }
    if (!fs::is_regular_file(file)) {
      return Error{ErrorCode::NotFound, "there is no file " + file.string()};
    }
    fs::create_directories(data_dir);
    const auto lock = EngineLock::take(data_dir);
    if (!lock) return lock.error();
    const fs::path store = data_dir / options.file_name;
    remove_database(restored_path(store));
    copy_store(file, restored_path(store), options.vfs);
    if (fs::exists(store)) {
      const fs::path old = before_restore_path(store);
      remove_database(old);
      // What is still in the log belongs to the old store; the two stay together.
      if (fs::exists(with_suffix(store, "-wal"))) {
        fs::copy_file(with_suffix(store, "-wal"), with_suffix(old, "-wal"));
      }
      move_durably(store, old);
    }
    finish_restore(store);
    return {};
  } catch (const StoreError& error) {
    return error.error();
  } catch (const fs::filesystem_error& error) {
    return not_writable(error);
  }
}

}  // namespace depesche
