// An article is taken down: what is gone from the file, and what the engine does from then on.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/story_desk.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr sys_seconds kTakenDownAt{1'790'000'000s};

// Words that stand nowhere else, also not as beginnings of others: the index shares those.
const std::string kUnique = "Quaxolyptus";
const std::string kTitle = "Zwergkomet Quaxolyptus entdeckt";

Submission report(int number, std::string title, std::string text) {
  Article article;
  article.url = "https://outlet" + std::to_string(number) + ".example/read?x=1";
  article.canonical_url = "https://outlet" + std::to_string(number) + ".example/read";
  article.outlet = "Blatt " + std::to_string(number);
  article.language = "de";
  article.title = std::move(title);
  article.text = std::move(text);
  article.blocks = {{BlockKind::Paragraph, article.text, "", 0, {}, {}}};
  return {std::move(article), {}, {}, {}};
}

const std::string kText =
    "Astronomen der Sternwarte Kirchfelde haben den Kometen Quaxolyptus gefunden. Er kommt der "
    "Sonne im Februar am nächsten und bleibt mit dem Fernglas sichtbar, sagte Leiterin Ina Brandt. "
    "Die Bahn wurde aus elf Aufnahmen des Spiegelteleskops auf dem Hohen Stein berechnet.";

class Takedown : public testing::Test {
 protected:
  Takedown() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::path(testing::TempDir()) /
             (std::string("takedown_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(folder);
    archive = std::move(*Archive::open(folder));
  }
  ~Takedown() override {
    archive.reset();
    std::filesystem::remove_all(folder);
  }
  void take(StoryDesk& desk, const std::vector<Submission>& submissions) {
    ASSERT_TRUE(archive->intake().append(submissions, kTakenDownAt));
    while (desk.accept_waiting(kTakenDownAt).taken > 0) {
    }
  }
  /// Whether any file of the store holds the bytes.
  bool stands_on_disk(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), {}};
      if (content.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  std::filesystem::path folder;
  std::unique_ptr<Archive> archive;
};

TEST_F(Takedown, LeavesNoWordOfItInTheFiles) {
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  take(desk, {report(1, kTitle, kText), report(2, "Molkerei ruft Joghurt zurück", "Anderes.")});
  Submission corrected = report(1, kTitle + " und benannt", kText + " Ein Satz kam hinzu.");
  take(desk, {corrected});
  archive->pictures().put("https://outlet1.example/p.png", "image/png", "PNGQuaxolyptusPNG");
  archive->writer().db.run(
      "UPDATE article SET picture_url = 'https://outlet1.example/p.png' WHERE article_id = 1");
  desk.save_snapshot();
  ASSERT_TRUE(stands_on_disk(kUnique));
  ASSERT_TRUE(stands_on_disk("quaxolyptus")) << "the index has it as a term";
  const auto vectors = [&] {
    return *archive->writer().db.one<int>(
        "SELECT count(*) FROM term_vector JOIN arrival USING (stream_no) WHERE article_id = 1");
  };
  ASSERT_EQ(vectors(), 2);

  const TakenDown done =
      take_down(*archive, "https://outlet1.example/read?x=1", "asked to", kTakenDownAt);
  EXPECT_EQ(done.article, ArticleId{1}) << "also by the address it was read at";
  EXPECT_TRUE(done.is_out_of_log);
  EXPECT_FALSE(stands_on_disk(kUnique));
  EXPECT_FALSE(stands_on_disk("quaxolyptus"));
  EXPECT_EQ(desk.forget_taken_down(), 1);
  EXPECT_EQ(vectors(), 0);
  EXPECT_EQ(desk.forget_taken_down(), 0);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
  const Reader reader = archive->reader();
  EXPECT_FALSE(reader.article_page(ArticleId{1}));
  EXPECT_EQ(reader.taken_down_at(ArticleId{1}), kTakenDownAt);
  EXPECT_FALSE(reader.taken_down_at(ArticleId{2}));
  EXPECT_FALSE(reader.article(ArticleId{1}));
  for (const char* table : {"revision", "block", "search_text", "watched_page", "picture_file"}) {
    EXPECT_EQ(
        *archive->writer().db.one<int>("SELECT count(*) FROM " + std::string(table)),
        std::string_view(table) == "block" || std::string_view(table) == "search_text" ? 1 : 0)
        << table;
  }
}

TEST_F(Takedown, TheAddressIsNotTakenAgain) {
  StoryDesk desk(*archive);
  ASSERT_TRUE(desk.open());
  take(desk, {report(1, kTitle, kText)});
  take_down(*archive, "https://outlet1.example/read", "", kTakenDownAt);
  EXPECT_EQ(*archive->intake().append(report(1, "Noch einmal", "Text"), kTakenDownAt),
            Intake::Appended::TakenDown);
  EXPECT_TRUE(archive->knows_address("https://outlet1.example/read")) << "so it is not fetched";
  // Said again, or of an address that never was here.
  EXPECT_FALSE(take_down(*archive, "https://outlet1.example/read", "", kTakenDownAt).article);
  EXPECT_FALSE(take_down(*archive, "https://never.example/", "", kTakenDownAt).article);
  EXPECT_EQ(desk.forget_taken_down(), 1) << "what it was is still known";
}

TEST_F(Takedown, ReplayAfterItGivesWhatTheRunningEngineHas) {
  std::string running;
  const std::string more = kText + " Weitere Beobachtungen folgen in der Nacht.";
  {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    take(desk, {report(1, kTitle, kText), report(2, "Neuer Komet in Kirchfelde entdeckt", more),
                report(3, "Molkerei ruft Joghurt zurück", "Glassplitter im Joghurt gefunden.")});
    ASSERT_EQ(desk.engine().story_of(ArticleId{2}), StoryId{1}) << "it founded the story";
    take_down(*archive, "https://outlet1.example/read", "", kTakenDownAt);
    // The next batch forgets it first.
    take(desk, {report(4, "Komet über Kirchfelde", more), report(5, "Joghurt: Rückruf", "Glas.")});
    EXPECT_TRUE(archive->to_forget().empty());
    EXPECT_EQ(archive->reader().article_card(ArticleId{4})->story, StoryId{1})
        << "the story keeps its id";
    running = desk.engine().snapshot();
  }
  archive.reset();
  archive = std::move(*Archive::open(folder));
  StoryDesk again(*archive);
  ASSERT_TRUE(again.open());
  EXPECT_EQ(again.engine().snapshot(), running);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(Takedown, WhatWasSaidWhileNoEngineRanIsForgottenAtTheNextStart) {
  {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    take(desk, {report(1, kTitle, kText), report(2, "Anderes", "Ganz anderes.")});
    desk.save_snapshot();
  }
  take_down(*archive, "https://outlet1.example/read", "", kTakenDownAt);
  EXPECT_EQ(archive->to_forget(), std::vector<ArticleId>{ArticleId{1}});
  StoryDesk next(*archive);
  ASSERT_TRUE(next.open());
  EXPECT_TRUE(archive->to_forget().empty());
  EXPECT_TRUE(next.engine().similar_to(ArticleId{1}).empty());
}

}  // namespace
}  // namespace depesche
