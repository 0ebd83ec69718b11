#include "story/foreign_pair.h"

#include <algorithm>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

/// Sums of squares by aspect, sums of weights, counts; of one side.
struct Side {
  std::uint64_t all = 0, headlines = 0, names = 0, countries = 0, words = 0;
  std::uint64_t headline_weights = 0, headline_names = 0;
  int name_count = 0, number_count = 0;

  Side(const TermVector& vector, const WeighingAbroad& weighing) {
    for (const Weight& entry : vector) {
      const ClassAbroad of = weighing.class_of(entry.kind);
      if (of == ClassAbroad::None) continue;
      const std::uint64_t weight = weighing.weight(entry);
      const std::uint64_t square = weight * weight;
      const bool is_headline = (entry.places & kInHeadline) != 0;
      all += square;
      if (is_headline) {
        headlines += square;
        headline_weights += weight;
      }
      if (of == ClassAbroad::Name) {
        names += square;
        ++name_count;
        if (is_headline) headline_names += weight;
      }
      if (of == ClassAbroad::Number) ++number_count;
      if (of == ClassAbroad::Country) countries += square;
      if (of == ClassAbroad::Word) words += square;
    }
  }
};

/// Of what both have.
struct Shared {
  std::uint64_t all = 0, headlines = 0, names = 0, countries = 0, words = 0;
  std::uint64_t a_headline = 0, b_headline = 0;  // products of one's headline, the other's all
  std::uint64_t covered_a = 0, covered_b = 0;    // weights of a headline that the other has
  std::uint64_t named_a = 0, named_b = 0;        // likewise of its names
  int names_met = 0, name_evidence = 0, headline_names_met = 0, headline_name_evidence = 0;
  int telling = 0, also_telling = 0;
  int numbers_met = 0, number_evidence = 0, countries_met = 0;
  int words_met = 0, word_evidence = 0, headline_words_met = 0;
  int cognates_met = 0, cognate_evidence = 0;

  void count(ClassAbroad of, int rarity, bool in_both_headlines) {
    if (of == ClassAbroad::Name) {
      ++names_met;
      name_evidence += rarity;
      if (in_both_headlines) {
        ++headline_names_met;
        headline_name_evidence += rarity;
      }
    }
    if (of == ClassAbroad::Number) {
      ++numbers_met;
      number_evidence += rarity;
    }
    if (of == ClassAbroad::Name || of == ClassAbroad::Number) {
      also_telling = std::max(also_telling, std::min(telling, rarity));
      telling = std::max(telling, rarity);
    }
    if (of == ClassAbroad::Country) ++countries_met;
    if (of == ClassAbroad::Word) {
      ++words_met;
      word_evidence += rarity;
      if (in_both_headlines) ++headline_words_met;
    }
  }

  void weigh(ClassAbroad of, std::uint64_t x, int places_x, std::uint64_t y, int places_y) {
    const std::uint64_t product = x * y;
    all += product;
    if (of == ClassAbroad::Name) names += product;
    if (of == ClassAbroad::Country) countries += product;
    if (of == ClassAbroad::Word) words += product;
    const bool in_a = (places_x & kInHeadline) != 0;
    const bool in_b = (places_y & kInHeadline) != 0;
    if (in_a && in_b) headlines += product;
    if (in_a) {
      a_headline += product;
      covered_a += x;
      if (of == ClassAbroad::Name) named_a += x;
    }
    if (in_b) {
      b_headline += product;
      covered_b += y;
      if (of == ClassAbroad::Name) named_b += y;
    }
  }
};

int cosine_of(std::uint64_t a, std::uint64_t b, std::uint64_t both) {
  const std::uint64_t length = integer_root(a) * integer_root(b);
  return length == 0 ? 0 : static_cast<int>(std::min<std::uint64_t>(both * 1000 / length, 1000));
}

int share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<int>(part * 1000 / whole);
}

Shared shared(const Told& a, const WeighingAbroad& of_a, const Told& b, const WeighingAbroad& of_b,
              const Frequencies& frequencies) {
  Shared out;
  const auto meet = [&](const Weight& x, const Weight& y) {
    const auto rarity = [&] {
      return std::min(frequencies.rarity(a.language, counted_as(x.term, x.kind)),
                      frequencies.rarity(b.language, counted_as(y.term, y.kind)));
    };
    if (x.kind == TermKind::Word && y.kind == TermKind::Word) {
      ++out.cognates_met;
      out.cognate_evidence += rarity();
      return;
    }
    const ClassAbroad of = of_a.class_of(x.kind);
    if (of == ClassAbroad::None || of != of_b.class_of(y.kind)) return;
    const bool in_both = (x.places & y.places & kInHeadline) != 0;
    out.count(of, rarity(), in_both);
    out.weigh(of, of_a.weight(x), x.places, of_b.weight(y), y.places);
  };
  auto x = a.vector.begin();
  auto y = b.vector.begin();
  while (x != a.vector.end() && y != b.vector.end()) {
    const std::uint32_t left = x->term;
    const std::uint32_t right = y->term;
    if (left == right) meet(*x, *y);
    if (left <= right) ++x;
    if (right <= left) ++y;
  }
  return out;
}

}  // namespace

