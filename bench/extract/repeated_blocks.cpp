// What knowing a host's repeated blocks changes, on kept pages of few hosts.
//
//   repeated_blocks LEAST <PAGES
//
// PAGES are lines "id TAB host TAB path of an unpacked page". Each page is read twice: by itself,
// and with what stands on at least LEAST other pages of its host and in the text of one of them,
// so that a page never tells about itself. Writes both readings as lines of `depesche extract`
// ("by_itself.jsonl", "with_host.jsonl"), to be scored like any other, and what went to standard
// output: id TAB the block's beginning.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "desk/article_json.h"
#include "extract/extract.h"

namespace {

using namespace depesche;

struct Page {
  std::string id;
  std::string host;
  std::string bytes;
  std::vector<SeenBlock> seen;
};

struct Count {
  int pages = 0;
  int in_text = 0;
};
using Counts = std::map<std::uint64_t, Count>;

std::vector<Page> read_pages() {
  std::vector<Page> pages;
  std::string id;
  std::string host;
  std::string path;
  while (std::getline(std::cin, id, '\t') && std::getline(std::cin, host, '\t') &&
         std::getline(std::cin, path)) {
    std::ifstream file(path, std::ios::binary);
    pages.push_back({id, host, std::string{std::istreambuf_iterator<char>(file), {}}, {}});
  }
  return pages;
}

/// What the other pages of the host tell about this one.
std::vector<std::uint64_t> told_by_others(const Page& page, const Counts& counts, int least) {
  Counts others = counts;
  for (const SeenBlock& block : page.seen) {
    --others[block.hash].pages;
    others[block.hash].in_text -= block.in_text ? 1 : 0;
  }
  std::vector<std::uint64_t> hashes;
  for (const auto& [hash, count] : others) {
    if (count.pages >= least && count.in_text > 0) hashes.push_back(hash);
  }
  return hashes;
}

void write(std::ofstream& out, const Page& page, const Result<Article>& article) {
  if (article) out << to_json(page.id, *article) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const int least = argc > 1 ? std::atoi(argv[1]) : 3;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::vector<Page> pages = read_pages();
  std::map<std::string, Counts> hosts;
  std::ofstream by_itself("by_itself.jsonl");
  for (Page& page : pages) {
    const PageContext context{.url = {}, .content_type = {}, .now = now, .seen = &page.seen};
    write(by_itself, page, extract_article(page.bytes, context));
    for (const SeenBlock& block : page.seen) {
      Count& count = hosts[page.host][block.hash];
      ++count.pages;
      count.in_text += block.in_text ? 1 : 0;
    }
  }
  std::ofstream with_host("with_host.jsonl");
  for (const Page& page : pages) {
    const RepeatedBlocks repeated(told_by_others(page, hosts[page.host], least));
    const PageContext context{.url = {}, .content_type = {}, .now = now, .repeated = &repeated};
    write(with_host, page, extract_article(page.bytes, context));
    for (const SeenBlock& block : page.seen) {
      if (block.in_text && repeated.contains(block.hash)) {
        std::cout << page.id << '\t' << block.text << '\n';
      }
    }
  }
}
