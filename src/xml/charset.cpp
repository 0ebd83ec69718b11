#include "xml/charset.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/result.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace depesche::xml {
namespace {

constexpr std::size_t kDeclarationBytes = 512;

std::string_view header_charset(std::string_view content_type) {
  constexpr std::string_view kName = "charset=";
  const std::size_t at = find_ignoring_case(content_type, kName);
  if (at == std::string_view::npos) return {};
  std::string_view value = content_type.substr(at + kName.size());
  value = trim(value.substr(0, value.find(';')));
  while (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '"' || value.back() == '\'')) value.remove_suffix(1);
  return trim(value);
}

// XML 1.0 appendix F: '<?' or '<' in each of the wide encodings.
std::string_view by_pattern(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\0\0\0<"sv)) return "UTF-32BE";
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("<\0\0\0"sv)) return "UTF-32LE";
  if (bytes.starts_with("\0<"sv)) return "UTF-16BE";
  if (bytes.starts_with("<\0"sv)) return "UTF-16LE";
  if (bytes.starts_with("\x4C\x6F\xA7\x94"sv)) return "IBM037";
  return {};
}

std::string_view declared(std::string_view bytes) {
  const std::size_t begin = bytes.substr(0, kDeclarationBytes).find("<?xml");
  if (begin == std::string_view::npos) return {};
  std::string_view declaration = bytes.substr(begin, kDeclarationBytes);
  declaration = declaration.substr(0, declaration.find("?>"));
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  return declaration.substr(open + 1, close - open - 1);
}

struct Claim {
  std::string_view label;
  std::string_view by;
};

Claim claimed(std::string_view bytes, std::string_view content_type, DecodedDocument& document) {
  const std::string_view pattern = by_pattern(bytes);
  if (pattern.starts_with("UTF-32")) return {pattern, "the byte order mark"};
  if (const std::string_view bom = encoding_of_bom(bytes); !bom.empty()) {
    return {bom, "the byte order mark"};
  }
  const Claim claims[] = {{header_charset(content_type), "the Content-Type header"},
                          {declared(bytes), "the XML declaration"}};
  for (const auto& [written, by] : claims) {
    if (written.empty()) continue;
    const std::string_view label = encoding_name(written);
    // Whoever could be read as ASCII up to here is in no wide encoding, and the reverse.
    const bool wide = label.starts_with("UTF-16") || label.starts_with("UTF-32");
    if (!label.empty() && wide == !pattern.empty()) return {label, by};
    // Behind white space the pattern is not seen, but ASCII in a wide encoding has zeros.
    const bool has_zeros = bytes.substr(0, kDeclarationBytes).find('\0') != std::string_view::npos;
    if (wide && has_zeros && by == "the Content-Type header") return {label, by};
    document.oddities.push_back(std::string(by) + " names an encoding that cannot be right, \"" +
                                repair_utf8(written.substr(0, 40)) + "\"");
  }
  if (!pattern.empty()) return {pattern, "the first bytes"};
  return {"UTF-8", "the standard"};
}

}  // namespace

DecodedDocument decode_document(std::string_view bytes, std::string_view content_type) {
  DecodedDocument document;
  const Claim claim = claimed(bytes, content_type, document);
  const Utf8Evidence evidence = weigh_utf8(bytes);
  std::string_view label = believable_encoding(claim.label, evidence);
  const bool unclaimed = claim.by == "the standard";
  if (unclaimed && label != "UTF-8") label = guess_encoding(bytes);
  if (label != claim.label) {
    document.oddities.push_back(std::string(claim.by) + " says " + std::string(claim.label) +
                                ", but the bytes are " + std::string(label));
  } else if (label == "UTF-8" && evidence.broken > 0) {
    document.oddities.push_back("some bytes are not UTF-8");
  }
  Result<std::string> text = to_utf8(bytes, label);
  document.label = label;
  document.utf8 = text ? *std::move(text) : repair_utf8(bytes);
  return document;
}

}  // namespace depesche::xml
