#include "story/analysis.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/sort_by_hash.h"
#include "story/analyser_state.h"
#include "text/stem.h"

namespace depesche {
namespace {

using story::Field;

constexpr std::size_t kMostTerms = 400;
constexpr std::size_t kMostMeanings = 60;

void count_up(std::uint8_t& counter) {
  if (counter < 255) ++counter;
}

/// Terms by hash, as many as a text has: places in a row, found by the last bits of the hash.
class TermTable {
 public:
  /// One that was not there yet has only its hash.
  Term& find_or_add(std::uint32_t hash) {
    std::size_t at = place(hash);
    if (places_[at] == 0) {
      if (2 * terms_.size() >= places_.size()) {
        widen();
        at = place(hash);
      }
      terms_.push_back({.hash = hash});
      places_[at] = static_cast<std::uint32_t>(terms_.size());
    }
    return terms_[places_[at] - 1];
  }
  bool has(std::uint32_t hash) const { return places_[place(hash)] != 0; }
  const std::vector<Term>& all() const { return terms_; }

 private:
  static constexpr std::size_t kPlaces = 1024;  // of most texts more than twice as many as of terms

  std::size_t place(std::uint32_t hash) const {
    const std::size_t last = places_.size() - 1;  // one less than a power of two
    std::size_t at = hash & last;
    while (places_[at] != 0 && terms_[places_[at] - 1].hash != hash) at = (at + 1) & last;
    return at;
  }
  void widen() {
    places_.assign(2 * places_.size(), 0);
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      places_[place(terms_[i].hash)] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::vector<Term> terms_;
  std::vector<std::uint32_t> places_ =
      std::vector<std::uint32_t>(kPlaces);  // in terms_, from one on
};

class TermCounter {
 public:
  void add(std::uint32_t hash, TermKind kind, Field field) {
    Term& term = terms_.find_or_add(hash);
    term.kind = kind;
    switch (field) {
      case Field::Headline:
        return count_up(term.headline);
      case Field::Lede:
        return count_up(term.lede);
      case Field::Body:
        return count_up(term.body);
      case Field::Address:
        return count_up(term.address);
    }
  }

  /// The most telling ones, sorted by hash. What words of headline and lede may be called in
  /// another language stands beside them.
  std::vector<Term> take(const Translations& translations) {
    std::vector<Term> out = terms_.all();
    const auto telling = [](const Term& a, const Term& b) {
      const int x = weight(a);
      const int y = weight(b);
      return x != y ? x > y : a.hash < b.hash;
    };
    if (out.size() > kMostTerms) {
      std::nth_element(out.begin(), out.begin() + kMostTerms, out.end(), telling);
      out.resize(kMostTerms);
    }
    if (!translations.is_empty()) append_meanings(translations, out);
    sort_by_hash(out, [](const Term& term) { return term.hash; });
    return out;
  }

 private:
  static int weight(const Term& term) {
    return 16 * term.headline + 8 * term.lede + 2 * term.body + 6 * term.address +
           (term.kind == TermKind::Piece ? 0 : 4);
  }

  /// Of those that are no terms already.
  void append_meanings(const Translations& translations, std::vector<Term>& out) {
    std::vector<Term> words;
    for (const Term& term : out) {
      if (term.kind == TermKind::Word && (term.headline > 0 || term.lede > 0))
        words.push_back(term);
    }
    std::sort(words.begin(), words.end(), [](const Term& a, const Term& b) {
      return std::tuple(-weight(a), a.hash) < std::tuple(-weight(b), b.hash);
    });
    std::size_t left = kMostMeanings;
    for (const Term& word : words) {
      for (const std::uint32_t meaning : translations.of(word.hash)) {
        if (left == 0) return;
        Term term = word;
        term.hash = meaning;
        term.kind = TermKind::Meaning;
        if (terms_.has(meaning)) continue;
        out.push_back(terms_.find_or_add(meaning) = term);
        --left;
      }
    }
  }

  TermTable terms_;
};

std::string byline(const Article& article) {
  std::string out;
  for (const std::string& author : article.authors) out += author + "\n";
  return out;
}

Fingerprint print_of(const Article& article) {
  const std::string_view text = article.text.empty() ? article.standfirst : article.text;
  const std::string by = byline(article);
  return fingerprint({.title = article.title, .text = text, .byline = by});
}

std::string usable_language(const Article& article, std::string_view detected) {
  std::string out =
      primary_subtag(detected.empty() ? std::string_view(article.language) : detected);
  if (out.size() > 8) out.clear();  // BCP 47 knows none that long
  return out;
}

}  // namespace

const Translations& Analyser::State::translations(std::string_view language) const {
  static const Translations none;
  const Translations* known = source != nullptr && language == "de" ? source() : nullptr;
  return known != nullptr ? *known : none;
}

Analyser::Analyser(TranslationsSource translations) : state_(std::make_unique<State>()) {
  state_->source = translations;
}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

Analyser::Reading Analyser::read(const Article& article, std::string_view language) {
  return Reading(std::make_unique<Reading::Parts>(
      *state_, article, state_->vocabularies.of(usable_language(article, language))));
}

Analysis Analyser::analyse(const Article& article, std::string_view language) {
  return read(article, language).analyse();
}

Analyser::Reading::Reading(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Analyser::Reading::~Reading() = default;
Analyser::Reading::Reading(Reading&&) noexcept = default;
Analyser::Reading& Analyser::Reading::operator=(Reading&&) noexcept = default;

Analysis Analyser::Reading::analyse() {
  Analysis out;
  out.language = parts_->words.language();
  out.kind = parts_->article.kind;
  out.print = print_of(parts_->article);
  TermCounter counter;
  parts_->words.each_term([&counter](std::uint32_t hash, TermKind kind, Field field,
                                     std::string_view) { counter.add(hash, kind, field); },
                          [] { return false; });
  out.terms = counter.take(parts_->state.translations(out.language));
  return out;
}

Analysis analyse(const Article& article, std::string_view language) {
  return Analyser().analyse(article, language);
}

}  // namespace depesche
