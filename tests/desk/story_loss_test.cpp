// Death at any write, while stories grow, merge, lose articles to each other and fall apart.
//
// Invented streams in which all of that happens go through intake and desk while the power goes at
// random points, several times in a row. Then a good run must end where an undisturbed one does:
// each article in the same story under the same id for the same reason, each move noted once, each
// story that ended leading to the same one, and the engine in the same state, byte by byte, which
// decides all that comes later. DEPESCHE_STORY_SEEDS says how many streams.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "desk/reason.h"
#include "desk/story_desk.h"
#include "store/sqlite/database.h"
#include "tests/store/fixture.h"
#include "tests/story/generated_stream.h"
#include "tests/support/faulty_disk.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using test::FaultyDisk;

int story_seeds() {
  const char* asked = std::getenv("DEPESCHE_STORY_SEEDS");
  return asked != nullptr ? std::atoi(asked) : 2;
}

using Happenings = std::map<ReasonKind, int>;

bool is_eventful(const Happenings& happened) {
  return happened.contains(ReasonKind::Joined) && happened.contains(ReasonKind::Reprint) &&
         happened.contains(ReasonKind::Merged) && happened.contains(ReasonKind::Moved) &&
         happened.contains(ReasonKind::Split);
}

/// Halves of events, two events told as one, and events that come and go, one after another.
std::vector<GeneratedArticle> told_in_turn(unsigned seed) {
  std::vector<GeneratedArticle> out;
  sys_seconds begin{std::chrono::hours(500'000)};
  for (std::vector<GeneratedArticle> part :
       {generate_halves(seed, 8), two_events_told_as_one(seed), generate_stream(seed, 40)}) {
    const sys_seconds first = part.front().arrival.first_seen_at;
    for (GeneratedArticle& told : part) {
      told.arrival.article = ArticleId{static_cast<std::int64_t>(out.size()) + 1};
      told.arrival.first_seen_at += begin - first;
      out.push_back(std::move(told));
    }
    begin = out.back().arrival.first_seen_at + std::chrono::hours(1);
  }
  return out;
}

/// A stream, and what becomes of it without a store: who decides is the engine alone.
struct Course {
  unsigned seed = 0;
  std::vector<Submission> submissions;
  std::vector<sys_seconds> times;
  std::map<std::string, std::int64_t> stories;  // by address
  Happenings happened;

  explicit Course(unsigned from) : seed(from) {
    Engine engine;
    std::map<ArticleId, std::string> addresses;
    for (GeneratedArticle& told : told_in_turn(seed)) {
      const Decision decision = engine.add(told.arrival);
      ++happened[decision.reason.kind];
      for (const StoryMove& move : decision.moves) ++happened[move.reason.kind];
      Article article = std::move(told.article);
      article.outlet = "Blatt " + std::to_string(told.arrival.outlet.value);
      article.language = told.arrival.analysis.language;
      // Too short to carry words.
      article.url = "https://blatt.example/" + std::to_string(told.arrival.article.value);
      article.canonical_url = article.url;
      addresses[told.arrival.article] = article.canonical_url;
      submissions.push_back({std::move(article), {}, {}, {}});
      times.push_back(told.arrival.first_seen_at);
    }
    for (const auto& [article, address] : addresses) {
      stories[address] = engine.story_of(article).value_or(StoryId{}).value;
    }
  }
};

/// One in five has all of it (most lack a split); of so many in a row one always does.
Course any_eventful_course() {
  for (int i = 0; i < 300; ++i) {
    Course course(std::random_device{}());
    if (is_eventful(course.happened)) return course;
  }
  throw std::logic_error("stories no longer join, merge, move and part in generated streams");
}

struct Ended {
  std::map<std::string, std::int64_t> stories;                // by address
  std::map<std::string, std::string> reasons;                 // likewise
  std::map<std::int64_t, std::int64_t> living;                // where each story leads
  std::vector<std::tuple<int, int, int, std::string>> moves;  // article, from, to, reason
  std::string engine;
};

void expect_same(const Ended& end, const Ended& expected, const std::string& where) {
  EXPECT_EQ(end.stories, expected.stories) << where;
  EXPECT_EQ(end.reasons, expected.reasons) << where;
  EXPECT_EQ(end.living, expected.living) << where;
  EXPECT_EQ(end.moves, expected.moves) << where;
  EXPECT_TRUE(end.engine == expected.engine) << "the engine knows something else: " << where;
}

class StoryLossTest : public testing::Test {
 protected:
  std::unique_ptr<Archive> open() const {
    ArchiveOptions options;
    options.vfs = disk_.name();
    options.log_pages = 40;  // so that it is emptied many times
    return open_or_throw(store_->path(), options);
  }
  void begin_anew() {
    if (store_) disk_.forget(folder());
    store_ = std::make_unique<TemporaryFolder>();
    open_or_throw(store_->path());  // not by this disk: what is interrupted is a day's work
  }
  std::string folder() const { return store_->path().string(); }

  /// Hands in what was not handed in before, a few at a time, and has it gathered; begins as any
  /// start does. An article's time is that of its coming in, whenever it is gathered.
  std::string work(Archive& archive, const Course& course) {
    StoryDesk desk(archive);
    if (const Result<void> opened = desk.open(); !opened) throw StoreError(opened.error());
    std::mt19937 sizes(course.seed);
    std::size_t next = 0;
    while (next < course.submissions.size()) {
      const std::size_t until =
          std::min<std::size_t>(course.submissions.size(), next + 1 + sizes() % 24);
      for (; next < until; ++next) {
        EXPECT_TRUE(archive.intake().append(course.submissions[next], course.times[next]));
      }
      while (desk.accept_waiting(course.times.back()).taken > 0) {
      }
      if (sizes() % 3 == 0) desk.save_snapshot();
    }
    return desk.engine().snapshot();
  }
  Ended end_of(const Course& course) {
    const auto archive = open();
    Ended end;
    end.engine = work(*archive, course);
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
    EXPECT_EQ(archive->intake().size(), 0);
    Connection& db = archive->writer().db;
    auto placed = db.query(
        "SELECT canonical_url, story_id, reason FROM article LEFT JOIN story_article"
        " USING (article_id)");
    while (placed.step()) {
      const auto address = placed.get<std::string>(0);
      EXPECT_TRUE(end.stories.emplace(address, placed.integer(1)).second) << "twice: " << address;
      end.reasons[address] = placed.get<std::string>(2);
    }
    auto led = db.query("SELECT story_id, ifnull(merged_into, story_id) FROM story");
    while (led.step()) end.living[led.integer(0)] = led.integer(1);
    auto moves = db.query(
        "SELECT article_id, from_story, to_story, reason FROM story_move ORDER BY move_id");
    while (moves.step()) {
      end.moves.emplace_back(moves.get<int>(0), moves.get<int>(1), moves.get<int>(2),
                             moves.get<std::string>(3));
    }
    return end;
  }
  /// Whether the power went.
  bool die(const Course& course, std::int64_t after, FaultyDisk::Survivors survivors) {
    disk_.cut_power_after(after);
    try {
      const auto archive = open();
      work(*archive, course);
    } catch (const StoreError&) {
    }
    const bool is_struck = disk_.mend();
    disk_.restore(folder(), survivors, random_);
    return is_struck;
  }
  std::int64_t any_of(std::int64_t operations) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(operations));
  }

  const unsigned seed_ = std::random_device{}();
  std::mt19937 random_{seed_};
  FaultyDisk& disk_ = FaultyDisk::instance();
  std::unique_ptr<TemporaryFolder> store_;
};

