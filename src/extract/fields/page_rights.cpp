#include "extract/fields/page_rights.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "html/text_content.h"
#include "text/utf8.h"
#include "url/url.h"

namespace depesche::extract {
namespace {

constexpr int kMostMarked = 64;           // elements looked into
constexpr std::size_t kLeastMarked = 20;  // bytes of text; less may stand anywhere
constexpr std::size_t kCompared = 120;

/// Whether a line of the marked element begins a line or stands inside one of the article.
bool is_part_of(const Article& article, std::string_view marked) {
  const std::string line = squeeze(truncate_utf8(marked, kCompared));
  if (line.size() < kLeastMarked) return false;
  const auto holds = [&line](const std::string& text) {
    return squeeze(text).find(line) != std::string::npos;
  };
  return holds(article.standfirst) ||
         std::any_of(article.blocks.begin(), article.blocks.end(),
                     [&](const Block& block) { return holds(block.text); });
}

bool has_marked_text(const html::Tree& tree, const Article& article) {
  int looked_at = 0;
  for (const html::NodeIndex node : tree.descendants(tree.body())) {
    if (!tree.is_element(node) || !tree.has_attribute(node, "data-nosnippet")) continue;
    if (++looked_at > kMostMarked) return true;  // a page that marks so much means all of it
    const std::string text = html::text_content(tree, node);
    // The whole article may be marked: then its first line is one of ours.
    for (std::size_t at = 0, lines = 0; at < text.size() && lines < 8; ++lines) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (is_part_of(article, std::string_view(text).substr(at, end - at))) return true;
      at = end + 1;
    }
  }
  return false;
}

void add(std::string& list, std::string_view directives) {
  if (directives.empty()) return;
  if (!list.empty()) list += ", ";
  list += directives;
}

/// Absolute where it is an address; linked data may have a name instead ("CC BY 4.0").
void resolve_license(const Signs& signs, std::string_view page_url, std::string& license) {
  const bool is_reference = !signs.license.empty() || license.starts_with('/');
  if (!is_reference) return;
  std::string base = resolve_address(signs.base, page_url);
  if (base.empty()) base = page_url;
  std::string absolute = resolve_address(license, base);
  if (!absolute.empty()) license = std::move(absolute);
}

}  // namespace

void complete_rights(const html::Tree& tree, const Signs& signs, std::string_view page_url,
                     Article& article) {
  Rights& rights = article.rights;
  for (const std::string_view name : {"googlebot-news", "depesche"}) {
    for (const std::string_view list : signs.metas_of(name)) add(rights.robots, list);
  }
  const auto more = signs.metas_of("robots");
  for (std::size_t i = 1; i < more.size(); ++i) add(rights.robots, more[i]);
  const std::string_view policy = trim(signs.meta({"tdm-policy"}));
  if (!rights.tdm.empty() && !policy.empty()) rights.tdm += " " + std::string(policy);
  if (has_marked_text(tree, article)) add(rights.robots, "data-nosnippet");
  resolve_license(signs, page_url, rights.license);
}

}  // namespace depesche::extract
