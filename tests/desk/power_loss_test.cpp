// Death at any point of the whole way: fetching, extracting, gathering, storing.
//
// A small world of two outlets is read until nothing is new, while the process dies, the power goes
// or a disk operation fails at a random point, several times in a row. Then a good round must end
// where an undisturbed one does: no article lost, none twice, each in the same story under the same
// id, also what comes after another start; the store in order, every feed where it was.
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "desk/gatherer.h"
#include "desk/story_desk.h"
#include "pack/hash.h"
#include "store/rows/article_codec.h"
#include "store/upkeep/maintenance.h"
#include "tests/store/fixture.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::FaultyDisk;
using test::LoopbackServer;
using test::reply;
using test::reply_with_etag;

constexpr sys_seconds kLossNow{1'790'000'000s};
constexpr int kReports = 5;

/// So many points at which something goes wrong; more on demand.
int points(int unless_asked) {
  const char* asked = std::getenv("DEPESCHE_CRASH_POINTS");
  return asked != nullptr ? std::atoi(asked) : unless_asked;
}

/// What happened, as two outlets begin to tell it and what both say.
struct LossEvent {
  std::string_view first, second, told;
};
constexpr std::array<LossEvent, kReports> kLossEvents{{
    {"Sperrung: Talbrücke", "Talbrücke in Brandau gesperrt",
     "Prüfer fanden elf Risse im Tragwerk der Talbrücke von Brandau. Pendler fahren über Altmoor."},
    {"Molkerei ruft Joghurt zurück", "Rückruf: Glassplitter im Joghurt der Molkerei Seehausen",
     "Die Molkerei Seehausen nimmt 40.000 Becher Heidelbeerjoghurt wegen Glassplittern zurück."},
    {"Neuer Komet entdeckt", "Sternwarte Kirchfelde findet Kometen",
     "Astronomen der Sternwarte Kirchfelde sahen im Orion einen Kometen mit doppeltem Schweif."},
    {"Streik im Nordnetz", "Lokführer legen das Nordnetz lahm",
     "Bis Mitternacht streiken die Lokführer im Nordnetz für sieben Prozent mehr Lohn."},
    {"Gericht kippt Hundesteuer", "Hundesteuer in Tiefenthal verworfen",
     "Das Verwaltungsgericht hob die erhöhte Hundesteuer von Tiefenthal auf; Halter klagten."},
}};

std::vector<std::string> loss_paragraphs(std::string_view told) {
  std::vector<std::string> out;
  for (int i = 0; i < 4; ++i) {
    out.push_back("Absatz " + std::to_string(i) + ". " + std::string(told) +
                  " Mehr war am Morgen zunächst nicht zu erfahren.");
  }
  return out;
}

std::string loss_page(std::string_view headline, std::string_view told) {
  std::string body;
  for (const std::string& paragraph : loss_paragraphs(told)) body += "<p>" + paragraph + "</p>";
  const std::string title(headline);
  return "<!DOCTYPE html><html lang=de><head><title>" + title +
         "</title><meta property=og:image content=/bild.png></head><body><article><h1>" + title +
         "</h1>" + body + "</article></body></html>";
}

/// A third outlet's story of it, some days later.
Submission told_later(int event) {
  const LossEvent& loss = kLossEvents[static_cast<std::size_t>(event)];
  Article article;
  article.url = "https://spaet.example/" + std::to_string(event);
  article.canonical_url = article.url;
  article.outlet = "Spätausgabe";
  article.language = "de";
  article.title = loss.second;
  for (const std::string& paragraph : loss_paragraphs(loss.told)) article.text += paragraph + "\n";
  return {std::move(article), {}, {}, {}};
}

/// Two outlets that report the same five events; one page of the second is missing for good.
class World {
 public:
  World() {
    for (int i = 0; i < kReports; ++i) {
      const LossEvent& loss = kLossEvents[static_cast<std::size_t>(i)];
      server_.on("/a/" + std::to_string(i), html(loss_page(loss.first, loss.told)));
      if (i != 3) server_.on("/b/" + std::to_string(i), html(loss_page(loss.second, loss.told)));
    }
    server_.on("/bild.png", reply(200, std::string("\x89PNG\r\n\x1a\n") + "picture",
                                  {{"Content-Type", "image/png"}}));
    server_.on("/a.xml", reply_with_etag("\"a\"", feed("a", "Der Bote"), kRss));
    server_.on("/b.xml", reply_with_etag("\"b\"", feed("b", "Das Blatt"), kRss));
  }
  std::vector<std::string> feeds() const { return {server_.url("/a.xml"), server_.url("/b.xml")}; }
  /// How often articles were asked for; the missing one may be asked for again.
  int pages_read() const {
    int all = 0;
    for (int i = 0; i < kReports; ++i) {
      all += server_.count("/a/" + std::to_string(i));
      if (i != 3) all += server_.count("/b/" + std::to_string(i));
    }
    return all;
  }

 private:
  static inline const test::HeaderLines kRss{{"Content-Type", "application/rss+xml"}};

  static test::Responder html(std::string body) {
    return reply(200, std::move(body), {{"Content-Type", "text/html; charset=utf-8"}});
  }
  std::string feed(const std::string& outlet, const std::string& title) const {
    std::string items;
    for (int i = 0; i < kReports; ++i) {
      const std::string address = server_.url("/" + outlet + "/" + std::to_string(i));
      items += "<item><title>Meldung " + std::to_string(i) + " von " + outlet + "</title><link>" +
               address + "</link><guid>" + address + "</guid></item>";
    }
    return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>" + title +
           "</title><link>" + server_.url("/" + outlet) + "</link><description>x</description>" +
           items + "</channel></rss>";
  }

  LoopbackServer server_;
};

/// The working day in one thread: what is due is done, then the clock is moved on.
class Day {
 public:
  explicit Day(Archive& archive) : archive_(archive), desk_(archive) {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    fetcher_ = std::make_unique<fetch::Fetcher>(std::move(options));
    gather_.now = [this] { return now_; };
  }
  void work() {
    if (const Result<void> opened = desk_.open(); !opened) throw StoreError(opened.error());
    for (int hour = 0; hour < 4; ++hour) {
      Gatherer gatherer(archive_, *fetcher_, gather_);
      for (const Feeds::Due& due : archive_.feeds().due(now_, 9)) {
        gatherer.poll(*archive_.feeds().find(due.id), {});
        accept();
      }
      for (const auto& retry : archive_.page_retries(now_, 9)) gatherer.retry_page(retry, {});
      for (const auto& wanted : archive_.pictures().wanted(now_, 9))
        gatherer.fetch_picture(wanted, {});
      accept();
      desk_.save_snapshot();
      now_ += 12h;
    }
  }

 private:
  void accept() {
    while (desk_.accept_waiting(now_).taken > 0) {
    }
  }

  Archive& archive_;
  StoryDesk desk_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  GatherOptions gather_;
  sys_seconds now_ = kLossNow;
};

struct End {
  std::set<std::pair<std::string, std::string>> articles;  // canonical address, content hash
  std::map<std::string, std::string> feeds;                // address, ETag
  std::map<std::string, std::int64_t> stories;             // canonical address, story
  bool operator==(const End&) const = default;
};

End end_of(Archive& archive) {
  End end;
  std::size_t all = 0;
  const Reader reader = archive.reader();
  reader.export_articles({}, [&](ArticleId id, const Article& article) {
    end.stories[article.canonical_url] = reader.article_card(id)->story.value;
    end.articles.emplace(article.canonical_url, to_hex(content_hash(article)));
    ++all;
    return true;
  });
  EXPECT_EQ(all, end.articles.size()) << "an article is there twice";
  for (const FeedRow& feed : archive.feeds().list()) end.feeds[feed.url] = feed.etag;
  return end;
}

class PowerLossTest : public testing::Test {
 protected:
  PowerLossTest() {
    {
      const auto archive = open_or_throw(template_.path());
      for (const std::string& feed : world_.feeds())
        archive->feeds().add({feed, "", "", "", ""}, kLossNow);
    }
    copy_template();
    const std::int64_t before = disk_.operations();
    {
      const auto archive = open();
      Day(*archive).work();
      expected_ = end_of(*archive);
    }
    operations_ = disk_.operations() - before;
    expected_later_ = end_a_day_later();
    disk_.forget(folder());
  }

  std::string folder() const { return store_.path().string(); }
  std::unique_ptr<Archive> open() const {
    ArchiveOptions options;
    options.vfs = disk_.name();
    options.log_pages = 40;  // so that it is emptied many times a day
    return open_or_throw(store_.path(), options);
  }
  /// What has become of the stories when the same things are told once more after another start.
  End end_a_day_later() const {
    const auto archive = open();
    for (int i = 0; i < kReports; ++i) {
      if (!archive->intake().append(told_later(i), kLossNow + 60h)) ADD_FAILURE();
    }
    StoryDesk desk(*archive);
    if (const Result<void> opened = desk.open(); !opened) throw StoreError(opened.error());
    while (desk.accept_waiting(kLossNow + 60h).taken > 0) {
    }
    return end_of(*archive);
  }
  void copy_template() {
    std::filesystem::remove_all(store_.path());
    std::filesystem::copy(template_.path(), store_.path());
  }
  std::int64_t any_point() {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(operations_));
  }
  /// Works until something goes wrong or all is done. Whether it went wrong.
  bool try_work() const {
    try {
      const auto archive = open();
      Day(*archive).work();
    } catch (const StoreError&) {
      return true;
    }
    return false;
  }
  void expect_a_good_end(const std::string& where) {
    expect_a_good_day(where);
    EXPECT_EQ(end_a_day_later(), expected_later_) << "after another start: " << where;
  }
  void expect_a_good_day(const std::string& where) {
    const auto archive = open();
    EXPECT_EQ(check(*archive), std::vector<std::string>{}) << where;
    Day(*archive).work();
    EXPECT_EQ(end_of(*archive), expected_) << where;
    EXPECT_EQ(check(*archive), std::vector<std::string>{}) << where;
    EXPECT_EQ(archive->intake().size(), 0) << where;
    const int read = world_.pages_read();
    Day(*archive).work();
    EXPECT_EQ(world_.pages_read(), read) << "a page that is known was read again: " << where;
    EXPECT_EQ(end_of(*archive), expected_) << "after another day: " << where;
  }
  /// `points` deaths, three to a store.
  void die_at_random_points(int points, FaultyDisk::Survivors survivors) {
    int struck = 0;
    for (int point = 0; point < points; ++point) {
      if (point % 3 == 0) copy_template();
      disk_.cut_power_after(any_point());
      try_work();
      struck += disk_.mend() ? 1 : 0;
      disk_.restore(folder(), survivors, random_);
      if (point % 3 != 2 && point + 1 < points) continue;
      expect_a_good_end("seed " + std::to_string(seed_) + ", point " + std::to_string(point));
      disk_.forget(folder());
      if (HasFailure()) return;
    }
    EXPECT_GT(struck, points / 3) << "the power has to have gone, or nothing was tested";
  }

  const unsigned seed_ = std::random_device{}();
  std::mt19937 random_{seed_};
  FaultyDisk& disk_ = FaultyDisk::instance();
  World world_;
  TemporaryFolder template_;
  TemporaryFolder store_;
  End expected_;
  End expected_later_;
  std::int64_t operations_ = 0;
};

