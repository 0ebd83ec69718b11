#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "story/analysis.h"
#include "tests/story/terms_of.h"

namespace depesche {
namespace {

TEST(Analyser, SpellsANameWholeWhereAllOfItIsShared) {
  Article article;
  article.title = "Kim Jong Un droht mit Raketentests";
  article.text = "Machthaber Kim Jong Un kündigte Raketentests an. Präsident Olmedo antwortete.";
  std::vector<SharedTerm> shared;
  const auto share = [&shared](const Article& from, TermKind kind) {
    for (const std::uint32_t hash : hashes(analyse(from, "de"), kind))
      shared.push_back({hash, kind, 1});
  };
  Article some;
  some.title = "Kim, Olmedo, Raketentests";
  share(some, TermKind::Name);
  const auto spell = [&] {
    std::vector<Spelling> out = Analyser().read(article, "de").spell_names(shared);
    std::erase_if(out, [](const Spelling& each) { return each.words.empty(); });
    std::sort(out.begin(), out.end(),
              [](const Spelling& a, const Spelling& b) { return a.words < b.words; });
    return out;
  };
  // A noun is none, for all its capital.
  EXPECT_EQ(spell(), (std::vector<Spelling>{{"Kim", TermKind::Name},
                                            {"Olmedo", TermKind::Name},
                                            {"Raketentests", TermKind::Word}}));
  shared.clear();
  share(article, TermKind::Name);
  const std::vector<Spelling> all = spell();
  EXPECT_EQ(std::count(all.begin(), all.end(), Spelling{"Kim Jong Un", TermKind::Name}), 1);
  for (const Spelling& each : all) {
    EXPECT_NE(each.words, "Kim");
    EXPECT_NE(each.words, "Jong");
  }
}

TEST(Analyser, TakesANameInTheGenitiveForTheSame) {
  const auto names_of = [](std::string_view title) {
    return hashes(of_title(std::string(title), "de"), TermKind::Name);
  };
  std::vector<SharedTerm> shared;
  for (const std::uint32_t hash : names_of("Kim Jong Un droht mit neuen Tests")) {
    shared.push_back({hash, TermKind::Name, 1});
  }
  Article article;
  article.title = "Die Rede Kim Jong Uns in der Hauptstadt";
  // "Uns" is a word like "us", and adds nothing to the two that are the same.
  EXPECT_EQ(in_common(of_title(article.title, "de"), of_title("Kim Jong Un droht mit Tests", "de"),
                      TermKind::Name),
            2U);
  const std::vector<Spelling> spelled = Analyser().read(article, "de").spell_names(shared);
  EXPECT_EQ(std::count(spelled.begin(), spelled.end(), Spelling{"Kim Jong Uns", TermKind::Name}),
            1);
}

TEST(Analyser, SpellsWordsThatTheAddressAloneHasAsItsOwn) {
  Article article;
  article.url = "https://blatt.example/talbruecke-in-brandau-gesperrt-1234567";
  article.title = "Eilmeldung aus Brandau";
  article.standfirst = "Was wir wissen.";
  Article told;
  told.title = "Talbrücke: Brandau gesperrt";
  std::vector<SharedTerm> shared;
  for (const std::uint32_t hash : hashes(analyse(told, "de"), TermKind::Word)) {
    shared.push_back({hash, TermKind::Word, 1});
  }
  std::vector<Spelling> spelled = Analyser().read(article, "de").spell_names(shared);
  std::erase_if(spelled, [](const Spelling& each) { return each.words.empty(); });
  std::sort(spelled.begin(), spelled.end(),
            [](const Spelling& a, const Spelling& b) { return a.words < b.words; });
  EXPECT_EQ(spelled, (std::vector<Spelling>{{"Brandau", TermKind::Word, false},
                                            {"gesperrt", TermKind::Word, true},
                                            {"talbrücke", TermKind::Word, true}}));
  EXPECT_EQ(Analyser().read(article, "de").spell(shared), std::vector<std::string>{"Brandau"})
      << "what is said to be in the text is there";
}

TEST(Analyser, AParticleOfANameTakesNoOtherWordWithIt) {
  Article article;
  article.title = "Ursula von der Leyen said the election was fair, and 27 states agreed";
  article.text = article.title + ". Later Ursula von der Leyen left.";
  std::vector<SharedTerm> shared;
  for (const TermKind kind : {TermKind::Name, TermKind::Word, TermKind::Number}) {
    for (const std::uint32_t hash : hashes(analyse(article, "en"), kind)) {
      shared.push_back({hash, kind, 1});
    }
  }
  std::vector<std::string> words;
  for (const Spelling& each : Analyser().read(article, "en").spell_names(shared)) {
    words.push_back(each.words);
  }
  for (const char* word : {"Ursula von der Leyen", "election", "27"}) {
    EXPECT_EQ(std::count(words.begin(), words.end(), word), 1) << word;
  }
}

}  // namespace
}  // namespace depesche
