#include "store/sqlite/schema.h"

#include <charconv>
#include <span>

#include "base/embedded.h"
#include "store/rows/block_tally.h"
#include "store/sqlite/full_text.h"

namespace depesche {

std::span<const EmbeddedFile> store_migrations();  // cmake/Embed.cmake

namespace {

// In the file's header, so that file(1) and we know what it is: "depe".
constexpr std::int64_t kApplicationId = 0x64657065;
// As much of the file as SQLite maps at most is read where the system has it, not copied; of the
// rest and of the log each connection keeps up to 8 MB.
constexpr const char* kReaderPragmas =
    "PRAGMA query_only = ON; PRAGMA cache_size = -8000; PRAGMA mmap_size = 2147418112;"
    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = ON;";
constexpr const char* kWriterPragmas =
    // With a log the same as FULL. Without one, as long as a new file has none, the folder is
    // synced, too: a journal that came back after a power cut would take the log's place.
    "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000;"
    "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = ON;"
    // What is deleted is overwritten, as Debian builds it anyway: a takedown must find no remains
    // of earlier versions in unused parts of pages.
    "PRAGMA secure_delete = ON;";

/// "0001_first_edition.sql" → 1.
int number_of(const EmbeddedFile& file) {
  int number = 0;
  std::from_chars(file.path.data(), file.path.data() + file.path.size(), number);
  assert(number > 0);
  return number;
}

}  // namespace

int newest_schema() { return number_of(store_migrations().back()); }

int schema_version(Connection& db) { return db.one<int>("PRAGMA user_version").value_or(0); }

void prepare_connection(Connection& db, OpenMode mode) {
  add_full_text_functions(db);
  if (mode == OpenMode::ReadOnly) {
    db.script(kReaderPragmas);
    return;
  }
  // Only an empty file can still be told to give space back.
  if (schema_version(db) == 0) db.script("PRAGMA auto_vacuum = INCREMENTAL");
  db.script(kWriterPragmas);
  db.script("PRAGMA journal_mode = WAL");
}

void refuse_newer_schema(Connection& db) {
  const int version = schema_version(db);
  if (version <= newest_schema()) return;
  throw StoreError(ErrorCode::NewerSchema, "the store was written by a newer depesche (schema " +
                                               std::to_string(version) + ", this program knows " +
                                               std::to_string(newest_schema()) +
                                               "); update the program to open it");
}

void migrate(Connection& db) {
  refuse_newer_schema(db);
  const int newest = newest_schema();
  if (schema_version(db) == newest) return;
  Transaction transaction(db);  // another process may be at it; look again now that it is our turn
  refuse_newer_schema(db);
  const int version = schema_version(db);
  if (version == 0 && *db.one<int>("SELECT count(*) FROM sqlite_schema") > 0) {
    throw StoreError(ErrorCode::Damaged, "the file is a database, but not a depesche store");
  }
  add_block_tally_function(db);
  for (const EmbeddedFile& migration : store_migrations()) {
    if (number_of(migration) > version) db.script(std::string(migration.bytes));
  }
  db.script("PRAGMA application_id = " + std::to_string(kApplicationId));
  db.script("PRAGMA user_version = " + std::to_string(newest));
  transaction.commit();
}

}  // namespace depesche
