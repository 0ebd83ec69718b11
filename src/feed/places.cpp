#include "feed/places.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/ascii.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;
using Shape = Place::Shape;

struct Geometry {
  Shape shape;
  std::vector<Coordinate> points;
};

// "45.256 -71.92", "45.256,-71.92", over any number of lines; empty where a part is no number.
std::vector<double> numbers(std::string_view text) {
  const auto separates = [](char c) { return is_space(c) || c == ','; };
  std::vector<double> out;
  for (std::size_t at = 0; at < text.size();) {
    if (separates(text[at])) {
      ++at;
      continue;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    at = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || (at < text.size() && !separates(text[at]))) return {};
    out.push_back(value);
  }
  return out;
}

// Each point has `dimension` numbers; a height is left out.
std::vector<Coordinate> coordinates(std::string_view text, std::size_t dimension = 2) {
  const std::vector<double> read = numbers(text);
  if (read.size() % dimension != 0) return {};
  std::vector<Coordinate> out;
  for (std::size_t i = 0; i < read.size(); i += dimension) out.push_back({read[i], read[i + 1]});
  return out;
}

bool is_on_globe(const Coordinate& point) {
  constexpr double kPole = 90, kDateLine = 180;
  return std::abs(point.latitude) <= kPole && std::abs(point.longitude) <= kDateLine;
}

bool has_enough_points(const Geometry& geometry) {
  constexpr std::size_t kClosedTriangle = 4;  // GeoRSS repeats a polygon's first point at its end
  const std::size_t count = geometry.points.size();
  switch (geometry.shape) {
    case Shape::Point:
      return count == 1;
    case Shape::Line:
      return count >= 2;
    case Shape::Polygon:
      return count >= kClosedTriangle;
    case Shape::Box:
      return count == 2;
  }
  return false;
}

// A place may be named before or after it is drawn.
Place* place_lacking(std::vector<Place>& places, bool (*lacks)(const Place&)) {
  if (!places.empty() && lacks(places.back())) return &places.back();
  if (places.size() >= kMaxPlaces) return nullptr;
  return &places.emplace_back();
}

void add_name(std::vector<Place>& places, std::string name) {
  if (name.empty()) return;
  Place* place = place_lacking(places, [](const Place& one) { return one.name.empty(); });
  if (place != nullptr) place->name = std::move(name);
}

void add_geometry(XmlFeed& feed, NodeIndex node, std::vector<Place>& places, Geometry geometry) {
  if (geometry.points.empty() && trim(feed.document().text(node)).empty()) return;
  const bool is_sound = has_enough_points(geometry) &&
                        std::all_of(geometry.points.begin(), geometry.points.end(), is_on_globe);
  if (!is_sound) return feed.odd("bad_place", node, "its coordinates make no place on the globe");
  Place* place = place_lacking(places, [](const Place& one) { return one.points.empty(); });
  if (place == nullptr) return;
  place->shape = geometry.shape;
  place->points = std::move(geometry.points);
}

void read_simple(XmlFeed& feed, NodeIndex node, std::vector<Place>& places) {
  const std::string_view name = feed.name(node);
  const std::string text = feed.document().text(node);
  if (name == "point") {
    add_geometry(feed, node, places, {Shape::Point, coordinates(text)});
  } else if (name == "line") {
    add_geometry(feed, node, places, {Shape::Line, coordinates(text)});
  } else if (name == "polygon") {
    add_geometry(feed, node, places, {Shape::Polygon, coordinates(text)});
  } else if (name == "box") {
    add_geometry(feed, node, places, {Shape::Box, coordinates(text)});
  } else if (name == "circle") {  // a point and a radius
    std::vector<Coordinate> centre = coordinates(text, 3);
    add_geometry(feed, node, places, {Shape::Point, std::move(centre)});
  } else if (name == "featurename") {
    add_name(places, squeeze(text));
  } else if (name == "where") {
    for (const NodeIndex child : feed.document().children(node)) read_place(feed, child, places);
  }
}

