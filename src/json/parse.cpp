// The strict reader: one walk over the text, which holds nothing but the values it makes. So a text
// made to be large costs what its values cost, and those are counted.
#include "json/parse.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include <system_error>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche::json {
namespace {

Error malformed(std::string_view how) {
  return {ErrorCode::Malformed, "not JSON: " + std::string(how)};
}

/// Eight bytes of which none ends a run of ordinary characters in a string: no quotation mark, no
/// backslash, no control character. The high bit of a byte that does is set in the result.
std::uint64_t special_bytes(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = 0x8080808080808080U;
  const auto zeros = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighs; };
  const std::uint64_t controls = (eight - kOnes * 0x20) & ~eight & kHighs;
  return zeros(eight ^ kOnes * '"') | zeros(eight ^ kOnes * '\\') | controls;
}

class Reader {
 public:
  Reader(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

  Result<Value> read() {
    Value root = value();
    skip_space();
    if (!error_ && at_ < text_.size()) fail(amiss());
    if (error_) return *std::move(error_);
    return root;
  }

 private:
  static Error amiss() { return malformed("it breaks off, or a comma, quote or bracket is amiss"); }

  Value fail(Error error) {
    if (!error_) error_ = std::move(error);
    return Value();
  }

  // JSON knows no form feed.
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_]) && text_[at_] != '\f') ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // The depth is bounded, and so is the recursion.
  Value value() {
    skip_space();
    if (at_ == text_.size()) return fail(amiss());
    if (++values_ > limits_.values) {
      return fail({ErrorCode::TooLarge, "the JSON text holds too many values"});
    }
    switch (text_[at_]) {
      case '{':
        return object();
      case '[':
        return array();
      case '"': {
        std::string text;
        string(text);
        return Value(std::move(text));
      }
      case 't':
        return word("true", Value(true));
      case 'f':
        return word("false", Value(false));
      case 'n':
        return word("null", Value());
      default:
        return number();
    }
  }

  Value word(std::string_view word, Value meaning) {
    if (text_.substr(at_, word.size()) != word) return fail(amiss());
    at_ += word.size();
    return meaning;
  }

  bool go_deeper() {
    if (++depth_ < limits_.depth) return true;
    fail({ErrorCode::TooLarge, "JSON nested too deeply"});
    return false;
  }

  Value array() {
    ++at_;
    Value::Array elements;
    if (take(']')) return Value(std::move(elements));
    if (!go_deeper()) return Value();
    do {
      elements.push_back(value());
    } while (!error_ && take(','));
    --depth_;
    if (!error_ && !take(']')) fail(amiss());
    return Value(std::move(elements));
  }

  Value object() {
    ++at_;
    Value::Object members;
    if (take('}')) return Value(std::move(members));
    if (!go_deeper()) return Value();
    do {
      skip_space();
      if (at_ == text_.size() || text_[at_] != '"') return fail(amiss());
      std::string name;
      string(name);
      if (error_ || !take(':')) return fail(amiss());
      members.emplace_back(std::move(name), value());
    } while (!error_ && take(','));
    --depth_;
    if (!error_ && !take('}')) fail(amiss());
    return Value(std::move(members));
  }

  void string(std::string& out) {
    ++at_;  // the quotation mark
    const std::size_t begin_of_all = at_;
    while (!error_) {
      const std::size_t begin = at_;
      skip_ordinary();
      if (at_ == text_.size()) {
        fail(malformed("a string does not end"));
        return;
      }
      const char c = text_[at_];
      // The usual text has no escapes, and is then copied once.
      if (begin == begin_of_all && c == '\\') out.reserve(end_of_string(at_) - begin);
      out.append(text_, begin, at_ - begin);
      if (static_cast<unsigned char>(c) < 0x20) break;
      ++at_;
      if (c == '"') return;
      if (!escape(out)) break;
    }
    fail(malformed("a string holds what must be escaped"));
  }

  /// Where the string ends that goes on at a backslash; growing with it would hold it twice.
  std::size_t end_of_string(std::size_t at) const {
    while (at < text_.size() && text_[at] != '"') at += text_[at] == '\\' ? 2 : 1;
    return std::min(at, text_.size());
  }

  void skip_ordinary() {
    while (text_.size() - at_ >= sizeof(std::uint64_t)) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text_.data() + at_, sizeof eight);
      if (special_bytes(eight) != 0) break;
      at_ += sizeof eight;
    }
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20) {
      ++at_;
    }
  }

  /// Behind the backslash.
  bool escape(std::string& out) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_++];
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t name = kNames.find(c); name != std::string_view::npos) {
      out += kMeanings[name];
      return true;
    }
    if (c != 'u') return false;
    auto unit = code_unit();
    if (!unit || (*unit >= 0xDC00 && *unit < 0xE000)) return false;
    if (*unit >= 0xD800 && *unit < 0xDC00) {
      if (text_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      const auto low = code_unit();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
      unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
    }
    append_utf8(out, *unit);
    return true;
  }

  std::optional<char32_t> code_unit() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t unit = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
    if (error != std::errc() || end != begin + 4) return std::nullopt;
    at_ += 4;
    return unit;
  }

  std::size_t skip_digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ - begin;
  }

  Value number() {
    const std::size_t begin = at_;
    if (text_[at_] == '-') ++at_;
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const std::size_t digits = skip_digits();
    if (digits == 0) return fail(begin == at_ ? amiss() : malformed("a number cannot be read"));
    bool whole = true;
    bool readable = !(zero && digits > 1);
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      whole = false;
      readable = skip_digits() > 0 && readable;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      whole = false;
      readable = skip_digits() > 0 && readable;
    }
    const std::string_view spelling = text_.substr(begin, at_ - begin);
    std::optional<Value> value;
    if (readable) value = whole ? integer(spelling) : fraction(spelling);
    return value ? *std::move(value) : fail(malformed("a number cannot be read"));
  }

  /// Absent where no register of 64 bits holds it: its last digits would be lost.
  static std::optional<Value> integer(std::string_view digits) {
    const char* const end = digits.data() + digits.size();
    std::int64_t number = 0;
    if (std::from_chars(digits.data(), end, number).ec == std::errc()) return Value(number);
    std::uint64_t large = 0;
    if (digits.front() != '-' && std::from_chars(digits.data(), end, large).ec == std::errc()) {
      return Value(static_cast<double>(large));
    }
    return std::nullopt;
  }

  static std::optional<Value> fraction(std::string_view spelling) {
    double number = 0;
    const auto read = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
    if (read.ec == std::errc()) return Value(number);
    // Out of range: too small to tell from zero, or too large.
    return is_below_one(spelling) ? std::optional(Value(0.0)) : std::nullopt;
  }

  /// Of a number that is far from one.
  static bool is_below_one(std::string_view spelling) {
    if (spelling.front() == '-') spelling.remove_prefix(1);
    const std::size_t mark = std::min(spelling.find_first_of("eE"), spelling.size());
    const std::string_view digits = spelling.substr(0, mark);
    std::string_view exponent = spelling.substr(std::min(mark + 1, spelling.size()));
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::size_t first = std::min(digits.find_first_of("123456789"), digits.size());
    if (first == digits.size()) return true;
    const auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    std::int64_t power = 0;
    const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    if (read.ec == std::errc::result_out_of_range) return exponent.starts_with('-');
    return power + place <= 0;
  }

  std::string_view text_;
  const Limits& limits_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t values_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return Error{ErrorCode::TooLarge, "the JSON text is too large"};
  if (text.empty()) return Error{ErrorCode::Empty, "the JSON text is empty"};
  if (!is_valid_utf8(text)) return malformed("the text is not UTF-8");
  return Reader(text, limits).read();
}

Result<Value> parse_repaired(std::string_view text, const Limits& limits) {
  Result<Value> strict = parse(text, limits);
  if (strict || strict.error().code == ErrorCode::TooLarge) return strict;
  return parse(repair(text), limits);
}

}  // namespace depesche::json
