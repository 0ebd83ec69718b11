// Story and article pages.
#include <utility>

#include "store/reading/folding.h"
#include "store/reading/reading.h"
#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr int kMaxHeadlines = 30;
constexpr int kHeadlineMembers = 200;  // whose headlines are compared, earliest first
constexpr int kMaxMoves = 200;
constexpr int kMaxChanges = 100;
constexpr std::size_t kMaxCompared = 20;  // versions of one article
constexpr sys_seconds kBeforeAll = sys_seconds::min();
constexpr int kMaxStoryOthers = 20;
constexpr int kMaxReprints = 50;
constexpr int kMaxSimilar = 6;             // shown
constexpr int kSimilarCandidates = 2'000;  // looked at, as many may be of one story

// When article `a` appeared: as its outlet says, or when we first saw it where the outlet does not
// say or is ahead. Of a day alone it is the end, for nothing says that it came before the others.
constexpr std::string_view kAppeared =
    " min(ifnull(a.published_at + 86399 * a.published_day_only, a.first_seen_at),"
    " a.first_seen_at)";

// An article is folded under an earlier one only, so that folding can never run in a circle.
constexpr std::string_view kIsUnfolded =
    " NOT EXISTS (SELECT 1 FROM reprint x JOIN story_article y ON y.article_id = x.of_id"
    " WHERE x.article_id = a.article_id AND x.of_id < x.article_id"
    " AND y.story_id = sa.story_id)";

void add_reprints(Connection& db, StoryId story, ArticleId of, StoryMember& member) {
  // The plus keeps SQLite from walking the whole story for each member.
  auto rows = db.query(select_card("WHERE r.of_id = ?1 AND r.article_id > ?1 AND +sa.story_id = ?2"
                                   " ORDER BY r.article_id LIMIT ?3"),
                       of, story, kMaxReprints);
  std::vector<ArticleId> added;
  while (rows.step()) {
    if (static_cast<int>(member.reprints.size()) == kMaxReprints) return;
    member.reprints.push_back({read_card(rows), {}});
    added.push_back(member.reprints.back().card.id);
  }
  for (const ArticleId next : added) add_reprints(db, story, next, member);  // ids only grow
}

std::vector<StoryMember> read_members(Connection& db, StoryId story, const PageRequest& page,
                                      std::optional<std::string>& next) {
  const int limit = page_limit(page);
  const std::string appeared(kAppeared);
  const ArticleId last{cursor_number(page.after, 0)};
  const auto last_at =
      db.one<sys_seconds>("SELECT" + appeared + " FROM article a WHERE article_id = ?1", last);
  std::vector<StoryMember> members;
  {
    auto rows = db.query(
        select_card("WHERE sa.story_id = ?1 AND (" + appeared + ", a.article_id) > (?2, ?3) AND" +
                    std::string(kIsUnfolded) + " ORDER BY" + appeared + ", a.article_id LIMIT ?4"),
        story, last_at.value_or(kBeforeAll), last, limit + 1);
    while (rows.step()) {
      if (static_cast<int>(members.size()) == limit) {
        next = std::to_string(members.back().card.id.value);
        break;
      }
      members.emplace_back().card = read_card(rows);
    }
  }
  const auto add_reason = [&db](const ArticleCard& card, std::string& reason) {
    auto rows =
        db.query("SELECT reason, joined_at FROM story_article WHERE article_id = ?1", card.id);
    rows.step();
    reason = rows.text(0);
    return rows.get<sys_seconds>(1);
  };
  for (StoryMember& member : members) {
    member.joined_at = add_reason(member.card, member.reason);
    add_reprints(db, story, member.card.id, member);
    for (StoryReprint& reprint : member.reprints) add_reason(reprint.card, reprint.reason);
  }
  return members;
}

