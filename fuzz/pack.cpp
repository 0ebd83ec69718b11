// Foreign compressed bytes: never more than the limit comes out, and what comes out packs again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/zstd.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  constexpr std::size_t kLimit = 1 << 16;
  const std::string_view given(reinterpret_cast<const char*>(bytes), size);
  for (const auto& unpacked : {gunzip(given, kLimit), inflate(given, kLimit),
                               zstd_decompress(given, kLimit), brotli_decompress(given, kLimit)}) {
    if (!unpacked) continue;
    assert(unpacked->size() <= kLimit);
    assert(*gunzip(gzip(*unpacked, 1), kLimit) == *unpacked);
    assert(*zstd_decompress(zstd_compress(*unpacked, 1), kLimit) == *unpacked);
  }
  return 0;
}
