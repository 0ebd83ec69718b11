#include "desk/story_desk.h"

#include <array>
#include <filesystem>
#include <map>
#include <random>
#include <stop_token>
#include <tuple>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/edition.h"
#include "desk/named.h"
#include "desk/reason.h"
#include "store/sqlite/database.h"
#include "store/upkeep/maintenance.h"
#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr sys_seconds kMorning{1'790'000'000s};

class StoryDeskTest : public testing::Test {
 protected:
  std::filesystem::path folder(const std::string& name) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path =
        std::filesystem::path(testing::TempDir()) /
        (std::string("story_desk_") + test->name() + "_" + name + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    return path;
  }
};

struct Event {
  std::string_view headline;
  std::string_view lede;
  std::string_view body;
};
// Invented, and different enough that nobody would take one for another.
constexpr std::array<Event, 5> kEvents{{
    {"Brücke in Brandau nach Rissen gesperrt",
     "Die Wiesenbrücke in Brandau ist seit dem Morgen für Lastwagen gesperrt.",
     "Prüfer fanden elf Risse im Tragwerk. Pendler müssen über Altmoor fahren."},
    {"Molkerei Seehausen ruft Joghurt zurück",
     "Wegen Glassplittern ruft die Molkerei Seehausen 40.000 Becher Joghurt zurück.",
     "Betroffen ist die Sorte Heidelbeere. Kunden bekommen den Kaufpreis erstattet."},
    {"Sternwarte entdeckt schwachen Kometen",
     "Astronomen der Sternwarte Kirchfelde haben einen neuen Kometen gefunden.",
     "Er kommt der Sonne im Februar am nächsten und bleibt mit dem Fernglas sichtbar."},
    {"Lokführer streiken im Nordnetz",
     "Ein Warnstreik der Lokführer legt das Nordnetz bis Mitternacht lahm.",
     "Die Gewerkschaft verlangt sieben Prozent mehr Lohn, die Bahn bietet drei."},
    {"Gericht kippt Hundesteuer in Tiefenthal",
     "Das Verwaltungsgericht hat die erhöhte Hundesteuer von Tiefenthal verworfen.",
     "Die Satzung habe keine Übergangsfrist, sagte die Richterin. Halter hatten geklagt."},
}};

/// A report on one of them, by one of several outlets.
Submission report(int event, int outlet, int variant) {
  const Event& told = kEvents[static_cast<std::size_t>(event) % kEvents.size()];
  Article article;
  article.url = "https://outlet" + std::to_string(outlet) + ".example/" + std::to_string(variant);
  article.canonical_url = article.url;
  article.outlet = "Blatt " + std::to_string(outlet);
  article.language = "de";
  article.title = told.headline;
  article.standfirst = told.lede;
  article.text = std::string(told.lede) + "\n" + std::string(told.body);
  return {std::move(article), {}, {}, {}};
}

std::vector<Submission> stream(int count) {
  std::mt19937 random(7);
  std::vector<Submission> submissions;
  for (int i = 0; i < count; ++i) {
    submissions.push_back(
        report(static_cast<int>(random() % 5), static_cast<int>(random() % 6), i));
  }
  return submissions;
}

std::unique_ptr<Archive> open(const std::filesystem::path& path) {
  auto archive = Archive::open(path);
  EXPECT_TRUE(archive) << archive.error().message;
  return std::move(*archive);
}

void append_all(Archive& archive, const std::vector<Submission>& submissions) {
  sys_seconds at = kMorning;
  for (const Submission& submission : submissions) {
    ASSERT_TRUE(archive.intake().append(submission, at));
    at += 60s;
  }
}

using Memberships = std::vector<std::pair<std::string, std::int64_t>>;

Memberships memberships(const Archive& archive) {
  Memberships out;
  const Reader reader = archive.reader();
  reader.export_articles({}, [&](ArticleId id, const Article& article) {
    out.emplace_back(article.canonical_url, reader.article_card(id)->story.value);
    return true;
  });
  return out;
}