ForeignTraits compare_abroad(const Told& a, const Told& b, const Apart& apart,
                             const Frequencies& frequencies, const StoryParameters& parameters) {
  const bool is_translated = are_translated(a, b);
  const WeighingAbroad of_a(a.language, is_translated, parameters);
  const WeighingAbroad of_b(b.language, is_translated, parameters);
  const Side x(a.vector, of_a);
  const Side y(b.vector, of_b);
  const Shared both = shared(a, of_a, b, of_b, frequencies);
  const int a_in_b = cosine_of(x.headlines, y.all, both.a_headline);
  const int b_in_a = cosine_of(y.headlines, x.all, both.b_headline);
  const int a_covered = share(both.covered_a, x.headline_weights);
  const int b_covered = share(both.covered_b, y.headline_weights);
  const int a_missing = share(x.headline_names - both.named_a, x.headline_names);
  const int b_missing = share(y.headline_names - both.named_b, y.headline_names);
  const bool is_german_a = is_german(a.language);
  const bool is_either_german = is_german_a || is_german(b.language);
  ForeignTraits out{};
  const auto set = [&out](ForeignTrait trait, int value) {
    out[static_cast<std::size_t>(trait)] = value;
  };
  set(ForeignTrait::Cosine, cosine_of(x.all, y.all, both.all));
  set(ForeignTrait::Headlines, cosine_of(x.headlines, y.headlines, both.headlines));
  set(ForeignTrait::HeadlineInOther, std::max(a_in_b, b_in_a));
  set(ForeignTrait::HeadlinesInOther, std::min(a_in_b, b_in_a));
  set(ForeignTrait::Covered, std::max(a_covered, b_covered));
  set(ForeignTrait::BothCovered, std::min(a_covered, b_covered));
  set(ForeignTrait::Names, cosine_of(x.names, y.names, both.names));
  set(ForeignTrait::NamesMet, both.names_met);
  set(ForeignTrait::NameEvidence, both.name_evidence);
  set(ForeignTrait::HeadlineNamesMet, both.headline_names_met);
  set(ForeignTrait::HeadlineNameEvidence, both.headline_name_evidence);
  set(ForeignTrait::Telling, both.telling);
  set(ForeignTrait::AlsoTelling, both.also_telling);
  set(ForeignTrait::NamesMissing, !is_either_german ? std::min(a_missing, b_missing)
                                  : is_german_a     ? b_missing
                                                    : a_missing);
  set(ForeignTrait::GermanNamesMissing, !is_either_german ? 0
                                        : is_german_a     ? a_missing
                                                          : b_missing);
  set(ForeignTrait::NumbersMet, both.numbers_met);
  set(ForeignTrait::NumberEvidence, both.number_evidence);
  set(ForeignTrait::FewerNumbers, std::min(x.number_count, y.number_count));
  set(ForeignTrait::MoreNumbers, std::max(x.number_count, y.number_count));
  set(ForeignTrait::Countries, cosine_of(x.countries, y.countries, both.countries));
  set(ForeignTrait::CountriesMet, both.countries_met);
  set(ForeignTrait::Words, cosine_of(x.words, y.words, both.words));
  set(ForeignTrait::WordsMet, both.words_met);
  set(ForeignTrait::WordEvidence, both.word_evidence);
  set(ForeignTrait::HeadlineWordsMet, both.headline_words_met);
  set(ForeignTrait::CognatesMet, both.cognates_met);
  set(ForeignTrait::CognateEvidence, both.cognate_evidence);
  set(ForeignTrait::IsTranslated, is_translated ? 1 : 0);
  set(ForeignTrait::FewerNames, std::min(x.name_count, y.name_count));
  set(ForeignTrait::MoreNames, std::max(x.name_count, y.name_count));
  set(ForeignTrait::Hours, static_cast<int>(apart.hours));
  set(ForeignTrait::SameOutlet, apart.is_same_outlet ? 1 : 0);
  return out;
}

bool is_worth_judging(const ForeignTraits& traits, const StoryParameters& parameters) {
  const auto of = [&traits](ForeignTrait trait) { return traits[static_cast<std::size_t>(trait)]; };
  const int firm = of(ForeignTrait::NamesMet) + of(ForeignTrait::NumbersMet);
  const int all = firm + of(ForeignTrait::CountriesMet) + of(ForeignTrait::WordsMet);
  return firm > 0 && all >= parameters.foreign_least_shared;
}

}  // namespace depesche::story
