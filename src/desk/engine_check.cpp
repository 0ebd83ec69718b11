#include "desk/engine_check.h"

#include <algorithm>

#include "desk/in_parallel.h"
#include "story/engine.h"

namespace depesche {
namespace {

constexpr std::size_t kMostNamed = 20;

/// However long it was: nothing leaves while it is compared.
StoryParameters with_longest_window() {
  StoryParameters parameters = shipped_parameters();
  parameters.live_days = kMostLiveDays;
  return parameters;
}

}  // namespace

std::vector<std::string> check_engine(Archive& archive) {
  const auto snapshot = archive.load_snapshot();
  if (!snapshot) return {};
  const auto engine = Engine::restore(snapshot->bytes, with_longest_window(), on_several_cores);
  if (!engine) return {};
  const Reader reader = archive.reader();
  std::vector<Placement> elsewhere;
  reader.placements(engine->live(), [&](const Placement& stored) {
    if (engine->story_of(stored.article) != stored.story) elsewhere.push_back(stored);
  });
  // Asked afterwards, so that whatever moved meanwhile is among them.
  const std::vector<ArticleId> moved = reader.moved_since(snapshot->stream_no);
  std::erase_if(elsewhere, [&](const Placement& one) {
    return std::binary_search(moved.begin(), moved.end(), one.article);
  });
  if (elsewhere.empty()) return {};
  archive.set_setting(kMembershipsCompared, "");
  std::vector<std::string> findings;
  for (const Placement& one : elsewhere) {
    if (findings.size() == kMostNamed) {
      findings.emplace_back("the story engine has further articles in other stories");
      break;
    }
    findings.push_back("the story engine has article " + std::to_string(one.article.value) +
                       " in story " + std::to_string(engine->story_of(one.article)->value) +
                       ", the store in " + std::to_string(one.story.value) +
                       "; the next start goes by the store");
  }
  return findings;
}

}  // namespace depesche
