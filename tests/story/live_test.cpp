#include "story/live.h"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "story/weight_code.h"

namespace depesche::story {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

/// What the window should hold, kept in the obvious way.
struct Expected {
  LiveArticle row;
  std::vector<std::uint8_t> text;
  LinkList links;
};

std::vector<std::uint8_t> some_text(std::mt19937& random) {
  TermVector terms;
  for (std::uint32_t term = 1; term <= random() % 40; ++term) {
    terms.push_back(
        {term * 7'000'001, weight_of(weight_code(1 + random() % 600)), TermKind::Word, kInBody});
  }
  Fingerprint print;
  print.words = static_cast<std::uint32_t>(random() % 500);
  return pack_article(terms, 1, {}, print);
}

class Model {
 public:
  explicit Model(unsigned seed) : random_(seed) {}

  void step(LiveWindow& live) {
    const unsigned what = any(20);
    if (articles_.empty() || what < 11) return append(live);
    const Serial serial = first_ + static_cast<Serial>(random_() % articles_.size());
    Expected& at = articles_[serial - first_];
    switch (what) {
      case 11:
      case 12:
        at.text = some_text(random_);
        at.row.is_revised = true;
        at.row.language = any(3);
        return live.revise(serial, at.row.language, at.text);
      case 13:
        at.row.id = next_id();
        return live.rename(serial, at.row.id);
      case 14:
      case 15:
        at.row.story = articles_[random_() % articles_.size()].row.story;
        return live.move(serial, at.row.story);
      case 16:
        at.row.reprint_of = any(9) == 0 ? next_id() : ArticleId{any(9)};
        return live.set_reprint_of(serial, at.row.reprint_of);
      case 17:
      case 18: {
        const Link link{serial - static_cast<Serial>(random_() % 900),
                        1 + static_cast<std::int32_t>(random_() % 4096)};
        at.links.insert(link);
        return live.link(serial, link);
      }
      default:
        for (unsigned i = any(3); i > 0 && !articles_.empty(); --i) {
          articles_.erase(articles_.begin());
          ++first_;
          live.drop_first();
        }
    }
  }

  void compare(const LiveWindow& live) const {
    ASSERT_EQ(live.first(), first_);
    ASSERT_EQ(live.size(), articles_.size());
    std::map<StoryId, std::vector<Serial>> stories;
    for (std::size_t i = 0; i < articles_.size(); ++i) {
      const Serial serial = first_ + static_cast<Serial>(i);
      const Expected& expected = articles_[i];
      const LiveArticle article = live.at(serial);
      ASSERT_EQ(article.id, expected.row.id) << serial;
      ASSERT_EQ(article.seen, expected.row.seen) << serial;
      ASSERT_EQ(article.outlet, expected.row.outlet);
      ASSERT_EQ(article.language, expected.row.language);
      ASSERT_EQ(article.is_revised, expected.row.is_revised);
      ASSERT_EQ(article.story, expected.row.story);
      ASSERT_EQ(article.reprint_of, expected.row.reprint_of);
      ASSERT_EQ(article.text.size(), expected.text.size());
      ASSERT_EQ(article.text.terms(), PackedArticle(expected.text.data()).terms());
      ASSERT_EQ(live.find(article.id), serial);
      const LinkList links = live.links(serial);
      ASSERT_TRUE(
          std::equal(links.begin(), links.end(), expected.links.begin(), expected.links.end()));
      stories[article.story].push_back(serial);
    }
    ASSERT_EQ(live.stories(), stories.size());
    for (const auto& [story, members] : stories) ASSERT_EQ(live.members(story), members);
  }

 private:
  void append(LiveWindow& live) {
    for (unsigned i = 1 + any(20); i > 0; --i) {
      Expected next;
      now_ += seconds(random_() % 90);
      next.row.id = next_id();
      next.row.seen = now_;
      next.row.outlet = OutletId{static_cast<std::int64_t>(random_() % 5) + 1};
      if (any(30) == 0) next.row.outlet.value += std::int64_t{1} << 40;
      next.row.language = any(3);
      next.row.story = StoryId{next.row.id.value};
      next.text = some_text(random_);
      LiveArticle article = next.row;
      article.text = PackedArticle(next.text.data());
      live.append(article);
      articles_.push_back(std::move(next));
    }
  }

  /// Mostly near by, now and then as far away as ids can be.
  ArticleId next_id() {
    ++last_id_;
    return ArticleId{any(20) == 0 ? INT64_MAX - last_id_ : last_id_};
  }

