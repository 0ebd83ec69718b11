#include <random>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

class Stories : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(check(*archive_), std::vector<std::string>{}); }

  Accepted add(const std::string& outlet, StoryId story = {}, StoredDecision decision = {}) {
    const std::string slug = "n" + std::to_string(++added_);
    return accept_one(*archive_, make_article(outlet, slug, "kopf " + slug, "text"), at(added_),
                      story, std::move(decision));
  }
  static StoredDecision reprint_of(std::int64_t article) {
    StoredDecision decision;
    decision.reason = "reprint";
    decision.reprint = StoredDecision::Reprint{ArticleId{article}, 950};
    return decision;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  int added_ = 0;
};

TEST_F(Stories, CountOutletsAndThoseWithWordsOfTheirOwn) {
  add("A");
  add("B", StoryId{1});
  add("C", StoryId{1}, reprint_of(1));
  add("A", StoryId{1});
  const auto front = archive_->reader().front_stories(std::vector<StoryId>{StoryId{1}}, 3);
  ASSERT_EQ(front.size(), 1u);
  EXPECT_EQ(front[0].counts.articles, 4);
  EXPECT_EQ(front[0].counts.outlets, 3);
  EXPECT_EQ(front[0].counts.independent, 2);
  ASSERT_EQ(front[0].members.size(), 3u);
  EXPECT_EQ(front[0].members[0].id.value, 4) << "newest first";
  EXPECT_EQ(front[0].last_at, at(4));
}

TEST_F(Stories, FoldReprintsUnderTheirOrigin) {
  add("A");
  add("B", StoryId{1}, reprint_of(1));
  add("C", StoryId{1});
  add("D", StoryId{1}, reprint_of(2));
  const auto page = archive_->reader().story_page(StoryId{1}, {});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->members.size(), 2u);
  EXPECT_EQ(page->members[0].card.id.value, 1);
  ASSERT_EQ(page->members[0].reprints.size(), 2u);
  EXPECT_EQ(page->members[0].reprints[0].card.outlet_name, "B");
  EXPECT_EQ(page->members[0].reprints[0].card.copied_permille, 950);
  EXPECT_EQ(page->members[0].reprints[0].reason, "reprint");
  EXPECT_EQ(page->members[0].reprints[1].card.outlet_name, "D") << "a reprint of a reprint";
  EXPECT_EQ(page->members[1].card.outlet_name, "C");
  EXPECT_EQ(page->headlines.size(), 4u);
}

TEST_F(Stories, PageThroughALongOneWithoutLosingOrRepeatingAnybody) {
  add("A");
  for (int i = 0; i < 24; ++i) add("B", StoryId{1});
  const Reader reader = archive_->reader();
  std::vector<std::int64_t> seen;
  std::string after;
  do {
    const auto page = reader.story_page(StoryId{1}, {after, 10});
    for (const StoryMember& member : page->members) seen.push_back(member.card.id.value);
    after = page->next.value_or("");
  } while (!after.empty());
  std::vector<std::int64_t> all(25);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i) + 1;
  EXPECT_EQ(seen, all);
}

TEST_F(Stories, MergedOnesRedirectForEver) {
  add("A");
  add("B");
  add("C");
  StoredDecision bridge;
  bridge.reason = "joined";
  bridge.moves = {{ArticleId{2}, StoryId{2}, StoryId{1}, "merged by a bridge"}};
  add("D", StoryId{1}, bridge);
  const Reader reader = archive_->reader();
  EXPECT_EQ(reader.living_story(StoryId{2}), StoryId{1});
  StoredDecision second;
  second.merges = {{StoryId{1}, StoryId{3}, "one event after all"}};
  add("E", StoryId{3}, second);
  EXPECT_EQ(reader.living_story(StoryId{1}), StoryId{3});
  EXPECT_EQ(reader.living_story(StoryId{2}), StoryId{3}) << "in one step";
  const auto page = reader.story_page(StoryId{2}, {});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->id, StoryId{3});
  EXPECT_EQ(page->counts.articles, 5);
  EXPECT_EQ(page->moves.size(), 3u);
  EXPECT_EQ(page->members[0].reason, "one event after all");
  EXPECT_FALSE(reader.living_story(StoryId{99}));
  EXPECT_EQ(reader.progress().stories, 1);
}

