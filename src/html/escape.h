// Text into HTML. The result may stand between tags and in quoted attribute values alike.
#pragma once

#include <string>
#include <string_view>

namespace depesche::html {

/// Replaces & < > " and '.
std::string escape(std::string_view text);
void append_escaped(std::string& out, std::string_view text);

}  // namespace depesche::html
