// Zstandard (RFC 8878) with a limit on what comes out.
//
// The store keeps bodies in it, and servers send it. Frames that follow each other are joined. The
// size a frame claims is not believed beyond 128 KB: memory grows with what really comes out, and
// the window a frame may ask for is bounded too. A few contexts are kept for whoever comes next.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "pack/unfolding.h"

namespace depesche {

/// One frame with a checksum. Measured on article texts: level 3, zstd's own default, is a
/// hundredth smaller than 1 and takes half as long again; 19 is a tenth smaller and thirty times
/// slower.
std::string zstd_compress(std::string_view bytes, int level = 1);

/// TooLarge beyond `max_bytes`; Malformed where the bytes end early or do not check out.
Result<std::string> zstd_decompress(std::string_view bytes, std::size_t max_bytes);

/// The same, as far as the bytes go.
Unfolding unfold_zstd(std::string_view bytes, std::size_t max_bytes);

}  // namespace depesche
