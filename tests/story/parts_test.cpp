#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/bytes.h"
#include "story/term_index.h"
#include "story/weight_code.h"
#include "tests/story/random_vector.h"

namespace depesche {
namespace {

using story::Met;
using story::QueryTerm;
using story::SealedPostings;
using story::Serial;
using story::TermIndex;
using story::TermVector;
using story::Weight;

std::vector<QueryTerm> query_of(const TermVector& vector) {
  std::vector<QueryTerm> out;
  for (const Weight& entry : vector) {
    // Some terms are no evidence.
    const int evidence = static_cast<int>(entry.term % 7) * 900;
    out.push_back({entry.term, entry.weight, evidence});
  }
  return out;
}

int score(const TermVector& a, const TermVector& b) {
  int sum = 0;
  for (const Weight& x : a) {
    for (const Weight& y : b) {
      if (x.term == y.term) sum += story::score_of(x.weight, y.weight);
    }
  }
  return sum;
}

constexpr int kHalfEvidence = 1192;

int likeness(const TermVector& a, const TermVector& b) {
  int evidence = 0;
  for (const QueryTerm& x : query_of(a)) {
    for (const Weight& y : b) evidence += x.term == y.term ? x.evidence : 0;
  }
  return story::likeness_of(score(a, b), evidence, kHalfEvidence);
}

/// Four hundred vectors in a dozen sealed spans and an open one; some revised, the first 100 gone.
struct Indexed {
  explicit Indexed(std::mt19937& random) : index(32) {
    for (Serial serial = 0; serial < 400; ++serial) {
      vectors.push_back(random_vector(random));
      index.add(serial, query_of(vectors.back()));
      index.seal(serial + 1);
      if (serial % 5 != 0) continue;
      const auto at = static_cast<Serial>(random() % (serial + 1));
      const auto gone =
          revised.insert(at).second ? std::vector<QueryTerm>{} : query_of(vectors[at]);
      vectors[at] = random_vector(random);
      index.revise(at, gone, query_of(vectors[at]));
    }
    index.drop_before(first);
  }

