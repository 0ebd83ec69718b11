// What the full-text index stores and what a query looks for.
//
// The index knows only words parted by spaces, so everything a language needs is done here:
// folding, stems, bigrams for scripts without spaces ("東京都" → 東京 · 京都), and for German the
// words inside compounds, as far as `words` knows them. Both sides of a search must use the same
// functions.
//
//   "Die Häuser am Rhein" (de) → "haus rhein"
//   "Ein Juwelenraub" (de) → "juwelenraub +juwel +raub"
//
// A term that begins with kInside stands inside the word before it, and at the same place
// (store/sqlite/full_text.h): phrases go past it and the length of a text does not grow. Parts are
// terms of their own because a word alone says more than inside another: a search ranks them lower,
// and one in quotation marks does not mean them.
//
// Stop words are left out: they match everywhere, and ranking over them is what makes a search
// slow.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/part_words.h"

namespace depesche {

inline constexpr char kInside = '+';  // no word has it

/// Space-joined terms of a text, in order. `language` is BCP 47 or empty. With `words`, German
/// nouns are followed by what stands inside them.
std::string index_terms(std::string_view text, std::string_view language,
                        const PartWords* words = nullptr);

/// What index_terms() gives, some times as fast: it remembers the words it met. Bounded; not
/// thread-safe.
class TermIndexer {
 public:
  TermIndexer();
  ~TermIndexer();
  TermIndexer(TermIndexer&&) noexcept;
  TermIndexer& operator=(TermIndexer&&) noexcept;

  std::string terms(std::string_view text, std::string_view language);
  /// From now on compounds are parted by these; null: none is.
  void part_by(std::shared_ptr<const PartWords> words);

 private:
  struct Language;
  std::shared_ptr<const PartWords> words_;
  std::map<std::string, Language, std::less<>> languages_;
};

/// A term of a query: alternatives (one per language asked for), any of which may match.
struct QueryTerm {
  std::vector<std::string> alternatives;  // never empty, no duplicates
  bool is_prefix = false;                 // written with a trailing *
  /// The same inside German compounds (the stem alone); empty: not looked for.
  std::string inside;
  /// Stems of the term's own parts, which may stand apart: Hafenerweiterung, Erweiterung des
  /// Hafens.
  std::vector<std::string> apart;
};

struct Query {
  /// Each must match; a phrase ("in quotes") is a list of more than one term in order.
  std::vector<std::vector<QueryTerm>> all_of;
  std::vector<std::vector<QueryTerm>> none_of;  // written with a leading minus
};

/// Reads what a person typed: words, "phrases", -excluded, prefix*. Never fails: what cannot be
/// understood is a word. At most 32 terms are kept. A query of stop words only keeps them. With
/// German among the languages, words that are not in quotes are also looked for inside compounds
/// and, as far as `words` knows them, their parts apart.
Query read_query(std::string_view typed, const std::vector<std::string>& languages,
                 const PartWords* words = nullptr);

/// The query in SQLite's FTS5 language, every term quoted; empty when nothing is asked for.
std::string fts5_match(const Query& query);

}  // namespace depesche
