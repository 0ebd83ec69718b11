// The parts that read an answer, one by one; hostile_servers_test.cpp has them together.
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/answer/body.h"
#include "fetch/answer/chunks.h"
#include "fetch/answer/head.h"
#include "pack/brotli.h"
#include "pack/gzip.h"

namespace depesche::fetch {
namespace {

TEST(ChunkReader, ReadsTheSameHoweverTheBytesArrive) {
  const std::string bytes = "4;a=b\r\nnews\r\n0B\r\n of the day\r\n00\r\nX-A: b\r\n\r\nrest";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    ChunkReader reader;
    std::string body;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      ASSERT_TRUE(reader.take(std::string_view(bytes).substr(at, step), body)) << step;
    }
    EXPECT_TRUE(reader.is_complete()) << step;
    EXPECT_EQ(body, "news of the day") << step;
  }
}

TEST(ChunkReader, IsCompleteAtTheLastByteAndNotBefore) {
  const std::string bytes = "4\r\nnews\r\n0\r\nX-A: b\r\n\r\n";
  for (std::size_t keep = 0; keep <= bytes.size(); ++keep) {
    ChunkReader reader;
    std::string body;
    ASSERT_TRUE(reader.take(std::string_view(bytes).substr(0, keep), body));
    EXPECT_EQ(reader.is_complete(), keep == bytes.size()) << keep;
  }
}

TEST(Head, SaysWhatFramesTheBody) {
  const auto read = [](const std::vector<std::string_view>& lines) {
    Head head("example.org", 1000, Head::Versions::Any);
    for (const std::string_view line : lines) EXPECT_TRUE(head.take(line)) << line;
    return head;
  };
  Head head =
      read({"HTTP/1.1 200 OK\r\n", "Content-Length: 5\r\n", "X-A: b\r\n", "\tc\r\n", "\r\n"});
  EXPECT_TRUE(head.is_complete());
  EXPECT_TRUE(head.is_success());
  EXPECT_EQ(head.length(), 5u);
  EXPECT_EQ(head.headers().first("x-a"), "b c");
  head = read({"HTTP/2 404 \r\n", "\r\n"});
  EXPECT_EQ(head.status(), 404);
  EXPECT_EQ(head.length(), std::nullopt);
  head = read(
      {"HTTP/1.1 200 OK\r\n", "transfer-encoding: Chunked\r\n", "Content-Length: x\r\n", "\r\n"});
  EXPECT_TRUE(head.is_chunked());
  head = read({"HTTP/1.1 103 Hint\r\n", "X-A: b\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n",
               "X-Trailer: c\r\n"});
  EXPECT_TRUE(head.headers().lines().empty()) << "neither hints nor trailers";
}

TEST(Head, BelievesNoVersionThatNobodyAskedFor) {
  for (const auto& [line, versions, is_good] :
       std::vector<std::tuple<std::string_view, Head::Versions, bool>>{
           {"HTTP/1.1 200 OK", Head::Versions::One, true},
           {"HTTP/1.0 200 OK", Head::Versions::One, true},
           {"HTTP/2 200", Head::Versions::One, false},
           {"HTTP/2 200", Head::Versions::Any, true},
           {"HTTP/3 200", Head::Versions::One, false},
           {"ICY 200 OK", Head::Versions::Any, false}}) {
    EXPECT_EQ(static_cast<bool>(Head("example.org", 1000, versions).take(line)), is_good) << line;
  }
}

TEST(Head, CountsEveryByte) {
  Head head("example.org", 30, Head::Versions::One);
  EXPECT_TRUE(head.take("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(head.take("\r\n"));
  EXPECT_TRUE(head.take("X-A: bcde\r\n"));
  EXPECT_EQ(head.bytes(), 30u);
  const auto refused = head.take("\r\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
}

TEST(Body, IsCutPackedOrNot) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += std::to_string(i * 7919 % 10007) + " ";
  struct Case {
    std::string coding;
    std::string bytes;
    bool is_chunked;
  };
  for (const auto& [coding, bytes, is_chunked] :
       std::vector<Case>{{"", text, false},
                         {"", "30000\r\n" + text, true},
                         {"gzip", gzip(text), false},
                         {"br", brotli_compress(text, 5), false}}) {
    for (const std::size_t most : {std::size_t{1000}, std::size_t{50'000}}) {
      Body body("example.org", most, AtLimit::Cut);
      const auto wants = body.take(bytes, is_chunked);
      ASSERT_TRUE(wants);
      const auto read = body.finish(is_chunked, coding);
      ASSERT_TRUE(read) << coding << ": " << read.error().message;
      EXPECT_TRUE(body.is_cut()) << coding;
      EXPECT_LE(read->size(), most);
      if (most > 1000) {  // the head of a packed body takes some of it
        EXPECT_GT(read->size(), most / 2) << coding << " as far as the bytes went";
      }
      EXPECT_TRUE(text.starts_with(*read)) << coding;
    }
  }
}

TEST(Body, MakesRoomForNoMoreThanAPageHas) {
  for (const std::uint64_t announced : {std::uint64_t{0}, std::uint64_t{5}, ~std::uint64_t{0}}) {
    Body body("example.org", 10 << 20, AtLimit::Refuse);
    body.expect(announced);
    ASSERT_TRUE(body.take("0123456789", false));
    const auto read = body.finish(false, "");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, "0123456789");
    EXPECT_LE(read->capacity(), 2u << 20) << "whatever was announced";
  }
}

TEST(Body, IsRefusedWhereNobodyCuts) {
  Body body("example.org", 10, AtLimit::Refuse);
  ASSERT_TRUE(body.take("0123456789", false));
  const auto refused = body.take("x", false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "example.org sent more than 0 KB");
  EXPECT_EQ(body.wire_bytes(), 11u);
}

}  // namespace
}  // namespace depesche::fetch
