#include "url/for_others.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "url/url.h"

namespace depesche {
namespace {

// What feeds' addresses ask for in their queries, ascending. Any other name may be a key's.
constexpr std::array<std::string_view, 33> kHarmlessParameters{
    "atom",        "cat",       "category",    "channel_id", "context", "count",    "edition",
    "feed",        "feed-type", "format",      "hl",         "lang",    "language", "limit",
    "max-results", "media",     "mode",        "num",        "option",  "output",   "page",
    "paged",       "per_page",  "playlist_id", "post_type",  "rss",     "section",  "size",
    "sort",        "tag",       "task",        "type",       "view"};
// Numbers of a thing, if they are short; longer ones may be keys.
constexpr std::array<std::string_view, 4> kNumberedParameters{"cid", "id", "p", "sid"};
constexpr std::size_t kLongestNumber = 9;
// Ids of playlists have 34; "feed" may have "rss2", or a key of 40.
constexpr std::size_t kLongestChoice = 34;
constexpr std::size_t kLongestName = 24;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_choice(std::string_view value) {
  return value.size() <= kLongestChoice && value.find_first_of(";=") == std::string_view::npos;
}

/// "format=rss" as it is, "token=…" of any other.
std::string parameter_for_others(std::string_view parameter) {
  const std::size_t equals = parameter.find('=');
  const std::string name = to_lower(parameter.substr(0, equals));
  const bool has_value = equals != std::string_view::npos;
  const std::string_view value = has_value ? parameter.substr(equals + 1) : std::string_view();
  if (parameter.empty() || (is_one_of(kHarmlessParameters, name) && is_choice(value))) {
    return std::string(parameter);
  }
  // A key may stand where a name should.
  if (!has_value || name.size() > kLongestName || value.starts_with('=')) return "…";
  const bool is_number =
      value.size() <= kLongestNumber && std::all_of(value.begin(), value.end(), is_digit);
  if (value.empty() || (is_number && is_one_of(kNumberedParameters, name))) {
    return std::string(parameter);
  }
  return std::string(parameter.substr(0, equals + 1)) + "…";
}

}  // namespace

std::string address_for_others(std::string_view address) {
  std::string bare = without_password(address);
  const std::size_t end = std::min(bare.find('#'), bare.size());
  const std::size_t mark = bare.find('?');
  if (mark >= end) return bare;
  std::string_view query = std::string_view(bare).substr(mark + 1, end - mark - 1);
  std::string shown = bare.substr(0, mark + 1);
  while (true) {
    const std::size_t next = std::min(query.find('&'), query.size());
    shown += parameter_for_others(query.substr(0, next));
    if (next == query.size()) break;
    shown += '&';
    query.remove_prefix(next + 1);
  }
  return shown + bare.substr(end);
}

}  // namespace depesche
