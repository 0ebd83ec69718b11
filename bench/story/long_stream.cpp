// What an article costs among few and among very many live ones.
//
//   long_stream [--articles N] [--asked N] [--abroad PERCENT] STREAM.jsonl …
//
// Multiplies real articles into a stream of N analyses (default 1,000,000) that all stay live, and
// adds them to one engine. A topic is one real article whose rare terms are replaced, a story
// replaces half of them once more; each by a term drawn log-uniformly from five million, so that
// frequencies follow Zipf's law however long the stream; its reports keep most of the terms, take
// some of another article's, and every fifth reprints the report before it. Stories hold one to two
// hundred reports (Pareto) within three days. The same files give the same stream.
//
// Of PERCENT of the reports (none unless told) each is of another language than its source: German
// becomes English, all else German. Its words are others then, and so is every second name, for
// German nouns look like names; numbers and countries stay.
//
// Prints, each time the stream has grown to 10,000, 100,000 … articles:
//   add      mean cost over the last tenth of them, of computing on this thread, and how many times
//            what it is among 10,000 live articles that came in as many days as the N do: so few
//            from the start of the longer stream are of its first hours, when its stories have
//            hardly begun. Those are added anew eight times during that tenth, for what a machine
//            does in a second changes from minute to minute
//   whole    the same with text analysis, which costs every article alike: mean of the real
//            articles, analysed once more by an analyser that has met them, likewise
//   similar  how long similar_to() takes for articles drawn from all (median, 99th percentile)
//   memory   what the engine holds per live article: allocated, and resident; and of what, as it
//            counts itself
//   BCubed   of the stories, precision and recall
//   snapshot its size, how long writing it takes (computing), and how long restoring from it does:
//            by the clock on the wall, on as many cores as `serve` takes and on one, and what all
//            of them compute
// and at the end what is held once all but one have left.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include "bench/story/read_stream.h"
#include "desk/in_parallel.h"
#include "story/engine.h"

namespace depesche {
namespace {

constexpr double kRareShare = 0.004;  // of the source articles; terms of more keep their hash
constexpr double kKept = 0.7;         // of the source's terms, in each report
constexpr double kStrange = 0.15;     // of another article's terms, in each report
constexpr int kReprintEvery = 5;
constexpr std::uint64_t kTopics = 4'000;  // of which few are large (log-uniform)
constexpr int kMostReports = 200;
constexpr double kPareto = 1.1;        // exponent of the sizes of stories
constexpr std::size_t kFewEvery = 80;  // parts of a stream, of which eight are its last tenth
constexpr double kFirstRank = 1e3;
constexpr double kRanks = 12.29;     // doublings up to five million
std::size_t how_many_asked = 2'000;  // articles whose similar news are timed
unsigned abroad_percent = 0;         // of the reports

struct Slot {  // a report to come
  std::int64_t at_s;
  std::uint32_t story;
  friend bool operator<(const Slot& a, const Slot& b) {
    return a.at_s != b.at_s ? a.at_s < b.at_s : a.story < b.story;
  }
};

struct Sources {
  std::vector<Analysis> analyses;
  std::unordered_map<std::uint32_t, int> articles;  // in how many a term stands
};

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

class Stream {
 public:
  Stream(const Sources& sources, std::size_t articles) : sources_(sources) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> part(0, 1);
    const double window_s = 13.5 * 86'400;
    while (slots_.size() < articles) {
      const auto story = static_cast<std::uint32_t>(topic_of_.size());
      const double topic = std::pow(static_cast<double>(kTopics), part(random));
      topic_of_.push_back(static_cast<std::uint32_t>(topic));
      const double size = std::pow(1 - part(random), -1 / kPareto);
      const int reports = std::min<int>(kMostReports, static_cast<int>(size));
      const double begin = part(random) * window_s;
      for (int i = 0; i < reports; ++i) {
        const double later = part(random) * part(random) * 3 * 86'400;
        slots_.push_back({static_cast<std::int64_t>(std::min(window_s, begin + later)), story});
      }
    }
    slots_.resize(articles);
    std::sort(slots_.begin(), slots_.end());
  }

  std::size_t size() const { return slots_.size(); }

  std::uint32_t story(std::size_t at) const { return slots_[at].story; }