  static constexpr Serial first = 100;
  static constexpr Serial end = 400;
  TermIndex index;
  std::vector<TermVector> vectors;
  std::set<Serial> revised;
};

TEST(TermIndex, ScanMissesNothingThatBruteForceFinds) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const Indexed all(random);
  int reached = 0;
  int beside = 0;  // near the threshold, and handed over all the same
  for (int round = 0; round < 200; ++round) {
    const TermVector query = random_vector(random);
    const int least = 1 + static_cast<int>(random() % 3000);
    std::map<Serial, int> found;
    all.index.scan(query_of(query), all.first, all.end, {}, {least, kHalfEvidence},
                   {[&](Serial serial, int most) {
                      EXPECT_GE(most, least);
                      found[serial] = std::max(found[serial], most);
                      return least;
                    },
                    [](Serial) {}});
    for (Serial serial = all.first; serial < all.end; ++serial) {
      const int right = likeness(query, all.vectors[serial]);
      if (right >= least) {
        EXPECT_TRUE(found.contains(serial)) << "seed " << seed << ", " << serial;
        EXPECT_GE(found[serial], right) << "seed " << seed << ", " << serial;
        ++reached;
      } else if (!all.revised.contains(serial) && found.contains(serial)) {
        ++beside;  // of a revised article also what it said before is found
      }
    }
  }
  EXPECT_LT(beside, reached) << "seed " << seed;
}

TEST(TermIndex, ScanTakesARisingThresholdAndReadsTheLess) {
  std::mt19937 random(3);
  const Indexed all(random);
  for (int round = 0; round < 50; ++round) {
    const TermVector query = random_vector(random);
    int best = 1;
    all.index.scan(query_of(query), all.first, all.end, {}, {best, kHalfEvidence},
                   {[&](Serial serial, int) {
                      return best = std::max(best, likeness(query, all.vectors[serial]));
                    },
                    [](Serial) {}});
    int highest = 1;
    for (Serial serial = all.first; serial < all.end; ++serial) {
      highest = std::max(highest, likeness(query, all.vectors[serial]));
    }
    EXPECT_EQ(best, highest);
  }
}

TEST(TermScan, OpensNoSpanThatCannotReachTheThreshold) {
  // Of ten spans one has the rare term; the common one, which all have, does not reach.
  constexpr std::uint32_t kSpan = 2048;
  constexpr std::uint32_t kCommon = 0x10000000;
  constexpr std::uint32_t kRare = 0x90000000;
  const std::uint16_t light = story::weight_of(story::weight_code(400));
  const std::uint16_t heavy = story::weight_of(story::weight_code(3800));
  story::Postings postings(kSpan);
  for (Serial serial = 0; serial < 10 * kSpan; ++serial) {
    postings.add(kCommon, serial, story::weight_code(light));
    if (serial == 3 * kSpan + 5) postings.add(kRare, serial, story::weight_code(heavy));
    postings.seal(serial + 1);
  }
  const std::vector<QueryTerm> query{{kRare, heavy, 3000}, {kCommon, light, 500}};
  std::vector<std::uint16_t> room;
  story::TermScan scan(postings, query, 0, 10 * kSpan, {}, room);
  std::vector<Serial> found;
  const auto take = [&](Serial serial, int) {
    found.push_back(serial);
    return 0;
  };
  scan.run({story::kOne / 2, kHalfEvidence}, {take, [](Serial) {}});
  EXPECT_EQ(found, std::vector<Serial>{3 * kSpan + 5});
  EXPECT_EQ(scan.effort().spans, 1U);
  EXPECT_EQ(scan.effort().read, 1U) << "the common list is not read";
  EXPECT_EQ(scan.effort().looked_up, 1U);
  EXPECT_TRUE(std::all_of(room.begin(), room.end(), [](std::uint32_t at) { return at == 0; }));
}

TEST(TermScan, LooksUpWhatWasPutOffAndMissesNothing) {
  // Everybody's words are long lists that tell little, the others short ones that tell much.
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  constexpr std::uint32_t kSpan = 4096;
  constexpr Serial kEnd = 3 * kSpan + 100;
  const auto article = [&random] {
    std::map<std::uint32_t, int> weights;
    for (std::uint32_t common = 1; common <= 8; ++common) {
      if (random() % 2 == 0) weights[common] = 150 + static_cast<int>(random() % 200);
    }
    for (int i = 0; i < 3; ++i) {
      weights[100 + static_cast<std::uint32_t>(random() % 300)] =
          1000 + static_cast<int>(random() % 1000);
    }
    TermVector out;
    for (const auto& [term, weight] : weights) {
      const auto code = story::weight_code(static_cast<std::uint64_t>(weight));
      out.push_back({term * 0x9E3779B1U, story::weight_of(code), TermKind::Word, 0});
    }
    return out;
  };
  story::Postings postings(kSpan);
  std::vector<TermVector> vectors;
  for (Serial serial = 0; serial < kEnd; ++serial) {
    vectors.push_back(article());
    for (const Weight& entry : vectors.back()) {
      postings.add(entry.term, serial, story::weight_code(entry.weight));
    }
    postings.seal(serial + 1);
  }
  std::vector<std::uint16_t> room;
  std::size_t looked_up = 0;
  int reached = 0;
  int beside = 0;  // near the threshold, and handed over all the same
  constexpr int kRounds = 15;
  for (int round = 0; round < kRounds; ++round) {
    const TermVector query = article();
    const std::vector<QueryTerm> terms = query_of(query);
    const int least = 100 + static_cast<int>(random() % 1500);
    story::TermScan scan(postings, terms, 0, kEnd, {}, room);
    std::map<Serial, int> found;
    const auto take = [&](Serial serial, int most) {
      EXPECT_TRUE(found.emplace(serial, most).second) << "seed " << seed << ": twice";
      return least;
    };
    scan.run({least, kHalfEvidence}, {take, [](Serial) {}});
    looked_up += scan.effort().looked_up;
    for (Serial serial = 0; serial < kEnd; ++serial) {
      const int right = likeness(query, vectors[serial]);
      if (right < least && !found.contains(serial)) continue;
      ASSERT_TRUE(found.contains(serial)) << "seed " << seed << ", " << serial;
      EXPECT_GE(found[serial], right) << "seed " << seed << ", " << serial;
      right >= least ? ++reached : ++beside;
    }
    EXPECT_TRUE(std::all_of(room.begin(), room.end(), [](std::uint32_t at) { return at == 0; }));
  }
  EXPECT_GT(looked_up, 0U) << "seed " << seed;
  EXPECT_GT(reached, 0) << "seed " << seed;
  EXPECT_LT(beside, kRounds * static_cast<int>(kEnd) / 50) << "seed " << seed;
}

TEST(TermIndex, MeetsEachArticleOnce) {
  std::mt19937 random(4);
  const Indexed all(random);
  std::vector<Met> met;
  for (int round = 0; round < 50; ++round) {
    const TermVector query = random_vector(random);
    all.index.meet(query_of(query), all.first, all.end, met);
    std::set<Serial> serials;
    for (const Met& each : met) {
      EXPECT_TRUE(serials.insert(each.serial).second);
      EXPECT_GE(each.serial, all.first);
      EXPECT_GT(each.score, 0);
    }
    EXPECT_FALSE(query.size() > 5 && met.empty());
  }
}

TEST(TermIndex, ReadsWhatItWrote) {
  std::mt19937 random(5);
  Indexed all(random);
  story::ByteWriter out;
  all.index.write(out);
  const std::string bytes = out.take();
  TermIndex again(32);
  story::ByteReader in(bytes);
  again.read(in, all.end);
  ASSERT_TRUE(in.at_end());
  story::ByteWriter twice;
  again.write(twice);
  EXPECT_EQ(twice.take(), bytes);
  for (std::size_t cut = 0; cut < bytes.size(); cut += bytes.size() / 40) {
    TermIndex damaged(32);
    story::ByteReader part(std::string_view(bytes).substr(0, cut));
    damaged.read(part, all.end);
    EXPECT_FALSE(part.at_end()) << cut;
  }
  // Whatever a byte says, reading is safe, and so is searching what was read.
  std::vector<Met> met;
  for (int round = 0; round < 40; ++round) {
    std::string changed = bytes;
    changed[random() % changed.size()] = static_cast<char>(random());
    TermIndex odd(32);
    story::ByteReader reader(changed);
    odd.read(reader, all.end);
    if (!reader.ok()) continue;
    odd.meet(query_of(random_vector(random)), all.first, all.end, met);
  }
}

TEST(Postings, KeepListsOfAnyLength) {
  std::mt19937 random(6);
  std::vector<SealedPostings::Entry> entries;
  std::map<std::uint32_t, std::vector<Serial>> expected;
  for (const int size : {1, 2, 254, 255, 256, 3000}) {
    const std::uint32_t key = static_cast<std::uint32_t>(random()) & ~1U;
    std::set<Serial> serials;
    while (std::ssize(serials) < size) serials.insert(4096 + static_cast<Serial>(random() % 4096));
    expected[key].assign(serials.begin(), serials.end());
  }
  for (const auto& [key, serials] : expected) {
    for (const Serial serial : serials) entries.push_back({key, {serial, 7}});
  }
  const SealedPostings sealed(4096, entries);
  for (const auto& [key, serials] : expected) {
    const SealedPostings::List list = sealed.find(key);
    ASSERT_EQ(list.size, serials.size());
    for (std::size_t i = 0; i < serials.size(); ++i) {
      EXPECT_EQ(sealed.base() + list.offsets[i], serials[i]);
    }
  }
  EXPECT_EQ(sealed.find(0x12345678).size, 0U);
}

TEST(Postings, ManySpansAreAskedOnlyWhereAKeyMayBe) {
  constexpr std::uint32_t kSpan = 16;
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  story::Postings postings(kSpan, story::Codes::None);
  std::vector<std::uint32_t> keys;
  for (int i = 0; i < 200; ++i) keys.push_back(static_cast<std::uint32_t>(random()) & ~1U);
  std::size_t asked = 0;
  std::size_t all = 0;
  for (Serial serial = 0; serial < 100 * kSpan; ++serial) {
    postings.add(keys[random() % keys.size()], serial, 0);
    postings.add(static_cast<std::uint32_t>(random()), serial, 0);
    postings.seal(serial + 1);
    if (serial > 50 * kSpan) postings.drop_before(serial - 50 * kSpan);
    if (serial % 64 != 63) continue;
    std::vector<std::uint32_t> spans;
    postings.spans_of(keys, spans);
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      std::vector<story::Postings::Found> found;
      for (const SealedPostings& one : postings.sealed()) {
        const bool is_there = one.find(keys[i]).size > 0;
        ASSERT_TRUE(!is_there || postings.may_have(one, spans[i])) << "seed " << seed;
        if (postings.may_have(one, spans[i])) found.push_back({&one, i, {}});
        ++all;
      }
      postings.find(keys, found);
      for (const auto& each : found) EXPECT_EQ(each.list.size, each.span->find(keys[i]).size);
      asked += found.size();
    }
  }
  EXPECT_LT(asked * 2, all) << "seed " << seed;
  const std::size_t full = postings.bytes();
  postings.drop_before(100 * kSpan);
  EXPECT_LT(postings.bytes(), full / 10);
}

