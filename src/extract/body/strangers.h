// Teaser cards, boxes and appeals among or behind an article's paragraphs.
//
// They sit in elements of their own. Where most of the text has one make (the tag and class of the
// element around its paragraphs), a group of another make must look like text to stay: it is judged
// by the links and labels that stood in its company.
#pragma once

#include <vector>

#include "extract/body/blocks.h"
#include "html/tree.h"

namespace depesche::extract {

/// Removes such groups from `kept`; `all` are the page's blocks, with what was removed before.
void drop_strangers(const html::Tree& tree, const BlockList& all, BlockList& kept);

}  // namespace depesche::extract
