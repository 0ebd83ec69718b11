// The peers that bench/stories compares the engine with: what they must find in a small stream, and
// what makes each of them itself.
#include <algorithm>

#include <gtest/gtest.h>

#include "bench/story/peers/centroids.h"
#include "bench/story/peers/minhash_reprints.h"
#include "bench/story/peers/nine_cosines.h"
#include "bench/story/peers/single_link.h"

namespace depesche::peers {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

struct Told {
  const char* title;
  const char* text;
  std::int64_t at_s = 0;
  const char* language = "en";
};

const Told kFerry{
    "Ferry stays in port after storm",
    "The harbour ferry will not sail because the pier of Old Quay lost three planks."};
const Told kFerryAgain{
    "Storm keeps harbour ferry in port",
    "Three planks of the pier at Old Quay are lost, so the ferry will not sail."};
const Told kMuseum{"Museum shows clay tablets",
                   "A museum in Lower Elm exhibits clay tablets that a farmer found in his field."};
const Told kMuseumAgain{
    "Clay tablets from a field",
    "Visitors of the museum in Lower Elm see clay tablets that came to light when "
    "a farmer ploughed."};

/// Each from an outlet of its own unless told otherwise.
std::vector<std::uint32_t> gather(StoryPeer& peer, const std::vector<Told>& stream,
                                  bool is_one_outlet = false) {
  PeerReader reader;
  Weigher weigher(Weigher::Wanted::AllSpaces);
  std::uint32_t outlet = 0;
  for (const Told& told : stream) {
    Article article;
    article.title = told.title;
    article.text = told.text;
    PeerArticle weighed = weigher.weigh(reader.read(article, told.language));
    weighed.at_s = told.at_s;
    weighed.outlet = is_one_outlet ? 0 : outlet++;
    peer.add(std::move(weighed));
  }
  return peer.stories();
}

const std::vector<Told> kTwoStories{kFerry, kMuseum, kFerryAgain, kMuseumAgain};

void expect_two_stories(const std::vector<std::uint32_t>& story) {
  ASSERT_EQ(story.size(), 4U);
  EXPECT_EQ(story[0], story[2]);
  EXPECT_EQ(story[1], story[3]);
  EXPECT_NE(story[0], story[1]);
}

Told later(Told told, std::int64_t by_s) {
  told.at_s += by_s;
  return told;
}

TEST(Peers, ReadWordsAsTheEngineDoes) {
  Article article;
  article.title = "The Ferries sail";
  article.text = "Two ferries meet Ida Moor. Ferries wait.";
  const PeerWords words = PeerReader().read(article, "en-GB");
  EXPECT_EQ(words.language, "en");
  ASSERT_EQ(words.title.size(), 2U) << "the stop word is gone";
  EXPECT_NE(words.title[0].name, 0U);
  ASSERT_EQ(words.body.size(), 7U);
  EXPECT_EQ(words.title[0].stem, words.body[1].stem) << "one stem, whatever the case";
  EXPECT_EQ(words.body[1].name, 0U);
  EXPECT_NE(words.body[3].name, 0U) << "a name inside a sentence";
  EXPECT_EQ(words.body[5].name, 0U) << "any word is capitalised at the beginning of one";
}

TEST(Peers, WeighRareWordsMore) {
  Weigher weigher(Weigher::Wanted::Stems);
  PeerReader reader;
  Article article;
  article.text = "ferry";
  for (int i = 0; i < 50; ++i) weigher.weigh(reader.read(article, "en"));
  article.text = "ferry quay quay";
  const PeerArticle weighed = weigher.weigh(reader.read(article, "en"));
  ASSERT_EQ(weighed.stems.size(), 2U);
  article.text = "ferry";
  const std::uint32_t ferry = reader.read(article, "en").body[0].stem;
  const bool is_first = weighed.stems[0].term == ferry;
  EXPECT_GT(weighed.stems[is_first ? 1 : 0].weight, weighed.stems[is_first ? 0 : 1].weight);
  EXPECT_TRUE(weighed.spaces[0].empty()) << "not asked for";
}

TEST(Centroids, GatherByTheCosineWithAStory) {
  Centroids found({.least_cosine = 0.4F});
  expect_two_stories(gather(found, kTwoStories));
  Centroids strict({.least_cosine = 0.99F});
  EXPECT_EQ(gather(strict, kTwoStories), (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(Centroids, ForgetAStoryWithoutNews) {
  Centroids found({.least_cosine = 0.4F, .days = 14});
  const auto story = gather(found, {kFerry, later(kFerryAgain, 13 * kDay), later(kFerry, 26 * kDay),
                                    later(kFerryAgain, 41 * kDay)});
  EXPECT_EQ(story, (std::vector<std::uint32_t>{0, 0, 0, 1})) << "each report keeps it for 14 days";
}

TEST(SingleLink, GathersWhatIsNearEnough) {
  SingleLink found({.scale = 3});
  expect_two_stories(gather(found, kTwoStories));
  SingleLink published({.steps = SingleLink::english()});
  const auto story = gather(published, kTwoStories);
  EXPECT_NE(story[1], story[3]) << "made for other vectors";
}

TEST(SingleLink, NeverPutsAnOutletTwiceIntoAStory) {
  SingleLink found({.scale = 3});
  EXPECT_EQ(gather(found, kTwoStories, true), (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(SingleLink, CapsTheSizeOfAStory) {
  SingleLink found({.steps = {{2, 0.4F}, {3, 0.3F}}});
  const auto story = gather(found, {kFerry, kFerryAgain, kFerryAgain, kFerry, kFerry});
  std::ptrdiff_t largest = 0;
  for (const std::uint32_t one : story)
    largest = std::max(largest, std::count(story.begin(), story.end(), one));
  EXPECT_EQ(largest, 3);
}

TEST(SingleLink, CarriesStoriesFromBatchToBatch) {
  SingleLink found({.scale = 3, .batch = 4, .overlap = 2});
  const auto story =
      gather(found, {kMuseum, kMuseumAgain, kFerry, kMuseum, kFerryAgain, kMuseumAgain, kFerry});
  EXPECT_EQ(story[4], story[2]);
  EXPECT_EQ(story[6], story[2]);
  EXPECT_EQ(story[5], story[0]);
  EXPECT_NE(story[0], story[2]);
}

TEST(NineCosines, GatherEnglishByTheMergeModel) {
  NineCosines found({.harder = 4});
  expect_two_stories(gather(found, kTwoStories));
  NineCosines strict({.harder = 100});
  EXPECT_EQ(gather(strict, kTwoStories), (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(NineCosines, GatherGermanByTheThreshold) {
  const Told bridge{"Brücke nach Unwetter gesperrt",
                    "Die Brücke über die Alde bleibt gesperrt, weil zwei Pfeiler Risse haben.", 0,
                    "de"};
  const Told again{"Risse in zwei Pfeilern: Brücke gesperrt",
                   "Nach dem Unwetter haben zwei Pfeiler der Brücke über die Alde Risse.", 0, "de"};
  const Told bakery{"Bäckerei backt wieder Zöpfe",
                    "In der Altstadt verkauft eine Bäckerei Zöpfe nach einem Rezept von 1880.", 0,
                    "de"};
  NineCosines found({});
  const auto story = gather(found, {bridge, bakery, again});
  EXPECT_EQ(story, (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST(NineCosines, CountTheTimes) {
  const Told bridge{"Brücke gesperrt", "Die Brücke über die Alde ist gesperrt.", 0, "de"};
  const Told aside{"Umweg für Pendler", "Wer über die Alde will, fährt um die Brücke.", 0, "de"};
  const auto hardest = [&](std::int64_t apart_s) {  // at which they are still one story
    float harder = -8;
    for (bool is_one = true; is_one; harder += 0.05F) {
      NineCosines found({.harder = harder});
      is_one = gather(found, {bridge, later(aside, apart_s)})[1] == 0;
    }
    return harder;
  };
  EXPECT_NEAR(hardest(0) - hardest(60 * kDay), 1.131 + 3.054, 0.11)
      << "weights of newest and oldest";
  EXPECT_NEAR(hardest(0) - hardest(3 * kDay), (1.131 + 3.054) * (1 - 0.6065), 0.11);
}

TEST(NineCosines, KeepLanguagesApart) {
  NineCosines found({.harder = -100});
  Told german = kFerry;
  german.language = "de";
  EXPECT_NE(gather(found, {kFerry, german})[1], 0U);
}

TEST(Peers, GiveTheSameStoriesAgain) {
  std::vector<Told> stream;
  for (int i = 0; i < 30; ++i)
    for (const Told& told : kTwoStories) stream.push_back(later(told, i * kHour));
  const auto twice = [&stream](auto make) {
    auto first = make();
    auto second = make();
    EXPECT_EQ(gather(first, stream), gather(second, stream));
  };
  twice([] { return Centroids({.least_cosine = 0.4F}); });
  twice([] { return SingleLink({.scale = 3, .batch = 50, .overlap = 10}); });
  twice([] { return NineCosines({.harder = 4}); });
}

TEST(MinHashReprints, FindACopyWhileItsOriginalIsLive) {
  Article original;
  original.text =
      "The harbour ferry will not sail on Monday because the pier of Old Quay is being mended "
      "again, "
      "the town said. Carpenters found that three planks had rotted through since the spring.";
  Article other;
  other.text =
      "A museum in Lower Elm exhibits clay tablets that a farmer found in his field when he was "
      "looking for a lost goat; the goat has come home by itself in the meantime.";
  Article copy = original;
  copy.text += " More at eleven.";
  for (const MinHashReprints::Settings& settings :
       {MinHashReprints::Settings{.width = 3, .bands = 64, .rows = 2, .least = 500},
        MinHashReprints::Settings{.width = 2, .bands = 51, .rows = 5, .least = 450}}) {
    MinHashReprints reprints(settings);
    EXPECT_FALSE(reprints.add(original, 0));
    EXPECT_FALSE(reprints.add(other, kHour));
    EXPECT_EQ(reprints.add(copy, 2 * kHour), 0U);
    EXPECT_GE(reprints.candidates(), 1U);
    EXPECT_EQ(reprints.add(copy, 16 * kDay), std::nullopt) << "forgotten";
    EXPECT_EQ(reprints.add(Article(), 16 * kDay), std::nullopt) << "nothing is no copy of nothing";
  }
}

}  // namespace
}  // namespace depesche::peers
