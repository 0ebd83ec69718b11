#include "html/sanitise.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "html/escape.h"
#include "html/text_content.h"
#include "url/url.h"

namespace depesche::html {
namespace {

bool is_listed(Tag tag) {
  switch (tag) {
    case Tag::A:
    case Tag::Abbr:
    case Tag::Acronym:
    case Tag::B:
    case Tag::Bdi:
    case Tag::Bdo:
    case Tag::Big:
    case Tag::Blockquote:
    case Tag::Br:
    case Tag::Caption:
    case Tag::Cite:
    case Tag::Code:
    case Tag::Dd:
    case Tag::Del:
    case Tag::Dfn:
    case Tag::Div:
    case Tag::Dl:
    case Tag::Dt:
    case Tag::Em:
    case Tag::Figcaption:
    case Tag::Figure:
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
    case Tag::Hr:
    case Tag::I:
    case Tag::Img:
    case Tag::Ins:
    case Tag::Kbd:
    case Tag::Li:
    case Tag::Mark:
    case Tag::Ol:
    case Tag::P:
    case Tag::Pre:
    case Tag::Q:
    case Tag::Rp:
    case Tag::Rt:
    case Tag::Ruby:
    case Tag::S:
    case Tag::Samp:
    case Tag::Small:
    case Tag::Span:
    case Tag::Strong:
    case Tag::Sub:
    case Tag::Sup:
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Time:
    case Tag::Tr:
    case Tag::U:
    case Tag::Ul:
    case Tag::Var:
    case Tag::Wbr:
      return true;
    default:
      return false;
  }
}

// Gone with everything inside.
bool is_removed(Tag tag) {
  if (tag == Tag::Object || tag == Tag::Applet) return false;  // what they hold is the substitute
  return is_unreadable(tag) || tag == Tag::Noscript || tag == Tag::Title || tag == Tag::Select ||
         tag == Tag::Button;
}

bool is_number(std::string_view text) {
  constexpr std::size_t kDigits = 5;
  return !text.empty() && text.size() <= kDigits && std::all_of(text.begin(), text.end(), is_digit);
}

// What relative addresses may grow by when they become absolute. A page's are some hundred of a
// hundred bytes; a base of 64 KB would be repeated by every one of thousands.
constexpr std::size_t kRoomOfPage = 150'000;
constexpr std::size_t kRoomOfFragment = 4'096;  // and eight times the fragment

}  // namespace

class Addresses {
 public:
  /// All addresses together may be `room` bytes longer than they are written.
  Addresses(std::string_view base, std::size_t room) : room_(room) {
    const Result<Url> parsed = parse_url(base);
    if (parsed && parsed->is_web()) base_ = *parsed;
  }

  /// Absolute http or https, or empty. Nothing, or a fragment alone, is the page itself: no picture
  /// and no source.
  std::string other_page(std::string_view reference) {
    const std::string_view trimmed = trim(reference);
    return trimmed.empty() || trimmed.front() == '#' ? std::string() : web(reference);
  }

  /// Absolute http or https, or empty.
  std::string web(std::string_view reference) {
    const Result<Url> url = base_ ? resolve(reference, *base_) : parse_url(reference);
    if (!url || !url->is_web()) return {};
    std::string address = url->to_string();
    const std::size_t grown = address.size() - std::min(address.size(), reference.size());
    if (grown > room_) return {};
    room_ -= grown;
    return address;
  }

  std::string link(std::string_view reference) {
    const std::string_view trimmed = trim(reference);
    if (trimmed.empty()) return {};
    if (starts_with_ignoring_case(trimmed, "mailto:")) {
      const Result<Url> url = parse_url(trimmed);
      return url ? url->to_string() : std::string{};
    }
    return web(reference);
  }

