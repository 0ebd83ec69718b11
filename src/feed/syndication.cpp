// RSS, RDF and Atom: where the entries are. What they mean is in entry.cpp and channel.cpp.
#include "feed/syndication.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "feed/parse.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

bool is_entry(const XmlFeed& feed, NodeIndex node) {
  const std::string_view name = feed.name(node);
  if (name != "item" && name != "entry") return false;
  const Space space = feed.space(node);
  return space == Space::Plain || space == Space::Atom;
}

void note_incomplete(XmlFeed& feed, NodeIndex node, const Entry& entry) {
  if (entry.url.empty() && entry.id.empty() && entry.title.empty()) {
    feed.odd("empty_entry", node, "an entry has neither address nor title");
  }
}

}  // namespace

std::optional<std::int64_t> number(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::chrono::seconds> duration(std::string_view text) {
  constexpr std::int64_t kSixty = 60, kLongest = 7 * 24 * 3600;
  text = trim(text);
  if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
    text = text.substr(0, point);  // Media RSS allows fractions
  }
  std::int64_t total = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    const auto part = number(text.substr(at, end - at));
    if (!part || *part < 0 || *part > kLongest) return std::nullopt;
    total = total * kSixty + *part;
    if (total > kLongest) return std::nullopt;
    at = end + 1;
  }
  if (total == 0) return std::nullopt;
  return std::chrono::seconds(total);
}

// Entries are looked for everywhere: RSS 1.0 puts them beside the channel, and where an element was
// not closed, every later entry lies inside the one before.
void read_syndication(XmlFeed& feed) {
  const xml::Document& document = feed.document();
  const NodeIndex root = document.root();
  std::vector<NodeIndex> channels;
  if (!is_entry(feed, root)) channels.push_back(root);  // Atom allows an entry alone
  bool channel_read = feed.name(root) == "channel" || feed.name(root) == "feed";
  for (NodeIndex node = root; node < document.size(); ++node) {
    if (document.is_text(node)) continue;
    if (!channel_read && feed.name(node) == "channel" && feed.space(node) != Space::Other) {
      channels.push_back(node);
      channel_read = true;
    }
    if (!is_entry(feed, node)) continue;
    if (feed.feed().entries.size() >= kMaxFeedEntries) {
      feed.odd("too_many_entries", node, "further entries are left out");
      break;
    }
    // What breaks off in the middle may have half an address.
    if (document.is_cut_within(node)) continue;
    Entry entry = read_entry(feed, node);
    note_incomplete(feed, node, entry);
    feed.feed().entries.push_back(std::move(entry));
  }
  read_channels(feed, channels);
}

}  // namespace depesche::feed
