// Stored articles: whatever the bytes, reading ends, and what was read is written the same again.
#include "store/rows/article_codec.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string_view given(reinterpret_cast<const char*>(bytes), size);
  if (const Result<Article> article = decode_article(given)) {
    const Result<Article> again = decode_article(encode_article(*article));
    assert(again && *again == *article);
  }
  static_cast<void>(unpack_article(given));
  return 0;
}
