#include "text/shingles.h"

#include <algorithm>
#include <cassert>

#include "text/fold.h"
#include "text/term_hash.h"
#include "text/tokens.h"

namespace depesche {

std::vector<PlacedHash> placed_token_hashes(std::string_view text) {
  const std::vector<Token> tokens = tokenise(text);
  std::vector<PlacedHash> out;
  out.reserve(tokens.size());
  for (const Token& token : tokens) {
    const std::string_view word = token.of(text);
    if (token.kind != TokenKind::Ideographic) {
      out.push_back({folded_hash(word), token.begin});
      continue;
    }
    const std::vector<std::uint32_t> bounds = character_bounds(word);
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      const std::uint32_t end = bounds[std::min(i + 2, bounds.size() - 1)];
      out.push_back({term_hash(word.substr(bounds[i], end - bounds[i])), token.begin + bounds[i]});
    }
  }
  return out;
}

std::vector<std::uint64_t> token_hashes(std::string_view text) {
  std::vector<std::uint64_t> out;
  for (const PlacedHash& placed : placed_token_hashes(text)) out.push_back(placed.hash);
  return out;
}

std::vector<std::uint64_t> shingles(const std::vector<std::uint64_t>& tokens, std::size_t width) {
  assert(width > 0);
  std::vector<std::uint64_t> out;
  if (tokens.empty()) return out;
  const std::size_t count = tokens.size() < width ? 1 : tokens.size() - width + 1;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t h = 0;
    for (std::size_t j = i; j < std::min(i + width, tokens.size()); ++j) {
      h = mix_hash(h * 0x9e3779b97f4a7c15ULL + tokens[j]);
    }
    out.push_back(h);
  }
  return out;
}

}  // namespace depesche
