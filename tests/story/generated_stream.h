// Invented news streams with known stories, for laws that must hold on any input.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "story/engine.h"

namespace depesche {

struct GeneratedArticle {
  Arrival arrival;
  int event = 0;
};

/// `articles` reports of events that come and go over some weeks: each draws on its event's words
/// and names, one in five is copied from an earlier one.
inline std::vector<GeneratedArticle> generate_stream(unsigned seed, int articles) {
  std::mt19937 random(seed);
  const auto pick = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const auto word = [&] {
    static const std::vector<std::string> kSyllables{"ba", "lo",  "mir", "ten", "su",  "gar",
                                                     "ni", "pol", "ver", "ka",  "dis", "hu"};
    std::string out;
    for (auto n = 2 + pick(2); n > 0; --n) out += kSyllables[pick(kSyllables.size())];
    return out;
  };
  std::vector<std::string> common;
  for (int i = 0; i < 60; ++i) common.push_back(word());
  std::vector<std::vector<std::string>> events;
  std::vector<GeneratedArticle> out;
  std::vector<Article> texts;
  Analyser analyser;
  std::chrono::sys_seconds now{std::chrono::hours(450'000)};
  for (int i = 0; i < articles; ++i) {
    if (events.empty() || pick(4) == 0) {
      events.emplace_back();
      for (int n = 0; n < 12; ++n) {
        std::string name = word();
        if (n < 4) name[0] = static_cast<char>(name[0] - 'a' + 'A');
        events.back().push_back(name);
      }
    }
    const std::size_t event = events.size() - 1 - pick(std::min<std::size_t>(events.size(), 6));
    Article article;
    const auto phrase = [&](int words) {
      std::string text;
      for (int n = 0; n < words; ++n) {
        text += (pick(2) == 0 ? common[pick(common.size())] : events[event][pick(12)]) + " ";
      }
      return text;
    };
    GeneratedArticle generated;
    generated.event = static_cast<int>(event);
    if (!texts.empty() && pick(5) == 0) {
      const std::size_t source = texts.size() - 1 - pick(std::min<std::size_t>(texts.size(), 10));
      article = texts[source];
      generated.event = out[source].event;
    } else {
      article.title = phrase(7);
      article.standfirst = phrase(15);
      article.text = article.standfirst + "\n" + phrase(80);
    }
    texts.push_back(article);
    now += std::chrono::minutes(pick(120));
    generated.arrival = {ArticleId{i + 1}, now, OutletId{static_cast<std::int64_t>(pick(9)) + 1},
                         analyser.analyse(article, pick(8) == 0 ? "en" : "de"), std::nullopt};
    out.push_back(std::move(generated));
  }
  return out;
}

}  // namespace depesche
