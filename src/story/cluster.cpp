#include "story/cluster.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "language/detect.h"
#include "story/engine.h"

namespace depesche {
namespace {

// So long an item is live for certain, so that the end of a stream not much longer knows it.
constexpr std::chrono::days kSurelyLive{13};

/// Runs the stream and remembers where each item is, and why.
class Gatherer {
 public:
  Gatherer(const std::vector<StreamItem>& items, TranslationsSource translations,
           const StoryParameters& parameters)
      : items_(items), times_(arrival_times(items)), engine_(parameters), analyser_(translations) {}

  std::vector<PlacedItem> run(Membership membership) {
    placed_.reserve(items_.size());
    const bool is_first = membership == Membership::First;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      Analyser::Reading reading = place(i, is_first);
      // What has left by the end is asked about while it is here.
      if (is_first || times_[i] + kSurelyLive < times_.back())
        similar_[i] = engine_.similar_to(article(i));
      if (is_first) describe(i, reading);
    }
    if (is_first) return std::move(placed_);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (engine_.story_of(article(i))) similar_[i] = engine_.similar_to(article(i));
      Analyser::Reading reading = analyser_.read(items_[i].article, placed_[i].language);
      describe(i, reading);
    }
    return std::move(placed_);
  }

 private:
  /// What has been placed for good keeps the reason of its hour.
  Analyser::Reading place(std::size_t i, bool for_good) {
    const StreamItem& item = items_[i];
    PlacedItem& placed = placed_.emplace_back();
    placed.id = item.id;
    placed.at = times_[i];
    placed.language = detect_language(item.article.title + "\n" + item.article.standfirst + "\n" +
                                          item.article.text.substr(0, 2000),
                                      {.page = item.article.language});
    Arrival arrival;
    arrival.article = article(i);
    arrival.first_seen_at = times_[i];
    arrival.outlet = outlet(item.article.outlet);
    Analyser::Reading reading = analyser_.read(item.article, placed.language);
    arrival.analysis = reading.analyse();
    placed.agency = arrival.analysis.print.agency;
    Decision decision = engine_.add(arrival);
    placed.reprint = decision.reprint;
    if (placed.reprint) placed.reprint_of = id_of(placed.reprint->of.value);
    placed.reason = std::move(decision.reason);
    stories_.push_back(decision.story);
    similar_.emplace_back();
    for (StoryMove& move : decision.moves) {
      const std::size_t moved = index_of(move.article);
      stories_[moved] = move.to;
      if (moved == i || !for_good) placed_[moved].reason = std::move(move.reason);
    }
    return reading;
  }

  /// Where it is now, in the words of its own text.
  void describe(std::size_t i, Analyser::Reading& reading) {
    PlacedItem& placed = placed_[i];
    placed.story = id_of(stories_[i].value);
    std::set<StoryId> named{stories_[i]};
    for (const Similar& similar : similar_[i]) {
      const std::size_t other = index_of(similar.article);
      if (named.insert(stories_[other]).second) placed.similar.push_back(items_[other].id);
    }
    for (Spelling& each : reading.spell_names(placed.reason.shared)) {
      if (!each.words.empty()) placed.why.push_back(std::move(each.words));
    }
    placed.why.emplace_back(name(placed.reason.kind));
  }

  static ArticleId article(std::size_t i) { return ArticleId{static_cast<std::int64_t>(i) + 1}; }
  static std::size_t index_of(ArticleId article) {
    return static_cast<std::size_t>(article.value) - 1;
  }

  std::string id_of(std::int64_t number) const {
    return items_[static_cast<std::size_t>(number) - 1].id;
  }

  OutletId outlet(const std::string& name) {
    const auto next = static_cast<std::int64_t>(outlets_.size()) + 1;
    return OutletId{outlets_.try_emplace(name, next).first->second};
  }

  const std::vector<StreamItem>& items_;
  const std::vector<std::chrono::sys_seconds> times_;  // each item's
  Engine engine_;
  Analyser analyser_;
  std::vector<PlacedItem> placed_;
  std::vector<StoryId> stories_;               // where each item is now
  std::vector<std::vector<Similar>> similar_;  // to each, when last asked
  std::unordered_map<std::string, std::int64_t> outlets_;
};

}  // namespace

std::vector<std::chrono::sys_seconds> arrival_times(const std::vector<StreamItem>& items) {
  constexpr std::chrono::days kLate{14};  // as long as an article stays live by default
  constexpr std::size_t kMany = 4;        // one in so many
  std::vector<std::chrono::sys_seconds> out;
  out.reserve(items.size());
  std::chrono::sys_seconds now{};
  std::size_t late = 0;
  for (const StreamItem& item : items) {
    const std::chrono::sys_seconds time = item.first_seen_at.value_or(now);
    now = std::max(now, time);
    late += time + kLate < now ? 1 : 0;
    out.push_back(now);
  }
  if (late * kMany >= items.size()) std::fill(out.begin(), out.end(), now);
  return out;
}

std::vector<PlacedItem> gather(const std::vector<StreamItem>& items, Membership membership,
                               TranslationsSource translations, const StoryParameters& parameters) {
  return Gatherer(items, translations, parameters).run(membership);
}

}  // namespace depesche
