#include "extract/body/letters.h"

#include <array>
#include <utility>

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace depesche::extract {

std::size_t piece_to_fold(std::string_view rest) {
  constexpr std::size_t kMost = 16'384;
  if (rest.size() <= kMost) return rest.size();
  const std::size_t space = rest.rfind(' ', kMost);
  const bool found = space != std::string_view::npos && space > 0;
  return found ? space : truncate_utf8(rest, kMost).size();
}

std::string letters_of(std::string folded) {
  static constexpr std::array<bool, 256> kIsLetter = [] {
    std::array<bool, 256> is{};
    for (std::size_t byte = 0; byte < is.size(); ++byte) {
      is[byte] = byte >= 0x80 || is_alnum(static_cast<char>(byte));
    }
    return is;
  }();
  // Without a branch for each: every byte is written, and the place moves on behind a letter.
  std::size_t kept = 0;
  for (const char c : folded) {
    folded[kept] = c;
    kept += kIsLetter[static_cast<unsigned char>(c)] ? 1 : 0;
  }
  folded.resize(kept);
  return folded;
}

std::string squashed(std::string_view text) { return letters_of(fold(text)); }

}  // namespace depesche::extract
