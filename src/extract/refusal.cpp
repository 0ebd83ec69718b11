#include "extract/refusal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;

namespace {

constexpr std::uint32_t kShortBody = 400;    // characters; a news brief has more
constexpr std::uint32_t kModestBody = 1200;  // below this, many links speak of a list

/// What the page's text amounts to.
struct Measure {
  std::uint32_t links = 0;  // characters in links
  std::uint32_t text = 0;
  bool has_cart = false;  // a button to buy
};

struct Page {
  const PageView& view;
  Measure measure;
  bool says_article;  // JSON-LD, or OpenGraph with a time
  std::string path;   // of its own claimed address; "-" when unknown
};

bool is_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return text.find(phrase) != std::string_view::npos;
  });
}

std::string path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "-";
  const std::size_t begin = url.find('/', scheme + 3);
  if (begin == std::string_view::npos) return "/";
  const std::size_t end = url.find_first_of("?#", begin);
  return to_lower(url.substr(begin, end == std::string_view::npos ? end : end - begin));
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) parts.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// Buttons and links that put something into a basket.
bool offers_a_cart(const html::Tree& tree) {
  for (const NodeIndex node : tree.descendants(tree.body())) {
    const bool control =
        tree.is(node, Tag::Button) || tree.is(node, Tag::A) || tree.is(node, Tag::Input);
    if (!control) continue;
    std::string label(tree.attribute(node, "value"));
    const NodeIndex end = std::min<NodeIndex>(tree.end_of(node), node + 8);
    for (NodeIndex inner = node + 1; inner < end; ++inner) {
      if (tree.is_text(inner)) label += tree.text(inner);
    }
    if (label.size() > 60) continue;
    const std::string folded = squeeze(fold(label));
    if (is_any(folded, {"add to cart", "add to bag", "add to basket", "in den warenkorb",
                        "ajouter au panier", "añadir al carrito", "aggiungi al carrello",
                        "add to trolley", "buy it now"})) {
      return true;
    }
  }
  return false;
}

bool is_strong_type(const json::Value* article) {
  if (!article) return false;
  for (const std::string_view type : types_of(*article)) {
    if (is_article_type(type)) return true;
  }
  return false;
}

std::optional<Error> refused(std::string sentence) {
  return Error{ErrorCode::NotAnArticle, std::move(sentence)};
}

std::optional<Error> refuse_by_headline(const Page& page) {
  const std::string headline = squeeze(fold(page.view.headline.title));
  if (is_any(headline, {"impressum", "imprint", "datenschutz", "datenschutzerklärung", "agb",
                        "privacy policy", "terms of use", "terms of service", "cookie policy",
                        "nutzungsbedingungen", "allgemeine geschäftsbedingungen", "kontakt",
                        "mentions légales", "aviso legal", "terms and conditions", "privacy notice",
                        "datenschutzhinweise", "contact us", "kontakt und impressum"})) {
    return refused("the page is about the site itself: " + page.view.headline.title);
  }
  if (page.view.body.weight >= kModestBody || page.says_article) return std::nullopt;
  if (holds_any(headline,
                {"404", "page not found", "seite nicht gefunden", "nicht gefunden", "access denied",
                 "zugriff verweigert", "403 forbidden", "just a moment", "are you a robot",
                 "page introuvable", "página no encontrada", "service unavailable", "error 50"})) {
    return refused("the page is an error page: " + page.view.headline.title);
  }
  if (is_any(headline, {"login", "log in", "sign in", "anmelden", "anmeldung", "einloggen",
                        "registrieren", "create account", "se connecter", "iniciar sesión"}) ||
      (page.view.signs.has_password_field && page.view.body.weight < kShortBody &&
       !page.view.has_date)) {
    return refused("the page asks for a login");
  }
  if (holds_any(headline, {"cookie", "consent", "zustimmung", "einwilligung", "your privacy",
                           "ihre privatsphäre", "we value your"})) {
    return refused("the page asks for consent");
  }
  return std::nullopt;
}

