// Whatever the list, its pairs are single words, and a list read twice over says the same twice.
#include "text/word_list.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/utf8.h"

using namespace depesche;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void check(std::string_view word) {
  assert(!word.empty());
  assert(is_valid_utf8(word));
  assert(word.find_first_of(" \t\r\n;|:()[]{}#/.") == std::string_view::npos);
}

Pairs read(std::string_view list) {
  Pairs out;
  each_translation(list, [&out](std::string_view german, std::string_view english) {
    check(german);
    check(english);
    out.emplace_back(german, english);
  });
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view list(reinterpret_cast<const char*>(bytes), size);
  const Pairs once = read(list);
  assert(once.size() <= 4 * list.size());
  const Pairs twice = read(std::string(list) + "\n" + std::string(list));
  assert(twice.size() == 2 * once.size());
  const auto middle = twice.begin() + static_cast<std::ptrdiff_t>(once.size());
  assert(std::equal(once.begin(), once.end(), twice.begin()));
  assert(std::equal(once.begin(), once.end(), middle));
  return 0;
}
