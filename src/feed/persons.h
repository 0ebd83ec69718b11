// Names out of the ways feeds write authors.
#pragma once

#include <string>
#include <string_view>

namespace depesche::feed {

/// The person in an author element's text: "desk@wire.example (A. Writer)", "A. Writer
/// <desk@wire.example>" and "A. Writer" all give the name; an address alone gives itself.
std::string person_name(std::string_view text);

}  // namespace depesche::feed
