// The subscriptions a new reader starts with: well-known general outlets, by language.
//
// The lists are OPML 2.0 files in share/feeds, embedded in the program: names and addresses,
// nothing else. An outlet that no longer answers shows up on the feeds page like any other.
#pragma once

#include <string_view>
#include <vector>

namespace depesche::web {

/// The list for a language, BCP 47 ("de-AT" reads "de"); empty when there is none. Lives as long as
/// the program.
std::string_view starter_opml(std::string_view language);

/// The languages there are lists for.
std::vector<std::string_view> starter_languages();

}  // namespace depesche::web
