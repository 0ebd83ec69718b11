// What the owner says of outlets.
//
// Part of the writing side: made for the moment from Archive::writer(). Each call is one
// transaction.
#pragma once

#include <optional>

#include "news/ids.h"

namespace depesche {

class Writer;

class Outlets {
 public:
  explicit Outlets(Writer& writer) : writer_(writer) {}

  /// Anonymous readers see so many characters of an excerpt at most from now on, also of articles
  /// that are here; 0: headline and link alone, nothing: as of all outlets. False where there is no
  /// such outlet.
  bool limit_excerpts(OutletId outlet, std::optional<int> characters);

 private:
  Writer& writer_;
};

}  // namespace depesche
