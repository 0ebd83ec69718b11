#include "story/foreign_link.h"

#include <cstdint>
#include <cstdlib>

#include "story/logit.h"

namespace depesche::story {

ForeignSigns foreign_signs(const ForeignTraits& traits) {
  const auto of = [&traits](ForeignTrait trait) { return traits[static_cast<std::size_t>(trait)]; };
  const auto logarithm = [&of](ForeignTrait trait) { return ln(1 + of(trait)); };
  const auto bits = [&of](ForeignTrait trait) { return ln(256 + of(trait), 256); };
  const int hours = ln(24 + std::abs(of(ForeignTrait::Hours)), 24);
  const int numbers = of(ForeignTrait::NumbersMet);
  const int fewer_numbers = of(ForeignTrait::FewerNumbers);
  const int is_translated = of(ForeignTrait::IsTranslated);
  const int names = bits(ForeignTrait::NameEvidence);
  const int missing = of(ForeignTrait::NamesMissing);
  const int lengths = logarithm(ForeignTrait::FewerNames);
  const int unmet = ln(1 + fewer_numbers - numbers);
  return {
      of(ForeignTrait::Cosine),
      of(ForeignTrait::Headlines),
      of(ForeignTrait::HeadlineInOther),
      of(ForeignTrait::HeadlinesInOther),
      of(ForeignTrait::Covered),
      of(ForeignTrait::BothCovered),
      of(ForeignTrait::Names),
      logarithm(ForeignTrait::NamesMet),
      names,
      logarithm(ForeignTrait::HeadlineNamesMet),
      bits(ForeignTrait::HeadlineNameEvidence),
      of(ForeignTrait::Telling) * 100 / 256,
      of(ForeignTrait::AlsoTelling) * 100 / 256,
      missing,
      of(ForeignTrait::GermanNamesMissing),
      ln(1 + numbers),
      bits(ForeignTrait::NumberEvidence),
      logarithm(ForeignTrait::FewerNumbers),
      logarithm(ForeignTrait::MoreNumbers),
      unmet,
      fewer_numbers > 0 && numbers == 0 ? 1000 : 0,
      of(ForeignTrait::Countries),
      logarithm(ForeignTrait::CountriesMet),
      of(ForeignTrait::Words),
      logarithm(ForeignTrait::WordsMet),
      bits(ForeignTrait::WordEvidence),
      logarithm(ForeignTrait::HeadlineWordsMet),
      logarithm(ForeignTrait::CognatesMet),
      bits(ForeignTrait::CognateEvidence),
      is_translated * 1000,
      lengths,
      logarithm(ForeignTrait::MoreNames),
      hours,
      of(ForeignTrait::SameOutlet) * 1000,
      ln(10 + of(ForeignTrait::Cosine), 1000),
      ln(10 + of(ForeignTrait::Names), 1000),
      // What the evidence is worth depends on how long the texts are, how far apart, and whether
      // words could have been met as well.
      of(ForeignTrait::Cosine) * lengths / 1000,
      of(ForeignTrait::Names) * lengths / 1000,
      names * lengths / 1000,
      names * hours / 1000,
      hours * unmet / 1000,
      names * missing / 1000,
      of(ForeignTrait::Cosine) * is_translated,
      names * is_translated,
      missing * is_translated,
      unmet * is_translated,
      logarithm(ForeignTrait::FewerNumbers) * is_translated,
      ln(1 + numbers) * names / 1000,
  };
}

int foreign_link_strength(const ForeignTraits& traits, const ForeignLinkWeights& weights) {
  const ForeignSigns known = foreign_signs(traits);
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kForeignSigns; ++i) {
    sum += std::int64_t{known[i]} * weights.weights[i];
  }
  return logistic(weights.bias + sum / 1000);
}

}  // namespace depesche::story
