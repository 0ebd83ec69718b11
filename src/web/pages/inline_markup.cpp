#include "web/pages/inline_markup.h"

#include "base/ascii.h"
#include "html/tree.h"
#include "web/pages/template.h"

namespace depesche::web {
namespace {

using html::NodeIndex;

bool is_allowed(std::string_view name) {
  for (const std::string_view tag : {"a", "em", "strong", "sub", "sup", "code", "br"}) {
    if (name == tag) return true;
  }
  return false;
}

/// Elements whose content is no text for readers.
bool is_dropped(std::string_view name) {
  for (const std::string_view tag : {"script", "style", "template", "iframe", "object", "svg",
                                     "math", "noscript", "textarea", "title", "select"}) {
    if (name == tag) return true;
  }
  return false;
}

void write(const html::Tree& tree, NodeIndex parent, std::string& out) {
  for (const NodeIndex node : tree.children(parent)) {
    if (tree.is_text(node)) {
      out += escape_html(tree.text(node));
      continue;
    }
    const std::string_view name = tree.name(node);
    if (!tree.is_element(node) || is_dropped(name)) continue;
    const std::string_view link = name == "a" ? safe_link(tree.attribute(node, "href")) : "";
    if (name == "br") {
      out += "<br>";
    } else if (!is_allowed(name) || (name == "a" && link.empty())) {
      write(tree, node, out);
    } else if (name == "a") {
      out += "<a href=\"" + escape_html(link) + "\" rel=\"noopener noreferrer\">";
      write(tree, node, out);
      out += "</a>";
    } else {
      out.append("<").append(name).append(">");
      write(tree, node, out);
      out.append("</").append(name).append(">");
    }
  }
}

}  // namespace

std::string safe_inline(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return escape_html(html);
  const html::Tree tree = html::parse(html);
  std::string out;
  write(tree, tree.body(), out);
  return out;
}

std::string_view safe_link(std::string_view address) {
  const std::string_view trimmed = trim(address);
  return starts_with_ignoring_case(trimmed, "https://") ||
                 starts_with_ignoring_case(trimmed, "http://")
             ? trimmed
             : std::string_view();
}

}  // namespace depesche::web
