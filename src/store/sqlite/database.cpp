#include "store/sqlite/database.h"

#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include <sqlite3.h>

#include "text/term_hash.h"

namespace depesche {
namespace {

// SQLite calls back every so many of its own instructions: often enough for a millisecond's
// precision, seldom enough not to be felt.
constexpr int kProgressInterval = 2000;

ErrorCode code_for(sqlite3* handle, int status) {
  switch (status & 0xff) {
    case SQLITE_FULL:
      return ErrorCode::DiskFull;
    case SQLITE_IOERR:
      if (handle != nullptr && sqlite3_system_errno(handle) == ENOSPC) return ErrorCode::DiskFull;
      return ErrorCode::Damaged;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::Damaged;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return ErrorCode::NotWritable;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::Busy;
    case SQLITE_INTERRUPT:
      return ErrorCode::TimedOut;
    case SQLITE_TOOBIG:
      return ErrorCode::TooLarge;
    default:
      return ErrorCode::InvalidInput;
  }
}

std::string sentence(ErrorCode code, const std::string& file) {
  switch (code) {
    case ErrorCode::DiskFull:
      return "the disk is full: " + file + " cannot grow";
    case ErrorCode::Damaged:
      return file + " is damaged or cannot be read";
    case ErrorCode::NotWritable:
      return file + " cannot be opened or written";
    case ErrorCode::Busy:
      return "another process is using the store";
    case ErrorCode::TimedOut:
      return "the question took too long";
    case ErrorCode::TooLarge:
      return "too large for the store";
    default:
      return file + " cannot be used";
  }
}

}  // namespace

void throw_sqlite_error(sqlite3* handle, int status, std::string_view doing,
                        std::string_view file) {
  if (status == SQLITE_NOMEM) throw std::bad_alloc();
  const ErrorCode code = code_for(handle, status);
  if (file.empty() && handle != nullptr) {
    const char* name = sqlite3_db_filename(handle, "main");
    if (name != nullptr) file = name;
  }
  if (file.empty()) file = "the store";
  std::string detail(doing);
  detail += ": ";
  detail += handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(status);
  throw StoreError(Error{code, sentence(code, std::string(file))}, detail);
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)),
      shelf_(other.shelf_),
      keeps_texts_(other.keeps_texts_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  shelf_->idle.push_back(statement_);
}

