#include "text/index_terms.h"

#include <algorithm>
#include <unordered_map>

#include "base/ascii.h"
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

void append_term(std::string& out, std::string_view term) {
  if (term.empty()) return;
  if (!out.empty()) out.push_back(' ');
  out += term;
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

/// Terms of a phrase, one entry a position.
std::vector<QueryTerm> phrase_terms(std::string_view words, std::vector<Stemmer>& stemmers,
                                    const std::vector<std::string>& languages,
                                    bool keep_stop_words) {
  std::vector<QueryTerm> out;
  for (const Token& token : tokenise(words)) {
    if (token.kind == TokenKind::Ideographic) {
      for (std::string& pair : bigrams(token.of(words))) out.push_back({{std::move(pair)}, false});
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

Query read_with(std::string_view typed, const std::vector<std::string>& languages,
                bool keep_stop_words) {
  std::vector<Stemmer> stemmers;
  stemmers.reserve(languages.size());
  for (const std::string& language : languages) stemmers.emplace_back(language);
  Query query;
  std::size_t terms = 0;
  while (!(typed = trim(typed)).empty() && terms < kMostQueryTerms) {
    const bool excluded = typed.front() == '-' && typed.size() > 1;
    if (excluded) typed.remove_prefix(1);
    const bool quoted = typed.front() == '"';
    if (quoted) typed.remove_prefix(1);
    const std::size_t end =
        std::min(typed.find_first_of(quoted ? "\"" : " \t\r\n\f"), typed.size());
    std::vector<QueryTerm> phrase =
        phrase_terms(typed.substr(0, end), stemmers, languages, keep_stop_words);
    typed.remove_prefix(std::min(end + (quoted ? 1 : 0), typed.size()));
    if (phrase.size() > kMostQueryTerms - terms) phrase.resize(kMostQueryTerms - terms);
    terms += phrase.size();
    if (!phrase.empty()) (excluded ? query.none_of : query.all_of).push_back(std::move(phrase));
  }
  return query;
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
  return variants > 1 ? "(" + out + ")" : out;
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

}  // namespace

std::string index_terms(std::string_view text, std::string_view language,
                        const WordCount& vocabulary) {
  const std::string primary = primary_subtag(language);
  const bool splits = vocabulary && primary == "de";
  Stemmer stemmer(primary);
  return terms_of(text, [&](std::string_view surface, std::string& out) {
    const std::string word = fold(surface);
    if (is_stop_word(word, primary)) return;
    append_term(out, stemmer.stem(word));
    if (!splits) return;
    for (std::string_view part : compound_parts(word, vocabulary))
      append_term(out, stemmer.stem(part));
  });
}

struct TermIndexer::Language {
  explicit Language(std::string_view subtag) : primary(subtag), stemmer(subtag) {}

  /// Empty for a stop word.
  std::string work_out(std::string_view surface) {
    const std::string word = fold(surface);
    return std::string(is_stop_word(word, primary) ? std::string_view() : stemmer.stem(word));
  }

  void append(std::string_view surface, std::string& out) {
    if (surface.size() > kLongestMemoised) return append_term(out, work_out(surface));
    if (const auto known = memo.find(surface)) return append_term(out, *known);
    if (memo.size() >= kMostMemoised) memo.clear();
    const std::string term = work_out(surface);
    memo.put(surface, term);
    append_term(out, term);
  }

  std::string primary;
  Stemmer stemmer;
  WordMemo memo;
};

TermIndexer::TermIndexer() = default;
TermIndexer::~TermIndexer() = default;
TermIndexer::TermIndexer(TermIndexer&&) noexcept = default;
TermIndexer& TermIndexer::operator=(TermIndexer&&) noexcept = default;

std::string TermIndexer::terms(std::string_view text, std::string_view language) {
  const std::string primary = primary_subtag(language);
  if (languages_.size() >= kMostLanguages && !languages_.contains(primary)) languages_.clear();
  Language& known = languages_.try_emplace(primary, primary).first->second;
  return terms_of(text,
                  [&](std::string_view surface, std::string& out) { known.append(surface, out); });
}

Query read_query(std::string_view typed, const std::vector<std::string>& languages) {
  Query query = read_with(typed, languages, false);
  return query.all_of.empty() ? read_with(typed, languages, true) : query;
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
