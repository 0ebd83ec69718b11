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
