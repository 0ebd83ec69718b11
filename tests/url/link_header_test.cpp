#include "url/link_header.h"

#include <string_view>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(LinkHeader, ReadsLinks) {
  const auto links = parse_links(
      "<https://hub.example/>; rel=\"hub\", <https://example.org/a,b>;type=x; REL=\"Self "
      "alternate\","
      "<c>, <d>; title=\"a, <b>\"; rel=next");
  ASSERT_EQ(links.size(), 4u);
  EXPECT_EQ(links[0].target, "https://hub.example/");
  EXPECT_TRUE(has_relation(links[0], "hub"));
  EXPECT_EQ(links[1].target, "https://example.org/a,b");
  EXPECT_TRUE(has_relation(links[1], "self"));
  EXPECT_TRUE(has_relation(links[1], "alternate"));
  EXPECT_FALSE(has_relation(links[1], "alter"));
  EXPECT_EQ(links[2].rel, "");
  EXPECT_EQ(links[3].rel, "next");
  EXPECT_EQ(links[3].anchor, "");
  EXPECT_EQ(parse_links("<a>; rel=next; anchor=\"#top\"").at(0).anchor, "#top");
  for (const std::string_view text : {"", "<", "rel=hub", "<a", ";;;,"}) {
    EXPECT_TRUE(parse_links(text).empty()) << text;
  }
}

}  // namespace
}  // namespace depesche
