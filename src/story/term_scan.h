// The exact search over telling terms: every live article whose likeness reaches a threshold that
// may rise meanwhile, reading as little as that allows.
//
// Likeness is the cosine of the telling terms, shrunk where little is shared: it is reached only
// where
//
//   score >= 4 least + 4 least half_evidence / evidence
//
// which is a curve over score and evidence, and any straight line that touches it bounds it:
//
//   score + slope evidence >= 4 least + 4 root(least half_evidence slope)
//
// So one number of two bytes, the left side, tells of an article whether it may reach the
// threshold: the places of a whole span stay near to the processor, and eight are looked at in one
// instruction. The slope is chosen once for a search, to touch where articles that just reach the
// threshold are expected.
//
// Bounds of that number keep lists unread:
//
//   of a span   from the weights and the evidence of those terms alone that some article of the
//               span may have. The most promising spans come first; once one cannot reach the
//               threshold, no further one is opened.
//   of lists    those that cost most for what they can add are put off once all of them together
//               cannot reach the threshold: what stands in none of the others is never met.
//   of one      an article that was met is looked up in the lists that were put off, one after the
//               other, while the rest could still lift it to the threshold.
//
// What a set of terms can add to a score is what a whole vector can share with them
// (Cauchy–Schwarz).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "story/postings.h"
#include "story/scan_effort.h"
#include "story/term_vector.h"

namespace depesche::story {

/// What a score of one is; a step is a quarter of a cosine's.
inline constexpr int kScoreOne = 4 * kOne;

/// What one shared term adds to a score.
constexpr int score_of(std::uint16_t a, std::uint16_t b) {
  return static_cast<int>(std::uint32_t{a} * b / (kOne / 4));
}

/// The cosine, shrunk where little is shared: one common word makes two short titles look alike.
/// Grows with score and evidence.
constexpr int shrunk(std::int64_t cosine, std::int64_t evidence, int half_evidence) {
  return static_cast<int>(cosine * evidence / (evidence + half_evidence));
}
constexpr int likeness_of(int score, int evidence, int half_evidence) {
  return shrunk(score / (kScoreOne / kOne), evidence, half_evidence);
}

struct QueryTerm {
  std::uint32_t term = 0;
  std::uint16_t weight = 0;
  int evidence = 0;  // in 1/256 bit, that sharing it is
};

struct ScanGoal {
  int least = 1;  // likeness to be reached, of kOne
  int half_evidence = 0;
};

/// What is done with the articles that are met.
struct Scanned {
  /// Is given an article and what its likeness is at most; gives what has to be reached from then
  /// on.
  std::function<int(Serial serial, int most)> take;
  /// Tells the processor that take() is about to be given it.
  std::function<void(Serial serial)> prefetch;
};

class TermScan {
 public:
  /// `shared` is room to work in, all zero before and after. `without` (ascending) is not met.
  TermScan(const Postings& lists, std::span<const QueryTerm> query, Serial first, Serial end,
           std::span<const Serial> without, std::vector<std::uint16_t>& shared);

  void run(ScanGoal goal, const Scanned& scanned);
  const ScanEffort& effort() const { return effort_; }

 private:
  /// What sharing a term adds to an article's place in shared_, by the code of its weight there.
  using Shares = std::array<std::uint16_t, 256>;
  struct Source {
    SealedPostings::List list;
    std::uint32_t of = 0;  // which of the query
    std::uint64_t square = 0;
  };
  struct MetHere {
    std::uint16_t offset = 0;
    std::uint16_t shared = 0;  // as in shared_
  };
  struct Span {
    const SealedPostings* lists = nullptr;
    int most = 0;  // likeness
  };
  void choose_slope();
  void set_shares();
  int least_shared(int likeness) const;
  int most_likeness(int shared) const;
  void raise(int least);
  std::vector<Span> spans() const;
  template <class Use>
  void each_key(const SealedPostings& span, Use&& use) const;
  void find_sources(const SealedPostings& span, std::vector<Source>& out) const;
  void scan_open(const Scanned& scanned);
  void scan_sealed(Serial base, std::span<const Source> sources, std::span<const Source> next,
                   const Scanned& scanned);
  void read(const Source& source);
  void leave_out(Serial base);
  void collect(int rest);
  void look_up(const Source& source, int rest);
  void take_met(Serial base, const Scanned& scanned);

  const Postings& lists_;
  std::span<const QueryTerm> query_;
  Serial first_;
  Serial end_;
  std::span<const Serial> without_;
  std::vector<std::uint16_t>& shared_;  // of each article of a span: score and evidence as above
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> spans_of_;  // the keys
  std::uint64_t slope_ = 0;              // of 2^20
  std::uint64_t half_shared_ = 0;        // half_evidence times the slope, of 256
  std::vector<int> evidence_;            // of the terms, times the slope
  std::vector<Shares> shares_;           // of the terms
  ScanGoal goal_;
  int least_shared_ = 0;  // for the goal's least
  std::vector<MetHere> met_;
  std::vector<int> rest_;  // of scan_sealed()
  ScanEffort effort_;
};

}  // namespace depesche::story
