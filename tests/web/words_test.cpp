// Messages in both languages, times in words, and lists as Atom and JSON.
#include "web/pages/words.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/http_client.h"
#include "tests/web/sample_views.h"
#include "web/pages/reasons.h"
#include "web/pages/template.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The places {0}, {1} … in a text.
std::set<std::string> places(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    found.emplace(text.substr(at, 3));
  }
  return found;
}

TEST(Messages, AreCompleteAndUniqueAndTakeTheSameArguments) {
  std::set<std::string_view> keys;
  for (const Message& message : messages()) {
    EXPECT_TRUE(keys.insert(message.key).second) << message.key << " stands there twice";
    EXPECT_FALSE(message.german.empty()) << message.key;
    EXPECT_FALSE(message.english.empty()) << message.key;
    EXPECT_EQ(places(message.german), places(message.english)) << message.key;
    if (message.key.ends_with("_one")) {
      const std::string plural(message.key.substr(0, message.key.size() - 4));
      EXPECT_FALSE(find_message(Language::De, plural).empty()) << message.key << " has no plural";
    }
  }
}

/// The first text in quotation marks of every call of that name: `say(language, "key"…`.
std::vector<std::string> keys_said(std::string_view source, std::string_view call) {
  std::vector<std::string> keys;
  for (auto at = source.find(call); at != std::string_view::npos; at = source.find(call, at + 1)) {
    const auto open = source.find_first_of("\";{", at);
    if (open == std::string_view::npos || source[open] != '"') continue;  // a key made elsewhere
    keys.emplace_back(source.substr(open + 1, source.find('"', open + 1) - open - 1));
  }
  return keys;
}

TEST(Messages, EveryKeyInTheSourcesIsInTheTable) {
  std::size_t found = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(DEPESCHE_SOURCE_DIR "/src/web")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read(entry.path());
    for (const char* call : {" say(", " say_count(", "(say(", "(say_count("}) {
      for (const std::string& key : keys_said(text, call)) {
        ++found;
        const bool is_piece = key.empty() || key.starts_with('_') || key.ends_with('_');
        EXPECT_TRUE(is_piece || !find_message(Language::De, key).empty())
            << key << " in " << entry.path();
      }
    }
  }
  EXPECT_GT(found, 50u);
}

// Their keys are put together from a name.
constexpr std::array<std::string_view, 11> kFamilies{
    "why_",  "lang_",    "kind_",    "error_",        "odd_",           "where_",
    "wait_", "hub_why_", "changed_", "rights_usage_", "options_advice_"};

TEST(Messages, NoneIsLeftThatNobodySays) {
  std::string all;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(DEPESCHE_SOURCE_DIR "/src/web")) {
    const auto kind = entry.path().extension();
    const bool is_table = entry.path().filename() == "message_table.cpp";
    if ((kind == ".cpp" || kind == ".mustache") && !is_table) all += read(entry.path());
  }
  for (const Message& message : messages()) {
    std::string key(message.key);
    if (key.ends_with("_one")) key.resize(key.size() - 4);
    const bool is_family =
        std::any_of(kFamilies.begin(), kFamilies.end(),
                    [&](std::string_view each) { return key.starts_with(each); });
    EXPECT_TRUE(is_family || all.find('"' + key + '"') != std::string::npos ||
                all.find("[[" + key + "]]") != std::string::npos)
        << key;
  }
}

TEST(Messages, EveryErrorCodeHasWords) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::NoFeed); ++i) {
    const std::string error(name(static_cast<ErrorCode>(i)));
    ASSERT_FALSE(error.empty());
    EXPECT_FALSE(find_message(Language::De, "why_" + error).empty()) << error;
    EXPECT_EQ(
        reason_in_words(Language::De, Asked::Page, error, "words of the program").find("words"),
        std::string::npos)
        << error;
  }
}

TEST(Messages, EveryReasonToWaitHasWords) {
  // 0: nothing was decided yet
  for (int i = 1; i <= static_cast<int>(WaitReason::Owner); ++i) {
    const std::string reason(name(static_cast<WaitReason>(i)));
    EXPECT_FALSE(find_message(Language::De, "wait_" + reason).empty()) << reason;
  }
}

TEST(Words, SayWhatWentWrongWithWhatAndKeepTheStatus) {
  const auto say_it = [](Asked asked, std::string_view code, std::string_view message) {
    return reason_in_words(Language::De, asked, code, message);
  };
  EXPECT_EQ(say_it(Asked::Page, "server_failed", "the server says it has failed (503)"),
            "der Server meldet einen Fehler (503)");
  EXPECT_EQ(say_it(Asked::Feed, "not_found", "the server says there is no such page (404)"),
            "nicht gefunden (404)");
  EXPECT_EQ(say_it(Asked::Feed, "timed_out", "x did not answer within 30 s (really)"),
            "antwortet nicht rechtzeitig");
  EXPECT_EQ(say_it(Asked::OpmlList, "unsupported", "x"), "die Datei ist keine OPML-Liste");
  EXPECT_EQ(say_it(Asked::Page, "unsupported", "x"), "diese Art von Inhalt ist nicht lesbar");
  EXPECT_EQ(say_it(Asked::Page, "of_a_later_program", "it is late"), "it is late");
  for (int status = 300; status < 600; ++status) {  // that the fetcher's sentences end so
    fetch::Reply reply;
    reply.status = status;
    const auto problem = reply.problem();
    if (!problem) continue;
    const std::string words = say_it(Asked::Feed, name(problem->code), problem->message);
    EXPECT_TRUE(words.ends_with(" (" + std::to_string(status) + ")")) << words;
  }
}

