// The day of publication in the state that a page hands to its own scripts.
//
// Shops and pages built in the browser tell neither readers nor search engines when they were
// published, but carry their content system's record as JSON in some script. Only members that say
// "published" count: what was "created" is most often something else.
//
// Pure; one pass over the scripts, of which a bounded part is read.
#pragma once

#include <string_view>

#include "html/tree.h"

namespace depesche::extract {

/// The first such date as it is written; empty when there is none. A view into the tree.
std::string_view date_in_scripts(const html::Tree& tree);

}  // namespace depesche::extract
