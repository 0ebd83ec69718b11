// A JSON value that owns everything in it.
//
// Objects keep the order of their members and may hold a name twice, as JSON itself allows; `find`
// gives the first. Access never throws: a question that does not fit the value's type answers
// "absent", because foreign JSON is full of surprises and the caller would only have to ask twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace depesche::json {

class Value {
 public:
  using Array = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;

  Value() = default;  // null
  explicit Value(bool truth) : state_(truth) {}
  explicit Value(std::int64_t number) : state_(number) {}
  explicit Value(double number) : state_(number) {}
  explicit Value(std::string text) : state_(std::move(text)) {}
  explicit Value(Array elements) : state_(std::move(elements)) {}
  explicit Value(Object members) : state_(std::move(members)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(state_); }
  bool is_string() const { return std::holds_alternative<std::string>(state_); }
  bool is_array() const { return std::holds_alternative<Array>(state_); }
  bool is_object() const { return std::holds_alternative<Object>(state_); }
  bool is_number() const {
    return std::holds_alternative<std::int64_t>(state_) || std::holds_alternative<double>(state_);
  }

  std::optional<bool> as_bool() const;
  /// Whole numbers only; a double without a fraction counts when it fits.
  std::optional<std::int64_t> as_int() const;
  std::optional<double> as_double() const;
  /// Empty when it is no string. Valid as long as this value.
  std::string_view as_string() const;

  /// The elements of an array, the members of an object; empty for everything else.
  const Array& elements() const;
  const Object& members() const;

  /// The first member of that name; null pointer when there is none or this is no object.
  const Value* find(std::string_view name) const;
  /// The string in that member; empty when absent or of another type.
  std::string_view string_at(std::string_view name) const;
  std::optional<std::int64_t> int_at(std::string_view name) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> state_;
};

}  // namespace depesche::json
