#include "text/index_terms.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "text/compounds.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/tokens.h"
#include "text/word_memo.h"

namespace depesche {
namespace {

constexpr std::size_t kMostQueryTerms = 32;  // each costs a lookup in the index
// Some 3 MB in each language; what is met again after that is worked out again.
constexpr std::size_t kMostMemoised = 100'000;
constexpr std::size_t kLongestMemoised = 64;
constexpr std::size_t kMostLanguages = 32;
// A part that is shorter matches too much: "Ei" stands in nothing that is found by it.
constexpr std::size_t kShortestInside = 3;  // letters
constexpr int kNear = 4;                    // words between parts that stand apart

void append_term(std::string& out, std::string_view term) {
  if (term.empty()) return;
  if (!out.empty()) out.push_back(' ');
  out += term;
}

/// Of a word as the tokeniser gives it: Ä, Ö and Ü are the capitals German has beside A to Z.
bool begins_with_capital(std::string_view word) {
  if (word.empty()) return false;
  if (word.front() >= 'A' && word.front() <= 'Z') return true;
  return word.starts_with("Ä") || word.starts_with("Ö") || word.starts_with("Ü");
}

std::vector<std::string> bigrams(std::string_view run) {
  const std::vector<std::uint32_t> bounds = character_bounds(run);
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 2 < bounds.size(); ++i) {
    out.emplace_back(run.substr(bounds[i], bounds[i + 2] - bounds[i]));
  }
  if (out.empty()) out.emplace_back(run);
  return out;
}

/// The terms of a word and what stands inside it, all in the one place.
std::string with_parts(std::string_view folded, Stemmer& stemmer, const PartWords& words) {
  std::string out(stemmer.stem(folded));
  for (const std::string_view part : words_inside(folded, words)) {
    out += ' ';
    out += kInside;
    out += stemmer.stem(part);
  }
  return out;
}

struct QueryReading {
  const std::vector<std::string>& languages;
  const PartWords* words;
  bool keep_stop_words;
};

void look_inside(QueryTerm& term, std::string_view word, Stemmer& stemmer, const PartWords* words) {
  if (count_characters(word) < kShortestInside) return;
  term.inside = stemmer.stem(word);
  if (words == nullptr || term.is_prefix) return;
  for (const std::string_view part : compound_parts(word, *words))
    term.apart.emplace_back(stemmer.stem(part));
}

/// Terms of a phrase, one entry a position.
std::vector<QueryTerm> phrase_terms(std::string_view words, std::vector<Stemmer>& stemmers,
                                    const QueryReading& reading) {
  const auto& [languages, part_words, keep_stop_words] = reading;
  std::vector<QueryTerm> out;
  for (const Token& token : tokenise(words)) {
    if (token.kind == TokenKind::Ideographic) {
      for (std::string& pair : bigrams(token.of(words)))
        out.push_back({{std::move(pair)}, false, {}, {}});
      continue;
    }
    const std::string word = fold(token.of(words));
    QueryTerm term;
    for (std::size_t i = 0; i < stemmers.size(); ++i) {
      if (!keep_stop_words && is_stop_word(word, primary_subtag(languages[i]))) continue;
      std::string stem(stemmers[i].stem(word));
      if (std::find(term.alternatives.begin(), term.alternatives.end(), stem) ==
          term.alternatives.end()) {
        term.alternatives.push_back(std::move(stem));
      }
    }
    if (stemmers.empty()) term.alternatives.push_back(word);
    if (!term.alternatives.empty()) out.push_back(std::move(term));
  }
  if (!out.empty() && words.ends_with('*')) out.back().is_prefix = true;
  return out;
}

/// What is written without quotation marks may stand inside a German compound.
void look_inside(std::vector<QueryTerm>& terms, std::string_view typed,
                 std::vector<Stemmer>& stemmers, const QueryReading& reading) {
  const auto german =
      std::find_if(reading.languages.begin(), reading.languages.end(),
                   [](const std::string& language) { return primary_subtag(language) == "de"; });
  if (german == reading.languages.end() || terms.size() != 1) return;
  const std::vector<Token> tokens = tokenise(typed);
  if (tokens.size() != 1 || tokens[0].kind != TokenKind::Word) return;
  look_inside(terms[0], fold(tokens[0].of(typed)),
              stemmers[static_cast<std::size_t>(german - reading.languages.begin())],
              reading.words);
}

Query read_with(std::string_view typed, const QueryReading& reading) {
  std::vector<Stemmer> stemmers;
  stemmers.reserve(reading.languages.size());
  for (const std::string& language : reading.languages) stemmers.emplace_back(language);
  Query query;
  std::size_t terms = 0;
  while (!(typed = trim(typed)).empty() && terms < kMostQueryTerms) {
    const bool excluded = typed.front() == '-' && typed.size() > 1;
    if (excluded) typed.remove_prefix(1);
    const bool quoted = typed.front() == '"';
    if (quoted) typed.remove_prefix(1);
    const std::size_t end =
        std::min(typed.find_first_of(quoted ? "\"" : " \t\r\n\f"), typed.size());
    const std::string_view written = typed.substr(0, end);
    std::vector<QueryTerm> phrase = phrase_terms(written, stemmers, reading);
    if (!quoted && !excluded) look_inside(phrase, written, stemmers, reading);
    typed.remove_prefix(std::min(end + (quoted ? 1 : 0), typed.size()));
    if (phrase.size() > kMostQueryTerms - terms) phrase.resize(kMostQueryTerms - terms);
    terms += phrase.size();
    if (!phrase.empty()) (excluded ? query.none_of : query.all_of).push_back(std::move(phrase));
  }
  return query;
}

std::string inside_match(const QueryTerm& term) {
  std::string out;
  if (!term.inside.empty()) {
    out.append(" OR \"").append(1, kInside).append(term.inside).append("\"");
    if (term.is_prefix) out += " *";
  }
  if (term.apart.size() < 2) return out;
  out += " OR NEAR(";
  for (const std::string& part : term.apart) out.append("\"").append(part).append("\" ");
  return out.append(", ").append(std::to_string(kNear)).append(")");
}

/// Alternatives of a phrase multiply; FTS5 knows no alternatives inside one, so the first language
/// that offers a spelling speaks for all words of a longer phrase.
std::string phrase_match(const std::vector<QueryTerm>& phrase) {
  std::string out;
  const std::size_t variants =
      phrase.size() == 1
          ? phrase[0].alternatives.size()
          : std::max_element(phrase.begin(), phrase.end(), [](const auto& a, const auto& b) {
              return a.alternatives.size() < b.alternatives.size();
            })->alternatives.size();
  for (std::size_t v = 0; v < variants; ++v) {
    if (v > 0) out += " OR ";
    out += '"';
    for (std::size_t i = 0; i < phrase.size(); ++i) {
      if (i > 0) out += ' ';
      const auto& alternatives = phrase[i].alternatives;
      out += alternatives[std::min(v, alternatives.size() - 1)];
    }
    out += '"';
    if (phrase.back().is_prefix) out += " *";
  }
  const std::string inside = phrase.size() == 1 ? inside_match(phrase[0]) : std::string();
  return variants > 1 || !inside.empty() ? "(" + out + inside + ")" : out;
}

/// `append(surface, out)` appends what the index has of a word.
template <class Append>
std::string terms_of(std::string_view text, Append&& append) {
  std::string out;
  out.reserve(text.size());
  for (const Token& token : tokenise(text)) {
    if (token.kind == TokenKind::Ideographic) {
      for (const std::string& pair : bigrams(token.of(text))) append_term(out, pair);
    } else {
      append(token.of(text), out);
    }
  }
  return out;
}

/// What the index has of a word.
struct TermWork {
  TermWork(std::string_view language, const PartWords* part_words)
      : primary(primary_subtag(language)),
        stemmer(primary),
        words(primary == "de" ? part_words : nullptr) {}

