#include "dates/names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <unordered_map>

namespace depesche::dates {
namespace {

using Names = std::string_view;  // words between spaces

bool contains(Names names, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = names.find(word); at != Names::npos; at = names.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || names[at - 1] == ' ') && (end == names.size() || names[end] == ' ')) {
      return true;
    }
  }
  return false;
}

/// Which of several lists has a word; the first where more than one has. Every word of a page that
/// stands near a number is asked for.
class Index {
 public:
  explicit Index(std::span<const Names> lists) {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      for (std::size_t at = 0; at < lists[i].size();) {
        const std::size_t end = std::min(lists[i].find(' ', at), lists[i].size());
        lists_.emplace(lists[i].substr(at, end - at), static_cast<int>(i));
        at = end + 1;
      }
    }
  }

  /// -1 for none.
  int of(std::string_view word) const {
    const auto found = lists_.find(word);
    return found == lists_.end() ? -1 : found->second;
  }

 private:
  std::unordered_map<std::string_view, int> lists_;
};

// German, Austrian, English, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Turkish;
// Russian, Ukrainian, Arabic as in Egypt and as in the Levant.
constexpr std::array<Names, 12> kMonths{
    "januar january janvier enero gennaio janner jaenner jan janv ene gen jan januari janeiro "
    "stycznia ocak "
    "января січня يناير",
    "februar february fevrier febrero febbraio feber feb febr fev fevr february februari fevereiro "
    "lutego subat "
    "февраля лютого فبراير شباط",
    "marz march mars marzo maerz mar mrz mars marco maart marca mart "
    "марта березня مارس آذار",
    "april avril abril aprile apr avr abr kwietnia nisan "
    "апреля квітня أبريل إبريل نيسان",
    "mai may mayo maggio mag maio mei maj maja mayis "
    "мая травня مايو أيار",
    "juni june juin junio giugno jun giu juno junho czerwca haziran "
    "июня червня يونيو حزيران",
    "juli july juillet julio luglio jul juil lug julho lipca temmuz "
    "июля липня يوليو تموز",
    "august aout agosto aug augustus augusti sierpnia agustos "
    "августа серпня أغسطس آب",
    "september septembre septiembre setiembre settembre sep sept set setembro wrzesnia eylul "
    "сентября вересня سبتمبر أيلول",
    "oktober october octobre octubre ottobre okt oct ott outubro out pazdziernika ekim "
    "октября жовтня أكتوبر",
    "november novembre noviembre nov novembro listopada kasim "
    "ноября листопада نوفمبر",
    "dezember december decembre diciembre dicembre dez dec dic dezembro desember grudnia aralik "
    "декабря грудня ديسمبر",
};

constexpr std::array<Names, 7> kWeekdays{
    "sonntag sunday dimanche domingo domenica so sun dim dom",
    "montag monday lundi lunes lunedi mo mon lun lu",
    "dienstag tuesday mardi martes martedi di tue tues ma",
    "mittwoch wednesday mercredi miercoles mercoledi mi mit wed mer mie",
    "donnerstag thursday jeudi jueves giovedi do thu thur thurs jeu jue gio ju",
    "freitag friday vendredi viernes venerdi fr fri ven vie vi",
    "samstag saturday samedi sabado sabato sa sat sam sab sonnabend",
};

struct Zone {
  Names names;
  int minutes;
};
constexpr std::array<Zone, 21> kZones{{
    {"utc gmt z ut wet", 0},
    {"cet mez met bst west", 60},
    {"cest mesz eet mest cat", 120},
    {"msk eest", 180},
    {"gst", 240},
    {"pkt", 300},
    {"ist", 330},
    {"hkt sgt awst", 480},
    {"jst kst", 540},
    {"aest", 600},
    {"aedt", 660},
    {"nzst", 720},
    {"nzdt", 780},
    {"nst", -210},
    {"brt art adt", -180},
    {"ast edt", -240},
    {"est cdt", -300},
    {"cst mdt", -360},
    {"mst pdt", -420},
    {"pst akdt", -480},
    {"akst", -540},
}};

constexpr std::array<Names, 8> kUnits{
    "sekunde sekunden sek second seconds sec secs s seconde secondes segundo segundos seg secondo "
    "secondi",
    "minute minuten min minutes mins m minuto minutos minuti",
    "stunde stunden std hour hours hr hrs h heure heures hora horas ora ore",
    "tag tage tagen day days d jour jours j dia dias giorno giorni",
    "woche wochen week weeks w wk semaine semaines semana semanas settimana settimane",
    "monat monate monaten month months mois mes meses mese mesi",
    "jahr jahre jahren year years yr yrs y an ans annee annees ano anos anno anni",
    "jahrzehnt jahrzehnte jahrzehnten decade decades decennie decennies decada decadas decennio "
    "decenni",
};

constexpr std::array<Names, 12> kNumbers{
    "ein eine einer einem einen one a an un une una uno",
    "zwei two deux dos due",
    "drei three trois tres tre",
    "vier four quatre cuatro quattro",
    "funf five cinq cinco cinque",
    "sechs six seis sei",
    "sieben seven sept siete sette",
    "acht eight huit ocho otto",
    "neun nine neuf nueve nove",
    "zehn ten dix diez dieci",
    "elf eleven onze once undici",
    "zwolf twelve douze doce dodici",
};

}  // namespace

int month_named(std::string_view folded) {
  static const Index months(kMonths);
  return months.of(folded) + 1;
}

int weekday_named(std::string_view folded) {
  static const Index weekdays(kWeekdays);
  return weekdays.of(folded);
}

int number_named(std::string_view folded) {
  static const Index numbers(kNumbers);
  return numbers.of(folded) + 1;
}

std::optional<std::chrono::minutes> zone_named(std::string_view folded) {
  for (const Zone& zone : kZones) {
    if (contains(zone.names, folded)) return std::chrono::minutes(zone.minutes);
  }
  return std::nullopt;
}

std::optional<Unit> unit_named(std::string_view folded) {
  static const Index units(kUnits);
  const int index = units.of(folded);
  return index < 0 ? std::nullopt : std::optional(static_cast<Unit>(index));
}

}  // namespace depesche::dates
