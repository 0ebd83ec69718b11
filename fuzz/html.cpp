// The HTML reader on any bytes: the tree keeps its promises of order, and what the sanitiser wrote
// is harmless however it is read again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "html/sanitise.h"
#include "html/select.h"
#include "html/text_content.h"
#include "html/tree.h"
#include "text/utf8.h"

namespace {

using namespace depesche::html;

// The children of a node fill what is between it and its end.
void check_order(const Tree& tree) {
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    NodeIndex next = node + 1;
    for (const NodeIndex child : tree.children(node)) {
      assert(child == next && tree.parent(child) == node);
      next = tree.end_of(child);
    }
    assert(next == tree.end_of(node));
  }
}

void check_harmless(const Tree& tree) {
  for (const NodeIndex node : tree.descendants(tree.root())) {
    assert(!is_unreadable(tree.tag(node)) && tree.kind(node) != NodeKind::Comment);
    if (tree.is_element(node)) assert(tree.tag(node) != Tag::Other);
    for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
      const Attribute attribute = tree.attribute_at(node, i);
      assert(!attribute.name.starts_with("on") && attribute.name != "style");
      if (attribute.name == "href" || attribute.name == "src") {
        assert(attribute.value.starts_with("http") || attribute.value.starts_with("mailto:"));
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view page(reinterpret_cast<const char*>(bytes), size);
  Limits limits;
  limits.depth = 40;  // so that short inputs reach it
  const Tree tree = parse(page, limits);
  check_order(tree);
  assert(depesche::is_valid_utf8(text_content(tree, tree.root(), Noscript::Read)));
  static const Selector links = selector("div > a[href^=http], p.lead:not([hidden]) span");
  (void)links.all(tree, tree.root());
  (void)InlineMarkup(tree, "https://news.example/a/b").of(tree.body());
  check_harmless(parse(sanitise_fragment(page, "https://news.example/a/b")));
  return 0;
}
