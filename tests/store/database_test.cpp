#include "store/sqlite/database.h"

#include <gtest/gtest.h>

#include "store/sqlite/schema.h"

namespace depesche {
namespace {

using std::chrono::milliseconds;

TEST(Connection, BindsValuesAndReadsTypedColumns) {
  Connection db(":memory:");
  db.script("CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB) STRICT");
  const std::string bytes("a\0b", 3);
  db.run("INSERT INTO t VALUES(?1, ?2, ?3, ?4)", Id<struct T>{7}, "Grüße", 0.5, Blob{bytes});
  db.run("INSERT INTO t VALUES(?1, ?2, ?3, ?4)", std::optional<int>{}, "", 1.0, Blob{""});
  auto rows = db.query("SELECT a, b, c, d FROM t ORDER BY rowid");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.get<Id<struct T>>(0).value, 7);
  EXPECT_EQ(rows.get<std::string>(1), "Grüße");
  EXPECT_EQ(rows.get<double>(2), 0.5);
  EXPECT_EQ(rows.blob(3), bytes);
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.get<std::optional<int>>(0), std::nullopt);
  EXPECT_FALSE(rows.is_null(1)) << "an empty text is no NULL";
  EXPECT_FALSE(rows.step());
}

TEST(Connection, GivesTheSameStatementTwiceWithoutMixingThemUp) {
  Connection db(":memory:");
  db.script("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES(1),(2)");
  auto outer = db.query("SELECT a FROM t ORDER BY a");
  while (outer.step()) {
    auto inner = db.query("SELECT a FROM t ORDER BY a");
    ASSERT_TRUE(inner.step());
    EXPECT_EQ(inner.get<int>(0), 1);
  }
}

TEST(Connection, StopsAStatementThatTakesTooLongAndWorksOn) {
  ConnectionOptions options;
  options.time_limit = milliseconds{20};
  Connection db(":memory:", options);
  try {
    db.one<int>(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n");
    FAIL() << "an endless question was answered";
  } catch (const StoreError& error) {
    EXPECT_EQ(error.code(), ErrorCode::TimedOut);
  }
  EXPECT_EQ(db.one<int>("SELECT 1"), 1);
}

TEST(Transaction, IsUndoneUnlessCommitted) {
  Connection db(":memory:");
  db.script("CREATE TABLE t(a INTEGER)");
  {
    Transaction dropped(db);
    db.run("INSERT INTO t VALUES(1)");
  }
  EXPECT_EQ(db.one<int>("SELECT count(*) FROM t"), 0);
  {
    Transaction outer(db);
    db.run("INSERT INTO t VALUES(1)");
    {
      Transaction part(db);
      db.run("INSERT INTO t VALUES(2)");
    }
    outer.commit();
  }
  EXPECT_EQ(db.one<int>("SELECT count(*) FROM t"), 1) << "only the part is undone";
}

TEST(Schema, AnEmptyFileBecomesAnArchiveOfTheNewestVersion) {
  Connection db(":memory:");
  prepare_connection(db, OpenMode::Create);
  migrate(db);
  EXPECT_EQ(schema_version(db), newest_schema());
  migrate(db);  // nothing left to do
  for (const char* table :
       {"outlet",      "feed",  "fetch_log",     "article", "revision", "block",     "picture",
        "term_vector", "story", "story_article", "similar", "reprint",  "name",      "user",
        "state",       "rule",  "saved_search",  "webhook", "intake",   "tombstone", "meta"}) {
    EXPECT_EQ(db.one<int>("SELECT strict FROM pragma_table_list WHERE name = ?1", table), 1)
        << table;
  }
}

TEST(Schema, RefusesANewerOneWithASentence) {
  Connection db(":memory:");
  prepare_connection(db, OpenMode::Create);
  migrate(db);
  db.script("PRAGMA user_version = 9999");
  try {
    migrate(db);
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.code(), ErrorCode::NewerSchema);
    EXPECT_NE(error.error().message.find("9999"), std::string::npos);
  }
}

TEST(Schema, RefusesSomebodyElsesDatabase) {
  Connection db(":memory:");
  prepare_connection(db, OpenMode::Create);
  db.script("CREATE TABLE recipe(name TEXT)");
  EXPECT_THROW(migrate(db), StoreError);
  EXPECT_EQ(db.one<int>("SELECT count(*) FROM sqlite_schema"), 1) << "and leaves it alone";
}

}  // namespace
}  // namespace depesche
