// A headline's words, by spelling alone. Inside the module.
//
// Bytes beyond ASCII count as letters; capitals are those of ASCII and Latin-1, which is what
// German and English headlines begin their words with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depesche::rank {

/// Lower case, apostrophes straight.
std::string lowered(std::string_view text);

/// Words that carry meaning: of four bytes and more, or with a digit; lower case, sorted, each
/// once.
std::vector<std::string> words_of(std::string_view headline);

/// The same word but for its ending.
bool meet(std::string_view a, std::string_view b);

/// What stands between spaces, punctuation included.
std::vector<std::string_view> pieces_of(std::string_view headline);

bool begins_with_capital(std::string_view piece);
bool has_digit(std::string_view piece);

}  // namespace depesche::rank
