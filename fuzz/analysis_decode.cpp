// Whatever is decoded must encode to the same bytes again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "story/analysis.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view blob(reinterpret_cast<const char*>(bytes), size);
  const auto analysis = depesche::decode_analysis(blob);
  if (!analysis) return 0;
  const auto again = depesche::decode_analysis(depesche::encode(*analysis));
  assert(again && *again == *analysis);
  return 0;
}
