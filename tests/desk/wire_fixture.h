// An archive, an outlet on loopback and a fetcher that may reach it, for tests of the whole desk.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/gatherer.h"
#include "desk/story_desk.h"
#include "store/upkeep/maintenance.h"
#include "tests/support/loopback_server.h"

namespace depesche {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::LoopbackServer;
using test::reply;

inline constexpr sys_seconds kNow{1'790'000'000s};

inline std::string page(std::string_view headline) {
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p>Absatz " + std::to_string(i) + ": Die Prüfer fanden elf Risse im Tragwerk der " +
            "Brücke, sagte das Amt am Morgen. Pendler müssen bis auf weiteres Umwege fahren.</p>";
  }
  return "<!DOCTYPE html><html lang=de><head><title>" + std::string(headline) +
         " - Der Bote</title></head><body><nav><a href=/>Start</a></nav><article><h1>" +
         std::string(headline) + "</h1>" + body + "</article></body></html>";
}

struct Line {
  std::string title;  // empty: the feed gives none
  std::string path;
};

inline std::string feed(const LoopbackServer& server, const std::vector<Line>& lines) {
  std::string items;
  for (const Line& line : lines) {
    items += "<item>" + (line.title.empty() ? "" : "<title>" + line.title + "</title>") + "<link>" +
             server.url(line.path) + "</link><guid>" + line.path + "</guid></item>";
  }
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der Bote</title><link>" +
         server.url("/") + "</link><description>x</description>" + items + "</channel></rss>";
}

inline const test::HeaderLines kHtml{{"Content-Type", "text/html; charset=utf-8"}};
inline const test::HeaderLines kRss{{"Content-Type", "application/rss+xml"}};

/// An archive, a server and a fetcher that may reach it.
class WireTest : public testing::Test {
 protected:
  WireTest() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::path(testing::TempDir()) /
                      (std::string("wire_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    auto opened = Archive::open(path);
    EXPECT_TRUE(opened);
    archive = std::move(*opened);
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    gather.now = [] { return kNow; };
  }

  FeedRow subscribe(const std::string& url) {
    return *archive->feeds().find(archive->feeds().add({url, "", "", "", ""}, kNow).id);
  }
  PollReport poll(const std::string& url) {
    Gatherer gatherer(*archive, *fetcher, gather);
    return gatherer.poll(subscribe(url), {});
  }
  void gather_all() {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    while (desk.accept_waiting(kNow).taken > 0) {
    }
  }
  std::optional<ArticlePage> article(const std::string& url) {
    const Reader reader = archive->reader();
    const auto id = reader.article_by_address(url);
    return id ? reader.article_page(*id) : std::nullopt;
  }
  static bool wait_for(const std::function<bool()>& what) {
    for (int i = 0; i < 500; ++i) {
      if (what()) return true;
      std::this_thread::sleep_for(20ms);
    }
    return false;
  }

  LoopbackServer server;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<fetch::Fetcher> fetcher;
  GatherOptions gather;
};

}  // namespace depesche
