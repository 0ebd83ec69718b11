#include "feed/shared_elements.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "feed/persons.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

constexpr std::size_t kMaxLinks = 100;
constexpr std::size_t kMaxPeople = 100;

// The parts of a person construct (RFC 4287 §3.2; Atom 0.3 and its drafts), or an element's text.
Person person(const XmlFeed& feed, NodeIndex node, std::string_view role) {
  const std::vector<NodeIndex> parts = feed.document().children(node);
  if (parts.empty()) return read_person(feed.plain(node), role);
  Person person;
  person.role = role;
  for (const NodeIndex part : parts) {
    const std::string_view name = feed.name(part);
    if (feed.space(part) == Space::Other) continue;
    if (name == "name" && person.name.empty()) person.name = feed.plain(part);
    if (name == "email" && person.email.empty()) person.email = feed.plain(part);
    const bool is_page = name == "uri" || name == "url" || name == "homepage";
    if (is_page && person.url.empty()) person.url = feed.address(part, feed.plain(part));
  }
  return person;
}

void keywords(std::string_view text, const SharedFields& fields) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    add_unique(fields.categories, std::string(trim(text.substr(at, end - at))));
    at = end + 1;
  }
}

void category(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const std::string_view label = trim(feed.document().attribute(node, "label"));
  const std::string_view term = trim(feed.document().attribute(node, "term"));
  const std::string_view given = label.empty() ? term : label;
  add_unique(fields.categories, given.empty() ? feed.line(node) : squeeze(given));
}

void set_if_empty(std::string& field, std::string value) {
  if (field.empty()) field = std::move(value);
}

struct Role {
  std::string_view element, role;
};

bool read_own(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  constexpr std::array kRoles{Role{"author", "author"}, Role{"contributor", "contributor"},
                              Role{"managingeditor", "editor"}, Role{"webmaster", "webmaster"}};
  const std::string_view name = feed.name(node);
  for (const Role& one : kRoles) {
    if (name != one.element) continue;
    add_person(fields.people, person(feed, node, one.role));
    return true;
  }
  if (name == "category") {
    category(feed, node, fields);
  } else if (name == "keywords" || name == "tags") {
    keywords(feed.plain(node), fields);
  } else if (name == "rights" || name == "copyright") {
    set_if_empty(fields.rights, feed.line(node));
  } else {
    return false;
  }
  return true;
}

bool read_dublin_core(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  constexpr std::array kRoles{Role{"creator", "author"}, Role{"author", "author"},
                              Role{"contributor", "contributor"}, Role{"publisher", "publisher"}};
  const std::string_view name = feed.name(node);
  for (const Role& one : kRoles) {
    if (name != one.element) continue;
    add_person(fields.people, person(feed, node, one.role));
    return true;
  }
  if (name == "subject") {
    add_unique(fields.categories, feed.line(node));
  } else if (name == "rights") {
    set_if_empty(fields.rights, feed.line(node));
  } else if (name == "license") {  // of dcterms
    set_if_empty(fields.license, feed.address(node, feed.plain(node)));
  } else {
    return false;
  }
  return true;
}

bool read_itunes(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const std::string_view name = feed.name(node);
  if (name == "author") {
    fields.spare_author = feed.line(node);
  } else if (name == "owner") {
    add_person(fields.people, person(feed, node, "owner"));
  } else if (name == "keywords") {
    keywords(feed.plain(node), fields);
  } else if (name == "category") {
    add_unique(fields.categories, squeeze(feed.document().attribute(node, "text")));
    for (const NodeIndex child : feed.document().children(node)) read_itunes(feed, child, fields);
  } else {
    return false;
  }
  return true;
}

bool read_media(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const std::string_view name = feed.name(node);
  if (name == "keywords") {
    keywords(feed.plain(node), fields);
  } else if (name == "category") {
    category(feed, node, fields);
  } else if (name == "license") {
    set_if_empty(fields.license, feed.address(node, feed.document().attribute(node, "href")));
  } else {
    return false;
  }
  return true;
}

