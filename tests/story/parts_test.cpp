#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "base/fixed_point.h"
#include "story/address_words.h"
#include "story/analysis.h"
#include "story/bytes.h"
#include "story/cluster.h"
#include "story/frequencies.h"
#include "story/kind_code.h"
#include "story/live.h"
#include "story/packed_article.h"
#include "story/regions.h"
#include "story/term_index.h"
#include "story/weight_code.h"

namespace depesche {
namespace {

using story::Met;
using story::PackedArticle;
using story::Posting;
using story::QueryTerm;
using story::SealedPostings;
using story::Serial;
using story::TermIndex;
using story::TermVector;
using story::Weight;

TermVector random_vector(std::mt19937& random) {
  TermVector out;
  std::uint64_t squares = 0;
  for (std::uint32_t term = 1; term < 60; ++term) {
    if (random() % 4 != 0) continue;
    const std::uint16_t weight = story::weight_of(story::weight_code(1 + random() % 1500));
    if (squares + std::uint64_t{weight} * weight > std::uint64_t{story::kOne} * story::kOne) break;
    squares += std::uint64_t{weight} * weight;
    const std::uint32_t hash = term * 0x9E3779B1U;
    out.push_back({hash, weight, TermKind::Word, static_cast<std::uint8_t>(random() % 16)});
  }
  std::sort(out.begin(), out.end(),
            [](const Weight& a, const Weight& b) { return a.term < b.term; });
  return out;
}

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
  EXPECT_LT(beside, reached / 2) << "seed " << seed;
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
  for (int round = 0; round < 15; ++round) {
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
  EXPECT_LT(beside, reached / 2) << "seed " << seed;
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

TEST(CountTable, CountsLikeAMap) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  story::CountTable table;
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> expected;
  for (std::uint32_t i = 0; i < 40; ++i) {  // some of the start table's
    table.set(i * 977, {0, i + 1});
    expected[i * 977] = {0, i + 1};
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
      ++expected[term].first;
    }
    if (round == 2) {
      table.fade();
      for (auto& [term, count] : expected) count.first /= 2;
      std::erase_if(expected, [](const auto& each) {
        return each.second.first == 0 && each.second.second == 0;
      });
    }
    for (const auto& [term, count] : expected) {
      ASSERT_EQ(table.find(term).seen, count.first) << "seed " << seed;
      ASSERT_EQ(table.find(term).prior, count.second) << "seed " << seed;
    }
    for (int i = 0; i < 1000; ++i) {
      const auto term = static_cast<std::uint32_t>(random());
      ASSERT_TRUE(expected.contains(term) || table.find(term).seen == 0) << "seed " << seed;
    }
  }
  story::CountTable again;
  again.reserve(expected.size());
  for (const auto& [term, count] : table.seen()) {
    EXPECT_EQ(count, expected[term].first);
    again.set_seen(term, count);
  }
  EXPECT_EQ(again.seen(), table.seen());
  const auto often = std::count_if(expected.begin(), expected.end(),
                                   [](const auto& each) { return each.second.first >= 255; });
  EXPECT_GT(often, 10) << "the test counts no term more often than fits";
}

TEST(PackedArticle, GivesBackWhatWasPutIn) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const TermVector terms = random_vector(random);
    std::vector<std::uint32_t> regions;
    for (unsigned i = 0; i < random() % 9; ++i) regions.push_back(i * 17);
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
    std::vector<std::uint8_t> block = story::pack_article(terms, 40, regions, print);
    const std::size_t size = block.size();
    block.push_back(77);  // another's
    const PackedArticle packed(block.data());
    EXPECT_EQ(packed.terms(), terms) << "seed " << seed;
    EXPECT_EQ(packed.regions(), regions);
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

TEST(FixedPoint, LogarithmsAreRightToTheLastStep) {
  for (std::uint64_t x : {1ULL, 2ULL, 3ULL, 10ULL, 255ULL, 256ULL, 1000ULL, 123456789ULL}) {
    EXPECT_NEAR(log2_256(x), std::log2(static_cast<double>(x)) * 256, 1.6) << x;
  }
  EXPECT_EQ(log2_256(0), 0);
  EXPECT_EQ(integer_root(0), 0U);
  EXPECT_EQ(integer_root(99), 9U);
  EXPECT_EQ(integer_root(100), 10U);
}

TEST(Analysis, SurvivesItsBlob) {
  Article article;
  article.title = "Nordburg: Feuer im Hafen, 12 Verletzte";
  article.text =
      "Musterstadt (dpa) - Im Hafen von Nordburg brennt es. Zwölf Menschen wurden verletzt.";
  article.url = "https://zeitung.example/nordburg/feuer-im-hafen-12-verletzte-4711.html";
  const Analysis analysis = analyse(article, "de-DE");
  EXPECT_EQ(analysis.language, "de");
  EXPECT_EQ(analysis.print.agency, Agency::Dpa);
  const std::string blob = encode(analysis);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
  for (std::size_t cut = 0; cut < blob.size(); ++cut) {
    EXPECT_FALSE(decode_analysis(std::string_view(blob).substr(0, cut))) << cut;
  }
  EXPECT_FALSE(decode_analysis(blob + "x"));
  std::string newer = blob;
  newer[0] = 99;
  EXPECT_EQ(decode_analysis(newer).error().code, ErrorCode::Unsupported);
}

TEST(Analysis, OfAnOlderProgramIsReadAsQuotingNobody) {
  Article article;
  article.text = "Im Hafen brennt es. „Wir löschen seit der Nacht und ohne Pause“, hieß es.";
  const Analysis analysis = analyse(article, "de");
  const auto is_quoted = [](std::uint32_t shingle) { return shingle >= kQuoted; };
  const auto& marked = analysis.print.shingles;
  ASSERT_TRUE(std::any_of(marked.begin(), marked.end(), is_quoted));
  std::string blob = encode(analysis);
  blob[0] = static_cast<char>(kWithoutQuotations);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto& read = decoded->print.shingles;
  EXPECT_EQ(read.size(), marked.size());
  EXPECT_TRUE(std::none_of(read.begin(), read.end(), is_quoted));
}

TEST(Analysis, TakesInflectedNamesForOne) {
  Article one;
  one.title = "Olmedos Rede";
  Article other;
  other.title = "Olmedo redet";
  const Analysis a = analyse(one, "de");
  const Analysis b = analyse(other, "en");
  const auto has_common_name = [&] {
    for (const Term& x : a.terms) {
      for (const Term& y : b.terms) {
        if (x.hash == y.hash && x.kind == TermKind::Name) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has_common_name());
}

TEST(Analysis, OfNothingHasNoTerms) { EXPECT_TRUE(analyse(Article{}, "").terms.empty()); }

TEST(AddressWords, AreTheHeadlineInTheAddress) {
  struct Case {
    const char* url;
    const char* language;
    const char* words;
  };
  for (const Case& c : {
           Case{"https://z.example/ort/feuer-im-frueheren-hafen-id12345678.html", "de",
                "feuer im früheren hafen"},
           Case{"https://z.example/sport/", "de", ""},
           Case{"https://z.example/2022/01/29/neue-bruecke-fuer-nordburg?ref=x", "de",
                "neue brücke für nordburg"},
           Case{"https://z.example/news/new-bridge-for-nordburg", "en", "new bridge for nordburg"},
           Case{"kein url", "de", ""},
           Case{"", "", ""},
       }) {
    EXPECT_EQ(address_words(c.url, c.language), c.words) << c.url;
  }
}

TEST(Regions, AreKnownByTheirPlaces) {
  for (const auto& [name, region] :
       std::vector<std::pair<std::string, std::string>>{{"hessen", "DE-HE"},
                                                        {"hessische", "DE-HE"},
                                                        {"hamburger", "DE-HH"},
                                                        {"dresdner", ""},
                                                        {"dresden", "DE-SN"},
                                                        {"oldenburg", "DE-NI"},
                                                        {"zurich", "CH-ZH"},
                                                        {"wiener", "AT-W"},
                                                        {"feuer", ""},
                                                        {"bremens", "DE-HB"},
                                                        {"", ""},
                                                        {"essen", ""}}) {
    EXPECT_EQ(story::region_of(name), region) << name;
  }
}

TEST(Analysis, KnowsACountryByEveryName) {
  Article german;
  german.title = "Beben in Griechenland";
  Article english;
  english.title = "Earthquake hits Greece";
  const auto country = [](const Analysis& analysis) {
    for (const Term& term : analysis.terms) {
      if (term.kind == TermKind::Country) return term.hash;
    }
    return 0U;
  };
  EXPECT_NE(country(analyse(german, "de")), 0U);
  EXPECT_EQ(country(analyse(german, "de")), country(analyse(english, "en")));
}

std::vector<std::uint32_t> hashes(const Analysis& analysis, TermKind kind) {
  std::vector<std::uint32_t> out;
  for (const Term& term : analysis.terms) {
    if (term.kind == kind) out.push_back(term.hash);
  }
  return out;
}

Analysis of_title(std::string title, std::string_view language) {
  Article article;
  article.title = std::move(title);
  return analyse(article, language);
}

/// How often both have a term of that kind.
std::size_t in_common(const Analysis& a, const Analysis& b, TermKind kind) {
  std::size_t common = 0;
  const std::vector<std::uint32_t> others = hashes(b, kind);
  for (std::uint32_t hash : hashes(a, kind))
    common += std::count(others.begin(), others.end(), hash) > 0 ? 1U : 0U;
  return common;
}

TEST(Analysis, KnowsACountryWhoseNameHasSeveralWords) {
  struct Case {
    const char* language;
    const char* title;
    const char* also_language;
    const char* also;
  };
  for (const Case& c : {
           Case{"de", "Die Rede in den Vereinigten Staaten", "en", "Vote in the United States"},
           Case{"de", "Ölpreis: Saudi-Arabiens Plan", "en", "The plan of Saudi Arabia"},
           Case{"de", "Beben in Südkorea", "en", "Earthquake hits South Korea"},
           Case{"de", "Wahl in Bosnien und Herzegowina", "en", "Vote in Bosnia and Herzegovina"},
           Case{"fr", "Un séisme aux Émirats arabes unis", "de",
                "Beben in den Vereinigten Arabischen Emiraten"},
       }) {
    const Analysis a = of_title(c.title, c.language);
    const Analysis b = of_title(c.also, c.also_language);
    EXPECT_EQ(hashes(a, TermKind::Country).size(), 1U) << c.title;
    EXPECT_EQ(in_common(a, b, TermKind::Country), 1U) << c.title << " | " << c.also;
  }
  EXPECT_TRUE(hashes(of_title("United front in the south", "en"), TermKind::Country).empty());
}

TEST(Analysis, AnAcronymIsANameUnlessAllIsInCapitals) {
  const auto names = [](std::string title) {
    return hashes(of_title(std::move(title), "en"), TermKind::Name).size();
  };
  EXPECT_EQ(names("the US is out of the WHO"), 2U);
  EXPECT_EQ(names("tell us who it is"), 0U);
  EXPECT_EQ(names("TELL US WHO IT IS"), 1U) << "the first, which is no stop word";
  EXPECT_EQ(hashes(of_title("the US is out", "en"), TermKind::Country).size(), 1U);
  EXPECT_TRUE(hashes(of_title("TELL US WHO IS OUT", "en"), TermKind::Country).empty());
}

TEST(Analysis, ACompoundHasTheWordsItIsMadeOf) {
  const auto words = [](const char* a, const char* b, const char* language) {
    return in_common(of_title(a, language), of_title(b, language), TermKind::Word);
  };
  EXPECT_EQ(words("Juwelenraub in Dresden", "Der Raub der Juwelen", "de"), 2U);
  EXPECT_EQ(words("Verfassungsgericht entscheidet", "Das Gericht wartet", "de"), 1U);
  EXPECT_EQ(words("Staubsauger", "Der Raub der Juwelen", "de"), 0U) << "letters are no words";
  EXPECT_EQ(words("Juwelenraub", "Raub", "en"), 0U);
}

TEST(Analysis, OfCountriesOfOneWordIsRead) {
  Analysis analysis = of_title("Kim Jong Un droht mit Tests", "de");
  analysis.version = kCountriesOfOneWord;
  const std::string blob = encode(analysis);
  EXPECT_EQ(blob[0], 4);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
}

TEST(Analyser, SpellsANameWholeWhereAllOfItIsShared) {
  Article article;
  article.title = "Kim Jong Un droht mit Raketentests";
  article.text = "Machthaber Kim Jong Un kündigte Raketentests an. Präsident Olmedo antwortete.";
  std::vector<SharedTerm> shared;
  const auto share = [&shared](const Article& from, TermKind kind) {
    for (const std::uint32_t hash : hashes(analyse(from, "de"), kind))
      shared.push_back({hash, kind, 1});
  };
  Article some;
  some.title = "Kim, Olmedo, Raketentests";
  share(some, TermKind::Name);
  const auto spell = [&] {
    std::vector<Spelling> out = Analyser().spell_names(article, "de", shared);
    std::erase_if(out, [](const Spelling& each) { return each.words.empty(); });
    std::sort(out.begin(), out.end(),
              [](const Spelling& a, const Spelling& b) { return a.words < b.words; });
    return out;
  };
  // A noun is none, for all its capital.
  EXPECT_EQ(spell(), (std::vector<Spelling>{{"Kim", TermKind::Name},
                                            {"Olmedo", TermKind::Name},
                                            {"Raketentests", TermKind::Word}}));
  shared.clear();
  share(article, TermKind::Name);
  const std::vector<Spelling> all = spell();
  EXPECT_EQ(std::count(all.begin(), all.end(), Spelling{"Kim Jong Un", TermKind::Name}), 1);
  for (const Spelling& each : all) {
    EXPECT_NE(each.words, "Kim");
    EXPECT_NE(each.words, "Jong");
  }
}

TEST(Analyser, AParticleOfANameTakesNoOtherWordWithIt) {
  Article article;
  article.title = "Ursula von der Leyen said the election was fair, and 27 states agreed";
  article.text = article.title + ". Later Ursula von der Leyen left.";
  std::vector<SharedTerm> shared;
  for (const TermKind kind : {TermKind::Name, TermKind::Word, TermKind::Number}) {
    for (const std::uint32_t hash : hashes(analyse(article, "en"), kind)) {
      shared.push_back({hash, kind, 1});
    }
  }
  std::vector<std::string> words;
  for (const Spelling& each : Analyser().spell_names(article, "en", shared)) {
    words.push_back(each.words);
  }
  for (const char* word : {"Ursula von der Leyen", "election", "27"}) {
    EXPECT_EQ(std::count(words.begin(), words.end(), word), 1) << word;
  }
}

TEST(Gather, KeepsTheSameBulletinOfTwoRegionsApart) {
  std::vector<StreamItem> items(2);
  items[0].id = "a";
  items[0].article.title = "Stürmisches Wochenende in Hessen erwartet";
  items[1].id = "b";
  items[1].article.title = "Stürmisches Wochenende in Sachsen erwartet";
  for (StreamItem& item : items) item.article.language = "de";
  const auto placed = gather(items, Membership::Final);
  EXPECT_NE(placed[0].story, placed[1].story);
}

TEST(Gather, GivesItemsTheIdsOfTheirFounders) {
  const auto item = [](std::string id, std::string title, std::string text) {
    StreamItem out;
    out.id = std::move(id);
    out.article.title = std::move(title);
    out.article.text = std::move(text);
    out.article.language = "de";
    return out;
  };
  const std::vector<StreamItem> items{
      item("a", "Großbrand im Hafen von Nordburg",
           "Eine Lagerhalle im Hafen von Nordburg ist ausgebrannt."),
      item("b", "Südheim gewinnt den Pokal gegen Westau", "Südheim feiert nach dem Finale."),
      item("c", "Nordburg: Lagerhalle im Hafen ausgebrannt",
           "Nach dem Brand im Hafen von Nordburg."),
  };
  const auto placed = gather(items, Membership::Final);
  ASSERT_EQ(placed.size(), 3U);
  EXPECT_EQ(placed[0].story, "a");
  EXPECT_EQ(placed[1].story, "b");
  EXPECT_EQ(placed[2].story, "a");
  EXPECT_EQ(placed[2].why.back(), "joined");
  EXPECT_TRUE(gather({}, Membership::First).empty());
}

}  // namespace
}  // namespace depesche
