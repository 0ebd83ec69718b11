// What a heading is besides a text: the site's name, out of place, with a kicker in it.
#pragma once

#include <string>

#include "extract/page/signs.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {

/// Whether a heading links to the site's root, as one does that holds its name.
bool is_site_heading(const html::Tree& tree, html::NodeIndex heading);
/// A heading in a navigation, breadcrumb, logo or hidden place is not the headline.
bool is_out_of_place(const html::Tree& tree, const Survey& survey, html::NodeIndex heading);
/// What names itself a kicker within a heading; empty when nothing does.
std::string named_kicker(const html::Tree& tree, const Survey& survey, html::NodeIndex heading);

}  // namespace depesche::extract
