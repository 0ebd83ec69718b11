// Reads the German–English word list Ding, as Debian's package trans-de-en installs it.
//
//   Erdbeben {n}; Beben {n} [geogr.] | Erdbeben {pl} :: earthquake; quake | earthquakes
//
// A line has German before " :: " and English behind it; groups between bars answer each other, and
// so do the synonyms between semicolons within a group. What stands in brackets is about a word.
//
// Pure. Lines of any other form are left out, and so is all that is not one word for one word.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

/// Where the package puts it.
inline constexpr std::string_view kDingPath = "/usr/share/trans/de-en";

/// Calls use(German, English) for each pair of single words, in the order of the list; views live
/// until the call returns and are valid UTF-8, whatever the list is. Of one group at most four
/// English words are taken.
void each_translation(std::string_view ding,
                      const std::function<void(std::string_view, std::string_view)>& use);

/// The same line by line, for a list that need not be in memory as a whole.
class WordListReader {
 public:
  void each_of_line(std::string_view line,
                    const std::function<void(std::string_view, std::string_view)>& use);

 private:
  std::string left_, right_;  // kept from line to line, for their memory
  std::vector<std::string_view> words_, meanings_;
};

}  // namespace depesche
