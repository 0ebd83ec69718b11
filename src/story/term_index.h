// The inverted index over the telling terms of the live articles, and two ways to search it.
//
// meet() finds what an arrival may be linked to, at a cost that does not grow with the live window:
// the terms are taken rarest first and of each its newest articles, until a budget is spent. What
// is older than the newest two spans is asked for the few rarest terms alone, with a budget of its
// own, however many spans there are.
//
// scan() finds every article whose score reaches a threshold, which may rise meanwhile, and is
// exact: span by span, the longest lists are left unread once they could lift no further article
// over the threshold, when looking at the few that are open costs less.
//
// A score is the dot product of the telling terms of both. What is revised stands in lists of its
// own beside the words it had before; so a score found here may be too high, never too low, and
// whoever takes an article looks it up.
//
// One thread at a time, also for searching.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/postings.h"
#include "story/term_vector.h"
#include "story/weight_code.h"

namespace depesche::story {

/// What a score of one is; a step is a quarter of a cosine's.
inline constexpr int kScoreOne = 4 * kOne;

/// What one shared term adds to a score.
constexpr int score_of(std::uint16_t a, std::uint16_t b) {
  return static_cast<int>(std::uint32_t{a} * b / (kOne / 4));
}

struct QueryTerm {
  std::uint32_t term = 0;
  std::uint16_t weight = 0;
};

struct Met {
  Serial serial = 0;
  int score = 0;  // of the terms that were read
};

class TermIndex {
 public:
  explicit TermIndex(std::uint32_t span = kSealedSpan) : lists_(span) {}

  /// Serials in ascending order. Weights must be ones that have a code.
  void add(Serial serial, std::span<const QueryTerm> terms);
  /// An article that was added before has other words now: `gone` are those it was revised to
  /// earlier, if it was.
  void revise(Serial serial, std::span<const QueryTerm> gone, std::span<const QueryTerm> terms);
  void seal(Serial end) { lists_.seal(end); }
  void drop_before(Serial first) { lists_.drop_before(first); }

  /// Articles from `first` to `end` that share some of the terms, each once, in no order to rely
  /// on but always in the same.
  void meet(std::span<const QueryTerm> rarest_first, Serial first, Serial end,
            std::vector<Met>& met) const;

  /// Hands over the serial of each article from `first` to `end` that may have a score of at least
  /// `least` (> 0); `take` gives what has to be reached from then on.
  template <class Take>
  void scan(std::span<const QueryTerm> query, Serial first, Serial end, int least,
            Take&& take) const {
    Scan state = begin_scan(query, first, end, least);
    while (next_span(state)) {
      for (const Serial serial : state.found) {
        if (serial >= first && serial < end) state.least = std::max(state.least, take(serial));
      }
    }
  }

  std::size_t bytes() const;

  void write(ByteWriter& out) const { lists_.write(out); }
  void read(ByteReader& in, Serial end) { lists_.read(in, end); }

 private:
  struct Scan {
    std::span<const QueryTerm> query;
    std::vector<std::uint32_t> keys;
    Serial first = 0;
    Serial end = 0;
    int least = 0;
    std::size_t left = 0;         // spans to come, the open one last of the count
    std::vector<Serial> revised;  // that share a term
    std::vector<Serial> found;
  };
  struct Source {
    SealedPostings::List list;
    std::uint16_t weight = 0;
    int bound = 0;  // of what it can add
    std::uint64_t square = 0;
  };
  Scan begin_scan(std::span<const QueryTerm> query, Serial first, Serial end, int least) const;
  bool next_span(Scan& scan) const;
  void scan_open(Scan& scan) const;
  void scan_sealed(const SealedPostings& sealed, Scan& scan) const;
  void gather(Serial from, Serial to, int least, std::vector<Serial>& found) const;
  void clear(Serial from, Serial to) const;
  void widen(Serial first, Serial end) const;
  std::vector<Postings::Found> older(std::span<const std::uint32_t> keys) const;
  void read_list(const SealedPostings& sealed, const Source& source) const;

  Postings lists_;
  // Of articles that were revised; looked up, never walked.
  boost::unordered_flat_map<std::uint32_t, std::vector<Posting>> revised_;
  // Scores while a search runs, by serial from origin_ on; all zero between searches.
  mutable std::vector<std::uint16_t> scores_;
  mutable Serial origin_ = 0;
};

}  // namespace depesche::story
