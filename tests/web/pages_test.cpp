// The pages, rendered from structs and read back with our own HTML reader.
#include "web/pages/pages.h"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "html/tree.h"
#include "tests/web/sample_views.h"
#include "web/pages/card.h"
#include "web/pages/inline_markup.h"
#include "web/pages/template.h"

namespace depesche::web {
namespace {

using html::NodeIndex;
using html::Tag;
using test::card;
using test::viewer;

std::string text_of(const html::Tree& tree, NodeIndex node) {
  std::string text;
  for (const NodeIndex child : tree.descendants(node)) {
    if (tree.is_text(child)) text += tree.text(child);
  }
  return text;
}

NodeIndex with_class(const html::Tree& tree, std::string_view name, NodeIndex below = 0) {
  for (const NodeIndex node : tree.descendants(below)) {
    if (tree.is_element(node) && tree.has_class(node, name)) return node;
  }
  return html::kNoNode;
}

NodeIndex containing(const html::Tree& tree, Tag tag, std::string_view text) {
  for (const NodeIndex node : tree.descendants(0, tag)) {
    if (text_of(tree, node).find(text) != std::string::npos) return node;
  }
  return html::kNoNode;
}

/// Every page there is, from the sample structs.
std::vector<std::pair<std::string, std::string>> all_pages(const Viewer& reader) {
  FeedsView done = test::feeds_view();
  done.done = "done";
  SearchView none = test::search_view();
  none.result = SearchPage{};
  FrontView starting = test::front_view();
  starting.stories.clear();
  starting.progress.feeds_asked = 5;
  starting.progress.waiting = 17;
  FeedsView failed;
  failed.failure = say(reader.language(), "failed", {"x"});
  failed.typed = "https://typed.example";
  StoryView corrected = test::story_view();
  corrected.said = test::corrections_view().corrections[2];
  corrected.said->undone_by = corrected.said->ended_by = 0;
  corrected.said->overrides = {3};
  StoryView refused = test::story_view();
  refused.failure = say(reader.language(), "correct_one_tick");
  refused.form = {{ArticleId{11}, ArticleId{14}}, "4711", "Nachtdienst", "Andere Brücke"};
  return {{"front", front_page(reader, test::front_view())},
          {"starting", front_page(reader, starting)},
          {"welcome", front_page(reader, {})},
          {"story", story_page(reader, test::story_view())},
          {"article", article_page(reader, test::article_view())},
          {"outlet", outlet_page(reader, test::outlet_view())},
          {"section", section_page(reader, "Politik", test::outlet_view().list)},
          {"search", search_page(reader, test::search_view())},
          {"search-none", search_page(reader, none)},
          {"search-empty", search_page(reader, {})},
          {"story-corrected", story_page(reader, corrected)},
          {"story-refused", story_page(reader, refused)},
          {"corrections", corrections_page(reader, test::corrections_view())},
          {"corrections-none", corrections_page(reader, {})},
          {"feeds", feeds_page(reader, test::feeds_view())},
          {"feeds-failed", feeds_page(reader, failed)},
          {"settings", settings_page(reader, {"", "", "Europe/Berlin", true})},
          {"error", error_page(reader, 404)},
          {"stale-form", stale_form_page(reader)}};
}

TEST(Pages, HaveOneHeadlineALanguageLandmarksAndASkipLink) {
  for (const Language language : {Language::De, Language::En}) {
    for (const auto& [name, page] : all_pages(viewer(language))) {
      SCOPED_TRACE(name);
      const html::Tree tree = html::parse(page);
      EXPECT_EQ(tree.attribute(tree.html(), "lang"), code(language));
      int headlines = 0;
      for ([[maybe_unused]] const NodeIndex h1 : tree.descendants(0, Tag::H1)) ++headlines;
      EXPECT_EQ(headlines, 1);
      EXPECT_NE(tree.first(0, Tag::Main), html::kNoNode);
      EXPECT_NE(tree.first(0, Tag::Nav), html::kNoNode);
      EXPECT_NE(tree.first(0, Tag::Footer), html::kNoNode);
      EXPECT_EQ(tree.attribute(with_class(tree, "skip"), "href"), "#content");
      EXPECT_EQ(tree.id(tree.first(0, Tag::Main)), "content");
      EXPECT_NE(text_of(tree, tree.first(0, Tag::Title)).find("depesche"), std::string::npos);
      EXPECT_EQ(page.find("<script"), std::string::npos);
      EXPECT_EQ(page.find(" style="), std::string::npos) << "the policy forbids it";
    }
  }
}

TEST(Pages, SkipNoHeadingLevel) {
  for (const auto& [name, page] : all_pages(viewer(Language::De))) {
    SCOPED_TRACE(name);
    const html::Tree tree = html::parse(page);
    int before = 0;
    for (const NodeIndex node : tree.descendants(0)) {
      const std::string_view tag = tree.name(node);
      if (tag.size() != 2 || tag[0] != 'h' || tag[1] < '1' || tag[1] > '6') continue;
      EXPECT_LE(tag[1] - '0', before + 1) << text_of(tree, node);
      before = tag[1] - '0';
    }
  }
}

TEST(Pages, LabelEveryFieldAndTokenEveryForm) {
  for (const auto& [name, page] : all_pages(viewer(Language::De))) {
    SCOPED_TRACE(name);
    const html::Tree tree = html::parse(page);
    std::set<std::string, std::less<>> labelled;
    for (const NodeIndex label : tree.descendants(0, Tag::Label)) {
      labelled.emplace(tree.attribute(label, "for"));
    }
    for (const NodeIndex node : tree.descendants(0)) {
      const std::string_view tag = tree.name(node);
      if ((tag == "input" && tree.attribute(node, "type") != "hidden") || tag == "select") {
        const bool is_inside = tree.ancestor(node, Tag::Label) != html::kNoNode;
        EXPECT_TRUE(is_inside || labelled.contains(tree.id(node))) << tree.attribute(node, "name");
      }
      if (tag == "form" && tree.attribute(node, "method") == "post") {
        bool has_token = false;
        for (const NodeIndex input : tree.descendants(node, Tag::Input)) {
          has_token |= tree.attribute(input, "name") == "token";
        }
        EXPECT_TRUE(has_token);
      }
    }
  }
}

TEST(FrontPage, ShowsHowManyOutletsAndHowManyOfThemAreNoReprints) {
  const html::Tree german = html::parse(front_page(viewer(Language::De), test::front_view()));
  const html::Tree english = html::parse(front_page(viewer(Language::En), test::front_view()));
  EXPECT_NE(text_of(german, with_class(german, "coverage")).find("7 Häuser, 4 eigene Berichte"),
            std::string::npos);
  EXPECT_NE(
      text_of(english, with_class(english, "coverage")).find("7 outlets, 4 independent reports"),
      std::string::npos);
}

TEST(FrontPage, MarksTheLanguageOfEachHeadline) {
  const html::Tree tree = html::parse(front_page(viewer(Language::De), test::front_view()));
  const NodeIndex english = containing(tree, Tag::H3, "Observatory finds");
  const NodeIndex arabic = containing(tree, Tag::H3, "افتتاح");
  ASSERT_NE(english, html::kNoNode);
  ASSERT_NE(arabic, html::kNoNode);
  EXPECT_EQ(tree.attribute(english, "lang"), "en");
  EXPECT_EQ(tree.attribute(arabic, "lang"), "ar");
  EXPECT_EQ(tree.attribute(arabic, "dir"), "rtl");
}

TEST(FrontPage, ShowsOtherHeadlinesOfOtherOutletsButNoReprints) {
  const html::Tree tree = html::parse(front_page(viewer(Language::De), test::front_view()));
  const std::string others = text_of(tree, with_class(tree, "others"));
  EXPECT_NE(others.find("Stadtrat stimmt für Abriss"), std::string::npos);
  EXPECT_NE(others.find("Old ferry bridge"), std::string::npos);
  EXPECT_EQ(others.find("Umweg für Pendler"), std::string::npos);
}

TEST(FrontPage, SaysWhenItIsTheSampleEdition) {
  Viewer reader = viewer(Language::De);
  EXPECT_EQ(front_page(reader, test::front_view()).find("Beispielausgabe"), std::string::npos);
  reader.is_sample = true;
  EXPECT_NE(front_page(reader, test::front_view()).find("Beispielausgabe"), std::string::npos);
}

TEST(FrontPage, TellsANewcomerHowToSubscribe) {
  const std::string page = front_page(viewer(Language::De), {});
  EXPECT_NE(page.find("action=\"/feeds/add\""), std::string::npos);
  Viewer anonymous = viewer(Language::De);
  anonymous.may_edit = false;
  EXPECT_EQ(front_page(anonymous, {}).find("<form class=\"add\""), std::string::npos);
}

TEST(FrontPage, ShowsProgressAndTheNewestRightAfterSubscribing) {
  FrontView view = test::front_view();
  view.stories.clear();
  view.progress.feeds_asked = 5;
  const html::Tree tree = html::parse(front_page(viewer(Language::De), view));
  EXPECT_NE(text_of(tree, with_class(tree, "progress")).find("5 von 12 Feeds durchgesehen"),
            std::string::npos);
  EXPECT_NE(text_of(tree, with_class(tree, "newest")).find("nur aus dem Feed"), std::string::npos);
}

TEST(FrontPage, StaysBelowItsBudgetWhenFull) {
  FrontView view = test::front_view();
  const std::vector<FrontCard> some = view.stories;
  while (view.stories.size() < 45) view.stories.push_back(some[view.stories.size() % some.size()]);
  while (view.newest.size() < 16) view.newest.push_back(view.newest.front());
  EXPECT_LT(front_page(viewer(Language::De), view).size(), 100'000u);
  EXPECT_LE(stylesheet().bytes.size(), 15u * 1024);
}

/// Each piece must stand behind the one before it, in the page's own order.
TEST(ArticlePage, KeepsTheOrderOfAnArticle) {
  const std::string page = article_page(viewer(Language::De), test::article_view());
  std::size_t at = page.find("<main");
  for (const char* piece :
       {"Verkehr in Meren",
        "<h1>Fährbrücke wird abgerissen: Zwei Jahre Umweg für Pendler</h1>",
        "class=\"outlet\" href=\"/o/talvebote\"",
        "Von Redaktion Meren und Verkehrsressort",
        "Veröffentlicht <time datetime=\"2026-11-18T10:30:00+01:00\">18. November 2026, 10:30 Uhr",
        "aktualisiert <time",
        "<img src=\"/i/0123456789abcdef",
        "alt=\"Eine Bogenbrücke",
        "class=\"caption\">Seit 1911",
        "class=\"credit\" lang=\"de\">Bild: Zeichnung Talvebote",
        "class=\"standfirst\">Nach dem Abriss",
        "Am Montag beginnt",
        "<em>Bogen</em>",
        "<h2>Was sich für Busse ändert</h2>",
        "<li>Linie 4",
        "<blockquote>",
        "<td>Neubau</td>",
        "zwei Dritteln das Land",
        "href=\"https://talvebote.example/11\"",
        "Mehr lesen",
        "Zum Artikel gehört",
        "<a href=\"https://talvebote.example/ton/11.mp3?key=s3cret\" rel=\"noopener "
        "noreferrer\">Ton: ",
        "<span lang=\"de\" dir=\"ltr\">Die Fährbrücke, eine Folge</span></a>",
        "32 Minuten · 24 MB",
        ">Dokument</a>",
        "812 KB",
        ">Datei</a></li>",
        "Die Geschichte dazu",
        "5 Häuser, 4 eigene Berichte",
        "Stadtrat stimmt",
        "href=\"/s/11\"",
        "Ähnliche Nachrichten",
        "Warum Brücken",
        "Gemeinsam: Brücke, Talve, Sanierung"}) {
    const auto found = page.find(piece, at);
    ASSERT_NE(found, std::string::npos) << piece;
    at = found;
  }
  const std::string body = page.substr(0, page.find("Mehr lesen"));
  EXPECT_EQ(body.find("Nach dem Abriss"), body.rfind("Nach dem Abriss"))
      << "the standfirst stands there once";
}

TEST(ArticlePage, PutsACaptionThatOpensTheBodyBelowThePicture) {
  ArticlePage page = test::article_view();
  page.article.image->caption.clear();
  page.article.blocks.insert(page.article.blocks.begin(),
                             {BlockKind::Caption, "Die Brücke im Nebel", "", 0, {}, {}});
  const html::Tree tree = html::parse(article_page(viewer(Language::De), page));
  EXPECT_EQ(text_of(tree, with_class(tree, "caption")), "Die Brücke im Nebel");
  EXPECT_EQ(text_of(tree, with_class(tree, "body")).find("im Nebel"), std::string::npos);
  page.card.picture_hash.clear();
  EXPECT_EQ(article_page(viewer(Language::De), page).find("im Nebel"), std::string::npos)
      << "a caption without its picture";
}

TEST(ArticlePage, SaysItInEnglishToo) {
  const std::string page = article_page(viewer(Language::En), test::article_view());
  for (const char* piece : {"Read more", "Similar news", "By Redaktion Meren and Verkehrsressort",
                            "18 November 2026, 10:30", "in German"}) {
    EXPECT_NE(page.find(piece), std::string::npos) << piece;
  }
}

TEST(ArticlePage, LeavesNoHoleForWhatIsAbsent) {
  ArticlePage bare;
  bare.card = card(5, "Talvebote", "Nur eine Überschrift", 10);
  bare.card.published.reset();
  bare.article.title = "Nur eine Überschrift";
  bare.article.url = "https://talvebote.example/5";
  const html::Tree tree = html::parse(article_page(viewer(Language::De), bare));
  const NodeIndex main = tree.first(0, Tag::Main);
  for (const char* absent :
       {"kicker", "byline", "standfirst", "its-story", "similar", "diff", "remark", "credit"}) {
    EXPECT_EQ(with_class(tree, absent, main), html::kNoNode) << absent;
  }
  EXPECT_EQ(tree.first(main, Tag::Figure), html::kNoNode);
  EXPECT_EQ(text_of(tree, main).find("Veröffentlicht"), std::string::npos) << "no date is invented";
  EXPECT_NE(text_of(tree, main).find("Zuerst gesehen"), std::string::npos);
}

TEST(ArticlePage, SaysWhyOnlyTheFeedsWordsAreHere) {
  ArticlePage page = test::article_view();
  page.article.origin = page.card.origin = Origin::Feed;
  page.page_error = Error{ErrorCode::RobotsDisallowed, "robots.txt"};
  page.page_retry_at = test::noon() + std::chrono::hours(2);
  const std::string shown = article_page(viewer(Language::De), page);
  EXPECT_NE(shown.find("robots.txt erlaubt das Lesen nicht"), std::string::npos);
  EXPECT_NE(shown.find("in 2 Stunden"), std::string::npos);
}

TEST(ArticlePage, GivesAnonymousReadersHeadlineExcerptAndLink) {
  Viewer anonymous = viewer(Language::De);
  anonymous.reads_whole = anonymous.may_edit = false;
  const std::string page = article_page(anonymous, test::article_view());
  EXPECT_NE(page.find("Zwei Jahre Umweg"), std::string::npos);
  EXPECT_NE(page.find("Mehr lesen"), std::string::npos);
  EXPECT_EQ(page.find("Am Montag beginnt"), std::string::npos);
  EXPECT_EQ(page.find("/i/"), std::string::npos);
  EXPECT_NE(page.find("Ton <span class=\"quiet\">32 Minuten · 24 MB</span>"), std::string::npos);
  EXPECT_NE(page.find("auf der Seite des Hauses"), std::string::npos);
  EXPECT_EQ(page.find("11.mp3"), std::string::npos) << "its address may hold a subscriber's key";
}

TEST(ArticlePage, NamesTheOwnersLimitBesideWhatTheOutletAllows) {
  Viewer anonymous = viewer(Language::De);
  anonymous.reads_whole = anonymous.may_edit = false;
  ArticlePage view = test::article_view();
  view.article.rights.robots = "max-snippet:300";
  view.card.owners_limit = view.card.most_quoted = 18;
  view.card.standfirst = view.article.standfirst = "Am Montag beginnt der Abbruch in Meren.";
  for (const Viewer& reader : {anonymous, viewer(Language::De)}) {
    const std::string page = article_page(reader, view);
    EXPECT_NE(page.find("Was das Medium erlaubt"), std::string::npos);
    EXPECT_NE(page.find("höchstens 300 Zeichen zu zitieren"), std::string::npos);
    EXPECT_NE(page.find("höchstens 18 Zeichen Auszug"), std::string::npos);
    EXPECT_EQ(page.find("Abbruch in Meren.") != std::string::npos, reader.reads_whole);
    EXPECT_EQ(page.find("Am Montag beginnt…") != std::string::npos, !reader.reads_whole);
  }
  view.article.rights = {};
  view.article.paywalled.reset();
  view.card.owners_limit = view.card.most_quoted = 0;
  const std::string page = article_page(anonymous, view);
  EXPECT_EQ(page.find("Was das Medium erlaubt"), std::string::npos) << "it is not its word";
  EXPECT_NE(page.find("Was davon öffentlich ist"), std::string::npos);
  EXPECT_NE(page.find("nur Überschrift und Link"), std::string::npos);
  EXPECT_NE(page.find("Hier lesen Sie die Überschrift;"), std::string::npos);
  EXPECT_EQ(page.find("Am Montag"), std::string::npos);
}

TEST(ArticlePage, OfWhatIsBehindAPaywallAnonymousReadersGetTheStandfirst) {
  Viewer anonymous = viewer(Language::De);
  anonymous.reads_whole = anonymous.may_edit = false;
  ArticlePage view = test::article_view();
  view.card.may_quote_body = false;
  view.card.excerpt = "Der Körper des Berichts.";
  view.card.standfirst = view.article.standfirst = "Am Montag beginnt der Abbruch.";
  EXPECT_NE(article_page(anonymous, view).find("Am Montag beginnt"), std::string::npos);
  EXPECT_EQ(excerpt_for(anonymous, view.card, 100), "Am Montag beginnt der Abbruch.");
  EXPECT_FALSE(may_show_passage(anonymous, view.card));
  view.card.standfirst = view.article.standfirst = "";
  EXPECT_EQ(excerpt_for(anonymous, view.card, 100), "");
  EXPECT_EQ(excerpt_for(viewer(Language::De), view.card, 100), "Der Körper des Berichts.");
  EXPECT_NE(article_page(anonymous, view).find("Hier lesen Sie die Überschrift;"),
            std::string::npos);
}

TEST(ArticlePage, LoadsNothingThatGoesWithTheArticleByItself) {
  ArticlePage view = test::article_view();
  view.article.enclosures[0].url = "javascript:alert(1)";
  const html::Tree tree = html::parse(article_page(viewer(Language::En), view));
  for (const Tag tag : {Tag::Audio, Tag::Video, Tag::Source, Tag::Iframe, Tag::Embed}) {
    EXPECT_EQ(tree.first(0, tag), html::kNoNode);
  }
  const std::string page = article_page(viewer(Language::En), view);
  EXPECT_EQ(page.find("javascript:"), std::string::npos);
  EXPECT_NE(page.find("With this article"), std::string::npos);
  view.article.enclosures.clear();
  EXPECT_EQ(article_page(viewer(Language::En), view).find("With this article"), std::string::npos);
}

/// "−1.250" as a number.
int points_of(std::string_view shown) {
  const bool is_less = shown.starts_with("−");
  int value = 0;
  for (const char c : shown) {
    if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
  }
  return is_less ? -value : value;
}

TEST(WhyPage, EveryTermOfAHeadlineIsShownAndTheyAddUpToItsScore) {
  HeadlineScore score;
  score.central = 333;
  score.informative = 650;
  score.informed = 227;
  score.teasing = 1000;
  score.standing = {-400, -100, -100, 50};
  score.total = -990;
  score.compared = 4;
  HeadlineScore plain;
  plain.central = 1000;
  plain.informative = 500;
  plain.informed = 175;
  plain.total = 1175;
  plain.compared = 1;
  HeadlineScore alone = plain;
  alone.compared = 0;
  WhyRow row;
  row.lead = card(7, "Der Bote", "Lagerhalle brennt", 30);
  row.lead.kind = ArticleKind::Opinion;
  for (const Language language : {Language::De, Language::En}) {
    for (const HeadlineScore& each : {score, plain, alone}) {
      row.headline = each;
      const html::Tree tree = html::parse(why_page(viewer(language), {row}));
      std::vector<std::vector<std::string>>
          lists;  // what is said of the story, and of its headline
      std::vector<std::vector<std::string>> words;
      for (const NodeIndex list : tree.descendants(0, Tag::Dl)) {
        lists.emplace_back();
        words.emplace_back();
        for (const NodeIndex value : tree.descendants(list, Tag::Dd))
          lists.back().push_back(text_of(tree, value));
        for (const NodeIndex term : tree.descendants(list, Tag::Dt))
          words.back().push_back(text_of(tree, term));
      }
      if (each.compared == 0) {
        EXPECT_EQ(lists.size(), 1u);
        continue;
      }
      ASSERT_EQ(lists.size(), 2u);
      const std::vector<std::string>& values = lists[1];
      ASSERT_FALSE(values.empty());
      int sum = 0;
      for (std::size_t i = 0; i + 1 < values.size(); ++i) sum += points_of(values[i]);
      EXPECT_EQ(sum, points_of(values.back()));
      EXPECT_EQ(sum, each.total);
      EXPECT_EQ(words[1].back(), say(language, "why_total"));
      EXPECT_NE(words[1][1].find("35 %"), std::string::npos) << words[1][1];
      if (each.standing.kind == 0) continue;
      EXPECT_EQ(values.size(), 8u);
      EXPECT_NE(words[1][3].find(language == Language::De ? "Meinung" : "Opinion"),
                std::string::npos);
    }
  }
}

TEST(StoryPage, FoldsReprintsAndSaysWhyEachIsHere) {
  const html::Tree tree = html::parse(story_page(viewer(Language::De), test::story_view()));
  const NodeIndex details = tree.first(0, Tag::Details);
  ASSERT_NE(details, html::kNoNode);
  const std::string folded = text_of(tree, details);
  EXPECT_NE(folded.find("2 Nachdrucke"), std::string::npos);
  EXPECT_NE(folded.find("Zuerst gesehen bei Talvebote"), std::string::npos);
  EXPECT_NE(folded.find("zu 96 % derselbe Text wie bei Talvebote"), std::string::npos);
  const std::string all = text_of(tree, tree.first(0, Tag::Main));
  EXPECT_NE(all.find("Als erster Bericht dazu eingetroffen"), std::string::npos);
  EXPECT_NE(all.find("Gemeinsam: Name Talve; Zahl 1911; Wörter Fährbrücke, Sperrung · am nächsten: "
                     "Fährbrücke in Meren wird abgerissen (Talvebote, 1 Stunde früher)"),
            std::string::npos)
      << all;
  EXPECT_NE(folded.find("soll der Verkehr über die Talve"), std::string::npos);
  EXPECT_LT(all.find("Talvebote"), all.find("Merener Zeitung"));
}

TEST(StoryPage, QuotesNoPassageToAnonymousReadersWhereTheOutletSetsALength) {
  Viewer anonymous = viewer(Language::De);
  anonymous.reads_whole = anonymous.may_edit = false;
  StoryView view = test::story_view();
  constexpr std::string_view kPassage = "soll der Verkehr über die Talve";
  const auto quotes = [&](const Viewer& reader) {
    return story_page(reader, view).find(kPassage) != std::string::npos;
  };
  EXPECT_TRUE(quotes(anonymous));
  for (StoryMember& member : view.story.members) {
    for (StoryReprint& reprint : member.reprints) reprint.card.most_quoted = 30;
    // Members say it of themselves where their origin is elsewhere.
    member.reason = R"({"kind":"reprint","passage":")" + std::string(kPassage) + R"("})";
    member.card.most_quoted = 30;
  }
  EXPECT_FALSE(quotes(anonymous));
  EXPECT_TRUE(quotes(viewer(Language::De))) << "the owner reads all of it anyway";
}

TEST(StoryPage, NamesTheAgencyWhicheverOfTheReprintsSaysSo) {
  StoryView view = test::story_view();
  StoryMember& first = view.story.members[0];
  const auto words = [&] {
    const html::Tree tree = html::parse(story_page(viewer(Language::De), view));
    return text_of(tree, tree.first(0, Tag::Main));
  };
  EXPECT_EQ(words().find("Agentur"), std::string::npos);
  first.reprints[1].card.agency = "dpa";  // 64 % of the text: the mark may be another part's
  EXPECT_EQ(words().find("nach Material von dpa"), std::string::npos);
  EXPECT_NE(words().find("Agentur: dpa"), std::string::npos);
  first.reprints[0].card.agency = "AFP";
  EXPECT_NE(words().find("Derselbe Text bei Kreisblatt Süd: nach Material von AFP"),
            std::string::npos);
  first.reprints[0].card.is_longer = true;
  EXPECT_NE(words().find("enthält 96 % des Textes von Talvebote"), std::string::npos);
  first.card.agency = "KNA";
  EXPECT_EQ(words().find("nach Material von"), std::string::npos) << "its own mark says it";
  EXPECT_NE(words().find("Agentur: KNA"), std::string::npos);
}

TEST(ArticlePage, SaysWhoseCopyItIsWhatItCopiesAndWhoCopiesIt) {
  ArticlePage page = test::article_view();
  page.card.reprint_of = {};
  page.origin.reset();
  page.reprints.clear();
  const auto words = [&](Language language) {
    const html::Tree tree = html::parse(article_page(viewer(language), page));
    return text_of(tree, tree.first(0, Tag::Main));
  };
  page.card.agency = "dpa";
  EXPECT_NE(words(Language::De).find("Nach Material von dpa"), std::string::npos);
  EXPECT_NE(words(Language::En).find("From dpa copy"), std::string::npos);
  EXPECT_EQ(words(Language::De).find("Agentur: dpa"), std::string::npos) << "said once";
  page.article.authors = {"Jule Marten", "dpa"};
  EXPECT_NE(words(Language::De).find("Von Jule Marten"), std::string::npos);
  EXPECT_EQ(words(Language::De).find("Jule Marten und dpa"), std::string::npos);
  page.card.outlet_name = "dpa-Landesdienst";
  EXPECT_EQ(words(Language::De).find("Material von"), std::string::npos) << "its own agency";

  page.card.outlet_name = "Talvebote";
  ArticleCard copy = card(14, "Kreisblatt Süd", "Umweg", 20);
  copy.reprint_of = page.card.id;
  copy.copied_permille = 900;
  copy.copied_from = "Talvebote";
  copy.is_longer = true;
  page.reprints = {copy};
  EXPECT_NE(words(Language::De).find("1 Nachdruck"), std::string::npos);
  EXPECT_NE(words(Language::De).find("enthält 90 % des Textes von Talvebote"), std::string::npos);

  ArticlePage reprinted = test::article_view();
  reprinted.origin = page.card;
  reprinted.card = copy;
  reprinted.reprints.clear();
  page = reprinted;
  const std::string of_copy = words(Language::De);
  EXPECT_NE(of_copy.find("Derselbe Text bei Talvebote: nach Material von dpa"), std::string::npos);
  EXPECT_NE(of_copy.find("zuerst gesehen"), std::string::npos);
  EXPECT_NE(of_copy.find("enthält 90 % seines Textes"), std::string::npos);
}

TEST(FrontPage, TellsNoTextTwiceUnderOneHeadline) {
  FrontView view = test::front_view();
  FrontCard& first = view.stories[0];
  const std::string other = "Stadtrat stimmt für Abriss der Fährbrücke";
  EXPECT_NE(front_page(viewer(Language::De), view).find(other), std::string::npos);
  first.story.members[first.lead].reprint_of = first.story.members[1].id;
  EXPECT_EQ(front_page(viewer(Language::De), view).find(other), std::string::npos);
}

TEST(Rows, NameThoseWhoReprintBelowWhatTheyReprint) {
  ArticleCard original = card(11, "Talvebote", "Fährbrücke gesperrt", 24);
  for (int i = 0; i < 8; ++i) {
    original.folded.push_back({ArticleId{20 + i}, "Blatt " + std::to_string(i / 2), i != 7});
  }
  original.folded.push_back({ArticleId{30}, "Talvebote", true});  // its own, once more
  ArticleCard copy = card(40, "Merener Zeitung", "Brücke zu", 10);
  copy.reprint_of = ArticleId{11};
  copy.copied_from = "Talvebote";
  const auto words = [&](const Viewer& viewer) {
    const html::Tree tree =
        html::parse(section_page(viewer, "Lokales", {{original, copy}, std::nullopt}));
    return text_of(tree, tree.first(0, Tag::Main));
  };
  const std::string shown = words(viewer(Language::De));
  EXPECT_NE(shown.find("Nachgedruckt bei Blatt 0, Blatt 1, Blatt 2, Blatt 3"), std::string::npos)
      << shown;
  EXPECT_NE(shown.find("Nachdruck von Talvebote"), std::string::npos);
  for (int i = 0; i < 4; ++i) {
    original.folded.push_back({ArticleId{50 + i}, "Bote " + std::to_string(i), true});
  }
  EXPECT_NE(words(viewer(Language::De)).find("Blatt 3 und 4 weiteren"), std::string::npos);
}

TEST(StoryPage, FoldsItsFormsAwayAndShowsThemToTheOwnerAlone) {
  const html::Tree tree = html::parse(story_page(viewer(Language::De), test::story_view()));
  const NodeIndex forms = with_class(tree, "correcting");
  ASSERT_NE(forms, html::kNoNode);
  EXPECT_EQ(tree.name(forms), "details");
  EXPECT_FALSE(tree.has_attribute(forms, "open"));
  std::vector<std::string> ticks;
  for (const NodeIndex node : tree.descendants(forms, Tag::Input)) {
    if (tree.attribute(node, "type") == "checkbox") {
      ticks.emplace_back(tree.attribute(node, "value"));
    }
  }
  EXPECT_EQ(ticks, (std::vector<std::string>{"11", "14", "15", "12", "13"}))
      << "reprints too, below what they copy";
  Viewer anonymous = viewer(Language::De);
  anonymous.may_edit = false;
  EXPECT_EQ(story_page(anonymous, test::story_view()).find("<form"), std::string::npos);
}

TEST(SearchPage, MarksWhatWasSearched) {
  const std::string page = search_page(viewer(Language::De), test::search_view());
  EXPECT_NE(page.find("<mark>Fährbrücke</mark>"), std::string::npos);
  EXPECT_NE(page.find("/search.atom?q=f%C3%A4hrbr%C3%BCcke"), std::string::npos);
  EXPECT_NE(page.find("2 Treffer"), std::string::npos);
}

TEST(FeedsPage, TellsEachFeedsHealthInWords) {
  const html::Tree tree = html::parse(feeds_page(viewer(Language::De), test::feeds_view()));
  const std::string all = text_of(tree, with_class(tree, "feeds"));
  for (const char* words :
       {"in Ordnung", "vor 6 Minuten", "in 9 Minuten", "24", "0,4", "antwortet nicht rechtzeitig",
        "(4 Fehlversuche in Folge)", "noch nie", "wird gleich gefragt", "eingestellt (410)",
        "Warum nicht jetzt: früher gibt es wohl zu wenig Neues.",
        "Seinem Rhythmus nach etwa alle 3 Stunden gefragt: rund 24",
        "Artikel am Tag, meist von 7 bis 18 Uhr",
        "Warum nicht jetzt: nach Fehlversuchen jedes Mal später.",
        "Der Rhythmus dieses Feeds ist noch nicht bekannt"}) {
    EXPECT_NE(all.find(words), std::string::npos) << words;
  }
}

TEST(FeedsPage, SaysWhatIsMissingAndHowSlowlyPagesAreRead) {
  const std::string page = feeds_page(viewer(Language::De), test::feeds_view());
  EXPECT_NE(page.find("3 Einträge fehlen hier: Sie hatten weder Überschrift noch Text"),
            std::string::npos);
  EXPECT_NE(page.find("zuletzt 17. November 2026, 13:30 Uhr"), std::string::npos);
  EXPECT_NE(page.find("nur alle 120 Sekunden gelesen; robots.txt bittet um 600"),
            std::string::npos);
  const std::string english = feeds_page(viewer(Language::En), test::feeds_view());
  EXPECT_NE(english.find("3 entries are missing here"), std::string::npos);
  EXPECT_NE(english.find("(403)"), std::string::npos);
}

TEST(FeedsPage, SaysWhatAFeedsHubDoes) {
  using namespace std::chrono_literals;
  const Viewer german = viewer(Language::De), english = viewer(Language::En);
  const auto now = german.clock.now;
  PushSubscription works;
  works.hub = "https://hub.example/push";
  works.callback = "https://we.example/websub/geheim";
  works.token = "geheim";
  works.stage = PushStage::Verified;
  works.verified_at = now - 48h;
  works.expires_at = now + 48h;
  works.last_push_at = now - 1h;
  PushSubscription silent = works, missed = works, bad = works, ended = works, denied = works,
                   down = works, asked = works, fresh = works;
  silent.last_push_at.reset();
  missed.missed_at = now - 2h;
  bad.bad_at = now - 2h;
  bad.last_code = "wrong_signature";
  ended.expires_at = now - 1h;
  denied.stage = down.stage = PushStage::Failed;
  denied.next_step_at = down.next_step_at = now + 8h;
  denied.last_code = "denied";
  down.last_code = "timed_out";
  asked.stage = fresh.stage = PushStage::Asked;
  asked.next_step_at = now + 1h;
  const struct {
    const PushSubscription& push;
    bool asks_hubs;
    const char *german, *english;
  } kCases[] = {
      {works, true, "hub.example meldet Neues (WebSub), zuletzt am", "hub.example tells of news"},
      {works, false, "(public_address)", "(public_address)"},
      {silent, true, "noch kam nichts", "nothing has come yet"},
      {missed, true, "was nicht gemeldet war", "what it had not told"},
      {bad, true, "nicht zu gebrauchen (falsch unterschrieben)", "of no use (wrongly signed)"},
      {ended, true, "lief am", "ended on"},
      {denied, true, "er lehnt es ab. Gefragt wird wieder am", "it does not want to. It is asked"},
      {down, true, "antwortet nicht", "does not answer in time"},
      {asked, true, "hat noch nicht geantwortet", "has not answered yet"},
      {fresh, true, "wird gleich gebeten", "is about to be asked"}};
  for (const auto& [push, asks_hubs, in_german, in_english] : kCases) {
    FeedsView view;
    view.asks_hubs = asks_hubs;
    view.feeds.resize(1);
    view.feeds[0].push = push;
    EXPECT_NE(feeds_page(german, view).find(in_german), std::string::npos) << in_german;
    EXPECT_NE(feeds_page(english, view).find(in_english), std::string::npos) << in_english;
    EXPECT_EQ(feeds_page(german, view).find("geheim"), std::string::npos) << "nobody else's";
  }
}

TEST(FeedsPage, SaysWhatCameAndWentWithLists) {
  FeedsView view;
  const Viewer reader = viewer(Language::De);
  Viewer anonymous = reader;
  anonymous.may_edit = false;
  EXPECT_EQ(feeds_page(anonymous, view).find("Listen, mit denen"), std::string::npos);
  FollowedList list;
  list.url = "https://lists.example/region.opml?a=1&b=2";
  list.feeds = 12;
  list.changed_at = reader.clock.now;
  list.came = 3;
  list.went = 1;
  list.next_read_at = reader.clock.now + std::chrono::hours(5);
  view.lists = {list};
  const std::string page = feeds_page(reader, view);
  for (const char* words : {"Listen, mit denen Feeds kommen und gehen", "12 Feeds; am",
                            "kamen 3 und gingen 1.", "/feeds/unfollow\"", "Nicht mehr verfolgen",
                            "Wieder gelesen wird sie in 5 Stunden.", "region.opml?a=1&amp;b=2"}) {
    EXPECT_NE(page.find(words), std::string::npos) << words;
  }
  EXPECT_EQ(page.find("nicht zu lesen"), std::string::npos);
  view.lists[0].error_message = "the server says it has failed (503)";
  view.lists[0].error_code = "server_failed";
  EXPECT_NE(feeds_page(reader, view).find("nicht zu lesen: der Server meldet einen Fehler (503);"),
            std::string::npos);
}

TEST(FeedsPage, SaysOfAFeedThatDidNothingWrongWhyItWaits) {
  FeedsView view;
  view.feeds.resize(2);
  FeedHealth& put_off = view.feeds[0];
  put_off.url = "https://bote.example/two";
  put_off.wait_reason = WaitReason::HostRests;
  FeedHealth& spent = view.feeds[1];
  spent.url = "https://blatt.example/feed";
  spent.error_code = "allowance_spent";
  spent.error_message = "blatt.example has sent 12 MB within a day";
  spent.wait_reason = WaitReason::Allowance;
  const Viewer reader = viewer(Language::De);
  spent.last_attempt_at = reader.clock.now;
  put_off.next_poll_at = spent.next_poll_at = reader.clock.now + std::chrono::hours(2);
  const std::string page = feeds_page(reader, view);
  for (const char* words :
       {"noch nicht gefragt", "in 2 Stunden", "Warum nicht jetzt: sein Server wird bis dahin",
        "der Server hat für heute so viel geschickt, wie er darf",
        "Warum nicht jetzt: sein Server hat für heute genug geschickt; bis sein Tag um ist"}) {
    EXPECT_NE(page.find(words), std::string::npos) << words;
  }
  EXPECT_EQ(page.find("Fehlversuch"), std::string::npos);
}

TEST(FeedsPage, ShowsFirstWhatFailsAndCountsIt) {
  FeedsView view;
  view.feeds.resize(3);
  for (std::size_t i = 0; i < view.feeds.size(); ++i) {
    FeedHealth& feed = view.feeds[i];
    feed.title = "Feed " + std::to_string(i);
    feed.url = "https://bote.example/" + std::to_string(i);
    feed.last_attempt_at = feed.last_success_at = viewer(Language::De).clock.now;
  }
  view.feeds[0].words_alone = {20, 1, "not_found", "the page is missing (404)", true};
  view.feeds[1].error_code = "timed_out";
  view.feeds[2].words_alone = {20, 20, "forbidden", "the server says no (403)", true};
  const std::string german = feeds_page(viewer(Language::De), view);
  const auto place = [&german](const std::string& words) { return german.find(words); };
  EXPECT_NE(place("3 Feeds, 2 gestört"), std::string::npos);
  EXPECT_LT(place("Feed 1"), place("Feed 2"));
  EXPECT_LT(place("Feed 2"), place("Feed 0"));
  EXPECT_NE(place("der Feed wird gelesen, aber keine seiner Seiten"), std::string::npos);
  EXPECT_NE(place("Von seinen letzten 20 Artikeln stehen 20 nur in den Worten des Feeds: "),
            std::string::npos);
  EXPECT_NE(place("(403)."), std::string::npos);
  EXPECT_NE(place("Von seinen letzten 20 Artikeln steht 1 nur in den Worten des Feeds: "),
            std::string::npos);
  view.feeds[2].words_alone.is_only_reason = false;
  const std::string english = feeds_page(viewer(Language::En), view);
  for (const char* words :
       {"3 feeds, 2 failing", "the feed is read, but none of its pages",
        "Of its last 20 articles 20 stand in the feed’s words, mostly for this reason: "}) {
    EXPECT_NE(english.find(words), std::string::npos) << words;
  }
}

TEST(FeedsPage, AMutedFeedFailsNoMore) {
  FeedsView view;
  view.feeds.resize(2);
  for (std::size_t i = 0; i < view.feeds.size(); ++i) {
    view.feeds[i].title = "Feed " + std::to_string(i);
    view.feeds[i].failures = 4;
    view.feeds[i].error_code = "timed_out";
    view.feeds[i].last_attempt_at = viewer(Language::En).clock.now;
  }
  view.feeds[0].is_muted = true;
  const std::string page = feeds_page(viewer(Language::En), view);
  EXPECT_NE(page.find("2 feeds, 1 failing"), std::string::npos);
  EXPECT_LT(page.find("Feed 1"), page.find("Feed 0")) << "what needs looking after comes first";
  const std::string muted = page.substr(page.find("Feed 0"));
  EXPECT_NE(muted.find("muted: not asked"), std::string::npos);
  EXPECT_EQ(muted.find("failed attempts"), std::string::npos);
  EXPECT_NE(page.find("4 failed attempts"), std::string::npos);
  view.feeds.pop_back();
  const std::string alone = feeds_page(viewer(Language::En), view);
  EXPECT_EQ(alone.find("failing"), std::string::npos);
  EXPECT_NE(alone.find("1 feed"), std::string::npos);
}

TEST(FeedsPage, ShowsAPagesRuleAndThatItFindsNothing) {
  FeedsView view;
  view.feeds.resize(1);
  FeedHealth& feed = view.feeds[0];
  feed.rule = PageRule{"li > a", "", "h3", "", ""};
  feed.last_attempt_at = viewer(Language::De).clock.now;
  feed.error_code = "empty";
  feed.error_message = "the rule \"li > a\" selects nothing on the page";
  const std::string german = feeds_page(viewer(Language::De), view);
  EXPECT_NE(german.find("nach der Regel: Einträge „li &gt; a“, Überschrift „h3“."),
            std::string::npos);
  EXPECT_NE(german.find("die Regel findet auf der Seite keinen Eintrag"), std::string::npos);
  const std::string english = feeds_page(viewer(Language::En), view);
  EXPECT_NE(english.find("by the rule: entries “li &gt; a”, headline “h3”."), std::string::npos);
  EXPECT_NE(english.find("the rule finds no entry with a link"), std::string::npos);
}

TEST(FeedsPage, OffersAnonymousReadersNoForms) {
  Viewer anonymous = viewer(Language::De);
  anonymous.may_edit = false;
  EXPECT_EQ(feeds_page(anonymous, test::feeds_view()).find("<form"), std::string::npos);
}

constexpr const char* kHostile =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;{{x}}";

void poison(ArticleCard& card) {
  card.title = card.kicker = card.standfirst = card.excerpt = card.outlet_name = card.outlet_slug =
      card.section = card.picture_hash = card.picture_alt = card.language = kHostile;
  card.url = "javascript:alert(1)";
  card.agency = card.copied_from = kHostile;
  card.folded = {{ArticleId{99}, std::string("x") + kHostile, true}};
}

/// Pages in which every text that comes from outside is an attack.
std::vector<std::string> poisoned_pages() {
  Viewer reader = viewer(Language::De);
  reader.sections = {kHostile};
  reader.trouble = kHostile;
  FrontView front = test::front_view();
  for (auto& story : front.stories) {
    for (ArticleCard& member : story.story.members) poison(member);
  }
  for (ArticleCard& newest : front.newest) poison(newest);
  StoryView story = test::story_view();
  story.headline = story.headline_language = kHostile;
  for (auto& member : story.story.members) {
    poison(member.card);
    member.reason = R"({"kind":"joined","nearest":11,"words":["<script>alert(1)</script>"],)"
                    R"("names":["<img src=x onerror=alert(1)>"],"passage":"<script>x</script>"})";
    for (auto& reprint : member.reprints) poison(reprint.card);
  }
  story.story.headlines = {kHostile, "x"};
  story.story.moves.front().title = kHostile;
  story.story.next = kHostile;
  ArticlePage article = test::article_view();
  poison(article.card);
  Article& a = article.article;
  a.url = a.canonical_url = "javascript:alert(1)";
  a.kicker = a.title = a.standfirst = a.language = a.section = kHostile;
  a.authors = {kHostile};
  a.image = Picture{"x", kHostile, kHostile, kHostile};
  for (Block& block : a.blocks) {
    block.text = block.html = kHostile;
    for (auto& line : block.items) line = kHostile;
    for (auto& row : block.rows) row = {kHostile};
  }
  for (ArticleCard& other : article.story_others) poison(other);
  for (SimilarArticle& near : article.similar) {
    poison(near.card);
    near.reasons = {kHostile};
  }
  article.origin = article.card;
  for (ArticleChange& change : article.changes) {
    change.title_before = kHostile;
    change.line.headline = {{PieceKind::Removed, kHostile}, {PieceKind::Added, kHostile}};
    change.line.passages = {
        {{{PieceKind::Same, kHostile}, {PieceKind::Added, kHostile}}, true, true}};
  }
  story.story.changes = {{ArticleId{1}, kHostile, kHostile, kHostile, kHostile, {}, {}}};
  SearchView search = test::search_view();
  search.typed = search.language = search.outlet = kHostile;
  search.outlets = {{OutletId{1}, kHostile, kHostile, kHostile, 1}};
  for (SearchHit& hit : search.result->hits) poison(hit.card);
  FeedsView feeds = test::feeds_view();
  feeds.failure = feeds.typed = feeds.done = kHostile;
  for (FeedHealth& feed : feeds.feeds) {
    feed.url = feed.title = feed.error_code = feed.error_message = feed.outlet_slug = kHostile;
    feed.oddities = {{kHostile, kHostile, kHostile, kHostile},
                     {"bad_date", "line 3", kHostile, kHostile}};
  }
  OutletPage outlet = test::outlet_view();
  outlet.outlet = {OutletId{1}, kHostile, kHostile, "javascript:alert(1)", 1};
  outlet.list.next = kHostile;
  for (ArticleCard& listed : outlet.list.articles) poison(listed);
  for (ArticleCard& nearest : story.nearest) poison(nearest);
  story.failure = story.after = story.form.other = story.form.who = story.form.note = kHostile;
  CorrectionsView corrections = test::corrections_view();
  corrections.next = kHostile;
  for (CorrectionView& one : corrections.corrections) {
    one.who = one.note = one.refusal = kHostile;
    for (TitledArticle& named : one.named) {
      named.title = named.language = named.outlet_name = kHostile;
    }
  }
  return {corrections_page(reader, corrections),
          front_page(reader, front),
          story_page(reader, story),
          article_page(reader, article),
          search_page(reader, search),
          feeds_page(reader, feeds),
          outlet_page(reader, outlet),
          section_page(reader, kHostile, outlet.list)};
}

TEST(Pages, LetNothingHostileThrough) {
  for (const std::string& page : poisoned_pages()) {
    const html::Tree tree = html::parse(page);
    const std::string title = text_of(tree, tree.first(0, Tag::Title));
    SCOPED_TRACE(title.substr(0, 60));
    for (const NodeIndex node : tree.descendants(0)) {
      if (!tree.is_element(node)) continue;
      EXPECT_NE(tree.name(node), "script");
      for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
        const html::Attribute attribute = tree.attribute_at(node, i);
        EXPECT_FALSE(attribute.name.starts_with("on")) << attribute.name;
        if (attribute.name == "href" || attribute.name == "src" || attribute.name == "action") {
          EXPECT_FALSE(attribute.value.starts_with("javascript")) << attribute.value;
        }
      }
    }
  }
}

TEST(InlineMarkup, KeepsWhatIsAllowedAndTheTextOfTheRest) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"plain", "plain"},
      {"a &amp; b", "a &amp; b"},
      {"<em>x</em> <strong>y</strong>", "<em>x</em> <strong>y</strong>"},
      {"H<sub>2</sub>O<br>z", "H<sub>2</sub>O<br>z"},
      {"<a href=\"https://a.example/?x=1&amp;y\">l</a>",
       "<a href=\"https://a.example/?x=1&amp;y\" rel=\"noopener noreferrer\">l</a>"},
      {"<a href=\"javascript:x()\">l</a>", "l"},
      {"<a href=\"data:text/html,x\">l</a>", "l"},
      {"<a onclick=\"x()\">l</a>", "l"},
      {"<span class=c>s</span>", "s"},
      {"<script>x()</script>t", "t"},
      {"<style>x{}</style>t", "t"},
      {"<em onclick=x>t</em>", "<em>t</em>"},
      {"<img src=x onerror=y>t", "t"},
  };
  for (const auto& [given, safe] : cases) {
    EXPECT_EQ(safe_inline(given), safe) << given;
    EXPECT_EQ(safe_inline(safe_inline(given)), safe_inline(given)) << "not idempotent: " << given;
  }
}