TEST_F(Stories, SplitOnesComeBackUnderTheirOwnName) {
  add("A");
  add("B");
  StoredDecision merge;
  merge.moves = {{ArticleId{2}, StoryId{2}, StoryId{1}, "merged"}};
  add("C", StoryId{1}, merge);
  StoredDecision split;
  split.moves = {{ArticleId{2}, StoryId{1}, StoryId{2}, "split"}};
  add("D", StoryId{1}, split);
  const Reader reader = archive_->reader();
  EXPECT_EQ(reader.living_story(StoryId{2}), StoryId{2});
  EXPECT_EQ(reader.story_page(StoryId{2}, {})->counts.articles, 1);
  EXPECT_EQ(reader.story_page(StoryId{1}, {})->counts.articles, 3);
}

TEST_F(Stories, ANewVersionThatStaysKeepsItsFirstReasonAndTime) {
  add("A");
  StoredDecision joined = reprint_of(1);
  add("B", StoryId{1}, joined);
  const auto update = [&](StoryId story) {
    StoredDecision decision;
    decision.reason = "update";
    decision.is_update = true;
    const std::string text = "text " + std::to_string(++added_);
    return accept_one(*archive_, make_article("B", "n2", "kopf n2", text), at(added_), story,
                      decision);
  };
  ASSERT_EQ(update(StoryId{1}).outcome, Outcome::Updated);
  auto page = archive_->reader().story_page(StoryId{1}, {});
  ASSERT_EQ(page->members.size(), 2u) << "no reprint any more";
  EXPECT_EQ(page->members[1].reason, "reprint");
  EXPECT_EQ(page->members[1].joined_at, at(2));
  EXPECT_EQ(page->counts.independent, 2) << "but what else is new counts";

  add("C");
  ASSERT_EQ(update(StoryId{4}).outcome, Outcome::Updated);
  page = archive_->reader().story_page(StoryId{4}, {});
  ASSERT_EQ(page->members.size(), 2u);
  EXPECT_EQ(page->members[0].reason, "update") << "it did not stay";
}

