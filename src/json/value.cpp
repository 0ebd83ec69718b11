#include "json/value.h"

#include <cmath>

namespace depesche::json {

std::optional<bool> Value::as_bool() const {
  const bool* truth = std::get_if<bool>(&state_);
  return truth ? std::optional(*truth) : std::nullopt;
}

std::optional<std::int64_t> Value::as_int() const {
  if (const auto* whole = std::get_if<std::int64_t>(&state_)) return *whole;
  const auto* number = std::get_if<double>(&state_);
  // Doubles beyond 2^53 no longer name one whole number.
  if (number && std::abs(*number) <= 9007199254740992.0 && std::trunc(*number) == *number) {
    return static_cast<std::int64_t>(*number);
  }
  return std::nullopt;
}

std::optional<double> Value::as_double() const {
  if (const auto* whole = std::get_if<std::int64_t>(&state_)) return static_cast<double>(*whole);
  const auto* number = std::get_if<double>(&state_);
  return number ? std::optional(*number) : std::nullopt;
}

std::string_view Value::as_string() const {
  const auto* text = std::get_if<std::string>(&state_);
  return text ? std::string_view(*text) : std::string_view();
}

const Value::Array& Value::elements() const {
  static const Array none;
  const auto* elements = std::get_if<Array>(&state_);
  return elements ? *elements : none;
}

const Value::Object& Value::members() const {
  static const Object none;
  const auto* members = std::get_if<Object>(&state_);
  return members ? *members : none;
}

const Value* Value::find(std::string_view name) const {
  for (const Member& member : members()) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

std::string_view Value::string_at(std::string_view name) const {
  const Value* value = find(name);
  return value ? value->as_string() : std::string_view();
}

std::optional<std::int64_t> Value::int_at(std::string_view name) const {
  const Value* value = find(name);
  return value ? value->as_int() : std::nullopt;
}

}  // namespace depesche::json
