// Editors correct stories on the pages: every form sent as a browser would, obeyed by a real story
// desk.
#include <array>

#include <gtest/gtest.h>

#include "desk/story_desk.h"
#include "feed/parse.h"
#include "html/tree.h"
#include "json/parse.h"
#include "tests/store/fixture.h"
#include "tests/web/browser.h"
#include "web/pages/correction_words.h"
#include "web/pages/frame.h"

namespace depesche::web {
namespace {

using test::Browser;

/// Invented, and different enough that nobody would take one for another.
constexpr std::array<const char*, 4> kEvents{
    "Prüfer fanden elf Risse im Tragwerk der Wiesenbrücke von Brandau.",
    "Die Molkerei Seehausen ruft 40.000 Becher Joghurt wegen Glassplittern zurück.",
    "Astronomen der Sternwarte Kirchfelde haben einen neuen Kometen gefunden.",
    "Das Verwaltungsgericht hat die erhöhte Hundesteuer von Tiefenthal verworfen."};

/// Four stories of one article each, numbered from 1.
class CorrectingTest : public testing::Test {
 protected:
  CorrectingTest() : archive_(open_or_throw(folder_.path())), desk_(*archive_) {
    for (std::size_t i = 0; i < kEvents.size(); ++i) {
      const std::string name = "blatt" + std::to_string(i + 1);
      const Article article = make_article(name, name, kEvents[i], kEvents[i]);
      EXPECT_TRUE(archive_->intake().append({article, {}, {}, {}}, at(static_cast<int>(i))));
    }
    EXPECT_TRUE(desk_.open());
    EXPECT_EQ(desk_.accept_waiting(at(60)).accepted, 4);
    open_site({});
  }

  void open_site(SiteOptions options) {
    DeskPort port;
    port.edition = [] { return std::make_shared<const Edition>(); };
    port.correct = [this](const CorrectionWish& wish) -> Result<std::int64_t> {
      const auto id = archive_->corrections().append(wish, at(120));
      if (id && !is_asleep_) desk_.take_corrections(at(120));
      return id;
    };
    port.is_gathering = [this] { return is_gathering_; };
    options.now = [] { return at(180); };
    options.zone = TimeZone();
    site_ = std::make_unique<Site>(*archive_, port, options);
    site_->listens_on({"127.0.0.1", 8420});
    editor_ = std::make_unique<Browser>(*site_);
    editor_->get("/settings");
  }

