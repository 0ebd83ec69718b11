#include "story/packed_links.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/bytes.h"
#include "story/term_vector.h"

namespace depesche {
namespace {

using story::Serial;

TEST(PackedLinks, GiveBackTheStrongestInOrder) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  // Near the ends of what serials can be, too.
  for (const Serial self : {Serial{1}, Serial{1} << 28, (Serial{7} << 28) - 3, Serial{1'000'000}}) {
    story::PackedLinks links;
    // A neighbour in the same buffer is not disturbed.
    const Serial neighbour = self ^ 1U;
    story::LinkList of_neighbour;
    of_neighbour.append({self, 7});
    of_neighbour.append({self + 2, 5});
    links.set(neighbour, of_neighbour);
    std::vector<story::Link> expected;
    for (int i = 0; i < 60; ++i) {
      const Serial serial = self - std::min<Serial>(self, 500'000) + static_cast<Serial>(i * 7919);
      const story::Link link{
          serial,
          static_cast<std::int32_t>(random() % 3 == 0 ? story::kOne : 1 + random() % story::kOne)};
      links.insert(self, link);
      expected.push_back(link);
      std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
        return a.strength != b.strength ? a.strength > b.strength : a.serial < b.serial;
      });
      if (expected.size() > story::kMostLinks) expected.pop_back();
      const story::LinkList found = links.of(self);
      ASSERT_EQ(std::vector<story::Link>(found.begin(), found.end()), expected) << "seed " << seed;
      const story::LinkList beside = links.of(neighbour);
      ASSERT_EQ(beside.size(), 2U);
      EXPECT_EQ(beside[1], (story::Link{self + 2, 5}));
    }
    story::ByteWriter out;
    links.write(out);
    const std::string bytes = out.take();
    story::PackedLinks again;
    story::ByteReader in(bytes);
    again.read(in);
    EXPECT_TRUE(in.at_end());
    EXPECT_EQ(again.of(self).size(), expected.size());
    links.set(self, {});
    links.set(neighbour, {});
    EXPECT_EQ(links.of(self).size(), 0U);
    EXPECT_EQ(links.of(neighbour).size(), 0U);
  }
}

}  // namespace
}  // namespace depesche
