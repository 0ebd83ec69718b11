#include "extract/headline.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::size_t kLongestHeadline = 400;

/// Letters and digits of all scripts in lower case, words parted by one space.
std::string words_only(std::string_view text) {
  const std::string folded = fold(text);
  std::string out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    const auto byte = static_cast<unsigned char>(c);
    // General punctuation (dashes, quotation marks) is U+2000–U+206F: E2 80 and E2 81.
    const bool punctuation = byte == 0xE2 && i + 2 < folded.size() &&
                             (folded[i + 1] == '\x80' || folded[i + 1] == '\x81');
    const bool guillemet = byte == 0xC2 && i + 1 < folded.size();
    if (punctuation) i += 2;
    if (guillemet) ++i;
    if (!punctuation && !guillemet && (is_alnum(c) || byte >= 0x80)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

constexpr std::array<std::string_view, 12> kSeparators{" | ", " - ", " – ", " — ", " :: ", " » ",
                                                       " • ", " · ", " « ", " / ", "｜",   " ⋆ "};

struct Cut {
  std::size_t at;
  std::size_t length;
};

/// The last separator that leaves something on both sides.
std::vector<Cut> cuts_of(std::string_view title) {
  std::vector<Cut> cuts;
  for (const std::string_view separator : kSeparators) {
    for (std::size_t at = title.find(separator); at != std::string_view::npos;
         at = title.find(separator, at + 1)) {
      if (at > 0) cuts.push_back({at, separator.size()});
    }
  }
  std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
  return cuts;
}

bool is_same(std::string_view a, std::string_view b) {
  return !a.empty() && words_only(a) == words_only(b);
}

bool is_section_word(std::string_view text) {
  return words_only(text).find(' ') == std::string::npos;
}

class Claims {
 public:
  void add(std::string text, int weight) {
    text = squeeze(text);
    if (text.empty() || text.size() > kLongestHeadline) return;
    claims_.push_back({std::move(text), weight});
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const Claim& claim : claims_) out.push_back(claim.text);
    return out;
  }
  struct Claim {
    std::string text;
    int weight;
  };
  const std::vector<Claim>& all() const { return claims_; }

 private:
  std::vector<Claim> claims_;
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

/// An h1 in a navigation, breadcrumb, logo or hidden place is not the headline.
bool is_out_of_place(const Tree& tree, const Survey& survey, NodeIndex node) {
  if (survey[node].dropped) return true;
  for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
    const auto [name, value] = tree.attribute_at(node, i);
    if (name.find("breadcrumb") != std::string_view::npos ||
        value.find("breadcrumb") != std::string_view::npos ||
        value.find("logo") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// How well a visible heading is confirmed: 2 the same, 1 contains or is contained, 0 not.
int confirmation(std::string_view heading, std::string_view claim) {
  const std::string a = words_only(heading);
  const std::string b = words_only(claim);
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 2;
  const bool a_in_b = a.size() >= 20 && b.find(a) != std::string::npos;
  const bool b_in_a = b.size() >= 20 && a.find(b) != std::string::npos;
  return a_in_b || b_in_a ? 1 : 0;
}

/// The share of the shorter one's words that the other has too.
double overlap(std::string_view a, std::string_view b) {
  const auto split = [](const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      words.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    std::sort(words.begin(), words.end());
    return words;
  };
  const auto x = split(words_only(a));
  const auto y = split(words_only(b));
  if (x.empty() || y.empty()) return 0;
  std::vector<std::string> both;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(std::min(x.size(), y.size()));
}

/// A heading that links to the site's root is its name.
bool is_site_name(const Tree& tree, NodeIndex heading) {
  for (const NodeIndex link : tree.descendants(heading, Tag::A)) {
    std::string_view address = tree.attribute(link, "href");
    const std::size_t scheme = address.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = address.find('/', scheme + 3);
      address = path == std::string_view::npos ? "/" : address.substr(path);
    }
    if (address == "/" || address == "./" || address == "index.html" || address == "/index.php" ||
        address == "index.php") {
      return true;
    }
  }
  return false;
}

struct Shown {
  std::string text;
  NodeIndex node = html::kNoNode;
};

/// The texts of the page's headings, without those that name the site.
std::vector<std::string> visible_headings(const Tree& tree, const Survey& survey,
                                          const Signs& signs) {
  std::vector<std::string> texts;
  for (const NodeIndex node : signs.headings) {
    if (survey[node].dropped || is_site_name(tree, node)) continue;
    std::string text = line_of(tree, survey, node);
    if (text.size() >= 12 && text.size() <= kLongestHeadline) texts.push_back(std::move(text));
  }
  std::size_t looked_at = 0;
  for (const NodeIndex node : tree.descendants(tree.body(), Tag::H2)) {
    if (++looked_at > 20) break;
    if (survey[node].dropped) continue;
    std::string text = line_of(tree, survey, node);
    if (text.size() >= 12 && text.size() <= kLongestHeadline) texts.push_back(std::move(text));
  }
  return texts;
}

/// The visible heading that is the headline, judged by the claims.
Shown shown_headline(const Tree& tree, const Survey& survey, const Signs& signs,
                     const std::vector<std::string>& claims) {
  std::vector<NodeIndex> places = signs.headings;
  // Some pages set the headline in h2 and keep h1 for their name.
  for (const NodeIndex node : tree.descendants(tree.body(), Tag::H2)) {
    if (places.size() < 60) places.push_back(node);
  }
  Shown best;
  double best_score = 0;
  bool h1_is_site = false;
  for (const NodeIndex node : signs.headings) h1_is_site = h1_is_site || is_site_name(tree, node);
  for (const NodeIndex node : places) {
    if (is_out_of_place(tree, survey, node)) continue;
    const std::string text = line_of(tree, survey, node);
    if (text.empty() || text.size() > kLongestHeadline) continue;
    double score = 0;
    for (const std::string& claim : claims) {
      score += confirmation(text, claim) * 2;
      if (overlap(text, claim) >= 0.5) score += 1;
    }
    const bool h1 = tree.is(node, Tag::H1);
    if (h1 && is_site_name(tree, node)) continue;
    if (!h1 && score < (h1_is_site ? 3 : 4)) continue;
    if (h1) score += 1;
    if ((survey[node].evidence & kHeadline) != 0) score += 0.5;
    if (score > best_score) {
      best = {text, node};
      best_score = score;
    }
  }
  // One h1 that nothing confirms is the headline where there is nothing else to say.
  return best_score > 1.5 || claims.empty() ? best : Shown{};
}

/// The text of elements in the heading that name themselves a kicker.
std::string named_kicker(const Tree& tree, const Survey& survey, NodeIndex heading) {
  for (const NodeIndex node : tree.descendants(heading)) {
    if (!tree.is_element(node) || (survey[node].evidence & kKicker) == 0) continue;
    return line_of(tree, survey, node);
  }
  return {};
}

/// A short line just above the heading that names itself a kicker.
std::string kicker_above(const Tree& tree, const Survey& survey, NodeIndex heading) {
  constexpr NodeIndex kReach = 30;  // nodes; further up stand other things
  const NodeIndex from = heading > kReach ? heading - kReach : 1;
  for (NodeIndex node = heading; node-- > from;) {
    if (!tree.is_element(node) || (survey[node].evidence & kKicker) == 0) continue;
    if (tree.contains(node, heading) || survey[node].dropped) continue;
    std::string line = line_of(tree, survey, node);
    if (!line.empty() && line.size() <= 60) return line;
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

bool cut_kicker(Headline& headline, std::string_view kicker) {
  if (kicker.empty() || !headline.title.starts_with(kicker)) return false;
  std::string_view rest = trim(std::string_view(headline.title).substr(kicker.size()));
  while (!rest.empty() && (rest.front() == ':' || rest.front() == '|')) rest = trim(rest.substr(1));
  if (rest.size() < 12) return false;
  const std::string title(rest);
  headline.kicker = without_colon(kicker);
  headline.title = title;
  return true;
}

/// Sets apart what stands before the headline in the same element: "Kicker Headline" on the page
/// where the claims say "Headline".
void split_kicker(Headline& headline, const std::vector<std::string>& claims) {
  const std::string heading = words_only(headline.title);
  for (const std::string& claim : claims) {
    if (words_only(claim) != heading) continue;
    // Spans side by side lose the colon that the claim still has.
    headline.title = claim;
    return;
  }
  for (const std::string& claim : claims) {
    const std::string rest = words_only(claim);
    if (rest.size() < 15 || rest.size() >= heading.size() || !heading.ends_with(rest)) continue;
    // The claim's own spelling stands at the end of the heading, or near enough.
    const std::size_t at = headline.title.rfind(claim);
    if (at == std::string::npos || at == 0 || at > 60) continue;
    if (cut_kicker(headline, std::string_view(headline.title).substr(0, at))) return;
  }
}

/// Two claims that agree word for word and hold all of the heading know the whole headline.
void prefer_agreed_claim(Headline& headline, const std::vector<std::string>& claims) {
  const std::string heading = words_only(headline.title);
  const bool confirmed = std::any_of(claims.begin(), claims.end(), [&](const std::string& claim) {
    return words_only(claim) == heading;
  });
  if (confirmed) return;
  for (std::size_t i = 0; i + 1 < claims.size(); ++i) {
    const std::string words = words_only(claims[i]);
    if (words.size() <= heading.size() || !words.ends_with(heading)) continue;
    for (std::size_t j = i + 1; j < claims.size(); ++j) {
      if (words_only(claims[j]) != words) continue;
      headline.title = claims[i];
      return;
    }
  }
}

}  // namespace

std::string without_site_name(std::string_view title, std::string_view site,
                              const std::vector<std::string>& others) {
  const auto cuts = cuts_of(title);
  if (cuts.empty()) return std::string(title);
  // A part that another claim repeats exactly is the headline.
  for (const Cut& cut : cuts) {
    const std::string_view head = trim(title.substr(0, cut.at));
    const std::string_view tail = trim(title.substr(cut.at + cut.length));
    for (const std::string& other : others) {
      if (is_same(head, other)) return std::string(head);
      if (is_same(tail, other)) return std::string(tail);
    }
  }
  std::string_view kept = title;
  for (std::size_t i = cuts.size(); i-- > 0;) {
    if (cuts[i].at + cuts[i].length > title.size()) continue;  // overlaps the one just made
    const std::string_view head = trim(title.substr(0, cuts[i].at));
    const std::string_view tail = trim(title.substr(cuts[i].at + cuts[i].length));
    if (head.size() < 12) break;
    const bool names_site = !site.empty() && (is_same(tail, site) || overlap(tail, site) >= 0.99);
    const bool bar = title[cuts[i].at + 1] == '|' || title[cuts[i].at] == '\xEF';
    // After a bar stands the outlet or a section; after a dash it may be the sentence's other half.
    if (!names_site && !(bar && tail.size() < 40)) break;
    kept = head;
    title = head;
  }
  return std::string(trim(kept));
}

Headline find_headline(const Tree& tree, const Survey& survey, const Signs& signs,
                       std::string_view feed_title) {
  Claims claims;
  const std::string og = plain(signs.meta({"og:title"}));
  if (const json::Value* article = signs.linked.article(og.empty() ? signs.page_title : og)) {
    claims.add(text_at(*article, "headline"), 3);
    if (claims.all().empty()) claims.add(text_at(*article, "name"), 3);
  }
  claims.add(og, 2);
  claims.add(plain(signs.meta({"twitter:title"})), 1);
  claims.add(plain(signs.meta({"headline", "dc.title", "parsely-title", "sailthru.title"})), 1);
  claims.add(signs.page_title, 1);
  claims.add(plain(feed_title), 2);
  const std::string site = site_name(signs);
  const std::vector<std::string> raw = claims.texts();
  std::vector<std::string> cleaned;
  cleaned.reserve(raw.size());
  std::vector<std::string> others = raw;
  for (std::string& heading : visible_headings(tree, survey, signs)) {
    if (!is_same(heading, site)) others.push_back(std::move(heading));
  }
  for (const std::string& text : raw) cleaned.push_back(without_site_name(text, site, others));
  const Shown shown = shown_headline(tree, survey, signs, cleaned);
  Headline headline{.title = shown.text, .kicker = {}, .node = shown.node};
  if (headline.title.empty()) {
    if (cleaned.empty()) return headline;
    headline.title = cleaned.front();
    return headline;
  }
  const std::string kicker = named_kicker(tree, survey, headline.node);
  if (!cut_kicker(headline, kicker)) split_kicker(headline, cleaned);
  prefer_agreed_claim(headline, cleaned);
  if (headline.kicker.empty()) {
    const std::string above = kicker_above(tree, survey, headline.node);
    if (!is_same(above, headline.title)) headline.kicker = without_colon(above);
  }
  if (!is_section_word(headline.title)) {
    headline.title = without_site_name(headline.title, site, cleaned);
  }
  return headline;
}

}  // namespace depesche::extract
