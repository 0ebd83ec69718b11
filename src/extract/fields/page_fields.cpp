#include "extract/fields/page_fields.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "extract/body/phrases.h"
#include "text/fold.h"
#include "url/url.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;
using json::Value;

namespace {

constexpr std::size_t kMostKeywords = 40;
constexpr std::size_t kLongestKeyword = 80;

struct KindWords {
  ArticleKind kind;
  std::string_view words;  // between spaces; + stands for a space
};

// Words of kickers, sections and addresses that name a kind.
constexpr std::array kKindWords{
    KindWords{ArticleKind::Advertorial,
              "anzeige advertorial sponsored sponsored+content paid+post paid+content "
              "partner+content sonderveröffentlichung anzeigensonderveröffentlichung "
              "brand+story branded+content promoted publireportage publi-information"},
    KindWords{ArticleKind::Opinion,
              "kommentar kommentare meinung leitartikel gastkommentar gastbeitrag kolumne glosse "
              "opinion opinions editorial editorials op-ed comment commentary column columnists "
              "commentisfree debatte pro+und+contra tribune opinión opinion+piece éditorial "
              "chronique opinioni commento"},
    KindWords{ArticleKind::Live,
              "liveticker live-ticker newsticker live+blog liveblog live-blog live+updates "
              "newsblog news-blog ticker"},
    KindWords{ArticleKind::Review,
              "rezension review reviews kritik filmkritik buchkritik tv-kritik testbericht "
              "critique recensione reseña"},
    KindWords{ArticleKind::Video, "video videos"},
};

std::optional<ArticleKind> kind_in(std::string_view text) {
  const std::string folded = fold(trim(text));
  if (folded.empty()) return std::nullopt;
  for (const KindWords& entry : kKindWords) {
    for (std::size_t at = 0; at < entry.words.size();) {
      const std::size_t end = std::min(entry.words.find(' ', at), entry.words.size());
      std::string phrase(entry.words.substr(at, end - at));
      std::replace(phrase.begin(), phrase.end(), '+', ' ');
      if (folded == phrase) return entry.kind;
      at = end + 1;
    }
  }
  return std::nullopt;
}

std::optional<ArticleKind> kind_of_types(const Value& article) {
  for (const std::string_view type : types_of(article)) {
    if (type == "LiveBlogPosting") return ArticleKind::Live;
    if (type == "OpinionNewsArticle") return ArticleKind::Opinion;
    if (type == "AdvertiserContentArticle") return ArticleKind::Advertorial;
    if (type == "ReviewNewsArticle" || type == "Review") return ArticleKind::Review;
  }
  return std::nullopt;
}

std::vector<std::string_view> path_parts(std::string_view url) {
  std::vector<std::string_view> parts;
  const std::size_t scheme = url.find("://");
  std::size_t at = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  const std::size_t end = std::min(url.find_first_of("?#"), url.size());
  while (at != std::string_view::npos && at + 1 < end) {
    const std::size_t next = std::min(url.find('/', at + 1), end);
    parts.push_back(url.substr(at + 1, next - at - 1));
    at = next;
    if (at >= end) break;
  }
  // The last part is the article's own name.
  if (!parts.empty()) parts.pop_back();
  return parts;
}

void add_keyword(std::vector<std::string>& keywords, std::string_view text) {
  const std::string word = plain(text);
  if (word.empty() || word.size() > kLongestKeyword || keywords.size() >= kMostKeywords) return;
  const std::string folded = fold(word);
  // Content systems leave their own marks among the words.
  if (folded.find(':') != std::string::npos || folded.find("http") == 0) return;
  for (const std::string& known : keywords) {
    if (fold(known) == folded) return;
  }
  keywords.push_back(word);
}

void add_keyword_list(std::vector<std::string>& keywords, std::string_view list) {
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find_first_of(",;", at), list.size());
    add_keyword(keywords, trim(list.substr(at, end - at)));
    at = end + 1;
  }
}

