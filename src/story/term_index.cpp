#include "story/term_index.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "base/fixed_point.h"
#include "text/term_hash.h"

namespace depesche::story {

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
  Tally tally = open_articles(sources, left, static_cast<std::uint64_t>(least));
  std::vector<Found> out;
  for (Serial serial : tally.opened) {
    std::uint32_t& partial = sums_[serial - tally.first];
    const bool can_reach = partial + tally.most_left >= static_cast<std::uint64_t>(least) * kOne;
    partial = 0;
    if (!can_reach) continue;
    const int near = cosine(query, vector_of(serial));
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
    for (std::size_t i = source.list->head; i < source.list->postings.size(); ++i) {
      const Posting& posting = source.list->postings[i];
      std::uint32_t& sum = sums_[posting.serial - tally.first];
      if (sum == 0) tally.opened.push_back(posting.serial);
      sum += std::uint32_t{source.weight} * posting.weight;
    }
  }
  tally.most_left = (integer_root(left) + 1) * kOne;
  return tally;
}

}  // namespace depesche::story
