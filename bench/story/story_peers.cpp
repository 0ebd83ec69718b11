// Gathers a stream in one of several ways, article by article as it is read: the engine, or one of
// the peers it is compared with (bench/story/peers). `bench/stories` runs it.
//
//   story_peers WAY [NAME=NUMBER …] [--articles N] STREAM.jsonl > predicted.jsonl
//
//   depesche      join, join_full, merge, merge_full, least_link, meaning, other_numbers,
//                 foreign_bias: instead of the shipped parameters; translated=0, 1: with the
//                 installed word list
//   centroids     cosine=0.5 days=14
//   single-link   wide=1 scale=1 batch=15000 overlap=5000; wide: thresholds of tgcontest's Russian
//                 model, otherwise its English one
//   nine-cosines  harder=0
//   minhash       width=5 bands=14 rows=8 least=0 days=14; finds reprints only
//   words         cuts and weighs only: what all peers have in common
//
// Writes `{"id", "story", "first", "reprint_of"}` lines, as eval/clustering.py reads them: the
// story in which an article is at last, and the one in which it was first put. Prints to stderr, as
// JSON, how many articles there were, the seconds of computing on this thread (reading the file and
// writing the lines are left out), those of them that went into analysing (language, words,
// weights), the peak of memory, and how many pairs were compared for reprints, where that is known.
// All ways find an item's language as the engine does.
#include <ctime>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include <sys/resource.h>

#include "bench/story/peers/centroids.h"
#include "bench/story/peers/minhash_reprints.h"
#include "bench/story/peers/nine_cosines.h"
#include "bench/story/peers/single_link.h"
#include "bench/story/read_stream.h"
#include "json/writer.h"
#include "language/detect.h"
#include "story/engine.h"
#include "story/installed_translations.h"

namespace depesche {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// What a way is told of an item, beside the item: a time that never goes back.
struct Told {
  const Article& article;
  std::string language;
  std::chrono::sys_seconds now;
  std::uint32_t outlet;

  std::int64_t at_s() const { return now.time_since_epoch().count(); }
};

/// Numbers of articles in the stream; of stories whatever numbers there are.
struct Placed {
  std::vector<std::uint32_t> story;       // at last
  std::vector<std::uint32_t> first;       // as first decided; empty: the same
  std::vector<std::uint32_t> reprint_of;  // kNone: no reprint; empty: not looked for
  std::uint64_t candidates = 0;
};

class Way {
 public:
  Way() = default;
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
  virtual ~Way() = default;
  virtual void analyse(const Told& told) = 0;
  virtual void place(const Told& told) = 0;
  virtual Placed placed() = 0;
};

class EngineWay : public Way {
 public:
  EngineWay(const StoryParameters& parameters, TranslationsSource translations)
      : analyser_(translations), engine_(parameters) {}

  void analyse(const Told& told) override {
    arrival_.analysis = analyser_.analyse(told.article, told.language);
  }

  void place(const Told& told) override {
    arrival_.article = ArticleId{std::ssize(placed_.story) + 1};
    arrival_.first_seen_at = told.now;
    arrival_.outlet = OutletId{static_cast<std::int64_t>(told.outlet) + 1};
    const Decision decision = engine_.add(arrival_);
    placed_.story.push_back(number(decision.story.value));
    placed_.first.push_back(number(decision.story.value));
    placed_.reprint_of.push_back(decision.reprint ? number(decision.reprint->of.value) : kNone);
    for (const StoryMove& move : decision.moves)
      placed_.story[number(move.article.value)] = number(move.to.value);
  }

  Placed placed() override { return placed_; }

 private:
  static std::uint32_t number(std::int64_t id) { return static_cast<std::uint32_t>(id - 1); }

  Analyser analyser_;
  Engine engine_;
  Arrival arrival_;
  Placed placed_;
};

class PeerWay : public Way {
 public:
  /// Without a peer the articles are only weighed.
  PeerWay(std::unique_ptr<peers::StoryPeer> peer, peers::Weigher::Wanted wanted)
      : peer_(std::move(peer)), weigher_(wanted) {}

