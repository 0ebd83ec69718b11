// Writes what can be said of pairs of labelled articles that are near each other, for
// tools/train-stories.
//
//   pair_features [--foreign | --translated] STREAM.jsonl > FILE
//
// A line a pair: 1 if one story (else 0), the later article's place in the stream, the two stories'
// names, the signs of story/link_model.h. With --foreign pairs of two languages instead, with
// --translated those, where the installed word list helps.
#include <iostream>

#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"
#include "story/frequencies.h"
#include "story/installed_translations.h"
#include "story/link_model.h"

namespace depesche {
namespace {

using namespace story;

constexpr int kLeastCosine = 150;  // of kOne
constexpr int kLeastForeignCosine = 100;

enum class Pairs { OneLanguage, TwoLanguages, Translated };

struct Known {
  TermVector own, foreign;
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

void write_pairs(const GoldStream& stream, Pairs wanted) {
  Analyser analyser(wanted == Pairs::Translated ? &installed_translations : nullptr);
  const bool is_foreign = wanted != Pairs::OneLanguage;
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
              {},
              item.article.outlet,
              stream.gold[i],
              code,
              now};
    for (const Term& term : analysis.terms) {
      if (term.kind == TermKind::Region) one.regions.push_back(term.hash);
    }
    one.foreign = foreign_part(one.own, code, parameters);
    const auto side = [is_foreign](const Known& of) -> const TermVector& {
      return is_foreign ? of.foreign : of.own;
    };
    std::vector<int> telling;
    for (const Weight& entry : side(one)) telling.push_back(frequencies.rarity(code, entry.term));
    for (const Known& other : known) {
      if (one.story.empty() || other.story.empty() || (other.language != code) != is_foreign)
        continue;
      if (cosine(side(one), side(other)) < (is_foreign ? kLeastForeignCosine : kLeastCosine))
        continue;
      const bool is_near = has_common(one.regions, other.regions);
      const bool is_apart = !is_near && !one.regions.empty() && !other.regions.empty();
      const Traits traits =
          compare(side(one), telling, side(other),
                  {std::chrono::duration_cast<std::chrono::hours>(one.seen - other.seen).count(),
                   one.outlet == other.outlet, is_apart, is_near});
      if (is_foreign &&
          traits[static_cast<std::size_t>(Trait::Shared)] < parameters.foreign_least_shared)
        continue;
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
  const std::string_view option = argc == 3 ? argv[1] : "";
  if (argc < 2 || argc > 3 || (argc == 3 && option != "--foreign" && option != "--translated")) {
    std::cerr << "usage: pair_features [--foreign | --translated] STREAM.jsonl\n";
    return 2;
  }
  using depesche::Pairs;
  depesche::write_pairs(depesche::read_stream(argv[argc - 1]),
                        option == "--foreign"      ? Pairs::TwoLanguages
                        : option == "--translated" ? Pairs::Translated
                                                   : Pairs::OneLanguage);
}
