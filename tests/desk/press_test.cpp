// An edition is made whenever there are news, by a thread that stops when it is told to.
#include "desk/press.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

void accept_report(Archive& archive, const std::string& slug) {
  AcceptTransaction accept = archive.begin_accept();
  const Article article = make_article("Nordburger Bote", slug, "Brücke gesperrt", "Ein Satz.");
  const Accepted accepted = accept.put_article({article, {}, {}, {}}, terms_of(article), at(0));
  StoredDecision decision;
  decision.article = accepted.id;
  decision.story = StoryId{accepted.id.value};
  accept.put_decision(decision);
  accept.commit();
}

template <class Condition>
bool comes(Condition&& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(10ms);
  return condition();
}

TEST(Press, TellsWhatWasAcceptedAndStops) {
  const TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  Press press(*archive, [] { return at(60); });
  EXPECT_TRUE(press.edition()->places.empty());
  accept_report(*archive, "eins");
  std::jthread thread([&](const std::stop_token& stop) { press.run(stop); });
  EXPECT_TRUE(comes([&] { return press.edition()->places.size() == 1; })) << "the first is due";
  accept_report(*archive, "zwei");
  press.note_news();
  EXPECT_TRUE(comes([&] { return press.edition()->places.size() == 2; }));
  const auto asked = std::chrono::steady_clock::now();
  thread.request_stop();
  thread.join();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 10s);
}

TEST(Press, MakesNoOtherEditionWithoutOtherNews) {
  const TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  Press press(*archive, [] { return at(60); });
  press.note_news();
  press.print();
  const auto edition = press.edition();
  {
    const std::jthread thread([&](const std::stop_token& stop) { press.run(stop); });
    std::this_thread::sleep_for(EditionClock::kPause + 200ms);
  }
  EXPECT_EQ(press.edition(), edition);
}

TEST(Press, TellsAgainWhatAnEditionThatFailedWasToTell) {
  const TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  std::atomic<int> asked = 0;
  Press press(*archive, [&] {
    if (++asked == 2) throw std::runtime_error("no time");
    return at(60);
  });
  press.print();
  accept_report(*archive, "eins");
  press.note_news();
  EXPECT_THROW(press.print(), std::runtime_error);
  std::jthread thread([&](const std::stop_token& stop) { press.run(stop); });
  EXPECT_TRUE(comes([&] { return press.edition()->places.size() == 1; }));
}

}  // namespace
}  // namespace depesche
