// The archive under load: accepting, searching, and reading what pages show, at 20,000 generated
// articles (DEPESCHE_BENCH_ARTICLES for another number) of 300 words whose frequencies follow
// Zipf's law, as those of real texts do.
//
// The archive lies in the system's temporary folder, so that accepting pays for a real disk's sync.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "store/archive.h"

namespace depesche {
namespace {

constexpr int kWords = 300;
constexpr int kBatch = 50;
constexpr int kVocabulary = 60'000;

int article_count() {
  const char* wish = std::getenv("DEPESCHE_BENCH_ARTICLES");
  return wish != nullptr ? std::max(100, std::atoi(wish)) : 20'000;
}

std::chrono::sys_seconds at(int minute) {
  return std::chrono::sys_seconds{std::chrono::seconds{1'800'000'000 + minute * 60}};
}

std::string word(std::size_t rank) { return "w" + std::to_string(rank); }

class Generator {
 public:
  Generator() : cumulative_(kVocabulary) {
    double sum = 0;
    for (std::size_t i = 0; i < cumulative_.size(); ++i) {
      cumulative_[i] = sum += 1.0 / (static_cast<double>(i) + 2.7);  // Zipf and Mandelbrot
    }
  }
  std::string words(int count) {
    std::uniform_real_distribution<double> uniform(0, cumulative_.back());
    std::string text;
    for (int i = 0; i < count; ++i) {
      const auto place = std::lower_bound(cumulative_.begin(), cumulative_.end(), uniform(random_));
      if (!text.empty()) text += ' ';
      text += word(static_cast<std::size_t>(place - cumulative_.begin()));
    }
    return text;
  }
  Article article(int number) {
    Article a;
    a.outlet = "Blatt " + std::to_string(number % 40);
    a.canonical_url = a.url = "https://blatt.example/" + std::to_string(number);
    a.language = number % 3 == 0 ? "en" : "de";
    a.title = words(8);
    a.standfirst = words(20);
    a.text = words(kWords);
    for (int i = 0; i < 6; ++i)
      a.blocks.push_back({BlockKind::Paragraph, words(50), "", 0, {}, {}});
    return a;
  }

 private:
  std::mt19937 random_{20261123};
  std::vector<double> cumulative_;
};

/// One archive for all benches, filled while the first of them runs.
class Filled {
 public:
  static Filled& instance() {
    static Filled filled;
    return filled;
  }
  ~Filled() {
    archive_.reset();
    std::filesystem::remove_all(folder_);
  }

  Archive& archive() { return *archive_; }
  double accepted_per_second() const { return accepted_per_second_; }
  double bytes_per_article() const {
    return static_cast<double>(std::filesystem::file_size(archive_->path())) / article_count();
  }

 private:
  Filled() {
    std::string pattern = (std::filesystem::temp_directory_path() / "store-bench-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    archive_ = *Archive::open(folder_);
    Generator generate;
    std::chrono::steady_clock::duration spent{};
    for (int first = 0; first < article_count(); first += kBatch) {
      std::vector<Submission> batch;
      for (int i = first; i < std::min(first + kBatch, article_count()); ++i) {
        batch.push_back({generate.article(i), {}, {}, {}});
      }
      const auto begin = std::chrono::steady_clock::now();
      accept(batch, first);
      spent += std::chrono::steady_clock::now() - begin;
    }
    accepted_per_second_ = article_count() / std::chrono::duration<double>(spent).count();
  }

  void accept(const std::vector<Submission>& batch, int minute) {
    AcceptTransaction accept = archive_->begin_accept();
    for (const Submission& submission : batch) {
      const Article& article = submission.article;
      const Accepted key =
          accept.put_article(submission, {article.title, article.text}, at(minute));
      accept.put_term_vector(key.stream_no, article.title);
      StoredDecision decision;
      decision.article = key.id;
      // Four articles a story, and one story that everybody writes about.
      decision.story =
          StoryId{key.id.value % 10 == 0 ? 1 : std::max<std::int64_t>(2, key.id.value / 4)};
      decision.reason = "joined";
      if (key.id.value > 9) decision.similar = {{ArticleId{key.id.value - 9}, 400, {"w1"}}};
      accept.put_decision(decision);
    }
    accept.commit();
  }

  std::filesystem::path folder_;
  std::unique_ptr<Archive> archive_;
  double accepted_per_second_ = 0;
};

void accept_articles(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(&Filled::instance());
  state.counters["articles/s"] = Filled::instance().accepted_per_second();
  state.counters["bytes/article"] = Filled::instance().bytes_per_article();
}
BENCHMARK(accept_articles)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Times each call and reports the middle and the slowest hundredth, in milliseconds.
template <class Call>
void measure(benchmark::State& state, const Call& call) {
  std::vector<double> times;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    call(times.size());
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    times.push_back(took.count());
  }
  std::sort(times.begin(), times.end());
  state.counters["p50_ms"] = times[times.size() / 2];
  state.counters["p99_ms"] = times[times.size() * 99 / 100];
}

std::string quoted(std::size_t rank) { return "\"" + word(rank) + "\""; }

void search(benchmark::State& state, SearchRequest::Order order, std::size_t from, std::size_t to,
            int terms) {
  const Reader reader = Filled::instance().archive().reader();
  std::mt19937 random(1);
  measure(state, [&](std::size_t) {
    SearchRequest request;
    request.order = order;
    for (int i = 0; i < terms; ++i) {
      request.match += (i ? " AND " : "") + quoted(from + random() % (to - from));
    }
    const auto page = reader.search(request);
    benchmark::DoNotOptimize(page->hits.size());
  });
}
using Order = SearchRequest::Order;
// By how common the words are: ranks 0 to 3 stand in nearly every text.
BENCHMARK_CAPTURE(search, rare_word, Order::Best, 5000, 20000, 1)->Iterations(500);
BENCHMARK_CAPTURE(search, common_word, Order::Best, 50, 500, 1)->Iterations(500);
BENCHMARK_CAPTURE(search, most_common_words, Order::Best, 0, 4, 1)->Iterations(200);
BENCHMARK_CAPTURE(search, two_words, Order::Best, 50, 2000, 2)->Iterations(500);
BENCHMARK_CAPTURE(search, two_most_common, Order::Best, 0, 4, 2)->Iterations(200);
BENCHMARK_CAPTURE(search, newest_first, Order::Newest, 0, 500, 1)->Iterations(500);

void front_stories(benchmark::State& state) {
  const Reader reader = Filled::instance().archive().reader();
  std::vector<StoryId> stories{StoryId{1}};
  for (int i = 1; i < 60; ++i) stories.push_back(StoryId{(article_count() - i * 8) / 4});
  measure(state, [&](std::size_t) { benchmark::DoNotOptimize(reader.front_stories(stories, 12)); });
}
BENCHMARK(front_stories)->Iterations(100);

void story_glances(benchmark::State& state) {
  const Reader reader = Filled::instance().archive().reader();
  const auto end = at(article_count());
  measure(state,
          [&](std::size_t) { benchmark::DoNotOptimize(reader.story_glances(at(0), end, end)); });
}
BENCHMARK(story_glances)->Iterations(50);

void story_witnesses(benchmark::State& state) {
  const Reader reader = Filled::instance().archive().reader();
  measure(state, [&](std::size_t) {
    benchmark::DoNotOptimize(reader.story_witnesses(at(0), at(article_count())));
  });
}
BENCHMARK(story_witnesses)->Iterations(5);

void article_page(benchmark::State& state) {
  const Reader reader = Filled::instance().archive().reader();
  measure(state, [&](std::size_t i) {
    const auto number = static_cast<std::int64_t>(i * 7919) % article_count() + 1;
    benchmark::DoNotOptimize(reader.article_page(ArticleId{number}));
  });
}
BENCHMARK(article_page)->Iterations(500);

void story_page_of_the_largest(benchmark::State& state) {
  const Reader reader = Filled::instance().archive().reader();
  measure(state, [&](std::size_t) {
    benchmark::DoNotOptimize(reader.story_page(StoryId{1}, {"", 100}));
  });
}
BENCHMARK(story_page_of_the_largest)->Iterations(50);

}  // namespace
}  // namespace depesche
