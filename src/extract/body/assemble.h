// Raw blocks → the article's blocks and text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "extract/body/blocks.h"
#include "extract/body/body.h"
#include "html/tree.h"
#include "news/article.h"

namespace depesche::extract {

/// Keeps the body's blocks of the page's `blocks`. What `body` points to is gone then.
void leave_only(const Body& body, std::vector<RawBlock>& blocks);

/// Bytes of the text that assemble_body makes.
std::size_t length_of(const Body& body);

/// Fills standfirst, blocks and text; `text` are the body's blocks.
void assemble_body(const html::Tree& tree, const Body& body, std::vector<RawBlock> text,
                   const BodyHints& hints, std::string_view base, Article& article);

}  // namespace depesche::extract
