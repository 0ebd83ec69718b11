// Two bodies, parted by a line of dashes; their first lines are the headlines.
#include "redline/redline.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "redline/comparable.h"
#include "redline/word_differences.h"
#include "text/utf8.h"

namespace {

depesche::Article article_of(std::string_view text) {
  depesche::Article article;
  article.language = "de";
  for (bool first = true; !text.empty(); first = false) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    if (first) {
      article.title = line;
    } else {
      article.blocks.push_back({depesche::BlockKind::Paragraph, line, line, 0, {}, {}});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return article;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string text =
      repair_utf8(std::string_view(reinterpret_cast<const char*>(bytes), size));
  const std::size_t part = std::min(text.find("\n---\n"), text.size());
  const Article before = article_of(std::string_view(text).substr(0, part));
  const Article after = article_of(std::string_view(text).substr(std::min(part + 5, text.size())));
  assert(revision_kinds(before, before).empty());
  const Redline line = compare_versions(before, after);
  const bool differs = !line.headline.empty() || !line.passages.empty();
  assert(line.kinds.empty() != differs);
  assert(line.kinds == revision_kinds(before, after));

  // The differences are a way from one text to the other.
  const auto a = redline::body_words(before);
  const auto b = redline::body_words(after);
  std::size_t i = 0;
  std::size_t j = 0;
  const auto walk_same = [&](std::size_t until) {
    for (; i < until; ++i, ++j) assert(j < b.size() && a[i].key == b[j].key);
  };
  for (const redline::Hunk& hunk : redline::word_differences(a, b)) {
    walk_same(hunk.a_begin);
    assert(j == hunk.b_begin && hunk.a_end <= a.size() && hunk.b_end <= b.size());
    i = hunk.a_end;
    j = hunk.b_end;
  }
  walk_same(a.size());
  assert(j == b.size());
  return 0;
}
