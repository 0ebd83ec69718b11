// Makes src/story/start_frequencies.inc from news sentences, a file a language and a line each, and
// from articles, a line of JSON each as `depesche extract` prints them:
//
//   make_start_frequencies SENTENCES/ ARTICLES.jsonl… > src/story/start_frequencies.inc
//
// SENTENCES/ holds da.txt, de.txt, en.txt …: the first 500 lines of each are read. Articles count
// where there are a hundred or more of the language, each text once.
//
// The table that is kept came from the sentences with which lingua (github.com/pemistahl/lingua-rs,
// accuracy tests) measures, news in the Leipzig corpora (beside the evaluation data they are
// data/langid-lingua/sentences); from 10kgnad/articles.jsonl; and from what `depesche extract`
// reads in the html/ folders of fundus, article-extraction-benchmark, fundus-evaluation,
// trafilatura-eval and htmldate, in this order. No labelled stream of stories is among them;
// generated streams tell 10kgnad anew, which flatters them a little.
//
// Terms are counted as the engine counts them. Only how often each frequent one occurs is kept; no
// sentence can be read back.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "desk/article_json.h"
#include "story/analysis.h"
#include "story/frequencies.h"

namespace depesche {
namespace {

constexpr std::size_t kSentences = 500;
constexpr std::size_t kFewArticles = 100;  // too few to say anything
constexpr std::size_t kShortest = 300;     // bytes of an article's text
constexpr std::size_t kOpening = 120;      // by which texts are told apart
// Terms that fewer texts have say more about the sample than about the language.
constexpr std::uint32_t kLeastOfSentences = 6;
constexpr std::uint32_t kLeastOfArticles = 3;

constexpr std::string_view kUsage =
    "usage: make_start_frequencies SENTENCES/ ARTICLES.jsonl... > src/story/start_frequencies.inc\n"
    "SENTENCES/ holds a file of news sentences for each language, a line each: de.txt, en.txt ...\n"
    "(of the evaluation data: data/langid-lingua/sentences); articles are as `depesche extract`\n"
    "prints them\n";

class Counter {
 public:
  explicit Counter(std::string language) : language_(std::move(language)) {}

  bool add_sentences(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) return false;
    std::string line;
    for (std::size_t n = 0; n < kSentences && std::getline(file, line); ++n) {
      Article article;
      article.title = line;
      count(article);
    }
    return true;
  }

  void add_articles(const std::vector<Article>& articles) {
    if (articles.size() < kFewArticles) return;
    for (const Article& article : articles) count(article);
    least_ = kLeastOfArticles;
  }

  void write() const {
    const story::LanguageCode code = story::language_code(language_);
    std::cout << "{" << code << "U, 0U, " << texts_ << "},\n";
    for (const auto& [term, count] : counts_) {
      if (count < least_ || term == 0) continue;
      std::cout << "{" << code << "U, " << term << "U, " << count << "},\n";
    }
  }

 private:
  void count(const Article& article) {
    ++texts_;
    story::each_counted(analyser_.analyse(article, language_).terms,
                        [this](std::uint32_t counted) { ++counts_[counted]; });
  }

  std::string language_;
  Analyser analyser_;
  std::map<std::uint32_t, std::uint32_t> counts_;
  std::size_t texts_ = 0;
  std::uint32_t least_ = kLeastOfSentences;
};

/// By language.
using Articles = std::map<std::string, std::vector<Article>>;

bool read_articles(const std::filesystem::path& path, std::set<std::string>& openings,
                   Articles& out) {
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  while (std::getline(file, line)) {
    Result<NamedArticle> read = article_from_json(line, FieldNames::WithAliases);
    if (!read || read->article.text.size() < kShortest) continue;
    if (!openings.insert(read->article.text.substr(0, kOpening)).second) continue;
    out[read->article.language].push_back(std::move(read->article));
  }
  return true;
}

int make(const std::vector<std::string>& paths) {
  Articles articles;
  std::set<std::string> openings;
  for (std::size_t i = 1; i < paths.size(); ++i) {
    if (read_articles(paths[i], openings, articles)) continue;
    std::cerr << paths[i] << " cannot be read\n";
    return 1;
  }
  // Sorted by code, as the table is searched.
  for (const std::string language :
       {"da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv", "tr", "uk"}) {
    Counter counter(language);
    const std::filesystem::path path = std::filesystem::path(paths[0]) / (language + ".txt");
    if (!counter.add_sentences(path)) {
      std::cerr << path.string() << " cannot be read\n";
      return 1;
    }
    counter.add_articles(articles[language]);
    counter.write();
  }
  return 0;
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  const std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.empty() || paths[0].starts_with("-")) {
    std::cerr << depesche::kUsage;
    return !paths.empty() && paths[0] == "--help" ? 0 : 2;
  }
  return depesche::make(paths);
}
