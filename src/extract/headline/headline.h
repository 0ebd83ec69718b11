// The headline: what the outlet set above the article, whole, without the outlet's own name.
//
// Which of the page's spellings is taken: headline_choice.h. Here it is found on the page, because
// byline, date and body stand below it, and its kicker is set apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/page/signs.h"

namespace depesche::extract {

struct Headline {
  std::string title;
  std::string kicker;                     // empty when there is none
  html::NodeIndex node = html::kNoNode;   // where it stands, if it is shown
  html::NodeIndex place = html::kNoNode;  // the same, or a heading of its text that is left out
};

Headline find_headline(const html::Tree& tree, const Survey& survey, const Signs& signs,
                       std::string_view feed_title);

}  // namespace depesche::extract
