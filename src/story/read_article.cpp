#include "story/read_article.h"

#include <algorithm>

#include "story/address_words.h"
#include "text/sentences.h"

namespace depesche::story {
namespace {

constexpr std::size_t kMostBodyBytes =
    20'000;  // a liveblog drifts; its beginning says what it is on
constexpr std::size_t kMostHeadlineBytes = 600;
constexpr std::size_t kMostLedeBytes = 1'200;

/// Where the parts of an article stand; views into it.
struct ArticleParts {
  std::string_view kicker;
  std::string_view headline;
  std::string_view lede;
  std::string_view body;
  // Nothing but a word or three: some outlets' front pages show a kicker only, and the headline
  // stands in the address.
  bool is_bare = false;
};

ArticleParts parts_of(const Article& article) {
  ArticleParts parts;
  parts.headline = truncate_utf8(article.title, kMostHeadlineBytes);
  parts.kicker = truncate_utf8(article.kicker, kMostHeadlineBytes);
  const std::size_t colon = parts.headline.find(" : ");
  if (parts.kicker.empty() && colon != std::string_view::npos) {
    parts.kicker = parts.headline.substr(0, colon);
    parts.headline = parts.headline.substr(colon + 3);
  }
  std::string_view text = article.text;
  if (!article.standfirst.empty()) {
    parts.lede = truncate_utf8(article.standfirst, kMostLedeBytes);
    if (text.starts_with(article.standfirst)) text.remove_prefix(article.standfirst.size());
  } else {
    const std::vector<Sentence> first = sentences(truncate_utf8(text, kMostLedeBytes));
    if (!first.empty()) {
      const Sentence& last = first[std::min<std::size_t>(first.size(), 2) - 1];
      parts.lede = text.substr(0, last.begin + last.length);
      text.remove_prefix(parts.lede.size());
    }
  }
  parts.body = truncate_utf8(text, kMostBodyBytes);
  parts.is_bare =
      parts.lede.empty() && std::count(parts.headline.begin(), parts.headline.end(), ' ') < 3;
  return parts;
}

ReadText read_text(std::string_view text, Field field, Vocabulary& vocabulary) {
  ReadText out{text, field, tokenise(text), {}, false, false};
  out.words = vocabulary.look_up(text, out.tokens);
  const bool has_acronym = std::any_of(out.words.begin(), out.words.end(),
                                       [](const Word* word) { return word->is_stop_acronym; });
  out.is_in_capitals = has_acronym && is_all_capitals(out.name_words());
  constexpr std::size_t kShort = 600;  // bytes
  out.says_what_it_is_on = field == Field::Headline || field == Field::Lede ||
                           (field == Field::Body && text.size() <= kShort);
  return out;
}

}  // namespace

std::vector<NameWord> ReadText::name_words() const {
  std::vector<NameWord> out;
  out.reserve(words.size());
  for (const Word* word : words) out.push_back(word->name_word);
  return out;
}

std::string_view ReadText::score_at(std::size_t at) const {
  constexpr std::uint32_t kLongest = 2;
  const auto is_one = [](const Token& token) {
    return token.kind == TokenKind::Number && token.length <= kLongest;
  };
  if (!is_one(tokens[at]) || at + 1 == tokens.size() || !is_one(tokens[at + 1])) return {};
  const Token& first = tokens[at];
  const Token& second = tokens[at + 1];
  const std::string_view between = text.substr(first.end(), second.begin - first.end());
  if (between != "-" && between != "–") return {};
  const auto goes_on = [this](std::size_t end) { return end < text.size() && text[end] == '-'; };
  // A date, or the number of something.
  if (goes_on(second.end()) || (first.begin > 0 && goes_on(first.begin - 1))) return {};
  return text.substr(first.begin, second.end() - first.begin);
}

bool ReadText::is_acronym(std::size_t at) const {
  const auto is_small = [this](std::size_t i) {
    return words[i]->name_word.word != 0 && (marks(i) & kAllCapitals) == 0;
  };
  const bool is_alone =
      (at > 0 && is_small(at - 1)) || (at + 1 < tokens.size() && is_small(at + 1));
  return is_alone && !is_in_capitals;
}

bool ReadText::is_titled(std::size_t at) const {
  const NameMarks title = marks(at - 1);
  const NameMarks own = marks(at);
  return (title & kTitle) != 0 && (own & kCapitalised) != 0 &&
         (own & (kTitle | kCommonNoun | kStopWord)) == 0 &&
         tokens[at].begin == tokens[at - 1].end() + 1 && text[tokens[at - 1].end()] == ' ';
}

ReadArticle::ReadArticle(const Article& article, Vocabulary& vocabulary) : vocabulary_(vocabulary) {
  vocabulary.make_room();
  const ArticleParts parts = parts_of(article);
  address_ = address_words(article.url, vocabulary.language());
  parts_ = {{{parts.headline, Field::Headline},
             {parts.kicker, parts.is_bare ? Field::Headline : Field::Lede},
             {parts.lede, Field::Lede},
             {parts.body, Field::Body},
             {address_, parts.is_bare ? Field::Headline : Field::Address}}};
}

const ReadText& ReadArticle::read(Part& part) {
  if (!part.read) part.read = read_text(part.text, part.field, vocabulary_);
  return *part.read;
}

}  // namespace depesche::story
