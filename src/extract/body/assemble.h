// Raw blocks → the article's blocks and text.
#pragma once

#include <string_view>

#include "extract/body/body.h"
#include "html/tree.h"
#include "news/article.h"

namespace depesche::extract {

/// Fills standfirst, blocks and text.
void assemble_body(const html::Tree& tree, const Body& body, const BodyHints& hints,
                   std::string_view base, Article& article);

}  // namespace depesche::extract
