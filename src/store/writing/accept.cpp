#include "store/writing/accept.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "pack/zstd.h"
#include "redline/redline.h"
#include "rights/ledger.h"
#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/rows/part_word_rows.h"
#include "store/sqlite/writer.h"
#include "store/writing/giving_way.h"
#include "store/writing/placing.h"
#include "text/utf8.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// Of words that gave way: the engine looks through all that is live for each.
constexpr int kMostWordsForgotten = 16;

struct Known {
  ArticleId id;
  std::int64_t latest_stream_no = 0;
  std::string content_hash;
  Origin origin = Origin::Page;
  OutletId outlet;
  sys_seconds seen_at{};  // of the latest version
  bool is_pending = false;
};

std::optional<Known> find_known(Connection& db, std::string_view canonical_url) {
  auto rows = db.query(
      "SELECT article_id, latest_stream_no, content_hash, origin, outlet_id,"
      " ifnull(changed_at, first_seen_at),"
      " page_retry_at IS NOT NULL AND page_error_code = '' FROM article WHERE canonical_url = ?1",
      canonical_url);
  if (!rows.step()) return std::nullopt;
  return Known{rows.get<ArticleId>(0),    rows.integer(1),
               std::string(rows.blob(2)), origin(rows.text(3)).value_or(Origin::Page),
               rows.get<OutletId>(4),     rows.get<sys_seconds>(5),
               rows.get<bool>(6)};
}

std::optional<sys_seconds> last_arrival_at(Connection& db) {
  return db.one<sys_seconds>("SELECT first_seen_at FROM arrival ORDER BY stream_no DESC LIMIT 1");
}

struct StreamPlace {
  std::int64_t stream_no = 0;
  sys_seconds seen_at{};
  bool kept = false;
};

/// The next place in the stream. Time never runs backward, nor ahead of now because an import says
/// so.
StreamPlace next_place(Connection& db, const Article& article, sys_seconds now, bool keep) {
  const std::int64_t last = last_stream_no(db);
  const sys_seconds last_seen_at = last_arrival_at(db).value_or(sys_seconds{});
  const sys_seconds own =
      article.first_seen_at == sys_seconds{} ? now : std::min(article.first_seen_at, now);
  StreamPlace place{last + 1, std::max(own, last_seen_at), false};
  if (keep && article.stream_no > last) {
    place.stream_no = article.stream_no;
    place.kept = true;
    if (place.stream_no > last + 1) {
      db.run("INSERT INTO stream_gap(first, last) VALUES(?1, ?2)", last + 1, place.stream_no - 1);
    }
  }
  return place;
}

void put_arrival(Connection& db, const StreamPlace& place, ArticleId article, OutletId outlet,
                 bool is_update) {
  db.run(
      "INSERT INTO arrival(stream_no, article_id, outlet_id, first_seen_at, is_update)"
      " VALUES(?1, ?2, ?3, ?4, ?5)",
      place.stream_no, article, outlet, place.seen_at, is_update);
}

/// What a new version changes; nothing where a reader would see no difference.
std::vector<RevisionKind> changes_to(Connection& db, const Known& known, const Article& article) {
  auto rows = db.query("SELECT packed FROM block WHERE article_id = ?1", known.id);
  if (!rows.step()) return {RevisionKind::Wording};
  const Result<Article> before = unpack_article(rows.blob(0));
  return before ? revision_kinds(*before, article) : std::vector{RevisionKind::Wording};
}

void keep_revision(Connection& db, const Known& known, const std::vector<RevisionKind>& changes) {
  db.run(R"sql(
    INSERT INTO revision(article_id, stream_no, content_hash, seen_at, title, packed, changes)
      SELECT article_id, latest_stream_no, content_hash, ifnull(changed_at, first_seen_at), title,
             packed, ?2
      FROM article JOIN block USING (article_id) WHERE article_id = ?1)sql",
         known.id, names(changes));
}

void want_picture(Connection& db, const Article& article, sys_seconds now) {
  if (!article.image || article.image->url.empty()) return;
  if (!rights::showing(article).may_keep_picture) return;
  db.run("INSERT OR IGNORE INTO picture(url, retry_at) VALUES(?1, ?2)", article.image->url, now);
}

}  // namespace

