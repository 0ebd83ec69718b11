// Measures finding reprints on pairs made from real full texts (tests/support/copy_pairs.h): the
// engine's own way, sketch index and all, and MinHash beside it.
//
//   reprint_pairs DATA [SEED] [--pairs FILE]    DATA holds the text sets; FILE gets a line a pair
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "bench/story/minhash.h"
#include "dedupe/reprint.h"
#include "story/sketch_index.h"
#include "tests/support/copy_pairs.h"
#include "tests/support/engine_verdict.h"

namespace depesche {
namespace {

using test::CopyPair;
using test::CopyPairs;
using test::FullText;

constexpr test::PairCounts kWanted{.copies = 10'000, .one_event = 10'000, .unrelated = 90'000};

/// What one way of telling says of every pair, as a strength; 0: no copy.
struct Verdicts {
  std::string method;
  std::vector<int> strength;  // by pair
  int least = 1;              // strength from which a pair counts as found
};

struct Tally {
  std::map<std::string, std::pair<long, long>> kinds;  // found, all; of copies
  std::pair<long, long> copies, one_event, unrelated;
};

void count(std::pair<long, long>& of, bool found) {
  of.first += found ? 1 : 0;
  ++of.second;
}

bool in_half(const CopyPairs& all, const CopyPair& pair, int half) {
  return half < 0 || test::half_of(all.versions[pair.earlier]) == half;
}

/// `half`: 0, 1, or -1 for both.
Tally tally(const CopyPairs& all, const Verdicts& verdicts, int half) {
  Tally out;
  for (std::size_t i = 0; i < all.pairs.size(); ++i) {
    const CopyPair& pair = all.pairs[i];
    if (!in_half(all, pair, half)) continue;
    const bool found = verdicts.strength[i] >= verdicts.least;
    if (!pair.edit) {
      count(pair.is_one_event ? out.one_event : out.unrelated, found);
      continue;
    }
    count(out.copies, found);
    count(out.kinds[std::string(name(*pair.edit))], found);
  }
  return out;
}

double share(const std::pair<long, long>& of) {
  return of.second == 0 ? 0.0 : static_cast<double>(of.first) / static_cast<double>(of.second);
}

double precision(const Tally& t) {
  const long wrong = t.one_event.first + t.unrelated.first;
  return share({t.copies.first, t.copies.first + wrong});
}

class Measure {
 public:
  explicit Measure(const CopyPairs& all) : all_(all) {
    for (const FullText& version : all.versions) {
      prints_.push_back(fingerprint({.title = version.title, .text = version.text, .byline = {}}));
      restore_shingles(shorten(prints_.back()), prints_.back());
    }
  }

  /// As the engine decides.
  Verdicts engine() {
    return among_live("depesche", [this](const CopyPair& pair) {
      const bool is_same_outlet =
          !pair.edit && all_.versions[pair.earlier].outlet == all_.versions[pair.later].outlet;
      return test::engine_verdict(printed(pair.later), printed(pair.earlier),
                                  {.apart = pair.apart, .is_same_outlet = is_same_outlet},
                                  analyser_)
          .value_or(0);
    });
  }

  /// By the share of common runs alone, whoever speaks.
  Verdicts whoever_speaks() const {
    Verdicts out = among_live("quotations count too", [this](const CopyPair& pair) {
      return containment(prints_[pair.later], prints_[pair.earlier]);
    });
    out.least = 360;
    return out;
  }

  /// At the threshold with the best F1 over the first half of the material.
  Verdicts min_hashes(std::size_t width) const {
    std::vector<MinHash> sketches;
    for (const FullText& version : all_.versions) sketches.push_back(min_hash(version.text, width));
    Verdicts out{"MinHash, runs of " + std::to_string(width), {}, 1};
    for (const CopyPair& pair : all_.pairs) {
      out.strength.push_back(resemblance(sketches[pair.earlier], sketches[pair.later]));
    }
    double best = -1;
    Verdicts trial = out;
    for (trial.least = 20; trial.least <= 900; trial.least += 10) {
      const Tally found = tally(all_, trial, 0);
      const double p = precision(found);
      const double r = share(found.copies);
      const double f1 = p + r > 0 ? 2 * p * r / (p + r) : 0;
      if (f1 > best) {
        best = f1;
        out.least = trial.least;
      }
    }
    return out;
  }

  void print_sketch_bytes() const {
    std::size_t most = 0;
    std::size_t sum = 0;
    std::size_t shingles = 0;
    for (const Fingerprint& print : prints_) {
      const std::size_t bytes = print.sketch.size() * sizeof(print.sketch.front());
      most = std::max(most, bytes);
      sum += bytes;
      shingles += print.shingles.size() * sizeof(print.shingles.front());
    }
    std::printf("sketch: %zu bytes at most, %zu on average; shingles to verify: %zu on average\n",
                most, sum / prints_.size(), shingles / prints_.size());
  }

 private:
  test::Printed printed(std::size_t version) const {
    return {all_.versions[version], prints_[version]};
  }

  static story::Serial serial(std::size_t version) {
    return static_cast<story::Serial>(version + 1);
  }

  std::size_t count_originals() const {
    std::size_t out = all_.versions.size();
    for (const CopyPair& pair : all_.pairs) {
      if (pair.edit) out = std::min(out, pair.later);
    }
    return out;
  }

  /// The originals are live, as they are in the engine; the later text of a pair arrives and has
  /// to find the earlier one. An edited earlier one is live only for its pair.
  template <class Judge>
  Verdicts among_live(std::string method, Judge judge) const {
    Verdicts out{std::move(method), {}, 1};
    story::SketchIndex index;
    const std::size_t originals = count_originals();
    for (std::size_t i = 0; i < originals; ++i) index.add(serial(i), prints_[i]);
    for (const CopyPair& pair : all_.pairs) {
      const bool is_guest = pair.earlier >= originals;
      if (is_guest) index.revise(serial(pair.earlier), prints_[pair.earlier]);
      const auto found = index.candidates(prints_[pair.later], 1, serial(all_.versions.size()));
      const bool is_met =
          std::find(found.begin(), found.end(), serial(pair.earlier)) != found.end();
      out.strength.push_back(is_met ? judge(pair) : 0);
      if (is_guest) index.forget(serial(pair.earlier), prints_[pair.earlier]);
    }
    return out;
  }

  const CopyPairs& all_;
  std::vector<Fingerprint> prints_;
  Analyser analyser_;
};

void print_row(const CopyPairs& all, const Verdicts& verdicts, int half) {
  const Tally t = tally(all, verdicts, half);
  const char* const halves[] = {"both", "first", "second"};
  std::printf("%-20s %-6s", verdicts.method.c_str(), halves[half + 1]);
  for (test::Edit edit : test::kEdits) {
    std::printf(" %9.4f", share(t.kinds.at(std::string(name(edit)))));
  }
  std::printf("  %.4f  %.4f  %3ld of %-5ld  %3ld of %ld\n", share(t.copies), precision(t),
              t.one_event.first, t.one_event.second, t.unrelated.first, t.unrelated.second);
}

void print_table(const CopyPairs& all, const std::vector<Verdicts>& methods) {
  std::printf("\n%-20s %-6s", "recall by edit", "half");
  for (test::Edit edit : test::kEdits) std::printf(" %9s", std::string(name(edit)).c_str());
  std::printf("  %-6s  %-6s  %-12s  %s\n", "all", "prec.", "one event", "unrelated");
  for (const Verdicts& method : methods) {
    for (int half : {-1, 0, 1}) print_row(all, method, half);
  }
}

void write_pairs(const std::string& path, const CopyPairs& all, const Verdicts& verdicts) {
  std::ofstream out(path);
  for (std::size_t i = 0; i < all.pairs.size(); ++i) {
    const CopyPair& pair = all.pairs[i];
    const FullText& a = all.versions[pair.earlier];
    const FullText& b = all.versions[pair.later];
    out << verdicts.strength[i] << '\t'
        << (pair.edit           ? name(*pair.edit)
            : pair.is_one_event ? "one event"
                                : "unrelated")
        << '\t' << test::half_of(a) << '\t'
        << test::copied_share(test::word_runs(a.text), test::word_runs(b.text)) << '\t' << a.id
        << '\t' << b.id << '\n';
  }
}

int measure(const std::string& data, std::uint32_t seed, const std::string& pairs_file) {
  const std::vector<FullText> texts = test::read_full_texts(data);
  if (texts.empty()) {
    std::fprintf(stderr, "no full texts in %s\n", data.c_str());
    return 77;
  }
  const CopyPairs all = test::make_copy_pairs(texts, kWanted, seed);
  std::printf(
      "seed %u: %zu full texts, %zu versions, %zu pairs; %zu pairs of one event before "
      "editing; %zu negatives left out, half copied word for word\n",
      seed, texts.size(), all.versions.size(), all.pairs.size(), all.event_pairs, all.left_out);
  Measure bench(all);
  bench.print_sketch_bytes();
  std::vector<Verdicts> methods{bench.engine(), bench.whoever_speaks()};
  if (!pairs_file.empty()) {
    write_pairs(pairs_file, all, methods.front());
    return 0;
  }
  for (std::size_t width : {3, 5}) methods.push_back(bench.min_hashes(width));
  print_table(all, methods);
  return 0;
}

}  // namespace
}  // namespace depesche

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::uint32_t seed = 1;
  std::string pairs_file;
  for (int i = 2; i < argc; ++i) {
    if (std::string(argv[i]) == "--pairs" && i + 1 < argc) {
      pairs_file = argv[++i];
    } else {
      seed = static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 10));
    }
  }
  return depesche::measure(argv[1], seed, pairs_file);
}
