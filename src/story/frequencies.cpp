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

std::uint64_t Frequencies::prior(std::uint64_t start_count) const {
  return start_count * static_cast<std::uint64_t>(prior_articles_) / kStartArticles;
}

/// A language met for the first time begins with the table's words.
Frequencies::Language& Frequencies::language(LanguageCode code) {
  const auto [at, is_new] = languages_.try_emplace(code);
  if (is_new) {
    for (const StartCount& row : start_counts(code)) {
      const auto count = static_cast<std::uint32_t>(prior(row.count));
      if (count > 0) at->second.counts[row.term].prior = count;
    }
  }
  return at->second;
}

int Frequencies::rarity(LanguageCode language, std::uint32_t term) const {
  auto articles = static_cast<std::uint64_t>(prior_articles_);
  std::uint64_t count = 0;
  const auto known = languages_.find(language);
  if (known == languages_.end()) {
    count = prior(start_count(language, term));
  } else {
    articles += known->second.articles;
    const auto at = known->second.counts.find(term);
    if (at != known->second.counts.end()) count = std::uint64_t{at->second.seen} + at->second.prior;
  }
  return std::max(0, log2_256(2 * articles + 2) - log2_256(2 * count + 1));
}

void Frequencies::count(LanguageCode code, const std::vector<Term>& terms) {
  Language& known = language(code);
  ++known.articles;
  for (const Term& term : terms) ++known.counts[term.hash].seen;
  if (known.articles >= kFading) fade(known);
}

void Frequencies::fade(Language& language) {
  language.articles /= 2;
  for (auto& [term, count] : language.counts) count.seen /= 2;
  boost::unordered::erase_if(language.counts, [](const auto& entry) {
    return entry.second.seen == 0 && entry.second.prior == 0;
  });
}

void Frequencies::write(ByteWriter& out) const {
  out.varint(languages_.size());
  for (const auto& [code, language] : languages_) {
    out.u32(code);
    out.varint(language.articles);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts;
    for (const auto& [term, count] : language.counts) {
      if (count.seen > 0) counts.emplace_back(term, count.seen);
    }
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
    Language& language = this->language(in.u32());
    language.articles = in.varint();
    if (language.articles >= kFading) in.fail();
    const std::size_t terms = in.count(5);
    for (std::size_t j = 0; j < terms && in.ok(); ++j) {
      const std::uint32_t term = in.u32();
      const std::uint64_t count = in.varint();
      if (count == 0 || count > kFading) in.fail();
      language.counts[term].seen = static_cast<std::uint32_t>(count);
    }
  }
  return in.ok();
}

}  // namespace depesche::story
