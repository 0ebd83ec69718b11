// The words German compounds are made of, and how common each is.
//
// Begins with a short list of our own of plain words (part_words_*.inc); the rest is learned from
// the texts it reads. What stands inside a sentence with a capital is counted as a noun. A count is
// kept by the hash of its word, so what was learned holds no text; when there are kMostWords all
// counts are halved and what comes to nothing is forgotten. So memory is bounded, and the same
// texts in the same order give the same counts.
//
// Not thread-safe while it reads; const members are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

class PartWords {
 public:
  static constexpr std::size_t kMostWords = 60'000;

  struct Use {
    std::uint32_t as_noun = 0;
    std::uint32_t otherwise = 0;
    bool is_whole = false;  // in the list: known as it is, and not to be parted
    std::uint32_t total() const { return as_noun + otherwise; }
  };

  /// Learns from the beginning of a German text.
  void read(std::string_view text);
  /// What was learned and what the list gives together. Nothing for endings and particles that are
  /// words as well: parting there goes wrong more often than right.
  Use find(std::string_view folded) const;
  bool is_whole(std::string_view folded) const;
  /// Fewer are chance: misspellings, names, foreign words.
  std::uint32_t least() const;

  std::uint64_t texts() const { return texts_; }
  std::size_t size() const { return size_; }

  /// What was learned, for the store: by hash, differences and counts as varints.
  std::string bytes() const;
  /// Nothing when damaged.
  static std::optional<PartWords> from(std::string_view bytes);

 private:
  struct Slot {
    std::uint32_t hash = 0;  // 0: free
    std::uint16_t as_noun = 0;
    std::uint16_t otherwise = 0;
  };
  Slot& place(std::uint32_t hash);
  void count(std::uint32_t hash, bool as_noun);
  void rebuild(std::size_t slots);
  void fade();

  std::vector<Slot> slots_;  // open addressing, at most half full; a power of two, or none
  std::size_t size_ = 0;
  std::uint64_t texts_ = 0;
  std::uint64_t words_ = 0;  // counted, halved with the counts
};

}  // namespace depesche
