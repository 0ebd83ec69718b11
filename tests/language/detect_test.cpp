#include "language/detect.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

struct Case {
  const char* text;
  const char* language;
};

TEST(DetectLanguage, KnowsSentencesWithoutAnyClaim) {
  const std::vector<Case> kCases{
      {"Im Hafen ist am Mittag ein Feuer ausgebrochen, verletzt wurde niemand.", "de"},
      {"A fire broke out in the harbour at noon, nobody was hurt.", "en"},
      {"Un incendie s’est déclaré dans le port à midi, il n’y a pas de blessés.", "fr"},
      {"Un incendio se declaró en el puerto al mediodía, no hay heridos.", "es"},
      {"Un incendio è scoppiato nel porto a mezzogiorno, nessun ferito.", "it"},
      {"De brandweer heeft het vuur in de haven snel geblust, zei een woordvoerder.", "nl"},
      {"В полдень в порту начался пожар, никто не пострадал.", "ru"},
      {"Опівдні в порту почалася пожежа, ніхто не постраждав.", "uk"},
      {"Το μεσημέρι ξέσπασε φωτιά στο λιμάνι.", "el"},
      {"정오에 항구에서 화재가 발생했다.", "ko"},
      {"正午に港で火災が発生しました。", "ja"},
  };
  for (const auto& [text, language] : kCases) EXPECT_EQ(detect_language(text), language) << text;
}

TEST(DetectLanguage, ReadsHeadlinesFullOfForeignNames) {
  EXPECT_EQ(detect_language("Streaming-Start: Big Summer Night für Fans kostenlos"), "de");
  EXPECT_EQ(detect_language("Brände : Zwölf Verletzte in Hotel"), "de");
}

TEST(DetectLanguage, BelievesAClaimAboutAShortText) {
  EXPECT_EQ(detect_language("Conference League", {.outlet = "de-DE"}), "de");
  EXPECT_EQ(detect_language("", {.page = "fr"}), "fr");
  EXPECT_EQ(detect_language("2:1", {.feed = "de"}), "de");
}

TEST(DetectLanguage, OverrulesAClaimTheTextContradicts) {
  const std::string english =
      "The council voted on Monday to close the old bridge while engineers look for cracks that "
      "were "
      "reported by a ferry captain last week.";
  EXPECT_EQ(detect_language(english, {.outlet = "de", .feed = "de", .page = "de"}), "en");
  EXPECT_EQ(detect_language("В полдень в порту начался пожар, никто не пострадал.", {.page = "de"}),
            "ru")
      << "a script the claimed language does not write";
}

TEST(DetectLanguage, OverrulesAClaimAboutALongTextOfItsNeighbour) {
  const auto long_text = [](std::string_view sentence) {
    std::string text;
    while (text.size() < 4'000) text += sentence;
    return text;
  };
  const std::string dutch = long_text(
      "De gemeente wil de oude brug over de haven in het voorjaar laten slopen, omdat er scheuren "
      "in de pijlers zijn gevonden en de kosten van een herstel te hoog zouden worden. ");
  const std::string german = long_text(
      "Die Gemeinde will die alte Brücke über den Hafen im Frühjahr abreißen lassen, weil in den "
      "Pfeilern Risse gefunden wurden und eine Reparatur zu teuer würde. ");
  EXPECT_EQ(detect_language(dutch, {.feed = "de", .page = "de"}), "nl");
  EXPECT_EQ(detect_language(dutch, {.feed = "en", .page = "en"}), "nl");
  EXPECT_EQ(detect_language(german, {.feed = "en", .page = "en"}), "de");
  EXPECT_EQ(detect_language(german, {.feed = "de", .page = "de"}), "de");
}

TEST(DetectLanguage, IgnoresClaimsThatAreNoLanguage) {
  for (const char* claim : {"", "x", "und", "deutsch!", "12", "german-language"}) {
    EXPECT_EQ(detect_language("2:1", {.page = claim}), "") << claim;
  }
}

TEST(DetectLanguage, SurvivesControlCharactersAndBrokenBytes) {
  EXPECT_EQ(detect_language("Un incendie s\xc2\x92 est déclaré dans le port à midi, "
                            "il n\xc2\x92 y a pas de blessés."),
            "fr");
  EXPECT_EQ(detect_language("\xff\xfe\xfd"), "");
  EXPECT_EQ(detect_language(std::string(5, '\0')), "");
}

}  // namespace
}  // namespace depesche
