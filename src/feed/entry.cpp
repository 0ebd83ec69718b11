// One entry of RSS, RDF or Atom.
#include <chrono>
#include <limits>
#include <memory>

#include "base/ascii.h"
#include "feed/places.h"
#include "feed/shared_elements.h"
#include "feed/syndication.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

class EntryReader {
 public:
  EntryReader(XmlFeed& feed, NodeIndex node)
      : feed_(feed), node_(node), title_at_(node), summary_at_(node), content_at_(node) {}

  Entry read() {
    for (const NodeIndex child : feed_.document().children(node_)) element(child);
    finish();
    return std::move(entry_);
  }

 private:
  void element(NodeIndex node) {
    if (read_shared(feed_, node, shared_)) return;
    switch (feed_.space(node)) {
      case Space::Plain:
      case Space::Atom:
        return own(node);
      case Space::Content:
        if (feed_.name(node) == "encoded") take_content(node);
        return;
      case Space::Xhtml:
        if (feed_.name(node) == "body" || feed_.name(node) == "div") take_content(node);
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
        if (feed_.name(node) == "origenclosurelink") {
          original_enclosure_ = feed_.address(node, feed_.plain(node));
        }
        return;
      case Space::GeoRss:
      case Space::Gml:
      case Space::Geo:
        return read_place(feed_, node, entry_.places);
      case Space::Podcast:
        if (feed_.name(node) == "location") read_place(feed_, node, entry_.places);
        return;
      case Space::Slash:
      case Space::Thread:
        return discussion(node);
      default:
        return;
    }
  }

