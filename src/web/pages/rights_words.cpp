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
  DataList take() { return std::move(each_); }

 private:
  Language language_;
  DataList each_;
};

}  // namespace

Data rights_data(const Viewer& viewer, const Article& article) {
  const Rights& said = article.rights;
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
  out.add(article.paywalled.value_or(false), "rights_paywalled");
  DataList each = out.take();
  if (each.empty()) return Data(false);
  Data data;
  data["each"] = Data(each);
  set(data, "seen",
      said.seen_at ? say(language, "rights_seen", {date_in_words(viewer.clock, *said.seen_at)})
                   : std::string());
  return data;
}

}  // namespace depesche::web
