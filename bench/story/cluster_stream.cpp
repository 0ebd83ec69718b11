// Gathers a JSON Lines stream and writes `{"id", "story", "reprint_of", "similar"}` lines, as
// eval/clustering.py reads them; the speed goes to stderr.
//
//   cluster_stream [--online | --translated] STREAM.jsonl > predicted.jsonl
//   --translated: with the installed word list
//   cluster_stream --stories STREAM.jsonl      from text to story alone, nothing is written
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"
#include "story/installed_translations.h"

namespace depesche {
namespace {

void only_stories(const std::vector<StreamItem>& items) {
  Analyser analyser;
  Engine engine;
  const std::vector<std::chrono::sys_seconds> times = arrival_times(items);
  std::map<std::string, std::int64_t> outlets;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Article& article = items[i].article;
    const std::int64_t next = std::ssize(outlets) + 1;
    const std::int64_t outlet = outlets.try_emplace(article.outlet, next).first->second;
    const std::string language = detect_language(
        article.title + "\n" + article.text.substr(0, 2000), {.page = article.language});
    engine.add({ArticleId{static_cast<std::int64_t>(i) + 1}, times[i], OutletId{outlet},
                analyser.analyse(article, language), std::nullopt});
  }
}

void write(const std::vector<PlacedItem>& placed) {
  for (const PlacedItem& item : placed) {
    std::cout << "{\"id\": \"" << item.id << "\", \"story\": \"" << item.story
              << "\", \"reprint_of\": \"" << item.reprint_of << "\", \"similar\": [";
    for (std::size_t i = 0; i < item.similar.size(); ++i) {
      std::cout << (i == 0 ? "\"" : ", \"") << item.similar[i] << '"';
    }
    std::cout << "]}\n";
  }
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  const std::string_view option = argc > 2 ? argv[1] : "";
  if (argc < 2) return 2;
  const depesche::GoldStream stream = depesche::read_stream(argv[argc - 1]);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<depesche::PlacedItem> placed;
  if (option == "--stories") {
    depesche::only_stories(stream.items);
  } else {
    placed = depesche::gather(
        stream.items,
        option == "--online" ? depesche::Membership::First : depesche::Membership::Final,
        option == "--translated" ? &depesche::installed_translations : nullptr);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  depesche::write(placed);
  std::cerr << stream.items.size() << " articles, "
            << static_cast<long>(static_cast<double>(stream.items.size()) / took.count())
            << " articles/s\n";
  return 0;
}
