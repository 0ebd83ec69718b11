// The parts of reading RSS, RDF and Atom: one entry, and what stands about the feed itself. Feeds
// mix these formats, so an element's meaning follows from its namespace and name; where two say the
// same, the format's own element wins over a module's. Internal to feed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feed/xml_feed.h"

namespace depesche::feed {

Entry read_entry(XmlFeed& feed, xml::NodeIndex node);

/// The feed that an entry was taken from: atom:source, or RSS's <source url="…">.
Masthead read_source(XmlFeed& feed, xml::NodeIndex node);

/// What the children of the given channel elements say of the feed; entries are passed over.
void read_channels(XmlFeed& feed, const std::vector<xml::NodeIndex>& channels);

/// A whole number, or absent.
std::optional<std::int64_t> number(std::string_view text);

/// "1:02:03", "62:03" or seconds; absent for what is none of these or not longer than nothing.
std::optional<std::chrono::seconds> duration(std::string_view text);

}  // namespace depesche::feed
