#include "warc/digests.h"

#include <gtest/gtest.h>

namespace depesche::warc {
namespace {

// Of "abc" (FIPS 180-4) and of the empty text.
constexpr const char* kAbc32 = "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5";
constexpr const char* kAbcHex = "a9993e364706816aba3e25717850c26c9cd0d89d";
constexpr const char* kAbc256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Record record(std::string block, std::vector<std::pair<std::string, std::string>> fields) {
  return {std::move(fields), std::move(block), false};
}

TEST(Digests, OfTheBlockAreReadInEverySpelling) {
  const std::tuple<std::string, DigestCheck> cases[] = {
      {std::string("sha1:") + kAbc32, DigestCheck::Fits},
      {std::string("SHA-1: ") + kAbcHex, DigestCheck::Fits},
      {std::string("sha256:") + kAbc256, DigestCheck::Fits},
      {"sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", DigestCheck::Differs},
      {"sha1:", DigestCheck::Nothing},
      {"sha1:VGMT4NSH", DigestCheck::Nothing},
      {"sha1:!GMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", DigestCheck::Nothing},
      {std::string("md5:") + kAbcHex, DigestCheck::Nothing},
      {kAbc32, DigestCheck::Nothing},
      {"", DigestCheck::Nothing},
  };
  for (const auto& [said, expected] : cases) {
    EXPECT_EQ(check_digests(record("abc", {{"warc-block-digest", said}})), expected) << said;
  }
  EXPECT_EQ(check_digests(record("abc", {})), DigestCheck::Nothing);
}

TEST(Digests, OfACutRecordSayNothing) {
  Record cut = record("ab", {{"warc-block-digest", std::string("sha1:") + kAbc32}});
  EXPECT_EQ(check_digests(cut), DigestCheck::Differs);
  cut.is_cut = true;
  EXPECT_EQ(check_digests(cut), DigestCheck::Nothing);
}

TEST(Digests, OfThePayloadCountWhereAllMeanTheSameByIt) {
  const auto checked = [](const std::string& head, const std::string& body) {
    return check_digests(record("HTTP/1.1 200 OK\r\n" + head + "\r\n" + body,
                                {{"warc-payload-digest", std::string("sha1:") + kAbc32}}));
  };
  EXPECT_EQ(checked("", "abc"), DigestCheck::Fits);
  EXPECT_EQ(checked("Content-Type: text/html\r\n", "abd"), DigestCheck::Differs);
  EXPECT_EQ(checked("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"),
            DigestCheck::Nothing);
  EXPECT_EQ(checked("content-encoding: br\r\n", "abd"), DigestCheck::Nothing);
  EXPECT_EQ(check_digests(record("abc", {{"warc-payload-digest", std::string("sha1:") + kAbc32}})),
            DigestCheck::Nothing)
      << "no answer";
}

TEST(Digests, TheBlocksGoesFirst) {
  EXPECT_EQ(check_digests(record("abc", {{"warc-payload-digest", std::string("sha1:") + kAbc32},
                                         {"warc-block-digest", std::string("sha1:") + kAbcHex}})),
            DigestCheck::Fits);
}

}  // namespace
}  // namespace depesche::warc
