#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "text/fold.h"
#include "text/sentences.h"
#include "text/shingles.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  for (const Token& token : tokenise(text)) out.emplace_back(token.of(text));
  return out;
}

std::vector<std::string> sentence_texts(std::string_view text) {
  std::vector<std::string> out;
  for (const Sentence& sentence : sentences(text)) out.emplace_back(sentence.of(text));
  return out;
}

/// Bytes with a taste for the characters that matter here.
std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces{
      "a",    "Z",         "ä",      "ß",    "İ", "7", "1.000", ".", " ", "\n", "東京", "\xff",
      "\xc3", "e\xcc\x81", "z. B. ", "Der ", "…", "“", "-",     "'", "ﬁ", "ก",  "3:1"};
  std::string out;
  for (auto n = random() % 40; n > 0; --n) out += kPieces[random() % kPieces.size()];
  return out;
}

TEST(Fold, MakesOneSpellingOfCaseAndCompatibilityForms) {
  const std::vector<std::pair<std::string, std::string>> kCases{
      {"Haus", "haus"},   {"STRASSE", "strasse"}, {"Straße", "strasse"},
      {"ﬁnal", "final"},  {"Ａ１", "a1"},         {"Über", "über"},
      {"u\xcc\x88", "ü"}, {"ΣΊΣΥΦΟΣ", "σίσυφοσ"}, {"", ""},
  };
  for (const auto& [given, folded] : kCases) {
    EXPECT_EQ(fold(given), folded);
    EXPECT_EQ(fold(folded), folded) << "not idempotent";
  }
}

TEST(Fold, DropsAccentsOnlyWhenAsked) {
  EXPECT_NE(fold("schon"), fold("schön"));
  const std::vector<std::pair<std::string, std::string>> kCases{{"schön", "schon"},
                                                                {"Łódź", "lodz"},
                                                                {"Ærø", "aero"},
                                                                {"Đà Nẵng", "da nang"},
                                                                {"Şişli", "sisli"}};
  for (const auto& [given, plain] : kCases) {
    EXPECT_EQ(fold_accents(given), plain);
    EXPECT_EQ(fold_accents(plain), plain) << "not idempotent";
  }
}

TEST(Tokens, PartWordsNumbersAndIdeographs) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> kCases{
      {"Die EU-Kommission zahlt 1,5 Mrd.", {"Die", "EU", "Kommission", "zahlt", "1,5", "Mrd"}},
      {"l'Italie d’abord", {"l", "Italie", "d", "abord"}},
      {"3:1 am 12.03.2022.", {"3:1", "am", "12.03.2022"}},
      {"G20, Covid-19", {"G20", "Covid", "19"}},
      {"東京で会う Tokyo", {"東京で会う", "Tokyo"}},
      {"na\xc3\xafve cafe\xcc\x81s", {"naïve", "cafe\xcc\x81s"}},
      {"1. 2 .3", {"1", "2", "3"}},
      {"", {}},
      {" -!? ", {}},
  };
  for (const auto& [text, tokens] : kCases) EXPECT_EQ(words(text), tokens) << text;
}

TEST(Tokens, KnowNumbersAndCapitals) {
  const std::string text = "Über 20 uhr";
  const std::vector<Token> tokens = tokenise(text);
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_TRUE(tokens[0].capital);
  EXPECT_EQ(tokens[1].kind, TokenKind::Number);
  EXPECT_FALSE(tokens[2].capital);
}

