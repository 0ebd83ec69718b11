#include "desk/store_pause.h"

#include <atomic>
#include <thread>

#include "desk/wire.h"
#include "tests/desk/wire_fixture.h"
#include "tests/support/faulty_disk.h"

namespace depesche {
namespace {

TEST(StorePause, TriesEveryFewSecondsAndIsTwiceAsLongAtEachRelapse) {
  const StorePause::Time start{};
  StorePause pause(5s);
  EXPECT_FALSE(pause.is_on());
  pause.begin(start);
  pause.begin(start + 4s);  // another worker meets the same failure
  ASSERT_TRUE(pause.is_on());
  EXPECT_EQ(pause.trial_at(), start + 5s);
  pause.note_failed_trial(start + 5s);
  EXPECT_EQ(pause.trial_at(), start + 10s) << "a trial costs nobody anything";
  pause.end(start + 10s);
  EXPECT_FALSE(pause.is_on());

  auto now = start + 11s;
  for (const auto wait : {10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
    pause.begin(now);
    EXPECT_EQ(pause.trial_at(), now + wait) << "kept the trial, but not what it was for";
    now += wait;
    pause.end(now);
    now += 1s;
  }
  now += 60s;
  pause.begin(now);
  EXPECT_EQ(pause.trial_at(), now + 5s) << "it had gone well in between";
}

/// The same on a disk that fills up.
class FullDiskTest : public WireTest {
 protected:
  FullDiskTest() : folder_(archive->path().parent_path()) {
    archive.reset();
    ArchiveOptions on_disk;
    on_disk.vfs = disk.name();
    archive = std::move(*Archive::open(folder_, on_disk));
  }
  ~FullDiskTest() override {
    disk.mend();
    archive.reset();
    disk.forget(folder_.string());
    std::filesystem::remove_all(folder_);
  }

  test::FaultyDisk& disk = test::FaultyDisk::instance();

 private:
  const std::filesystem::path folder_;
};

TEST_F(FullDiskTest, NobodyIsAskedUntilTheStoreCanBeWritten) {
  constexpr int kFeeds = 4;
  constexpr int kPages = 3;
  std::atomic<bool> is_full = false;
  std::vector<std::string> paths;
  for (int i = 0; i < kFeeds; ++i) {
    std::vector<Line> lines;
    for (int j = 0; j < kPages; ++j) {
      const std::string path = "/" + std::to_string(i) + "/" + std::to_string(j);
      server.on(path, reply(200, page("Risse im Tragwerk " + path), kHtml));
      lines.push_back({"Meldung " + path, path});
      paths.push_back(path);
    }
    std::string body = feed(server, lines);
    body.insert(body.find("<description>"), "<ttl>60</ttl>");
    const std::string path = "/feed" + std::to_string(i);
    server.on(path, [&, body](const auto& request, auto& to) {
      while (!is_full && to.wait(5ms)) continue;
      reply(200, body, kRss)(request, to);
    });
    subscribe(server.url(path));
  }
  WireOptions options;
  options.workers = 4;
  options.between_trials = 100ms;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return !server.requests().empty(); }));
  disk.fill_after(0);
  is_full = true;
  ASSERT_TRUE(wait_for([&] { return wire.trouble().has_value(); }));
  std::this_thread::sleep_for(300ms);  // what was under way
  const std::size_t asked = server.requests().size();
  EXPECT_LE(asked, 4u) << "one request a worker";
  for (int i = 0; i < 30; ++i) {  // some dozen trials
    std::this_thread::sleep_for(50ms);
    ASSERT_TRUE(wire.trouble());
    EXPECT_EQ(wire.trouble()->code, "disk_full");
    ASSERT_EQ(server.requests().size(), asked) << "nothing could be kept of it";
  }
  EXPECT_TRUE(disk.mend());
  EXPECT_TRUE(wait_for([&] {
    for (const std::string& path : paths) {
      const auto read = article(server.url(path));
      if (!read || read->article.origin != Origin::Page) return false;
    }
    return true;
  })) << "it resumes by itself";
  EXPECT_TRUE(wait_for([&] {
    for (const FeedRow& one : archive->feeds().list()) {
      if (!one.last_success_at) return false;
    }
    return true;
  }));
  EXPECT_FALSE(wire.trouble());
  wire.stop();
  for (int i = 0; i < kFeeds; ++i) {
    EXPECT_LE(server.count("/feed" + std::to_string(i)), 2) << "again only whose answer was lost";
  }
  EXPECT_FALSE(archive->setting("trial")) << "nothing is left of the trials";
}

}  // namespace
}  // namespace depesche
