// An edition reads few stories and keeps fewer; it must be the one that all of them would make.
#include "desk/edition.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr int kHalf = 600;

/// Invented reports: one half of them of some days in large stories, the other of the hours after,
/// in these and in small ones, so that what grows most is not what has most.
void fill(Archive& archive, std::mt19937& random) {
  std::vector<StoryId> large;
  std::vector<StoryId> small;
  AcceptTransaction accept = archive.begin_accept();
  for (int i = 0; i < 2 * kHalf; ++i) {
    const std::string number = std::to_string(i);
    Article article = make_article("Blatt " + std::to_string(random() % 40), "blatt" + number,
                                   "Brücke " + number, "Ein Satz.");
    if (random() % 4 == 0) article.language = "en";
    if (random() % 9 == 0) article.kind = ArticleKind::Advertorial;
    const sys_seconds now = at(std::min(i, kHalf) * 540 + std::max(i - kHalf, 0) * 36);
    const Accepted accepted = accept.put_article({article, {}, {}, {}}, terms_of(article), now);
    StoredDecision decision;
    decision.article = accepted.id;
    const bool is_old = i < kHalf || random() % 2 == 0;
    std::vector<StoryId>& stories = is_old ? large : small;
    const std::size_t most = is_old ? 80 : 120;
    if (stories.size() < most && random() % 3 == 0) stories.emplace_back(accepted.id.value);
    if (stories.empty()) stories.emplace_back(accepted.id.value);
    decision.story = stories.back().value == accepted.id.value ? stories.back()
                                                               : stories[random() % stories.size()];
    accept.put_decision(decision);
  }
  accept.commit();
}

/// All that were there, and what they are made of.
Edition edition_of_all(const Reader& reader, sys_seconds now) {
  std::vector<std::vector<LiveArticle>> reports;
  std::vector<RankedStory> stories;
  const sys_seconds soon = now + seconds(1);
  for (const StoryGlance& glance : reader.story_glances(now - hours(72), now + hours(999), soon)) {
    reports.push_back(reader.story_reports(glance.id, now - kEditionWindow, soon));
    RankedStory& story = stories.emplace_back();
    story.story = glance.id;
    for (const LiveArticle& report : reports.back()) {
      RankedArticle& article = story.articles.emplace_back();
      article.article = report.id;
      article.outlet = report.outlet;
      article.appeared_at = report.appeared_at;
      article.title = report.title;
      article.language = report.language;
      article.section = report.section;
      article.kind = report.kind;
      article.is_reprint = report.is_reprint;
      article.has_body = report.origin == Origin::Page && report.text_bytes > 0;
      article.has_picture = report.has_picture;
    }
  }
  FrontPageOptions options{
      .now = now, .weights = nullptr, .languages = {"de", "en"}, .limit = kEditionPlaces};
  Edition edition{now, rank_front_page(stories, options), {}, {}};
  options.limit = kHotPlaces;
  edition.hot = rank_hot(stories, options);
  return edition;
}

TEST(Edition, IsWhatAllStoriesMake) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  fill(*archive, random);
  const Reader reader = archive->reader();
  for (const int hour : {45, 95, 96}) {
    const sys_seconds now = at(seconds(hours(hour)).count());
    const Edition expected = edition_of_all(reader, now);
    const Edition edition = make_edition(reader, {}, now);
    EXPECT_EQ(edition.places, expected.places) << "seed " << seed << ", hour " << hour;
    EXPECT_EQ(edition.hot, expected.hot) << "seed " << seed << ", hour " << hour;
    EXPECT_EQ(edition.places.size(), kEditionPlaces) << "seed " << seed << ", hour " << hour;
    if (hour == 96) {
      EXPECT_EQ(edition.hot.size(), kHotPlaces) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace depesche
