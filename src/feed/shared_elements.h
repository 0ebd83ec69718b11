// What feeds and entries say in the same elements: people, links, categories and rights. Internal
// to feed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feed/xml_feed.h"

namespace depesche::feed {

/// Where it goes; the lists belong to a Masthead or an Entry.
struct SharedFields {
  std::vector<Person>& people;
  std::vector<Link>& links;
  std::vector<std::string>& categories;
  std::string& rights;
  std::string& license;
  std::string& spare_author;  // itunes:author, which mostly repeats what other elements say better
};

/// False for an element that is none of these.
bool read_shared(XmlFeed& feed, xml::NodeIndex node, const SharedFields& fields);

/// A link with an address in `href`; absent for RSS's bare one and for what is not on the web.
std::optional<Link> read_link(const XmlFeed& feed, xml::NodeIndex node);

/// Appends, and notes the licence where the relation says so. Links without number are noise.
void add_link(const SharedFields& fields, Link link);

/// Appends, or adds to what is known of one of the same role and name.
void add_person(std::vector<Person>& people, Person person);

}  // namespace depesche::feed