void forget_search_terms(Connection& db, ArticleId article) {
  // FTS5 must be given exactly the words it was given before, or its lists go wrong.
  db.run(
      "INSERT INTO search_index(search_index, rowid, title, body, facets)"
      " SELECT 'delete', article_id, title, body, facets FROM search_source"
      " WHERE article_id = ?1",
      article);
  db.run("DELETE FROM search_text WHERE article_id = ?1", article);
}

namespace {

/// What a search filters by, and what it was made with.
std::string facets_of(OutletId outlet, std::string_view language, const SearchTerms& terms) {
  std::string facets = outlet_facet(outlet) + " " + language_facet(language);
  if (terms.has_parts) facets.append(" ").append(kPartsFacet);
  return facets;
}

void put_search_terms(Connection& db, ArticleId article, const SearchTerms& terms,
                      const std::string& facets) {
  const std::string packed = zstd_compress(terms.body);
  db.run("INSERT INTO search_text(article_id, title, body, facets) VALUES(?1, ?2, ?3, ?4)", article,
         terms.title, Blob{packed}, facets);
}

void index_terms_of(Connection& db, ArticleId article, const SearchTerms& terms,
                    const std::string& facets) {
  db.run("INSERT INTO search_index(rowid, title, body, facets) VALUES(?1, ?2, ?3, ?4)", article,
         terms.title, terms.body, facets);
}

void put_reprint(Connection& db, const StoredDecision& decision) {
  db.run("DELETE FROM reprint WHERE article_id = ?1", decision.article);
  if (!decision.reprint) return;
  // The engine may remember an article that the archive has let go.
  db.run(
      "INSERT INTO reprint(article_id, of_id, share)"
      " SELECT ?1, article_id, ?3 FROM article WHERE article_id = ?2",
      decision.article, decision.reprint->of, decision.reprint->share_permille);
}

void put_similar(Connection& db, const StoredDecision& decision) {
  db.run("DELETE FROM similar WHERE article_id = ?1", decision.article);
  for (const StoredDecision::Similar& similar : decision.similar) {
    db.run(
        "INSERT OR REPLACE INTO similar(article_id, other_id, score, reason)"
        " SELECT ?1, article_id, ?3, ?4 FROM article WHERE article_id = ?2",
        decision.article, similar.article, similar.score_permille, join_lines(similar.reasons));
  }
  db.run("DELETE FROM name WHERE article_id = ?1", decision.article);
  for (const std::string& name : decision.names) {
    db.run("INSERT OR IGNORE INTO name(article_id, name) VALUES(?1, ?2)", decision.article, name);
  }
}

}  // namespace

void replace_search_terms(Connection& db, ArticleId article, OutletId outlet,
                          std::string_view language, const SearchTerms& terms) {
  forget_search_terms(db, article);
  const std::string facets = facets_of(outlet, language, terms);
  put_search_terms(db, article, terms, facets);
  index_terms_of(db, article, terms, facets);
}

AcceptTransaction::AcceptTransaction(Writer& writer)
    : writer_(&writer),
      turn_(writer.turn),
      transaction_(std::make_unique<Transaction>(writer.db)) {}

AcceptTransaction::AcceptTransaction(AcceptTransaction&&) noexcept = default;

AcceptTransaction::~AcceptTransaction() = default;

