// What a text quotes: the passages in which somebody else speaks.
//
//   Der Sprecher sagte: „Wir prüfen das.“ → „Wir prüfen das.“
//
// Quotation marks of German, English, French and East Asian typography, also the straight ones. A
// quotation ends with its line: a typographic mark that is never closed runs to there, as in
// speeches of several paragraphs, a straight or single one without a partner is none. A line that
// is a post set among the paragraphs ("… — Name (@handle) May 4, 2024") is quoted as a whole.
//
// Pure, linear, never throws.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depesche {

struct Quotation {
  std::uint32_t begin = 0;  // of the opening mark
  std::uint32_t end = 0;    // behind the closing one

  friend bool operator==(const Quotation&, const Quotation&) = default;
};

/// In order, never overlapping. `text` must be shorter than 4 GB.
std::vector<Quotation> quotations(std::string_view text);

}  // namespace depesche
