#include "extract/refusal/refusal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "extract/refusal/page_features.h"
#include "extract/refusal/refusal_model.h"

namespace depesche::extract {
namespace {

// Characters of running text. A notice of an error, a login or a question for consent has few;
// articles about those have more.
constexpr std::uint32_t kNotice = 1200;
constexpr std::uint32_t kShortNotice = 400;
constexpr std::uint32_t kLine = 80;  // "You will be redirected in a moment"

// A feed lists articles; its word is worth this much of the trees' (thousandths of log odds).
constexpr std::int32_t kFeedTrust = 3000;

std::optional<Error> refused(std::string_view sentence) {
  return Error{ErrorCode::NotAnArticle, std::string(sentence)};
}

bool says(WordKinds kinds, WordKinds wanted) { return (kinds & wanted) != 0; }

/// An article by the page's word to machines.
bool claims_article(const PageView& page, const PageMeasures& measures) {
  if ((measures.linked & kLinkedArticle) != 0) return true;
  return equals_ignoring_case(page.signs.meta({"og:type"}), "article") &&
         !page.signs.meta({"article:published_time"}).empty() && page.has_author;
}

/// By its address; a page's own claim may be careless and must be seen to be a list of others.
bool is_front(const PageView& page, const PageMeasures& measures) {
  if (!measures.address.known || !measures.address.front) return false;
  const bool list = measures.shape.teasers >= 3 || measures.shape.linked_headings >= 3;
  const bool bare = !page.has_date && !page.has_author && page.body.weight < kNotice;
  return list && (bare || !page.url.empty());
}

/// Pages that are a notice of a few words, and pages of the law's words: they say themselves what
/// they are, and too few of them are known to learn them from.
std::optional<Error> refuse_by_own_word(const PageView& page, const PageMeasures& measures) {
  if (measures.imprint) return refused("this is the site's imprint, no article");
  if (measures.small_print) {
    return refused("this is the site's legal or privacy page, no article");
  }
  if (claims_article(page, measures)) return std::nullopt;
  if (is_front(page, measures)) return refused("this is the site's front page, no article");
  // Few notices are dated, and most reports about them are.
  if (page.body.weight >= (page.has_date ? kShortNotice : kNotice)) return std::nullopt;
  if (says(measures.title, kErrorWord)) {
    return refused("this is an error page, no article: " + page.headline.title);
  }
  const bool asks_password =
      page.signs.has_password_field && page.body.weight < kShortNotice && !page.has_date;
  if (says(measures.title, kLoginWord) || asks_password) {
    return refused("this page asks for a login");
  }
  if (says(measures.title, kConsentWord)) return refused("this page asks for consent");
  return std::nullopt;
}

/// What a page that the trees refuse looks most like.
std::string_view likeness(const PageView& page, const PageMeasures& measures) {
  const PageShape& shape = measures.shape;
  const auto labels = [&](LabelKind kind) { return shape.labels[static_cast<int>(kind)]; };
  if (says(measures.title | measures.address.last, kContactWord)) {
    return "this looks like a page about the site itself, no article";
  }
  const bool product = (measures.linked & kLinkedProduct) != 0 || shape.item_product ||
                       to_lower(page.signs.meta({"og:type"})).find("product") != std::string::npos;
  const int trade = 2 * labels(LabelKind::Cart) + labels(LabelKind::Shop) +
                    std::min(shape.prices, 6) + (product ? 6 : 0) + (shape.says_shop ? 2 : 0);
  const int listing = std::min(shape.teasers / 3, 6) + labels(LabelKind::List) +
                      std::min(shape.page_numbers, 3) + std::min(shape.linked_headings / 3, 6) +
                      (shape.says_list ? 2 : 0) +
                      ((measures.linked & (kLinkedList | kLinkedCollection)) != 0 ? 3 : 0);
  constexpr int kPlain = 6;
  if (trade >= kPlain && trade >= listing) {
    return shape.cart_buttons > 3 || shape.teasers > 12
               ? "this looks like a list of products, no article"
               : "this looks like the page of a product, no article";
  }
  if (measures.address.known && measures.address.front && listing >= kPlain / 2) {
    return "this looks like a front page, no article";
  }
  if (listing >= kPlain) return "this looks like a list of other pages, no article";
  if (labels(LabelKind::Login) >= 2 && page.body.weight < kNotice) {
    return "this looks like a login page, no article";
  }
  if (labels(LabelKind::Consent) >= 2 && page.body.weight < kShortNotice) {
    return "this looks like a page that asks for consent, no article";
  }
  if (page.body.weight < kShortNotice) return "the page has little text of its own";
  return "this looks like a page of offers or services, no article";
}

}  // namespace

std::optional<Error> refusal(const PageView& page) {
  const PageMeasures measures = measure_page(page);
  const bool is_untitled = page.headline.title.empty();
  if (page.blocks.empty()) {
    // A page that only scripts would fill tells machines what it is all the same.
    if (claims_article(page, measures) && page.has_date && !is_untitled) return std::nullopt;
    return Error{ErrorCode::Empty, "the page has no text"};
  }
  // A text that someone hands over is worth reading, but what stands at an address without a
  // headline is no news.
  const bool is_published = page.from_feed || !page.url.empty();
  if (is_untitled && (is_published || page.body.weight < kLine)) {
    return refused("the page has no headline");
  }
  if (auto error = refuse_by_own_word(page, measures)) return error;
  const std::int32_t against = against_article(features_of(page, measures));
  if (against > (page.from_feed ? kFeedTrust : 0)) return refused(likeness(page, measures));
  return std::nullopt;
}

}  // namespace depesche::extract
