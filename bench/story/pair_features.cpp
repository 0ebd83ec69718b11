// Writes what can be said of pairs of labelled articles that are near each other, for
// tools/train-stories.
//
//   pair_features [--foreign | --translated] STREAM.jsonl > FILE
//
// A line a pair: 1 if one story (else 0), the later article's place in the stream, the two stories'
// names, the signs of story/link_model.h. With --foreign pairs of two languages instead, with the
// signs of story/foreign_link.h, and with --translated those, where the installed word list helps.
#include <algorithm>
#include <iostream>

#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"
#include "story/foreign_link.h"
#include "story/frequencies.h"
#include "story/installed_translations.h"
#include "story/link_model.h"

namespace depesche {
namespace {

using namespace story;

constexpr int kLeastCosine = 150;  // of kOne
// As many of another language are nearest by what retrieval sees and are judged, twice over.
constexpr std::size_t kNearestAbroad = 24;

enum class Pairs { OneLanguage, TwoLanguages, Translated };

struct Known {
  TermVector own;
  Facts facts;
  std::string outlet, story;
  LanguageCode language = 0;
  std::chrono::sys_seconds seen;
};

std::int64_t hours_between(const Known& one, const Known& other) {
  return std::chrono::duration_cast<std::chrono::hours>(one.seen - other.seen).count();
}

template <class Signs>
void write_pair(std::size_t number, const Known& one, const Known& other, const Signs& signs) {
  std::cout << (one.story == other.story ? 1 : 0) << ' ' << number << ' ' << one.story << ' '
            << other.story;
  for (const int sign : signs) std::cout << ' ' << sign;
  std::cout << '\n';
}

void write_own(std::size_t number, const Known& one, const std::vector<Known>& known,
               const Frequencies& frequencies) {
  std::vector<int> telling;
  for (const Weight& entry : one.own)
    telling.push_back(frequencies.rarity(one.language, entry.term));
  for (const Known& other : known) {
    if (other.story.empty() || other.language != one.language) continue;
    if (cosine(one.own, other.own) < kLeastCosine) continue;
    const std::int64_t hours = hours_between(one, other);
    write_pair(number, one, other,
               signs(compare(
                   one.own, telling, other.own,
                   {hours, one.outlet == other.outlet, compare(one.facts, other.facts, hours)})));
  }
}

void write_foreign(std::size_t number, const Known& one, const std::vector<Known>& known,
                   const Frequencies& frequencies) {
  std::vector<std::pair<int, std::size_t>> nearest;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].language == one.language) continue;
    const int alike = cosine(one.own, known[i].own);
    if (alike > 0) nearest.emplace_back(-alike, i);
  }
  std::sort(nearest.begin(), nearest.end());
  if (nearest.size() > kNearestAbroad) nearest.resize(kNearestAbroad);
  for (const auto& [alike, i] : nearest) {
    const Known& other = known[i];
    if (other.story.empty()) continue;
    const ForeignTraits traits = compare_abroad(
        {one.own, one.language}, {other.own, other.language},
        {hours_between(one, other), one.outlet == other.outlet}, frequencies, shipped_parameters());
    if (!is_worth_judging(traits, shipped_parameters())) continue;
    write_pair(number, one, other, foreign_signs(traits));
  }
}

void write_pairs(const GoldStream& stream, Pairs wanted) {
  Analyser analyser(wanted == Pairs::Translated ? &installed_translations : nullptr);
  const StoryParameters& parameters = shipped_parameters();
  Frequencies frequencies;
  std::vector<Known> known;
  const std::vector<std::chrono::sys_seconds> times = arrival_times(stream.items);
  for (std::size_t i = 0; i < stream.items.size(); ++i) {
    const StreamItem& item = stream.items[i];
    const std::string language = detect_language(item.article.title + "\n" + item.article.text,
                                                 {.page = item.article.language});
    const Analysis analysis = analyser.analyse(item.article, language);
    const LanguageCode code = language_code(analysis.language);
    Known one{weigh(analysis, rarities(analysis, code, frequencies), parameters),
              facts_of(analysis, times[i]),
              item.article.outlet,
              stream.gold[i],
              code,
              times[i]};
    if (!one.story.empty()) {
      const auto write = wanted == Pairs::OneLanguage ? write_own : write_foreign;
      write(i, one, known, frequencies);
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
