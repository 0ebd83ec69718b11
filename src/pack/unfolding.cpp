#include "pack/unfolding.h"

#include <utility>

namespace depesche {

Result<std::string> whole(Unfolding unfolding, std::size_t max_bytes) {
  switch (unfolding.ending) {
    case Ending::Whole:
      return std::move(unfolding.bytes);
    case Ending::Full:
      return Error{ErrorCode::TooLarge,
                   "unfolds to more than " + std::to_string(max_bytes) + " bytes"};
    case Ending::Early:
      return Error{ErrorCode::Malformed, "the compressed bytes end too early"};
    case Ending::Broken:
      break;
  }
  return Error{ErrorCode::Malformed, "the compressed bytes are broken"};
}

}  // namespace depesche
