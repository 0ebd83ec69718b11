#include "dedupe/fingerprint.h"

#include <algorithm>
#include <limits>

#include "base/ascii.h"
#include "text/fold.h"
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
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

/// "Kicker : Headline" is how some outlets join the two; the kicker changes from outlet to outlet.
std::string_view without_kicker(std::string_view title) {
  const std::size_t at = title.find(" : ");
  if (at == std::string_view::npos) return title;
  const std::string_view rest = title.substr(at + 3);
  return std::count(rest.begin(), rest.end(), ' ') >= 2 ? rest : title;
}

/// The least shingle that begins in each sentence.
std::vector<std::uint32_t> sentence_minima(std::string_view text) {
  std::vector<std::uint32_t> minima;
  for (const Sentence& sentence : sentences(text)) {
    const auto runs = shingles(token_hashes(sentence.of(text)), kShingleWords);
    if (runs.size() < 2) continue;  // too short to be anybody's
    minima.push_back(low_half(*std::min_element(runs.begin(), runs.end())));
  }
  return minima;
}

std::vector<std::uint32_t> make_sketch(std::string_view text, std::uint32_t headline) {
  std::vector<std::uint32_t> minima = sentence_minima(text);
  if (headline != 0) minima.insert(minima.begin(), headline);
  if (minima.size() > kMostSketchHashes) {
    const auto rest = minima.begin() + static_cast<std::ptrdiff_t>(kLedeSentences);
    std::sort(rest, minima.end());
    minima.resize(kMostSketchHashes);
  }
  sort_unique(minima);
  return minima;
}

void sample_shingles(std::vector<std::uint32_t> all, Fingerprint& out) {
  sort_unique(all);
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
  const std::vector<std::uint64_t> tokens = token_hashes(text);
  out.words = static_cast<std::uint32_t>(tokens.size());
  std::vector<std::uint32_t> runs;
  for (std::uint64_t run : shingles(tokens, kShingleWords)) runs.push_back(low_half(run));
  sample_shingles(std::move(runs), out);
  out.sketch = make_sketch(text, out.headline);
  out.numbers = numbers_of(title, text);
  out.agency = find_agency(article.byline, text);
  return out;
}

}  // namespace depesche
