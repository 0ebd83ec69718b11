#include "feed/feed_json.h"

#include "dates/dates.h"
#include "json/writer.h"

namespace depesche {
namespace {

using json::Writer;

void text_or_null(Writer& out, std::string_view name, const std::string& text) {
  out.key(name);
  text.empty() ? out.null() : out.value(text);
}

void text_if_any(Writer& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.key(name).value(text);
}

void list(Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
}

void write_picture(Writer& out, const Picture& picture) {
  out.key("image").begin_object();
  text_if_any(out, "url", picture.url);
  text_if_any(out, "caption", picture.caption);
  text_if_any(out, "credit", picture.credit);
  text_if_any(out, "alt", picture.alt);
  out.end_object();
}

void write_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  text_if_any(out, "id", entry.id);
  text_if_any(out, "url", entry.url);
  text_if_any(out, "title", entry.title);
  text_if_any(out, "summary", entry.summary);
  text_if_any(out, "content", entry.content);
  if (!entry.authors.empty()) list(out, "authors", entry.authors);
  if (entry.published) out.key("published").value(format_rfc3339(*entry.published));
  if (entry.updated) out.key("updated").value(format_rfc3339(*entry.updated));
  if (!entry.categories.empty()) list(out, "categories", entry.categories);
  if (!entry.enclosures.empty()) {
    out.key("enclosures").begin_array();
    for (const Enclosure& enclosure : entry.enclosures) {
      out.begin_object().key("url").value(enclosure.url);
      text_if_any(out, "type", enclosure.type);
      if (enclosure.bytes) out.key("bytes").value(*enclosure.bytes);
      out.end_object();
    }
    out.end_array();
  }
  if (entry.image) write_picture(out, *entry.image);
  text_if_any(out, "language", entry.language);
  out.end_object();
}

}  // namespace

std::string to_json(const ParsedFeed& feed) {
  Writer out;
  out.begin_object();
  out.key("format").value(name(feed.format));
  text_or_null(out, "title", feed.title);
  text_or_null(out, "home", feed.home);
  text_or_null(out, "description", feed.description);
  text_or_null(out, "language", feed.language);
  text_or_null(out, "updated", feed.updated ? format_rfc3339(*feed.updated) : std::string{});
  out.key("ttl_minutes");
  feed.ttl_minutes ? out.value(*feed.ttl_minutes) : out.null();
  list(out, "hubs", feed.hubs);
  text_or_null(out, "next", feed.next);
  if (!feed.sitemaps.empty()) list(out, "sitemaps", feed.sitemaps);
  out.key("entries").begin_array();
  for (const Entry& entry : feed.entries) write_entry(out, entry);
  out.end_array();
  out.key("oddities").begin_array();
  for (const Oddity& oddity : feed.oddities) {
    out.begin_object().key("kind").value(oddity.kind);
    text_if_any(out, "where", oddity.where);
    out.key("message").value(oddity.message).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace depesche
