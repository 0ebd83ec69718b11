// What repeats on a host: seen on every page, left out of a text once it is known.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "extract/extract.h"
#include "tests/support/repeated_page.h"

namespace depesche {
namespace {

using test::kBox;
using test::page_with;
using test::paragraphs;

struct Reading {
  Article article;
  std::vector<SeenBlock> seen;
};

Reading read(const std::string& page, const RepeatedBlocks* repeated = nullptr) {
  Reading reading;
  const Result<Article> article = extract_article(page, {.url = "https://bote.example/a",
                                                         .content_type = {},
                                                         .now = {},
                                                         .repeated = repeated,
                                                         .seen = &reading.seen});
  EXPECT_TRUE(article) << article.error().message;
  if (article) reading.article = *article;
  return reading;
}

const SeenBlock* find(const Reading& reading, std::string_view text) {
  const auto at = std::find_if(reading.seen.begin(), reading.seen.end(), [&](const SeenBlock& b) {
    return b.text.find(text) != std::string::npos;
  });
  return at == reading.seen.end() ? nullptr : &*at;
}

/// What two pages with nothing but these boxes in common show of them.
RepeatedBlocks known_from(const std::string& boxes) {
  std::vector<std::uint64_t> hashes;
  const Reading one = read(page_with("Elf Risse in der Brücke", paragraphs("Brücke", 5) + boxes));
  const Reading two = read(page_with("Neun Linden im Park", paragraphs("Linden", 5) + boxes));
  for (const SeenBlock& block : one.seen) {
    const bool both = std::any_of(two.seen.begin(), two.seen.end(),
                                  [&](const SeenBlock& b) { return b.hash == block.hash; });
    if (both) hashes.push_back(block.hash);
  }
  return RepeatedBlocks(hashes);
}

bool has(const Article& article, std::string_view words) {
  return article.text.find(words) != std::string::npos;
}

TEST(Repeated, WhatIsKnownGoesAndNothingElse) {
  const RepeatedBlocks known = known_from(kBox);
  EXPECT_FALSE(known.empty());
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 5) + kBox);
  const Article whole = read(page).article;
  const Article without = read(page, &known).article;
  ASSERT_TRUE(has(whole, "jeden Morgen um sechs"));
  ASSERT_TRUE(has(whole, "Der Bote am Morgen")) << "its heading";
  EXPECT_FALSE(has(without, "jeden Morgen um sechs"));
  EXPECT_FALSE(has(without, "Der Bote am Morgen"));
  for (const Block& block : without.blocks) {
    EXPECT_NE(std::find(whole.blocks.begin(), whole.blocks.end(), block), whole.blocks.end());
  }
  EXPECT_EQ(without.blocks.size() + 2, whole.blocks.size());
  EXPECT_EQ(read(page, &known).article, without) << "the same again";
}

TEST(Repeated, WithoutKnowledgeNothingChanges) {
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 5) + kBox);
  const RepeatedBlocks nothing;
  const RepeatedBlocks others({1, 2, 3});
  EXPECT_EQ(read(page, &nothing).article, read(page).article);
  EXPECT_EQ(read(page, &others).article, read(page).article);
}

TEST(Repeated, WhatGoesIsStillSeen) {
  const RepeatedBlocks known = known_from(kBox);
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 5) + kBox);
  const Reading reading = read(page, &known);
  const SeenBlock* box = find(reading, "jeden Morgen um sechs");
  ASSERT_NE(box, nullptr);
  EXPECT_TRUE(box->in_text);
  EXPECT_TRUE(known.contains(box->hash));
  const SeenBlock* footer = find(reading, "Alle Rechte bei der Gesellschaft");
  ASSERT_NE(footer, nullptr) << "also what is no text here";
  EXPECT_FALSE(footer->in_text);
  EXPECT_EQ(find(reading, "Start"), nullptr) << "but no menus";
}

TEST(Repeated, CaseMarksAndMarkupMakeNoOtherBlock) {
  const RepeatedBlocks known = known_from(kBox);
  std::string box = kBox;
  box.replace(box.find("Alles"), 5, "<b>ALLES</b>");
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 5) + box);
  ASSERT_TRUE(has(read(page).article, "jeden Morgen um sechs"));
  EXPECT_FALSE(has(read(page, &known).article, "jeden Morgen um sechs"));
}

TEST(Repeated, AHeadingOverTheArticlesOwnWordsStays) {
  const std::string heading = "<h2>Was bisher bekannt ist</h2>";
  const RepeatedBlocks known = known_from(heading + kBox);
  const std::string page = page_with(
      "Sieben Boote im Hafen", paragraphs("Boote", 3) + heading + paragraphs("Segel", 3) + kBox);
  ASSERT_TRUE(known.contains(find(read(page), "Was bisher bekannt ist")->hash));
  EXPECT_TRUE(has(read(page, &known).article, "Was bisher bekannt ist"));
  EXPECT_FALSE(has(read(page, &known).article, "jeden Morgen um sechs"));
}

TEST(Repeated, AHeadingThatHeadedOnlyTheBoxGoesWithIt) {
  const RepeatedBlocks known = known_from(kBox);
  std::string box = kBox;
  box.replace(box.find("Der Bote am Morgen"), 18, "Heute wieder neu für Sie");
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 5) + box);
  ASSERT_TRUE(has(read(page).article, "Heute wieder neu"));
  EXPECT_FALSE(has(read(page, &known).article, "Heute wieder neu"));
}

TEST(Repeated, MoreThanHalfOfATextNeverGoes) {
  const std::string page = page_with("Sieben Boote im Hafen", paragraphs("Boote", 6));
  const Reading whole = read(page);
  std::vector<std::uint64_t> hashes;
  for (const SeenBlock& block : whole.seen) hashes.push_back(block.hash);
  const RepeatedBlocks all(hashes);
  EXPECT_EQ(read(page, &all).article, whole.article);
  std::vector<std::uint64_t> two;
  for (const SeenBlock& block : whole.seen) {
    if (block.in_text && two.size() < 2) two.push_back(block.hash);
  }
  const RepeatedBlocks some(two);
  EXPECT_EQ(read(page, &some).article.blocks.size() + 2, whole.article.blocks.size());
}

TEST(Repeated, ShortBlocksAndRowsAreNeitherSeenNorTaken) {
  const std::string extras =
      "<p>Kurz ist gut.</p><table><tr><td>Platz und Verein der Liga</td><td>Punkte</td></tr>"
      "<tr><td>1. Die Ruderer vom Hafen</td><td>21</td></tr></table>";
  const Reading reading = read(page_with("Sieben Boote", paragraphs("Boote", 5) + extras));
  EXPECT_EQ(find(reading, "Kurz ist gut"), nullptr);
  EXPECT_EQ(find(reading, "Platz und Verein"), nullptr);
}

TEST(Repeated, APageOfAThousandBlocksShowsItsEnds) {
  std::string body = "<p>Ganz am Anfang steht ein Satz über den Fluss und die Stadt.</p>";
  for (int i = 0; i < 1000; ++i) {
    body += "<p>Meldung " + std::to_string(i) + ": Am Ufer steht das Wasser wieder höher.</p>";
  }
  body += "<p>Ganz am Ende steht ein Satz über den Fluss und das Land.</p>";
  const Reading reading = read(page_with("Das Hochwasser im Überblick", body));
  EXPECT_LE(reading.seen.size(), 200u);
  EXPECT_NE(find(reading, "Ganz am Anfang"), nullptr);
  EXPECT_NE(find(reading, "Ganz am Ende"), nullptr);
}

}  // namespace
}  // namespace depesche