bool read_podcast(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const xml::Document& document = feed.document();
  const std::string_view name = feed.name(node);
  if (name == "person") {
    const std::string_view role = trim(document.attribute(node, "role"));
    Person person{role.empty() ? "host" : to_lower(role), feed.plain(node), {}, {}};
    person.url = feed.address(node, document.attribute(node, "href"));
    add_person(fields.people, std::move(person));
  } else if (name == "transcript" || name == "chapters") {
    Link link;
    link.url = feed.address(node, document.attribute(node, "url"));
    link.rel = name;
    link.type = trim(document.attribute(node, "type"));
    link.language = trim(document.attribute(node, "language"));
    add_link(fields, std::move(link));
  } else if (name == "license") {
    set_if_empty(fields.license, feed.address(node, document.attribute(node, "url")));
    set_if_empty(fields.rights, feed.plain(node));
  } else {
    return false;
  }
  return true;
}

// cc:license rdf:resource="…" in RDF, its text elsewhere.
void read_license(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const std::string_view resource = feed.document().attribute(node, "resource");
  set_if_empty(fields.license,
               feed.address(node, resource.empty() ? feed.plain(node) : std::string(resource)));
}

// RFC 4685: what an entry answers to; well-formed web: where its comments can be followed.
bool read_thread(const XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  const bool is_feed = feed.name(node) == "commentrss";
  if (!is_feed && feed.name(node) != "in-reply-to") return false;
  if (is_feed) {
    const std::string address = feed.address(node, feed.plain(node));
    add_link(fields, {address, "replies", "application/rss+xml", {}, {}});
  } else if (std::optional<Link> link = read_link(feed, node)) {
    link->rel = "in-reply-to";
    add_link(fields, *std::move(link));
  }
  return true;
}

}  // namespace

bool read_shared(XmlFeed& feed, NodeIndex node, const SharedFields& fields) {
  switch (feed.space(node)) {
    case Space::Plain:
    case Space::Atom:
      return read_own(feed, node, fields);
    case Space::Dc:
    case Space::DcTerms:
      return read_dublin_core(feed, node, fields);
    case Space::Itunes:
      return read_itunes(feed, node, fields);
    case Space::Media:
      return read_media(feed, node, fields);
    case Space::Podcast:
      return read_podcast(feed, node, fields);
    case Space::License:
      if (feed.name(node) != "license") return false;
      read_license(feed, node, fields);
      return true;
    case Space::Thread:
      return read_thread(feed, node, fields);
    default:
      return false;
  }
}

std::optional<Link> read_link(const XmlFeed& feed, NodeIndex node) {
  // Relations may be written as the address of their registration (RFC 4287 §4.2.7.2).
  constexpr std::string_view kRegistry = "http://www.iana.org/assignments/relation/";
  const xml::Document& document = feed.document();
  const std::string_view reference = document.attribute(node, "href");
  Link link;
  link.rel = to_lower(trim(document.attribute(node, "rel")));
  if (link.rel.starts_with(kRegistry)) link.rel.erase(0, kRegistry.size());
  if (link.rel.empty()) link.rel = "alternate";
  link.url = feed.address(node, reference);
  // An empty reference is the base (RFC 3986 §5.2.2). That is meant by the feed's own address;
  // elsewhere the publishing system had no address to write.
  const bool is_written = reference.data() != nullptr;
  if (is_written && trim(reference).empty() && link.rel == "self") link.url = feed.base(node);
  if (link.url.empty()) return std::nullopt;
  link.type = trim(document.attribute(node, "type"));
  link.title = squeeze(document.attribute(node, "title"));
  link.language = trim(document.attribute(node, "hreflang"));
  return link;
}

void add_link(const SharedFields& fields, Link link) {
  if (link.url.empty() || fields.links.size() >= kMaxLinks) return;
  if (link.rel == "license") set_if_empty(fields.license, link.url);
  fields.links.push_back(std::move(link));
}

void add_person(std::vector<Person>& people, Person person) {
  if (person.name.empty() && person.email.empty() && person.url.empty()) return;
  for (Person& known : people) {
    if (known.role != person.role) continue;
    const bool is_namesake = !person.name.empty() && known.name == person.name;
    const bool is_address_of = !person.email.empty() && known.email == person.email &&
                               (known.name.empty() || person.name.empty());
    if (!is_namesake && !is_address_of) continue;
    set_if_empty(known.name, std::move(person.name));
    set_if_empty(known.email, std::move(person.email));
    return set_if_empty(known.url, std::move(person.url));
  }
  if (people.size() < kMaxPeople) people.push_back(std::move(person));
}

}  // namespace depesche::feed
