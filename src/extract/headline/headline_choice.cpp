#include "extract/headline/headline_choice.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "extract/headline/headings.h"
#include "extract/headline/headline_text.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::size_t kLongestHeadline = 400;
constexpr std::size_t kMostH1 = 6;
constexpr std::size_t kMostH2 = 40;
constexpr std::size_t kMostOtherMetas = 4;

// In the order of kHeadlineFeatures, so that a source's number is its feature's.
enum Source : std::uint8_t {
  kLinked,
  kOpenGraph,
  kTwitter,
  kOtherMeta,
  kPageTitle,
  kFirstH1,
  kOtherH1,
  kH2,
  kHeadingRest,
  kUncut,
  kCut,
  kSources
};
enum Feature : std::uint8_t {
  kTwoAgree = kSources,
  kThreeAgree,
  kFourAgree,
  kH1AndLinked,
  kH1AndOpen,
  kH1AndTitle,
  kOpenLinked,
  kOpenTitle,
  kLinkedTitle,
  kInsideH1,
  kHoldsH1,
  kInsideClaim,
  kHoldsClaim,
  kBeginsClaim,
  kShareWithH1,
  kShareWithOg,
  kShareLinked,
  kShareTitle,
  kShareAddress,
  kBelow12,
  kBelow24,
  kAbove110,
  kAbove160,
  kOneWord,
  kNamesSite,
  kNamed,
  kInArticle,
  kOnlyVisible,
  kHiddenH1,
  kUnlinkedOpen,
  kUnlinkedH1,
  kShorterThanH1,
  kLoneH1,
  kH1OverText,
  kFeatures
};
static_assert(kFeatures == kHeadlineFeatures.size());

// Two columns a feature: for pages that call themselves news, and for others.
constexpr std::array<std::array<int, 2>, kFeatures> kWeights{{
#include "extract/headline/headline_weights.inc"
}};

std::string address_words(const Signs& signs) {
  std::string_view address = signs.canonical;
  if (address.empty()) address = signs.meta({"og:url"});
  address = address.substr(0, address.find_first_of("?#"));
  while (!address.empty() && address.back() == '/') address.remove_suffix(1);
  const std::size_t scheme = address.find("://");
  const std::size_t slash = address.rfind('/');
  if (slash == std::string_view::npos || (scheme != std::string_view::npos && slash < scheme + 3)) {
    return {};
  }
  return headline_key(address.substr(slash + 1));
}

/// As addresses are spelt: umlauts written out, no accents.
std::string as_in_address(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const std::string_view two = key.substr(i, 2);
    const std::string_view written = two == "ä"   ? "ae"
                                     : two == "ö" ? "oe"
                                     : two == "ü" ? "ue"
                                     : two == "ß" ? "ss"
                                                  : "";
    if (written.empty()) {
      out += key[i];
    } else {
      out += written;
      ++i;
    }
  }
  return fold_accents(out);
}

int percent(double share) { return static_cast<int>(std::lround(share * 100)); }

/// Whether one key holds another as whole words, both long enough to mean something.
bool holds(std::string_view whole, std::string_view part) {
  if (part.size() < 12 || whole.size() <= part.size()) return false;
  const std::size_t at = whole.find(part);
  return at != std::string_view::npos;
}

class Gathering {
 public:
  Gathering(const Tree& tree, const Survey& survey, const Signs& signs,
            const HeadlineClaims& claims)
      : tree_(tree), survey_(survey), signs_(signs), claims_(claims) {}

  std::vector<HeadlineCandidate> run() {
    site_ = headline_key(claims_.site);
    for (const std::string* claim : {&claims_.linked, &claims_.open_graph, &claims_.twitter,
                                     &claims_.page_title, &claims_.feed}) {
      if (!claim->empty()) claim_keys_.emplace_back(claim, headline_key(*claim));
    }
    read_headings();
    add_claim(claims_.linked, kLinked);
    add_claim(claims_.open_graph, kOpenGraph);
    add_claim(claims_.twitter, kTwitter);
    for (const std::string& other : claims_.others) add_claim(other, kOtherMeta);
    add_claim(claims_.feed, kOtherMeta);
    add_claim(claims_.page_title, kPageTitle);
    for (std::size_t i = 0; i < h1_.size(); ++i) add_heading(h1_[i], i == 0 ? kFirstH1 : kOtherH1);
    for (const Heading& heading : h2_) {
      if (h1_.empty() || is_known(heading)) add_heading(heading, kH2);
    }
    describe();
    return std::move(found_);
  }

