#include "news/feed_options.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(FeedOptions, SecretsMoveOnlyToTheSameServerOrToItsSecureSide) {
  struct Move {
    std::string_view from, to;
    bool may;
  };
  for (const auto& [from, to, may] : {
           Move{"https://a.example/feed", "https://a.example/other?x", true},
           Move{"http://a.example/feed", "https://a.example/feed", true},
           Move{"https://a.example/feed", "http://a.example/feed", false},
           Move{"https://a.example/feed", "https://b.example/feed", false},
           Move{"https://a.example/feed", "https://www.a.example/feed", false},
           Move{"https://a.example/feed", "https://a.example:8443/feed", false},
           Move{"http://a.example:8080/feed", "https://a.example/feed", false},
           Move{"http://a.example/feed", "https://a.example:8080/feed", false},
           Move{"https://me:pw@a.example/feed", "https://a.example/feed", true},
           Move{"", "https://a.example/feed", false},
           Move{"https://a.example/feed", "ftp://a.example/feed", false},
       }) {
    EXPECT_EQ(may_take_secrets_along(from, to), may) << from << " to " << to;
    const FeedOptions all{"n", "c", "l", "p", "x"};
    const FeedOptions moved = after_moving(all, from, to);
    EXPECT_EQ(moved, may ? all : (FeedOptions{"n", "", "", "", "x"}));
  }
}

TEST(FeedOptions, OnlyWhatIsNamedChanges) {
  const FeedOptions all{"n", "c", "l", "p", "x"};
  EXPECT_TRUE(FeedOptionsChange().is_empty());
  EXPECT_EQ(changed(all, {}), all);
  FeedOptionsChange change;
  change.cookie = "";
  EXPECT_FALSE(change.is_empty());
  EXPECT_EQ(changed(all, change), (FeedOptions{"n", "", "l", "p", "x"}));
  change = {};
  change.login = FeedOptionsChange::Login{"", "left over"};
  EXPECT_EQ(changed(all, change), (FeedOptions{"n", "c", "", "", "x"}));
  change.login = FeedOptionsChange::Login{"m", "q"};
  EXPECT_EQ(changed(all, change), (FeedOptions{"n", "c", "m", "q", "x"}));
}

TEST(FeedOptions, AProxyIsShownWithoutItsPassword) {
  EXPECT_EQ(proxy_without_password("socks5h://me:p@ss@[::1]:9050"), "socks5h://[::1]:9050");
  EXPECT_EQ(proxy_without_password("http://me@proxy.example:1"), "http://proxy.example:1");
  EXPECT_EQ(proxy_without_password("http://proxy.example:1"), "http://proxy.example:1");
  EXPECT_EQ(proxy_without_password("me:pw@proxy.example:1"), "proxy.example:1");
  EXPECT_EQ(proxy_without_password(""), "");
}

}  // namespace
}  // namespace depesche
