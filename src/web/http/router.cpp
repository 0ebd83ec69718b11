#include "web/http/router.h"

#include <cassert>
#include <optional>

namespace depesche::web {
namespace {

std::vector<std::string> split(std::string_view pattern) {
  assert(!pattern.empty() && pattern[0] == '/');
  std::vector<std::string> segments;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    segments.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) break;
    pattern.remove_prefix(slash + 1);
  }
  return segments;
}

/// As in an Allow header.
std::string_view name_of(Method method) {
  switch (method) {
    case Method::Get:
      return "GET, HEAD";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    default:
      return {};
  }
}

/// Takes ".atom" or ".json" off the end and says which it was.
Format take_format(std::string& segment) {
  for (const auto& [ending, format] :
       {std::pair{std::string_view(".atom"), Format::Atom}, {".json", Format::Json}}) {
    if (segment.size() > ending.size() && segment.ends_with(ending)) {
      segment.resize(segment.size() - ending.size());
      return format;
    }
  }
  return Format::Html;
}

std::optional<Match> match(const std::vector<std::string>& pattern, Formats formats,
                           const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  Match found;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::string segment = segments[i];
    if (formats == Formats::Lists && i + 1 == pattern.size()) found.format = take_format(segment);
    if (pattern[i][0] == ':' && !segment.empty()) {
      found.words.push_back(std::move(segment));
    } else if (segment != pattern[i]) {
      return std::nullopt;
    }
  }
  return found;
}

}  // namespace

void Router::get(std::string_view pattern, Formats formats, Action action) {
  add(Method::Get, pattern, formats, std::move(action), Sender::Anyone);
}

void Router::post(std::string_view pattern, Action action) {
  add(Method::Post, pattern, Formats::Html, std::move(action), Sender::Form);
}

void Router::post_from_outside(std::string_view pattern, Action action) {
  add(Method::Post, pattern, Formats::Html, std::move(action), Sender::Anyone);
}

void Router::put(std::string_view pattern, Action action) {
  add(Method::Put, pattern, Formats::Html, std::move(action), Sender::Anyone);
}

void Router::add(Method method, std::string_view pattern, Formats formats, Action action,
                 Sender sender) {
  routes_.push_back({method, split(pattern), formats, std::move(action), sender == Sender::Form});
}

Router::Found Router::find(const Request& request) const {
  const Method wanted = request.method == Method::Head ? Method::Get : request.method;
  Found found;
  for (const Route& route : routes_) {
    auto matched = match(route.pattern, route.formats, request.segments);
    if (!matched) continue;
    if (route.method == wanted) {
      return {&route.action, route.is_form, std::move(*matched), {}};
    }
    if (!found.allowed.empty()) found.allowed += ", ";
    found.allowed += name_of(route.method);
  }
  return found;
}

}  // namespace depesche::web