std::string image_address(const Signs& signs, const Value& value, int depth = 0) {
  if (depth > 2) return {};
  if (value.is_string()) return std::string(trim(value.as_string()));
  for (const Value& element : value.elements()) {
    std::string address = image_address(signs, element, depth + 1);
    if (!address.empty()) return address;
  }
  const Value& image = signs.linked.resolved(value);
  for (const std::string_view member : {"url", "contentUrl", "@id"}) {
    const std::string_view address = trim(image.string_at(member));
    if (address.starts_with("http") || address.starts_with("/")) return std::string(address);
  }
  return {};
}

/// An address without scheme, host, query and fragment.
std::string_view path_of(std::string_view address) {
  address = address.substr(0, std::min(address.find_first_of("?#"), address.size()));
  const std::size_t host = address.find("//");
  if (host == std::string_view::npos || host > 8) return address;
  const std::size_t path = address.find('/', host + 2);
  return path == std::string_view::npos ? std::string_view() : address.substr(path);
}

/// The last part of an address: enough to see that two are one picture in different sizes.
std::string_view file_name(std::string_view address) {
  const std::string_view path = path_of(address);
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// "Foto: A. Berg" and "(Foto: A. Berg)" → "A. Berg".
void drop_credit_label(std::string& credit) {
  const std::size_t colon = credit.find(':');
  if (colon != std::string::npos && is_credit_line(credit)) {
    const std::string rest(trim(std::string_view(credit).substr(colon + 1)));
    if (!rest.empty()) credit = rest;
  }
  if (credit.ends_with(')') && credit.find('(') == std::string::npos) credit.pop_back();
}

/// "Caption text. Photo: A. Berg" → caption and credit apart.
void split_credit(Picture& picture) {
  for (const std::string_view mark :
       {"Foto: ", "Foto:", "Fotos: ", "Bild: ", "Quelle: ", "Photo: ", "Photograph: ", "Image: ",
        "Credit: ", "Picture: ", "© ", "Photo by ",
        "(Foto: ", "(Photo: ", "Crédit : ", "Bildquelle: "}) {
    const std::size_t at = picture.caption.rfind(mark);
    if (at == std::string::npos) continue;
    std::string_view credit = trim(std::string_view(picture.caption).substr(at + mark.size()));
    if (credit.size() > 120) continue;
    if (!credit.empty() && credit.back() == ')') credit.remove_suffix(1);
    if (picture.credit.empty()) picture.credit = credit;
    std::string_view caption = trim(std::string_view(picture.caption).substr(0, at));
    while (!caption.empty() && (caption.back() == '(' || caption.back() == '|' ||
                                caption.back() == '-' || caption.back() == '/')) {
      caption = trim(caption.substr(0, caption.size() - 1));
    }
    picture.caption = std::string(caption);
    return;
  }
}

/// The first large picture behind the headline, for pages that name none to machines.
std::string shown_picture(const Tree& tree, const Survey& survey, NodeIndex headline) {
  constexpr NodeIndex kReach = 150;  // nodes; further down stand the body's own pictures and ads
  if (headline == html::kNoNode) return {};
  const auto end = std::min<NodeIndex>(static_cast<NodeIndex>(tree.size()), headline + kReach);
  for (NodeIndex node = headline; node < end; ++node) {
    if (!tree.is(node, Tag::Img) || survey[node].dropped) continue;
    const std::string_view source = trim(tree.attribute(node, "src"));
    if (source.empty() || source.starts_with("data:")) continue;
    int width = 0;
    for (const char c : tree.attribute(node, "width").substr(0, 5)) {
      if (!is_digit(c)) break;
      width = width * 10 + (c - '0');
    }
    const bool framed = tree.ancestor(node, Tag::Figure) != html::kNoNode;
    if (width >= 300 || (framed && width == 0)) return std::string(source);
  }
  return {};
}

struct PictureAddress {
  std::string_view path, name;
};

/// A caption that only says whose picture it is.
void move_stock_credit(Picture& picture) {
  constexpr std::size_t kLongestCredit = 60;
  if (!picture.credit.empty() || picture.caption.size() > kLongestCredit ||
      picture.caption.find(". ") != std::string::npos) {
    return;
  }
  for (const std::string_view stock :
       {"stock.adobe.com", "Getty Images", "Shutterstock", "iStock"}) {
    if (picture.caption.ends_with(stock)) {
      picture.credit = std::move(picture.caption);
      picture.caption.clear();
      return;
    }
  }
}

/// A theme's own pictures and stand-ins are no article's.
bool is_decoration(std::string_view address) {
  for (const std::string_view mark : {"/themes/", "placeholder", "no-thumb", "no-image", "/logo"}) {
    if (find_ignoring_case(address, mark) != std::string_view::npos) return true;
  }
  return false;
}

enum class Likeness : std::uint8_t { None, SameName, SamePath };

/// How much one of the addresses an <img> or <source> gives is like `wanted`. Those that are loaded
/// late stand in attributes of their own; sets of sizes are addresses and widths between spaces.
Likeness likeness(const Tree& tree, NodeIndex image, const PictureAddress& wanted) {
  Likeness most = Likeness::None;
  for (const std::string_view attribute : {"src", "srcset", "data-src", "data-srcset",
                                           "data-lazy-src", "data-lazy-srcset", "data-original"}) {
    const std::string_view addresses = tree.attribute(image, attribute);
    // Most do not have the name anywhere, and long sets take long to part.
    if (addresses.find(wanted.name) == std::string_view::npos) continue;
    for (std::size_t at = 0; at < addresses.size();) {
      const std::size_t end = std::min(addresses.find_first_of(" \n\t", at), addresses.size());
      std::string_view address = addresses.substr(at, end - at);
      at = end + 1;
      while (address.ends_with(',')) address.remove_suffix(1);
      if (address.empty() || file_name(address) != wanted.name) continue;
      if (path_of(address) == wanted.path) return Likeness::SamePath;
      most = Likeness::SameName;
    }
  }
  return most;
}

/// The <img> or <source> that shows the picture at `address`.
NodeIndex shown_at(const Tree& tree, std::string_view address) {
  constexpr std::size_t kShortestName = 8;  // with its ending; "1.jpg" may be anything
  constexpr int kMostOfOneName = 3;         // "image.jpg" is what a system calls them all
  NodeIndex first = html::kNoNode;
  int same_name = 0;
  const PictureAddress wanted{path_of(address), file_name(address)};
  if (wanted.name.empty()) return first;
  for (const NodeIndex node : tree.descendants(tree.body())) {
    if (!tree.is(node, Tag::Img) && !tree.is(node, Tag::Source)) continue;
    const Likeness like = likeness(tree, node, wanted);
    if (like == Likeness::SamePath) return node;
    if (like == Likeness::None) continue;
    if (first == html::kNoNode) first = node;
    if (tree.is(node, Tag::Img)) ++same_name;
  }
  return same_name > kMostOfOneName || wanted.name.size() < kShortestName ? html::kNoNode : first;
}

/// The element that shows the picture with its caption: a figure, an ImageObject, or what stands
/// directly around the image.
NodeIndex frame_of(const Tree& tree, NodeIndex image) {
  const NodeIndex figure = tree.ancestor(image, Tag::Figure);
  if (figure != html::kNoNode) return figure;
  NodeIndex inner = tree.parent(image);
  if (tree.is(inner, Tag::Picture)) inner = tree.parent(inner);
  NodeIndex node = inner;
  for (int up = 0; up < 3 && node != tree.body(); ++up, node = tree.parent(node)) {
    if (tree.has_attribute(node, "itemscope")) return node;
  }
  return inner;
}

std::string alt_of(const Tree& tree, NodeIndex image) {
  if (tree.is(image, Tag::Img)) return squeeze(tree.attribute(image, "alt"));
  const NodeIndex picture = tree.parent(image);
  for (const NodeIndex node : tree.descendants(picture)) {
    if (tree.is(picture, Tag::Picture) && tree.is(node, Tag::Img)) {
      return squeeze(tree.attribute(node, "alt"));
    }
  }
  return {};
}

/// What readers see of the picture, where machines were told nothing.
void read_figure(const Tree& tree, const Survey& survey, NodeIndex image, Picture& picture) {
  if (picture.alt.empty()) picture.alt = alt_of(tree, image);
  for (const NodeIndex node : tree.descendants(frame_of(tree, image))) {
    if (!tree.is_element(node)) continue;
    const std::string_view names = tree.attribute(node, "class");
    const bool credit = find_ignoring_case(names, "credit") != std::string_view::npos ||
                        find_ignoring_case(names, "copyright") != std::string_view::npos ||
                        tree.has_token(node, "itemprop", "creditText") ||
                        tree.has_token(node, "itemprop", "copyrightHolder");
    if (credit && picture.credit.empty()) {
      picture.credit = line_of(tree, survey, node);
    }
    const bool caption =
        tree.is(node, Tag::Figcaption) || tree.has_token(node, "itemprop", "caption");
    if (caption && picture.caption.empty()) {
      picture.caption = line_of(tree, survey, node);
    }
  }
  if (!picture.credit.empty()) {
    const std::size_t at = picture.caption.find(picture.credit);
    if (at != std::string::npos) {
      picture.caption.erase(at, picture.credit.size());
      picture.caption = squeeze(picture.caption);
    }
  }
  split_credit(picture);
}

/// Whether a property stands in what describes an article, or in nothing that says what it is.
bool describes_article(const Tree& tree, NodeIndex node) {
  constexpr int kHighest = 40;  // elements; scopes are near
  node = tree.parent(node);
  for (int up = 0; up < kHighest && node != html::kNoNode; ++up, node = tree.parent(node)) {
    if (!tree.has_attribute(node, "itemscope")) continue;
    const std::string_view type = tree.attribute(node, "itemtype");
    return find_ignoring_case(type, "article") != std::string_view::npos ||
           find_ignoring_case(type, "posting") != std::string_view::npos ||
           find_ignoring_case(type, "webpage") != std::string_view::npos;
  }
  return true;
}

/// From itemprop=image or thumbnailUrl: an attribute of the element, or the url of an ImageObject.
std::string microdata_picture(const Tree& tree) {
  constexpr NodeIndex kLargestObject = 100;  // nodes; an ImageObject has a handful
  const auto address_at = [&](NodeIndex node) {
    for (const std::string_view attribute : {"content", "href", "src", "data-src"}) {
      const std::string_view address = trim(tree.attribute(node, attribute));
      if (address.empty() || address.starts_with("data:") || is_decoration(address)) continue;
      return std::string(address);
    }
    return std::string();
  };
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    if (!tree.is_element(node) || (!tree.has_token(node, "itemprop", "image") &&
                                   !tree.has_token(node, "itemprop", "thumbnailUrl"))) {
      continue;
    }
    if (!describes_article(tree, node)) continue;
    std::string address = address_at(node);
    if (!address.empty()) return address;
    if (!tree.has_attribute(node, "itemscope") || tree.end_of(node) - node > kLargestObject) {
      continue;
    }
    for (const NodeIndex part : tree.descendants(node)) {
      if (tree.has_token(part, "itemprop", "url") || tree.has_token(part, "itemprop", "contentUrl"))
        address = address_at(part);
      if (!address.empty()) return address;
    }
  }
  return {};
}

