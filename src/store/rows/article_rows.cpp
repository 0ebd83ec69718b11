#include "store/rows/article_rows.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rights/ledger.h"
#include "store/rows/article_codec.h"
#include "text/utf8.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// Two or three lines of a card.
constexpr std::size_t kExcerptBytes = 320;

struct MomentColumns {
  std::optional<sys_seconds> at;
  std::optional<std::int64_t> offset;
  bool day_only = false;
};

MomentColumns columns_of(const std::optional<Moment>& moment) {
  MomentColumns columns;
  if (!moment) return columns;
  columns.at = moment->at;
  if (moment->offset) columns.offset = moment->offset->count();
  columns.day_only = moment->day_only;
  return columns;
}

std::optional<Moment> read_moment(const Statement& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  Moment moment;
  moment.at = row.get<sys_seconds>(first);
  if (!row.is_null(first + 1)) moment.offset = std::chrono::minutes{row.integer(first + 1)};
  moment.day_only = row.get<bool>(first + 2);
  return moment;
}

void write_showing(Connection& db, ArticleId id, const Article& article) {
  const rights::Showing showing = rights::showing(article);
  db.run(
      "UPDATE article SET may_quote = ?2, most_quoted = ?3, may_find = ?4, available_until = ?5"
      " WHERE article_id = ?1",
      id, showing.may_quote, showing.most_quoted, showing.may_find, showing.available_until);
}

/// The picture that is kept and shown; empty where there is none or its outlet does not want that.
std::string shown_picture(const Article& article) {
  const bool is_shown = article.image && rights::showing(article).may_keep_picture;
  return is_shown ? article.image->url : std::string();
}

/// Unless another article shows it.
void drop_picture(Connection& db, std::string_view url) {
  db.run(
      "DELETE FROM picture_file WHERE hash = (SELECT hash FROM picture WHERE url = ?1"
      " AND NOT EXISTS (SELECT 1 FROM article WHERE picture_url = ?1))"
      " AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.hash = picture_file.hash"
      " AND url <> ?1)",
      url);
  db.run(
      "DELETE FROM picture WHERE url = ?1"
      " AND NOT EXISTS (SELECT 1 FROM article WHERE picture_url = ?1)",
      url);
}

std::string picture_of(Connection& db, ArticleId id) {
  return db.one<std::string>("SELECT picture_url FROM article WHERE article_id = ?1", id)
      .value_or("");
}

void refresh_picture(Connection& db, ArticleId id, const Article& article, sys_seconds now) {
  const std::string before = picture_of(db, id);
  const std::string url = shown_picture(article);
  if (url == before) return;
  db.run("UPDATE article SET picture_url = ?2 WHERE article_id = ?1", id, url);
  if (url.empty()) return drop_picture(db, before);
  db.run("INSERT OR IGNORE INTO picture(url, retry_at) VALUES(?1, ?2)", url, now);
}

}  // namespace

