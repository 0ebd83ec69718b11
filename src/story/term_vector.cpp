#include "story/term_vector.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/fixed_point.h"
#include "base/sort_by_hash.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

// Countries have no weight of their own in a vector, for their name is a word already. They are
// kept for the comparison with other languages, at half their weight so that it fits.
constexpr std::size_t kMostCountries = 8;
// The same goes for what a word means in another language.
constexpr std::size_t kMostMeaningsWeighed = 32;

struct Heavy {
  Weight entry;
  std::int64_t weight;
};

/// Of how often a term stands somewhere.
constexpr std::array<std::uint16_t, 256> kDamped = [] {
  std::array<std::uint16_t, 256> out{};
  for (std::size_t count = 0; count < out.size(); ++count) {
    out[count] = static_cast<std::uint16_t>(log2_256(count + 1));
  }
  return out;
}();

std::int64_t place_weight(const Term& term, const StoryParameters& p) {
  const std::int64_t sum =
      std::int64_t{p.headline} * kDamped[std::min<std::uint8_t>(term.headline, 3)] +
      std::int64_t{p.lede} * kDamped[term.lede] + std::int64_t{p.body} * kDamped[term.body] +
      std::int64_t{p.address} * kDamped[std::min<std::uint8_t>(term.address, 1)];
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
      return kCountryShare;
    case TermKind::Region:
    case TermKind::Town:
    case TermKind::Day:
    case TermKind::Score:
      return 0;
    case TermKind::Meaning:
      return kMeaningShare;
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

/// `length` is that of the vector the entries stand in.
void append(std::vector<Heavy>& terms, std::int64_t length, TermVector& out) {
  for (Heavy& heavy : terms) {
    const std::int64_t weight = heavy.weight * kOne / length;
    heavy.entry.weight = weight_of(weight_code(static_cast<std::uint64_t>(weight)));
    if (heavy.entry.weight != 0) out.push_back(heavy.entry);
  }
}

std::int64_t length_of(const std::vector<Heavy>& terms) {
  std::uint64_t squares = 0;
  for (const Heavy& heavy : terms)
    squares += static_cast<std::uint64_t>(heavy.weight * heavy.weight);
  return static_cast<std::int64_t>(integer_root(squares)) + 1;
}

}  // namespace

std::vector<int> rarities(const Analysis& analysis, LanguageCode language,
                          const Frequencies& frequencies) {
  std::vector<std::uint32_t> terms;
  terms.reserve(analysis.terms.size());
  for (const Term& term : analysis.terms) terms.push_back(counted_as(term.hash, term.kind));
  return frequencies.rarities(language, terms);
}

TermVector weigh(const Analysis& analysis, std::span<const int> rarities,
                 const StoryParameters& p) {
  std::vector<Heavy> terms;
  std::vector<Heavy> pieces;
  std::vector<Heavy> countries;
  std::vector<Heavy> meanings;
  for (std::size_t i = 0; i < analysis.terms.size(); ++i) {
    const Term& term = analysis.terms[i];
    const std::int64_t weight = raw_weight(term, rarities[i], p);
    if (weight <= 0) continue;
    auto& into = term.kind == TermKind::Piece     ? pieces
                 : term.kind == TermKind::Country ? countries
                 : term.kind == TermKind::Meaning ? meanings
                                                  : terms;
    into.push_back({{term.hash, 0, term.kind, places_of(term)}, weight});
  }
  keep_heaviest(terms, static_cast<std::size_t>(p.most_terms));
  // Pieces make up for what short texts lack.
  const auto room = static_cast<std::size_t>(p.most_together) -
                    std::min(static_cast<std::size_t>(p.most_together), terms.size());
  keep_heaviest(pieces, std::min(room, static_cast<std::size_t>(p.most_pieces)));
  keep_heaviest(countries, kMostCountries);
  keep_heaviest(meanings, kMostMeaningsWeighed);
  terms.insert(terms.end(), pieces.begin(), pieces.end());
  const std::int64_t length = length_of(terms);
  TermVector out;
  out.reserve(terms.size() + countries.size() + meanings.size());
  append(terms, length, out);
  append(countries, length, out);
  append(meanings, length, out);
  sort_by_hash(out, [](const Weight& entry) { return entry.term; });
  return out;
}

std::uint16_t telling_from(const TermVector& vector, const StoryParameters& p) {
  std::vector<std::uint16_t> weights;
  for (const Weight& entry : vector) {
    if (!is_foreign_only(entry.kind)) weights.push_back(entry.weight);
  }
  const auto most = static_cast<std::size_t>(p.most_telling);
  if (weights.size() <= most) return 1;
  // One more than the heaviest that is left out: all that weigh the same go with it.
  const auto out = weights.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(weights.begin(), out, weights.end(), std::greater<>());
  return static_cast<std::uint16_t>(*out + 1);
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
      if (!is_foreign_only(x->kind) && !is_foreign_only(y->kind))
        sum += std::uint64_t{x->weight} * y->weight;
      ++x;
      ++y;
    }
  }
  return static_cast<int>(sum / kOne);
}

}  // namespace depesche::story
