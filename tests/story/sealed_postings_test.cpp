#include "story/sealed_postings.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::story {
namespace {

constexpr Serial kBase = 4096;
constexpr std::uint32_t kSomeSpan = 4096;

using Lists = std::map<std::uint32_t, std::map<Serial, std::uint8_t>>;

/// Of keys that differ in more than their last bit: some alone in their block, some crowded, among
/// them some with lists whose sizes are no bytes.
Lists some_lists(std::mt19937& random) {
  Lists out;
  for (int block = 0; block < 12; ++block) {
    const auto upper = static_cast<std::uint32_t>(random()) >> 17 << 17;
    const std::uint32_t keys = block % 3 == 0 ? 1 : 1 + static_cast<std::uint32_t>(random() % 40);
    for (std::uint32_t i = 0; i < keys; ++i) {
      auto& list = out[upper | ((static_cast<std::uint32_t>(random()) >> 16) << 1)];
      const int size = random() % 8 == 0 ? 250 + static_cast<int>(random() % 300) : 1 + i % 5;
      for (int posting = 0; posting < size; ++posting) {
        list[kBase + static_cast<Serial>(random() % kSomeSpan)] =
            static_cast<std::uint8_t>(random());
      }
    }
  }
  return out;
}

SealedPostings sealed_of(const Lists& lists, Codes codes) {
  std::vector<SealedPostings::Entry> entries;
  for (const auto& [key, list] : lists) {
    for (const auto& [serial, code] : list) entries.push_back({key, {serial, code}});
  }
  return {kBase, entries, codes};
}

void expect_same(const SealedPostings& postings, const Lists& lists, Codes codes) {
  for (const auto& [key, expected] : lists) {
    for (const std::uint32_t asked : {key, key | 1U}) {
      const SealedPostings::List list = postings.find(asked);
      ASSERT_EQ(list.size, expected.size());
      std::size_t i = 0;
      for (const auto& [serial, code] : expected) {
        EXPECT_EQ(postings.base() + list.offsets[i], serial);
        if (codes == Codes::Kept) {
          EXPECT_EQ(list.codes[i], code);
        }
        ++i;
      }
    }
    const std::uint32_t other = key ^ 1U << 31;
    EXPECT_TRUE(lists.contains(other) || postings.find(other).size == 0);
  }
}

std::string bytes_of(const SealedPostings& postings) {
  ByteWriter out;
  postings.write(out);
  return out.take();
}

TEST(SealedPostings, FindEveryListAlsoOnceReadAgain) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (const Codes codes : {Codes::Kept, Codes::None}) {
    for (int round = 0; round < 20; ++round) {
      const Lists lists = some_lists(random);
      const SealedPostings written = sealed_of(lists, codes);
      expect_same(written, lists, codes);
      const std::string bytes = bytes_of(written);
      ByteReader in(bytes);
      SealedPostings again;
      again.read(in, kSomeSpan, codes);
      ASSERT_TRUE(in.at_end());
      EXPECT_EQ(again.keys(), written.keys());
      expect_same(again, lists, codes);
      EXPECT_EQ(bytes_of(again), bytes);
    }
  }
}

TEST(SealedPostings, NameEachKeyInItsOrder) {
  std::mt19937 random(11);
  const Lists lists = some_lists(random);
  std::vector<std::uint32_t> expected;
  for (const auto& [key, list] : lists) expected.push_back(key);
  std::vector<std::uint32_t> keys;
  sealed_of(lists, Codes::Kept).each_key([&](std::uint32_t key) { keys.push_back(key); });
  EXPECT_EQ(keys, expected);
}

/// What is read in spite of what was changed keeps to its own memory, and to the span.
TEST(SealedPostings, LeadNowhereWhenDamaged) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int refused = 0;
  std::size_t sum = 0;
  for (const Codes codes : {Codes::Kept, Codes::None}) {
    const Lists lists = some_lists(random);
    const std::string whole = bytes_of(sealed_of(lists, codes));
    // Behind the begins, of which most are of empty blocks and looked at last.
    const std::size_t words = std::size_t{4} * ((1U << 15) + 1);
    for (int round = 0; round < 300; ++round) {
      std::string changed = whole;
      const std::size_t at =
          random() % 8 == 0 ? random() % whole.size() : words + random() % (whole.size() - words);
      changed[at] = static_cast<char>(random());
      const std::vector<char> exact(changed.begin(), changed.end());
      ByteReader in({exact.data(), exact.size()});
      SealedPostings read;
      read.read(in, kSomeSpan, codes);
      if (!in.ok()) {
        ++refused;
        continue;
      }
      read.each_key([&](std::uint32_t key) {
        const SealedPostings::List list = read.find(key);
        for (std::uint32_t i = 0; i < list.size; ++i) {
          ASSERT_LT(list.offsets[i], kSomeSpan);
          sum += codes == Codes::Kept ? list.codes[i] : 0U;  // reads it
        }
      });
    }
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 50) {
      const std::vector<char> part(whole.begin(),
                                   whole.begin() + static_cast<std::ptrdiff_t>(size));
      ByteReader in({part.data(), part.size()});
      SealedPostings read;
      read.read(in, kSomeSpan, codes);
      EXPECT_FALSE(in.ok());
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(sum, 0U);
}

}  // namespace
}  // namespace depesche::story
