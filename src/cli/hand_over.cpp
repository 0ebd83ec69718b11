#include "cli/hand_over.h"

#include <thread>

#include "cli/command.h"
#include "cli/progress.h"
#include "desk/story_desk.h"
#include "story/installed_translations.h"

namespace depesche::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAgain = 200ms;

void wait_for_server(Archive& archive, bool quiet) {
  std::int64_t waiting = archive.intake().size();
  Progress progress("the server gathers", static_cast<std::size_t>(waiting), quiet);
  while (waiting > 0) {
    std::this_thread::sleep_for(kLookAgain);
    const std::int64_t left = archive.intake().size();
    if (left < waiting) progress.advance(static_cast<std::size_t>(waiting - left));
    waiting = left;
  }
}

/// Who asks feeds beside a running server should know that it asks them as well.
void mention_server(Archive& archive, bool quiet) {
  const Result<void> locked = archive.take_engine_lock();
  if (locked || locked.error().code != ErrorCode::Busy || quiet) return;
  std::fprintf(stderr, "depesche: %s and polls its feeds itself\n", locked.error().message.c_str());
}

}  // namespace

int hand_over(Archive& archive, const StoryParameters& parameters, HandOver how, bool quiet) {
  if (archive.intake().size() == 0) {
    mention_server(archive, quiet);
    return kDone;
  }
  StoryDesk desk(archive, &installed_translations, parameters);
  const Result<void> opened = desk.open();
  if (opened) {
    Progress progress("gather", static_cast<std::size_t>(archive.intake().size()), quiet);
    while (true) {
      const StoryDesk::Batch batch = desk.accept_waiting(now());
      if (batch.taken == 0) break;
      progress.advance(static_cast<std::size_t>(batch.taken));
    }
    desk.save_snapshot();
    return kDone;
  }
  if (opened.error().code != ErrorCode::Busy) {
    return fail(exit_code(opened.error()), opened.error().message);
  }
  if (!quiet) std::fprintf(stderr, "depesche: the running server takes over the gathering\n");
  if (how == HandOver::Wait) wait_for_server(archive, quiet);
  return kDone;
}

}  // namespace depesche::cli
