#include "dedupe/reprint.h"

#include <algorithm>
#include <cassert>
#include <span>

namespace depesche {
namespace {

constexpr std::uint32_t kFullText = 60;       // words; below it an article is a title and a teaser
constexpr std::uint32_t kTeaser = 10;         // words below which a teaser says nothing of its own
constexpr std::uint8_t kTellingHeadline = 4;  // words; "Wetter in Hessen" is everybody's
// Texts by different writers on one event share quotes and set phrases, seldom a fifth; a fifth of
// the words changed leaves half of the runs of three.
constexpr int kLeastShareOfText = 360;
// Of what stands outside quotation marks in both: what is left when the common statement is taken
// away. Lower, for an edit that loses a mark moves words to the wrong side of it.
constexpr int kLeastShareOfOwnWords = 280;
// Where hardly a word stands outside quotation marks: two prints of one interview or document.
constexpr int kLeastShareOfQuotations = 700;
constexpr int kLeastShareOfTeaser = 750;
constexpr int kLeastShareWithin = 800;       // of one outlet's texts: boxes and captions come back
constexpr std::size_t kLeastCommonRuns = 6;  // of a sample; fewer is chance
constexpr std::size_t kLeastOwnRuns = 8;     // of a sample, to judge by
// The same bulletin comes back every day or week under the same words.
constexpr std::chrono::hours kShortTextsApart{30};

using Shingles = std::span<const std::uint32_t>;

/// A text's kept shingles: what it says itself, and what it quotes.
struct Voices {
  Shingles own;
  Shingles quoted;
};

Voices voices_of(const Fingerprint& print) {
  const Shingles all = print.shingles;
  const auto at =
      static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), kQuoted) - all.begin());
  return {all.first(at), all.subspan(at)};
}

std::size_t count_kept(Shingles shingles, std::uint32_t mask) {
  return static_cast<std::size_t>(std::count_if(
      shingles.begin(), shingles.end(), [mask](std::uint32_t h) { return (h & mask) == 0; }));
}

int per_mille(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<int>(std::min<std::size_t>(1000, part * 1000 / whole));
}

int share_of(const Overlap& found) { return per_mille(found.common, found.shorter); }

/// One text in two places, and not the same people quoted in two texts.
bool is_one_text(const Overlap& found) {
  if (found.common < kLeastCommonRuns || share_of(found) < kLeastShareOfText) return false;
  if (found.own_shorter < kLeastOwnRuns) return share_of(found) >= kLeastShareOfQuotations;
  return per_mille(found.own_common, found.own_shorter) >= kLeastShareOfOwnWords;
}

bool have_same_headline(const Fingerprint& a, const Fingerprint& b) {
  return a.headline == b.headline && a.headline_words >= kTellingHeadline;
}

constexpr std::uint32_t kNobodys = UINT32_MAX;  // as a hash; none has the upper bit
constexpr std::size_t kOwn = 0;
constexpr std::size_t kQuotes = 1;

}  // namespace

ReprintComparison::ReprintComparison(const Fingerprint& print) : print_(print) {
  const Voices voices = voices_of(print);
  known_.reserve(print.shingles.size() + 1);
  known_.push_back({.hash = kNobodys});
  for (const std::uint32_t shingle : voices.own) add(shingle, kOwn);
  for (const std::uint32_t shingle : voices.quoted) add(shingle & ~kQuoted, kQuotes);
}

/// By bits that short shingles keep, and in which no sampling shows.
std::size_t ReprintComparison::slot_of(std::uint32_t hash) { return hash >> 14 & (kSlots - 1); }

void ReprintComparison::add(std::uint32_t hash, std::size_t voice) {
  std::uint16_t& slot = slots_[slot_of(hash)];
  std::uint16_t at = slot;
  while (at != 0 && known_[at].hash != hash) at = known_[at].next;
  if (at == 0) {
    known_.push_back({.hash = hash, .next = slot});
    at = slot = static_cast<std::uint16_t>(known_.size() - 1);
    assert(known_.size() <= UINT16_MAX);
  }
  if (known_[at].counts[voice] < UINT8_MAX) ++known_[at].counts[voice];
}

