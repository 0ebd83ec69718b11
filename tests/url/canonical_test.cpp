#include "url/canonical.h"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "url/domain.h"
#include "url/percent.h"

namespace depesche {
namespace {

struct CanonicalCase {
  std::string_view given, canonical;
};

const std::vector<CanonicalCase> kCanonicalCases{
    {"HTTP://Example.org:80/a#comments", "http://example.org/a"},
    {"https://example.org/a?utm_source=rss&utm_medium=feed", "https://example.org/a"},
    {"https://example.org/a?id=7&fbclid=x&UTM_Campaign=y", "https://example.org/a?id=7"},
    {"https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"},
    {"https://example.org/a?&&id=7&", "https://example.org/a?id=7"},
    {"https://example.org/a?", "https://example.org/a"},
    {"https://example.org/a?gclid", "https://example.org/a"},
    {"https://example.org/a?ut%6D_source=x", "https://example.org/a"},
    {"https://example.org/a?ref=rss&ref=front", "https://example.org/a?ref=front"},
    {"https://example.org/a?category=at&format=amp",
     "https://example.org/a?category=at&format=amp"},
    {"https://example.org/%7euser/%c3%bc/%2f", "https://example.org/~user/%C3%BC/%2F"},
    {"https://example.org/100%", "https://example.org/100%25"},
    {"https://example.org/%%34%31", "https://example.org/%2541"},
    {"https://user:pw@example.org/", "https://example.org/"},
    {"https://example.org./a", "https://example.org/a"},
    {"https://www.example.org/amp/a/", "https://www.example.org/amp/a/"},
    {"https://example.org/a?x=1?utm_source=y", "https://example.org/a?x=1?utm_source=y"},
    {"https://BÜRO.example/", "https://xn--bro-hoa.example/"},
};

TEST(CanonicalUrl, GivesOnePageOneSpelling) {
  for (const auto& [given, canonical] : kCanonicalCases) {
    EXPECT_EQ(canonical_url(given), canonical) << "given " << given;
    EXPECT_EQ(canonical_url(canonical), canonical) << "not idempotent";
  }
}

TEST(CanonicalUrl, IsNothingForWhatIsNoPage) {
  for (const std::string_view given : {"", "example.org", "mailto:a@example.org", "http://"}) {
    EXPECT_EQ(canonical_url(given), "") << given;
  }
}

TEST(CanonicalUrl, KeepsParametersThatOnlyLookLikeTracking) {
  for (const std::string_view name :
       {"id", "utm", "page", "ref", "gclid2", "a_ga", "q", "article"}) {
    EXPECT_FALSE(is_tracking_parameter(name, "1")) << name;
  }
}

TEST(RegistrableDomain, FollowsThePublicSuffixList) {
  for (const auto& [host, domain] : std::vector<CanonicalCase>{
           {"news.example.co.uk", "example.co.uk"},
           {"www.example.org", "example.org"},
           {"example.org", "example.org"},
           {"example.org.", "example.org"},
           {"a.b.example.com.au", "example.com.au"},
           {"www.xn--bro-hoa.de", "xn--bro-hoa.de"},
           {"someone.github.io", "someone.github.io"},
           {"co.uk", "co.uk"},
           {"localhost", "localhost"},
           {"www.abendblick.localhost", "abendblick.localhost"},
           {"127.0.0.1", "127.0.0.1"},
           {"[::1]", "[::1]"},
           {"", ""},
       }) {
    EXPECT_EQ(registrable_domain(host), domain) << "given " << host;
  }
}

TEST(Percent, DecodesOnlyWholeEscapes) {
  for (const auto& [given, decoded] : std::vector<CanonicalCase>{
           {"a%20b", "a b"}, {"%", "%"}, {"%4", "%4"}, {"%zz", "%zz"}, {"%41%", "A%"}}) {
    EXPECT_EQ(percent_decode(given), decoded) << "given " << given;
  }
}

TEST(Percent, ComponentsComeBackUnchanged) {
  for (const std::string_view text : {"a b&c=d+e%41", "ü/?#[]@!$'()*,;:", ""}) {
    EXPECT_EQ(percent_decode(percent_encode(text, PercentSet::Component)), text);
  }
}

}  // namespace
}  // namespace depesche
