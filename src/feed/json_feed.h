// JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Internal to feed.
#pragma once

#include <string_view>

#include "base/result.h"
#include "news/feed.h"

namespace depesche::feed {

Result<ParsedFeed> parse_json_feed(std::string_view utf8, std::string_view address);

}  // namespace depesche::feed
