// Lists as Atom and JSON Feed, read back with our own feed reader.
#include "web/pages/listing.h"

#include <gtest/gtest.h>

#include "feed/parse.h"
#include "json/parse.h"
#include "tests/web/sample_views.h"

namespace depesche::web {
namespace {

using test::card;
using test::viewer;

Listing sample() {
  Listing listing{"Titelseite – depesche", "/front", "", "/", {}};
  ArticleCard first = card(11, "Talvebote", "Fährbrücke & <Pendler>: \"zwei\" Jahre", 24);
  first.section = "Lokales";
  first.updated = Moment{test::noon(), std::chrono::minutes(60), false};
  listing.entries.push_back({first, test::counts(7, 5, 4)});
  ArticleCard day_only = card(12, "The Harbour Post", "Old bridge", 200, "en");
  day_only.published = Moment{std::chrono::floor<std::chrono::days>(test::noon()), {}, true};
  listing.entries.push_back({day_only, {}});
  ArticleCard odd = card(13, "X", std::string("bell\x07 and\x1f more\x0b"), 300);
  odd.published.reset();
  odd.url = "javascript:alert(1)";
  listing.entries.push_back({odd, {}});
  return listing;
}

TEST(Listing, IsWellFormedAtomThatSaysTheSameAsThePage) {
  const std::string atom = to_atom(viewer(Language::De), sample());
  const auto feed = parse_feed(atom, "http://127.0.0.1:8420/front.atom", "application/atom+xml");
  ASSERT_TRUE(feed) << feed.error().message;
  EXPECT_EQ(feed->format, FeedFormat::Atom);
  EXPECT_EQ(feed->title, "Titelseite – depesche");
  EXPECT_EQ(feed->home, "http://127.0.0.1:8420/");
  for (const Oddity& oddity : feed->oddities) ADD_FAILURE() << oddity.kind << " " << oddity.message;
  ASSERT_EQ(feed->entries.size(), 3u);
  const Entry& first = feed->entries[0];
  EXPECT_EQ(first.title, "Fährbrücke & <Pendler>: \"zwei\" Jahre");
  EXPECT_EQ(first.url, "http://127.0.0.1:8420/a/11");
  EXPECT_EQ(author_names(first.people), (std::vector<std::string>{"Talvebote"}));
  EXPECT_EQ(first.updated->at, test::noon());
  EXPECT_EQ(first.categories, (std::vector<std::string>{"Lokales"}));
  EXPECT_FALSE(feed->entries[1].published) << "a day is not made into a time";
  EXPECT_EQ(feed->entries[1].language, "en");
}

TEST(Listing, IsAJsonFeedToo) {
  const std::string json = to_json_feed(viewer(Language::En), sample());
  ASSERT_TRUE(json::parse(json));
  const auto feed = parse_feed(json, "http://127.0.0.1:8420/front.json", "application/feed+json");
  ASSERT_TRUE(feed) << feed.error().message;
  EXPECT_EQ(feed->format, FeedFormat::JsonFeed);
  ASSERT_EQ(feed->entries.size(), 3u);
  EXPECT_EQ(feed->entries[1].title, "Old bridge");
  const auto whole = json::parse(json);
  const json::Value* entries = whole->find("items");
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->elements()[0].string_at("title"), "Fährbrücke & <Pendler>: \"zwei\" Jahre");
  EXPECT_NE(json.find("\"outlets\":5,\"independent\":4"), std::string::npos);
  EXPECT_EQ(json.find("javascript:"), std::string::npos);
}

TEST(Listing, NamesTheFilesThatGoWithAnArticleToWhoMayReadItWhole) {
  ArticleCard episode = card(11, "Talvebote", "Folge 7", 24);
  episode.enclosures = {{"https://talvebote.example/7.mp3?a=1&b=\"2\"", "audio/mpeg", 24'300'000,
                         std::chrono::seconds{1925}, "Zum <Hören>"},
                        {"https://talvebote.example/7.bin", "", {}, {}, ""},
                        {"javascript:alert(1)", "audio/mpeg", {}, {}, ""}};
  const Listing listing = listing_of("Lokales", "/t/Lokales", {episode});
  for (const bool is_atom : {true, false}) {
    Viewer reader = viewer(Language::De);
    const auto written = [&] {
      return is_atom ? to_atom(reader, listing) : to_json_feed(reader, listing);
    };
    const auto feed = parse_feed(written(), "http://x.example/", "");
    ASSERT_TRUE(feed) << feed.error().message;
    EXPECT_TRUE(feed->oddities.empty());
    const std::vector<Enclosure>& read = feed->entries.at(0).enclosures;
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].url, "https://talvebote.example/7.mp3?a=1&b=%222%22");
    EXPECT_EQ(read[0].type, "audio/mpeg");
    EXPECT_EQ(read[0].bytes, 24'300'000);
    EXPECT_EQ(read[0].title, "Zum <Hören>");
    EXPECT_EQ(read[0].duration.value_or(std::chrono::seconds{}).count(), is_atom ? 0 : 1925);
    EXPECT_EQ(read[1].type, "application/octet-stream");
    reader.reads_whole = false;
    EXPECT_EQ(written().find("7.mp3"), std::string::npos);
  }
}

TEST(Listing, NamesTheAgencyAndWhatItFolds) {
  ArticleCard agency = card(11, "Talvebote", "Fährbrücke gesperrt", 24);
  agency.agency = "dpa";
  agency.folded = {{ArticleId{14}, "Kreisblatt Süd", true}, {ArticleId{15}, "Das Tor", false}};
  ArticleCard copy = card(16, "Merener Zeitung", "Brücke zu", 20);
  copy.reprint_of = ArticleId{11};
  copy.copied_permille = 920;
  const Listing listing = listing_of("Lokales", "/t/Lokales", {agency, copy});
  const auto feed = parse_feed(to_atom(viewer(Language::De), listing), "http://x.example/", "");
  ASSERT_TRUE(feed);
  const std::vector<Person>& people = feed->entries.at(0).people;
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[0].name, "Talvebote");
  EXPECT_EQ(people[1].name, "dpa");
  EXPECT_EQ(people[1].role, "contributor");
  EXPECT_EQ(feed->entries.at(1).people.size(), 1u);
  const std::string json = to_json_feed(viewer(Language::De), listing);
  EXPECT_NE(json.find(R"("agency":"dpa")"), std::string::npos);
  EXPECT_NE(json.find(R"("reprints":[{"article":14,"outlet":"Kreisblatt Süd"},{"article":15)"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("reprint_of":11,"copied":0.92)"), std::string::npos);
  Viewer anonymous = viewer(Language::De);
  anonymous.reads_whole = false;
  EXPECT_EQ(to_json_feed(anonymous, listing).find("Das Tor"), std::string::npos);
}

TEST(Listing, OfNothingIsStillAFeed) {
  const Listing empty = listing_of("Leer", "/t/Leer", {});
  EXPECT_TRUE(parse_feed(to_atom(viewer(Language::De), empty), "http://x.example/", ""));
}

}  // namespace
}  // namespace depesche::web
