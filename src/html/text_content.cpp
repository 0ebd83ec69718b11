#include "html/text_content.h"

#include <vector>

#include "base/ascii.h"

namespace depesche::html {
namespace {

// Gathers words; remembers the white space between them until the next word shows what it was.
class Lines {
 public:
  void text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (is_space(text[at])) {
        space();
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < text.size() && !is_space(text[end])) ++end;
      flush();
      out_.append(text, at, end - at);
      at = end;
    }
  }

  void preformatted(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (end > at) {
        flush();
        out_.append(text, at, end - at);
      }
      if (end < text.size()) line_break();
      at = end + 1;
    }
  }

  void space() {
    if (pending_ == '\0') pending_ = ' ';
  }
  void line_break() { pending_ = '\n'; }
  std::string take() { return std::move(out_); }

 private:
  void flush() {
    if (pending_ != '\0' && !out_.empty()) out_ += pending_;
    pending_ = '\0';
  }
  std::string out_;
  char pending_ = '\0';
};

struct OpenBlock {
  NodeIndex end;
  bool is_cell;
  bool is_pre;
};

}  // namespace

bool is_block(Tag tag) {
  if (tag == Tag::Br || tag == Tag::Hr) return true;
  if (has_trait(tag, kClosesP)) return true;
  switch (tag) {
    case Tag::Html:
    case Tag::Head:
    case Tag::Body:
    case Tag::Caption:
    case Tag::Tbody:
    case Tag::Thead:
    case Tag::Tfoot:
    case Tag::Tr:
    case Tag::Legend:
    case Tag::Option:
    case Tag::Optgroup:
    case Tag::Title:
      return true;
    default:
      return false;
  }
}

bool is_unreadable(Tag tag) {
  switch (tag) {
    case Tag::Script:
    case Tag::Style:
    case Tag::Template:
    case Tag::Noframes:
    case Tag::Iframe:
    case Tag::Noembed:
    case Tag::Svg:
    case Tag::Math:
    case Tag::Object:
    case Tag::Applet:
    case Tag::Audio:
    case Tag::Video:
    case Tag::Canvas:
    case Tag::Textarea:
    case Tag::Datalist:
      return true;
    default:
      return false;
  }
}

std::string text_content(const Tree& tree, NodeIndex node, Noscript noscript) {
  Lines lines;
  std::vector<OpenBlock> open;
  int pre = 0;
  const NodeIndex last = tree.end_of(node);
  for (NodeIndex at = node; at <= last;) {
    while (!open.empty() && open.back().end <= at) {
      open.back().is_cell ? lines.space() : lines.line_break();
      pre -= open.back().is_pre ? 1 : 0;
      open.pop_back();
    }
    if (at == last) break;
    const Tag tag = tree.tag(at);
    const bool skipped = is_unreadable(tag) ||
                         (tag == Tag::Noscript && noscript == Noscript::Skip) ||
                         (tag == Tag::Head && at != node);
    if (skipped && at != node) {
      at = tree.end_of(at);
      continue;
    }
    if (tree.is_text(at)) {
      pre > 0 ? lines.preformatted(tree.text(at)) : lines.text(tree.text(at));
    } else if (tag == Tag::Td || tag == Tag::Th) {
      lines.space();
      open.push_back({tree.end_of(at), true, false});
    } else if (is_block(tag)) {
      lines.line_break();
      const bool is_pre = tag == Tag::Pre || tag == Tag::Listing || tag == Tag::Xmp;
      pre += is_pre ? 1 : 0;
      open.push_back({tree.end_of(at), false, is_pre});
    }
    ++at;
  }
  return lines.take();
}

std::string line_content(const Tree& tree, NodeIndex node, Noscript noscript) {
  return squeeze(text_content(tree, node, noscript));
}

std::string plain_line(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return squeeze(html);
  const Tree tree = parse(html);
  return line_content(tree, tree.body());
}

}  // namespace depesche::html
