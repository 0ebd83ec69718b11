#include "desk/preparation.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "text/stem.h"

namespace depesche {
namespace {

// A transaction's worth: large enough to share one flush to disk, small enough that a reader sees
// an article within a second. Where as many wait as were taken, the next takes twice as many: what
// all of them change is written once, so that a desk that falls behind becomes faster.
constexpr int kBatch = 64;
constexpr int kLargestBatch = 256;

// After how many German articles what was learned is put to use: soon at first, and then seldom
// enough that parting all words anew costs nothing to speak of.
constexpr std::uint64_t kFirstUse = 64;
constexpr std::uint64_t kUseEvery = 4096;

// Of a store that has taught nothing yet, so that the first start with a large one is not long.
constexpr std::int64_t kMostLearnedAtOnce = 40'000;

bool is_german(const Article& article) { return primary_subtag(article.language) == "de"; }

bool is_time_to_use(std::uint64_t articles) {
  if (articles >= kUseEvery) return articles % kUseEvery == 0;
  return articles >= kFirstUse && std::has_single_bit(articles);
}

}  // namespace

Preparation::Preparation(Archive& archive, TranslationsSource translations)
    : intake_(archive.intake()), analyser_(translations), room_(kBatch) {
  done_.in_use = archive.part_words();
  done_.counts = *done_.in_use;
  auto learned = archive.learned_words();
  if (!learned && done_.counts.texts() == 0) learned_until_ = 0;
  // Older than what is in use, where a process of an older program died.
  if (learned && learned->words.texts() >= done_.counts.texts()) {
    done_.counts = std::move(learned->words);
    learned_until_ = learned->stream_no;
  }
  go_back();
}

void Preparation::catch_up(const Reader& reader) {
  if (!learned_until_) return;
  const std::int64_t behind =
      *learned_until_ > 0 ? *learned_until_
                          : std::max<std::int64_t>(0, reader.last_stream_no() - kMostLearnedAtOnce);
  reader.versions(behind, [this](const Article& article) {
    if (is_german(article)) done_.counts.read(article.text);
  });
  learned_until_.reset();
  go_back();
}

void Preparation::go_back() {
  learned_ = done_;
  indexer_.part_by(learned_.in_use);
}

void Preparation::done() {
  is_handed_out_ = false;
  done_ = handed_out_;
}

std::shared_ptr<const PartWords> Preparation::new_part_words() const {
  return handed_out_.in_use != done_.in_use ? handed_out_.in_use : nullptr;
}

void Preparation::learn(const Article& article) {
  if (!is_german(article)) return;
  learned_.counts.read(article.text);
  if (!is_time_to_use(learned_.counts.texts())) return;
  learned_.in_use = std::make_shared<const PartWords>(learned_.counts);
  indexer_.part_by(learned_.in_use);
}

std::vector<PreparedArticle> Preparation::next() {
  if (is_handed_out_) {
    if (ahead_.valid()) ahead_.get();  // they come again, behind the others
    go_back();
  }
  is_handed_out_ = false;
  if (!ahead_.valid()) begin({});
  if (!ahead_.valid()) return {};
  Batch batch = ahead_.get();
  is_handed_out_ = true;
  handed_out_ = learned_;
  begin(batch.back().entry.id);
  return batch;
}

void Preparation::begin(IntakeId after) {
  std::vector<IntakeEntry> entries = intake_.take(room_, after).entries;
  const bool is_full = std::cmp_equal(entries.size(), room_);
  room_ = is_full ? std::min(2 * room_, kLargestBatch) : kBatch;
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
    one.terms.has_parts = is_german(article);
    one.term_vector = encode(one.analysis);
    if (!entry.submission.is_pending()) learn(article);
    one.entry = std::move(entry);
    batch.push_back(std::move(one));
  }
  return batch;
}

}  // namespace depesche
