// What addresses say: which one an article is known by, and when it was published.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "extract/page/signs.h"

namespace depesche::extract {

/// link rel=canonical, else og:url, else `url` itself, each in its one spelling (url/canonical.h).
/// A claim that leads to another site or to a front page is a mistake of the page's template and
/// does not count. `url` may be empty.
std::string find_canonical_address(const Signs& signs, std::string_view url);

/// The day in an address: /2024/03/12/, /2024-03-12-, /20240312/; absent when there is none.
std::optional<Moment> date_in_address(std::string_view url);

}  // namespace depesche::extract