void write_article(Connection& db, const ArticleRow& row, const Submission& submission) {
  const Article& a = submission.article;
  const MomentColumns published = columns_of(a.published);
  const MomentColumns updated = columns_of(a.updated);
  const rights::Showing showing = rights::showing(a);
  const std::string picture = shown_picture(a);
  const bool drops_picture = row.is_update && !showing.may_keep_picture;
  const std::string picture_before = drops_picture ? picture_of(db, row.id) : std::string();
  const std::string enclosures = encode_enclosures(a.enclosures);
  const bool has_error = submission.page_error.has_value();
  const auto write = [&](std::string_view sql, const auto&... further) {
    db.run(sql, row.id, row.stream_no, row.seen_at, a.url, Blob{row.content_hash}, name(a.origin),
           a.language, name(a.kind), a.kicker, a.title, a.standfirst, make_excerpt(a),
           a.text.size(), a.section, picture, a.image ? a.image->alt : std::string(), a.paywalled,
           published.at, published.offset, published.day_only, updated.at, updated.offset,
           updated.day_only, has_error ? name(submission.page_error->code) : std::string_view(),
           has_error ? submission.page_error->message : std::string(), has_error ? 1 : 0,
           submission.page_retry_at, submission.repeated.value_or(RepeatedVersion{}),
           showing.may_quote, showing.most_quoted, showing.may_find, showing.available_until,
           Blob{enclosures}, further...);
  };
  if (row.is_update) {
    write(
        "UPDATE article SET latest_stream_no = ?2, changed_at = ?3, url = ?4, content_hash = ?5,"
        " origin = ?6, language = ?7, kind = ?8, kicker = ?9, title = ?10, standfirst = ?11,"
        " excerpt = ?12, text_bytes = ?13, section = ?14, picture_url = ?15, picture_alt = ?16,"
        " paywalled = ?17, published_at = ?18, published_offset = ?19, published_day_only = ?20,"
        " updated_at = ?21, updated_offset = ?22, updated_day_only = ?23, page_error_code = ?24,"
        " page_error_message = ?25, page_failures = ?26, page_retry_at = ?27,"
        " repeated_version = ?28, may_quote = ?29, most_quoted = ?30, may_find = ?31,"
        " available_until = ?32, enclosures = ?33 WHERE article_id = ?1");
  } else {
    write(
        "INSERT INTO article(article_id, latest_stream_no, first_seen_at, url, content_hash,"
        " origin, language, kind, kicker, title, standfirst, excerpt, text_bytes, section,"
        " picture_url, picture_alt, paywalled, published_at, published_offset, published_day_only,"
        " updated_at, updated_offset, updated_day_only, page_error_code, page_error_message,"
        " page_failures, page_retry_at, repeated_version, may_quote, most_quoted, may_find,"
        " available_until, enclosures, canonical_url, outlet_id, feed_id)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
        " ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34,"
        " ?35, (SELECT feed_id FROM feed WHERE feed_id = ?36))",
        a.canonical_url, row.outlet, submission.feed);
  }
  db.run("INSERT OR REPLACE INTO block(article_id, packed) VALUES(?1, ?2)", row.id,
         Blob{row.packed});
  if (!picture_before.empty()) drop_picture(db, picture_before);
}

namespace {

void refresh_rights(Connection& db, ArticleId id, const Rights& rights,
                    std::optional<bool> paywalled, sys_seconds now) {
  std::optional<Article> known;
  {
    auto rows = db.query("SELECT packed FROM block WHERE article_id = ?1", id);
    if (!rows.step()) return;
    Result<Article> article = unpack_article(rows.blob(0));
    if (article) known = *std::move(article);
  }
  if (!known) return;
  Rights fresh = rights;
  fresh.seen_at = known->rights.seen_at;
  const bool is_walled_otherwise = paywalled && paywalled != known->paywalled;
  if (fresh == known->rights && !is_walled_otherwise) return;  // seen again is no news
  known->rights = rights;
  if (is_walled_otherwise) {
    known->paywalled = paywalled;
    db.run("UPDATE article SET paywalled = ?2 WHERE article_id = ?1", id, paywalled);
  }
  const std::string packed = pack_article(*known);
  db.run("UPDATE block SET packed = ?2 WHERE article_id = ?1", id, Blob{packed});
  write_showing(db, id, *known);
  refresh_picture(db, id, *known, now);
}

}  // namespace

void refresh_rights(Connection& db, ArticleId id, const Article& page, sys_seconds now) {
  refresh_rights(db, id, page.rights, page.paywalled, now);
}

void refresh_rights(Connection& db, ArticleId id, const Rights& rights, sys_seconds now) {
  refresh_rights(db, id, rights, std::nullopt, now);
}

std::string make_excerpt(const Article& article) {
  std::string_view text = article.text;
  if (!article.standfirst.empty() &&
      text.substr(0, article.standfirst.size()) == article.standfirst) {
    text.remove_prefix(article.standfirst.size());
  }
  text = trim(text);
  std::string excerpt = squeeze(truncate_utf8(text, kExcerptBytes));
  if (text.size() <= kExcerptBytes) return excerpt;
  const std::size_t space = excerpt.rfind(' ');
  if (space != std::string::npos && space > kExcerptBytes / 2) excerpt.resize(space);
  return excerpt + "…";
}

std::string outlet_facet(OutletId outlet) { return "o:" + std::to_string(outlet.value); }

std::string language_facet(std::string_view language) {
  // "de-AT" is found by "de"; what region is asked for seldom is what an outlet writes.
  return "l:" + to_lower(language.substr(0, language.find('-')));
}

