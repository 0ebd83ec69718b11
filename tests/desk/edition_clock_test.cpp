// When an edition is made, and how soon what just happened stands at its top.
#include "desk/edition_clock.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "desk/edition.h"
#include "desk/story_desk.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr EditionClock::Time kStart{std::chrono::hours(1000)};

TEST(EditionClock, TheFirstEditionDoesNotWait) { EXPECT_TRUE(EditionClock().is_due(kStart)); }

TEST(EditionClock, WithoutNewsAnEditionServesForAMinute) {
  EditionClock clock;
  clock.note_made(kStart, kStart + 10ms);
  EXPECT_FALSE(clock.is_due(kStart + 59s));
  EXPECT_TRUE(clock.is_due(kStart + 60s));
}

TEST(EditionClock, NewsWaitFiftyTimesWhatAnEditionCostsButNeverLong) {
  struct Case {
    milliseconds cost, pause;
  };
  for (const auto& [cost, pause] : {Case{1ms, 1s},
                                    {20ms, 1s},
                                    {100ms, 5s},
                                    {300ms, 15s},
                                    {1s, 20s},
                                    {5s, 20s},
                                    {19s, 20s},
                                    {90s, 20s}}) {
    SCOPED_TRACE(cost.count());
    EditionClock clock;
    clock.note_made(kStart, kStart + cost);
    clock.note_news();
    EXPECT_FALSE(clock.is_due(kStart + pause - 1ms));
    EXPECT_TRUE(clock.is_due(kStart + pause));
    clock.note_begun();
    clock.note_made(kStart + pause, kStart + pause + cost);
    EXPECT_EQ(clock.due_at(), kStart + pause + 60s) << "the news are told";
  }
}

TEST(EditionClock, WhatComesWhileAnEditionIsMadeIsForTheNext) {
  EditionClock clock;
  clock.note_news();
  clock.note_begun();
  clock.note_news();
  clock.note_made(kStart, kStart + 10ms);
  EXPECT_EQ(clock.due_at(), kStart + 1s);
}

// Of a thousand stories of a day of German front pages so many have one outlet, two, …
constexpr std::array<int, 9> kStoriesOfOutlets{690, 156, 70, 32, 16, 18, 6, 5, 7};
constexpr int kOutlets = 40;

bool is_in_the_top_ten(const Edition& edition, StoryId story) {
  const auto top =
      edition.places.begin() + std::min<std::ptrdiff_t>(10, std::ssize(edition.places));
  return std::any_of(edition.places.begin(), top,
                     [&](const FrontPlace& place) { return place.story == story; });
}

/// A day of a thousand stories, and the loop that gathers and ranks, by a clock turned by hand.
class BreakingNewsTest : public testing::Test {
 protected:
  struct Cost {
    milliseconds edition;  // to make one
    milliseconds batch;    // to gather what came
  };
  struct Report {
    seconds at{};
    int outlet = 0;
    StoryId story;
  };

  BreakingNewsTest() {
    std::vector<Report> day;
    std::array<int, kOutlets> outlets{};
    std::iota(outlets.begin(), outlets.end(), 0);
    for (std::size_t size = 0; size < kStoriesOfOutlets.size(); ++size) {
      for (int i = 0; i < kStoriesOfOutlets[size]; ++i) {
        const StoryId story{++stories_};
        const seconds begin = up_to(24h - 4h);
        std::shuffle(outlets.begin(), outlets.end(), random_);
        for (std::size_t n = 0; n <= size; ++n)
          day.push_back({begin + up_to(4h), outlets[n], story});
      }
    }
    std::sort(day.begin(), day.end(), [](const Report& a, const Report& b) { return a.at < b.at; });
    take(day, at(0));
    elapsed_ = 24h;
  }

  seconds up_to(seconds most) {
    return seconds(static_cast<std::int64_t>(random_() % static_cast<unsigned>(most.count())));
  }

  std::chrono::sys_seconds now() const { return at(std::chrono::floor<seconds>(elapsed_).count()); }

  void take(const std::vector<Report>& reports, std::chrono::sys_seconds since) {
    AcceptTransaction accept = archive_->begin_accept();
    for (const Report& report : reports) {
      const std::string slug = "n" + std::to_string(++articles_);
      const Article article = make_article("Blatt " + std::to_string(report.outlet), slug,
                                           "Nordburg meldet Fall " + std::to_string(articles_),
                                           "Bericht " + std::to_string(articles_) + ".");
      const Accepted key =
          accept.put_article({article, {}, {}, {}}, terms_of(article), since + report.at);
      ASSERT_EQ(key.outcome, Outcome::New);
      accept.put_term_vector(key.stream_no, "vector");
      StoredDecision decision;
      decision.article = key.id;
      decision.story = report.story;
      decision.reason = "founded";
      accept.put_decision(decision);
    }
    accept.commit();
  }

