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

void write_picture(Writer& out, std::string_view name, const Picture& picture) {
  out.key(name).begin_object();
  text_if_any(out, "url", picture.url);
  text_if_any(out, "caption", picture.caption);
  text_if_any(out, "credit", picture.credit);
  text_if_any(out, "alt", picture.alt);
  out.end_object();
}

void write_people(Writer& out, const std::vector<Person>& people) {
  out.key("people").begin_array();
  for (const Person& person : people) {
    out.begin_object().key("role").value(person.role);
    text_if_any(out, "name", person.name);
    text_if_any(out, "email", person.email);
    text_if_any(out, "url", person.url);
    out.end_object();
  }
  out.end_array();
}

void write_links(Writer& out, const std::vector<Link>& links) {
  out.key("links").begin_array();
  for (const Link& link : links) {
    out.begin_object().key("url").value(link.url).key("rel").value(link.rel);
    text_if_any(out, "type", link.type);
    text_if_any(out, "title", link.title);
    text_if_any(out, "language", link.language);
    out.end_object();
  }
  out.end_array();
}

void write_enclosures(Writer& out, const std::vector<Enclosure>& enclosures) {
  out.key("enclosures").begin_array();
  for (const Enclosure& enclosure : enclosures) {
    out.begin_object().key("url").value(enclosure.url);
    text_if_any(out, "type", enclosure.type);
    if (enclosure.bytes) out.key("bytes").value(*enclosure.bytes);
    if (enclosure.duration) out.key("seconds").value(enclosure.duration->count());
    text_if_any(out, "title", enclosure.title);
    out.end_object();
  }
  out.end_array();
}

void write_places(Writer& out, const std::vector<Place>& places) {
  out.key("places").begin_array();
  for (const Place& place : places) {
    out.begin_object();
    text_if_any(out, "name", place.name);
    if (!place.points.empty()) {
      out.key("shape").value(name(place.shape)).key("points").begin_array();
      for (const Coordinate& point : place.points) {
        out.begin_object().key("latitude").value(point.latitude);
        out.key("longitude").value(point.longitude).end_object();
      }
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

void write_source(Writer& out, const Masthead& source) {
  out.key("source").begin_object();
  text_if_any(out, "id", source.id);
  text_if_any(out, "title", source.title);
  text_if_any(out, "home", source.home);
  text_if_any(out, "self", source.self);
  text_if_any(out, "description", source.description);
  text_if_any(out, "language", source.language);
  if (source.updated) out.key("updated").value(format_rfc3339(*source.updated));
  text_if_any(out, "rights", source.rights);
  text_if_any(out, "license", source.license);
  text_if_any(out, "generator", source.generator);
  if (source.image) write_picture(out, "image", *source.image);
  text_if_any(out, "icon", source.icon);
  if (!source.people.empty()) write_people(out, source.people);
  if (!source.links.empty()) write_links(out, source.links);
  if (!source.categories.empty()) list(out, "categories", source.categories);
  out.end_object();
}

void write_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  text_if_any(out, "id", entry.id);
  text_if_any(out, "url", entry.url);
  text_if_any(out, "title", entry.title);
  text_if_any(out, "summary", entry.summary);
  text_if_any(out, "content", entry.content);
  const std::vector<std::string> authors = author_names(entry.people);
  if (!authors.empty()) list(out, "authors", authors);
  if (!entry.people.empty()) write_people(out, entry.people);
  if (entry.published) out.key("published").value(format_rfc3339(*entry.published));
  if (entry.updated) out.key("updated").value(format_rfc3339(*entry.updated));
  text_if_any(out, "section", entry.section);
  if (!entry.categories.empty()) list(out, "categories", entry.categories);
  if (!entry.enclosures.empty()) write_enclosures(out, entry.enclosures);
  if (!entry.links.empty()) write_links(out, entry.links);
  if (entry.image) write_picture(out, "image", *entry.image);
  text_if_any(out, "language", entry.language);
  text_if_any(out, "rights", entry.rights);
  text_if_any(out, "license", entry.license);
  if (!entry.places.empty()) write_places(out, entry.places);
  if (entry.comment_count) out.key("comment_count").value(*entry.comment_count);
  if (entry.source) write_source(out, *entry.source);
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
  text_if_any(out, "moved_to", feed.moved_to);
  if (feed.has_ended) out.key("expired").value(true);
  text_or_null(out, "id", feed.id);
  text_or_null(out, "self", feed.self);
  text_or_null(out, "rights", feed.rights);
  text_or_null(out, "license", feed.license);
  text_or_null(out, "generator", feed.generator);
  text_or_null(out, "icon", feed.icon);
  if (feed.image) {
    write_picture(out, "image", *feed.image);
  } else {
    out.key("image").null();
  }
  write_people(out, feed.people);
  write_links(out, feed.links);
  list(out, "categories", feed.categories);
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
