#include "feed/xpath_rule.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "html/select.h"

namespace depesche {
namespace {

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_name_character(char c) { return is_small_letter(c) || is_digit(c) || c == '-' || c == '_'; }

/// A value that may stand between double quotes as it is.
bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= ' ';
  });
}

constexpr std::string_view kText = "text()";

/// No selector begins with one of these.
constexpr std::string_view kBeginnings[] = {"/", "./", "@", "normalize-space(", "string("};

/// A path, its steps as a chain of a selector.
struct Path {
  bool is_absolute = false;
  bool is_deep = false;  // the first step is found at any depth
  int steps = 0;         // none: where it begins itself
  std::string chain;
  std::string first, last;  // names of the steps
  std::string end;          // an attribute's name or kText; empty for the element
};

class PathReader {
 public:
  explicit PathReader(std::string_view written) : rest_(written), from_(written) {}

  /// Paths with | between them. Nothing for what is none, or no selector.
  std::optional<std::vector<Path>> read() {
    std::vector<Path> paths;
    const bool is_wrapped = take("normalize-space(") || take("string(");
    do {
      if (!read_path(paths.emplace_back())) return std::nullopt;
    } while (!is_wrapped && take("|"));
    from_ = rest_;
    if (is_wrapped && !take(")")) return std::nullopt;
    is_text_ = is_wrapped;
    return rest_.empty() ? std::optional(std::move(paths)) : std::nullopt;
  }
  /// Whether it was of a text and not of elements.
  bool is_text() const { return is_text_; }
  /// What it has not understood, from the condition or step on.
  std::string_view untold() const { return from_; }

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
    if (rest_.empty() || !is_small_letter(rest_.front())) return {};
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_character);
    const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    skip_spaces();
    return name;
  }

  bool read_path(Path& path) {
    from_ = rest_;
    bool is_deep = false;
    if (take(".//")) {
      is_deep = true;
    } else if (take("./")) {
    } else if (take("//")) {
      path.is_absolute = is_deep = true;
    } else if (take("/")) {
      path.is_absolute = true;
    } else if (take(".")) {
      return true;
    }
    while (true) {
      from_ = rest_;
      if (!is_deep && read_end(path)) return true;
      if (!read_step(path, is_deep)) return false;
      if (take("//")) {
        is_deep = true;
      } else if (take("/")) {
        is_deep = false;
      } else {
        return true;
      }
    }
  }

  bool read_end(Path& path) {
    if (take(kText)) {
      path.end = kText;
      return true;
    }
    if (!take("@")) return false;
    path.end = take_name();
    if (path.end.empty()) return false;
    if (path.steps > 0) path.chain.append("[").append(path.end).append("]");
    return true;
  }

  bool read_step(Path& path, bool is_deep) {
    if (take("descendant::")) {
      is_deep = true;
    } else {
      take("child::");
    }
    const std::string_view name = take("*") ? "*" : take_name();
    // A name with something behind it is an axis or a function that is not known here.
    if (name.empty() || rest_.starts_with("::") || rest_.starts_with("(")) return false;
    if (path.steps == 0) {
      path.is_deep = is_deep;
      path.first = name;
    } else {
      path.chain += is_deep ? " " : " > ";
    }
    ++path.steps;
    path.last = name;
    path.chain += name;
    for (from_ = rest_; take("["); from_ = rest_) {
      if (!read_conditions(path.chain) || !take("]")) return false;
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
  std::string_view from_;
  bool is_text_ = false;
};

/// As a chain from the page's root on.
std::optional<XPathEntry::Chain> from_root(const Path& path) {
  if (path.steps == 0 || !path.end.empty()) return std::nullopt;
  if (path.is_deep) return XPathEntry::Chain{path.chain, path.last};
  if (!path.is_absolute) return XPathEntry::Chain{"html > " + path.chain, path.last};
  if (path.first == "html") return XPathEntry::Chain{path.chain, path.last};
  return std::nullopt;
}

bool takes(XPathPart part, const std::string& end) {
  switch (part) {
    case XPathPart::Link:
      return end == "href";
    case XPathPart::Date:
      return end.empty() || end == kText || end == "datetime" || end == "content";
    case XPathPart::Title:
    case XPathPart::Summary:
      break;
  }
  return end.empty() || end == kText;
}

bool are_links(const XPathEntry& entry) {
  return std::all_of(entry.chains.begin(), entry.chains.end(),
                     [](const XPathEntry::Chain& chain) { return chain.name == "a"; });
}

/// What is taken of the entry itself.
std::string itself(XPathPart part, const XPathEntry& entry) {
  // Of what such a summary has, the article's own page has more.
  if (part == XPathPart::Summary) return {};
  const bool is_usual = part != XPathPart::Date && are_links(entry);
  return is_usual ? std::string() : entry.selector();
}

/// Whether it finds the same in an entry when it is sought in the whole page.
bool stands_alone(const Path& path, const XPathEntry& entry) {
  return path.is_deep && path.steps == 1 && path.first != "*" &&
         std::all_of(entry.chains.begin(), entry.chains.end(), [&](const auto& chain) {
           return chain.name != "*" && chain.name != path.first;
         });
}

void add(std::string& list, std::string_view selector) {
  list.append(list.empty() ? "" : ", ").append(selector);
}

void add_inside(std::string& list, const XPathEntry& entry, const Path& path) {
  if (stands_alone(path, entry)) return add(list, path.chain);
  for (const XPathEntry::Chain& chain : entry.chains) {
    add(list, chain.selector + (path.is_deep ? " " : " > ") + path.chain);
  }
}

/// As entry_of_xpath; `untold` is what no selector says where there is none.
std::optional<XPathEntry> tell_entry(std::string_view path, std::string& untold) {
  path = trim(path);
  untold = path;
  if (path.size() > html::kMaxSelectorBytes) return std::nullopt;
  PathReader reader(path);
  const auto paths = reader.read();
  if (!paths && !reader.untold().empty()) untold = reader.untold();
  if (!paths || reader.is_text()) return std::nullopt;
  XPathEntry entry;
  for (const Path& one : *paths) {
    auto chain = from_root(one);
    if (!chain) return std::nullopt;
    entry.chains.push_back(*std::move(chain));
  }
  if (!html::Selector::parse(entry.selector())) return std::nullopt;
  return entry;
}

/// As part_of_xpath; `untold` likewise.
std::optional<std::string> tell_part(std::string_view path, XPathPart part, const XPathEntry& entry,
                                     std::string& untold) {
  path = trim(path);
  untold = path;
  if (path.size() > html::kMaxSelectorBytes) return std::nullopt;
  PathReader reader(path);
  const auto paths = reader.read();
  if (!paths && !reader.untold().empty()) untold = reader.untold();
  if (!paths) return std::nullopt;
  std::string list;
  for (const Path& one : *paths) {
    if (one.is_absolute) return std::nullopt;
    if (!takes(part, one.end)) {
      if (!one.end.empty()) untold = one.end == kText ? one.end : "@" + one.end;
      return std::nullopt;
    }
    if (one.steps == 0) {
      return paths->size() == 1 ? std::optional(itself(part, entry)) : std::nullopt;
    }
    add_inside(list, entry, one);
    if (list.size() > html::kMaxSelectorBytes) return std::nullopt;
  }
  if (!html::Selector::parse(list)) return std::nullopt;
  return list;
}

/// What a rule's paths count from; nothing for a list of selectors, which is not taken apart here.
std::optional<XPathEntry> entry_of_selector(const std::string& selector) {
  if (selector.find(',') != std::string::npos) return std::nullopt;
  return XPathEntry{{{selector, "*"}}};
}

}  // namespace

