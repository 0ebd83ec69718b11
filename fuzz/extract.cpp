// Whatever the page, extraction ends, and an article has valid text and news a headline.
#include "extract/extract.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/utf8.h"

using namespace depesche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string page(reinterpret_cast<const char*>(bytes), size);
  const std::chrono::sys_seconds now{std::chrono::seconds(1731499200)};
  const Result<Article> news = extract_article(
      page, {.url = "https://www.example.org/news/1", .content_type = {}, .now = now});
  assert(!news || !news->title.empty());
  assert(!news || is_valid_utf8(news->rights.license));
  const Result<Article> article =
      extract_article(page, {.url = {}, .content_type = {}, .now = now});
  if (!article) return 0;
  assert(!article->text.empty() || !article->blocks.empty());
  assert(is_valid_utf8(article->title) && is_valid_utf8(article->text));
  assert(!article->published || article->published->at <= now + std::chrono::days(1));
  return 0;
}
