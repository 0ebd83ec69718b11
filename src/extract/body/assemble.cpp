#include "extract/body/assemble.h"

#include <algorithm>

#include "base/ascii.h"
#include "html/sanitise.h"

namespace depesche::extract {

using html::Tree;

namespace {

// Of all blocks together; twice what the longest pages have. Escapes may make six bytes of
// one.
constexpr std::size_t kMostMarkup = 270'000;
// Of all tables together; what they say beyond is text all the same.
constexpr std::size_t kMostCells = 8'000;

std::vector<std::string> cells_of(std::string_view line, std::size_t most) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size() && cells.size() < most;) {
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

void leave_only(const Body& body, std::vector<RawBlock>& blocks) {
  // The body's blocks are in order, so that each moves to a place that is free already.
  std::size_t kept = 0;
  for (const RawBlock* block : body.blocks) {
    RawBlock& place = blocks[kept++];
    if (block != &place) place = std::move(blocks[static_cast<std::size_t>(block - blocks.data())]);
    place.kind = place.kind_in_body();
    std::string().swap(place.letters);  // nothing is compared any more
  }
  blocks.resize(kept);
}

std::size_t length_of(const Body& body) {
  std::size_t bytes = body.standfirst_in_text ? body.standfirst.size() + 1 : 0;
  for (const RawBlock* block : body.blocks) {
    if (block->kind_in_body() != RawKind::Caption) bytes += block->text.size() + 1;
  }
  return bytes;
}

void assemble_body(const Tree& tree, const Body& body, std::vector<RawBlock> text,
                   const BodyHints& hints, std::string_view base, Article& article) {
  article.standfirst = body.standfirst;
  if (article.standfirst.empty() && !hints.summaries.empty()) {
    article.standfirst = hints.summaries.front();
  }
  // Growing would hold everything twice.
  std::size_t bytes = body.standfirst.size() + 1;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i].kind != RawKind::Caption) bytes += text[i].text.size() + 1;
    if (i == 0 || !continues(text[i], text[i - 1])) ++count;
  }
  article.text.reserve(bytes);
  article.blocks.reserve(count);
  if (body.standfirst_in_text) append_line(article.text, body.standfirst);
  html::InlineMarkup markup(tree, base);
  std::size_t room = kMostMarkup;
  std::size_t cells = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    RawBlock& raw = text[i];
    const bool begins = i == 0 || !continues(raw, text[i - 1]);
    if (begins) {
      Block& block = article.blocks.emplace_back();
      block.kind = kind_of(raw.kind);
      block.level = raw.kind == RawKind::Heading ? std::clamp(raw.level, 2, 6) : 0;
      const bool inline_markup = raw.kind == RawKind::Paragraph || raw.kind == RawKind::Heading ||
                                 raw.kind == RawKind::Quote || raw.kind == RawKind::Caption;
      if (raw.whole && inline_markup) {
        block.html = markup.of(raw.node, room);
        room -= block.html.size();
      }
    }
    Block& block = article.blocks.back();
    if (raw.kind == RawKind::Item) block.items.push_back(raw.text);
    if (raw.kind == RawKind::Row && cells < kMostCells) {
      block.rows.push_back(cells_of(raw.text, kMostCells - cells));
      cells += block.rows.back().size();
    }
    std::string line = std::move(raw.text);
    if (raw.kind == RawKind::Row) std::replace(line.begin(), line.end(), '\t', '\n');
    if (raw.kind != RawKind::Caption) append_line(article.text, line);
    if (begins) {
      block.text = std::move(line);
    } else {
      append_line(block.text, line);
    }
  }
}

}  // namespace depesche::extract
