#include "html/builder.h"

#include <algorithm>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche::html {
namespace {

// At how many open elements an end tag with an unknown name looks for its start, of those whose
// names have the same hash: custom elements nest a few levels deep, and each of a million ends
// without a start must stay cheap.
constexpr int kUnknownLookBack = 16;

// The tokenizer makes three bytes of U+0000 in many places. A few come from careless programs; a
// page full of them is none, and must not become three times as large.
void drop_many_nuls(std::string& utf8) {
  constexpr std::ptrdiff_t kMany = 10'000;
  if (utf8.find('\0') == std::string::npos) return;
  if (std::count(utf8.begin(), utf8.end(), '\0') > kMany) std::erase(utf8, '\0');
}

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_space); }

}  // namespace

Tree parse(std::string_view utf8, const Limits& limits) {
  // A character more than allowed, so that the limit is still seen to cut.
  return parse_in_place(std::string(utf8.substr(0, limits.bytes + 4)), limits);
}

Tree parse_in_place(std::string utf8, const Limits& limits) {
  Tree tree;
  Tree::Builder(tree, limits, std::move(utf8)).build();
  return tree;
}

Tree::Builder::Builder(Tree& tree, const Limits& limits, std::string utf8)
    : tree_(tree), limits_(limits), tokenizer_(load(std::move(utf8))) {
  append(NodeKind::Document, kNoNode);
}

// Puts the page into the tree's pool: valid, no longer than allowed, with plain newlines.
TextPool& Tree::Builder::load(std::string utf8) {
  if (utf8.size() > limits_.bytes) {
    tree_.notes_.cut_at_bytes = true;
    utf8.resize(truncate_utf8(utf8, limits_.bytes).size());
  }
  if (!is_valid_utf8(utf8)) utf8 = repair_utf8(utf8, limits_.bytes);
  utf8 = normalise_newlines(std::move(utf8));
  drop_many_nuls(utf8);
  // Room for all at once: growing would hold two copies. What is not written to costs nothing.
  const std::size_t bytes = utf8.size();
  const std::size_t by_size = bytes / limits_.bytes_a_node;
  most_nodes_ = limits_.nodes + by_size;
  most_attributes_ = limits_.attributes + by_size;
  constexpr std::size_t kImplied = 8;  // html, head, body, and what one last token adds
  tree_.nodes_.reserve(std::min(most_nodes_, bytes / 2) + kImplied);  // "<b>x" makes two
  tree_.attributes_.reserve(std::min(most_attributes_, bytes / 2));
  tree_.pool_ = TextPool(std::move(utf8));
  return tree_.pool_;
}

void Tree::Builder::build() {
  Token token;
  while (tokenizer_.next(token)) {
    if (tree_.nodes_.size() >= most_nodes_) {
      tree_.notes_.cut_at_nodes = true;
      break;
    }
    take(token);
    tokenizer_.allow_cdata(in_foreign());
  }
  begin_body();
  finish();
}

void Tree::Builder::take(const Token& token) {
  switch (token.kind) {
    case TokenKind::Text:
      return text(token.text);
    case TokenKind::Comment:
      return comment(token.text);
    case TokenKind::StartTag:
      return start_tag(token);
    case TokenKind::EndTag:
      return end_tag(token);
    case TokenKind::Doctype:
      return;
  }
}

// --- Text and comments ------------------------------------------------------------------------

void Tree::Builder::text(Piece piece) {
  piece = without_nul(piece);
  if (skip_newline_) {
    skip_newline_ = false;
    if (!piece.empty() && tree_.pool_.view(piece).front() == '\n') {
      ++piece.begin;
      --piece.length;
    }
  }
  if (piece.empty()) return;
  if (mode_ != Mode::InBody && !head_element_is_open()) {
    if (is_blank(tree_.pool_.view(piece))) return;
    begin_body();
  }
  append_text(parent_for_text(), piece);
}

void Tree::Builder::append_text(NodeIndex parent, Piece piece) {
  Node& last = tree_.nodes_.back();
  if (text_may_grow_ && last.kind == NodeKind::Text && last.parent == parent &&
      tree_.pool_.join(last.text, piece)) {
    return;
  }
  tree_.nodes_[append(NodeKind::Text, parent)].text = piece;
  text_may_grow_ = true;
}

// The tree construction stage drops U+0000 from ordinary text (§13.2.6.4.7).
Piece Tree::Builder::without_nul(Piece piece) {
  if (tree_.pool_.view(piece).find('\0') == std::string_view::npos) return piece;
  char* text = tree_.pool_.text_of(piece);
  const char* end = std::remove(text, text + piece.length, '\0');
  piece.length = static_cast<std::uint32_t>(end - text);
  return piece;
}

