// What an article needs before it gets its place in the stream: its words for the index and its
// analysis. Both depend on the article alone, so while one batch is being decided about and
// written, the next is prepared beside it.
//
// Not thread-safe: one thread asks. Throws StoreError when the store does.
#pragma once

#include <future>
#include <string>
#include <vector>

#include "store/writing/accept.h"
#include "store/writing/intake.h"
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
  Preparation(Intake& intake, TranslationsSource translations)
      : intake_(intake), analyser_(translations) {}

  /// The oldest that wait, up to a transaction's worth, in order; they stay in the intake. Begins
  /// with those behind them. Where the last batch was not done, because the store failed, the same
  /// articles come again.
  std::vector<PreparedArticle> next();
  /// The last batch is out of the intake.
  void done() { is_handed_out_ = false; }

 private:
  using Batch = std::vector<PreparedArticle>;
  void begin(IntakeId after);
  Batch prepare(std::vector<IntakeEntry> entries);

  Intake& intake_;
  Analyser analyser_;  // these two belong to whoever prepares
  TermIndexer indexer_;
  std::future<Batch> ahead_;  // its destructor waits
  bool is_handed_out_ = false;
};

}  // namespace depesche
