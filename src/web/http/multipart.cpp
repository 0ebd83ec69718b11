#include "web/http/multipart.h"

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche::web {
namespace {

constexpr std::size_t kMaxBoundary = 70;  // RFC 2046 §5.1.1

/// The value of `name="…"` or `name=…` among the parameters of a header; npos-safe, empty if
/// absent.
std::string parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    std::string_view rest = header.substr(at + 1);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return {};
    const bool is_it = equals_ignoring_case(trim(rest.substr(0, equals)), name);
    std::size_t i = equals + 1;
    std::string found;
    if (i < rest.size() && rest[i] == '"') {
      // Browsers write a quotation mark inside a name as %22 (HTML's form submission).
      const auto end = rest.find('"', i + 1);
      found = rest.substr(i + 1, end == std::string_view::npos ? end : end - i - 1);
      i = end == std::string_view::npos ? rest.size() : end + 1;
    } else {
      const auto end = rest.find(';', i);
      found = trim(rest.substr(i, end == std::string_view::npos ? end : end - i));
      i = end == std::string_view::npos ? rest.size() : end;
    }
    if (is_it) return found;
    at = header.find(';', at + 1 + i);
  }
  return {};
}

struct PartHead {
  std::string name;
  std::string file_name;
  bool is_file = false;
};

PartHead read_head(std::string_view head) {
  PartHead part;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    if (starts_with_ignoring_case(line, "content-disposition:")) {
      part.name = repair_utf8(parameter(line, "name"));
      part.file_name = repair_utf8(parameter(line, "filename"));
      part.is_file = find_ignoring_case(line, "filename=") != std::string_view::npos;
    }
    if (end == std::string_view::npos) break;
    head.remove_prefix(end + 2);
  }
  return part;
}

void keep(const PartHead& head, std::string_view content, Multipart& out) {
  if (!head.is_file) {
    out.fields.push_back({head.name, repair_utf8(content)});
  } else if (!head.file_name.empty() || !content.empty()) {  // a file field left empty is neither
    out.files.push_back({head.name, head.file_name, std::string(content)});
  }
}

}  // namespace

Result<Multipart> parse_multipart(std::string_view body, std::string_view content_type) {
  const std::string boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kMaxBoundary) {
    return Error{ErrorCode::Malformed, "the upload names no boundary"};
  }
  const Error cut_off{ErrorCode::Malformed, "the upload was cut off"};
  const std::string dashes = "--" + boundary;
  const std::string separator = "\r\n" + dashes;
  if (body.substr(0, dashes.size()) != dashes) return cut_off;
  body.remove_prefix(dashes.size());
  Multipart out;
  for (std::size_t parts = 0; parts < kMaxFields; ++parts) {
    if (body.substr(0, 2) == "--") return out;
    if (body.substr(0, 2) != "\r\n") return cut_off;
    const auto blank = body.find("\r\n\r\n");
    if (blank == std::string_view::npos) return cut_off;
    const std::string_view head = body.substr(2, blank < 2 ? 0 : blank - 2);
    body.remove_prefix(blank + 4);
    const auto end = body.find(separator);
    if (end == std::string_view::npos) return cut_off;
    keep(read_head(head), body.substr(0, end), out);
    body.remove_prefix(end + separator.size());
  }
  return Error{ErrorCode::TooLarge, "the form has too many parts"};
}

}  // namespace depesche::web
