#include "text/stem.h"

#include <array>

#include <libstemmer.h>

#include "base/ascii.h"

namespace depesche {
namespace {

struct Algorithm {
  std::string_view language;
  const char* name;
};

constexpr std::array kAlgorithms{
    Algorithm{"ar", "arabic"},    Algorithm{"ca", "catalan"},    Algorithm{"da", "danish"},
    Algorithm{"de", "german"},    Algorithm{"el", "greek"},      Algorithm{"en", "english"},
    Algorithm{"es", "spanish"},   Algorithm{"eu", "basque"},     Algorithm{"fi", "finnish"},
    Algorithm{"fr", "french"},    Algorithm{"ga", "irish"},      Algorithm{"hi", "hindi"},
    Algorithm{"hu", "hungarian"}, Algorithm{"hy", "armenian"},   Algorithm{"id", "indonesian"},
    Algorithm{"it", "italian"},   Algorithm{"lt", "lithuanian"}, Algorithm{"nb", "norwegian"},
    Algorithm{"ne", "nepali"},    Algorithm{"nl", "dutch"},      Algorithm{"nn", "norwegian"},
    Algorithm{"no", "norwegian"}, Algorithm{"pt", "portuguese"}, Algorithm{"ro", "romanian"},
    Algorithm{"ru", "russian"},   Algorithm{"sr", "serbian"},    Algorithm{"sv", "swedish"},
    Algorithm{"ta", "tamil"},     Algorithm{"tr", "turkish"},    Algorithm{"yi", "yiddish"},
};

constexpr std::size_t kLongestWord = 128;  // longer "words" are noise, and stemming them costs

}  // namespace

void Stemmer::Release::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemmer::Stemmer(std::string_view language) {
  const std::string primary = primary_subtag(language);
  for (const Algorithm& algorithm : kAlgorithms) {
    if (algorithm.language == primary) stemmer_.reset(sb_stemmer_new(algorithm.name, "UTF_8"));
  }
}

std::string_view Stemmer::stem(std::string_view folded) {
  if (!stemmer_ || folded.size() > kLongestWord) return word_ = std::string(folded);
  const auto* stemmed =
      sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(folded.data()),
                      static_cast<int>(folded.size()));
  if (stemmed == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(stemmed),
          static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
}

std::string primary_subtag(std::string_view language) {
  return to_lower(language.substr(0, language.find_first_of("-_")));
}

}  // namespace depesche