std::string XPathEntry::selector() const {
  std::string list;
  for (const Chain& chain : chains) add(list, chain.selector);
  return list;
}

std::optional<XPathEntry> entry_of_xpath(std::string_view path) {
  std::string untold;
  return tell_entry(path, untold);
}

std::optional<std::string> part_of_xpath(std::string_view path, XPathPart part,
                                         const XPathEntry& entry) {
  std::string untold;
  return tell_part(path, part, entry, untold);
}

bool is_xpath(std::string_view written) {
  written = trim(written);
  if (written == ".") return true;
  return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                     [&](std::string_view beginning) { return written.starts_with(beginning); });
}

std::variant<PageRule, UntoldPath> in_selectors(PageRule written) {
  std::string untold;
  std::optional<XPathEntry> entry;
  if (is_xpath(written.entry)) {
    entry = tell_entry(written.entry, untold);
    if (!entry) return UntoldPath{written.entry, untold};
    written.entry = entry->selector();
  } else {
    entry = entry_of_selector(written.entry);
  }
  const std::pair<std::string*, XPathPart> parts[] = {{&written.link, XPathPart::Link},
                                                      {&written.title, XPathPart::Title},
                                                      {&written.date, XPathPart::Date},
                                                      {&written.summary, XPathPart::Summary}};
  for (const auto& [text, part] : parts) {
    if (!is_xpath(*text)) continue;
    untold = *text;
    std::optional<std::string> told;
    if (entry) told = tell_part(*text, part, *entry, untold);
    if (entry && !told && part == XPathPart::Link) {
      // Of an element its address is taken anyway.
      std::string ignored;
      told = tell_part(*text + "/@href", part, *entry, ignored);
    }
    if (!told) return UntoldPath{*text, untold};
    *text = *std::move(told);
  }
  return written;
}

}  // namespace depesche
