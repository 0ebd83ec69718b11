// Whose text an article is, as members of its object in JSON:
//
//   agency                             whose copy its marks say it is; absent for nobody's
//   reprint_of{article, outlet, copied}  what it copies; `copied` is the share of the shorter text
//   reprints[{article, outlet, copied}]  of it, or of one of those
#pragma once

#include "json/writer.h"
#include "store/rows/views.h"

namespace depesche {

void write_copies(json::Writer& out, const ArticlePage& page);

}  // namespace depesche
