#include "warc/http_response.h"

#include <gtest/gtest.h>

#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/zstd.h"

namespace depesche::warc {
namespace {

constexpr std::size_t kLimit = 1 << 20;

HttpResponse parse(const std::string& headers, const std::string& body) {
  const auto response =
      parse_http_response("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body, kLimit);
  EXPECT_TRUE(response);
  return *response;
}

std::string chunked(const std::string& body, std::size_t size) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string part = body.substr(at, size);
    char digits[32];
    std::snprintf(digits, sizeof digits, "%zx", part.size());
    out += std::string(digits) + ";ext=1\r\n" + part + "\r\n";
  }
  return out + "0\r\nTrailer: x\r\n\r\n";
}

TEST(HttpResponse, IsReadInEveryCoding) {
  const std::string page = "<html>" + std::string(3000, 'x') + "\r\n\r\n</html>";
  const struct {
    const char* name;
    std::string packed;
  } kCodings[] = {{"", page},
                  {"identity", page},
                  {"gzip", gzip(page)},
                  {"x-gzip", gzip(page)},
                  {"br", brotli_compress(page)},
                  {"zstd", zstd_compress(page)},
                  {"gzip, br", brotli_compress(gzip(page))}};
  for (const auto& [name, packed] : kCodings) {
    const std::string header = "Content-Encoding: " + std::string(name) + "\r\n";
    for (const bool is_chunked : {false, true}) {
      const HttpResponse response =
          is_chunked ? parse(header + "transfer-encoding: Chunked\r\n", chunked(packed, 700))
                     : parse(header, packed);
      EXPECT_EQ(response.body, page) << name << is_chunked;
      EXPECT_FALSE(response.is_cut) << name;
    }
  }
}

TEST(HttpResponse, KeepsTheLinesOfItsHead) {
  const HttpResponse response =
      parse("X-Robots-Tag: noindex\r\nno colon\r\nx-robots-tag:  max-snippet:50 \r\n", "<html>");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"x-robots-tag", "noindex"}, {"x-robots-tag", "max-snippet:50"}};
  EXPECT_EQ(response.headers, expected);
  std::string flood;
  for (int i = 0; i < 5000; ++i) flood += "a: b\r\n";
  EXPECT_EQ(parse(flood, "<html>").headers.size(), kMostHeaders);
}

TEST(HttpResponse, WhatACrawlerHasUndoneIsTakenAsItIs) {
  const std::string page = "<html>zwei</html>";
  EXPECT_EQ(parse("Transfer-Encoding: chunked\r\n", page).body, page);
  EXPECT_EQ(parse("Content-Encoding: gzip\r\n", page).body, page);
  EXPECT_EQ(parse("Content-Encoding: br\r\n", page).body, page);
  EXPECT_EQ(parse("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", page).body, page);
  EXPECT_EQ(parse("Content-Encoding: rot13\r\n", page).body, page);
  EXPECT_FALSE(parse("Content-Encoding: gzip\r\n", page).is_cut);
}

TEST(HttpResponse, WhatBreaksOffIsReadAsFarAsItGoes) {
  std::string page;
  for (int i = 0; i < 20'000; ++i) page += static_cast<char>('a' + (i * i) % 23);
  const std::string packed = gzip(page);
  const HttpResponse half =
      parse("Content-Encoding: gzip\r\n", packed.substr(0, packed.size() / 2));
  EXPECT_TRUE(half.is_cut);
  EXPECT_GT(half.body.size(), 100u);
  EXPECT_TRUE(page.starts_with(half.body));
  const HttpResponse chunks = parse("Transfer-Encoding: chunked\r\n", "4\r\nfour\r\n9\r\nfi");
  EXPECT_EQ(chunks.body, "fourfi");
  EXPECT_TRUE(chunks.is_cut);
}

TEST(HttpResponse, IsHeldUpToALimit) {
  const std::string bomb = gzip(std::string(64 << 20, 'x'));
  const HttpResponse response = parse("Content-Encoding: gzip\r\n", bomb);
  EXPECT_EQ(response.body.size(), kLimit);
  EXPECT_TRUE(response.is_cut);
  EXPECT_EQ(parse("", std::string(kLimit + 1, 'x')).body.size(), kLimit);
}

TEST(HttpResponse, IsRefusedWithoutAHeadOrAStatus) {
  for (const char* block : {"", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "20261128\r\n\r\n",
                            "HTTP/1.1 OK\r\n\r\n", "ICY 200 OK\r\n\r\n"}) {
    EXPECT_FALSE(parse_http_response(block, kLimit)) << block;
  }
  EXPECT_EQ(parse_http_response("HTTP/2 404\n\nbody", kLimit)->status, 404);
}

TEST(HttpResponse, IsAPageByStatusAndType) {
  const auto page = [](const std::string& head, const std::string& body = "<p>") {
    return is_page(*parse_http_response(head + "\r\n\r\n" + body, kLimit));
  };
  EXPECT_TRUE(page("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"));
  EXPECT_TRUE(page("HTTP/1.1 200 OK\r\nContent-Type: Application/XHTML+XML"));
  EXPECT_TRUE(page("HTTP/1.1 200 OK"));
  EXPECT_FALSE(page("HTTP/1.1 200 OK", "\x89PNG"));
  EXPECT_FALSE(page("HTTP/1.1 200 OK\r\nContent-Type: image/png"));
  EXPECT_FALSE(page("HTTP/1.1 200 OK\r\nContent-Type: text/htmlx"));
  for (const char* status : {"301", "304", "403", "404", "206", "500"}) {
    EXPECT_FALSE(page("HTTP/1.1 " + std::string(status) + " x\r\nContent-Type: text/html"));
  }
}

}  // namespace
}  // namespace depesche::warc