TEST_F(StoryLossTest, StoriesEndAsTheyWouldHaveWhereverTheyWereInterrupted) {
  using Survivors = FaultyDisk::Survivors;
  for (int i = 0; i < story_seeds(); ++i) {
    const Course course = any_eventful_course();
    const std::string seeds =
        "stream " + std::to_string(course.seed) + ", deaths " + std::to_string(seed_);
    begin_anew();
    const std::int64_t before = disk_.operations();
    const Ended expected = end_of(course);
    const std::int64_t operations = disk_.operations() - before;
    EXPECT_EQ(expected.stories, course.stories) << "the desk is no engine of its own, " << seeds;
    Happenings noted;
    for (const auto& move : expected.moves) ++noted[parse_reason(std::get<3>(move)).kind];
    for (const ReasonKind kind : {ReasonKind::Merged, ReasonKind::Moved, ReasonKind::Split}) {
      EXPECT_GT(noted[kind], 0) << name(kind) << ", " << seeds;
    }
    for (const Survivors survivors : {Survivors::All, Survivors::None, Survivors::Some}) {
      begin_anew();
      // At nine tenths of the way the first comes at the latest, so that it does come.
      EXPECT_TRUE(die(course, any_of(operations * 9 / 10), survivors)) << seeds;
      die(course, any_of(operations / 2), survivors);
      expect_same(end_of(course), expected,
                  seeds + ", survivors " + std::to_string(static_cast<int>(survivors)));
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace depesche
