#include "extract/body/assemble.h"

#include <algorithm>

#include "base/ascii.h"
#include "html/sanitise.h"

namespace depesche::extract {

using html::Tree;

namespace {

// Of all blocks together; four times what the longest pages have. Escapes may make six bytes of
// one.
constexpr std::size_t kMostMarkup = 500'000;

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    cells.emplace_back(trim(line.substr(at, end - at)));
    at = end + 1;
  }
  return cells;
}

void append_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

BlockKind kind_of(RawKind kind) {
  switch (kind) {
    case RawKind::Heading:
      return BlockKind::Heading;
    case RawKind::Item:
      return BlockKind::List;
    case RawKind::Quote:
      return BlockKind::Quote;
    case RawKind::Code:
      return BlockKind::Code;
    case RawKind::Row:
      return BlockKind::Table;
    case RawKind::Caption:
      return BlockKind::Caption;
    case RawKind::Paragraph:
      break;
  }
  return BlockKind::Paragraph;
}

/// Items of one list and rows of one table become one block.
bool continues(const RawBlock& block, const RawBlock& before) {
  const bool joins = block.kind == RawKind::Item || block.kind == RawKind::Row;
  return joins && block.kind == before.kind && block.group == before.group;
}

}  // namespace

void assemble_body(const Tree& tree, const Body& body, const BodyHints& hints,
                   std::string_view base, Article& article) {
  article.standfirst = body.standfirst;
  if (article.standfirst.empty() && !hints.summaries.empty()) {
    article.standfirst = hints.summaries.front();
  }
  if (body.standfirst_in_text) append_line(article.text, body.standfirst);
  html::InlineMarkup markup(tree, base);
  std::size_t room = kMostMarkup;
  const RawBlock* before = nullptr;
  for (const RawBlock& raw : body.blocks) {
    if (!before || !continues(raw, *before)) {
      Block block;
      block.kind = kind_of(raw.kind);
      block.level = raw.kind == RawKind::Heading ? std::clamp(raw.level, 2, 6) : 0;
      const bool inline_markup = raw.kind == RawKind::Paragraph || raw.kind == RawKind::Heading ||
                                 raw.kind == RawKind::Quote || raw.kind == RawKind::Caption;
      if (raw.whole && inline_markup) {
        block.html = markup.of(raw.node, room);
        room -= block.html.size();
      }
      article.blocks.push_back(std::move(block));
    }
    Block& block = article.blocks.back();
    if (raw.kind == RawKind::Item) block.items.push_back(raw.text);
    if (raw.kind == RawKind::Row) block.rows.push_back(cells_of(raw.text));
    std::string line = raw.text;
    if (raw.kind == RawKind::Row) std::replace(line.begin(), line.end(), '\t', '\n');
    append_line(block.text, line);
    if (raw.kind != RawKind::Caption) append_line(article.text, line);
    before = &raw;
  }
}

}  // namespace depesche::extract
