#include "web/pages/listing.h"

#include <algorithm>
#include <utility>

#include "base/version.h"
#include "dates/dates.h"
#include "json/writer.h"
#include "web/pages/card.h"
#include "web/pages/enclosures.h"
#include "web/pages/inline_markup.h"

namespace depesche::web {
namespace {

constexpr std::size_t kSummaryBytes = 500;

/// XML 1.0 knows no control characters but tab and the line breaks, not even as references.
std::string xml(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    clean += byte < 0x20 && c != '\t' && c != '\n' && c != '\r' ? ' ' : c;
  }
  return escape_html(clean);
}

/// Feeds need a time; a day alone is not made into one.
std::string published(const ArticleCard& card) {
  return card.published && !card.published->day_only ? format_rfc3339(*card.published)
                                                     : std::string();
}

std::string changed(const ArticleCard& card) {
  if (card.updated && !card.updated->day_only) return format_rfc3339(*card.updated);
  const std::string first = published(card);
  return first.empty() ? format_rfc3339(card.first_seen_at) : first;
}

std::chrono::sys_seconds changed_at(const ArticleCard& card) {
  if (card.updated && !card.updated->day_only) return card.updated->at;
  if (card.published && !card.published->day_only) return card.published->at;
  return card.first_seen_at;
}

std::string absolute(const Viewer& viewer, std::string_view path) {
  return viewer.origin + viewer.base + std::string(path);
}

std::string entry_address(const Viewer& viewer, const ArticleCard& card) {
  return viewer.origin + article_path(viewer, card.id.value);
}

/// As its feed says; else what can be told of any file.
std::string_view type_of(const Enclosure& enclosure) {
  return enclosure.type.empty() ? "application/octet-stream" : std::string_view(enclosure.type);
}

/// RFC 4287, 4.2.7.2: rel="enclosure", with its length where the feed says it.
void append_enclosures(std::string& out, const Viewer& viewer, const ArticleCard& card) {
  for (const Enclosure& enclosure : enclosures_for(viewer, card.enclosures)) {
    const std::string_view link = safe_link(enclosure.url);
    if (link.empty()) continue;
    out += "<link rel=\"enclosure\" type=\"" + xml(type_of(enclosure)) + "\" href=\"" + xml(link);
    if (enclosure.bytes) out += "\" length=\"" + std::to_string(*enclosure.bytes);
    if (!enclosure.title.empty()) out += "\" title=\"" + xml(enclosure.title);
    out += "\"/>\n";
  }
}

void append_entry(std::string& out, const Viewer& viewer, const ListingEntry& entry) {
  const ArticleCard& card = entry.card;
  const std::string address = entry_address(viewer, card);
  const auto line = [&](std::string_view open, std::string_view text, std::string_view close) {
    if (!text.empty()) out.append(open).append(xml(text)).append(close).append("\n");
  };
  out += "<entry xml:lang=\"" + xml(card.language) + "\">\n";
  line("<title>", card.title, "</title>");
  line("<id>", address, "</id>");
  line("<link rel=\"alternate\" type=\"text/html\" href=\"", address, "\"/>");
  line("<link rel=\"via\" href=\"", safe_link(card.url), "\"/>");
  if (entry.counts.articles > 0) {
    line("<link rel=\"related\" href=\"", viewer.origin + story_path(viewer, card.story.value),
         "\"/>");
  }
  append_enclosures(out, viewer, card);
  line("<published>", published(card), "</published>");
  line("<updated>", changed(card), "</updated>");
  line("<author><name>", card.outlet_name, "</name></author>");
  // RFC 4287, 4.2.3: who contributed to it beside its author, the outlet.
  line("<contributor><name>", card.agency, "</name></contributor>");
  line("<category term=\"", card.section, "\"/>");
  line("<summary>", excerpt_for(viewer, card, kSummaryBytes), "</summary>");
  out += "</entry>\n";
}

/// JSON Feed 1.1: an attachment must have a type.
void write_attachments(json::Writer& out, const Viewer& viewer, const ArticleCard& card) {
  const std::vector<Enclosure>& enclosures = enclosures_for(viewer, card.enclosures);
  if (enclosures.empty()) return;
  out.key("attachments").begin_array();
  for (const Enclosure& enclosure : enclosures) {
    if (safe_link(enclosure.url).empty()) continue;
    out.begin_object().key("url").value(enclosure.url);
    out.key("mime_type").value(type_of(enclosure));
    if (!enclosure.title.empty()) out.key("title").value(enclosure.title);
    if (enclosure.bytes) out.key("size_in_bytes").value(*enclosure.bytes);
    if (enclosure.duration) out.key("duration_in_seconds").value(enclosure.duration->count());
    out.end_object();
  }
  out.end_array();
}

/// What it copies, and the reprints that the list leaves out for it.
void write_copies(json::Writer& out, const Viewer& viewer, const ArticleCard& card) {
  if (card.reprint_of) {
    out.key("reprint_of").value(card.reprint_of.value);
    out.key("copied").value(card.copied_permille / 1000.0);
  }
  if (card.folded.empty()) return;
  out.key("reprints").begin_array();
  for (const FoldedReprint& one : card.folded) {
    if (!viewer.reads_whole && !one.may_find) continue;
    out.begin_object().key("article").value(one.id.value);
    out.key("outlet").value(one.outlet_name).end_object();
  }
  out.end_array();
}

void write_entry(json::Writer& out, const Viewer& viewer, const ListingEntry& entry) {
  const ArticleCard& card = entry.card;
  const std::string address = entry_address(viewer, card);
  const auto member = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) out.key(name).value(text);
  };
  out.begin_object();
  member("id", address);
  member("url", address);
  member("external_url", safe_link(card.url));
  member("title", card.title);
  out.key("content_text").value(excerpt_for(viewer, card, kSummaryBytes));
  member("date_published", published(card));
  member("date_modified", changed(card));
  member("language", card.language);
  if (!card.outlet_name.empty()) {
    out.key("authors").begin_array().begin_object();
    member("name", card.outlet_name);
    out.end_object().end_array();
  }
  if (!card.section.empty()) out.key("tags").begin_array().value(card.section).end_array();
  if (viewer.reads_whole && !card.picture_hash.empty()) {
    member("image", viewer.origin + picture_path(viewer, card.picture_hash));
  }
  write_attachments(out, viewer, card);
  out.key("_depesche").begin_object();
  out.key("article").value(card.id.value).key("story").value(card.story.value);
  member("outlet", card.outlet_slug);
  member("kind", name(card.kind));
  member("origin", name(card.origin));
  member("agency", card.agency);
  write_copies(out, viewer, card);
  if (entry.counts.articles > 0) {
    out.key("articles").value(entry.counts.articles);
    out.key("outlets").value(entry.counts.outlets);
    out.key("independent").value(entry.counts.independent);
  }
  out.end_object().end_object();
}

