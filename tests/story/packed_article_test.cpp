#include "story/packed_article.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "story/weight_code.h"
#include "tests/story/random_vector.h"

namespace depesche {
namespace {

using story::PackedArticle;
using story::TermVector;
using story::Weight;

TEST(PackedArticle, GivesBackWhatWasPutIn) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const TermVector terms = random_vector(random);
    story::Facts facts;
    for (auto i = random() % 30; i > 0; --i) {
      facts.add(static_cast<story::FactKind>(random() % story::kFactKinds),
                static_cast<std::uint32_t>(random()));
    }
    Fingerprint print;
    std::set<std::uint32_t> shingles;
    for (unsigned i = 0; i < random() % 193; ++i) {
      shingles.insert(static_cast<std::uint32_t>(random()) & ~3U);
    }
    print.shingles.assign(shingles.begin(), shingles.end());
    print.sampling = 2;
    print.words = 300;
    print.headline = static_cast<std::uint32_t>(random());
    print.agency = Agency::Dpa;
    std::vector<std::uint8_t> block = story::pack_article(terms, 40, facts, print);
    const std::size_t size = block.size();
    block.push_back(77);  // another's
    const PackedArticle packed(block.data());
    EXPECT_EQ(packed.terms(), terms) << "seed " << seed;
    EXPECT_TRUE(std::ranges::equal(packed.facts().all(), facts.all()));
    EXPECT_EQ(packed.telling_from(), 40);
    const Fingerprint back = packed.print();
    EXPECT_EQ(back.headline, print.headline);
    EXPECT_EQ(back.agency, print.agency);
    EXPECT_EQ(back.shingles.size(), print.shingles.size());
    EXPECT_EQ(packed.size(), size);
    const std::string_view bytes(reinterpret_cast<const char*>(block.data()), block.size());
    EXPECT_EQ(PackedArticle::measure(bytes), size);
    EXPECT_EQ(PackedArticle::measure(bytes.substr(0, size - 1)), 0U);
  }
}

/// What measure() says of a block with these terms.
bool is_taken(const TermVector& terms) {
  const std::vector<std::uint8_t> block = story::pack_article(terms, 40, {}, {});
  const std::string_view bytes(reinterpret_cast<const char*>(block.data()), block.size());
  const std::size_t size = PackedArticle::measure(bytes);
  EXPECT_TRUE(size == 0 || size == block.size());
  return size > 0;
}

TEST(PackedArticle, IsRefusedWhereOneTermIsNoTerm) {
  const auto word = [](std::uint32_t term, std::uint16_t weight, TermKind kind = TermKind::Word) {
    return Weight{term, weight, kind, story::kInBody};
  };
  const std::uint16_t most = story::weight_of(255);
  for (std::uint32_t before = 0; before < 9; ++before) {
    for (std::uint32_t after = 0; after < 5; ++after) {
      const auto with = [&](std::vector<Weight> some) {
        TermVector terms;
        for (std::uint32_t i = 0; i < before; ++i) terms.push_back(word(i, 40));
        terms.insert(terms.end(), some.begin(), some.end());
        for (std::uint32_t i = 0; i < after; ++i) terms.push_back(word(UINT32_MAX - 9 + i, 40));
        return terms;
      };
      SCOPED_TRACE(std::to_string(before) + " before, " + std::to_string(after) + " after");
      EXPECT_TRUE(is_taken(with({word(900, 50)})));
      EXPECT_TRUE(is_taken(with({word(900, most)})));
      EXPECT_TRUE(is_taken(with({word(0x7FFF'FFFF, 50), word(0x8000'0000, 50)})));
      EXPECT_FALSE(is_taken(with({word(900, 0)}))) << "without weight";
      EXPECT_FALSE(is_taken(with({word(900, 50), word(900, 50)}))) << "twice";
      EXPECT_FALSE(is_taken(with({word(901, 50), word(900, 50)}))) << "not in order";
      EXPECT_FALSE(is_taken(with({word(900, 50, TermKind::Region)})));
      EXPECT_FALSE(is_taken(with({word(900, 50, static_cast<TermKind>(7))})));
      EXPECT_FALSE(is_taken(with({word(900, most), word(901, most)}))) << "too long a vector";
      EXPECT_TRUE(is_taken(with({word(900, most, TermKind::Country), word(901, most)})));
      EXPECT_TRUE(is_taken(with({word(900, most, TermKind::Meaning), word(901, most)})));
    }
  }
}

TEST(PackedArticle, IsRefusedWhereItsFactsAreNone) {
  story::Facts facts;
  facts.add(story::FactKind::Town, 17);
  facts.add(story::FactKind::Score, 18);
  std::vector<std::uint8_t> block = story::pack_article({}, 40, facts, {});
  const auto is_good = [&block] {
    return PackedArticle::measure({reinterpret_cast<const char*>(block.data()), block.size()}) != 0;
  };
  EXPECT_TRUE(is_good());
  constexpr std::size_t kHeader = 20;
  std::swap_ranges(block.begin() + kHeader, block.begin() + kHeader + 2,
                   block.begin() + kHeader + 2);
  EXPECT_FALSE(is_good()) << "not in order";
  block[kHeader] = block[kHeader + 1] = block[kHeader + 2] = 0;
  block[kHeader + 3] = 0xFF;
  EXPECT_FALSE(is_good()) << "of no kind";
}

TEST(PackedArticle, IsNeverTakenForOneThatItIsNot) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  int taken = 0;
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint8_t> block = story::pack_article(random_vector(random), 40, {}, {});
    const std::size_t size = block.size();
    std::uint8_t& byte = block[random() % size];
    byte = static_cast<std::uint8_t>(byte ^ 1U << random() % 8);
    const std::string_view bytes(reinterpret_cast<const char*>(block.data()), size);
    const std::size_t measured = PackedArticle::measure(bytes);
    ++(measured > 0 ? taken : refused);
    if (measured == 0) continue;
    const TermVector terms = PackedArticle(block.data()).terms();
    std::uint64_t squares = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      ASSERT_TRUE(i == 0 || terms[i - 1].term < terms[i].term) << "seed " << seed;
      ASSERT_GT(terms[i].weight, 0) << "seed " << seed;
      ASSERT_EQ(terms[i].weight, story::weight_of(story::weight_code(terms[i].weight)));
      ASSERT_LE(terms[i].kind, TermKind::Meaning) << "seed " << seed;
      ASSERT_NE(terms[i].kind, TermKind::Region) << "seed " << seed;
      const bool is_foreign = story::is_foreign_only(terms[i].kind);
      squares += is_foreign ? 0U : std::uint64_t{terms[i].weight} * terms[i].weight;
    }
    ASSERT_LE(squares, story::kMostSquares);
  }
  EXPECT_GT(taken, 0);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace depesche