std::vector<std::string> read_headlines(Connection& db, StoryId story) {
  auto rows = db.query("SELECT title FROM (SELECT title," + std::string(kAppeared) +
                           " AS at FROM story_article JOIN article a USING (article_id)"
                           " WHERE story_id = ?1 ORDER BY article_id LIMIT ?2)"
                           " GROUP BY title ORDER BY min(at) LIMIT ?3",
                       story, kHeadlineMembers, kMaxHeadlines);
  std::vector<std::string> headlines;
  while (rows.step()) headlines.push_back(rows.get<std::string>(0));
  return headlines;
}

enum class End { Earliest, Latest };
Moment read_report_time(Connection& db, StoryId story, End end) {
  auto rows = db.query("SELECT" + std::string(kAppeared) +
                           " AS at, published_day_only AND published_at <= first_seen_at"
                           " FROM story_article JOIN article a USING (article_id)"
                           " WHERE story_id = ?1 ORDER BY at" +
                           (end == End::Earliest ? "" : " DESC") + " LIMIT 1",
                       story);
  if (!rows.step()) return {};
  const bool is_day = rows.get<bool>(1);
  const auto at = rows.get<sys_seconds>(0);
  return {is_day ? sys_seconds{std::chrono::floor<std::chrono::days>(at)} : at, {}, is_day};
}

std::vector<StoryMoveView> read_moves(Connection& db, StoryId story) {
  auto rows = db.query(R"sql(
    SELECT article_id, ifnull(title, ''), from_story, to_story, at, reason,
           ifnull(correction_id, 0), ifnull(note, '')
    FROM story_move LEFT JOIN article USING (article_id) LEFT JOIN correction USING (correction_id)
    WHERE from_story = ?1 OR to_story = ?1 ORDER BY move_id LIMIT ?2)sql",
                       story, kMaxMoves);
  std::vector<StoryMoveView> moves;
  while (rows.step()) {
    moves.push_back({rows.get<ArticleId>(0), rows.get<std::string>(1), rows.get<StoryId>(2),
                     rows.get<StoryId>(3), rows.get<sys_seconds>(4), rows.get<std::string>(5),
                     rows.integer(6), rows.get<std::string>(7)});
  }
  return moves;
}

/// The article, or the earliest of the same text in its story.
std::optional<ArticleCard> find_unfolded(Connection& db, ArticleId article) {
  auto card = find_card(db, article);
  if (!card || !card->reprint_of) return card;
  for (const ArticleId one : family_of(db, article)) {
    if (one >= article) break;
    auto earlier = find_card(db, one);
    if (earlier && earlier->story == card->story) return earlier;
  }
  return card;
}

std::vector<SimilarArticle> read_similar(Connection& db, const ArticleCard& card) {
  // Similarity was found when the later of the two came; it goes both ways. Both ways come in the
  // order of likeness and are read only as far as needed; of a story that is shown, no more cards.
  auto rows = db.query(R"sql(
    SELECT other_id, score, similar.reason, ifnull(story_id, 0)
    FROM similar LEFT JOIN story_article ON story_article.article_id = other_id
    WHERE similar.article_id = ?1
    UNION ALL
    SELECT similar.article_id, score, similar.reason, ifnull(story_id, 0)
    FROM similar LEFT JOIN story_article ON story_article.article_id = similar.article_id
    WHERE other_id = ?1
    ORDER BY 2 DESC, 1 DESC LIMIT ?2)sql",
                       card.id, kSimilarCandidates);
  std::vector<SimilarArticle> similar;
  while (static_cast<int>(similar.size()) < kMaxSimilar && rows.step()) {
    const auto story = rows.get<StoryId>(3);
    if (story && story == card.story) continue;
    const auto is_told = [&](ArticleId article) {
      return std::any_of(similar.begin(), similar.end(), [&](const SimilarArticle& known) {
        return known.card.id == article || (story && known.card.story == story);
      });
    };
    if (is_told(rows.get<ArticleId>(0))) continue;
    auto other = find_unfolded(db, rows.get<ArticleId>(0));
    if (!other || other->id == card.id || is_told(other->id)) continue;
    note_folded(db, *other);
    similar.push_back({*std::move(other), rows.get<int>(1), split_lines(rows.text(2))});
  }
  return similar;
}

