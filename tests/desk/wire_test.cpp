#include "desk/wire.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "desk/round.h"
#include "store/sqlite/writer.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

TEST_F(WireTest, ShowsTheFeedsWordsWhilePagesAreStillComing) {
  server.on("/slow", test::late(1500ms, reply(200, page("Die ganze Seite"), kHtml)));
  server.on("/feed", reply(200, feed(server, {{"Worte des Feeds", "/slow"}}), kRss));
  subscribe(server.url("/feed"));
  WireOptions options;
  options.workers = 2;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return article(server.url("/slow")).has_value(); }));
  EXPECT_EQ(article(server.url("/slow"))->article.title, "Worte des Feeds");
  EXPECT_FALSE(article(server.url("/slow"))->story);
  ASSERT_TRUE(
      wait_for([&] { return article(server.url("/slow"))->article.title == "Die ganze Seite"; }));
  ASSERT_TRUE(wait_for([&] { return !wire.edition()->places.empty(); }));
  wire.stop();
}

TEST_F(WireTest, ObeysACorrectionWhileItsEditorWaitsAndShowsWhatCameOfIt) {
  const auto append = [this](const std::string& outlet, const std::string& text) {
    Article article;
    article.url = article.canonical_url = "https://" + outlet + ".example/1";
    article.outlet = outlet;
    article.language = "de";
    article.title = text;
    article.text = text;
    ASSERT_TRUE(archive->intake().append({std::move(article), {}, {}, {}}, kNow));
  };
  append("bote", "Die Prüfer fanden elf Risse im Tragwerk der Brücke von Brandau.");
  append("blatt", "Astronomen der Sternwarte Kirchfelde haben einen Kometen gefunden.");
  WireOptions options;
  options.workers = 1;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return wire.edition()->places.size() == 2; }));

  CorrectionWish wish;
  wish.story = StoryId{1};
  wish.other = StoryId{2};
  const Result<std::int64_t> said = wire.correct(wish);
  ASSERT_TRUE(said) << said.error().message;
  const auto merged = archive->corrections().state(*said);
  ASSERT_TRUE(merged);
  EXPECT_FALSE(merged->is_waiting);
  EXPECT_EQ(merged->refusal, "");
  EXPECT_EQ(merged->moved, 1);
  EXPECT_TRUE(wait_for([&] { return wire.edition()->places.size() == 1; }));
  const Result<std::int64_t> again = wire.correct(wish);
  ASSERT_TRUE(again);
  EXPECT_EQ(archive->corrections().state(*again)->refusal, "these are one story already");
  EXPECT_FALSE(wire.correct({})) << "a merge of nothing";
  wire.stop();
}

TEST_F(WireTest, SaysThatItGathersUntilTheEngineIsWhereTheStreamStands) {
  WireOptions options;
  options.workers = 1;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  EXPECT_FALSE(wire.is_gathering());
  {
    // Of a new store the desk writes that it has caught up, for which it waits here.
    const std::scoped_lock turn(archive->writer().turn);
    ASSERT_TRUE(wire.start());
    EXPECT_TRUE(wire.is_gathering());
  }
  EXPECT_TRUE(wait_for([&] { return !wire.is_gathering(); }));
  wire.stop();
}

TEST_F(WireTest, LetsTheDeskGoBeforeTheWorkers) {
  const auto own_priority = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  const int own = own_priority();
  if (own > 14) GTEST_SKIP() << "the tests run with the least priority there is";
  std::mutex mutex;
  std::set<int> priorities;  // of the threads that ask what time it is
  WireOptions options;
  options.workers = 2;
  options.gather = gather;
  options.gather.now = [&, now = gather.now] {
    const std::scoped_lock lock(mutex);
    priorities.insert(own_priority());
    return now();
  };
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] {
    const std::scoped_lock lock(mutex);
    return priorities.size() == 2;
  }));
  wire.stop();
  EXPECT_EQ(priorities, (std::set<int>{own, own + 5}));
}

TEST_F(WireTest, CatchesUpAtAPaceAfterAnOutageButAsksANewFeedAtOnce) {
  server.on("/old", reply(200, feed(server, {}), kRss));
  server.on("/new", reply(200, feed(server, {}), kRss));
  for (int i = 0; i < 25; ++i) {
    const FeedRow old = subscribe(server.url("/old?" + std::to_string(i)));
    FeedSuccess success;
    success.at = kNow - 5h;
    success.next_poll_at = kNow - 4h;
    success.interval = 1h;
    archive->feeds().note_success(old.id, success);
  }
  subscribe(server.url("/new"));
  WireOptions options;
  options.gather = gather;  // its clock stands still, so nothing is added to what may begin
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] { return server.count("/new") == 1 && server.count("/old") >= 10; }));
  wire.stop();
  EXPECT_EQ(server.count("/old"), 10);
  EXPECT_EQ(server.count("/new"), 1);
}

