#include "store/rows/rhythm_rows.h"

#include <bit>
#include <cmath>

namespace depesche {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t kFloatBytes = 4;
constexpr int kWishColumns = 4;

float read_float(std::string_view bytes) {
  std::uint32_t bits = 0;
  for (std::size_t i = kFloatBytes; i-- > 0;) {
    bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return std::bit_cast<float>(bits);
}

}  // namespace

OutletWishes read_wishes(const Statement& row, int first) {
  OutletWishes wishes;
  if (!row.is_null(first)) wishes.ttl = seconds(row.integer(first));
  wishes.skip_hours = row.get<std::uint32_t>(first + 1);
  wishes.skip_days = row.get<std::uint32_t>(first + 2);
  return wishes;
}

WaitReason read_wait_reason(const Statement& row, int first) {
  return wait_reason(row.text(first + 3));
}

FeedRhythm read_rhythm(const Statement& row, int first) {
  first += kWishColumns;
  FeedRhythm rhythm;
  rhythm.watched_from = row.get<sys_seconds>(first);
  rhythm.watched_until = row.get<sys_seconds>(first + 1);
  rhythm.recent_articles = row.real(first + 2);
  rhythm.recent_hours = row.real(first + 3);
  rhythm.entries = row.get<int>(first + 4);
  const std::string_view bytes = row.blob(first + 5);
  if (bytes.size() != kHoursOfWeek * kFloatBytes) return {};
  for (std::size_t hour = 0; hour < kHoursOfWeek; ++hour) {
    rhythm.arrivals[hour] = read_float(bytes.substr(hour * kFloatBytes));
    // Whatever a damaged file holds must not become an interval.
    if (!std::isfinite(rhythm.arrivals[hour]) || rhythm.arrivals[hour] < 0) return {};
  }
  return rhythm;
}

std::string arrivals_bytes(const FeedRhythm& rhythm) {
  std::string bytes;
  bytes.reserve(kHoursOfWeek * kFloatBytes);
  for (const float hour : rhythm.arrivals) {
    auto bits = std::bit_cast<std::uint32_t>(hour);
    for (std::size_t i = 0; i < kFloatBytes; ++i, bits >>= 8) {
      bytes.push_back(static_cast<char>(bits & 0xff));
    }
  }
  return bytes;
}

}  // namespace depesche
