// Tells at once of most words that a list does not have them: by their first two bytes and length.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace depesche::extract {

class WordFilter {
 public:
  static constexpr std::size_t kLongest = 63;  // bytes; no longer word may be added

  void add(std::string_view word) { lengths_[place_of(word)] |= std::uint64_t{1} << word.size(); }
  /// False: no such word was added. `word` must not be empty.
  bool may_hold(std::string_view word) const {
    return word.size() <= kLongest && (lengths_[place_of(word)] >> word.size() & 1) != 0;
  }

 private:
  static constexpr std::size_t kPlaces = 1024;

  static std::size_t place_of(std::string_view word) {
    const auto first = static_cast<unsigned char>(word[0]);
    const auto second = static_cast<unsigned char>(word.size() > 1 ? word[1] : 0);
    return (first * 31U + second) % kPlaces;
  }

  std::array<std::uint64_t, kPlaces> lengths_{};
};

}  // namespace depesche::extract
