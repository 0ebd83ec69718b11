#include "text/city_names.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(CityNames, AreThoseThatEnglishHasOtherwise) {
  const auto has = [](std::string_view language, std::string_view name, std::string_view english) {
    const auto all = city_names(language);
    return std::find(all.begin(), all.end(), std::pair(std::string(name), std::string(english))) !=
           all.end();
  };
  EXPECT_TRUE(has("de", "rom", "rome"));
  EXPECT_TRUE(has("de", "wien", "vienna"));
  EXPECT_TRUE(has("de", "moskau", "moscow"));
  EXPECT_TRUE(has("de", "warschau", "warsaw"));
  EXPECT_TRUE(has("de", "bukarest", "bucharest"));
  EXPECT_TRUE(has("fr", "londres", "london"));
  EXPECT_TRUE(has("ru", "moskva", "moscow"));
  EXPECT_FALSE(has("de", "paris", "paris")) << "the same in both";
  EXPECT_TRUE(city_names("en").empty());
  EXPECT_TRUE(city_names("").empty());
}

}  // namespace
}  // namespace depesche
