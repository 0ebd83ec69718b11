// What an outlet allows, in words.
#pragma once

#include <string>

#include "store/rows/views.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// For the article page: a sentence for each thing said, and when it was seen; false where nothing
/// was.
Data rights_data(const Viewer& viewer, const Article& article);

}  // namespace depesche::web
