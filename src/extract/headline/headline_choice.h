// Which of the headlines a page offers is its headline: a small trained choice.
//
// A page writes its headline up to ten times: JSON-LD, OpenGraph, Twitter, other meta tags,
// <title>, the feed, its h1s and h2s; each as it stands and without what the outlet hung on.
// Spellings that differ in nothing but marks and case are one candidate. Each has a few features
// (who says so, who agrees, how much it shares with the others and with the address), and the one
// with the largest weighted sum is taken. The weights are in headline_weights.inc, which
// tools/train-headline wrote; it names its data, date and figures.
//
// Pure; the sums are of integers, so every machine chooses the same.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "extract/page/signs.h"

namespace depesche::extract {

/// A feature's value is 0 to 100: a share in percent, or yes and no.
inline constexpr std::array kHeadlineFeatures = std::to_array<std::string_view>({
    "linked",
    "open_graph",
    "twitter",
    "other_meta",
    "page_title",
    "first_h1",
    "other_h1",
    "h2",
    "heading_rest",
    "uncut",
    "cut",
    "two_agree",
    "three_agree",
    "four_agree",
    "h1_and_linked",
    "h1_and_open",
    "h1_and_title",
    "open_linked",
    "open_title",
    "linked_title",
    "inside_h1",
    "holds_h1",
    "inside_claim",
    "holds_claim",
    "begins_claim",
    "share_with_h1",
    "share_with_og",
    "share_linked",
    "share_title",
    "share_address",
    "below_12",
    "below_24",
    "above_110",
    "above_160",
    "one_word",
    "names_site",
    "named",
    "in_article",
    "only_visible",
    "hidden_h1",
    "unlinked_open",
    "unlinked_h1",
    "shorter_than_h1",
    "lone_h1",
    "h1_over_text",
});
using HeadlineFeatures = std::array<int, kHeadlineFeatures.size()>;

struct HeadlineCandidate {
  std::string text;
  std::string key;  // headline_key(text)
  HeadlineFeatures features{};
};

struct HeadlineClaims {
  std::string linked, open_graph, twitter, page_title, feed;
  std::vector<std::string> others;  // further meta tags
  std::string site;                 // the outlet's name
  bool is_news = false;             // JSON-LD says that it is a news article or live blog
};

/// What the page says outside of its visible text, each on one line.
HeadlineClaims read_headline_claims(const Signs& signs, std::string_view feed_title);

/// All the page offers, the surest source first; empty when there is none.
std::vector<HeadlineCandidate> headline_candidates(const html::Tree& tree, const Survey& survey,
                                                   const Signs& signs,
                                                   const HeadlineClaims& claims);

/// The best of them; `candidates` must not be empty.
const HeadlineCandidate& best_headline(const std::vector<HeadlineCandidate>& candidates,
                                       const HeadlineClaims& claims);

}  // namespace depesche::extract
