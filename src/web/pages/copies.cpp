#include "web/pages/copies.h"

#include <algorithm>

#include "text/fold.h"

namespace depesche::web {
namespace {

constexpr std::size_t kMostNamed = 4;
// Below it, the one with the mark may have it from another source that it used as well.
constexpr int kOneTextPermille = 800;

std::string percent(const ArticleCard& card) { return std::to_string(card.copied_permille / 10); }

/// Whether the words stand in the text, as whole words.
bool names(std::string_view text, std::string_view words) {
  const auto spaced = [](std::string_view raw) {
    std::string out = " " + fold(raw) + " ";
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '.' || c == '-'; }, ' ');
    return out;
  };
  return spaced(text).find(spaced(words)) != std::string::npos;
}

bool is_of_its_agency(const ArticleCard& card) { return names(card.outlet_name, card.agency); }

bool is_one_text(const ArticleCard& a, const ArticleCard& b) {
  const ArticleCard& copy = a.reprint_of == b.id ? a : b;
  return copy.reprint_of == (&copy == &a ? b.id : a.id) && copy.copied_permille >= kOneTextPermille;
}

}  // namespace

std::string reprint_mark(Language language, const ArticleCard& card) {
  if (!card.reprint_of) return {};
  if (card.copied_from.empty() || card.copied_from == card.outlet_name) {
    return say(language, "reprint");
  }
  return say(language, "reprint_from", {card.copied_from});
}

std::string copied_in_words(Language language, const ArticleCard& card) {
  if (card.copied_from.empty() || card.copied_from == card.outlet_name) {
    return copied_from_it(language, card);
  }
  if (!card.reprint_of || card.copied_permille == 0) return {};
  return say(language, card.is_longer ? "copied_of_that" : "copied_of_this",
             {percent(card), card.copied_from});
}

std::string copied_from_it(Language language, const ArticleCard& card) {
  if (!card.reprint_of || card.copied_permille == 0) return {};
  return say(language, card.is_longer ? "copied_of_it" : "copied", {percent(card)});
}

std::string agency_mark(Language language, const ArticleCard& card) {
  if (card.agency.empty() || is_of_its_agency(card)) return {};
  return say(language, "agency_mark", {card.agency});
}

std::string agency_in_words(Language language, const ArticleCard& card,
                            const std::vector<const ArticleCard*>& same_text) {
  if (!card.agency.empty()) {
    return is_of_its_agency(card) ? std::string() : say(language, "agency_text", {card.agency});
  }
  const auto marked = std::find_if(same_text.begin(), same_text.end(), [&](const ArticleCard* one) {
    return !one->agency.empty() && is_one_text(card, *one);
  });
  if (marked == same_text.end()) return {};
  return say(language, "agency_marked_at", {(*marked)->agency, (*marked)->outlet_name});
}

Data reprints_data(const Viewer& viewer, const ArticleCard& original, const DataList& each) {
  if (each.empty()) return Data(false);
  const Language language = viewer.language();
  Data data;
  set(data, "summary", say_count(language, "reprints", static_cast<long long>(each.size())));
  set(data, "first_seen",
      say(language, "text_first_seen",
          {original.outlet_name, date_in_words(viewer.clock, original.first_seen_at)}));
  data["each"] = Data(each);
  return data;
}

Data folded_data(const Viewer& viewer, const ArticleCard& card) {
  std::vector<const FoldedReprint*> named;
  for (const FoldedReprint& one : card.folded) {
    if (!viewer.reads_whole && !one.may_find) continue;
    if (one.outlet_name == card.outlet_name) continue;
    const bool is_named = std::any_of(named.begin(), named.end(), [&](const FoldedReprint* known) {
      return known->outlet_name == one.outlet_name;
    });
    if (!is_named) named.push_back(&one);
  }
  if (named.empty()) return Data(false);
  // One left out would take as much room as naming it.
  const std::size_t shown = named.size() > kMostNamed + 1 ? kMostNamed : named.size();
  DataList each;
  for (std::size_t i = 0; i < shown; ++i) {
    Data link;
    set(link, "href", article_path(viewer, named[i]->id.value));
    set(link, "outlet", named[i]->outlet_name);
    set(link, "comma", i + 1 < shown);
    each.push_back(link);
  }
  Data data;
  data["each"] = Data(each);
  set(data, "more",
      shown < named.size()
          ? say(viewer.language(), "reprinted_more",
                {number(viewer.language(), static_cast<long long>(named.size() - shown))})
          : std::string());
  return data;
}

}  // namespace depesche::web
