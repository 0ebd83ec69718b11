#include <gtest/gtest.h>

#include "dates/dates.h"
#include "extract/headline/headline_text.h"
#include "extract/page/page_address.h"

namespace depesche::extract {
namespace {

struct Case {
  std::string_view given;
  std::string_view site;
  std::vector<std::string> others;
  std::string_view expected;
};

TEST(Headline, LosesTheOutletsName) {
  const std::vector<Case> cases{
      {"Brücke gesperrt am Ufer | Talheimer Bote", "", {}, "Brücke gesperrt am Ufer"},
      {"Brücke gesperrt am Ufer - Talheimer Bote", "Talheimer Bote", {}, "Brücke gesperrt am Ufer"},
      {"Brücke gesperrt am Ufer - Lokales - Talheimer Bote",
       "",
       {"Brücke gesperrt am Ufer"},
       "Brücke gesperrt am Ufer"},
      {"Talheimer Bote: News | Brücke gesperrt am Ufer",
       "",
       {"Brücke gesperrt am Ufer"},
       "Brücke gesperrt am Ufer"},
  };
  for (const auto& [given, site, others, expected] : cases) {
    std::vector<std::string> keys;
    for (const std::string& other : others) keys.push_back(headline_key(other));
    const std::string outlet = headline_key(site);
    EXPECT_EQ(without_site_name(given, outlet, keys), expected) << "given " << given;
    EXPECT_EQ(without_site_name(expected, outlet, keys), expected) << "not idempotent";
  }
}

TEST(Headline, KeepsDashesThatBelongToIt) {
  for (const std::string_view given :
       {"Regen, Sturm – und kein Ende in Sicht", "Ferry returns - and so do the gulls",
        "Kein Trenner", "A - B", ""}) {
    EXPECT_EQ(without_site_name(given, "talheimer bote", {}), given);
  }
}

TEST(AddressDate, IsReadFromPaths) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"https://a.example/2024/03/12/bruecke", "2024-03-12"},
      {"https://a.example/news/2024-03-12-bruecke.html", "2024-03-12"},
      {"https://a.example/2024/mar/12/bridge", "2024-03-12"},
      {"https://a.example/2024/march/12/bridge", "2024-03-12"},
      {"https://a.example/2024/Oktober/3/bruecke", "2024-10-03"},
      {"https://a.example/2024/marches/12/x", "none"},
      {"https://a.example/20240312/x", "2024-03-12"},
      {"https://a.example/2024/03/bruecke", "none"},
      {"https://a.example/artikel/20241345/x", "none"},
      {"https://a.example/?d=2024-03-12x", "none"},
      {"https://a.example/art-123456789", "none"},
      {"https://a.example/meldungen/29-10-2021", "2021-10-29"},
      {"https://a.example/meldungen/09-10-2021", "none"},
      {"", "none"},
  };
  for (const auto& [given, expected] : cases) {
    const auto moment = date_in_address(given);
    EXPECT_EQ(moment ? format_rfc3339(*moment) : "none", expected) << "given " << given;
  }
}

}  // namespace
}  // namespace depesche::extract
