#include "story/pair.h"

#include <algorithm>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

/// Sums of squares or products of one aspect of two vectors.
struct Aspect {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t both = 0;

  /// Per mille; 0 where one of them has nothing of the kind.
  int cosine() const {
    if (both == 0) return 0;
    const std::uint64_t length = integer_root(a) * integer_root(b);
    return length == 0 ? 0 : static_cast<int>(std::min<std::uint64_t>(both * 1000 / length, 1000));
  }
};

int share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<int>(part * 1000 / whole);
}

bool is_word(const Weight& entry) {
  return entry.kind == TermKind::Word || entry.kind == TermKind::Number;
}

/// The walk along both vectors.
class Comparison {
 public:
  void only_a(const Weight& entry) { count(entry, &Aspect::a, head_a_, words_a_); }
  void only_b(const Weight& entry) { count(entry, &Aspect::b, head_b_, words_b_); }

  void shared(const Weight& a, int rarity, const Weight& b) {
    only_a(a);
    only_b(b);
    const std::uint64_t product = std::uint64_t{a.weight} * b.weight;
    all_.both += product;
    const int places = a.places & b.places;
    if (a.kind == TermKind::Name) names_.both += product;
    if (a.kind == TermKind::Piece) pieces_.both += product;
    if ((places & kInAddress) != 0) addresses_.both += product;
    if ((a.places & (kInLede | kInBody)) != 0 && (b.places & (kInLede | kInBody)) != 0) {
      texts_.both += product;
    }
    if ((places & kInHeadline) != 0) headlines_.both += product;
    if ((a.places & kInHeadline) != 0) {
      head_in_b_ += product;
      covered_a_ += a.weight;
    }
    if ((b.places & kInHeadline) != 0) {
      head_in_a_ += product;
      covered_b_ += b.weight;
    }
    if (!is_word(a)) return;
    evidence_ += rarity;
    if ((places & kInHeadline) != 0) headline_evidence_ += rarity;
    also_telling_ = std::max(also_telling_, std::min(telling_, rarity));
    telling_ = std::max(telling_, rarity);
    ++shared_;
    if (a.kind == TermKind::Number) ++numbers_;
  }

  Traits traits(const Circumstances& circumstances) const {
    const int a_in_b = Aspect{headlines_.a, all_.b, head_in_b_}.cosine();
    const int b_in_a = Aspect{headlines_.b, all_.a, head_in_a_}.cosine();
    const int a_covered = share(covered_a_, head_a_);
    const int b_covered = share(covered_b_, head_b_);
    Traits out{};
    const auto set = [&out](Trait trait, int value) {
      out[static_cast<std::size_t>(trait)] = value;
    };
    set(Trait::Cosine, static_cast<int>(all_.both * 1000 / (std::uint64_t{kOne} * kOne)));
    set(Trait::Evidence, evidence_);
    set(Trait::HeadlineEvidence, headline_evidence_);
    set(Trait::Telling, telling_);
    set(Trait::AlsoTelling, also_telling_);
    set(Trait::Headlines, headlines_.cosine());
    set(Trait::HeadlineInOther, std::max(a_in_b, b_in_a));
    set(Trait::HeadlinesInOther, std::min(a_in_b, b_in_a));
    set(Trait::Covered, std::max(a_covered, b_covered));
    set(Trait::BothCovered, std::min(a_covered, b_covered));
    set(Trait::Texts, texts_.cosine());
    set(Trait::Names, names_.cosine());
    set(Trait::Addresses, addresses_.cosine());
    set(Trait::Pieces, pieces_.cosine());
    set(Trait::Numbers, numbers_);
    set(Trait::Shared, shared_);
    set(Trait::ShorterWords, std::min(words_a_, words_b_));
    set(Trait::LongerWords, std::max(words_a_, words_b_));
    set(Trait::Hours, static_cast<int>(circumstances.hours));
    set(Trait::SameOutlet, circumstances.is_same_outlet ? 1 : 0);
    set(Trait::Apart, circumstances.is_apart ? 1 : 0);
    set(Trait::Near, circumstances.is_near ? 1 : 0);
    return out;
  }

 private:
  void count(const Weight& entry, std::uint64_t Aspect::*side, std::uint64_t& head, int& words) {
    const std::uint64_t square = std::uint64_t{entry.weight} * entry.weight;
    all_.*side += square;
    if (entry.kind == TermKind::Name) names_.*side += square;
    if (entry.kind == TermKind::Piece) pieces_.*side += square;
    if ((entry.places & kInAddress) != 0) addresses_.*side += square;
    if ((entry.places & (kInLede | kInBody)) != 0) texts_.*side += square;
    if ((entry.places & kInHeadline) != 0) {
      headlines_.*side += square;
      head += entry.weight;
    }
    if (is_word(entry)) ++words;
  }

  Aspect all_, headlines_, texts_, names_, addresses_, pieces_;
  std::uint64_t head_in_a_ = 0, head_in_b_ = 0;  // products of one's headline, other's all
  std::uint64_t head_a_ = 0, head_b_ = 0;        // weights of the headlines …
  std::uint64_t covered_a_ = 0, covered_b_ = 0;  // … and of what the other has of them
  int words_a_ = 0, words_b_ = 0;
  int evidence_ = 0, headline_evidence_ = 0, telling_ = 0, also_telling_ = 0;
  int shared_ = 0, numbers_ = 0;
};

}  // namespace

Traits compare(const TermVector& a, std::span<const int> rarities, const TermVector& b,
               const Circumstances& circumstances) {
  Comparison walk;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->term < j->term)) {
      walk.only_a(*i++);
    } else if (i == a.end() || j->term < i->term) {
      walk.only_b(*j++);
    } else {
      walk.shared(*i, rarities[static_cast<std::size_t>(i - a.begin())], *j);
      ++i;
      ++j;
    }
  }
  return walk.traits(circumstances);
}

}  // namespace depesche::story