Accepted AcceptTransaction::put_article(const Submission& submission, const SearchTerms& terms,
                                        sys_seconds now, const PutOptions& options) {
  Connection& db = writer_->db;
  const Article& article = submission.article;
  if (article.canonical_url.empty()) {
    throw StoreError(ErrorCode::InvalidInput, "an article without a canonical address");
  }
  std::string packed;
  std::optional<sys_seconds> retry_at = submission.page_retry_at;
  if (options.intake) {
    auto taken = db.query("DELETE FROM intake WHERE intake_id = ?1 RETURNING packed, page_retry_at",
                          options.intake);
    if (!taken.step()) {
      Accepted withdrawn;
      withdrawn.outcome = Outcome::Withdrawn;
      return withdrawn;
    }
    packed = taken.blob(0);
    // Its feed may be asked otherwise since it was taken from there (Feeds::set_options).
    const auto stands = taken.get<std::optional<sys_seconds>>(1);
    if (retry_at && stands) retry_at = std::min(*retry_at, *stands);
  }
  if (db.one<int>("SELECT 1 FROM tombstone WHERE canonical_url = ?1", article.canonical_url)) {
    Accepted refused;
    refused.outcome = Outcome::TakenDown;
    return refused;
  }
  const std::string hash = version_hash(submission);
  const std::optional<Known> known = find_known(db, article.canonical_url);
  if (known) {
    const bool is_poorer = article.origin == Origin::Feed && known->origin != Origin::Feed;
    const Accepted unchanged{Outcome::Unchanged, known->id,     known->latest_stream_no,
                             known->seen_at,     known->outlet, false};
    if (known->content_hash == hash || is_poorer || submission.is_pending()) return unchanged;
    // A page that completes the feed's words, or words that are no longer pending, are no revision
    // of what the outlet said.
    const bool completes =
        known->origin == Origin::Feed && (article.origin != Origin::Feed || known->is_pending);
    if (!completes) {
      const std::vector<RevisionKind> changes = changes_to(db, *known, article);
      if (changes.empty()) {
        if (article.origin != Origin::Feed) refresh_rights(db, known->id, article, now);
        return unchanged;
      }
      keep_revision(db, *known, changes);
    }
  }
  const StreamPlace place = next_place(db, article, now, options.keep_place && !known);
  const OutletId outlet = known ? known->outlet : outlet_id(db, article.outlet);
  const ArticleId id = known ? known->id : ArticleId{place.stream_no};
  if (packed.empty()) packed = pack_article(article);
  put_arrival(db, place, id, outlet, known.has_value());
  write_article(
      db, {id, place.stream_no, place.seen_at, outlet, known.has_value(), hash, std::move(packed)},
      submission);
  if (retry_at != submission.page_retry_at) {
    db.run("UPDATE article SET page_retry_at = ?2 WHERE article_id = ?1", id, retry_at);
  }
  if (known) {
    index_put_terms();  // this version's predecessor may be among them
    forget_search_terms(db, id);
  }
  std::string facets = facets_of(outlet, article.language, terms);
  put_search_terms(db, id, terms, facets);
  to_index_.push_back({id, terms, std::move(facets)});
  want_picture(db, article, now);
  return {known ? Outcome::Updated : Outcome::New,
          id,
          place.stream_no,
          place.seen_at,
          outlet,
          place.kept};
}

void AcceptTransaction::put_term_vector(std::int64_t stream_no, std::string_view bytes) {
  writer_->db.run("INSERT OR REPLACE INTO term_vector(stream_no, bytes) VALUES(?1, ?2)", stream_no,
                  Blob{bytes});
}

std::vector<Accepted> AcceptTransaction::put_words_given_way(sys_seconds now) {
  Connection& db = writer_->db;
  std::vector<Accepted> put;
  for (const ArticleId words : take_noted_words(db, kMostWordsForgotten)) {
    const auto outlet =
        db.one<OutletId>("SELECT outlet_id FROM arrival WHERE stream_no = ?1", words);
    if (!outlet) continue;
    const StreamPlace place = next_place(db, {}, now, false);
    put_arrival(db, place, words, *outlet, true);
    put_term_vector(place.stream_no, {});  // it says nothing any more
    put.push_back({Outcome::Updated, words, place.stream_no, place.seen_at, *outlet, false});
  }
  return put;
}

std::optional<StoryId> AcceptTransaction::story_of(ArticleId article) const {
  return writer_->db.one<StoryId>("SELECT story_id FROM story_article WHERE article_id = ?1",
                                  article);
}

