#include "feed/xml_feed.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "dates/dates.h"
#include "html/escape.h"
#include "html/sanitise.h"
#include "html/text_content.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "url/url.h"

namespace depesche::feed {
namespace {

constexpr std::size_t kMaxOddities = 100;

struct KnownSpace {
  std::string_view uri;  // a prefix of the namespace, without its version
  Space space;
};

// Namespaces differ in versions, trailing slashes and spelling from feed to feed, so their
// beginnings are compared, ignoring case.
constexpr std::array kSpaces{
    KnownSpace{"http://www.w3.org/2005/atom", Space::Atom},
    KnownSpace{"http://purl.org/atom/", Space::Atom},
    KnownSpace{"http://example.com/necho", Space::Atom},
    KnownSpace{"http://purl.org/echo/", Space::Atom},
    KnownSpace{"uri/of/echo/namespace", Space::Atom},
    KnownSpace{"http://www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf},
    KnownSpace{"http://purl.org/rss/1.0/modules/content", Space::Content},
    KnownSpace{"http://purl.org/dc/elements/", Space::Dc},
    KnownSpace{"http://purl.org/dc/terms", Space::DcTerms},
    KnownSpace{"http://purl.org/dc/", Space::Dc},
    KnownSpace{"http://search.yahoo.com/mrss", Space::Media},
    KnownSpace{"https://search.yahoo.com/mrss", Space::Media},
    KnownSpace{"http://tools.search.yahoo.com/mrss", Space::Media},
    KnownSpace{"http://www.itunes.com/dtds/", Space::Itunes},
    KnownSpace{"http://example.com/dtds/podcast", Space::Itunes},
    KnownSpace{"http://purl.org/rss/1.0/modules/syndication", Space::Syndication},
    KnownSpace{"http://rssnamespace.org/feedburner", Space::FeedBurner},
    KnownSpace{"http://www.georss.org/georss", Space::GeoRss},
    KnownSpace{"http://www.opengis.net/gml", Space::Gml},
    KnownSpace{"http://www.w3.org/2003/01/geo/wgs84_pos", Space::Geo},
    KnownSpace{"https://podcastindex.org/namespace/", Space::Podcast},
    KnownSpace{"https://github.com/podcastindex-org/podcast-namespace", Space::Podcast},
    KnownSpace{"http://purl.org/rss/1.0/modules/slash", Space::Slash},
    KnownSpace{"http://web.resource.org/cc/", Space::License},
    KnownSpace{"http://creativecommons.org/ns", Space::License},
    KnownSpace{"http://backend.userland.com/creativecommonsrssmodule", Space::License},
    KnownSpace{"http://cyber.law.harvard.edu/rss/creativecommonsrssmodule", Space::License},
    KnownSpace{"http://purl.org/syndication/thread/", Space::Thread},
    KnownSpace{"http://wellformedweb.org/commentapi", Space::Thread},
    KnownSpace{"http://www.google.com/schemas/sitemap-news", Space::News},
    KnownSpace{"http://www.google.com/schemas/sitemap-image", Space::Image},
    KnownSpace{"http://www.w3.org/1999/xhtml", Space::Xhtml},
    KnownSpace{"http://www.w3.org/tr/xhtml", Space::Xhtml},
    KnownSpace{"http://purl.org/rss/1.0/modules/", Space::Other},
    KnownSpace{"http://purl.org/rss/1.0/", Space::Plain},
    KnownSpace{"http://channel.netscape.com/rdf/simple/0.9", Space::Plain},
    KnownSpace{"http://my.netscape.com/", Space::Plain},
    KnownSpace{"http://backend.userland.com/rss", Space::Plain},
    KnownSpace{"http://blogs.law.harvard.edu/tech/rss", Space::Plain},
    KnownSpace{"http://cyber.law.harvard.edu/rss", Space::Plain},
    KnownSpace{"http://www.sitemaps.org/schemas/sitemap", Space::Plain},
};

// For prefixes that a feed uses without declaring them.
constexpr std::array kPrefixes{
    KnownSpace{"atom", Space::Atom},
    KnownSpace{"atom10", Space::Atom},
    KnownSpace{"rdf", Space::Rdf},
    KnownSpace{"content", Space::Content},
    KnownSpace{"dc", Space::Dc},
    KnownSpace{"dcterms", Space::DcTerms},
    KnownSpace{"media", Space::Media},
    KnownSpace{"itunes", Space::Itunes},
    KnownSpace{"sy", Space::Syndication},
    KnownSpace{"feedburner", Space::FeedBurner},
    KnownSpace{"news", Space::News},
    KnownSpace{"image", Space::Image},
    KnownSpace{"xhtml", Space::Xhtml},
    KnownSpace{"georss", Space::GeoRss},
    KnownSpace{"gml", Space::Gml},
    KnownSpace{"geo", Space::Geo},
    KnownSpace{"podcast", Space::Podcast},
    KnownSpace{"slash", Space::Slash},
    KnownSpace{"creativecommons", Space::License},
    KnownSpace{"cc", Space::License},
    KnownSpace{"thr", Space::Thread},
    KnownSpace{"wfw", Space::Thread},
};

std::optional<Space> space_of(std::string_view uri) {
  uri = trim(uri);
  if (uri.empty()) return std::nullopt;
  for (const KnownSpace& known : kSpaces) {
    if (starts_with_ignoring_case(uri, known.uri)) return known.space;
  }
  return std::nullopt;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

std::string decode_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFFU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFFU);
    }
  }
  return repair_utf8(out);
}

