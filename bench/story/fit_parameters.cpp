// Fits what turns links into stories (the thresholds of src/story/parameters.cpp) to labelled
// streams.
//
//   fit_parameters [--seed N] [--rounds N] [--parameters FILE] [--fold K/N] [--weight W]
//   STREAM.jsonl…
//
// By the cross-entropy method (bench/story/centre_search.h) over the logarithms of the values, in
// rounds of twenty settings. A stream scores by BCubed F1 and a quarter of pairwise F1, all by the
// mean; those named after --weight count so much in it, after --weight 0 they are only scored at
// the end.
//
// With --fold only stories outside that fold are fitted to, as if nobody knew anything of those
// inside; these are scored at the end. The whole stream always runs.
//
// Prints the setting, as --parameters reads it, and behind # what it scores, for each stream the
// sums that Score has, so that folds can be added up. Nothing here runs in production;
// tools/train-stories calls it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "bench/story/centre_search.h"
#include "bench/story/fold_score.h"
#include "bench/story/read_stream.h"
#include "language/detect.h"
#include "story/engine.h"

namespace depesche {
namespace {

struct Labelled {
  std::vector<Arrival> arrivals;
  std::vector<std::string> gold;
  double weight = 1;
};

struct Knob {
  const char* name;
  int StoryParameters::*value;
  double least;
  double most;
  double added;  // to the value before its logarithm is taken, where it may be next to nothing
};

// How links become stories. What terms weigh decides what the link model sees, so it stays.
constexpr std::array kKnobs{
    Knob{"least_link", &StoryParameters::least_link, 50, 1500, 0},
    Knob{"nearest_share", &StoryParameters::nearest_share, 0, 1000, 200},
    Knob{"nearest_few", &StoryParameters::nearest_few, 1, 12, 0},
    Knob{"cover_share", &StoryParameters::cover_share, 0, 900, 200},
    Knob{"join", &StoryParameters::join, 300, 4000, 0},
    Knob{"join_full", &StoryParameters::join_full, 300, 4000, 0},
    Knob{"merge", &StoryParameters::merge, 300, 4000, 0},
    Knob{"merge_full", &StoryParameters::merge_full, 300, 4000, 0},
    Knob{"move_margin", &StoryParameters::move_margin, 0, 2000, 200},
};

// What a value twice or half as large as at the start must bring is half of it. Where so few
// stories say nothing, chance would lead it anywhere.
constexpr double kPull = 0.01;
constexpr double kFirstSpread = 0.5;  // most lie between 0.6 and 1.6 times the start

Labelled load(const std::string& path) {
  GoldStream stream = read_stream(path);
  Labelled out;
  Analyser analyser;
  const std::vector<std::chrono::sys_seconds> times = arrival_times(stream.items);
  std::map<std::string, std::int64_t> outlets;
  for (std::size_t i = 0; i < stream.items.size(); ++i) {
    const StreamItem& item = stream.items[i];
    const std::string language = detect_language(item.article.title + "\n" + item.article.text,
                                                 {.page = item.article.language});
    out.arrivals.push_back(
        {ArticleId{static_cast<std::int64_t>(i) + 1}, times[i],
         OutletId{outlets.try_emplace(item.article.outlet, std::ssize(outlets) + 1).first->second},
         analyser.analyse(item.article, language), std::nullopt});
  }
  out.gold = std::move(stream.gold);
  return out;
}

Score run(const Labelled& stream, const StoryParameters& parameters, const Scored& scored) {
  Engine engine(parameters);
  std::map<std::int64_t, std::int64_t> story;
  for (const Arrival& arrival : stream.arrivals) {
    const Decision decision = engine.add(arrival);
    for (const StoryMove& move : decision.moves) story[move.article.value] = move.to.value;
    story[arrival.article.value] = decision.story.value;
  }
  std::vector<Placed> articles;
  for (std::size_t i = 0; i < stream.gold.size(); ++i) {
    if (stream.gold[i].empty()) continue;
    articles.push_back({stream.gold[i], story[static_cast<std::int64_t>(i) + 1]});
  }
  return score(articles, scored);
}

double evaluate(const std::vector<Labelled>& streams, const StoryParameters& parameters,
                const Scored& scored, bool aloud) {
  double sum = 0;
  double weights = 0;
  for (const Labelled& stream : streams) {
    if (!aloud && stream.weight == 0) continue;
    const Score each = run(stream, parameters, scored);
    if (aloud) {
      std::cout << ' ' << each.articles << '/' << each.precision << '/' << each.recall << '/'
                << each.right << '/' << each.claimed << '/' << each.wanted << '/' << each.found
                << '/' << each.gold;
    }
    sum += (each.bcubed() + 0.25 * each.pairwise()) * stream.weight;
    weights += stream.weight;
  }
  return sum / weights;
}

/// "name value" lines; the link model's weights stand in one line, the bias first.
void write(const StoryParameters& parameters) {
  for (const Knob& knob : kKnobs) std::cout << knob.name << ' ' << parameters.*knob.value << '\n';
  std::cout << "link " << parameters.link.bias;
  for (const int weight : parameters.link.weights) std::cout << ' ' << weight;
  std::cout << std::endl;
}

bool read(const std::string& path, StoryParameters& parameters) {
  std::ifstream file(path);
  std::string name;
  while (file >> name) {
    if (name == "link") {
      file >> parameters.link.bias;
      for (int& weight : parameters.link.weights) file >> weight;
      continue;
    }
    const auto knob = std::find_if(kKnobs.begin(), kKnobs.end(),
                                   [&](const Knob& each) { return name == each.name; });
    if (knob == kKnobs.end()) return false;
    file >> parameters.*knob->value;
  }
  return file.eof();
}

struct Options {
  unsigned seed = 1;
  int rounds = 0;
  StoryParameters start = shipped_parameters();
  Scored train;
  struct Stream {
    std::string path;
    double weight;
  };
  std::vector<Stream> streams;
};

bool read_options(int argc, char** argv, Options& options) {
  double weight = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.rfind("--", 0) != 0) {
      options.streams.push_back({word, weight});
      continue;
    }
    if (++i == argc) return false;
    const std::string value = argv[i];
    if (word == "--seed") options.seed = static_cast<unsigned>(std::stoul(value));
    if (word == "--weight") weight = std::stod(value);
    if (word == "--rounds") options.rounds = std::stoi(value);
    if (word == "--parameters" && !read(value, options.start)) return false;
    if (word == "--fold") {
      const auto slash = value.find('/');
      if (slash == std::string::npos) return false;
      options.train = {Scored::Which::Outside, static_cast<unsigned>(std::stoul(value)),
                       static_cast<unsigned>(std::stoul(value.substr(slash + 1)))};
    }
  }
  return !options.streams.empty();
}

