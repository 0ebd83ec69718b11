#include "desk/reason.h"

#include "json/parse.h"
#include "json/writer.h"

namespace depesche {
namespace {

void write_words(json::Writer& out, std::string_view key, const std::vector<std::string>& words) {
  if (words.empty()) return;
  out.key(key).begin_array();
  for (const std::string& word : words) out.value(word);
  out.end_array();
}

void read_words(const json::Value& value, std::string_view key, std::vector<std::string>& words) {
  const json::Value* list = value.find(key);
  if (list == nullptr) return;
  for (const json::Value& word : list->elements()) words.emplace_back(word.as_string());
}

std::vector<std::string>& of_kind(StoryReason& reason, TermKind kind) {
  switch (kind) {
    case TermKind::Name:
    case TermKind::Country:
    case TermKind::Region:
      return reason.names;
    case TermKind::Town:
      return reason.places;
    case TermKind::Day:
      return reason.days;
    case TermKind::Score:
      return reason.scores;
    case TermKind::Number:
      return reason.numbers;
    case TermKind::Word:
    case TermKind::Meaning:
    case TermKind::Piece:
      break;
  }
  return reason.words;
}

std::string_view name_of_fact(TermKind kind) {
  return kind == TermKind::Day ? "day" : kind == TermKind::Score ? "score" : "place";
}

}  // namespace

std::string to_text(const StoryReason& reason) {
  json::Writer out;
  out.begin_object().key("kind").value(name(reason.kind));
  if (reason.score != 0) out.key("score").value(reason.score);
  if (reason.nearest) out.key("nearest").value(reason.nearest.value);
  write_words(out, "words", reason.words);
  write_words(out, "names", reason.names);
  write_words(out, "numbers", reason.numbers);
  write_words(out, "places", reason.places);
  write_words(out, "days", reason.days);
  write_words(out, "scores", reason.scores);
  write_words(out, "address", reason.address);
  write_words(out, "other", reason.other);
  if (!reason.passage.empty()) out.key("passage").value(reason.passage);
  out.end_object();
  return out.take();
}

StoryReason parse_reason(std::string_view text) {
  StoryReason reason;
  const Result<json::Value> value = json::parse(text);
  if (!value) return reason;
  reason.kind = reason_kind(value->string_at("kind")).value_or(reason.kind);
  reason.score = static_cast<int>(value->int_at("score").value_or(0));
  reason.nearest = ArticleId{value->int_at("nearest").value_or(0)};
  read_words(*value, "words", reason.words);
  read_words(*value, "names", reason.names);
  read_words(*value, "numbers", reason.numbers);
  read_words(*value, "places", reason.places);
  read_words(*value, "days", reason.days);
  read_words(*value, "scores", reason.scores);
  read_words(*value, "address", reason.address);
  read_words(*value, "other", reason.other);
  reason.passage = value->string_at("passage");
  return reason;
}

StoryReason spell_reason(const Reason& reason, Analyser::Reading& article) {
  StoryReason spelled;
  spelled.kind = reason.kind;
  spelled.score = reason.score;
  spelled.nearest = reason.nearest;
  for (const TermKind kind : reason.other) spelled.other.emplace_back(name_of_fact(kind));
  if (reason.shared.empty()) return spelled;
  for (Spelling& each : article.spell_names(reason.shared)) {
    if (each.words.empty()) continue;
    auto& words = each.is_of_address ? spelled.address : of_kind(spelled, each.kind);
    words.push_back(std::move(each.words));
  }
  return spelled;
}

}  // namespace depesche
