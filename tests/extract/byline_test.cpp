#include "extract/fields/byline.h"

#include <gtest/gtest.h>

namespace depesche::extract {
namespace {

using Names = std::vector<std::string>;

struct Case {
  std::string_view given;
  Names expected;
};

TEST(Byline, FindsTheNames) {
  const std::vector<Case> cases{
      {"Von Anna Berg", {"Anna Berg"}},
      {"By Anna Berg and Tom Oake", {"Anna Berg", "Tom Oake"}},
      {"von Anna Berg, Tom Eich und Mia Linde", {"Anna Berg", "Tom Eich", "Mia Linde"}},
      {"Par Anne Dupré et Luc Montagne", {"Anne Dupré", "Luc Montagne"}},
      {"Jan van der Meer", {"Jan van der Meer"}},
      {"Von Carla von der Aue", {"Carla von der Aue"}},
      {"Anna Berg (dpa)", {"Anna Berg", "dpa"}},
      {"Anna Berg/dpa", {"Anna Berg", "dpa"}},
      {"dpa, AFP", {"dpa", "AFP"}},
      {"Von Anna Berg, Berlin", {"Anna Berg"}},
      {"Anna Berg, Redakteurin", {"Anna Berg"}},
      {"Ein Kommentar von Anna Berg", {"Anna Berg"}},
      {"Anna Berg in Paris", {"Anna Berg"}},
      {"Text: Anna Berg", {"Anna Berg"}},
      {"Anna Berg | Anna Berg", {"Anna Berg"}},
      {"Por Lucía de la Vega y Mateo Ríos", {"Lucía de la Vega", "Mateo Ríos"}},
      {"Veröffentlicht von Anna Berg am 12. März", {"Anna Berg"}},
      {"Von Anna Berg und dpa", {"Anna Berg", "dpa"}},
      {"Ada Quill Published", {"Ada Quill"}},
      {"By\u00a0Ada\u00a0Quill\u00a0", {"Ada Quill"}},
  };
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(names_in(given, BylineSource::Visible), expected) << "given " << given;
    EXPECT_EQ(names_in(given, BylineSource::Structured), expected) << "given " << given;
  }
}

TEST(Byline, PartsAtConjunctionsOnlyWhatIsWholeByItself) {
  for (const std::string_view house :
       {"Morgan & Oake", "Center for Boats and Ferries", "Anna und Tom Berg"}) {
    EXPECT_EQ(names_in(house, BylineSource::Structured), Names{std::string(house)});
  }
}

TEST(Byline, TakesOneWordWhereItIsMarked) {
  EXPECT_EQ(names_in("gizzmo", BylineSource::Marked), Names{"gizzmo"});
  EXPECT_EQ(names_in("gizzmo", BylineSource::Visible), Names{});
  EXPECT_EQ(names_in("Mehr Artikel", BylineSource::Marked), Names{});
}

TEST(Byline, RefusesWhatNamesNobody) {
  for (const std::string_view given :
       {"", "   ", "Von", "admin", "https://www.example.org/anna", "anna@example.org", "12",
        "3 Minuten Lesezeit", "Mehr zum Autor", "@annaberg", "unknown"}) {
    EXPECT_EQ(names_in(given, BylineSource::Visible), Names{}) << "given " << given;
  }
}

TEST(Byline, BelievesMachineReadableNamesThatLookOdd) {
  EXPECT_EQ(names_in("Redaktion", BylineSource::Structured), Names{"Redaktion"});
  EXPECT_EQ(names_in("Redaktion", BylineSource::Visible), Names{});
  EXPECT_EQ(names_in("nieuws.example", BylineSource::Structured), Names{"nieuws.example"});
}

TEST(Byline, KnowsAgencies) {
  for (const std::string_view agency : {"dpa", "AFP", "Reuters", "dpa/lno", "dpa-infocom", "KNA"}) {
    EXPECT_TRUE(is_agency(agency)) << agency;
  }
  for (const std::string_view other : {"Anna Berg", "Apa-Berg Verlag", "Paul", ""}) {
    EXPECT_FALSE(is_agency(other)) << other;
  }
}

}  // namespace
}  // namespace depesche::extract
