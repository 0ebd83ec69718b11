// Regions by the places a text names: Länder and cantons, their cities and landscapes.
//
// Local news repeat themselves: weather, labour market, accidents, in the same words for the next
// Land. What tells them apart is the place, so two reports that name places of different regions
// and none in common are less alike than their words.
#pragma once

#include <string_view>

namespace depesche::story {

/// The ISO 3166-2 code of the region of a place, or empty. `plain` is spelt as fold_accents() does,
/// "berliner" counts as Berlin and "hessische" as Hessen. German names only.
std::string_view region_of(std::string_view plain);

}  // namespace depesche::story