  /// One round of the desk: what is at hand is gathered, then an edition is made if one is due.
  void go_round(const Cost& cost, std::vector<Report> told) {
    // Other news never end.
    told.push_back({{}, static_cast<int>(random_() % kOutlets), StoryId{++stories_}});
    take(told, now());
    elapsed_ += cost.batch;
    clock_.note_news();
    if (!clock_.is_due(kStart + elapsed_)) return;
    const milliseconds begun = elapsed_;
    clock_.note_begun();
    Edition edition = make_edition(archive_->reader(), {}, now());
    elapsed_ += cost.edition;
    stand_.publish(std::move(edition));
    clock_.note_made(kStart + begun, kStart + elapsed_);
  }

  bool is_at_the_top(StoryId story) const { return is_in_the_top_ten(*stand_.current(), story); }

  std::mt19937 random_{7};
  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  EditionClock clock_;
  NewsStand stand_;
  milliseconds elapsed_{};
  std::int64_t stories_ = 0;
  std::int64_t articles_ = 0;
};

TEST_F(BreakingNewsTest, AThirdOutletBringsAStoryToTheTopTenWithinAMinute) {
  for (const Cost& cost : {Cost{20ms, 1s}, Cost{1s, 1s}, Cost{19s, 19s}}) {
    SCOPED_TRACE(cost.edition.count());
    const StoryId story{++stories_};
    milliseconds third{};
    for (int outlet = 0; outlet < 3; ++outlet) {
      for (const milliseconds until = elapsed_ + 1min; elapsed_ < until;) go_round(cost, {});
      EXPECT_FALSE(is_at_the_top(story));
      third = elapsed_;
      go_round(cost, {{{}, outlet, story}});
    }
    while (!is_at_the_top(story) && elapsed_ - third < 10min) go_round(cost, {});
    EXPECT_LE(elapsed_ - third, 60s);
    // Two more take it up, and it stays.
    for (int outlet = 3; outlet < 5; ++outlet) {
      go_round(cost, {{{}, outlet, story}});
      for (const milliseconds until = elapsed_ + 2min; elapsed_ < until;) go_round(cost, {});
      EXPECT_TRUE(is_at_the_top(story));
    }
  }
}

struct ToldReport {
  std::string outlet, title, standfirst, text;
};

// Of one event, each in words of its own.
const std::array<ToldReport, 5> kFiveReports{{
    {"Hafenbote", "Explosion in Zuckerfabrik in Altmoor verletzt zwölf Arbeiter",
     "In der Zuckerfabrik von Altmoor ist am Morgen ein Dampfkessel explodiert. Zwölf Arbeiter "
     "wurden verletzt, drei von ihnen schwer.",
     "Die Feuerwehr war mit 80 Kräften da und löschte den Brand nach zwei Stunden. Die Ursache ist "
     "unklar. Anwohner wurden gebeten, Fenster und Türen geschlossen zu halten."},
    {"Talvebote", "Zwölf Verletzte nach Kesselexplosion in Altmoor",
     "Ein Kessel der Altmoorer Zuckerfabrik ist geplatzt, zwölf Beschäftigte kamen ins "
     "Krankenhaus.",
     "Nach Auskunft der Feuerwehr, die 80 Leute geschickt hatte, stand danach eine Halle in "
     "Flammen. Drei Arbeiter schweben in Lebensgefahr. Warum es zu der Explosion kam, untersucht "
     "die Polizei."},
    {"Merener Zeitung", "Dampfkessel in Zuckerfabrik Altmoor explodiert: drei Schwerverletzte",
     "Bei einer Explosion in der Zuckerfabrik Altmoor sind zwölf Menschen verletzt worden.",
     "Der Dampfkessel war erst im Frühjahr geprüft worden, teilte das Werk mit. Drei der Arbeiter "
     "wurden mit Hubschraubern in Kliniken geflogen. Der Brand in der Halle ist gelöscht."},
    {"Radio Nord", "Altmoor: Zuckerfabrik steht nach Explosion still",
     "Nach der Explosion eines Dampfkessels steht die Zuckerfabrik in Altmoor still. Zwölf "
     "Arbeiter sind verletzt.",
     "Vor dem Werk stauen sich die Rübenlaster. Gutachter sollen klären, weshalb der Kessel "
     "barst; die Feuerwehr hält Brandwache."},
    {"Landespost", "Polizei ermittelt nach Explosion in Altmoorer Zuckerfabrik",
     "Die Polizei sucht in Altmoor nach der Ursache der Explosion, die in der Zuckerfabrik zwölf "
     "Arbeiter verletzt hat.",
     "Beamte sicherten Teile des Dampfkessels. Drei Verletzte liegen noch auf der "
     "Intensivstation. Der Schaden wird auf neun Millionen Euro geschätzt."},
}};

