// What the full-text index stores and what a query looks for.
//
// The index knows only words parted by spaces, so everything a language needs is done here:
// folding, stems, bigrams for scripts without spaces ("東京都" → 東京 · 京都), and for German the
// parts of compounds that the vocabulary knows. Both sides of a search must use the same functions.
//
//   "Die Häuser am Rhein" (de) → "haus rhein"
//
// Stop words are left out: they match everywhere, and ranking over them is what makes a search
// slow.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/compounds.h"

namespace depesche {

/// Space-joined terms of a text, in order. `language` is BCP 47 or empty. `vocabulary`, when given,
/// is asked for compound parts of German words; parts follow their word.
std::string index_terms(std::string_view text, std::string_view language,
                        const WordCount& vocabulary = {});

/// What index_terms() without a vocabulary gives, some times as fast: it remembers the words it
/// met. Bounded; not thread-safe.
class TermIndexer {
 public:
  TermIndexer();
  ~TermIndexer();
  TermIndexer(TermIndexer&&) noexcept;
  TermIndexer& operator=(TermIndexer&&) noexcept;

  std::string terms(std::string_view text, std::string_view language);

 private:
  struct Language;
  std::map<std::string, Language, std::less<>> languages_;
};

/// A term of a query: alternatives (one per language asked for), any of which may match.
struct QueryTerm {
  std::vector<std::string> alternatives;  // never empty, no duplicates
  bool is_prefix = false;                 // written with a trailing *
};

struct Query {
  /// Each must match; a phrase ("in quotes") is a list of more than one term in order.
  std::vector<std::vector<QueryTerm>> all_of;
  std::vector<std::vector<QueryTerm>> none_of;  // written with a leading minus
};

/// Reads what a person typed: words, "phrases", -excluded, prefix*. Never fails: what cannot be
/// understood is a word. At most 32 terms are kept. A query of stop words only keeps them.
Query read_query(std::string_view typed, const std::vector<std::string>& languages);

/// The query in SQLite's FTS5 language, every term quoted; empty when nothing is asked for.
std::string fts5_match(const Query& query);

}  // namespace depesche
