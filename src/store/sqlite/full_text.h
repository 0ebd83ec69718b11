// What SQLite's FTS5 needs from us: a tokenizer, a ranking function, and the way back to the words.
//
// - tokenizer `spaced`: the index gets words that `text` has already folded and stemmed; they are
//   parted by spaces and taken as they are. One that begins with kInside (text/index_terms.h) is
//   where the one before it is.
// - function `unpacked(blob)`: zstd back to text, for the view the index reads its old words from.
// - ranking `closeness(search_index, kinds)`: BM25 whose inverse document frequency is counted over
//   at most kCountedMatches rows a term. FTS5's own bm25() walks the whole list of every term at
//   each search, which took 23 to 127 ms for common words at 100,000 texts; beyond a few thousand
//   rows a term's weight is all but nothing anyway. `kinds` is what phrase_kinds() says of the
//   match.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

class Connection;

constexpr int kCountedMatches = 4096;

inline constexpr char kWordPhrase = 'w';
inline constexpr char kLesserPhrase =
    'p';  // a word inside another, or parts of one that stand apart

/// A letter for each phrase of an expression in FTS5's language, in order.
std::string phrase_kinds(std::string_view match);

void add_full_text_functions(Connection& db);

}  // namespace depesche
