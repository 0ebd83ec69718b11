#include "extract/page/signs.h"

#include "base/ascii.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

// No page of the ten thousand seen has more; generated ones could.
constexpr std::size_t kMostMetas = 600;
constexpr std::size_t kMostPlaces = 400;
constexpr std::size_t kMostScripts = 60;
constexpr NodeIndex kMostNodesOfALine = 600;

void read_meta(const Tree& tree, NodeIndex node, Signs& signs) {
  const std::string_view content = trim(tree.attribute(node, "content"));
  if (content.empty() || signs.metas.size() >= kMostMetas) return;
  for (const std::string_view key : {"name", "property", "itemprop", "http-equiv"}) {
    const std::string_view name = trim(tree.attribute(node, key));
    if (!name.empty()) signs.metas.push_back({to_lower(name), content});
  }
}

void read_link(const Tree& tree, NodeIndex node, Signs& signs) {
  const std::string_view address = trim(tree.attribute(node, "href"));
  if (address.empty()) return;
  const std::string rel = to_lower(tree.attribute(node, "rel"));
  if (rel == "canonical" && signs.canonical.empty()) signs.canonical = address;
  if (rel == "license" && signs.license.empty()) signs.license = address;
}

void read_script(const Tree& tree, NodeIndex node, Signs& signs, std::size_t& scripts) {
  const std::string_view type = tree.attribute(node, "type");
  if (find_ignoring_case(type, "ld+json") == std::string_view::npos) return;
  const NodeIndex text = tree.first_child(node);
  if (text == html::kNoNode || ++scripts > kMostScripts) return;
  signs.linked.add(tree.text(text));
}

void note_place(std::vector<NodeIndex>& places, NodeIndex node) {
  if (places.size() < kMostPlaces) places.push_back(node);
}

void read_element(const Tree& tree, const Survey& survey, NodeIndex node, Signs& signs) {
  const Tag tag = tree.tag(node);
  if (tag == Tag::H1) note_place(signs.headings, node);
  if (tag == Tag::Article) note_place(signs.articles, node);
  const EvidenceSet evidence = survey[node].evidence;
  if (tag == Tag::Time || (evidence & kDate) != 0) note_place(signs.times, node);
  if ((evidence & kAuthor) != 0 || (tag == Tag::A && tree.has_token(node, "rel", "author"))) {
    note_place(signs.authors, node);
  }
  if (tag == Tag::A && tree.has_token(node, "rel", "tag")) {
    note_place(tree.has_token(node, "rel", "category") ? signs.sections : signs.tags, node);
  }
  if (tag == Tag::Input && equals_ignoring_case(tree.attribute(node, "type"), "password")) {
    signs.has_password_field = true;
  }
}

std::string claimed_language(const Tree& tree, const Signs& signs) {
  std::string language(trim(tree.attribute(tree.html(), "lang")));
  if (language.empty()) language = trim(tree.attribute(tree.html(), "xml:lang"));
  if (language.empty()) language = signs.meta({"og:locale", "content-language", "language"});
  // BCP 47 parts with hyphens; a list of several claims nothing.
  for (char& c : language) {
    if (c == '_') c = '-';
    if (!is_alnum(c) && c != '-') return {};
  }
  return language.size() >= 2 && language.size() <= 20 ? language : std::string();
}

}  // namespace

std::string_view Signs::meta(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const MetaTag& tag : metas) {
      if (tag.name == name) return tag.content;
    }
  }
  return {};
}

std::vector<std::string_view> Signs::metas_of(std::string_view name) const {
  std::vector<std::string_view> contents;
  for (const MetaTag& tag : metas) {
    if (tag.name == name) contents.push_back(tag.content);
  }
  return contents;
}

Signs read_signs(const Tree& tree, const Survey& survey) {
  Signs signs;
  std::size_t scripts = 0;
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    if (!tree.is_element(node)) continue;
    switch (tree.tag(node)) {
      case Tag::Meta:
        read_meta(tree, node, signs);
        break;
      case Tag::Link:
        read_link(tree, node, signs);
        break;
      case Tag::Base:
        if (signs.base.empty()) signs.base = trim(tree.attribute(node, "href"));
        break;
      case Tag::Script:
        read_script(tree, node, signs, scripts);
        break;
      case Tag::Title:
        if (signs.page_title.empty() && tree.first_child(node) != html::kNoNode) {
          signs.page_title = plain(tree.text(tree.first_child(node)));
        }
        break;
      default:
        read_element(tree, survey, node, signs);
        break;
    }
  }
  signs.language = claimed_language(tree, signs);
  return signs;
}

std::string line_of(const Tree& tree, const Survey& survey, NodeIndex node) {
  std::string line;
  if (tree.end_of(node) - node > kMostNodesOfALine) return line;
  const bool inside_dropped = survey[node].dropped;
  for (const NodeIndex text : tree.descendants(node)) {
    if (tree.is(text, Tag::Br)) line += ' ';
    if (!tree.is_text(text) || (survey[text].dropped && !inside_dropped)) continue;
    const NodeIndex parent = tree.parent(text);
    if (tree.is(parent, Tag::Script) || tree.is(parent, Tag::Style)) continue;
    // Spans set side by side are words apart when the page shows them as blocks; a space too many
    // is squeezed away, one too few glues words together.
    const bool glue = parent == node || tree.is(parent, Tag::A) || tree.is(parent, Tag::Em) ||
                      tree.is(parent, Tag::I) || tree.is(parent, Tag::B) ||
                      tree.is(parent, Tag::Strong);
    if (!glue && !line.empty()) line += ' ';
    line += tree.text(text);
    if (!glue) line += ' ';
  }
  // Without soft hyphens, and with usual spaces; what is written is never longer than what is read.
  std::size_t size = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char next = line[i] == '\xC2' && i + 1 < line.size() ? line[i + 1] : '\0';
    if (next == '\xAD' || next == '\xA0') ++i;
    if (next != '\xAD') line[size++] = next == '\xA0' ? ' ' : line[i];
  }
  line.resize(size);
  return squeeze(line);
}

}  // namespace depesche::extract
