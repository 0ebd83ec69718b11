// The first lines are the selectors of a rule (entry, link, title, date, summary), the rest is a
// page.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "feed/page.h"
#include "feed/xpath_rule.h"
#include "html/select.h"
#include "html/tree.h"
#include "url/canonical.h"

namespace {

std::string take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string line(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  PageRule rule;
  rule.entry = take_line(text);
  rule.link = take_line(text);
  rule.title = take_line(text);
  rule.date = take_line(text);
  rule.summary = take_line(text);
  const bool is_usable = static_cast<bool>(check_rule(rule));
  // Maybe paths of another reader's.
  if (const auto told = entry_of_xpath(rule.entry)) {
    assert(html::Selector::parse(told->selector()));
    for (const XPathPart part : {XPathPart::Link, XPathPart::Title, XPathPart::Date}) {
      const auto inside = part_of_xpath(rule.link, part, *told);
      assert(!inside || inside->empty() || html::Selector::parse(*inside));
    }
  }
  const auto written = in_selectors(rule);
  if (const auto* told = std::get_if<PageRule>(&written)) {
    assert(!is_xpath(rule.entry) || check_rule({told->entry, {}, {}, {}, {}}));
    // "." tells the entry itself, which is refused by itself where it is no selector.
    assert(!is_xpath(rule.title) || told->title == told->entry || told->title.empty() ||
           html::Selector::parse(told->title));
  }
  const auto selector = html::Selector::parse(rule.entry);
  if (selector) {
    const html::Tree page = html::parse(text);
    const std::vector<html::NodeIndex> found = selector->all(page, page.root());
    assert(std::is_sorted(found.begin(), found.end()));
    assert(selector->first(page, page.root()) == (found.empty() ? html::kNoNode : found.front()));
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 20); ++i) {
      assert(selector->matches(page, found[i]));
    }
  }
  const auto feed = parse_page(text, "https://outlet.example/news", "text/html", rule);
  assert(is_usable || !feed);
  if (!feed) return 0;
  assert(!feed->entries.empty() && feed->entries.size() <= kMaxPageEntries);
  std::set<std::string> addresses;
  for (const Entry& entry : feed->entries) {
    assert(entry.url.starts_with("http"));
    assert(addresses.insert(canonical_url(entry.url)).second);
    assert(entry.summary.find('<') == std::string::npos);
  }
  return 0;
}
