#include "story/frequencies.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "story/start_frequencies.h"

namespace depesche {
namespace {

std::vector<std::pair<std::uint32_t, std::uint32_t>> all_seen(const story::CountTable& table) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  table.each([&](std::uint32_t term, std::uint32_t seen) { out.emplace_back(term, seen); });
  return out;
}

TEST(CountTable, CountsLikeAMap) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  story::CountTable table;
  std::map<std::uint32_t, std::uint32_t> expected;
  for (std::uint32_t i = 0; i < 40; ++i) {  // some of the start table's
    table.set(i * 977, i * 20 + 1);
    expected[i * 977] = i * 20 + 1;
  }
  // Many terms once, a few more often than fits beside their hash.
  const auto any_term = [&random] {
    const auto one = random() % 3;
    return one == 0 ? static_cast<std::uint32_t>(random())
                    : static_cast<std::uint32_t>(random() % (one == 1 ? 20'000 : 60)) * 977;
  };
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 30'000; ++i) {
      const std::uint32_t term = any_term();
      table.count(term);
      ++expected[term];
    }
    if (round == 2) {
      table.fade();
      for (auto& [term, count] : expected) count /= 2;
      std::erase_if(expected, [](const auto& each) { return each.second == 0; });
    }
    for (const auto& [term, count] : expected) {
      ASSERT_EQ(table.find(term), count) << "seed " << seed;
    }
    for (int i = 0; i < 1000; ++i) {
      const auto term = static_cast<std::uint32_t>(random());
      ASSERT_TRUE(expected.contains(term) || table.find(term) == 0) << "seed " << seed;
    }
  }
  story::CountTable again;
  again.reserve(expected.size());
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> seen = all_seen(table);
  EXPECT_EQ(table.terms(), seen.size());
  for (const auto& [term, count] : seen) {
    EXPECT_EQ(count, expected[term]);
    again.set(term, count);
  }
  EXPECT_EQ(all_seen(again), seen);
  const auto often = std::count_if(expected.begin(), expected.end(),
                                   [](const auto& each) { return each.second >= 255; });
  EXPECT_GT(often, 10) << "the test counts no term more often than fits";
}

/// As a snapshot has them: of one language, so many articles and counts.
std::string written(std::uint64_t articles, const std::map<std::uint32_t, std::uint64_t>& counts) {
  story::ByteWriter out;
  out.varint(1);
  out.u32(story::language_code("de"));
  out.varint(articles);
  out.varint(counts.size());
  for (const auto& [term, count] : counts) {
    out.u32(term);
    out.varint(count);
  }
  return out.take();
}

struct Counted {
  std::uint64_t articles = 0;
  std::map<std::uint32_t, std::uint64_t> counts;
};

Counted read_back(const story::Frequencies& frequencies) {
  story::ByteWriter out;
  frequencies.write(out);
  const std::string bytes = out.take();
  story::ByteReader in(bytes);
  Counted counted;
  EXPECT_EQ(in.varint(), 1U);
  in.u32();
  counted.articles = in.varint();
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const std::uint32_t term = in.u32();
    counted.counts[term] = in.varint();
  }
  EXPECT_TRUE(in.ok());
  return counted;
}

Term term_of(std::uint32_t hash, TermKind kind) {
  Term term;
  term.hash = hash;
  term.kind = kind;
  term.headline = 1;
  return term;
}

constexpr int kBit = 256;

TEST(Frequencies, CountWhatIsWeighedAndMeaningsApartFromWords) {
  story::Frequencies frequencies;
  const story::LanguageCode kNone = story::language_code("xx");  // of no start table
  frequencies.count(kNone, {term_of(11, TermKind::Word), term_of(11, TermKind::Meaning),
                            term_of(12, TermKind::Town), term_of(13, TermKind::Day),
                            term_of(14, TermKind::Score), term_of(15, TermKind::Number)});
  const Counted counted = read_back(frequencies);
  EXPECT_EQ(counted.articles, story::start_texts(kNone) + 1);
  EXPECT_EQ(counted.counts, (std::map<std::uint32_t, std::uint64_t>{
                                {11, 1}, {story::counted_as(11, TermKind::Meaning), 1}, {15, 1}}));
}

