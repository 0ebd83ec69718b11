// Every number the ranking was given, in one place. Inside the module.
//
// They are set by judgement, with the reason beside each, and held to the properties in tests/rank;
// none is fitted to what readers click, for depesche does not look. Scores and factors are in
// thousandths (1000 = one), so the order is the same on every machine.
#pragma once

#include <chrono>
#include <cstddef>

namespace depesche::rank {

using std::chrono::hours;
using std::chrono::minutes;

// Freshness.
inline constexpr hours kFreshnessHalfLife{8};  // readers return about three times a day

// Growth.
inline constexpr minutes kGrowthHalfLife{90};  // three outlets within minutes are a burst …
inline constexpr hours kGrowthReach{6};        // … and after four halvings nothing grows any more
inline constexpr int kGrowthWeight = 600;      // less than coverage: a burst of two is not yet big
inline constexpr hours kHotWindow{3};          // "hot now" counts first reports within …
inline constexpr std::size_t kHotOutlets = 2;  // … and wants so many: one outlet makes no heat

// Reprints: reach, not a witness. Ten copies are worth one voice of average weight, and no more
// copies are worth more. A copy must weigh less than the lightest outlet (kLightest).
inline constexpr int kReprintVoice = 100;
inline constexpr int kMostReprintVoice = 1000;

// Variety of outlets.
inline constexpr int kVarietyFloor = 700;         // for a story that one outlet fills alone
inline constexpr int kFreeReports = 2;            // articles an outlet may write before it sinks
inline constexpr int kLanguageBonus = 100;        // outlets of two languages are rarely sisters
inline constexpr std::size_t kMostLanguages = 3;  // counted
inline constexpr int kVarietyCeiling = 1200;

// Outlet weight: learned per day, forgotten slowly.
inline constexpr int kLightest = 500;   // nobody is silenced …
inline constexpr int kHeaviest = 2000;  // … and nobody decides alone
inline constexpr std::chrono::days kStandingHalfLife{10};
inline constexpr std::int64_t kStandingPrior = 10'000;  // ten points of average standing come first

// Variety of the page: what a story's score is worth there after neighbours like it.
inline constexpr std::size_t kPageMemory = 3;  // places that are remembered
inline constexpr std::size_t kPageReach = 12;  // stories that may be preferred to the next one
inline constexpr int kSameOutlet = 850;        // per remembered place led by the same outlet
inline constexpr int kSameSection = 950;       // per remembered place of the same section

// Headlines.
inline constexpr std::size_t kMostHeadlines = 24;  // compared; bounds a story of hundreds
inline constexpr int kInformativeWeight = 350;     // breaks what centrality leaves even
inline constexpr int kReprintHeadline = -100;      // an own report before a copy
inline constexpr int kTeaserHeadline = -100;       // an article before a feed's two lines
inline constexpr int kPicturedHeadline = 50;

}  // namespace depesche::rank
