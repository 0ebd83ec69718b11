#include "warc/records.h"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "pack/gzip.h"

namespace depesche::warc {
namespace {

/// Gives a text out in pieces of a few bytes or many.
ByteSource source_of(std::string text, std::size_t piece) {
  return [text = std::move(text), at = std::size_t{0}, piece](std::span<char> into) mutable {
    const std::size_t size = std::min({piece, into.size(), text.size() - at});
    text.copy(into.data(), size, at);
    at += size;
    return size;
  };
}

std::string record(const std::string& type, const std::string& id, const std::string& block,
                   const std::string& more = "") {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <urn:uuid:" + id +
         ">\r\nWARC-Target-URI: https://bote.example/" + id + "\r\n" + more +
         "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

/// "id=block" of each response, "!message" of each complaint, "~" behind what is cut.
std::vector<std::string> read_all(Records records) {
  std::vector<std::string> all;
  while (auto next = records.next("response")) {
    if (!*next) {
      all.push_back("!" + next->error().message);
    } else {
      all.push_back((*next)->id() + "=" + (*next)->block + ((*next)->is_cut ? "~" : ""));
    }
    if (all.size() > 1000) break;
  }
  return all;
}
std::vector<std::string> read_all(const std::string& bytes, std::size_t piece = 1 << 20,
                                  RecordLimits limits = {}) {
  return read_all(Records(source_of(bytes, piece), limits));
}

using Lines = std::vector<std::string>;

/// Every way of storing the same records must read the same.
std::vector<std::string> spellings(const std::vector<std::string>& records) {
  std::string plain, members, bare_lines;
  for (const std::string& one : records) {
    plain += one;
    members += gzip(one);
  }
  return {plain, members, gzip(plain)};
}

TEST(Records, AreReadFromPlainAndPackedFilesInAnyPieces) {
  const std::vector<std::string> records{
      record("warcinfo", "0", "software: x"),
      record("request", "1", "GET / HTTP/1.1\r\n\r\n"),
      record("response", "1", "one"),
      record("RESPONSE", "2", std::string("t\0o\r\n\r\nWARC/1.0", 14)),
      record("metadata", "3", "a: b"),
      record("response", "4", "")};
  const Lines expected{"urn:uuid:1=one", "urn:uuid:2=" + std::string("t\0o\r\n\r\nWARC/1.0", 14),
                       "urn:uuid:4="};
  for (const std::string& file : spellings(records)) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20}) {
      EXPECT_EQ(read_all(file, piece), expected) << piece;
    }
  }
}

TEST(Records, PaddingAheadOfThemIsNobodysInAnyPieces) {
  const std::string padded = std::string(200, '\0') + "\r\n" + record("response", "1", "eins");
  for (const std::size_t piece : {1u, 3u, 1u << 20}) {
    EXPECT_EQ(read_all(padded, piece), Lines{"urn:uuid:1=eins"}) << piece;
    EXPECT_EQ(read_all(record("response", "1", "eins").substr(0, 4), piece),
              Lines{"!this is no WARC file"});
  }
}

TEST(Records, AreLargerThanAnyBuffer) {
  std::string large(3 << 20, 'x');
  for (std::size_t i = 0; i < large.size(); i += 97) large[i] = static_cast<char>(i * 31);
  for (const std::string& file :
       spellings({record("resource", "0", large), record("response", "1", large),
                  record("response", "2", "two")})) {
    EXPECT_EQ(read_all(file), (Lines{"urn:uuid:1=" + large, "urn:uuid:2=two"}));
    RecordLimits limits;
    limits.block_bytes = 10;
    EXPECT_EQ(read_all(file, 4096, limits),
              (Lines{"urn:uuid:1=" + large.substr(0, 10) + "~", "urn:uuid:2=two"}));
  }
}