TEST(Words, SayWhatIsOddInAFeedInTheReadersLanguage) {
  const Oddity date{"bad_date", "entry 3", "\"31. Juni\" is not a date", "31. Juni"};
  EXPECT_EQ(oddity_in_words(Language::De, date), "Eintrag 3: „31. Juni“ ist kein Datum");
  EXPECT_EQ(oddity_in_words(Language::En, date), "entry 3: “31. Juni” is not a date");
  const Oddity cut{"cut", "", "the feed breaks off in the middle", ""};
  EXPECT_EQ(oddity_in_words(Language::De, cut), "der Feed bricht mittendrin ab");
  const Oddity old{"", "", "line 4: what the first edition stored", ""};
  EXPECT_EQ(oddity_in_words(Language::De, old), "line 4: what the first edition stored");

  // Every kind the readers of feeds know has its words.
  std::set<std::string> kinds;
  std::vector<std::filesystem::path> sources{DEPESCHE_SOURCE_DIR "/src/desk/sitemap_index.cpp"};
  for (const auto& entry : std::filesystem::directory_iterator(DEPESCHE_SOURCE_DIR "/src/feed")) {
    sources.push_back(entry.path());
  }
  for (const std::filesystem::path& path : sources) {
    std::string source = read(path);
    std::erase_if(source, [](char c) { return c == ' ' || c == '\n'; });
    for (const std::string_view call : {"odd(\"", "oddities.push_back({\""}) {
      for (auto at = source.find(call); at != std::string::npos; at = source.find(call, at + 1)) {
        const std::size_t begin = at + call.size();
        kinds.insert(source.substr(begin, source.find('"', begin) - begin));
      }
    }
  }
  EXPECT_GE(kinds.size(), 7u);
  for (const std::string& one : kinds) {
    EXPECT_FALSE(find_message(Language::De, "odd_" + one).empty()) << one;
  }
}

TEST(Messages, ChooseTheLanguageTheBrowserPrefers) {
  const std::vector<std::pair<const char*, Language>> cases{
      {"", Language::En},
      {"de", Language::De},
      {"de-AT,de;q=0.9,en;q=0.8", Language::De},
      {"en-GB,en;q=0.9,de;q=0.8", Language::En},
      {"fr, de;q=0.4, en;q=0.3", Language::De},
      {"fr,es", Language::En},
      {"de;q=0, en", Language::En},
      {"DE", Language::De},
      {";;;,q=1,de;q=x", Language::En},
  };
  for (const auto& [header, language] : cases) {
    EXPECT_EQ(preferred_language(header), language) << header;
  }
}

Clock clock_in(Language language) { return test::viewer(language).clock; }

TEST(Words, TellAges) {
  const auto now = test::noon();  // Wednesday 15:30 in Berlin
  const std::vector<std::tuple<std::chrono::seconds, const char*, const char*>> cases{
      {-1h, "gerade eben", "just now"},       {59s, "gerade eben", "just now"},
      {1min, "vor 1 Minute", "1 minute ago"}, {59min, "vor 59 Minuten", "59 minutes ago"},
      {1h, "vor 1 Stunde", "1 hour ago"},     {15h, "vor 15 Stunden", "15 hours ago"},
      {16h, "gestern", "yesterday"},          {48h, "vor 2 Tagen", "2 days ago"},
      {6 * 24h, "vor 6 Tagen", "6 days ago"}, {9 * 24h, "9. November 2026", "9 November 2026"},
  };
  for (const auto& [age, german, english] : cases) {
    EXPECT_EQ(age_in_words(clock_in(Language::De), now - age), german);
    EXPECT_EQ(age_in_words(clock_in(Language::En), now - age), english);
  }
}

TEST(Words, NeverInventATimeOfDay) {
  const Clock clock = clock_in(Language::De);
  const Moment day{std::chrono::floor<std::chrono::days>(test::noon()), {}, true};
  EXPECT_EQ(age_in_words(clock, day), "heute");
  EXPECT_EQ(date_in_words(clock, day), "18. November 2026");
  EXPECT_EQ(date_in_words(clock, Moment{test::noon(), {}, false}), "18. November 2026, 15:30 Uhr");
}

TEST(Words, TellWaits) {
  const Clock clock = clock_in(Language::En);
  EXPECT_EQ(wait_in_words(clock, clock.now - 5min), "any moment");
  EXPECT_EQ(wait_in_words(clock, clock.now + 9min), "in 9 minutes");
  EXPECT_EQ(wait_in_words(clock, clock.now + 60min), "in 1 hour");
  EXPECT_EQ(wait_in_words(clock, clock.now + 72h), "in 3 days");
}

