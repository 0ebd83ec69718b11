// Reads pages and writes the lines of `depesche extract`: for measuring against pages with known
// answers (bench/peers), beside peers and without the start of a process in each figure.
//
//   extract_pages FOLDER     every .html file below it, in byte order
//   extract_pages -          paths on standard input, one a line, each answered before the next
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "desk/article_json.h"
#include "extract/extract.h"
#include "json/writer.h"
#include "language/detect.h"

namespace {

namespace fs = std::filesystem;
using namespace depesche;
using Clock = std::chrono::steady_clock;

struct Spent {
  std::size_t pages = 0;
  std::size_t bytes = 0;
  Clock::duration time{};
};

std::string error_line(const std::string& id, std::string_view code, std::string_view message) {
  json::Writer out;
  out.begin_object().key("id").value(id);
  out.key("error").begin_object().key("code").value(code);
  out.key("message").value(message).end_object().end_object();
  return out.take();
}

std::string line_for(const std::string& id, const fs::path& page, Spent& spent) {
  std::ifstream file(page, std::ios::binary);
  if (!file) return error_line(id, "not_found", page.string() + " cannot be opened");
  std::string content(fs::file_size(page), '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  spent.bytes += content.size();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto begin = Clock::now();
  Result<Article> article =
      extract_article(std::move(content), {.url = {}, .content_type = {}, .now = now});
  if (article) {
    article->language = detect_language(article->title + "\n" + article->text,
                                        LanguageHint{.page = article->language});
  }
  spent.time += Clock::now() - begin;
  ++spent.pages;
  if (!article) return error_line(id, name(article.error().code), article.error().message);
  return to_json(id, *article);
}

void answer_paths(Spent& spent) {
  std::cout << R"({"version":"this build"})" << std::endl;
  std::string path;
  while (std::getline(std::cin, path)) {
    std::cout << line_for(fs::path(path).stem().string(), path, spent) << std::endl;
  }
}

void read_folder(const fs::path& folder, Spent& spent) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  for (const fs::path& page : pages) {
    const std::string id = fs::relative(page, folder).string();
    std::cout << line_for(id.substr(0, id.size() - 5), page, spent) << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: extract_pages FOLDER|- > LINES.jsonl\n";
    return 2;
  }
  std::ios::sync_with_stdio(false);
  Spent spent;
  if (std::string_view(argv[1]) == "-") {
    answer_paths(spent);
  } else {
    read_folder(argv[1], spent);
  }
  const double seconds = std::max(std::chrono::duration<double>(spent.time).count(), 1e-9);
  std::cerr << spent.pages << " pages, " << static_cast<double>(spent.pages) / seconds
            << " pages/s, " << static_cast<double>(spent.bytes) / 1e6 / seconds << " MB/s\n";
  return 0;
}