std::optional<bool> yes_or_no(std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "1"}) {
    if (equals_ignoring_case(text, yes)) return true;
  }
  for (const std::string_view no : {"false", "no", "0"}) {
    if (equals_ignoring_case(text, no)) return false;
  }
  return std::nullopt;
}

/// Written as a JSON boolean, a word, or schema.org's own "https://schema.org/False".
std::optional<bool> accessible_for_free(const Value& object) {
  const Value* free = object.find("isAccessibleForFree");
  if (!free) return std::nullopt;
  if (free->as_bool()) return *free->as_bool();
  std::string_view word = free->as_string();
  if (const std::size_t slash = word.rfind('/'); slash != std::string_view::npos) {
    word.remove_prefix(slash + 1);
  }
  return yes_or_no(word);
}

}  // namespace

ArticleKind find_kind(const Signs& signs, const Value* article, const Headline& headline,
                      std::string_view section, std::string_view url) {
  if (article) {
    if (const auto kind = kind_of_types(*article)) return *kind;
  }
  std::vector<std::string> hints{headline.kicker, std::string(signs.meta({"article:section"})),
                                 std::string(section)};
  // "Kommentar: Warum …" and "Anzeige: …" carry their kind in the headline itself.
  const std::size_t colon = headline.title.find(':');
  if (colon != std::string::npos) hints.push_back(headline.title.substr(0, colon));
  for (const std::string_view part : path_parts(url)) hints.emplace_back(part);
  hints.emplace_back(signs.meta({"og:type", "content-type", "article:content_tier"}));
  for (const std::string& hint : hints) {
    const auto kind = kind_in(hint);
    // A video section holds written reports too: only the page's own type says it is one.
    if (kind && *kind != ArticleKind::Video) return *kind;
  }
  const std::string type = to_lower(signs.meta({"og:type"}));
  const bool video =
      type.starts_with("video") || (!article && signs.linked.has_type("VideoObject"));
  return video ? ArticleKind::Video : ArticleKind::News;
}