TEST(Reasons, SayWhyAMemberIsHereWhateverBecameOfIt) {
  ArticleCard copy = test::card(7, "Küstenbote", "Brücke gesperrt", 5);
  copy.story = StoryId{3};
  copy.reprint_of = ArticleId{3};
  constexpr std::string_view kReprint = R"({"kind":"reprint","words":["Brücke","Risse"]})";
  EXPECT_EQ(member_reason(Language::En, copy, kReprint), "The same text as an earlier article");
  copy.reprint_of = {};  // a newer version has become a text of its own
  EXPECT_EQ(member_reason(Language::En, copy, kReprint), "In common: Brücke, Risse");
  EXPECT_EQ(member_reason(Language::En, copy, R"({"kind":"update"})"), "Reports the same event");
  copy.id = ArticleId{3};
  EXPECT_EQ(member_reason(Language::En, copy, R"({"kind":"update"})"),
            "The first report of it to arrive");
}

TEST(Reasons, NameWhatIsSharedByItsKind) {
  const ArticleCard card = test::card(7, "Küstenbote", "Brücke gesperrt", 5);
  constexpr std::string_view kJoined =
      R"({"kind":"joined","words":["Risse"],"names":["Talve","Meren"],"numbers":["400"]})";
  EXPECT_EQ(member_reason(Language::De, card, kJoined),
            "Gemeinsam: Namen Talve, Meren; Zahl 400; Wort Risse");
  EXPECT_EQ(member_reason(Language::En, card, kJoined),
            "In common: names Talve, Meren; number 400; word Risse");
}

TEST(Reasons, NameWordsThatTheAddressAloneHas) {
  const ArticleCard card = test::card(7, "Küstenbote", "Eilmeldung", 5);
  EXPECT_EQ(member_reason(Language::De, card, R"({"kind":"joined","address":["talbrücke"]})"),
            "Gemeinsam: Wort der Adresse talbrücke");
  constexpr std::string_view kBoth =
      R"({"kind":"merged","words":["Risse"],"address":["brücke","sperrung"]})";
  EXPECT_EQ(member_reason(Language::De, card, kBoth),
            "Zwei Geschichten erzählten dasselbe Ereignis. "
            "Gemeinsam: Wort Risse; Wörter der Adresse brücke, sperrung.");
  EXPECT_EQ(member_reason(Language::En, card, R"({"kind":"joined","address":["a","b"]})"),
            "In common: words of its address a, b");
}

TEST(Reasons, NameTheFactsThatAreTheSameOrOthers) {
  const ArticleCard card = test::card(7, "Küstenbote", "Brücke gesperrt", 5);
  constexpr std::string_view kJoined =
      R"({"kind":"joined","places":["Talve"],"days":["Dienstag"],"scores":["3:1"]})";
  EXPECT_EQ(member_reason(Language::De, card, kJoined),
            "Gemeinsam: Ort Talve; Tag Dienstag; Spielstand 3:1");
  EXPECT_EQ(member_reason(Language::En, card, kJoined),
            "In common: place Talve; day Dienstag; score 3:1");
  constexpr std::string_view kSplit = R"({"kind":"split","other":["place","day"]})";
  EXPECT_EQ(member_reason(Language::De, card, kSplit),
            "Die Geschichte zerfiel in zwei Ereignisse. "
            "Die andere nennt einen anderen Ort, einen anderen Tag.");
  EXPECT_EQ(member_reason(Language::En, card, R"({"kind":"split","other":["score"]})"),
            "The story fell apart into two events. The other one names another score.");
}

TEST(Reasons, TellHowFarApartTwoReportsAre) {
  const ArticleCard late = test::card(7, "Küstenbote", "Brücke gesperrt", 5);
  ArticleCard early = test::card(8, "Talvebote", "Brücke gesperrt", 5 + 150);
  EXPECT_EQ(apart_in_words(Language::De, late, early), "2 Stunden früher");
  EXPECT_EQ(apart_in_words(Language::En, early, late), "2 hours later");
  EXPECT_EQ(apart_in_words(Language::En, late, late), "at the same time");
  early.published = Moment{early.first_seen_at + 30min, {}, false};  // its clock is ahead
  EXPECT_EQ(apart_in_words(Language::En, late, early), "2 hours earlier");
  early.published = Moment{early.first_seen_at - 72h, {}, false};
  EXPECT_EQ(apart_in_words(Language::De, late, early), "3 Tage früher");
}

TEST(Words, WriteNumbersAsTheLanguageDoes) {
  EXPECT_EQ(number(Language::De, 1234567), "1.234.567");
  EXPECT_EQ(number(Language::En, 999), "999");
  EXPECT_EQ(say_count(Language::En, "articles", 1), "1 article");
  EXPECT_EQ(say_count(Language::De, "articles", 2000), "2.000 Artikel");
}

}  // namespace
}  // namespace depesche::web
