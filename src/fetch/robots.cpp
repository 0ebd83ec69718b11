#include "fetch/robots.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "url/path_pattern.h"
#include "url/percent.h"

namespace depesche::fetch {
namespace {

enum class Key { UserAgent, Allow, Disallow, Sitemap, CrawlDelay, ContentUsage, License, Other };

Key key_of(std::string_view name) {
  struct Spelling {
    std::string_view name;
    Key key;
  };
  constexpr std::array<Spelling, 14> kSpellings{{{"user-agent", Key::UserAgent},
                                                 {"useragent", Key::UserAgent},
                                                 {"user agent", Key::UserAgent},
                                                 {"allow", Key::Allow},
                                                 {"disallow", Key::Disallow},
                                                 {"dissallow", Key::Disallow},
                                                 {"dissalow", Key::Disallow},
                                                 {"disalow", Key::Disallow},
                                                 {"diasllow", Key::Disallow},
                                                 {"disallaw", Key::Disallow},
                                                 {"sitemap", Key::Sitemap},
                                                 {"crawl-delay", Key::CrawlDelay},
                                                 {"content-usage", Key::ContentUsage},
                                                 {"license", Key::License}}};
  for (const Spelling& spelling : kSpellings) {
    if (equals_ignoring_case(name, spelling.name)) return spelling.key;
  }
  return Key::Other;
}

struct Line {
  Key key = Key::Other;
  std::string_view value;
};

Line read_line(std::string_view text) {
  text = trim(text.substr(0, text.find('#')));
  std::size_t separator = text.find(':');
  if (separator == std::string_view::npos) separator = text.find_first_of(" \t");
  if (separator == std::string_view::npos) return {};
  return {key_of(trim(text.substr(0, separator))), trim(text.substr(separator + 1))};
}

// The leading [A-Za-z_-]+ of a User-agent line: "depesche/1.0 (news)" speaks to "depesche".
std::string_view product_token(std::string_view value) {
  const auto is_token = [](char c) { return is_alpha(c) || c == '_' || c == '-'; };
  const auto end = std::find_if_not(value.begin(), value.end(), is_token);
  return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

bool speaks_to_everybody(std::string_view value) {
  return !value.empty() && value[0] == '*' && (value.size() == 1 || is_space(value[1]));
}

// RFC 9309, 2.2.2: one spelling for comparing.
std::string normalise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte <= 0x20 || byte >= 0x7F) {
      append_escaped(out, byte);
      continue;
    }
    const int high = byte == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    const char c = static_cast<char>(high * 16 + low);
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      append_escaped(out, static_cast<unsigned char>(c));
    }
    i += 2;
  }
  return out;
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view value) {
  std::int64_t milliseconds = 0, unit = 1000;
  bool digits = false, fraction = false;
  for (const char c : value) {
    if (c == '.' && !fraction) {
      fraction = true;
    } else if (is_digit(c)) {
      digits = true;
      if (fraction) {
        unit /= 10;
        milliseconds += (c - '0') * unit;
      } else {
        milliseconds = std::min<std::int64_t>(milliseconds * 10 + (c - '0') * 1000, 1'000'000'000);
      }
    } else {
      break;
    }
  }
  if (!digits) return std::nullopt;
  return std::chrono::milliseconds(milliseconds);
}

// Reads line by line and keeps what was said to us and what was said to everybody.
class Reader {
 public:
  explicit Reader(std::string_view agent) : agent_(agent) {}

  void read(const Line& line) {
    switch (line.key) {
      case Key::UserAgent:
        read_agent(line.value);
        break;
      case Key::Allow:
        read_rule(line.value, true);
        break;
      case Key::Disallow:
        read_rule(line.value, false);
        break;
      case Key::CrawlDelay:
        read_delay(line.value);
        break;
      case Key::Sitemap:
        if (sitemaps_.size() < kMaxRobotsSitemaps) sitemaps_.emplace_back(line.value);
        break;
      case Key::ContentUsage:
        read_usage(line.value);
        break;
      case Key::License:
        if (license_.empty() && line.value.size() <= kMaxUsageBytes) license_ = line.value;
        break;
      case Key::Other:
        break;
    }
  }

  RobotsRules finish() && {
    RobotsRules rules = named_ ? std::move(ours_) : std::move(everybodys_);
    rules.sitemaps = std::move(sitemaps_);
    rules.license = std::move(license_);
    return rules;
  }

 private:
  // Several User-agent lines in a row head one group; a rule ends the row.
  void read_agent(std::string_view value) {
    if (rules_follow_) in_ours_ = in_everybodys_ = rules_follow_ = false;
    if (speaks_to_everybody(value)) in_everybodys_ = true;
    const std::string_view token = product_token(value);
    if (!token.empty() && equals_ignoring_case(token, agent_)) in_ours_ = named_ = true;
  }

  void read_rule(std::string_view value, bool allow) {
    rules_follow_ = true;
    if (value.empty()) return;  // "Disallow:" disallows nothing
    if (in_ours_) ours_.rules.push_back({normalise(value), allow});
    if (in_everybodys_) everybodys_.rules.push_back({normalise(value), allow});
  }

  void read_delay(std::string_view value) {
    const auto delay = parse_delay(value);
    if (in_ours_ && delay) ours_.crawl_delay = delay;
    if (in_everybodys_ && delay) everybodys_.crawl_delay = delay;
  }

  // "Content-Usage: /path train-ai=n", "Content-Usage: train-ai=n".
  void read_usage(std::string_view value) {
    rules_follow_ = true;
    UsageRule rule;
    if (value.starts_with('/')) {
      const std::size_t end = std::min(value.find_first_of(" \t"), value.size());
      rule.pattern = normalise(value.substr(0, end));
      value = trim(value.substr(end));
    }
    rule.usage = value;
    if (value.empty() || value.size() > kMaxUsageBytes) return;
    for (const auto& [is_in, rules] :
         {std::pair{in_ours_, &ours_}, {in_everybodys_, &everybodys_}}) {
      if (is_in && rules->usage.size() < kMaxUsageRules) rules->usage.push_back(rule);
    }
  }

  std::string_view agent_;
  RobotsRules ours_, everybodys_;
  std::string license_;
  std::vector<std::string> sitemaps_;
  bool in_ours_ = false, in_everybodys_ = false;
  bool rules_follow_ = false;
  bool named_ = false;
};

}  // namespace