void Tree::Builder::comment(Piece piece) {
  NodeIndex parent = open_.size() == 0 ? tree_.root() : parent_for_text();
  if (mode_ == Mode::AfterHead) parent = tree_.head_;  // which may still grow
  tree_.nodes_[append(NodeKind::Comment, parent)].text = piece;
}

// --- Start tags -------------------------------------------------------------------------------

void Tree::Builder::start_tag(const Token& token) {
  skip_newline_ = false;
  if (in_foreign()) {
    if (!breaks_out(token.tag)) return start_in_foreign(token);
    leave_foreign();
  }
  if (start_outside_body(token)) return;
  const Tag tag = token.tag;
  close_implied(tag);
  insert(token, tag);
  read_content(tag, token);
}

// Tags that are handled before the body begins, or that only say that it does.
bool Tree::Builder::start_outside_body(const Token& token) {
  switch (token.tag) {
    case Tag::Html:
      begin_html();
      set_attributes_if_none(tree_.html_, token);
      return true;
    case Tag::Head:
      if (mode_ != Mode::BeforeHead) return true;
      begin_head();
      set_attributes_if_none(tree_.head_, token);
      return true;
    case Tag::Body:
      begin_body();
      set_attributes_if_none(tree_.body_, token);
      return true;
    default:
      break;
  }
  if (mode_ == Mode::InBody || head_element_is_open()) return false;
  if (!has_trait(token.tag, kHead)) {
    begin_body();
    return false;
  }
  begin_head();
  insert(token, token.tag);
  read_content(token.tag, token);
  return true;
}

// Says how the tokenizer is to read what follows this start tag.
void Tree::Builder::read_content(Tag tag, const Token& token) {
  if (has_trait(tag, kVoid)) return;
  skip_newline_ = tag == Tag::Pre || tag == Tag::Listing || tag == Tag::Textarea;
  const std::string_view element = html::name(token.tag);
  if (tag == Tag::Script) {
    tokenizer_.set_content(ContentModel::ScriptData, element);
  } else if (tag == Tag::Plaintext) {
    tokenizer_.set_content(ContentModel::Plaintext, element);
  } else if (has_trait(tag, kRawText)) {
    tokenizer_.set_content(ContentModel::RawText, element);
  } else if (has_trait(tag, kRcdata)) {
    tokenizer_.set_content(ContentModel::Rcdata, element);
  }
}

// Elements whose end the start of `tag` implies (§13.2.6.4.7).
void Tree::Builder::close_implied(Tag tag) {
  if (has_trait(tag, kClosesP)) close_p();
  switch (tag) {
    case Tag::Li:
      close_item({Tag::Li});
      return close_p();
    case Tag::Dd:
    case Tag::Dt:
      close_item({Tag::Dd, Tag::Dt});
      return close_p();
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
      if (is_heading(open_.top().tag)) open_.pop_from(static_cast<Position>(open_.size()) - 1);
      return;
    case Tag::A:
    case Tag::Nobr:
      if (open_.innermost(tag) > open_.special()) open_.pop_from(open_.innermost(tag));
      return;
    case Tag::Button:
      if (open_.innermost(tag) > open_.scope()) open_.pop_from(open_.innermost(tag));
      return;
    case Tag::Option:
    case Tag::Optgroup:
      return close_in_select(tag);
    case Tag::Rb:
    case Tag::Rt:
    case Tag::Rtc:
    case Tag::Rp:
      if (open_.innermost_of({Tag::Rb, Tag::Rt, Tag::Rtc, Tag::Rp}) ==
          static_cast<Position>(open_.size()) - 1) {
        open_.pop();
      }
      return;
    default:
      return close_in_table(tag);
  }
}

// "In button scope": a paragraph inside a button does not end one around it.
void Tree::Builder::close_p() {
  const Position p = open_.innermost(Tag::P);
  if (p > std::max(open_.scope(), open_.innermost(Tag::Button))) open_.pop_from(p);
}

void Tree::Builder::close_item(std::initializer_list<Tag> tags) {
  const Position found = open_.innermost_of(tags);
  if (found > open_.barrier()) open_.pop_from(found);
}

void Tree::Builder::close_in_select(Tag tag) {
  const Position select = open_.innermost_of({Tag::Select, Tag::Datalist});
  const Position inner = tag == Tag::Option ? open_.innermost(Tag::Option)
                                            : open_.innermost_of({Tag::Option, Tag::Optgroup});
  if (inner > std::max(select, open_.special())) open_.pop_from(inner);
  const Position group = open_.innermost(Tag::Optgroup);
  if (tag == Tag::Optgroup && group > std::max(select, open_.special())) open_.pop_from(group);
}

