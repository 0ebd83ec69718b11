#include "json/writer.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace depesche::json {

void Writer::before_value() {
  if (levels_.empty()) return;
  Level& level = levels_.back();
  assert(level.is_object == key_written_);
  if (!level.is_object && !level.is_empty) out_ += ',';
  level.is_empty = false;
  key_written_ = false;
}

Writer& Writer::begin_object() {
  before_value();
  levels_.push_back({true, true});
  out_ += '{';
  return *this;
}

Writer& Writer::begin_array() {
  before_value();
  levels_.push_back({false, true});
  out_ += '[';
  return *this;
}

Writer& Writer::end_object() {
  assert(!levels_.empty() && levels_.back().is_object && !key_written_);
  levels_.pop_back();
  out_ += '}';
  return *this;
}

Writer& Writer::end_array() {
  assert(!levels_.empty() && !levels_.back().is_object);
  levels_.pop_back();
  out_ += ']';
  return *this;
}

Writer& Writer::key(std::string_view name) {
  assert(!levels_.empty() && levels_.back().is_object && !key_written_);
  if (!levels_.back().is_empty) out_ += ',';
  write_string(name);
  out_ += ':';
  key_written_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  before_value();
  write_string(text);
  return *this;
}

Writer& Writer::value(double number) {
  if (!std::isfinite(number)) return null();
  std::array<char, 32> digits;
  // Whole numbers of twenty digits and more would be read as integers that no register holds.
  constexpr double kLargestInteger = 0x1p63;
  const auto format = std::abs(number) < kLargestInteger ? std::chars_format::general
                                                         : std::chars_format::scientific;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format).ptr;
  return literal({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

Writer& Writer::value(const Value& tree) {
  if (tree.is_object()) {
    begin_object();
    for (const auto& [name, member] : tree.members()) key(name).value(member);
    return end_object();
  }
  if (tree.is_array()) {
    begin_array();
    for (const Value& element : tree.elements()) value(element);
    return end_array();
  }
  if (tree.is_string()) return value(tree.as_string());
  if (const auto truth = tree.as_bool()) return value(*truth);
  if (const auto whole = tree.as_int()) return value(*whole);
  if (const auto number = tree.as_double()) return value(*number);
  return null();
}

Writer& Writer::literal(std::string_view word) {
  before_value();
  out_ += word;
  return *this;
}

void Writer::write_string(std::string_view text) {
  static constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\' && c != '<';
    return plain;
  }();
  out_ += '"';
  std::size_t begin = 0;  // of what needs no escape
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (kPlain[static_cast<unsigned char>(c)]) continue;
    out_.append(text, begin, at - begin);
    begin = at + 1;
    switch (c) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || (c == '<' && angles_ == Angles::Escape)) {
          std::array<char, 8> escaped;
          std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
          out_ += escaped.data();
        } else {
          out_ += c;
        }
    }
  }
  out_.append(text, begin);
  out_ += '"';
}

std::string Writer::take() {
  assert(levels_.empty());
  std::string text = std::move(out_);
  out_.clear();
  return text;
}

}  // namespace depesche::json