TEST(Frequencies, BeginAsIfTheTextsOfTheStartTableHadBeenRead) {
  for (const char* code : {"de", "en", "fr"}) {
    SCOPED_TRACE(code);
    const story::LanguageCode language = story::language_code(code);
    const std::span<const story::StartCount> rows = story::start_counts(language);
    ASSERT_GT(rows.size(), 100U);
    const story::StartCount common = *std::max_element(
        rows.begin(), rows.end(),
        [](const story::StartCount& a, const story::StartCount& b) { return a.count < b.count; });
    EXPECT_EQ(story::start_count(language, common.term), common.count);
    EXPECT_LT(common.count, story::start_texts(language));
    constexpr std::uint32_t kNever = 999'999'999;
    ASSERT_EQ(story::start_count(language, kNever), 0U);
    story::Frequencies frequencies;
    const int before = frequencies.rarity(language, common.term);
    EXPECT_LT(before, frequencies.rarity(language, kNever) / 2);
    frequencies.count(language, {term_of(common.term, TermKind::Word)});
    EXPECT_NEAR(frequencies.rarity(language, common.term), before, 0.1 * kBit);
    const Counted counted = read_back(frequencies);
    EXPECT_EQ(counted.articles, story::start_texts(language) + 1);
    EXPECT_EQ(counted.counts.size(), rows.size());
    EXPECT_EQ(counted.counts.at(common.term), common.count + 1U);
  }
}

TEST(Frequencies, HardlyTellRareFromRarer) {
  const std::string bytes =
      written(256'000, {{21, 64'000}, {22, 256}, {23, 16}, {24, 1}, {25, 250'000}});
  story::Frequencies frequencies;
  story::ByteReader in(bytes);
  ASSERT_TRUE(frequencies.read(in));
  const auto bits = [&frequencies](std::uint32_t term) {
    return static_cast<double>(frequencies.rarity(story::language_code("de"), term)) / kBit;
  };
  EXPECT_NEAR(bits(25), 0, 0.1);
  EXPECT_NEAR(bits(21), 2, 0.1);
  EXPECT_NEAR(bits(22), 10, 0.1);
  EXPECT_NEAR(bits(23), 11, 0.1);  // in one of 16,000: four bits more
  EXPECT_GT(bits(24), bits(23));
  EXPECT_GT(bits(26), bits(24));  // never seen
  EXPECT_LT(bits(26), 12.5);
}

TEST(Frequencies, AreHalvedOnceALanguageHasSeenVeryMany) {
  constexpr std::uint64_t kFading = 400'000;
  const story::LanguageCode german = story::language_code("de");
  const std::string bytes = written(kFading - 2, {{21, 999}, {22, 1}, {23, 300'000}});
  story::Frequencies frequencies;
  story::ByteReader in(bytes);
  ASSERT_TRUE(frequencies.read(in));
  frequencies.count(german, {term_of(21, TermKind::Word)});
  EXPECT_EQ(read_back(frequencies).articles, kFading - 1);
  EXPECT_EQ(read_back(frequencies).counts.at(21), 1000U);
  const int common = frequencies.rarity(german, 23);
  frequencies.count(german, {term_of(21, TermKind::Word)});
  const Counted counted = read_back(frequencies);
  EXPECT_EQ(counted.articles, kFading / 2);
  EXPECT_EQ(counted.counts, (std::map<std::uint32_t, std::uint64_t>{{21, 500}, {23, 150'000}}));
  // What is common stays so; what was there once is as if it had never been.
  EXPECT_NEAR(frequencies.rarity(german, 23), common, 8);
  EXPECT_EQ(frequencies.rarity(german, 22), frequencies.rarity(german, 999'999'999));
}

}  // namespace
}  // namespace depesche
