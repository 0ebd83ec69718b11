#include "story/term_vector.h"

#include <algorithm>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

struct Heavy {
  Weight entry;
  std::int64_t weight;
};

std::int64_t place_weight(const Term& term, const StoryParameters& p) {
  const auto damped = [](int count) { return log2_256(static_cast<std::uint64_t>(count) + 1); };
  const std::int64_t sum = std::int64_t{p.headline} * damped(std::min<int>(term.headline, 3)) +
                           std::int64_t{p.lede} * damped(term.lede) +
                           std::int64_t{p.body} * damped(term.body) +
                           std::int64_t{p.address} * damped(std::min<int>(term.address, 1));
  return sum / 256;
}

std::uint8_t places_of(const Term& term) {
  return static_cast<std::uint8_t>((term.headline > 0 ? kInHeadline : 0) |
                                   (term.lede > 0 ? kInLede : 0) | (term.body > 0 ? kInBody : 0) |
                                   (term.address > 0 ? kInAddress : 0));
}

int kind_weight(TermKind kind, const StoryParameters& p) {
  switch (kind) {
    case TermKind::Word:
      return p.word;
    case TermKind::Piece:
      return p.piece;
    case TermKind::Name:
      return p.name;
    case TermKind::Number:
      return p.number;
    case TermKind::Country:
    case TermKind::Region:
      return 0;  // the word is counted already
  }
  return 0;
}

std::int64_t raw_weight(const Term& term, int rarity, const StoryParameters& p) {
  return place_weight(term, p) * kind_weight(term.kind, p) * rarity / (1000 * 256);
}

/// Keeps the `most` heaviest; ties by term, so that order of input cannot matter.
void keep_heaviest(std::vector<Heavy>& terms, std::size_t most) {
  if (terms.size() <= most) return;
  std::nth_element(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(most), terms.end(),
                   [](const Heavy& a, const Heavy& b) {
                     return a.weight != b.weight ? a.weight > b.weight
                                                 : a.entry.term < b.entry.term;
                   });
  terms.resize(most);
}

TermVector unit(std::vector<Heavy> terms) {
  std::uint64_t squares = 0;
  for (const Heavy& heavy : terms)
    squares += static_cast<std::uint64_t>(heavy.weight * heavy.weight);
  // One more than the root, so that rounding never makes a vector longer than one.
  const auto norm = static_cast<std::int64_t>(integer_root(squares)) + 1;
  TermVector out;
  out.reserve(terms.size());
  for (Heavy& heavy : terms) {
    heavy.entry.weight = static_cast<std::uint16_t>(heavy.weight * kOne / norm);
    if (heavy.entry.weight != 0) out.push_back(heavy.entry);
  }
  std::sort(out.begin(), out.end(),
            [](const Weight& a, const Weight& b) { return a.term < b.term; });
  return out;
}

}  // namespace

std::vector<int> rarities(const Analysis& analysis, LanguageCode language,
                          const Frequencies& frequencies) {
  std::vector<int> out;
  out.reserve(analysis.terms.size());
  for (const Term& term : analysis.terms) out.push_back(frequencies.rarity(language, term.hash));
  return out;
}

TermVector weigh(const Analysis& analysis, std::span<const int> rarities,
                 const StoryParameters& p) {
  std::vector<Heavy> terms;
  std::vector<Heavy> pieces;
  for (std::size_t i = 0; i < analysis.terms.size(); ++i) {
    const Term& term = analysis.terms[i];
    const std::int64_t weight = raw_weight(term, rarities[i], p);
    if (weight <= 0) continue;
    auto& into = term.kind == TermKind::Piece ? pieces : terms;
    into.push_back({{term.hash, 0, term.kind, places_of(term)}, weight});
  }
  keep_heaviest(terms, static_cast<std::size_t>(p.most_terms));
  keep_heaviest(pieces, static_cast<std::size_t>(p.most_pieces));
  terms.insert(terms.end(), pieces.begin(), pieces.end());
  return unit(std::move(terms));
}

TermVector weigh_foreign(const Analysis& analysis, std::span<const int> rarities,
                         const StoryParameters& p) {
  std::vector<Heavy> terms;
  for (std::size_t i = 0; i < analysis.terms.size(); ++i) {
    const Term& term = analysis.terms[i];
    const bool is_common = term.kind == TermKind::Name || term.kind == TermKind::Number ||
                           term.kind == TermKind::Country;
    if (!is_common) continue;
    const std::int64_t weight = place_weight(term, p) * rarities[i] / 256;
    if (weight > 0) terms.push_back({{term.hash, 0, term.kind, places_of(term)}, weight});
  }
  keep_heaviest(terms, static_cast<std::size_t>(p.most_terms) / 2);
  return unit(std::move(terms));
}

int cosine(const TermVector& a, const TermVector& b) {
  std::uint64_t sum = 0;
  auto x = a.begin();
  auto y = b.begin();
  while (x != a.end() && y != b.end()) {
    if (x->term < y->term) {
      ++x;
    } else if (y->term < x->term) {
      ++y;
    } else {
      sum += std::uint64_t{x->weight} * y->weight;
      ++x;
      ++y;
    }
  }
  return static_cast<int>(sum / kOne);
}

}  // namespace depesche::story