 private:
  struct Heading {
    NodeIndex node;
    std::string text;
    std::string key;
  };

  void read_headings() {
    for (const NodeIndex node : signs_.headings) {
      if (h1_.size() < kMostH1) read_heading(node, h1_);
      // Some outlets hide an h1 for machines beside the heading they show.
      if (survey_[node].dropped && hidden_h1_.empty()) {
        hidden_h1_ = headline_key(line_of(tree_, survey_, node));
      }
    }
    std::size_t looked_at = 0;
    for (const NodeIndex node : tree_.descendants(tree_.body(), Tag::H2)) {
      if (++looked_at > kMostH2) break;
      read_heading(node, h2_);
    }
    for (const Heading& heading : h1_) heading_keys_.push_back(heading.key);
    for (const Heading& heading : h2_) heading_keys_.push_back(heading.key);
  }

  void read_heading(NodeIndex node, std::vector<Heading>& headings) {
    if (is_out_of_place(tree_, survey_, node) || is_site_heading(tree_, node)) return;
    std::string text = tidy_headline(line_of(tree_, survey_, node));
    std::string key = headline_key(text);
    if (key.empty() || text.size() > kLongestHeadline || key == site_) return;
    headings.push_back({node, std::move(text), std::move(key)});
  }

  void add_claim(const std::string& text, Source source) {
    if (text.empty() || text.size() > kLongestHeadline) return;
    const std::string cut = without_site_name(text, site_, others_of(text));
    if (cut.size() != text.size()) {
      add(text, kUncut);
      add(cut, kCut);
    }
    add(cut, source);
  }

  /// The keys of everything but this claim.
  std::vector<std::string> others_of(const std::string& text) const {
    std::vector<std::string> others = heading_keys_;
    for (const auto& [claim, key] : claim_keys_) {
      if (claim != &text) others.push_back(key);
    }
    return others;
  }

  void add_heading(const Heading& heading, Source source) {
    HeadlineCandidate* candidate = add(heading.text, source);
    if (candidate) note_place(*candidate, heading.node);
    const std::string kicker = tidy_headline(named_kicker(tree_, survey_, heading.node));
    if (kicker.empty() || !heading.text.starts_with(kicker)) return;
    std::string_view rest = trim(std::string_view(heading.text).substr(kicker.size()));
    while (!rest.empty() && (rest.front() == ':' || rest.front() == '|'))
      rest = trim(rest.substr(1));
    if (rest.size() < 12) return;
    candidate = add(std::string(rest), kHeadingRest);
    if (candidate) note_place(*candidate, heading.node);
  }

  void note_place(HeadlineCandidate& candidate, NodeIndex node) const {
    if ((survey_[node].evidence & kHeadline) != 0) candidate.features[kNamed] = 100;
    if (tree_.ancestor(node, Tag::Article) != html::kNoNode ||
        tree_.ancestor(node, Tag::Main) != html::kNoNode) {
      candidate.features[kInArticle] = 100;
    }
  }

  /// An h2 is the headline only where a claim knows it.
  bool is_known(const Heading& heading) const {
    const KeyWords words = words_of_key(heading.key);
    return std::any_of(found_.begin(), found_.end(), [&](const HeadlineCandidate& candidate) {
      return candidate.key == heading.key || holds(candidate.key, heading.key) ||
             holds(heading.key, candidate.key) ||
             key_overlap(words_of_key(candidate.key), words) >= 0.5;
    });
  }

