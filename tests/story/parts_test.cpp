#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/address_words.h"
#include "story/analysis.h"
#include "story/bytes.h"
#include "story/cluster.h"
#include "story/regions.h"
#include "story/term_index.h"

namespace depesche {
namespace {

using story::Serial;
using story::TermIndex;
using story::TermVector;
using story::VectorRole;

TermVector random_vector(std::mt19937& random) {
  TermVector out;
  std::uint64_t squares = 0;
  for (std::uint32_t term = 1; term < 60; ++term) {
    if (random() % 4 != 0) continue;
    const auto weight = static_cast<std::uint16_t>(1 + random() % 1500);
    if (squares + std::uint64_t{weight} * weight > std::uint64_t{story::kOne} * story::kOne) break;
    squares += std::uint64_t{weight} * weight;
    out.push_back({term, weight, TermKind::Word});
  }
  return out;
}

TEST(TermIndex, FindsExactlyWhatBruteForceFinds) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  std::vector<TermVector> vectors;
  TermIndex index;
  for (Serial serial = 0; serial < 400; ++serial) {
    vectors.push_back(random_vector(random));
    index.add(serial, VectorRole::Own, 1, vectors.back());
  }
  const auto vector_of = [&](Serial serial) -> const TermVector& { return vectors[serial]; };
  for (Serial gone = 0; gone < 100; ++gone) index.remove(gone, VectorRole::Own, 1, vectors[gone]);
  for (Serial gone = 150; gone < 400; gone += 7)
    index.remove(gone, VectorRole::Own, 1, vectors[gone]);
  for (int round = 0; round < 200; ++round) {
    const TermVector query = random_vector(random);
    const int least = 1 + static_cast<int>(random() % 3000);
    std::vector<std::pair<Serial, int>> expected;
    for (Serial serial = 100; serial < 400; ++serial) {
      if (serial >= 150 && (serial - 150) % 7 == 0) continue;
      const int near = story::cosine(query, vectors[serial]);
      if (near >= least) expected.emplace_back(serial, near);
    }
    std::vector<std::pair<Serial, int>> found;
    for (const auto& each : index.find(VectorRole::Own, 1, query, least, vector_of)) {
      found.emplace_back(each.serial, each.cosine);
    }
    EXPECT_EQ(found, expected) << "seed " << seed << ", least " << least;
  }
  EXPECT_TRUE(index.find(VectorRole::Foreign, 1, vectors[120], 1, vector_of).empty());
  EXPECT_TRUE(index.find(VectorRole::Own, 2, vectors[120], 1, vector_of).empty());
}

TEST(FixedPoint, LogarithmsAreRightToTheLastStep) {
  for (std::uint64_t x : {1ULL, 2ULL, 3ULL, 10ULL, 255ULL, 256ULL, 1000ULL, 123456789ULL}) {
    EXPECT_NEAR(log2_256(x), std::log2(static_cast<double>(x)) * 256, 1.6) << x;
  }
  EXPECT_EQ(log2_256(0), 0);
  EXPECT_EQ(integer_root(0), 0U);
  EXPECT_EQ(integer_root(99), 9U);
  EXPECT_EQ(integer_root(100), 10U);
}

TEST(Analysis, SurvivesItsBlob) {
  Article article;
  article.title = "Nordburg: Feuer im Hafen, 12 Verletzte";
  article.text =
      "Musterstadt (dpa) - Im Hafen von Nordburg brennt es. Zwölf Menschen wurden verletzt.";
  article.url = "https://zeitung.example/nordburg/feuer-im-hafen-12-verletzte-4711.html";
  const Analysis analysis = analyse(article, "de-DE");
  EXPECT_EQ(analysis.language, "de");
  EXPECT_EQ(analysis.print.agency, Agency::Dpa);
  const std::string blob = encode(analysis);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
  for (std::size_t cut = 0; cut < blob.size(); ++cut) {
    EXPECT_FALSE(decode_analysis(std::string_view(blob).substr(0, cut))) << cut;
  }
  EXPECT_FALSE(decode_analysis(blob + "x"));
  std::string newer = blob;
  newer[0] = 99;
  EXPECT_EQ(decode_analysis(newer).error().code, ErrorCode::Unsupported);
}

TEST(Analysis, OfAnOlderProgramIsReadAsQuotingNobody) {
  Article article;
  article.text = "Im Hafen brennt es. „Wir löschen seit der Nacht und ohne Pause“, hieß es.";
  const Analysis analysis = analyse(article, "de");
  const auto is_quoted = [](std::uint32_t shingle) { return shingle >= kQuoted; };
  const auto& marked = analysis.print.shingles;
  ASSERT_TRUE(std::any_of(marked.begin(), marked.end(), is_quoted));
  std::string blob = encode(analysis);
  blob[0] = static_cast<char>(kWithoutQuotations);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto& read = decoded->print.shingles;
  EXPECT_EQ(read.size(), marked.size());
  EXPECT_TRUE(std::none_of(read.begin(), read.end(), is_quoted));
}

TEST(Analysis, TakesInflectedNamesForOne) {
  Article one;
  one.title = "Olmedos Rede";
  Article other;
  other.title = "Olmedo redet";
  const Analysis a = analyse(one, "de");
  const Analysis b = analyse(other, "en");
  const auto has_common_name = [&] {
    for (const Term& x : a.terms) {
      for (const Term& y : b.terms) {
        if (x.hash == y.hash && x.kind == TermKind::Name) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has_common_name());
}

TEST(Analysis, OfNothingHasNoTerms) { EXPECT_TRUE(analyse(Article{}, "").terms.empty()); }

TEST(AddressWords, AreTheHeadlineInTheAddress) {
  struct Case {
    const char* url;
    const char* language;
    const char* words;
  };
  for (const Case& c : {
           Case{"https://z.example/ort/feuer-im-frueheren-hafen-id12345678.html", "de",
                "feuer im früheren hafen"},
           Case{"https://z.example/sport/", "de", ""},
           Case{"https://z.example/2022/01/29/neue-bruecke-fuer-nordburg?ref=x", "de",
                "neue brücke für nordburg"},
           Case{"https://z.example/news/new-bridge-for-nordburg", "en", "new bridge for nordburg"},
           Case{"kein url", "de", ""},
           Case{"", "", ""},
       }) {
    EXPECT_EQ(address_words(c.url, c.language), c.words) << c.url;
  }
}

TEST(Regions, AreKnownByTheirPlaces) {
  for (const auto& [name, region] :
       std::vector<std::pair<std::string, std::string>>{{"hessen", "DE-HE"},
                                                        {"hessische", "DE-HE"},
                                                        {"hamburger", "DE-HH"},
                                                        {"dresdner", ""},
                                                        {"dresden", "DE-SN"},
                                                        {"oldenburg", "DE-NI"},
                                                        {"zurich", "CH-ZH"},
                                                        {"wiener", "AT-W"},
                                                        {"feuer", ""},
                                                        {"bremens", "DE-HB"},
                                                        {"", ""},
                                                        {"essen", ""}}) {
    EXPECT_EQ(story::region_of(name), region) << name;
  }
}

TEST(Analysis, KnowsACountryByEveryName) {
  Article german;
  german.title = "Beben in Griechenland";
  Article english;
  english.title = "Earthquake hits Greece";
  const auto country = [](const Analysis& analysis) {
    for (const Term& term : analysis.terms) {
      if (term.kind == TermKind::Country) return term.hash;
    }
    return 0U;
  };
  EXPECT_NE(country(analyse(german, "de")), 0U);
  EXPECT_EQ(country(analyse(german, "de")), country(analyse(english, "en")));
}

TEST(Gather, KeepsTheSameBulletinOfTwoRegionsApart) {
  std::vector<StreamItem> items(2);
  items[0].id = "a";
  items[0].article.title = "Stürmisches Wochenende in Hessen erwartet";
  items[1].id = "b";
  items[1].article.title = "Stürmisches Wochenende in Sachsen erwartet";
  for (StreamItem& item : items) item.article.language = "de";
  const auto placed = gather(items, Membership::Final);
  EXPECT_NE(placed[0].story, placed[1].story);
}

TEST(Gather, GivesItemsTheIdsOfTheirFounders) {
  const auto item = [](std::string id, std::string title, std::string text) {
    StreamItem out;
    out.id = std::move(id);
    out.article.title = std::move(title);
    out.article.text = std::move(text);
    out.article.language = "de";
    return out;
  };
  const std::vector<StreamItem> items{
      item("a", "Großbrand im Hafen von Nordburg",
           "Eine Lagerhalle im Hafen von Nordburg ist ausgebrannt."),
      item("b", "Südheim gewinnt den Pokal gegen Westau", "Südheim feiert nach dem Finale."),
      item("c", "Nordburg: Lagerhalle im Hafen ausgebrannt",
           "Nach dem Brand im Hafen von Nordburg."),
  };
  const auto placed = gather(items, Membership::Final);
  ASSERT_EQ(placed.size(), 3U);
  EXPECT_EQ(placed[0].story, "a");
  EXPECT_EQ(placed[1].story, "b");
  EXPECT_EQ(placed[2].story, "a");
  EXPECT_EQ(placed[2].why.back(), "joined");
  EXPECT_TRUE(gather({}, Membership::First).empty());
}

}  // namespace
}  // namespace depesche
