#include "text/names.h"

#include <algorithm>
#include <cassert>

namespace depesche {
namespace {

/// What stands between two words.
enum class Joint : std::uint8_t { None, Space, Hyphen };

bool has_any(const NameWord& word, NameMarks marks) { return (word.marks & marks) != 0; }

bool is_one_space(std::string_view between) { return between == " " || between == "\xC2\xA0"; }
bool is_one_hyphen(std::string_view between) { return between == "-" || between == "\xE2\x80\x91"; }

std::uint64_t pair_of(const NameWord& a, const NameWord& b) {
  return std::uint64_t{a.stem} << 32 | b.stem;
}

template <class Number>
std::size_t times_in(const std::vector<Number>& sorted, Number value) {
  const auto range = std::equal_range(sorted.begin(), sorted.end(), value);
  return static_cast<std::size_t>(range.second - range.first);
}

constexpr std::size_t kMostWords = 6;    // of a name
constexpr std::size_t kLeastTitled = 3;  // long words by which a headline shows its style

}  // namespace

bool capitalises_nouns(std::string_view language) { return language == "de" || language == "lb"; }

/// A text with its words, and where in it one looks.
class NameFinder::Walk {
 public:
  Walk(std::string_view text, const std::vector<Token>& tokens, const std::vector<NameWord>& words)
      : text_(text), tokens_(tokens), words_(words) {
    assert(tokens.size() == words.size());
  }

  std::size_t size() const { return tokens_.size(); }
  const NameWord& operator[](std::size_t i) const { return words_[i]; }
  bool is_capital(std::size_t i) const {
    return i < size() && has_any(words_[i], kCapitalised) && words_[i].word != 0;
  }

  Joint joint_after(std::size_t i) const {
    if (i + 1 >= size()) return Joint::None;
    const std::string_view between =
        text_.substr(tokens_[i].end(), tokens_[i + 1].begin - tokens_[i].end());
    if (is_one_space(between)) return Joint::Space;
    if (is_one_hyphen(between)) return Joint::Hyphen;
    if (between == ". " && has_any(words_[i], kInitial)) return Joint::Space;
    const bool is_apostrophe = between == "'" || between == "\xE2\x80\x99";
    return is_apostrophe && has_any(words_[i], kInitial) && is_capital(i + 1) ? Joint::Hyphen
                                                                              : Joint::None;
  }

  /// Behind a full stop, a colon, an opening quotation: where any word has a capital.
  bool begins_sentence(std::size_t i) const {
    if (i == 0) return true;
    const std::size_t from = tokens_[i - 1].end();
    const std::string_view between = text_.substr(from, tokens_[i].begin - from);
    if (is_one_space(between) || is_one_hyphen(between) || between == ", ") return false;
    return !(between == ". " && has_any(words_[i - 1], kInitial));
  }

  /// Of a word and what hyphens tie to it with capitals.
  std::size_t end_of_unit(std::size_t i) const {
    while (joint_after(i) == Joint::Hyphen && is_capital(i + 1)) ++i;
    return i;
  }

  /// The next word if a space and a capital make it a neighbour, else the end.
  std::size_t neighbour_of(std::size_t i) const {
    return joint_after(i) == Joint::Space && is_capital(i + 1) ? i + 1 : size();
  }

  /// Most long words have capitals: the style of some headlines.
  bool is_title_case() const {
    std::size_t capitals = 0;
    std::size_t others = 0;
    for (const NameWord& word : words_) {
      if (word.word == 0 || has_any(word, kShortWord)) continue;
      ++(has_any(word, kCapitalised) ? capitals : others);
    }
    return capitals >= kLeastTitled && capitals > 2 * others;
  }

 private:
  std::string_view text_;
  const std::vector<Token>& tokens_;
  const std::vector<NameWord>& words_;
};

NameFinder::NameFinder(std::string_view language) : capitals_tell_(!capitalises_nouns(language)) {}

void NameFinder::clear() {
  pairs_.clear();
  starts_.clear();
  inside_.clear();
  nouns_.clear();
  is_settled_ = true;
}

void NameFinder::read(std::string_view text, const std::vector<Token>& tokens,
                      const std::vector<NameWord>& words) {
  const Walk walk(text, tokens, words);
  if (is_all_capitals(words) || (capitals_tell_ && walk.is_title_case())) return;
  is_settled_ = false;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    if (!walk.is_capital(i)) continue;
    const bool is_start = walk.begins_sentence(i);
    const std::size_t next = walk.neighbour_of(i);
    if (next < walk.size()) (is_start ? starts_ : pairs_).push_back(pair_of(walk[i], walk[next]));
    if (is_start) continue;
    if (capitals_tell_) {
      inside_.push_back(walk[i].word);
      continue;
    }
    const bool has_determiner =
        has_any(walk[i - 1], kDeterminer) ||
        (i > 1 && !has_any(walk[i - 1], kCapitalised) && has_any(walk[i - 2], kDeterminer) &&
         walk.joint_after(i - 2) == Joint::Space);
    if (has_determiner && next == walk.size() && walk.joint_after(i - 1) == Joint::Space &&
        !has_any(walk[i], kAcronym)) {
      nouns_.push_back(walk[i].stem);
    }
  }
}

void NameFinder::settle() {
  if (is_settled_) return;
  std::sort(pairs_.begin(), pairs_.end());
  std::sort(starts_.begin(), starts_.end());
  std::sort(inside_.begin(), inside_.end());
  std::sort(nouns_.begin(), nouns_.end());
  is_settled_ = true;
}

