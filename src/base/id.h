// Row numbers that cannot be mixed up: an Id<struct StoryTag> is not an Id<struct ArticleTag>.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace depesche {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // positive; 0 is nobody
  explicit operator bool() const noexcept { return value != 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace depesche

template <class Tag>
struct std::hash<depesche::Id<Tag>> {
  std::size_t operator()(depesche::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
