#include "rights/robots_directives.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "dates/dates.h"

namespace depesche::rights {
namespace {

constexpr int kMostSnippet = 100'000'000;

/// "max-snippet" and "50" of "max-snippet:50"; the second is empty without a colon.
struct Directive {
  std::string name;
  std::string_view value;
};

Directive read_directive(std::string_view text) {
  const std::size_t separator = std::min(text.find_first_of(":="), text.size());
  return {to_lower(trim(text.substr(0, separator))),
          trim(text.substr(std::min(separator + 1, text.size())))};
}

/// Directives that carry a value, so that what stands before their colon is nobody's name.
bool takes_value(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames{"max-snippet", "max-image-preview",
                                                   "max-video-preview", "unavailable_after"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::optional<int> read_limit(std::string_view value) {
  const bool is_negative = value.starts_with('-');
  if (is_negative) value.remove_prefix(1);
  if (value.empty() || !is_digit(value.front())) return std::nullopt;
  int limit = 0;
  for (const char c : value) {
    if (!is_digit(c)) break;
    limit = std::min(limit * 10 + (c - '0'), kMostSnippet / 10);
  }
  if (is_negative) return std::nullopt;  // -1: as long as one likes
  return limit;
}

using When = std::optional<std::chrono::sys_seconds>;

When earlier(const When& a, const When& b) { return a && b ? std::min(a, b) : (a ? a : b); }

When read_moment(std::string_view value) {
  auto moment = parse_rfc3339(value);
  if (!moment) moment = parse_rfc822(value);
  return moment ? When(moment->at) : std::nullopt;
}

void apply(const Directive& directive, RobotsDirectives& out) {
  const std::string& name = directive.name;
  if (name == "noindex" || name == "none") out.noindex = true;
  if (name == "nosnippet") out.nosnippet = true;
  if (name == "noarchive" || name == "nocache") out.noarchive = true;
  if (name == "noimageindex") out.noimageindex = true;
  if (name == "data-nosnippet") out.data_nosnippet = true;
  if (name == "max-image-preview" && equals_ignoring_case(directive.value, "none")) {
    out.noimageindex = true;
  }
  if (name == "max-snippet") {
    const auto limit = read_limit(directive.value);
    if (limit && (!out.max_snippet || *limit < *out.max_snippet)) out.max_snippet = limit;
    if (limit == 0) out.nosnippet = true;
  }
  if (name == "unavailable_after") {
    out.unavailable_after = earlier(out.unavailable_after, read_moment(directive.value));
  }
}

/// "unavailable_after: Friday" of a date that goes on behind the comma.
bool breaks_off_in_date(std::string_view part) {
  const std::size_t name = to_lower(part).find("unavailable_after");
  if (name == std::string::npos) return false;
  return std::none_of(part.begin() + static_cast<std::ptrdiff_t>(name), part.end(), is_digit);
}

template <class Use>
void for_each_part(std::string_view list, const Use& use) {
  list = list.substr(0, kMostDirectiveBytes);
  while (!list.empty()) {
    std::size_t end = std::min(list.find_first_of(",;"), list.size());
    if (breaks_off_in_date(list.substr(0, end))) {
      end = std::min(list.find_first_of(",;", std::min(end + 1, list.size())), list.size());
    }
    const std::string_view part = trim(list.substr(0, end));
    if (!part.empty()) use(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace

RobotsDirectives read_directives(std::string_view list) {
  RobotsDirectives out;
  for_each_part(list, [&](std::string_view part) { apply(read_directive(part), out); });
  return out;
}

RobotsDirectives read_robots_tag(std::string_view line) {
  RobotsDirectives out;
  bool is_ours = true;
  for_each_part(line, [&](std::string_view part) {
    const std::size_t colon = part.find(':');
    if (colon != std::string_view::npos) {
      const std::string before = to_lower(trim(part.substr(0, colon)));
      if (!takes_value(before)) {
        is_ours = speaks_to_us(before);
        part = trim(part.substr(colon + 1));
      }
    }
    if (is_ours) apply(read_directive(part), out);
  });
  return out;
}

bool speaks_to_us(std::string_view agent) {
  for (const std::string_view ours : {"robots", "*", "depesche", "googlebot-news"}) {
    if (equals_ignoring_case(trim(agent), ours)) return true;
  }
  return false;
}

RobotsDirectives both(const RobotsDirectives& a, const RobotsDirectives& b) {
  RobotsDirectives out;
  out.noindex = a.noindex || b.noindex;
  out.nosnippet = a.nosnippet || b.nosnippet;
  out.noarchive = a.noarchive || b.noarchive;
  out.noimageindex = a.noimageindex || b.noimageindex;
  out.data_nosnippet = a.data_nosnippet || b.data_nosnippet;
  out.unavailable_after = earlier(a.unavailable_after, b.unavailable_after);
  out.max_snippet = a.max_snippet;
  if (b.max_snippet && (!out.max_snippet || *b.max_snippet < *out.max_snippet)) {
    out.max_snippet = b.max_snippet;
  }
  return out;
}

std::string to_text(const RobotsDirectives& directives) {
  std::string text;
  const auto add = [&text](bool is_set, std::string_view name) {
    if (!is_set) return;
    if (!text.empty()) text += ", ";
    text += name;
  };
  add(directives.noindex, "noindex");
  add(directives.nosnippet, "nosnippet");
  add(directives.noarchive, "noarchive");
  add(directives.noimageindex, "noimageindex");
  add(directives.data_nosnippet, "data-nosnippet");
  if (directives.max_snippet) {
    add(true, "max-snippet:" + std::to_string(*directives.max_snippet));
  }
  if (directives.unavailable_after) {
    add(true, "unavailable_after:" + format_rfc3339(*directives.unavailable_after));
  }
  return text;
}

}  // namespace depesche::rights
