#include "html/select.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "base/ascii.h"

namespace depesche::html {

class Selector::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  /// All chains; nothing for what is no selector.
  std::optional<std::vector<Compound>> list() {
    std::vector<Compound> compounds;
    do {
      if (!chain(compounds)) return std::nullopt;
    } while (take(','));
    if (!at_end()) return std::nullopt;
    return compounds;
  }

 private:
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

  bool chain(std::vector<Compound>& compounds) {
    skip_space();
    Relation relation = Relation::Descendant;
    for (bool is_first = true;; is_first = false) {
      Compound compound;
      compound.to_left = relation;
      compound.is_first = is_first;
      if (!conditions(compound)) return false;
      compounds.push_back(std::move(compound));
      const bool spaced = skip_space();
      if (at_end() || next_is(',')) {
        compounds.back().is_last = true;
        return true;
      }
      if (take('>')) {
        skip_space();
        relation = Relation::Child;
      } else if (spaced) {
        relation = Relation::Descendant;
      } else {
        return false;
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
  constexpr std::size_t kMaxCompounds = 64;  // a bit each
  const auto too_large = [] { return Error{ErrorCode::TooLarge, "the selector is too long"}; };
  if (text.size() > kMaxSelectorBytes) return too_large();
  std::optional<std::vector<Compound>> compounds = Parser(text).list();
  if (!compounds) {
    return Error{ErrorCode::InvalidInput, "not a selector: \"" + std::string(text) + "\""};
  }
  if (compounds->size() > kMaxCompounds) return too_large();
  Selector selector;
  selector.compounds_ = *std::move(compounds);
  for (std::size_t i = 0; i < selector.compounds_.size(); ++i) {
    if (selector.compounds_[i].is_last) selector.last_ |= std::uint64_t{1} << i;
  }
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

Selector::Reach Selector::reach(const Tree& tree, NodeIndex node, const Reach& parent) const {
  Reach reach;
  for (std::size_t i = 0; i < compounds_.size(); ++i) {
    const Compound& compound = compounds_[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (!compound.is_first) {
      const bool child = compound.to_left == Relation::Child;
      const std::uint64_t left = child ? parent.here : parent.above;
      if ((left & bit >> 1) == 0) continue;
    }
    if (holds(compound, tree, node)) reach.here |= bit;
  }
  reach.above = parent.above | reach.here;
  return reach;
}

Selector::Reach Selector::reach_from_root(const Tree& tree, NodeIndex node) const {
  std::vector<NodeIndex> path;
  for (NodeIndex up = node; up != kNoNode; up = tree.parent(up)) {
    if (tree.is_element(up)) path.push_back(up);
  }
  Reach reached;
  for (auto at = path.rbegin(); at != path.rend(); ++at) reached = reach(tree, *at, reached);
  return reached;
}

bool Selector::matches(const Tree& tree, NodeIndex node) const {
  return tree.is_element(node) && matches(reach_from_root(tree, node));
}

template <class Found>
void Selector::look(const Tree& tree, NodeIndex root, Found found) const {
  struct Open {
    NodeIndex end;
    Reach reach;
  };
  std::vector<Open> open{{tree.end_of(root), reach_from_root(tree, root)}};
  for (const NodeIndex node : tree.descendants(root)) {
    if (!tree.is_element(node)) continue;
    while (node >= open.back().end) open.pop_back();
    const Reach reached = reach(tree, node, open.back().reach);
    if (matches(reached) && !found(node)) return;
    open.push_back({tree.end_of(node), reached});
  }
}

std::vector<NodeIndex> Selector::all(const Tree& tree, NodeIndex root) const {
  std::vector<NodeIndex> found;
  look(tree, root, [&found](NodeIndex node) {
    found.push_back(node);
    return true;
  });
  return found;
}

NodeIndex Selector::first(const Tree& tree, NodeIndex root) const {
  NodeIndex first = kNoNode;
  look(tree, root, [&first](NodeIndex node) {
    first = node;
    return false;
  });
  return first;
}

}  // namespace depesche::html