TEST(Templates, AllLoadInBothLanguages) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(DEPESCHE_SOURCE_DIR "/src/web/templates")) {
    ++files;
    for (const Language language : {Language::De, Language::En}) {
      EXPECT_NO_THROW(template_text(entry.path().stem().string(), language)) << entry.path();
    }
  }
  EXPECT_GT(files, 10);
  EXPECT_THROW(template_text("no-such-template", Language::De), std::logic_error);
}

/// Not a check: leaves every page where tests/browser/look.mjs and people can open it.
TEST(Pages, AreWrittenForLooking) {
  const std::filesystem::path folder = DEPESCHE_BINARY_DIR "/pages";
  std::filesystem::create_directories(folder / "assets");
  const auto write = [](const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  };
  for (const Asset* asset : {&stylesheet(), &icon()}) {
    write(folder / "assets" / asset->name, asset->bytes);
  }
  std::filesystem::create_directories(folder / "i");
  std::filesystem::copy_file(
      DEPESCHE_SOURCE_DIR "/share/sample/pictures/faehrbruecke.png",
      folder / "i" / test::front_view().stories[0].story.members[0].picture_hash,
      std::filesystem::copy_options::overwrite_existing);
  for (const Language language : {Language::De, Language::En}) {
    Viewer reader = viewer(language);
    reader.base = ".";
    reader.is_sample = language == Language::En;
    for (const auto& [name, page] : all_pages(reader)) {
      write(folder / (name + "." + std::string(code(language)) + ".html"), page);
    }
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "article.de.html"));
}

}  // namespace
}  // namespace depesche::web
