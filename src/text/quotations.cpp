#include "text/quotations.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace depesche {
namespace {

struct Marks {
  std::string_view opening;
  std::array<std::string_view, 2> closing;  // what may close it; the second may be empty
  bool may_stay_open;  // a paragraph of a longer speech; the others have other uses
};

constexpr std::array kMarks{
    Marks{"„", {"“", "”"}, true},     // German, Polish
    Marks{"“", {"”", "\""}, true},    // English
    Marks{"«", {"»", ""}, true},      // French, Swiss
    Marks{"»", {"«", ""}, true},      // German in books and some papers
    Marks{"「", {"」", ""}, true},    // Japanese
    Marks{"『", {"』", ""}, true},    //
    Marks{"”", {"”", ""}, false},     // Swedish, Finnish
    Marks{"\"", {"\"", "”"}, false},  // inches and seconds, too
    Marks{"‘", {"’", ""}, false},     // British; the closing one is also the apostrophe
    Marks{"‚", {"‘", "’"}, false},    // German within a quotation
    Marks{"›", {"‹", ""}, false},     //
    Marks{"‹", {"›", ""}, false},     //
};

/// Between the dash and the handle of a post stands a name.
constexpr std::size_t kLongestPosterName = 80;

/// Whether one of the marks may begin with this byte. Hardly any letter's does.
constexpr bool may_begin_mark(char byte) {
  for (const Marks& marks : kMarks) {
    if (marks.opening[0] == byte || marks.closing[0][0] == byte) return true;
    if (!marks.closing[1].empty() && marks.closing[1][0] == byte) return true;
  }
  return false;
}

constexpr auto kMayBeginMark = [] {
  std::array<bool, 256> may{};
  for (int byte = 0; byte < 256; ++byte) {
    may[static_cast<std::size_t>(byte)] = may_begin_mark(static_cast<char>(byte));
  }
  return may;
}();

/// The next place from `at` on where a mark may stand; the end where there is none.
std::size_t next_mark(std::string_view line, std::size_t at) {
  while (at < line.size() && !kMayBeginMark[static_cast<unsigned char>(line[at])]) ++at;
  return at;
}

const Marks* marks_at(std::string_view text) {
  for (const Marks& marks : kMarks) {
    if (text.starts_with(marks.opening)) return &marks;
  }
  return nullptr;
}

/// Bytes of the closing mark that stands at `at`, or 0. An apostrophe within a word closes nothing.
std::size_t closing_at(std::string_view line, std::size_t at, const Marks& marks) {
  for (std::string_view mark : marks.closing) {
    if (mark.empty() || !line.substr(at).starts_with(mark)) continue;
    const std::size_t behind = at + mark.size();
    const bool inside_word = mark == "’" && behind < line.size() && is_alpha(line[behind]);
    if (!inside_word) return mark.size();
  }
  return 0;
}

/// Behind the closing mark, or 0 when the mark at the beginning of `line` opens nothing.
std::size_t end_of_quotation(std::string_view line, const Marks& marks) {
  for (std::size_t at = next_mark(line, marks.opening.size()); at < line.size();
       at = next_mark(line, at + 1)) {
    if (const std::size_t bytes = closing_at(line, at, marks); bytes > 0) return at + bytes;
  }
  return marks.may_stay_open ? line.size() : 0;
}

bool is_post(std::string_view line) {
  const std::size_t handle = line.find("(@");
  if (handle == std::string_view::npos) return false;
  const std::size_t from = handle - std::min(handle, kLongestPosterName);
  const std::string_view name = line.substr(from, handle - from);
  return name.find("—") != std::string_view::npos || name.find("– ") != std::string_view::npos ||
         name.find("-- ") != std::string_view::npos;
}

void add_of_line(std::string_view line, std::size_t begin, std::vector<Quotation>& out) {
  const auto add = [&](std::size_t from, std::size_t to) {
    out.push_back(
        {static_cast<std::uint32_t>(begin + from), static_cast<std::uint32_t>(begin + to)});
  };
  if (is_post(line)) return add(0, line.size());
  // A mark that found no partner has none further on either, so each kind is searched in vain once.
  std::array<bool, kMarks.size()> in_vain{};
  for (std::size_t at = next_mark(line, 0); at < line.size(); at = next_mark(line, at)) {
    const Marks* marks = marks_at(line.substr(at));
    if (marks == nullptr) {
      ++at;
      continue;
    }
    bool& vain = in_vain[static_cast<std::size_t>(marks - kMarks.data())];
    const std::size_t length = vain ? 0 : end_of_quotation(line.substr(at), *marks);
    vain = length == 0;
    if (length > 0) add(at, at + length);
    at += std::max(length, marks->opening.size());
  }
}

}  // namespace

std::vector<Quotation> quotations(std::string_view text) {
  std::vector<Quotation> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    add_of_line(text.substr(begin, end - begin), begin, out);
    begin = end + 1;
  }
  return out;
}

}  // namespace depesche