// GML that GeoRSS uses is in WGS 84, whatever number that has; longitude comes first in CRS84 only.
bool is_wgs84(std::string_view system) {
  return system.empty() || system.ends_with("4326") || system.ends_with("4979") ||
         system.ends_with("CRS84");
}

// The coordinates below a GML element: pos, posList, coordinates, or an envelope's two corners.
std::vector<Coordinate> gml_coordinates(const XmlFeed& feed, NodeIndex node) {
  constexpr std::size_t kFlat = 2, kWithHeight = 3;
  const xml::Document& document = feed.document();
  std::vector<Coordinate> out;
  for (NodeIndex at = node + 1; at < document.end_of(node); ++at) {
    const std::string_view name = document.name(at);  // empty for text
    const bool is_one = name == "pos" || name.ends_with("corner");
    if (!is_one && name != "poslist" && name != "coordinates") continue;
    if (name == "poslist" && !out.empty()) break;  // a polygon's holes
    const std::string text = document.text(at);
    const bool has_height = document.attribute(at, "srsdimension") == "3" ||
                            document.attribute(node, "srsdimension") == "3" ||
                            (is_one && numbers(text).size() == kWithHeight);
    const std::vector<Coordinate> more = coordinates(text, has_height ? kWithHeight : kFlat);
    out.insert(out.end(), more.begin(), more.end());
  }
  if (document.attribute(node, "srsname").ends_with("CRS84")) {
    for (Coordinate& point : out) std::swap(point.latitude, point.longitude);
  }
  return out;
}

void read_gml(XmlFeed& feed, NodeIndex node, std::vector<Place>& places) {
  const std::string_view name = feed.name(node);
  std::optional<Shape> shape;
  if (name == "point") shape = Shape::Point;
  if (name == "linestring") shape = Shape::Line;
  if (name == "polygon") shape = Shape::Polygon;
  if (name == "envelope") shape = Shape::Box;
  if (!shape) return;
  if (!is_wgs84(feed.document().attribute(node, "srsname"))) {
    return feed.odd("bad_place", node, "its coordinates are in a system that is not read");
  }
  add_geometry(feed, node, places, {*shape, gml_coordinates(feed, node)});
}

// <geo:lat> and <geo:long> side by side, in the entry or in a <geo:Point>.
void read_latitude(XmlFeed& feed, NodeIndex node, std::vector<Place>& places) {
  if (feed.name(node) == "point") {
    for (const NodeIndex child : feed.document().children(node)) read_place(feed, child, places);
  }
  if (feed.name(node) != "lat") return;
  const NodeIndex longitude = feed.child(feed.document().parent(node), "long");
  if (longitude == xml::kNoNode) return;
  const std::string text = feed.plain(node) + " " + feed.plain(longitude);
  add_geometry(feed, node, places, {Shape::Point, coordinates(text)});
}

// <podcast:location geo="geo:48.137,11.575">Munich</podcast:location>; RFC 5870.
void read_location(XmlFeed& feed, NodeIndex node, std::vector<Place>& places) {
  if (places.size() >= kMaxPlaces) return;
  Place place;
  place.name = feed.plain(node);
  std::string_view geo = trim(feed.document().attribute(node, "geo"));
  if (starts_with_ignoring_case(geo, "geo:")) {
    geo = geo.substr(4, geo.find(';') == std::string_view::npos ? geo.npos : geo.find(';') - 4);
    const std::vector<double> read = numbers(geo);
    if (read.size() >= 2 && is_on_globe({read[0], read[1]})) place.points = {{read[0], read[1]}};
  }
  if (!place.name.empty() || !place.points.empty()) places.push_back(std::move(place));
}

}  // namespace

void read_place(XmlFeed& feed, NodeIndex node, std::vector<Place>& places) {
  switch (feed.space(node)) {
    case Space::GeoRss:
      return read_simple(feed, node, places);
    case Space::Gml:
      return read_gml(feed, node, places);
    case Space::Geo:
      return read_latitude(feed, node, places);
    case Space::Podcast:
      return read_location(feed, node, places);
    default:
      return;
  }
}

}  // namespace depesche::feed
