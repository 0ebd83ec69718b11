// The words an article's address carries: outlets write the headline into it, and some write there
// what their front page leaves out.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// Words of the last long step of the path, by spaces; ids, file endings and single letters are
/// left out. German gets its umlauts back (ae → ä) where that is a plausible spelling.
std::string address_words(std::string_view url, std::string_view language);

}  // namespace depesche