TEST(Records, UnderstandTheirHeadsAsPeopleWriteThem) {
  const std::string file =
      "WARC/1.1\nwarc-type:response\nWARC-RECORD-ID: urn:x\nWARC-Target-URI: "
      "<https://a.example/>\nX: 1\n  folded\nContent-Length:   3\n\nabc\n\n";
  Records records(source_of(file, 5));
  const auto one = records.next("response");
  ASSERT_TRUE(one && *one);
  EXPECT_EQ((*one)->id(), "urn:x");
  EXPECT_EQ((*one)->target(), "https://a.example/");
  EXPECT_EQ((*one)->field("x"), "1 folded");
  EXPECT_EQ((*one)->block, "abc");
  EXPECT_FALSE((*one)->is_cut);
  EXPECT_FALSE(records.next("response"));
}

TEST(Records, WhatBreaksOffIsGivenAsFarAsItGoes) {
  const std::string two = record("response", "1", "one") + record("response", "2", "two and more");
  const std::string cut = two.substr(0, two.size() - 12);
  EXPECT_EQ(read_all(cut), (Lines{"urn:uuid:1=one", "urn:uuid:2=two ~"}));
  const std::string in_head = two.substr(0, two.find("two") - 30);
  EXPECT_EQ(read_all(in_head), (Lines{"urn:uuid:1=one", "!the head of a record has no end"}));
  const auto said = read_all(record("response", "1", "one", "WARC-Truncated: length\r\n"));
  EXPECT_EQ(said, Lines{"urn:uuid:1=one~"});

  std::string noise;
  for (int i = 0; i < 40'000; ++i) noise += static_cast<char>('a' + (i * i) % 23);
  const std::string packed =
      gzip(record("response", "1", "one")) + gzip(record("response", "2", noise));
  const auto broken = read_all(packed.substr(0, packed.size() - 100));
  ASSERT_EQ(broken.size(), 3u);
  EXPECT_EQ(broken[0], "urn:uuid:1=one");
  EXPECT_TRUE(broken[1].ends_with("~"));
  EXPECT_EQ(broken[2], "!a part of the file is damaged");
}

TEST(Records, DamageCostsOneRecord) {
  const std::string good = record("response", "1", "one"), last = record("response", "3", "three");
  std::string no_length = record("response", "2", "two");
  no_length.replace(no_length.find("Content-Length: 3"), 17, "Content-Length: x");
  EXPECT_EQ(read_all(good + no_length + last),
            (Lines{"urn:uuid:1=one", "!a record does not say how long it is", "urn:uuid:3=three"}));
  EXPECT_EQ(
      read_all(good + "noise\n" + last),
      (Lines{"urn:uuid:1=one", "!something between the records is none", "urn:uuid:3=three"}));
  std::string endless = "WARC/1.0\r\nX: " + std::string(200'000, 'x') + "\r\n";
  EXPECT_EQ(read_all(good + endless + last),
            (Lines{"urn:uuid:1=one", "!the head of a record has no end", "urn:uuid:3=three"}));

  std::string member = gzip(record("response", "2", std::string(5000, 'y') + "two"));
  for (std::size_t i = 12; i < 20; ++i) member[i] = static_cast<char>(member[i] ^ 0x5a);
  const auto around = read_all(gzip(good) + member + gzip(last));
  ASSERT_GE(around.size(), 3u);
  EXPECT_EQ(around.front(), "urn:uuid:1=one");
  EXPECT_EQ(around.back(), "urn:uuid:3=three");
  EXPECT_NE(std::find(around.begin(), around.end(), "!a part of the file is damaged"),
            around.end());
}

TEST(Records, AFileOfAnotherKindIsSaidToBeOne) {
  for (const std::string& file : {std::string(), std::string("\r\n\r\n"), std::string("<html>"),
                                  gzip("<html>"), std::string(1 << 20, 'x')}) {
    EXPECT_EQ(read_all(file), Lines{"!this is no WARC file"});
  }
}

TEST(Records, AHugeLengthHoldsNoMemory) {
  std::string file = record("response", "1", "one");
  file.replace(file.find("Content-Length: 3"), 17, "Content-Length: 18446744073709551615");
  EXPECT_EQ(read_all(file), Lines{"urn:uuid:1=one\r\n\r\n~"});
}

}  // namespace
}  // namespace depesche::warc
