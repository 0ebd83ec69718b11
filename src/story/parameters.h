// The numbers the story engine decides by. They live in parameters.cpp, which names the data and
// the date they were fitted on; nothing else in the engine is tuned.
#pragma once

namespace depesche {

struct StoryParameters;
const StoryParameters& shipped_parameters();

}  // namespace depesche
