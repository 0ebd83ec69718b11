#include "html/escape.h"

namespace depesche::html {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  append_escaped(out, text);
  return out;
}

void append_escaped_text(std::string& out, std::string_view text) {
  std::size_t begin = 0;  // of what needs no escape
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    // All three lie below the letters.
    if (c > '>' || (c != '&' && c != '<' && c != '>')) continue;
    out.append(text, begin, at - begin);
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
    begin = at + 1;
  }
  out.append(text, begin);
}

std::string escape_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_escaped_text(out, text);
  return out;
}

}  // namespace depesche::html