  /// To be called in order.
  Arrival arrival(std::size_t at) {
    const Slot slot = slots_[at];
    std::mt19937_64 random(at + 1);
    Arrival out;
    out.article = ArticleId{static_cast<std::int64_t>(at) + 1};
    out.first_seen_at =
        std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} + std::chrono::seconds(slot.at_s);
    out.outlet = OutletId{static_cast<std::int64_t>(random() % 400) + 1};
    const auto [before, is_first] = last_.try_emplace(slot.story, static_cast<std::uint32_t>(at));
    const bool is_reprint = random() % kReprintEvery == 0 && !is_first;
    if (!is_reprint) before->second = static_cast<std::uint32_t>(at);
    out.analysis = analysis(before->second);
    return out;
  }

 private:
  Analysis analysis(std::size_t at) const {
    const std::uint32_t story = slots_[at].story;
    std::mt19937_64 random(at + 1'000'000'007);
    const Analysis& source = source_of(topic_of_[story]);
    const auto other = static_cast<std::uint32_t>(random() % topic_of_.size());
    Analysis out = source;
    out.terms.clear();
    take(source, kKept, story, random, out.terms);
    take(source_of(topic_of_[other]), kStrange, other, random, out.terms);
    if (mixed(at) % 100 < abroad_percent) tell_abroad(out);
    std::sort(out.terms.begin(), out.terms.end(),
              [](const Term& a, const Term& b) { return a.hash < b.hash; });
    out.terms.erase(std::unique(out.terms.begin(), out.terms.end(),
                                [](const Term& a, const Term& b) { return a.hash == b.hash; }),
                    out.terms.end());
    for (std::uint32_t& hash : out.print.sketch)
      hash = static_cast<std::uint32_t>(mixed(hash + at * 977));
    std::sort(out.print.sketch.begin(), out.print.sketch.end());
    // A shingle stays in its sample and on its side of the quotation marks.
    const std::uint32_t kept = kQuoted | 0xFFFU;
    for (std::uint32_t& hash : out.print.shingles)
      hash = (hash & kept) | (static_cast<std::uint32_t>(mixed(hash + at * 977)) & ~kept);
    std::sort(out.print.shingles.begin(), out.print.shingles.end());
    out.print.headline = static_cast<std::uint32_t>(mixed(at));
    return out;
  }

  static void tell_abroad(Analysis& analysis) {
    analysis.language = analysis.language == "de" ? "en" : "de";
    for (Term& term : analysis.terms) {
      const bool is_word = term.kind == TermKind::Word || term.kind == TermKind::Piece;
      const bool is_noun = term.kind == TermKind::Name && mixed(term.hash) % 2 == 0;
      if (is_word || is_noun)
        term.hash = static_cast<std::uint32_t>(mixed(~std::uint64_t{term.hash}));
    }
  }

  const Analysis& source_of(std::uint32_t topic) const {
    return sources_.analyses[mixed(topic) % sources_.analyses.size()];
  }

  /// Some of the terms, the rare ones replaced as this story replaces them.
  void take(const Analysis& from, double share, std::uint32_t story, std::mt19937_64& random,
            std::vector<Term>& into) const {
    const double most_rare = kRareShare * static_cast<double>(sources_.analyses.size());
    for (Term term : from.terms) {
      if (static_cast<double>(random() % 1'000) >= share * 1'000) continue;
      if (term.kind != TermKind::Region && sources_.articles.at(term.hash) <= most_rare) {
        const bool is_of_topic = mixed(term.hash + topic_of_[story]) % 2 == 0;
        const std::uint64_t owner = is_of_topic ? topic_of_[story] | 1ULL << 31 : story;
        const std::uint64_t draw = mixed(owner << 32 | term.hash);
        const double part = static_cast<double>(draw >> 11) / 9007199254740992.0;
        const double rank = kFirstRank * std::exp2(kRanks * part);
        // Names that are words as well would meet those of another language.
        const auto kind = abroad_percent > 0 ? static_cast<std::uint64_t>(term.kind) : 0;
        term.hash =
            static_cast<std::uint32_t>(mixed(static_cast<std::uint64_t>(rank) | kind << 32));
      }
      into.push_back(term);
    }
  }

  const Sources& sources_;
  std::vector<std::uint32_t> topic_of_;  // by story
  std::vector<Slot> slots_;
  std::unordered_map<std::uint32_t, std::uint32_t> last_;  // report of each story in its own words
};

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Of this thread's computing: what else the machine does is no cost of ours.
double cpu_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }

std::size_t allocated_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

struct Held {
  std::size_t allocated = allocated_bytes();
  std::size_t resident = resident_bytes();
};

/// Of `n` articles that were asked about, the mean.
void print_effort(const char* of, const ScanEffort& effort, std::size_t n) {
  std::printf("\n  %s: spans %zu lists %zu postings %zu read %zu looked up %zu, handed over %zu",
              of, effort.spans / n, effort.lists / n, effort.postings / n, effort.read / n,
              effort.looked_up / n, effort.taken / n);
}

void report_similar(const Engine& engine, std::size_t live) {
  std::mt19937_64 random(live);
  struct Asked {
    double took = 0;
    ScanEffort effort;
  };
  std::vector<Asked> all;
  std::size_t found = 0;
  for (std::size_t i = 0; i < how_many_asked; ++i) {
    const ArticleId asked{static_cast<std::int64_t>(random() % live) + 1};
    const ScanEffort before = engine.search_effort();
    const double begin = cpu_seconds();
    found += engine.similar_to(asked).size();
    all.push_back({cpu_seconds() - begin, engine.search_effort() - before});
  }
  std::sort(all.begin(), all.end(), [](const Asked& a, const Asked& b) { return a.took < b.took; });
  const std::size_t slow = how_many_asked * 99 / 100;
  std::printf("  similar p50 %.0f us p99 %.0f us (%.1f found)", all[all.size() / 2].took * 1e6,
              all[slow].took * 1e6, static_cast<double>(found) / static_cast<double>(all.size()));
  ScanEffort of_all;
  ScanEffort of_slow;
  for (std::size_t i = 0; i < all.size(); ++i) {
    of_all += all[i].effort;
    if (i >= slow) of_slow += all[i].effort;
  }
  print_effort("of each", of_all, all.size());
  print_effort("of the slowest hundredth", of_slow, all.size() - slow);
  std::printf("\n");
}

/// BCubed over all that are live.
void report_quality(const Engine& engine, const Stream& stream, std::size_t live) {
  std::map<std::pair<std::uint32_t, std::int64_t>, double> both;
  std::unordered_map<std::uint32_t, double> gold;
  std::unordered_map<std::int64_t, double> found;
  for (std::size_t at = 0; at < live; ++at) {
    const auto story = engine.story_of(ArticleId{static_cast<std::int64_t>(at) + 1});
    ++both[{stream.story(at), story->value}];
    ++gold[stream.story(at)];
    ++found[story->value];
  }
  double precision = 0;
  double recall = 0;
  for (const auto& [key, count] : both) {
    precision += count * count / found[key.second];
    recall += count * count / gold[key.first];
  }
  const auto all = static_cast<double>(live);
  std::printf("  BCubed P %.3f R %.3f, %zu stories of %zu", precision / all, recall / all,
              found.size(), gold.size());
}

struct Restored {
  double wall_s = 0;
  double computed_s = 0;  // by all threads
  bool is_right = false;
};

Restored restore(const std::string& bytes, std::size_t live, const DoParts& do_parts) {
  const double wall = seconds_of(CLOCK_MONOTONIC);
  const double computed = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  const auto restored = Engine::restore(bytes, shipped_parameters(), do_parts);
  return {seconds_of(CLOCK_MONOTONIC) - wall, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - computed,
          restored && restored->live_articles() == live};
}

void report_snapshot(const Engine& engine) {
  const double begin = cpu_seconds();
  const std::string bytes = engine.snapshot();
  const double write_s = cpu_seconds() - begin;
  const std::size_t live = engine.live_articles();
  const Restored several = restore(bytes, live, on_several_cores);
  const Restored one = restore(bytes, live, one_after_another);
  std::printf(
      "  snapshot %zu B each, written in %.2f s, restored within %.2f s on the wall (%.2f s of "
      "computing), on one core %.2f s (%.2f s)%s\n",
      bytes.size() / live, write_s, several.wall_s, several.computed_s, one.wall_s, one.computed_s,
      several.is_right && one.is_right ? "" : " WRONG");
}

class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double get() const { return sum_ / count_; }

