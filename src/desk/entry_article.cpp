#include "desk/entry_article.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "html/text_content.h"
#include "html/tree.h"
#include "text/fold.h"
#include "text/sentences.h"
#include "text/tokens.h"
#include "text/utf8.h"
#include "url/canonical.h"
#include "url/url.h"

namespace depesche {
namespace {

// A standfirst longer than this is a feed's whole text in the wrong element.
constexpr std::size_t kLongestStandfirst = 1200;
// In characters; the usual length of a line, and longer than nine of ten headlines.
constexpr std::size_t kLongestFromText = 100;
constexpr std::size_t kShortestTelling = 4;  // bytes of a word
// Words feeds add to their outlet's name.
constexpr std::array<std::string_view, 10> kFeedWords{
    "rss",  "rss-feed", "feed",     "feeds",    "rss 2.0",
    "atom", "newsfeed", "rss feed", "top news", "home"};

std::string plain_text(std::string_view fragment) {
  const html::Tree tree = html::parse(fragment);
  return std::string(trim(html::text_content(tree, tree.root())));
}

/// The first `count` characters.
std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && count-- == 0) break;
  }
  return text.substr(0, at);
}

std::string cut_at_a_word(std::string sentence) {
  if (first_characters(sentence, kLongestFromText).size() == sentence.size()) return sentence;
  std::string_view kept = first_characters(sentence, kLongestFromText - 1);
  const bool is_within_a_word = sentence[kept.size()] != ' ';
  // Scripts without spaces are cut where they are.
  if (const std::size_t space = kept.rfind(' '); is_within_a_word && space != kept.npos) {
    kept = kept.substr(0, space);
  }
  while (!kept.empty() && std::string_view(" ,;:-(").find(kept.back()) != kept.npos) {
    kept.remove_suffix(1);
  }
  return std::string(kept) + "…";
}

bool is_feed_word(std::string_view part) {
  return std::any_of(kFeedWords.begin(), kFeedWords.end(),
                     [part](std::string_view word) { return equals_ignoring_case(part, word); });
}

void add_paragraphs(Article& article, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    if (!line.empty()) {
      Block block;
      block.text = line;
      article.blocks.push_back(std::move(block));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Folded, each once, in order; short words tell nothing.
std::vector<std::string> telling_words(std::string_view text) {
  std::vector<std::string> words;
  for (const Token& token : tokenise(text)) {
    if (token.length >= kShortestTelling) words.push_back(fold(token.of(text)));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

std::string headline_of(const Entry& entry) {
  std::string title = squeeze(entry.title);
  if (!title.empty()) return title;
  for (const std::string* part : {&entry.summary, &entry.content}) {
    const std::string text = plain_text(*part);
    const std::vector<Sentence> told = sentences(text);
    if (!told.empty()) return cut_at_a_word(squeeze(told.front().of(text)));
  }
  return {};
}

std::optional<Article> article_from_entry(const Entry& entry, std::string_view outlet) {
  std::string headline = headline_of(entry);
  if (headline.empty()) return std::nullopt;
  Article article;
  article.url = entry.url;
  article.canonical_url = canonical_url(entry.url);
  article.outlet = outlet;
  article.origin = Origin::Feed;
  article.title = std::move(headline);
  const std::string summary = plain_text(entry.summary);
  const std::string content = plain_text(entry.content);
  if (summary.size() <= kLongestStandfirst) {
    article.standfirst = squeeze(summary);
    // A post of one sentence is all headline.
    if (entry.title.empty() && article.standfirst == article.title) article.standfirst.clear();
    add_paragraphs(article, content == summary ? std::string_view() : content);
  } else {
    add_paragraphs(article, content.size() > summary.size() ? content : summary);
  }
  article.text = article.standfirst;
  for (const Block& block : article.blocks) {
    if (!article.text.empty()) article.text += '\n';
    article.text += block.text;
  }
  complete_from_entry(article, entry);
  article.language = entry.language;
  return article;
}

void complete_from_entry(Article& article, const Entry& entry) {
  if (!article.published) article.published = entry.published;
  if (!article.updated) article.updated = entry.updated;
  if (article.authors.empty()) article.authors = author_names(entry.people);
  if (article.keywords.empty()) article.keywords = entry.categories;
  if (article.section.empty()) article.section = entry.section;
  if (article.rights.license.empty()) article.rights.license = entry.license;
  if (!article.image) article.image = entry.image;
  if (article.enclosures.empty()) article.enclosures = worth_keeping(entry.enclosures);
  if (article.title.empty()) article.title = squeeze(entry.title);
}

void keep_from_before(Article& article, const Article& before) {
  if (!article.published) article.published = before.published;
  if (article.enclosures.empty()) article.enclosures = before.enclosures;
}

bool can_be_told_by(std::string_view headline, const Article& page) {
  const std::vector<std::string> told = telling_words(headline);
  const std::vector<std::string> read =
      telling_words(page.title + "\n" + page.standfirst + "\n" + page.text);
  std::vector<std::string> both;
  std::set_intersection(told.begin(), told.end(), read.begin(), read.end(),
                        std::back_inserter(both));
  return both.size() * 2 >= told.size();
}

std::string outlet_name(std::string_view feed_title, std::string_view home) {
  constexpr std::array<std::string_view, 6> kSeparators{" | ", " - ", " – ", " — ", " » ", ": "};
  std::string_view rest = trim(feed_title);
  while (!rest.empty()) {
    std::size_t end = rest.size();
    std::size_t width = 0;
    for (std::string_view separator : kSeparators) {
      if (const std::size_t at = rest.find(separator); at < end) {
        end = at;
        width = separator.size();
      }
    }
    const std::string_view part = trim(rest.substr(0, end));
    if (!part.empty() && !is_feed_word(part)) {
      return std::string(truncate_utf8(part, 80));
    }
    rest.remove_prefix(std::min(end + width, rest.size()));
  }
  const Result<Url> url = parse_url(home);
  if (!url) return std::string(trim(feed_title));
  std::string_view host = url->host;
  if (host.starts_with("www.")) host.remove_prefix(4);
  return std::string(host);
}

}  // namespace depesche