  unsigned any(unsigned below) { return static_cast<unsigned>(random_()) % below; }

  std::mt19937 random_;
  Serial first_ = 1;
  std::vector<Expected> articles_;
  std::int64_t last_id_ = 100;
  sys_seconds now_{seconds(1'700'000'000)};
};

/// Whether all of it was good.
bool read(std::string_view bytes, LiveWindow& live) {
  ByteReader in(bytes);
  std::vector<Part> parts;
  live.read(in, parts);
  return in.at_end() && one_after_another(parts);
}

TEST(LiveWindow, HoldsWhatWasPutInAndIsReadAsItWasWritten) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  LiveWindow live;
  Model model(seed);
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 120; ++i) model.step(live);
    model.compare(live);
    ByteWriter out;
    live.write(out);
    const std::string bytes = out.take();
    LiveWindow again;
    ASSERT_TRUE(read(bytes, again));
    model.compare(again);
    ByteWriter twice;
    again.write(twice);
    ASSERT_EQ(twice.take(), bytes) << "what has left or was replaced leaves no trace";
    for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 30) {
      LiveWindow damaged;
      EXPECT_FALSE(read(std::string_view(bytes).substr(0, cut), damaged)) << cut;
    }
  }
}

TEST(LiveWindow, IsReadInManyParts) {
  LiveWindow live;
  std::mt19937 random(2);
  for (std::int64_t id = 1; id <= 30'000; ++id) {
    const std::vector<std::uint8_t> text = some_text(random);
    LiveArticle article;
    article.id = ArticleId{id};
    article.story = StoryId{1 + static_cast<std::int64_t>(random() % 5000)};
    article.seen = sys_seconds(seconds(id));
    article.text = PackedArticle(text.data());
    live.append(article);
  }
  for (int i = 0; i < 700; ++i) live.drop_first();
  ByteWriter out;
  live.write(out);
  const std::string bytes = out.take();
  LiveWindow again;
  ByteReader in(bytes);
  std::vector<Part> parts;
  again.read(in, parts);
  ASSERT_TRUE(in.at_end());
  EXPECT_GT(parts.size(), 3U);
  std::shuffle(parts.begin(), parts.end(), random);
  ASSERT_TRUE(one_after_another(parts));
  ByteWriter twice;
  again.write(twice);
  EXPECT_TRUE(twice.take() == bytes);
  for (Serial serial = live.first(); serial < live.end(); serial += 7) {
    ASSERT_EQ(again.find(live.at(serial).id), serial);
    ASSERT_EQ(again.members(live.story(serial)), live.members(live.story(serial)));
  }
}

TEST(LiveWindow, IsEmptyAgainAndGoesOn) {
  LiveWindow live;
  std::mt19937 random(1);
  const std::vector<std::uint8_t> text = some_text(random);
  for (std::int64_t id = 1; id <= 3000; ++id) {
    LiveArticle article;
    article.id = ArticleId{id};
    article.story = StoryId{id};
    article.seen = sys_seconds(seconds(id * 10'000'000'000));  // further apart than a row can say
    article.text = PackedArticle(text.data());
    const Serial serial = live.append(article);
    EXPECT_EQ(live.at(serial).seen, article.seen);
    live.drop_first();
    EXPECT_EQ(live.size(), 0U);
    EXPECT_FALSE(live.find(article.id));
  }
  EXPECT_EQ(live.bytes().texts, 0U);
}

TEST(LiveWindow, HoldsLittleTwiceOfArticlesWhosePagesCame) {
  for (const Serial later : {0U, 3'000U}) {
    LiveWindow live;
    std::mt19937 random(3);
    std::size_t bytes = 0;
    for (std::int64_t id = 1; id <= 20'000; ++id) {
      const std::vector<std::uint8_t> entry = some_text(random);
      LiveArticle article;
      article.id = ArticleId{id};
      article.story = StoryId{id};
      article.seen = sys_seconds(seconds(id));
      article.text = PackedArticle(entry.data());
      const Serial newest = live.append(article);
      if (newest <= later) continue;
      const std::vector<std::uint8_t> page = some_text(random);
      live.revise(newest - later, 0, page);
      bytes += page.size();
    }
    EXPECT_LT(live.bytes().texts, (bytes + later * bytes / 20'000) * 5 / 4) << later;
  }
}

}  // namespace
}  // namespace depesche::story
