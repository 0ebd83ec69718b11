// Gathers a whole stream at once, without a store: what `depesche cluster` does.
//
// Items come in stream order. An item without a time takes the time of the item before it, and so
// does an earlier one.
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
  std::string story;                 // the id of the item that founded it
  std::string reprint_of;            // the id of an item, or empty
  int reprint_share = 0;             // per mille
  Agency agency = Agency::None;      // whose copy its own marks say it is
  std::vector<std::string> similar;  // ids of items, best first
  std::vector<std::string> why;      // words, names, numbers that decided; then how
};

enum class Membership {
  Final,  // after the last item
  First,  // as each item was first decided
};

/// In input order. Without translations German and English reports meet on names and numbers only.
std::vector<PlacedItem> gather(const std::vector<StreamItem>& items, Membership membership,
                               TranslationsSource translations = nullptr,
                               const StoryParameters& parameters = shipped_parameters());

}  // namespace depesche
