// What an article needs before it gets its place in the stream: its words for the index and its
// analysis. Both depend on it and on those before it alone, so while one batch is being decided
// about and written, the next is prepared beside it.
//
// German articles teach which words stand in compounds, once the engine is to gather them. Those in
// use change after a number of articles, not of batches, so one stream gives one index. Where a
// process is killed, the next one learns again from what was accepted since the last snapshot, as
// far as it is still there: what came and was not accepted, has gone since, or was completed by its
// page, teaches otherwise than it would have.
//
// Not thread-safe: one thread asks. Throws StoreError when the store does.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/archive.h"
#include "store/reading/reader.h"
#include "story/analysis.h"
#include "text/index_terms.h"

namespace depesche {

struct PreparedArticle {
  IntakeEntry entry;
  SearchTerms terms;
  Analysis analysis;
  std::string term_vector;
};

class Preparation {
 public:
  Preparation(Archive& archive, TranslationsSource translations);

  /// Learns what the last process had learned and not saved, before anything is prepared.
  void catch_up(const Reader& reader);

  /// The oldest that wait, up to a transaction's worth, in order; they stay in the intake. Begins
  /// with those behind them. Where the last batch was not done, because the store failed, the same
  /// articles come again.
  std::vector<PreparedArticle> next();
  /// The last batch is out of the intake.
  void done();

  /// By which the last batch was parted at its end, when they are others than before it; else null.
  std::shared_ptr<const PartWords> new_part_words() const;
  /// Learned from all that was done.
  const PartWords& learned() const { return done_.counts; }
  /// And from the last batch, whether or not it is done.
  const PartWords& learned_with_batch() const { return handed_out_.counts; }

 private:
  using Batch = std::vector<PreparedArticle>;
  struct Learned {
    PartWords counts;
    std::shared_ptr<const PartWords> in_use;
  };
  void learn(const Article& article);
  void go_back();
  void begin(IntakeId after);
  Batch prepare(std::vector<IntakeEntry> entries);

  Intake& intake_;
  Analyser analyser_;  // these two belong to whoever prepares
  TermIndexer indexer_;
  Learned learned_;           // likewise
  Learned handed_out_;        // as it was after the last batch
  Learned done_;              // and after the last that is done
  int room_;                  // of the batch that is prepared next
  std::future<Batch> ahead_;  // its destructor waits
  bool is_handed_out_ = false;
  std::optional<std::int64_t> learned_until_;  // of the stream, by the last process
};

}  // namespace depesche
