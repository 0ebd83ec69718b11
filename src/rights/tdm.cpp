#include "rights/tdm.h"

#include <algorithm>

#include "base/ascii.h"
#include "json/parse.h"
#include "url/path_pattern.h"

namespace depesche::rights {
namespace {

std::optional<bool> read_reservation(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  // A number in the report; many write it as text.
  const std::optional<std::int64_t> number = value->as_int();
  const std::string_view text = trim(value->as_string());
  if (number == 1 || text == "1") return true;
  if (number == 0 || text == "0") return false;
  return std::nullopt;
}

std::string clean_policy(std::string_view text) {
  text = trim(text);
  const bool is_address = text.starts_with("https://") || text.starts_with("http://");
  const bool is_plain = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '<' || c == '>';
  });
  return is_address && is_plain && text.size() <= kLongestPolicy ? std::string(text)
                                                                 : std::string();
}

}  // namespace

std::vector<TdmRule> read_tdm_file(std::string_view json) {
  std::vector<TdmRule> rules;
  if (json.size() > kMostTdmBytes) return rules;
  const Result<json::Value> file = json::parse(json);
  if (!file) return rules;
  for (const json::Value& rule : file->elements()) {
    if (rules.size() == kMostTdmRules) break;
    const std::string_view location = trim(rule.string_at("location"));
    const auto is_reserved = read_reservation(rule.find("tdm-reservation"));
    if (location.empty() || location.size() > kLongestPolicy || !is_reserved) continue;
    rules.push_back(
        {std::string(location), {is_reserved, clean_policy(rule.string_at("tdm-policy"))}});
  }
  return rules;
}

Tdm tdm_of_path(std::span<const TdmRule> rules, std::string_view path) {
  const TdmRule* best = nullptr;
  for (const TdmRule& rule : rules) {
    const bool is_longer = best == nullptr || rule.location.size() > best->location.size();
    if (is_longer && matches_path(rule.location, path)) best = &rule;
  }
  return best == nullptr ? Tdm{} : best->says;
}

Tdm read_tdm(std::string_view reservation, std::string_view policy) {
  Tdm tdm;
  reservation = trim(reservation);
  if (reservation == "1") tdm.is_reserved = true;
  if (reservation == "0") tdm.is_reserved = false;
  if (tdm.is_reserved) tdm.policy = clean_policy(policy);
  return tdm;
}

Tdm overridden(const Tdm& earlier, const Tdm& later) { return later.is_reserved ? later : earlier; }

std::string to_text(const Tdm& tdm) {
  if (!tdm.is_reserved) return {};
  std::string text = *tdm.is_reserved ? "1" : "0";
  if (!tdm.policy.empty()) text += " " + tdm.policy;
  return text;
}

Tdm tdm_of_text(std::string_view text) {
  text = trim(text);
  const std::size_t space = std::min(text.find(' '), text.size());
  return read_tdm(text.substr(0, space), text.substr(space));
}

}  // namespace depesche::rights
