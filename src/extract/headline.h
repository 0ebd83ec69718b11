// The headline: what the outlet set above the article, whole, without the outlet's own name.
//
// Pages write it up to six times (h1, JSON-LD, OpenGraph, Twitter, <title>, the feed), each with
// its own additions: a kicker in front, the outlet's name behind, an ending cut off. The visible h1
// wins where another claim confirms that it is the headline; else the claims decide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/signs.h"

namespace depesche::extract {

struct Headline {
  std::string title;
  std::string kicker;                    // empty when there is none
  html::NodeIndex node = html::kNoNode;  // where it stands, if it is shown
};

Headline find_headline(const html::Tree& tree, const Survey& survey, const Signs& signs,
                       std::string_view feed_title);

/// "Bridge closed | Example Times" → "Bridge closed". `others` are further claims of the headline:
/// a part they confirm is kept, however it is separated. `site` is the outlet's name, if known.
std::string without_site_name(std::string_view title, std::string_view site,
                              const std::vector<std::string>& others);

}  // namespace depesche::extract