  std::int64_t story_of(std::int64_t article) const {
    return archive_->reader().article_card(ArticleId{article})->story.value;
  }
  int said() const { return static_cast<int>(archive_->reader().corrections(100).size()); }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_;
  StoryDesk desk_;
  bool is_asleep_ = false;
  bool is_gathering_ = false;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Browser> editor_;
};

bool contains(std::string_view text, std::string_view piece) {
  return text.find(piece) != std::string_view::npos;
}

TEST_F(CorrectingTest, MergesByNumberByAddressAndByPage) {
  const Response merged = editor_->post("/s/1/merge", "other=2&note=one+storm&who=night+desk");
  EXPECT_EQ(merged.status, 303);
  EXPECT_EQ(value(merged.headers, "Location"), "/s/1?said=1");
  const std::string page = editor_->get("/s/1?said=1").body;
  EXPECT_TRUE(contains(page, "Done: 1 article moved."));
  EXPECT_TRUE(contains(page, "action=\"/corrections/undo\""));
  EXPECT_TRUE(contains(page, "moved by hand"));
  EXPECT_EQ(editor_->get("/s/2").status, 308);
  EXPECT_TRUE(contains(editor_->follow("/s/1/merge", "other=https%3A%2F%2Fblatt3.example%2Fread"),
                       "Done: 1 article moved."));
  EXPECT_TRUE(
      contains(editor_->follow("/s/1/merge", "other=+http%3A%2F%2F127.0.0.1%3A8420%2Fs%2F4"),
               "Done: 1 article moved."));
  for (std::int64_t article = 1; article <= 4; ++article) EXPECT_EQ(story_of(article), 1);
  const auto first = archive_->reader().correction(1);
  EXPECT_EQ(first->who, "night desk");
  EXPECT_EQ(first->note, "one storm");
}

TEST_F(CorrectingTest, SplitsTheTickedOffAndLeadsToTheirStory) {
  editor_->follow("/s/1/merge", "other=2");
  editor_->follow("/s/1/merge", "other=3");
  const std::string page = editor_->follow("/s/1/split", "article=2&article=3");
  EXPECT_TRUE(contains(page, "Done: 2 articles moved."));
  EXPECT_EQ(story_of(2), story_of(3));
  EXPECT_NE(story_of(2), 1);
  EXPECT_TRUE(contains(page, "<a href=\"/s/" + std::to_string(story_of(2)) + "\">To the story"));
  EXPECT_TRUE(contains(page, "Overridden where they said otherwise"));
  EXPECT_TRUE(contains(page, "correction 1"));
  EXPECT_TRUE(contains(editor_->get("/corrections").body, "overridden by correction 3"));
}

TEST_F(CorrectingTest, PartsWhatDoesNotBelongFromTheRest) {
  editor_->follow("/s/1/merge", "other=2");
  EXPECT_TRUE(contains(editor_->follow("/s/1/unlink", "article=2"), "Done: 1 article moved."));
  EXPECT_EQ(story_of(2), 2);
  EXPECT_TRUE(contains(editor_->follow("/s/2/unlink", "article=2"),
                       "That did not work: it stands apart already"));
}

TEST_F(CorrectingTest, LinksTwoAndBringsOneFromElsewhere) {
  EXPECT_TRUE(contains(editor_->follow("/s/1/bring", "other=4"), "Done: 1 article moved."));
  EXPECT_EQ(story_of(4), 1);
  EXPECT_TRUE(contains(editor_->follow("/s/1/link", "article=1&article=4"),
                       "That did not work: the two are linked already"));
  editor_->follow("/s/1/merge", "other=2");
  EXPECT_TRUE(
      contains(editor_->follow("/s/1/link", "article=2&article=4"), "Kept: nothing had to move"));
}

TEST_F(CorrectingTest, SaysWhatIsMissingAndKeepsWhatWasTyped) {
  editor_->follow("/s/1/merge", "other=2");
  const Response two = editor_->post("/s/1/unlink", "article=1&article=2&note=%3Cb%3Ewhy&who=me");
  EXPECT_EQ(two.status, 422);
  EXPECT_TRUE(contains(two.body, "Please tick exactly one article"));
  const html::Tree tree = html::parse(two.body);
  int ticked = 0;
  bool is_open = false;
  for (const html::NodeIndex node : tree.descendants(0)) {
    if (tree.name(node) == "details") is_open |= tree.has_attribute(node, "open");
    if (tree.name(node) == "input") ticked += tree.has_attribute(node, "checked") ? 1 : 0;
  }
  EXPECT_TRUE(is_open);
  EXPECT_EQ(ticked, 2);
  EXPECT_TRUE(contains(two.body, "value=\"&lt;b&gt;why\""));
  EXPECT_TRUE(contains(two.body, "value=\"me\""));
  for (const auto& [form, words] : std::vector<std::pair<const char*, const char*>>{
           {"/s/1/split", "Please tick at least one article"},
           {"/s/1/link", "Please tick exactly two articles"},
           {"/s/1/merge", "Please name the other story"},
           {"/s/1/bring", "Please name the other story"}}) {
    EXPECT_TRUE(contains(editor_->follow(form, ""), words)) << form;
  }
  for (const char* form : {"/s/1/merge", "/s/1/bring"}) {
    EXPECT_TRUE(
        contains(editor_->follow(form, "other=%3Cstorm%3E"), "“&lt;storm&gt;” is no story"));
    EXPECT_TRUE(contains(editor_->follow(form, "other=4711"), "“4711” is no story"));
  }
  std::string many;
  for (int i = 0; i < 300; ++i) many += "article=" + std::to_string(i + 1) + "&";
  EXPECT_TRUE(contains(editor_->follow("/s/1/split", many), "too many articles at once"));
  EXPECT_EQ(said(), 1) << "nothing of it became a correction";
  EXPECT_EQ(editor_->post("/s/99/split", "article=1").status, 404);
}

TEST_F(CorrectingTest, TakesBackWhatWasSaidAndListsItAll) {
  editor_->follow("/s/1/merge", "other=2&note=one+storm&who=night+desk");
  const std::string list = editor_->get("/corrections").body;
  EXPECT_TRUE(contains(list, "Two stories merged"));
  EXPECT_TRUE(contains(list, "1 article moved"));
  EXPECT_TRUE(contains(list, kEvents[0]));
  EXPECT_TRUE(contains(list, "one storm"));
  const std::string undone = editor_->follow("/corrections/undo", "correction=1");
  EXPECT_TRUE(contains(undone, "Done: 1 article moved."));
  EXPECT_TRUE(contains(undone, "undone by correction 2"));
  EXPECT_LT(undone.find("id=\"c2\""), undone.find("id=\"c1\"")) << "newest first";
  EXPECT_FALSE(contains(undone, "aria-label=\"Undo correction")) << "nothing is left to undo";
  EXPECT_EQ(story_of(2), 2);
  Browser german(*site_, "de");
  german.get("/settings");
  EXPECT_TRUE(contains(german.follow("/corrections/undo", "correction=1"),
                       "Das hat nicht geklappt: sie ist schon zurückgenommen"));
  EXPECT_EQ(german.post("/corrections/undo", "correction=77").status, 422);
  EXPECT_TRUE(
      contains(german.follow("/corrections/undo", "correction=x"), "gibt es etwas nicht mehr"));
  EXPECT_EQ(said(), 2);
}

TEST_F(CorrectingTest, SaysRefusalsInTheReadersLanguage) {
  Browser german(*site_, "de");
  german.get("/settings");
  EXPECT_TRUE(contains(german.follow("/s/1/merge", "other=1"), "schon eine einzige Geschichte"));
  EXPECT_TRUE(contains(german.follow("/s/1/split", "article=1"), "mindestens ein Artikel muss"));
  EXPECT_TRUE(contains(german.follow("/s/1/split", "article=2"), "in dieser Geschichte stehen"));
  for (int kind = 0; kind < 5; ++kind) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::NoFeed); ++code) {
      const Error refusal{static_cast<ErrorCode>(code), "the program's own words"};
      const std::string words =
          refusal_in_words(Language::De, static_cast<CorrectionKind>(kind), refusal);
      EXPECT_FALSE(words.empty() || contains(words, "own words")) << name(refusal.code);
    }
  }
}

