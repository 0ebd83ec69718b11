// What a list of feeds asked for that was not done, said on stderr.
#pragma once

#include "desk/subscribe.h"

namespace depesche::cli {

void print_remarks(const ImportedList& list);

}  // namespace depesche::cli
