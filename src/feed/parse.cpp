#include "feed/parse.h"

#include <algorithm>

#include "base/ascii.h"
#include "feed/json_feed.h"
#include "feed/xml_feed.h"
#include "html/entities.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "xml/charset.h"

namespace depesche {
namespace {

using feed::Space;
using feed::XmlFeed;

Error not_a_feed() {
  return {ErrorCode::Unsupported,
          "this is a web page, not a feed; try `depesche feeds add` with its address"};
}

bool looks_like_html(std::string_view text) {
  constexpr std::size_t kLook = 1024;
  const std::string_view head = text.substr(0, kLook);
  return find_ignoring_case(head, "<!doctype html") != std::string_view::npos ||
         find_ignoring_case(head, "<html") != std::string_view::npos;
}

std::optional<FeedFormat> format_of(const XmlFeed& reader, bool& is_html) {
  const xml::Document& document = reader.document();
  const xml::NodeIndex root = document.root();
  const std::string_view name = document.name(root);
  is_html = name == "html" || name == "body" || name == "head" || name == "div" || name == "p";
  if (name == "rdf") return FeedFormat::Rdf;
  if (name == "feed" || name == "entry") return FeedFormat::Atom;
  if (name == "urlset") return FeedFormat::Sitemap;
  if (name == "sitemapindex") return FeedFormat::SitemapIndex;
  if (name == "rss") return FeedFormat::Rss;
  if (name != "channel") return std::nullopt;
  if (!document.attribute(root, "href").empty() || !document.attribute(root, "lastmod").empty()) {
    return FeedFormat::Cdf;
  }
  for (const xml::NodeIndex child : document.children(root)) {
    const bool cdf_item =
        document.name(child) == "item" && (!document.attribute(child, "href").empty() ||
                                           !document.attribute(child, "lastmod").empty());
    if (cdf_item || document.name(child) == "abstract") return FeedFormat::Cdf;
  }
  return FeedFormat::Rss;
}

void read_as(FeedFormat format, XmlFeed& reader) {
  switch (format) {
    case FeedFormat::Rss:
    case FeedFormat::Rdf:
    case FeedFormat::Atom:
      return feed::read_syndication(reader);
    case FeedFormat::Cdf:
      return feed::read_cdf(reader);
    case FeedFormat::Sitemap:
      return feed::read_sitemap(reader);
    case FeedFormat::SitemapIndex:
      return feed::read_sitemap_index(reader);
    case FeedFormat::JsonFeed:
    case FeedFormat::Page:
      break;
  }
}

void note_problems(const xml::Document& document, ParsedFeed& feed) {
  if (document.is_cut()) {
    feed.oddities.push_back({"cut", "", "the feed breaks off in the middle", {}});
  }
  for (const xml::Problem& problem : document.problems()) {
    feed.oddities.push_back(
        {"not_well_formed", "line " + std::to_string(problem.line), problem.message, {}});
  }
}

Result<ParsedFeed> parse_xml_feed(std::string_view bytes, std::string_view address,
                                  std::string_view content_type) {
  const xml::DecodedDocument decoded = xml::decode_document(bytes, content_type);
  xml::Limits limits;
  limits.bytes = 4 * kMaxFeedBytes;  // decoding may make it larger
  const Result<xml::Document> document = xml::parse(decoded.utf8, &html::text_of_name, limits);
  if (!document) {
    if (document.error().code != ErrorCode::Empty) return document.error();
    return looks_like_html(decoded.utf8)
               ? not_a_feed()
               : Error{ErrorCode::Unsupported, "neither RSS, Atom, JSON Feed nor a sitemap"};
  }
  ParsedFeed feed;
  XmlFeed reader(*document, address, feed);
  bool is_html = false;
  const std::optional<FeedFormat> format = format_of(reader, is_html);
  if (!format) {
    if (is_html || looks_like_html(decoded.utf8)) return not_a_feed();
    return Error{ErrorCode::Unsupported, "neither RSS, Atom, JSON Feed nor a sitemap"};
  }
  feed.format = *format;
  for (const std::string& oddity : decoded.oddities) {
    feed.oddities.push_back({"wrong_charset", "", oddity, {}});
  }
  note_problems(*document, feed);
  read_as(*format, reader);
  return feed;
}

// JSON is UTF-8, UTF-16 or UTF-32; only a byte order mark tells.
std::string json_text(std::string_view bytes) {
  const std::string_view bom = encoding_of_bom(bytes);
  Result<std::string> text = to_utf8(bytes, bom.empty() ? "UTF-8" : bom);
  return text ? *std::move(text) : repair_utf8(bytes);
}

bool looks_like_json(std::string_view bytes, std::string_view content_type) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes = trim(bytes.substr(0, 4096));
  return bytes.starts_with('{') ||
         (find_ignoring_case(content_type, "json") != std::string_view::npos &&
          !bytes.starts_with('<'));
}

}  // namespace

Result<ParsedFeed> parse_feed(std::string_view bytes, std::string_view address,
                              std::string_view content_type) {
  if (trim(bytes).empty()) return Error{ErrorCode::Empty, "the feed is empty"};
  if (bytes.size() > kMaxFeedBytes) {
    return Error{ErrorCode::TooLarge, "the feed is larger than 32 MB"};
  }
  if (looks_like_json(bytes, content_type)) return feed::parse_json_feed(json_text(bytes), address);
  return parse_xml_feed(bytes, address, content_type);
}

}  // namespace depesche