TEST_F(PowerLossTest, TheUndisturbedDayIsTheOneMeant) {
  EXPECT_EQ(expected_.articles.size(), 2u * kReports);
  for (const auto& [feed, etag] : expected_.feeds) EXPECT_FALSE(etag.empty()) << feed;
  // Each event a story of two outlets, and the page that is missing one alone; a third joins each.
  std::map<std::int64_t, int> sizes;
  std::map<std::int64_t, int> later;
  for (const auto& [address, story] : expected_.stories) ++sizes[story];
  for (const auto& [address, story] : expected_later_.stories) ++later[story];
  ASSERT_EQ(sizes.size(), kReports + 1u);
  EXPECT_EQ(later.size(), sizes.size());
  for (const auto& [address, story] : expected_.stories) {
    EXPECT_EQ(expected_later_.stories.at(address), story) << address;
  }
  for (const auto& [story, size] : later) EXPECT_TRUE(size == 1 || size == sizes[story] + 1);
}

TEST_F(PowerLossTest, AProcessThatDiesLosesNothing) {
  die_at_random_points(points(30), FaultyDisk::Survivors::All);
}

TEST_F(PowerLossTest, WhatWasNotSyncedMayBeGone) {
  die_at_random_points(points(30), FaultyDisk::Survivors::None);
}

