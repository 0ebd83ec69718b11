// How a feed is doing, in words: when it is asked next and why not before, what was learned of its
// rhythm, what its hub does. The feeds page and `depesche feeds list` say the same.
//
// Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "desk/learned_rhythm.h"
#include "store/rows/views.h"
#include "web/pages/words.h"

namespace depesche::web {

/// "0,4", "12": one decimal below ten.
std::string rate_in_words(Language language, double per_day);

enum class Asking {
  Goes,
  Pauses,    // something stops the wire, a full disk for example
  MayPause,  // nobody here knows whether a server runs
};
/// Why it is not asked before that, for each reason of the schedule: "der Feed bittet darum …".
/// Of one that is due, why it is not being asked. Empty when there is nothing to say.
std::string feed_wait_in_words(const Clock& clock, const FeedHealth& feed, Asking asking);

/// "at most every 6 hours", as its owner wants it; empty where that is left to its rhythm.
std::string every_in_words(Language language, std::optional<std::chrono::seconds> every);
/// "6h", as its owner types it (read_every); empty likewise.
std::string written_every(std::optional<std::chrono::seconds> every);

/// What stops the wire, by name(ErrorCode). Of `message` as in reason_in_words(); whoever may not
/// know where things are gets none.
std::string pause_in_words(Language language, std::string_view error_code,
                           std::string_view message = {});

/// "Seinem Rhythmus nach etwa alle 40 Minuten gefragt: rund 12 Artikel am Tag, meist von 6 bis 22
/// Uhr", by the clock's zone.
std::string rhythm_in_words(const Clock& clock, const LearnedRhythm& rhythm);

/// "Nothing new since 4 May …; by its rhythm there would have been some 40 articles."; empty where
/// it is not silent.
std::string silence_in_words(const Clock& clock, const LearnedRhythm& rhythm);

/// "Of its last 20 articles 19 stand in the feed's words: the server says no (403)."; empty where
/// none does.
std::string words_alone_in_words(Language language, const FeedWordsShare& share);

/// "3 entries are missing here: they had neither headline nor text, and their pages could not be
/// read, the last on …: not found (404)."; empty where none was lost.
std::string lost_in_words(const Clock& clock, const LostEntries& lost);

/// "Older pages of this feed are still being read (3 so far)."; empty where there is nothing to
/// say.
std::string gap_in_words(Language language, const std::optional<GapShown>& gap);

/// "robots.txt asks for 90 seconds between pages; that is kept."; of a longer one than we keep, how
/// long we do. Empty where it is no longer than our own gap.
std::string crawl_delay_in_words(Language language, std::chrono::seconds delay);

/// Where permanent redirects lead it, and where it came from; empty for one that stands where it
/// was.
std::string move_in_words(const Clock& clock, const FeedHealth& feed);

/// "Asked in its own way: name “…”, proxy …, cookie and login set"; empty where it is as all are.
/// Secrets are never in it; the rest is for its owner.
std::string options_in_words(Language language, const FeedOptionsShown& options);

/// Of a feed that is refused, by whom and why, as far as there are words for it: "401" and "403" of
/// its server and "407" of its proxy, where its owner can set something; "no_proxy" of a server
/// that speaks as if it were one. Empty for the others, a proxy that lets nobody through for
/// example.
std::string_view refused_with(const FeedHealth& feed);

/// Of a feed that is gone: whether it said so itself, in its last words, and not its server.
bool has_ended_itself(const FeedHealth& feed);

/// What its hub does for it; empty where the outlet names none.
std::string hub_in_words(const Clock& clock, const FeedHealth& feed, bool asks_hubs);

}  // namespace depesche::web
