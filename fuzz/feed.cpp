// Feeds and subscription lists from any bytes: what comes out is valid UTF-8 and its addresses are
// http or https.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "feed/discover.h"
#include "feed/feed_json.h"
#include "feed/opml.h"
#include "feed/parse.h"
#include "json/parse.h"

namespace {

void check_address(const std::string& address) {
  assert(address.empty() || address.starts_with("http://") || address.starts_with("https://"));
}

void check_masthead(const depesche::Masthead& masthead) {
  using namespace depesche;
  check_address(masthead.home);
  check_address(masthead.self);
  check_address(masthead.icon);
  check_address(masthead.license);
  if (masthead.image) check_address(masthead.image->url);
  for (const Link& link : masthead.links) check_address(link.url);
  for (const Person& person : masthead.people) check_address(person.url);
}

void check_entry(const depesche::Entry& entry) {
  using namespace depesche;
  check_address(entry.url);
  check_address(entry.license);
  if (entry.image) check_address(entry.image->url);
  for (const Link& link : entry.links) check_address(link.url);
  for (const Person& person : entry.people) check_address(person.url);
  for (const Enclosure& enclosure : entry.enclosures) check_address(enclosure.url);
  for (const Place& place : entry.places) {
    for (const Coordinate& point : place.points) {
      assert(std::abs(point.latitude) <= 90 && std::abs(point.longitude) <= 180);
    }
  }
  if (entry.source) check_masthead(*entry.source);
  assert(entry.content.find("<script") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string_view all(reinterpret_cast<const char*>(bytes), size);
  const auto feed = parse_feed(all, "https://wire.example/dir/feed", "");
  if (feed) {
    assert(json::parse(to_json(*feed)));
    check_masthead(*feed);
    check_address(feed->moved_to);
    for (const Entry& entry : feed->entries) check_entry(entry);
  }
  const auto list = read_opml(all);
  if (list) {
    for (const Subscription& one : *list) check_address(one.feed_url);
    assert(read_opml(write_opml("x", *list)));
  }
  for (const FeedLink& link : discover_feeds(all, "https://wire.example/", "")) {
    check_address(link.url);
  }
  return 0;
}
