// Word stems by Snowball's algorithms (libstemmer), one per language.
//
// A stemmer keeps working memory of its own: one object serves one thread at a time. A language
// without an algorithm leaves words as they are.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace depesche {

class Stemmer {
 public:
  /// `language` is BCP 47; only its primary subtag counts ("de-AT" is German).
  explicit Stemmer(std::string_view language);

  /// Of a folded word (text/fold.h). The view lives until the next call.
  std::string_view stem(std::string_view folded);

  /// False when the language has no algorithm and stem() only hands its word back.
  bool knows_language() const { return stemmer_ != nullptr; }

 private:
  struct Release {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Release> stemmer_;
  std::string word_;
};

/// "de-AT" → "de", "zh_Hans" → "zh", lower case.
std::string primary_subtag(std::string_view language);

}  // namespace depesche
