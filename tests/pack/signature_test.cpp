#include "pack/signature.h"

#include <set>

#include <gtest/gtest.h>

namespace depesche {
namespace {

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

// RFC 2202 and RFC 4231, case 2.
TEST(Signature, IsTheStandards) {
  constexpr std::string_view kKey = "Jefe", kMessage = "what do ya want for nothing?";
  EXPECT_EQ(hex(hmac(Digest::Sha1, kKey, kMessage)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(hex(hmac(Digest::Sha256, kKey, kMessage)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac(Digest::Sha384, kKey, kMessage)),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
            "8e2240ca5e69e2c78b3239ecfab21649");
  EXPECT_EQ(hex(hmac(Digest::Sha512, kKey, kMessage)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(Signature, ComparesWhole) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST(Signature, RandomWordsDiffer) {
  std::set<std::string> words;
  for (int i = 0; i < 100; ++i) words.insert(random_hex(16));
  EXPECT_EQ(words.size(), 100u);
  for (const std::string& word : words) EXPECT_EQ(word.size(), 32u);
}

}  // namespace
}  // namespace depesche
