#include "story/weighing_abroad.h"

#include <algorithm>

namespace depesche::story {
namespace {

const LanguageCode german = language_code("de");
const LanguageCode english = language_code("en");

bool has_meanings(const TermVector& vector) {
  return std::any_of(vector.begin(), vector.end(),
                     [](const Weight& entry) { return entry.kind == TermKind::Meaning; });
}

}  // namespace

bool is_german(LanguageCode language) { return language == german; }

bool are_translated(const Told& a, const Told& b) {
  return (b.language == english && has_meanings(a.vector)) ||
         (a.language == english && has_meanings(b.vector));
}

WeighingAbroad::WeighingAbroad(LanguageCode language, bool is_translated,
                               const StoryParameters& parameters)
    : is_german_(is_german(language)), is_translated_(is_translated), p_(parameters) {}

}  // namespace depesche::story
