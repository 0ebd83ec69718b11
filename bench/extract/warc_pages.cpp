// Reads the pages out of a WARC file and the articles out of the pages, on one core, and says how
// many a second and what part of the time went into the file itself: unpacking its members, finding
// records, undoing chunks and codings. Run by bench/warc.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <span>

#include "extract/extract.h"
#include "language/detect.h"
#include "warc/http_response.h"
#include "warc/records.h"

namespace {

using namespace depesche;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

bool has_article(std::string page, const warc::Record& record, std::string_view content_type) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::string url = record.target();
  const Result<Article> article = extract_article(
      std::move(page), {.url = url, .content_type = content_type, .entry = nullptr, .now = now});
  if (!article) return false;
  return !detect_language(article->title + "\n" + article->text,
                          LanguageHint{.page = article->language})
              .empty();
}

}  // namespace

int main(int argc, char** argv) {
  std::FILE* file = argc == 2 ? std::fopen(argv[1], "rb") : nullptr;
  if (file == nullptr) {
    std::cerr << "usage: warc_pages FILE\n";
    return 2;
  }
  warc::Records records(
      [file](std::span<char> into) { return std::fread(into.data(), 1, into.size(), file); });
  const double begin = cpu_seconds();
  double extracting = 0;
  std::size_t pages = 0, bytes = 0, articles = 0;
  while (auto record = records.next("response")) {
    if (!*record) continue;
    auto response = warc::parse_http_response((*record)->block, kLargestPage);
    if (!response || !warc::is_page(*response)) continue;
    ++pages;
    bytes += response->body.size();
    const double before = cpu_seconds();
    articles += has_article(std::move(response->body), **record, response->content_type) ? 1 : 0;
    extracting += cpu_seconds() - before;
  }
  const double all = cpu_seconds() - begin;
  static_cast<void>(std::fclose(file));
  std::printf("%zu pages of %zu KB, %zu articles: %.0f pages/s; the file alone %.0f pages/s\n",
              pages, bytes / 1000 / std::max<std::size_t>(pages, 1), articles,
              static_cast<double>(pages) / all, static_cast<double>(pages) / (all - extracting));
  return 0;
}
