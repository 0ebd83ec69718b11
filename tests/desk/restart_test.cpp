// A start with other parameters: what the store has stored and shown stands.
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/engine_check.h"
#include "desk/story_desk.h"
#include "store/sqlite/database.h"
#include "store/upkeep/maintenance.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr sys_seconds kDawn{1'790'000'000s};

/// What engines of several releases might decide by.
StoryParameters of_release(unsigned release) {
  StoryParameters parameters = shipped_parameters();
  const auto scale = [&](int per_mille) {
    for (int* score :
         {&parameters.join, &parameters.join_full, &parameters.merge, &parameters.merge_full}) {
      *score = *score * per_mille / 1000;
    }
  };
  if (release % 5 == 1) parameters.part = 0;
  if (release % 5 == 2) scale(400);
  if (release % 5 == 3) scale(1500);
  if (release % 5 == 4) {
    parameters.part = 900;
    parameters.move_margin = 0;
  }
  return parameters;
}

/// Reports of a few events that share words, so that stories merge, articles move and stories part;
/// some are copies, some new versions.
class Newsroom {
 public:
  explicit Newsroom(unsigned seed) : random_(seed) {}

  Submission next() {
    const auto draw = [&](unsigned n) { return static_cast<int>(random_() % n); };
    ++told_;
    const bool is_version = told_ > 5 && draw(10) == 0;
    const bool is_copy = !is_version && told_ > 5 && draw(6) == 0;
    const int number = is_version ? draw(static_cast<unsigned>(told_ - 1)) + 1 : told_;
    Article article;
    if (is_copy) {
      article = last_;
    } else {
      const int event = told_ / 14 * 2 + draw(3);
      const int mixed = draw(3) == 0 ? 6 : 0;  // words of the next event
      article.title = words(event, 6) + words(event + 1, mixed / 2);
      article.standfirst = words(event, 14) + words(event + 1, mixed);
      article.text = words(event, 50);
      last_ = article;
    }
    article.url = "https://blatt" + std::to_string(number) + ".example/bericht";
    article.canonical_url = article.url;
    article.outlet = "Blatt " + std::to_string(number);
    article.language = "de";
    return {std::move(article), {}, {}, {}};
  }

  CorrectionWish wish() {
    const auto article = [&] {
      return static_cast<std::int64_t>(random_() % static_cast<unsigned>(told_)) + 1;
    };
    CorrectionWish out;
    out.kind = static_cast<CorrectionKind>(random_() % 5);
    out.story = StoryId{article()};
    if (out.kind == CorrectionKind::Merge) {
      out.other = StoryId{article()};
    } else if (out.kind == CorrectionKind::Undo) {
      out.story = {};
      out.undoes = static_cast<std::int64_t>(random_() % 8) + 1;
    } else {
      out.articles = {ArticleId{article()}, ArticleId{article()}};
    }
    return out;
  }

 private:
  std::string words(int event, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      const auto letter = static_cast<char>('a' + random_() % 12);
      const auto of_event = static_cast<char>('a' + event % 26);
      text += std::string("N") + of_event + "rd" + letter + "quix" + of_event + letter + " ";
    }
    return text;
  }

  std::mt19937 random_;
  int told_ = 0;
  Article last_;
};

class RestartTest : public testing::Test {
 protected:
  std::filesystem::path folder(const std::string& name) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    auto path = std::filesystem::path(testing::TempDir()) /
                (std::string("restart_") + test->name() + "_" + name + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    return path;
  }

  void open_archive(const std::filesystem::path& path) {
    desk_.reset();
    archive_.reset();
    auto opened = Archive::open(path);
    ASSERT_TRUE(opened) << opened.error().message;
    archive_ = std::move(*opened);
  }
  void open_desk(const StoryParameters& parameters) {
    desk_ = std::make_unique<StoryDesk>(*archive_, nullptr, parameters);
    ASSERT_TRUE(desk_->open());
  }

  void take(Newsroom& newsroom, int articles) {
    for (int i = 0; i < articles; ++i) {
      now_ += 1h;
      ASSERT_TRUE(archive_->intake().append(newsroom.next(), now_));
    }
    gather();
  }
  void say(const CorrectionWish& wish) {
    static_cast<void>(archive_->corrections().append(wish, now_));  // some make no sense
    gather();
  }
  void gather() {
    while (desk_->accept_waiting(now_).taken > 0) {
    }
  }

