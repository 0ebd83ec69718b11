// The repair pass: one walk over the text that writes what its author meant.
//
// Outside of strings it drops comments, HTML and CDATA wrappers and superfluous commas, and adds
// missing ones; inside of strings it escapes what JSON wants escaped; at the end it closes what was
// left open. One state machine with one function per state.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "json/parse.h"

namespace depesche::json {
namespace {

constexpr std::size_t kShortText = 1'024;
constexpr std::size_t kLongestStep = 64;  // written before it is asked whether there is more

class Repairer {
 public:
  explicit Repairer(std::string_view text)
      : text_(text), most_(text.size() + text.size() / 4 + kShortText) {
    out_.reserve(most_ + kLongestStep);
  }

  std::string run() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    while (has_more()) outside();
    while (!open_.empty()) close(open_.back());
    return std::move(out_);
  }

 private:
  // What a quarter more than its bytes does not mend is no text with a few slips: the rest counts
  // as cut off.
  bool has_more() const { return at_ < text_.size() && out_.size() <= most_; }

  bool skip(std::string_view mark) {
    if (text_.substr(at_, mark.size()) != mark) return false;
    at_ += mark.size();
    return true;
  }

  void skip_past(std::string_view mark) {
    const std::size_t found = text_.find(mark, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + mark.size();
  }

  // Comments and the wrappers that once hid scripts from old browsers. The wrappers' contents stay.
  bool skip_wrapper() {
    for (const std::string_view mark :
         {"/*<![CDATA[*/", "//<![CDATA[", "<![CDATA[", "/*]]>*/", "//]]>", "]]>", "<!--", "-->"}) {
      if (skip(mark)) return true;
    }
    if (skip("//")) {
      skip_past("\n");
      return true;
    }
    if (skip("/*")) {
      skip_past("*/");
      return true;
    }
    return false;
  }

  void outside() {
    const char c = text_[at_];
    if (is_space(c) || static_cast<unsigned char>(c) < 0x20 || c == ';') {
      ++at_;
      return;
    }
    if (skip_wrapper()) return;
    ++at_;
    switch (c) {
      case '"':
        before_value();
        return string();
      case '{':
      case '[':
        before_value();
        open_.push_back(c == '{' ? '}' : ']');
        out_ += c;
        value_ended_ = false;
        return;
      case '}':
      case ']':
        // A closing bracket that closes nothing is dropped.
        if (!open_.empty() && open_.back() == c) close(c);
        return;
      case ',':
        // Written when the next value comes, so that a trailing or doubled one vanishes.
        return;
      case ':':
        out_ += c;
        value_ended_ = false;
        return;
      default:
        --at_;
        return word();
    }
  }

  void before_value() {
    if (value_ended_) out_ += ',';
  }

  void close(char bracket) {
    if (!out_.empty() && out_.back() == ':') out_ += "null";
    out_ += bracket;
    open_.pop_back();
    value_ended_ = true;
  }

  // An identifier written as a number; read as one it would lose its last digits.
  static bool is_beyond_integers(std::string_view word) {
    constexpr std::size_t kDigits = 19;  // fit into 64 bits, whatever they are
    return word.size() > kDigits && std::all_of(word.begin(), word.end(), is_digit);
  }

  // Numbers and literals; what JavaScript has and JSON has not becomes null.
  void word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) &&
           std::string_view(",:{}[]\";").find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    const std::string_view word = text_.substr(begin, at_ - begin);
    before_value();
    const bool absent = word == "undefined" || word == "NaN" || word == "None";
    const char* const quote = is_beyond_integers(word) ? "\"" : "";
    out_ += quote;
    out_ += absent ? std::string_view("null") : word;
    out_ += quote;
    value_ended_ = true;
  }

  // The opening quotation mark has been read.
  void string() {
    out_ += '"';
    while (has_more()) {
      const char c = text_[at_++];
      if (c == '"') {
        if (ends_string()) break;
        out_ += "\\\"";
      } else if (c == '\\') {
        escape();
      } else {
        raw(c);
      }
    }
    out_ += '"';
    value_ended_ = true;
  }

  // A quotation mark inside a text was forgotten to be escaped when no structure follows it. Runs
  // of white space are looked at once per mark, so the walk stays linear.
  bool ends_string() const {
    std::size_t next = at_;
    while (next < text_.size() && is_space(text_[next])) ++next;
    return next == text_.size() ||
           std::string_view(",:}]/<").find(text_[next]) != std::string_view::npos ||
           (next > at_ && (text_[next] == '"'));
  }

  void escape() {
    if (at_ == text_.size()) return;
    const char c = text_[at_++];
    if (c == 'u' && is_hex(at_, 4)) {
      out_ += "\\u";
    } else if (c == 'x' && is_hex(at_, 2)) {
      out_ += "\\u00";
    } else if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) {
      out_ += '\\';
      out_ += c;
    } else if (c == '\'') {
      out_ += c;
    } else {
      out_ += "\\\\";
      raw(c);
    }
  }

  bool is_hex(std::size_t from, std::size_t digits) const {
    if (from + digits > text_.size()) return false;
    for (std::size_t i = from; i < from + digits; ++i) {
      const char c = to_lower(text_[i]);
      if (!is_digit(c) && (c < 'a' || c > 'f')) return false;
    }
    return true;
  }

  void raw(char c) {
    if (static_cast<unsigned char>(c) >= 0x20) {
      out_ += c;
      return;
    }
    constexpr std::string_view kNamed = "\n\t\r";
    constexpr std::string_view kNames = "ntr";
    if (const std::size_t named = kNamed.find(c); named != std::string_view::npos) {
      out_ += '\\';
      out_ += kNames[named];
      return;
    }
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
    out_ += escaped;
  }

  std::string_view text_;
  std::size_t most_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<char> open_;    // the closing brackets still owed
  bool value_ended_ = false;  // the next value needs a comma before it
};

}  // namespace

std::string repair(std::string_view text) { return Repairer(text).run(); }

}  // namespace depesche::json
