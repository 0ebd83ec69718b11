// Reads every .html file below a folder and writes one line of JSON a page: for measuring against
// pages with known answers (bench/extraction).
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "dates/dates.h"
#include "extract/extract.h"
#include "json/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace depesche;

std::string line_for(const std::string& id, const Result<Article>& article) {
  json::Writer out;
  out.begin_object().key("id").value(id);
  if (!article) {
    out.key("error").begin_object().key("code").value(name(article.error().code));
    out.key("message").value(article.error().message).end_object().end_object();
    return out.take();
  }
  out.key("title").value(article->title).key("kicker").value(article->kicker);
  out.key("kind").value(name(article->kind)).key("language").value(article->language);
  out.key("standfirst").value(article->standfirst).key("authors").begin_array();
  for (const std::string& author : article->authors) out.value(author);
  out.end_array();
  if (article->published) out.key("published").value(format_rfc3339(*article->published));
  if (article->updated) out.key("updated").value(format_rfc3339(*article->updated));
  if (article->paywalled) out.key("paywalled").value(*article->paywalled);
  if (article->image) out.key("image").value(article->image->url);
  out.key("text").value(article->text).end_object();
  return out.take();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: depesche_extract_pages FOLDER > LINES.jsonl\n";
    return 2;
  }
  const fs::path folder(argv[1]);
  std::vector<fs::path> pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  std::size_t bytes = 0;
  std::chrono::steady_clock::duration spent{};
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (const fs::path& page : pages) {
    std::ifstream file(page, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const auto begin = std::chrono::steady_clock::now();
    const Result<Article> article =
        extract_article(content, {.url = {}, .content_type = {}, .now = now});
    spent += std::chrono::steady_clock::now() - begin;
    bytes += content.size();
    std::string id = fs::relative(page, folder).string();
    std::cout << line_for(id.substr(0, id.size() - 5), article) << '\n';
  }
  const double seconds = std::chrono::duration<double>(spent).count();
  std::cerr << pages.size() << " pages, " << static_cast<double>(pages.size()) / seconds
            << " pages/s, " << static_cast<double>(bytes) / 1e6 / seconds << " MB/s\n";
  return 0;
}
