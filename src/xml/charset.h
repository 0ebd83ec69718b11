// Which encoding an XML document is in, by RFC 7303: a byte order mark, then the charset of the
// Content-Type header, then the XML declaration (or the pattern of its first bytes), then UTF-8.
// Bytes that prove a label wrong outweigh it (text/charset.h), and an oddity says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depesche::xml {

struct DecodedDocument {
  std::string utf8;
  std::string label;                  // the standard's name
  std::vector<std::string> oddities;  // sentences
};

DecodedDocument decode_document(std::string_view bytes, std::string_view content_type = {});

}  // namespace depesche::xml
