// Addresses as others may see them.
//
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// Without a name and password, and without what may be a key in the query: values are "…" there,
/// but for parameters that are known to choose what is shown (format=, page=, channel_id= …). A key
/// in the path cannot be told from a path.
std::string address_for_others(std::string_view address);

}  // namespace depesche
