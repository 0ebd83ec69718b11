#include "json/parse.h"

#include <algorithm>

#include <simdjson.h>

namespace depesche::json {
namespace {

namespace dom = simdjson::dom;

// From the library's tape into values of our own, as long as they are not too many. The parser has
// refused anything deeper than the limit, so that the recursion is bounded by it.
class Copier {
 public:
  explicit Copier(std::size_t values) : left_(values) {}

  bool too_many() const { return left_ == 0; }

  Value copy(dom::element element) {
    if (left_ == 0) return Value();
    --left_;
    switch (element.type()) {
      case dom::element_type::ARRAY:
        return copy_array(element.get_array().value_unsafe());
      case dom::element_type::OBJECT:
        return copy_object(element.get_object().value_unsafe());
      case dom::element_type::INT64:
        return Value(element.get_int64().value_unsafe());
      case dom::element_type::UINT64:
        return Value(static_cast<double>(element.get_uint64().value_unsafe()));
      case dom::element_type::DOUBLE:
        return Value(element.get_double().value_unsafe());
      case dom::element_type::STRING:
        return Value(std::string(element.get_string().value_unsafe()));
      case dom::element_type::BOOL:
        return Value(element.get_bool().value_unsafe());
      case dom::element_type::NULL_VALUE:
        break;
    }
    return Value();
  }

 private:
  Value copy_array(dom::array elements) {
    Value::Array copied;
    copied.reserve(std::min(elements.size(), left_));
    for (const dom::element element : elements) {
      if (left_ == 0) break;
      copied.push_back(copy(element));
    }
    return Value(std::move(copied));
  }

  Value copy_object(dom::object members) {
    Value::Object copied;
    copied.reserve(std::min(members.size(), left_));
    for (const dom::key_value_pair member : members) {
      if (left_ == 0) break;
      copied.emplace_back(std::string(member.key), copy(member.value));
    }
    return Value(std::move(copied));
  }

  std::size_t left_;
};

/// The library's own words are about its insides.
std::string sentence(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "not JSON: the text is not UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "not JSON: a string does not end";
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
      return "not JSON: a string holds what must be escaped";
    case simdjson::NUMBER_ERROR:
      return "not JSON: a number cannot be read";
    default:
      return "not JSON: it breaks off, or a comma, quote or bracket is amiss";
  }
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return Error{ErrorCode::TooLarge, "the JSON text is too large"};
  if (text.empty()) return Error{ErrorCode::Empty, "the JSON text is empty"};
  dom::parser parser(limits.bytes);
  if (parser.allocate(text.size(), limits.depth) != simdjson::SUCCESS) {
    return Error{ErrorCode::TooLarge, "the JSON text is too large"};
  }
  // Reads a few bytes past the end, so it gets a padded copy.
  dom::element root;
  const auto error = parser.parse(simdjson::padded_string(text)).get(root);
  if (error == simdjson::DEPTH_ERROR) return Error{ErrorCode::TooLarge, "JSON nested too deeply"};
  if (error) {
    return Error{ErrorCode::Malformed, sentence(error)};
  }
  Copier copier(limits.values + 1);
  Value value = copier.copy(root);
  if (copier.too_many()) {
    return Error{ErrorCode::TooLarge, "the JSON text holds too many values"};
  }
  return value;
}

Result<Value> parse_repaired(std::string_view text, const Limits& limits) {
  Result<Value> strict = parse(text, limits);
  if (strict || strict.error().code == ErrorCode::TooLarge) return strict;
  return parse(repair(text), limits);
}

}  // namespace depesche::json
