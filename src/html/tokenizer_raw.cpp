// Content that is not markup: <title>, <style>, <script> and their like (§13.2.5.2 to .31).
#include <algorithm>

#include "base/ascii.h"
#include "html/tokenizer.h"

namespace depesche::html {
namespace {

bool ends_raw_tag_name(char c) { return is_space(c) || c == '/' || c == '>'; }

}  // namespace

// Whether the '<' at `at` begins the "appropriate end tag" (§13.2.5, before .1).
bool Tokenizer::at_end_tag(std::size_t at) const {
  const std::string_view rest = std::string_view(source_).substr(at);
  const std::size_t name_end = 2 + raw_element_.size();
  return !raw_element_.empty() && rest.size() > name_end && rest[1] == '/' &&
         ends_raw_tag_name(rest[name_end]) &&
         equals_ignoring_case(rest.substr(2, raw_element_.size()), raw_element_);
}

std::size_t Tokenizer::find_end_tag() const {
  std::size_t at = find('<', at_);
  while (at < source_.size() && !at_end_tag(at)) at = find('<', at + 1);
  return at;
}

// Reads the text up to `end`, where an end tag or the end of the input stands.
Tokenizer::State Tokenizer::raw_content(std::size_t end) {
  if (end == at_) {
    if (at_end()) return State::End;
    resume_ = State::Data;
    at_ += 2;  // "</"
    begin_tag(TokenKind::EndTag);
    return State::TagName;
  }
  token_->kind = TokenKind::Text;
  token_->text = without_nul(at_, end);
  at_ = end;
  return State::Emit;
}

// §13.2.5.3.
Tokenizer::State Tokenizer::raw_text() { return raw_content(find_end_tag()); }

// §13.2.5.4 to .31.
Tokenizer::State Tokenizer::script_data() { return raw_content(find_script_end()); }

// §13.2.5.2. U+0000 is replaced before references are decoded: none can produce it.
Tokenizer::State Tokenizer::rcdata() {
  const State next = raw_content(find_end_tag());
  if (next == State::Emit) token_->text = decoded(token_->text, ReferenceContext::Text);
  return next;
}

// §13.2.5.5.
Tokenizer::State Tokenizer::plaintext() {
  if (at_end()) return State::End;
  token_->kind = TokenKind::Text;
  token_->text = without_nul(at_, source_.size());
  at_ = source_.size();
  return State::Emit;
}

// §13.2.5.69 to .71.
Tokenizer::State Tokenizer::cdata() {
  resume_ = State::Data;
  const std::size_t begin = at_;
  const std::size_t end = std::min(source_.find("]]>", at_), source_.size());
  at_ = std::min(end + 3, source_.size());
  return begin == end ? State::Data : emit_text(begin, end);
}

// The end of a script. After "<!--" an end tag still ends it (depth 1), but "<script" inside such a
// comment opens a deeper level (2), in which "</script>" only leads back: so pages from 1996, which
// hid scripts from older browsers, can write "<script>" in a string.
std::size_t Tokenizer::find_script_end() const {
  int depth = 0;
  std::size_t dashes = 0;
  std::size_t at = at_;
  while (at < source_.size()) {
    if (depth == 0) at = find('<', at);
    if (at >= source_.size()) break;
    const char c = source_[at];
    if (c == '<') {
      if (depth < 2 && at_end_tag(at)) return at;
      const bool comment = depth == 0 && source_.compare(at, 4, "<!--") == 0;
      at = after_script_less_than(at, depth);
      dashes = comment ? 2 : 0;
      continue;
    }
    if (c == '>' && dashes >= 2) depth = 0;
    dashes = c == '-' ? dashes + 1 : 0;
    ++at;
  }
  return source_.size();
}

// Past a '<' in a script that does not end it.
std::size_t Tokenizer::after_script_less_than(std::size_t at, int& depth) const {
  constexpr std::string_view kScript = "script";
  const std::string_view rest = std::string_view(source_).substr(at, 4 + kScript.size());
  if (depth == 0) {
    if (!rest.starts_with("<!--")) return at + 1;
    depth = 1;
    return at + 4;
  }
  const std::size_t slash = depth == 2 ? 1 : 0;  // "</script" leads back, "<script" goes deeper
  if (slash == 1 && !rest.starts_with("</")) return at + 1;
  const std::size_t name_end = 1 + slash + kScript.size();
  if (rest.size() > name_end && ends_raw_tag_name(rest[name_end]) &&
      equals_ignoring_case(rest.substr(1 + slash, kScript.size()), kScript)) {
    depth = depth == 2 ? 1 : 2;
    return at + name_end + 1;
  }
  return at + 1;
}

}  // namespace depesche::html
