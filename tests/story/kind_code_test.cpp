#include "story/kind_code.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "story/term_vector.h"
#include "story/weight_code.h"

namespace depesche {
namespace {

TEST(WeightCode, IsTheNearest) {
  for (unsigned weight = 0; weight <= story::weight_of(255); ++weight) {
    const std::uint8_t code = story::weight_code(weight);
    const auto off = [weight](int c) {
      return std::abs(story::weight_of(static_cast<std::uint8_t>(c)) - static_cast<int>(weight));
    };
    EXPECT_LE(off(code), off(std::max(0, code - 1))) << weight;
    EXPECT_LE(off(code), off(std::min(255, code + 1))) << weight;
    EXPECT_LE(off(code) * 64, static_cast<int>(weight));
  }
  EXPECT_EQ(story::weight_code(1'000'000), 255);
}

TEST(KindCode, GivesBackEveryKindAndPlace) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 100; ++round) {
    std::vector<story::KindAndPlaces> values(random() % 90);
    // Every value, and long rows of what is frequent.
    for (auto& value : values) {
      value = story::kind_and_places(TermKind::Word, story::kInBody);
      if (round % 2 == 0) value = static_cast<story::KindAndPlaces>(random() % 128);
    }
    std::size_t bits = 0;
    for (const auto value : values) bits += static_cast<std::size_t>(story::kind_bits(value));
    std::vector<std::uint8_t> bytes((bits + 7) / 8);
    std::size_t at = 0;
    for (const auto value : values) at = story::write_kind(value, bytes.data(), at);
    EXPECT_EQ(at, bits);
    const std::size_t more = round % 3 == 0 ? 0 : random() % 9;  // of something else
    for (std::size_t i = 0; i < more; ++i) bytes.push_back(static_cast<std::uint8_t>(random()));
    std::vector<story::KindAndPlaces> read(values.size() + story::kSpareKinds);
    const std::uint8_t* const end = bytes.data() + bytes.size();
    EXPECT_EQ(story::read_kinds(bytes.data(), end, values.size(), read.data()), bits);
    read.resize(values.size());
    ASSERT_EQ(read, values) << "seed " << seed;
    EXPECT_TRUE(round % 2 == 0 || bits == 2 * values.size());
  }
}

}  // namespace
}  // namespace depesche
