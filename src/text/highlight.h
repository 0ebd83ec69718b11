// Which words of a text a query means, and the piece of the text that shows them best.
//
// Ranges are byte offsets into the given text and fall on word boundaries; writing markup around
// them is the page's business. Pure, one pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/index_terms.h"

namespace depesche {

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

/// Words of `text` that the query's wanted terms match, in order, never overlapping. A German
/// compound that `words` knows to hold one is marked as a whole.
std::vector<Range> highlight(std::string_view text, std::string_view language, const Query& query,
                             const PartWords* words = nullptr);

struct Snippet {
  Range range;               // of the text; whole words
  std::vector<Range> marks;  // inside it, as offsets into the text
  bool cut_before = false;   // the text goes on before or after: the page shows an ellipsis
  bool cut_after = false;
};

/// The stretch of at most `max_bytes` that holds the most different terms of the query; the text's
/// beginning when it holds none. Begins at a sentence where one is near.
Snippet snippet(std::string_view text, std::string_view language, const Query& query,
                std::size_t max_bytes, const PartWords* words = nullptr);

}  // namespace depesche
