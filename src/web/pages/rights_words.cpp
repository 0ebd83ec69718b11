#include "web/pages/rights_words.h"

#include "rights/content_usage.h"
#include "rights/robots_directives.h"
#include "rights/tdm.h"
#include "web/pages/card.h"
#include "web/pages/inline_markup.h"

namespace depesche::web {
namespace {

class Sentences {
 public:
  explicit Sentences(Language language) : language_(language) {}

  void add(bool is_said, std::string_view key) {
    if (is_said) add_words(say(language_, key), {});
  }
  void add_words(const std::string& words, std::string_view link) {
    Data line;
    set(line, "words", words);
    set(line, "link", safe_link(link));
    each_.push_back(line);
  }
  bool is_empty() const { return each_.empty(); }
  DataList take() { return std::move(each_); }

 private:
  Language language_;
  DataList each_;
};

}  // namespace

Data rights_data(const Viewer& viewer, const ArticlePage& page) {
  const Rights& said = page.article.rights;
  const Language language = viewer.language();
  Sentences out(language);
  const rights::RobotsDirectives robots = rights::read_directives(said.robots);
  out.add(robots.noindex, "rights_noindex");
  out.add(robots.nosnippet, "rights_nosnippet");
  if (!robots.nosnippet && robots.max_snippet) {
    out.add_words(say(language, "rights_max_snippet", {std::to_string(*robots.max_snippet)}), {});
  }
  out.add(robots.data_nosnippet, "rights_data_nosnippet");
  if (robots.unavailable_after) {
    const std::string when = date_in_words(viewer.clock, *robots.unavailable_after);
    out.add_words(say(language, "rights_unavailable_after", {when}), {});
  }
  out.add(robots.noarchive, "rights_noarchive");
  out.add(robots.noimageindex, "rights_noimageindex");
  const rights::Tdm tdm = rights::tdm_of_text(said.tdm);
  if (tdm.is_reserved) {
    out.add_words(say(language, *tdm.is_reserved ? "rights_tdm_reserved" : "rights_tdm_free"),
                  tdm.policy);
  }
  for (const auto& [label, is_allowed] : rights::read_content_usage(said.aipref)) {
    const std::string key = "rights_usage_" + label;
    const std::string what =
        find_message(language, key).empty() ? label : std::string(say(language, key));
    out.add_words(say(language, is_allowed ? "rights_usage_yes" : "rights_usage_no", {what}), {});
  }
  if (!said.license.empty()) {
    const bool has_link = !safe_link(said.license).empty();
    out.add_words(has_link ? say(language, "rights_license")
                           : say(language, "rights_license_named", {said.license}),
                  said.license);
  }
  out.add(page.article.paywalled.value_or(false), "rights_paywalled");
  const bool is_of_outlet = !out.is_empty();
  const std::string limit = limit_in_words(language, page.card.owners_limit);
  if (!limit.empty()) out.add_words(limit, {});
  if (out.is_empty()) return Data(false);
  DataList each = out.take();
  Data data;
  set(data, "heading", say(language, is_of_outlet ? "rights" : "rights_shown"));
  data["each"] = Data(each);
  set(data, "seen",
      said.seen_at ? say(language, "rights_seen", {date_in_words(viewer.clock, *said.seen_at)})
                   : std::string());
  return data;
}

std::string outlet_rights_in_words(const Viewer& viewer, const OutletPage& page) {
  const OutletRights& said = page.rights;
  const Language language = viewer.language();
  if (said.of == 0) return {};
  std::string parts;
  const auto add = [&](std::string_view key, int articles) {
    if (articles > 0) parts += (parts.empty() ? "" : "; ") + say_count(language, key, articles);
  };
  add("outlet_hidden", said.hidden);
  add("outlet_unquoted", said.unquoted);
  add("outlet_limited", said.limited);
  add("outlet_walled", said.walled);
  add("outlet_reserved", said.reserved);
  const std::string articles = say_count(language, "outlet_newest", said.of);
  if (parts.empty()) return say(language, "outlet_rights_none", {articles});
  const std::string seen = said.seen_at ? date_in_words(viewer.clock, *said.seen_at) : "–";
  return say(language, "outlet_rights", {articles, seen, parts});
}

std::string limit_in_words(Language language, std::optional<int> most_quoted) {
  if (!most_quoted) return {};
  if (*most_quoted <= 0) return say(language, "limit_none");
  return say_count(language, "limit", *most_quoted);
}

}  // namespace depesche::web
