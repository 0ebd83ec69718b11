#include "extract/headline/headings.h"

namespace depesche::extract {

namespace {

// Headings are small; looking through many nested ones must stay cheap.
constexpr html::NodeIndex kMostNodes = 600;

bool is_large(const html::Tree& tree, html::NodeIndex heading) {
  return tree.end_of(heading) - heading > kMostNodes;
}

}  // namespace

using html::NodeIndex;
using html::Tag;
using html::Tree;

bool is_site_heading(const Tree& tree, NodeIndex heading) {
  if (is_large(tree, heading)) return false;
  for (const NodeIndex link : tree.descendants(heading, Tag::A)) {
    std::string_view address = tree.attribute(link, "href");
    const std::size_t scheme = address.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = address.find('/', scheme + 3);
      address = path == std::string_view::npos ? "/" : address.substr(path);
    }
    if (address == "/" || address == "./" || address == "index.html" || address == "/index.php" ||
        address == "index.php") {
      return true;
    }
  }
  return false;
}

bool is_out_of_place(const Tree& tree, const Survey& survey, NodeIndex node) {
  if (survey[node].dropped) return true;
  for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
    const auto [name, value] = tree.attribute_at(node, i);
    if (name.find("breadcrumb") != std::string_view::npos ||
        value.find("breadcrumb") != std::string_view::npos ||
        value.find("logo") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::string named_kicker(const Tree& tree, const Survey& survey, NodeIndex heading) {
  if (is_large(tree, heading)) return {};
  for (const NodeIndex node : tree.descendants(heading)) {
    if (!tree.is_element(node) || (survey[node].evidence & kKicker) == 0) continue;
    return line_of(tree, survey, node);
  }
  return {};
}

}  // namespace depesche::extract
