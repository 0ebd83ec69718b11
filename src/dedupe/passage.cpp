#include "dedupe/passage.h"

#include <cassert>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/fold.h"
#include "text/shingles.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

constexpr std::size_t kMostPassageBytes = 60'000;  // as far as a fingerprint reads
constexpr std::size_t kMostQuoted = 240;           // bytes of a quotation
constexpr std::size_t kMostPlaces = 8;             // of one run of words in the other text
constexpr std::size_t kMostSteps = 16;  // for a word, so that hostile repetition stays linear

struct Words {
  std::vector<std::uint64_t> hashes;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bounds;  // begin and end of each in the text
};

/// Scripts without spaces give a word a character.
Words words_of(std::string_view text) {
  Words out;
  const auto add = [&](std::uint32_t begin, std::uint32_t end, std::uint64_t hash) {
    out.bounds.emplace_back(begin, end);
    out.hashes.push_back(hash);
  };
  for (const Token& token : tokenise(text)) {
    const std::string_view word = token.of(text);
    if (token.kind != TokenKind::Ideographic) {
      add(token.begin, token.end(), folded_hash(word));
      continue;
    }
    const std::vector<std::uint32_t> bounds = character_bounds(word);
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      add(token.begin + bounds[i], token.begin + bounds[i + 1],
          term_hash(word.substr(bounds[i], bounds[i + 1] - bounds[i])));
    }
  }
  return out;
}

using Places = std::unordered_map<std::uint64_t, std::vector<std::size_t>>;

Places places_of(const std::vector<std::uint64_t>& runs) {
  Places places;
  for (std::size_t at = 0; at < runs.size(); ++at) {
    std::vector<std::size_t>& known = places[runs[at]];
    if (known.size() < kMostPlaces) known.push_back(at);
  }
  return places;
}

std::size_t shared_from(const std::vector<std::uint64_t>& a, std::size_t i,
                        const std::vector<std::uint64_t>& b, std::size_t j) {
  std::size_t length = 0;
  while (i + length < a.size() && j + length < b.size() && a[i + length] == b[j + length]) ++length;
  return length;
}

}  // namespace

std::string longest_common_passage(std::string_view text, std::string_view other,
                                   std::size_t least_words) {
  assert(least_words > 0);
  text = text.substr(0, kMostPassageBytes);
  const Words words = words_of(text);
  const std::vector<std::uint64_t>& a = words.hashes;
  const std::vector<std::uint64_t> b = words_of(other.substr(0, kMostPassageBytes)).hashes;
  if (a.size() < least_words || b.size() < least_words) return {};
  const Places places = places_of(shingles(b, least_words));
  const std::vector<std::uint64_t> runs = shingles(a, least_words);
  std::size_t best = 0;
  std::size_t best_length = 0;
  std::size_t steps = 0;
  for (std::size_t i = 0; i < runs.size() && steps < kMostSteps * a.size(); ++i) {
    const auto found = places.find(runs[i]);
    if (found == places.end()) continue;
    for (const std::size_t j : found->second) {
      // A run that goes on from the left was measured there.
      if (i > 0 && j > 0 && a[i - 1] == b[j - 1]) continue;
      // One that is to be longer has a word more.
      if (i + best_length >= a.size() || j + best_length >= b.size()) continue;
      if (a[i + best_length] != b[j + best_length]) continue;
      const std::size_t length = shared_from(a, i, b, j);
      steps += length;
      if (length <= best_length) continue;
      best = i;
      best_length = length;
    }
  }
  if (best_length < least_words) return {};
  const std::uint32_t begin = words.bounds[best].first;
  const std::uint32_t end = words.bounds[best + best_length - 1].second;
  return std::string(text.substr(begin, end - begin));
}

std::string quoted_passage(std::string_view text, std::string_view other) {
  const std::string passage = longest_common_passage(text, other);
  const std::string_view cut = truncate_utf8(passage, kMostQuoted);
  const bool is_whole = cut.size() == passage.size();
  return std::string(is_whole ? cut : cut.substr(0, cut.rfind(' ')));
}

}  // namespace depesche
