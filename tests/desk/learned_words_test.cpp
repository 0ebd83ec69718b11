// What a stream teaches of the words inside compounds, when the process dies between snapshots.
#include <array>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/story_desk.h"
#include "store/sqlite/database.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds kLearnedFrom{1'790'000'000s};

/// Compounds of words that only the stream can teach; some English, some new versions, and words
/// of feeds whose pages come later.
std::vector<Submission> teaching_stream(int count) {
  std::mt19937 random(11);
  const auto noun = [&random] {
    static constexpr std::array<std::string_view, 6> kSounds{"bor", "lim", "tas",
                                                             "kel", "run", "pof"};
    std::string out(kSounds[random() % kSounds.size()]);
    out += kSounds[random() % kSounds.size()];
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
  };
  std::vector<Submission> out;
  for (int i = 0; i < count; ++i) {
    Submission one;
    Article& article = one.article;
    const int number = i > 20 && i % 9 == 0 ? i - 7 : i;  // a new version now and then
    article.url = "https://blatt.example/" + std::to_string(number);
    article.canonical_url = article.url;
    article.outlet = "Blatt";
    article.language = i % 5 == 3 ? "en" : "de";
    const std::string tail = noun();
    article.title = noun() + static_cast<char>(tail[0] - 'A' + 'a') + tail.substr(1);
    article.text = "Hier sind " + noun() + " und " + noun() + " und " + noun() + ", " +
                   std::to_string(i) + " im Ganzen.";
    if (i % 11 == 5 && number == i) {
      Submission words = one;
      words.article.origin = Origin::Feed;
      words.page_retry_at = kLearnedFrom;
      out.push_back(std::move(words));
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// All that is made of a stream.
struct Made {
  std::string in_use;
  std::string learned;
  std::vector<std::string> rows;  // of index, analyses and memberships

  friend bool operator==(const Made&, const Made&) = default;
};

/// Dies after so many transactions, again and again; 0: never.
Made make(const std::vector<Submission>& stream, int transactions) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = std::filesystem::path(testing::TempDir()) /
                    (std::string("learned_") + test->name() + std::to_string(transactions) + "_" +
                     std::to_string(getpid()));
  std::filesystem::remove_all(path);
  Made made;
  for (bool is_begun = false, is_done = false; !is_done; is_begun = true) {
    const auto archive = Archive::open(path);
    EXPECT_TRUE(archive);
    if (!is_begun) {
      EXPECT_TRUE((*archive)->intake().append(stream, kLearnedFrom));
    }
    StoryDesk desk(**archive);
    EXPECT_TRUE(desk.open());
    for (int i = 0; (transactions == 0 || i < transactions) && !is_done; ++i) {
      is_done = desk.accept_waiting(kLearnedFrom + 1h).taken == 0;
    }
    if (!is_done) continue;
    desk.save_snapshot();
    made.in_use = (*archive)->part_words()->bytes();
    made.learned = (*archive)->learned_words()->words.bytes();
    Connection db((path / "depesche.db").string());
    for (const char* sql : {"SELECT title || ' ' || hex(body) FROM search_text ORDER BY article_id",
                            "SELECT hex(bytes) FROM term_vector ORDER BY stream_no",
                            "SELECT article_id || ' ' || story_id FROM story_article ORDER BY 1"}) {
      auto rows = db.query(sql);
      while (rows.step()) made.rows.emplace_back(rows.text(0));
    }
  }
  return made;
}

TEST(LearnedWords, OfAKilledProcessAreThoseOfAnUndisturbedOne) {
  const std::vector<Submission> stream = teaching_stream(420);
  const Made undisturbed = make(stream, 0);
  const auto words = PartWords::from(undisturbed.in_use);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->texts(), 256U);
  EXPECT_GT(PartWords::from(undisturbed.learned)->texts(), 256U);
  std::size_t parted = 0;
  for (const std::string& row : undisturbed.rows) parted += row.find('+') < row.size() ? 1U : 0U;
  EXPECT_GT(parted, 100U) << "it taught something";
  for (const int transactions : {1, 2, 3}) {
    const Made killed = make(stream, transactions);
    EXPECT_TRUE(killed == undisturbed) << "killed after every " << transactions;
    EXPECT_EQ(PartWords::from(killed.learned)->texts(),
              PartWords::from(undisturbed.learned)->texts());
  }
}

}  // namespace
}  // namespace depesche
