// By what an entry is known in its feed: what was read is not read again, what is new is not taken
// for something old.
//
//   guid      the feed's own name; what comes under it again is the same report in other words
//   address   without a guid, in its canonical form: tracking parameters make no new entry
//   words     with neither: the headline with its time, or with its text where it has no time
//
// No guid is believed alone, for outlets use one several times: each entry is noted under its guid
// at its place (host and path), so the same guid at another place is looked at, not passed over.
// Whether it moved there or is another report is for the gatherer to find out.
//
// Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/feed.h"

namespace depesche {

/// What an entry is noted under, and the address of the article it makes.
struct EntryMarks {
  std::string guid;     // empty where the feed gives none
  std::string place;    // this guid at this place, or the address, or the words
  std::string version;  // the same in these words
  std::string url;      // where the report, or for want of its address the feed's home, is
  std::string address;  // canonical; of an entry without an address, the home's with a fragment
  bool has_page = true;
  bool is_repeated = false;  // an earlier entry of the same fetch is the same
  bool shares_guid = false;  // with another entry of the fetch, so it names neither
  // As earlier programs noted it; empty where they noted the same.
  std::string old_place;
  std::string old_version;
};

/// One for each entry of one fetch, in order. `home` is the page or address of the feed.
std::vector<EntryMarks> mark_entries(std::span<const Entry> entries, std::string_view home);

/// What an entry named `guid` is noted under when its report is at `address`.
std::string place_mark(std::string_view guid, std::string_view address);

/// What an entry at one address is noted under when the article it makes stands at another.
std::string alias_mark(std::string_view address, std::string_view article_address);

/// An address and its other spellings: what a move over to https or away from "www." changes, and a
/// slash at the end. They are taken for one page without looking.
std::vector<std::string> spellings(std::string_view address);

/// Whether two addresses differ only in what a move over to https, a "www." or another query
/// changes.
bool is_same_place(std::string_view address, std::string_view other);

/// Whether both carry the same long number, as content systems put it into addresses: then the
/// words around it do not matter. A day written without separators is none.
bool share_number(std::string_view address, std::string_view other);

}  // namespace depesche
