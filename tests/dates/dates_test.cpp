#include "dates/dates.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

// Wednesday, 13 November 2024, 12:00 UTC.
constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1731499200)};

std::string shown(const std::optional<Moment>& moment) {
  return moment ? format_rfc3339(*moment) : "none";
}

struct Case {
  std::string_view given;
  std::string_view expected;
};

TEST(Rfc3339, ReadsWhatPagesWrite) {
  const std::vector<Case> cases{
      {"2014-10-18T22:56:00+02:00", "2014-10-18T22:56:00+02:00"},
      {"2014-10-18T22:56:00Z", "2014-10-18T22:56:00Z"},
      {"2014-10-18T22:56:00.123456+0200", "2014-10-18T22:56:00+02:00"},
      {"2014-10-18T22:56+02", "2014-10-18T22:56:00+02:00"},
      {" 2014-10-18 22:56:00 ", "2014-10-18T22:56:00Z"},
      {"2014-10-18t22:56:00z", "2014-10-18T22:56:00Z"},
      {"2014-10-18", "2014-10-18"},
      {"2014/10/18", "2014-10-18"},
      {"2014-1-8", "2014-01-08"},
      {"20141018", "2014-10-18"},
      {"20141018T225600Z", "2014-10-18T22:56:00Z"},
      {"2014-291", "2014-10-18"},
      {"2014-W42-6", "2014-10-18"},
      {"2014-10-18T22:56:00+02:00[Europe/Berlin]", "2014-10-18T22:56:00+02:00"},
      {"2014-10-18 22:56:00 CEST", "2014-10-18T22:56:00+02:00"},
      {"2014-10-18T24:00:00Z", "2014-10-19T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
      {"2014-10-18T22:56:00-03:30", "2014-10-18T22:56:00-03:30"},
  };
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(shown(parse_rfc3339(given)), expected) << "given " << given;
    EXPECT_EQ(shown(parse_feed_date(given)), expected) << "given " << given;
  }
}

TEST(Rfc3339, RefusesWhatIsNoDay) {
  for (const std::string_view given :
       {"", "2014", "2014-10", "2014-13-01", "2014-02-30", "2014-10-18T25:00:00Z", "2014-10-18x",
        "0000-01-01", "2014-10-18T22", "18-10-2014T10:00", "2014-W60-1", "123", "T10:00"}) {
    EXPECT_EQ(shown(parse_rfc3339(given)), "none") << "given " << given;
  }
}

TEST(Rfc822, ReadsWhatFeedsWrite) {
  const std::vector<Case> cases{
      {"Sat, 18 Oct 2014 22:56:00 +0200", "2014-10-18T22:56:00+02:00"},
      {"Sat, 18 Oct 2014 22:56:00 GMT", "2014-10-18T22:56:00Z"},
      {"18 Oct 14 22:56 EST", "2014-10-18T22:56:00-05:00"},
      {"Sa, 18 Okt 2014 22:56:00 +0200", "2014-10-18T22:56:00+02:00"},
      {"Sat, 18 Oct 2014", "2014-10-18"},
      {"Sat Oct 18 22:56:00 2014", "2014-10-18T22:56:00Z"},
      {"Sat Oct 18 22:56:00 CEST 2014", "2014-10-18T22:56:00+02:00"},
      {"Sat, 18 October 2014 10:56 PM", "2014-10-18T22:56:00Z"},
      {"Oct 18, 2014 22:56:00 MEZ", "2014-10-18T22:56:00+01:00"},
      {"Sat, 18 Oct 2014 22:56:00 UTC+2", "2014-10-18T22:56:00+02:00"},
      {"18.10.2014 22:56", "2014-10-18T22:56:00Z"},
  };
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(shown(parse_rfc822(given)), expected) << "given " << given;
    EXPECT_EQ(shown(parse_feed_date(given)), expected) << "given " << given;
  }
  EXPECT_EQ(shown(parse_feed_date("1413665760")), "2014-10-18T20:56:00Z");
}

TEST(Rfc822, RefusesWhatNamesNoDay) {
  for (const std::string_view given :
       {"", "Oct 2014", "18 Oct", "Sat, 32 Oct 2014 10:00:00 GMT", "Sat", "yesterday", "3/4/2014",
        "Sat, 18 Foo 2014", "14134", "31 Feb 2014"}) {
    EXPECT_EQ(shown(parse_rfc822(given)), "none") << "given " << given;
    EXPECT_EQ(shown(parse_feed_date(given)), "none") << "given " << given;
  }
}

struct WrittenCase {
  std::string_view given;
  std::string_view language;
  std::string_view expected;
};

