// Makes src/story/start_frequencies.inc from folders of news sentences, one file a language:
//
//   make_start_frequencies SENTENCES/ > src/story/start_frequencies.inc
//
// Only how often each frequent term occurs is kept; no sentence can be read back.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "story/analysis.h"
#include "story/frequencies.h"

namespace {

constexpr std::size_t kSentences = 500;
constexpr std::uint32_t kLeast = 6;  // rarer ones say more about the sample than about the language

void count_file(const std::filesystem::path& path, const std::string& language) {
  depesche::Analyser analyser;
  std::map<std::uint32_t, std::uint32_t> counts;
  std::ifstream file(path);
  std::string line;
  for (std::size_t n = 0; n < kSentences && std::getline(file, line); ++n) {
    depesche::Article article;
    article.title = line;
    for (const depesche::Term& term : analyser.analyse(article, language).terms)
      ++counts[term.hash];
  }
  for (const auto& [term, count] : counts) {
    if (count >= kLeast) {
      std::cout << "{" << depesche::story::language_code(language) << "U, " << term << "U, "
                << count << "},\n";
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  // Sorted by code, as the table is searched.
  std::vector<std::string> languages{"da", "de", "en", "es", "fi", "fr", "it", "nb",
                                     "nl", "pl", "pt", "ru", "sv", "tr", "uk"};
  for (const std::string& language : languages) {
    count_file(std::filesystem::path(argv[1]) / (language + ".txt"), language);
  }
  return 0;
}
