#include "dedupe/fingerprint.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <iterator>
#include <span>

#include "base/ascii.h"
#include "base/sort_by_hash.h"
#include "text/quotations.h"
#include "text/sentences.h"
#include "text/shingles.h"
#include "text/term_hash.h"
#include "text/tokens.h"

namespace depesche {
namespace {

constexpr std::size_t kShingleWords = 3;
constexpr std::size_t kMostTextBytes = 60'000;  // a liveblog's tail adds nothing to its identity
constexpr std::size_t kLedeSentences = 20;      // of the sketch; the rest goes to the least minima
constexpr std::size_t kTeaserBytes = 400;       // whose numbers tell bulletins apart

std::uint32_t low_half(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }

void sort_unique(std::vector<std::uint32_t>& hashes) {
  sort_by_hash(hashes, std::identity{});
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

/// "Kicker : Headline" is how some outlets join the two; the kicker changes from outlet to outlet.
std::string_view without_kicker(std::string_view title) {
  const std::size_t at = title.find(" : ");
  if (at == std::string_view::npos) return title;
  const std::string_view rest = title.substr(at + 3);
  return std::count(rest.begin(), rest.end(), ' ') >= 2 ? rest : title;
}

using Tokens = std::vector<PlacedHash>;

/// Runs of words, each from the token of its number on.
using Runs = std::vector<std::uint64_t>;

Runs runs_of(const Tokens& tokens) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(tokens.size());
  for (const PlacedHash& token : tokens) hashes.push_back(token.hash);
  return shingles(hashes, kShingleWords);
}

/// The least run inside each sentence.
std::vector<std::uint32_t> sentence_minima(std::string_view text, const Tokens& tokens,
                                           const Runs& runs) {
  std::vector<std::uint32_t> minima;
  std::size_t from = 0;
  for (const Sentence& sentence : sentences(text)) {
    while (from < tokens.size() && tokens[from].begin < sentence.begin) ++from;
    const std::size_t first = from;
    while (from < tokens.size() && tokens[from].begin < sentence.begin + sentence.length) ++from;
    if (from - first <= kShingleWords) continue;  // too short to be anybody's
    const auto begin = runs.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = runs.begin() + static_cast<std::ptrdiff_t>(from - kShingleWords + 1);
    minima.push_back(low_half(*std::min_element(begin, end)));
  }
  return minima;
}

std::vector<std::uint32_t> make_sketch(std::string_view text, const Tokens& tokens,
                                       const Runs& runs, std::uint32_t headline) {
  std::vector<std::uint32_t> minima = sentence_minima(text, tokens, runs);
  if (headline != 0) minima.insert(minima.begin(), headline);
  if (minima.size() > kMostSketchHashes) {
    const auto rest = minima.begin() + static_cast<std::ptrdiff_t>(kLedeSentences);
    std::sort(rest, minima.end());
    minima.resize(kMostSketchHashes);
  }
  sort_unique(minima);
  return minima;
}

/// Of each token 1 where it stands in a quotation, else 0.
std::vector<std::uint8_t> quoted_tokens(std::string_view text, const Tokens& tokens) {
  const std::vector<Quotation> quoted = quotations(text);
  auto at = quoted.begin();
  std::vector<std::uint8_t> out;
  out.reserve(tokens.size());
  for (const PlacedHash& token : tokens) {
    while (at != quoted.end() && at->end <= token.begin) ++at;
    out.push_back(at != quoted.end() && at->begin <= token.begin ? 1 : 0);
  }
  return out;
}

/// All runs, marked where most of their words are quoted; what stands in the text both ways counts
/// as its own.
std::vector<std::uint32_t> marked_shingles(std::string_view text, const Tokens& tokens,
                                           const Runs& runs) {
  const std::vector<std::uint8_t> quoted = quoted_tokens(text, tokens);
  std::vector<std::uint32_t> own;
  std::vector<std::uint32_t> foreign;
  own.reserve(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::size_t end = std::min(i + kShingleWords, quoted.size());
    std::size_t words = 0;
    for (std::size_t at = i; at < end; ++at) words += quoted[at];
    const bool is_quoted = 2 * words > end - i;
    (is_quoted ? foreign : own).push_back(low_half(runs[i]) & ~kQuoted);
  }
  sort_unique(own);
  sort_unique(foreign);
  std::vector<std::uint32_t> out = own;
  std::set_difference(foreign.begin(), foreign.end(), own.begin(), own.end(),
                      std::back_inserter(out));
  for (std::size_t i = own.size(); i < out.size(); ++i) out[i] |= kQuoted;
  return out;
}

void sample_shingles(std::vector<std::uint32_t> all, Fingerprint& out) {
  while (all.size() > kMostShingles) {
    ++out.sampling;
    const std::uint32_t mask = (1U << out.sampling) - 1;
    all.erase(
        std::remove_if(all.begin(), all.end(), [mask](std::uint32_t h) { return (h & mask) != 0; }),
        all.end());
  }
  out.shingles = std::move(all);
}

std::uint32_t numbers_of(std::string_view title, std::string_view teaser) {
  std::uint64_t hash = 0;
  for (std::string_view part : {title, teaser.substr(0, kTeaserBytes)}) {
    for (const Token& token : tokenise(part)) {
      if (token.kind == TokenKind::Number) hash = mix_hash(hash ^ term_hash(token.of(part)));
    }
  }
  return low_half(hash);
}

// Which bits of a shingle's hash a short one keeps.
constexpr unsigned kFragmentAt = 14;
constexpr std::uint32_t kFragment = (1U << 13) - 1;
constexpr unsigned kHalvingBits = 3;
constexpr std::uint32_t kMostHalvings = (1U << kHalvingBits) - 1;

}  // namespace

Fingerprint fingerprint(const FingerprintInput& article) {
  Fingerprint out;
  const std::string_view text = article.text.substr(0, kMostTextBytes);
  const std::string_view title = trim(without_kicker(article.title));
  const std::vector<std::uint64_t> title_tokens = token_hashes(title);
  if (!title_tokens.empty()) {
    out.headline = low_half(shingles(title_tokens, title_tokens.size()).front());
    out.headline_words = static_cast<std::uint8_t>(std::min<std::size_t>(title_tokens.size(), 255));
  }
  const Tokens tokens = placed_token_hashes(text);
  out.words = static_cast<std::uint32_t>(tokens.size());
  const Runs runs = runs_of(tokens);
  sample_shingles(marked_shingles(text, tokens, runs), out);
  out.sketch = make_sketch(text, tokens, runs, out.headline);
  out.numbers = numbers_of(title, text);
  out.agency = find_agency(article.byline, text);
  return out;
}

void forget_quotations(Fingerprint& print) {
  for (std::uint32_t& shingle : print.shingles) shingle &= ~kQuoted;
  sort_unique(print.shingles);
}

ShortShingles shorten(const Fingerprint& print) {
  ShortShingles out;
  out.sampling = print.sampling;
  std::vector<std::uint32_t> kept = print.shingles;
  while (kept.size() > kMostShortShingles && out.sampling < kMostSampling) {
    ++out.sampling;
    const std::uint32_t mask = (1U << out.sampling) - 1;
    std::erase_if(kept, [mask](std::uint32_t h) { return (h & ~kQuoted & mask) != 0; });
  }
  for (const std::uint32_t shingle : kept) {
    const std::uint32_t hash = shingle & ~kQuoted;
    const std::uint32_t halvings =
        std::min<std::uint32_t>(kMostHalvings, static_cast<std::uint32_t>(std::countr_zero(hash)) -
                                                   std::uint32_t{out.sampling});
    const std::uint32_t packed = (hash >> kFragmentAt & kFragment) << kHalvingBits | halvings;
    (shingle == hash ? out.own : out.quoted).push_back(static_cast<std::uint16_t>(packed));
  }
  for (auto* shingles : {&out.own, &out.quoted}) std::sort(shingles->begin(), shingles->end());
  return out;
}

void restore_shingles(const ShortShinglesView& shingles, Fingerprint& print) {
  print.sampling = shingles.sampling;
  // The lowest bit of a hash that is set, by how often the hash can be halved.
  std::array<std::uint32_t, kMostHalvings + 1> lows{};
  for (unsigned i = 0; i < lows.size(); ++i) {
    const unsigned zeros = shingles.sampling + i;
    lows[i] = zeros < kFragmentAt ? 1U << zeros : 0;
  }
  print.shingles.resize(shingles.own.size() + shingles.quoted.size());
  const auto restore = [&](std::span<const std::uint16_t> from, std::uint32_t mark, auto to) {
    return std::transform(from.begin(), from.end(), to, [&lows, mark](std::uint16_t packed) {
      return static_cast<std::uint32_t>(packed >> kHalvingBits) << kFragmentAt |
             lows[packed & kMostHalvings] | mark;
    });
  };
  const auto end = restore(shingles.own, 0, print.shingles.begin());
  restore(shingles.quoted, kQuoted, end);
}

}  // namespace depesche
