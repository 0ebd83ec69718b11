// Sorting by numbers that are spread evenly, as hashes are: dealt out by their upper bits first, so
// that there is little left to compare, which costs most where nothing can be foreseen. Others are
// sorted as well, only no faster than by comparing alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace depesche {

/// `hash_of` gives 32 bits. Which of two with the same hash comes first is not to be relied on.
template <class T, class HashOf>
void sort_by_hash(std::vector<T>& values, HashOf&& hash_of) {
  const auto is_before = [&](const T& a, const T& b) { return hash_of(a) < hash_of(b); };
  constexpr std::size_t kFew = 32;
  if (values.size() < kFew) return std::sort(values.begin(), values.end(), is_before);
  constexpr std::size_t kPiles = 256;
  std::array<std::uint32_t, kPiles + 1> begins{};
  const auto pile_of = [&](const T& value) { return std::uint32_t{hash_of(value)} >> 24; };
  for (const T& value : values) ++begins[pile_of(value) + 1];
  for (std::size_t i = 0; i < kPiles; ++i) begins[i + 1] += begins[i];
  std::vector<T> dealt(values.size());
  std::array<std::uint32_t, kPiles + 1> next = begins;
  for (const T& value : values) dealt[next[pile_of(value)]++] = value;
  for (std::size_t i = 0; i < kPiles; ++i) {
    const auto begin = dealt.begin() + begins[i];
    const auto end = dealt.begin() + begins[i + 1];
    if (end - begin > 1) std::sort(begin, end, is_before);
  }
  values.swap(dealt);
}

}  // namespace depesche
