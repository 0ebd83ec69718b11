#include "html/select.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "base/ascii.h"

namespace depesche::html {

class Selector::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<std::vector<Chain>> list() {
    std::vector<Chain> chains;
    do {
      std::optional<Chain> one = chain();
      if (!one) return std::nullopt;
      chains.push_back(*std::move(one));
    } while (take(','));
    if (!at_end()) return std::nullopt;
    return chains;
  }

 private:
  // More than any sensible selector has; bounds the cost of matching.
  static constexpr std::size_t kMaxCompounds = 6;

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char c) const { return !at_end() && text_[at_] == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  bool skip_space() {
    const std::size_t begin = at_;
    while (!at_end() && is_space(text_[at_])) ++at_;
    return at_ != begin;
  }

  std::optional<Chain> chain() {
    Chain chain;
    skip_space();
    Relation relation = Relation::Descendant;
    while (true) {
      Compound compound;
      compound.to_left = relation;
      if (!conditions(compound) || chain.size() == kMaxCompounds) return std::nullopt;
      chain.push_back(std::move(compound));
      const bool spaced = skip_space();
      if (at_end() || next_is(',')) return chain;
      if (take('>')) {
        skip_space();
        relation = Relation::Child;
      } else if (spaced) {
        relation = Relation::Descendant;
      } else {
        return std::nullopt;
      }
    }
  }

  bool conditions(Compound& compound) {
    while (!at_end()) {
      if (next_is(':')) {
        constexpr std::string_view kNot = ":not(";
        if (!text_.substr(at_).starts_with(kNot)) return false;
        at_ += kNot.size();
        std::optional<Condition> inner = condition();
        if (!inner || !take(')')) return false;
        inner->negated = true;
        compound.conditions.push_back(*std::move(inner));
        continue;
      }
      std::optional<Condition> one = condition();
      if (!one) break;
      compound.conditions.push_back(*std::move(one));
    }
    return !compound.conditions.empty();
  }

  std::optional<Condition> condition() {
    if (take('*')) return Condition{};
    if (take('.')) return named(Kind::Class, word());
    if (take('#')) {
      std::string value = word();
      if (value.empty()) return std::nullopt;
      return Condition{Kind::Equals, false, "id", std::move(value)};
    }
    if (take('[')) return attribute();
    return named(Kind::Name, to_lower(word()));
  }

  static std::optional<Condition> named(Kind kind, std::string name) {
    if (name.empty()) return std::nullopt;
    return Condition{kind, false, std::move(name), {}};
  }

  std::optional<Condition> attribute() {
    Condition result{Kind::Has, false, to_lower(word()), {}};
    if (result.name.empty()) return std::nullopt;
    if (take(']')) return result;
    constexpr std::string_view kOperators = "~^$*";
    constexpr Kind kKinds[] = {Kind::Token, Kind::Prefix, Kind::Suffix, Kind::Part};
    result.kind = Kind::Equals;
    const std::size_t which = at_end() ? std::string_view::npos : kOperators.find(text_[at_]);
    if (which != std::string_view::npos) {
      result.kind = kKinds[which];
      ++at_;
    }
    if (!take('=')) return std::nullopt;
    std::optional<std::string> value = attribute_value();
    if (!value || !take(']')) return std::nullopt;
    result.value = *std::move(value);
    return result;
  }

  std::optional<std::string> attribute_value() {
    if (!next_is('"') && !next_is('\'')) return word();
    const char quote = text_[at_++];
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) return std::nullopt;
    std::string value(text_.substr(at_, end - at_));
    at_ = end + 1;
    return value;
  }

  std::string word() {
    const std::size_t begin = at_;
    const auto belongs = [](char c) {
      return is_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    while (!at_end() && belongs(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Result<Selector> Selector::parse(std::string_view text) {
  std::optional<std::vector<Chain>> chains = Parser(text).list();
  if (!chains) {
    return Error{ErrorCode::InvalidInput, "not a selector: \"" + std::string(text) + "\""};
  }
  Selector selector;
  selector.chains_ = *std::move(chains);
  return selector;
}

Selector selector(std::string_view text) {
  Result<Selector> parsed = Selector::parse(text);
  assert(parsed);
  return *std::move(parsed);
}

bool Selector::holds(const Condition& condition, const Tree& tree, NodeIndex node) {
  const std::string& value = condition.value;
  switch (condition.kind) {
    case Kind::Any:
      return true;
    case Kind::Name:
      return tree.name(node) == condition.name;
    case Kind::Class:
      return tree.has_class(node, condition.name);
    case Kind::Token:
      return tree.has_token(node, condition.name, value);
    case Kind::Has:
    case Kind::Equals:
    case Kind::Prefix:
    case Kind::Suffix:
    case Kind::Part:
      break;
  }
  const std::optional<std::string_view> found = tree.find_attribute(node, condition.name);
  if (!found) return false;
  if (condition.kind == Kind::Has) return true;
  if (condition.kind == Kind::Equals) return *found == value;
  if (value.empty()) return false;  // as in CSS: an empty part is never there
  if (condition.kind == Kind::Prefix) return found->starts_with(value);
  if (condition.kind == Kind::Suffix) return found->ends_with(value);
  return found->find(value) != std::string_view::npos;
}

bool Selector::holds(const Compound& compound, const Tree& tree, NodeIndex node) {
  return std::all_of(compound.conditions.begin(), compound.conditions.end(),
                     [&](const Condition& condition) {
                       return holds(condition, tree, node) != condition.negated;
                     });
}

bool Selector::matches_chain(const Chain& chain, std::size_t last, const Tree& tree,
                             NodeIndex node) {
  if (!holds(chain[last], tree, node)) return false;
  if (last == 0) return true;
  const bool child = chain[last].to_left == Relation::Child;
  for (NodeIndex up = tree.parent(node); up != kNoNode; up = tree.parent(up)) {
    if (tree.is_element(up) && matches_chain(chain, last - 1, tree, up)) return true;
    if (child) return false;
  }
  return false;
}

bool Selector::matches(const Tree& tree, NodeIndex node) const {
  return tree.is_element(node) &&
         std::any_of(chains_.begin(), chains_.end(), [&](const Chain& chain) {
           return matches_chain(chain, chain.size() - 1, tree, node);
         });
}

std::vector<NodeIndex> Selector::all(const Tree& tree, NodeIndex root) const {
  std::vector<NodeIndex> found;
  for (const NodeIndex node : tree.descendants(root)) {
    if (matches(tree, node)) found.push_back(node);
  }
  return found;
}

NodeIndex Selector::first(const Tree& tree, NodeIndex root) const {
  for (const NodeIndex node : tree.descendants(root)) {
    if (matches(tree, node)) return node;
  }
  return kNoNode;
}

}  // namespace depesche::html