std::vector<RevisionView> read_revisions(Connection& db, ArticleId article) {
  auto rows = db.query(R"sql(
    SELECT r.stream_no, r.seen_at, r.title,
           lead(r.seen_at, 1, ifnull(a.changed_at, r.seen_at)) OVER (ORDER BY r.stream_no),
           r.changes
    FROM revision r JOIN article a USING (article_id)
    WHERE article_id = ?1 ORDER BY r.stream_no)sql",
                       article);
  std::vector<RevisionView> revisions;
  while (rows.step()) {
    revisions.push_back({rows.integer(0), rows.get<sys_seconds>(1), rows.get<std::string>(2),
                         rows.get<sys_seconds>(3), revision_kinds(rows.text(4))});
  }
  return revisions;
}

/// Versions that members replaced, and members that are gone.
std::vector<StoryChangeView> read_changes(Connection& db, StoryId story) {
  auto rows = db.query(R"sql(
    SELECT article_id, name, a.title, nullif(c.title, a.title), language, c.at, c.changes
    FROM story_article JOIN article a USING (article_id) JOIN outlet USING (outlet_id)
    JOIN (SELECT r.article_id, r.title, r.changes, ifnull(
              (SELECT min(n.seen_at) FROM revision n
               WHERE n.article_id = r.article_id AND n.stream_no > r.stream_no),
              (SELECT changed_at FROM article WHERE article.article_id = r.article_id)) AS at
          FROM story_article JOIN revision r USING (article_id) WHERE story_id = ?1
          UNION ALL
          SELECT article_id, NULL, 'gone', gone_at
          FROM story_article JOIN article USING (article_id)
          WHERE story_id = ?1 AND gone_at IS NOT NULL) c USING (article_id)
    WHERE story_id = ?1 ORDER BY c.at DESC, article_id LIMIT ?2)sql",
                       story, kMaxChanges);
  std::vector<StoryChangeView> changes;
  while (rows.step()) {
    changes.push_back({rows.get<ArticleId>(0), rows.get<std::string>(1), rows.get<std::string>(2),
                       rows.get<std::string>(3), rows.get<std::string>(4), rows.get<sys_seconds>(5),
                       revision_kinds(rows.text(6))});
    if (changes.back().kinds.empty()) changes.back().kinds = {RevisionKind::Wording};
  }
  return changes;
}

/// Of the article, of those, and so on.
std::vector<ArticleCard> read_reprints(Connection& db, ArticleId article) {
  std::vector<ArticleCard> reprints;
  std::vector<ArticleId> copied{article};
  while (!copied.empty()) {
    const ArticleId of = copied.back();
    copied.pop_back();
    const int left = kMaxReprints - static_cast<int>(reprints.size());
    for (ArticleCard& card :
         read_cards(db.query(select_card("WHERE r.of_id = ?1 AND r.article_id > ?1"
                                         " ORDER BY r.article_id LIMIT ?2"),
                             of, left))) {
      copied.push_back(card.id);
      reprints.push_back(std::move(card));
    }
  }
  std::sort(reprints.begin(), reprints.end(),
            [](const ArticleCard& a, const ArticleCard& b) { return a.id < b.id; });
  return reprints;
}

Article unpack_or_throw(std::string_view packed) {
  Result<Article> article = unpack_article(packed);
  if (!article) {
    throw StoreError(ErrorCode::Damaged, "a stored article is damaged: " + article.error().message);
  }
  return *std::move(article);
}

std::optional<Article> find_article(Connection& db, ArticleId id) {
  auto rows = db.query(
      "SELECT packed, first_seen_at, name FROM block JOIN article USING (article_id)"
      " JOIN outlet USING (outlet_id) WHERE article_id = ?1",
      id);
  if (!rows.step()) return std::nullopt;
  Article article = unpack_or_throw(rows.blob(0));
  article.stream_no = id.value;
  article.first_seen_at = rows.get<sys_seconds>(1);
  article.outlet = rows.text(2);
  return article;
}

