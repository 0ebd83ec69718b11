#include "story/cluster.h"

#include <algorithm>
#include <unordered_map>

#include "language/detect.h"
#include "story/engine.h"

namespace depesche {
namespace {

/// Runs the stream and remembers how each item was first decided.
class Gatherer {
 public:
  Gatherer(const std::vector<StreamItem>& items, TranslationsSource translations,
           const StoryParameters& parameters)
      : items_(items), engine_(parameters), analyser_(translations) {}

  std::vector<PlacedItem> run(Membership membership) {
    std::vector<PlacedItem> placed;
    placed.reserve(items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i) placed.push_back(place(i));
    if (membership == Membership::Final) {
      for (std::size_t i = 0; i < items_.size(); ++i) placed[i].story = id_of(stories_[i].value);
    }
    return placed;
  }

 private:
  PlacedItem place(std::size_t i) {
    const StreamItem& item = items_[i];
    if (item.first_seen_at) now_ = std::max(now_, *item.first_seen_at);
    const std::string language =
        detect_language(item.article.title + "\n" + item.article.standfirst + "\n" +
                            item.article.text.substr(0, 2000),
                        {.page = item.article.language});
    Arrival arrival;
    arrival.article = ArticleId{static_cast<std::int64_t>(i) + 1};
    arrival.first_seen_at = now_;
    arrival.outlet = outlet(item.article.outlet);
    arrival.analysis = analyser_.analyse(item.article, language);
    const Agency agency = arrival.analysis.print.agency;
    const Decision decision = engine_.add(arrival);
    stories_.push_back(decision.story);
    for (const StoryMove& move : decision.moves) {
      stories_[static_cast<std::size_t>(move.article.value) - 1] = move.to;
    }
    PlacedItem placed = describe(item, language, decision);
    placed.agency = agency;
    return placed;
  }

  PlacedItem describe(const StreamItem& item, std::string_view language, const Decision& decision) {
    PlacedItem out;
    out.id = item.id;
    out.story = id_of(decision.story.value);
    if (decision.reprint) {
      out.reprint_of = id_of(decision.reprint->of.value);
      out.reprint_share = decision.reprint->share;
    }
    for (const Similar& similar : engine_.similar_to(ArticleId{std::ssize(stories_)}))
      out.similar.push_back(id_of(similar.article.value));
    out.why = analyser_.spell(item.article, language, decision.reason.shared);
    out.why.emplace_back(name(decision.reason.kind));
    return out;
  }

  std::string id_of(std::int64_t number) const {
    return items_[static_cast<std::size_t>(number) - 1].id;
  }

  OutletId outlet(const std::string& name) {
    const auto next = static_cast<std::int64_t>(outlets_.size()) + 1;
    return OutletId{outlets_.try_emplace(name, next).first->second};
  }

  const std::vector<StreamItem>& items_;
  Engine engine_;
  Analyser analyser_;
  std::chrono::sys_seconds now_{};
  std::vector<StoryId> stories_;  // where each item is now
  std::unordered_map<std::string, std::int64_t> outlets_;
};

}  // namespace

std::vector<PlacedItem> gather(const std::vector<StreamItem>& items, Membership membership,
                               TranslationsSource translations, const StoryParameters& parameters) {
  return Gatherer(items, translations, parameters).run(membership);
}

}  // namespace depesche
