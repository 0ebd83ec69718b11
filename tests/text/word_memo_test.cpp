// What words come to, remembered.
#include "text/word_memo.h"

#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(WordMemo, RemembersEachWordsMeaning) {
  WordMemo memo;
  EXPECT_FALSE(memo.find("und"));
  memo.put("und", "");
  memo.put("Häuser", "haus");
  memo.put("", "nothing");
  EXPECT_EQ(memo.find("und"), "");
  EXPECT_EQ(memo.find("Häuser"), "haus");
  EXPECT_EQ(memo.find(""), "nothing");
  EXPECT_FALSE(memo.find("Häuse"));
  EXPECT_EQ(memo.size(), 3u);
  memo.clear();
  EXPECT_FALSE(memo.find("und"));
  EXPECT_EQ(memo.size(), 0u);
  memo.put("und", "again");
  EXPECT_EQ(memo.find("und"), "again");
}

TEST(WordMemo, IsRightAboutThousandsOfWords) {
  WordMemo memo;
  std::map<std::string, std::string> all;
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string word = std::to_string(random() % 30'000);
    if (!all.try_emplace(word, word + "s").second) continue;
    memo.put(word, word + "s");
  }
  EXPECT_EQ(memo.size(), all.size());
  for (int i = 0; i < 30'000; ++i) {
    const std::string word = std::to_string(i);
    const auto known = all.find(word);
    ASSERT_EQ(memo.find(word).has_value(), known != all.end()) << word;
    if (known == all.end()) continue;
    ASSERT_EQ(*memo.find(word), known->second);
  }
}

TEST(WordMemo, DoesNotTakeWhatIsTooLong) {
  WordMemo memo;
  const std::string fits(WordMemo::kLongest, 'a');
  memo.put(fits, fits);
  EXPECT_EQ(memo.find(fits), fits);
  memo.put(fits + "a", "long");
  memo.put("short", fits + "a");
  EXPECT_FALSE(memo.find(fits + "a"));
  EXPECT_FALSE(memo.find("short"));
}

}  // namespace
}  // namespace depesche
