#include "desk/reason.h"

#include "json/parse.h"
#include "json/writer.h"
#include "story/words.h"

namespace depesche {

std::string to_text(const StoryReason& reason) {
  json::Writer out;
  out.begin_object().key("kind").value(name(reason.kind));
  if (reason.score != 0) out.key("score").value(reason.score);
  if (reason.nearest) out.key("nearest").value(reason.nearest.value);
  if (!reason.words.empty()) {
    out.key("words").begin_array();
    for (const std::string& word : reason.words) out.value(word);
    out.end_array();
  }
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
  if (const json::Value* words = value->find("words")) {
    for (const json::Value& word : words->elements()) reason.words.emplace_back(word.as_string());
  }
  return reason;
}

StoryReason spell_reason(const Reason& reason, const Article& article) {
  StoryReason spelled{reason.kind, reason.score, reason.nearest, {}};
  if (!reason.shared.empty()) spelled.words = spell(article, article.language, reason.shared);
  return spelled;
}

}  // namespace depesche
