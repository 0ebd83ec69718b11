// Why the front page stands in this order, and which headline leads: every term of every score.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "web/pages/card.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

/// 1850 is "1,85" or "1.85"; `sign` puts a plus before what is added.
enum class Sign { None, Plus };
std::string decimal(Language language, std::int64_t thousandths, Sign sign = Sign::None) {
  const std::int64_t hundredths = (std::abs(thousandths) + 5) / 10;
  const std::string_view before = thousandths < 0 ? "−" : sign == Sign::Plus ? "+" : "";
  return fmt::format("{}{}{}{:02}", before, hundredths / 100, language == Language::De ? ',' : '.',
                     hundredths % 100);
}

Data term(const std::string& words, const std::string& value) {
  Data data;
  set(data, "term", words);
  set(data, "value", value);
  return data;
}

/// What says nothing about this story is left out.
DataList terms(const Viewer& viewer, const FrontPlace& place) {
  const Language language = viewer.language();
  const StoryScore& score = place.score;
  const StoryFacts& facts = place.facts;
  const auto plus = [&](int value) { return decimal(language, value, Sign::Plus); };
  const auto times = [&](int value) { return "× " + decimal(language, value); };
  DataList out;
  out.push_back(term(say_count(language, "why_coverage", facts.independent), plus(score.coverage)));
  if (score.weight != 0) {
    const std::string weight = decimal(language, facts.mean_weight);
    out.push_back(term(say(language, "why_weight", {weight}), plus(score.weight)));
  }
  if (score.reprints != 0) {
    out.push_back(term(say_count(language, "why_reprints", facts.copying), plus(score.reprints)));
  }
  if (score.growth != 0) {
    out.push_back(term(say_count(language, "why_growth", facts.lately), plus(score.growth)));
  }
  out.push_back(
      term(say(language, "why_freshness", {age_in_words(viewer.clock, facts.last_report)}),
           times(score.freshness)));
  if (score.variety != 1000) {
    out.push_back(term(say(language, "why_variety",
                           {say_count(language, "articles", facts.own_articles),
                            say_count(language, "outlets", facts.independent)}),
                       times(score.variety)));
  }
  if (place.worth != 1000) out.push_back(term(say(language, "why_worth"), times(place.worth)));
  return out;
}

std::string headline_words(Language language, const HeadlineScore& score) {
  std::string out = score.compared > 0 ? say_count(language, "why_headline", score.compared)
                                       : say(language, "why_headline_alone");
  if (!score.in_language) out += " " + say(language, "why_headline_foreign");
  return out;
}

/// In whole thousandths, so that what is shown adds up to the score; nothing where no other
/// headline could have been chosen. What neither adds nor takes off is left out.
DataList headline_terms(Language language, const ArticleCard& lead, const HeadlineScore& score) {
  DataList out;
  if (score.compared == 0 && score.in_language) return out;
  const auto points = [&](int value) {
    return (value < 0 ? "−" : "+") + number(language, std::abs(value));
  };
  const auto add = [&](const std::string& words, int value) {
    if (value != 0) out.push_back(term(words, points(value)));
  };
  const HeadlineStanding& standing = score.standing;
  add(say(language, "why_headline_central"), score.central);
  add(say(language, "why_headline_informative",
          {number(language, score.informative), number(language, rank::informative_weight() / 10)}),
      score.informed);
  add(say(language, "why_headline_teasing"), -score.teasing);
  if (standing.kind != 0) {
    const std::string kind = say(language, "kind_" + std::string(name(lead.kind)));
    add(say(language, "why_headline_kind", {kind}), standing.kind);
  }
  add(say(language, "why_headline_copied"), standing.copied);
  add(say(language, "why_headline_teaser"), standing.teaser);
  add(say(language, "why_headline_pictured"), standing.pictured);
  out.push_back(term(say(language, "why_total"), points(score.total)));
  set(out.back(), "class", "total");
  return out;
}

}  // namespace

std::string why_page(const Viewer& viewer, const std::vector<WhyRow>& rows) {
  const Language language = viewer.language();
  DataList stories;
  for (const WhyRow& row : rows) {
    Data data;
    set(data, "title", row.lead.title);
    set(data, "lang", row.lead.language);
    set(data, "dir", direction(row.lead.language));
    set(data, "href", story_path(viewer, row.place.story.value));
    data["terms"] = Data(terms(viewer, row.place));
    set(data, "total", decimal(language, row.place.score.total * row.place.worth / 1000));
    set(data, "headline", headline_words(language, row.headline));
    set_list(data, "headline_terms", headline_terms(language, row.lead, row.headline));
    stories.push_back(data);
  }
  Data data;
  set_list(data, "stories", stories);
  Frame frame;
  frame.title = say(language, "why_heading");
  return in_frame(viewer, frame, render("why", language, data));
}

}  // namespace depesche::web
