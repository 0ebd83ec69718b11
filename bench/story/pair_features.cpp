// Writes what can be said of pairs of labelled articles that are near each other, for
// tools/train-stories.
//
//   pair_features STREAM.jsonl > FILE
//
// A line a pair: 1 if one story (else 0), the later article's place in the stream, the two stories'
// names, the signs of story/link_model.h.
#include <iostream>

#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"
#include "story/frequencies.h"
#include "story/link_model.h"

namespace depesche {
namespace {

using namespace story;

constexpr int kLeastCosine = 150;  // of kOne

struct Known {
  TermVector own;
  std::vector<std::uint32_t> regions;
  std::string outlet, story;
  LanguageCode language = 0;
  std::chrono::sys_seconds seen;
};

bool has_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint32_t region) {
    return std::binary_search(b.begin(), b.end(), region);
  });
}

void write_pairs(const GoldStream& stream) {
  Analyser analyser;
  const StoryParameters& parameters = shipped_parameters();
  Frequencies frequencies(parameters.prior_articles);
  std::vector<Known> known;
  std::chrono::sys_seconds now{};
  for (std::size_t i = 0; i < stream.items.size(); ++i) {
    const StreamItem& item = stream.items[i];
    if (item.first_seen_at) now = std::max(now, *item.first_seen_at);
    const std::string language = detect_language(item.article.title + "\n" + item.article.text,
                                                 {.page = item.article.language});
    const Analysis analysis = analyser.analyse(item.article, language);
    const LanguageCode code = language_code(analysis.language);
    Known one{weigh(analysis, rarities(analysis, code, frequencies), parameters),
              {},
              item.article.outlet,
              stream.gold[i],
              code,
              now};
    for (const Term& term : analysis.terms) {
      if (term.kind == TermKind::Region) one.regions.push_back(term.hash);
    }
    std::vector<int> telling;
    for (const Weight& entry : one.own) telling.push_back(frequencies.rarity(code, entry.term));
    for (const Known& other : known) {
      if (one.story.empty() || other.story.empty() || other.language != code) continue;
      if (cosine(one.own, other.own) < kLeastCosine) continue;
      const bool is_near = has_common(one.regions, other.regions);
      const bool is_apart = !is_near && !one.regions.empty() && !other.regions.empty();
      const Traits traits =
          compare(one.own, telling, other.own,
                  {std::chrono::duration_cast<std::chrono::hours>(one.seen - other.seen).count(),
                   one.outlet == other.outlet, is_apart, is_near});
      std::cout << (one.story == other.story ? 1 : 0) << ' ' << i << ' ' << one.story << ' '
                << other.story;
      for (const int sign : signs(traits)) std::cout << ' ' << sign;
      std::cout << '\n';
    }
    known.push_back(std::move(one));
    frequencies.count(code, analysis.terms);
  }
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: pair_features STREAM.jsonl\n";
    return 2;
  }
  depesche::write_pairs(depesche::read_stream(argv[1]));
}
