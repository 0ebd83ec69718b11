#include "extract/headline/headline.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/headline/headings.h"
#include "extract/headline/headline_choice.h"
#include "extract/headline/headline_text.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::size_t kLongestHeadline = 400;
constexpr std::size_t kLongestKicker = 60;
constexpr std::size_t kMostPlaces = 60;
constexpr std::size_t kTellingKey = 20;  // as long, a part of a headline is no chance

/// How well a visible heading is confirmed: 2 the same, 1 contains or is contained, 0 not.
int confirmation(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 2;
  const bool a_in_b = a.size() >= kTellingKey && b.find(a) != std::string::npos;
  const bool b_in_a = b.size() >= kTellingKey && a.find(b) != std::string::npos;
  return a_in_b || b_in_a ? 1 : 0;
}

/// The visible heading that is the headline, judged by the claims' keys. Some pages set it in h2
/// and keep h1 for their name.
NodeIndex shown_headline(const Tree& tree, const Survey& survey, const Signs& signs,
                         const std::vector<std::string>& keys) {
  std::vector<NodeIndex> places = signs.headings;
  for (const NodeIndex node : tree.descendants(tree.body(), Tag::H2)) {
    if (places.size() >= kMostPlaces) break;
    places.push_back(node);
  }
  std::vector<KeyWords> words;
  words.reserve(keys.size());
  for (const std::string& key : keys) words.push_back(words_of_key(key));
  NodeIndex best = html::kNoNode;
  double best_score = 0;
  bool h1_is_site = false;
  for (const NodeIndex node : signs.headings) {
    h1_is_site = h1_is_site || is_site_heading(tree, node);
  }
  for (const NodeIndex node : places) {
    if (is_out_of_place(tree, survey, node)) continue;
    const std::string text = line_of(tree, survey, node);
    if (text.empty() || text.size() > kLongestHeadline) continue;
    const std::string key = headline_key(text);
    const KeyWords own_words = words_of_key(key);
    double score = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      score += confirmation(key, keys[i]) * 2;
      if (key_overlap(own_words, words[i]) >= 0.5) score += 1;
    }
    const bool h1 = tree.is(node, Tag::H1);
    if (h1 && is_site_heading(tree, node)) continue;
    if (!h1 && score < (h1_is_site ? 3 : 4)) continue;
    if (h1) score += 1;
    if ((survey[node].evidence & kHeadline) != 0) score += 0.5;
    if (score > best_score) {
      best = node;
      best_score = score;
    }
  }
  // One h1 that nothing confirms is the headline where there is nothing else to say.
  return best_score > 1.5 || keys.empty() ? best : html::kNoNode;
}

/// A heading with the headline's text, or all of it behind the kicker, in what the survey leaves
/// out: dates and bylines stand beside it all the same.
NodeIndex left_out_headline(const Tree& tree, const Survey& survey, const Signs& signs,
                            const std::string& key) {
  for (const NodeIndex node : signs.headings) {
    if (!survey[node].dropped) continue;
    const std::string shown = headline_key(line_of(tree, survey, node));
    if (shown == key || (shown.size() >= kTellingKey && key.ends_with(shown))) return node;
  }
  return html::kNoNode;
}

/// A short line just above the heading that names itself a kicker.
std::string kicker_above(const Tree& tree, const Survey& survey, NodeIndex heading) {
  constexpr NodeIndex kReach = 30;  // nodes; further up stand other things
  const NodeIndex from = heading > kReach ? heading - kReach : 1;
  for (NodeIndex node = heading; node-- > from;) {
    if (!tree.is_element(node) || (survey[node].evidence & kKicker) == 0) continue;
    if (tree.contains(node, heading) || survey[node].dropped) continue;
    std::string line = line_of(tree, survey, node);
    if (!line.empty() && line.size() <= kLongestKicker) return line;
  }
  return {};
}

std::string_view without_colon(std::string_view kicker) {
  kicker = trim(kicker);
  while (!kicker.empty() && (kicker.back() == ':' || kicker.back() == '|')) {
    kicker = trim(kicker.substr(0, kicker.size() - 1));
  }
  return kicker;
}

/// What stands before the headline in the heading that shows it: named so, or the part that the
/// headline itself does without.
std::string find_kicker(const Tree& tree, const Survey& survey, NodeIndex heading,
                        const std::string& title) {
  std::string kicker = tidy_headline(named_kicker(tree, survey, heading));
  const std::string line = tidy_headline(line_of(tree, survey, heading));
  if (kicker.empty() && line.size() > title.size() && line.ends_with(title)) {
    kicker = line.substr(0, line.size() - title.size());
  }
  if (kicker.empty()) kicker = tidy_headline(kicker_above(tree, survey, heading));
  if (kicker.size() > kLongestKicker) return {};
  // A headline that begins with it, or is it, has no other.
  const std::string key = headline_key(kicker);
  if (key.empty() || headline_key(title).starts_with(key)) return {};
  return std::string(without_colon(kicker));
}

}  // namespace

Headline find_headline(const Tree& tree, const Survey& survey, const Signs& signs,
                       std::string_view feed_title) {
  const HeadlineClaims claims = read_headline_claims(signs, feed_title);
  const auto candidates = headline_candidates(tree, survey, signs, claims);
  Headline headline;
  if (candidates.empty()) return headline;
  headline.title = best_headline(candidates, claims).text;
  std::vector<std::string> keys;
  for (const std::string* claim :
       {&claims.linked, &claims.open_graph, &claims.twitter, &claims.page_title, &claims.feed}) {
    if (!claim->empty()) keys.push_back(headline_key(*claim));
  }
  keys.push_back(headline_key(headline.title));
  headline.node = shown_headline(tree, survey, signs, keys);
  headline.place = headline.node != html::kNoNode
                       ? headline.node
                       : left_out_headline(tree, survey, signs, keys.back());
  if (headline.node != html::kNoNode) {
    headline.kicker = find_kicker(tree, survey, headline.node, headline.title);
  }
  return headline;
}

}  // namespace depesche::extract
