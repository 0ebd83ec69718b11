// From characters to tags, texts and comments, as the HTML standard §13.2.5 prescribes.
//
// A function stands for each state, or for a few that belong together (a comment's, a doctype's);
// each consumes as much as it can and names the next one, or goes on there where no other can come.
// Nothing is ever read twice, so time is linear in the page whatever it contains. Parse errors are
// not reported: no page is an error.
//
// Tokens are pulled. The caller, who knows the tree, says after a start tag how its content is to
// be read (§13.2.6.2) and whether `<![CDATA[` is allowed.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "html/entities.h"
#include "html/tags.h"
#include "html/text_pool.h"

namespace depesche::html {

enum class TokenKind : std::uint8_t { Text, StartTag, EndTag, Comment, Doctype };

struct TokenAttribute {
  Piece name;
  Piece value;
  std::uint32_t hash = 0;  // of the name
};

struct Token {
  TokenKind kind = TokenKind::Text;
  Tag tag = Tag::Other;
  bool self_closing = false;
  Piece name;  // of a tag or doctype, in lower case
  Piece text;  // of a text or comment; U+0000 stays in ordinary text, the tree drops it
  std::vector<TokenAttribute> attributes;  // names unique, the first of its name wins
  std::optional<Piece> public_id, system_id;
  bool force_quirks = false;
};

/// How the characters after a start tag are to be read.
enum class ContentModel : std::uint8_t { Data, Rcdata, RawText, ScriptData, Plaintext, Cdata };

class Tokenizer {
 public:
  /// Reads the pool's source, which must have its newlines normalised, and decodes texts in place.
  explicit Tokenizer(TextPool& pool) : pool_(pool), source_(pool.source()) {}

  /// False at the end of the input; else `token` holds the next one.
  bool next(Token& token);

  /// For Rcdata, RawText and ScriptData: until the end tag of `element`.
  void set_content(ContentModel model, std::string_view element);

  void allow_cdata(bool allowed) { cdata_allowed_ = allowed; }

  /// Those beyond the hundredth of a tag, whether or not they repeat one before.
  std::size_t dropped_attributes() const { return dropped_attributes_; }

 private:
  enum class State : std::uint8_t {
    Data,
    Rcdata,
    RawText,
    ScriptData,
    Plaintext,
    Cdata,
    EndTagOpen,
    TagName,
    BeforeAttributeName,
    SelfClosingStartTag,
    BogusComment,
    MarkupDeclarationOpen,
    Comment,
    Doctype,
    Emit,  // the token is complete
    End
  };

  State step(State state);
  State data();
  State rcdata();
  State raw_text();
  State script_data();
  State plaintext();
  State cdata();
  State tag_open();
  State end_tag_open();
  State tag_name();
  State before_attribute_name();
  State attribute_name();
  State after_attribute_name();
  State before_attribute_value();
  State attribute_value_quoted();
  State attribute_value_unquoted();
  State self_closing_start_tag();
  State bogus_comment();
  State markup_declaration_open();
  State comment();
  State doctype();

  // tokenizer_doctype.cpp
  void doctype_name();
  State doctype_public_id();
  State doctype_system_id();
  State bogus_doctype();
  std::optional<Piece> doctype_quoted(State& next);
  State doctype_ends_early();

  // tokenizer_raw.cpp
  bool at_end_tag(std::size_t at) const;
  std::size_t find_end_tag() const;
  std::size_t find_script_end() const;
  std::size_t after_script_less_than(std::size_t at, int& depth) const;
  State raw_content(std::size_t end);

  bool at_end() const { return at_ >= source_.size(); }
  char peek(std::size_t ahead = 0) const { return source_[at_ + ahead]; }
  void skip_space();
  std::size_t find(char c, std::size_t from) const;
  void begin_tag(TokenKind kind);
  State emit_tag();
  State emit_text(std::size_t begin, std::size_t end);
  State emit_comment(std::size_t begin, std::size_t end);
  void finish_attribute();
  Piece lower_case(std::size_t begin, std::size_t end);
  Piece without_nul(std::size_t begin, std::size_t end);
  Piece decoded(Piece piece, ReferenceContext context);

  TextPool& pool_;
  const std::string& source_;
  std::size_t at_ = 0;
  State resume_ = State::Data;  // where the next token begins
  Token* token_ = nullptr;
  TokenAttribute attribute_;
  std::size_t attributes_met_ = 0;  // in this tag, repeated ones included
  std::bitset<256> names_met_;      // by hash; a name whose bit is not set is new
  char quote_ = '"';
  bool cdata_allowed_ = false;
  std::string raw_element_;  // whose end tag ends the content read now
  std::size_t dropped_attributes_ = 0;
};

/// "\r\n" and "\r" become "\n" (§13.2.3.5).
std::string normalise_newlines(std::string text);

}  // namespace depesche::html
