// Gathers a whole stream at once, without a store: what `depesche cluster` does.
//
// Items come in stream order.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "dedupe/agency.h"
#include "news/article.h"
#include "story/decision.h"
#include "story/parameters.h"
#include "story/translations.h"

namespace depesche {

/// What a line of input says, and nothing else: gold labels never come here.
struct StreamItem {
  std::string id;
  std::optional<std::chrono::sys_seconds> first_seen_at;
  Article article;  // language, outlet, title, standfirst, text, url are read
};

struct PlacedItem {
  std::string id;
  std::string story;             // the id of the item that founded it
  std::string reprint_of;        // the id of an item, or empty
  Agency agency = Agency::None;  // whose copy its own marks say it is
  std::vector<std::string>
      similar;                   // ids of items, best first; each of another story, none its own
  std::vector<std::string> why;  // words, names, numbers that decided; then how
  // What brought it to that story, and what it copies; articles are places in the input, from 1.
  Reason reason;
  std::optional<Reprint> reprint;
  std::string language;           // that its words were read in
  std::chrono::sys_seconds at{};  // the time it was taken to have
};

enum class Membership {
  Final,  // after the last item, with the reason of its last move; similar to what was live then
  First,  // as each item was first decided
};

/// When each came, never earlier than the one before it. One without a time, or with an earlier
/// one, came with the one before it. But where a quarter or more are older than what stays live
/// when they come, the times are none of arrival: all came when the newest was written, so that
/// none has left before the rest is there.
std::vector<std::chrono::sys_seconds> arrival_times(const std::vector<StreamItem>& items);

/// In input order. Without translations German and English reports meet on names and numbers only.
std::vector<PlacedItem> gather(const std::vector<StreamItem>& items, Membership membership,
                               TranslationsSource translations = nullptr,
                               const StoryParameters& parameters = shipped_parameters());

}  // namespace depesche
