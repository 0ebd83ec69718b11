// What an outlet changed between two versions of a report: which words, and of what kind.
//
//   before  Bei dem Brand starben drei Menschen.      headline, number …
//   after   Bei dem Brand starben vier Menschen.      … starben [-drei-] {+vier+} Menschen.
//
// What a reader takes for the same is no difference: white space, quotation marks and dashes, upper
// and lower case, soft hyphens, grouped numerals, paragraphs that are cut elsewhere, and lines that
// are the page's and not the report's (links to other reports, stamps of when it was changed).
//
// Which of the differences are names is a guess from how they are written: German writes every noun
// with a capital, so there a name needs a neighbour with one, or a spelling near the other's.
//
// Pure and thread-safe; time and memory are bounded (redline/word_differences.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/revision.h"

namespace depesche {

enum class PieceKind { Same, Removed, Added };

/// Words as they were written, joined by single spaces.
struct Piece {
  PieceKind kind = PieceKind::Same;
  std::string text;
  friend bool operator==(const Piece&, const Piece&) = default;
};

/// One place in the text, with some words around what changed.
struct ChangedPassage {
  std::vector<Piece> pieces;
  bool begins_inside = false;  // there is more of the paragraph before …
  bool ends_inside = false;    // … or behind it
};

struct Redline {
  std::vector<RevisionKind> kinds;       // in their order, each once; empty: nothing was changed
  std::vector<Piece> headline;           // empty where it stayed
  std::vector<ChangedPassage> passages;  // in order, at most `kMostPassages`
  std::size_t left_out = 0;              // passages beyond those
  std::size_t removed = 0;               // words, all of them
  std::size_t added = 0;
};
inline constexpr std::size_t kMostPassages = 40;

Redline compare_versions(const Article& before, const Article& after);

/// The kinds alone: what decides whether there is a revision at all.
std::vector<RevisionKind> revision_kinds(const Article& before, const Article& after);

/// How much of the shorter text also stands in the longer one, in per mille of its words.
int common_permille(const Article& a, const Article& b);

}  // namespace depesche
