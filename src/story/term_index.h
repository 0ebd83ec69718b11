// The inverted index over the live articles' vectors, and exact search in it.
//
// find() returns every article whose cosine reaches the threshold, and never looks at the rest: the
// query's terms are taken rarest first, and once the terms that are left could not lift a new
// article over the threshold (Cauchy–Schwarz), no new one is opened. After that lists are read for
// the opened ones alone, which drop out as soon as what they have and what is left cannot reach the
// threshold together; when the lists become too long for the few that remain, those are compared in
// full. So common words, whose lists are long, are seldom read.
//
// Articles are numbered by arrival (serial); serials leave from the front.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/term_vector.h"

namespace depesche::story {

using Serial = std::uint32_t;

/// Which of an article's vectors a list belongs to, and which language the article is in.
enum class VectorRole : std::uint8_t { Own, Foreign };

struct Found {
  Serial serial = 0;
  int cosine = 0;
};

class TermIndex {
 public:
  /// Serials must be added in ascending order, except to put back one that was removed.
  void add(Serial serial, VectorRole role, LanguageCode language, const TermVector& vector);
  void remove(Serial serial, VectorRole role, LanguageCode language, const TermVector& vector);

  /// All with a cosine of at least `least` (> 0), by serial. `vector_of` gives the stored vector.
  std::vector<Found> find(VectorRole role, LanguageCode language, const TermVector& query,
                          int least,
                          const std::function<const TermVector&(Serial)>& vector_of) const;

 private:
  struct Posting {
    Serial serial;
    std::uint16_t weight;
  };
  struct PostingList {
    std::vector<Posting> postings;  // by serial
    std::size_t head = 0;           // those before it have left
    std::size_t size() const { return postings.size() - head; }
  };
  struct Source {  // a term of the query and where it stands
    const PostingList* list;
    std::uint32_t term;
    std::uint16_t weight;
  };
  struct Tally {
    std::vector<Serial> opened;  // articles met, each once
    Serial first = 0;            // sums_[0] is this one's
    std::size_t read = 0;        // how many of the sources
    std::uint64_t left = 0;      // squares of the weights of the others
  };
  Tally open_articles(const std::vector<Source>& sources, std::uint64_t left,
                      std::uint64_t least) const;
  void narrow(Tally& tally, const std::vector<Source>& sources, std::uint64_t wanted) const;
  static std::uint64_t key(VectorRole role, LanguageCode language, std::uint32_t term);

  boost::unordered_flat_map<std::uint64_t, PostingList> lists_;  // looked up, never walked
  // Partial products while find() runs; all zero between calls. One thread at a time.
  mutable std::vector<std::uint32_t> sums_;
};

}  // namespace depesche::story