std::string find_section(const Tree& tree, const Survey& survey, const Signs& signs,
                         const Value* article) {
  constexpr std::size_t kLongestSection = 80;
  if (article) {
    std::string section = text_at(*article, "articleSection");
    if (!section.empty() && section.size() < kLongestSection) return section;
  }
  std::string section = plain(signs.meta(
      {"article:section", "section", "articlesection", "parsely-section", "dc.subject.section"}));
  if (section.empty() && !signs.sections.empty()) {
    section = line_of(tree, survey, signs.sections.front());
  }
  return section.size() < kLongestSection ? section : std::string();
}

std::vector<std::string> find_keywords(const Tree& tree, const Survey& survey, const Signs& signs,
                                       const Value* article) {
  std::vector<std::string> keywords;
  // Editors fill news_keywords; systems fill the others, often with the section and the outlet.
  add_keyword_list(keywords, signs.meta({"news_keywords", "parsely-tags"}));
  const Value* words = keywords.empty() && article ? article->find("keywords") : nullptr;
  if (words) {
    if (words->is_string()) add_keyword_list(keywords, words->as_string());
    for (const Value& word : words->elements()) {
      add_keyword(keywords, word.is_object() ? word.string_at("name") : word.as_string());
    }
  }
  if (keywords.empty()) add_keyword_list(keywords, signs.meta({"keywords"}));
  if (keywords.empty()) {
    for (const std::string_view tag : signs.metas_of("article:tag")) add_keyword(keywords, tag);
  }
  if (keywords.empty() && !signs.tags.empty()) {
    // The article's own stand together; those of teasers stand elsewhere.
    const NodeIndex list = tree.parent(tree.parent(signs.tags.front()));
    for (const NodeIndex tag : signs.tags) {
      if (tree.contains(list, tag)) add_keyword(keywords, line_of(tree, survey, tag));
    }
  }
  return keywords;
}

