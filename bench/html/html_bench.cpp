// How fast pages are read: real ones where the evaluation data are at hand (DEPESCHE_EVAL_DATA),
// else one made here. Bytes per second are of UTF-8 HTML, one core.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "html/charset.h"
#include "html/sanitise.h"
#include "html/text_content.h"
#include "html/tree.h"
#include "pack/gzip.h"

namespace depesche::html {
namespace {

std::string made_page() {
  std::string page = "<!doctype html><html lang=en><head><title>Bridge</title></head><body>";
  for (int i = 0; i < 2000; ++i) {
    page +=
        "<div class=\"teaser teaser--small\" data-id=\"" + std::to_string(i) +
        "\"><a href=\"/news/" + std::to_string(i) +
        "?a=1&amp;b=2\"><h3>A headline</h3><p>Some <b>words</b> &ndash; and more.</p></a></div>\n";
  }
  return page;
}

std::vector<std::string> load_pages() {
  constexpr std::size_t kMaxPage = 32u << 20;
  std::vector<std::string> pages;
  const char* data = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(data ? data : "../shared") / "data" / "fundus" / "html";
  if (std::filesystem::exists(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string packed{std::istreambuf_iterator<char>(file), {}};
      if (const auto bytes = gunzip(packed, kMaxPage)) pages.push_back(decode_page(*bytes).utf8);
    }
  }
  if (pages.empty()) pages.push_back(made_page());
  return pages;
}

const std::vector<std::string>& pages() {
  static const std::vector<std::string> loaded = load_pages();
  return loaded;
}

template <class Work>
void over_pages(benchmark::State& state, Work work) {
  std::size_t bytes = 0, count = 0;
  pages();
  for (auto _ : state) {
    for (const std::string& page : pages()) {
      work(page);
      bytes += page.size();
      ++count;
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(count));
}

void parse_pages(benchmark::State& state) {
  over_pages(state, [](const std::string& page) { benchmark::DoNotOptimize(parse(page).size()); });
}
BENCHMARK(parse_pages)->Unit(benchmark::kMillisecond);

void parse_and_read_text(benchmark::State& state) {
  over_pages(state, [](const std::string& page) {
    const Tree tree = parse(page);
    benchmark::DoNotOptimize(text_content(tree, tree.body()).size());
  });
}
BENCHMARK(parse_and_read_text)->Unit(benchmark::kMillisecond);

void sanitise_pages(benchmark::State& state) {
  over_pages(state, [](const std::string& page) {
    benchmark::DoNotOptimize(sanitise_fragment(page, "https://news.example/").size());
  });
}
BENCHMARK(sanitise_pages)->Unit(benchmark::kMillisecond);

void sniff_charsets(benchmark::State& state) {
  over_pages(state, [](const std::string& page) {
    benchmark::DoNotOptimize(decode_page(page, "text/html").utf8.size());
  });
}
BENCHMARK(sniff_charsets)->Unit(benchmark::kMillisecond);

// Ten megabytes of what makes other readers slow; each must take a fraction of a second.
constexpr std::string_view kHostile[] = {
    "<div>",
    "<",
    "<a b=c ",
    "&",
    "<a b=\"",
    "<b><p>",
    "</x>",
    "<x>",
    "<li><ul>",
    "<p></li>",
    "<table><td>",
    "<a><div></a>",
    "<y></z>",
    "<svg>",
    "a&amp;</x y='&amp;'>",
    "<!-",
    "<script><!--",
    "&#1;",
};

void parse_hostile(benchmark::State& state) {
  constexpr std::size_t kBytes = 10'000'000;
  const std::string_view unit = kHostile[state.range(0)];
  std::string page;
  while (page.size() + unit.size() <= kBytes) page += unit;
  for (auto _ : state) benchmark::DoNotOptimize(parse(page).size());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * page.size()));
  state.SetLabel(std::string(unit));
}
BENCHMARK(parse_hostile)->DenseRange(0, std::size(kHostile) - 1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace depesche::html
