#include "story/term_index.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

/// Below `end`.
std::uint32_t draw(std::mt19937& random, std::uint32_t end) {
  return static_cast<std::uint32_t>(random() % end);
}

/// Some of the terms below `vocabulary`, the lower ones oftener; of length one.
std::vector<QueryTerm> some_terms(std::mt19937& random, std::uint32_t vocabulary,
                                  std::uint32_t most) {
  std::map<std::uint32_t, std::uint64_t> weights;
  const std::uint32_t count = 1 + draw(random, most);
  for (std::uint32_t i = 0; i < count; ++i) {
    weights[draw(random, 1 + draw(random, vocabulary))] = draw(random, 99);
  }
  std::uint64_t squares = 1;
  for (const auto& [term, weight] : weights) squares += weight * weight;
  std::vector<QueryTerm> out;
  for (const auto& [term, weight] : weights) {
    const std::uint64_t part = weight * kOne / (integer_root(squares) + 1);
    const std::uint16_t coded = weight_of(weight_code(part));
    // Terms of neighbouring keys would be one list.
    if (coded != 0) out.push_back({term * 0x9E3779B2U, coded, 0});
  }
  return out;
}

struct World {
  TermIndex index{32};
  std::vector<std::map<std::uint32_t, std::uint16_t>> articles;  // by serial, from one on

  Serial end() const { return static_cast<Serial>(articles.size()) + 1; }
  void add(const std::vector<QueryTerm>& terms) {
    index.add(end(), terms);
    articles.emplace_back();
    for (const QueryTerm& each : terms) articles.back()[each.term] = each.weight;
    index.seal(end());
  }
  int likeness(const std::vector<QueryTerm>& query, Serial serial, int half_evidence) const {
    int score = 0;
    int evidence = 0;
    for (const QueryTerm& term : query) {
      const auto at = articles[serial - 1].find(term.term);
      if (at == articles[serial - 1].end()) continue;
      score += score_of(term.weight, at->second);
      evidence += term.evidence;
    }
    return likeness_of(score, evidence, half_evidence);
  }
};

/// Short and long articles, among few terms and among many.
World some_world(std::mt19937& random) {
  World world;
  const std::uint32_t vocabulary = 4 + draw(random, 200);
  for (int i = 0; i < 200; ++i) {
    world.add(some_terms(random, vocabulary, draw(random, 2) == 0 ? 4 : 60));
  }
  return world;
}

std::vector<QueryTerm> some_query(std::mt19937& random) {
  std::vector<QueryTerm> query = some_terms(random, 4 + draw(random, 200), 60);
  const std::uint32_t most = draw(random, 4) == 0 ? 1 : 6'000;  // none is evidence, or most are
  for (QueryTerm& term : query) term.evidence = static_cast<int>(draw(random, most));
  return query;
}

std::vector<Serial> some_serials(std::mt19937& random, Serial end) {
  std::vector<Serial> out;
  for (Serial serial = 1; serial < end; ++serial) {
    if (draw(random, 5) == 0) out.push_back(serial);
  }
  return out;
}

TEST(TermIndex, HandsOverAllThatReachTheThresholdAndSaysHowAlikeTheyAreAtMost) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  std::size_t reached = 0;
  for (int round = 0; round < 12; ++round) {
    const World world = some_world(random);
    for (int i = 0; i < 10; ++i) {
      const std::vector<QueryTerm> query = some_query(random);
      const int half_evidence = i % 3 == 0 ? 1 : 1 + static_cast<int>(draw(random, 20'000));
      const int least = 1 + static_cast<int>(draw(random, 1 + draw(random, kOne)));
      const Serial first = 1 + draw(random, 40);
      const std::vector<Serial> without = some_serials(random, world.end());
      std::map<Serial, int> met;
      const auto take = [&](Serial serial, int most) {
        met.emplace(serial, most);
        return least;
      };
      world.index.scan(query, first, world.end(), without, {least, half_evidence},
                       {take, [](Serial) {}});
      for (Serial serial = first; serial < world.end(); ++serial) {
        const int likeness = world.likeness(query, serial, half_evidence);
        const auto at = met.find(serial);
        if (std::binary_search(without.begin(), without.end(), serial)) {
          EXPECT_EQ(at, met.end()) << "seed " << seed << ", serial " << serial;
        } else if (likeness >= least) {
          ASSERT_NE(at, met.end()) << "seed " << seed << ", serial " << serial;
          EXPECT_GE(at->second, likeness) << "seed " << seed << ", serial " << serial;
          ++reached;
        }
      }
      EXPECT_TRUE(met.empty() || met.begin()->first >= first) << "seed " << seed;
    }
  }
  EXPECT_GT(reached, 0U);
}

TEST(TermIndex, FindsTheBestWhenTheThresholdRises) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 12; ++round) {
    const World world = some_world(random);
    for (int i = 0; i < 10; ++i) {
      const std::vector<QueryTerm> query = some_query(random);
      const int half_evidence = 1 + static_cast<int>(draw(random, 3'000));
      std::multiset<int> all;
      for (Serial serial = 1; serial < world.end(); ++serial) {
        if (const int each = world.likeness(query, serial, half_evidence); each > 0)
          all.insert(each);
      }
      constexpr std::size_t kWanted = 5;
      while (all.size() > kWanted) all.erase(all.begin());
      std::multiset<int> best;
      const auto take = [&](Serial serial, int /*most*/) {
        best.insert(world.likeness(query, serial, half_evidence));
        if (best.size() > kWanted) best.erase(best.begin());
        return best.size() < kWanted ? 1 : *best.begin();
      };
      world.index.scan(query, 1, world.end(), {}, {1, half_evidence}, {take, [](Serial) {}});
      best.erase(0);  // handed over for what it is at most
      EXPECT_EQ(best, all) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace depesche::story