  /// Engine and store tell of the same stories, and of the same copies as far as both know them.
  void expect_agreement() {
    const Engine& engine = desk_->engine();
    const Reader reader = archive_->reader();
    std::size_t seen = 0;
    reader.placements(engine.live(), [&](const Placement& stored) {
      ++seen;
      EXPECT_EQ(engine.story_of(stored.article), stored.story)
          << "article " << stored.article.value;
      const bool is_live = engine.story_of(stored.reprint_of).has_value();
      EXPECT_EQ(engine.reprint_of(stored.article).value_or(ArticleId{}),
                is_live ? stored.reprint_of : ArticleId{})
          << "article " << stored.article.value;
    });
    EXPECT_EQ(seen, engine.live_articles());
    for (const Reader::SaidPair& said : reader.said_pairs()) {
      const auto a = engine.story_of(said.pair.a);
      const auto b = engine.story_of(said.pair.b);
      if (!said.holds || !a || !b) continue;
      EXPECT_EQ(*a == *b, said.pair.same) << said.pair.a.value << " " << said.pair.b.value;
    }
  }

  /// All that is stored of stories, with where ended ones lead.
  std::vector<std::pair<std::int64_t, std::int64_t>> stored(const std::filesystem::path& path) {
    std::vector<std::pair<std::int64_t, std::int64_t>> out;
    Connection db((path / "depesche.db").string());
    for (const char* sql : {"SELECT article_id, story_id FROM story_article ORDER BY 1",
                            "SELECT story_id, ifnull(merged_into, 0) FROM story ORDER BY 1",
                            "SELECT move_id, to_story FROM story_move ORDER BY 1"}) {
      auto rows = db.query(sql);
      while (rows.step()) out.emplace_back(rows.integer(0), rows.integer(1));
    }
    return out;
  }
  std::size_t ended_stories(const std::filesystem::path& path) {
    Connection db((path / "depesche.db").string());
    return static_cast<std::size_t>(
        *db.one<std::int64_t>("SELECT count(*) FROM story WHERE merged_into IS NOT NULL"));
  }

  std::unique_ptr<Archive> archive_;
  std::unique_ptr<StoryDesk> desk_;
  sys_seconds now_ = kDawn;
};

TEST_F(RestartTest, WithOtherParametersGoesByWhatTheStoreHas) {
  int settled = 0;
  std::size_t ended = 0;
  for (unsigned round = 0; round < 5; ++round) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", round " << round);
    std::mt19937 random(seed);
    Newsroom newsroom(seed);
    const auto path = folder(std::to_string(round));
    now_ = kDawn;
    open_archive(path);
    open_desk(of_release(round));
    for (unsigned release = round + 1; release < round + 5; ++release) {
      for (int batch = 0; batch < 3; ++batch) {
        take(newsroom, static_cast<int>(random() % 5) + 2);
        say(newsroom.wish());
        if (random() % 3 == 0) desk_->save_snapshot();
        expect_agreement();
        ASSERT_FALSE(HasFailure()) << "before the start with release " << release;
      }
      open_archive(path);  // the process died; what follows was not said in a snapshot
      const std::int64_t last = archive_->reader().last_stream_no();
      if (release % 3 == 0) archive_->drop_snapshots();
      if (release % 3 == 1) archive_->save_snapshot(last, "of an older program");
      const auto before = stored(path);
      const auto had = archive_->load_snapshot();
      open_desk(of_release(release));
      EXPECT_EQ(stored(path), before) << "a start changes nothing that is shown";
      expect_agreement();
      const auto kept = archive_->load_snapshot();
      settled += kept && (!had || kept->bytes != had->bytes) ? 1 : 0;
      const std::string engine = desk_->engine().snapshot();
      open_archive(path);
      open_desk(of_release(release));
      EXPECT_EQ(desk_->engine().snapshot(), engine) << "a start is repeatable";
      ASSERT_FALSE(HasFailure()) << "after the start with release " << release;
    }
    EXPECT_EQ(check(*archive_), std::vector<std::string>{});
    ended += ended_stories(path);
  }
  EXPECT_GT(settled, 0);
  EXPECT_GT(ended, 0u);
}

