// Putting articles into stories and taking them out, with the counts kept right. Inside the module.
//
// A story's counts come from story_outlet, one row for each outlet in it, so that a change costs as
// much as a story has outlets, never as much as it has articles.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "news/ids.h"
#include "store/sqlite/database.h"
#include "store/writing/accept.h"

namespace depesche {

/// An article's place in a story.
struct Placing {
  StoryId story;
  std::chrono::sys_seconds joined_at{};
  std::string reason;
};

/// Takes the article out of its story and says how it was placed; nothing when it was in none.
std::optional<Placing> take_out(Connection& db, ArticleId article);

/// Puts an article that is in no story into this one, which is made, or called back from a merge,
/// where needed. Articles that have been let go are left out.
void put_in(Connection& db, ArticleId article, const Placing& placing);

/// Moves and keeps a line about it. A story left empty redirects to where its last article went.
/// `correction` says by which one, where it was no decision of the engine's.
void move_article(Connection& db, const StoredDecision::Move& move, std::chrono::sys_seconds at,
                  std::optional<std::int64_t> correction = {});

/// All that is left in `from` moves to `into`, and `from` redirects there for ever.
void merge_story(Connection& db, const StoredDecision::Merge& merge, std::chrono::sys_seconds at,
                 std::optional<std::int64_t> correction = {});

/// A story without articles goes, unless others redirect to it or it redirects itself.
void drop_if_empty(Connection& db, StoryId story);

}  // namespace depesche
