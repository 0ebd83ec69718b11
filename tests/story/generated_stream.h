// Invented news streams with known stories, for laws that must hold on any input.
#pragma once

#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "story/engine.h"

namespace depesche {

struct GeneratedArticle {
  Article article;
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
    generated.article = article;
    now += std::chrono::minutes(pick(120));
    generated.arrival = {ArticleId{i + 1}, now, OutletId{static_cast<std::int64_t>(pick(9)) + 1},
                         analyser.analyse(article, pick(8) == 0 ? "en" : "de"), std::nullopt};
    out.push_back(std::move(generated));
  }
  return out;
}

/// Events of which some outlets tell one half and some the other, until a third kind of report
/// tells both: stories merge, and articles move. No text of one is copied.
inline std::vector<GeneratedArticle> generate_halves(unsigned seed, int events) {
  constexpr std::size_t kWords = 18;
  constexpr int kTogether = 4;  // events at one time
  std::mt19937 random(seed);
  const auto pick = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const auto word = [&] {
    static const std::vector<std::string> kSounds{"ba", "lo",  "mir", "ten", "su",  "gar",
                                                  "ni", "pol", "ver", "ka",  "dis", "hu"};
    std::string out;
    for (auto n = 3 + pick(2); n > 0; --n) out += kSounds[pick(kSounds.size())];
    return out;
  };
  std::vector<std::string> common;
  for (int i = 0; i < 60; ++i) common.push_back(word());
  std::vector<GeneratedArticle> out;
  Analyser analyser;
  std::chrono::sys_seconds now{std::chrono::hours(451'000)};
  const auto tell = [&](const std::vector<std::string>& words, std::size_t from, std::size_t to) {
    const auto phrase = [&](int length) {
      std::string text;
      for (int n = 0; n < length; ++n) {
        text += (pick(5) < 3 ? words[from + pick(to - from)] : common[pick(common.size())]) + " ";
      }
      return text;
    };
    GeneratedArticle one;
    one.article.title = phrase(8);
    one.article.standfirst = phrase(20);
    now += std::chrono::minutes(2);
    one.arrival.article = ArticleId{static_cast<std::int64_t>(out.size()) + 1};
    one.arrival.first_seen_at = now;
    one.arrival.outlet = OutletId{static_cast<std::int64_t>(pick(9)) + 1};
    one.arrival.analysis = analyser.analyse(one.article, "de");
    out.push_back(std::move(one));
  };
  for (int group = 0; group < events; group += kTogether) {
    std::vector<std::vector<std::string>> words(kTogether);
    for (auto& of_event : words) {
      for (std::size_t n = 0; n < kWords; ++n) of_event.push_back(word());
    }
    for (const auto& [from, to, times] :
         {std::tuple<std::size_t, std::size_t, int>{0, 10, 2}, {8, kWords, 2}, {0, kWords, 3}}) {
      for (const auto& of_event : words) {
        for (int i = 0; i < times; ++i) tell(of_event, from, to);
      }
    }
  }
  return out;
}

/// Two events, told in turn once an hour, whose first reports mix the words of both.
inline std::vector<GeneratedArticle> two_events_told_as_one(unsigned seed) {
  std::mt19937 random(seed);
  const auto words = [&random](int event, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      const auto number = static_cast<char>('a' + random() % 12);
      text += std::string(event == 0 ? "Nord" : "West") + number + "quix" + number + " ";
    }
    return text;
  };
  std::vector<GeneratedArticle> out;
  Analyser analyser;
  for (int i = 0; i < 24; ++i) {
    const int mixed = i < 4 ? 6 : 0;  // words of the other event
    GeneratedArticle& told = out.emplace_back();
    told.event = i % 2;
    told.article.title = words(told.event, 6);
    told.article.title += words(1 - told.event, mixed / 2);
    told.article.standfirst = words(told.event, 14);
    told.article.standfirst += words(1 - told.event, mixed);
    told.arrival = {ArticleId{i + 1}, std::chrono::sys_seconds(std::chrono::hours(450'000 + i)),
                    OutletId{i + 1}, analyser.analyse(told.article, "de"), std::nullopt};
  }
  return out;
}

}  // namespace depesche
