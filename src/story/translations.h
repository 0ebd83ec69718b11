// What German words may be called in English, stem by stem: by it a German and an English report
// meet on more than names and numbers.
//
// Made once from a word list that is installed beside the program (text/word_list.h) and then only
// read. An analysis keeps what it found, so a replay needs no word list, and another one changes
// nothing behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace depesche {

class Translations {
 public:
  Translations() = default;
  /// Of Ding's list; stop words and what is shorter than three letters are left out.
  static Translations from_ding(std::string_view ding);

  /// Terms of English words (TermKind::Word), at most four; `german` is one of a German word.
  std::span<const std::uint32_t> of(std::uint32_t german) const;
  bool is_empty() const { return words_.empty(); }

 private:
  friend class TranslationsMaker;
  struct Entry {
    std::uint32_t german;
    std::uint32_t first;  // place among the meanings
  };
  std::vector<Entry> words_;  // sorted; a last one ends the meanings
  std::vector<std::uint32_t> meanings_;
};

/// Makes them of a list that comes line by line.
class TranslationsMaker {
 public:
  TranslationsMaker();
  ~TranslationsMaker();
  TranslationsMaker(const TranslationsMaker&) = delete;
  TranslationsMaker& operator=(const TranslationsMaker&) = delete;

  void add_line(std::string_view line);
  Translations take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Where to get them when the first German article comes; null where there are none.
using TranslationsSource = const Translations* (*)();

}  // namespace depesche