  HeadlineCandidate* add(const std::string& text, Source source) {
    std::string key = headline_key(text);
    if (key.empty()) return nullptr;
    auto same = std::find_if(found_.begin(), found_.end(),
                             [&](const HeadlineCandidate& other) { return other.key == key; });
    if (same == found_.end()) {
      found_.push_back({text, std::move(key), {}});
      same = found_.end() - 1;
    }
    same->features[source] = 100;
    return &*same;
  }

  /// Everything that needs to know the other candidates.
  void describe() {
    const std::string linked = key_of(kLinked);
    const std::string open_graph = key_of(kOpenGraph);
    const std::string title = key_of(kPageTitle);
    const std::string h1 = key_of(kFirstH1);
    const std::string address = address_words(signs_);
    const KeyWords linked_words = words_of_key(linked), open_words = words_of_key(open_graph),
                   title_words = words_of_key(title), h1_words = words_of_key(h1),
                   slug_words = words_of_key(address);
    for (HeadlineCandidate& candidate : found_) {
      HeadlineFeatures& f = candidate.features;
      agreements(f);
      f[kHiddenH1] = candidate.key == hidden_h1_ ? 100 : 0;
      f[kShorterThanH1] = !h1.empty() && candidate.key.size() < h1.size() ? 100 : 0;
      f[kLoneH1] = f[kFirstH1] > 0 && h1_.size() == 1 ? 100 : 0;
      f[kH1OverText] = f[kFirstH1] > 0 && text_follows(h1_.front().node) ? 100 : 0;
      if (linked.empty()) {
        f[kUnlinkedOpen] = f[kOpenGraph];
        f[kUnlinkedH1] = f[kFirstH1];
      }
      const std::string& key = candidate.key;
      f[kInsideH1] = holds(h1, key) ? 100 : 0;
      f[kHoldsH1] = holds(key, h1) ? 100 : 0;
      for (const std::string* claim : {&linked, &open_graph, &title}) {
        if (holds(*claim, key)) f[kInsideClaim] = 100;
        if (holds(key, *claim)) f[kHoldsClaim] = 100;
        if (holds(*claim, key) && claim->starts_with(key)) f[kBeginsClaim] = 100;
      }
      const KeyWords words = words_of_key(key);
      f[kShareWithH1] = percent(key_overlap(words, h1_words));
      f[kShareWithOg] = percent(key_overlap(words, open_words));
      f[kShareLinked] = percent(key_overlap(words, linked_words));
      f[kShareTitle] = percent(key_overlap(words, title_words));
      const std::string spelt = as_in_address(key);
      f[kShareAddress] = percent(key_overlap(words_of_key(spelt), slug_words));
      f[kBelow12] = key.size() < 12 ? 100 : 0;
      f[kBelow24] = key.size() < 24 ? 100 : 0;
      f[kAbove110] = key.size() > 110 ? 100 : 0;
      f[kAbove160] = key.size() > 160 ? 100 : 0;
      f[kOneWord] = key.find(' ') == std::string::npos ? 100 : 0;
      f[kNamesSite] = !site_.empty() && (key == site_ || holds(key, site_)) ? 100 : 0;
    }
  }

  /// Whether running text stands below the heading before the next h1 or h2.
  bool text_follows(NodeIndex heading) const {
    constexpr NodeIndex kReach = 400;  // nodes; a headline's byline, buttons and picture fit in
    const auto end = std::min<NodeIndex>(static_cast<NodeIndex>(tree_.size()), heading + kReach);
    std::uint32_t prose = 0;
    for (NodeIndex node = tree_.end_of(heading); node < end && prose < 400; ++node) {
      if (tree_.is(node, Tag::H1) || tree_.is(node, Tag::H2)) break;
      if (tree_.is_text(node) && !survey_[node].dropped) prose += survey_[node].prose;
    }
    return prose >= 400;
  }

