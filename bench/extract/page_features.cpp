// Prints what the refusal of pages is decided by: for every .html file below a folder one line, its
// path without ".html" and the features in order, parted by tabs; first a line with their names.
// The trainer (tools/train-refusal) reads it.
#include "extract/refusal/page_features.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "extract/extract.h"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  using namespace depesche;
  if (argc != 2) {
    std::cerr << "usage: page_features FOLDER > LINES.tsv\n";
    return 2;
  }
  const fs::path folder(argv[1]);
  std::vector<fs::path> pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  bool named = false;
  for (const fs::path& page : pages) {
    std::ifstream file(page, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const std::vector<extract::PageFeature> features =
        extract::page_features(content, {.url = {}, .content_type = {}, .now = now});
    if (features.empty()) continue;  // no text to judge
    if (!named) {
      std::cout << "id";
      for (const extract::PageFeature& feature : features) std::cout << '\t' << feature.name;
      std::cout << '\n';
      named = true;
    }
    const std::string id = fs::relative(page, folder).string();
    std::cout << id.substr(0, id.size() - 5);
    for (const extract::PageFeature& feature : features) std::cout << '\t' << feature.value;
    std::cout << '\n';
  }
  return 0;
}