void read_page_state(Connection& db, ArticlePage& page) {
  auto rows = db.query(
      "SELECT page_error_code, page_error_message, page_retry_at, gone_at FROM article"
      " WHERE article_id = ?1",
      page.id);
  if (!rows.step()) return;
  if (const auto code = error_code(rows.text(0))) {
    page.page_error = Error{*code, rows.get<std::string>(1)};
  }
  page.page_retry_at = rows.get<std::optional<sys_seconds>>(2);
  page.gone_at = rows.get<std::optional<sys_seconds>>(3);
}

void read_story_of(Connection& db, ArticlePage& page) {
  auto rows = db.query(
      "SELECT story_id, reason, articles, outlets, independent FROM story_article"
      " JOIN story USING (story_id) WHERE article_id = ?1",
      page.id);
  if (!rows.step()) return;
  page.story = rows.get<StoryId>(0);
  page.story_reason = rows.text(1);
  page.story_counts = {rows.get<int>(2), rows.get<int>(3), rows.get<int>(4)};
  page.story_others = read_cards(db.query(
      select_card("WHERE sa.story_id = ?1 AND sa.article_id <> ?2 AND" + std::string(kIsUnfolded) +
                  " ORDER BY" + std::string(kAppeared) + ", a.article_id LIMIT ?3"),
      page.story, page.id, kMaxStoryOthers));
  for (ArticleCard& card : page.story_others) {
    note_folded(db, card);
    std::erase_if(card.folded, [&](const FoldedReprint& one) { return one.id == page.id; });
  }
}

Article read_version(Connection& db, ArticleId article, const RevisionView& revision) {
  auto rows = db.query("SELECT packed FROM revision WHERE article_id = ?1 AND stream_no = ?2",
                       article, revision.stream_no);
  return rows.step() ? unpack_or_throw(rows.blob(0)) : Article{};
}

/// The newest version against the one before it, and so on.
std::vector<ArticleChange> compare_newest(Connection& db, const ArticlePage& page) {
  std::vector<ArticleChange> changes;
  Article after = page.article;
  for (auto revision = page.revisions.rbegin(); revision != page.revisions.rend(); ++revision) {
    if (changes.size() == kMaxCompared) break;
    Article before = read_version(db, page.id, *revision);
    ArticleChange change{revision->replaced_at, revision->title, compare_versions(before, after)};
    // What an earlier program kept may differ in nothing a reader would see.
    if (!change.line.kinds.empty()) changes.push_back(std::move(change));
    after = std::move(before);
  }
  return changes;
}

}  // namespace

std::optional<StoryId> find_living_story(Connection& db, StoryId story) {
  return db.one<StoryId>("SELECT ifnull(merged_into, story_id) FROM story WHERE story_id = ?1",
                         story);
}

std::optional<StoryId> Reader::living_story(StoryId story) const {
  return find_living_story(*connection_, story);
}

std::optional<StoryPage> Reader::story_page(StoryId story, const PageRequest& request) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  const std::optional<StoryId> living = find_living_story(db, story);
  if (!living) return std::nullopt;
  StoryPage page;
  page.id = *living;
  {
    auto rows = db.query(
        "SELECT founded_at, last_at, articles, outlets, independent FROM story"
        " WHERE story_id = ?1",
        page.id);
    if (!rows.step()) return std::nullopt;
    page.founded_at = rows.get<sys_seconds>(0);
    page.last_at = rows.get<sys_seconds>(1);
    page.counts = {rows.get<int>(2), rows.get<int>(3), rows.get<int>(4)};
  }
  page.since = read_report_time(db, page.id, End::Earliest);
  page.last_report = read_report_time(db, page.id, End::Latest);
  page.members = read_members(db, page.id, request, page.next);
  page.headlines = read_headlines(db, page.id);
  page.moves = read_moves(db, page.id);
  page.changes = read_changes(db, page.id);
  return page;
}