bool Statement::step() {
  const int status = sqlite3_step(statement_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  // The message has to be read before the reset that makes the connection usable again.
  try {
    throw_sqlite_error(connection_->handle_, status, shelf_->sql);
  } catch (...) {
    sqlite3_reset(statement_);
    throw;
  }
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

namespace {

void require_bound(int status) { assert(status == SQLITE_OK || status == SQLITE_TOOBIG); }

}  // namespace

void Statement::bind(int index, std::nullptr_t) {
  require_bound(sqlite3_bind_null(statement_, index));
}
void Statement::bind(int index, std::int64_t value) {
  require_bound(sqlite3_bind_int64(statement_, index, value));
}
void Statement::bind(int index, double value) {
  require_bound(sqlite3_bind_double(statement_, index, value));
}
void Statement::bind(int index, std::string_view value) {
  // A copy where the statement may outlive its text, so that no caller has to think about
  // lifetimes. An empty view may have no address, which SQLite would take for NULL.
  require_bound(sqlite3_bind_text64(statement_, index, value.data() ? value.data() : "",
                                    value.size(), keeps_texts_ ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                    SQLITE_UTF8));
}
void Statement::bind(int index, Blob value) {
  require_bound(sqlite3_bind_blob64(statement_, index, value.bytes.data() ? value.bytes.data() : "",
                                    value.bytes.size(), SQLITE_STATIC));
}

namespace {

/// Nobody asks SQLite how much memory it has, and to know it all threads would wait for one another
/// at each allocation. Said before its first use or never.
void count_no_memory() {
  static const int said = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(said);
}

}  // namespace

Connection::Connection(const std::string& path, const ConnectionOptions& options)
    : time_limit_(options.time_limit) {
  count_no_memory();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (options.mode) {
    case OpenMode::ReadOnly:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case OpenMode::ReadWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case OpenMode::Create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
  }
  const int status = sqlite3_open_v2(path.c_str(), &handle_, flags,
                                     options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (status != SQLITE_OK) {
    try {
      throw_sqlite_error(handle_, status, "opening", path);
    } catch (...) {
      sqlite3_close_v2(handle_);
      throw;
    }
  }
  sqlite3_busy_timeout(handle_, static_cast<int>(options.busy_timeout.count()));
  if (time_limit_.count() > 0) {
    sqlite3_progress_handler(handle_, kProgressInterval, &Connection::on_progress, this);
  }
}

Connection::~Connection() {
  for (const auto& [sql, shelf] : shelves_) {
    for (sqlite3_stmt* statement : shelf->idle) sqlite3_finalize(statement);
  }
  sqlite3_close_v2(handle_);
}

/// Some hundred statements, each asked for thousands of times a second: their length and what
/// stands at their end and in their middle tell nearly all of them apart.
std::size_t Connection::SqlHash::operator()(std::string_view sql) const {
  constexpr std::size_t kPart = sizeof(std::uint64_t);
  std::uint64_t end = 0;
  std::uint64_t middle = 0;
  if (sql.size() >= kPart) {
    std::memcpy(&end, sql.data() + sql.size() - kPart, kPart);
    std::memcpy(&middle, sql.data() + (sql.size() - kPart) / 2, kPart);
  }
  return mix_hash(end ^ mix_hash(middle ^ sql.size()));
}

Statement Connection::borrow(std::string_view sql) {
  start_clock();
  auto place = shelves_.find(sql);
  if (place == shelves_.end()) {
    auto shelf = std::make_unique<Statement::Shelf>(Statement::Shelf{std::string(sql), {}});
    const std::string_view key = shelf->sql;
    place = shelves_.emplace(key, std::move(shelf)).first;
  }
  Statement::Shelf& shelf = *place->second;
  if (!shelf.idle.empty()) {
    sqlite3_stmt* statement = shelf.idle.back();
    shelf.idle.pop_back();
    return {shelf, *this, statement};
  }
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (status != SQLITE_OK) throw_sqlite_error(handle_, status, sql);
  return {shelf, *this, statement};
}

void Connection::script(const std::string& sql) {
  start_clock();
  const int status = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) throw_sqlite_error(handle_, status, sql.substr(0, 60));
}

std::int64_t Connection::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Connection::start_clock() {
  if (time_limit_.count() > 0) deadline_ = std::chrono::steady_clock::now() + time_limit_;
}

bool Connection::is_overdue() const { return std::chrono::steady_clock::now() > deadline_; }

int Connection::on_progress(void* self) {
  return static_cast<const Connection*>(self)->is_overdue() ? 1 : 0;
}

Transaction::Transaction(Connection& connection, Kind kind)
    : connection_(connection), nested_(connection.in_transaction()) {
  // A writer that begins as a reader could fail half-way when somebody else writes first.
  connection_.run(nested_               ? "SAVEPOINT part"
                  : kind == Kind::Write ? "BEGIN IMMEDIATE"
                                        : "BEGIN DEFERRED");
}

Transaction::~Transaction() {
  if (!open_) return;
  // SQLite rolls back by itself on a full disk and the like; then there is nothing left to undo.
  if (!connection_.in_transaction()) return;
  try {
    if (nested_) {
      connection_.run("ROLLBACK TO part");
      connection_.run("RELEASE part");
    } else {
      connection_.run("ROLLBACK");
    }
  } catch (const StoreError&) {
    // The journal is rolled back by whoever opens the store next.
  }
}

void Transaction::commit() {
  assert(open_);
  connection_.run(nested_ ? "RELEASE part" : "COMMIT");
  open_ = false;
}

}  // namespace depesche
