// Feeds and subscription lists from any bytes: what comes out is valid UTF-8 and its addresses are
// http or https.
#include <cassert>
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string_view all(reinterpret_cast<const char*>(bytes), size);
  const auto feed = parse_feed(all, "https://wire.example/dir/feed", "");
  if (feed) {
    assert(json::parse(to_json(*feed)));
    check_address(feed->home);
    for (const Entry& entry : feed->entries) {
      check_address(entry.url);
      assert(entry.content.find("<script") == std::string::npos);
    }
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