std::optional<Error> refuse_by_address(const Page& page) {
  if (page.path == "-" || page.says_article) return std::nullopt;
  const std::vector<std::string> parts = parts_of(page.path);
  const bool language_root = parts.size() == 1 && parts[0].size() <= 5 &&
                             (parts[0].size() == 2 ||
                              (parts[0].size() == 5 && (parts[0][2] == '-' || parts[0][2] == '_')));
  const bool root = parts.empty() || language_root ||
                    (parts.size() == 1 && (parts[0].starts_with("index.") || parts[0] == "home"));
  // A page's own claim may be careless: a dated or signed page is believed to be more.
  const bool certain = !page.view.url.empty() || !(page.view.has_date || page.view.has_author);
  if (root && certain) return refused("the address is the site's front page");
  if (parts.empty()) return std::nullopt;
  const std::string& last = parts.back();
  if (is_any(last,
             {"impressum", "impressum.html", "datenschutz", "datenschutz.html", "agb", "agb.html",
              "kontakt", "imprint", "privacy", "privacy-policy", "terms", "terms-of-service",
              "terms-of-use", "datenschutzerklaerung", "nutzungsbedingungen", "legal-notice"})) {
    return refused("the address is that of a page about the site itself");
  }
  return std::nullopt;
}

std::optional<Error> refuse_by_type(const Page& page) {
  if (page.says_article) return std::nullopt;
  const Signs& signs = page.view.signs;
  const std::string type = to_lower(signs.meta({"og:type"}));
  if (signs.linked.has_type("Product") || type.starts_with("product") || type == "og:product") {
    return refused("the page offers a product");
  }
  for (const std::string_view list : {"CollectionPage", "SearchResultsPage", "ItemList"}) {
    if (signs.linked.has_type(list) && type != "article") {
      return refused("the page is a list of others");
    }
  }
  return std::nullopt;
}

std::optional<Error> refuse_by_text(const Page& page) {
  if (page.says_article) return std::nullopt;
  const std::uint32_t body = page.view.body.weight;
  const std::uint32_t links = page.measure.links;
  const bool open_graph = equals_ignoring_case(page.view.signs.meta({"og:type"}), "article");
  if (body < kShortBody && links > 2 * body) return refused("the page is mostly links");
  const bool signed_or_dated = page.view.has_date || page.view.has_author;
  if (body < kModestBody && links > 2 * body && !open_graph && !page.view.has_author) {
    return refused("the page is mostly links");
  }
  if (links > body && !open_graph && !signed_or_dated) {
    return refused("the page has more links than text");
  }
  if (links * 3 > body && !open_graph && !signed_or_dated) {
    return refused("the page has many links, no date and no author");
  }
  if (page.measure.has_cart && !signed_or_dated) return refused("the page sells something");
  return std::nullopt;
}

}  // namespace

std::optional<Error> refusal(const PageView& view) {
  if (view.blocks.empty()) return Error{ErrorCode::Empty, "the page has no text"};
  if (view.headline.title.empty()) return refused("the page has no headline");
  Measure measure;
  for (const RawBlock& block : view.blocks) {
    if (block.beside) continue;
    // Links within sentences are the mark of a report, not of a list.
    if (block.links_mostly()) measure.links += block.links;
    measure.text += block.weight;
  }
  measure.has_cart = offers_a_cart(view.tree);
  const bool open_graph = equals_ignoring_case(view.signs.meta({"og:type"}), "article") &&
                          !view.signs.meta({"article:published_time"}).empty();
  const std::string_view claimed =
      view.signs.canonical.empty() ? view.signs.meta({"og:url"}) : view.signs.canonical;
  const Page page{view, measure, is_strong_type(view.article) || (open_graph && view.has_author),
                  path_of(view.url.empty() ? claimed : view.url)};
  for (const auto check : {refuse_by_headline, refuse_by_address, refuse_by_type, refuse_by_text}) {
    if (auto error = check(page)) return error;
  }
  if (view.body.blocks.empty() && view.body.standfirst.empty()) {
    return refused("the page has no running text");
  }
  return std::nullopt;
}

}  // namespace depesche::extract
