#include "html/tokenizer.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "html/entities.h"

namespace depesche::html {
namespace {

// More attributes than the tag of any page has, repeated ones included: those are dear too, since a
// name is compared with the names before it.
constexpr std::size_t kMaxAttributes = 100;

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return hash;
}

constexpr std::string_view kReplacement = "\uFFFD";

bool ends_tag_name(char c) { return is_space(c) || c == '/' || c == '>'; }
bool ends_attribute_name(char c) { return ends_tag_name(c) || c == '='; }

/// Where the first such character stands; the size where none does.
template <class Ends>
std::size_t first_that(std::string_view source, std::size_t at, Ends ends) {
  while (at < source.size() && !ends(source[at])) ++at;
  return at;
}

}  // namespace

std::string normalise_newlines(std::string text) {
  const std::size_t size = text.size();
  std::size_t read = text.find('\r');
  if (read == std::string::npos) return text;
  std::size_t write = read;
  while (read < size) {
    text[write++] = '\n';
    read += read + 1 < size && text[read + 1] == '\n' ? 2 : 1;
    const std::size_t next = std::min(text.find('\r', read), size);
    std::memmove(text.data() + write, text.data() + read, next - read);
    write += next - read;
    read = next;
  }
  text.resize(write);
  return text;
}

bool Tokenizer::next(Token& token) {
  token_ = &token;
  State state = resume_;
  while (state != State::Emit && state != State::End) state = step(state);
  return state == State::Emit;
}

void Tokenizer::set_content(ContentModel model, std::string_view element) {
  raw_element_ = element;
  switch (model) {
    case ContentModel::Data:
      resume_ = State::Data;
      break;
    case ContentModel::Rcdata:
      resume_ = State::Rcdata;
      break;
    case ContentModel::RawText:
      resume_ = State::RawText;
      break;
    case ContentModel::ScriptData:
      resume_ = State::ScriptData;
      break;
    case ContentModel::Plaintext:
      resume_ = State::Plaintext;
      break;
    case ContentModel::Cdata:
      resume_ = State::Cdata;
      break;
  }
}

Tokenizer::State Tokenizer::step(State state) {
  switch (state) {
    case State::Data:
      return data();
    case State::Rcdata:
      return rcdata();
    case State::RawText:
      return raw_text();
    case State::ScriptData:
      return script_data();
    case State::Plaintext:
      return plaintext();
    case State::Cdata:
      return cdata();
    case State::EndTagOpen:
      return end_tag_open();
    case State::TagName:
      return tag_name();
    case State::BeforeAttributeName:
      return before_attribute_name();
    case State::SelfClosingStartTag:
      return self_closing_start_tag();
    case State::BogusComment:
      return bogus_comment();
    case State::MarkupDeclarationOpen:
      return markup_declaration_open();
    case State::Comment:
      return comment();
    case State::Doctype:
      return doctype();
    case State::Emit:
    case State::End:
      break;
  }
  return state;
}

// --- Text -------------------------------------------------------------------------------------

// §13.2.5.1. A '<' that begins nothing (§13.2.5.6, "anything else") is part of the text.
Tokenizer::State Tokenizer::data() {
  resume_ = State::Data;
  if (at_end()) return State::End;
  const std::size_t begin = at_;
  std::size_t end = find('<', at_);
  while (end + 1 < source_.size()) {
    const char next = source_[end + 1];
    if (is_alpha(next) || next == '!' || next == '?') break;
    if (next == '/' && end + 2 < source_.size()) break;
    end = find('<', end + 1);
  }
  if (end + 1 >= source_.size()) end = source_.size();
  at_ = end;
  if (end == begin) return tag_open();
  token_->kind = TokenKind::Text;
  token_->text = decoded(pool_.of_source(begin, end), ReferenceContext::Text);
  return State::Emit;
}

// §13.2.5.6; data() has made sure that something begins here.
Tokenizer::State Tokenizer::tag_open() {
  ++at_;  // '<'
  switch (peek()) {
    case '!':
      ++at_;
      return State::MarkupDeclarationOpen;
    case '/':
      ++at_;
      return State::EndTagOpen;
    case '?':
      return State::BogusComment;
    default:
      begin_tag(TokenKind::StartTag);
      return tag_name();
  }
}

