// The word list installed beside the program, if any: Debian's trans-de-en. The only part of the
// module that reads a file.
#pragma once

#include "story/translations.h"

namespace depesche {

/// Read when first asked for (25 MB to take apart), then kept for the life of the process; null
/// where the list is not installed or holds nothing. Thread-safe.
const Translations* installed_translations();

}  // namespace depesche