TEST_F(PowerLossTest, OfWhatWasNotSyncedAnyPartMayBeThere) {
  die_at_random_points(points(60), FaultyDisk::Survivors::Some);
}

TEST_F(PowerLossTest, ADiskThatFailsOnceCostsNothing) {
  int struck = 0;
  const int all = points(40);
  for (int point = 0; point < all; ++point) {
    copy_template();
    // Reads are counted here, and there are more of them.
    disk_.fail_once_after(any_point() * 2);
    try_work();
    struck += disk_.mend() ? 1 : 0;
    expect_a_good_end("seed " + std::to_string(seed_) + ", point " + std::to_string(point));
    disk_.forget(folder());
    if (HasFailure()) return;
  }
  EXPECT_GT(struck, all / 2);
}

TEST_F(PowerLossTest, AFullDiskIsWaitedForWithoutAnotherStart) {
  int full = 0;
  const int all = points(30);
  for (int point = 0; point < all; ++point) {
    copy_template();
    {
      const auto archive = open();
      disk_.fill_after(any_point(), point % 2 == 1);
      try {
        Day(*archive).work();
      } catch (const StoreError& error) {
        EXPECT_EQ(error.code(), ErrorCode::DiskFull) << error.what();
        ++full;
      }
      disk_.mend();
      Day(*archive).work();
      EXPECT_EQ(end_of(*archive), expected_) << "seed " << seed_ << ", point " << point;
    }
    expect_a_good_end("seed " + std::to_string(seed_) + ", point " + std::to_string(point));
    disk_.forget(folder());
    if (HasFailure()) return;
  }
  EXPECT_GT(full, all / 4);
}

}  // namespace
}  // namespace depesche
