#include "extract/fields/visible_byline.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

/// Addresses under which outlets keep their authors' pages.
bool is_author_address(std::string_view address) {
  for (const std::string_view part :
       {"/author/", "/authors/", "/autor/", "/autoren/", "/autorin/", "/auteur/", "/auteurs/",
        "/profile/", "/profil/", "/by/", "/people/", "/staff/", "/redaktion/", "/contributor",
        "/journalist", "/reporters/", "/firme/", "/redakteur", "/team/"}) {
    if (address.find(part) != std::string_view::npos) return true;
  }
  return false;
}

/// What marks a name as one whatever it looks like: rel=author, hCard, an author's address.
bool is_marked(const Tree& tree, NodeIndex node) {
  if (tree.has_token(node, "rel", "author")) return true;
  if (tree.has_class(node, "vcard") || tree.has_class(node, "fn")) return true;
  return tree.is(node, Tag::A) && is_author_address(tree.attribute(node, "href"));
}

/// The name in an author's element: what is marked within it, else its line.
void add_element(const Tree& tree, const Survey& survey, NodeIndex node, NameList& authors) {
  const std::string line = author_line(tree, survey, node);
  if (line.empty() || line.size() > kLongestByline) return;
  authors.add(line, BylineSource::Visible);
  if (!authors.empty()) return;
  for (NodeIndex inner = node; inner < tree.end_of(node); ++inner) {
    if (!tree.is_element(inner) || !is_marked(tree, inner)) continue;
    const std::string name = line_of(tree, survey, inner);
    if (name.size() <= kLongestByline) authors.add(name, BylineSource::Marked);
    if (!authors.empty()) return;
  }
}

/// Author elements after the headline and before much prose has passed, then the nearest one before
/// the headline.
void add_visible(const Tree& tree, const Survey& survey, const Signs& signs, NodeIndex headline,
                 NameList& authors) {
  constexpr NodeIndex kReach = 150;  // nodes; further up stand other things
  const auto is_possible = [&](NodeIndex node) {
    return survey[node].prose == 0 && (survey[node].evidence & kComments) == 0 &&
           !survey[node].dropped;
  };
  for (const NodeIndex node : signs.authors) {
    if (headline != html::kNoNode && node < headline) continue;
    if (is_possible(node)) add_element(tree, survey, node, authors);
    if (!authors.empty()) return;
  }
  if (headline == html::kNoNode) return;
  for (auto node = signs.authors.rbegin(); node != signs.authors.rend(); ++node) {
    if (*node >= headline || *node + kReach < headline) continue;
    if (is_possible(*node)) add_element(tree, survey, *node, authors);
    if (!authors.empty()) return;
  }
}

/// "Von", "Written by", "Autor:" alone: the name stands in the next text.
bool is_byline_label(std::string_view text) {
  std::string folded = fold(text);
  while (!folded.empty() && (folded.back() == ':' || folded.back() == ' ')) folded.pop_back();
  // "25.04.24 | 14:07 Uhr | Von"
  for (const std::string_view mark : {"| ", "· ", "• ", ", "}) {
    if (const std::size_t at = folded.rfind(mark); at != std::string::npos) {
      folded.erase(0, at + mark.size());
    }
  }
  constexpr std::array<std::string_view, 36> kLabels{"von",
                                                     "by",
                                                     "par",
                                                     "por",
                                                     "autor",
                                                     "autorin",
                                                     "autoren",
                                                     "autor/in",
                                                     "autorin/autor",
                                                     "autor*in",
                                                     "autor:in",
                                                     "autor(en)",
                                                     "author",
                                                     "authors",
                                                     "author(s)",
                                                     "auteur",
                                                     "auteur(s)",
                                                     "auteurs",
                                                     "autore",
                                                     "autores",
                                                     "text",
                                                     "text von",
                                                     "written by",
                                                     "words by",
                                                     "posted by",
                                                     "article by",
                                                     "story by",
                                                     "verfasst von",
                                                     "geschrieben von",
                                                     "erstellt von",
                                                     "veröffentlicht von",
                                                     "écrit par",
                                                     "publié par",
                                                     "escrito por",
                                                     "scritto da",
                                                     "di"};
  return std::find(kLabels.begin(), kLabels.end(), folded) != kLabels.end();
}

// Unlike "von" and "text", these mean an author wherever they stand.
constexpr std::array<std::string_view, 20> kAuthorWords{"Autorin/Autor",
                                                        "Autor/in",
                                                        "Autor/-in",
                                                        "Autor*in",
                                                        "Autor:in",
                                                        "Autorinnen",
                                                        "Autorin",
                                                        "Autoren",
                                                        "Autor",
                                                        "Authors",
                                                        "Author",
                                                        "Auteurs",
                                                        "Auteur(s)",
                                                        "Auteur",
                                                        "Written by",
                                                        "Verfasst von",
                                                        "Erstellt von",
                                                        "Posted by",
                                                        "Veröffentlicht von",
                                                        "Geschrieben von"};

bool is_author_label(std::string_view text) {
  while (!text.empty() && (text.back() == ':' || text.back() == ' ')) text.remove_suffix(1);
  return std::find(kAuthorWords.begin(), kAuthorWords.end(), text) != kAuthorWords.end();
}

