#include <functional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/hash.h"
#include "pack/zstd.h"

namespace depesche {
namespace {

constexpr std::size_t kPlenty = 1 << 24;

struct Format {
  std::string name;
  std::function<std::string(std::string_view)> pack;
  std::function<Result<std::string>(std::string_view, std::size_t)> unpack;
};

const std::vector<Format>& formats() {
  static const std::vector<Format> all{
      {"gzip", [](std::string_view b) { return gzip(b); }, gunzip},
      {"zstd", [](std::string_view b) { return zstd_compress(b); }, zstd_decompress},
      {"brotli", [](std::string_view b) { return brotli_compress(b, 5); }, brotli_decompress},
  };
  return all;
}

std::string noise(std::mt19937& random, std::size_t size) {
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random() % 7 == 0 ? random() : 'a' + random() % 4);
  return out;
}

TEST(Pack, EveryFormatGivesBackWhatItWasGiven) {
  std::mt19937 random(20261123);
  for (const Format& format : formats()) {
    for (const std::size_t size : {0, 1, 2, 100, 65535, 65536, 65537, 1 << 20}) {
      const std::string given = noise(random, size);
      const Result<std::string> back = format.unpack(format.pack(given), kPlenty);
      ASSERT_TRUE(back) << format.name << " of " << size << ": " << back.error().message;
      EXPECT_TRUE(*back == given) << format.name << " of " << size;
    }
  }
}

TEST(Pack, StopsAtTheLimitAndNotOneByteBefore) {
  const std::string bomb(1 << 20, 'x');
  for (const Format& format : formats()) {
    const std::string packed = format.pack(bomb);
    EXPECT_LT(packed.size(), bomb.size() / 100) << format.name;
    EXPECT_TRUE(format.unpack(packed, bomb.size())) << format.name;
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1000}, bomb.size() - 1}) {
      const Result<std::string> refused = format.unpack(packed, limit);
      ASSERT_FALSE(refused) << format.name << " with " << limit;
      EXPECT_EQ(refused.error().code, ErrorCode::TooLarge) << format.name << " with " << limit;
    }
  }
}

TEST(Pack, WhatEndsEarlyIsMalformedWhereverItEnds) {
  std::mt19937 random(7);
  for (const Format& format : formats()) {
    const std::string packed = format.pack(noise(random, 3000));
    for (std::size_t keep = 0; keep < packed.size(); keep += 1 + packed.size() / 97) {
      const Result<std::string> refused = format.unpack(packed.substr(0, keep), kPlenty);
      ASSERT_FALSE(refused) << format.name << " cut at " << keep;
      EXPECT_EQ(refused.error().code, ErrorCode::Malformed) << format.name << " cut at " << keep;
    }
  }
}

TEST(Pack, AFlippedBitNeverGivesBackOtherBytesWhereThereIsAChecksum) {
  std::mt19937 random(8);
  const std::string given = noise(random, 2000);
  for (const Format& format : formats()) {
    if (format.name == "brotli") continue;  // has none
    const std::string packed = format.pack(given);
    for (int round = 0; round < 300; ++round) {
      std::string broken = packed;
      broken[random() % broken.size()] ^= static_cast<char>(1 << random() % 8);
      const Result<std::string> back = format.unpack(broken, kPlenty);
      if (back) {
        EXPECT_TRUE(*back == given) << format.name;
      }
    }
  }
}

TEST(Gzip, JoinsMembersAndIgnoresWhatFollowsThem) {
  const std::string two = gzip("one ") + gzip("") + gzip("two");
  EXPECT_EQ(*gunzip(two, 100), "one two");
  EXPECT_EQ(*gunzip(two + std::string(512, '\0'), 100), "one two");
  EXPECT_EQ(*gunzip(two + "a footer", 100), "one two");
  EXPECT_EQ(gunzip(two, 6).error().code, ErrorCode::TooLarge) << "the limit spans all members";
  EXPECT_FALSE(gunzip(two + gzip("three").substr(0, 12), 100)) << "a cut last member";
}