TEST_F(WireTest, AFeedThatIsMutedBeforeItsTurnComesIsNotAsked) {
  subscribe(server.url("/first"));
  const FeedRow muted = subscribe(server.url("/muted"));
  subscribe(server.url("/last"));
  for (const char* path : {"/muted", "/last"}) {
    server.on(path, reply(200, feed(server, {}), kRss));
  }
  server.on("/first", [&](const test::LoopbackRequest& request, test::LoopbackConnection& to) {
    OwnersWishes mute;
    mute.is_muted = true;
    archive->feeds().set_wishes(muted.id, mute, kNow);
    reply(200, feed(server, {}), kRss)(request, to);
  });
  WireOptions options;
  options.workers = 1;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] { return server.count("/last") == 1; }));
  wire.stop();
  EXPECT_EQ(server.count("/first"), 1);
  EXPECT_EQ(server.count("/muted"), 0);
}

TEST_F(WireTest, StopsAtOnceWhileAnOutletStalls) {
  server.on("/stalled", test::stall_after("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>"));
  server.on("/feed", reply(200, feed(server, {{"Worte", "/stalled"}}), kRss));
  subscribe(server.url("/feed"));
  WireOptions options;
  options.workers = 2;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return server.count("/stalled") == 1; }));
  const auto asked = std::chrono::steady_clock::now();
  wire.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 15s);  // far below the stall's time-out
  EXPECT_FALSE(archive->feeds().has_entry(FeedId{1}, "/stalled"));  // done again next time
}

TEST_F(WireTest, MorePicturesThanMemoryIsForWaitInTheStore) {
  constexpr int kPictures = 40;
  constexpr std::size_t kMost = 8;
  std::atomic<bool> is_slow = true;
  const auto picture = [&](const auto& request, auto& to) {
    while (is_slow && to.wait(5ms)) continue;
    reply(200, "\x89PNG\r\n\x1a\n" + request.path)(request, to);
  };
  Connection& first = archive->writer().db;
  for (int i = 0; i < kPictures; ++i) {
    const std::string path = "/" + std::to_string(i) + ".png";
    server.on(path, picture);
    first.run("INSERT INTO picture(url, retry_at) VALUES(?1, ?2)", server.url(path), kNow - 1h);
  }
  WireOptions options;
  options.workers = 6;  // more than the host has turns: somebody is left to look for work
  options.most_pictures = kMost;
  options.gather = gather;
  const auto kept = [&] {
    const std::scoped_lock turn(archive->writer().turn);
    return *archive->writer().db.one<int>("SELECT count(*) FROM picture WHERE hash IS NOT NULL");
  };
  std::size_t most = 0;
  const auto look = [&most](const Wire& wire) { most = std::max(most, wire.waiting_to_mend()); };
  {
    Wire wire(*archive, *fetcher, options);
    ASSERT_TRUE(wire.start());
    EXPECT_TRUE(wait_for([&] { return wire.waiting_to_mend() == kMost; })) << "as many as may";
    // Also after it has looked for work again.
    for (int i = 0; i < 150; ++i, std::this_thread::sleep_for(10ms)) look(wire);
    EXPECT_EQ(most, kMost);
    wire.stop();
  }
  EXPECT_EQ(kept(), 0);
  const auto path = archive->path().parent_path();
  archive.reset();
  archive = std::move(*Archive::open(path));
  is_slow = false;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] {
    look(wire);
    return kept() == kPictures;
  })) << kept();
  wire.stop();
  EXPECT_EQ(most, kMost);
  EXPECT_EQ(*archive->writer().db.one<int>("SELECT count(*) FROM picture_file"), kPictures);
}

TEST_F(WireTest, PagesAreReadInTurns) {
  gather.reading = std::make_shared<ReadingTurns>(1);
  for (const char* path : {"/a", "/refused", "/b"}) {
    server.on(path, reply(200, page("Brücke " + std::string(path)), kHtml));
  }
  server.on("/refused", reply(200, "<html><title>x</title></html>", kHtml));
  server.on("/one", reply(200, feed(server, {{"Eins", "/a"}, {"Keins", "/refused"}}), kRss));
  server.on("/two", reply(200, feed(server, {{"Zwei", "/b"}}), kRss));
  for (const char* path : {"/one", "/two"}) subscribe(server.url(path));
  WireOptions options;
  options.workers = 4;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  const auto read = [&] {
    const std::scoped_lock turn(archive->writer().turn);
    return *archive->writer().db.one<int>("SELECT count(*) FROM watched_page");
  };
  {
    const ReadingTurns::Turn somebody_else_reads(*gather.reading);
    ASSERT_TRUE(wire.start());
    // All are fetched, none is read.
    EXPECT_TRUE(wait_for(
        [&] { return server.count("/a") + server.count("/refused") + server.count("/b") >= 2; }));
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(read(), 0);
  }
  // Each gives its turn back, also who had a page that is no article.
  EXPECT_TRUE(wait_for([&] {
    const auto feeds = archive->feeds().list();
    return feeds[0].last_success_at && feeds[1].last_success_at;
  }));
  wire.stop();
  EXPECT_EQ(read(), 2);
}

