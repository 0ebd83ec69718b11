#include "store/reading/reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "rights/ledger.h"
#include "store/reading/folding.h"
#include "store/reading/reading.h"
#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/sqlite/database.h"

namespace depesche {

using std::chrono::sys_seconds;

constexpr int kRightsLookedAt = 100;  // what it says now, not what it said a year ago

std::int64_t cursor_number(std::string_view cursor, std::int64_t otherwise) {
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), number);
  return status == std::errc{} && end == cursor.data() + cursor.size() ? number : otherwise;
}

int page_limit(const PageRequest& page) { return std::clamp(page.limit, 1, kMaxPage); }

ArticleList read_list(Statement rows, int limit) {
  ArticleList list;
  while (rows.step()) {
    if (static_cast<int>(list.articles.size()) == limit) {  // one more was asked for than is shown
      list.next = std::to_string(list.articles.back().id.value);
      break;
    }
    list.articles.push_back(read_card(rows));
  }
  return list;
}

std::vector<ArticleCard> read_cards(Statement rows) {
  std::vector<ArticleCard> cards;
  while (rows.step()) cards.push_back(read_card(rows));
  return cards;
}

std::optional<ArticleCard> find_card(Connection& db, ArticleId article) {
  auto rows = db.query(select_card("WHERE a.article_id = ?1"), article);
  if (!rows.step()) return std::nullopt;
  return read_card(rows);
}

std::int64_t first_id_since(Connection& db, std::optional<sys_seconds> since) {
  if (!since) return 0;
  // Time and numbers run the same way, so a time is a place in the order.
  return db
      .one<std::int64_t>(
          "SELECT article_id FROM article WHERE first_seen_at >= ?1"
          " ORDER BY first_seen_at, article_id LIMIT 1",
          *since)
      .value_or(kNoId);
}

namespace {

std::string select_outlet(std::string_view rest) {
  return "SELECT outlet_id, name, slug, home, articles, most_quoted FROM outlet " +
         std::string(rest);
}

OutletView read_outlet(const Statement& row) {
  return {row.get<OutletId>(0),    row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::string>(3), row.integer(4),          row.get<std::optional<int>>(5)};
}

/// Newest first, from the cursor on, of the articles for which `which` holds.
ArticleList newest(Connection& db, const std::string& which, const PageRequest& page) {
  const int limit = page_limit(page);
  return read_list(db.query(select_card("WHERE " + which +
                                        " a.article_id < ?1 ORDER BY a.article_id DESC LIMIT ?2"),
                            cursor_number(page.after, kNoId), limit + 1),
                   limit);
}

bool may_see_all(const ArticleCard&) { return true; }

}  // namespace

Reader::Reader(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

std::vector<FrontStory> Reader::front_stories(std::span<const StoryId> stories,
                                              int members_each) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  std::vector<FrontStory> front;
  front.reserve(stories.size());
  for (const StoryId id : stories) {
    FrontStory story;
    {
      auto rows = db.query(
          "SELECT founded_at, last_at, articles, outlets, independent FROM story"
          " WHERE story_id = ?1 AND merged_into IS NULL",
          id);
      if (!rows.step()) continue;
      story.id = id;
      story.founded_at = rows.get<sys_seconds>(0);
      story.last_at = rows.get<sys_seconds>(1);
      story.counts = {rows.get<int>(2), rows.get<int>(3), rows.get<int>(4)};
    }
    // However often a text is reprinted, the reports of their own are there first.
    story.members =
        read_cards(db.query(select_card("WHERE sa.story_id = ?1 AND r.article_id IS NULL"
                                        " ORDER BY sa.article_id DESC LIMIT ?2"),
                            id, members_each));
    const int left = members_each - static_cast<int>(story.members.size());
    for (ArticleCard& reprint :
         read_cards(db.query(select_card("WHERE sa.story_id = ?1 AND r.article_id IS NOT NULL"
                                         " ORDER BY sa.article_id DESC LIMIT ?2"),
                             id, left))) {
      story.members.push_back(std::move(reprint));
    }
    front.push_back(std::move(story));
  }
  return front;
}

ArticleList Reader::feed_only_articles(const PageRequest& page) const {
  return newest(*connection_, "a.origin = 'feed' AND", page);
}

