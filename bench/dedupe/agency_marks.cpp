// Reads JSON Lines of articles and writes `id<TAB>agency` for each, "-" where nobody signs; the
// script bench/agencies compares that with what was read by eye.
//
//   agency_marks FILE.jsonl… > found.tsv
#include <fstream>
#include <iostream>
#include <string>

#include "dedupe/agency.h"
#include "json/parse.h"

namespace {

using depesche::json::Value;

/// A name a line; some sets give one text, others a list.
std::string byline_of(const Value& article) {
  std::string out(article.string_at("authors"));
  const Value* authors = article.find("authors");
  if (authors == nullptr || !authors->is_array()) return out;
  for (const Value& author : authors->elements()) out += std::string(author.as_string()) + "\n";
  return out;
}

void read(const std::string& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto parsed = depesche::json::parse(line);
    if (!parsed) continue;
    std::string text(parsed->string_at("text"));
    if (text.empty()) text = parsed->string_at("body");
    const depesche::Agency agency = depesche::find_agency(byline_of(*parsed), text);
    const std::string name(depesche::name(agency));
    std::cout << parsed->string_at("id") << '\t' << (name.empty() ? "-" : name) << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  for (int i = 1; i < argc; ++i) read(argv[i]);
  return 0;
}
