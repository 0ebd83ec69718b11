#include "url/url.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "url/host.h"
#include "url/percent.h"

namespace depesche {
namespace {

Error no_address(std::string_view why) {
  return {ErrorCode::InvalidInput, "not an address: " + std::string(why)};
}

bool is_slash(char c) { return c == '/' || c == '\\'; }

// Control characters and spaces around an address go, tabs and line breaks anywhere in it too.
std::string clean(std::string_view text) {
  const auto is_edge = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_edge(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
  std::string out(text);
  std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  return out;
}

// The length of "scheme" before its colon, or 0.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ':') return i;
    if (!is_alnum(c) && c != '+' && c != '-' && c != '.') return 0;
  }
  return 0;
}

bool is_single_dot(std::string_view segment) {
  return segment == "." || equals_ignoring_case(segment, "%2e");
}

bool is_double_dot(std::string_view segment) {
  return segment == ".." || equals_ignoring_case(segment, ".%2e") ||
         equals_ignoring_case(segment, "%2e.") || equals_ignoring_case(segment, "%2e%2e");
}

// Appends the segments of `text` to `path` ("" or "/a/b", without a trailing slash of its own),
// dots resolved. `text` is what follows the slash after `path`.
void append_segments(std::string& path, std::string_view text) {
  while (true) {
    const auto end = std::find_if(text.begin(), text.end(), is_slash);
    const std::string_view segment = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const bool last = end == text.end();
    if (is_double_dot(segment)) {
      path.erase(std::min(path.rfind('/'), path.size()));
      if (last) path += '/';
    } else if (is_single_dot(segment)) {
      if (last) path += '/';
    } else {
      path += '/';
      path += percent_encode(segment, PercentSet::Path);
    }
    if (last) break;
    text.remove_prefix(segment.size() + 1);
  }
}

struct Parts {
  std::string_view before;  // authority and path
  std::optional<std::string_view> query, fragment;
};

Parts split_tail(std::string_view text) {
  Parts parts;
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    parts.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  parts.before = text;
  return parts;
}

void set_tail(Url& url, const Parts& parts) {
  if (parts.query) {
    url.query =
        percent_encode(*parts.query, url.is_web() ? PercentSet::WebQuery : PercentSet::Query);
  }
  if (parts.fragment) url.fragment = percent_encode(*parts.fragment, PercentSet::Fragment);
}

Result<void> set_port(Url& url, std::string_view digits) {
  if (digits.empty()) return {};
  std::uint32_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return no_address("the port is not a number");
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
    if (value > 65535) return no_address("the port is beyond 65535");
  }
  const std::uint32_t usual = url.scheme == "https" ? 443 : 80;
  if (value != usual) url.port = static_cast<std::uint16_t>(value);
  return {};
}

// "user:password@host:port"
Result<void> set_authority(Url& url, std::string_view text) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view info = text.substr(0, at);
    const std::size_t colon = info.find(':');
    url.username = percent_encode(info.substr(0, colon), PercentSet::UserInfo);
    if (colon != std::string_view::npos) {
      url.password = percent_encode(info.substr(colon + 1), PercentSet::UserInfo);
    }
    text.remove_prefix(at + 1);
  }
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  Result<std::string> host = parse_host(text.substr(0, colon));
  if (!host) return host.error();
  url.host = *std::move(host);
  return colon == std::string_view::npos ? Result<void>() : set_port(url, text.substr(colon + 1));
}

// What follows "http:" or a reference's "//": any number of slashes, authority, path.
Result<Url> parse_from_authority(Url url, std::string_view text) {
  const Parts parts = split_tail(text);
  std::string_view rest = parts.before;
  while (!rest.empty() && is_slash(rest.front())) rest.remove_prefix(1);
  const auto end = std::find_if(rest.begin(), rest.end(), is_slash);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  if (const Result<void> done = set_authority(url, rest.substr(0, length)); !done) {
    return done.error();
  }
  if (length == rest.size()) {
    url.path = "/";
  } else {
    append_segments(url.path, rest.substr(length + 1));
  }
  set_tail(url, parts);
  return url;
}

Result<Url> parse_opaque(Url url, std::string_view text) {
  const Parts parts = split_tail(text);
  url.path = percent_encode(parts.before, PercentSet::Control);
  // A space at the end would be stripped when the address is parsed again.
  if (!url.path.empty() && url.path.back() == ' ') {
    url.path.pop_back();
    url.path += "%20";
  }
  set_tail(url, parts);
  return url;
}

// The standard's "relative" states; `text` has no scheme of its own.
Result<Url> parse_relative(std::string_view text, const Url& base) {
  if (text.size() >= 2 && is_slash(text[0]) && is_slash(text[1])) {
    Url url;
    url.scheme = base.scheme;
    return parse_from_authority(std::move(url), text);
  }
  const Parts parts = split_tail(text);
  Url url = base;
  url.fragment.reset();
  if (!parts.before.empty()) {
    url.query.reset();
    if (is_slash(parts.before.front())) {
      url.path.clear();
      append_segments(url.path, parts.before.substr(1));
    } else {
      url.path.erase(std::min(url.path.rfind('/'), url.path.size()));
      append_segments(url.path, parts.before);
    }
  } else if (parts.query) {
    url.query.reset();
  }
  set_tail(url, parts);
  return url;
}

Result<Url> parse(std::string_view address, const Url* base) {
  if (address.size() > kMaxUrlBytes) {
    return Error{ErrorCode::TooLarge, "the address is longer than 64 KB"};
  }
  const std::string text = clean(address);
  const std::size_t length = scheme_length(text);
  if (length == 0) {
    if (base == nullptr) return no_address("it does not begin with http:// or https://");
    return parse_relative(text, *base);
  }
  Url url;
  url.scheme = to_lower(std::string_view(text).substr(0, length));
  const std::string_view rest = std::string_view(text).substr(length + 1);
  if (!url.is_web()) return parse_opaque(std::move(url), rest);
  if (base != nullptr && base->scheme == url.scheme && !rest.starts_with("//")) {
    return parse_relative(rest, *base);  // "http:page" in an http page; the standard keeps it
  }
  return parse_from_authority(std::move(url), rest);
}

}  // namespace

std::string Url::host_and_port() const { return port ? host + ":" + std::to_string(*port) : host; }

std::string Url::origin() const { return scheme + "://" + host_and_port(); }

std::string Url::path_and_query() const { return query ? path + "?" + *query : path; }

std::string Url::to_string() const {
  std::string out = scheme + ":";
  if (is_web()) {
    out += "//";
    if (!username.empty() || !password.empty()) {
      out += username;
      if (!password.empty()) out += ":" + password;
      out += "@";
    }
    out += host_and_port();
  }
  out += path_and_query();
  if (fragment) out += "#" + *fragment;
  return out;
}

Result<Url> parse_url(std::string_view address) { return parse(address, nullptr); }

Result<Url> resolve(std::string_view reference, const Url& base) {
  if (!base.is_web()) return parse(reference, nullptr);
  return parse(reference, &base);
}

std::string resolve_address(std::string_view reference, std::string_view base) {
  const Result<Url> parsed_base = parse_url(base);
  const Result<Url> url = parsed_base ? resolve(reference, *parsed_base) : parse_url(reference);
  return url && url->is_web() ? url->to_string() : std::string();
}

std::string without_password(std::string_view address) {
  Result<Url> url = parse_url(address);
  if (!url || (url->username.empty() && url->password.empty())) return std::string(address);
  url->username.clear();
  url->password.clear();
  return url->to_string();
}

}  // namespace depesche
