// Backup, restore, and stores that older programs wrote.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "store/rows/block_tally.h"
#include "store/sqlite/database.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/restore_marks.h"
#include "store/writing/feed_gaps.h"
#include "store/writing/host_bytes.h"
#include "store/writing/outlets.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;

class Upkeep : public testing::Test {
 protected:
  void add(Archive& archive, const std::string& slug) {
    accept_one(archive, make_article("A", slug, slug, "text"), at(0));
  }
  bool has(const fs::path& folder, const std::string& slug) {
    const auto archive = open_or_throw(folder);
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
    return archive->has_article("https://" + slug + ".example/read");
  }

  TemporaryFolder folder_;
  fs::path data_ = folder_.path() / "data";
  fs::path backup_ = folder_.path() / "backup.db";
};

TEST_F(Upkeep, ABackupTakenWhileOthersWriteIsOneMoment) {
  const auto archive = open_or_throw(data_);
  add(*archive, "one");
  {
    AcceptTransaction under_way = archive->begin_accept();
    const Article article = make_article("A", "two", "two", "two");
    under_way.put_article({article, {}, {}, {}}, terms_of(article), at(0));
    const Result<void> done = back_up(*archive, backup_);
    ASSERT_TRUE(done) << done.error().message;
    under_way.commit();
  }
  EXPECT_FALSE(fs::exists(backup_.string() + "-wal")) << "a backup is one file";
  EXPECT_EQ(back_up(*archive, backup_).error().code, ErrorCode::InvalidInput)
      << "an old backup is not written over";
  ASSERT_TRUE(restore(folder_.path() / "other", backup_));
  EXPECT_TRUE(has(folder_.path() / "other", "one"));
  EXPECT_FALSE(has(folder_.path() / "other", "two"));
}

TEST_F(Upkeep, RestoringKeepsTheOldStoreBeside) {
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "one");
    ASSERT_TRUE(back_up(*archive, backup_));
    add(*archive, "two");
  }
  const Result<void> done = restore(data_, backup_);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(has(data_, "one"));
  EXPECT_FALSE(has(data_, "two"));
  Connection old(before_restore_path(data_ / "depesche.db").string());
  EXPECT_EQ(old.one<int>("SELECT count(*) FROM article"), 2);
  ASSERT_TRUE(restore(data_, backup_)) << "and again";
}

TEST_F(Upkeep, ARestoreThatCannotBeLeavesEverythingAsItWas) {
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "one");
    ASSERT_TRUE(back_up(*archive, backup_));
  }
  std::ofstream(folder_.path() / "words.db") << "these are words" << std::string(9000, '.');
  const fs::path newer = folder_.path() / "newer.db";
  fs::copy_file(backup_, newer);
  { Connection(newer.string()).script("PRAGMA user_version = 1000"); }
  const fs::path cut = folder_.path() / "cut.db";
  fs::copy_file(backup_, cut);
  fs::resize_file(cut, fs::file_size(cut) / 2);
  { Connection((folder_.path() / "other.db").string()).script("CREATE TABLE recipe(a)"); }
  const std::pair<const char*, ErrorCode> refusals[] = {{"missing.db", ErrorCode::NotFound},
                                                        {"words.db", ErrorCode::Damaged},
                                                        {"newer.db", ErrorCode::NewerSchema},
                                                        {"cut.db", ErrorCode::Damaged},
                                                        {"other.db", ErrorCode::Damaged}};
  for (const auto& [file, code] : refusals) {
    const Result<void> refused = restore(data_, folder_.path() / file);
    ASSERT_FALSE(refused) << file;
    EXPECT_EQ(refused.error().code, code) << file << ": " << refused.error().message;
    EXPECT_TRUE(has(data_, "one")) << file;
    EXPECT_FALSE(fs::exists(restored_path(data_ / "depesche.db"))) << file;
  }
}

TEST_F(Upkeep, NothingIsRestoredUnderARunningEngine) {
  const auto archive = open_or_throw(data_);
  ASSERT_TRUE(back_up(*archive, backup_));
  ASSERT_TRUE(archive->take_engine_lock());
  EXPECT_EQ(restore(data_, backup_).error().code, ErrorCode::Busy);
}

