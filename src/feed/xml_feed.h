// What the readers of XML feeds share: where a node's addresses point, what its text means, how an
// oddity is noted. Internal to feed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "news/feed.h"
#include "xml/document.h"

namespace depesche::feed {

/// The namespaces we understand. `Plain` is none at all, RSS's own of several versions, or one
/// nobody knows that stands on an element without a prefix.
enum class Space {
  Plain,
  Atom,
  Rdf,
  Content,
  Dc,
  DcTerms,
  Media,
  Itunes,
  Syndication,
  FeedBurner,
  GeoRss,
  Gml,
  Geo,
  Podcast,
  Slash,
  License,
  Thread,
  News,
  Image,
  Xhtml,
  Other
};

/// How a text is to be read.
enum class TextKind { Plain, Html, Markup };

struct Text {
  TextKind kind = TextKind::Html;
  std::string value;  // Markup: already serialised
};

class XmlFeed {
 public:
  XmlFeed(const xml::Document& document, std::string_view address, ParsedFeed& feed);

  const xml::Document& document() const { return document_; }
  ParsedFeed& feed() { return feed_; }

  Space space(xml::NodeIndex node) const;
  std::string_view name(xml::NodeIndex node) const { return document_.name(node); }
  bool is(xml::NodeIndex node, Space space_wanted, std::string_view name_wanted) const {
    return name(node) == name_wanted && space(node) == space_wanted;
  }
  /// The first child of that name in a namespace we know, or kNoNode.
  xml::NodeIndex child(xml::NodeIndex node, std::string_view name_wanted) const;

  /// Text as it stands, trimmed and on one line; never HTML: names, dates, addresses.
  std::string plain(xml::NodeIndex node) const;
  /// A title: references and tags of HTML resolved.
  std::string line(xml::NodeIndex node) const;
  /// Content: sanitised HTML.
  std::string html(xml::NodeIndex node) const;

  /// xml:base (or CDF's BASE) of the node and its ancestors over the feed's address.
  std::string base(xml::NodeIndex node) const;
  /// Absolute http or https, or empty.
  std::string address(xml::NodeIndex node, std::string_view reference) const;
  /// The nearest xml:lang of the node and its ancestors; an empty one takes back what is around it.
  std::string language(xml::NodeIndex node) const;

  /// Absent, with an oddity, for what is not a date.
  std::optional<Moment> moment(xml::NodeIndex node, std::string_view text);

  void odd(std::string kind, xml::NodeIndex node, std::string message, std::string detail = {});

 private:
  Text text(xml::NodeIndex node) const;
  Text atom_text(xml::NodeIndex node) const;
  /// The markup inside an element of a text, or inside the text itself.
  std::string inner_markup(xml::NodeIndex text, xml::NodeIndex inside) const;

  const xml::Document& document_;
  std::vector<std::optional<Space>> spaces_;  // by the namespace's number; absent: nobody knows it
  std::string address_;
  ParsedFeed& feed_;
};

// The readers; each fills `feed.feed()`.
void read_syndication(XmlFeed& feed);  // RSS, RDF, Atom
void read_cdf(XmlFeed& feed);
void read_sitemap(XmlFeed& feed);
void read_sitemap_index(XmlFeed& feed);

/// Appends unless it is empty, already there, or one of too many to mean anything.
void add_unique(std::vector<std::string>& list, std::string value);

}  // namespace depesche::feed
