// A story's page as an answer: to its reader, or to an editor whose form did something or nothing.
#pragma once

#include <optional>
#include <string>

#include "web/pages/pages.h"
#include "web/site/room.h"

namespace depesche::web {

struct StoryAnswer {
  std::string after;                   // the cursor of the members shown
  std::optional<CorrectionView> said;  // what this page answers
  std::string failure;                 // why nothing was said, in words
  CorrectionForm form;                 // … and what had been typed
};

/// 404 when there is no such living story.
Response story_response(Room& room, const Request& request, StoryId living, StoryAnswer answer,
                        int status = 200);

}  // namespace depesche::web
