#include "story/regions.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(Regions, AreKnownByTheirPlaces) {
  for (const auto& [name, region] :
       std::vector<std::pair<std::string, std::string>>{{"hessen", "DE-HE"},
                                                        {"hessische", "DE-HE"},
                                                        {"hamburger", "DE-HH"},
                                                        {"dresdner", ""},
                                                        {"dresden", "DE-SN"},
                                                        {"oldenburg", "DE-NI"},
                                                        {"zurich", "CH-ZH"},
                                                        {"wiener", "AT-W"},
                                                        {"feuer", ""},
                                                        {"bremens", "DE-HB"},
                                                        {"", ""},
                                                        {"essen", ""}}) {
    EXPECT_EQ(story::region_of(name), region) << name;
  }
}

}  // namespace
}  // namespace depesche
