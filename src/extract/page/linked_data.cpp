#include "extract/page/linked_data.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "html/entities.h"
#include "json/parse.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

using json::Value;

// Pages have shown up with a few thousand objects (teaser lists); what comes later is never ours.
constexpr std::size_t kMostObjects = 4000;
constexpr int kDeepest = 12;
// Of one page: the largest (a live blog) has a megabyte and seventeen thousand values, most have a
// value in fifty bytes and the densest one in twenty-six. A value takes seventy bytes.
constexpr std::size_t kMostBytes = 1'200'000;
constexpr std::size_t kMostValues = 20'000;
constexpr std::size_t kBytesAValue = 20;
constexpr std::size_t kFewValues = 500;
constexpr std::size_t kDeepestNesting = 40;

constexpr std::array<std::string_view, 16> kArticleTypes{
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "Report",
};

/// How much an object looks like the page's own article.
int article_score(const Value& object, const std::string& title) {
  int score = 0;
  for (const std::string_view type : types_of(object)) {
    if (is_article_type(type)) score = std::max(score, type == "LiveBlogPosting" ? 11 : 10);
    if (type == "Review" || type == "Recipe" || type == "SocialMediaPosting") {
      score = std::max(score, 4);
    }
  }
  if (score == 0) return 0;
  const std::string headline = fold(text_at(object, "headline"));
  if (!headline.empty()) score += 2;
  if (!headline.empty() && !title.empty() &&
      (title.find(headline) != std::string::npos || headline.find(title) != std::string::npos)) {
    score += 8;
  }
  for (const std::string_view member :
       {"datePublished", "author", "mainEntityOfPage", "description"}) {
    if (object.find(member)) ++score;
  }
  if (object.find("articleBody")) score += 3;
  return score;
}

std::size_t count_of(const Value& value) {
  std::size_t count = 1;
  for (const Value& element : value.elements()) count += count_of(element);
  for (const auto& [name, member] : value.members()) count += count_of(member);
  return count;
}

std::string without_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool opens = text[i] == '<' && i + 1 < text.size() &&
                       (is_alpha(text[i + 1]) || text[i + 1] == '/' || text[i + 1] == '!');
    const std::size_t end = opens ? text.find('>', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[i];
    } else {
      out += ' ';
      i = end;
    }
  }
  return out;
}

/// What squeeze() does, without a second copy: an articleBody may be all of a page.
void squeeze_in_place(std::string& text) {
  std::size_t size = 0;
  for (const char c : text) {
    const bool space = is_space(c);
    if (space && (size == 0 || text[size - 1] == ' ')) continue;
    text[size++] = space ? ' ' : c;
  }
  if (size > 0 && text[size - 1] == ' ') --size;
  text.resize(size);
}

}  // namespace

LinkedData::LinkedData() : bytes_left_(kMostBytes), values_left_(kMostValues) {}

void LinkedData::add(std::string_view script) {
  const std::size_t values = std::min(values_left_, kFewValues + script.size() / kBytesAValue);
  Result<Value> parsed = json::parse_repaired(
      script, {.bytes = bytes_left_, .depth = kDeepestNesting, .values = values});
  if (!parsed) return;
  bytes_left_ -= std::min(bytes_left_, script.size());
  values_left_ -= std::min(values_left_, count_of(*parsed));
  scripts_.push_back(*std::move(parsed));
  index(scripts_.back(), 0);
}

// Every object at any place counts: the graph's elements as well as a WebPage's mainEntity.
void LinkedData::index(const Value& value, int depth) {
  if (depth > kDeepest || objects_.size() >= kMostObjects) return;
  for (const Value& element : value.elements()) index(element, depth + 1);
  if (!value.is_object()) return;
  objects_.push_back(&value);
  // A reference has nothing but its @id; the object that explains it has more.
  const std::string_view id = value.string_at("@id");
  if (!id.empty() && value.members().size() > 1) by_id_.emplace(id, &value);
  for (const auto& [name, member] : value.members()) {
    // What a page lists besides is other pages' business.
    if (name == "itemListElement" || name == "relatedLink" || name == "comment" ||
        name == "liveBlogUpdate") {
      continue;
    }
    if (member.is_object() || member.is_array()) index(member, depth + 1);
  }
}

const Value* LinkedData::article(std::string_view title) const {
  const std::string folded = fold(title);
  const Value* best = nullptr;
  int best_score = 0;
  for (const Value* object : objects_) {
    const int score = article_score(*object, folded);
    if (score > best_score) {
      best = object;
      best_score = score;
    }
  }
  return best;
}

const Value* LinkedData::object_of_type(std::string_view type) const {
  for (const Value* object : objects_) {
    if (is_of_type(*object, type)) return object;
  }
  return nullptr;
}

const Value& LinkedData::resolved(const Value& value) const {
  if (!value.is_object() || value.members().size() > 2) return value;
  const auto found = by_id_.find(value.string_at("@id"));
  return found == by_id_.end() ? value : *found->second;
}

std::vector<std::string_view> types_of(const Value& object) {
  std::vector<std::string_view> types;
  const auto add = [&](const Value& type) {
    std::string_view name = type.as_string();
    if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos) {
      name.remove_prefix(slash + 1);
    }
    if (!name.empty()) types.push_back(name);
  };
  if (const Value* type = object.find("@type")) {
    add(*type);
    for (const Value& element : type->elements()) add(element);
  }
  return types;
}

bool is_of_type(const Value& object, std::string_view type) {
  const auto types = types_of(object);
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_article_type(std::string_view type) {
  return std::find(kArticleTypes.begin(), kArticleTypes.end(), type) != kArticleTypes.end();
}

std::string plain(std::string_view text) {
  std::string decoded = html::decode_references(text);
  if (decoded.find('&') != std::string::npos) decoded = html::decode_references(decoded);
  if (decoded.find('<') != std::string::npos) decoded = without_markup(decoded);
  squeeze_in_place(decoded);
  return decoded;
}

std::string text_at(const Value& object, std::string_view member) {
  const Value* value = object.find(member);
  if (!value) return {};
  if (value->is_string()) return plain(value->as_string());
  if (value->is_object()) {
    const std::string_view name = value->string_at("name");
    return plain(name.empty() ? value->string_at("@value") : name);
  }
  for (const Value& element : value->elements()) {
    if (element.is_string()) return plain(element.as_string());
    if (element.is_object() && !element.string_at("name").empty()) {
      return plain(element.string_at("name"));
    }
  }
  return {};
}

}  // namespace depesche::extract
