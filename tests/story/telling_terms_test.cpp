#include "story/telling_terms.h"

#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "story/term_scan.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

constexpr TermKind kKinds[] = {TermKind::Word,  TermKind::Number,  TermKind::Name,
                               TermKind::Piece, TermKind::Country, TermKind::Meaning};

/// Of terms many of which end in the same bits, so that they crowd.
TermVector some_vector(std::mt19937& random, std::size_t most) {
  std::set<std::uint32_t> terms;
  const std::size_t count = random() % (most + 1);
  while (terms.size() < count) {
    terms.insert(static_cast<std::uint32_t>(random() % 3 << 30 | random() % 150));
  }
  TermVector out;
  for (const std::uint32_t term : terms) {
    const auto code = static_cast<std::uint8_t>(1 + random() % 255);
    out.push_back({term, weight_of(code), kKinds[random() % std::size(kKinds)], kInBody});
  }
  return out;
}

TEST(TellingTerms, ShareWhatLayingBothSideBySideShares) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int scored = 0;
  for (int round = 0; round < 2'000; ++round) {
    const TermVector a = some_vector(random, 200);
    const TermVector b = some_vector(random, 200);
    std::vector<int> rarities;
    for (std::size_t i = 0; i < a.size(); ++i)
      rarities.push_back(static_cast<int>(random() % 5'000));
    const std::uint16_t from = weight_of(static_cast<std::uint8_t>(random() % 256));
    const std::uint16_t from_b = weight_of(static_cast<std::uint8_t>(random() % 256));
    int score = 0;
    int evidence = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (const Weight& other : b) {
        if (a[i].term != other.term || !is_telling(a[i], from) || !is_telling(other, from_b))
          continue;
        score += score_of(a[i].weight, other.weight);
        if (is_evidence(a[i])) evidence += rarities[i];
      }
    }
    const TellingTerms::Shared shared = TellingTerms(a, rarities, from).with(b, from_b);
    EXPECT_EQ(shared.score, score);
    EXPECT_EQ(shared.evidence, evidence);
    scored += score > 0 ? 1 : 0;
  }
  EXPECT_GT(scored, 100);
}

}  // namespace
}  // namespace depesche::story
