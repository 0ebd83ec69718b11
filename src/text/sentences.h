// Where sentences begin and end, as offsets into a text.
//
// A sentence ends at a line break, or at . ! ? … and their closing quotes and brackets when a space
// and something that can begin a sentence follow. Not at an abbreviation ("z. B.", "Dr.", "U.S."),
// nor after an ordinal in German dates ("am 3. Mai"). Pure and linear.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depesche {

struct Sentence {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;

  std::string_view of(std::string_view text) const { return text.substr(begin, length); }
  friend bool operator==(const Sentence&, const Sentence&) = default;
};

/// In order, never overlapping, without white space at either end; none is empty.
std::vector<Sentence> sentences(std::string_view text);

}  // namespace depesche
