// Foreign HTML made safe to show on our own pages.
//
// Works by rebuilding: the fragment is parsed into a tree and only what is on a list is written
// again, well-formed and escaped. Elements not on the list vanish and leave their text; scripts,
// styles, frames, forms' controls, SVG and the like vanish with it. Of attributes only harmless
// ones stay; addresses are made absolute and must be http, https or (in links) mailto. So there is
// no way in for event handlers, style, javascript: or data:.
//
// Pure; time and what is written are linear in the fragment, however long the base is that its
// addresses are resolved against. Well-formed markup from the list comes out as it went in.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "html/tree.h"

namespace depesche::html {

/// Content of a feed entry. `base` is the address that relative ones are resolved against; when it
/// is empty, relative addresses are dropped.
std::string sanitise_fragment(std::string_view html, std::string_view base);

class Addresses;

/// The insides of a page's blocks: only a, em, strong, sub, sup, code and br, on one line but for
/// <br>. `tree` must outlive it.
class InlineMarkup {
 public:
  InlineMarkup(const Tree& tree, std::string_view base);
  ~InlineMarkup();

  /// Empty when it is longer than `most` bytes, too. Links whose relative addresses become long by
  /// the base alone lose them when all of them together have grown by 150 KB.
  std::string of(NodeIndex node, std::size_t most = std::string::npos);

 private:
  const Tree& tree_;
  std::unique_ptr<Addresses> addresses_;
};

}  // namespace depesche::html