// §13.2.5.7.
Tokenizer::State Tokenizer::end_tag_open() {
  if (peek() == '>') {
    ++at_;
    return State::Data;
  }
  if (!is_alpha(peek())) return State::BogusComment;
  begin_tag(TokenKind::EndTag);
  return tag_name();
}

// --- Tags -------------------------------------------------------------------------------------

// §13.2.5.8.
Tokenizer::State Tokenizer::tag_name() {
  const std::size_t begin = at_;
  at_ = first_that(source_, at_, ends_tag_name);
  if (at_end()) return State::End;
  token_->name = lower_case(begin, at_);
  token_->tag = tag_of(pool_.view(token_->name));
  return State::BeforeAttributeName;
}

// §13.2.5.32, also entered at the '/' or '>' that ended a name or an unquoted value.
Tokenizer::State Tokenizer::before_attribute_name() {
  skip_space();
  if (at_end()) return State::End;
  if (peek() == '>') return emit_tag();
  if (peek() == '/') {
    ++at_;
    return State::SelfClosingStartTag;
  }
  return attribute_name();
}

// §13.2.5.33. A '=' at the beginning belongs to the name.
Tokenizer::State Tokenizer::attribute_name() {
  const std::size_t begin = at_;
  at_ = first_that(source_, begin + 1, ends_attribute_name);
  if (at_end()) return State::End;
  attribute_.name = lower_case(begin, at_);
  attribute_.value = {};
  return after_attribute_name();
}

// §13.2.5.34.
Tokenizer::State Tokenizer::after_attribute_name() {
  skip_space();
  if (at_end()) return State::End;
  if (peek() == '=') {
    ++at_;
    return before_attribute_value();
  }
  finish_attribute();
  return State::BeforeAttributeName;
}

// §13.2.5.35.
Tokenizer::State Tokenizer::before_attribute_value() {
  skip_space();
  if (at_end()) return State::End;
  if (peek() == '"' || peek() == '\'') {
    quote_ = peek();
    ++at_;
    return attribute_value_quoted();
  }
  if (peek() == '>') {
    finish_attribute();
    return emit_tag();
  }
  return attribute_value_unquoted();
}

// §13.2.5.36 and .37.
Tokenizer::State Tokenizer::attribute_value_quoted() {
  const std::size_t begin = at_;
  at_ = find(quote_, at_);
  if (at_end()) return State::End;
  attribute_.value = decoded(without_nul(begin, at_++), ReferenceContext::Attribute);
  finish_attribute();
  return State::BeforeAttributeName;  // §13.2.5.39: white space may be missing
}

// §13.2.5.38.
Tokenizer::State Tokenizer::attribute_value_unquoted() {
  const std::size_t begin = at_;
  at_ = first_that(source_, begin, [](char c) { return is_space(c) || c == '>'; });
  if (at_end()) return State::End;
  attribute_.value = decoded(without_nul(begin, at_), ReferenceContext::Attribute);
  finish_attribute();
  return State::BeforeAttributeName;
}

// §13.2.5.40.
Tokenizer::State Tokenizer::self_closing_start_tag() {
  if (at_end()) return State::End;
  if (peek() != '>') return State::BeforeAttributeName;
  token_->self_closing = true;
  return emit_tag();
}

// --- Comments ---------------------------------------------------------------------------------

// §13.2.5.41.
Tokenizer::State Tokenizer::bogus_comment() {
  const std::size_t begin = at_;
  const std::size_t end = find('>', at_);
  at_ = std::min(end + 1, source_.size());
  return emit_comment(begin, end);
}

// §13.2.5.42.
Tokenizer::State Tokenizer::markup_declaration_open() {
  const std::string_view rest = std::string_view(source_).substr(at_);
  if (rest.starts_with("--")) {
    at_ += 2;
    return State::Comment;
  }
  constexpr std::string_view kDoctype = "doctype";
  if (starts_with_ignoring_case(rest, kDoctype)) {
    at_ += kDoctype.size();
    return State::Doctype;
  }
  constexpr std::string_view kCdata = "[CDATA[";
  if (cdata_allowed_ && rest.starts_with(kCdata)) {
    at_ += kCdata.size();
    return State::Cdata;
  }
  return State::BogusComment;
}

