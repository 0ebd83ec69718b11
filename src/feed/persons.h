// People out of the ways feeds write them.
#pragma once

#include <string>
#include <string_view>

#include "news/feed.h"

namespace depesche::feed {

/// The person in an element's text: "desk@wire.example (A. Writer)", "A. Writer
/// <desk@wire.example>", "A. Writer", or an address alone.
Person read_person(std::string_view text, std::string_view role);

}  // namespace depesche::feed
