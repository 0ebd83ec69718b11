#include "extract/refusal/page_ties.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/ascii.h"
#include "extract/body/worth.h"
#include "extract/refusal/page_labels.h"
#include "text/fold.h"
#include "text/tokens.h"

namespace depesche::extract {
namespace {

using html::NodeIndex;
using html::Tag;

// Where date and byline stand: nodes before and behind the headline.
constexpr NodeIndex kBefore = 60;
constexpr NodeIndex kBehind = 160;
constexpr std::size_t kLongestDate = 60;
constexpr std::uint32_t kLongWord = 4;  // bytes; shorter ones are in every address

std::int32_t thousandths(std::uint64_t part, std::uint64_t total) {
  return total == 0 ? -1 : static_cast<std::int32_t>(part * 1000 / total);
}

void compare_titles(const PageView& page, PageTies& out) {
  const std::string headline = squashed(page.headline.title);
  if (headline.empty()) return;
  const auto like = [&](std::string_view claim) {
    const std::string letters = squashed(claim);
    return letters.find(headline) != std::string::npos ||
           (letters.size() >= 8 && headline.find(letters) != std::string::npos);
  };
  const Signs& signs = page.signs;
  for (const std::string_view claim : {std::string_view(signs.page_title), signs.meta({"og:title"}),
                                       signs.meta({"twitter:title"})}) {
    if (claim.empty()) continue;
    ++(like(claim) ? out.titles_like : out.titles_unlike);
  }
  for (const NodeIndex node : signs.headings) {
    const std::string line = line_of(page.tree, page.survey, node);
    if (!line.empty()) ++(like(line) ? out.titles_like : out.titles_unlike);
  }
  for (const json::Value* object : signs.linked.objects()) {
    const auto types = types_of(*object);
    if (std::none_of(types.begin(), types.end(), is_article_type)) continue;
    ++out.linked_articles;
    const std::string title = text_at(*object, "headline");
    if (!title.empty() && like(title)) out.linked_headline = true;
    if (object->find("datePublished")) out.linked_dated = true;
    if (object->find("author")) out.linked_signed = true;
  }
}

/// "…/2024/05/bridge-closed-after-frost" knows its headline.
std::int32_t share_in_address(std::string_view title, std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return -1;
  const std::size_t path = address.find('/', scheme + 3);
  if (path == std::string_view::npos) return 0;
  const std::string slug = fold_accents(address.substr(path));
  std::uint64_t words = 0;
  std::uint64_t found = 0;
  const std::string folded = fold_accents(title);
  for (const Token& token : tokenise(folded)) {
    if (token.length < kLongWord) continue;
    ++words;
    if (slug.find(token.of(folded)) != std::string::npos) ++found;
  }
  return words < 2 ? -1 : thousandths(found, words);
}

void look_around_headline(const PageView& page, PageTies& out) {
  const NodeIndex place = page.headline.place;
  if (place == html::kNoNode) return;
  const auto size = static_cast<NodeIndex>(page.tree.size());
  const NodeIndex end = std::min<NodeIndex>(size, page.tree.end_of(place) + kBehind);
  for (NodeIndex node = place > kBefore ? place - kBefore : 0; node < end; ++node) {
    if (page.tree.is_text(node)) {
      const std::string_view text = trim(page.tree.text(node));
      if (text.size() <= kLongestDate && is_date_label(text)) out.date_near = true;
      continue;
    }
    if (page.tree.is(node, Tag::Time)) out.date_near = true;
    const EvidenceSet evidence = page.survey[node].evidence;
    if ((evidence & kDate) != 0) out.date_near = true;
    if ((evidence & kAuthor) != 0) out.name_near = true;
  }
}

SystemKind kind_in_api(std::string_view path) {
  struct Name {
    std::string_view part;
    SystemKind kind;
  };
  static constexpr std::array kNames{
      Name{"/wp/v2/posts/", SystemKind::Post},       Name{"/wp/v2/pages/", SystemKind::Page},
      Name{"/wp/v2/categories/", SystemKind::List},  Name{"/wp/v2/tags/", SystemKind::List},
      Name{"/wp/v2/product_cat/", SystemKind::List}, Name{"/wp/v2/users/", SystemKind::List},
      Name{"/wp/v2/product/", SystemKind::Product},
  };
  for (const Name& name : kNames) {
    if (path.find(name.part) != std::string_view::npos) return name.kind;
  }
  return SystemKind::Unknown;
}

void read_links(const PageView& page, PageTies& out) {
  const NodeIndex head = page.tree.head();
  if (head == html::kNoNode) return;
  for (const NodeIndex node : page.tree.descendants(head, Tag::Link)) {
    if (page.tree.has_token(node, "rel", "amphtml")) out.amp = true;
    if (out.system == SystemKind::Unknown && page.tree.has_token(node, "rel", "alternate")) {
      out.system = kind_in_api(page.tree.attribute(node, "href"));
    }
  }
}

void look_for_holes(const PageView& page, PageTies& out) {
  const auto& body = page.body.blocks;
  if (body.empty()) return;
  const NodeIndex first = body.front()->node;
  const NodeIndex last = body.back()->node;
  std::uint64_t between = 0;
  int blocks = 0;
  for (const RawBlock& block : page.blocks) {
    if (block.beside || block.node < first || block.node > last) continue;
    ++blocks;
    between += block.weight;
  }
  std::uint64_t kept = 0;
  std::uint64_t running = 0;
  std::map<NodeIndex, std::uint64_t> below;
  for (const RawBlock* block : body) {
    kept += block->weight;
    if (worth_in_body(*block) != Worth::Running) continue;
    running += block->weight;
    below[page.tree.parent(block->node)] += block->weight;
  }
  out.holes = std::max(0, blocks - static_cast<int>(body.size()));
  out.hole_share = thousandths(between > kept ? between - kept : 0, between);
  out.body_parents = static_cast<int>(below.size());
  std::uint64_t most = 0;
  for (const auto& [parent, weight] : below) most = std::max(most, weight);
  out.side_by_side = thousandths(most, running);
}

}  // namespace

PageTies ties_of(const PageView& page, std::string_view address) {
  PageTies out;
  compare_titles(page, out);
  out.address_share = share_in_address(page.headline.title, address);
  look_around_headline(page, out);
  read_links(page, out);
  look_for_holes(page, out);
  return out;
}

}  // namespace depesche::extract
