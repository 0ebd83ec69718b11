// Letters and digits only, lower case: what two renderings of one text share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depesche::extract {

std::string squashed(std::string_view text);
/// The same of a text that is folded already.
std::string letters_of(std::string folded);

/// How much of a text that begins with `rest` is folded at once. Some characters fold to ten times
/// their bytes. Pieces end at spaces, across which nothing joins.
std::size_t piece_to_fold(std::string_view rest);

/// squashed(), piece by piece, as long as `use(letters)` answers true.
template <class Use>
void squash_by_pieces(std::string_view text, Use use) {
  while (!text.empty()) {
    const std::size_t piece = piece_to_fold(text);
    if (!use(squashed(text.substr(0, piece)))) return;
    text.remove_prefix(piece);
  }
}

}  // namespace depesche::extract
