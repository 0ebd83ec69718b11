#include "story/fact_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "story/facts.h"
#include "story/read_article.h"
#include "story/term_hash_of.h"
#include "story/vocabulary.h"

namespace depesche::story {
namespace {

template <std::size_t N>
constexpr std::array<std::string_view, N> sorted(std::array<std::string_view, N> words) {
  std::sort(words.begin(), words.end());
  return words;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& sorted_words, std::string_view word) {
  return std::binary_search(sorted_words.begin(), sorted_words.end(), word);
}

constexpr auto kGermanLeads = sorted(std::to_array<std::string_view>(
    {"bei", "in", "nahe", "landkreis", "kreis", "raum", "stadtteil", "bezirk"}));
constexpr auto kEnglishLeads = sorted(std::to_array<std::string_view>({"in", "near", "outside"}));

// Wider than a town, and what stands without an article behind "in" or "bei".
constexpr auto kNoTowns = sorted(std::to_array<std::string_view>(
    {// Länder, cantons and landscapes, of which the regions tell
     "aargau", "baden", "bayern", "brandenburg", "burgenland", "graubunden", "hessen", "karnten",
     "mecklenburg", "mv", "niederbayern", "niederosterreich", "niedersachsen", "nordrhein", "nrw",
     "oberbayern", "oberosterreich", "ostfriesland", "rheinland", "saarland", "sachsen",
     "schleswig", "schwaben", "steiermark", "sudtirol", "thuringen", "tirol", "vorarlberg",
     "vorpommern", "westfalen", "wurttemberg", "mittelfranken", "oberfranken", "unterfranken",
     "franken", "nordhessen", "nordsachsen", "sudhessen", "ostdeutschland", "westdeutschland",
     // parts of the world
     "afrika", "amerika", "asien", "europa", "nahost", "osteuropa", "sudamerika", "nordamerika",
     "lateinamerika", "westafrika", "sudostasien", "fernost", "africa", "america", "asia", "europe",
     "england", "schottland", "wales", "scotland", "britain", "northern", "southern", "eastern",
     "western", "central", "deutschland", "grossbritannien", "ubersee",
     // what else stands there
     "aktion", "anspruch", "ausbildung", "bezug", "brand", "bewegung", "corona", "covid",
     "echtzeit", "aussicht", "folge", "demo", "topform", "eigenregie", "erinnerung", "ermittlungen",
     "facebook", "fahrt", "flammen", "form", "frage", "freiheit", "fuhrung", "gedenken", "gefahr",
     "gewahrsam", "google", "haft", "handschellen", "kauf", "kraft", "kriegszeiten", "kurze",
     "innenstadt", "altstadt", "millionenhohe", "mitleidenschaft", "not", "ordnung",
     "pandemiezeiten", "pension", "quarantane", "rente", "richtung", "ruhe", "schach", "schuben",
     "serie", "sicherheit", "sicht", "sachen", "social", "tranen", "trummern", "twitter", "unfall",
     "untersuchungshaft", "verbindung", "verruf", "zeiten", "zukunft", "zusammenarbeit", "congress",
     "court", "parliament", "english"}));

// The first word of a name of two.
constexpr auto kFirstOfTwo = sorted(std::to_array<std::string_view>(
    {"abu",   "addis", "bad",   "buenos", "cape", "east", "el",     "fort",
     "great", "hong",  "kuala", "la",     "las",  "le",   "little", "los",
     "lower", "mount", "new",   "north",  "port", "rio",  "saint",  "san",
     "sankt", "santa", "sao",   "south",  "st",   "tel",  "upper",  "west"}));

// As Germans call them; regions.h knows those of German-speaking countries.
constexpr auto kLargeTowns = sorted(std::to_array<std::string_view>(
    {"amsterdam",  "ankara",       "antwerpen", "athen",     "atlanta",    "bagdad",
     "bangkok",    "barcelona",    "beirut",    "belgrad",   "bombay",     "boston",
     "bratislava", "brussel",      "budapest",  "bukarest",  "caracas",    "charkiw",
     "chicago",    "damaskus",     "danzig",    "davos",     "delhi",      "denver",
     "detroit",    "dhaka",        "doha",      "donezk",    "dubai",      "dublin",
     "edinburgh",  "florenz",      "gaza",      "genua",     "glasgow",    "helsinki",
     "hongkong",   "houston",      "islamabad", "istanbul",  "izmir",      "jakarta",
     "jerusalem",  "johannesburg", "kabul",     "kairo",     "kapstadt",   "karatschi",
     "katowice",   "kharkiv",      "kiew",      "kinshasa",  "kopenhagen", "krakau",
     "kyjiw",      "lagos",        "leeds",     "lille",     "lissabon",   "liverpool",
     "london",     "luttich",      "luxemburg", "lyon",      "madrid",     "mailand",
     "manchester", "mariupol",     "marseille", "melbourne", "miami",      "minsk",
     "montreal",   "moskau",       "mumbai",    "nairobi",   "neapel",     "nizza",
     "odessa",     "oslo",         "ottawa",    "oxford",    "palermo",    "paris",
     "peking",     "philadelphia", "pjongjang", "porto",     "posen",      "prag",
     "ramallah",   "reykjavik",    "riad",      "riga",      "rom",        "rotterdam",
     "salisbury",  "sarajevo",     "seattle",   "seoul",     "sevilla",    "shanghai",
     "singapur",   "skopje",       "sofia",     "stockholm", "strassburg", "sydney",
     "taipeh",     "tallinn",      "teheran",   "tiflis",    "tokio",      "tokyo",
     "toronto",    "toulouse",     "tripolis",  "tunis",     "turin",      "utrecht",
     "valencia",   "vancouver",    "venedig",   "verona",    "vilnius",    "warschau",
     "washington", "wuhan",        "zagreb"}));

constexpr auto kTownEndings = std::to_array<std::string_view>(
    {"ach",   "au",     "bach",  "beck",  "berg",  "born",  "bronn", "bruck",   "brucken",
     "burg",  "buttel", "dorf",  "feld",  "felde", "forde", "furt",  "hagen",   "hausen",
     "haven", "heim",   "hofen", "horst", "ingen", "itz",   "kirch", "kirchen", "lar",
     "leben", "munde",  "ow",    "rath",  "reuth", "rode",  "roda",  "stadt",   "stedt",
     "stein", "tal",    "thal",  "walde", "wig"});
// … and which of those words end otherwise for all that.
constexpr auto kNoTownEndings = std::to_array<std::string_view>(
    {"bau",      "besitz",     "blitz",     "dach",    "fach",     "frau",         "hau",
     "hospital", "innenstadt", "interview", "kapital", "krach",    "mittelfeld",   "pflegeheim",
     "quartal",  "schau",      "schlitz",   "show",    "sitz",     "spielfeld",    "stau",
     "tierheim", "umfeld",     "vorfeld",   "witz",    "wohnheim", "zusammenleben"});

/// At most two digits, or -1.
int side_of(std::string_view digits) {
  int out = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
  return is_whole && !digits.empty() && digits.size() <= 2 ? out : -1;
}

std::optional<FoundFact> score_of(std::string_view first, std::string_view second, std::size_t at,
                                  std::size_t last) {
  const int a = side_of(first);
  const int b = side_of(second);
  if (a < 0 || b < 0) return std::nullopt;
  // 18:30 is a time of day more often than anything else.
  if (second.size() == 2 && (second[0] == '0' || (a < 24 && b < 60 && b >= 10)))
    return std::nullopt;
  const std::string spelled = std::to_string(std::max(a, b)) + ":" + std::to_string(std::min(a, b));
  return FoundFact{hash_of(spelled, TermKind::Score), TermKind::Score, at, last};
}

std::optional<FoundFact> score_at(const ReadText& read, std::size_t at, bool is_german) {
  const std::string_view surface = read.tokens[at].of(read.text);
  std::size_t last = at;
  std::optional<FoundFact> out;
  if (const std::size_t colon = surface.find(':'); colon != std::string_view::npos) {
    if (is_german) out = score_of(surface.substr(0, colon), surface.substr(colon + 1), at, last);
  } else if (!is_german && !read.score_at(at).empty()) {
    last = at + 1;
    out = score_of(surface, read.tokens[last].of(read.text), at, last);
  }
  const bool is_time = last + 1 < read.words.size() && read.words[last + 1]->cues.is_of_clock;
  return is_time ? std::nullopt : out;
}

/// "3. März", "March 3".
std::optional<FoundFact> date_at(const ReadText& read, std::size_t at) {
  if (at + 1 == read.tokens.size()) return std::nullopt;
  const bool is_day_first = read.tokens[at].kind == TokenKind::Number;
  const std::size_t number = is_day_first ? at : at + 1;
  const int month = read.words[is_day_first ? at + 1 : at]->cues.month;
  const int day = side_of(read.tokens[number].of(read.text));
  if (month == 0 || day < 1 || day > 31) return std::nullopt;
  if (read.tokens[at + 1].begin - read.tokens[at].end() > 2) return std::nullopt;
  return FoundFact{date_term(day, month), TermKind::Day, at, at + 1};
}

bool is_next(const ReadText& read, std::size_t at) {
  if (at + 1 >= read.tokens.size()) return false;
  const std::string_view between =
      read.text.substr(read.tokens[at].end(), read.tokens[at + 1].begin - read.tokens[at].end());
  return between == " " || between == "-" || between == ". ";
}

bool names_something(const ReadText& read, std::size_t at) {
  return read.words[at]->name != 0 && read.words[at]->country == 0;
}

std::optional<FoundFact> town_behind(const ReadText& read, std::size_t lead, Vocabulary& words) {
  const std::size_t first = lead + 1;
  if (!is_next(read, lead) || !names_something(read, first)) return std::nullopt;
  const Token& token = read.tokens[first];
  const WordParts& parts = words.parts_of(token.of(read.text), token);
  std::uint32_t hash = parts.town;
  std::size_t last = first;
  if (parts.begins_town && is_next(read, first) && names_something(read, first + 1)) {
    ++last;
    hash = static_cast<std::uint32_t>(
        mix_hash(read.words[first]->name ^ std::uint64_t{read.words[last]->name} << 32));
  }
  // Of a Gaza plan nothing has to be in Gaza.
  const std::size_t end = read.tokens[last].end();
  if (hash == 0 || (end < read.text.size() && read.text[end] == '-')) return std::nullopt;
  return FoundFact{hash, TermKind::Town, first, last};
}

}  // namespace

Cues cues_of(std::string_view folded, std::string_view language) {
  Cues out;
  if (language == "de") {
    out.leads_to_town = holds(kGermanLeads, folded);
    out.is_of_clock = folded == "uhr";
  }
  if (language == "en") {
    out.leads_to_town = holds(kEnglishLeads, folded);
    out.is_of_clock = folded == "am" || folded == "pm" || folded == "gmt";
  }
  return out;
}

bool may_be_town(std::string_view plain) { return !holds(kNoTowns, plain); }

bool begins_town(std::string_view plain) { return holds(kFirstOfTwo, plain); }

bool is_large_town(std::string_view plain) { return holds(kLargeTowns, plain); }

bool ends_as_town(std::string_view plain) {
  constexpr std::size_t kLeast = 2;  // letters before it
  const auto ends = [plain](std::string_view ending) {
    return plain.ends_with(ending) && plain.size() >= ending.size() + kLeast;
  };
  return std::any_of(kTownEndings.begin(), kTownEndings.end(), ends) &&
         std::none_of(kNoTownEndings.begin(), kNoTownEndings.end(), ends);
}

std::optional<FoundFact> fact_at(const ReadText& read, std::size_t at, Vocabulary& vocabulary) {
  const Word& word = *read.words[at];
  if (read.tokens[at].kind == TokenKind::Number) {
    if (const auto date = date_at(read, at)) return date;
    return score_at(read, at, vocabulary.language() == "de");
  }
  const Cues& cues = word.cues;
  if (cues.weekday != 0) return FoundFact{weekday_term(cues.weekday), TermKind::Day, at, at};
  if (cues.month != 0) return date_at(read, at);
  if (cues.leads_to_town) return town_behind(read, at, vocabulary);
  return std::nullopt;
}

}  // namespace depesche::story
