#include "story/pair.h"

#include <algorithm>
#include <cassert>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

/// Per mille, of vectors of these lengths; 0 where one of them has nothing of the kind.
int cosine_of(std::uint64_t a, std::uint64_t b, std::uint64_t both) {
  const std::uint64_t length = a * b;
  return both == 0 || length == 0
             ? 0
             : static_cast<int>(std::min<std::uint64_t>(both * 1000 / length, 1000));
}

int share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<int>(part * 1000 / whole);
}

bool is_word(const Weight& entry) {
  return entry.kind == TermKind::Word || entry.kind == TermKind::Number;
}

bool stands_in(const Weight& entry, int places) { return (entry.places & places) != 0; }

}  // namespace

/// Of the terms that both have: sums of products by aspect, evidence, counts.
struct Comparison::Shared {
  std::uint64_t all = 0, headlines = 0, texts = 0, names = 0, addresses = 0, pieces = 0;
  std::uint64_t a_headline = 0, b_headline = 0;  // products of one's headline, the other's all
  std::uint64_t covered_a = 0, covered_b = 0;    // weights of a headline that the other has
  std::uint64_t numbers_a = 0, numbers_b = 0;    // weights of the numbers that both have
  int evidence = 0, headline_evidence = 0, telling = 0, also_telling = 0;
  int words = 0, numbers = 0;

  void add(const Weight& a, int rarity, const Weight& b) {
    const std::uint64_t product = std::uint64_t{a.weight} * b.weight;
    all += product;
    const int places = a.places & b.places;
    if (a.kind == TermKind::Name) names += product;
    if (a.kind == TermKind::Piece) pieces += product;
    if ((places & kInAddress) != 0) addresses += product;
    if (stands_in(a, kInLede | kInBody) && stands_in(b, kInLede | kInBody)) texts += product;
    if ((places & kInHeadline) != 0) headlines += product;
    if (stands_in(a, kInHeadline)) {
      a_headline += product;
      covered_a += a.weight;
    }
    if (stands_in(b, kInHeadline)) {
      b_headline += product;
      covered_b += b.weight;
    }
    if (!is_word(a)) return;
    evidence += rarity;
    if ((places & kInHeadline) != 0) headline_evidence += rarity;
    also_telling = std::max(also_telling, std::min(telling, rarity));
    telling = std::max(telling, rarity);
    ++words;
    if (a.kind != TermKind::Number) return;
    ++numbers;
    numbers_a += a.weight;
    numbers_b += b.weight;
  }
};

Comparison::Comparison(std::span<const Weight> a, std::span<const int> rarities)
    : a_(a), rarities_(rarities), side_(a) {
  assert(a.size() < 256 && rarities.size() == a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t at = a[i].term % slots_.size();
    while (slots_[at] != 0) at = (at + 1) % slots_.size();
    slots_[at] = static_cast<std::uint8_t>(i + 1);
  }
}

/// Without branches on what stands where.
Comparison::Side::Side(std::span<const Weight> vector) {
  assert(vector.size() < 256);
  struct {
    std::uint32_t all = 0, headlines = 0, texts = 0, names = 0, addresses = 0, pieces = 0;
  } squares;
  int known_words = 0;
  int known_numbers = 0;
  for (const Weight& entry : vector) {
    const std::uint32_t weight = is_foreign_only(entry.kind) ? 0 : entry.weight;
    const std::uint32_t square = weight * weight;
    const auto of = [square](bool is_of) { return is_of ? square : 0; };
    squares.all += square;
    squares.names += of(entry.kind == TermKind::Name);
    squares.pieces += of(entry.kind == TermKind::Piece);
    squares.addresses += of(stands_in(entry, kInAddress));
    squares.texts += of(stands_in(entry, kInLede | kInBody));
    squares.headlines += of(stands_in(entry, kInHeadline));
    headline_weights += stands_in(entry, kInHeadline) ? weight : 0;
    known_words += is_word(entry) ? 1 : 0;
    known_numbers += entry.kind == TermKind::Number ? 1 : 0;
    number_weights += entry.kind == TermKind::Number ? weight : 0;
  }
  const auto root = [](std::uint32_t sum) { return static_cast<std::uint16_t>(integer_root(sum)); };
  all = root(squares.all);
  headlines = root(squares.headlines);
  texts = root(squares.texts);
  names = root(squares.names);
  addresses = root(squares.addresses);
  pieces = root(squares.pieces);
  words = static_cast<std::uint8_t>(known_words);
  numbers = static_cast<std::uint8_t>(known_numbers);
}

