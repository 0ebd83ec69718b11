#include "dedupe/reprint.h"

#include <algorithm>
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

/// Both lists are sorted; without branches on what they hold, for an article meets dozens.
std::size_t count_common(Shingles a, Shingles b, std::uint32_t mask) {
  std::size_t common = 0;
  const std::uint32_t* x = a.data();
  const std::uint32_t* y = b.data();
  const std::uint32_t* const end_x = x + a.size();
  const std::uint32_t* const end_y = y + b.size();
  while (x != end_x && y != end_y) {
    const std::uint32_t in_a = *x & ~kQuoted;
    const std::uint32_t in_b = *y & ~kQuoted;
    common += static_cast<std::size_t>((in_a == in_b) & ((in_a & mask) == 0));
    x += in_a <= in_b ? 1 : 0;
    y += in_b <= in_a ? 1 : 0;
  }
  return common;
}

std::size_t count_kept(Shingles shingles, std::uint32_t mask) {
  return static_cast<std::size_t>(std::count_if(
      shingles.begin(), shingles.end(), [mask](std::uint32_t h) { return (h & mask) == 0; }));
}

struct Overlap {
  std::size_t common = 0;
  std::size_t shorter = 0;  // kept shingles of the shorter text at the common sampling
  // The same of the words of the two writers alone: neither text quotes them.
  std::size_t own_common = 0;
  std::size_t own_shorter = 0;
};

Overlap overlap(const Fingerprint& a, const Fingerprint& b) {
  const std::uint32_t mask = (1U << std::max(a.sampling, b.sampling)) - 1;
  const Voices x = voices_of(a.words <= b.words ? a : b);
  const Voices y = voices_of(a.words <= b.words ? b : a);
  const std::size_t quoted_in_longer = count_common(x.own, y.quoted, mask);
  Overlap out;
  out.own_common = count_common(x.own, y.own, mask);
  out.own_shorter = count_kept(x.own, mask) - quoted_in_longer;
  out.common = out.own_common + quoted_in_longer + count_common(x.quoted, y.own, mask) +
               count_common(x.quoted, y.quoted, mask);
  out.shorter = count_kept(x.own, mask) + count_kept(x.quoted, mask);
  return out;
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

std::optional<int> share_of_short(const Fingerprint& a, const Fingerprint& b,
                                  const Publication& publication) {
  if (std::chrono::abs(publication.apart) > kShortTextsApart) return std::nullopt;
  const bool both_short = a.words < kFullText && b.words < kFullText;
  if (both_short && a.numbers != b.numbers) return std::nullopt;
  const bool same_headline = a.headline == b.headline && a.headline_words >= kTellingHeadline;
  const std::uint32_t teaser = std::min(a.words, b.words);
  const int share = share_of(overlap(a, b));
  if (same_headline && both_short) {
    if (teaser < kTeaser) return 1000;  // all that both of them say
    if (share >= kLeastShareOfTeaser / 2) return share;
  }
  // The same teaser under another headline of the same outlet is a notice, not a report.
  if (publication.is_same_outlet && !same_headline) return std::nullopt;
  if (teaser >= kTeaser && share >= kLeastShareOfTeaser) return share;
  return std::nullopt;
}

}  // namespace

int containment(const Fingerprint& a, const Fingerprint& b) { return share_of(overlap(a, b)); }

std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 const Publication& publication) {
  if (std::min(a.words, b.words) < kFullText) return share_of_short(a, b, publication);
  const Overlap found = overlap(a, b);
  if (!is_one_text(found)) return std::nullopt;
  const int share = share_of(found);
  const bool same_headline = a.headline == b.headline && a.headline_words >= kTellingHeadline;
  const bool furniture = publication.is_same_outlet && !same_headline && share < kLeastShareWithin;
  return furniture ? std::nullopt : std::optional(share);
}

}  // namespace depesche
