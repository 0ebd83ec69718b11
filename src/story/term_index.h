// The inverted index over the telling terms of the live articles, and two ways to search it.
//
// meet() finds what an arrival may be linked to, at a cost that does not grow with the live window:
// the terms are taken rarest first and of each its newest articles, until a budget is spent. What
// is older than the newest two spans is asked for the few rarest terms alone, with a budget of its
// own, however many spans there are.
//
// scan() finds every article whose likeness reaches a threshold, which may rise meanwhile, and is
// exact (story/term_scan.h).
//
// What is revised stands in lists of its own beside the words it had before; so a score found here
// may be too high, never too low, and whoever takes an article looks it up.
//
// One thread at a time, also for searching.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/postings.h"
#include "story/term_scan.h"

namespace depesche::story {

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

  /// Hands over each article from `first` to `end` whose likeness may reach `least` (> 0), some
  /// twice. `without` (ascending) says whom nobody asks for, though some may be handed over.
  void scan(std::span<const QueryTerm> query, Serial first, Serial end,
            std::span<const Serial> without, ScanGoal goal, const Scanned& scanned) const;

  /// Of all scans so far.
  const ScanEffort& effort() const { return effort_; }
  std::size_t bytes() const;

  void write(ByteWriter& out) const { lists_.write(out); }
  void read(ByteReader& in, Serial end) { lists_.read(in, end); }

 private:
  void widen(Serial first, Serial end) const;
  std::vector<Postings::Found> older(std::span<const std::uint32_t> keys) const;
  void scan_revised(std::span<const QueryTerm> query, Serial first, Serial end, ScanGoal& goal,
                    const Scanned& scanned) const;

  Postings lists_;
  // Of articles that were revised; looked up, never walked.
  boost::unordered_flat_map<std::uint32_t, std::vector<Posting>> revised_;
  /// Scores of a few articles of many, while meet() runs.
  class FewScores {
   public:
    /// Appends to `met` what was not met yet.
    void add(Serial serial, int score, std::vector<Met>& met);
    void clear();

   private:
    static constexpr int kBits = 13;  // more than twice as many as are ever met
    struct Slot {
      Serial serial = 0;
      std::uint32_t place = 0;  // in `met`, from one on
    };
    std::vector<Slot> slots_{std::size_t{1} << kBits};
    std::vector<std::uint32_t> used_;
  };
  // Of the newest two spans, from the older one's first serial on; all zero between searches.
  mutable std::vector<std::uint16_t> recent_scores_;
  mutable FewScores older_scores_;
  // For scan_revised(), by serial from origin_ on; all zero between searches.
  mutable std::vector<std::uint16_t> scores_;
  mutable Serial origin_ = 0;
  mutable std::vector<std::uint16_t> shared_;  // for TermScan
  mutable ScanEffort effort_;
};

}  // namespace depesche::story
