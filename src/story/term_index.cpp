#include "story/term_index.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <utility>

#include "base/fixed_point.h"
#include "text/term_hash.h"

namespace depesche::story {
namespace {

// How many postings are read in the time that fetching and comparing one vector takes.
constexpr std::size_t kPostingsPerVector = 150;

/// A query's weights by term, for many dot products with it: one step for each term of the other
/// vector, in no order, instead of walking both.
class QueryWeights {
 public:
  explicit QueryWeights(const TermVector& query) {
    const std::size_t slots = std::bit_ceil(std::max<std::size_t>(query.size() * 4, 16));
    slots_.resize(slots);
    mask_ = static_cast<std::uint32_t>(slots) - 1;
    for (const Weight& entry : query) {
      std::uint32_t at = entry.term & mask_;
      while (slots_[at].weight != 0) at = (at + 1) & mask_;
      slots_[at] = {entry.term, entry.weight};
    }
  }

  /// As cosine(query, other).
  int cosine(const TermVector& other) const {
    std::uint64_t sum = 0;
    for (const Weight& entry : other) sum += std::uint64_t{entry.weight} * of(entry.term);
    return static_cast<int>(sum / kOne);
  }

 private:
  struct Slot {
    std::uint32_t term = 0;
    std::uint32_t weight = 0;  // 0: empty, for vectors hold no zeros
  };

  std::uint32_t of(std::uint32_t term) const {
    for (std::uint32_t at = term & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.weight == 0 || slot.term == term) return slot.weight;
    }
  }

  std::vector<Slot> slots_;
  std::uint32_t mask_ = 0;
};

}  // namespace

std::uint64_t TermIndex::key(VectorRole role, LanguageCode language, std::uint32_t term) {
  return mix_hash((static_cast<std::uint64_t>(language) << 32 | term) * 2 +
                  static_cast<std::uint64_t>(role));
}

void TermIndex::add(Serial serial, VectorRole role, LanguageCode language,
                    const TermVector& vector) {
  for (const Weight& entry : vector) {
    PostingList& list = lists_[key(role, language, entry.term)];
    const Posting posting{serial, entry.weight};
    if (list.size() == 0 || list.postings.back().serial < serial) {
      list.postings.push_back(posting);
      continue;
    }
    const auto from = list.postings.begin() + static_cast<std::ptrdiff_t>(list.head);
    const auto at = std::lower_bound(from, list.postings.end(), serial,
                                     [](const Posting& p, Serial s) { return p.serial < s; });
    list.postings.insert(at, posting);
  }
}

void TermIndex::remove(Serial serial, VectorRole role, LanguageCode language,
                       const TermVector& vector) {
  for (const Weight& entry : vector) {
    const auto found = lists_.find(key(role, language, entry.term));
    assert(found != lists_.end());
    PostingList& list = found->second;
    const auto from = list.postings.begin() + static_cast<std::ptrdiff_t>(list.head);
    const auto at = std::lower_bound(from, list.postings.end(), serial,
                                     [](const Posting& p, Serial s) { return p.serial < s; });
    assert(at != list.postings.end() && at->serial == serial);
    if (at == from) {
      ++list.head;
    } else {
      list.postings.erase(at);
    }
    if (list.size() == 0) {
      lists_.erase(found);
    } else if (list.head > list.postings.size() / 2) {
      list.postings.erase(list.postings.begin(),
                          list.postings.begin() + static_cast<std::ptrdiff_t>(list.head));
      list.postings.shrink_to_fit();
      list.head = 0;
    }
  }
}

std::vector<Found> TermIndex::find(
    VectorRole role, LanguageCode language, const TermVector& query, int least,
    const std::function<const TermVector&(Serial)>& vector_of) const {
  assert(least > 0);
  std::vector<Source> sources;
  std::uint64_t left = 0;  // squares of the terms not yet taken
  for (const Weight& entry : query) {
    const auto found = lists_.find(key(role, language, entry.term));
    if (found == lists_.end()) continue;
    sources.push_back({&found->second, entry.term, entry.weight});
    left += std::uint64_t{entry.weight} * entry.weight;
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) {
    return a.list->size() != b.list->size() ? a.list->size() < b.list->size() : a.term < b.term;
  });
  if (sources.empty()) return {};
  const std::uint64_t wanted = static_cast<std::uint64_t>(least) * kOne;
  Tally tally = open_articles(sources, left, static_cast<std::uint64_t>(least));
  narrow(tally, sources, wanted);
  const QueryWeights weights(query);
  std::vector<Found> out;
  for (Serial serial : tally.opened) {
    const std::uint32_t partial = std::exchange(sums_[serial - tally.first], 0);
    const bool is_whole = tally.read == sources.size();
    const int near =
        is_whole ? static_cast<int>(partial / kOne) : weights.cosine(vector_of(serial));
    if (near >= least) out.push_back({serial, near});
  }
  std::sort(out.begin(), out.end(),
            [](const Found& x, const Found& y) { return x.serial < y.serial; });
  return out;
}

TermIndex::Tally TermIndex::open_articles(const std::vector<Source>& sources, std::uint64_t left,
                                          std::uint64_t least) const {
  Tally tally;
  tally.first = std::numeric_limits<Serial>::max();
  Serial last = 0;
  for (const Source& source : sources) {
    tally.first = std::min(tally.first, source.list->postings[source.list->head].serial);
    last = std::max(last, source.list->postings.back().serial);
  }
  if (sums_.size() <= last - tally.first) sums_.resize(last - tally.first + 1);
  for (const Source& source : sources) {
    if (left < least * least) break;  // what is left cannot reach the threshold by itself
    left -= std::uint64_t{source.weight} * source.weight;
    ++tally.read;
    for (std::size_t i = source.list->head; i < source.list->postings.size(); ++i) {
      const Posting& posting = source.list->postings[i];
      std::uint32_t& sum = sums_[posting.serial - tally.first];
      if (sum == 0) tally.opened.push_back(posting.serial);
      sum += std::uint32_t{source.weight} * posting.weight;
    }
  }
  tally.left = left;
  return tally;
}

/// Drops what cannot reach the threshold, reading further lists for the opened articles alone as
/// long as that is cheaper than fetching the vectors of those still in question.
void TermIndex::narrow(Tally& tally, const std::vector<Source>& sources,
                       std::uint64_t wanted) const {
  const auto drop_hopeless = [&] {
    const std::uint64_t most_left = (integer_root(tally.left) + 1) * kOne;
    std::erase_if(tally.opened, [&](Serial serial) {
      std::uint32_t& sum = sums_[serial - tally.first];
      const bool is_hopeless = sum + most_left < wanted;
      if (is_hopeless) sum = 0;
      return is_hopeless;
    });
  };
  drop_hopeless();
  while (tally.read < sources.size()) {
    const Source& source = sources[tally.read];
    if (source.list->size() > tally.opened.size() * kPostingsPerVector) return;
    ++tally.read;
    tally.left -= std::uint64_t{source.weight} * source.weight;
    for (std::size_t i = source.list->head; i < source.list->postings.size(); ++i) {
      const Posting& posting = source.list->postings[i];
      std::uint32_t& sum = sums_[posting.serial - tally.first];
      if (sum != 0) sum += std::uint32_t{source.weight} * posting.weight;
    }
    drop_hopeless();
  }
}

}  // namespace depesche::story
