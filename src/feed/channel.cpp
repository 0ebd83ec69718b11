// What RSS, RDF and Atom say about the feed itself.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "feed/syndication.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

class ChannelReader {
 public:
  explicit ChannelReader(XmlFeed& feed) : feed_(feed), out_(feed.feed()) {}

  void read(NodeIndex channel) {
    for (const NodeIndex child : feed_.document().children(channel)) element(child);
  }

  void finish(NodeIndex root) {
    if (out_.title.empty()) out_.title = module_title_;
    if (out_.description.empty()) out_.description = module_description_;
    if (out_.language.empty()) out_.language = feed_.language(root);
    if (!out_.updated) out_.updated = weak_updated_;
    if (period_minutes_ && !out_.ttl_minutes) {
      out_.ttl_minutes = std::max(1, *period_minutes_ / std::max(1, frequency_));
    }
  }

 private:
  void element(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    switch (feed_.space(node)) {
      case Space::Plain:
      case Space::Atom:
        return own(node);
      case Space::Dc:
      case Space::DcTerms:
        if (name == "title") module_title_ = feed_.line(node);
        if (name == "description") module_description_ = feed_.line(node);
        if (name == "language" && out_.language.empty()) out_.language = feed_.plain(node);
        if (name == "date" || name == "modified")
          weak_updated_ = feed_.moment(node, feed_.plain(node));
        return;
      case Space::Itunes:
        if (name == "subtitle" || name == "summary") module_description_ = feed_.line(node);
        return;
      case Space::Syndication:
        return schedule(node);
      default:
        return;
    }
  }

  void own(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "title") {
      if (out_.title.empty()) out_.title = feed_.line(node);
    } else if (name == "link") {
      link(node);
    } else if (name == "description" || name == "subtitle" || name == "tagline") {
      if (out_.description.empty()) out_.description = feed_.line(node);
    } else if (name == "language") {
      out_.language = feed_.plain(node);
    } else if (name == "updated" || name == "modified" || name == "lastbuilddate") {
      if (const auto at = feed_.moment(node, feed_.plain(node))) out_.updated = at;
    } else if (name == "pubdate") {
      weak_updated_ = feed_.moment(node, feed_.plain(node));
    } else if (name == "ttl") {
      ttl(node);
    } else if (name == "skiphours") {
      skip_hours(node);
    } else if (name == "skipdays") {
      skip_days(node);
    }
  }

  void ttl(NodeIndex node) {
    constexpr std::int64_t kMonth = 31 * 24 * 60;
    const auto minutes = number(feed_.plain(node));
    if (minutes && *minutes > 0) {
      out_.ttl_minutes = static_cast<int>(std::min(*minutes, kMonth));
    } else {
      feed_.odd("bad_ttl", node, "the time to live is not a number of minutes");
    }
  }

  void skip_hours(NodeIndex node) {
    for (const NodeIndex child : feed_.document().children(node)) {
      const auto hour = number(feed_.plain(child));
      if (!hour || *hour < 0 || *hour > 24) continue;
      const int value = static_cast<int>(*hour % 24);  // RSS 0.91 counts to 24
      if (std::find(out_.skip_hours.begin(), out_.skip_hours.end(), value) ==
          out_.skip_hours.end()) {
        out_.skip_hours.push_back(value);
      }
    }
  }

  void skip_days(NodeIndex node) {
    constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
    for (const NodeIndex child : feed_.document().children(node)) {
      const auto* const day = std::find(kDays.begin(), kDays.end(), to_lower(feed_.plain(child)));
      if (day == kDays.end()) continue;
      const auto value = static_cast<int>(day - kDays.begin());
      if (std::find(out_.skip_days.begin(), out_.skip_days.end(), value) == out_.skip_days.end()) {
        out_.skip_days.push_back(value);
      }
    }
  }

  void schedule(NodeIndex node) {
    const std::string value = to_lower(feed_.plain(node));
    if (feed_.name(node) == "updatefrequency") {
      constexpr std::int64_t kMost = 10'000;
      frequency_ = static_cast<int>(std::clamp<std::int64_t>(number(value).value_or(1), 1, kMost));
    }
    if (feed_.name(node) != "updateperiod") return;
    constexpr int kHour = 60;
    if (value == "hourly") period_minutes_ = kHour;
    if (value == "daily") period_minutes_ = 24 * kHour;
    if (value == "weekly") period_minutes_ = 7 * 24 * kHour;
    if (value == "monthly") period_minutes_ = 30 * 24 * kHour;
    if (value == "yearly") period_minutes_ = 365 * 24 * kHour;
  }

  void link(NodeIndex node) {
    const xml::Document& document = feed_.document();
    const std::string_view href = document.attribute(node, "href");
    if (href.empty()) {
      if (home_rank_ < 2) set_home(feed_.address(node, feed_.plain(node)), 2);
      return;
    }
    const std::string url = feed_.address(node, href);
    const std::string rel = to_lower(trim(document.attribute(node, "rel")));
    const std::string_view type = document.attribute(node, "type");
    if (rel == "self") {
      out_.self = url;
    } else if (rel == "hub") {
      add_unique(out_.hubs, url);
    } else if (rel == "next") {
      out_.next = url;
    } else if (rel.empty() || rel == "alternate") {
      const bool page = type.empty() || type.find("html") != std::string_view::npos;
      if (home_rank_ < (page ? 2 : 1)) set_home(url, page ? 2 : 1);
    }
  }

  void set_home(std::string url, int rank) {
    if (url.empty()) return;
    out_.home = std::move(url);
    home_rank_ = rank;
  }

  XmlFeed& feed_;
  ParsedFeed& out_;
  int home_rank_ = 0;  // 1: an alternate that is no page, 2: a page
  std::string module_title_, module_description_;
  std::optional<Moment> weak_updated_;
  std::optional<int> period_minutes_;
  int frequency_ = 1;
};

}  // namespace

void read_channels(XmlFeed& feed, const std::vector<NodeIndex>& channels) {
  ChannelReader reader(feed);
  for (const NodeIndex channel : channels) reader.read(channel);
  reader.finish(feed.document().root());
}

}  // namespace depesche::feed
