// SQLite, typed: connections, statements, transactions.
//
//   auto rows = db.query("SELECT article_id, title FROM article WHERE outlet_id = ?1", outlet);
//   while (rows.step()) use(rows.get<ArticleId>(0), rows.get<std::string>(1));
//
// Values are bound, never pasted; columns are read in the order selected. Every failure is a
// StoreError whose code says what a person can do about it. A Connection and what comes from it
// belong to one thread at a time.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "store/sqlite/store_error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace depesche {

/// Bytes for a BLOB column; a plain string_view is TEXT. The owner outlives the statement's run.
struct Blob {
  std::string_view bytes;
};

class Connection;

/// A prepared statement on loan from its connection; going out of scope gives it back.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// The next row, or false at the end.
  bool step();

  template <class T>
  T get(int column) const;
  bool is_null(int column) const;
  /// Valid until the next step().
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;

  void bind(int index, std::nullptr_t);
  void bind(int index, std::int64_t value);
  void bind(int index, double value);
  void bind(int index, std::string_view value);
  void bind(int index, Blob value);
  template <std::integral T>
  void bind(int index, T value) {
    bind(index, static_cast<std::int64_t>(value));
  }
  void bind(int index, const char* value) { bind(index, std::string_view(value)); }
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, std::chrono::sys_seconds value) {
    bind(index, static_cast<std::int64_t>(value.time_since_epoch().count()));
  }
  template <class Tag>
  void bind(int index, Id<Tag> value) {
    bind(index, value.value);
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value) {
      bind(index, *value);
    } else {
      bind(index, nullptr);
    }
  }

 private:
  friend class Connection;
  /// Prepared statements of one text that nobody has on loan.
  struct Shelf {
    std::string sql;
    std::vector<sqlite3_stmt*> idle;
  };
  Statement(Shelf& shelf, Connection& connection, sqlite3_stmt* statement)
      : connection_(&connection), statement_(statement), shelf_(&shelf) {}

  Connection* connection_;
  sqlite3_stmt* statement_;
  Shelf* shelf_;             // of the connection
  bool keeps_texts_ = true;  // else their owners outlive the run
};

enum class OpenMode { ReadOnly, ReadWrite, Create };

struct ConnectionOptions {
  OpenMode mode = OpenMode::Create;
  std::chrono::milliseconds busy_timeout{10'000};
  /// A statement that runs longer than this is stopped with TimedOut; zero is no limit.
  std::chrono::milliseconds time_limit{0};
  std::string vfs;  // tests put a failing disk underneath
};

class Connection {
 public:
  explicit Connection(const std::string& path, const ConnectionOptions& options = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A statement with its parameters ?1, ?2, … bound in order.
  template <class... Values>
  Statement query(std::string_view sql, const Values&... values) {
    return prepared(sql, true, values...);
  }

  /// Runs one statement to its end and says how many rows it changed.
  template <class... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    {
      Statement statement = prepared(sql, false, values...);
      while (statement.step()) {
      }
    }
    return changes();
  }

  /// The first column of the first row, or nothing.
  template <class T, class... Values>
  std::optional<T> one(std::string_view sql, const Values&... values);

  /// Several statements without parameters: schemas and pragmas.
  void script(const std::string& sql);

  std::int64_t last_insert_id() const;
  bool in_transaction() const;
  sqlite3* handle() const { return handle_; }

 private:
  friend class Statement;
  /// `keeps_texts`: whether texts are copied, because the statement outlives the call.
  template <class... Values>
  Statement prepared(std::string_view sql, bool keeps_texts, const Values&... values) {
    Statement statement = borrow(sql);
    statement.keeps_texts_ = keeps_texts;
    int index = 0;
    (statement.bind(++index, values), ...);
    return statement;
  }
  Statement borrow(std::string_view sql);
  std::int64_t changes() const;
  void start_clock();
  bool is_overdue() const;
  static int on_progress(void* self);

  sqlite3* handle_ = nullptr;
  std::chrono::milliseconds time_limit_;
  std::chrono::steady_clock::time_point deadline_{};
  struct SqlHash {
    std::size_t operator()(std::string_view sql) const;
  };
  // By a shelf's own text.
  std::unordered_map<std::string_view, std::unique_ptr<Statement::Shelf>, SqlHash> shelves_;
};

/// Throws the StoreError that SQLite's last failure on this connection amounts to. `file` is named
/// where the connection does not know its own.
[[noreturn]] void throw_sqlite_error(sqlite3* handle, int status, std::string_view doing,
                                     std::string_view file = {});

/// All or nothing: rolled back unless committed. Inside another one it is a part of it, and rolling
/// back undoes the part only.
class Transaction {
 public:
  enum class Kind { Read, Write };
  explicit Transaction(Connection& connection, Kind kind = Kind::Write);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  bool nested_;
  bool open_ = true;
};

namespace store_detail {
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<Id<Tag>> = true;
}  // namespace store_detail

template <class T>
T Statement::get(int column) const {
  if constexpr (store_detail::kIsOptional<T>) {
    if (is_null(column)) return std::nullopt;
    return get<typename T::value_type>(column);
  } else if constexpr (store_detail::kIsId<T>) {
    return T{integer(column)};
  } else if constexpr (std::same_as<T, bool>) {
    return integer(column) != 0;
  } else if constexpr (std::integral<T>) {
    return static_cast<T>(integer(column));
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(real(column));
  } else if constexpr (std::same_as<T, std::chrono::sys_seconds>) {
    return T{std::chrono::seconds{integer(column)}};
  } else {
    return T(text(column));
  }
}

template <class T, class... Values>
std::optional<T> Connection::one(std::string_view sql, const Values&... values) {
  Statement statement = prepared(sql, false, values...);
  if (!statement.step()) return std::nullopt;
  return statement.get<T>(0);
}

}  // namespace depesche