TEST(WrittenDate, ReadsWhatPeopleWrite) {
  const std::vector<WrittenCase> cases{
      {"18. Oktober 2014 um 22:56 Uhr", "de", "2014-10-18T22:56:00Z"},
      {"Veröffentlicht am 3. März 2024, 14.05 Uhr", "de", "2024-03-03T14:05:00Z"},
      {"Stand: 03.03.2024 14:05 Uhr | Lesezeit: 3 Min.", "de", "2024-03-03T14:05:00Z"},
      {"Mittwoch, 6. Nov. 2024", "de", "2024-11-06"},
      {"5. Jänner 2024", "de-AT", "2024-01-05"},
      {"26.10., 9 Uhr", "de", "2024-10-26T09:00:00Z"},
      {"24. Dezember", "de", "2023-12-24"},
      {"Published March 5, 2024 at 6:11 p.m. EST", "en-US", "2024-03-05T18:11:00-05:00"},
      {"5th of March 2024", "en", "2024-03-05"},
      {"3/4/2024", "en-US", "2024-03-04"},
      {"3/4/2024", "en-GB", "2024-04-03"},
      {"13/4/2024", "", "2024-04-13"},
      {"le 1er février 2024 à 14h40", "fr", "2024-02-01T14:40:00Z"},
      {"21 de octubre de 2024", "es", "2024-10-21"},
      {"16 giugno 2024", "it", "2024-06-16"},
      {"2024年3月12日 10:30", "ja", "2024-03-12T10:30:00Z"},
      {"15 августа 2016, 13:43", "ru", "2016-08-15T13:43:00Z"},
      {"3 листопада 2024", "uk", "2024-11-03"},
      {"الأربعاء، 07 أكتوبر 2020 - 09:30 م", "ar", "2020-10-07T21:30:00Z"},
      {"2 آذار 2024", "ar", "2024-03-02"},
      {"vor 2 Stunden", "de", "2024-11-13T10:00:00Z"},
      {"vor einem Tag", "de", "2024-11-12"},
      {"gestern, 18:20 Uhr", "de", "2024-11-12T18:20:00Z"},
      {"heute", "de", "2024-11-13"},
      {"2 hours ago", "en", "2024-11-13T10:00:00Z"},
      {"Updated an hour ago", "en", "2024-11-13T11:00:00Z"},
      {"yesterday", "en", "2024-11-12"},
      {"il y a 40 minutes", "fr", "2024-11-13T11:20:00Z"},
      {"hace 3 días", "es", "2024-11-10"},
      {"2 ore fa", "it", "2024-11-13T10:00:00Z"},
      {"Montag, 14:05 Uhr", "de", "2024-11-11T14:05:00Z"},
      {"nächste Woche", "de", "2024-11-20"},
      {"last month", "en", "2024-10-13"},
      {"en 2 horas", "es", "2024-11-13T14:00:00Z"},
  };
  for (const auto& [given, language, expected] : cases) {
    EXPECT_EQ(shown(parse_written_date(given, language, kNow)), expected) << "given " << given;
  }
}

TEST(WrittenDate, RefusesWhatNamesNoDay) {
  for (const std::string_view given :
       {"", "Lesezeit: 3 Min.", "3 min read", "von 10 bis 12", "3/4/2024", "März 2024", "Mai",
        "42. März 2024", "Kapitel 3.4.", "die 5 besten Tage", "www.example.org", "1.2.3.4.5",
        "may be", "Mittwoch"}) {
    EXPECT_EQ(shown(parse_written_date(given, "", kNow)), "none") << "given " << given;
  }
}

TEST(FullDate, NamesItsYear) {
  const std::vector<WrittenCase> cases{
      {"Publié le 3 février 2026 à 14h40, mis à jour le 4 février", "fr", "2026-02-03T14:40:00Z"},
      {"Publicado el 21 de octubre de 2025 a las 18:20", "es", "2025-10-21T18:20:00Z"},
      {"Pubblicato il 16 giugno 2026 alle 07:30", "it", "2026-06-16T07:30:00Z"},
      {"Do 25.04.24 | 14:07 Uhr | Von", "de", "2024-04-25T14:07:00Z"},
      {", 8.5.12", "de", "2012-05-08"},
      {"Freizeit, 28.9.23", "de", "2023-09-28"},
      {"[Samstag, 19. Juli 2014]", "de", "2014-07-19"},
      {"18th Dec 2025", "en", "2025-12-18"},
      {"DECEMBER 22, 2022", "en", "2022-12-22"},
      {"3/4/2025", "en-US", "2025-03-04"},
      {"vor 2 Stunden", "de", "none"},
      {"gestern", "de", "none"},
      {"12. März", "de", "none"},
      {"14:05", "de", "none"},
  };
  for (const auto& [given, language, expected] : cases) {
    EXPECT_EQ(shown(parse_full_date(given, language)), expected) << "given " << given;
  }
}

TEST(DateFormat, WritesWhatItReads) {
  for (const std::string_view text : {"2014-10-18T22:56:00+02:00", "2014-10-18", "1969-12-31",
                                      "2014-10-18T22:56:00Z", "2014-01-01T00:30:00-09:30"}) {
    EXPECT_EQ(shown(parse_rfc3339(text)), text);
  }
  EXPECT_EQ(format_rfc822(kNow), "Wed, 13 Nov 2024 12:00:00 GMT");
  EXPECT_EQ(format_rfc3339(kNow), "2024-11-13T12:00:00Z");
  EXPECT_EQ(parse_rfc822(format_rfc822(kNow))->at, kNow);
}

}  // namespace
}  // namespace depesche
