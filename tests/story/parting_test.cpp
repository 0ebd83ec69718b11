#include "story/parting.h"

#include <gtest/gtest.h>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

using Serials = std::vector<Serial>;

/// One story of articles whose links a test sets.
class Story {
 public:
  explicit Story(std::size_t members) {
    const std::vector<std::uint8_t> text = pack_article({}, 1, {}, {});
    for (std::size_t i = 0; i < members; ++i) {
      LiveArticle article;
      article.id = ArticleId{static_cast<std::int64_t>(live_.end())};
      article.text = PackedArticle(text.data());
      article.story = StoryId{1};
      live_.append(article);
    }
  }

  void link(Serial a, Serial b, int strength) {
    live_.link(a, {b, strength});
    live_.link(b, {a, strength});
  }
  /// All from `first` to `last` to each other.
  void link_all(Serial first, Serial last, int strength) {
    for (Serial a = first; a <= last; ++a) {
      for (Serial b = a + 1; b <= last; ++b) link(a, b, strength);
    }
  }
  void copy(Serial of, Serial serial) { live_.set_reprint_of(serial, ArticleId{of}); }
  Ties& ties() { return ties_; }

  std::optional<Parting> parting() const {
    return weakest_parting(StoryId{1}, live_, ties_, shipped_parameters());
  }

 private:
  LiveWindow live_;
  Ties ties_;
};

constexpr int kStrong = kOne * 3 / 4;
constexpr int kWeak = kOne / 16;

TEST(Parting, IsLookedForAtEveryGrowthByAQuarterOrLess) {
  std::size_t last = 4;
  EXPECT_FALSE(is_size_to_look_at(3));
  for (std::size_t size = 4; size <= 5000; ++size) {
    if (!is_size_to_look_at(size)) continue;
    EXPECT_LE(size * 4, last * 5);
    last = size;
  }
  EXPECT_GT(last, 4000U);
}

TEST(Parting, IsBetweenTheGroupsThatHangTogether) {
  Story story(7);
  story.link_all(1, 4, kStrong);
  story.link_all(5, 7, kStrong);
  story.link(2, 6, kWeak);
  const auto parting = story.parting();
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->leaving, (Serials{5, 6, 7}));
  EXPECT_LT(parting->across * 5, parting->within);
}

TEST(Parting, HasNoSingleArticles) {
  Story story(5);
  story.link_all(1, 4, kStrong);
  story.link(4, 5, kWeak);
  EXPECT_FALSE(story.parting());
}

TEST(Parting, LeavesCopiesWithTheirOriginal) {
  Story story(6);
  story.link_all(1, 3, kStrong);
  story.link_all(4, 5, kStrong);
  story.copy(1, 6);  // without a link
  const auto parting = story.parting();
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->leaving, (Serials{4, 5}));
}

TEST(Parting, KeepsWhatAnEditorTied) {
  Story story(6);
  story.link_all(1, 3, kStrong);
  story.link_all(4, 6, kStrong);
  ASSERT_TRUE(story.parting());
  EXPECT_EQ(story.parting()->leaving, (Serials{4, 5, 6}));
  story.ties().set(3, 4, {TieKind::Must, 1});
  const auto parting = story.parting();
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->leaving, (Serials{5, 6}));
}

TEST(Parting, OlderArticlesOfALargeStoryGoWithTheirOwn) {
  constexpr Serial kMembers = 400;  // more than are gathered
  Story story(kMembers);
  for (Serial serial = 3; serial <= kMembers; ++serial) {
    for (Serial other = serial > 20 ? serial - 20 : serial % 2 + (serial % 2 == 0 ? 2 : 0);
         other < serial; other += 2) {
      if (other > 0) story.link(serial, other, kStrong);
    }
  }
  const auto parting = story.parting();
  ASSERT_TRUE(parting);
  // By odd and even numbers, as they are linked; those too old to be linked to the newest stay.
  std::size_t odd = 0;
  for (const Serial serial : parting->leaving) odd += serial % 2;
  EXPECT_TRUE(odd == 0 || odd == parting->leaving.size());
  EXPECT_GT(parting->leaving.size(), 60U);
  EXPECT_EQ(parting->across, 0);
}

}  // namespace
}  // namespace depesche::story
