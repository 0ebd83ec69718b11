// Parts of German compounds: "bundesverfassungsgericht" → bund · verfassung · gericht.
//
// A word is parted where a known word ends and another begins. Between them may stand what German
// puts there: s, es, n, en, er, e; or the first has lost its e or en (Schul-buch, Fahr-rad). Parts
// are parted again until each is a word of its own. What is known, and how common it is, says
// text/part_words.h; of several ways to part a word the one whose parts are commonest wins, and a
// word that is much commoner than its parts is left whole.
//
// Pure and deterministic (whole numbers only). Some microseconds a word; remember what came out.
#pragma once

#include <string_view>
#include <vector>

#include "text/part_words.h"

namespace depesche {

/// The parts in order, without what joins them and with the ending the word has; empty when it is
/// no compound. Views into `folded` (text/fold.h).
std::vector<std::string_view> compound_parts(std::string_view folded, const PartWords& words);

/// What stands in a compound: its parts and the shorter compounds made of neighbours among them
/// (verfassungsgericht), never the whole. Views into `folded`.
std::vector<std::string_view> words_inside(std::string_view folded, const PartWords& words);

}  // namespace depesche
