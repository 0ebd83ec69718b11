// Document types (§13.2.5.53 to .68). They matter to us only for being skipped exactly.
#include <algorithm>

#include "base/ascii.h"
#include "html/tokenizer.h"

namespace depesche::html {

Tokenizer::State Tokenizer::doctype() {
  resume_ = State::Data;
  token_->kind = TokenKind::Doctype;
  token_->name = {};
  token_->public_id.reset();
  token_->system_id.reset();
  token_->force_quirks = false;
  doctype_name();
  skip_space();
  if (at_end() || peek() == '>') {
    token_->force_quirks = token_->force_quirks || at_end() || token_->name.empty();
    return bogus_doctype();
  }
  const std::string_view rest = std::string_view(source_).substr(at_);
  constexpr std::size_t kKeyword = 6;
  if (starts_with_ignoring_case(rest, "public")) {
    at_ += kKeyword;
    return doctype_public_id();
  }
  if (starts_with_ignoring_case(rest, "system")) {
    at_ += kKeyword;
    return doctype_system_id();
  }
  return doctype_ends_early();
}

// §13.2.5.53 to .55.
void Tokenizer::doctype_name() {
  skip_space();
  const std::size_t begin = at_;
  while (!at_end() && !is_space(peek()) && peek() != '>') ++at_;
  token_->name = lower_case(begin, at_);
}

// §13.2.5.57 to .60.
Tokenizer::State Tokenizer::doctype_public_id() {
  State next = State::Emit;
  token_->public_id = doctype_quoted(next);
  if (!token_->public_id || token_->force_quirks) return next;
  skip_space();
  if (at_end()) return doctype_ends_early();
  if (peek() == '>') return bogus_doctype();
  if (peek() != '"' && peek() != '\'') return doctype_ends_early();
  return doctype_system_id();
}

// §13.2.5.62 to .66. What follows the identifier is skipped without further ado.
Tokenizer::State Tokenizer::doctype_system_id() {
  State next = State::Emit;
  token_->system_id = doctype_quoted(next);
  if (!token_->system_id || token_->force_quirks) return next;
  skip_space();
  if (at_end()) return doctype_ends_early();
  return bogus_doctype();
}

// A quoted identifier; absent when none begins here. One cut short by '>' counts, with quirks.
// When the doctype ends here, `next` says how to go on.
std::optional<Piece> Tokenizer::doctype_quoted(State& next) {
  skip_space();
  if (at_end() || (peek() != '"' && peek() != '\'')) {
    next = doctype_ends_early();
    return std::nullopt;
  }
  const char quote = peek();
  const std::size_t begin = ++at_;
  while (!at_end() && peek() != quote && peek() != '>') ++at_;
  const Piece piece = without_nul(begin, at_);
  if (at_end() || peek() == '>') {
    next = doctype_ends_early();
  } else {
    ++at_;
  }
  return piece;
}

Tokenizer::State Tokenizer::doctype_ends_early() {
  token_->force_quirks = true;
  return bogus_doctype();
}

// §13.2.5.68.
Tokenizer::State Tokenizer::bogus_doctype() {
  at_ = std::min(find('>', at_) + 1, source_.size());
  return State::Emit;
}

}  // namespace depesche::html