/// The feed around its entries.
std::string in_atom(const Viewer& viewer, const Listing& listing, std::chrono::sys_seconds latest,
                    const std::string& entries) {
  const std::string self = absolute(viewer, listing.path + ".atom" + listing.query);
  std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"";
  out += code(viewer.language());
  out += "\">\n<title>" + xml(listing.title) + "</title>\n";
  out += "<id>" + xml(self) + "</id>\n";
  out += "<link rel=\"self\" type=\"application/atom+xml\" href=\"" + xml(self) + "\"/>\n";
  out += "<link rel=\"alternate\" type=\"text/html\" href=\"" +
         xml(absolute(viewer, listing.page + listing.query)) + "\"/>\n";
  out += "<updated>" + format_rfc3339(latest) + "</updated>\n";
  out += "<author><name>depesche</name></author>\n";
  out += "<generator version=\"" + std::string(version()) + "\">depesche</generator>\n";
  return out + entries + "</feed>\n";
}

/// The same for JSON Feed, up to its open list of entries.
void begin_json_feed(json::Writer& out, const Viewer& viewer, const Listing& listing) {
  out.begin_object();
  out.key("version").value("https://jsonfeed.org/version/1.1");
  out.key("title").value(listing.title);
  out.key("home_page_url").value(absolute(viewer, listing.page + listing.query));
  out.key("feed_url").value(absolute(viewer, listing.path + ".json" + listing.query));
  out.key("language").value(code(viewer.language()));
  out.key("items").begin_array();
}

}  // namespace

Listing listing_of(std::string title, const std::string& path, std::vector<ArticleCard> cards) {
  Listing listing{std::move(title), path, {}, path, {}, {}};
  for (ArticleCard& card : cards) listing.entries.push_back({std::move(card), {}});
  return listing;
}

std::string to_atom(const Viewer& viewer, const Listing& listing) {
  std::chrono::sys_seconds latest{};
  std::string entries;
  for (const ListingEntry& entry : listing.entries) {
    latest = std::max(latest, changed_at(entry.card));
    append_entry(entries, viewer, entry);
  }
  return in_atom(viewer, listing, latest, entries);
}

std::string to_json_feed(const Viewer& viewer, const Listing& listing) {
  json::Writer out;
  begin_json_feed(out, viewer, listing);
  for (const ListingEntry& entry : listing.entries) write_entry(out, viewer, entry);
  out.end_array();
  if (listing.facts) {
    out.key("_depesche").begin_object();
    listing.facts(out);
    out.end_object();
  }
  out.end_object();
  return out.take();
}

std::string to_atom(const Viewer& viewer, const Listing& listing,
                    const std::vector<PlainEntry>& entries) {
  std::chrono::sys_seconds latest{};
  std::string out;
  for (const PlainEntry& entry : entries) {
    latest = std::max(latest, entry.at);
    out += "<entry>\n<title>" + xml(entry.title) + "</title>\n<id>" + xml(entry.address) +
           "</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"" + xml(entry.address) +
           "\"/>\n<updated>" + format_rfc3339(entry.at) + "</updated>\n";
    if (!entry.author.empty()) {
      out += "<author><name>" + xml(entry.author) + "</name></author>\n";
    }
    out += "<summary>" + xml(entry.text) + "</summary>\n</entry>\n";
  }
  return in_atom(viewer, listing, latest, out);
}

std::string to_json_feed(const Viewer& viewer, const Listing& listing,
                         const std::vector<PlainEntry>& entries) {
  json::Writer out;
  begin_json_feed(out, viewer, listing);
  for (const PlainEntry& entry : entries) {
    out.begin_object().key("id").value(entry.address).key("url").value(entry.address);
    out.key("title").value(entry.title).key("content_text").value(entry.text);
    out.key("date_published").value(format_rfc3339(entry.at));
    if (!entry.author.empty()) {
      out.key("authors").begin_array().begin_object().key("name").value(entry.author);
      out.end_object().end_array();
    }
    out.key("_depesche").begin_object();
    if (entry.facts) entry.facts(out);
    out.end_object().end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace depesche::web
