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

Overlap overlap(const Fingerprint& a, const Fingerprint& b) {
  const std::uint32_t mask = (1U << std::max(a.sampling, b.sampling)) - 1;
  Overlap out;
  std::size_t in_a = 0;
  std::size_t in_b = 0;
  auto x = a.shingles.begin();
  auto y = b.shingles.begin();
  const auto skip = [mask](auto& at, auto end) {
    while (at != end && (*at & mask) != 0) ++at;
  };
  for (skip(x, a.shingles.end()), skip(y, b.shingles.end());
       x != a.shingles.end() || y != b.shingles.end();
       skip(x, a.shingles.end()), skip(y, b.shingles.end())) {
    const bool has_x = x != a.shingles.end();
    const bool has_y = y != b.shingles.end();
    const bool take_x = has_x && (!has_y || *x <= *y);
    const bool take_y = has_y && (!has_x || *y <= *x);
    out.common += take_x && take_y;
    in_a += take_x;
    in_b += take_y;
    if (take_x) ++x;
    if (take_y) ++y;
  }
  out.shorter = a.words <= b.words ? in_a : in_b;
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
