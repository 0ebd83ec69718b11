// Decoding any bytes under any claim gives valid UTF-8.
#include "html/charset.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/charset.h"
#include "text/utf8.h"

// The first line is the Content-Type header, the rest the page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string_view all(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = all.find('\n');
  const std::string_view header = all.substr(0, line);
  const std::string_view page = line == std::string_view::npos ? all : all.substr(line + 1);
  const html::DecodedPage decoded = html::decode_page(page, header);
  assert(is_valid_utf8(decoded.utf8));
  assert(!encoding_name(decoded.label).empty());
  if (const Result<std::string> text = to_utf8(page, header)) assert(is_valid_utf8(*text));
  return 0;
}
