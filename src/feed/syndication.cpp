// RSS, RDF and Atom. They are read by one reader because feeds mix them: an RSS feed with atom:link
// and dc:creator is the rule. An element's meaning follows from its namespace and name; where two
// say the same, the format's own element wins over a module's.
#include <algorithm>
#include <charconv>
#include <limits>

#include "base/ascii.h"
#include "feed/parse.h"
#include "feed/persons.h"
#include "feed/xml_feed.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

std::optional<std::int64_t> number(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The parts of a person construct, or the text of an author element.
std::string person(const XmlFeed& feed, NodeIndex node) {
  if (const NodeIndex name = feed.child(node, "name"); name != xml::kNoNode) {
    std::string written = feed.plain(name);
    if (!written.empty()) return written;
  }
  if (const NodeIndex mail = feed.child(node, "email"); mail != xml::kNoNode) {
    return feed.plain(mail);
  }
  return feed.document().children(node).empty() ? person_name(feed.plain(node)) : std::string{};
}

// --- Entries ----------------------------------------------------------------------------------

class EntryReader {
 public:
  EntryReader(XmlFeed& feed, NodeIndex node) : feed_(feed), node_(node) {}

  Entry read() {
    for (const NodeIndex child : feed_.document().children(node_)) element(child);
    finish();
    return std::move(entry_);
  }

 private:
  void element(NodeIndex node) {
    switch (feed_.space(node)) {
      case Space::Plain:
      case Space::Atom:
        return own(node);
      case Space::Content:
        if (feed_.name(node) == "encoded") replace_if_empty(entry_.content, feed_.html(node));
        return;
      case Space::Xhtml:
        if (feed_.name(node) == "body" || feed_.name(node) == "div") {
          replace_if_empty(entry_.content, feed_.html(node));
        }
        return;
      case Space::Dc:
      case Space::DcTerms:
        return dublin_core(node);
      case Space::Media:
        return media(node);
      case Space::Itunes:
        return itunes(node);
      case Space::FeedBurner:
        if (feed_.name(node) == "origlink") original_ = feed_.address(node, feed_.plain(node));
        return;
      default:
        return;
    }
  }

  void own(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "title") {
      replace_if_empty(entry_.title, feed_.line(node));
    } else if (name == "link") {
      link(node);
    } else if (name == "description" || name == "summary" || name == "abstract") {
      // Some feeds write both; the second one then is the text.
      replace_if_empty(entry_.summary.empty() ? entry_.summary : entry_.content, feed_.html(node));
    } else if (name == "content" || name == "fullitem" || name == "body") {
      content(node);
    } else if (name == "guid") {
      entry_.id = feed_.plain(node);
      permalink_ =
          !equals_ignoring_case(trim(feed_.document().attribute(node, "ispermalink")), "false");
    } else if (name == "id") {
      entry_.id = feed_.plain(node);
      permalink_ = true;
    } else if (name == "author") {
      add_unique(entry_.authors, person(feed_, node));
    } else if (name == "category") {
      category(node);
    } else if (name == "keywords") {
      keywords(feed_.plain(node));
    } else if (name == "enclosure") {
      enclosure(node, "url", "length");
    } else if (name == "image" || name == "thumbnail") {
      picture_element(node);
    } else {
      date(node);
    }
  }

  void date(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    const bool published = name == "pubdate" || name == "published" || name == "issued";
    const bool updated = name == "updated" || name == "modified" || name == "lastbuilddate";
    if (!published && !updated && name != "created" && name != "date") return;
    const std::optional<Moment> at = feed_.moment(node, feed_.plain(node));
    if (published && at) entry_.published = at;
    if (updated && at) entry_.updated = at;
    if (!published && !updated && at && !weak_published_) weak_published_ = at;
  }

  void dublin_core(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "creator" || name == "author") {
      add_unique(entry_.authors, person_name(feed_.plain(node)));
    } else if (name == "title") {
      module_title_ = feed_.line(node);
    } else if (name == "description" || name == "abstract") {
      module_summary_ = feed_.html(node);
    } else if (name == "subject") {
      add_unique(entry_.categories, feed_.line(node));
    } else if (name == "language") {
      entry_.language = feed_.plain(node);
    } else if (name == "identifier") {
      if (entry_.id.empty()) entry_.id = feed_.plain(node);
    } else if (name == "date" || name == "issued" || name == "created" || name == "available") {
      const std::optional<Moment> at = feed_.moment(node, feed_.plain(node));
      if (at && (!weak_published_ || name == "issued")) weak_published_ = at;
    } else if (name == "modified") {
      if (const auto at = feed_.moment(node, feed_.plain(node)); at && !entry_.updated) {
        entry_.updated = at;
      }
    }
  }

  void itunes(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "author") {
      module_author_ = feed_.line(node);
    } else if (name == "title") {
      module_title_ = feed_.line(node);
    } else if (name == "summary" || (name == "subtitle" && module_summary_.empty())) {
      module_summary_ = feed_.html(node);
    } else if (name == "keywords") {
      keywords(feed_.plain(node));
    } else if (name == "category") {
      add_unique(entry_.categories, squeeze(feed_.document().attribute(node, "text")));
      for (const NodeIndex child : feed_.document().children(node)) itunes(child);
    } else if (name == "image" ||
               (name == "link" && feed_.document().attribute(node, "rel") == "image")) {
      picture_element(node);
    }
  }

  // Media RSS: groups hold several renditions; the first picture is taken.
  void media(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "group") {
      for (const NodeIndex child : feed_.document().children(node)) media(child);
    } else if (name == "content") {
      media_content(node);
    } else if (name == "thumbnail") {
      offer_picture(node, "url", Rank::Thumbnail);
    } else if (name == "title") {
      replace_if_empty(module_title_, feed_.line(node));
    } else if (name == "description") {
      media_text_ = feed_.line(node);
      media_summary_ = feed_.html(node);
    } else if (name == "credit") {
      media_credit_ = feed_.line(node);
    } else if (name == "keywords") {
      keywords(feed_.plain(node));
    } else if (name == "category") {
      const std::string label = squeeze(feed_.document().attribute(node, "label"));
      add_unique(entry_.categories, label.empty() ? feed_.line(node) : label);
    }
  }

  void media_content(NodeIndex node) {
    const std::string_view medium = feed_.document().attribute(node, "medium");
    const std::string_view type = feed_.document().attribute(node, "type");
    const std::string_view url = feed_.document().attribute(node, "url");
    const bool by_name =
        url.find(".jpg") != std::string_view::npos || url.find(".jpeg") != std::string_view::npos ||
        url.find(".png") != std::string_view::npos || url.find(".webp") != std::string_view::npos;
    if (medium == "image" || type.starts_with("image/") ||
        (medium.empty() && type.empty() && by_name)) {
      offer_picture(node, "url", Rank::Content);
    } else {
      enclosure(node, "url", "filesize");
    }
    for (const NodeIndex child : feed_.document().children(node)) media(child);
  }

  enum class Rank { None, Itunes, Element, Enclosure, Thumbnail, Content };

  void offer_picture(NodeIndex node, std::string_view attribute, Rank rank) {
    if (rank <= picture_rank_) return;
    Picture picture;
    picture.url = feed_.address(node, feed_.document().attribute(node, attribute));
    if (picture.url.empty()) return;
    entry_.image = std::move(picture);
    picture_rank_ = rank;
  }

  // <image><url>…</url></image>, <image>address</image>, <itunes:image href="…"/>
  void picture_element(NodeIndex node) {
    if (!feed_.document().attribute(node, "href").empty()) {
      return offer_picture(node, "href", Rank::Itunes);
    }
    if (!feed_.document().attribute(node, "url").empty()) {
      return offer_picture(node, "url", Rank::Element);
    }
    const NodeIndex url = feed_.child(node, "url");
    const std::string address = feed_.address(node, feed_.plain(url == xml::kNoNode ? node : url));
    if (address.empty() || picture_rank_ >= Rank::Element) return;
    entry_.image = Picture{address, {}, {}, {}};
    picture_rank_ = Rank::Element;
  }

  void content(NodeIndex node) {
    const std::string_view src = feed_.document().attribute(node, "src");
    if (!src.empty() && entry_.url.empty()) weak_url_ = feed_.address(node, src);
    replace_if_empty(entry_.content, feed_.html(node));
  }

  void link(NodeIndex node) {
    const xml::Document& document = feed_.document();
    const std::string_view href = document.attribute(node, "href");
    if (href.empty()) {
      const std::string url = feed_.address(node, feed_.plain(node));
      if (!url.empty() && entry_.url.empty()) entry_.url = url;
      return;
    }
    const std::string rel = to_lower(trim(document.attribute(node, "rel")));
    const std::string_view type = trim(document.attribute(node, "type"));
    if (rel == "enclosure") return enclosure(node, "href", "length");
    if (!rel.empty() && rel != "alternate") return;
    const bool page = type.empty() || type.find("html") != std::string_view::npos;
    if (!page && !weak_url_.empty()) return;
    const std::string url = feed_.address(node, href);
    if (!page) {
      weak_url_ = url;
    } else if (entry_.url.empty()) {
      entry_.url = url;
    }
  }

  void enclosure(NodeIndex node, std::string_view address, std::string_view length) {
    constexpr std::size_t kMaxEnclosures = 50;
    const xml::Document& document = feed_.document();
    Enclosure enclosure;
    enclosure.url = feed_.address(node, document.attribute(node, address));
    if (enclosure.url.empty() || entry_.enclosures.size() >= kMaxEnclosures) return;
    enclosure.type = std::string(trim(document.attribute(node, "type")));
    enclosure.bytes = number(document.attribute(node, length));
    if (enclosure.bytes && *enclosure.bytes <= 0) enclosure.bytes.reset();
    if (enclosure.type.starts_with("image/")) offer_picture(node, address, Rank::Enclosure);
    entry_.enclosures.push_back(std::move(enclosure));
  }

  void category(NodeIndex node) {
    const std::string_view label = trim(feed_.document().attribute(node, "label"));
    const std::string_view term = trim(feed_.document().attribute(node, "term"));
    if (!term.empty())
      return add_unique(entry_.categories, std::string(label.empty() ? term : label));
    add_unique(entry_.categories, feed_.line(node));
  }

  void keywords(std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      add_unique(entry_.categories, std::string(trim(text.substr(at, end - at))));
      at = end + 1;
    }
  }

  static void replace_if_empty(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  }

  void finish() {
    replace_if_empty(entry_.title, module_title_);
    replace_if_empty(entry_.summary, module_summary_);
    if (entry_.content.empty()) replace_if_empty(entry_.summary, media_summary_);
    if (entry_.authors.empty()) add_unique(entry_.authors, module_author_);
    if (!entry_.published) entry_.published = weak_published_;
    if (!original_.empty()) entry_.url = original_;
    if (entry_.url.empty() && permalink_ && starts_with_ignoring_case(entry_.id, "http")) {
      entry_.url = feed_.address(node_, entry_.id);
    }
    replace_if_empty(entry_.url, weak_url_);
    const std::string_view about = trim(feed_.document().attribute(node_, "about"));  // RDF
    if (entry_.url.empty()) entry_.url = feed_.address(node_, about);
    if (entry_.id.empty()) entry_.id = about;
    if (entry_.language.empty()) entry_.language = feed_.language(node_);
    if (entry_.image) {
      entry_.image->caption = media_text_;
      entry_.image->credit = media_credit_;
    }
  }

  XmlFeed& feed_;
  NodeIndex node_;
  Entry entry_;
  bool permalink_ = false;
  std::string module_title_, module_summary_, module_author_;
  std::string media_text_, media_summary_, media_credit_;
  std::string weak_url_, original_;
  std::optional<Moment> weak_published_;
  Rank picture_rank_ = Rank::None;
};

// --- The feed itself --------------------------------------------------------------------------

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

// Entries are looked for everywhere: RSS 1.0 puts them beside the channel, and where an element was
// not closed, every later entry lies inside the one before.
void read_syndication(XmlFeed& feed) {
  const xml::Document& document = feed.document();
  ChannelReader channel(feed);
  const NodeIndex root = document.root();
  channel.read(root);
  bool channel_read = feed.name(root) == "channel" || feed.name(root) == "feed";
  for (NodeIndex node = 1; node < document.size(); ++node) {
    if (document.is_text(node)) continue;
    if (!channel_read && feed.name(node) == "channel" && feed.space(node) != Space::Other) {
      channel.read(node);
      channel_read = true;
    }
    if (!is_entry(feed, node)) continue;
    if (feed.feed().entries.size() >= kMaxFeedEntries) {
      feed.odd("too_many_entries", node, "further entries are left out");
      break;
    }
    // What breaks off in the middle may have half an address.
    if (document.is_cut_within(node)) continue;
    Entry entry = EntryReader(feed, node).read();
    note_incomplete(feed, node, entry);
    feed.feed().entries.push_back(std::move(entry));
  }
  channel.finish(root);
}

}  // namespace depesche::feed
