#include "story/translations.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "story/analysis.h"
#include "story/pair.h"
#include "story/parameters.h"
#include "story/term_hash_of.h"
#include "story/term_vector.h"
#include "text/fold.h"
#include "text/stem.h"

namespace depesche {
namespace {

using story::TermVector;
using story::Traits;

constexpr std::string_view kList =
    "# Kahn :: vessel\n"
    "Aale {pl} :: eels\n"
    "Hafen {m}; Seehafen {m} | Häfen {pl} :: harbour; port | harbours\n"
    "Hafen {m} :: haven; harbour; refuge; shelter; dock\n"
    "löschen {vt} :: to extinguish; to quench\n"
    "Feuer {n} :: fire\n"
    "Rechner {m} :: computer\n"
    "auch :: moreover\n"
    "dieser :: certain\n"
    "Ende :: the\n"
    "Ei :: egg\n"
    "Ochse {m} :: ox\n"
    "Zwischenlager {n} :: repository\n";

const Translations* ours() {
  static const Translations kOurs = Translations::from_ding(kList);
  return &kOurs;
}

const Translations* none() { return nullptr; }

std::uint32_t term(std::string_view word, std::string_view language) {
  Stemmer stemmer(language);
  return story::hash_of(fold_accents(stemmer.stem(fold(word))), TermKind::Word);
}

std::vector<std::uint32_t> english(const std::vector<std::string>& words) {
  std::vector<std::uint32_t> out;
  for (const std::string& word : words) out.push_back(term(word, "en"));
  return out;
}

std::vector<std::uint32_t> of(const Translations& translations, std::string_view german) {
  const auto found = translations.of(term(german, "de"));
  return {found.begin(), found.end()};
}

std::vector<Term> meanings(const Analysis& analysis) {
  std::vector<Term> out;
  for (const Term& term : analysis.terms) {
    if (term.kind == TermKind::Meaning) out.push_back(term);
  }
  return out;
}

std::set<std::uint32_t> hashes(const std::vector<Term>& terms) {
  std::set<std::uint32_t> out;
  for (const Term& term : terms) out.insert(term.hash);
  return out;
}

std::set<std::uint32_t> set_of(const std::vector<std::string>& words) {
  const auto terms = english(words);
  return {terms.begin(), terms.end()};
}

Article harbour_fire() {
  Article article;
  article.title = "Feuer im Hafen von Nordburg";
  article.standfirst = "Zwölf Menschen sind verletzt, Wehren löschen bis zum Morgen.";
  article.text = "Ein Rechner im Zwischenlager hatte am Abend einen Schwelbrand gemeldet.";
  return article;
}

TEST(Translations, AreKnownByAnyFormOfAWord) {
  EXPECT_EQ(of(*ours(), "Feuer"), english({"fire"}));
  EXPECT_EQ(of(*ours(), "feuers"), english({"fires"}));
  EXPECT_EQ(of(*ours(), "LÖSCHEN"), english({"extinguish", "quench"}));
  EXPECT_EQ(of(*ours(), "Häfen"), of(*ours(), "Hafen"));
}

TEST(Translations, AreKnownFromTheFirstTermToTheLast) {
  std::vector<std::pair<std::uint32_t, std::string>> words;
  for (const std::string word :
       {"Aale", "Hafen", "Seehafen", "löschen", "Feuer", "Rechner", "Zwischenlager"}) {
    words.emplace_back(term(word, "de"), word);
  }
  std::sort(words.begin(), words.end());
  for (const auto& [hash, word] : words) EXPECT_FALSE(ours()->of(hash).empty()) << word;
  EXPECT_TRUE(ours()->of(words.front().first - 1).empty());
  EXPECT_TRUE(ours()->of(words.back().first + 1).empty());
}

TEST(Translations, OfWhatIsNotInTheListAreNone) {
  for (const std::uint32_t hash : {0U, 1U, UINT32_MAX - 1, UINT32_MAX, term("Kahn", "de")}) {
    EXPECT_TRUE(ours()->of(hash).empty()) << hash;
    EXPECT_TRUE(Translations().of(hash).empty()) << hash;
  }
  EXPECT_TRUE(of(*ours(), "fire").empty()) << "only German words are asked for";
}

TEST(Translations, TheFirstFourAreKept) {
  EXPECT_EQ(of(*ours(), "Hafen"), english({"harbour", "port", "haven", "refuge"}));
}

TEST(Translations, LeaveOutStopWordsAndShortWords) {
  for (const std::string_view word : {"auch", "dieser", "Ende", "Ei", "Ochse"}) {
    EXPECT_TRUE(of(*ours(), word).empty()) << word;
  }
}

TEST(Translations, ComeLineByLineAsWell) {
  TranslationsMaker maker;
  for (std::string_view left = kList; !left.empty();) {
    const std::size_t end = left.find('\n');
    maker.add_line(left.substr(0, end));
    left.remove_prefix(end + 1);
  }
  const Translations made = maker.take();
  for (const std::string_view word : {"Hafen", "Feuer", "Aale", "Zwischenlager", "auch"}) {
    EXPECT_EQ(of(made, word), of(*ours(), word)) << word;
  }
  EXPECT_TRUE(maker.take().is_empty()) << "nothing is left for a second time";
}

TEST(Translations, OfAnEmptyListAreNone) {
  EXPECT_TRUE(Translations::from_ding("").is_empty());
  EXPECT_TRUE(Translations::from_ding("# nothing\nauch :: moreover\n").is_empty());
  EXPECT_FALSE(ours()->is_empty());
}

TEST(Meanings, AreOfHeadlineAndLedeOnly) {
  const Analysis analysis = Analyser(ours).analyse(harbour_fire(), "de-DE");
  EXPECT_EQ(hashes(meanings(analysis)),
            set_of({"fire", "harbour", "port", "haven", "refuge", "extinguish", "quench"}))
      << "and not what Rechner and Zwischenlager mean";
  for (const Term& meaning : meanings(analysis)) {
    const bool is_of_lede =
        meaning.hash == term("quench", "en") || meaning.hash == term("extinguish", "en");
    EXPECT_EQ(meaning.headline, is_of_lede ? 0 : 1);
    EXPECT_EQ(meaning.lede, is_of_lede ? 1 : 0);
  }
}

TEST(Meanings, StandBesideWhatTheArticleHadBefore) {
  const Analysis without = Analyser().analyse(harbour_fire(), "de");
  Analysis with = Analyser(ours).analyse(harbour_fire(), "de");
  EXPECT_FALSE(meanings(with).empty());
  std::erase_if(with.terms, [](const Term& term) { return term.kind == TermKind::Meaning; });
  EXPECT_EQ(with, without);
}

TEST(Meanings, AreNoneWithoutASourceAndInAnotherLanguage) {
  EXPECT_TRUE(meanings(analyse(harbour_fire(), "de")).empty());
  EXPECT_TRUE(meanings(Analyser(none).analyse(harbour_fire(), "de")).empty());
  for (const std::string_view language : {"en", "nl", "fr"}) {
    EXPECT_TRUE(meanings(Analyser(ours).analyse(harbour_fire(), language)).empty()) << language;
  }
}

TEST(Meanings, AreNoTermsTheArticleHasAlready) {
  Article article = harbour_fire();
  article.text += " Port und Refuge stehen auf dem Schild.";
  const Analysis analysis = Analyser(ours).analyse(article, "de");
  const std::set<std::uint32_t> found = hashes(meanings(analysis));
  EXPECT_EQ(found, set_of({"fire", "harbour", "haven", "extinguish", "quench"}));
  EXPECT_EQ(hashes(analysis.terms).size(), analysis.terms.size());
}

TEST(Meanings, MeetTheWordsOfAnEnglishReport) {
  Article article;
  article.title = "Harbour fires extinguished";
  Analyser analyser(ours);
  const Analysis there = analyser.analyse(article, "en");
  const Analysis here = analyser.analyse(harbour_fire(), "de");
  std::set<std::uint32_t> words;
  for (const Term& term : there.terms) {
    if (term.kind == TermKind::Word) words.insert(term.hash);
  }
  std::size_t met = 0;
  for (const Term& meaning : meanings(here)) met += words.count(meaning.hash);
  EXPECT_EQ(met, 3U);
}

/// "babab", "babad" …: words that no stemmer takes for one.
std::string made_up_word(std::size_t number) {
  static constexpr std::string_view kConsonants = "bdfgklmprt";
  const auto letter = [&number] {
    const char out = kConsonants[number % kConsonants.size()];
    number /= kConsonants.size();
    return out;
  };
  std::string out;
  for (int i = 0; i < 3; ++i) out += std::string{letter(), i == 0 ? 'o' : 'a'};
  return out + "k";
}

const Translations* of_made_up_words() {
  static const Translations kMadeUp = [] {
    std::string list;
    for (std::size_t i = 0; i < 1'000; ++i) {
      list += made_up_word(i) + " :: x" + made_up_word(i) + "; y" + made_up_word(i) + "\n";
    }
    return Translations::from_ding(list);
  }();
  return &kMadeUp;
}

TEST(Meanings, AreAtMostSixtyBesideAllOtherTermsAndFitInABlob) {
  Article article;
  std::size_t next = 0;
  for (int i = 0; i < 40; ++i) article.title += made_up_word(next++) + " ";
  for (int i = 0; i < 100; ++i) article.standfirst += made_up_word(next++) + " ";
  while (next < 1'000) article.text += made_up_word(next++) + " ";
  const Analysis analysis = Analyser(of_made_up_words).analyse(article, "de");
  EXPECT_EQ(meanings(analysis).size(), 60U);
  EXPECT_EQ(analysis.terms.size(), 460U);
  for (const Term& meaning : meanings(analysis)) {
    EXPECT_GT(meaning.headline, 0) << "headlines come first";
  }
  const auto decoded = decode_analysis(encode(analysis));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
}

TEST(Meanings, SurviveTheirBlob) {
  const Analysis analysis = Analyser(ours).analyse(harbour_fire(), "de");
  const std::string blob = encode(analysis);
  EXPECT_EQ(blob[0], kAnalysisVersion);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
  EXPECT_FALSE(meanings(*decoded).empty());
}

TEST(Meanings, AnAnalysisMadeBeforeThereWereAnyIsRead) {
  Analysis analysis = analyse(harbour_fire(), "de");
  analysis.version = kWithoutMeanings;
  const std::string blob = encode(analysis);
  EXPECT_EQ(blob[0], 2);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
}

SharedTerm shared(std::string_view word, TermKind kind = TermKind::Meaning) {
  return {term(word, "en"), kind, 100};
}

TEST(Meanings, AreSpelledAsTheGermanWordBehindThem) {
  Analyser analyser(ours);
  const std::vector<std::string> words =
      analyser.read(harbour_fire(), "de")
          .spell_each({shared("refuge"), shared("quench"), shared("tree"), shared("fire")});
  EXPECT_EQ(words, (std::vector<std::string>{"Hafen", "löschen", "", "Feuer"}));
  EXPECT_EQ(analyser.read(harbour_fire(), "de").spell({shared("port"), shared("haven")}),
            std::vector<std::string>{"Hafen"})
      << "no word comes twice";
  EXPECT_EQ(analyser.read(harbour_fire(), "de").spell_each({shared("port", TermKind::Word)}),
            std::vector<std::string>{""})
      << "what is no meaning is looked for as it is written";
  EXPECT_EQ(Analyser().read(harbour_fire(), "de").spell_each({shared("port")}),
            std::vector<std::string>{""});
}

TEST(Meanings, AreSpelledAlikeInSeveralListsAtOnce) {
  Analyser analyser(ours);
  const std::vector<std::vector<SharedTerm>> lists{
      {shared("port"), shared("haven"), shared("fire")}, {}, {shared("tree")}, {shared("refuge")}};
  std::vector<std::vector<std::string>> each;
  for (const auto& list : lists) each.push_back(analyser.read(harbour_fire(), "de").spell(list));
  EXPECT_EQ(analyser.read(harbour_fire(), "de").spell_lists(lists), each);
  EXPECT_EQ(each[3], std::vector<std::string>{"Hafen"}) << "a word may come in several lists";
}

TEST(Meanings, AreSpelledInTheEnglishReportAsTheyStand) {
  Article article;
  article.title = "Harbours on fire";
  EXPECT_EQ(Analyser(ours).read(article, "en").spell_each({shared("harbour"), shared("fire")}),
            (std::vector<std::string>{"Harbours", "fire"}));
}

struct Weighed {
  TermVector vector;
  std::vector<int> rarities;  // of the vector
};

Weighed weighed(const Article& article, TranslationsSource source) {
  const Analysis analysis = Analyser(source).analyse(article, "de");
  Weighed out;
  out.vector =
      story::weigh(analysis, std::vector<int>(analysis.terms.size(), 2048), shipped_parameters());
  out.rarities.assign(out.vector.size(), 2048);
  return out;
}

bool has_meanings(const TermVector& vector) {
  return std::any_of(vector.begin(), vector.end(),
                     [](const story::Weight& w) { return w.kind == TermKind::Meaning; });
}

TEST(Meanings, BringNoTwoGermanReportsNearer) {
  // One says in loan words what the other means.
  Article loans;
  loans.title = "Port Nordburg: Wehren löschen";
  loans.standfirst = "Harbour und Refuge sind Schilder im Seehafen von Nordburg.";
  Article same = harbour_fire();
  same.title = "Hafen in Nordburg: Feuer aus";
  const std::vector<Article> articles{harbour_fire(), loans, same};
  for (const Article& a : articles) {
    for (const Article& b : articles) {
      const Weighed plain_a = weighed(a, nullptr);
      const Weighed plain_b = weighed(b, nullptr);
      const Weighed with_a = weighed(a, ours);
      const Weighed with_b = weighed(b, ours);
      ASSERT_TRUE(has_meanings(with_a.vector) && has_meanings(with_b.vector));
      EXPECT_EQ(story::cosine(with_a.vector, with_b.vector),
                story::cosine(plain_a.vector, plain_b.vector));
      EXPECT_EQ(story::compare(with_a.vector, with_a.rarities, with_b.vector, {}),
                story::compare(plain_a.vector, plain_a.rarities, plain_b.vector, {}))
          << a.title << " / " << b.title;
    }
  }
}

TEST(Meanings, MakeNoWordOfTheirOwnLanguageTheCommoner) {
  const Analysis without = analyse(harbour_fire(), "de");
  const Analysis with = Analyser(ours).analyse(harbour_fire(), "de");
  const story::LanguageCode german = story::language_code("de");
  story::Frequencies plain;
  story::Frequencies told = plain;
  plain.count(german, without.terms);
  told.count(german, with.terms);
  for (const Term& term : with.terms) {
    EXPECT_EQ(plain.rarity(german, term.hash), told.rarity(german, term.hash));
    if (term.kind == TermKind::Meaning) {
      EXPECT_GT(plain.rarity(german, story::counted_as(term.hash, term.kind)),
                told.rarity(german, story::counted_as(term.hash, term.kind)))
          << "but they are counted";
    }
  }
}

TEST(Meanings, AreTheSameWhateverCameBefore) {
  const Analysis fresh = Analyser(ours).analyse(harbour_fire(), "de");
  Analyser used(ours);
  Article other;
  other.title = "Häfen, Rechner und Aale: Wie Feuer gelöscht wird";
  used.analyse(other, "de");
  used.analyse(other, "en");
  used.read(other, "de").spell_each({shared("fire")});
  for (int i = 0; i < 20; ++i) {  // more words than are remembered
    Article many;
    for (int word = 0; word < 5'000; ++word) {
      many.text += "wort" + std::to_string(i) + "x" + std::to_string(word) + ' ';
    }
    used.analyse(many, "de");
  }
  EXPECT_EQ(used.analyse(harbour_fire(), "de"), fresh);
  EXPECT_EQ(used.analyse(harbour_fire(), "de"), fresh) << "words are remembered";
  const Translations again = Translations::from_ding(std::string(kList) + std::string(kList));
  for (const std::string_view word : {"Hafen", "Feuer", "löschen"}) {
    EXPECT_EQ(of(again, word), of(*ours(), word)) << "a list told twice says the same";
  }
}

}  // namespace
}  // namespace depesche
