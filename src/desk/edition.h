// An Edition: the ranked front page at one moment, immutable once published.
#pragma once

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
  std::vector<FrontPlace> places;  // best first; leads are chosen per reader (choose_lead)
};

/// How far back the front page looks. Older stories have no freshness left to rank by.
inline constexpr std::chrono::hours kEditionWindow{72};

/// Ranks the stories that moved within the window before `now`.
Edition make_edition(const Reader& reader, std::chrono::sys_seconds now);

/// Which of a story's members shows its headline to a reader of that language. An index into
/// story.members; absent when it holds advertorials only.
std::optional<std::size_t> choose_lead(const FrontStory& story, std::string_view reader_language);

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
