#include "desk/entry_identity.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "pack/hash.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kHome = "https://bote.example/";

struct Told {
  std::string id, url, title;
  std::string text = {};
  int published = 0;  // 0: the feed does not say
};

Entry entry_of(const Told& told) {
  Entry entry;
  entry.id = told.id;
  entry.url = told.url;
  entry.title = told.title;
  entry.summary = told.text;
  if (told.published > 0) {
    entry.published = Moment{std::chrono::sys_seconds{told.published * 1s}, {}, false};
  }
  return entry;
}

std::vector<EntryMarks> marks_of(const std::vector<Told>& told) {
  std::vector<Entry> entries;
  entries.reserve(told.size());
  for (const Told& one : told) entries.push_back(entry_of(one));
  return mark_entries(entries, kHome);
}

EntryMarks marks_of(const Told& told) { return marks_of(std::vector{told})[0]; }

enum class Seen { Same, NewWords, Other };

/// What a later poll makes of `now` when `before` is noted.
Seen seen(const Told& before, const Told& now) {
  const EntryMarks first = marks_of(before);
  const EntryMarks second = marks_of(now);
  EXPECT_EQ(first.version == second.version && first.place != second.place, false);
  if (first.version == second.version) return Seen::Same;
  return first.place == second.place ? Seen::NewWords : Seen::Other;
}

TEST(EntryIdentity, IsTheGuidAtItsPlaceElseTheAddressElseTheWords) {
  const std::string b = "https://bote.example";
  const std::tuple<const char*, Told, Told, Seen> cases[] = {
      {"the same", {"1", b + "/a", "T"}, {"1", b + "/a", "T"}, Seen::Same},
      {"another headline", {"1", b + "/a", "T"}, {"1", b + "/a", "U"}, Seen::NewWords},
      {"a summary is on the page",
       {"1", b + "/a", "T", "x"},
       {"1", b + "/a", "T", "y"},
       Seen::Same},
      {"now https", {"1", "http://bote.example/a", "T"}, {"1", b + "/a", "T"}, Seen::Same},
      {"www.", {"1", b + "/a/", "T"}, {"1", "https://www.bote.example/a", "T"}, Seen::Same},
      {"sessions", {"1", b + "/a?s=1", "T"}, {"1", b + "/a?s=2", "T"}, Seen::Same},
      {"one guid, another report", {"1", b + "/a", "T"}, {"1", b + "/b", "T"}, Seen::Other},
      {"another guid, one address", {"1", b + "/a", "T"}, {"2", b + "/a", "T"}, Seen::Other},
      {"no guid", {"", b + "/a", "T"}, {"", b + "/a", "U"}, Seen::NewWords},
      {"tracked", {"", b + "/a?utm_source=x", "T"}, {"", b + "/a#top", "T"}, Seen::Same},
      {"the query", {"", b + "/a?id=1", "T"}, {"", b + "/a?id=2", "T"}, Seen::Other},
      {"a guid that came later", {"", b + "/a", "T"}, {"1", b + "/a", "T"}, Seen::Other},
      {"guid alone", {"1", "", "T"}, {"1", "", "T"}, Seen::Same},
      {"guid alone, headline", {"1", "", "T"}, {"1", "", "U"}, Seen::NewWords},
      {"guid alone, text", {"1", "", "T", "x"}, {"1", "", "T", "y"}, Seen::NewWords},
      {"guid alone, another", {"1", "", "T"}, {"2", "", "T"}, Seen::Other},
      {"not of the web", {"", "mailto:a@bote.example", "T"}, {"", "", "T"}, Seen::Same},
      {"words", {"", "", "T", "x"}, {"", "", "T", "x"}, Seen::Same},
      {"other words", {"", "", "T", "x"}, {"", "", "T", "y"}, Seen::Other},
      {"dated words", {"", "", "T", "x", 9}, {"", "", "T", "y", 9}, Seen::NewWords},
      {"another date", {"", "", "T", "x", 9}, {"", "", "T", "x", 10}, Seen::Other},
  };
  for (const auto& [what, before, now, expected] : cases) {
    EXPECT_EQ(seen(before, now), expected) << what;
    EXPECT_EQ(seen(now, before), expected) << what << ", the other way round";
  }
}

