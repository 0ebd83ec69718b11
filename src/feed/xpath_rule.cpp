#include "feed/xpath_rule.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "html/select.h"

namespace depesche {
namespace {

bool is_name_character(char c) { return is_alnum(c) || c == '-' || c == '_'; }

/// A value that may stand between double quotes as it is.
bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= ' ';
  });
}

constexpr std::array<std::string_view, 7> kItself{
    ".", "@href", "./@href", "text()", "./text()", "normalize-space(.)", "string(.)"};

class Translator {
 public:
  explicit Translator(std::string_view path) : rest_(path) {}

  std::optional<std::string> translate() {
    std::string out;
    do {
      if (!out.empty()) out += ", ";
      if (!read_wrapped_path(out)) return std::nullopt;
    } while (take("|"));
    return rest_.empty() ? std::optional(std::move(out)) : std::nullopt;
  }

 private:
  /// What comes next, and the spaces behind it.
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    skip_spaces();
    return true;
  }
  void skip_spaces() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  std::string_view take_name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_character);
    const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    skip_spaces();
    return name;
  }

  bool read_wrapped_path(std::string& out) {
    skip_spaces();
    const bool is_wrapped = take("normalize-space(") || take("string(");
    return read_path(out) && (!is_wrapped || take(")"));
  }

  bool read_path(std::string& out) {
    if (take(".//") || take("./")) {
    } else if (!take("//")) {
      take("/");
    }
    std::string_view relation;
    while (true) {
      if (!relation.empty() && read_end()) return true;
      if (!read_step(out, relation)) return false;
      if (take("//")) {
        relation = " ";
      } else if (take("/")) {
        relation = " > ";
      } else {
        return true;
      }
    }
  }

  /// What is taken of the element is what an entry's part takes of it anyway.
  bool read_end() {
    if (take("text()")) return true;
    return take("@") && !take_name().empty();
  }

  bool read_step(std::string& out, std::string_view relation) {
    if (take("descendant::")) {
      if (!relation.empty()) relation = " ";
    } else {
      take("child::");
    }
    out += relation;
    const bool is_any = take("*");
    const std::string_view name = is_any ? "*" : take_name();
    // A name with something behind it is an axis or a function that is not known here.
    if (name.empty() || rest_.starts_with("::") || rest_.starts_with("(")) return false;
    out += name;
    while (take("[")) {
      if (!read_conditions(out) || !take("]")) return false;
    }
    return true;
  }

  bool read_conditions(std::string& out) {
    do {
      const bool is_negated = take("not(");
      if (is_negated) out += ":not(";
      if (!read_condition(out)) return false;
      if (is_negated && !take(")")) return false;
      if (is_negated) out += ")";
    } while (take("and "));
    return true;
  }

  bool read_condition(std::string& out) {
    if (take("contains(concat(")) return read_token(out);
    if (take("contains(")) return read_call(out, "*=");
    if (take("starts-with(")) return read_call(out, "^=");
    if (!take("@")) return false;
    const std::string_view attribute = take_name();
    if (attribute.empty()) return false;
    if (!take("=")) {
      out.append("[").append(attribute).append("]");
      return true;
    }
    return write(out, attribute, "=", take_value());
  }

  /// `@class, 'news')`
  bool read_call(std::string& out, std::string_view relation) {
    if (!take("@")) return false;
    const std::string_view attribute = take_name();
    if (attribute.empty() || !take(",")) return false;
    const auto value = take_value();
    return take(")") && value && !value->empty() && write(out, attribute, relation, value);
  }

  /// `' ', normalize-space(@class), ' '), ' news ')`: one word of many.
  bool read_token(std::string& out) {
    const auto take_space = [this] { return take_value() == " "; };
    if (!take_space() || !take(",")) return false;
    const bool is_wrapped = take("normalize-space(");
    if (!take("@")) return false;
    const std::string_view attribute = take_name();
    if (attribute.empty() || (is_wrapped && !take(")"))) return false;
    if (!take(",") || !take_space() || !take(")") || !take(",")) return false;
    const auto value = take_value();
    if (!value || !take(")")) return false;
    const std::string_view word = trim(*value);
    const bool is_word = !word.empty() && value->size() == word.size() + 2 &&
                         std::none_of(word.begin(), word.end(), is_space);
    return is_word && write(out, attribute, "~=", word);
  }

  std::optional<std::string_view> take_value() {
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return std::nullopt;
    const std::size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    skip_spaces();
    return value;
  }

  static bool write(std::string& out, std::string_view attribute, std::string_view relation,
                    std::optional<std::string_view> value) {
    if (!value || !is_plain(*value)) return false;
    out.append("[").append(attribute).append(relation).append("\"");
    out.append(*value).append("\"]");
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> selector_of_xpath(std::string_view path) {
  path = trim(path);
  if (path.size() > html::kMaxSelectorBytes) return std::nullopt;
  if (std::find(kItself.begin(), kItself.end(), path) != kItself.end()) return "";
  std::optional<std::string> selector = Translator(path).translate();
  if (!selector || !html::Selector::parse(*selector)) return std::nullopt;
  return selector;
}

}  // namespace depesche