 private:
  double sum_ = 0;
  double count_ = 0;
};

/// What an article costs, in seconds.
struct Growth {
  std::size_t live = 0;
  Mean add;         // of the last tenth
  Mean add_of_few;  // the same among few
  Mean analysing;
};

void report(const Engine& engine, const Stream& stream, const Growth& growth, const Held& before) {
  const Held now;
  const std::size_t live = growth.live;
  const double add = growth.add.get() * 1e6;
  const double add_of_few = growth.add_of_few.get() * 1e6;
  const double analysing = growth.analysing.get() * 1e6;
  const double whole = analysing + add;
  const double whole_of_few = analysing + add_of_few;
  std::printf(
      "%9zu live  add %.1f us (%.2f x %.1f)  whole %.1f us (%.2f x %.1f)  memory %zu B each (%zu "
      "resident)",
      live, add, add / add_of_few, add_of_few, whole, whole / whole_of_few, whole_of_few,
      (now.allocated - before.allocated) / live, (now.resident - before.resident) / live);
  const EngineMemory held = engine.memory();
  std::printf(
      "\n  of each: places %zu texts %zu links %zu terms %zu sketches %zu frequencies %zu\n",
      held.places / live, held.texts / live, held.links / live, held.terms / live,
      held.sketches / live, held.frequencies / live);
  report_similar(engine, live);
  report_quality(engine, stream, live);
  report_snapshot(engine);
  std::fflush(stdout);
}