std::string select_card(std::string_view rest) {
  constexpr std::string_view kCard = R"sql(
  SELECT a.article_id, sa.story_id, a.outlet_id, o.name, o.slug, a.kicker, a.title, a.standfirst,
         a.excerpt, a.language, a.section, a.url, a.kind, a.origin, a.first_seen_at,
         a.published_at, a.published_offset, a.published_day_only,
         a.updated_at, a.updated_offset, a.updated_day_only,
         a.text_bytes, p.hash, a.picture_alt, r.of_id, r.share, a.paywalled, a.page_retry_at,
         a.may_quote AND ifnull(a.available_until > unixepoch(), 1), a.most_quoted,
         a.may_find AND ifnull(a.available_until > unixepoch(), 1), a.agency, copied_o.name,
         10 * a.text_bytes > 11 * copied_a.text_bytes, a.enclosures, o.most_quoted
  FROM article a JOIN outlet o USING (outlet_id)
  LEFT JOIN story_article sa ON sa.article_id = a.article_id
  LEFT JOIN picture p ON p.url = a.picture_url AND a.picture_url <> ''
  LEFT JOIN reprint r ON r.article_id = a.article_id
  LEFT JOIN article copied_a ON copied_a.article_id = r.of_id
  LEFT JOIN outlet copied_o ON copied_o.outlet_id = copied_a.outlet_id
)sql";
  return std::string(kCard) + std::string(rest);
}

ArticleCard read_card(const Statement& row) {
  ArticleCard card;
  card.id = row.get<ArticleId>(0);
  card.story = row.get<StoryId>(1);  // NULL reads as 0: in none
  card.outlet = row.get<OutletId>(2);
  card.outlet_name = row.text(3);
  card.outlet_slug = row.text(4);
  card.kicker = row.text(5);
  card.title = row.text(6);
  card.standfirst = row.text(7);
  card.excerpt = row.text(8);
  card.language = row.text(9);
  card.section = row.text(10);
  card.url = row.text(11);
  card.kind = article_kind(row.text(12)).value_or(ArticleKind::News);
  card.origin = origin(row.text(13)).value_or(Origin::Page);
  card.first_seen_at = row.get<sys_seconds>(14);
  card.published = read_moment(row, 15);
  card.updated = read_moment(row, 18);
  card.text_bytes = row.integer(21);
  card.picture_hash = hash_hex(row.blob(22));
  card.picture_alt = row.text(23);
  card.reprint_of = row.get<ArticleId>(24);
  card.copied_permille = row.get<int>(25);
  card.paywalled = row.get<std::optional<bool>>(26);
  card.may_quote_body = rights::may_quote_body(card.paywalled);
  card.page_pending = !row.is_null(27);
  card.may_quote = row.get<bool>(28);
  card.owners_limit = row.get<std::optional<int>>(35);
  card.most_quoted = rights::shorter(row.get<std::optional<int>>(29), card.owners_limit);
  card.may_find = row.get<bool>(30);
  card.agency = row.text(31);
  card.copied_from = row.text(32);
  card.is_longer = row.get<bool>(33);
  card.enclosures = decode_enclosures(row.blob(34));
  return card;
}

std::int64_t last_stream_no(Connection& db) {
  return *db.one<std::int64_t>(
      "SELECT max((SELECT ifnull(max(stream_no), 0) FROM arrival),"
      " (SELECT ifnull(max(stream_no), 0) FROM correction))");
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (std::string line : lines) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string oddity_line(const Oddity& oddity) {
  std::string line;
  for (std::string part : {oddity.kind, oddity.where, oddity.detail, oddity.message}) {
    std::replace(part.begin(), part.end(), '\t', ' ');
    if (!line.empty()) line += '\t';
    line += part;
  }
  return line;
}

Oddity oddity_of_line(std::string_view line) {
  const auto next = [&line] {
    const std::size_t tab = line.find('\t');
    std::string part(line.substr(0, tab));
    line.remove_prefix(tab + 1);
    return part;
  };
  Oddity oddity;
  if (std::count(line.begin(), line.end(), '\t') == 3) {
    oddity.kind = next();
    oddity.where = next();
    oddity.detail = next();
  }
  oddity.message = line;
  return oddity;
}

std::optional<ErrorCode> error_code(std::string_view spelled) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::NoFeed); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    if (name(code) == spelled) return code;
  }
  return std::nullopt;
}

std::string hash_bytes(const Hash128& hash) {
  std::string bytes(16, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(hash.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<char>(hash.low >> (56 - 8 * i));
  }
  return bytes;
}

std::string hash_hex(std::string_view bytes) {
  if (bytes.size() != 16) return {};
  Hash128 hash;
  for (std::size_t i = 0; i < 8; ++i) {
    hash.high = hash.high << 8 | static_cast<unsigned char>(bytes[i]);
    hash.low = hash.low << 8 | static_cast<unsigned char>(bytes[8 + i]);
  }
  return to_hex(hash);
}

}  // namespace depesche