  static void agreements(HeadlineFeatures& f) {
    const bool visible = f[kFirstH1] + f[kOtherH1] + f[kH2] + f[kHeadingRest] > 0;
    const bool open = f[kOpenGraph] + f[kTwitter] > 0;
    const int voices =
        (f[kLinked] > 0) + open + (f[kOtherMeta] > 0) + (f[kPageTitle] > 0) + visible;
    f[kTwoAgree] = voices >= 2 ? 100 : 0;
    f[kThreeAgree] = voices >= 3 ? 100 : 0;
    f[kFourAgree] = voices >= 4 ? 100 : 0;
    f[kH1AndLinked] = visible && f[kLinked] > 0 ? 100 : 0;
    f[kH1AndOpen] = visible && open ? 100 : 0;
    f[kH1AndTitle] = visible && f[kPageTitle] > 0 ? 100 : 0;
    f[kOpenLinked] = open && f[kLinked] > 0 ? 100 : 0;
    f[kOpenTitle] = open && f[kPageTitle] > 0 ? 100 : 0;
    f[kLinkedTitle] = f[kLinked] > 0 && f[kPageTitle] > 0 ? 100 : 0;
    f[kOnlyVisible] = visible && voices == 1 ? 100 : 0;
  }

  std::string key_of(Source source) const {
    for (const HeadlineCandidate& candidate : found_) {
      if (candidate.features[source] > 0) return candidate.key;
    }
    return {};
  }

  const Tree& tree_;
  const Survey& survey_;
  const Signs& signs_;
  const HeadlineClaims& claims_;
  std::vector<Heading> h1_, h2_;
  std::string site_;  // a key, as all below
  std::vector<std::string> heading_keys_;
  std::vector<std::pair<const std::string*, std::string>> claim_keys_;
  std::string hidden_h1_;
  std::vector<HeadlineCandidate> found_;
};

std::string site_name(const Signs& signs) {
  std::string site(signs.meta({"og:site_name", "application-name", "apple-mobile-web-app-title"}));
  if (site.empty()) {
    if (const json::Value* article = signs.linked.article("")) {
      if (const json::Value* publisher = article->find("publisher")) {
        site = signs.linked.resolved(*publisher).string_at("name");
      }
    }
  }
  return plain(site);
}

std::int64_t score_of(const HeadlineFeatures& features, std::size_t column) {
  std::int64_t score = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) {
    score += static_cast<std::int64_t>(features[i]) * kWeights[i][column];
  }
  return score;
}

}  // namespace

HeadlineClaims read_headline_claims(const Signs& signs, std::string_view feed_title) {
  HeadlineClaims claims;
  claims.open_graph = tidy_headline(plain(signs.meta({"og:title"})));
  claims.page_title = tidy_headline(signs.page_title);
  const std::string& about = claims.open_graph.empty() ? claims.page_title : claims.open_graph;
  if (const json::Value* article = signs.linked.article(about)) {
    claims.linked = tidy_headline(text_at(*article, "headline"));
    if (claims.linked.empty()) claims.linked = tidy_headline(text_at(*article, "name"));
    for (const std::string_view type : types_of(*article)) {
      claims.is_news = claims.is_news || type.ends_with("NewsArticle") || type == "LiveBlogPosting";
    }
  }
  claims.twitter = tidy_headline(plain(signs.meta({"twitter:title"})));
  for (const std::string_view name : {"headline", "citation_title", "dc.title", "dcterms.title",
                                      "parsely-title", "sailthru.title", "title"}) {
    const std::string text = tidy_headline(plain(signs.meta({name})));
    if (!text.empty() && claims.others.size() < kMostOtherMetas) claims.others.push_back(text);
  }
  claims.feed = tidy_headline(plain(feed_title));
  claims.site = site_name(signs);
  return claims;
}

std::vector<HeadlineCandidate> headline_candidates(const Tree& tree, const Survey& survey,
                                                   const Signs& signs,
                                                   const HeadlineClaims& claims) {
  return Gathering(tree, survey, signs, claims).run();
}

const HeadlineCandidate& best_headline(const std::vector<HeadlineCandidate>& candidates,
                                       const HeadlineClaims& claims) {
  const std::size_t column = claims.is_news ? 0 : 1;
  return *std::max_element(candidates.begin(), candidates.end(),
                           [&](const HeadlineCandidate& a, const HeadlineCandidate& b) {
                             return score_of(a.features, column) < score_of(b.features, column);
                           });
}

}  // namespace depesche::extract