/// Of articles the analyser has met, on average.
double analysing_cost(Analyser& analyser, const std::vector<Article>& articles) {
  const double begin = cpu_seconds();
  for (const Article& article : articles) analyser.analyse(article, article.language);
  return (cpu_seconds() - begin) / static_cast<double>(articles.size());
}

/// Adds the stream's next article; what it cost.
double add_next(Engine& engine, Stream& stream, std::size_t at) {
  const Arrival arrival = stream.arrival(at);
  const double begin = cpu_seconds();
  engine.add(arrival);
  return cpu_seconds() - begin;
}

/// What adding costs at the end of a stream of so many.
double cost_among(std::size_t articles, const Sources& sources) {
  Stream stream(sources, articles);
  Engine engine;
  double tenth_s = 0;
  for (std::size_t at = 0; at < articles; ++at) {
    const double took_s = add_next(engine, stream, at);
    if (at >= articles - articles / 10) tenth_s += took_s;
  }
  return tenth_s / (static_cast<double>(articles) / 10);
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  using namespace depesche;
  std::size_t articles = 1'000'000;
  Sources sources;
  Analyser analyser;
  std::vector<Article> read;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--articles" && i + 1 < argc) {
      articles = std::stoul(argv[++i]);
      continue;
    }
    if (std::string(argv[i]) == "--asked" && i + 1 < argc) {
      how_many_asked = std::stoul(argv[++i]);
      continue;
    }
    if (std::string(argv[i]) == "--abroad" && i + 1 < argc) {
      abroad_percent = static_cast<unsigned>(std::stoul(argv[++i]));
      continue;
    }
    for (StreamItem& item : read_stream(argv[i]).items) {
      sources.analyses.push_back(analyser.analyse(item.article, item.article.language));
      for (const Term& term : sources.analyses.back().terms) ++sources.articles[term.hash];
      read.push_back(std::move(item.article));
    }
  }
  if (sources.analyses.empty()) return 2;
  const std::size_t few = std::min<std::size_t>(10'000, articles);
  Stream stream(sources, articles);
  const Held before;
  Engine engine;
  std::size_t next = few;
  Growth growth;
  for (std::size_t at = 0; at < articles; ++at) {
    const std::size_t tenth = next - next / 10;
    if (at >= tenth && (at - tenth) % (next / kFewEvery + 1) == 0) {
      growth.add_of_few.add(cost_among(few, sources));
      growth.analysing.add(analysing_cost(analyser, read));
      malloc_trim(0);  // or what those held would pass for held by the engine
    }
    const double took_s = add_next(engine, stream, at);
    if (at >= tenth) growth.add.add(took_s);
    if (at + 1 < next) continue;
    growth.live = next;
    report(engine, stream, growth, before);
    growth = {};
    next = std::min(articles, next * 10);
  }
  Arrival late = stream.arrival(0);
  late.article = ArticleId{static_cast<std::int64_t>(articles) + 1};
  late.first_seen_at += std::chrono::days{40};
  engine.add(late);
  std::printf("%9zu live  %zu B held in all\n", engine.live_articles(),
              Held().allocated - before.allocated);
  return 0;
}
