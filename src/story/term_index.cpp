#include "story/term_index.h"

#include <algorithm>
#include <cassert>

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
  struct Source {
    const PostingList* list;
    std::uint64_t square;
    std::uint32_t term;
  };
  std::vector<Source> sources;
  std::uint64_t left = 0;  // squares of the terms not yet taken
  for (const Weight& entry : query) {
    const auto found = lists_.find(key(role, language, entry.term));
    if (found == lists_.end()) continue;
    const std::uint64_t square = std::uint64_t{entry.weight} * entry.weight;
    sources.push_back({&found->second, square, entry.term});
    left += square;
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) {
    return a.list->size() != b.list->size() ? a.list->size() < b.list->size() : a.term < b.term;
  });
  std::vector<Serial> opened;
  const auto needed = static_cast<std::uint64_t>(least) * static_cast<std::uint64_t>(least);
  for (const Source& source : sources) {
    if (left < needed) break;  // what is left cannot reach the threshold by itself
    left -= source.square;
    for (std::size_t i = source.list->head; i < source.list->postings.size(); ++i) {
      opened.push_back(source.list->postings[i].serial);
    }
  }
  std::sort(opened.begin(), opened.end());
  opened.erase(std::unique(opened.begin(), opened.end()), opened.end());
  std::vector<Found> out;
  for (Serial serial : opened) {
    const int near = cosine(query, vector_of(serial));
    if (near >= least) out.push_back({serial, near});
  }
  return out;
}

}  // namespace depesche::story
