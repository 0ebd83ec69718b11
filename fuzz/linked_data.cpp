// JSON-LD as pages have it: two scripts, parted by a line of "---". Whatever they hold, they are
// read or left out, and what is said of the article is valid text.
#include "extract/page/linked_data.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/utf8.h"

using namespace depesche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // Scripts stand in a page that was made valid.
  const std::string all = repair_utf8(std::string_view(reinterpret_cast<const char*>(bytes), size));
  const std::string_view text = all;
  constexpr std::string_view kBetween = "\n---\n";
  const std::size_t between = std::min(text.find(kBetween), text.size());
  extract::LinkedData linked;
  linked.add(text.substr(0, between));
  if (between < text.size()) linked.add(text.substr(between + kBetween.size()));
  const json::Value* article = linked.article("Bridge closed after storm");
  (void)linked.object_of_type("VideoObject");
  if (article == nullptr) return 0;
  assert(article->is_object() && !extract::types_of(*article).empty());
  for (const auto& [name, member] : article->members()) {
    assert(is_valid_utf8(extract::text_at(*article, name)));
    (void)linked.resolved(member);
  }
  return 0;
}
