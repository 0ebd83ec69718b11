#include "fetch/second_look.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using What = LookPlan::What;

constexpr sys_seconds kRead{1'790'000'000s};

TEST(SecondLook, IsPlannedByAgeAndByWhoElseTellsIt) {
  struct Case {
    std::chrono::seconds age;
    bool is_shared;
    std::optional<std::chrono::seconds> moved;  // how long before now
    What what;
    std::chrono::seconds later = 0s;  // age, of Later
  };
  const Case cases[] = {
      {0s, true, 0s, What::Later, 1h},
      {59min, true, 0s, What::Later, 1h},
      {1h, true, 0s, What::Now},
      {5h, true, 5h, What::Now},
      {6h, true, 6h, What::Now},
      {24h, true, 24h, What::Now},
      {24h, true, std::nullopt, What::Now},
      {7 * 24h, true, 2 * 24h, What::Now},
      {7 * 24h, true, 4 * 24h, What::Never},  // the story has ended
      {4 * 24h, true, 4 * 24h, What::Never},  // also where the look is late
      {8 * 24h, true, 0s, What::Never},       // too late
      {1h, false, 0s, What::Later, 24h},
      {23h, false, 0s, What::Later, 24h},
      {24h, false, 24h, What::Now},
      {47h, false, 47h, What::Now},
      {48h, false, 48h, What::Later, 7 * 24h},  // too late, but others may take it up
      {7 * 24h, false, 0s, What::Never},
  };
  for (const Case& one : cases) {
    const sys_seconds now = kRead + one.age;
    PageStanding page{kRead, one.is_shared, {}};
    if (one.moved) page.story_moved_at = now - *one.moved;
    const LookPlan plan = plan_look(page, now);
    EXPECT_EQ(plan.what, one.what) << one.age.count() << (one.is_shared ? " shared" : " alone");
    if (one.what == What::Later) {
      EXPECT_EQ(plan.at, kRead + one.later) << one.age.count();
      EXPECT_GT(plan.at, now);
    }
  }
}

TEST(SecondLook, TheNextOneIsTheNextAgeHoweverLateThisOneWas) {
  EXPECT_EQ(next_look_at(kRead, kRead), kRead + 1h);
  EXPECT_EQ(next_look_at(kRead, kRead + 1h), kRead + 6h);
  EXPECT_EQ(next_look_at(kRead, kRead + 1h + 1s), kRead + 6h);
  EXPECT_EQ(next_look_at(kRead, kRead + 30h), kRead + 7 * 24h);
  EXPECT_EQ(next_look_at(kRead, kRead + 7 * 24h), std::nullopt);
}

TEST(SecondLook, AFailureThatMayPassIsTriedAgainAFewTimes) {
  const sys_seconds now = kRead + 1h;
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::TimedOut, 1, now), now + 30min);
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::ServerFailed, 2, now), now + 1h);
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::TimedOut, 3, now), kRead + 6h);
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::Forbidden, 1, now), kRead + 6h);
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::Forbidden, 1, kRead + 8 * 24h), std::nullopt);
  EXPECT_EQ(look_after_failure(kRead, ErrorCode::TimedOut, 2, kRead + 5h + 30min), kRead + 6h)
      << "never later than what is planned anyway";
}

// Ten days of hosts that publish in their own rhythms, minute by minute, as the desk would do it.
struct Page {
  int host = 0;
  sys_seconds read_at{};
  bool is_shared = false;
  std::optional<sys_seconds> due_at;
  std::vector<std::chrono::seconds> looks{};  // ages
};

class World {
 public:
  explicit World(std::uint32_t seed) : random_(seed) {}

  void publish(int host, sys_seconds now) {
    pages.push_back({host, now, random_() % 10 < 3, next_look_at(now, now)});
    ++days[{host, floor<std::chrono::days>(now)}].first_reads;
  }

  void look(sys_seconds now) {
    std::vector<Page*> due;
    for (Page& page : pages) {
      if (page.due_at && *page.due_at <= now) due.push_back(&page);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](const Page* a, const Page* b) { return a->is_shared > b->is_shared; });
    for (Page* page : due) {
      const LookPlan plan = plan_look({page->read_at, page->is_shared, page->read_at}, now);
      if (plan.what == What::Later) page->due_at = plan.at;
      if (plan.what == What::Never) page->due_at.reset();
      HostDay& day = days[{page->host, floor<std::chrono::days>(now)}];
      if (plan.what != What::Now || !has_room(day)) continue;
      ++day.second_looks;
      page->looks.push_back(now - page->read_at);
      page->due_at = next_look_at(page->read_at, now);
    }
  }

  std::vector<Page> pages;
  std::map<std::pair<int, sys_days>, HostDay> days;

 private:
  std::mt19937 random_;
};

TEST(SecondLook, NoHostIsAskedForMoreSecondLooksThanNewPagesOnAnyDay) {
  World world(11);
  std::mt19937 random(7);
  const sys_seconds begin = floor<std::chrono::days>(kRead);
  for (sys_seconds now = begin; now < begin + 10 * 24h; now += 5min) {
    const auto hour = (now - floor<std::chrono::days>(now)) / 1h;
    for (int host = 0; host < 8; ++host) {
      const bool is_awake = host % 2 == 0 || (hour >= 7 && hour < 22);
      const bool rests = host == 3 && (now - begin) / 24h % 2 == 1;  // every other day nothing
      const int per_day = 5 << (host % 4);
      if (is_awake && !rests && static_cast<int>(random() % 288) < per_day) {
        world.publish(host, now);
      }
    }
    // The program is down for a day and a half.
    if (now >= begin + 5 * 24h && now < begin + 6 * 24h + 12h) continue;
    world.look(now);
  }
  int looks = 0;
  for (const auto& [key, day] : world.days) {
    EXPECT_LE(day.second_looks, day.first_reads) << "host " << key.first;
    looks += day.second_looks;
  }
  EXPECT_GT(looks, 100);
  int shared = 0;
  int shared_early = 0;
  int alone_late = 0;
  int alone = 0;
  for (const Page& page : world.pages) {
    EXPECT_LE(page.looks.size(), page.is_shared ? 4u : 1u);
    for (const auto age : page.looks) {
      EXPECT_GE(age, 1h);
      EXPECT_LT(age, 8 * 24h);
      EXPECT_TRUE(page.is_shared || (age >= 24h && age < 48h)) << age.count();
    }
    for (std::size_t i = 1; i < page.looks.size(); ++i) {
      EXPECT_GT(page.looks[i], page.looks[i - 1]);
    }
    const bool has_aged = page.read_at < begin + 4 * 24h;  // before the outage
    if (!has_aged) continue;
    ++(page.is_shared ? shared : alone);
    if (page.is_shared && !page.looks.empty() && page.looks.front() <= 3h) ++shared_early;
    if (!page.is_shared && !page.looks.empty()) ++alone_late;
  }
  EXPECT_GT(shared_early * 2, shared) << "most of what several tell is looked at soon";
  EXPECT_GT(alone_late * 10, alone) << "what one tells gets what is left";
}

}  // namespace
}  // namespace depesche::fetch
