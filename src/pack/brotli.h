// Brotli (RFC 7932) with a limit on what comes out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "pack/unfolding.h"

namespace depesche {

/// TooLarge beyond `max_bytes`; Malformed where the bytes end early or are broken.
Result<std::string> brotli_decompress(std::string_view bytes, std::size_t max_bytes);

/// The same, as far as the bytes go.
Unfolding unfold_brotli(std::string_view bytes, std::size_t max_bytes);

/// For assets packed once: quality 11 is slow and small.
std::string brotli_compress(std::string_view bytes, int quality = 11);

}  // namespace depesche