std::optional<Picture> find_picture(const Tree& tree, const Survey& survey, const Signs& signs,
                                    const Value* article, NodeIndex headline,
                                    std::string_view base) {
  std::string address;
  if (article) {
    if (const Value* image = article->find("image")) address = image_address(signs, *image);
  }
  const std::string_view open_graph =
      signs.meta({"og:image:secure_url", "og:image", "og:image:url", "twitter:image",
                  "twitter:image:src", "thumbnail"});
  if (address.empty()) address = open_graph;
  if (address.empty()) address = microdata_picture(tree);
  if (address.empty()) address = shown_picture(tree, survey, headline);
  if (address.empty()) return std::nullopt;
  Picture picture;
  picture.url =
      base.empty() && address.starts_with("http") ? address : resolve_address(address, base);
  if (picture.url.empty()) return std::nullopt;
  if (article) {
    if (const Value* image = article->find("image")) {
      const Value& first = image->elements().empty() ? *image : image->elements().front();
      const Value& described = signs.linked.resolved(first);
      picture.caption = text_at(described, "caption");
      picture.credit = text_at(described, "creditText");
      if (picture.credit.empty()) picture.credit = text_at(described, "copyrightHolder");
    }
  }
  if (picture.caption.empty() || picture.credit.empty() || picture.alt.empty()) {
    const NodeIndex image = shown_at(tree, address);
    if (image != html::kNoNode) read_figure(tree, survey, image, picture);
  }
  split_credit(picture);
  move_stock_credit(picture);
  drop_credit_label(picture.credit);
  if (picture.alt.empty()) picture.alt = plain(signs.meta({"og:image:alt", "twitter:image:alt"}));
  return picture;
}

