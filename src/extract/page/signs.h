// Everything a page claims about itself outside of its visible text: meta tags, links, JSON-LD,
// microdata; and the places the visible evidence stands at.
//
// One pass over the tree. Views live as long as the tree.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "extract/page/linked_data.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {

struct MetaTag {
  std::string name;  // lower case; from name, property, itemprop or http-equiv
  std::string_view content;
};

struct Signs {
  std::string page_title;      // <title>
  std::string language;        // as claimed: html lang, og:locale, content-language
  std::string_view canonical;  // link rel=canonical
  std::string_view license;    // link rel=license
  std::string_view base;       // base href, what the page's references count from
  std::vector<MetaTag> metas;  // in order; names repeat
  LinkedData linked;
  std::vector<html::NodeIndex> headings;  // h1, in order
  std::vector<html::NodeIndex> times;     // time, and elements with itemprop dates or date names
  std::vector<html::NodeIndex> authors;   // elements whose rel, itemprop or names say author
  std::vector<html::NodeIndex> articles;  // <article>
  std::vector<html::NodeIndex> tags;      // links with rel=tag
  std::vector<html::NodeIndex> sections;  // those of them with rel="category tag"
  bool has_password_field = false;

  /// The first non-empty content among these names, in the order asked for.
  std::string_view meta(std::initializer_list<std::string_view> names) const;
  /// All contents under one name.
  std::vector<std::string_view> metas_of(std::string_view name) const;
};

Signs read_signs(const html::Tree& tree, const Survey& survey);

/// The visible text below a node on one line, without what the survey leaves out. Empty for nodes
/// with very much below them: headlines, names and dates are small, and asking of many nested
/// elements must stay cheap.
std::string line_of(const html::Tree& tree, const Survey& survey, html::NodeIndex node);

}  // namespace depesche::extract