ArticleList Reader::newest_articles(const PageRequest& page) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  return read_folded(
      db, page,
      [&db](std::int64_t below, int count) {
        return read_cards(
            db.query(select_card("WHERE a.article_id < ?1 ORDER BY a.article_id DESC LIMIT ?2"),
                     below, count));
      },
      may_see_all, [](ArticleId) { return true; });
}

ArticleList Reader::section_articles(std::string_view section, const PageRequest& page) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  return read_folded(
      db, page,
      [&](std::int64_t below, int count) {
        return read_cards(
            db.query(select_card("WHERE a.section = ?1 AND a.section <> '' AND a.article_id < ?2"
                                 " ORDER BY a.article_id DESC LIMIT ?3"),
                     section, below, count));
      },
      may_see_all,
      [&](ArticleId article) {
        return db
            .one<int>("SELECT 1 FROM article WHERE article_id = ?1 AND section = ?2", article,
                      section)
            .has_value();
      });
}

std::optional<OutletPage> Reader::outlet_page(std::string_view slug,
                                              const PageRequest& page) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  OutletPage out;
  {
    auto rows = db.query(select_outlet("WHERE slug = ?1"), slug);
    if (!rows.step()) return std::nullopt;
    out.outlet = read_outlet(rows);
  }
  const int limit = page_limit(page);
  out.list = read_list(db.query(select_card("WHERE a.outlet_id = ?1 AND a.article_id < ?2"
                                            " ORDER BY a.article_id DESC LIMIT ?3"),
                                out.outlet.id, cursor_number(page.after, kNoId), limit + 1),
                       limit);
  return out;
}

OutletRights Reader::outlet_rights(OutletId outlet, sys_seconds now) const {
  auto rows = connection_->query(
      "SELECT packed FROM article JOIN block USING (article_id) WHERE outlet_id = ?1"
      " ORDER BY article_id DESC LIMIT ?2",
      outlet, kRightsLookedAt);
  OutletRights out;
  while (rows.step()) {
    const Result<Article> article = unpack_article(rows.blob(0));
    if (!article) continue;  // `check` says so
    const rights::Showing showing = rights::showing(*article, now);
    ++out.of;
    out.hidden += showing.may_find ? 0 : 1;
    out.unquoted += showing.may_find && !showing.may_quote ? 1 : 0;
    out.limited += showing.may_quote && showing.most_quoted ? 1 : 0;
    out.walled += showing.may_quote_body ? 0 : 1;
    out.reserved += showing.may_mine ? 0 : 1;
    out.seen_at = std::max(out.seen_at, article->rights.seen_at);
  }
  return out;
}

std::vector<OutletView> Reader::outlets() const {
  auto rows = connection_->query(select_outlet("ORDER BY name COLLATE NOCASE"));
  std::vector<OutletView> outlets;
  while (rows.step()) outlets.push_back(read_outlet(rows));
  return outlets;
}

std::optional<ArticleCard> Reader::article_card(ArticleId article) const {
  return find_card(*connection_, article);
}

std::vector<ArticleCard> Reader::article_cards(std::span<const ArticleId> articles) const {
  Transaction moment(*connection_, Transaction::Kind::Read);
  std::vector<ArticleCard> cards;
  cards.reserve(articles.size());
  for (const ArticleId article : articles) {
    if (auto card = find_card(*connection_, article)) cards.push_back(*std::move(card));
  }
  return cards;
}

std::optional<ArticleId> Reader::article_by_address(std::string_view canonical_url) const {
  return connection_->one<ArticleId>("SELECT article_id FROM article WHERE canonical_url = ?1",
                                     canonical_url);
}

std::optional<std::string> Reader::setting(std::string_view key) const {
  return connection_->one<std::string>("SELECT value FROM setting WHERE key = ?1", key);
}

std::optional<Reader::PictureFile> Reader::picture(std::string_view hash_hex) const {
  const auto hash = hash128_from_hex(hash_hex);
  if (!hash) return std::nullopt;
  const std::string key = hash_bytes(*hash);
  auto rows = connection_->query("SELECT type, bytes FROM picture_file WHERE hash = ?1", Blob{key});
  if (!rows.step()) return std::nullopt;
  return PictureFile{rows.get<std::string>(0), std::string(rows.blob(1))};
}

std::int64_t Reader::last_stream_no() const { return depesche::last_stream_no(*connection_); }

std::int64_t Reader::change_mark() const {
  return *connection_->one<std::int64_t>("PRAGMA data_version");
}

}  // namespace depesche