Comparison::Shared Comparison::shared(std::span<const Weight> b) const {
  // First, without a branch, those that may be shared: mostly a few.
  assert(b.size() < 256);
  std::array<std::uint8_t, 256> maybe;
  std::size_t count = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    maybe[count] = static_cast<std::uint8_t>(i);
    count += slots_[b[i].term % slots_.size()] != 0 ? 1 : 0;
  }
  Shared out;
  for (std::size_t k = 0; k < count; ++k) {
    const Weight& entry = b[maybe[k]];
    for (std::size_t at = entry.term % slots_.size(); slots_[at] != 0;
         at = (at + 1) % slots_.size()) {
      const std::size_t i = slots_[at] - std::size_t{1};
      if (a_[i].term != entry.term) continue;
      if (!is_foreign_only(a_[i].kind) && !is_foreign_only(entry.kind))
        out.add(a_[i], rarities_[i], entry);
      break;
    }
  }
  return out;
}

Traits Comparison::with(std::span<const Weight> b, const Side& y,
                        const Circumstances& circumstances) const {
  const Shared both = shared(b);
  const Side& x = side_;
  const int a_in_b = cosine_of(x.headlines, y.all, both.a_headline);
  const int b_in_a = cosine_of(y.headlines, x.all, both.b_headline);
  const int a_covered = share(both.covered_a, x.headline_weights);
  const int b_covered = share(both.covered_b, y.headline_weights);
  Traits out{};
  const auto set = [&out](Trait trait, int value) { out[static_cast<std::size_t>(trait)] = value; };
  set(Trait::Cosine, static_cast<int>(both.all * 1000 / (std::uint64_t{kOne} * kOne)));
  set(Trait::Evidence, both.evidence);
  set(Trait::HeadlineEvidence, both.headline_evidence);
  set(Trait::Telling, both.telling);
  set(Trait::AlsoTelling, both.also_telling);
  set(Trait::Headlines, cosine_of(x.headlines, y.headlines, both.headlines));
  set(Trait::HeadlineInOther, std::max(a_in_b, b_in_a));
  set(Trait::HeadlinesInOther, std::min(a_in_b, b_in_a));
  set(Trait::Covered, std::max(a_covered, b_covered));
  set(Trait::BothCovered, std::min(a_covered, b_covered));
  set(Trait::Texts, cosine_of(x.texts, y.texts, both.texts));
  set(Trait::Names, cosine_of(x.names, y.names, both.names));
  set(Trait::Addresses, cosine_of(x.addresses, y.addresses, both.addresses));
  set(Trait::Pieces, cosine_of(x.pieces, y.pieces, both.pieces));
  set(Trait::Numbers, both.numbers);
  set(Trait::FewerNumbers, std::min(x.numbers, y.numbers));
  set(Trait::MoreNumbers, std::max(x.numbers, y.numbers));
  set(Trait::NumbersCovered,
      std::max(share(both.numbers_a, x.number_weights), share(both.numbers_b, y.number_weights)));
  set(Trait::Shared, both.words);
  set(Trait::ShorterWords, std::min(x.words, y.words));
  set(Trait::LongerWords, std::max(x.words, y.words));
  set(Trait::Hours, static_cast<int>(circumstances.hours));
  set(Trait::SameOutlet, circumstances.is_same_outlet ? 1 : 0);
  set(Trait::Apart, circumstances.facts.is_other(FactKind::Region) ? 1 : 0);
  set(Trait::Near, circumstances.facts.is_same(FactKind::Region) ? 1 : 0);
  return out;
}

Traits compare(const TermVector& a, std::span<const int> rarities, const TermVector& b,
               const Circumstances& circumstances) {
  return Comparison(a, rarities).with(b, circumstances);
}

}  // namespace depesche::story
