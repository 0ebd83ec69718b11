// Fits src/story/parameters.cpp to labelled streams by random steps along one or two parameters at
// a time, keeping what raises the mean of the streams' scores (BCubed F1, and pairwise F1 at a
// quarter).
//
//   fit_parameters [--seed N] [--rounds N] [--parameters FILE] [--fold K/N] [--weight W]
//   STREAM.jsonl…
//
// Streams named after --weight count so much in the mean.
//
// With --fold only stories outside that fold are fitted to, and those inside it are scored at the
// end; the whole stream always runs. Prints the best setting, as --parameters reads it. Nothing
// here runs in production; tools/train-stories calls it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>

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
  int least;
  int most;
};

// How links become stories. What terms weigh decides what the link model sees, so it stays.
constexpr std::array kKnobs{
    Knob{"least_link", &StoryParameters::least_link, 50, 1500},
    Knob{"nearest_share", &StoryParameters::nearest_share, 0, 1000},
    Knob{"nearest_few", &StoryParameters::nearest_few, 1, 12},
    Knob{"cover_share", &StoryParameters::cover_share, 0, 900},
    Knob{"join", &StoryParameters::join, 300, 4000},
    Knob{"join_full", &StoryParameters::join_full, 300, 4000},
    Knob{"merge", &StoryParameters::merge, 300, 4000},
    Knob{"merge_full", &StoryParameters::merge_full, 300, 4000},
    Knob{"move_margin", &StoryParameters::move_margin, 0, 2000},
};

Labelled load(const std::string& path) {
  GoldStream stream = read_stream(path);
  Labelled out;
  Analyser analyser;
  std::chrono::sys_seconds now{};
  std::map<std::string, std::int64_t> outlets;
  for (std::size_t i = 0; i < stream.items.size(); ++i) {
    const StreamItem& item = stream.items[i];
    if (item.first_seen_at) now = std::max(now, *item.first_seen_at);
    const std::string language = detect_language(item.article.title + "\n" + item.article.text,
                                                 {.page = item.article.language});
    out.arrivals.push_back(
        {ArticleId{static_cast<std::int64_t>(i) + 1}, now,
         OutletId{outlets.try_emplace(item.article.outlet, std::ssize(outlets) + 1).first->second},
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

/// Which stories count: all, those of one fold, or those outside it.
struct Scored {
  enum class Which { All, Inside, Outside } which = Which::All;
  unsigned fold = 0;
  unsigned folds = 1;

  bool counts(const std::string& story) const {
    if (which == Which::All) return true;
    std::uint32_t hash = 2166136261;  // FNV-1a, as tools/train-stories
    for (const char c : story) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    return (hash % folds == fold) == (which == Which::Inside);
  }
};

struct Placed {
  std::string gold;
  std::int64_t found;
};

/// Precision and recall see every labelled article; the means are over those that count.
Score score(const std::vector<Placed>& articles, const Scored& scored) {
  std::map<std::string, double> gold;
  std::map<std::int64_t, double> found;
  std::map<std::pair<std::string, std::int64_t>, double> both;
  for (const Placed& one : articles) {
    ++gold[one.gold];
    ++found[one.found];
    ++both[{one.gold, one.found}];
  }
  double p = 0, r = 0, n = 0, right = 0, claimed = 0, wanted = 0;
  for (const auto& [key, count] : both) {
    if (!scored.counts(key.first)) continue;
    n += count;
    p += count * count / found[key.second];
    r += count * count / gold[key.first];
    right += count * (count - 1);
    claimed += count * (found[key.second] - 1);
    wanted += count * (gold[key.first] - 1);
  }
  return {2 * p * r / (p + r) / n, 2 * right / std::max(claimed + wanted, 1.0)};
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
    const Score each = run(stream, parameters, scored);
    if (aloud) std::cout << " " << each.bcubed << "/" << each.pairwise;
    sum += each.both() * stream.weight;
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

StoryParameters step(const StoryParameters& from, std::mt19937& random) {
  StoryParameters next = from;
  for (unsigned changes = 1 + random() % 2; changes > 0; --changes) {
    const Knob& knob = kKnobs[random() % kKnobs.size()];
    static constexpr std::array kFactors{60, 75, 88, 95, 106, 115, 135, 170};
    int& value = next.*knob.value;
    value = value * kFactors[random() % kFactors.size()] / 100 + static_cast<int>(random() % 3) - 1;
    if (value <= 1 && random() % 2 == 0) value = (knob.most - knob.least) / 6;
    value = std::clamp(value, knob.least, knob.most);
  }
  return next;
}

void fit(const Options& options) {
  std::mt19937 random(options.seed);
  std::vector<Labelled> streams;
  for (const Options::Stream& stream : options.streams) {
    streams.push_back(load(stream.path));
    streams.back().weight = stream.weight;
  }
  StoryParameters best = options.start;
  double best_score = evaluate(streams, best, options.train, false);
  for (int round = 0; round < options.rounds; ++round) {
    const StoryParameters next = step(best, random);
    const double found = evaluate(streams, next, options.train, false);
    if (found <= best_score) continue;
    best = next;
    best_score = found;
    std::cerr << round << ": " << best_score << '\n';
  }
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
