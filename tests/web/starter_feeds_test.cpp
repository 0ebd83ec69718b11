#include "web/starter_feeds.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace depesche::web {
namespace {

TEST(StarterFeeds, HasAListForEachLanguage) {
  EXPECT_EQ(starter_languages(), (std::vector<std::string_view>{"de", "en", "es", "fr", "it"}));
  EXPECT_EQ(starter_opml("de-AT"), starter_opml("DE"));
  EXPECT_FALSE(starter_opml("de").empty());
  for (const char* unknown : {"", "-", "xx", "d", "de.opml"}) {
    EXPECT_TRUE(starter_opml(unknown).empty()) << unknown;
  }
}

TEST(StarterFeeds, NamesEachFeedOnceAndOnlyEncryptedOnes) {
  for (const std::string_view language : starter_languages()) {
    const std::string opml(starter_opml(language));
    std::set<std::string> seen;
    const std::string attribute = "xmlUrl=\"";
    for (std::size_t at = opml.find(attribute); at != std::string::npos;
         at = opml.find(attribute, at + 1)) {
      const std::size_t begin = at + attribute.size();
      const std::string address = opml.substr(begin, opml.find('"', begin) - begin);
      EXPECT_TRUE(address.starts_with("https://")) << address;
      EXPECT_TRUE(seen.insert(address).second) << "twice: " << address;
    }
    EXPECT_GE(seen.size(), language == "de" ? 40U : language == "en" ? 30U : 10U) << language;
  }
}

}  // namespace
}  // namespace depesche::web