TEST_F(CorrectingTest, SaysWhenItStillWaits) {
  is_asleep_ = true;
  EXPECT_TRUE(contains(editor_->follow("/s/1/merge", "other=2"), "not carried out yet"));
  EXPECT_TRUE(contains(editor_->get("/corrections").body, "about to be carried out"));
  desk_.take_corrections(at(130));
  EXPECT_TRUE(contains(editor_->get("/s/1?said=1").body, "Done: 1 article moved."))
      << "the same address tells what has become of it";
}

TEST_F(CorrectingTest, SaysThatItHoldsWhenTheStoriesHaveBeenGatheredAgain) {
  archive_->drop_snapshots();
  ASSERT_TRUE(desk_.take_lock());  // and has not caught up
  is_asleep_ = is_gathering_ = true;
  EXPECT_TRUE(contains(editor_->follow("/s/1/merge", "other=2"),
                       "Kept. The stories are being gathered again after an update"));
  for (const char* path : {"/corrections", "/corrections.json", "/corrections.atom"}) {
    EXPECT_TRUE(
        contains(editor_->get(path).body, "takes effect when the stories have been gathered again"))
        << path;
  }
  EXPECT_FALSE(contains(editor_->get("/corrections").body, "action=\"/corrections/undo\""));
  EXPECT_TRUE(contains(editor_->get("/metrics").body, "\ndepesche_gathering_again 1\n"));
  Browser german(*site_, "de");
  EXPECT_TRUE(contains(german.get("/s/1?said=1").body, "die Korrektur gilt, sobald das fertig"));
  desk_.catch_up({});
  is_gathering_ = false;
  EXPECT_TRUE(contains(editor_->get("/metrics").body, "\ndepesche_gathering_again 0\n"));
  EXPECT_TRUE(contains(editor_->get("/s/1?said=1").body, "not carried out yet"));
  EXPECT_EQ(desk_.take_corrections(at(130)).corrected, 1);
  EXPECT_TRUE(contains(editor_->get("/s/1?said=1").body, "Done: 1 article moved."));
  EXPECT_EQ(story_of(2), 1);
}