TEST_F(Stories, BeginAndEndWhenTheirOutletsSayTheyAppeared) {
  const auto report = [this](const std::string& slug, std::optional<Moment> published) {
    Article article = make_article("A", slug, slug, slug);
    article.published = published;
    accept_one(*archive_, article, at(10'000 + ++added_), StoryId{1});
    return archive_->reader().story_page(StoryId{1}, {});
  };
  auto page = report("undated", std::nullopt);
  EXPECT_EQ(page->since.at, at(10'001)) << "when we saw it, where the outlet does not say";
  page = report("ahead", Moment{at(99'999), {}, false});
  EXPECT_EQ(page->last_report.at, at(10'002)) << "outlets' clocks go wrong";
  page = report("earlier", Moment{at(4'000), {}, false});
  EXPECT_EQ(page->since, (Moment{at(4'000), {}, false}));
  EXPECT_EQ(page->last_report.at, at(10'002)) << "seen last, but published before";
  const std::chrono::sys_seconds yesterday =
      std::chrono::floor<std::chrono::days>(at(0)) - std::chrono::days(1);
  page = report("day", Moment{yesterday, {}, true});
  EXPECT_EQ(page->since, (Moment{yesterday, {}, true}));
  // That is also the order in which they are told.
  std::vector<std::int64_t> told;
  for (const StoryMember& member : page->members) told.push_back(member.card.id.value);
  EXPECT_EQ(told, (std::vector<std::int64_t>{4, 3, 1, 2}));
  EXPECT_EQ(page->headlines, (std::vector<std::string>{"day", "earlier", "undated", "ahead"}));
  page = archive_->reader().story_page(StoryId{1}, {"3", 1});
  ASSERT_EQ(page->members.size(), 1u);
  EXPECT_EQ(page->members[0].card.id.value, 1);
  EXPECT_EQ(page->next, "1");
}

TEST_F(Stories, SimilarNewsGoesBothWaysAndTellsNoStoryTwice) {
  add("A");
  add("B", StoryId{1});
  add("C");
  StoredDecision decision;
  decision.similar = {{ArticleId{1}, 800, {"hafen", "brücke"}},
                      {ArticleId{2}, 700, {"hafen"}},
                      {ArticleId{3}, 600, {"rat"}},
                      {ArticleId{77}, 500, {"let go long ago"}}};
  add("D", {}, decision);
  const Reader reader = archive_->reader();
  const auto page = reader.article_page(ArticleId{4});
  ASSERT_EQ(page->similar.size(), 2u);
  EXPECT_EQ(page->similar[0].card.id.value, 1);
  EXPECT_EQ(page->similar[0].reasons, (std::vector<std::string>{"hafen", "brücke"}));
  EXPECT_EQ(page->similar[1].card.id.value, 3);
  EXPECT_EQ(reader.article_page(ArticleId{3})->similar[0].card.id.value, 4);
}

TEST_F(Stories, SimilarNewsIsShownOfSixStoriesHoweverLargeTheNearestIs) {
  add("A");
  // A large story that is nearest, then others, each less alike; some articles are of no other one.
  StoredDecision decision;
  const auto add_similar = [&](StoryId story, int score) {
    decision.similar = {{ArticleId{1}, score, {"hafen " + std::to_string(score)}}};
    return add("B", story, decision).id.value;
  };
  const StoryId large{add_similar({}, 900)};
  for (int i = 1; i < 60; ++i) add_similar(large, 900 - i);
  add_similar(StoryId{1}, 800);  // the article's own
  std::vector<std::pair<std::int64_t, int>> expected{{large.value, 900}};
  for (int score = 700; score >= 100; score -= 100)
    expected.emplace_back(add_similar({}, score), score);
  expected.resize(6);
  const auto page = archive_->reader().article_page(ArticleId{1});
  std::vector<std::pair<std::int64_t, int>> shown;
  for (const SimilarArticle& one : page->similar) {
    shown.emplace_back(one.card.id.value, one.score_permille);
    EXPECT_EQ(one.reasons,
              (std::vector<std::string>{"hafen " + std::to_string(one.score_permille)}));
  }
  EXPECT_EQ(shown, expected);
}

TEST_F(Stories, AreSeenFromAfarByTheirNewestArticle) {
  for (int i = 0; i < 6; ++i) add(i % 2 == 0 ? "A" : "B", StoryId{1 + i % 3});
  const Reader reader = archive_->reader();
  const auto ids = [](const std::vector<StoryGlance>& glances) {
    std::vector<std::int64_t> out;
    for (const StoryGlance& glance : glances) out.push_back(glance.id.value);
    return out;
  };
  // Articles 1 and 4 are in story 1, 2 and 5 in 2, 3 and 6 in 3; the nth came at second n.
  EXPECT_EQ(ids(reader.story_glances(at(0), at(9), at(9))), (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(ids(reader.story_glances(at(5), at(6), at(9))), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(ids(reader.story_glances(at(0), at(9), at(3))), (std::vector<std::int64_t>{2, 1}))
      << "the third was not there yet";
  const StoryGlance first = reader.story_glances(at(4), at(5), at(9)).at(0);
  EXPECT_EQ(first.last_at, at(4));
  EXPECT_EQ(first.outlets, 2);
  EXPECT_EQ(first.independent, 2);
}

TEST_F(Stories, ReportsAreCutByTime) {
  for (int i = 0; i < 6; ++i) add("A", StoryId{1});
  const Reader reader = archive_->reader();
  const auto reports = reader.story_reports(StoryId{1}, at(2), at(5));
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_EQ(reports[0].id.value, 2);
  EXPECT_EQ(reports[2].appeared_at, at(4));
  EXPECT_TRUE(reader.story_reports(StoryId{99}, at(0), at(9)).empty());
}

TEST_F(Stories, ReportsAreAsOldAsTheirOutletSays) {
  const auto tell = [this](std::int64_t seen, std::optional<Moment> published) {
    Article article = make_article("A", "a" + std::to_string(seen), "t", "t");
    article.published = published;
    article.section = "Politik";
    accept_one(*archive_, article, at(seen), StoryId{1});
  };
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t midnight = kDay - at(0).time_since_epoch().count() % kDay;
  tell(9 * kDay, Moment{at(3 * kDay), {}, false});                // came with a new feed
  tell(9 * kDay + 1, Moment{at(9 * kDay + 500), {}, false});      // a clock that goes wrong
  tell(9 * kDay + 2, Moment{at(midnight + 4 * kDay), {}, true});  // some time that day
  tell(9 * kDay + 3, std::nullopt);
  const auto reports = archive_->reader().story_reports(StoryId{1}, at(0), at(10 * kDay));
  ASSERT_EQ(reports.size(), 4u);
  EXPECT_EQ(reports[0].appeared_at, at(3 * kDay));
  EXPECT_EQ(reports[1].appeared_at, at(9 * kDay + 1));
  EXPECT_EQ(reports[2].appeared_at, at(midnight + 5 * kDay - 1));
  EXPECT_EQ(reports[3].appeared_at, at(9 * kDay + 3));
  EXPECT_EQ(reports[0].section, "Politik");
}

TEST_F(Stories, WitnessesTellWhoCameFirstAndWhoseTextItIs) {
  const auto tell = [this](const std::string& outlet, std::int64_t seen,
                           std::optional<Moment> published, StoryId story,
                           StoredDecision decision = {}) {
    Article article = make_article(outlet, outlet + std::to_string(seen), "t", "t");
    article.published = published;
    decision.reason = "joined";
    accept_one(*archive_, article, at(seen), story, decision);
  };
  tell("A", 20'000, Moment{at(19'000), {}, false}, StoryId{1});
  tell("B", 20'100, Moment{at(1'000), {}, false}, StoryId{1});
  tell("C", 20'200, Moment{at(90'000), {}, false}, StoryId{1}, reprint_of(1));
  tell("A", 20'300, std::nullopt, StoryId{4});           // alone
  tell("D", 20'000 + 86'400, std::nullopt, StoryId{1});  // a day later nobody is first
  const Reader reader = archive_->reader();
  const auto witnesses = reader.story_witnesses(at(20'000), at(20'500));
  ASSERT_EQ(witnesses.size(), 3u);
  EXPECT_EQ(witnesses[0].appeared_at, at(19'000));
  EXPECT_EQ(witnesses[1].appeared_at, at(20'100 - 3 * 3600)) << "no outlet is believed for ever";
  EXPECT_EQ(witnesses[2].appeared_at, at(20'200)) << "outlets' clocks go wrong";
  EXPECT_EQ(witnesses[2].copied_from, witnesses[0].outlet);
  EXPECT_FALSE(witnesses[1].copied_from);
  EXPECT_TRUE(reader.story_witnesses(at(20'001), at(20'500)).empty()) << "founded before";
  EXPECT_EQ(reader.outlet_count(), 4);
}

TEST_F(Stories, RetentionLetsOldArticlesGoButNotOutOfAMovingStory) {
  add("A");                     // alone and old: goes
  add("B");                     // old, but its story still moves
  add("C", {}, reprint_of(1));  // its origin goes
  const std::int64_t later = 400 * 86400;
  accept_one(*archive_, make_article("D", "late", "spät", "x"), at(later), StoryId{2});
  const LetGo gone = collect_garbage(*archive_, {}, at(later + 10));
  EXPECT_EQ(gone.articles, 2);
  EXPECT_EQ(gone.stories, 2);
  const Reader reader = archive_->reader();
  EXPECT_FALSE(reader.article_card(ArticleId{1}));
  EXPECT_TRUE(reader.article_card(ArticleId{2}));
  EXPECT_EQ(reader.last_stream_no(), 4);
  EXPECT_EQ(accept_one(*archive_, make_article("D", "next", "n", "n"), at(later + 20)).stream_no, 5)
      << "numbers are never given again";
}

TEST_F(Stories, RetentionKeepsPicturesThatAnyArticleStillShows) {
  const std::int64_t later = 400 * 86400;
  const auto show = [this](const std::string& slug, const std::string& picture, std::int64_t when) {
    Article article = make_article("A", slug, slug, slug);
    article.image = Picture{"https://img.example/" + picture, "", "", ""};
    accept_one(*archive_, article, at(when));
    return archive_->pictures().put(article.image->url, "image/png", picture);
  };
  const std::string gone = show("a", "only-old", 0);
  show("b", "both", 1);
  const std::string kept = show("c", "both", later);
  EXPECT_EQ(collect_garbage(*archive_, {}, at(later + 10)).pictures, 1);
  EXPECT_FALSE(archive_->reader().picture(gone));
  EXPECT_TRUE(archive_->reader().picture(kept));
}

TEST_F(Stories, CountsStayRightThroughAnyMovesAndMerges) {
  std::mt19937 random(20261123);
  for (int round = 0; round < 150; ++round) {
    StoredDecision decision;
    decision.reason = "joined";
    const auto some = [&] { return static_cast<std::int64_t>(1 + random() % (added_ + 1u)); };
    if (random() % 4 == 0) decision.reprint = StoredDecision::Reprint{ArticleId{some()}, 900};
    for (auto moves = random() % 3; moves > 0; --moves) {
      decision.moves.push_back({ArticleId{some()}, {}, StoryId{some()}, "moved"});
    }
    if (random() % 6 == 0) decision.merges.push_back({StoryId{some()}, StoryId{some()}, "merged"});
    const std::string outlet = "O" + std::to_string(random() % 5);
    add(outlet, random() % 2 == 0 ? StoryId{some()} : StoryId{}, decision);
    if (round % 30 == 0) {
      EXPECT_EQ(check(*archive_), std::vector<std::string>{});
    }
  }
}

}  // namespace
}  // namespace depesche