// "The div element itself must not be considered part of the content" (RFC 4287 §3.1.1.3).
xml::NodeIndex within_wrapper(const xml::Document& document, xml::NodeIndex node) {
  const std::vector<xml::NodeIndex> children = document.children(node);
  if (children.size() != 1 || document.name(children[0]) != "div") return node;
  std::string around;
  for (xml::NodeIndex at = document.first_child(node); at != xml::kNoNode;
       at = document.next_sibling(at)) {
    if (document.is_text(at)) around += document.text(at);
  }
  return trim(around).empty() ? children[0] : node;
}

bool has_bases_below(const xml::Document& document, xml::NodeIndex node) {
  for (xml::NodeIndex at = node + 1; at < document.end_of(node); ++at) {
    if (document.is_element(at) && !document.xml_attribute(at, "base").empty()) return true;
  }
  return false;
}

bool has_elements(const xml::Document& document, xml::NodeIndex node) {
  return !document.children(node).empty();
}

// Escaped HTML inside a <div> that is not escaped, as some publishing systems write it.
bool is_wrapped_text(const xml::Document& document, xml::NodeIndex node) {
  const std::vector<xml::NodeIndex> children = document.children(node);
  return children.size() == 1 && document.name(children[0]) == "div" &&
         !has_elements(document, children[0]) && document.text(node).find('<') != std::string::npos;
}

// Feeds that take windows-1252 for Latin-1 write its quotation marks and dashes as the control
// characters U+0080 to U+009F, which mean nothing in a text; HTML reads them in the same way.
std::string with_printable_controls(std::string text) {
  const auto is_control = [&](std::size_t at) {
    return at + 1 < text.size() && text[at] == '\xC2' &&
           static_cast<unsigned char>(text[at + 1]) < 0xA0U;
  };
  std::size_t at = text.find('\xC2');
  while (at != std::string::npos && !is_control(at)) at = text.find('\xC2', at + 1);
  if (at == std::string::npos) return text;
  std::string out = text.substr(0, at);
  for (; at < text.size(); ++at) {
    if (!is_control(at)) {
      out += text[at];
      continue;
    }
    const Result<std::string> printable =
        to_utf8(std::string_view(text).substr(++at, 1), "windows-1252");
    if (printable) out += *printable;
  }
  return out;
}

// What begins like a declaration and is none ("<!'"), HTML takes for a comment that reaches to the
// next '>' or to the end, and with it goes the text. Whoever writes that in a feed means the
// letters; word processors' "<![if …]>" and what begins with a letter stays what it is.
std::string with_false_declarations(const std::string& text) {
  std::string out;
  std::size_t kept = 0;  // up to here `text` is in `out`
  for (std::size_t at = text.find("<!"); at != std::string::npos; at = text.find("<!", at + 2)) {
    const char next = at + 2 < text.size() ? text[at + 2] : ' ';
    if (next == '-' || next == '[' || is_alpha(next)) continue;
    out.append(text, kept, at - kept).append("&lt;");
    kept = at + 1;
  }
  return out.append(text, kept);
}

// xml:base, or the BASE of CDF's channels.
std::string_view written_base(const xml::Document& document, xml::NodeIndex node) {
  const std::string_view base = trim(document.xml_attribute(node, "base"));
  const bool is_channel = base.empty() && document.name(node) == "channel";
  return is_channel ? trim(document.attribute(node, "base")) : base;
}

}  // namespace

XmlFeed::XmlFeed(const xml::Document& document, std::string_view address, ParsedFeed& feed)
    : document_(document), address_(address), feed_(feed) {
  spaces_.reserve(document.uri_count());
  for (std::size_t i = 0; i < document.uri_count(); ++i) {
    spaces_.push_back(space_of(document.uri_of_number(i)));
  }
}

Space XmlFeed::space(xml::NodeIndex node) const {
  if (const auto known = spaces_[document_.uri_number(node)]) return *known;
  const std::string_view prefix = document_.prefix(node);
  if (prefix.empty()) return Space::Plain;
  for (const KnownSpace& known : kPrefixes) {
    if (prefix == known.uri) return known.space;
  }
  return Space::Other;
}

xml::NodeIndex XmlFeed::child(xml::NodeIndex node, std::string_view name_wanted) const {
  for (const xml::NodeIndex child : document_.children(node)) {
    if (document_.name(child) == name_wanted && space(child) != Space::Other) return child;
  }
  return xml::kNoNode;
}