TEST(Gzip, GivesTheBeginningOfWhatIsTooLarge) {
  const std::string two = gzip("one ") + gzip("two");
  const auto check = [&](std::size_t most, std::string_view bytes, bool cut) {
    const Result<Beginning> beginning = gunzip_beginning(two, most);
    ASSERT_TRUE(beginning);
    EXPECT_EQ(beginning->bytes, bytes);
    EXPECT_EQ(beginning->cut, cut) << most;
  };
  check(100, "one two", false);
  check(7, "one two", false);
  check(6, "one tw", true);
  check(4, "one ", true);
  check(0, "", true);
  EXPECT_EQ(gunzip_beginning(gzip(std::string(9'000'000, 'w')), 1000)->bytes.size(), 1000u);
  EXPECT_FALSE(gunzip_beginning(two.substr(0, two.size() - 12), 100));
  EXPECT_FALSE(gunzip_beginning("plain", 100));
}

TEST(Unfolding, GivesWhatThereIsAndSaysHowItEnds) {
  using Unfold = std::function<Unfolding(std::string_view, std::size_t)>;
  std::mt19937 random(9);
  const std::string given = noise(random, 200'000);
  const std::vector<std::pair<std::string, Unfold>> all{
      {gzip(given), unfold_gzip},
      {zstd_compress(given), unfold_zstd},
      {brotli_compress(given, 5), unfold_brotli},
      {gzip(given).substr(10), unfold_deflate},  // what follows a gzip head is bare deflate
  };
  for (const auto& one : all) {
    const std::string& packed = one.first;
    const Unfold& unfold = one.second;
    const auto check = [&](std::string_view bytes, std::size_t most, Ending ending) {
      const Unfolding unfolding = unfold(bytes, most);
      EXPECT_EQ(static_cast<int>(unfolding.ending), static_cast<int>(ending)) << most;
      EXPECT_TRUE(given.starts_with(unfolding.bytes));
      EXPECT_LE(unfolding.bytes.size(), most);
      return unfolding.bytes.size();
    };
    EXPECT_EQ(check(packed, given.size(), Ending::Whole), given.size());
    EXPECT_EQ(check(packed, 70'000, Ending::Full), 70'000u);
    EXPECT_EQ(check(packed, 0, Ending::Full), 0u);
    EXPECT_GT(check(std::string_view(packed).substr(0, packed.size() * 3 / 4), given.size(),
                    Ending::Early),
              given.size() / 3)
        << "what came before the cut is there";
    EXPECT_EQ(check("", 100, Ending::Early), 0u);
  }
  EXPECT_EQ(unfold_gzip("plain words", 100).ending, Ending::Broken);
  EXPECT_EQ(unfold_zstd("plain words", 100).ending, Ending::Broken);
}

TEST(Gzip, RefusesWhatIsNoGzipFile) {
  for (const std::string_view bytes : {"", "\x1f", "\x1f\x8b", "<html>", "\x1f\x8b\x07 method"}) {
    const Result<std::string> refused = gunzip(bytes, kPlenty);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Malformed);
  }
}

TEST(Gzip, ReadsDeflateWithAndWithoutItsZlibFrame) {
  // "depesche" from zlib.compress, whole and without its two-byte head and four-byte checksum.
  const std::string zlib("\x78\x9c\x4b\x49\x2d\x48\x2d\x4e\xce\x48\x05\x00\x0e\xae\x03\x42", 16);
  EXPECT_EQ(*inflate(zlib, 100), "depesche");
  EXPECT_EQ(*inflate(zlib.substr(2, zlib.size() - 6), 100), "depesche");
  EXPECT_EQ(inflate(zlib, 3).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(inflate("plain words", 100).error().code, ErrorCode::Malformed);
}

TEST(Zstd, JoinsFramesAndRefusesAFrameThatWantsAHugeWindow) {
  EXPECT_EQ(*zstd_decompress(zstd_compress("one ") + zstd_compress("two"), 100), "one two");
  // A head that asks for a window of 2 GiB and then has nothing.
  const std::string greedy("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9);
  EXPECT_EQ(zstd_decompress(greedy, kPlenty).error().code, ErrorCode::Malformed);
}

TEST(Hash, HasTheValuesThePublishedOneHas) {
  EXPECT_EQ(to_hex(hash64("")), "2d06800538d394c2");
  EXPECT_EQ(to_hex(hash128("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_NE(hash64("a"), hash64("a", 1));
}

TEST(Hash, ReadsBackItsOwnHexAndNothingElse) {
  const Hash128 hash = hash128("depesche");
  EXPECT_EQ(hash128_from_hex(to_hex(hash)), hash);
  for (const std::string& no : {std::string(), std::string(31, 'a'), std::string(33, 'a'),
                                std::string(32, 'g'), "../" + std::string(29, 'a')}) {
    EXPECT_FALSE(hash128_from_hex(no)) << no;
  }
}

}  // namespace
}  // namespace depesche