/// Character by character, of the pieces of random_text().
std::vector<Token> tokenise_slowly(std::string_view text) {
  enum { Other, Letter, Digit, Mark, Ideograph };
  const auto class_of = [](const Utf8Character& c) {
    if (c.broken) return Other;
    if (c.value < 0x80 && is_digit(static_cast<char>(c.value))) return Digit;
    if (c.value == U'東' || c.value == U'京' || c.value == U'ก') return Ideograph;
    if (c.value == 0x301) return Mark;
    const bool is_letter = (c.value < 0x80 && is_alpha(static_cast<char>(c.value))) ||
                           c.value == U'ä' || c.value == U'ß' || c.value == U'İ' || c.value == U'ﬁ';
    return is_letter ? Letter : Other;
  };
  std::vector<Token> out;
  bool is_open = false;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = decode_utf8(text, at);
    const auto kind = class_of(c);
    const std::size_t end = at + c.length;
    const bool is_join = kind == Other && (c.value == '.' || c.value == ',' || c.value == ':') &&
                         is_open && out.back().kind == TokenKind::Number && end < text.size() &&
                         is_digit(text[end]) && is_digit(text[at - 1]);
    const bool is_other_run =
        is_open && (kind == Ideograph) != (out.back().kind == TokenKind::Ideographic);
    if ((kind == Other && !is_join) || (kind != Other && kind != Mark && is_other_run)) {
      is_open = false;
    }
    if (kind != Other && kind != Mark && !is_open) {
      is_open = true;
      out.push_back({static_cast<std::uint32_t>(at), 0,
                     kind == Ideograph ? TokenKind::Ideographic : TokenKind::Number,
                     (c.value >= 'A' && c.value <= 'Z') || c.value == U'İ'});
    }
    if (kind == Letter) out.back().kind = TokenKind::Word;
    at = end;
    if (is_open) out.back().length = static_cast<std::uint32_t>(at) - out.back().begin;
  }
  return out;
}

TEST(Tokens, AreThoseThatAreFoundCharacterByCharacter) {
  std::mt19937 random(5);
  for (int round = 0; round < 5000; ++round) {
    std::string text = random_text(random);
    if (round % 2 == 0) text += "Donaudampfschiff " + random_text(random);
    const std::vector<char> block(text.begin(), text.end());
    const std::string_view view(block.data(), block.size());
    EXPECT_EQ(tokenise(view), tokenise_slowly(view)) << text;
  }
}

TEST(Tokens, NeverOverlapAndNeverLeaveTheText) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_text(random);
    std::uint32_t last = 0;
    for (const Token& token : tokenise(text)) {
      EXPECT_GE(token.begin, last) << "seed " << seed;
      EXPECT_GT(token.length, 0U);
      EXPECT_LE(token.end(), text.size());
      last = token.end();
    }
    last = 0;
    for (const Sentence& sentence : sentences(text)) {
      EXPECT_GE(sentence.begin, last) << "seed " << seed;
      EXPECT_GT(sentence.length, 0U);
      last = sentence.begin + sentence.length;
      EXPECT_LE(last, text.size());
    }
    const std::string folded = fold(repair_utf8(text));
    EXPECT_EQ(fold(folded), folded) << "seed " << seed;
    const std::string plain = fold_accents(repair_utf8(text));
    EXPECT_EQ(fold_accents(plain), plain) << "seed " << seed;
  }
}

// Latin texts fold character by character; any other character in a text sends all of it to ICU.
TEST(Fold, IsTheSameByBothWays) {
  const std::string other = "字";
  const unsigned seed = 20260302;
  std::mt19937 random(seed);
  for (char32_t c = 0; c < 0x2100; ++c) {
    for (const std::string before : {"", "a", "´"}) {
      std::string text = before;
      append_utf8(text, c);
      append_utf8(text, static_cast<char32_t>(0xC0 + random() % 0x180));
      append_utf8(text, static_cast<char32_t>(0x2000 + random() % 0x70));
      EXPECT_EQ(fold(text) + other, fold(text + other)) << text << ", seed " << seed;
    }
  }
}

TEST(Sentences, EndAtMarksButNotAtAbbreviations) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> kCases{
      {"Es brennt. Alle sind wohlauf!", {"Es brennt.", "Alle sind wohlauf!"}},
      {"Am 3. Mai kam Dr. Muster. Er blieb.", {"Am 3. Mai kam Dr. Muster.", "Er blieb."}},
      {"Obst, z. B. Birnen, ist da. Gut.", {"Obst, z. B. Birnen, ist da.", "Gut."}},
      {"„Nein.“ Dann ging sie.", {"„Nein.“", "Dann ging sie."}},
      {"It rose 2.5 percent in 2022. Then it fell.",
       {"It rose 2.5 percent in 2022.", "Then it fell."}},
      {"Titel\nErster Satz", {"Titel", "Erster Satz"}},
      {"雨が降る。風が吹く。", {"雨が降る。", "風が吹く。"}},
      {"wait... for it", {"wait... for it"}},
      {"", {}},
  };
  for (const auto& [text, expected] : kCases) EXPECT_EQ(sentence_texts(text), expected);
}

