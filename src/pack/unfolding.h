// What came out of packed bytes, and how far they went.
//
// For readers that may do with a part: a page that was cut at a limit is unfolded as far as it
// goes. Those who want all or nothing ask gunzip(), inflate(), brotli_decompress() or
// zstd_decompress(), which are made of the same.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace depesche {

enum class Ending {
  Whole,   // all of it
  Full,    // there was more than the caller was ready to hold
  Early,   // the packed bytes end before their content does
  Broken,  // they are not what they should be
};

struct Unfolding {
  std::string bytes;  // never more than the caller allowed; what came before the trouble, if any
  Ending ending = Ending::Whole;
};

/// All or nothing: TooLarge where it is Full, Malformed where it is Early or Broken.
Result<std::string> whole(Unfolding unfolding, std::size_t max_bytes);

}  // namespace depesche
