// Pages of one invented outlet that share a box.
#pragma once

#include <string>
#include <string_view>

namespace depesche::test {

/// As a reading by itself takes it for a part of the text.
inline const std::string kBox =
    "<h2>Der Bote am Morgen</h2><p>Alles, was Sie über die Stadt wissen müssen, schreiben wir "
    "Ihnen "
    "jeden Morgen um sechs Uhr, kurz genug für den Weg zur Arbeit und den ersten Kaffee.</p>";

/// Different for each subject.
inline std::string paragraphs(std::string_view subject, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "<p>Zum Thema " + std::string(subject) + " fanden die Prüfer im Teil " +
            std::to_string(i + 1) +
            " des Berichts einige Mängel, sagte das Amt am Morgen. Bis sie behoben sind, werden "
            "nach Auskunft der Leitung noch Wochen vergehen.</p>";
  }
  return text;
}

inline std::string page_with(std::string_view headline, const std::string& body) {
  return "<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>" + std::string(headline) +
         " - Der Bote</title></head><body><nav><a href=/>Start und alle Ressorts des Boten</a>"
         "</nav><article><h1>" +
         std::string(headline) + "</h1>" + body +
         "</article><footer><p>Alle Rechte bei der Gesellschaft des Boten zu Hafen und "
         "Fluss.</p></footer></body></html>";
}

}  // namespace depesche::test