/// More than once, and not only where a sentence begins.
bool NameFinder::stand_together(std::uint64_t pair) const {
  const std::size_t inside = times_in(pairs_, pair);
  return inside >= 2 || (inside == 1 && times_in(starts_, pair) > 0);
}

bool NameFinder::is_seen_inside(std::uint32_t word) const { return times_in(inside_, word) > 0; }
bool NameFinder::is_noun(std::uint32_t stem) const { return times_in(nouns_, stem) > 0; }

/// The last word of a name that begins at `first`, or `first` where none does; for texts whose
/// capitals tell nothing.
std::size_t NameFinder::end_of_proven(const Walk& walk, std::size_t first) const {
  constexpr NameMarks kNever = kTitle | kCommonNoun | kStopWord | kDeterminer;
  std::size_t last = walk.end_of_unit(first);
  if (has_any(walk[first], kGivenName)) {
    // Further given names and initials.
    for (std::size_t next = walk.neighbour_of(last);
         next < walk.size() && has_any(walk[next], kGivenName | kInitial);
         next = walk.neighbour_of(last)) {
      last = walk.end_of_unit(next);
    }
    std::size_t before = last;
    while (walk.joint_after(before) == Joint::Space && has_any(walk[before + 1], kParticle))
      ++before;
    const std::size_t surname = walk.neighbour_of(before);
    if (surname < walk.size() && !has_any(walk[surname], kNever)) {
      last = walk.end_of_unit(surname);
    } else if (last == first || (last == first + 1 && walk.joint_after(first) == Joint::Hyphen)) {
      return first;
    }
  } else if (has_any(walk[first], kNever)) {
    return first;
  } else {
    const std::size_t next = walk.neighbour_of(last);
    if (next == walk.size() || has_any(walk[next], kNever | kGivenName)) return first;
    const bool is_club = has_any(walk[first], kAcronym) && last == first;
    const bool is_repeated = stand_together(pair_of(walk[last], walk[next])) &&
                             !is_noun(walk[first].stem) && !is_noun(walk[next].stem);
    if (!is_club && !is_repeated) return first;
    last = walk.end_of_unit(next);
  }
  // What goes on together goes on: Luiz Inácio Lula, FC Bayern München, Kim Jong Un.
  for (std::size_t next = walk.neighbour_of(last); next < walk.size();
       next = walk.neighbour_of(last)) {
    // "In" has a capital in an English headline whose every word has one; a German "Uns" has none.
    const NameMarks not_so = kAcronym | kInitial | (capitals_tell_ ? kStopWord : NameMarks{0});
    const bool is_syllable = has_any(walk[next], kShortWord) && !has_any(walk[next], not_so) &&
                             has_any(walk[first], kGivenName);
    if (has_any(walk[next], kTitle | kCommonNoun) ||
        (!is_syllable && !stand_together(pair_of(walk[last], walk[next])))) {
      break;
    }
    last = walk.end_of_unit(next);
  }
  return last;
}

/// Likewise, where capitals tell; `first` may move behind titles.
std::size_t NameFinder::end_of_run(const Walk& walk, std::size_t& first) const {
  constexpr NameMarks kNotFirst = kStopWord | kCommonNoun;
  std::size_t last = first;
  std::size_t begin = first;
  while (last + 1 < walk.size()) {
    const Joint joint = walk.joint_after(last);
    std::size_t next = last + 1;
    if (joint == Joint::None || has_any(walk[last], kCommonNoun)) break;
    while (joint == Joint::Space && next < walk.size() && has_any(walk[next], kParticle) &&
           walk.joint_after(next) != Joint::None) {
      ++next;
    }
    if (!walk.is_capital(next) || has_any(walk[next], kCommonNoun)) break;
    last = next;
    if (has_any(walk[last], kTitle) && walk.neighbour_of(last) < walk.size()) begin = last + 1;
  }
  const std::size_t end = last;
  if (has_any(walk[begin], kTitle) && begin == first) ++begin;
  if (begin > end) {  // a title and no more, maybe the text's last word
    first = end;
    return end;
  }
  const bool is_unsure = walk.begins_sentence(begin) && !has_any(walk[begin], kGivenName) &&
                         !is_seen_inside(walk[begin].word);
  if (has_any(walk[begin], kNotFirst) || is_unsure) ++begin;
  const bool is_name = [&] {
    if (begin >= end || end - begin >= kMostWords) return false;
    for (std::size_t i = begin; i < end; ++i) {
      if (walk.joint_after(i) == Joint::Space) return true;
    }
    return end - begin >= 2;
  }();
  first = is_name ? begin : end;
  return end;
}

std::vector<NameSpan> NameFinder::find(std::string_view text, const std::vector<Token>& tokens,
                                       const std::vector<NameWord>& words) {
  std::vector<NameSpan> out;
  if (is_all_capitals(words)) return out;
  settle();
  const Walk walk(text, tokens, words);
  const bool do_capitals_tell = capitals_tell_ && !walk.is_title_case();
  for (std::size_t i = 0; i < walk.size(); ++i) {
    if (!walk.is_capital(i)) continue;
    std::size_t first = i;
    const std::size_t last =
        do_capitals_tell ? end_of_run(walk, first) : end_of_proven(walk, first);
    if (last > first) {
      out.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    }
    i = std::max(i, last);
  }
  return out;
}

}  // namespace depesche