void AcceptTransaction::put_decision(const StoredDecision& decision) {
  Connection& db = writer_->db;
  const auto at = last_arrival_at(db);
  if (!at) throw StoreError(ErrorCode::InvalidInput, "a decision before the first arrival");
  db.run("UPDATE article SET agency = ?2 WHERE article_id = ?1 AND agency <> ?2", decision.article,
         decision.agency);
  const std::optional<Placing> before = take_out(db, decision.article);
  put_reprint(db, decision);  // decides how the article counts, so it comes before putting it in
  put_similar(db, decision);
  const bool stays = before && before->story == decision.story;
  if (stays && decision.is_update) {
    put_in(db, decision.article, *before);
  } else {
    const StoryId story = before ? before->story : decision.story;
    put_in(db, decision.article, {story, *at, decision.reason});
  }
  if (before && !stays) {
    move_article(db, {decision.article, before->story, decision.story, decision.reason}, *at);
  }
  for (const StoredDecision::Move& move : decision.moves) move_article(db, move, *at);
  for (const StoredDecision::Merge& merge : decision.merges) {
    merge_story(db, merge, *at);
  }
}

void AcceptTransaction::put_part_words(std::shared_ptr<const PartWords> words) {
  depesche::put_part_words(writer_->db, kPartWordsInUse, *words);
  part_words_ = std::move(words);
}

void AcceptTransaction::put_learned_words(const PartWords& words, std::int64_t stream_no) {
  depesche::put_learned_words(writer_->db, words, stream_no);
}

std::int64_t AcceptTransaction::next_stream_no() const { return last_stream_no(writer_->db) + 1; }

void AcceptTransaction::put_correction(const StoredCorrection& stored, sys_seconds now) {
  Connection& db = writer_->db;
  const Correction& said = stored.correction;
  db.run("UPDATE correction SET stream_no = ?2, fresh_story = ?3 WHERE correction_id = ?1",
         stored.id, said.number, said.fresh);
  db.run("DELETE FROM correction_article WHERE correction_id = ?1", stored.id);
  for (std::size_t i = 0; i < said.articles.size(); ++i) {
    db.run(
        "INSERT INTO correction_article(correction_id, position, article_id, back_to)"
        " VALUES(?1, ?2, ?3, ?4)",
        stored.id, i, said.articles[i], said.back.empty() ? StoryId{} : said.back[i]);
  }
  // The log of moves runs forward like the stream.
  const sys_seconds at = std::max(now, last_arrival_at(db).value_or(now));
  for (const StoredDecision::Move& move : stored.moves) move_article(db, move, at, stored.id);
  for (const StoredDecision::Merge& merge : stored.merges) merge_story(db, merge, at, stored.id);
  for (const StoredCorrection::Pair& pair : stored.released) {
    db.run(
        "UPDATE correction_pair SET ended_by = ?4 WHERE a_id = ?2 AND b_id = ?3 AND correction_id ="
        " (SELECT correction_id FROM correction WHERE stream_no = ?1)",
        pair.correction, pair.a, pair.b, stored.id);
  }
  if (said.kind == CorrectionKind::Undo) {
    // Also pairs whose articles the engine no longer remembers.
    db.run(
        "UPDATE correction_pair SET ended_by = ?2 WHERE ended_by IS NULL AND correction_id ="
        " (SELECT correction_id FROM correction WHERE stream_no = ?1)",
        said.undoes, stored.id);
  }
  for (const StoredCorrection::Pair& pair : stored.tied) {
    // Of articles that had left the live window and came back, the engine has forgotten the rest.
    db.run(
        "UPDATE correction_pair SET ended_by = ?1 WHERE a_id = ?2 AND b_id = ?3 AND same <> ?4"
        " AND ended_by IS NULL",
        stored.id, pair.a, pair.b, pair.same);
    db.run("INSERT INTO correction_pair(correction_id, a_id, b_id, same) VALUES(?1, ?2, ?3, ?4)",
           stored.id, pair.a, pair.b, pair.same);
  }
}

void AcceptTransaction::refuse_correction(std::int64_t id, const Error& why) {
  writer_->db.run("UPDATE correction SET refusal = ?2, refusal_code = ?3 WHERE correction_id = ?1",
                  id, why.message.empty() ? std::string_view("refused") : why.message,
                  name(why.code));
}

void AcceptTransaction::index_put_terms() {
  for (const ToIndex& one : to_index_) {
    index_terms_of(writer_->db, one.article, one.terms, one.facets);
  }
  to_index_.clear();
}

void AcceptTransaction::commit() {
  index_put_terms();
  transaction_->commit();
  if (part_words_) writer_->use_part_words(std::move(part_words_));
}

}  // namespace depesche
