#include <gtest/gtest.h>

#include "news/article.h"

namespace depesche {
namespace {

Enclosure enclosure(std::string url, std::string type = {}) {
  Enclosure one;
  one.url = std::move(url);
  one.type = std::move(type);
  return one;
}

TEST(Enclosures, AreWhatTheirTypeSaysElseWhatTheirAddressEndsIn) {
  const std::tuple<const char*, const char*, EnclosureKind> cases[] = {
      {"https://bote.example/7", "audio/mpeg", EnclosureKind::Audio},
      {"https://bote.example/7", " Video/MP4; codecs=avc1", EnclosureKind::Video},
      {"https://bote.example/7.mp3", "image/jpeg", EnclosureKind::Picture},
      {"https://bote.example/7", "application/pdf", EnclosureKind::Document},
      {"https://bote.example/7.MP3?from=rss#t=1", "", EnclosureKind::Audio},
      {"https://bote.example/7.webm", "application/octet-stream", EnclosureKind::Video},
      {"https://bote.example/7.jpeg?w=1", "", EnclosureKind::Picture},
      {"https://bote.example/paper.epub", "", EnclosureKind::Document},
      {"https://bote.example/7.mp3/", "", EnclosureKind::Other},
      {"https://bote.example/?file=7.mp3", "", EnclosureKind::Other},
      {"", "", EnclosureKind::Other},
  };
  for (const auto& [url, type, kind] : cases) {
    EXPECT_EQ(kind_of(enclosure(url, type)), kind) << url << ' ' << type;
  }
}

TEST(Enclosures, AreKeptOnceWithinBoundsAndOnlyFromTheWeb) {
  std::vector<Enclosure> given = {
      enclosure("https://bote.example/a.mp3", "audio/mpeg"),
      enclosure("https://bote.example/a.mp3"),
      enclosure("javascript:alert(1)", "audio/mpeg"),
      enclosure("file:///etc/passwd", "audio/mpeg"),
      enclosure("a.mp3", "audio/mpeg"),
      enclosure("https://bote.example/a.jpg"),
      enclosure("https://bote.example/" + std::string(kLongestEnclosureUrl, 'x') + ".mp3"),
      enclosure("http://bote.example/b.mp4", std::string(500, 'x')),
  };
  given[0].bytes = 0;
  given[0].duration = std::chrono::hours(24 * 365);
  given[7].bytes = 5;
  given[7].duration = std::chrono::seconds(-1);
  for (std::size_t i = 0; i < kLongestEnclosureTitle; ++i) given[7].title += "ü";
  const std::vector<Enclosure> kept = worth_keeping(given);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0], enclosure("https://bote.example/a.mp3", "audio/mpeg"))
      << "no length, and none that cannot be";
  EXPECT_EQ(kept[1].url, "http://bote.example/b.mp4");
  EXPECT_EQ(kept[1].type, "");
  EXPECT_EQ(kept[1].bytes, 5);
  EXPECT_FALSE(kept[1].duration);
  EXPECT_EQ(kept[1].title.size(), kLongestEnclosureTitle) << "cut between characters";
  EXPECT_EQ(worth_keeping(kept), kept) << "not idempotent";

  std::vector<Enclosure> many;
  for (int i = 0; i < 30; ++i) {
    many.push_back(enclosure("https://bote.example/" + std::to_string(i) + ".mp3"));
  }
  EXPECT_EQ(worth_keeping(many).size(), kMostEnclosures);
  EXPECT_EQ(worth_keeping(many).front(), many.front());
}

}  // namespace
}  // namespace depesche
