#include "extract/extract.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/body/assemble.h"
#include "extract/body/blocks.h"
#include "extract/body/body.h"
#include "extract/body/repeated.h"
#include "extract/fields/authors.h"
#include "extract/fields/page_dates.h"
#include "extract/fields/page_fields.h"
#include "extract/fields/page_rights.h"
#include "extract/headline/headline.h"
#include "extract/page/page_address.h"
#include "extract/page/signs.h"
#include "extract/page/survey.h"
#include "extract/refusal/page_features.h"
#include "extract/refusal/refusal.h"
#include "html/charset.h"
#include "html/tree.h"
#include "text/utf8.h"

namespace depesche {
namespace {

using namespace extract;

// A live blog of a whole day has half a megabyte, the longest report seen a fifth of that. Beyond
// this it is a dump or a trap, and would be carried through the store, the index and every export.
constexpr std::size_t kLongestText = 600'000;
static_assert(kLongestText < kMostBlockText, "cut text would pass for all of it");

/// Control characters that no text has: the "binary data bytes" of the MIME sniffing standard
/// (§7.1), looked for where it looks. Decoded, because UTF-16 is full of zeros.
bool is_binary(std::string_view text) {
  constexpr std::size_t kSniffed = 1445;
  constexpr int kMostStray = 4;  // editors leave one or two behind
  const std::string_view head = text.substr(0, kSniffed);
  return std::count_if(head.begin(), head.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte <= 0x08 || byte == 0x0b || (byte >= 0x0e && byte <= 0x1a) ||
                  (byte >= 0x1c && byte <= 0x1f);
         }) > kMostStray;
}

Error text_too_long() {
  return {ErrorCode::TooLarge, "the page's text is longer than any article"};
}

void say_what_was_left_out(const html::Notes& notes, std::vector<std::string>& left_out) {
  if (notes.cut_at_bytes) left_out.emplace_back("only the first 10 MB of the page were read");
  if (notes.cut_at_nodes) {
    left_out.emplace_back("the page has too many elements; its end was not read");
  }
  if (notes.dropped_attributes > 0) {
    left_out.push_back(std::to_string(notes.dropped_attributes) +
                       " attributes beyond what an element or a page may have were not read");
  }
}

/// With `features`, they are measured instead of judged.
Result<Article> read_page(std::string bytes, const PageContext& context,
                          std::vector<PageFeature>* features) {
  // Before decoding, which may make three bytes of one.
  const bool cut = bytes.size() > kLargestPage;
  if (cut) {
    bytes.resize(truncate_utf8(bytes, kLargestPage).size());
    bytes.shrink_to_fit();  // what was cut off may be many times as much
  }
  html::DecodedPage page = html::decode_in_place(std::move(bytes), context.content_type);
  if (trim(page.utf8).empty()) return Error{ErrorCode::Empty, "the page is empty"};
  if (is_binary(page.utf8)) {
    return Error{ErrorCode::NotAnArticle,
                 "this is no web page but a picture, a document or a film"};
  }
  const html::Tree tree = html::parse_in_place(std::move(page.utf8));
  if (context.left_out != nullptr) {
    html::Notes notes = tree.notes();
    notes.cut_at_bytes = notes.cut_at_bytes || cut;
    say_what_was_left_out(notes, *context.left_out);
  }
  const Survey survey(tree);
  if (survey.prose() > kLongestText) return text_too_long();
  const Signs signs = read_signs(tree, survey);
  std::string claimed_title = plain(signs.meta({"og:title"}));
  if (claimed_title.empty()) claimed_title = signs.page_title;
  const json::Value* linked = signs.linked.article(claimed_title);
  const Headline headline =
      find_headline(tree, survey, signs, context.entry ? context.entry->title : std::string());

  Article article;
  article.url = context.url;
  article.canonical_url = find_canonical_address(signs, context.url);
  const std::string base = context.url.empty() ? article.canonical_url : std::string(context.url);
  article.language = signs.language;
  article.kicker = headline.kicker;
  article.title = headline.title;
  article.authors = find_authors(tree, survey, signs, linked, headline.place);
  DateContext dates{
      .url = context.url.empty() ? std::string_view(article.canonical_url) : context.url,
      .language = signs.language,
      .headline = headline.place,
      .feed_published = {},
      .feed_updated = {},
      .now = context.now};
  if (context.entry) {
    dates.feed_published = context.entry->published;
    dates.feed_updated = context.entry->updated;
    if (article.authors.empty()) {
      article.authors = author_names(context.entry->people);
    }
  }
  const PageDates found = find_dates(tree, survey, signs, linked, dates);
  article.published = found.published;
  article.updated = found.updated;

  const BodyHints hints = body_hints(signs, linked, headline, article.authors, context.entry);
  bool left_some = false;
  std::vector<RawBlock> blocks = blocks_of(tree, survey, &left_some);
  if (left_some && context.left_out != nullptr) {
    context.left_out->emplace_back("the page has too many lines of text; its end was not read");
  }
  Body body = find_body(tree, survey, blocks, hints);
  const PageView view{tree,
                      survey,
                      signs,
                      linked,
                      headline,
                      body,
                      blocks,
                      context.url,
                      article.published.has_value(),
                      !article.authors.empty(),
                      context.entry != nullptr};
  if (features) {
    if (!blocks.empty()) *features = features_of(view, measure_page(view));
    return article;
  }
  if (const auto refused = refusal(view)) return *refused;
  if (body.blocks.empty() && body.standfirst.empty()) {
    if (hints.summaries.empty()) {
      return Error{ErrorCode::NotAnArticle, "the page has no running text"};
    }
    // Pictures, a film, or a text that only scripts would show: its summary is what there is.
    body.standfirst = hints.summaries.front();
    body.standfirst_in_text = true;
  }

  // Whether it is an article was asked of the page as it stands.
  if (context.seen) *context.seen = blocks_seen(blocks, body.blocks);
  if (context.repeated) {
    const std::uint32_t standfirst = body.standfirst_in_text ? weight_of(body.standfirst) : 0;
    drop_repeated(body.blocks, standfirst, *context.repeated);
  }
  if (length_of(body) > kLongestText) return text_too_long();
  leave_only(body, blocks);
  assemble_body(tree, body, std::move(blocks), hints, base, article);
  article.section = find_section(tree, survey, signs, linked);
  article.keywords = find_keywords(tree, survey, signs, linked);
  article.kind = find_kind(signs, linked, headline, article.section, dates.url);
  article.image = find_picture(tree, survey, signs, linked, headline.node, base);
  article.paywalled = find_paywall(tree, survey, signs, linked);
  article.rights = find_rights(signs, linked, context.now);
  complete_rights(tree, signs, base, article);
  return article;
}

}  // namespace

Result<Article> extract_article(std::string bytes, const PageContext& context) {
  return read_page(std::move(bytes), context, nullptr);
}

std::vector<PageFeature> extract::page_features(std::string bytes, const PageContext& context) {
  std::vector<PageFeature> features;
  static_cast<void>(read_page(std::move(bytes), context, &features));
  return features;
}

}  // namespace depesche
