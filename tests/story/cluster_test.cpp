#include "story/cluster.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

/// A stream in which stories merge, articles move, and early ones leave the live window.
std::vector<StreamItem> moving_stream(unsigned seed) {
  std::vector<StreamItem> items;
  const auto take = [&items](std::vector<GeneratedArticle> stream) {
    const std::chrono::sys_seconds begin = stream.front().arrival.first_seen_at;
    const std::chrono::sys_seconds end = items.empty() ? begin : *items.back().first_seen_at;
    for (GeneratedArticle& one : stream) {
      StreamItem& item = items.emplace_back();
      item.id = "n" + std::to_string(items.size());
      item.first_seen_at = end + (one.arrival.first_seen_at - begin);
      item.article = std::move(one.article);
      item.article.language = "de";
      item.article.outlet = std::to_string(one.arrival.outlet.value);
    }
  };
  take(generate_stream(seed, 60));
  take(generate_halves(seed, 24));
  return items;
}

std::size_t place_of(ArticleId article) { return static_cast<std::size_t>(article.value) - 1; }

TEST(ArrivalTimes, NeverGoBack) {
  using std::chrono::days;
  const std::chrono::sys_seconds start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  const auto items_at = [&](const std::vector<std::optional<int>>& given) {
    std::vector<StreamItem> items(given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i]) items[i].first_seen_at = start + days{*given[i]};
    }
    return items;
  };
  const auto days_of = [&](const std::vector<StreamItem>& items) {
    std::vector<std::int64_t> out;
    for (const auto time : arrival_times(items)) {
      out.push_back(std::chrono::floor<days>(time - start).count());
    }
    return out;
  };
  EXPECT_TRUE(arrival_times({}).empty());
  EXPECT_EQ(days_of(items_at({0, std::nullopt, 2, 1, 3})),
            (std::vector<std::int64_t>{0, 0, 2, 2, 3}));
  // A year's stream in its order, one of whose items is old.
  EXPECT_EQ(days_of(items_at({0, 100, 10, 200, 300, 365})),
            (std::vector<std::int64_t>{0, 100, 100, 200, 300, 365}));
  // An archive in no order.
  EXPECT_EQ(days_of(items_at({200, 0, 365, 300, 100})),
            (std::vector<std::int64_t>{365, 365, 365, 365, 365}));
}

TEST(Gather, LosesNoneOfAnArchiveInNoOrder) {
  const std::chrono::sys_seconds start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  std::vector<StreamItem> items(4);
  const std::vector<int> written{0, 200, 0, 90};
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].id = std::to_string(i);
    items[i].first_seen_at = start + std::chrono::days{written[i]};
    items[i].article.language = "de";
    items[i].article.title = "Bundestag beschließt neues Rentenpaket";
  }
  items[1].article.title = "Vulkan auf Island spuckt Lava";
  items[3].article.title = "Borussia verliert das Derby";
  const auto placed = gather(items, Membership::Final);
  EXPECT_EQ(placed[2].story, placed[0].id);
}

TEST(Gather, TellsOfTheFinalStoryWhyAnItemIsInItAndWhatIsSimilar) {
  int moved = 0;
  int similar = 0;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const std::vector<StreamItem> items = moving_stream(seed);
    const auto placed = gather(items, Membership::Final);
    std::map<std::string, std::string> story_of;
    for (const PlacedItem& one : placed) story_of[one.id] = one.story;
    for (const PlacedItem& one : placed) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + one.id);
      EXPECT_EQ(one.why.back(), name(one.reason.kind));
      const bool is_moved =
          one.reason.kind == ReasonKind::Merged || one.reason.kind == ReasonKind::Moved;
      moved += is_moved ? 1 : 0;
      if (one.reason.kind == ReasonKind::Founded) {
        EXPECT_EQ(one.story, one.id);
      } else {
        ASSERT_TRUE(one.reason.nearest);
        EXPECT_NE(items[place_of(one.reason.nearest)].id, one.id);
      }
      std::set<std::string> stories{one.story};
      for (const std::string& other : one.similar) {
        EXPECT_TRUE(stories.insert(story_of.at(other)).second) << other;
      }
      similar += static_cast<int>(one.similar.size());
    }
  }
  EXPECT_GT(moved, 0);
  EXPECT_GT(similar, 0);
}

TEST(Gather, ShowsEachFirstDecisionAsItWas) {
  const std::vector<StreamItem> items = moving_stream(1);
  const auto first = gather(items, Membership::First);
  for (const PlacedItem& one : first) EXPECT_EQ(one.why.back(), name(one.reason.kind)) << one.id;
  for (std::size_t i = 0; i < items.size(); i += 49) {
    const auto so_far = gather({items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i) + 1},
                               Membership::Final);
    EXPECT_EQ(so_far.back().story, first[i].story);
    EXPECT_EQ(so_far.back().why, first[i].why);
    EXPECT_EQ(so_far.back().reason, first[i].reason);
  }
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
