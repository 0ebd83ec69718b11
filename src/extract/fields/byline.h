// Who wrote it: names out of what pages put where an author belongs.
//
// "Von Anna Berg und Jan van der Meer, Berlin (dpa)" names Anna Berg, Jan van der Meer and dpa.
// What goes: "Von" and "By", roles, places, addresses, @handles. What stays apart as names of their
// own: several authors, and agencies.
//
// Pure. Order is as written, no name twice.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche::extract {

/// How sure it is that the text holds names and nothing else.
enum class BylineSource {
  Structured,  // an author's name in JSON-LD or a meta tag: kept even if it does not look like one
  Marked,      // text the page marks as the author's name, by rel or hCard: also one word
  Visible,     // text near the headline: only what looks like a name counts
};

std::vector<std::string> names_in(std::string_view byline, BylineSource source);

/// dpa, AFP, Reuters …; also "dpa-AFX".
bool is_agency(std::string_view name);

/// The names of several bylines, each once.
class NameList {
 public:
  void add(std::string_view text, BylineSource source);
  bool empty() const { return names_.empty(); }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

}  // namespace depesche::extract