  void analyse(const Told& told) override {
    article_ = weigher_.weigh(reader_.read(told.article, told.language));
    article_.at_s = told.at_s();
    article_.outlet = told.outlet;
  }

  void place(const Told&) override {
    ++count_;
    if (peer_) peer_->add(std::move(article_));
  }

  Placed placed() override {
    Placed out;
    if (peer_) out.story = peer_->stories();
    out.story.resize(count_, 0);
    return out;
  }

 private:
  std::unique_ptr<peers::StoryPeer> peer_;
  peers::PeerReader reader_;
  peers::Weigher weigher_;
  peers::PeerArticle article_;
  std::size_t count_ = 0;
};

class MinHashWay : public Way {
 public:
  explicit MinHashWay(const peers::MinHashReprints::Settings& settings) : reprints_(settings) {}

  void analyse(const Told&) override {}

  void place(const Told& told) override {
    const auto found = reprints_.add(told.article, told.at_s());
    const auto own = static_cast<std::uint32_t>(placed_.story.size());
    placed_.story.push_back(found ? placed_.story[*found] : own);
    placed_.reprint_of.push_back(found.value_or(kNone));
  }

  Placed placed() override {
    placed_.candidates = reprints_.candidates();
    return placed_;
  }

 private:
  peers::MinHashReprints reprints_;
  Placed placed_;
};

using Numbers = std::map<std::string, double>;

double take(Numbers& numbers, const std::string& name, double otherwise) {
  const auto at = numbers.find(name);
  if (at == numbers.end()) return otherwise;
  const double out = at->second;
  numbers.erase(at);
  return out;
}

std::unique_ptr<Way> make_way(const std::string& name, Numbers& numbers) {
  using Wanted = peers::Weigher::Wanted;
  const auto whole = [&numbers](const std::string& of, double otherwise) {
    return static_cast<std::size_t>(take(numbers, of, otherwise));
  };
  if (name == "depesche") {
    StoryParameters parameters = shipped_parameters();
    const auto set = [&numbers](const std::string& of, int& parameter) {
      parameter = static_cast<int>(take(numbers, of, parameter));
    };
    set("join", parameters.join);
    set("join_full", parameters.join_full);
    set("merge", parameters.merge);
    set("merge_full", parameters.merge_full);
    set("least_link", parameters.least_link);
    set("meaning", parameters.meaning);
    set("other_numbers", parameters.other_numbers);
    set("foreign_bias", parameters.foreign_link.bias);
    const bool is_translated = take(numbers, "translated", 0) != 0;
    return std::make_unique<EngineWay>(parameters,
                                       is_translated ? &installed_translations : nullptr);
  }
  if (name == "words") return std::make_unique<PeerWay>(nullptr, Wanted::Stems);
  if (name == "centroids") {
    const peers::Centroids::Settings settings{
        .least_cosine = static_cast<float>(take(numbers, "cosine", 0.5)),
        .days = static_cast<int>(take(numbers, "days", 14))};
    return std::make_unique<PeerWay>(std::make_unique<peers::Centroids>(settings), Wanted::Stems);
  }
  if (name == "single-link") {
    peers::SingleLink::Settings settings;
    settings.steps =
        take(numbers, "wide", 1) != 0 ? peers::SingleLink::russian() : peers::SingleLink::english();
    settings.scale = static_cast<float>(take(numbers, "scale", 1));
    settings.batch = whole("batch", 15'000);
    settings.overlap = whole("overlap", 5'000);
    return std::make_unique<PeerWay>(std::make_unique<peers::SingleLink>(settings), Wanted::Stems);
  }
  if (name == "nine-cosines") {
    const peers::NineCosines::Settings settings{.harder =
                                                    static_cast<float>(take(numbers, "harder", 0))};
    return std::make_unique<PeerWay>(std::make_unique<peers::NineCosines>(settings),
                                     Wanted::AllSpaces);
  }
  if (name == "minhash") {
    peers::MinHashReprints::Settings settings;
    settings.width = whole("width", 5);
    settings.bands = whole("bands", 14);
    settings.rows = whole("rows", 8);
    settings.least = static_cast<int>(take(numbers, "least", 0));
    settings.days = static_cast<int>(take(numbers, "days", 14));
    return std::make_unique<MinHashWay>(settings);
  }
  return nullptr;
}

struct Effort {
  double seconds = 0;
  double analysing = 0;
};

std::vector<std::string> run(Way& way, std::istream& in, std::size_t most, Effort& effort) {
  std::vector<std::string> ids;
  std::unordered_map<std::string, std::uint32_t> outlets;
  std::chrono::sys_seconds now{};
  std::string line;
  while (ids.size() < most && std::getline(in, line)) {
    const std::optional<StreamItem> item = read_item(line);
    if (!item) continue;
    ids.push_back(item->id);
    const auto next_outlet = static_cast<std::uint32_t>(outlets.size());
    const std::uint32_t outlet =
        outlets.try_emplace(item->article.outlet, next_outlet).first->second;
    if (item->first_seen_at) now = std::max(now, *item->first_seen_at);
    const double begin = cpu_seconds();
    const Told told{item->article,
                    detect_language(item->article.title + "\n" + item->article.text.substr(0, 2000),
                                    {.page = item->article.language}),
                    now, outlet};
    way.analyse(told);
    const double analysed = cpu_seconds();
    way.place(told);
    effort.analysing += analysed - begin;
    effort.seconds += cpu_seconds() - begin;
  }
  return ids;
}

void print(const std::vector<std::string>& ids, const Placed& placed) {
  json::Writer out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::uint32_t first = placed.first.empty() ? placed.story[i] : placed.first[i];
    const std::uint32_t of = placed.reprint_of.empty() ? kNone : placed.reprint_of[i];
    out.begin_object().key("id").value(ids[i]).key("story").value(placed.story[i]);
    out.key("first").value(first);
    if (of != kNone) out.key("reprint_of").value(ids[of]);
    out.end_object();
    std::cout << out.take() << '\n';
  }
}

double peak_mb() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

int usage() {
  std::cerr << "usage: story_peers depesche|centroids|single-link|nine-cosines|minhash|words "
               "[NAME=NUMBER ...] [--articles N] STREAM.jsonl\n";
  return 2;
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  using namespace depesche;
  if (argc < 3) return usage();
  std::size_t most = std::numeric_limits<std::size_t>::max();
  Numbers numbers;
  for (int i = 2; i + 1 < argc; ++i) {
    const std::string argument = argv[i];
    const std::size_t equals = argument.find('=');
    if (argument == "--articles" && i + 2 < argc) {
      most = std::stoul(argv[++i]);
    } else if (equals != std::string::npos) {
      numbers[argument.substr(0, equals)] = std::stod(argument.substr(equals + 1));
    } else {
      return usage();
    }
  }
  const std::unique_ptr<Way> way = make_way(argv[1], numbers);
  if (!way || !numbers.empty()) return usage();
  std::ifstream in(argv[argc - 1]);
  if (!in) {
    std::cerr << "cannot read " << argv[argc - 1] << '\n';
    return 1;
  }
  Effort effort;
  const std::vector<std::string> ids = run(*way, in, most, effort);
  const double begin = cpu_seconds();
  const Placed placed = way->placed();
  effort.seconds += cpu_seconds() - begin;
  const double peak = peak_mb();
  print(ids, placed);
  json::Writer told;
  told.begin_object().key("articles").value(ids.size()).key("seconds").value(effort.seconds);
  told.key("analysing").value(effort.analysing).key("peak_mb").value(peak);
  told.key("candidates").value(placed.candidates).end_object();
  std::cerr << told.text() << '\n';
  return 0;
}