TEST_F(RestartTest, WithTheSameParametersNeedsNoneOfThat) {
  for (unsigned round = 0; round < 2; ++round) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Newsroom newsroom(seed);
    const auto path = folder(std::to_string(round));
    now_ = kDawn;
    StoryParameters parameters = shipped_parameters();
    parameters.live_days = 1;  // and what was said is inherited
    open_archive(path);
    open_desk(parameters);
    for (int batch = 0; batch < 8; ++batch) {
      take(newsroom, 6);
      say(newsroom.wish());
      say(newsroom.wish());
    }
    ASSERT_LT(desk_->engine().live_articles(), 30u);
    const std::string undisturbed = desk_->engine().snapshot();
    for (const bool is_damaged : {false, true}) {
      open_archive(path);
      const std::int64_t last = archive_->reader().last_stream_no();
      if (is_damaged) archive_->save_snapshot(last, "nonsense");
      open_desk(parameters);
      EXPECT_EQ(desk_->engine().snapshot(), undisturbed);
      const auto kept = archive_->load_snapshot();
      EXPECT_TRUE(!kept || kept->bytes == "nonsense") << "nothing had to be settled";
    }
  }
}

TEST_F(RestartTest, MendsAStateThatTellsOfOtherStories) {
  const auto path = folder("one");
  open_archive(path);
  open_desk(of_release(0));
  Newsroom newsroom(5);
  take(newsroom, 30);
  desk_->save_snapshot();
  EXPECT_EQ(check_engine(*archive_), std::vector<std::string>{});
  Engine apart(of_release(2));
  archive_->reader().replay(0, [&](const ReplayedArrival& arrival) {
    apart.add({arrival.article, arrival.first_seen_at, arrival.outlet,
               *decode_analysis(arrival.term_vector),
               arrival.is_update ? std::optional(arrival.article) : std::nullopt});
  });
  ASSERT_NE(apart.live_stories(), desk_->engine().live_stories());
  const std::int64_t last = archive_->reader().last_stream_no();
  archive_->save_snapshot(last, apart.snapshot());
  take(newsroom, 1);  // beside what check looks at
  EXPECT_FALSE(check_engine(*archive_).empty());
  EXPECT_LE(check_engine(*archive_).size(), 21u);

  // Also without anything to replay, as a program that did not compare has left it.
  archive_->drop_snapshots();
  archive_->save_snapshot(archive_->reader().last_stream_no(), apart.snapshot());
  ASSERT_FALSE(check_engine(*archive_).empty());
  open_archive(path);
  open_desk(of_release(0));
  expect_agreement();
  EXPECT_EQ(check_engine(*archive_), std::vector<std::string>{});
}

TEST_F(RestartTest, ALiveWindowThatWasChangedHoldsFromHereOn) {
  const auto path = folder("one");
  StoryParameters brief = shipped_parameters();
  brief.live_days = 1;
  StoryParameters lengthy = shipped_parameters();
  lengthy.live_days = 30;
  open_archive(path);
  open_desk(brief);
  Newsroom newsroom(3);
  for (int batch = 0; batch < 6; ++batch) take(newsroom, 12);  // three days
  const std::size_t few = desk_->engine().live_articles();
  EXPECT_LE(few, 25u);
  desk_->save_snapshot();

  open_archive(path);
  open_desk(lengthy);
  EXPECT_EQ(desk_->engine().live_articles(), few) << "what has left does not come back";
  take(newsroom, 24);
  EXPECT_GT(desk_->engine().live_articles(), few + 15);
  expect_agreement();
  const std::size_t more = desk_->engine().live_articles();

  open_archive(path);
  const auto before = stored(path);
  archive_->drop_snapshots();
  open_desk(lengthy);
  EXPECT_GT(desk_->engine().live_articles(), more) << "but when all is gathered again";
  EXPECT_EQ(stored(path), before);
  expect_agreement();
  desk_->save_snapshot();
  const std::size_t memory = desk_->engine().memory().texts;

  open_archive(path);
  open_desk(brief);
  EXPECT_LE(desk_->engine().live_articles(), 25u);
  EXPECT_LT(desk_->engine().memory().texts * 2, memory);
  EXPECT_EQ(stored(path), before);
  expect_agreement();
  take(newsroom, 12);
  expect_agreement();
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
}

}  // namespace
}  // namespace depesche
