#include "bench/story/peers/words.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/analysis.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche::peers {
namespace {

constexpr std::size_t kMostBodyBytes = 20'000;
constexpr std::size_t kMostTitleBytes = 600;
constexpr std::size_t kMostMemoised = 200'000;
constexpr std::size_t kLongestWord = 64;
constexpr std::uint64_t kTokenSeed = 101;  // apart from every kind of term

std::uint32_t hash_of(std::string_view word, TermKind kind) {
  return static_cast<std::uint32_t>(term_hash(word, static_cast<std::uint64_t>(kind) + 1));
}

std::uint32_t token_hash(std::string_view word) {
  return static_cast<std::uint32_t>(term_hash(word, kTokenSeed));
}

/// Whether what stands before `begin` ends a sentence, or nothing stands there.
bool begins_sentence(std::string_view text, std::size_t begin) {
  const std::size_t before = text.substr(0, begin).find_last_not_of(" \t\"'([");
  return before == std::string_view::npos ||
         std::string_view(".!?:\n").find(text[before]) != std::string_view::npos;
}

}  // namespace

class PeerReader::Vocabulary {
 public:
  explicit Vocabulary(std::string language) : language_(std::move(language)), stemmer_(language_) {}

  /// A word without a stem is a stop word or noise.
  const PeerWord& look_up(std::string_view surface, TokenKind kind, bool is_capital) {
    if (words_.size() >= kMostMemoised) words_.clear();
    const auto known = words_.find(surface);
    if (known != words_.end()) return known->second;
    return words_.emplace(surface, make(surface, kind, is_capital)).first->second;
  }

 private:
  struct SurfaceHash {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(std::string_view word) const { return term_hash(word); }
  };

  PeerWord make(std::string_view surface, TokenKind kind, bool is_capital) {
    PeerWord out;
    if (surface.size() > kLongestWord) return out;
    const std::string folded = fold(surface);
    if (kind == TokenKind::Number) {
      if (folded.size() < 2) return out;
      out.token = token_hash(folded);
      out.stem = hash_of(folded, TermKind::Number);
      return out;
    }
    if (character_bounds(folded).size() < 3 || is_stop_word(folded, language_)) return out;
    out.token = token_hash(folded);
    out.stem = hash_of(fold_accents(stemmer_.stem(folded)), TermKind::Word);
    if (is_capital) out.name = hash_of(fold_accents(folded), TermKind::Name);
    return out;
  }

  std::string language_;
  Stemmer stemmer_;
  boost::unordered_flat_map<std::string, PeerWord, SurfaceHash, std::equal_to<>> words_;
};

PeerReader::PeerReader() = default;
PeerReader::~PeerReader() = default;

void PeerReader::append(std::string_view text, Vocabulary& vocabulary,
                        std::vector<PeerWord>& into) {
  for (const Token& token : tokenise(text)) {
    const std::string_view surface = token.of(text);
    if (token.kind == TokenKind::Ideographic) {
      const std::vector<std::uint32_t> bounds = character_bounds(surface);
      for (std::size_t i = 0; i + 2 < bounds.size(); ++i) {
        const std::string_view pair = surface.substr(bounds[i], bounds[i + 2] - bounds[i]);
        into.push_back({token_hash(pair), hash_of(pair, TermKind::Word), 0});
      }
      continue;
    }
    PeerWord word = vocabulary.look_up(surface, token.kind, token.capital);
    if (word.stem == 0) continue;
    if (word.name != 0 && begins_sentence(text, token.begin)) word.name = 0;
    into.push_back(word);
  }
}

PeerWords PeerReader::read(const Article& article, std::string_view language) {
  PeerWords out;
  out.language = primary_subtag(language.empty() ? std::string_view(article.language) : language);
  if (out.language.size() > 8) out.language.clear();
  std::unique_ptr<Vocabulary>& vocabulary = vocabularies_[out.language];
  if (!vocabulary) vocabulary = std::make_unique<Vocabulary>(out.language);
  append(truncate_utf8(article.title, kMostTitleBytes), *vocabulary, out.title);
  std::string_view text = article.text;
  if (!article.standfirst.empty() && !text.starts_with(article.standfirst))
    append(truncate_utf8(article.standfirst, kMostTitleBytes), *vocabulary, out.body);
  append(truncate_utf8(text, kMostBodyBytes), *vocabulary, out.body);
  return out;
}

}  // namespace depesche::peers
