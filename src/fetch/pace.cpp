#include "fetch/pace.h"

#include <algorithm>

namespace depesche::fetch {
namespace {

constexpr double kLeastBucket = 10;

}  // namespace

double PollPace::per_minute() const {
  return std::max(limits_.least_per_minute, limits_.times_usual * usual_per_minute_);
}

bool PollPace::is_open(std::chrono::sys_seconds now) {
  const double most = std::max(kLeastBucket, per_minute() / 6);
  if (now > filled_at_) {
    const auto passed = static_cast<double>((now - filled_at_).count());
    tokens_ = std::min(most, tokens_ + passed * per_minute() / 60);
    filled_at_ = now;
  }
  return tokens_ >= 1;
}

}  // namespace depesche::fetch
