#include "desk/preparation.h"

#include <utility>

namespace depesche {
namespace {

// A transaction's worth: large enough to share one flush to disk, small enough that a reader sees
// an article within a second.
constexpr int kBatch = 64;

}  // namespace

std::vector<PreparedArticle> Preparation::next() {
  if (is_handed_out_ && ahead_.valid()) ahead_.get();  // they come again, behind the others
  is_handed_out_ = false;
  if (!ahead_.valid()) begin({});
  if (!ahead_.valid()) return {};
  Batch batch = ahead_.get();
  is_handed_out_ = true;
  begin(batch.back().entry.id);
  return batch;
}

void Preparation::begin(IntakeId after) {
  std::vector<IntakeEntry> entries = intake_.take(kBatch, after).entries;
  if (entries.empty()) return;
  ahead_ = std::async(std::launch::async, [this, waiting = std::move(entries)]() mutable {
    return prepare(std::move(waiting));
  });
}

Preparation::Batch Preparation::prepare(std::vector<IntakeEntry> entries) {
  Batch batch;
  batch.reserve(entries.size());
  for (IntakeEntry& entry : entries) {
    const Article& article = entry.submission.article;
    PreparedArticle one{{}, {}, analyser_.analyse(article, article.language), {}};
    one.terms.title = indexer_.terms(article.title, article.language);
    one.terms.body = indexer_.terms(article.text, article.language);
    one.term_vector = encode(one.analysis);
    one.entry = std::move(entry);
    batch.push_back(std::move(one));
  }
  return batch;
}

}  // namespace depesche