  /// Empty for a stop word.
  std::string work_out(std::string_view surface) {
    const std::string word = fold(surface);
    if (is_stop_word(word, primary)) return {};
    // German compounds are nouns here, and these have a capital.
    if (words == nullptr || !begins_with_capital(surface)) return std::string(stemmer.stem(word));
    return with_parts(word, stemmer, *words);
  }

  std::string primary;
  Stemmer stemmer;
  const PartWords* words;
};

}  // namespace

std::string index_terms(std::string_view text, std::string_view language, const PartWords* words) {
  TermWork work(language, words);
  return terms_of(text, [&](std::string_view surface, std::string& out) {
    append_term(out, work.work_out(surface));
  });
}

struct TermIndexer::Language {
  Language(std::string_view subtag, const PartWords* words) : work(subtag, words) {}

  void append(std::string_view surface, std::string& out) {
    if (surface.size() > kLongestMemoised) return append_term(out, work.work_out(surface));
    if (const auto known = memo.find(surface)) return append_term(out, *known);
    if (memo.size() >= kMostMemoised) memo.clear();
    const std::string term = work.work_out(surface);
    memo.put(surface, term);
    append_term(out, term);
  }

  TermWork work;
  WordMemo memo;
};

TermIndexer::TermIndexer() = default;
TermIndexer::~TermIndexer() = default;
TermIndexer::TermIndexer(TermIndexer&&) noexcept = default;
TermIndexer& TermIndexer::operator=(TermIndexer&&) noexcept = default;

std::string TermIndexer::terms(std::string_view text, std::string_view language) {
  const std::string primary = primary_subtag(language);
  if (languages_.size() >= kMostLanguages && !languages_.contains(primary)) languages_.clear();
  Language& known = languages_.try_emplace(primary, primary, words_.get()).first->second;
  return terms_of(text,
                  [&](std::string_view surface, std::string& out) { known.append(surface, out); });
}

void TermIndexer::part_by(std::shared_ptr<const PartWords> words) {
  words_ = std::move(words);
  languages_.erase("de");  // what it remembers was parted by others
}

Query read_query(std::string_view typed, const std::vector<std::string>& languages,
                 const PartWords* words) {
  Query query = read_with(typed, {languages, words, false});
  return query.all_of.empty() ? read_with(typed, {languages, words, true}) : query;
}

std::string fts5_match(const Query& query) {
  std::string out;
  for (const auto& phrase : query.all_of) {
    if (!out.empty()) out += " AND ";
    out += phrase_match(phrase);
  }
  if (out.empty()) return out;  // FTS5 cannot answer "everything but"
  for (const auto& phrase : query.none_of) out = "(" + out + ") NOT " + phrase_match(phrase);
  return out;
}

}  // namespace depesche
