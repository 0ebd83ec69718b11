// What RSS, RDF and Atom say about the feed itself, and about the one an entry was taken from.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "feed/shared_elements.h"
#include "feed/syndication.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

bool is_page(std::string_view type) {
  return type.empty() || type.find("html") != std::string_view::npos;
}

class MastheadReader {
 public:
  MastheadReader(XmlFeed& feed, Masthead& out)
      : feed_(feed), out_(out), shared_{out.people, out.links,   out.categories,
                                        out.rights, out.license, spare_author_} {}

  void element(NodeIndex node) {
    if (read_shared(feed_, node, shared_)) return;
    switch (feed_.space(node)) {
      case Space::Plain:
      case Space::Atom:
        return own(node);
      case Space::Dc:
      case Space::DcTerms:
        return dublin_core(node);
      case Space::Itunes:
        return itunes(node);
      default:
        return;
    }
  }

  void finish(NodeIndex around) {
    if (out_.title.empty()) out_.title = module_title_;
    if (out_.description.empty()) out_.description = module_description_;
    if (out_.language.empty()) out_.language = feed_.language(around);
    if (!out_.updated) out_.updated = weak_updated_;
    if (!out_.image) out_.image = std::move(module_image_);
    if (author_names(out_.people).empty()) {
      add_person(out_.people, {"author", spare_author_, {}, {}});
    }
  }

 private:
  void own(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "title") {
      if (out_.title.empty()) out_.title = feed_.line(node);
    } else if (name == "link") {
      link(node);
    } else if (name == "description" || name == "subtitle" || name == "tagline") {
      if (out_.description.empty()) out_.description = feed_.line(node);
    } else if (name == "id") {
      out_.id = feed_.plain(node);
    } else if (name == "language") {
      out_.language = feed_.plain(node);
    } else if (name == "generator") {
      out_.generator = feed_.line(node);
    } else if (name == "image") {
      picture(node);
    } else if (name == "logo") {
      set_picture(out_.image, feed_.address(node, feed_.plain(node)));
    } else if (name == "icon") {
      out_.icon = feed_.address(node, feed_.plain(node));
    } else if (name == "updated" || name == "modified" || name == "lastbuilddate") {
      if (const auto at = feed_.moment(node, feed_.plain(node))) out_.updated = at;
    } else if (name == "pubdate") {
      weak_updated_ = feed_.moment(node, feed_.plain(node));
    }
  }

  void dublin_core(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "title") module_title_ = feed_.line(node);
    if (name == "description") module_description_ = feed_.line(node);
    if (name == "language" && out_.language.empty()) out_.language = feed_.plain(node);
    if (name == "date" || name == "modified" || (name == "issued" && !weak_updated_)) {
      weak_updated_ = feed_.moment(node, feed_.plain(node));
    }
  }

  void itunes(NodeIndex node) {
    const xml::Document& document = feed_.document();
    const std::string_view name = feed_.name(node);
    if (name == "subtitle" || name == "summary") module_description_ = feed_.line(node);
    if (name == "image" || (name == "link" && document.attribute(node, "rel") == "image")) {
      const std::string_view href = document.attribute(node, "href");
      set_picture(module_image_,
                  feed_.address(node, href.empty() ? document.attribute(node, "url") : href));
    }
  }

  // RSS: its title is what stands where the picture cannot.
  void picture(NodeIndex node) {
    const NodeIndex url = feed_.child(node, "url");
    if (url == xml::kNoNode) return;
    set_picture(out_.image, feed_.address(url, feed_.plain(url)));
    if (!out_.image) return;
    const NodeIndex title = feed_.child(node, "title");
    const NodeIndex description = feed_.child(node, "description");
    if (title != xml::kNoNode) out_.image->alt = feed_.line(title);
    if (description != xml::kNoNode) out_.image->caption = feed_.line(description);
  }

  static void set_picture(std::optional<Picture>& picture, std::string url) {
    if (!url.empty()) picture = Picture{std::move(url), {}, {}, {}};
  }

  void link(NodeIndex node) {
    std::optional<Link> link = read_link(feed_, node);
    if (!link) {
      const bool has_none = feed_.document().attribute(node, "href").empty();
      if (has_none && home_rank_ < 2) set_home(feed_.address(node, feed_.plain(node)), 2);
      return;
    }
    if (link->rel == "self") out_.self = link->url;
    if (link->rel == "alternate") {
      const int rank = is_page(link->type) ? 2 : 1;
      if (home_rank_ < rank) set_home(link->url, rank);
    }
    add_link(shared_, *std::move(link));
  }

  void set_home(std::string url, int rank) {
    if (url.empty()) return;
    out_.home = std::move(url);
    home_rank_ = rank;
  }

  XmlFeed& feed_;
  Masthead& out_;
  std::string spare_author_;
  SharedFields shared_;
  int home_rank_ = 0;  // 1: an alternate that is no page, 2: a page
  std::string module_title_, module_description_;
  std::optional<Picture> module_image_;
  std::optional<Moment> weak_updated_;
};

// The feed's masthead, and when to come back to it.
class ChannelReader {
 public:
  explicit ChannelReader(XmlFeed& feed)
      : feed_(feed), out_(feed.feed()), masthead_(feed, feed.feed()) {}

  void read(NodeIndex channel) {
    for (const NodeIndex child : feed_.document().children(channel)) {
      masthead_.element(child);
      const Space space = feed_.space(child);
      if (space == Space::Syndication) schedule(child);
      if (space == Space::Itunes) podcast(child);
      if (space != Space::Plain && space != Space::Atom) continue;
      if (feed_.name(child) == "ttl") ttl(child);
      if (feed_.name(child) == "skiphours") skip_hours(child);
      if (feed_.name(child) == "skipdays") skip_days(child);
    }
  }

  void finish(NodeIndex root) {
    masthead_.finish(root);
    for (const Link& link : out_.links) {
      if (link.rel == "hub") add_unique(out_.hubs, link.url);
      if (link.rel == "next") out_.next = link.url;
    }
    if (period_minutes_ && !out_.ttl_minutes) {
      out_.ttl_minutes = std::max(1, *period_minutes_ / std::max(1, frequency_));
    }
  }

 private:
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

  void podcast(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "new-feed-url") out_.moved_to = feed_.address(node, feed_.plain(node));
    if (name == "complete" && equals_ignoring_case(feed_.plain(node), "yes")) {
      feed_.feed().oddities.push_back(
          {"complete", {}, "the podcast says that it is complete: no new episodes will come", {}});
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

  XmlFeed& feed_;
  ParsedFeed& out_;
  MastheadReader masthead_;
  std::optional<int> period_minutes_;
  int frequency_ = 1;
};

}  // namespace

Masthead read_source(XmlFeed& feed, NodeIndex node) {
  Masthead source;
  const std::vector<NodeIndex> children = feed.document().children(node);
  if (children.empty()) {
    source.title = feed.line(node);
    source.self = feed.address(node, feed.document().attribute(node, "url"));
    return source;
  }
  MastheadReader reader(feed, source);
  for (const NodeIndex child : children) reader.element(child);
  reader.finish(node);
  return source;
}

void read_channels(XmlFeed& feed, const std::vector<NodeIndex>& channels) {
  ChannelReader reader(feed);
  for (const NodeIndex channel : channels) reader.read(channel);
  reader.finish(feed.document().root());
}

}  // namespace depesche::feed
