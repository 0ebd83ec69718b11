// What an article costs: its analysis, and its place among few and among many live articles.
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "story/engine.h"

namespace depesche {
namespace {

/// Words in the frequencies of a language: few common, many rare.
std::string words(std::mt19937& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const unsigned limit = 1U << (random() % 16);
    out += (random() % 3 == 0 ? "Wort" : "wort") + std::to_string(random() % limit) + "x ";
  }
  return out;
}

Article report(std::mt19937& random) {
  Article out;
  out.title = words(random, 9);
  out.standfirst = words(random, 30);
  out.text = out.standfirst + "\n" + words(random, 600);
  return out;
}

void BM_Analyse(benchmark::State& state) {
  std::mt19937 random(1);
  Analyser analyser;
  const Article article = report(random);
  for (auto _ : state) benchmark::DoNotOptimize(analyser.analyse(article, "de"));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Analyse);

void BM_AddAmongLive(benchmark::State& state) {
  std::mt19937 random(2);
  Analyser analyser;
  std::vector<Analysis> analyses;
  for (int i = 0; i < 500; ++i) analyses.push_back(analyser.analyse(report(random), "de"));
  Engine engine;
  std::int64_t id = 0;
  const auto add = [&] {
    Arrival arrival;
    arrival.article = ArticleId{++id};
    arrival.outlet = OutletId{id % 50 + 1};
    arrival.analysis = analyses[random() % analyses.size()];
    // Another text each time: most terms and all shingles differ from the pattern's.
    for (Term& term : arrival.analysis.terms)
      term.hash += static_cast<std::uint32_t>(random() % 64) << 8;
    std::sort(arrival.analysis.terms.begin(), arrival.analysis.terms.end(),
              [](const Term& a, const Term& b) { return a.hash < b.hash; });
    for (std::uint32_t& hash : arrival.analysis.print.sketch)
      hash += static_cast<std::uint32_t>(id);
    return engine.add(arrival);
  };
  while (id < state.range(0)) add();
  for (auto _ : state) benchmark::DoNotOptimize(add());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AddAmongLive)->Arg(1'000)->Arg(10'000)->Iterations(500);

}  // namespace
}  // namespace depesche