TEST(Sentences, AreTheSameWhereverTheTextBegins) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::string text =
        random_text(random) + "und so weiter und so weiter. " + random_text(random);
    const std::vector<std::string> expected = sentence_texts(text);
    for (std::size_t before = 1; before < 17; before += 3) {
      EXPECT_EQ(sentence_texts(std::string(before, ' ') + text), expected) << text;
    }
  }
}

TEST(Stemmer, MeetsInflectedForms) {
  struct Case {
    const char* language;
    const char* one;
    const char* other;
  };
  for (const Case& c : {Case{"de", "häuser", "haus"}, Case{"de-AT", "verhandlungen", "verhandlung"},
                        Case{"en", "elections", "election"}, Case{"fr", "élections", "élection"},
                        Case{"es", "elecciones", "elección"}, Case{"it", "elezioni", "elezione"}}) {
    Stemmer stemmer(c.language);
    EXPECT_TRUE(stemmer.knows_language());
    const std::string one(stemmer.stem(c.one));
    EXPECT_EQ(one, stemmer.stem(c.other)) << c.language;
  }
}

TEST(Stemmer, LeavesWordsOfUnknownLanguagesAlone) {
  Stemmer stemmer("tlh");
  EXPECT_FALSE(stemmer.knows_language());
  EXPECT_EQ(stemmer.stem("batleths"), "batleths");
  EXPECT_EQ(Stemmer("de").stem(std::string(500, 'n')), std::string(500, 'n'));
}

TEST(StopWords, AreCommonWordsOfTheirLanguageOnly) {
  EXPECT_TRUE(is_stop_word("und", "de"));
  EXPECT_TRUE(is_stop_word("für", "de"));
  EXPECT_TRUE(is_stop_word("the", "en"));
  EXPECT_TRUE(is_stop_word("à", "fr"));
  EXPECT_FALSE(is_stop_word("und", "en"));
  EXPECT_FALSE(is_stop_word("feuer", "de"));
  EXPECT_FALSE(is_stop_word("the", "xx"));
}

TEST(StopWords, AreFoundFromTheFirstToTheLastOfTheirList) {
  for (const auto& [word, language] : {std::pair{"aber", "de"},
                                       {"über", "de"},
                                       {"a", "en"},
                                       {"yours", "en"},
                                       {"être", "fr"},
                                       {"él", "es"},
                                       {"è", "it"},
                                       {"zou", "nl"},
                                       {"é", "pt"}}) {
    EXPECT_TRUE(is_stop_word(word, language)) << word;
    EXPECT_FALSE(is_stop_word(std::string(word) + "x", language)) << word;
  }
  EXPECT_FALSE(is_stop_word("", "de"));
  EXPECT_FALSE(is_stop_word("ander", "en"));
  EXPECT_FALSE(is_stop_word(std::string(32, 'd'), "de"));
  EXPECT_FALSE(is_stop_word(std::string(300, 'd'), "de"));
}

TEST(Shingles, ShiftWithTheTextAndIgnoreCase) {
  const auto a = shingles(token_hashes("Das Feuer brach am Mittag aus"), 3);
  const auto b = shingles(token_hashes("so: das FEUER brach am Mittag"), 3);
  ASSERT_EQ(a.size(), 4U);
  EXPECT_EQ(a[0], b[1]);
  EXPECT_EQ(a[2], b[3]);
  EXPECT_EQ(shingles(token_hashes("zwei Worte"), 3).size(), 1U);
  EXPECT_TRUE(shingles(token_hashes(""), 3).empty());
}

TEST(TermHash, OfFoldedWordsNeedsNoFolding) {
  std::mt19937 random(6);
  for (int round = 0; round < 2000; ++round) {
    const std::string word = random_text(random);
    EXPECT_EQ(folded_hash(word), term_hash(fold(word))) << word;
  }
  EXPECT_EQ(folded_hash("Donaudampfschiff"), term_hash("donaudampfschiff"));
}

TEST(TermHash, IsTheSameForEver) {
  // Stored in archives: a change here makes them unreadable.
  EXPECT_EQ(term_hash(""), 5627194300713089401ULL);
  EXPECT_EQ(term_hash("depesche"), 5300278033207777332ULL);
  EXPECT_NE(term_hash("ab"), term_hash("ba"));
  EXPECT_NE(term_hash("a"), term_hash("a", 1));
}

}  // namespace
}  // namespace depesche
