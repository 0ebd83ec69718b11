// What the engine says of two full texts once they have met: whether one is a reprint of the other.
#pragma once

#include <chrono>
#include <optional>

#include "dedupe/reprint.h"
#include "news/article.h"
#include "story/analysis.h"
#include "story/facts.h"
#include "tests/support/edited_copies.h"

namespace depesche::test {

struct Printed {
  const FullText& text;
  const Fingerprint& print;  // shortened, as an engine keeps it
};

/// The share that is a reprint, or nothing when they are two texts. Facts are read of those texts
/// alone that are short enough to be parted by them.
inline std::optional<int> engine_verdict(const Printed& later, const Printed& earlier,
                                         const Publication& publication, Analyser& analyser) {
  if (later.text.language != earlier.text.language) return std::nullopt;
  const auto share = reprint_share(later.print, earlier.print, publication);
  if (!share) return share;
  const auto facts = [&analyser](const FullText& text, std::chrono::sys_seconds seen) {
    Article article;
    article.title = text.title;
    article.text = text.text;
    return story::facts_of(analyser.analyse(article, text.language), seen);
  };
  const bool are_two = story::are_two_bulletins(later.print.words, earlier.print.words, [&] {
    constexpr std::chrono::sys_seconds kThen{std::chrono::seconds{1'790'000'000}};
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(publication.apart);
    return story::compare(facts(later.text, kThen + publication.apart), facts(earlier.text, kThen),
                          hours.count());
  });
  return are_two ? std::nullopt : share;
}

}  // namespace depesche::test
