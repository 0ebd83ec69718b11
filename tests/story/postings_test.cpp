#include "story/postings.h"

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::story {
namespace {

using Given = std::tuple<std::uint32_t, Serial, std::uint8_t>;  // which key, serial, code

/// List by list, as newest() promises it.
std::vector<Given> newest_one_by_one(const OpenPostings& open, std::span<const std::uint32_t> keys,
                                     std::size_t most, std::size_t most_of_each) {
  std::vector<Given> out;
  for (std::uint32_t i = 0; i < keys.size() && most > 0; ++i) {
    std::size_t left = std::min(most, most_of_each);
    most -= left;
    open.each(keys[i], [&](const Posting& posting) {
      out.emplace_back(i, posting.serial, posting.code);
      return --left > 0;
    });
    most += left;
  }
  return out;
}

TEST(OpenPostings, NewestOfSeveralKeysAreThoseOfEach) {
  std::mt19937 random(1);
  OpenPostings open;
  for (Serial serial = 1; serial < 2000; ++serial) {
    for (std::uint32_t key = 1; key < 40; ++key) {
      if (random() % (key * key) == 0) open.add(key, {serial, static_cast<std::uint8_t>(random())});
    }
  }
  for (const std::size_t most : {0U, 1U, 7U, 300U, 100'000U}) {
    for (const std::size_t most_of_each : {1U, 2U, 6U, 256U, 100'000U}) {
      std::vector<std::uint32_t> keys;
      for (int i = 0; i < 25; ++i) keys.push_back(static_cast<std::uint32_t>(random() % 50));
      std::vector<Given> given;
      open.newest(keys, most, most_of_each, [&](std::uint32_t of, const Posting& posting) {
        given.emplace_back(of, posting.serial, posting.code);
      });
      std::vector<Given> expected = newest_one_by_one(open, keys, most, most_of_each);
      std::sort(given.begin(), given.end());
      std::sort(expected.begin(), expected.end());
      EXPECT_EQ(given, expected) << most << ", " << most_of_each << " of each";
    }
  }
  open.newest({}, 10, 10, [](std::uint32_t, const Posting&) { FAIL(); });
}

}  // namespace
}  // namespace depesche::story