TEST(ReadingTurns, AreNeverMoreThanSaid) {
  ReadingTurns turns(3);
  std::atomic<int> reading = 0, most = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 12; ++i) {
    readers.emplace_back([&] {
      for (int page = 0; page < 20; ++page) {
        const ReadingTurns::Turn turn(turns);
        const int now = ++reading;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) continue;
        std::this_thread::sleep_for(1ms);
        --reading;
      }
    });
  }
  readers.clear();
  EXPECT_EQ(most, 3);
}

/// Two outlets on one machine, whose hosts may be asked once in a while only.
class HostGapTest : public WireTest {
 protected:
  HostGapTest() {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.loopback_gap = 700ms;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    for (const char* outlet : {"a", "b"}) {
      std::string items;
      for (int i = 0; i < 3; ++i) {
        const std::string path = "/" + std::string(outlet) + std::to_string(i);
        server.on(path, reply(200, page("Brücke " + path), kHtml));
        items += "<item><title>" + path + "</title><link>" + url(outlet, path) + "</link></item>";
      }
      const std::string feed = "/feed-" + std::string(outlet);
      server.on(feed, reply(200,
                            "<rss version=\"2.0\"><channel><title>Bote</title><link>" +
                                url(outlet, "/") + "</link>" + items + "</channel></rss>",
                            kRss));
      subscribe(url(outlet, feed));
    }
  }
  std::string url(std::string_view outlet, const std::string& path) const {
    std::string address = server.url(path);
    if (outlet == "b") address.replace(address.find("127.0.0.1"), 9, "localhost");
    return address;
  }
  std::size_t pages() const {
    std::size_t count = 0;
    for (const auto& request : server.requests()) count += is_page(request.path) ? 1 : 0;
    return count;
  }
  static bool is_page(std::string_view path) {
    return path.size() == 3 && (path[1] == 'a' || path[1] == 'b');
  }
  /// With one worker that waited for a host, all of one outlet would come before the other.
  void expect_taken_in_turn() const {
    std::string order;
    for (const auto& request : server.requests()) {
      if (is_page(request.path)) order += request.path[1];
    }
    EXPECT_EQ(order.size(), 6u) << order;
    EXPECT_NE(order, "aaabbb");
    EXPECT_NE(order, "bbbaaa");
  }
};

TEST_F(HostGapTest, AWorkerAsksOthersMeanwhile) {
  WireOptions options;
  options.workers = 1;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] {
    const auto feeds = archive->feeds().list();
    return pages() == 6 && feeds[0].last_success_at && feeds[1].last_success_at;
  }));
  wire.stop();
  expect_taken_in_turn();
}

TEST_F(WireTest, ARoundThatTheStoreEndsEndsForAllItsWorkers) {
  server.on("/one", [this](const auto& request, auto& to) {
    while (server.count("/two") == 0 && to.wait(5ms)) continue;
    reply(200, feed(server, {}), kRss)(request, to);
  });
  server.on("/two", test::late(1s, reply(200, feed(server, {}), kRss)));
  const FeedRow one = subscribe(server.url("/one"));
  subscribe(server.url("/two", "localhost"));
  archive->writer().db.run("CREATE TRIGGER no BEFORE UPDATE ON feed WHEN NEW.feed_id = " +
                           std::to_string(one.id.value) + " BEGIN SELECT RAISE(ABORT, 'no'); END");
  Gatherer gatherer(*archive, *fetcher, gather);
  RoundOptions options;
  options.workers = 2;  // the second is under way when the first fails, and does well
  EXPECT_THROW(run_round(gatherer, archive->feeds().list(), options, {}), StoreError);
  EXPECT_EQ(server.count("/two"), 1);
}

TEST_F(HostGapTest, SoDoesARound) {
  Gatherer gatherer(*archive, *fetcher, gather);
  RoundOptions options;
  options.workers = 1;
  const RoundReport report = run_round(gatherer, archive->feeds().list(), options, {});
  EXPECT_EQ(report.asked, 2u);
  EXPECT_EQ(report.pages, 6u);
  expect_taken_in_turn();
}

}  // namespace
}  // namespace depesche
