// Text into HTML. The result may stand between tags and in quoted attribute values alike.
#pragma once

#include <string>
#include <string_view>

namespace depesche::html {

/// Replaces & < > " and '.
std::string escape(std::string_view text);
void append_escaped(std::string& out, std::string_view text);

/// Only & < and >: for text between tags, where quotes may stay as they are.
std::string escape_text(std::string_view text);
void append_escaped_text(std::string& out, std::string_view text);

}  // namespace depesche::html
