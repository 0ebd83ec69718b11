// An article as words that can be compared: what a reader takes for the same is the same.
//
// A word is what stands between white space. Quotation marks, dashes, commas and points, upper and
// lower case, soft hyphens and the grouping of large numbers ("1.000", "1 000", "1000") tell no
// words apart; a dash that stands alone is no word. Signs that mean something (%, €, a minus before
// a number) do. Inside the module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"

namespace depesche::redline {

struct Word {
  std::string_view text;  // as written; into the article
  std::string key;        // what is compared; never empty
  std::uint32_t block = 0;
  bool begins_sentence = false;
  bool capital = false;
};

/// The words of one text, all of block 0.
std::vector<Word> words_of(std::string_view text);

/// Standfirst and body, as they are read. Left out is what belongs to the page and not to the
/// report: lines that are links to other reports or announce them, and stamps of when the page was
/// changed. Views into `article`.
std::vector<Word> body_words(const Article& article);

/// "drei" and "three" are "3"; a numeral's digits with their sign; empty for other words.
std::string number_in(const Word& word);

}  // namespace depesche::redline
