#include "text/latin_spelling.h"

#include <string>

#include <gtest/gtest.h>

#include "text/fold.h"

namespace depesche {
namespace {

TEST(LatinSpelling, OfCyrillicNamesIsTheCommonOne) {
  for (const auto& [cyrillic, latin] :
       {std::pair{"Оливейра", "oliveira"}, std::pair{"Рогозин", "rogozin"},
        std::pair{"Зеленский", "zelensky"}, std::pair{"Хрущёв", "khrushchev"},
        std::pair{"Блинкен", "blinken"}, std::pair{"Київ", "kiiv"},
        std::pair{"Ђоковић", "djokovic"}, std::pair{"Марс", "mars"},
        std::pair{"Ельцин", "eltsin"}}) {
    EXPECT_EQ(latin_spelling(fold_accents(cyrillic)), latin) << cyrillic;
  }
}

TEST(LatinSpelling, LeavesWhatIsNotCyrillic) {
  for (const std::string plain : {"", "zhurong", "strasse", "3d", "αθηνα", "x\xff"}) {
    EXPECT_EQ(latin_spelling(plain), plain);
  }
  EXPECT_EQ(latin_spelling("ми-8 mi"), "mi-8 mi");
}

}  // namespace
}  // namespace depesche
