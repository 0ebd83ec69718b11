#include "story/vocabularies.h"

#include <algorithm>

namespace depesche::story {

std::shared_ptr<Vocabulary> Vocabularies::of(std::string_view language) {
  auto at = known_.find(language);
  if (at == known_.end()) {
    if (known_.size() >= kMost) {
      known_.erase(std::min_element(known_.begin(), known_.end(), [](const auto& a, const auto& b) {
        return a.second.asked_at < b.second.asked_at;
      }));
    }
    Known fresh{std::make_shared<Vocabulary>(language, remembered_)};
    at = known_.emplace(std::string(language), std::move(fresh)).first;
  }
  at->second.asked_at = ++asked_;
  return at->second.vocabulary;
}

}  // namespace depesche::story
