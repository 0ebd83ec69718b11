// An article with its words looked up: where what stands, and which terms and names that gives.
//
//   headline   kicker   standfirst, or how the text opens   body   words of the address
//
// Inside the module. Both making terms and spelling them back walk this way, so a word is found
// again where it came from. A part is read when a walk comes to it, and once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "story/analysis.h"
#include "story/fact_words.h"
#include "story/term_hash_of.h"
#include "story/vocabulary.h"
#include "text/names.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche::story {

enum class Field { Headline, Lede, Body, Address };

/// A text with its words looked up; refers to both.
struct ReadText {
  std::string_view text;
  Field field = Field::Body;
  std::vector<Token> tokens;
  std::vector<const Word*> words;   // one that is nothing for ideographs
  bool is_in_capitals = false;      // all of it; told only where an acronym stands in it
  bool says_what_it_is_on = false;  // headline, lede, and how a short text goes on

  std::string_view between(std::size_t first, std::size_t last) const {
    return text.substr(tokens[first].begin, tokens[last].end() - tokens[first].begin);
  }
  NameMarks marks(std::size_t at) const { return words[at]->name_word.marks; }
  std::vector<NameWord> name_words() const;

  /// A score that begins there, which German writes 3:1 and English 3-1; empty where none does.
  std::string_view score_at(std::size_t at) const;
  /// Of what would be a stop word in small letters, like US and WHO: that it is none, for the text
  /// and a neighbour have small letters.
  bool is_acronym(std::size_t at) const;
  /// "Präsident Olmedo": the second.
  bool is_titled(std::size_t at) const;
};

/// An article with its words looked up; refers to it and to the vocabulary, in which nothing else
/// is looked up by way of another meanwhile.
class ReadArticle {
 public:
  ReadArticle(const Article& article, Vocabulary& vocabulary);
  ReadArticle(const ReadArticle&) = delete;
  ReadArticle& operator=(const ReadArticle&) = delete;

  const std::string& language() const { return vocabulary_.language(); }
  Vocabulary& vocabulary() const { return vocabulary_; }

  /// Hands every term to `sink(hash, kind, field, surface)` until `is_done()`.
  template <class Sink, class IsDone>
  void each_term(Sink&& sink, IsDone&& is_done) {
    for (Part& part : parts_) {
      if (is_done()) return;
      each_term_of(read(part), sink);
    }
  }

  /// Hands the words of each name of several and of each behind a title, and how it is spelled, to
  /// `sink(words, surface)`.
  template <class Sink>
  void each_name(Sink&& sink) {
    NameFinder finder(vocabulary_.language());
    for (Part& part : parts_) {
      const ReadText& read = this->read(part);
      finder.read(read.text, read.tokens, read.name_words());
    }
    for (Part& part : parts_) {
      const ReadText& read = this->read(part);
      for (std::size_t at = 1; at < read.words.size(); ++at) {
        if (read.is_titled(at))
          sink(std::span(read.words.begin() + static_cast<std::ptrdiff_t>(at), 1),
               read.between(at, at));
      }
      for (const NameSpan& span : finder.find(read.text, read.tokens, read.name_words())) {
        const std::span words(read.words.begin() + span.first, read.words.begin() + span.last + 1);
        sink(words, read.between(span.first, span.last));
      }
    }
  }

 private:
  struct Part {
    std::string_view text;
    Field field = Field::Body;
    std::optional<ReadText> read = {};
  };
  const ReadText& read(Part& part);

  template <class Sink>
  void each_term_of(const ReadText& read, Sink&& sink) {
    const std::vector<Token>& tokens = read.tokens;
    const Field field = read.field;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      const Token& token = tokens[at];
      const std::string_view surface = token.of(read.text);
      if (const std::string_view score = read.score_at(at); !score.empty()) {
        const std::string spelled =
            std::string(surface) + ":" + std::string(tokens[at + 1].of(read.text));
        sink(hash_of(spelled, TermKind::Number), TermKind::Number, field, score);
      }
      if (read.says_what_it_is_on) {
        if (const auto fact = fact_at(read, at, vocabulary_)) {
          sink(fact->hash, fact->kind, field, read.between(fact->first, fact->last));
        }
      }
      if (token.kind == TokenKind::Ideographic) {
        const std::vector<std::uint32_t> bounds = character_bounds(surface);
        for (std::size_t i = 0; i + 2 < bounds.size(); ++i) {
          const std::string_view pair = surface.substr(bounds[i], bounds[i + 2] - bounds[i]);
          sink(hash_of(pair, TermKind::Word), TermKind::Word, field, pair);
        }
        continue;
      }
      const Word& word = *read.words[at];
      if (word.is_stop_acronym && !read.is_acronym(at)) continue;
      // As a word, US would be the rarest of an English stream's first days.
      if (word.stem != 0 && !word.is_stop_acronym) sink(word.stem, TermKind::Word, field, surface);
      if (word.name != 0) sink(word.name, TermKind::Name, field, surface);
      if (word.number != 0) sink(word.number, TermKind::Number, field, surface);
      if (word.country != 0) sink(word.country, TermKind::Country, field, surface);
      if (word.begins_country) {
        std::uint32_t country = 0;
        const std::size_t size = vocabulary_.country_at(read.words, at, country);
        if (size > 0) sink(country, TermKind::Country, field, read.between(at, at + size - 1));
      }
      if (field == Field::Body || word.stem == 0) continue;
      const WordParts& parts = vocabulary_.parts_of(surface, token);
      if (parts.region != 0) sink(parts.region, TermKind::Region, field, surface);
      for (std::uint32_t part : parts.inside) sink(part, TermKind::Word, field, surface);
      for (std::uint32_t piece : parts.pieces) sink(piece, TermKind::Piece, field, surface);
    }
  }

  Vocabulary& vocabulary_;
  std::string address_;
  std::array<Part, 5> parts_;
};

}  // namespace depesche::story
