// Writes JSON piece by piece into one growing string, without building a tree first.
//
//   Writer out;
//   out.begin_object().key("id").value("a1").key("n").value(3).end_object();
//   out.text();  // {"id":"a1","n":3}
//
// The caller keeps begin and end balanced and gives every member a key; that is asserted. Text must
// be UTF-8. For output inside an HTML <script>, `Angles::Escape` writes '<' as \u003c.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace depesche::json {

class Writer {
 public:
  enum class Angles { Keep, Escape };

  explicit Writer(Angles angles = Angles::Keep) : angles_(angles) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  /// Numbers that JSON cannot write (infinity, not a number) become null.
  Writer& value(double number);
  template <std::integral Number>
  Writer& value(Number number) {
    if constexpr (std::same_as<Number, bool>) {
      return literal(number ? "true" : "false");
    } else {
      return literal(std::to_string(number));
    }
  }
  Writer& value(const Value& tree);
  Writer& null() { return literal("null"); }
  /// Text that is JSON already, written as it stands.
  Writer& raw(std::string_view json) { return literal(json); }

  /// Valid until the next call.
  std::string_view text() const { return out_; }
  /// Hands the text over and starts anew.
  std::string take();

 private:
  Writer& literal(std::string_view word);
  void before_value();
  void write_string(std::string_view text);

  Angles angles_;
  std::string out_;
  struct Level {
    bool is_object;
    bool is_empty;
  };
  std::vector<Level> levels_;
  bool key_written_ = false;
};

}  // namespace depesche::json
