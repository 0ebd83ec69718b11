// What words come to, remembered: a table of short texts for short words, in some thirty bytes a
// word. A map of strings takes a hundred, and each look at it two or three places in memory.
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

class WordMemo {
 public:
  static constexpr std::size_t kLongest = 255;  // bytes of a word, and of what it comes to

  /// What was put there; valid until the next put() or clear().
  std::optional<std::string_view> find(std::string_view word) const;
  /// A word that is not in it yet. Longer ones are not taken.
  void put(std::string_view word, std::string_view meaning);

  std::size_t size() const { return size_; }
  void clear();

 private:
  // Open addressing, at most three quarters full. Place 0 is nobody's.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t at = 0;  // in bytes_
  };
  void grow();
  std::size_t free_slot(std::uint32_t hash) const;

  std::vector<Slot> slots_;  // a power of two, or none
  std::string bytes_;        // of each: length of the word, of its meaning, the two
  std::size_t size_ = 0;
};

}  // namespace depesche
