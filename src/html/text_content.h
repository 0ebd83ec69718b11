// The text of a subtree as a reader sees it.
//
// White space collapses as in a browser; blocks (p, div, li, tr, headings …) stand on lines of
// their own, <br> begins a line, cells of a row are separated by a space, <pre> keeps its lines.
// Scripts, styles, templates, SVG and what only shows without JavaScript are left out.
//
// Pure; linear in the subtree.
#pragma once

#include <string>
#include <string_view>

#include "html/tree.h"

namespace depesche::html {

enum class Noscript { Skip, Read };

/// Lines without empty ones between them, none at the ends.
std::string text_content(const Tree& tree, NodeIndex node, Noscript noscript = Noscript::Skip);

/// The same on one line: headlines, names, attribute-like texts.
std::string line_content(const Tree& tree, NodeIndex node, Noscript noscript = Noscript::Skip);

/// Text of a fragment that may or may not be HTML: "Caf&eacute; <b>closed</b>" → "Café closed".
std::string plain_line(std::string_view html);

/// Whether the element begins and ends a line (p, div, li, h1 …).
bool is_block(Tag tag);

/// Whether nothing in the element is text for readers (script, style, template …).
bool is_unreadable(Tag tag);

}  // namespace depesche::html
