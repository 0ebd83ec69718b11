#include "extract/authors.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/byline.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;
using json::Value;

namespace {

constexpr std::size_t kMostAuthors = 25;
constexpr std::size_t kLongestLine = 200;

class Authors {
 public:
  void add(std::string_view text, BylineSource source) {
    for (std::string& name : names_in(text, source)) {
      const std::string folded = fold(name);
      const bool known = std::any_of(names_.begin(), names_.end(),
                                     [&](const std::string& n) { return fold(n) == folded; });
      if (!known && names_.size() < kMostAuthors) names_.push_back(std::move(name));
    }
  }
  bool empty() const { return names_.empty(); }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

void add_linked(const Signs& signs, const Value& value, Authors& authors, int depth = 0) {
  if (depth > 3) return;
  if (value.is_string()) return authors.add(plain(value.as_string()), BylineSource::Structured);
  for (const Value& element : value.elements()) add_linked(signs, element, authors, depth + 1);
  if (!value.is_object()) return;
  const Value& person = signs.linked.resolved(value);
  const Value* name = person.find("name");
  if (name) {
    add_linked(signs, *name, authors, depth + 1);
  } else if (!person.string_at("givenName").empty() || !person.string_at("familyName").empty()) {
    std::string full(person.string_at("givenName"));
    full += ' ';
    full += person.string_at("familyName");
    authors.add(plain(full), BylineSource::Structured);
  }
}

/// Elements within an author's element: the innermost that names somebody.
std::string author_line(const Tree& tree, const Survey& survey, NodeIndex node) {
  for (const NodeIndex inner : tree.descendants(node)) {
    if (tree.has_token(inner, "itemprop", "name")) {
      const std::string_view content = tree.attribute(inner, "content");
      if (!content.empty()) return plain(content);
      return line_of(tree, survey, inner);
    }
  }
  return line_of(tree, survey, node);
}

/// Addresses under which outlets keep their authors' pages.
bool is_author_address(std::string_view address) {
  for (const std::string_view part : {"/author/", "/authors/", "/autor/", "/autoren/", "/auteur/",
                                      "/profile/", "/by/", "/people/", "/staff/", "/redaktion/"}) {
    if (address.find(part) != std::string_view::npos) return true;
  }
  return false;
}

bool is_within(const Tree& tree, const std::vector<NodeIndex>& done, NodeIndex node) {
  return std::any_of(done.begin(), done.end(),
                     [&](NodeIndex other) { return tree.contains(other, node); });
}

void add_microdata(const Tree& tree, const Survey& survey, const Signs& signs, Authors& authors) {
  std::vector<NodeIndex> done;
  for (const NodeIndex node : signs.authors) {
    if (!tree.has_token(node, "itemprop", "author") || is_within(tree, done, node)) continue;
    // A picture has an author too.
    if ((survey[node].evidence & kCaption) != 0 ||
        tree.ancestor(node, Tag::Figure) != html::kNoNode) {
      continue;
    }
    done.push_back(node);
    const std::string_view content = tree.attribute(node, "content");
    if (!content.empty()) {
      authors.add(plain(content), BylineSource::Structured);
      continue;
    }
    const std::string line = author_line(tree, survey, node);
    if (line.size() <= kLongestLine) authors.add(line, BylineSource::Structured);
  }
}

void add_metas(const Signs& signs, Authors& authors) {
  for (const std::string_view name :
       {"author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
        "sailthru.author", "byl", "og:article:author", "citation_author", "dcsext.author",
        "article:author_name", "twitter:misc:written by", "twitter:data1"}) {
    // twitter:data1 is whatever twitter:label1 says.
    if (name == "twitter:data1") {
      const std::string label = to_lower(signs.meta({"twitter:label1"}));
      if (label != "written by" && label != "verfasst von" && label != "geschrieben von" &&
          label != "écrit par" && label != "escrito por" && label != "by") {
        continue;
      }
    }
    for (const std::string_view content : signs.metas_of(name)) {
      if (starts_with_ignoring_case(content, "http")) continue;
      authors.add(plain(content), BylineSource::Structured);
    }
    if (!authors.empty()) return;
  }
}

/// Author elements after the headline and before much prose has passed; links with rel=author.
void add_visible(const Tree& tree, const Survey& survey, const Signs& signs, NodeIndex headline,
                 Authors& authors) {
  std::vector<NodeIndex> done;
  for (const NodeIndex node : signs.authors) {
    if (headline != html::kNoNode && node < headline) continue;
    if (survey[node].prose > 0 || is_within(tree, done, node)) continue;
    if ((survey[node].evidence & kComments) != 0 || survey[node].dropped) continue;
    const std::string line = author_line(tree, survey, node);
    if (line.empty() || line.size() > kLongestLine) continue;
    done.push_back(node);
    authors.add(line, BylineSource::Visible);
    if (!authors.empty()) return;
  }
}

/// Lines near the headline that begin with "Von" or "By" and hold nothing but names.
void add_lines(const Tree& tree, const Survey& survey, NodeIndex headline, Authors& authors) {
  if (headline == html::kNoNode) return;
  std::size_t looked_at = 0;
  for (NodeIndex node = tree.end_of(headline); node < tree.size() && looked_at < 40; ++node) {
    if (!tree.is_text(node) || survey[node].dropped) continue;
    const std::string text = squeeze(tree.text(node));
    if (text.empty()) continue;
    ++looked_at;
    const NodeIndex parent = tree.parent(node);
    const bool to_author =
        tree.is(parent, Tag::A) && is_author_address(tree.attribute(parent, "href"));
    bool introduced = false;
    for (const std::string_view word :
         {"Von ", "By ", "von ", "by ", "Par ", "Por ", "BY ", "VON "}) {
      introduced = introduced || text.starts_with(word);
    }
    if (text.size() > kLongestLine || (!to_author && !introduced)) continue;
    authors.add(text, BylineSource::Visible);
    if (!authors.empty()) return;
  }
}

/// The outlet's own names: an "author" among them is what pages write when they name nobody.
std::vector<std::string> outlet_names(const Signs& signs, const Value* article) {
  std::vector<std::string> names{fold(plain(signs.meta({"og:site_name"})))};
  if (article) {
    if (const Value* publisher = article->find("publisher")) {
      names.push_back(fold(plain(signs.linked.resolved(*publisher).string_at("name"))));
    }
  }
  std::erase_if(names, [](const std::string& name) { return name.empty(); });
  return names;
}

bool names_only_the_outlet(const std::vector<std::string>& authors,
                           const std::vector<std::string>& outlet) {
  return std::all_of(authors.begin(), authors.end(), [&](const std::string& author) {
    const std::string folded = fold(author);
    return folded.find(' ') == std::string::npos ||
           std::find(outlet.begin(), outlet.end(), folded) != outlet.end();
  });
}

}  // namespace

std::vector<std::string> find_authors(const Tree& tree, const Survey& survey, const Signs& signs,
                                      const Value* article, NodeIndex headline) {
  Authors structured;
  if (article) {
    if (const Value* author = article->find("author")) add_linked(signs, *author, structured);
    if (structured.empty()) {
      if (const Value* creator = article->find("creator")) add_linked(signs, *creator, structured);
    }
  }
  if (structured.empty()) add_microdata(tree, survey, signs, structured);
  std::vector<std::string> names = structured.take();
  const std::vector<std::string> outlet = outlet_names(signs, article);
  if (!names.empty() && !names_only_the_outlet(names, outlet)) return names;
  // Nobody, or only the house itself: the other places may name a person.
  Authors others;
  add_metas(signs, others);
  std::vector<std::string> found = others.take();
  if (found.empty() || names_only_the_outlet(found, outlet)) {
    if (names.empty()) names = std::move(found);
    Authors visible;
    add_visible(tree, survey, signs, headline, visible);
    if (visible.empty()) add_lines(tree, survey, headline, visible);
    found = visible.take();
  }
  return found.empty() ? names : found;
}

}  // namespace depesche::extract
