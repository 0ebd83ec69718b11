// Letting go: what is too old, and what was asked to go.
#include <mutex>
#include <string_view>
#include <vector>

#include "store/reading/reading.h"
#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "store/writing/removal.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// So that readers and the fetcher get their turn between the pieces.
constexpr int kArticlesAtOnce = 200;
// An entry its feed has not listed for this long will not come back.
constexpr std::chrono::days kSeenEntries{180};
// A look that has been due for this long is not made any more (fetch/second_look.h).
constexpr std::chrono::days kWatched{14};

/// Counted back from when the feed was last seen to list anything, not from now: as long as its
/// answers are "not modified", or it cannot be reached, all it listed may still be there.
void forget_entries(Connection& db) {
  db.run(
      "WITH newest AS MATERIALIZED"
      " (SELECT feed_id, max(seen_at) AS at FROM seen_entry GROUP BY feed_id)"
      " DELETE FROM seen_entry WHERE seen_at <"
      " (SELECT at FROM newest WHERE newest.feed_id = seen_entry.feed_id) - ?1",
      std::chrono::seconds(kSeenEntries).count());
}

/// The oldest articles that may go. Those in a story that is still moving stay with it.
std::vector<ArticleId> expired(Connection& db, const Retention& retention, sys_seconds now,
                               ArticleId behind) {
  auto rows = db.query(R"sql(
    SELECT a.article_id FROM article a
    LEFT JOIN story_article sa ON sa.article_id = a.article_id
    LEFT JOIN story s ON s.story_id = sa.story_id
    WHERE a.article_id < ?1 AND a.article_id > ?3 AND (s.last_at IS NULL OR s.last_at < ?2)
    ORDER BY a.article_id LIMIT ?4)sql",
                       first_id_since(db, now - retention.articles), now - retention.moving, behind,
                       kArticlesAtOnce);
  std::vector<ArticleId> articles;
  while (rows.step()) articles.push_back(rows.get<ArticleId>(0));
  return articles;
}

std::int64_t count(Connection& db, std::string_view counter) {
  return db.one<std::int64_t>("SELECT value FROM counter WHERE name = ?1", counter).value_or(0);
}

std::int64_t remove_orphan_pictures(Connection& db) {
  db.run(
      "DELETE FROM picture WHERE NOT EXISTS"
      " (SELECT 1 FROM article WHERE article.picture_url = picture.url AND article.picture_url <> "
      "'')");
  return db.run(
      "DELETE FROM picture_file WHERE NOT EXISTS"
      " (SELECT 1 FROM picture WHERE picture.hash = picture_file.hash"
      "  AND picture.hash IS NOT NULL)");
}

}  // namespace

LetGo collect_garbage(Archive& archive, const Retention& retention, sys_seconds now) {
  Writer& writer = archive.writer();
  LetGo gone;
  for (ArticleId behind{};;) {
    const std::scoped_lock turn(writer.turn);
    Transaction transaction(writer.db);
    const std::int64_t stories = count(writer.db, "stories");
    const std::vector<ArticleId> articles = expired(writer.db, retention, now, behind);
    if (articles.empty()) break;
    for (const ArticleId article : articles) {
      remove_article(writer.db, article, TermVectors::Remove);
    }
    gone.articles += static_cast<std::int64_t>(articles.size());
    gone.stories += stories - count(writer.db, "stories");
    behind = articles.back();
    transaction.commit();
  }
  const std::scoped_lock turn(writer.turn);
  {
    Transaction transaction(writer.db);
    gone.pictures = remove_orphan_pictures(writer.db);
    writer.db.run("DELETE FROM fetch_log WHERE at < ?1", now - retention.fetch_log);
    forget_entries(writer.db);
    // Of hosts that are asked for nothing new any more.
    writer.db.run("DELETE FROM watched_page WHERE due_at < ?1", now - kWatched);
    writer.db.run("DELETE FROM tdm_file WHERE asked_at < ?1", now - kWatched);
    writer.db.run("DELETE FROM host_day WHERE day < ?1 / 86400", now - kWatched);
    transaction.commit();
  }
  writer.db.script("PRAGMA incremental_vacuum; PRAGMA optimize;");
  writer.db.script("PRAGMA wal_checkpoint(PASSIVE)");
  return gone;
}

namespace {

/// Its words that stand in what is kept of others: passages quoted as copied, reasons of moves.
void forget_quotations_of(Connection& db, ArticleId article) {
  db.run(
      "UPDATE story_article SET reason = json_remove(reason, '$.passage')"
      " WHERE json_valid(reason) AND json_extract(reason, '$.passage') IS NOT NULL"
      " AND (json_extract(reason, '$.nearest') = ?1"
      "  OR article_id IN (SELECT article_id FROM reprint WHERE of_id = ?1))",
      article);
  db.run("UPDATE story_move SET reason = '' WHERE article_id = ?1", article);
}

/// Its pictures, unless another article shows them.
void remove_picture(Connection& db, std::string_view url) {
  if (url.empty()) return;
  db.run(
      "DELETE FROM picture WHERE url = ?1"
      " AND NOT EXISTS (SELECT 1 FROM article WHERE picture_url = ?1)",
      url);
  remove_orphan_pictures(db);
}

/// By its canonical address or by the one it was read at.
std::optional<ArticleId> find_named(Connection& db, std::string_view address) {
  if (const auto id =
          db.one<ArticleId>("SELECT article_id FROM article WHERE canonical_url = ?1", address)) {
    return id;
  }
  return db.one<ArticleId>("SELECT article_id FROM article WHERE url = ?1", address);
}

void put_tombstone(Connection& db, std::string_view address, std::optional<ArticleId> article,
                   const std::string& reason, sys_seconds now) {
  db.run("DELETE FROM intake WHERE canonical_url = ?1", address);
  db.run("DELETE FROM watched_page WHERE canonical_url = ?1", address);
  // Said a second time, it still names the article it was.
  db.run(
      "INSERT INTO tombstone(canonical_url, article_id, at, reason, forgotten)"
      " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(canonical_url) DO UPDATE SET"
      " article_id = ifnull(excluded.article_id, article_id), reason = excluded.reason,"
      " forgotten = min(forgotten, excluded.forgotten)",
      address, article, now, reason, !article.has_value());
}

}  // namespace

TakenDown take_down(Archive& archive, const std::string& address, const std::string& reason,
                    sys_seconds now) {
  Writer& writer = archive.writer();
  const std::scoped_lock turn(writer.turn);
  Connection& db = writer.db;
  TakenDown done;
  {
    Transaction transaction(db);
    const auto article = find_named(db, address);
    if (article) {
      done.article = *article;
      const auto canonical =
          db.one<std::string>("SELECT canonical_url FROM article WHERE article_id = ?1", *article);
      const auto picture =
          db.one<std::string>("SELECT picture_url FROM article WHERE article_id = ?1", *article);
      forget_quotations_of(db, *article);
      remove_article(db, *article, TermVectors::Keep);
      remove_picture(db, picture.value_or(""));
      if (*canonical != address) put_tombstone(db, *canonical, article, reason, now);
    }
    put_tombstone(db, address, article, reason, now);
    // Deleting only notes in the index that the words are gone; this writes it anew without them.
    db.run("INSERT INTO search_index(search_index) VALUES('optimize')");
    transaction.commit();
  }
  db.script("PRAGMA incremental_vacuum");
  done.is_out_of_log = writer.empty_log();
  return done;
}

}  // namespace depesche
