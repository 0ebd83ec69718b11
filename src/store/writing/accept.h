// Accepting articles: the one transaction in which they get their place in the stream, the engine
// decides about them, and the intake lets them go.
//
//   auto accept = archive.begin_accept();
//   for (const IntakeEntry& entry : batch) {
//     const Accepted key = accept.put_article(entry.submission, terms, now, {entry.id});
//     accept.put_term_vector(key.stream_no, encode(analysis));
//     if (key.outcome is New or Updated) accept.put_decision(decide(key));
//   }
//   accept.commit();  // durable now; the next reader sees all of it
//
// Without commit() nothing happened. The archive's mutex is held meanwhile: compute search terms
// and term vectors before, decide inside.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/correction.h"
#include "news/ids.h"
#include "store/writing/intake.h"
#include "text/part_words.h"

namespace depesche {

class Transaction;

/// What the full-text index gets: space-joined terms (text/index_terms.h) of the two parts.
struct SearchTerms {
  std::string title;
  std::string body;
  bool has_parts = false;  // what stands inside German compounds was looked for
};

enum class Outcome {
  New,
  Updated,    // other content under a known address; the old version became a revision
  Unchanged,  // this version is here already (a reader would see no difference: redline/redline.h),
              // or a better one (a page's beside a feed's words)
  TakenDown,  // there is a tombstone; nothing was stored
  Withdrawn,  // its page came meanwhile, so it left the intake; nothing was stored
};

/// Where an article stands now. For Unchanged these are the values it already had.
struct Accepted {
  Outcome outcome = Outcome::New;
  ArticleId id;                              // the stream number of its first arrival, for ever
  std::int64_t stream_no = 0;                // of this arrival
  std::chrono::sys_seconds first_seen_at{};  // of this arrival; never runs backward
  OutletId outlet;
  bool kept_place = false;  // an import's own stream_no could be kept
};

struct PutOptions {
  /// Where the submission was taken from, as it stands there; removed in this transaction.
  IntakeId intake;
  /// Keep the article's own stream_no where the stream has not passed it yet, and its time.
  bool keep_place = false;
};

/// What the story engine decided about one arrival.
struct StoredDecision {
  ArticleId article;
  StoryId story;
  std::string reason;  // why it is in this story
  /// A new version of an article that is placed: where it stays in its story, the first reason and
  /// time stand, for they say why it is here and this one only that its words are new.
  bool is_update = false;
  struct Reprint {
    ArticleId of;
    int share_permille = 0;
  };
  std::optional<Reprint> reprint;
  std::string agency;  // whose copy its own marks say it is (dedupe/agency.h: name); empty for none
  struct Similar {
    ArticleId article;
    int score_permille = 0;
    std::vector<std::string> reasons;
  };
  std::vector<Similar> similar;
  /// Other articles that changed their story because of this one, in order.
  struct Move {
    ArticleId article;
    StoryId from;
    StoryId to;
    std::string reason;
  };
  std::vector<Move> moves;
  /// A story that ends in another one, with all that is still in it; its address redirects from now
  /// on. A story whose last article moves away need not be named: it redirects to where that went.
  struct Merge {
    StoryId from;
    StoryId into;
    std::string reason;  // for those the engine no longer remembers
  };
  std::vector<Merge> merges;
  std::vector<std::string> names;
};

/// A correction the engine has obeyed, and what came of it.
struct StoredCorrection {
  std::int64_t id = 0;    // as it waited
  Correction correction;  // as the engine was told; replay tells it the same again
  std::vector<StoredDecision::Move> moves;
  std::vector<StoredDecision::Merge> merges;
  struct Pair {
    ArticleId a;  // the smaller id
    ArticleId b;
    bool same = true;
    std::int64_t correction = 0;  // the number, in the stream, of the one that said so
  };
  std::vector<Pair> tied;
  std::vector<Pair> released;  // earlier words that hold no more
};

class Writer;
class WriterTurn;

class AcceptTransaction {
 public:
  explicit AcceptTransaction(Writer& writer);
  AcceptTransaction(AcceptTransaction&&) noexcept;
  ~AcceptTransaction();

  Accepted put_article(const Submission& submission, const SearchTerms& terms,
                       std::chrono::sys_seconds now, const PutOptions& options = {});
  /// For the arrival that put_article has just given: what replay will read.
  void put_term_vector(std::int64_t stream_no, std::string_view bytes);
  /// Words that the engine knew and that gave way to their page (store/writing/giving_way.h): each
  /// gets a place in the stream, where the engine forgets it, now and in every replay.
  std::vector<Accepted> put_words_given_way(std::chrono::sys_seconds now);
  /// The story in which an article is.
  std::optional<StoryId> story_of(ArticleId article) const;
  /// The last decision about an article stands: deciding again replaces story, reprint and similar.
  void put_decision(const StoredDecision& decision);

  /// By these the terms of the articles are parted from here on; all who look use them after the
  /// commit.
  void put_part_words(std::shared_ptr<const PartWords> words);
  /// What was learned from the stream up to there, these included.
  void put_learned_words(const PartWords& words, std::int64_t stream_no);

  /// The place in the stream that the next arrival or correction gets.
  std::int64_t next_stream_no() const;
  /// A waiting correction takes that place.
  void put_correction(const StoredCorrection& stored, std::chrono::sys_seconds now);
  /// It waits no more, and has changed nothing.
  void refuse_correction(std::int64_t id, const Error& why);
  void commit();

 private:
  // FTS5 writes a segment of its own for what it was given before a statement that may fail
  // half-way, so the words of all articles come last, in one go.
  struct ToIndex {
    ArticleId article;
    SearchTerms terms;
    std::string facets;
  };
  void index_put_terms();

  Writer* writer_;
  std::unique_lock<WriterTurn> turn_;
  std::unique_ptr<Transaction> transaction_;
  std::vector<ToIndex> to_index_;
  std::shared_ptr<const PartWords> part_words_;
};

}  // namespace depesche