TEST_F(CorrectingTest, LeadsOnWithTheOutcomeWhereTheStoryHasEnded) {
  editor_->follow("/s/1/merge", "other=2");
  const Response old = editor_->get("/s/2?said=1");
  EXPECT_EQ(old.status, 308);
  EXPECT_EQ(value(old.headers, "Location"), "/s/1?said=1");
  EXPECT_EQ(value(editor_->get("/s/2.json?said=1").headers, "Location"), "/s/1.json");
}

TEST_F(CorrectingTest, IsForTheOwnerAlone) {
  editor_->follow("/s/1/merge", "other=2&note=one+storm&who=night+desk");
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  for (const char* action : {"split", "unlink", "link", "merge", "bring"}) {
    const std::string form = "article=1&article=2&other=3";
    EXPECT_EQ(editor_->post(std::string("/s/1/") + action, form).status, 403) << action;
  }
  EXPECT_EQ(editor_->post("/corrections/undo", "correction=1").status, 403);
  EXPECT_EQ(said(), 1);
  for (const char* path : {"/s/1?said=1", "/corrections", "/corrections?said=1"}) {
    const Response page = editor_->get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(contains(page.body, "<form")) << path;
    EXPECT_FALSE(contains(page.body, "Done:")) << path;
    EXPECT_FALSE(contains(page.body, "night desk") || contains(page.body, "one storm")) << path;
  }
  for (const char* path : {"/corrections.json", "/corrections.atom"}) {
    const std::string list = editor_->get(path).body;
    EXPECT_FALSE(contains(list, "night desk") || contains(list, "one storm")) << path;
  }
}

TEST_F(CorrectingTest, TakesItsOwnFormsOnly) {
  editor_->forget_token();
  EXPECT_EQ(editor_->post("/s/1/merge", "other=2").status, 403);
  EXPECT_EQ(editor_->post("/corrections/undo", "correction=1").status, 403);
  EXPECT_EQ(said(), 0);
}

TEST_F(CorrectingTest, ListsCorrectionsForPrograms) {
  editor_->follow("/s/1/merge", "other=2&who=night+desk");
  editor_->follow("/s/1/split", "article=2");
  const Response reply = editor_->get("/corrections.json");
  const auto json = json::parse(reply.body);
  ASSERT_TRUE(json);
  const auto& entries = json->find("items")->elements();
  ASSERT_EQ(entries.size(), 2u);
  const json::Value& split = *entries[0].find("_depesche");
  EXPECT_EQ(split.string_at("kind"), "split");
  EXPECT_EQ(split.int_at("moved"), 1);
  EXPECT_EQ(entries[1].find("_depesche")->int_at("overridden_by"), 2);
  EXPECT_EQ(entries[1].find("_depesche")->int_at("other"), 2);
  for (const char* path : {"/corrections.json", "/corrections.atom"}) {
    const Response list = editor_->get(path);
    const auto feed = parse_feed(list.body, "http://127.0.0.1:8420/corrections", list.type);
    ASSERT_TRUE(feed) << path;
    ASSERT_EQ(feed->entries.size(), 2u) << path;
    EXPECT_TRUE(feed->oddities.empty()) << path;
    EXPECT_EQ(author_names(feed->entries[1].people), (std::vector<std::string>{"night desk"}))
        << path;
  }
}

TEST_F(CorrectingTest, PagesThroughManyCorrections) {
  for (int i = 0; i < 45; ++i) {
    editor_->follow("/s/1/merge", "other=2");
    editor_->follow("/corrections/undo", "correction=" + std::to_string(2 * i + 1));
  }
  ASSERT_EQ(said(), 90);
  std::string path = "/corrections";
  std::vector<std::size_t> lengths;
  while (!path.empty() && lengths.size() < 9) {
    const std::string page = editor_->get(path).body;
    const html::Tree tree = html::parse(page);
    path.clear();
    std::size_t rows = 0;
    for (const html::NodeIndex node : tree.descendants(0)) {
      if (tree.name(node) == "li" && tree.id(node).starts_with("c")) ++rows;
      if (tree.attribute(node, "rel") == "next") path = tree.attribute(node, "href");
    }
    lengths.push_back(rows);
  }
  EXPECT_EQ(lengths, (std::vector<std::size_t>{40, 40, 10}));
}

}  // namespace
}  // namespace depesche::web
