#include "web/http/message.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "text/utf8.h"
#include "web/http/multipart.h"

namespace depesche::web {
namespace {

constexpr std::size_t kMaxSegments = 16;  // the longest route has three

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

enum class Plus { IsPlus, IsSpace };

/// Nothing when a '%' is not followed by two digits.
std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::IsSpace) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

/// For queries and forms, where browsers and people type loose percent signs: kept as they stand.
std::string decode_value(std::string_view text) {
  auto decoded = percent_decode(text, Plus::IsSpace);
  return repair_utf8(decoded ? *decoded : std::string(text));
}

Method method_of(std::string_view word) {
  if (word == "GET") return Method::Get;
  if (word == "HEAD") return Method::Head;
  if (word == "POST") return Method::Post;
  if (word == "PUT") return Method::Put;
  return Method::Other;
}

Result<void> split_path(std::string_view path, std::vector<std::string>& segments) {
  path.remove_prefix(1);
  if (path.empty()) return {};
  for (;;) {
    const auto slash = path.find('/');
    const auto decoded = percent_decode(path.substr(0, slash), Plus::IsPlus);
    if (!decoded || !is_valid_utf8(*decoded) || decoded->find('\0') != std::string::npos) {
      return Error{ErrorCode::InvalidInput, "the address is not well formed"};
    }
    segments.push_back(*decoded);
    if (segments.size() > kMaxSegments) {
      return Error{ErrorCode::InvalidInput, "the address has too many parts"};
    }
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
  }
}

Result<void> read_body(std::string_view body, Request& request) {
  const std::string_view type = request.header("content-type");
  if (starts_with_ignoring_case(type, "application/x-www-form-urlencoded")) {
    request.form = parse_form(body);
  } else if (starts_with_ignoring_case(type, "multipart/form-data")) {
    auto parts = parse_multipart(body, type);
    if (!parts) return parts.error();
    request.form = std::move(parts->fields);
    request.files = std::move(parts->files);
  }
  return {};
}

}  // namespace

std::string_view value(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

bool has(const Fields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const Field& field) { return field.name == name; });
}

Result<Request> read_request(RawRequest raw) {
  Request request;
  request.method = method_of(raw.method);
  // Absolute form is for proxies (RFC 9112 §3.2.2) and "*" for OPTIONS; we are neither.
  if (raw.target.empty() || raw.target[0] != '/') {
    return Error{ErrorCode::InvalidInput, "the request names no path"};
  }
  const auto mark = raw.target.find('?');
  request.path = raw.target.substr(0, mark);
  if (const auto split = split_path(request.path, request.segments); !split) return split.error();
  if (mark != std::string::npos) request.query = parse_form(raw.target.substr(mark + 1));
  request.headers = std::move(raw.headers);
  request.cookies = parse_cookies(request.header("cookie"));
  if (request.method == Method::Post) {
    if (const auto read = read_body(raw.body, request); !read) return read.error();
  }
  if (request.method == Method::Post || request.method == Method::Put) {
    request.body = std::move(raw.body);
  }
  return request;
}

Response see_other(std::string location) {
  Response response{303, "text/plain; charset=utf-8", {}, {}};
  response.headers.push_back({"Location", std::move(location)});
  return response;
}

Fields parse_form(std::string_view text) {
  Fields fields;
  while (!text.empty() && fields.size() < kMaxFields) {
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    const auto equals = pair.find('=');
    if (!pair.empty()) {
      fields.push_back({decode_value(pair.substr(0, equals)),
                        equals == std::string_view::npos ? std::string()
                                                         : decode_value(pair.substr(equals + 1))});
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return fields;
}

Fields parse_cookies(std::string_view header) {
  Fields cookies;
  while (!header.empty() && cookies.size() < kMaxFields) {
    const auto end = header.find(';');
    const std::string_view pair = trim(header.substr(0, end));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      cookies.push_back(
          {std::string(pair.substr(0, equals)), repair_utf8(pair.substr(equals + 1))});
    }
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 1);
  }
  return cookies;
}

std::string percent_encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

}  // namespace depesche::web
