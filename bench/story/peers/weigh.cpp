#include "bench/story/peers/weigh.h"

#include <algorithm>
#include <cmath>

namespace depesche::peers {
namespace {

std::vector<Term> unique_terms(const PeerWords& words) {
  std::vector<Term> out;
  for (const auto* part : {&words.title, &words.body}) {
    for (const PeerWord& word : *part) {
      out.push_back({.hash = word.stem, .kind = TermKind::Word});
      if (word.name != 0) out.push_back({.hash = word.name, .kind = TermKind::Name});
    }
  }
  std::sort(out.begin(), out.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Term& a, const Term& b) { return a.hash == b.hash; }),
            out.end());
  return out;
}

}  // namespace

float squared_norm(const SparseVector& vector) {
  float out = 0;
  for (const Weighted& term : vector) out += term.weight * term.weight;
  return out;
}

PeerArticle Weigher::weigh(const PeerWords& words) {
  const story::LanguageCode language = story::language_code(words.language);
  frequencies_.count(language, unique_terms(words));
  PeerArticle out;
  out.language = words.language;
  const auto weighed = [&](bool with_title, bool with_body, auto counted_of) {
    std::vector<Counted> counted;
    const auto append = [&](const std::vector<PeerWord>& part) {
      for (const PeerWord& word : part) {
        const Counted one = counted_of(word);
        if (one.term != 0) counted.push_back(one);
      }
    };
    if (with_title) append(words.title);
    if (with_body) append(words.body);
    return vector(std::move(counted), language);
  };
  const auto token = [](const PeerWord& word) { return Counted{word.token, word.stem}; };
  const auto stem = [](const PeerWord& word) { return Counted{word.stem, word.stem}; };
  const auto name = [](const PeerWord& word) { return Counted{word.name, word.name}; };
  out.stems = weighed(true, true, stem);
  if (wanted_ == Wanted::Stems) return out;
  const auto set = [&out](Space space, SparseVector vector) {
    out.spaces.at(static_cast<std::size_t>(space)) = std::move(vector);
  };
  set(Space::TokensAll, weighed(true, true, token));
  set(Space::TokensBody, weighed(false, true, token));
  set(Space::TokensTitle, weighed(true, false, token));
  set(Space::StemsAll, out.stems);
  set(Space::StemsBody, weighed(false, true, stem));
  set(Space::StemsTitle, weighed(true, false, stem));
  set(Space::NamesAll, weighed(true, true, name));
  set(Space::NamesBody, weighed(false, true, name));
  set(Space::NamesTitle, weighed(true, false, name));
  return out;
}

SparseVector Weigher::vector(std::vector<Counted> counted, story::LanguageCode language) const {
  std::sort(counted.begin(), counted.end(),
            [](const Counted& a, const Counted& b) { return a.term < b.term; });
  SparseVector out;
  std::vector<std::uint32_t> rarity_of;
  for (std::size_t i = 0; i < counted.size();) {
    std::size_t end = i;
    while (end < counted.size() && counted[end].term == counted[i].term) ++end;
    out.push_back({counted[i].term, 1 + std::log(static_cast<float>(end - i))});
    rarity_of.push_back(counted[i].rarity_of);
    i = end;
  }
  const std::vector<int> rarities = frequencies_.rarities(language, rarity_of);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].weight *= static_cast<float>(rarities[i]) / 256;
  std::erase_if(out, [](const Weighted& term) { return term.weight <= 0; });
  return out;
}

}  // namespace depesche::peers
