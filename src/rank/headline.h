// What makes a headline the one to show; used by front_page.h, and tested by itself.
#pragma once

#include <string_view>
#include <vector>

namespace depesche::rank {

/// How much of what the other headlines say this one says, too: 0 to 1000.
int centrality(std::string_view headline, const std::vector<std::string_view>& others);

/// What a headline loses for teasing instead of telling: 0 to 1000. Questions, exclamations, open
/// ends, quotation first, shouting, two words or a paragraph.
int teasing(std::string_view headline);

}  // namespace depesche::rank