bool introduces_author(std::string_view text) {
  return std::any_of(kAuthorWords.begin(), kAuthorWords.end(), [&](std::string_view word) {
    if (text.size() < word.size() + 4 || !text.starts_with(word)) return false;
    return text[word.size()] == ':' || text[word.size()] == ' ';
  });
}

/// Texts near the headline that name somebody: introduced by "Von" or "By" in the same text or the
/// one before, linked to an author's page, or a name that is a bold paragraph of its own.
class NearLines {
 public:
  NearLines(const Tree& tree, const Survey& survey, NameList& authors)
      : tree_(tree), survey_(survey), authors_(authors) {}

  void read(NodeIndex headline) {
    constexpr int kMostTexts = 45;
    constexpr int kMostBeforeBold = 12;
    int looked_at = 0;
    bool labelled = false;
    for (NodeIndex node = tree_.end_of(headline); node < tree_.size() && looked_at < kMostTexts;
         ++node) {
      if (!tree_.is_text(node) || survey_[node].dropped) continue;
      const std::string text = squeeze(tree_.text(node));
      if (text.empty() || text == ":") continue;
      ++looked_at;
      if (text.size() > kLongestByline) {
        labelled = false;
        continue;
      }
      read_text(node, text, labelled);
      if (authors_.empty() && looked_at <= kMostBeforeBold && is_bold_paragraph(node)) {
        authors_.add(text, BylineSource::Visible);
      }
      if (!authors_.empty()) return read_on(node);
      labelled = is_byline_label(text);
    }
    read_far(tree_.end_of(headline));
  }

 private:
  void read_text(NodeIndex node, const std::string& text, bool labelled) {
    const NodeIndex parent = tree_.parent(node);
    if (labelled) {
      authors_.add(text, BylineSource::Visible);
      if (authors_.empty() && tree_.is(parent, Tag::A)) authors_.add(text, BylineSource::Marked);
    }
    if (!authors_.empty()) return;
    if (is_marked(tree_, parent)) {
      authors_.add(text, BylineSource::Visible);
      if (authors_.empty()) authors_.add(text, BylineSource::Marked);
      return;
    }
    for (const std::string_view word : {"Von ", "By ", "von ", "by ", "Par ", "Por ", "BY ", "VON ",
                                        "Autor: ", "Autorin: ", "Text: ", "Written by ", "Di "}) {
      if (text.starts_with(word)) return authors_.add(text, BylineSource::Visible);
    }
  }

  /// Bylines below the article say what they are.
  void read_far(NodeIndex from) {
    bool labelled = false;
    for (NodeIndex node = from; node < tree_.size(); ++node) {
      if (!tree_.is_text(node) || survey_[node].dropped) continue;
      const std::string_view raw = trim(tree_.text(node));
      if (raw.empty() || raw == ":") continue;
      if (raw.size() > kLongestByline) {
        labelled = false;
        continue;
      }
      if (labelled || introduces_author(raw)) {
        authors_.add(squeeze(raw), BylineSource::Visible);
        if (!authors_.empty()) return read_on(node);
      }
      labelled = is_author_label(raw);
    }
  }

  /// "Von <a>Anna Berg</a> und <a>Tom Eich</a>": links behind the first, parted by small words.
  void read_on(NodeIndex node) {
    constexpr NodeIndex kReach = 12;  // nodes
    NodeIndex last = node;
    for (NodeIndex next = node + 1; next < tree_.size() && next < last + kReach; ++next) {
      if (!tree_.is_text(next)) continue;
      const std::string text = squeeze(tree_.text(next));
      if (text.empty() || text == "," || text == "und" || text == "and" || text == "&" ||
          text == "et" || text == "y" || text == "e" || text == "/") {
        continue;
      }
      if (!is_marked(tree_, tree_.parent(next))) return;
      authors_.add(text, BylineSource::Visible);
      last = next;
    }
  }

  bool is_bold_paragraph(NodeIndex text) const {
    const NodeIndex bold = tree_.parent(text);
    const bool is_bold = tree_.is(bold, Tag::Strong) || tree_.is(bold, Tag::B);
    const NodeIndex paragraph = tree_.parent(bold);
    return is_bold && tree_.is(paragraph, Tag::P) &&
           tree_.end_of(paragraph) - paragraph <= 3;  // itself, the bold one, the text
  }

  const Tree& tree_;
  const Survey& survey_;
  NameList& authors_;
};

}  // namespace

std::string author_line(const Tree& tree, const Survey& survey, NodeIndex node) {
  // Bylines are small; looking through many nested elements must stay cheap.
  constexpr NodeIndex kMostNodes = 600;
  if (tree.end_of(node) - node > kMostNodes) return {};
  for (const NodeIndex inner : tree.descendants(node)) {
    if (tree.has_token(inner, "itemprop", "name")) {
      const std::string_view content = tree.attribute(inner, "content");
      if (!content.empty()) return plain(content);
      return line_of(tree, survey, inner);
    }
  }
  return line_of(tree, survey, node);
}

std::vector<std::string> find_visible_byline(const Tree& tree, const Survey& survey,
                                             const Signs& signs, NodeIndex headline) {
  NameList names;
  add_visible(tree, survey, signs, headline, names);
  if (names.empty() && headline != html::kNoNode) NearLines(tree, survey, names).read(headline);
  return names.take();
}

}  // namespace depesche::extract
