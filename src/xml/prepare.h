// Mends a text so that libxml2 reads it as its author meant it.
//
//   - what stands before the first '<', comments, processing instructions and the document type are
//     dropped, so that nothing declared in a document type can be expanded
//   - HTML's named references become the characters; unknown ones and bare ampersands stay as text
//   - a '<' that begins no tag becomes text
//   - characters that XML forbids are dropped
//
// CDATA sections pass unchanged but for forbidden characters. One pass; tags with too many
// attributes are refused here, because libxml2 would take time quadratic in their number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "xml/document.h"

namespace depesche::xml {

struct Prepared {
  std::string text;
  std::vector<Problem> problems;  // each kind once, at its first place
};

Result<Prepared> prepare(std::string_view utf8, NamedReferences names, const Limits& limits);

}  // namespace depesche::xml
