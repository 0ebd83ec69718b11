// Why an article is in its story, as the store keeps it and pages show it: the engine's reason with
// its terms spelled as words, in one line of JSON. What an older program stored has words of all
// kinds in `words`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/ids.h"
#include "story/decision.h"

namespace depesche {

struct StoryReason {
  ReasonKind kind = ReasonKind::Founded;
  int score = 0;      // per mille; how sure the link was
  ArticleId nearest;  // the article that speaks for it; 0 when founded
  // Shared terms, most telling first.
  std::vector<std::string> words;
  std::vector<std::string> names;  // of people, bodies and places
  std::vector<std::string> numbers;
  // Facts that both have, as this one has them: where, on which day, how a match ended.
  std::vector<std::string> places;
  std::vector<std::string> days;
  std::vector<std::string> scores;
  // Shared too, but this one has them nowhere but in its address.
  std::vector<std::string> address;
  // Of which facts the story it left has others: "place", "day", "score".
  std::vector<std::string> other;
  std::string passage;  // of a reprint: the longest that both texts have, cut to a quotation

  friend bool operator==(const StoryReason&, const StoryReason&) = default;
};

/// {"kind":"joined","score":612,"nearest":17,"words":["Sperrung"],"names":["Elbbrücke"]}
std::string to_text(const StoryReason& reason);
/// What cannot be read (an older program's words) is a reason without words.
StoryReason parse_reason(std::string_view text);

/// Spells the engine's reason with the words of the article it is about.
StoryReason spell_reason(const Reason& reason, Analyser::Reading& article);

}  // namespace depesche
