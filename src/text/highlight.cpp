#include "text/highlight.h"

#include <algorithm>
#include <string>

#include "text/compounds.h"
#include "text/fold.h"
#include "text/sentences.h"
#include "text/stem.h"
#include "text/tokens.h"

namespace depesche {
namespace {

struct Match {
  Range range;
  std::size_t term;  // which of the query's terms
};

struct Wanted {
  std::string_view term;
  bool is_prefix;
  bool is_inside;  // of a German compound
  std::size_t number;
};

std::vector<Wanted> wanted_terms(const Query& query) {
  std::vector<Wanted> out;
  std::size_t number = 0;
  for (const auto& phrase : query.all_of) {
    for (const QueryTerm& term : phrase) {
      for (const std::string& spelling : term.alternatives) {
        out.push_back({spelling, term.is_prefix, false, number});
      }
      if (!term.inside.empty()) out.push_back({term.inside, term.is_prefix, true, number});
      for (const std::string& part : term.apart) out.push_back({part, false, false, number});
      ++number;
    }
  }
  return out;
}

const Wanted* find_wanted(const std::vector<Wanted>& wanted, std::string_view stem,
                          bool is_inside = false) {
  for (const Wanted& want : wanted) {
    if (want.is_inside != is_inside) continue;
    if (stem == want.term || (want.is_prefix && stem.starts_with(want.term))) return &want;
  }
  return nullptr;
}

/// Bigrams overlap: a run of them is marked once.
void add_match(std::vector<Match>& out, Range range, std::size_t term) {
  if (!out.empty() && out.back().range.begin + out.back().range.length > range.begin) {
    out.back().range.length = range.begin + range.length - out.back().range.begin;
    return;
  }
  out.push_back({range, term});
}

/// Without umlauts, as a stem is spelled: of a German word a stem is then the beginning.
std::string without_umlauts(std::string_view folded) {
  std::string out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::string_view letter = folded.substr(i, 2);
    const char plain = letter == "ä" ? 'a' : letter == "ö" ? 'o' : letter == "ü" ? 'u' : '\0';
    out.push_back(plain != '\0' ? plain : folded[i]);
    if (plain != '\0') ++i;
  }
  return out;
}

/// The word itself, or what stands inside it.
class Finder {
 public:
  Finder(const std::vector<Wanted>& wanted, std::string_view language, const PartWords* words)
      : wanted_(wanted),
        stemmer_(language),
        words_(primary_subtag(language) == "de" ? words : nullptr) {}

  const Wanted* find(const Token& token, std::string_view text) {
    const std::string word = fold(token.of(text));
    const Wanted* want = find_wanted(wanted_, stemmer_.stem(word));
    if (want != nullptr || words_ == nullptr || !token.capital) return want;
    // Parting costs much more than seeing that nothing wanted can stand inside.
    const std::string plain = without_umlauts(word);
    if (std::none_of(wanted_.begin(), wanted_.end(), [&plain](const Wanted& one) {
          return one.is_inside && plain.find(one.term) != std::string::npos;
        })) {
      return nullptr;
    }
    for (const std::string_view part : words_inside(word, *words_)) {
      want = find_wanted(wanted_, stemmer_.stem(part), true);
      if (want != nullptr) return want;
    }
    return nullptr;
  }

 private:
  const std::vector<Wanted>& wanted_;
  Stemmer stemmer_;
  const PartWords* words_;
};

std::vector<Match> matches(std::string_view text, std::string_view language, const Query& query,
                           const PartWords* words) {
  const std::vector<Wanted> wanted = wanted_terms(query);
  std::vector<Match> out;
  if (wanted.empty()) return out;
  Finder finder(wanted, language, words);
  for (const Token& token : tokenise(text)) {
    const std::string_view word = token.of(text);
    if (token.kind != TokenKind::Ideographic) {
      const Wanted* want = finder.find(token, text);
      if (want != nullptr) add_match(out, {token.begin, token.length}, want->number);
      continue;
    }
    const std::vector<std::uint32_t> bounds = character_bounds(word);
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      const std::uint32_t end = bounds[std::min(i + 2, bounds.size() - 1)];
      const Wanted* want = find_wanted(wanted, word.substr(bounds[i], end - bounds[i]));
      if (want != nullptr) add_match(out, {token.begin + bounds[i], end - bounds[i]}, want->number);
    }
  }
  return out;
}

/// Index of the first match of the window with the most different terms (earliest wins).
std::size_t best_window(const std::vector<Match>& found, std::size_t max_bytes) {
  std::size_t best = 0;
  std::size_t best_terms = 0;
  constexpr std::size_t kFurthest = 64;  // matches looked ahead; keeps this linear
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::vector<std::size_t> terms;
    for (std::size_t j = i; j < std::min(found.size(), i + kFurthest); ++j) {
      if (found[j].range.begin + found[j].range.length > found[i].range.begin + max_bytes * 3 / 4)
        break;
      if (std::find(terms.begin(), terms.end(), found[j].term) == terms.end())
        terms.push_back(found[j].term);
    }
    if (terms.size() > best_terms) {
      best_terms = terms.size();
      best = i;
    }
  }
  return best;
}

/// Where to begin so that `at` is shown with some words before it.
std::uint32_t snippet_begin(std::string_view text, std::uint32_t at, std::size_t max_bytes) {
  const auto room = static_cast<std::uint32_t>(max_bytes / 4);
  if (at <= room) return 0;
  std::uint32_t begin = 0;
  for (const Sentence& sentence : sentences(text)) {
    if (sentence.begin > at) break;
    begin = sentence.begin;
  }
  if (begin + room >= at) return begin;
  for (const Token& token : tokenise(text.substr(at - room, room))) return at - room + token.begin;
  return at;
}

}  // namespace

std::vector<Range> highlight(std::string_view text, std::string_view language, const Query& query,
                             const PartWords* words) {
  std::vector<Range> out;
  for (const Match& match : matches(text, language, query, words)) out.push_back(match.range);
  return out;
}

Snippet snippet(std::string_view text, std::string_view language, const Query& query,
                std::size_t max_bytes, const PartWords* words) {
  const std::vector<Match> found = matches(text, language, query, words);
  std::uint32_t begin = 0;
  if (!found.empty()) {
    begin = snippet_begin(text, found[best_window(found, max_bytes)].range.begin, max_bytes);
  }
  // Part of a word cut off at `begin` or at the end is left out.
  std::uint32_t end = begin;
  for (const Token& token : tokenise(text.substr(begin))) {
    if (token.end() > max_bytes) break;
    end = begin + token.end();
  }
  while (end < text.size() && end - begin < max_bytes && text[end] >= '!' && text[end] <= '/')
    ++end;
  Snippet out;
  out.range = {begin, end - begin};
  out.cut_before = begin > 0;
  out.cut_after = end < text.size();
  for (const Match& match : found) {
    if (match.range.begin >= begin && match.range.begin + match.range.length <= end) {
      out.marks.push_back(match.range);
    }
  }
  return out;
}

}  // namespace depesche
