#include "extract/fields/script_dates.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace depesche::extract {
namespace {

using html::NodeIndex;
using html::Tag;

constexpr std::size_t kMostBytes = 4'000'000;
constexpr std::size_t kLongestDate = 40;

// As systems spell them; what comes later in the list is asked where all before it are absent.
constexpr std::array<std::string_view, 10> kMembers{
    "datePublished",   "published_at",   "publishedAt",  "publishedDate", "published_date",
    "publicationDate", "published_time", "publish_date", "publishDate",   "firstPublished"};

/// Past quotes, and past the backslashes of JSON inside a string.
void skip_quote(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] == '\\' || text[at] == '"')) ++at;
}

/// What stands between the quotes behind `"member":`, where the name ends at `at`.
std::string_view value_behind(std::string_view script, std::size_t at) {
  const std::size_t name_end = at;
  skip_quote(script, at);
  if (at == name_end) return {};
  while (at < script.size() && (is_space(script[at]) || script[at] == ':')) ++at;
  const std::size_t quote = at;
  skip_quote(script, at);
  if (at == quote) return {};
  const std::string_view value = script.substr(at, kLongestDate);
  return value.substr(0, value.find_first_of("\"\\"));
}

using Found = std::array<std::string_view, kMembers.size()>;

/// The value of each member that has none yet and stands in `script`. All members have these
/// letters, of which scripts have few "b": they are looked for once for all.
void find_members(std::string_view script, Found& found) {
  constexpr std::string_view kCommon = "ubli";
  for (std::size_t b = script.find('b'); b != std::string_view::npos; b = script.find('b', b + 1)) {
    if (b == 0 || script.substr(b - 1, kCommon.size()) != kCommon) continue;
    for (std::size_t i = 0; i < kMembers.size(); ++i) {
      const std::string_view name = kMembers[i];
      const std::size_t before = name.find(kCommon) + 1;
      if (!found[i].empty() || b <= before || script[b - before - 1] != '"') continue;
      if (!script.substr(b - before).starts_with(name)) continue;
      const std::string_view value = value_behind(script, b - before + name.size());
      if (value.size() >= 10 && is_digit(value.front())) found[i] = value;
    }
  }
}

}  // namespace

std::string_view date_in_scripts(const html::Tree& tree) {
  Found found;
  std::size_t read = 0;
  for (NodeIndex node = 0; node < tree.size() && read < kMostBytes; ++node) {
    if (!tree.is(node, Tag::Script) || tree.first_child(node) == html::kNoNode) continue;
    const std::string_view script = tree.text(tree.first_child(node)).substr(0, kMostBytes - read);
    read += script.size();
    find_members(script, found);
  }
  const auto first =
      std::find_if(found.begin(), found.end(), [](auto value) { return !value.empty(); });
  return first == found.end() ? std::string_view() : *first;
}

}  // namespace depesche::extract
