// Foreign HTML made safe to show on our own pages.
//
// Works by rebuilding: the fragment is parsed into a tree and only what is on a list is written
// again, well-formed and escaped. Elements not on the list vanish and leave their text; scripts,
// styles, frames, forms' controls, SVG and the like vanish with it. Of attributes only harmless
// ones stay; addresses are made absolute and must be http, https or (in links) mailto. So there is
// no way in for event handlers, style, javascript: or data:.
//
// Pure; linear in the fragment. Well-formed markup from the list comes out as it went in.
#pragma once

#include <string>
#include <string_view>

#include "html/tree.h"

namespace depesche::html {

/// Content of a feed entry. `base` is the address that relative ones are resolved against; when it
/// is empty, relative addresses are dropped.
std::string sanitise_fragment(std::string_view html, std::string_view base);

/// The inside of one block: only a, em, strong, sub, sup, code and br, on one line but for <br>.
std::string sanitise_inline(const Tree& tree, NodeIndex node, std::string_view base);

}  // namespace depesche::html