std::optional<bool> find_paywall(const Tree& tree, const Survey& survey, const Signs& signs,
                                 const Value* article) {
  if (article) {
    if (const auto free = accessible_for_free(*article)) return !*free;
    // Parts behind a paywall are named one by one, as search engines ask for it.
    if (const Value* parts = article->find("hasPart")) {
      if (const auto free = accessible_for_free(*parts)) return !*free;
      for (const Value& part : parts->elements()) {
        if (const auto free = accessible_for_free(part); free && !*free) return true;
      }
    }
  }
  if (const auto free = yes_or_no(signs.meta({"isaccessibleforfree"}))) return !*free;
  const std::string tier =
      to_lower(signs.meta({"article:content_tier", "content_tier", "og:article:content_tier"}));
  if (tier == "free") return false;
  if (tier == "locked" || tier == "metered" || tier == "paid") return true;
  for (const NodeIndex node : tree.descendants(tree.body())) {
    if (!tree.is_element(node) || (survey[node].evidence & kPaywall) == 0) continue;
    const std::string line = line_of(tree, survey, node);
    if (line.size() < 2000 && is_paywall_note(line)) return true;
  }
  return std::nullopt;
}

Rights find_rights(const Signs& signs, const Value* article, std::chrono::sys_seconds now) {
  Rights rights;
  rights.robots = signs.meta({"robots"});
  const std::string robots = to_lower(rights.robots);
  if (const std::size_t at = robots.find("max-snippet:"); at != std::string::npos) {
    std::size_t begin = robots.find_first_not_of(' ', at + 12);
    bool negative = false;
    if (begin != std::string::npos && robots[begin] == '-') {
      negative = true;
      ++begin;
    }
    int value = 0;
    bool any = false;
    for (; begin < robots.size() && is_digit(robots[begin]) && value < 100'000'000; ++begin) {
      value = value * 10 + (robots[begin] - '0');
      any = true;
    }
    if (any) rights.max_snippet = negative ? -value : value;
  }
  rights.tdm = signs.meta({"tdm-reservation"});
  rights.aipref = signs.meta({"aipref", "content-usage"});
  rights.license = signs.license;
  if (rights.license.empty() && article) rights.license = text_at(*article, "license");
  const bool any = !rights.robots.empty() || !rights.tdm.empty() || !rights.license.empty() ||
                   !rights.aipref.empty();
  if (any && now.time_since_epoch().count() != 0) rights.seen_at = now;
  return rights;
}

}  // namespace depesche::extract