// RFC 4287 §3.1 and Atom 0.3's `mode`; a type beside the three is a MIME type.
Text XmlFeed::atom_text(xml::NodeIndex node) const {
  const std::string type = to_lower(trim(document_.attribute(node, "type")));
  const std::string mode = to_lower(trim(document_.attribute(node, "mode")));
  const bool html_type = type == "html" || type == "text/html" || type == "application/xhtml+xml";
  const bool plain_type = type == "text/plain" || type == "text";
  const bool xml_type = type == "xhtml" || type.ends_with("xml");
  const bool binary_type =
      type.find('/') != std::string::npos && !type.starts_with("text/") && !xml_type;
  const TextKind escaped = plain_type ? TextKind::Plain : TextKind::Html;
  if (mode == "base64" || binary_type) return {escaped, decode_base64(document_.text(node))};
  if (html_type && is_wrapped_text(document_, node)) return {escaped, document_.text(node)};
  const bool markup = xml_type || mode == "xml" || has_elements(document_, node);
  if (markup && mode != "escaped")
    return {TextKind::Markup, inner_markup(node, within_wrapper(document_, node))};
  if (html_type || mode == "escaped") return {escaped, document_.text(node)};
  return {TextKind::Plain, document_.text(node)};
}

Text XmlFeed::text(xml::NodeIndex node) const {
  const Space where = space(node);
  if (where == Space::Atom) return atom_text(node);
  if (where == Space::Xhtml || has_elements(document_, node)) {
    return {TextKind::Markup, inner_markup(node, node)};
  }
  return {TextKind::Html, document_.text(node)};
}

// What is sanitised is resolved against the base of the text. Where elements inside it have one of
// their own, their addresses are made absolute before.
std::string XmlFeed::inner_markup(xml::NodeIndex text, xml::NodeIndex inside) const {
  if (!has_bases_below(document_, text)) return document_.inner_markup(inside);
  return document_.inner_markup(inside, [this](xml::NodeIndex node, std::string_view name,
                                               std::string_view value) {
    const bool is_address = name == "href" || name == "src" || name == "cite" || name == "poster";
    std::string absolute = is_address ? resolve_address(value, base(node)) : std::string{};
    return absolute.empty() ? std::string(value) : absolute;
  });
}

std::string XmlFeed::plain(xml::NodeIndex node) const { return squeeze(document_.text(node)); }

std::string XmlFeed::line(xml::NodeIndex node) const {
  Text read = text(node);
  read.value = with_printable_controls(std::move(read.value));
  return read.kind == TextKind::Plain ? squeeze(read.value) : html::plain_line(read.value);
}

std::string XmlFeed::html(xml::NodeIndex node) const {
  Text read = text(node);
  read.value = with_printable_controls(std::move(read.value));
  if (read.kind == TextKind::Plain) return std::string(trim(html::escape_text(read.value)));
  if (read.kind == TextKind::Html) read.value = with_false_declarations(read.value);
  return html::sanitise_fragment(read.value, base(node));
}

std::string XmlFeed::base(xml::NodeIndex node) const {
  std::vector<std::string_view> chain;
  for (; node != xml::kNoNode; node = document_.parent(node)) {
    const std::string_view base = written_base(document_, node);
    if (!base.empty()) chain.push_back(base);
  }
  std::string result = address_;
  for (std::size_t i = chain.size(); i-- > 0;) {
    std::string next = resolve_address(chain[i], result);
    if (!next.empty()) result = std::move(next);
  }
  return result;
}

std::string XmlFeed::address(xml::NodeIndex node, std::string_view reference) const {
  reference = trim(reference);
  if (reference.empty()) return {};
  std::string absolute = resolve_address(reference, base(node));
  if (!absolute.empty()) return absolute;
  const Result<Url> alone = parse_url(reference);
  return alone && alone->is_web() ? alone->to_string() : std::string{};
}

std::string XmlFeed::language(xml::NodeIndex node) const {
  for (; node != xml::kNoNode; node = document_.parent(node)) {
    const std::string_view written = document_.xml_attribute(node, "lang");
    if (written.data() == nullptr) continue;
    std::string tag(trim(written));
    std::replace(tag.begin(), tag.end(), '_', '-');
    return tag;
  }
  return {};
}

std::optional<Moment> XmlFeed::moment(xml::NodeIndex node, std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  std::optional<Moment> parsed = parse_feed_date(text);
  if (!parsed) {
    std::string shown(truncate_utf8(text, 60));
    odd("bad_date", node, "\"" + shown + "\" is not a date", shown);
  }
  return parsed;
}

void XmlFeed::odd(std::string kind, xml::NodeIndex node, std::string message, std::string detail) {
  if (feed_.oddities.size() >= kMaxOddities) return;
  feed_.oddities.push_back({std::move(kind), "line " + std::to_string(document_.line(node)),
                            std::move(message), std::move(detail)});
}

void add_unique(std::vector<std::string>& list, std::string value) {
  constexpr std::size_t kMost = 500;  // each is compared with all before
  if (value.empty() || list.size() >= kMost) return;
  if (std::find(list.begin(), list.end(), value) != list.end()) return;
  list.push_back(std::move(value));
}

}  // namespace depesche::feed
