// Builds a Tree from tokens: which element a tag opens, closes or implies.
//
// The insertion modes of the HTML standard §13.2.6 are reduced to the three below; inside the body
// each element's rule is one line of `close_implied`. Internal to html.
#pragma once

#include <string_view>

#include "html/open_elements.h"
#include "html/tokenizer.h"
#include "html/tree.h"

namespace depesche::html {

class Tree::Builder {
 public:
  Builder(Tree& tree, const Limits& limits, std::string utf8);
  void build();

 private:
  using Position = OpenElements::Position;
  enum class Mode : std::uint8_t { BeforeHead, InHead, AfterHead, InBody };

  TextPool& load(std::string utf8);
  void take(const Token& token);
  void text(Piece piece);
  void comment(Piece piece);
  void start_tag(const Token& token);
  void end_tag(const Token& token);

  bool start_outside_body(const Token& token);
  void start_in_foreign(const Token& token);
  void close_implied(Tag tag);
  void close_item(std::initializer_list<Tag> tags);
  void close_in_table(Tag tag);
  void close_in_select(Tag tag);
  void close_p();
  void end_paragraph();
  void end_other(const Token& token);
  void end_formatting(Position target);
  bool ends_table_part_elsewhere(Tag tag, Position target) const;
  Position find_other(std::string_view name) const;

  bool in_foreign() const;
  static bool breaks_out(Tag tag);
  void leave_foreign();
  void begin_html();
  void begin_head();
  void begin_body();
  bool head_element_is_open() const;
  void read_content(Tag tag, const Token& token);

  NodeIndex parent_for_element();
  NodeIndex parent_for_text() const;
  NodeIndex append(NodeKind kind, NodeIndex parent);
  NodeIndex insert(const Token& token, Tag tag);
  NodeIndex insert_implied(Tag tag);
  void set_attributes(NodeIndex node, const Token& token);
  void set_attributes_if_none(NodeIndex node, const Token& token);
  void append_text(NodeIndex parent, Piece piece);
  Piece without_nul(Piece piece);
  void finish();

  Tree& tree_;
  Limits limits_;
  std::size_t most_nodes_ = 0;  // these two are set by load(), for tokenizer_
  std::size_t most_attributes_ = 0;
  Tokenizer tokenizer_;
  OpenElements open_;
  Mode mode_ = Mode::BeforeHead;
  bool skip_newline_ = false;    // the first one in <pre> and <textarea> is not content
  bool text_may_grow_ = false;   // nothing was kept of the source since the last text
  NodeIndex deepest_ = kNoNode;  // the last child of the deepest element that may have children
  std::size_t dropped_attributes_ = 0;
};

}  // namespace depesche::html
