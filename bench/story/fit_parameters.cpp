// Fits src/story/parameters.cpp to labelled streams by random steps along one or two parameters at
// a time, keeping what raises the mean of the streams' scores (BCubed F1, and pairwise F1 at a
// quarter).
//
//   fit_parameters SEED ROUNDS STREAM.jsonl…
//
// Prints each better setting. Nothing here runs in production.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"

namespace depesche {
namespace {

struct Labelled {
  std::vector<Arrival> arrivals;
  std::vector<std::string> gold;
};

struct Knob {
  const char* name;
  int StoryParameters::*value;
  int least;
  int most;
};

constexpr std::array kKnobs{
    Knob{"lede", &StoryParameters::lede, 50, 2000},
    Knob{"body", &StoryParameters::body, 0, 2000},
    Knob{"address", &StoryParameters::address, 0, 1500},
    Knob{"piece", &StoryParameters::piece, 0, 1000},
    Knob{"name", &StoryParameters::name, 0, 1500},
    Knob{"number", &StoryParameters::number, 0, 2000},
    Knob{"most_terms", &StoryParameters::most_terms, 24, 96},
    Knob{"most_pieces", &StoryParameters::most_pieces, 0, 96},
    Knob{"half_evidence", &StoryParameters::half_evidence, 0, 6000},
    Knob{"half_hours", &StoryParameters::half_hours, 24, 1000},
    Knob{"apart_in_place", &StoryParameters::apart_in_place, 100, 1000},
    Knob{"nearest_share", &StoryParameters::nearest_share, 0, 1000},
    Knob{"nearest_few", &StoryParameters::nearest_few, 1, 12},
    Knob{"cover_share", &StoryParameters::cover_share, 0, 900},
    Knob{"join", &StoryParameters::join, 300, 2000},
    Knob{"merge", &StoryParameters::merge, 300, 2000},
    Knob{"move_margin", &StoryParameters::move_margin, 0, 1500},
    Knob{"prior_articles", &StoryParameters::prior_articles, 0, 2000},
};

Labelled load(const std::string& path) {
  GoldStream stream = read_stream(path);
  Labelled out;
  Analyser analyser;
  std::chrono::sys_seconds now{};
  for (std::size_t i = 0; i < stream.items.size(); ++i) {
    const StreamItem& item = stream.items[i];
    if (item.first_seen_at) now = std::max(now, *item.first_seen_at);
    const std::string language = detect_language(item.article.title + "\n" + item.article.text,
                                                 {.page = item.article.language});
    out.arrivals.push_back({ArticleId{static_cast<std::int64_t>(i) + 1}, now, OutletId{1},
                            analyser.analyse(item.article, language), std::nullopt});
  }
  out.gold = std::move(stream.gold);
  return out;
}

struct Score {
  double bcubed = 0;
  double pairwise = 0;
  double both() const { return bcubed + 0.25 * pairwise; }
};

Score score(const std::vector<std::pair<std::string, std::int64_t>>& items) {
  std::map<std::string, double> gold;
  std::map<std::int64_t, double> found;
  std::map<std::pair<std::string, std::int64_t>, double> both;
  for (const auto& item : items) {
    ++gold[item.first];
    ++found[item.second];
    ++both[item];
  }
  const auto pairs = [](double n) { return n * (n - 1) / 2; };
  double p = 0, r = 0, tp = 0, pp = 0, gp = 0;
  for (const auto& [key, n] : both) {
    p += n * n / found[key.second];
    r += n * n / gold[key.first];
    tp += pairs(n);
  }
  for (const auto& [key, n] : found) pp += pairs(n);
  for (const auto& [key, n] : gold) gp += pairs(n);
  return {2 * p * r / (p + r) / static_cast<double>(items.size()), 2 * tp / (pp + gp)};
}

Score run(const Labelled& stream, const StoryParameters& parameters) {
  Engine engine(parameters);
  std::map<std::int64_t, std::int64_t> story;
  for (const Arrival& arrival : stream.arrivals) {
    const Decision decision = engine.add(arrival);
    for (const StoryMove& move : decision.moves) story[move.article.value] = move.to.value;
    story[arrival.article.value] = decision.story.value;
  }
  std::vector<std::pair<std::string, std::int64_t>> items;
  for (std::size_t i = 0; i < stream.gold.size(); ++i) {
    if (!stream.gold[i].empty()) {
      items.emplace_back(stream.gold[i], story[static_cast<std::int64_t>(i) + 1]);
    }
  }
  return score(items);
}

double evaluate(const std::vector<Labelled>& streams, const StoryParameters& parameters,
                bool aloud) {
  double sum = 0;
  for (const Labelled& stream : streams) {
    const Score each = run(stream, parameters);
    if (aloud) std::cout << " " << each.bcubed << "/" << each.pairwise;
    sum += each.both();
  }
  return sum / static_cast<double>(streams.size());
}

void print(const StoryParameters& parameters) {
  for (const Knob& knob : kKnobs) std::cout << " ." << knob.name << "=" << parameters.*knob.value;
  std::cout << std::endl;
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  using namespace depesche;
  if (argc < 4) return 2;
  std::mt19937 random(static_cast<unsigned>(std::atoi(argv[1])));
  const int rounds = std::atoi(argv[2]);
  std::vector<Labelled> streams;
  for (int i = 3; i < argc; ++i) streams.push_back(load(argv[i]));
  StoryParameters best = shipped_parameters();
  double best_score = evaluate(streams, best, true);
  std::cout << " start " << best_score << std::endl;
  for (int round = 0; round < rounds; ++round) {
    StoryParameters next = best;
    for (unsigned changes = 1 + random() % 2; changes > 0; --changes) {
      const Knob& knob = kKnobs[random() % kKnobs.size()];
      static constexpr std::array kFactors{60, 75, 88, 95, 106, 115, 135, 170};
      int& value = next.*knob.value;
      value =
          value * kFactors[random() % kFactors.size()] / 100 + static_cast<int>(random() % 3) - 1;
      if (value <= 1 && random() % 2 == 0) value = (knob.most - knob.least) / 6;
      value = std::clamp(value, knob.least, knob.most);
    }
    const double found = evaluate(streams, next, false);
    if (found <= best_score) continue;
    best = next;
    best_score = found;
    std::cout << round << ":";
    evaluate(streams, best, true);
    std::cout << " " << best_score << "\n";
    print(best);
  }
  return 0;
}
