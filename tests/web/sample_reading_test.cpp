// The sample edition as the desk reads it: what was written is what arrives.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "extract/extract.h"
#include "feed/parse.h"
#include "web/sample_site.h"

namespace depesche::web {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds kBase =
    sys_days{std::chrono::year{2026} / 3 / 9} + std::chrono::hours{16} + minutes{20};
constexpr SampleClock kClock{kBase, kBase + minutes{30}, 8420};

struct Fetched {
  SampleReply reply;
  std::string address;
};

Fetched fetch(const std::string& address) {
  const std::size_t host = address.find("//") + 2;
  const std::size_t path = address.find('/', host);
  const auto reply = sample_reply(address.substr(host, path - host), address.substr(path), kClock);
  return {reply.value_or(SampleReply{}), address};
}

std::multiset<std::string> words(std::string_view text) {
  std::multiset<std::string> out;
  std::string word;
  for (const char c : text) {
    const bool is_letter = is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter) {
      word += to_lower(c);
    } else if (!word.empty()) {
      out.insert(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.insert(word);
  return out;
}

/// Harmonic mean of what share was found and what share of the found was wanted.
double overlap(std::string_view wanted_text, std::string_view found_text) {
  const auto wanted = words(wanted_text);
  const auto found = words(found_text);
  std::vector<std::string> both;
  std::set_intersection(wanted.begin(), wanted.end(), found.begin(), found.end(),
                        std::back_inserter(both));
  if (wanted.empty() || found.empty()) return 0;
  return 2.0 * static_cast<double>(both.size()) / static_cast<double>(wanted.size() + found.size());
}

/// The body with and without the standfirst: an outlet that shows none gives none.
std::string body_of(const SampleReport& report) {
  std::string out;
  for (const std::string& paragraph : report.paragraphs) out += paragraph + "\n";
  return out;
}

bool differs(const SampleReport& report, std::string_view what, std::string_view found) {
  std::cout << report.id << ": " << what << ": " << found << "\n";
  return true;
}

Result<ParsedFeed> read_feed(const std::string& address) {
  const SampleReply reply = fetch(address).reply;
  return parse_feed(reply.body, address, reply.content_type);
}

/// What the outlets' feeds say of each article, by address.
const std::map<std::string, Entry>& entries() {
  static const auto all = [] {
    std::map<std::string, Entry> out;
    for (const SampleFeed& feed : sample_feeds(kClock.port)) {
      const auto parsed = read_feed(feed.address);
      if (!parsed) continue;
      for (const Entry& entry : parsed->entries) {
        out.emplace(entry.url.substr(0, entry.url.find('?')), entry);
      }
    }
    return out;
  }();
  return all;
}

Result<Article> read(const SampleReport& report) {
  const Fetched page = fetch(report.address);
  const auto entry = entries().find(report.address);
  return extract_article(page.reply.body,
                         {report.address, page.reply.content_type,
                          entry == entries().end() ? nullptr : &entry->second, kClock.now});
}

// Nothing may be refused, and nine of ten must be right to the letter; which ones are not is
// printed. The pages are meant to be hard: a table layout without any heading, boxes without names.
TEST(SampleReading, FindsHeadlineAndBodyOfEveryArticle) {
  const auto reports = sample_reports(kClock);
  std::size_t titles = 0;
  std::size_t bodies = 0;
  for (const SampleReport& report : reports) {
    const auto article = read(report);
    ASSERT_TRUE(article) << report.id << ": " << article.error().message;
    if (article->title == report.title || !differs(report, "title", article->title)) ++titles;
    const std::string body = body_of(report);
    const double share = std::max(overlap(body, article->text),
                                  overlap(report.standfirst + "\n" + body, article->text));
    EXPECT_GE(share, 0.9) << report.id << "\n" << article->text;
    if (share >= 0.95 || !differs(report, "body", std::to_string(share))) ++bodies;
  }
  EXPECT_GE(titles * 10, reports.size() * 9);
  EXPECT_GE(bodies * 10, reports.size() * 9);
}

TEST(SampleReading, FindsTheTimeOfEveryArticle) {
  for (const SampleReport& report : sample_reports(kClock)) {
    const auto article = read(report);
    ASSERT_TRUE(article && article->published) << report.id;
    if (article->published->day_only) {
      EXPECT_LT(std::chrono::abs(article->published->at - report.published), std::chrono::days{1});
    } else {
      EXPECT_EQ(std::chrono::floor<minutes>(article->published->at),
                std::chrono::floor<minutes>(report.published))
          << report.id;
    }
    if (report.updated && article->updated) {
      EXPECT_EQ(std::chrono::floor<minutes>(article->updated->at),
                std::chrono::floor<minutes>(*report.updated))
          << report.id;
    }
  }
}

TEST(SampleReading, FindsAuthorsWherePagesNameThem) {
  std::size_t named = 0;
  std::size_t right = 0;
  for (const SampleReport& report : sample_reports(kClock)) {
    if (report.authors.empty()) continue;
    const auto article = read(report);
    ASSERT_TRUE(article) << report.id;
    ++named;
    std::string found;
    for (const std::string& author : article->authors) found += author + "; ";
    if (article->authors == report.authors || !differs(report, "authors", found)) ++right;
  }
  EXPECT_GE(right * 10, named * 9);
}

TEST(SampleReading, TellsAdvertorialsFromEverythingElse) {
  int missed = 0;  // a live blog or an opinion piece taken for news does less harm
  for (const SampleReport& report : sample_reports(kClock)) {
    const auto article = read(report);
    ASSERT_TRUE(article) << report.id;
    const bool is_paid = report.kind == name(ArticleKind::Advertorial);
    EXPECT_EQ(article->kind == ArticleKind::Advertorial, is_paid) << report.id;
    if (name(article->kind) != report.kind && differs(report, "kind", name(article->kind))) {
      ++missed;
    }
  }
  EXPECT_LE(missed, 1);
}

TEST(SampleReading, SetsCaptionAndCreditApart) {
  int right = 0;
  for (const SampleReport& report : sample_reports(kClock)) {
    if (report.picture_caption.empty()) continue;
    const auto article = read(report);
    ASSERT_TRUE(article) << report.id;
    if (!article->image) {
      differs(report, "picture", "none");
      continue;
    }
    EXPECT_EQ(fetch(article->image->url).reply.content_type, "image/png") << article->image->url;
    const bool apart = article->image->caption == report.picture_caption &&
                       article->image->credit.ends_with(report.picture_credit);
    if (apart ||
        !differs(report, "caption", article->image->caption + " / " + article->image->credit)) {
      ++right;
    }
  }
  EXPECT_GE(right, 4);
}

std::size_t entries_that_lead_somewhere(const ParsedFeed& feed) {
  std::size_t count = 0;
  for (const Entry& entry : feed.entries) {
    EXPECT_FALSE(entry.title.empty()) << entry.url;
    count += fetch(entry.url).reply.status == 200 ? 1U : 0U;
  }
  return count;
}

const std::set<std::string> kBroken{"http://stadtblitz.localhost:8420/rss/sport.xml",
                                    "http://kontor.localhost:8420/rss/verbraucher.xml",
                                    "http://schaltkreis.localhost:8420/feed/kurz/",
                                    "http://harbour-courier.localhost:8420/feeds/sport.xml"};

TEST(SampleReading, ReadsEverySoundFeedWithoutAnOddity) {
  std::set<FeedFormat> formats;
  std::size_t listed = 0;
  for (const SampleFeed& feed : sample_feeds(kClock.port)) {
    if (kBroken.count(feed.address)) continue;
    const auto parsed = read_feed(feed.address);
    ASSERT_TRUE(parsed) << feed.address << ": " << parsed.error().message;
    for (const Oddity& oddity : parsed->oddities) {
      ADD_FAILURE() << feed.address << ": " << oddity.where << ": " << oddity.message;
    }
    EXPECT_EQ(entries_that_lead_somewhere(*parsed), parsed->entries.size()) << feed.address;
    formats.insert(parsed->format);
    listed += parsed->entries.size();
  }
  EXPECT_GE(formats.size(), 5U);  // RSS, RDF, Atom, JSON Feed, news sitemap
  EXPECT_EQ(listed, sample_reports(kClock).size()) << "an article that no feed names";
}

TEST(SampleReading, ReadsWhatCanBeReadOfBrokenFeeds) {
  for (const std::string& address : kBroken) {
    const auto parsed = read_feed(address);
    if (fetch(address).reply.content_type.starts_with("text/html")) {
      ASSERT_FALSE(parsed) << address;
      EXPECT_EQ(parsed.error().code, ErrorCode::Unsupported);
      continue;
    }
    ASSERT_TRUE(parsed) << address << ": " << parsed.error().message;
    EXPECT_FALSE(parsed->oddities.empty()) << address;
    EXPECT_GE(entries_that_lead_somewhere(*parsed), 1U) << address;
  }
}

}  // namespace
}  // namespace depesche::web
