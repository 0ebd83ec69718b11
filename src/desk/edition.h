// An Edition: the ranked front page at one moment, immutable once published.
//
// What it costs follows from what is on it, not from how many stories live: freshness halves every
// eight hours, so stories are looked at from afar, newest first, and their articles are read only
// while what their row says leaves them a chance (rank/story_score.h: most_in_total).
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "rank/front_page.h"
#include "store/reading/reader.h"

namespace depesche {

struct Edition {
  std::chrono::sys_seconds at{};
  std::vector<FrontPlace> places;  // best first
  std::vector<FrontPlace> hot;     // those that grow most
  OutletWeights weights;           // under which they were ranked
};

/// How far back the front page looks. Older stories have no freshness left to rank by.
inline constexpr std::chrono::hours kEditionWindow{72};
inline constexpr std::size_t kEditionPlaces = 60;
inline constexpr std::size_t kHotPlaces = 12;

/// Those an edition chooses headlines for: the languages of the interface.
inline constexpr std::array<std::string_view, 2> kEditionLanguages{"de", "en"};

/// Ranks the stories that moved within the window before `now`.
Edition make_edition(const Reader& reader, const OutletWeights& weights,
                     std::chrono::sys_seconds now);

/// The lead for readers of that language; the first one for a language nobody was asked for.
const Lead& lead_of(const FrontPlace& place, std::string_view language);
/// The story's place on the front page; null when it has none.
const FrontPlace* find_place(const Edition& edition, StoryId story);

/// The lead of any story, for every page that shows one: the edition's, while that article is in
/// the story; else the same choice made now among all its articles. Absent when those are
/// advertorials only.
std::optional<Lead> lead_now(const Reader& reader, const Edition& edition, StoryId story,
                             std::string_view language);

/// Holds the edition in force. Readers keep the one they started with.
class NewsStand {
 public:
  std::shared_ptr<const Edition> current() const;
  void publish(Edition next);

 private:
  mutable std::mutex mutex_;  // guards the pointer only
  std::shared_ptr<const Edition> current_ = std::make_shared<const Edition>();
};

}  // namespace depesche