TEST_F(StoryDeskTest, KeepsWhoseAgencysCopyTheNewestVersionIs) {
  const auto archive = open(folder("a"));
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  const auto take = [&](const std::string& opening, sys_seconds at) {
    Submission submission = report(0, 1, 1);
    submission.article.text = opening + submission.article.text;
    ASSERT_TRUE(archive->intake().append(submission, at));
    EXPECT_EQ(desk.accept_waiting(at).accepted, 1);
  };
  take("Brandau (dpa) - ", kMorning);
  EXPECT_EQ(archive->reader().article_card(ArticleId{1})->agency, "dpa");
  take("Brandau (AFP) - Neu: ", kMorning + 60s);
  EXPECT_EQ(archive->reader().article_card(ArticleId{1})->agency, "AFP");
  take("Wie wir sehen: ", kMorning + 120s);
  EXPECT_EQ(archive->reader().article_card(ArticleId{1})->agency, "");
}

TEST_F(StoryDeskTest, AStoryThatFallsApartIsTwoInTheStore) {
  std::size_t splits = 0;
  for (unsigned seed = 0; seed < 8 && splits == 0; ++seed) {
    const auto archive = open(folder(std::to_string(seed)));
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    sys_seconds at = kMorning;
    for (const GeneratedArticle& told : two_events_told_as_one(seed)) {
      const auto number = static_cast<int>(told.arrival.article.value);
      Submission submission = report(0, number, number);
      submission.article.title = told.article.title;
      submission.article.standfirst = told.article.standfirst;
      submission.article.text.clear();
      ASSERT_TRUE(archive->intake().append(submission, at));
      EXPECT_EQ(desk.accept_waiting(at).accepted, 1);
      at += 1h;
    }
    const Reader reader = archive->reader();
    std::map<std::int64_t, std::size_t> members;
    const Memberships placed = memberships(*archive);
    for (const auto& [url, story] : placed) ++members[story];
    for (const auto& [story, count] : members) {
      const auto page = reader.story_page(StoryId{story}, {});
      ASSERT_TRUE(page) << "story " << story << ", seed " << seed;
      EXPECT_EQ(page->id, StoryId{story}) << "a living story leads nowhere else, seed " << seed;
      EXPECT_EQ(static_cast<std::size_t>(page->counts.articles), count) << "seed " << seed;
      for (const StoryMoveView& move : page->moves) {
        const StoryReason reason = parse_reason(move.reason);
        if (reason.kind != ReasonKind::Split) continue;
        ++splits;
        EXPECT_TRUE(reader.article_card(reason.nearest)) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(splits, 0U);
}

TEST_F(StoryDeskTest, FoldsAReprintUnderTheReportItCopiesAndSaysWhy) {
  const auto archive = open(folder("one"));
  append_all(*archive, {report(0, 0, 0), report(1, 1, 1), report(0, 2, 2)});
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  EXPECT_EQ(desk.accept_waiting(kMorning + 1h).accepted, 3);
  EXPECT_EQ(archive->intake().size(), 0);
  const Memberships placed = memberships(*archive);
  ASSERT_EQ(placed.size(), 3u);
  EXPECT_EQ(placed[0].second, placed[2].second);
  EXPECT_NE(placed[0].second, placed[1].second);
  const Reader reader = archive->reader();
  const auto page = reader.story_page(StoryId{placed[0].second}, {});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->counts.outlets, 2);
  ASSERT_EQ(page->members.size(), 1u);
  ASSERT_EQ(page->members[0].reprints.size(), 1u);
  EXPECT_EQ(parse_reason(page->members[0].reprints[0].reason).kind, ReasonKind::Reprint);
  EXPECT_EQ(page->counts.independent, 1);
  EXPECT_FALSE(make_edition(reader, {}, kMorning + 2h).places.empty());
}

TEST_F(StoryDeskTest, AStartThatIsStoppedKeepsNothingAndIsDoneAgain) {
  const auto path = folder("one");
  Memberships expected;
  {
    const auto archive = open(path);
    append_all(*archive, stream(40));
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    while (desk.accept_waiting(kMorning + 2h).taken > 0) {
    }
    expected = memberships(*archive);
    archive->drop_snapshots();
  }
  const auto archive = open(path);
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.take_lock());
  std::stop_source stopped;
  stopped.request_stop();
  desk.catch_up(stopped.get_token());
  desk.save_snapshot();
  EXPECT_FALSE(archive->load_snapshot()) << "of half an engine";
  desk.catch_up({});
  EXPECT_EQ(desk.engine().live_articles(), 40u);
  append_all(*archive, {report(0, 5, 1000)});
  EXPECT_EQ(desk.accept_waiting(kMorning + 3h).accepted, 1);
  Memberships placed = memberships(*archive);
  ASSERT_EQ(placed.size(), expected.size() + 1);
  placed.pop_back();
  EXPECT_EQ(placed, expected);
}

TEST_F(StoryDeskTest, ARestartAnywhereEndsWithTheSameStories) {
  const std::vector<Submission> submissions = stream(150);
  const auto undisturbed = open(folder("undisturbed"));
  append_all(*undisturbed, submissions);
  StoryDesk desk(*undisturbed);
  ASSERT_TRUE(desk.open());
  while (desk.accept_waiting(kMorning + 6h).taken > 0) {
  }
  const Memberships expected = memberships(*undisturbed);
  ASSERT_EQ(expected.size(), submissions.size());

  for (unsigned seed = 0; seed < 3; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto path = folder("seed" + std::to_string(seed));
    auto archive = open(path);
    append_all(*archive, submissions);
    bool is_done = false;
    while (!is_done) {
      StoryDesk restarted(*archive);
      ASSERT_TRUE(restarted.open());
      for (auto batches = random() % 3 + 1; batches > 0 && !is_done; --batches) {
        is_done = restarted.accept_waiting(kMorning + 6h).taken == 0;
      }
      if (random() % 2 == 0) restarted.save_snapshot();
      archive.reset();  // the next start sees only what is on the disk
      archive = open(path);
    }
    EXPECT_EQ(memberships(*archive), expected);
  }
}

TEST(SnapshotInterval, GrowsWithWhatASnapshotHolds) {
  EXPECT_EQ(snapshot_interval(0), 5000);
  EXPECT_EQ(snapshot_interval(160'000), 5000);
  EXPECT_EQ(snapshot_interval(1'000'000), 31'250);
}

TEST_F(StoryDeskTest, TakingTheSameArticleTwiceChangesNothing) {
  const auto archive = open(folder("twice"));
  append_all(*archive, {report(0, 0, 0), report(0, 0, 0)});
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  while (desk.accept_waiting(kMorning).taken > 0) {
  }
  append_all(*archive, {report(0, 0, 0)});
  while (desk.accept_waiting(kMorning).taken > 0) {
  }
  EXPECT_EQ(memberships(*archive).size(), 1u);
  EXPECT_EQ(archive->reader().last_stream_no(), 1);
}

TEST_F(StoryDeskTest, ANewVersionStaysForTheReasonItCameFor) {
  const auto archive = open(folder("update"));
  append_all(*archive, {report(0, 0, 0), report(0, 2, 2)});
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  ASSERT_EQ(desk.accept_waiting(kMorning + 1h).accepted, 2);
  for (const auto& [outlet, variant] : {std::pair(0, 0), std::pair(2, 2)}) {
    Submission newer = report(0, outlet, variant);
    newer.article.text += "\nAm Nachmittag wurde die Sperrung bis Freitag verlängert.";
    append_all(*archive, {newer});
  }
  ASSERT_EQ(desk.accept_waiting(kMorning + 2h).accepted, 2) << "both are new versions";
  const Reader reader = archive->reader();
  const auto founder = reader.article_page(ArticleId{1});
  EXPECT_EQ(parse_reason(founder->story_reason).kind, ReasonKind::Founded);
  const auto copy = reader.article_page(ArticleId{2});
  EXPECT_EQ(copy->story, founder->story);
  EXPECT_EQ(parse_reason(copy->story_reason).kind, ReasonKind::Reprint);
}

TEST_F(StoryDeskTest, ACopyKeepsThePassageItHasInCommonWithTheOriginal) {
  const auto archive = open(folder("passage"));
  append_all(*archive, {report(0, 0, 0), report(0, 1, 1)});  // in one transaction
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  ASSERT_EQ(desk.accept_waiting(kMorning + 1h).accepted, 2);
  append_all(*archive, {report(0, 2, 2)});  // the original is stored by now
  ASSERT_EQ(desk.accept_waiting(kMorning + 2h).accepted, 1);
  for (const std::int64_t copy : {2, 3}) {
    const auto page = archive->reader().article_page(ArticleId{copy});
    const StoryReason reason = parse_reason(page->story_reason);
    EXPECT_EQ(reason.kind, ReasonKind::Reprint);
    EXPECT_NE(reason.passage.find("Prüfer fanden elf Risse im Tragwerk"), std::string::npos);
    EXPECT_LE(reason.passage.size(), 240u);
  }
}

TEST(StoryReason, SurvivesTheStoreAndReadsAnOlderPrograms) {
  StoryReason reason;
  reason.kind = ReasonKind::Joined;
  reason.score = 612;
  reason.nearest = ArticleId{17};
  reason.words = {"Sperrung"};
  reason.names = {"Elbbrücke", "Meren"};
  reason.numbers = {"400"};
  reason.places = {"Dresden"};
  reason.days = {"Dienstag"};
  reason.scores = {"3:1"};
  reason.address = {"talbrücke"};
  reason.other = {"day"};
  reason.passage = "\"wörtlich\"";
  EXPECT_EQ(parse_reason(to_text(reason)), reason);
  EXPECT_EQ(parse_reason(R"({"kind":"joined","words":["a","b"]})").words,
            (std::vector<std::string>{"a", "b"}));
}

CorrectionWish wish(CorrectionKind kind, std::vector<std::int64_t> articles) {
  CorrectionWish out;
  out.kind = kind;
  for (const std::int64_t id : articles) out.articles.push_back(ArticleId{id});
  return out;
}

CorrectionWish merge(std::int64_t into, std::int64_t from) {
  CorrectionWish out;
  out.story = StoryId{into};
  out.other = StoryId{from};
  return out;
}

CorrectionWish undo(std::int64_t correction) {
  CorrectionWish out;
  out.kind = CorrectionKind::Undo;
  out.undoes = correction;
  return out;
}

/// Says it and has it taken up; the state it is in then.
CorrectionState correct(Archive& archive, StoryDesk& desk, const CorrectionWish& said) {
  const auto id = archive.corrections().append(said, kMorning + 3h);
  EXPECT_TRUE(id) << id.error().message;
  while (desk.accept_waiting(kMorning + 3h).taken > 0) {
  }
  return *archive.corrections().state(*id);
}

std::int64_t story_of(const Archive& archive, std::int64_t article) {
  return archive.reader().article_card(ArticleId{article})->story.value;
}

/// Articles 1 and 3 tell of one event, 2 and 4 of another.
void fill_two_stories(Archive& archive, StoryDesk& desk) {
  append_all(archive, {report(0, 0, 0), report(1, 1, 1), report(0, 2, 2), report(1, 3, 3)});
  ASSERT_TRUE(desk.open());
  ASSERT_EQ(desk.accept_waiting(kMorning + 1h).accepted, 4);
  ASSERT_EQ(story_of(archive, 3), 1);
  ASSERT_EQ(story_of(archive, 4), 2);
}

TEST_F(StoryDeskTest, AMergeRedirectsAndItsUndoCallsTheOldStoryBack) {
  const auto archive = open(folder("merge"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  const CorrectionState merged = correct(*archive, desk, merge(1, 2));
  EXPECT_EQ(merged.refusal, "");
  EXPECT_EQ(merged.moved, 2);
  EXPECT_EQ(merged.story, StoryId{1});
  const Reader reader = archive->reader();
  EXPECT_EQ(reader.living_story(StoryId{2}), StoryId{1});
  const auto page = reader.story_page(StoryId{1}, {});
  ASSERT_EQ(page->moves.size(), 2u);
  EXPECT_EQ(parse_reason(page->moves[0].reason).kind, ReasonKind::Edited);
  EXPECT_EQ(page->moves[0].correction, 1);
  EXPECT_EQ(parse_reason(reader.article_page(ArticleId{2})->story_reason).kind, ReasonKind::Edited);

  const CorrectionState undone = correct(*archive, desk, undo(1));
  EXPECT_EQ(undone.refusal, "");
  EXPECT_EQ(reader.living_story(StoryId{2}), StoryId{2});
  EXPECT_EQ(story_of(*archive, 2), 2);
  EXPECT_EQ(story_of(*archive, 4), 2);
  EXPECT_NE(correct(*archive, desk, undo(1)).refusal, "") << "undone already";
  EXPECT_NE(correct(*archive, desk, undo(2)).refusal, "") << "an undo";
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

/// The engine as a start without any snapshot makes it, while `archive` has the lock no more.
std::string replayed_engine(std::unique_ptr<Archive>& archive, const std::filesystem::path& path) {
  archive.reset();  // the next start sees only what is on the disk
  archive = open(path);
  archive->drop_snapshots();
  StoryDesk desk(*archive);
  EXPECT_TRUE(desk.open());
  EXPECT_FALSE(archive->load_snapshot()) << "nothing had to be settled";
  return desk.engine().snapshot();
}

TEST_F(StoryDeskTest, AnArticleThatComesBackCallsNoStoryBackThatEnded) {
  const auto path = folder("late");
  auto archive = open(path);
  std::string engine;
  {
    StoryDesk desk(*archive);
    fill_two_stories(*archive, desk);
    correct(*archive, desk, merge(1, 2));
    ASSERT_EQ(story_of(*archive, 2), 1);

    const sys_seconds later = kMorning + std::chrono::days(20);
    Submission newer = report(1, 1, 1);
    newer.article.text += "\nDie Molkerei nennt inzwischen auch die Sorte Kirsche.";
    ASSERT_TRUE(archive->intake().append(newer, later));
    ASSERT_TRUE(archive->intake().append(report(1, 5, 5), later + 1min));
    ASSERT_EQ(desk.accept_waiting(later + 2min).accepted, 2);
    ASSERT_EQ(desk.engine().live_articles(), 2u) << "the others have left";
    EXPECT_EQ(story_of(*archive, 2), 1) << "a new version stays where the old one stood";
    EXPECT_EQ(archive->reader().living_story(StoryId{2}), StoryId{1});
    EXPECT_EQ(story_of(*archive, 7), 1) << "who tells the same joins it there";
    EXPECT_EQ(desk.engine().members(StoryId{1}).size(), 2u);
    engine = desk.engine().snapshot();
  }
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
  EXPECT_TRUE(replayed_engine(archive, path) == engine);
}

TEST_F(StoryDeskTest, WordsThatGaveWayCallNoStoryBackThatEnded) {
  const auto path = folder("words");
  auto archive = open(path);
  std::string engine;
  {
    StoryDesk desk(*archive);
    Submission words = report(0, 1, 1);
    words.article.origin = Origin::Feed;
    words.page_error = Error{ErrorCode::Forbidden, "403"};
    const Submission page = report(1, 1, 2);  // which tells it in quite other words
    append_all(*archive, {words, page});
    ASSERT_TRUE(desk.open());
    ASSERT_EQ(desk.accept_waiting(kMorning + 1h).accepted, 2);
    ASSERT_EQ(story_of(*archive, 1), 1);
    ASSERT_EQ(story_of(*archive, 2), 2);
    desk.save_snapshot();

    Submission newer = page;
    newer.article.text += "\nAm Nachmittag wurde der Rückruf erweitert.";
    ASSERT_TRUE(archive->take_in(newer, {}, kMorning + 2h, {}, {}, words.article.canonical_url));
    ASSERT_EQ(archive->reader().living_story(StoryId{1}), StoryId{2});
    ASSERT_TRUE(archive->intake().append(report(0, 3, 3), kMorning + 2h));
    ASSERT_TRUE(archive->intake().append(report(1, 4, 4), kMorning + 2h));
    while (desk.accept_waiting(kMorning + 3h).taken > 0) {
    }
    EXPECT_EQ(archive->reader().living_story(StoryId{1}), StoryId{2}) << "redirects for ever";
    const auto copy = archive->reader().article_by_address(report(0, 3, 3).article.canonical_url);
    ASSERT_TRUE(copy);
    EXPECT_EQ(story_of(*archive, copy->value), copy->value) << "of which nothing else tells here";
    const auto other = archive->reader().article_by_address(report(1, 4, 4).article.canonical_url);
    ASSERT_TRUE(other);
    EXPECT_EQ(story_of(*archive, other->value), 2);
    EXPECT_EQ(desk.engine().story_of(*copy), StoryId{copy->value});
    engine = desk.engine().snapshot();
  }
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
  {
    StoryDesk desk(*archive);  // from the snapshot before
    ASSERT_TRUE(desk.open());
    EXPECT_TRUE(desk.engine().snapshot() == engine);
  }
  EXPECT_TRUE(replayed_engine(archive, path) == engine);
}

TEST_F(StoryDeskTest, ASplitRestoresTheIdThatWasMergedAway) {
  const auto archive = open(folder("split"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  correct(*archive, desk, merge(1, 2));
  CorrectionWish split = wish(CorrectionKind::Split, {2, 4});
  split.story = StoryId{2};  // by its old name
  EXPECT_EQ(correct(*archive, desk, split).overrides, (std::vector<std::int64_t>{1}));
  EXPECT_EQ(archive->reader().living_story(StoryId{2}), StoryId{2});
  EXPECT_EQ(story_of(*archive, 4), 2);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(StoryDeskTest, AFounderThatLeavesGetsAStoryUnderTheCorrectionsNumber) {
  const auto archive = open(folder("founder"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  // The copy goes with the text it copies; of the two, the second named leaves.
  EXPECT_EQ(correct(*archive, desk, wish(CorrectionKind::Unlink, {3, 1})).refusal, "");
  EXPECT_EQ(story_of(*archive, 3), 1);
  EXPECT_EQ(story_of(*archive, 1), 5) << "the fifth place in the stream";
  append_all(*archive, {report(2, 5, 5)});
  ASSERT_EQ(desk.accept_waiting(kMorning + 4h).accepted, 1);
  EXPECT_EQ(story_of(*archive, 6), 6) << "no article has the correction's number";
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(StoryDeskTest, WhatDoesNotBelongIsPartedFromWhatBroughtIt) {
  const auto archive = open(folder("stranger"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  append_all(*archive, {report(0, 4, 4)});  // the third of the first event
  ASSERT_EQ(desk.accept_waiting(kMorning + 2h).accepted, 1);
  ASSERT_EQ(story_of(*archive, 5), 1);
  const auto brought_by = [&](std::int64_t article) {
    return parse_reason(archive->reader().article_page(ArticleId{article})->story_reason).nearest;
  };
  const ArticleId nearest = brought_by(5);
  ASSERT_TRUE(nearest);
  CorrectionWish stranger = wish(CorrectionKind::Unlink, {5});
  stranger.story = StoryId{1};
  EXPECT_EQ(correct(*archive, desk, stranger).refusal, "");
  EXPECT_NE(story_of(*archive, 5), 1);
  EXPECT_EQ(archive->reader().correction(1)->articles,
            (std::vector<ArticleId>{nearest, ArticleId{5}}));

  CorrectionWish belongs = wish(CorrectionKind::Link, {5});
  belongs.story = StoryId{2};
  EXPECT_EQ(correct(*archive, desk, belongs).refusal, "");
  EXPECT_EQ(story_of(*archive, 5), 2);
  stranger.story = StoryId{2};
  stranger.articles = {ArticleId{5}};
  const CorrectionState back = correct(*archive, desk, stranger);
  EXPECT_EQ(back.overrides, (std::vector<std::int64_t>{2}));
  EXPECT_NE(story_of(*archive, 5), 2);
  stranger.story = StoryId{story_of(*archive, 5)};
  EXPECT_NE(correct(*archive, desk, stranger).refusal.find("article 5 is alone"),
            std::string::npos);
  stranger.story = StoryId{99};
  EXPECT_EQ(correct(*archive, desk, stranger).refusal, "there is no story 99");
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(StoryDeskTest, WhatDoesNotBelongIsNotPartedFromItsOwnCopy) {
  const auto archive = open(folder("original"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);  // 3 is a copy of 1
  CorrectionWish founder = wish(CorrectionKind::Unlink, {1});
  founder.story = StoryId{1};
  EXPECT_EQ(correct(*archive, desk, founder).refusal, "article 1 is alone in story 1");
  ASSERT_EQ(correct(*archive, desk, merge(1, 2)).refusal, "");
  EXPECT_EQ(correct(*archive, desk, founder).refusal, "");
  EXPECT_EQ(story_of(*archive, 3), story_of(*archive, 1)) << "the copy goes with it";
  EXPECT_NE(story_of(*archive, 1), story_of(*archive, 2));
}

TEST_F(StoryDeskTest, PeopleNameStoriesAndArticlesAsTheySeeThem) {
  const auto archive = open(folder("named"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  const Reader reader = archive->reader();
  const std::string address = reader.article_card(ArticleId{4})->url;
  EXPECT_EQ(*find_article(reader, " " + address + " "), ArticleId{4});
  EXPECT_EQ(*find_article(reader, "http://127.0.0.1:8420/a/3?x=1#y"), ArticleId{3});
  EXPECT_EQ(*find_story(reader, "2"), StoryId{2});
  EXPECT_EQ(*find_story(reader, "/news/s/2?after=9"), StoryId{2});
  EXPECT_EQ(*find_story(reader, "https://news.example/a/4"), StoryId{2});
  EXPECT_EQ(*find_story(reader, "3"), StoryId{1}) << "by an article's number";
  EXPECT_EQ(*find_story(reader, address), StoryId{2});
  for (const char* nothing : {"", "99", "/s/99", "storm", "/s/", "https://nowhere.example/s/x"}) {
    EXPECT_FALSE(find_story(reader, nothing)) << nothing;
  }
}

TEST_F(StoryDeskTest, WhatCannotBeObeyedSaysWhy) {
  const auto archive = open(folder("refused"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  const Memberships before = memberships(*archive);
  CorrectionWish wrong = wish(CorrectionKind::Split, {3});
  wrong.story = StoryId{2};
  EXPECT_EQ(correct(*archive, desk, wrong).refusal, "article 3 is not in story 2 but in story 1");
  EXPECT_EQ(correct(*archive, desk, wish(CorrectionKind::Link, {1, 99})).refusal,
            "there is no article 99");
  EXPECT_EQ(correct(*archive, desk, merge(1, 99)).refusal, "there is no story 99");
  EXPECT_EQ(correct(*archive, desk, merge(1, 1)).refusal, "these are one story already");
  Submission late = report(2, 5, 5);
  ASSERT_TRUE(archive->intake().append(late, kMorning + 20 * 24h));
  ASSERT_EQ(desk.accept_waiting(kMorning + 20 * 24h).accepted, 1);
  EXPECT_NE(correct(*archive, desk, merge(1, 2)).refusal.find("has left the live window"),
            std::string::npos);
  EXPECT_NE(correct(*archive, desk, wish(CorrectionKind::Unlink, {1, 3})).refusal.find("left the"),
            std::string::npos);
  EXPECT_EQ(archive->reader().last_stream_no(), 5) << "a refusal has no place in the stream";
  EXPECT_EQ(memberships(*archive).size(), before.size() + 1);
  EXPECT_FALSE(archive->corrections().append(undo(77), kMorning));
  EXPECT_FALSE(archive->corrections().append(wish(CorrectionKind::Link, {1, 1}), kMorning));
}

TEST_F(StoryDeskTest, LabelledPairsAreWhatHolds) {
  const auto archive = open(folder("pairs"));
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  correct(*archive, desk, wish(CorrectionKind::Link, {1, 2}));
  correct(*archive, desk, wish(CorrectionKind::Unlink, {1, 4}));
  correct(*archive, desk, wish(CorrectionKind::Unlink, {2, 1}));
  std::vector<std::tuple<std::int64_t, std::int64_t, bool>> pairs;
  archive->reader().labelled_pairs([&](const LabelledPair& pair) {
    pairs.emplace_back(pair.a.id.value, pair.b.id.value, pair.same);
    EXPECT_FALSE(pair.a.title.empty());
    return true;
  });
  EXPECT_NE(std::find(pairs.begin(), pairs.end(), std::tuple(1, 2, false)), pairs.end());
  EXPECT_NE(std::find(pairs.begin(), pairs.end(), std::tuple(1, 4, false)), pairs.end());
  EXPECT_EQ(std::find(pairs.begin(), pairs.end(), std::tuple(1, 2, true)), pairs.end())
      << "the newest word wins";
  const auto listed = archive->reader().corrections(10);
  ASSERT_EQ(listed.size(), 3u);
  EXPECT_EQ(listed[2].ended_by, 3);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

/// What editors say in the course of the stream: the same in every run.
CorrectionWish piece_wish(unsigned turn, std::int64_t articles) {
  std::mt19937 random(turn);
  const auto article = [&] {
    return static_cast<std::int64_t>(random() % static_cast<unsigned long>(articles)) + 1;
  };
  const auto kind = static_cast<CorrectionKind>(random() % 5);
  if (kind == CorrectionKind::Merge) return merge(article(), article());
  if (kind == CorrectionKind::Undo) return undo(random() % (turn + 1) + 1);
  CorrectionWish out = wish(kind, {article(), article()});
  out.story = StoryId{article()};
  return out;
}

TEST_F(StoryDeskTest, ARestartAnywhereObeysTheSameCorrections) {
  constexpr unsigned kPieces = 20;
  constexpr std::size_t kPiece = 5;
  const std::vector<Submission> submissions = stream(kPieces * kPiece);
  const auto run = [&](const std::filesystem::path& path, const auto& between) {
    auto archive = open(path);
    auto desk = std::make_unique<StoryDesk>(*archive);
    EXPECT_TRUE(desk->open());
    const auto maybe_restart = [&] {
      if (!between(*desk)) return;
      desk.reset();
      archive.reset();  // the next start sees only what is on the disk
      archive = open(path);
      desk = std::make_unique<StoryDesk>(*archive);
      EXPECT_TRUE(desk->open());
    };
    for (unsigned piece = 0; piece < kPieces; ++piece) {
      const auto begin = submissions.begin() + static_cast<std::ptrdiff_t>(piece * kPiece);
      append_all(*archive, {begin, begin + kPiece});
      maybe_restart();
      while (desk->accept_waiting(kMorning + 6h).taken > 0) maybe_restart();
      for (unsigned n = 0; n < 3; ++n) {
        static_cast<void>(archive->corrections().append(
            piece_wish(3 * piece + n, static_cast<std::int64_t>(piece + 1) * 4), kMorning + 6h));
      }
      maybe_restart();
      while (desk->accept_waiting(kMorning + 6h).taken > 0) maybe_restart();
    }
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
    const auto obeyed = archive->reader().corrections(1000);
    EXPECT_GT(obeyed.size(), 8u);
    return std::pair(memberships(*archive), desk->engine().snapshot());
  };
  const auto expected = run(folder("undisturbed"), [](StoryDesk&) { return false; });
  for (unsigned seed = 0; seed < 2; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto restarted = run(folder("seed" + std::to_string(seed)), [&](StoryDesk& desk) {
      if (random() % 8 == 0) desk.save_snapshot();
      return random() % 4 == 0;
    });
    EXPECT_EQ(restarted.first, expected.first);
    EXPECT_EQ(restarted.second, expected.second);
  }
}

TEST_F(StoryDeskTest, ACorrectionThatCouldNotBeWrittenWaitsAndIsObeyedLater) {
  const auto path = folder("unwritten");
  const auto archive = open(path);
  StoryDesk desk(*archive);
  fill_two_stories(*archive, desk);
  const Memberships before = memberships(*archive);
  Connection db((path / "depesche.db").string());
  db.script(
      "CREATE TRIGGER no_room BEFORE INSERT ON correction_pair"
      " BEGIN SELECT raise(ABORT, 'no room'); END");
  const auto id = archive->corrections().append(merge(1, 2), kMorning + 3h);
  ASSERT_TRUE(id);
  EXPECT_THROW(desk.accept_waiting(kMorning + 3h), StoreError);
  EXPECT_TRUE(archive->corrections().state(*id)->is_waiting);
  EXPECT_EQ(memberships(*archive), before) << "the moves went with the rest";
  EXPECT_EQ(archive->reader().last_stream_no(), 4);
  desk.save_snapshot();  // the engine has obeyed what the store has not: it must not be kept so

  db.script("DROP TRIGGER no_room");
  while (desk.accept_waiting(kMorning + 3h).taken > 0) {
  }
  EXPECT_EQ(archive->corrections().state(*id)->refusal, "");
  EXPECT_EQ(archive->corrections().state(*id)->moved, 2);
  EXPECT_EQ(story_of(*archive, 4), 1);
  EXPECT_EQ(desk.engine().members(StoryId{1}).size(), 4u);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(StoryDeskTest, ACorrectionSaidButNotTakenUpOutlivesTheProcess) {
  const auto path = folder("said");
  std::int64_t id = 0;
  {
    const auto archive = open(path);
    StoryDesk desk(*archive);
    fill_two_stories(*archive, desk);
    id = *archive->corrections().append(merge(1, 2), kMorning + 3h);
  }
  const auto archive = open(path);
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  EXPECT_TRUE(archive->corrections().state(id)->is_waiting);
  EXPECT_EQ(desk.accept_waiting(kMorning + 4h).corrected, 1);
  EXPECT_EQ(story_of(*archive, 2), 1);
  EXPECT_EQ(desk.accept_waiting(kMorning + 4h).taken, 0) << "obeyed once";
}

TEST_F(StoryDeskTest, OnlyOneDeskRunsOnAFolder) {
  const auto path = folder("lock");
  const auto first = open(path);
  const auto second = open(path);
  StoryDesk desk(*first);
  ASSERT_TRUE(desk.open());
  StoryDesk other(*second);
  const Result<void> refused = other.open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Busy);
}

}  // namespace
}  // namespace depesche
