// Subscription lists in OPML 1.0 and 2.0 (http://opml.org/spec2.opml), as readers exchange them.
//
// Outlines with an address (xmlUrl) are feeds; the others are folders, which nest. Written lists
// hold one level of folders, because that is what other readers understand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche {

struct Subscription {
  std::string feed_url;
  std::string title;
  std::string home;                  // htmlUrl
  std::vector<std::string> folders;  // outermost first

  friend bool operator==(const Subscription&, const Subscription&) = default;
};

inline constexpr std::size_t kMaxSubscriptions = 20'000;

/// Addresses that are not http or https are left out, and so is a feed's second mention in the same
/// folder. Error Unsupported for what is no OPML, Empty for a list without feeds.
Result<std::vector<Subscription>> read_opml(std::string_view bytes);

std::string write_opml(std::string_view title, std::span<const Subscription> subscriptions);

}  // namespace depesche
