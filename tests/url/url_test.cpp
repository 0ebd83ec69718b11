#include "url/url.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "url/for_others.h"
#include "url/host.h"

namespace depesche {
namespace {

struct Case {
  std::string_view given, expected;
};

const std::vector<Case> kAddresses{
    {"http://example.org", "http://example.org/"},
    {"  HTTPS://Example.ORG:443/A/b?c#d \n", "https://example.org/A/b?c#d"},
    {"http://example.org:80/", "http://example.org/"},
    {"http://example.org:/", "http://example.org/"},
    {"http://example.org:8080?q", "http://example.org:8080/?q"},
    {"https://example.org:80/", "https://example.org:80/"},
    {"http:example.org/a", "http://example.org/a"},
    {"http:\\\\example.org\\a\\b", "http://example.org/a/b"},
    {"http:////example.org///a", "http://example.org///a"},
    {"ht\ntp://exa\tmple.org/a\rb", "http://example.org/ab"},
    {"http://example.org/a/./b/../c", "http://example.org/a/c"},
    {"http://example.org/../../a", "http://example.org/a"},
    {"http://example.org/a/..", "http://example.org/"},
    {"http://example.org/a/b/%2e%2E/c/.", "http://example.org/a/c/"},
    {"http://example.org/a b/\"<>`{}^", "http://example.org/a%20b/%22%3C%3E%60%7B%7D%5E"},
    {"http://example.org/%zz%41", "http://example.org/%zz%41"},
    {"http://example.org/ü?ü='#ü`", "http://example.org/%C3%BC?%C3%BC=%27#%C3%BC%60"},
    {"http://example.org/a|b\\c?d|e\\f", "http://example.org/a|b/c?d|e\\f"},
    {"http://example.org/?", "http://example.org/?"},
    {"http://example.org/#", "http://example.org/#"},
    {"http://us@er:p@ss@example.org/", "http://us%40er:p%40ss@example.org/"},
    {"http://:pw@example.org/", "http://:pw@example.org/"},
    {"http://@example.org/", "http://example.org/"},
    {"http://MÜNCHEN.example/", "http://xn--mnchen-3ya.example/"},
    {"http://straße.example/", "http://xn--strae-oqa.example/"},
    {"http://XN--MNCHEN-3YA.example/", "http://xn--mnchen-3ya.example/"},
    {"http://ex%61mple.org/", "http://example.org/"},
    {"http://ｅｘａｍｐｌｅ。org/", "http://example.org/"},
    {"http://under_score.example/", "http://under_score.example/"},
    {"http://example.org./", "http://example.org./"},
    {"http://127.1/", "http://127.0.0.1/"},
    {"http://0x7F.0.0.0x1/", "http://127.0.0.1/"},
    {"http://2130706433/", "http://127.0.0.1/"},
    {"http://017700000001/", "http://127.0.0.1/"},
    {"http://192.168.0.1./", "http://192.168.0.1/"},
    {"http://1.2.3.4.example/", "http://1.2.3.4.example/"},
    {"http://[::1]:8080/", "http://[::1]:8080/"},
    {"http://[2001:DB8:0:0:1:0:0:0]/", "http://[2001:db8:0:0:1::]/"},
    {"http://[1:0:2::]/", "http://[1:0:2::]/"},
    {"http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"},
    {"http://[1:2:3:4:5:6:7::]/", "http://[1:2:3:4:5:6:7:0]/"},
    {"http://[::1.2.3.4]:80/", "http://[::102:304]/"},
    {"mailto:desk@example.org", "mailto:desk@example.org"},
    {"JavaScript:alert(1)", "javascript:alert(1)"},
    {"data:text/plain,a b#c", "data:text/plain,a b#c"},
    {"file:///etc/passwd", "file:///etc/passwd"},
};

TEST(Url, ReadsAddressesAsBrowsersDo) {
  for (const auto& [given, expected] : kAddresses) {
    const auto url = parse_url(given);
    ASSERT_TRUE(url) << given << ": " << url.error().message;
    EXPECT_EQ(url->to_string(), expected) << "given " << given;
    const auto again = parse_url(expected);
    ASSERT_TRUE(again) << expected;
    EXPECT_EQ(*again, *url) << "writing and reading changed " << given;
  }
}

TEST(Url, RefusesWhatIsNoAddress) {
  const std::string long_host(300, 'a');
  for (const std::string_view given : {"",
                                       " ",
                                       "example.org",
                                       "/path",
                                       "#top",
                                       "http:",
                                       "http://",
                                       "http:///",
                                       "http://:80/",
                                       "http://@/",
                                       "http://user@/",
                                       "http://exa mple.org/",
                                       "http://a<b/",
                                       "http://a%00b/",
                                       "http://a%2fb/",
                                       "http://example.org:99999/",
                                       "http://example.org:8a/",
                                       "http://256.1.1.1/",
                                       "http://1.2.3.4.5/",
                                       "http://0x100000000/",
                                       "http://1.2.3.08/",
                                       "http://example.0/",
                                       "http://[::1/",
                                       "http://[1:2]/",
                                       "http://[1::2::3]/",
                                       "http://[12345::]/",
                                       "http://[::1.2.3]/",
                                       "http://[::1.2.3.04]/",
                                       "http://[::1]a/",
                                       "http://[1:2:3:4:5:6:7:8:9]/",
                                       "http://./",
                                       "http://a..b/",
                                       "http://.example/",
                                       "1http://example.org/",
                                       "://example.org"}) {
    EXPECT_FALSE(parse_url(given)) << given;
  }
  EXPECT_FALSE(parse_url("http://" + long_host + "/"));
  const auto huge = parse_url("http://example.org/" + std::string(kMaxUrlBytes, 'a'));
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.error().code, ErrorCode::TooLarge);
}

TEST(Url, ResolvesTheExamplesOfRfc3986) {
  for (const auto& [given, expected] : std::vector<Case>{
           {"g", "http://a/b/c/g"},
           {"./g", "http://a/b/c/g"},
           {"g/", "http://a/b/c/g/"},
           {"/g", "http://a/g"},
           {"//g", "http://g/"},
           {"?y", "http://a/b/c/d;p?y"},
           {"g?y", "http://a/b/c/g?y"},
           {"#s", "http://a/b/c/d;p?q#s"},
           {"g#s", "http://a/b/c/g#s"},
           {"g?y#s", "http://a/b/c/g?y#s"},
           {";x", "http://a/b/c/;x"},
           {"g;x?y#s", "http://a/b/c/g;x?y#s"},
           {"", "http://a/b/c/d;p?q"},
           {".", "http://a/b/c/"},
           {"./", "http://a/b/c/"},
           {"..", "http://a/b/"},
           {"../g", "http://a/b/g"},
           {"../..", "http://a/"},
           {"../../../g", "http://a/g"},
           {"/./g", "http://a/g"},
           {"/../g", "http://a/g"},
           {"g.", "http://a/b/c/g."},
           {"..g", "http://a/b/c/..g"},
           {"./../g", "http://a/b/g"},
           {"g/./h", "http://a/b/c/g/h"},
           {"g;x=1/../y", "http://a/b/c/y"},
           {"g?y/./x", "http://a/b/c/g?y/./x"},
           {"http:g", "http://a/b/c/g"},
           {"http:/g", "http://a/g"},
           {"https:g", "https://g/"},
           {"\\\\g\\h", "http://g/h"},
           {"http:\\\\g", "http://g/"},
           {" ?\n", "http://a/b/c/d;p?"},
           {"http://x/y", "http://x/y"},
       }) {
    EXPECT_EQ(resolve_address(given, "http://a/b/c/d;p?q"), expected) << "given " << given;
  }
}

TEST(Url, ResolvesToNothingWhatCannotBeFetched) {
  for (const std::string_view given : {"javascript:void(0)", "mailto:a@example.org", "data:,x",
                                       "file:///etc/passwd", "//", "ftp:x", "http://a b/"}) {
    EXPECT_EQ(resolve_address(given, "https://example.org/"), "") << given;
  }
  EXPECT_EQ(resolve_address("page", "no base"), "");
  EXPECT_EQ(resolve_address("page", "mailto:a@example.org"), "");
  EXPECT_EQ(resolve_address("https://example.org/a", ""), "https://example.org/a");
}

TEST(Url, NamesItsParts) {
  const auto url = parse_url("https://u:p@Example.org:8443/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin(), "https://example.org:8443");
  EXPECT_EQ(url->host_and_port(), "example.org:8443");
  EXPECT_EQ(url->path_and_query(), "/a/b?c=d");
  EXPECT_EQ(url->effective_port(), 8443);
  EXPECT_EQ(parse_url("https://example.org")->effective_port(), 443);
  EXPECT_EQ(parse_url("http://example.org")->effective_port(), 80);
}

TEST(Url, IsShownWithoutAPassword) {
  EXPECT_EQ(without_password("https://anna:s3cret@example.org/feed?x=1#y"),
            "https://example.org/feed?x=1#y");
  EXPECT_EQ(without_password("https://token@example.org/"), "https://example.org/");
  EXPECT_EQ(without_password("HTTPS://Example.org"), "HTTPS://Example.org") << "as it was given";
  EXPECT_EQ(without_password("no address"), "no address");
}

TEST(Url, IsShownToOthersWithoutWhatMayBeAKey) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"https://example.org/feed", "https://example.org/feed"},
      {"https://me:pw@example.org/feed?token=abc", "https://example.org/feed?token=…"},
      {"https://example.org/?feed=rss2", "https://example.org/?feed=rss2"},
      {"https://example.org/?format=feed&type=rss&Key=1",
       "https://example.org/?format=feed&type=rss&Key=…"},
      {"https://example.org/f?auth=a%20b&u=me#top", "https://example.org/f?auth=…&u=…#top"},
      {"https://example.org/f?0123456789abcdef", "https://example.org/f?…"},
      {"https://example.org/f?rss", "https://example.org/f?rss"},
      {"https://example.org/f?id=1234", "https://example.org/f?id=1234"},
      {"https://example.org/f?id=1234567890123", "https://example.org/f?id=…"},
      {"https://example.org/f?id=a1", "https://example.org/f?id=…"},
      {"https://example.org/f?pin=1234&token=", "https://example.org/f?pin=…&token="},
      {"https://example.org/f?a=b?token=c", "https://example.org/f?a=…"},
      {"https://example.org/f?&&x=1", "https://example.org/f?&&x=…"},
      {"https://example.org/f?feed=0123456789abcdef0123456789abcdef01234567&user=me",
       "https://example.org/f?feed=…&user=…"},
      {"https://example.org/f?format=rss;token=abc", "https://example.org/f?format=…"},
      {"https://example.org/f?c2VjcmV0==", "https://example.org/f?…"},
      {"https://example.org/f?0123456789abcdef0123456789abcdef=", "https://example.org/f?…"},
      {"https://example.org/f?", "https://example.org/f?"},
      {"https://example.org/#a?b=c", "https://example.org/#a?b=c"},
      {"", ""},
  };
  for (const auto& [given, shown] : cases) {
    EXPECT_EQ(address_for_others(given), shown);
    EXPECT_EQ(address_for_others(shown), shown) << "not idempotent";
  }
}

TEST(Host, KnowsAddressesFromNames) {
  for (const std::string_view ip : {"127.0.0.1", "[::1]", "1.2.3.4"}) {
    EXPECT_TRUE(is_ip_address(ip)) << ip;
  }
  for (const std::string_view host : {"", "example.org", "1.example", "a1", "xn--mnchen-3ya.de"}) {
    EXPECT_FALSE(is_ip_address(host)) << host;
  }
}

}  // namespace
}  // namespace depesche
