// The first line is a path, the rest the robots.txt of its host.
#include "fetch/robots.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fetch/reply_headers.h"
#include "url/link_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche::fetch;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const RobotsRules rules = parse_robots(text.substr(std::min(line + 1, text.size())), "depesche");
  for (const RobotsRule& rule : rules.rules) assert(!rule.pattern.empty());
  assert(!rules.crawl_delay || rules.crawl_delay->count() >= 0);
  (void)is_allowed(rules, text.substr(0, line));
  // The headers of an answer are as foreign, and as small.
  (void)depesche::parse_links(text);
  (void)parse_http_date(text.substr(0, line));
  const auto max_age = parse_max_age(text);
  assert(!max_age || max_age->count() >= 0);
  return 0;
}