// Rows and cells end the ones before them, within their own table.
void Tree::Builder::close_in_table(Tag tag) {
  const Position table = open_.innermost_of({Tag::Table, Tag::Template});
  Position part = OpenElements::kNone;
  const auto outermost = [&](std::initializer_list<Tag> tags) {
    for (const Tag t : tags) {
      const Position found = open_.innermost(t);
      if (found > table && (part == OpenElements::kNone || found < part)) part = found;
    }
  };
  switch (tag) {
    case Tag::Td:
    case Tag::Th:
      outermost({Tag::Td, Tag::Th, Tag::Caption});
      break;
    case Tag::Tr:
      outermost({Tag::Tr, Tag::Td, Tag::Th, Tag::Caption, Tag::Colgroup});
      break;
    case Tag::Tbody:
    case Tag::Thead:
    case Tag::Tfoot:
    case Tag::Caption:
    case Tag::Colgroup:
      outermost({Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Tr, Tag::Td, Tag::Th, Tag::Caption,
                 Tag::Colgroup});
      break;
    default:
      return;
  }
  if (part != OpenElements::kNone) open_.pop_from(part);
}

// --- End tags ---------------------------------------------------------------------------------

void Tree::Builder::end_tag(const Token& token) {
  skip_newline_ = false;
  switch (token.tag) {
    case Tag::Html:
    case Tag::Body:
      return;  // what follows still belongs to the body
    case Tag::Head:
      if (mode_ == Mode::InHead && open_.innermost(Tag::Head) != OpenElements::kNone) {
        open_.pop_from(open_.innermost(Tag::Head));
        mode_ = Mode::AfterHead;
      }
      return;
    case Tag::Br:
      leave_foreign();
      begin_body();
      insert_implied(Tag::Br);
      return;
    case Tag::P:
      return end_paragraph();
    default:
      return end_other(token);
  }
}

// An end tag without a paragraph makes an empty one, which still separates texts.
void Tree::Builder::end_paragraph() {
  const Position p = open_.innermost(Tag::P);
  if (p > std::max(open_.scope(), open_.innermost(Tag::Button))) return open_.pop_from(p);
  if (mode_ != Mode::InBody) return;
  leave_foreign();
  insert_implied(Tag::P);
}

void Tree::Builder::end_other(const Token& token) {
  const Tag tag = token.tag;
  // Inside <svg> every element is Tag::Other; outside of it the name decides among them, too.
  Position target = open_.innermost(tag);
  if (tag == Tag::Other || in_foreign()) {
    const Position other = find_other(tree_.pool_.view(token.name));
    if (tag == Tag::Other || other != OpenElements::kNone) target = other;
  }
  if (is_heading(tag)) {
    target = open_.innermost_of({Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6});
  }
  if (target == OpenElements::kNone) return;
  if (has_trait(tag, kFormatting)) return end_formatting(target);
  if (ends_table_part_elsewhere(tag, target)) return;
  if (!has_trait(tag, kSpecial) && target < open_.special()) return;
  open_.pop_from(target);
}

bool Tree::Builder::ends_table_part_elsewhere(Tag tag, Position target) const {
  switch (tag) {
    case Tag::Table:
    case Tag::Template:
      return target < open_.innermost(Tag::Template);
    case Tag::Caption:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Thead:
    case Tag::Tfoot:
    case Tag::Tr:
    case Tag::Td:
    case Tag::Th:
      return target < open_.innermost_of({Tag::Table, Tag::Template});
    case Tag::Li:
      return target < std::max(open_.scope(), open_.innermost_of({Tag::Ol, Tag::Ul}));
    default:
      return target < open_.scope();
  }
}

// Instead of the standard's adoption agency: where blocks are still open inside, the element is
// closed together with the outermost of them, so that a link around a block does not swallow the
// rest of the page.
void Tree::Builder::end_formatting(Position target) {
  if (target > open_.special()) return open_.pop_from(target);
  if (target > open_.scope()) open_.mark_ended(target);
}

Tree::Builder::Position Tree::Builder::find_other(std::string_view wanted) const {
  Position position = open_.innermost_like(wanted);
  for (int i = 0; i < kUnknownLookBack && position != OpenElements::kNone; ++i) {
    if (tree_.name(open_.at(position).node) == wanted) return position;
    position = open_.at(position).same_tag;
  }
  return OpenElements::kNone;
}

}  // namespace depesche::html