TEST_F(Upkeep, ARestoreCutShortBetweenItsTwoRenamesIsFinishedAtTheNextStart) {
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "one");
    ASSERT_TRUE(back_up(*archive, backup_));
    add(*archive, "two");
  }
  const fs::path store = data_ / "depesche.db";
  fs::copy_file(backup_, restored_path(store));
  fs::rename(store, before_restore_path(store));
  std::ofstream(store.string() + "-wal") << "left over";
  EXPECT_TRUE(has(data_, "one"));
  EXPECT_FALSE(has(data_, "two"));
  // Cut short before the first rename, the old store is the store.
  fs::copy_file(backup_, restored_path(store));
  EXPECT_TRUE(has(data_, "one"));
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The schema's text, table by table, as SQLite keeps it.
std::string dump_schema(Connection& db) {
  std::string dump;
  auto rows = db.query(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search_index_%'"
      " AND name NOT LIKE 'sqlite_%' ORDER BY name");
  while (rows.step()) dump += std::string(rows.text(0)) + ";\n";
  return dump;
}

/// A script that makes the same store again: tables, their rows, then what hangs on them.
std::string dump_store(Connection& db) {
  std::string script;
  const auto add_all = [&](const char* which) {
    auto rows =
        db.query(std::string("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name"
                             " NOT LIKE 'search_index_%' AND name NOT LIKE 'sqlite_%' AND ") +
                 which + " ORDER BY rowid");
    while (rows.step()) script += std::string(rows.text(0)) + ";\n";
  };
  add_all("type = 'table' AND sql NOT LIKE '%VIRTUAL%'");
  auto tables = db.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
      " AND name NOT LIKE 'search_index_%' AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
  while (tables.step()) {
    const auto table = tables.get<std::string>(0);
    std::string columns;
    auto names = db.query("SELECT name FROM pragma_table_info(?1)", table);
    while (names.step()) {
      columns += (columns.empty() ? "quote(" : "||','||quote(") + names.get<std::string>(0) + ")";
    }
    auto rows = db.query("SELECT " + columns + " FROM " + table);
    while (rows.step()) {
      script += "INSERT INTO " + table + " VALUES(" + std::string(rows.text(0)) + ");\n";
    }
  }
  add_all("type IN ('index', 'view')");
  add_all("sql LIKE '%VIRTUAL%'");
  script += "INSERT INTO search_index(search_index) VALUES('rebuild');\n";
  add_all("type = 'trigger'");
  script += "PRAGMA user_version = " + std::to_string(schema_version(db)) + ";\n";
  return script;
}

/// The rows that the test below looks for.
void fill_kept_store(Archive& archive) {
  const PageRule rule{"article", "h2 a", "", "time", ""};
  const FeedId feed =
      archive.feeds().add({"https://bote.example/feed", "Der Bote", "", "", "", rule}, at(0)).id;
  Article article = make_article("Der Bote", "bote", "Brücke gesperrt", "bruecke gesperrt");
  article.image = Picture{"https://bote.example/b.png", "Die Brücke", "Bote", "Brücke"};
  article.enclosures = {{"https://bote.example/b.mp3", "audio/mpeg", 24'000'000, {}, "Zum Hören"}};
  accept_one(archive, article, at(1));
  article.title = "Die Brücke bleibt";
  accept_one(archive, article, at(2), StoryId{1});
  StoredDecision reprint;
  reprint.reprint = StoredDecision::Reprint{ArticleId{1}, 900};
  accept_one(archive, make_article("Das Blatt", "blatt", "kopf", "hafen"), at(3), StoryId{1},
             reprint);
  archive.pictures().put("https://bote.example/b.png", "image/png", "bytes");
  ParsedFeed parsed;
  parsed.description = "Neues vom Ufer";
  FeedSuccess polled;
  polled.at = polled.rhythm.watched_until = at(4);
  polled.parsed = &parsed;
  polled.next_poll_at = at(3604);
  polled.interval = std::chrono::seconds{3600};
  polled.wait_reason = WaitReason::Ttl;
  polled.wishes = {std::chrono::seconds{3600}, 3, 1};
  polled.rhythm.recent_articles = 1.5;
  polled.rhythm.arrivals[100] = 2.25F;
  polled.lost_entries = 2;
  polled.lost_to = Error{ErrorCode::NotFound, "not found (404)"};
  polled.crawl_delay = std::chrono::seconds{90};
  archive.feeds().note_success(feed, polled);
  archive.feeds().note_entries(feed, std::vector<std::string>{"tag:1"}, at(4));
  archive.feeds().set_options(feed, {"Leser/1", "", "", "", ""}, at(3604));
  OwnersWishes wishes;
  wishes.title = "Mein Bote";
  archive.feeds().set_wishes(feed, wishes, at(3604));
  PushSubscription push;
  push.hub = "https://hub.example/";
  push.token = "t";
  archive.pushes().put(feed, push);
  FeedGap gap;
  gap.feed = feed;
  gap.next_page = "https://bote.example/feed?page=2";
  gap.due_at = at(9);
  FeedGaps(archive.writer()).begin(gap);
  archive.pushes().keep(feed, "text/xml", "<rss/>", at(5));
  static_cast<void>(
      archive.intake().append({make_article("Das Blatt", "next", "n", "n"), feed, {}, {}}, at(5)));
  archive.set_setting("language", "de");
  Outlets(archive.writer()).limit_excerpts(archive.reader().outlets().at(0).id, 120);
  for (int i = 0; i < 5; ++i) {
    const std::string number = std::to_string(i);
    archive.host_blocks().count(
        {"bote.example", "https://bote.example/" + number, number, {{7, true, "Jeden Morgen"}}},
        at(6));
  }
  HostBytes hosts(archive.writer());
  hosts.add(std::vector<HostTally>{{"bote.example", at(6), 500}}, at(6));
  hosts.rest(std::vector<HostRest>{{"bote.example", at(600)}}, at(6));
  archive.save_snapshot(3, "state");
  CorrectionWish apart;
  apart.kind = CorrectionKind::Unlink;
  apart.articles = {ArticleId{1}, ArticleId{2}};
  ASSERT_TRUE(archive.corrections().append(apart, at(6)));
}