std::optional<ArticlePage> Reader::article_page(ArticleId id) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  auto card = find_card(db, id);
  auto article = find_article(db, id);
  if (!card || !article) return std::nullopt;
  ArticlePage page;
  page.id = id;
  page.card = *std::move(card);
  page.article = *std::move(article);
  read_story_of(db, page);
  read_page_state(db, page);
  if (page.card.reprint_of) page.origin = find_card(db, page.card.reprint_of);
  page.reprints = read_reprints(db, id);
  page.similar = read_similar(db, page.card);
  page.revisions = read_revisions(db, id);
  page.changes = compare_newest(db, page);
  return page;
}

std::optional<sys_seconds> Reader::taken_down_at(ArticleId article) const {
  return connection_->one<sys_seconds>("SELECT at FROM tombstone WHERE article_id = ?1 LIMIT 1",
                                       article);
}

std::optional<ArticleId> Reader::given_way_to(ArticleId words) const {
  return connection_->one<ArticleId>(
      "SELECT article_id FROM arrival JOIN article USING (article_id)"
      " WHERE stream_no = ?1 AND article_id <> ?1",
      words);
}

std::optional<Article> Reader::article(ArticleId id) const {
  return find_article(*connection_, id);
}

std::optional<Article> Reader::revision(ArticleId id, std::int64_t stream_no) const {
  auto rows = connection_->query(
      "SELECT packed, seen_at FROM revision WHERE article_id = ?1 AND stream_no = ?2", id,
      stream_no);
  if (!rows.step()) return std::nullopt;
  Article article = unpack_or_throw(rows.blob(0));
  article.stream_no = stream_no;
  article.first_seen_at = rows.get<sys_seconds>(1);
  return article;
}

// The stream is read in pieces, so that neither the time limit nor the write-ahead log notices how
// long it is.
constexpr int kPiece = 256;

void Reader::replay(std::int64_t behind_stream_no,
                    const std::function<void(const ReplayedArrival&)>& use) const {
  for (std::int64_t behind = behind_stream_no;;) {
    std::vector<ReplayedArrival> piece;
    {
      auto rows = connection_->query(
          "SELECT stream_no, article_id, outlet_id, first_seen_at, is_update, bytes,"
          " ifnull(length(bytes) = 0, 0) FROM arrival"
          " LEFT JOIN term_vector USING (stream_no) WHERE stream_no > ?1"
          " ORDER BY stream_no LIMIT ?2",
          behind, kPiece);
      while (rows.step()) {
        piece.push_back({rows.integer(0), rows.get<ArticleId>(1), rows.get<OutletId>(2),
                         rows.get<sys_seconds>(3), rows.get<bool>(4), std::string(rows.blob(5)),
                         rows.get<bool>(6)});
      }
    }
    if (piece.empty()) return;
    for (const ReplayedArrival& arrival : piece) use(arrival);
    behind = piece.back().stream_no;
  }
}

void Reader::versions(std::int64_t behind_stream_no,
                      const std::function<void(const Article&)>& use) const {
  for (std::int64_t behind = behind_stream_no;;) {
    std::vector<std::pair<std::int64_t, std::string>> piece;
    {
      // A version that completed the feed's words has left none of them behind.
      auto rows = connection_->query(
          "SELECT s.stream_no, ifnull(r.packed, b.packed) FROM arrival s"
          " JOIN term_vector t ON t.stream_no = s.stream_no AND length(t.bytes) > 0"
          " LEFT JOIN block b ON b.article_id = s.article_id"
          " LEFT JOIN revision r ON r.article_id = s.article_id AND r.stream_no = s.stream_no"
          " WHERE s.stream_no > ?1 ORDER BY s.stream_no LIMIT ?2",
          behind, kPiece);
      while (rows.step()) piece.emplace_back(rows.integer(0), rows.blob(1));
    }
    if (piece.empty()) return;
    for (const auto& [stream_no, packed] : piece) {
      if (const Result<Article> article = unpack_article(packed)) use(*article);
    }
    behind = piece.back().first;
  }
}

