#include "base/eight_bytes.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "base/sort_by_hash.h"

namespace depesche {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(random() & 0xFF);
  return out;
}

TEST(EightBytes, AreLoadedAlikeWhereverTheTextEnds) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 20; ++size) {
    const std::string text = random_bytes(random, size);
    for (std::size_t at = 0; at <= size; ++at) {
      std::uint64_t expected = 0;
      for (std::size_t i = 0; at + i < size && i < 8; ++i) {
        expected |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << 8 * i;
      }
      // In a block of exactly its size, so that reading past its end would be seen.
      const std::vector<char> block(text.begin(), text.end());
      EXPECT_EQ(eight_bytes::load({block.data(), size}, at), expected) << size << " from " << at;
    }
  }
  static_assert(eight_bytes::load("abcd", 1) == 0x646362);
}

TEST(EightBytes, AreAskedWhatEachOfThemIs) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_bytes(random, 8);
    const std::uint64_t bytes = eight_bytes::load(text, 0);
    const std::uint64_t letters = eight_bytes::letters(bytes);
    EXPECT_EQ(eight_bytes::count(letters), std::count_if(text.begin(), text.end(), is_alpha));
    if (letters != 0) {
      const auto first = std::find_if(text.begin(), text.end(), is_alpha) - text.begin();
      EXPECT_EQ(eight_bytes::first(letters), static_cast<std::size_t>(first));
    }
    EXPECT_EQ(eight_bytes::to_lower(bytes), eight_bytes::load(to_lower(text), 0)) << text;
    std::string slowly = text;
    for (char& c : slowly) c = to_lower(c);
    EXPECT_EQ(to_lower(text), slowly);
    EXPECT_EQ(eight_bytes::are_ascii(bytes),
              std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; }));
  }
}

TEST(SortByHash, SortsWhateverTheHashes) {
  std::mt19937 random(3);
  for (const std::uint32_t mask : {0xFFFF'FFFFU, 0x7FFF'FFFFU, 0xFFFU, 0xFF00'0000U, 0U}) {
    for (const std::size_t size : {0U, 1U, 31U, 32U, 33U, 400U, 5000U}) {
      std::vector<std::uint32_t> values(size);
      for (std::uint32_t& value : values) value = static_cast<std::uint32_t>(random()) & mask;
      std::vector<std::uint32_t> expected = values;
      std::sort(expected.begin(), expected.end());
      sort_by_hash(values, std::identity{});
      EXPECT_EQ(values, expected) << size << " of " << mask;
    }
  }
}

}  // namespace
}  // namespace depesche