TEST(OldSchemas, TheIntervalOfAFeedIsWhatItsRhythmBeginsWith) {
  TemporaryFolder folder;
  {
    Connection db((folder.path() / "depesche.db").string());
    prepare_connection(db, OpenMode::Create);
    db.script(read_file(fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/schemas/0003.sql"));
    db.run("UPDATE feed SET last_success_at = ?1, interval_s = 1800", at(1000));
  }
  const auto archive = open_or_throw(folder.path());
  const FeedRow feed = archive->feeds().list().at(0);
  EXPECT_EQ(feed.rhythm.watched_until, at(1000));
  EXPECT_DOUBLE_EQ(feed.rhythm.recent_articles / feed.rhythm.recent_hours, 2);
  EXPECT_EQ(feed.wait_reason, WaitReason::Unknown);
}

TEST(OldSchemas, TheAgencyIsTakenFromWhatTheAnalyserHadMadeOfAnArticle) {
  TemporaryFolder folder;
  {
    Connection db((folder.path() / "depesche.db").string());
    prepare_connection(db, OpenMode::Create);
    db.script(read_file(fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/schemas/0011.sql"));
    // The first has a second version, of which the agency is told; the last is from nobody's copy.
    db.script(
        "UPDATE term_vector SET bytes = x'01000001' WHERE stream_no = 1;"
        "UPDATE term_vector SET bytes = x'02000024' WHERE stream_no = 2;"
        "UPDATE term_vector SET bytes = x'02000100' WHERE stream_no = 3");
  }
  const Reader reader = open_or_throw(folder.path())->reader();
  EXPECT_EQ(reader.article_card(ArticleId{1})->agency, "ČTK");
  EXPECT_EQ(reader.article_card(ArticleId{3})->agency, "");
}

TEST(OldSchemas, CountsOfBlocksGoOn) {
  TemporaryFolder folder;
  {
    Connection db((folder.path() / "depesche.db").string());
    prepare_connection(db, OpenMode::Create);
    db.script(read_file(fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/schemas/0012.sql"));
    db.script(
        "INSERT INTO host(host_id, name, pages, seen_at) VALUES(90, 'zeitung.example', 4, "
        "1800000006);"
        "INSERT INTO host_block VALUES(90, 7, 4, 4, 1800000000, 1800000006);"
        "INSERT INTO host_block VALUES(90, -1, 3, 2, 1800000000, 1800000005)");
  }
  const auto archive = open_or_throw(folder.path());
  const CountedPage fifth{
      "zeitung.example", "https://zeitung.example/5", "Five", {{7, true, "box"}, {8, true, "own"}}};
  archive->host_blocks().count(fifth, at(1));
  const KnownBlocks known = archive->host_blocks().known("zeitung.example");
  EXPECT_TRUE(known.blocks.contains(7));
  EXPECT_EQ(known.blocks.size(), 1u);
  Connection db((folder.path() / "depesche.db").string());
  const auto before = db.one<std::string>("SELECT blocks FROM host_tally WHERE host_id = 90");
  const auto newest = db.one<std::string>("SELECT blocks FROM host_newest WHERE host_id = 90");
  BlockTally tally{std::string_view(before.value())};
  tally.add(BlockTally(std::string_view(newest.value())));
  ASSERT_EQ(tally.blocks().size(), 3u);
  EXPECT_EQ(tally.pages_of(7), 5);
  EXPECT_EQ(tally.pages_of(~std::uint64_t{0}), 3);
  EXPECT_EQ(tally.blocks().back().in_text, 2);
  EXPECT_EQ(tally.blocks().back().last_seen_at, 1'800'000'005u);
}

// With DEPESCHE_KEEP_SCHEMA=1 also writes the file of the newest schema; done once, when a
// migration is added.
TEST(OldSchemas, TheNewestCanBeKeptAsAScript) {
  TemporaryFolder folder;
  fill_kept_store(*open_or_throw(folder.path()));
  Connection db((folder.path() / "depesche.db").string());
  prepare_connection(db, OpenMode::ReadWrite);
  const std::string script = dump_store(db);
  Connection again(":memory:");
  prepare_connection(again, OpenMode::Create);
  again.script(script);
  EXPECT_EQ(dump_schema(again), dump_schema(db));
  if (std::getenv("DEPESCHE_KEEP_SCHEMA") == nullptr) return;
  std::string number = std::to_string(newest_schema());
  number.insert(0, 4 - number.size(), '0');
  std::ofstream(fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/schemas" / (number + ".sql")) << script;
}

// tests/data/schemas/NNNN.sql holds a store as the program of that schema wrote it, with some rows.
// It is never changed once its version has been released.
TEST(OldSchemas, EachOpensKeepsItsRowsAndBecomesTheNewest) {
  const fs::path schemas = fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/schemas";
  TemporaryFolder fresh;
  open_or_throw(fresh.path()).reset();
  Connection newest((fresh.path() / "depesche.db").string());
  prepare_connection(newest, OpenMode::ReadWrite);
  std::ptrdiff_t found = 0;
  for (const auto& entry : fs::directory_iterator(schemas)) {
    ++found;
    TemporaryFolder folder;
    {
      Connection db((folder.path() / "depesche.db").string());
      prepare_connection(db, OpenMode::Create);
      db.script(read_file(entry.path()));
    }
    const auto archive = open_or_throw(folder.path());
    EXPECT_EQ(check(*archive), std::vector<std::string>{}) << entry.path();
    const Reader reader = archive->reader();
    const auto page = reader.article_page(ArticleId{1});
    ASSERT_TRUE(page) << entry.path();
    EXPECT_EQ(page->article.title, "Die Brücke bleibt");
    EXPECT_EQ(page->revisions.size(), 1u);
    ASSERT_EQ(archive->feeds().list().size(), 1u);
    const bool has_options = std::stoi(entry.path().stem()) >= 15;
    EXPECT_EQ(archive->feeds().list()[0].options.user_agent, has_options ? "Leser/1" : "");
    const bool has_description = std::stoi(entry.path().stem()) >= 19;
    EXPECT_EQ(archive->feeds().list()[0].description, has_description ? "Neues vom Ufer" : "");
    const bool has_owner_title = std::stoi(entry.path().stem()) >= 21;
    EXPECT_EQ(archive->feeds().list()[0].title, has_owner_title ? "Mein Bote" : "Der Bote");
    const bool has_limits = std::stoi(entry.path().stem()) >= 18;
    EXPECT_EQ(reader.outlets().at(0).most_quoted, has_limits ? std::optional(120) : std::nullopt);
    EXPECT_EQ(reader.story_page(StoryId{1}, {})->counts.articles, 2);
    SearchRequest request;
    request.match = "\"bruecke\"";
    EXPECT_EQ(reader.search(request)->hits.size(), 1u);
    Connection migrated((folder.path() / "depesche.db").string());
    prepare_connection(migrated, OpenMode::ReadWrite);
    EXPECT_EQ(dump_schema(migrated), dump_schema(newest)) << entry.path();
  }
  const fs::path migrations = fs::path(DEPESCHE_SOURCE_DIR) / "src/store/sqlite/migrations";
  const auto schema_count = std::distance(fs::directory_iterator(migrations), {});
  EXPECT_EQ(found, schema_count) << "every schema keeps a file";
}

}  // namespace
}  // namespace depesche
