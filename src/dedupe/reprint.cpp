#include "dedupe/reprint.h"

#include <algorithm>

namespace depesche {
namespace {

constexpr std::uint32_t kFullText = 60;       // words; below it an article is a title and a teaser
constexpr std::uint32_t kTeaser = 10;         // words below which a teaser says nothing of its own
constexpr std::uint8_t kTellingHeadline = 4;  // words; "Wetter in Hessen" is everybody's
// Texts by different writers on one event share quotes and set phrases, seldom a fifth; a fifth of
// the words changed leaves half of the runs of three.
constexpr int kLeastShareOfText = 360;
constexpr int kLeastShareOfTeaser = 750;
constexpr int kLeastShareWithin = 800;       // of one outlet's texts: boxes and captions come back
constexpr std::size_t kLeastCommonRuns = 6;  // of a sample; fewer is chance
// The same bulletin comes back every day or week under the same words.
constexpr std::chrono::hours kShortTextsApart{30};

struct Overlap {
  std::size_t common = 0;
  std::size_t shorter = 0;  // kept shingles of the shorter text at the common sampling
};

/// Both lists are sorted; without branches on what they hold, for an article meets dozens.
Overlap overlap(const Fingerprint& a, const Fingerprint& b) {
  const std::uint32_t mask = (1U << std::max(a.sampling, b.sampling)) - 1;
  const auto is_kept = [mask](std::uint32_t shingle) { return (shingle & mask) == 0; };
  Overlap out;
  const auto& shorter = a.words <= b.words ? a.shingles : b.shingles;
  out.shorter = static_cast<std::size_t>(std::count_if(shorter.begin(), shorter.end(), is_kept));
  const std::uint32_t* x = a.shingles.data();
  const std::uint32_t* y = b.shingles.data();
  const std::uint32_t* const end_x = x + a.shingles.size();
  const std::uint32_t* const end_y = y + b.shingles.size();
  while (x != end_x && y != end_y) {
    const std::uint32_t in_a = *x;
    const std::uint32_t in_b = *y;
    out.common += static_cast<std::size_t>((in_a == in_b) & is_kept(in_a));
    x += in_a <= in_b ? 1 : 0;
    y += in_b <= in_a ? 1 : 0;
  }
  return out;
}

int per_mille(const Overlap& found) {
  return found.shorter == 0
             ? 0
             : static_cast<int>(std::min<std::size_t>(1000, found.common * 1000 / found.shorter));
}

std::optional<int> share_of_short(const Fingerprint& a, const Fingerprint& b,
                                  const Publication& publication) {
  if (std::chrono::abs(publication.apart) > kShortTextsApart) return std::nullopt;
  const bool both_short = a.words < kFullText && b.words < kFullText;
  if (both_short && a.numbers != b.numbers) return std::nullopt;
  const bool same_headline = a.headline == b.headline && a.headline_words >= kTellingHeadline;
  const std::uint32_t teaser = std::min(a.words, b.words);
  const int share = per_mille(overlap(a, b));
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

int containment(const Fingerprint& a, const Fingerprint& b) { return per_mille(overlap(a, b)); }

std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 const Publication& publication) {
  if (std::min(a.words, b.words) < kFullText) return share_of_short(a, b, publication);
  const Overlap found = overlap(a, b);
  if (found.common < kLeastCommonRuns) return std::nullopt;
  const int share = per_mille(found);
  const bool same_headline = a.headline == b.headline && a.headline_words >= kTellingHeadline;
  const bool furniture = publication.is_same_outlet && !same_headline && share < kLeastShareWithin;
  return share >= kLeastShareOfText && !furniture ? std::optional(share) : std::nullopt;
}

}  // namespace depesche