// §13.2.5.43 to .52 in one: the comment ends at "-->" or "--!>", or at once at ">" or "->". At the
// end of the input what looks like the beginning of an end is not part of it.
Tokenizer::State Tokenizer::comment() {
  const std::string_view source = source_;
  const std::size_t begin = at_;
  if (source.substr(begin).starts_with(">") || source.substr(begin).starts_with("->")) {
    at_ = source.find('>', begin) + 1;
    return emit_comment(begin, begin);
  }
  for (std::size_t at = find('-', begin); at < source.size(); at = find('-', at + 1)) {
    const std::string_view rest = source.substr(at, 4);
    if (!rest.starts_with("-->") && rest != "--!>") continue;
    at_ = at + (rest[2] == '>' ? 3 : 4);
    return emit_comment(begin, at);
  }
  at_ = source.size();
  const std::string_view content = source.substr(begin);
  std::size_t cut = 0;
  for (const std::string_view tail : {"--!", "--", "-"}) {
    if (cut == 0 && content.ends_with(tail)) cut = tail.size();
  }
  return emit_comment(begin, source.size() - cut);
}

// --- Helpers ----------------------------------------------------------------------------------

void Tokenizer::skip_space() {
  at_ = first_that(source_, at_, [](char c) { return !is_space(c); });
}

// Position of `c`, or the end of the source.
std::size_t Tokenizer::find(char c, std::size_t from) const {
  return std::min(source_.find(c, from), source_.size());
}

void Tokenizer::begin_tag(TokenKind kind) {
  token_->kind = kind;
  token_->self_closing = false;
  token_->attributes.clear();
  attributes_met_ = 0;
  names_met_.reset();
}

Tokenizer::State Tokenizer::emit_tag() {
  ++at_;  // '>'
  resume_ = State::Data;
  return State::Emit;
}

Tokenizer::State Tokenizer::emit_text(std::size_t begin, std::size_t end) {
  token_->kind = TokenKind::Text;
  token_->text = pool_.of_source(begin, end);
  return State::Emit;
}

Tokenizer::State Tokenizer::emit_comment(std::size_t begin, std::size_t end) {
  resume_ = State::Data;
  token_->kind = TokenKind::Comment;
  token_->text = without_nul(begin, end);
  return State::Emit;
}

void Tokenizer::finish_attribute() {
  if (attributes_met_ == kMaxAttributes) {
    ++dropped_attributes_;
    return;
  }
  ++attributes_met_;
  const std::string_view name = pool_.view(attribute_.name);
  attribute_.hash = hash_of(name);
  std::vector<TokenAttribute>& all = token_->attributes;
  const std::size_t bit = attribute_.hash % names_met_.size();
  const bool repeated =
      names_met_[bit] && std::any_of(all.begin(), all.end(), [&](const TokenAttribute& other) {
        return other.hash == attribute_.hash && pool_.view(other.name) == name;
      });
  names_met_.set(bit);
  if (!repeated) all.push_back(attribute_);
}

Piece Tokenizer::lower_case(std::size_t begin, std::size_t end) {
  const Piece piece = pool_.of_source(begin, end);
  char* text = pool_.text_of(piece);
  bool has_nul = false;
  for (char* c = text; c != text + piece.length; ++c) {
    *c = to_lower(*c);
    has_nul = has_nul || *c == '\0';
  }
  return has_nul ? without_nul(begin, end) : piece;
}

Piece Tokenizer::without_nul(std::size_t begin, std::size_t end) {
  const std::string_view text(source_.data() + begin, end - begin);
  std::size_t at = text.find('\0');
  if (at == std::string_view::npos) return pool_.of_source(begin, end);
  std::string& grown = pool_.grown();
  const std::size_t before = grown.size();
  std::size_t kept = 0;
  for (; at != std::string_view::npos; at = text.find('\0', kept)) {
    grown.append(text, kept, at - kept);
    grown += kReplacement;
    kept = at + 1;
  }
  grown.append(text, kept);
  return pool_.since(before);
}

Piece Tokenizer::decoded(Piece piece, ReferenceContext context) {
  if (pool_.view(piece).find('&') == std::string_view::npos) return piece;
  if (TextPool::is_grown(piece)) {
    const std::string text(pool_.view(piece));
    const std::size_t before = pool_.grown().size();
    append_decoded(text, context, pool_.grown());
    return pool_.since(before);
  }
  const std::size_t before = pool_.grown().size();
  const std::size_t length =
      decode_in_place(pool_.text_of(piece), piece.length, context, pool_.grown());
  if (length == kDoesNotFit) return pool_.since(before);
  piece.length = static_cast<std::uint32_t>(length);
  return piece;
}

}  // namespace depesche::html