  void own(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "title") {
      if (entry_.title.empty()) title_at_ = node;
      replace_if_empty(entry_.title, feed_.line(node));
    } else if (name == "link") {
      link(node);
    } else if (name == "description" || name == "summary" || name == "abstract") {
      // Some feeds write both; the second one then is the text.
      if (!entry_.summary.empty()) return take_content(node);
      entry_.summary = feed_.html(node);
      summary_at_ = node;
    } else if (name == "content" || name == "fullitem" || name == "body") {
      content(node);
    } else if (name == "guid") {
      entry_.id = feed_.plain(node);
      permalink_ =
          !equals_ignoring_case(trim(feed_.document().attribute(node, "ispermalink")), "false");
    } else if (name == "id") {
      entry_.id = feed_.plain(node);
      permalink_ = true;
    } else if (name == "source") {
      entry_.source = std::make_shared<const Masthead>(read_source(feed_, node));
    } else if (name == "comments") {
      add_link(shared_, {feed_.address(node, feed_.plain(node)), "replies", {}, {}, {}});
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
    if (name == "title") {
      module_title_ = feed_.line(node);
    } else if (name == "description" || name == "abstract") {
      module_summary_ = feed_.html(node);
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
    if (name == "title") {
      module_title_ = feed_.line(node);
    } else if (name == "summary" || (name == "subtitle" && module_summary_.empty())) {
      module_summary_ = feed_.html(node);
    } else if (name == "duration") {
      duration_ = duration(feed_.plain(node));
    } else if (name == "image" ||
               (name == "link" && feed_.document().attribute(node, "rel") == "image")) {
      picture_element(node);
    }
  }

  /// What Media RSS says of pictures: beside a content of itself, in a group of all its contents,
  /// in the entry of all there are. What is nearest counts.
  struct MediaWords {
    std::string title, text, credit;
  };

  void take_words(NodeIndex node, MediaWords& words) const {
    const std::string_view name = feed_.name(node);
    if (name == "title") words.title = feed_.line(node);
    if (name == "description") words.text = feed_.line(node);
    if (name == "credit") words.credit = feed_.line(node);
  }

  MediaWords words_inside(NodeIndex node, const MediaWords& around) const {
    MediaWords words;
    for (const NodeIndex child : feed_.document().children(node)) take_words(child, words);
    if (words.text.empty() && words.title.empty()) {
      words.title = around.title;
      words.text = around.text;
    }
    if (words.credit.empty()) words.credit = around.credit;
    return words;
  }

  void media(NodeIndex node) {
    take_words(node, media_words_);
    media(node, {});
  }

  // Groups hold several renditions; the first picture is taken. `around` is what is said of those
  // in this place.
  void media(NodeIndex node, const MediaWords& around) {
    if (read_shared(feed_, node, shared_)) return;
    const std::string_view name = feed_.name(node);
    if (name == "group") {
      const MediaWords words = words_inside(node, around);
      for (const NodeIndex child : feed_.document().children(node)) media(child, words);
    } else if (name == "content") {
      media_content(node, words_inside(node, around));
    } else if (name == "thumbnail") {
      offer_picture(node, "url", Rank::Thumbnail, around);
    } else if (name == "title") {
      replace_if_empty(module_title_, feed_.line(node));
    } else if (name == "description") {
      media_summary_ = feed_.html(node);
    } else if (name == "location") {
      for (const NodeIndex child : feed_.document().children(node)) {
        read_place(feed_, child, entry_.places);
      }
    }
  }

  void media_content(NodeIndex node, const MediaWords& words) {
    const std::string_view medium = feed_.document().attribute(node, "medium");
    const std::string_view type = feed_.document().attribute(node, "type");
    const std::string_view url = feed_.document().attribute(node, "url");
    const bool by_name =
        url.find(".jpg") != std::string_view::npos || url.find(".jpeg") != std::string_view::npos ||
        url.find(".png") != std::string_view::npos || url.find(".webp") != std::string_view::npos;
    if (medium == "image" || type.starts_with("image/") ||
        (medium.empty() && type.empty() && by_name)) {
      offer_picture(node, "url", Rank::Content, words);
    } else {
      enclosure(node, "url", "filesize", words.title);
    }
    for (const NodeIndex child : feed_.document().children(node)) media(child, words);
  }

  enum class Rank { None, Itunes, Element, Enclosure, Thumbnail, Content };

  void offer_picture(NodeIndex node, std::string_view attribute, Rank rank,
                     const MediaWords& words = {}) {
    if (rank <= picture_rank_) return;
    take_picture(feed_.address(node, feed_.document().attribute(node, attribute)), rank, words);
  }

  void take_picture(std::string address, Rank rank, const MediaWords& words) {
    if (address.empty()) return;
    entry_.image = Picture{std::move(address), {}, {}, {}};
    picture_rank_ = rank;
    picture_words_ = words;
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
    if (picture_rank_ >= Rank::Element) return;
    take_picture(feed_.address(node, feed_.plain(url == xml::kNoNode ? node : url)), Rank::Element,
                 {});
  }

  void content(NodeIndex node) {
    const std::string_view src = feed_.document().attribute(node, "src");
    if (!src.empty() && entry_.url.empty()) weak_url_ = feed_.address(node, src);
    take_content(node);
  }

  void take_content(NodeIndex node) {
    if (!entry_.content.empty()) return;
    entry_.content = feed_.html(node);
    content_at_ = node;
  }

  void link(NodeIndex node) {
    if (feed_.document().attribute(node, "href").empty()) {
      const std::string url = feed_.address(node, feed_.plain(node));
      if (!url.empty() && entry_.url.empty()) entry_.url = url;
      return;
    }
    std::optional<Link> link = read_link(feed_, node);
    if (!link) return;
    if (link->rel == "enclosure") return enclosure(node, "href", "length", link->title);
    if (link->rel == "alternate") {
      const bool page = link->type.empty() || link->type.find("html") != std::string::npos;
      replace_if_empty(page ? entry_.url : weak_url_, link->url);
    } else if (link->rel == "replies") {
      count_comments(feed_.document().attribute(node, "count"));  // RFC 4685 §4
    }
    add_link(shared_, *std::move(link));
  }

  void discussion(NodeIndex node) {
    const std::string_view name = feed_.name(node);
    if (name == "section") replace_if_empty(entry_.section, feed_.line(node));
    if (name == "comments" || name == "total") count_comments(feed_.plain(node));
  }

  void count_comments(std::string_view text) {
    const auto count = number(text);
    if (count && *count >= 0 && *count <= std::numeric_limits<int>::max()) {
      entry_.comment_count = static_cast<int>(*count);
    }
  }

  void enclosure(NodeIndex node, std::string_view address, std::string_view length,
                 std::string title = {}) {
    constexpr std::size_t kMaxEnclosures = 50;
    const xml::Document& document = feed_.document();
    Enclosure enclosure;
    enclosure.url = feed_.address(node, document.attribute(node, address));
    if (enclosure.url.empty() || entry_.enclosures.size() >= kMaxEnclosures) return;
    enclosure.type = std::string(trim(document.attribute(node, "type")));
    enclosure.bytes = number(document.attribute(node, length));
    if (enclosure.bytes && *enclosure.bytes <= 0) enclosure.bytes.reset();
    enclosure.duration = duration(document.attribute(node, "duration"));
    enclosure.title = std::move(title);
    if (enclosure.type.starts_with("image/")) offer_picture(node, address, Rank::Enclosure);
    entry_.enclosures.push_back(std::move(enclosure));
  }

  static void replace_if_empty(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  }

  void finish() {
    replace_if_empty(entry_.title, module_title_);
    replace_if_empty(entry_.summary, module_summary_);
    if (entry_.content.empty()) replace_if_empty(entry_.summary, media_summary_);
    if (author_names(entry_.people).empty()) {
      add_person(entry_.people, {"author", spare_author_, {}, {}});
    }
    if (!entry_.published) entry_.published = weak_published_;
    if (!original_.empty()) entry_.url = original_;
    if (!original_enclosure_.empty() && entry_.enclosures.size() == 1) {
      entry_.enclosures[0].url = original_enclosure_;
    }
    if (entry_.url.empty() && permalink_ && starts_with_ignoring_case(entry_.id, "http")) {
      entry_.url = feed_.address(node_, entry_.id);
    }
    replace_if_empty(entry_.url, weak_url_);
    const std::string_view about = trim(feed_.document().attribute(node_, "about"));  // RDF
    if (entry_.url.empty()) entry_.url = feed_.address(node_, about);
    if (entry_.id.empty()) entry_.id = about;
    if (entry_.language.empty()) entry_.language = feed_.language(longest_text());
    if (duration_ && entry_.enclosures.size() == 1 && !entry_.enclosures[0].duration) {
      entry_.enclosures[0].duration = duration_;
    }
    for (Enclosure& enclosure : entry_.enclosures) {
      if (enclosure.title == entry_.title) enclosure.title.clear();  // says nothing of the file
    }
    name_picture();
  }

  void name_picture() {
    if (!entry_.image) return;
    MediaWords& words = picture_words_;
    // A headline that is repeated as a medium's title says nothing of the picture.
    if (words.title == entry_.title) words.title.clear();
    if (media_words_.title == entry_.title) media_words_.title.clear();
    Picture& picture = *entry_.image;
    for (std::string* said : {&words.text, &words.title, &media_words_.text, &media_words_.title}) {
      replace_if_empty(picture.caption, *said);
    }
    picture.credit = words.credit.empty() ? media_words_.credit : words.credit;
  }

  // The element whose language is the entry's: texts may say their own.
  NodeIndex longest_text() const {
    if (!entry_.content.empty()) return content_at_;
    return entry_.summary.empty() ? title_at_ : summary_at_;
  }

  XmlFeed& feed_;
  NodeIndex node_;
  NodeIndex title_at_, summary_at_, content_at_;  // the entry, where there is none
  Entry entry_;
  std::string spare_author_;
  SharedFields shared_{entry_.people, entry_.links,   entry_.categories,
                       entry_.rights, entry_.license, spare_author_};
  bool permalink_ = false;
  std::string module_title_, module_summary_;
  std::string media_summary_;
  MediaWords media_words_;    // of the entry's media
  MediaWords picture_words_;  // of the one that is taken
  std::string weak_url_, original_, original_enclosure_;
  std::optional<Moment> weak_published_;
  std::optional<std::chrono::seconds> duration_;
  Rank picture_rank_ = Rank::None;
};

}  // namespace

Entry read_entry(XmlFeed& feed, NodeIndex node) { return EntryReader(feed, node).read(); }

}  // namespace depesche::feed