TEST(Postings, WhichSpansAKeyHasTakesWhatSpansThereAre) {
  constexpr std::uint32_t kSpan = 16;
  const auto key_of = [](std::uint32_t number) { return number * 0x0155'5554U; };
  std::deque<SealedPostings> sealed;
  story::SpansOfKeys spans;
  const auto tells_all = [&] {
    return std::all_of(sealed.begin(), sealed.end(), [&](const SealedPostings& one) {
      const std::uint32_t number = one.base() / kSpan;
      return (spans.of(key_of(number)) >> (number % spans.told()) & 1U) != 0;
    });
  };
  std::map<std::size_t, std::size_t> bytes;  // by how many spans there are
  for (std::uint32_t number = 0; number < 40; ++number) {
    const std::vector<SealedPostings::Entry> entry{{key_of(number), {number * kSpan, 1}}};
    sealed.emplace_back(number * kSpan, entry);
    spans.add(sealed, kSpan);
    bytes[sealed.size()] = spans.bytes();
    EXPECT_TRUE(tells_all()) << sealed.size();
  }
  EXPECT_EQ(bytes[2], 0U);
  EXPECT_EQ(bytes[9], 2 * bytes[8]);
  EXPECT_EQ(bytes[17], 4 * bytes[8]);
  EXPECT_EQ(bytes[40], bytes[17]);
  while (sealed.size() > 1) {
    const Serial base = sealed.front().base();
    sealed.pop_front();
    spans.drop(base, sealed, kSpan);
    EXPECT_TRUE(tells_all()) << sealed.size();
    if (sealed.size() == 8) {
      EXPECT_EQ(spans.bytes(), bytes[8]);
    }
  }
}

}  // namespace
}  // namespace depesche
