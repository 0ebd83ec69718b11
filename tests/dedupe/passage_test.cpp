// The longest passage two texts share, against the obvious way to find it.
#include "dedupe/passage.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(Passage, IsQuotedAsItStandsInTheFirst) {
  EXPECT_EQ(longest_common_passage(
                "Am Montag: Die Prüfer fanden »elf Risse« im Tragwerk, sagte das Amt.",
                "Wie es hieß, DIE PRUEFER gingen. Die Prüfer fanden elf Risse im Tragwerk."),
            "Die Prüfer fanden »elf Risse« im Tragwerk");
  EXPECT_EQ(longest_common_passage("", "a b c d e f g"), "");
  EXPECT_EQ(longest_common_passage("a b c d e", "a b c d e"), "") << "too short to be anybody's";
  EXPECT_EQ(longest_common_passage("大雨持续了三天", "昨日大雨持续了两天", 5), "大雨持续了");
}

/// Every pair of places compared.
std::size_t longest(const std::vector<int>& a, const std::vector<int>& b) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t n = 0;
      while (i + n < a.size() && j + n < b.size() && a[i + n] == b[j + n]) ++n;
      best = std::max(best, n);
    }
  }
  return best;
}

std::string spelled(const std::vector<int>& words) {
  std::string text;
  for (const int word : words) text += "w" + std::to_string(word) + " ";
  return text;
}

TEST(Passage, IsAsLongAsTheObviousWayFinds) {
  int found = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<int> a(120);
    for (int& word : a) word = static_cast<int>(random() % 400);
    std::vector<int> b(a.begin() + random() % 60, a.begin() + 60 + random() % 60);
    for (int edits = static_cast<int>(random() % 6); edits > 0; --edits) {
      b[random() % b.size()] = static_cast<int>(random() % 400);
    }
    const std::string passage = longest_common_passage(spelled(a), spelled(b));
    const auto words = static_cast<std::size_t>(std::count(passage.begin(), passage.end(), 'w'));
    const std::size_t wanted = longest(a, b);
    EXPECT_EQ(words, wanted < 6 ? 0 : wanted);
    EXPECT_NE(spelled(a).find(passage), std::string::npos);
    found += words > 0 ? 1 : 0;
  }
  EXPECT_GT(found, 150);
}

TEST(Passage, OfATextOfOneWordComesAtOnce) {
  std::string all;
  while (all.size() < 60'000) all += "x ";
  const std::string half = all.substr(0, all.size() / 2);
  EXPECT_EQ(longest_common_passage(all, half).size(), half.size() - 1);
  EXPECT_EQ(longest_common_passage(half + "y " + half, all).size(), half.size() - 1);
}

}  // namespace
}  // namespace depesche