/// Shingles of the other text, sorted. One that stands there several times, as short ones may, is
/// common as often as both have it. Without branches on what is met, for an article meets dozens.
ReprintComparison::Met ReprintComparison::meet(Shingles shingles, std::uint32_t mask) const {
  std::size_t own = 0;
  std::size_t quoted = 0;
  std::size_t kept = 0;
  std::uint32_t before = kNobodys;
  std::size_t times = 0;
  for (const std::uint32_t shingle : shingles) {
    const std::uint32_t hash = shingle & ~kQuoted;
    if (hash == before) {
      ++times;
    } else {
      times = 0;
      before = hash;
    }
    const Known* known = &known_[slots_[slot_of(hash)]];
    // Seldom; not && for half of what is met is another, and no one can tell which half.
    while (((known->hash != hash) & (known->next != 0)) != 0) known = &known_[known->next];
    const bool is_kept = (hash & mask) == 0;
    const bool is_common = is_kept & (known->hash == hash);
    kept += static_cast<std::size_t>(is_kept);
    own += static_cast<std::size_t>(is_common & (times < known->counts[kOwn]));
    quoted += static_cast<std::size_t>(is_common & (times < known->counts[kQuotes]));
  }
  return {{own, quoted}, kept};
}

Overlap ReprintComparison::overlap(const Fingerprint& other) const {
  const std::uint32_t mask = (1U << std::max(print_.sampling, other.sampling)) - 1;
  const Voices here = voices_of(print_);
  const Voices there = voices_of(other);
  const Met own = meet(there.own, mask);
  const Met quoted = meet(there.quoted, mask);
  const bool is_shorter = print_.words <= other.words;
  const std::size_t own_kept = is_shorter ? count_kept(here.own, mask) : own.kept;
  const std::size_t quoted_kept = is_shorter ? count_kept(here.quoted, mask) : quoted.kept;
  const std::size_t quoted_in_longer = is_shorter ? quoted.common[kOwn] : own.common[kQuotes];
  Overlap out;
  out.own_common = own.common[kOwn];
  out.own_shorter = own_kept - quoted_in_longer;
  out.common =
      own.common[kOwn] + own.common[kQuotes] + quoted.common[kOwn] + quoted.common[kQuotes];
  out.shorter = own_kept + quoted_kept;
  return out;
}

std::optional<int> ReprintComparison::share_of_short(const Fingerprint& other,
                                                     const Publication& publication) const {
  if (std::chrono::abs(publication.apart) > kShortTextsApart) return std::nullopt;
  const bool both_short = print_.words < kFullText && other.words < kFullText;
  if (both_short && print_.numbers != other.numbers) return std::nullopt;
  const bool same_headline = have_same_headline(print_, other);
  const std::uint32_t teaser = std::min(print_.words, other.words);
  const int share = share_of(overlap(other));
  if (same_headline && both_short) {
    if (teaser < kTeaser) return 1000;  // all that both of them say
    if (share >= kLeastShareOfTeaser / 2) return share;
  }
  // The same teaser under another headline of the same outlet is a notice, not a report.
  if (publication.is_same_outlet && !same_headline) return std::nullopt;
  if (teaser >= kTeaser && share >= kLeastShareOfTeaser) return share;
  return std::nullopt;
}

std::optional<int> ReprintComparison::share(const Fingerprint& other,
                                            const Publication& publication) const {
  if (std::min(print_.words, other.words) < kFullText) return share_of_short(other, publication);
  const Overlap found = overlap(other);
  if (!is_one_text(found)) return std::nullopt;
  const int share = share_of(found);
  const bool furniture =
      publication.is_same_outlet && !have_same_headline(print_, other) && share < kLeastShareWithin;
  return furniture ? std::nullopt : std::optional(share);
}

int containment(const Fingerprint& a, const Fingerprint& b) {
  return share_of(ReprintComparison(a).overlap(b));
}

std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 const Publication& publication) {
  return ReprintComparison(a).share(b, publication);
}

}  // namespace depesche
