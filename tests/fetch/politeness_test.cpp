#include "fetch/politeness.h"

#include <string>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using Time = PolitenessBook::Time;

TEST(Politeness, KeepsAGapBetweenRequestsToOneHost) {
  PolitenessBook book({});
  const Time start{1000s};
  EXPECT_TRUE(book.begin("example.org", start));
  EXPECT_FALSE(book.begin("example.org", start)) << "two at a time";
  EXPECT_FALSE(book.ready_at("example.org", start)) << "unknown until the answer is complete";
  EXPECT_TRUE(book.begin("example.com", start)) << "another host does not wait";
  book.end("example.org", start + 5s);
  EXPECT_EQ(book.ready_at("example.org", start + 5s), start + 7s);
  EXPECT_FALSE(book.begin("example.org", start + 6s));
  EXPECT_TRUE(book.begin("example.org", start + 7s));
}

TEST(Politeness, FollowsCrawlDelayAndRetryAfter) {
  PolitenessBook book({});
  const Time start{1000s};
  book.set_crawl_delay("slow.example", {"", 10s});
  book.set_crawl_delay("slower.example", {"", 90s});
  book.set_crawl_delay("never.example", {"", 100000s});
  book.set_crawl_delay("quick.example", {"", 1ms});
  for (const std::string host :
       {"slow.example", "slower.example", "never.example", "quick.example"}) {
    ASSERT_TRUE(book.begin(host, start));
    book.end(host, start);
  }
  EXPECT_EQ(book.ready_at("slow.example", start), start + 10s);
  EXPECT_EQ(book.ready_at("slower.example", start), start + 90s);
  EXPECT_EQ(book.ready_at("never.example", start), start + kLongestCrawlDelay);
  EXPECT_EQ(book.ready_at("quick.example", start), start + 2s);
  ASSERT_TRUE(book.begin("busy.example", start));
  book.end("busy.example", start, start + 300s);
  EXPECT_EQ(book.ready_at("busy.example", start), start + 300s);
}

TEST(Politeness, AHostHasTheLongestOfAllItsDelaysUntilThatIsTakenBack) {
  PolitenessBook book({});
  const Time start{1000s};
  const std::string host = "two.example";
  const auto ready_after_asking = [&](Time at) {
    EXPECT_TRUE(book.begin(host, at));
    book.end(host, at);
    return *book.ready_at(host, at) - at;
  };
  book.set_crawl_delay(host, {"https://two.example", 90s});
  book.set_crawl_delay(host, {"http://two.example", 10s});
  EXPECT_EQ(book.crawl_delay_of(host), 90s);
  EXPECT_EQ(ready_after_asking(start), 90s);
  book.set_crawl_delay(host, {"http://two.example", 0s});
  EXPECT_EQ(ready_after_asking(start + 90s), 90s);
  book.set_crawl_delay(host, {"https://two.example", 20s});
  EXPECT_EQ(ready_after_asking(start + 180s), 20s) << "who asked for more has taken it back";
  book.set_crawl_delay(host, {"https://two.example", 0s});
  EXPECT_EQ(ready_after_asking(start + 200s), 2s);
  EXPECT_EQ(book.crawl_delay_of("unknown.example"), 0s);
  EXPECT_EQ(book.known_hosts(), 1u) << "that nothing is asked for needs no memory";
}

TEST(Politeness, ADelayHoldsFromTheAnswerThatSaidIt) {
  PolitenessBook book({});
  const Time start{1000s};
  ASSERT_TRUE(book.begin("slow.example", start));  // its robots.txt
  book.end("slow.example", start + 1s);
  book.set_crawl_delay("slow.example", {"", 30s});
  EXPECT_EQ(book.ready_at("slow.example", start + 1s), start + 31s);
}

TEST(Politeness, HurriesOnlyOnLoopback) {
  PolitenessBook book({});
  const Time start{1000s};
  for (const std::string host : {"a.localhost:80", "localhost", "127.0.0.1:9", "[::1]:80"}) {
    EXPECT_TRUE(is_loopback_host(host));
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(book.begin(host, start));
    EXPECT_FALSE(book.begin(host, start));
    book.end(host, start);
    EXPECT_TRUE(book.begin(host, start));
  }
  for (const std::string_view host :
       {"127.0.0.1.example", "localhost.example", "128.0.0.1", "alocalhost", ""}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

TEST(Politeness, ForgetsHostsThatWereQuiet) {
  PolitenessBook book({});
  Time now{1000s};
  for (int i = 0; i < 100000; ++i) {
    const std::string host = std::to_string(i) + ".example";
    ASSERT_TRUE(book.begin(host, now));
    book.end(host, now);
    now += 10ms;
  }
  EXPECT_LT(book.known_hosts(), 3000u);
  book.set_crawl_delay("slow.example", {"", 90s});
  for (int i = 0; i < 10000; ++i) {
    ASSERT_TRUE(book.begin(std::to_string(i) + ".example", now));
    now += 10ms;
  }
  EXPECT_EQ(book.crawl_delay_of("slow.example"), 90s) << "what was asked for is not forgotten";
}

// The law: whatever the order of asking, answers and requests of one host are a gap apart.
TEST(Politeness, IsNeverFasterThanAllowed) {
  PolitenessBook book({});
  std::uint32_t seed = 3;
  Time now{1000s}, last_end{};
  bool under_way = false;
  for (int i = 0; i < 10000; ++i) {
    seed = seed * 1664525 + 1013904223;
    now += std::chrono::milliseconds(seed >> 23);
    if (under_way && seed % 3 == 0) {
      book.end("example.org", now);
      last_end = now;
      under_way = false;
    } else if (book.begin("example.org", now)) {
      ASSERT_FALSE(under_way);
      ASSERT_GE(now - last_end, 2s);
      under_way = true;
    }
  }
}

}  // namespace
}  // namespace depesche::fetch