void Reader::placements(std::vector<ArticleId> articles,
                        const std::function<void(const Placement&)>& use) const {
  constexpr std::int64_t kStretch = 1024;  // of numbers, of which few may be asked for
  std::sort(articles.begin(), articles.end());
  for (auto next = articles.begin(); next != articles.end();) {
    const auto most = next + std::min<std::ptrdiff_t>(articles.end() - next, kPiece);
    const auto end = std::upper_bound(next, most, ArticleId{next->value + kStretch});
    auto rows = connection_->query(
        "SELECT article_id, story_id, ifnull(of_id, 0) FROM story_article"
        " LEFT JOIN reprint USING (article_id) WHERE article_id BETWEEN ?1 AND ?2"
        " ORDER BY article_id",
        *next, *std::prev(end));
    while (rows.step()) {
      const auto article = rows.get<ArticleId>(0);
      next = std::lower_bound(next, end, article);
      if (next == end || *next != article) continue;
      use({article, rows.get<StoryId>(1), rows.get<ArticleId>(2)});
    }
    next = end;
  }
}

std::optional<StoryId> Reader::stood_in(const ReplayedArrival& arrival) const {
  Connection& db = *connection_;
  auto story =
      db.one<StoryId>("SELECT story_id FROM story_article WHERE article_id = ?1", arrival.article);
  // The last is the dearest and asked seldom: a page that completed its feed's words later than its
  // first, and was completed again.
  const bool was_gathered = *db.one<bool>(
      "SELECT EXISTS (SELECT 1 FROM term_vector WHERE stream_no = ?1)"
      " OR EXISTS (SELECT 1 FROM revision JOIN term_vector USING (stream_no)"
      "  WHERE article_id = ?1 AND stream_no < ?2)"
      " OR EXISTS (SELECT 1 FROM arrival JOIN term_vector USING (stream_no)"
      "  WHERE article_id = ?1 AND stream_no < ?2 AND length(bytes) > 0)",
      arrival.article, arrival.stream_no);
  if (!story || !was_gathered) return std::nullopt;
  for (std::int64_t before = kNoBound;;) {
    auto move = db.query(
        "SELECT move_id, from_story FROM story_move WHERE to_story = ?1 AND article_id = ?2"
        " AND at >= ?3 AND move_id < ?4 ORDER BY move_id DESC LIMIT 1",
        *story, arrival.article, arrival.first_seen_at, before);
    if (!move.step()) return story;
    before = move.integer(0);
    story = move.get<StoryId>(1);
  }
}

std::vector<ArticleId> Reader::moved_since(std::int64_t stream_no) const {
  auto rows = connection_->query(
      "SELECT DISTINCT article_id FROM story_move WHERE at >="
      " (SELECT first_seen_at FROM arrival WHERE stream_no <= ?1 ORDER BY stream_no DESC LIMIT 1)"
      " ORDER BY article_id",
      stream_no);
  std::vector<ArticleId> articles;
  while (rows.step()) articles.push_back(rows.get<ArticleId>(0));
  return articles;
}

void Reader::export_articles(std::optional<sys_seconds> since,
                             const std::function<bool(ArticleId, const Article&)>& use) const {
  for (std::int64_t from = first_id_since(*connection_, since);;) {
    std::vector<ArticleId> piece;
    {
      auto rows = connection_->query(
          "SELECT article_id FROM article WHERE article_id >= ?1 ORDER BY article_id LIMIT ?2",
          from, kPiece);
      while (rows.step()) piece.push_back(rows.get<ArticleId>(0));
    }
    if (piece.empty()) return;
    for (const ArticleId id : piece) {
      const auto article = find_article(*connection_, id);  // gone meanwhile, perhaps
      if (article && !use(id, *article)) return;
    }
    from = piece.back().value + 1;
  }
}

}  // namespace depesche