 private:
  std::optional<Url> base_;
  std::size_t room_;
};

namespace {

void write_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_escaped(out, value);
  out += '"';
}

// The attributes an element may keep; false when the element is pointless without one it lost.
bool write_attributes(std::string& out, const Tree& tree, NodeIndex node, Addresses& to) {
  const Tag tag = tree.tag(node);
  const auto keep = [&](std::string_view name) {
    const std::string_view value = tree.attribute(node, name);
    if (!value.empty()) write_attribute(out, name, value);
  };
  const auto keep_number = [&](std::string_view name) {
    if (is_number(tree.attribute(node, name))) keep(name);
  };
  const auto keep_address = [&](std::string_view name, const std::string& address) {
    if (!address.empty()) write_attribute(out, name, address);
    return !address.empty();
  };
  switch (tag) {
    case Tag::A:
      keep_address("href", to.link(tree.attribute(node, "href")));
      break;
    case Tag::Img:
      if (!keep_address("src", to.other_page(tree.attribute(node, "src")))) return false;
      keep("alt");
      keep_number("width");
      keep_number("height");
      break;
    case Tag::Blockquote:
    case Tag::Q:
    case Tag::Del:
    case Tag::Ins:
      keep_address("cite", to.other_page(tree.attribute(node, "cite")));
      break;
    case Tag::Td:
    case Tag::Th:
      keep_number("colspan");
      keep_number("rowspan");
      break;
    case Tag::Ol:
      keep_number("start");
      break;
    case Tag::Time:
      keep("datetime");
      break;
    default:
      break;
  }
  keep("title");
  keep("lang");
  keep("dir");
  return true;
}

struct OpenElement {
  NodeIndex end;
  std::string_view name;  // lives as long as the program
};

void close_before(std::string& out, std::vector<OpenElement>& open, NodeIndex at) {
  while (!open.empty() && open.back().end <= at) {
    out += "</";
    out += open.back().name;
    out += '>';
    open.pop_back();
  }
}

void write_subtree(std::string& out, const Tree& tree, NodeIndex root, Addresses& to) {
  std::vector<OpenElement> open;
  const NodeIndex last = tree.end_of(root);
  for (NodeIndex at = root + 1; at < last;) {
    close_before(out, open, at);
    const Tag tag = tree.tag(at);
    if (is_removed(tag)) {
      at = tree.end_of(at);
      continue;
    }
    if (tree.is_text(at)) {
      append_escaped_text(out, tree.text(at));
    } else if (is_listed(tag)) {
      const std::size_t before = out.size();
      out += '<';
      out += name(tag);
      if (write_attributes(out, tree, at, to)) {
        out += '>';
        if (!has_trait(tag, kVoid)) open.push_back({tree.end_of(at), name(tag)});
      } else {
        out.resize(before);
      }
    }
    ++at;
  }
  close_before(out, open, last);
}

std::string_view inline_name(Tag tag) {
  switch (tag) {
    case Tag::A:
      return "a";
    case Tag::Em:
    case Tag::I:
    case Tag::Cite:
      return "em";
    case Tag::Strong:
    case Tag::B:
      return "strong";
    case Tag::Sub:
      return "sub";
    case Tag::Sup:
      return "sup";
    case Tag::Code:
    case Tag::Kbd:
    case Tag::Samp:
      return "code";
    default:
      return {};
  }
}

// Writes inline markup with single spaces. Tags wait for the first word inside them, so that
// nothing empty is written and no space stands at an edge.
class InlineWriter {
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
      append_escaped_text(out_, text.substr(at, end - at));
      at = end;
    }
  }
  void space() { space_ = true; }
  void line_break() { break_ = true; }

  void open(std::string_view name, std::string attributes, NodeIndex end) {
    open_.push_back({name, std::move(attributes), end, false});
  }
  void close_before(NodeIndex at) {
    while (!open_.empty() && open_.back().end <= at) {
      if (open_.back().written) out_ += "</" + std::string(open_.back().name) + ">";
      open_.pop_back();
    }
    written_ = std::min(written_, open_.size());
  }
  bool is_open(std::string_view name) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& o) { return o.name == name; });
  }
  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  struct Open {
    std::string_view name;
    std::string attributes;
    NodeIndex end;
    bool written;
  };

  void flush() {
    if (!out_.empty()) {
      if (break_) {
        out_ += "<br>";
      } else if (space_) {
        out_ += ' ';
      }
    }
    space_ = break_ = false;
    for (; written_ < open_.size(); ++written_) {
      Open& next = open_[written_];
      out_ += "<" + std::string(next.name) + next.attributes + ">";
      next.written = true;
    }
  }

  std::string out_;
  std::vector<Open> open_;
  std::size_t written_ = 0;  // how many of open_ have been written
  bool space_ = false;
  bool break_ = false;
};

}  // namespace

std::string sanitise_fragment(std::string_view html, std::string_view base) {
  std::string out;
  const Tree tree = parse(html);
  Addresses addresses(base, kRoomOfFragment + 8 * html.size());
  write_subtree(out, tree, tree.body(), addresses);
  return std::string(trim(out));
}

InlineMarkup::InlineMarkup(const Tree& tree, std::string_view base)
    : tree_(tree), addresses_(std::make_unique<Addresses>(base, kRoomOfPage)) {}

InlineMarkup::~InlineMarkup() = default;

std::string InlineMarkup::of(NodeIndex node, std::size_t most) {
  const Tree& tree = tree_;
  InlineWriter writer;
  const NodeIndex last = tree.end_of(node);
  for (NodeIndex at = node + 1; at < last;) {
    writer.close_before(at);
    if (writer.size() > most) return {};
    const Tag tag = tree.tag(at);
    if (is_removed(tag)) {
      at = tree.end_of(at);
      continue;
    }
    const std::string_view written = inline_name(tag);
    if (tree.is_text(at)) {
      writer.text(tree.text(at));
    } else if (tag == Tag::Br) {
      writer.line_break();
    } else if (is_block(tag)) {
      writer.space();
    } else if (tag == Tag::A && !writer.is_open("a")) {
      const std::string address = addresses_->link(tree.attribute(at, "href"));
      if (!address.empty()) writer.open("a", " href=\"" + escape(address) + "\"", tree.end_of(at));
    } else if (!written.empty() && tag != Tag::A && !writer.is_open(written)) {
      writer.open(written, {}, tree.end_of(at));
    }
    ++at;
  }
  writer.close_before(last);
  return writer.size() > most ? std::string() : writer.take();
}

}  // namespace depesche::html
