// Makes src/story/start_frequencies.inc from news sentences, a file a language and a line each:
//
//   make_start_frequencies SENTENCES/ > src/story/start_frequencies.inc
//
// SENTENCES/ holds da.txt, de.txt, en.txt …: the first 500 lines of each are read. The table that
// is kept came from those with which lingua (github.com/pemistahl/lingua-rs, accuracy tests)
// measures, sentences of news in the Leipzig corpora; beside the evaluation data they are
// data/langid-lingua/sentences.
//
// Terms are counted as the engine counts them. Only how often each frequent one occurs is kept; no
// sentence can be read back.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "story/analysis.h"
#include "story/frequencies.h"

namespace {

constexpr std::size_t kSentences = 500;
constexpr std::uint32_t kLeast = 6;  // rarer ones say more about the sample than about the language

constexpr std::string_view kUsage =
    "usage: make_start_frequencies SENTENCES/ > src/story/start_frequencies.inc\n"
    "SENTENCES/ holds a file of news sentences for each language, a line each: de.txt, en.txt ...\n"
    "(of the evaluation data: data/langid-lingua/sentences)\n";

bool count_file(const std::filesystem::path& path, const std::string& language) {
  depesche::Analyser analyser;
  std::map<std::uint32_t, std::uint32_t> counts;
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  for (std::size_t n = 0; n < kSentences && std::getline(file, line); ++n) {
    depesche::Article article;
    article.title = line;
    depesche::story::each_counted(analyser.analyse(article, language).terms,
                                  [&counts](std::uint32_t counted) { ++counts[counted]; });
  }
  for (const auto& [term, count] : counts) {
    if (count >= kLeast) {
      std::cout << "{" << depesche::story::language_code(language) << "U, " << term << "U, "
                << count << "},\n";
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]).starts_with("-")) {
    std::cerr << kUsage;
    return argc == 2 && std::string_view(argv[1]) == "--help" ? 0 : 2;
  }
  // Sorted by code, as the table is searched.
  std::vector<std::string> languages{"da", "de", "en", "es", "fi", "fr", "it", "nb",
                                     "nl", "pl", "pt", "ru", "sv", "tr", "uk"};
  for (const std::string& language : languages) {
    const std::filesystem::path path = std::filesystem::path(argv[1]) / (language + ".txt");
    if (count_file(path, language)) continue;
    std::cerr << path.string() << " cannot be read\n";
    return 1;
  }
  return 0;
}