RobotsRules parse_robots(std::string_view text, std::string_view agent) {
  text = text.substr(0, kMaxRobotsBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Reader reader(agent);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    reader.read(read_line(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(reader).finish();
}

RobotsRules allow_everything() { return {}; }

RobotsRules allow_nothing() {
  RobotsRules rules;
  rules.rules.push_back({"/", false});
  return rules;
}

std::string content_usage_of(const RobotsRules& rules, std::string_view path_and_query) {
  const std::string path = path_and_query.empty() ? "/" : normalise(path_and_query);
  std::size_t longest = 0;
  std::string usage;
  for (const UsageRule& rule : rules.usage) {
    if (!rule.pattern.empty() && !matches_path(rule.pattern, path)) continue;
    if (rule.pattern.size() < longest) continue;
    // Of one length several add up.
    usage = rule.pattern.size() > longest || usage.empty() ? rule.usage : usage + ", " + rule.usage;
    longest = rule.pattern.size();
  }
  return usage;
}

bool is_allowed(const RobotsRules& rules, std::string_view path_and_query) {
  const std::string path = path_and_query.empty() ? "/" : normalise(path_and_query);
  if (path == "/robots.txt") return true;
  std::size_t longest = 0;
  bool allowed = true;
  for (const RobotsRule& rule : rules.rules) {
    const std::size_t length = rule.pattern.size();
    if (length < longest || (length == longest && !rule.allow)) continue;
    if (!matches_path(rule.pattern, path)) continue;
    longest = length;
    allowed = rule.allow;
  }
  return allowed;
}

}  // namespace depesche::fetch
