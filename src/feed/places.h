// Where an entry plays: GeoRSS in its simple and its GML form (https://docs.ogc.org/cs/17-002r1/),
// the W3C's geo:lat and geo:long, and podcast:location. Internal to feed.
//
// Coordinates are degrees of WGS 84, latitude first; what is written in another reference system is
// an oddity and left out, as is what lies off the globe.
#pragma once

#include <vector>

#include "feed/xml_feed.h"

namespace depesche::feed {

inline constexpr std::size_t kMaxPlaces = 50;  // of one entry

/// Adds what the element says. Its namespace is GeoRss, Gml, Geo or Podcast.
void read_place(XmlFeed& feed, xml::NodeIndex node, std::vector<Place>& places);

}  // namespace depesche::feed
