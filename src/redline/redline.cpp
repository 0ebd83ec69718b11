#include "redline/redline.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>

#include "redline/comparable.h"
#include "redline/kinds.h"
#include "redline/word_differences.h"

namespace depesche {
namespace {

using redline::Hunk;
using redline::Word;

constexpr std::size_t kContext = 12;  // words on either side of a difference

void append(std::vector<Piece>& pieces, PieceKind kind, std::span<const Word> words) {
  if (words.empty()) return;
  std::string text;
  for (const Word& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  if (!pieces.empty() && pieces.back().kind == kind) {
    pieces.back().text += ' ' + text;
  } else {
    pieces.push_back({kind, std::move(text)});
  }
}

std::vector<Piece> all_pieces(std::span<const Word> before, std::span<const Word> after,
                              const std::vector<Hunk>& hunks) {
  std::vector<Piece> pieces;
  std::size_t at = 0;
  for (const Hunk& hunk : hunks) {
    append(pieces, PieceKind::Same, after.subspan(at, hunk.b_begin - at));
    append(pieces, PieceKind::Removed, before.subspan(hunk.a_begin, hunk.a_end - hunk.a_begin));
    append(pieces, PieceKind::Added, after.subspan(hunk.b_begin, hunk.b_end - hunk.b_begin));
    at = hunk.b_end;
  }
  append(pieces, PieceKind::Same, after.subspan(at));
  return pieces;
}

/// What stands before the difference in its block, as far as the context goes and not before
/// `from`. Where words only went, the block is that of the word before them.
std::size_t context_begin(std::span<const Word> words, const Hunk& hunk, std::size_t from) {
  std::size_t begin = hunk.b_begin;
  if (begin == 0) return begin;
  const bool only_removed = hunk.b_begin == hunk.b_end;
  const std::uint32_t block = words[only_removed ? begin - 1 : begin].block;
  while (begin > from && hunk.b_begin - begin < kContext && words[begin - 1].block == block)
    --begin;
  return begin;
}

std::size_t context_end(std::span<const Word> words, const Hunk& hunk, std::size_t until) {
  std::size_t end = hunk.b_end;
  if (end >= words.size()) return end;
  const bool only_removed = hunk.b_begin == hunk.b_end;
  const std::uint32_t block = words[only_removed ? end : end - 1].block;
  while (end < until && end - hunk.b_end < kContext && words[end].block == block) ++end;
  return end;
}

/// The hunks with their surroundings, near ones together.
void set_passages(Redline& line, std::span<const Word> before, std::span<const Word> after,
                  const std::vector<Hunk>& hunks) {
  for (std::size_t i = 0; i < hunks.size();) {
    ChangedPassage passage;
    const std::size_t from = i == 0 ? 0 : hunks[i - 1].b_end;
    const std::size_t begin = context_begin(after, hunks[i], from);
    passage.begins_inside =
        begin > 0 && begin < after.size() && after[begin - 1].block == after[begin].block;
    append(passage.pieces, PieceKind::Same, after.subspan(begin, hunks[i].b_begin - begin));
    std::size_t end = begin;
    for (bool goes_on = true; goes_on; ++i) {
      const Hunk& hunk = hunks[i];
      append(passage.pieces, PieceKind::Removed,
             before.subspan(hunk.a_begin, hunk.a_end - hunk.a_begin));
      append(passage.pieces, PieceKind::Added,
             after.subspan(hunk.b_begin, hunk.b_end - hunk.b_begin));
      const std::size_t next = i + 1 < hunks.size() ? hunks[i + 1].b_begin : after.size();
      end = context_end(after, hunk, next);
      append(passage.pieces, PieceKind::Same, after.subspan(hunk.b_end, end - hunk.b_end));
      goes_on = i + 1 < hunks.size() && end == next;
    }
    passage.ends_inside = end > 0 && end < after.size() && after[end - 1].block == after[end].block;
    if (line.passages.size() == kMostPassages) {
      ++line.left_out;
    } else {
      line.passages.push_back(std::move(passage));
    }
  }
}

struct Versions {
  std::vector<Word> old_headline;
  std::vector<Word> new_headline;
  std::vector<Word> old_body;
  std::vector<Word> new_body;
  std::vector<Hunk> headline;
  std::vector<Hunk> body;
  std::vector<RevisionKind> kinds;
};

Versions read(const Article& before, const Article& after) {
  Versions out{redline::words_of(before.title),
               redline::words_of(after.title),
               redline::body_words(before),
               redline::body_words(after),
               {},
               {},
               {}};
  out.headline = redline::word_differences(out.old_headline, out.new_headline);
  out.body = redline::word_differences(out.old_body, out.new_body);
  const std::string& language = after.language.empty() ? before.language : after.language;
  std::vector<RevisionKind> kinds =
      redline::kinds_of({out.old_body, out.new_body, language}, out.body);
  if (!out.headline.empty()) {
    kinds.push_back(RevisionKind::Headline);
    for (const RevisionKind kind :
         redline::kinds_of({out.old_headline, out.new_headline, language}, out.headline)) {
      const bool is_told = kind == RevisionKind::Number || kind == RevisionKind::Name;
      if (is_told) kinds.push_back(kind);
    }
  }
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  out.kinds = std::move(kinds);
  return out;
}

}  // namespace

Redline compare_versions(const Article& before, const Article& after) {
  Versions versions = read(before, after);
  Redline line;
  line.kinds = std::move(versions.kinds);
  if (!versions.headline.empty()) {
    line.headline = all_pieces(versions.old_headline, versions.new_headline, versions.headline);
  }
  set_passages(line, versions.old_body, versions.new_body, versions.body);
  for (const auto* hunks : {&versions.headline, &versions.body}) {
    for (const Hunk& hunk : *hunks) {
      line.removed += hunk.a_end - hunk.a_begin;
      line.added += hunk.b_end - hunk.b_begin;
    }
  }
  return line;
}

std::vector<RevisionKind> revision_kinds(const Article& before, const Article& after) {
  return read(before, after).kinds;
}

int common_permille(const Article& a, const Article& b) {
  const auto keys = [](const Article& article) {
    std::vector<std::string> out;
    for (redline::Word& word : redline::body_words(article)) out.push_back(std::move(word.key));
    std::sort(out.begin(), out.end());
    return out;
  };
  const auto left = keys(a);
  const auto right = keys(b);
  std::vector<std::string> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(both));
  const std::size_t shorter = std::min(left.size(), right.size());
  return shorter == 0 ? 0 : static_cast<int>(both.size() * 1000 / shorter);
}

}  // namespace depesche
