#include "desk/story_desk.h"

#include <array>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/edition.h"
#include "desk/reason.h"

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
