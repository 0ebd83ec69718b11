// Which words stand in both of two texts, as a person would quote them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depesche {

/// The longest run of words that both texts have, as it stands in the first, without regard to
/// case, accents and punctuation; of equal ones the earliest. Empty when none has `least_words`.
///
/// Pure, linear in both texts. Of texts that repeat themselves without end it may be a shorter one.
std::string longest_common_passage(std::string_view text, std::string_view other,
                                   std::size_t least_words = 6);

/// The same as readers are shown it: two lines of it, whole words.
std::string quoted_passage(std::string_view text, std::string_view other);

}  // namespace depesche
