// What the words of one language come to: stems, names, numbers, countries, and what stands inside
// long ones. Worked out once per spelling and remembered, so that a stream costs a look-up a word.
//
// Inside the module. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "text/names.h"
#include "text/part_words.h"
#include "text/stem.h"
#include "text/term_hash.h"
#include "text/tokens.h"

namespace depesche::story {

/// What a surface form comes to.
struct Word {
  std::uint32_t stem = 0;    // 0: a stop word or noise
  std::uint32_t name = 0;    // 0: not capitalised, or too short to name anything
  std::uint32_t number = 0;  // 0: no number
  std::uint32_t country = 0;
  std::uint32_t region = 0;
  bool begins_country = false;   // perhaps
  bool is_stop_acronym = false;  // US, WHO: no stop word where others have small letters
  std::vector<std::uint32_t> pieces;
  std::vector<std::uint32_t> inside;  // stems of the words inside a German compound
  NameWord name_word;
  std::uint32_t ending = 0;  // the word as it ends a name: without genitive
};

class Vocabulary {
 public:
  explicit Vocabulary(std::string_view language);

  const std::string& language() const { return language_; }

  /// Valid until make_room().
  const Word& look_up(std::string_view surface, const Token& token) {
    if (const Word* known = recent_.find(surface)) return *known;
    const Word* known = earlier_.find(surface);
    return recent_.add(surface, known != nullptr ? *known : make(surface, token));
  }

  /// Between two articles: where it remembers much, it forgets what no article has had for long.
  void make_room();

  /// Of the country whose name begins there, the longest, how many words that takes; else 0.
  std::size_t country_at(const std::vector<const Word*>& words, std::size_t at,
                         std::uint32_t& country) const;

 private:
  class Memory {
   public:
    const Word* find(std::string_view surface) const {
      const auto known = places_.find(surface);
      return known != places_.end() ? known->second : nullptr;
    }
    const Word& add(std::string_view surface, Word word) {
      words_.push_back(std::move(word));
      places_.emplace(surface, &words_.back());
      return words_.back();
    }
    std::size_t size() const { return words_.size(); }

   private:
    std::deque<Word> words_;  // never moved
    boost::unordered_flat_map<std::string, const Word*, WordHash, std::equal_to<>> places_;
  };

  Word make(std::string_view surface, const Token& token);
  std::uint32_t country(std::string_view plain) const;
  std::uint32_t inflected_country(std::string_view folded);
  std::uint32_t stem_of(std::string_view folded);

  struct CountryPhrase {
    std::vector<std::uint32_t> stems;
    std::uint32_t country;
  };

  std::string language_;
  Stemmer stemmer_;
  bool joins_words_;
  PartWords part_words_;  // the list alone: what an article comes to depends on nothing else
  std::vector<std::pair<std::string, std::string>> countries_;
  std::map<std::string, std::string, std::less<>> stems_of_countries_;
  boost::unordered_flat_map<std::uint32_t, std::vector<CountryPhrase>> phrases_;  // by first stem
  Memory recent_;
  Memory earlier_;  // what is met again of it is recent, too
};

}  // namespace depesche::story
