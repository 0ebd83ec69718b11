#include "extract/fields/authors.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/fields/byline.h"
#include "extract/fields/visible_byline.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;
using json::Value;

namespace {

void add_linked(const Signs& signs, const Value& value, NameList& authors, int depth = 0) {
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

bool is_within(const Tree& tree, const std::vector<NodeIndex>& done, NodeIndex node) {
  return std::any_of(done.begin(), done.end(),
                     [&](NodeIndex other) { return tree.contains(other, node); });
}

void add_microdata(const Tree& tree, const Survey& survey, const Signs& signs, NameList& authors) {
  std::vector<NodeIndex> done;
  NodeIndex seen = 0;
  for (const NodeIndex node : signs.authors) {
    if (!tree.has_token(node, "itemprop", "author") || is_within(tree, done, node)) continue;
    if ((survey[node].evidence & kComments) != 0) continue;
    // Behind the article's text come the authors of teasers and comments.
    for (; !authors.empty() && seen < node; ++seen) {
      if (tree.is_text(seen) && survey[seen].prose > 0) return;
    }
    seen = node;
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
    if (line.size() <= kLongestByline) authors.add(line, BylineSource::Structured);
  }
}

void add_metas(const Signs& signs, NameList& authors) {
  for (const std::string_view name :
       {"author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
        "sailthru.author", "byl", "og:article:author", "citation_author", "dcsext.author",
        "article:author_name", "article_author", "cxenseparse:author",
        "shareaholic:article_author_name", "mrf:authors", "article.author",
        "twitter:misc:written by", "twitter:data1"}) {
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

/// Letters and digits alone: "Deutsche Welle" and "deutsche-welle" are one.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    if (is_alnum(c) || static_cast<unsigned char>(c) >= 0x80) out += c;
  }
  return out;
}

/// The outlet's own names: an "author" among them is what pages write when they name nobody.
class Outlet {
 public:
  Outlet(const Signs& signs, const Value* article) {
    add(plain(signs.meta({"og:site_name", "application-name"})));
    if (article) {
      if (const Value* publisher = article->find("publisher")) {
        add(plain(signs.linked.resolved(*publisher).string_at("name")));
      }
    }
  }

  bool is_it(std::string_view author) const {
    const std::string name = bare(author);
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }

  /// The outlet, an address, or one word of Latin letters: a desk, an agency, a nickname.
  bool is_likely(std::string_view author) const {
    if (is_it(author)) return true;
    const bool latin = std::none_of(author.begin(), author.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
    if (!latin) return false;
    const std::string folded = fold(author);
    return folded.find(' ') == std::string::npos || folded.find("redaktion") != std::string::npos ||
           folded.find("www.") != std::string::npos;
  }

  /// Where persons are named, the outlet beside them is where they work.
  void drop_from(std::vector<std::string>& authors) const {
    const auto others = std::count_if(authors.begin(), authors.end(),
                                      [&](const std::string& author) { return !is_it(author); });
    if (others > 0) {
      std::erase_if(authors, [&](const std::string& author) { return is_it(author); });
    }
    for (std::string& author : authors) {
      for (const std::string& name : written_) {
        if (name.size() > 3 && author.size() > name.size() + 4 && author.ends_with(' ' + name)) {
          author.resize(author.size() - name.size() - 1);
        }
      }
    }
  }

 private:
  void add(std::string name) {
    std::string key = bare(name);
    if (key.empty()) return;
    names_.push_back(std::move(key));
    written_.push_back(std::move(name));
  }

  std::vector<std::string> names_;
  std::vector<std::string> written_;
};

bool names_a_person(const std::vector<std::string>& authors) {
  return std::any_of(authors.begin(), authors.end(),
                     [](const std::string& author) { return !is_agency(author); });
}

std::vector<std::string> structured_names(const Tree& tree, const Survey& survey,
                                          const Signs& signs, const Value* article) {
  NameList names;
  if (article) {
    for (const std::string_view member : {"author", "creator"}) {
      if (!names.empty()) break;
      if (const Value* author = article->find(member)) add_linked(signs, *author, names);
    }
  }
  if (names.empty()) add_microdata(tree, survey, signs, names);
  if (names.empty()) {
    // WordPress describes its pages, but not always that they are articles.
    const Value* page = signs.linked.object_of_type("WebPage");
    if (const Value* author = page ? page->find("author") : nullptr) {
      add_linked(signs, *author, names);
    }
  }
  return names.take();
}

}  // namespace

std::vector<std::string> find_authors(const Tree& tree, const Survey& survey, const Signs& signs,
                                      const Value* article, NodeIndex headline) {
  const Outlet outlet(signs, article);
  const auto is_settled = [&](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return !outlet.is_likely(name); });
  };
  std::vector<std::string> names = structured_names(tree, survey, signs, article);
  if (!is_settled(names)) {
    // Nobody, or only the house itself: the other places may name a person.
    NameList metas;
    add_metas(signs, metas);
    std::vector<std::string> found = metas.take();
    if (names.empty() || is_settled(found)) names = std::move(found);
  }
  if (!is_settled(names)) {
    std::vector<std::string> found = find_visible_byline(tree, survey, signs, headline);
    // An agency that the page shows may be its picture's.
    if (!found.empty() && (names.empty() || names_a_person(found))) names = std::move(found);
  }
  outlet.drop_from(names);
  return names;
}

}  // namespace depesche::extract