/// A setting as the search sees it: the logarithms of its knobs.
SearchPlace place(const StoryParameters& parameters) {
  SearchPlace out;
  for (const Knob& knob : kKnobs) out.push_back(std::log(parameters.*knob.value + knob.added));
  return out;
}

StoryParameters at(const SearchPlace& place, StoryParameters parameters) {
  for (std::size_t i = 0; i < kKnobs.size(); ++i) {
    const Knob& knob = kKnobs[i];
    const double value = std::exp(place[i]) - knob.added;
    parameters.*knob.value =
        static_cast<int>(std::lround(std::clamp(value, knob.least, knob.most)));
  }
  return parameters;
}

double square_distance(const SearchPlace& a, const SearchPlace& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

void fit(const Options& options) {
  std::vector<Labelled> streams;
  for (const Options::Stream& stream : options.streams) {
    streams.push_back(load(stream.path));
    streams.back().weight = stream.weight;
  }
  const SearchPlace start = place(options.start);
  CentreSearch search(start, kFirstSpread, options.seed);
  const SearchPlace found = search.run(options.rounds, [&](const SearchPlace& next) {
    return evaluate(streams, at(next, options.start), options.train, false) -
           kPull * square_distance(next, start);
  });
  const StoryParameters best = options.rounds > 0 ? at(found, options.start) : options.start;
  write(best);
  std::cout << "# all";
  evaluate(streams, best, {}, true);
  if (options.train.which != Scored::Which::All) {
    Scored held = options.train;
    held.which = Scored::Which::Inside;
    std::cout << "\n# held";
    evaluate(streams, best, held, true);
    std::cout << "\n# trained";
    evaluate(streams, best, options.train, true);
  }
  std::cout << std::endl;
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  using namespace depesche;
  Options options;
  if (!read_options(argc, argv, options)) {
    std::cerr << "usage: fit_parameters [--seed N] [--rounds N] [--parameters FILE] [--fold K/N]"
                 " [--weight W] STREAM.jsonl…\n";
    return 2;
  }
  fit(options);
}
