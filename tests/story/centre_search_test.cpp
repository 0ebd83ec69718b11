#include "bench/story/centre_search.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

constexpr int kRounds = 15;

double distance(const SearchPlace& a, const SearchPlace& b) {
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(squares);
}

TEST(CentreSearch, FindsAPeakFromFarAway) {
  const SearchPlace peak{1.5, -1, 0.3};
  CentreSearch search({0, 0, 0}, 0.5, 1);
  const SearchPlace found =
      search.run(kRounds, [&](const SearchPlace& place) { return -distance(place, peak); });
  EXPECT_LT(distance(found, peak), distance({0, 0, 0}, peak) / 6);
}

TEST(CentreSearch, EndsInTheMiddleOfWhatIsGoodNotAtTheLuckiestPlace) {
  // A hill, with a spike beside its top that is hit once in a while.
  int lucky = 0;
  CentreSearch search({0.8, 0}, 0.5, 1);
  const SearchPlace found = search.run(kRounds, [&](const SearchPlace& place) {
    const bool is_lucky = place[0] > 0.15 && place[0] < 0.17;
    lucky += is_lucky;
    return -std::abs(place[0]) - std::abs(place[1]) + (is_lucky ? 2 : 0);
  });
  EXPECT_GT(lucky, 0);
  EXPECT_LT(distance(found, {0, 0}), 0.1);
}

TEST(CentreSearch, IsTheSameEachTime) {
  const auto rough = [](const SearchPlace& place) { return std::floor(4 * std::sin(place[0])); };
  EXPECT_EQ(CentreSearch({0}, 0.5, 7).run(kRounds, rough),
            CentreSearch({0}, 0.5, 7).run(kRounds, rough));
  EXPECT_NE(CentreSearch({0}, 0.5, 7).run(kRounds, rough),
            CentreSearch({0}, 0.5, 8).run(kRounds, rough));
}

TEST(CentreSearch, NoRoundsLeaveItWhereItStands) {
  const SearchPlace start{1, 2};
  EXPECT_EQ(CentreSearch(start, 0.5, 1).run(0, [](const SearchPlace&) { return 0.0; }), start);
}

}  // namespace
}  // namespace depesche
