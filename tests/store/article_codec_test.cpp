#include "store/rows/article_codec.h"

#include <random>

#include <gtest/gtest.h>

namespace depesche {
namespace {

Article full_article() {
  Article a;
  a.url = "https://bote.example/a?x=1";
  a.canonical_url = "https://bote.example/a";
  a.outlet = "Der Bote";
  a.origin = Origin::Feed;
  a.language = "de";
  a.kind = ArticleKind::Opinion;
  a.kicker = "Hafen";
  a.title = "Die Brücke bleibt";
  a.standfirst = "Der Rat hat entschieden.";
  a.text = "Der Rat hat entschieden.\nGestern.";
  a.blocks = {{BlockKind::Heading, "Gestern", "", 2, {}, {}},
              {BlockKind::List, "a\nb", "", 0, {"a", "b"}, {}},
              {BlockKind::Table, "1\n2", "", 0, {}, {{"1", "2"}, {}}}};
  a.authors = {"Redaktion"};
  a.published = Moment{std::chrono::sys_seconds{std::chrono::seconds{1700000000}},
                       std::chrono::minutes{-90}, false};
  a.updated = Moment{std::chrono::sys_seconds{std::chrono::seconds{-5}}, std::nullopt, true};
  a.section = "Lokales";
  a.keywords = {"Brücke", ""};
  a.image = Picture{"https://bote.example/b.jpg", "Die Brücke", "Bote", "Eine Brücke"};
  a.enclosures = {{"https://bote.example/ton.mp3", "audio/mpeg", 24'000'000,
                   std::chrono::seconds{1925}, "Zum Hören"},
                  {"https://bote.example/plan.pdf", "", std::nullopt, std::nullopt, ""}};
  a.paywalled = false;
  a.rights.max_snippet = -1;
  a.rights.robots = "max-snippet:-1";
  a.stream_no = 1234567890123;
  a.first_seen_at = std::chrono::sys_seconds{std::chrono::seconds{1700000100}};
  return a;
}

TEST(ArticleCodec, GivesBackEveryField) {
  for (const Article& article : {Article{}, full_article()}) {
    const Result<Article> back = decode_article(encode_article(article));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, article);
    EXPECT_EQ(*unpack_article(pack_article(article)), article);
  }
}

TEST(ArticleCodec, ReadsWhatHadNoEnclosuresYet) {
  Article article = full_article();
  article.enclosures.clear();
  std::string bytes = encode_article(article);
  ASSERT_EQ(bytes.front(), 2);
  ASSERT_EQ(bytes.back(), 0) << "no enclosures";
  bytes.front() = 1;
  bytes.pop_back();
  const Result<Article> back = decode_article(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, article);
  EXPECT_FALSE(decode_article(bytes + '\0')) << "the first version ends there";
}

TEST(ArticleCodec, EnclosuresAloneComeBackOrNone) {
  const std::vector<Enclosure> enclosures = full_article().enclosures;
  const std::string bytes = encode_enclosures(enclosures);
  EXPECT_EQ(decode_enclosures(bytes), enclosures);
  EXPECT_EQ(encode_enclosures({}), "");
  for (std::size_t keep = 0; keep < bytes.size(); ++keep) {
    EXPECT_TRUE(decode_enclosures(bytes.substr(0, keep)).empty()) << "cut at " << keep;
  }
  EXPECT_TRUE(decode_enclosures(bytes + "x").empty());
}

TEST(ArticleCodec, RefusesEveryCutAndEveryTail) {
  const std::string bytes = encode_article(full_article());
  for (std::size_t keep = 0; keep < bytes.size(); ++keep) {
    EXPECT_FALSE(decode_article(bytes.substr(0, keep))) << "cut at " << keep;
  }
  EXPECT_FALSE(decode_article(bytes + '\0'));
  EXPECT_EQ(decode_article("\x7f").error().code, ErrorCode::Unsupported);
}

TEST(ArticleCodec, NeverBelievesALengthBeyondTheBytes) {
  std::mt19937 random(99);
  const std::string bytes = encode_article(full_article());
  for (int round = 0; round < 20000; ++round) {
    std::string broken = bytes;
    for (int flips = 0; flips < 3; ++flips) {
      broken[1 + random() % (broken.size() - 1)] = static_cast<char>(random());
    }
    const Result<Article> back = decode_article(broken);
    if (back) {
      EXPECT_LE(encode_article(*back).size(), broken.size());
    }
  }
}

TEST(ArticleCodec, AVersionIsMadeByWordsNotByDatesOrPictures) {
  const Article first = full_article();
  Article same = first;
  same.updated.reset();
  same.image->url += "?w=600";
  same.keywords.clear();
  same.enclosures.clear();
  same.stream_no = 5;
  EXPECT_EQ(content_hash(same), content_hash(first));
  for (auto change : {+[](Article& a) { a.title += "."; }, +[](Article& a) { a.text += " Neu."; },
                      +[](Article& a) { a.origin = Origin::Page; },
                      +[](Article& a) { a.blocks[1].items.pop_back(); }}) {
    Article other = first;
    change(other);
    EXPECT_NE(content_hash(other), content_hash(first));
  }
}

}  // namespace
}  // namespace depesche
