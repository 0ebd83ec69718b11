// The exact search over telling terms: every live article whose likeness reaches a threshold that
// may rise meanwhile, reading as little as that allows.
//
// Likeness is the cosine of the telling terms, shrunk where little is shared. Bounds of it keep
// lists unread:
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
  /// `shared` is room to work in, all zero before and after.
  TermScan(const Postings& lists, std::span<const QueryTerm> query, Serial first, Serial end,
           std::vector<std::uint32_t>& shared);

  void run(ScanGoal goal, const Scanned& scanned);
  const ScanEffort& effort() const { return effort_; }

 private:
  /// What sharing a term adds to an article's place in shared_, by the code of its weight there.
  using Shares = std::array<std::uint32_t, 256>;
  /// What some terms can add to an article's score and evidence at most.
  struct Most {
    int score = 0;
    std::uint32_t evidence = 0;  // in units of evidence_unit_
  };
  struct Source {
    SealedPostings::List list;
    const Shares* shares = nullptr;
    std::uint32_t evidence = 0;
    std::uint64_t square = 0;
  };
  struct MetHere {
    std::uint16_t offset = 0;
    std::uint32_t shared = 0;  // as in shared_
  };
  struct Span {
    const SealedPostings* lists = nullptr;
    int most = 0;  // likeness
  };
  int likeness(std::uint32_t shared, Most rest) const;
  bool may_reach(std::uint32_t shared, Most rest) const;
  std::vector<Span> spans() const;
  std::vector<Source> sources(const SealedPostings& span);
  void scan_open(const Scanned& scanned);
  void scan_sealed(Serial base, std::span<const Source> sources, const Scanned& scanned);
  void read(const Source& source);
  void collect(Most rest);
  void look_up(const Source& source, Most rest);
  std::uint32_t least_score(Most rest) const;
  void take_met(Serial base, const Scanned& scanned);

  const Postings& lists_;
  std::span<const QueryTerm> query_;
  Serial first_;
  Serial end_;
  std::vector<std::uint32_t>& shared_;  // of each article of a span: score << 16 | evidence
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> spans_of_;  // the keys
  std::vector<std::uint32_t> evidence_;  // of the terms, rounded up
  std::vector<Shares> shares_;           // of the terms
  int evidence_unit_ = 1;                // so that all of it fits in 16 bits
  ScanGoal goal_;
  std::vector<MetHere> met_;
  ScanEffort effort_;
};

}  // namespace depesche::story
