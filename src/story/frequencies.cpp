#include "story/frequencies.h"

#include <algorithm>

#include "base/fixed_point.h"
#include "story/start_frequencies.h"

namespace depesche::story {
namespace {

constexpr std::uint64_t kFading = 400'000;  // articles after which counts are halved

}  // namespace

LanguageCode language_code(std::string_view language) {
  LanguageCode code = 0;
  for (char c : language.substr(0, 4)) code = code << 8 | static_cast<unsigned char>(c);
  return code;
}

int Frequencies::rarity(LanguageCode language, std::uint32_t term) const {
  const auto prior = static_cast<std::uint64_t>(prior_articles_);
  std::uint64_t articles = prior;
  std::uint64_t count = start_count(language, term) * prior / kStartArticles;
  const auto known = languages_.find(language);
  if (known != languages_.end()) {
    articles += known->second.articles;
    const auto at = known->second.counts.find(term);
    if (at != known->second.counts.end()) count += at->second;
  }
  return std::max(0, log2_256(2 * articles + 2) - log2_256(2 * count + 1));
}

void Frequencies::count(LanguageCode language, const std::vector<Term>& terms) {
  Language& known = languages_[language];
  ++known.articles;
  for (const Term& term : terms) ++known.counts[term.hash];
  if (known.articles >= kFading) fade(known);
}

void Frequencies::fade(Language& language) {
  language.articles /= 2;
  for (auto at = language.counts.begin(); at != language.counts.end();) {
    at->second /= 2;
    at = at->second == 0 ? language.counts.erase(at) : std::next(at);
  }
}

void Frequencies::write(ByteWriter& out) const {
  out.varint(languages_.size());
  for (const auto& [code, language] : languages_) {
    out.u32(code);
    out.varint(language.articles);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts(language.counts.begin(),
                                                                language.counts.end());
    std::sort(counts.begin(), counts.end());
    out.varint(counts.size());
    for (const auto& [term, count] : counts) {
      out.u32(term);
      out.varint(count);
    }
  }
}

bool Frequencies::read(ByteReader& in) {
  const std::size_t languages = in.count(6);
  for (std::size_t i = 0; i < languages && in.ok(); ++i) {
    Language& language = languages_[in.u32()];
    language.articles = in.varint();
    if (language.articles >= kFading) in.fail();
    const std::size_t terms = in.count(5);
    for (std::size_t j = 0; j < terms && in.ok(); ++j) {
      const std::uint32_t term = in.u32();
      const std::uint64_t count = in.varint();
      if (count == 0 || count > kFading) in.fail();
      language.counts[term] = static_cast<std::uint32_t>(count);
    }
  }
  return in.ok();
}

}  // namespace depesche::story