/// Stories that nobody has formed before: reports come in, the desk gathers them, an edition is
/// made when one is due, by a clock turned by hand.
class GatheredNewsTest : public testing::Test {
 protected:
  /// Two hundred other events of nine hours, some of them told by more outlets than one.
  void SetUp() override {
    ASSERT_TRUE(desk_.open());
    constexpr std::size_t kOtherEvents = 200;
    constexpr std::array<int, 10> kTellers{1, 1, 1, 5, 1, 1, 2, 1, 4, 1};
    std::vector<std::pair<seconds, ToldReport>> reports;
    for (std::size_t event = 0; event < kOtherEvents; ++event) {
      const seconds begun = up_to(8h);
      const std::vector<std::string> words = words_of_an_event();
      const auto first = static_cast<int>(random_() % kOutlets);
      for (int n = 0; n < kTellers[event % kTellers.size()]; ++n)
        reports.emplace_back(begun + up_to(1h), told_of(words, (first + n) % kOutlets));
    }
    std::stable_sort(reports.begin(), reports.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [when, told] : reports) tell(told, at(when.count()));
    elapsed_ = 9h;
    gather();
  }

  seconds up_to(seconds most) {
    return seconds(static_cast<std::int64_t>(random_() % static_cast<unsigned>(most.count())));
  }

  std::string invented_name() {
    constexpr std::array<std::string_view, 12> kSyllables{"ba", "lo",  "mir", "ten", "su",  "gar",
                                                          "ni", "pol", "ver", "ka",  "dis", "hu"};
    std::string out;
    for (auto n = 3 + random_() % 2; n > 0; --n) out += kSyllables[random_() % kSyllables.size()];
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
  }

  std::vector<std::string> words_of_an_event() {
    std::vector<std::string> words;
    for (int i = 0; i < 16; ++i) words.push_back(invented_name());
    return words;
  }

  ToldReport told_of(const std::vector<std::string>& words, int outlet) {
    const auto phrase = [&](int count) {
      std::string out;
      for (int i = 0; i < count; ++i) {
        out += i == 0 ? "" : i % 3 == 1 ? " und " : " ";
        out += words[random_() % words.size()];
      }
      return out;
    };
    return {"Blatt " + std::to_string(outlet), phrase(6), phrase(14) + ".", phrase(30) + "."};
  }

  /// Its address.
  std::string tell(const ToldReport& told, std::chrono::sys_seconds when) {
    Article article = make_article(told.outlet, "n" + std::to_string(++articles_), told.title,
                                   told.standfirst + "\n" + told.text);
    article.standfirst = told.standfirst;
    EXPECT_TRUE(archive_->intake().append({article, {}, {}, {}}, when));
    return article.canonical_url;
  }

  void gather() {
    while (desk_.accept_waiting(now()).taken > 0) {
    }
  }

  /// One round: what came is gathered, then an edition is made if one is due.
  void go_round() {
    tell(told_of(words_of_an_event(), static_cast<int>(random_() % kOutlets)), now());
    gather();
    elapsed_ += 1s;
    clock_.note_news();
    if (!clock_.is_due(kStart + elapsed_)) return;
    const milliseconds begun = elapsed_;
    clock_.note_begun();
    edition_ = make_edition(archive_->reader(), {}, now());
    elapsed_ += 1s;
    clock_.note_made(kStart + begun, kStart + elapsed_);
  }

  std::chrono::sys_seconds now() const { return at(std::chrono::floor<seconds>(elapsed_).count()); }

  ArticleCard card(const std::string& address) const {
    const Reader reader = archive_->reader();
    return *reader.article_card(*reader.article_by_address(address));
  }

  std::mt19937 random_{11};
  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  StoryDesk desk_{*archive_};
  EditionClock clock_;
  Edition edition_;
  milliseconds elapsed_{};
  std::int64_t articles_ = 0;
};

TEST_F(GatheredNewsTest, WhatFiveOutletsTellInTheirOwnWordsIsAtTheTopAMinuteAfterTheThird) {
  go_round();
  EXPECT_GE(desk_.engine().live_stories(), 180U);
  ASSERT_GE(edition_.places.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i)
    EXPECT_GE(edition_.places[i].facts.independent, 2) << "a place that is won, not given";
  std::vector<std::string> addresses;
  for (const ToldReport& told : kFiveReports) {
    elapsed_ += 7min;
    addresses.push_back(tell(told, now()));
    const milliseconds came = elapsed_;
    go_round();
    const StoryId story = card(addresses.front()).story;
    if (addresses.size() == 1) {
      EXPECT_FALSE(is_in_the_top_ten(edition_, story));
    }
    if (addresses.size() < 3) continue;
    while (!is_in_the_top_ten(edition_, story) && elapsed_ - came < 5min) go_round();
    EXPECT_LE(elapsed_ - came, 60s);
  }
  const ArticleCard first = card(addresses.front());
  for (const std::string& address : addresses) {
    EXPECT_EQ(card(address).story, first.story) << address;
    EXPECT_FALSE(card(address).reprint_of) << address;
  }
  const FrontPlace* place = find_place(edition_, first.story);
  ASSERT_NE(place, nullptr);
  EXPECT_EQ(place->facts.independent, 5);
}

}  // namespace
}  // namespace depesche