TEST(EntryIdentity, OfOneFetchNothingIsSwallowedAndNothingIsDouble) {
  struct Fetch {
    const char* what;
    std::vector<Told> entries;
    std::vector<bool> repeated;
  };
  const std::string b = "https://bote.example";
  const Fetch fetches[] = {
      {"one guid for all", {{"1", b + "/a", "A"}, {"1", b + "/b", "B"}}, {false, false}},
      {"told apart by the query",
       {{"1", b + "/?p=1", "A"}, {"1", b + "/?p=2", "A"}},
       {false, false}},
      {"one entry twice", {{"1", b + "/a", "A"}, {"1", b + "/a", "A"}}, {false, true}},
      {"twice, and another",
       {{"1", b + "/a", "A"}, {"1", b + "/a", "A"}, {"1", b + "/b", "B"}},
       {false, true, false}},
      {"neither guid nor address",
       {{"", "", "A"}, {"", "", "B"}, {"", "", "A"}},
       {false, false, true}},
      {"one guid, no address", {{"1", "", "A"}, {"1", "", "B"}}, {false, false}},
      {"one address", {{"", b + "/a", "A"}, {"", b + "/a?utm_source=x", "A"}}, {false, true}},
      {"nothing", {}, {}},
  };
  for (const auto& [what, entries, repeated] : fetches) {
    const auto marks = marks_of(entries);
    ASSERT_EQ(marks.size(), entries.size()) << what;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      EXPECT_EQ(marks[i].is_repeated, repeated[i]) << what << " " << i;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_EQ(marks[i].address == marks[j].address, marks[i].place == marks[j].place)
            << what << ": articles and entries go together, " << i << " and " << j;
      }
    }
  }
}

TEST(EntryIdentity, AnEntryWithoutAnAddressGetsOneInTheFeedsHome) {
  const EntryMarks marks = marks_of({"1", "", "T"});
  EXPECT_FALSE(marks.has_page);
  EXPECT_EQ(marks.url, kHome);
  EXPECT_TRUE(marks.address.starts_with(std::string(kHome) + "#entry-")) << marks.address;
  EXPECT_EQ(marks.address, marks_of({"1", "", "U"}).address) << "a changed headline stays there";
  const Entry entry = entry_of({"1", "", "T"});
  EXPECT_EQ(mark_entries({&entry, 1}, "")[0].address, "") << "without a home there is none";
}

TEST(EntryIdentity, KnowsWhatEarlierProgramsNoted) {
  const std::string tracked = "https://bote.example/a?utm_source=x";
  const std::string address = "https://bote.example/a";
  EXPECT_EQ(marks_of({"1", tracked, "T"}).old_version,
            "version " + std::to_string(hash64(std::string("1") + '\0' + "T")));
  EXPECT_EQ(marks_of({"", tracked, "T"}).version,
            "version " + std::to_string(hash64(address + '\0' + "T")));
  EXPECT_EQ(marks_of({"", tracked, "T"}).old_place, tracked);
  EXPECT_EQ(marks_of({"", address, "T"}).old_place, "");
}

TEST(EntryIdentity, SpellingsOfAnAddressDifferInSchemeNameAndSlash) {
  using All = std::vector<std::string>;
  EXPECT_EQ(
      spellings("http://a.example/x?q=1"),
      (All{"http://a.example/x?q=1", "http://a.example/x/?q=1", "http://www.a.example/x?q=1",
           "http://www.a.example/x/?q=1", "https://a.example/x?q=1", "https://a.example/x/?q=1",
           "https://www.a.example/x?q=1", "https://www.a.example/x/?q=1"}));
  EXPECT_EQ(spellings("https://www.a.example/"),
            (All{"https://www.a.example/", "https://a.example/", "http://www.a.example/",
                 "http://a.example/"}));
  EXPECT_EQ(spellings("http://127.0.0.1:8080/x"),
            (All{"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/"}));
  EXPECT_EQ(spellings("no address"), All{"no address"});
  for (const std::string& one : spellings("https://a.example/x/y")) {
    All there = spellings("https://a.example/x/y"), back = spellings(one);
    std::sort(there.begin(), there.end());
    std::sort(back.begin(), back.end());
    EXPECT_EQ(there, back) << one;
    EXPECT_TRUE(is_same_place("https://a.example/x/y", one));
  }
}

TEST(EntryIdentity, ALongNumberTellsOneReportUnderTwoAddresses) {
  const std::tuple<std::string_view, std::string_view, bool> cases[] = {
      {"https://a.example/zu-1234567.html", "https://a.example/offen-1234567.html", true},
      {"https://a.example/zu?id=1234567", "https://a.example/1234567", true},
      {"https://a.example/zu-1234567.html", "https://a.example/zu-1234568.html", false},
      {"https://a.example/zu-12345.html", "https://a.example/offen-12345.html", false},
      {"https://a.example/20260512/zu", "https://a.example/20260512/offen", false},
      {"https://a.example/202605/zu", "https://a.example/202605/offen", false},
      {"https://a.example/20261399/zu", "https://a.example/20261399/offen", true},
      {"https://a.example/zu", "https://a.example/zu", false},
      {"", "", false},
  };
  for (const auto& [one, other, expected] : cases) {
    EXPECT_EQ(share_number(one, other), expected) << one << " " << other;
    EXPECT_EQ(share_number(other, one), expected) << one << " " << other;
  }
}

}  // namespace
}  // namespace depesche
