#include <algorithm>
#include <cassert>

#include "base/ascii.h"
#include "web/sample_pages.h"

namespace depesche::web {

OutletPlace SampleView::place() const {
  const bool german = outlet.setting("language").starts_with("de");
  return {german ? "de" : "en", std::chrono::minutes{german ? 60 : 0}};
}

std::chrono::sys_seconds SampleView::at(const SampleTime& time) const {
  return resolve(time, place(), clock.base_time);
}

std::string SampleView::home() const {
  return "http://" + outlet.host + ".localhost" +
         (clock.port == 80 ? "" : ":" + std::to_string(clock.port));
}

const SampleVersion* SampleView::version(const SampleSourceArticle& article) const {
  const SampleVersion* current = nullptr;
  for (const SampleVersion& candidate : article.versions) {
    if (at(candidate.appears) <= clock.now) current = &candidate;
  }
  return current;
}

std::string SampleView::path(const SampleSourceArticle& article) const {
  std::string out = with_day(outlet.setting("article_path"), place(), at(article.published));
  const auto put = [&](std::string_view token, std::string_view text) {
    const std::size_t found = out.find(token);
    if (found != std::string::npos) out.replace(found, token.size(), text);
  };
  put("{section}", article.section);
  put("{id}", article.id);
  put("{number}", std::to_string(article.number));
  return out;
}

std::string SampleView::section_path(std::string_view section) const {
  std::string out = outlet.setting("section_path");
  if (const std::size_t found = out.find("{section}"); found != std::string::npos) {
    out.replace(found, std::string_view("{section}").size(), section);
  }
  return out;
}

std::vector<const SampleSourceArticle*> SampleView::articles() const {
  std::vector<const SampleSourceArticle*> out;
  for (const SampleSourceArticle& article : outlet.articles) {
    if (version(article) != nullptr) out.push_back(&article);
  }
  std::stable_sort(out.begin(), out.end(), [this](const auto* a, const auto* b) {
    return at(a->published) > at(b->published);
  });
  return out;
}

std::chrono::sys_seconds SampleView::changed(const SampleSourceArticle& article) const {
  const SampleVersion* current = version(article);
  assert(current != nullptr);
  return at(current->updated.value_or(article.published));
}

std::vector<std::string> split_names(std::string_view names) {
  std::vector<std::string> out;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    out.emplace_back(trim(names.substr(0, comma)));
    names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
  }
  return out;
}

}  // namespace depesche::web
