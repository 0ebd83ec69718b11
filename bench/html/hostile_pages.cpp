// The worst cost per byte over all hostile pages, beside that of the median real page (where the
// evaluation data are at hand, DEPESCHE_EVAL_DATA) or of a plain one made here. CPU time of one
// thread. A page that is cut for its many elements costs little a byte, so each is made in several
// sizes, and its dearest counts.
//
//   build/bench/bench/hostile_pages [BYTES…]
//   build/bench/bench/hostile_pages --write FOLDER [BYTES]    the pages as files, for bench/memory
#include "tests/support/hostile_pages.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "html/charset.h"
#include "html/tree.h"
#include "pack/gzip.h"
#include "tests/support/cpu_time.h"

using namespace depesche;

namespace {

double nanoseconds_a_byte(const std::string& page) {
  // A small page is read often enough to be measured, whatever else goes on.
  const std::size_t times = 1 + 2'000'000 / page.size();
  std::size_t nodes = 0;
  const double seconds = test::cpu_seconds([&] {
    for (std::size_t i = 0; i < times; ++i) nodes += html::parse(page).size();
  });
  if (nodes == 0) std::abort();
  return seconds * 1e9 / static_cast<double>(times * page.size());
}

struct RealPages {
  std::vector<double> costs;  // in order
  std::size_t most_nodes = 0;
};

RealPages real_pages() {
  RealPages pages;
  const char* data = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(data ? data : "../shared") / "data" / "fundus" / "html";
  if (!std::filesystem::exists(folder)) {
    pages.costs = {nanoseconds_a_byte(test::made_plain_page(120'000))};
    return pages;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string packed{std::istreambuf_iterator<char>(file), {}};
    const auto bytes = gunzip(packed, 32u << 20);
    if (!bytes) continue;
    const std::string page = html::decode_page(*bytes).utf8;
    pages.costs.push_back(nanoseconds_a_byte(page));
    pages.most_nodes = std::max(pages.most_nodes, html::parse(page).size());
  }
  std::sort(pages.costs.begin(), pages.costs.end());
  return pages;
}

int write(const std::filesystem::path& folder, std::size_t bytes) {
  std::filesystem::create_directories(folder);
  const auto write_page = [&](std::string name, const std::string& page) {
    std::replace(name.begin(), name.end(), ' ', '_');
    std::ofstream(folder / (name + ".html"), std::ios::binary) << page;
  };
  for (const test::HostilePage& hostile : test::kHostilePages) {
    write_page(std::string(hostile.name), test::made(hostile, bytes));
  }
  write_page("a plain page", test::made_plain_page(bytes));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::size_t kBytes = 10'000'000;
  if (argc > 2 && std::string_view(argv[1]) == "--write") {
    return write(argv[2], argc > 3 ? std::strtoul(argv[3], nullptr, 10) : kBytes);
  }
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoul(argv[i], nullptr, 10));
  if (sizes.empty()) sizes = {200'000, 1'000'000, kBytes};
  const RealPages real = real_pages();
  const double median = real.costs[real.costs.size() / 2];
  std::printf("%zu pages: median %.2f ns a byte, dearest %.2f; at most %zu nodes\n",
              real.costs.size(), median, real.costs.back(), real.most_nodes);
  std::vector<std::pair<double, std::string_view>> costs;
  for (const test::HostilePage& hostile : test::kHostilePages) {
    double dearest = 0;
    for (const std::size_t bytes : sizes) {
      const std::string page = test::made(hostile, bytes);
      double cost = nanoseconds_a_byte(page);
      // What looks dear is looked at again: other work on the machine is no fault of the page.
      for (int i = 0; i < 4 && cost > 5 * median; ++i) {
        cost = std::min(cost, nanoseconds_a_byte(page));
      }
      dearest = std::max(dearest, cost);
    }
    costs.emplace_back(dearest, hostile.name);
  }
  std::sort(costs.rbegin(), costs.rend());
  for (const auto& [cost, name] : costs) {
    std::printf("%7.2f ns a byte  %5.1f x  %.*s\n", cost, cost / median,
                static_cast<int>(name.size()), name.data());
  }
  std::printf("worst: %.1f times the median page\n", costs.front().first / median);
  return 0;
}
