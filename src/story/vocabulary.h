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
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/prefetch.h"
#include "story/fact_words.h"
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
  bool begins_country = false;   // perhaps
  bool is_stop_acronym = false;  // US, WHO: no stop word where others have small letters
  Cues cues;
  NameWord name_word;
  std::uint32_t ending = 0;  // the word as it ends a name: without genitive
};

/// What else it tells where it stands in few words, as in a headline; a body's would drown the
/// rest.
struct WordParts {
  std::uint32_t region = 0;
  std::uint32_t town = 0;             // that it names behind a word that leads to one; 0: none
  bool begins_town = false;           // with the next one
  std::vector<std::uint32_t> inside;  // stems of the words inside a German compound
  std::vector<std::uint32_t> pieces;
};

/// By spelling and its hash, the `most` met last and as many before them; the others are forgotten.
template <class T, std::size_t most>
class SpellingMemory {
 public:
  /// As it was made once; valid until make_room().
  template <class Make>
  const T& find_or(std::string_view surface, std::uint64_t hash, Make&& make) {
    if (const T* known = recent_.find(surface, hash)) return *known;
    const T* known = earlier_.find(surface, hash);
    return recent_.add(surface, hash, known != nullptr ? *known : make());
  }
  /// Tell the processor that find_or() is about to be asked: first, and when that has come.
  void prefetch_place(std::uint64_t hash) const { recent_.prefetch_place(hash); }
  void prefetch(std::uint64_t hash) const { recent_.prefetch(hash); }

  void make_room() {
    if (recent_.size() >= most) earlier_ = std::exchange(recent_, {});
  }
  std::size_t size() const { return recent_.size() + earlier_.size(); }

 private:
  /// Open addressing, at most half full.
  class Generation {
   public:
    const T* find(std::string_view surface, std::uint64_t hash) const {
      for (std::size_t at = place(hash); slots_[at].entry != nullptr; at = next(at)) {
        const Slot& slot = slots_[at];
        if (slot.hash == hash && slot.entry->spelling == surface) return &slot.entry->value;
      }
      return nullptr;
    }
    const T& add(std::string_view surface, std::uint64_t hash, T value) {
      entries_.push_back({std::string(surface), std::move(value)});
      if (2 * entries_.size() > slots_.size()) grow();
      put({hash, &entries_.back()});
      return entries_.back().value;
    }
    void prefetch_place(std::uint64_t hash) const { prefetch_line(&slots_[place(hash)]); }
    void prefetch(std::uint64_t hash) const { prefetch_line(slots_[place(hash)].entry); }
    std::size_t size() const { return entries_.size(); }

   private:
    struct Entry {
      std::string spelling;
      T value;
    };
    struct Slot {
      std::uint64_t hash = 0;
      const Entry* entry = nullptr;
    };
    std::size_t place(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
    void put(const Slot& slot) {
      std::size_t at = place(slot.hash);
      while (slots_[at].entry != nullptr) at = next(at);
      slots_[at] = slot;
    }
    void grow() {
      const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
      for (const Slot& slot : before) {
        if (slot.entry != nullptr) put(slot);
      }
    }

    std::deque<Entry> entries_;                        // never moved
    std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two
  };
  Generation recent_;
  Generation earlier_;  // what is met again of it is recent, too
};

/// What is remembered of all languages together, however many there are: those that are met most
/// have most of it.
struct RememberedWords {
  static constexpr std::size_t kMostWords = 32'768;
  static constexpr std::size_t kMostParted = 8'192;

  SpellingMemory<Word, kMostWords> words;
  SpellingMemory<WordParts, kMostParted> parts;
};

class Vocabulary {
 public:
  Vocabulary(std::string_view language, std::shared_ptr<RememberedWords> remembered);

  const std::string& language() const { return language_; }

  /// Of each token, valid until make_room(); one that is nothing for ideographs.
  std::vector<const Word*> look_up(std::string_view text, const std::vector<Token>& tokens);
  /// Of a word that has a stem; likewise.
  const WordParts& parts_of(std::string_view surface, const Token& token) {
    return remembered_->parts.find_or(surface, hash_of_spelling(surface),
                                      [&] { return part(surface, token); });
  }

  /// Between two articles: where it remembers much, it forgets what no article has had for long.
  void make_room();

  /// Of the country whose name begins there, the longest, how many words that takes; else 0.
  std::size_t country_at(const std::vector<const Word*>& words, std::size_t at,
                         std::uint32_t& country) const;

 private:
  static constexpr std::size_t kLongestWord = 64;  // bytes; longer ones are no words

  /// Another one in each language, which is all that tells apart what a spelling is in them.
  std::uint64_t hash_of_spelling(std::string_view surface) const {
    return term_hash(surface) ^ of_language_;
  }

  Word make(std::string_view surface, const Token& token);
  WordParts part(std::string_view surface, const Token& token);
  std::uint32_t country(std::string_view plain) const;
  std::uint32_t inflected_country(std::string_view folded);
  /// A city by its English name, whatever it is called here.
  std::string_view in_every_language(std::string_view name) const;
  std::uint32_t stem_of(std::string_view folded);
  Cues cues(std::string_view folded, std::uint32_t stem);
  bool may_be_town(std::string_view surface, std::string_view folded, std::string_view plain,
                   const WordParts& parts);
  std::uint32_t town(std::string_view plain) const;

  struct CountryPhrase {
    std::vector<std::uint32_t> stems;
    std::uint32_t country;
  };

  std::string language_;
  Stemmer stemmer_;
  bool joins_words_;
  PartWords part_words_;  // the list alone: what an article comes to depends on nothing else
  std::vector<std::pair<std::string, std::string>> countries_;
  std::vector<std::pair<std::string, std::string>> cities_;
  std::map<std::string, std::string, std::less<>> stems_of_countries_;
  boost::unordered_flat_map<std::uint32_t, Cues> days_;  // and months, by stem
  boost::unordered_flat_map<std::uint32_t, std::vector<CountryPhrase>> phrases_;  // by first stem
  std::uint64_t of_language_;
  std::shared_ptr<RememberedWords> remembered_;
};

}  // namespace depesche::story
