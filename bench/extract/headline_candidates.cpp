// Writes what the choice of a headline has to choose from, one line of JSON a page: what
// tools/train-headline learns from. The first line names the features.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "extract/headline/headline_choice.h"
#include "html/charset.h"
#include "html/tree.h"
#include "json/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace depesche;

std::string line_for(const std::string& id, std::string_view bytes) {
  const html::Tree tree = html::parse(html::decode_page(bytes, "").utf8);
  const extract::Survey survey(tree);
  const extract::Signs signs = extract::read_signs(tree, survey);
  const auto claims = extract::read_headline_claims(signs, "");
  json::Writer out;
  out.begin_object().key("id").value(id).key("news").value(claims.is_news);
  out.key("candidates").begin_array();
  for (const auto& candidate : extract::headline_candidates(tree, survey, signs, claims)) {
    out.begin_object().key("text").value(candidate.text).key("features").begin_array();
    for (const int value : candidate.features) out.value(value);
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: headline_candidates FOLDER > LINES.jsonl\n";
    return 2;
  }
  const fs::path folder(argv[1]);
  std::vector<fs::path> pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  json::Writer names;
  names.begin_array();
  for (const std::string_view name : extract::kHeadlineFeatures) names.value(name);
  names.end_array();
  std::cout << names.take() << "\n";
  for (const fs::path& page : pages) {
    std::ifstream file(page, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::cout << line_for(fs::relative(page, folder).replace_extension().string(), bytes) << "\n";
  }
  return 0;
}
