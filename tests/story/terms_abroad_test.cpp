#include "story/terms_abroad.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/analysis.h"
#include "story/frequencies.h"
#include "story/telling_terms.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

constexpr TermKind kKindsAbroad[] = {TermKind::Word,    TermKind::Number,  TermKind::Name,
                                     TermKind::Country, TermKind::Meaning, TermKind::Piece};

/// As an article may have them: what counts within a language is of length one.
TermVector some_article(std::mt19937& random) {
  std::map<std::uint32_t, Weight> terms;
  const std::size_t count = 1 + random() % 60;
  std::uint64_t squares = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t number = static_cast<std::uint32_t>(random() % (1 + random() % 80));
    const auto weight = static_cast<std::uint16_t>(1 + random() % 99);
    // A number is always of one kind, but that what means a word is spelled as it.
    TermKind kind = kKindsAbroad[number % std::size(kKindsAbroad)];
    if (kind == TermKind::Word && random() % 2 == 0) kind = TermKind::Meaning;
    const Weight term{number * 0x9E3779B2U, weight, kind, kInBody};
    if (terms.emplace(term.term, term).second && !is_foreign_only(kind))
      squares += std::uint64_t{weight} * weight;
  }
  TermVector out;
  for (auto& [hash, term] : terms) {
    const std::uint64_t part = std::uint64_t{term.weight} * kOne / (integer_root(squares) + 1);
    term.weight = weight_of(weight_code(std::min<std::uint64_t>(part, kOne / 2)));
    if (term.weight != 0) out.push_back(term);
  }
  return out;
}

constexpr int kRounded = kOne / 100;  // what rounding, made larger, can come to

TEST(TermsAbroad, AreBoundedByWhatTheIndexSays) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const StoryParameters& parameters = shipped_parameters();
  const LanguageCode languages[] = {language_code("de"), language_code("en"), language_code("fr")};
  int alike = 0;
  for (int round = 0; round < 2'000; ++round) {
    const TermVector a = some_article(random);
    const TermVector b = random() % 3 == 0 ? a : some_article(random);
    const Told told{a, languages[random() % std::size(languages)]};
    std::vector<int> rarities;
    for (std::size_t i = 0; i < a.size(); ++i) {
      rarities.push_back(static_cast<int>(random() % 4'000));
    }
    const std::uint16_t from = weight_of(static_cast<std::uint8_t>(random() % 200));
    const TermsAbroad terms(told, rarities, weight_of(static_cast<std::uint8_t>(random() % 200)),
                            parameters);
    int score = 0;
    int evidence = 0;
    for (const QueryTerm& asked : terms.query()) {
      for (const Weight& term : b) {
        if (term.term != asked.term || !is_telling(term, from)) continue;
        score += score_of(asked.weight, term.weight);
        evidence += asked.evidence;
      }
    }
    const int scanned = likeness_of(score, evidence, parameters.half_evidence);
    const TermsAbroad::Shared shared = terms.with(b, from);
    const int likeness = shrunk(shared.cosine, shared.evidence, parameters.half_evidence);
    EXPECT_LE(likeness, terms.most_likeness(scanned));
    // And hardly more is promised, or many would be compared that are not so alike.
    EXPECT_EQ(shared.evidence, evidence);
    if (shared.cosine < kOne) {
      EXPECT_LE(terms.most_likeness(scanned), likeness + kRounded);
    }
    if (likeness < parameters.least_similar) continue;
    ++alike;
    EXPECT_GE(scanned, terms.least_scanned(likeness));
  }
  EXPECT_GT(alike, 100);
}

class Alike : public testing::Test {
 protected:
  struct Report {
    std::string language, title, text;
  };
  /// How alike a German report and another are.
  int likeness(const Report& german, const Report& other) const {
    const TermVector x = vector(german);
    const TermVector y = vector(other);
    const Told told{x, language_code(german.language)};
    std::vector<int> rarities;
    for (const Weight& term : x) {
      rarities.push_back(frequencies_.rarity(told.language, term.term));
    }
    const TermsAbroad terms(told, rarities, telling_from(x, shipped_parameters()),
                            shipped_parameters());
    const auto both = terms.with(y, telling_from(y, shipped_parameters()));
    return shrunk(both.cosine, both.evidence, shipped_parameters().half_evidence);
  }

 private:
  TermVector vector(const Report& report) const {
    Article article;
    article.title = report.title;
    article.text = report.text;
    const Analysis analysis = Analyser().analyse(article, report.language);
    const auto code = language_code(report.language);
    return weigh(analysis, story::rarities(analysis, code, frequencies_), shipped_parameters());
  }

  Frequencies frequencies_;
};

TEST_F(Alike, AreReportsThatNameTheSame) {
  const Report fire{"de", "Feuer im Hafen von Belmira: Olmedo ruft Notstand aus",
                    "In Belmira sind 212 Menschen verletzt, 6,4 Hektar brennen."};
  const Report told{"en", "Olmedo declares emergency after Belmira harbour fire",
                    "Some 212 were hurt and 6.4 hectares ablaze in Belmira."};
  const Report elsewhere{"en", "Olmedo speaks about pensions in Tarsena",
                         "Tadeus Olmedo told 850 guests that 12.5 billion were needed."};
  const Report quiet{"en", "A quiet day at sea", "Nothing to report."};
  EXPECT_GT(likeness(fire, told), shipped_parameters().least_similar);
  EXPECT_LT(likeness(fire, elsewhere), likeness(fire, told) / 2);
  EXPECT_EQ(likeness(fire, quiet), 0);
}

TEST_F(Alike, AreReportsThatAreMostlyAboutTheOneNameTheyShare) {
  const Report fire{"de", "Feuer in Belmira", "Es brennt."};
  const Report parade{"en", "Parade in Belmira postponed", "The parade is off."};
  const Report tour{"en", "Tadeus Olmedo on tour through 12 towns",
                    "Olmedo and Karsk meet guests in Tarsena, Belmira, Lodosa and Verim."};
  EXPECT_GT(likeness(fire, parade), shipped_parameters().least_similar);
  EXPECT_LT(likeness(fire, tour), likeness(fire, parade) / 2);
}

}  // namespace
}  // namespace depesche::story
