// What name_marks() knows by heart. Short hand-made lists of what news have daily; a given name
// that is missing costs nothing where its bearer is named twice.
#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "text/names.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
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

// clang-format off
constexpr auto kGivenNames = sorted(std::to_array<std::string_view>({
    "aaron", "abdel", "abdul", "abdullah", "achim", "adam", "adrian", "ahmad", "ahmed", "alain",
    "albert", "alejandro", "aleksandar", "aleksandr", "alessandro", "alex", "alexander",
    "alexandra", "alexei", "alexej", "alexis", "alfred", "ali", "alice", "aline", "amanda",
    "ana", "anders", "andre", "andrea", "andreas", "andrei", "andrej", "andres", "andrew", "andrij",
    "andrzej", "angela", "anja", "anke", "anna", "anne", "annalena", "anthony", "antje", "anton",
    "antonio", "antony", "armin", "arnold", "arthur", "astrid", "axel", "barack", "barbara",
    "bashar", "beate", "beatrix", "ben", "benedikt", "benjamin", "bernard", "bernd", "bernhard",
    "bernie", "bettina", "bill", "birgit", "bjorn", "bob", "boris", "brad", "brian", "bruno",
    "camilla", "carina", "carl", "carla", "carlo", "carlos", "carola", "carolin", "carsten",
    "catherine", "cem", "charles", "charlotte", "chris", "christian", "christiane", "christina",
    "christine", "christoph", "christopher", "claudia", "clemens", "cristiano", "dagmar", "daniel",
    "daniela", "david", "denis", "dennis", "dick", "diego", "dieter", "dietmar", "dirk", "dmitri",
    "dmitrij", "dmitry", "dominik", "donald", "doris", "eckart", "edgar", "edmund", "eduard",
    "edward", "elena", "elisabeth", "elizabeth", "elke", "elon", "emil", "emily", "emma",
    "emmanuel", "enrico", "eric", "erich", "erik", "ernst", "esther", "eva", "evo",
    "fabian", "felix", "ferdinand", "fernando", "florian", "francesco", "francisco", "franco",
    "frank", "franz", "franziska", "fred", "frederik", "friedrich", "fritz", "gabriel", "gabriele",
    "gary", "gavin", "george", "georg", "gerd", "gerhard", "gerald", "giorgia", "giovanni", "giuseppe",
    "gisela", "gordon", "gregor", "greta", "gudrun", "guido", "gunter", "gunther", "gustav",
    "hannah", "hannes", "hanna", "hans", "harald", "harry", "hassan", "heike", "heiko", "heiner",
    "heinrich", "heinz", "helena", "helene", "helga", "helmut", "hendrik", "henrik", "henry",
    "herbert", "hermann", "hillary", "holger", "horst", "hubert", "hugo", "ian", "igor", "imran",
    "ines", "ingo", "ingrid", "irene", "isabel", "isabelle", "ismail", "ivan", "jack", "jair",
    "jakob", "james", "jan", "jana", "janine", "jason", "javier", "jean", "jeff", "jennifer",
    "jens", "jeremy", "jerome", "jessica", "jill", "jim", "joachim", "joan", "joao", "jochen",
    "joe", "johan", "johann", "johanna", "johannes", "john", "jonas", "jonathan", "jorg", "jorge",
    "jose", "josef", "joseph", "joshua", "juan", "judith", "julia", "julian", "julius", "jurgen",
    "justin", "kai", "kaja", "kamala", "karen", "karim", "karin", "karl", "karla", "karoline",
    "karsten", "kate", "katharina", "katherine", "kathrin", "katja", "katrin", "keir", "kemi",
    "kenneth", "kerstin", "kevin", "khaled", "kim", "kirsten", "klara", "klaus", "konrad",
    "konstantin", "kristin", "kurt", "lars", "larry", "laura", "laurent", "lena", "leon", "leonard",
    "leonardo", "leonie", "lewis", "liam", "linda", "lionel", "lisa", "liz", "lothar", "louis",
    "luca", "lucas", "ludwig", "luigi", "luis", "luise", "luiz", "lukas", "lutz", "mahmoud",
    "mahmud", "maja", "malte", "manfred", "manuel", "manuela", "marc", "marcel", "marco", "marcus",
    "margaret", "maria", "marie", "marina", "marine", "mario", "marion", "mark", "marko", "markus",
    "martha", "martin", "martina", "mary", "mathias", "matt", "matteo", "matthew", "matthias",
    "max", "maximilian", "melania", "melanie", "michael", "michel", "michelle", "miguel", "mike",
    "mikhail", "michail", "milan", "mitch", "mohamed", "mohammad", "mohammed", "monika", "moritz", "muhammad",
    "nadine", "nadja", "nancy", "naomi", "narendra", "natalia", "natalie", "neil", "nick",
    "nico", "nicola", "nicolas", "nicole", "niels", "nigel", "niklas", "nikol", "nikola", "nikolai",
    "nils", "nina", "noah", "nora", "norbert", "olaf", "ole", "oleksandr", "oliver", "omar", "osama", "oscar",
    "oskar", "osman", "otto", "pablo", "paolo", "pascal", "patricia", "patrick", "paul", "paula", "pedro",
    "peer", "pete", "peter", "petra", "petro", "phil", "philip", "philipp", "philippe", "pierre",
    "rafael", "rainer", "ralf", "ralph", "raphael", "rebecca", "recep", "regina", "reiner",
    "reinhard", "renate", "rene", "ricarda", "ricardo", "richard", "rishi", "rob", "robert", "roberto",
    "robin", "rodrigo", "roger", "roland", "rolf", "roman", "romano", "ron", "ronald", "rudolf", "rupert", "ruth",
    "ryan", "sabine", "sahra", "salman", "sam", "samuel", "sandra", "sara", "sarah", "saskia",
    "scott", "sean", "sebastian", "sergei", "sergej", "sergey", "sergio", "sigmar", "silke", "silvia",
    "silvio", "simon", "simone", "sonja", "sophia", "sophie", "stefan", "stefanie", "steffen",
    "stephan", "stephanie", "stephen", "steve", "steven", "susan", "susanne", "svenja", "sven", "sylvia", "taylor",
    "ted", "theo", "theodor", "theresa", "thierry", "thomas", "thorsten", "tim", "timo", "tina", "tino",
    "tobias", "todd", "tom", "tony", "torsten", "udo", "ulf", "ulrich", "ulrike", "ulla", "ursula", "ute", "uwe",
    "valerie", "vera", "veronika", "victor", "viktor", "viktoria", "vincent", "vitali", "vladimir",
    "volker", "volodymyr", "walter", "warren", "werner", "wilhelm", "william", "willy", "winfried",
    "winston", "wladimir", "wolf", "wolfgang", "wolodymyr", "xavi", "xi", "yasmin", "yvonne", "zlatan"}));

constexpr auto kGermanTitles = sorted(std::to_array<std::string_view>({
    "abgeordnete", "abgeordneter", "anwalt", "anwaltin", "arzt", "arztin", "aussenminister",
    "autor", "autorin", "beauftragte", "beauftragter", "bischof", "dr", "experte", "expertin",
    "firma", "frau", "fraktion", "general", "gouverneur", "herr", "herrn", "kaiser", "konig", "konigin", "konzern",
    "partei", "papst", "pfarrer", "prasident", "prinz", "prinzessin", "prof", "professor", "professorin",
    "queen", "sanger", "sangerin", "schauspieler", "schauspielerin", "schriftsteller",
    "schriftstellerin", "senator", "senatorin", "sir", "sohn", "tochter", "unternehmen", "virologe", "zeitung"}));

// Words end in these; longer ones before shorter ones matters not.
constexpr auto kGermanTitleEndings = std::to_array<std::string_view>({
    "minister", "ministerin", "ministers", "prasident", "prasidentin", "prasidenten", "kanzler",
    "kanzlerin", "kanzlers", "chef", "chefin", "chefs", "trainer", "trainerin", "trainers", "coach",
    "sprecher", "sprecherin", "vorsitzende", "vorsitzender", "vorsitzenden", "politiker",
    "politikerin", "politikers", "sekretar", "sekretarin", "direktor", "direktorin", "richter",
    "richterin", "meister", "meisterin", "kandidat", "kandidatin", "kandidaten", "leiter",
    "leiterin", "star", "stars", "sturmer", "spieler", "spielerin", "torwart", "kapitan", "forscher",
    "forscherin", "berater", "beraterin", "experte", "expertin", "experten", "fuhrer", "fuhrerin",
    "botschafter", "botschafterin", "kommissar", "kommissarin", "grunder", "grunderin", "fahrer",
    "fahrerin", "moderator", "moderatorin", "regisseur", "regisseurin", "rapper", "musiker",
    "manager", "managerin", "milliardar", "monarch", "kollege", "kollegin", "nachfolger",
    "nachfolgerin", "vorganger", "amtsinhaber", "anwalt", "anwaltin", "staatschef", "verteidiger", "profi"});

constexpr auto kTitles = sorted(std::to_array<std::string_view>({
    "actor", "actress", "ambassador", "archbishop", "attorney", "bishop", "captain", "cardinal",
    "chairman", "chancellor", "chief", "coach", "colonel", "commander", "commissioner", "congressman",
    "congresswoman", "director", "doctor", "dr", "emperor", "gen", "general", "gov", "governor",
    "judge", "justice", "king", "lady", "leader", "lieutenant", "lord", "lt", "major", "manager", "mayor",
    "minister", "mr", "mrs", "ms", "officer", "pope", "premier", "president", "prince", "princess",
    "prof", "professor", "queen", "rep", "representative", "rev", "sec", "secretary", "sen",
    "senator", "sergeant", "sheriff", "sir", "speaker", "spokesman", "spokeswoman",
    "presidente", "presidenta", "presidentin", "ministre", "ministro", "ministra", "chef", "roi",
    "reine", "rey", "reina", "pape", "papa", "papst", "madame", "monsieur", "senateur", "senador",
    "depute", "diputado", "alcalde", "maire", "sindaco", "premierminister", "koning", "koningin"}));

constexpr auto kGermanNouns = sorted(std::to_array<std::string_view>({
    "januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonnabend", "sonntag", "montagabend", "abend", "morgen", "nacht", "mittag", "anfang", "mitte", "ende",
    "uhr", "prozent", "prozentpunkte", "euro", "dollar", "cent", "millionen", "million", "milliarden",
    "milliarde", "tausend", "tausende", "hunderte", "dutzende", "dutzend", "meter", "kilometer",
    "zentimeter", "liter", "tonnen", "tonne", "kilo", "kilogramm", "gramm", "grad", "hektar", "quadratmeter",
    "jahr", "jahre", "jahren", "monate", "monaten", "monat", "woche", "wochen", "tag", "tage", "tagen",
    "stunde", "stunden", "minute", "minuten", "sekunden", "mal", "menschen", "mann", "manner", "kinder",
    "teil", "teile", "zahl", "paar", "art", "platz", "rund", "punkte", "punkten", "tote", "verletzte",
    "opfer", "streit", "krieg", "angst", "geld", "hilfe", "kritik", "kampf", "recht", "schuld",
    "wasser", "leben", "zeit", "land", "stadt", "welt", "frauen", "polizei", "feuerwehr",
    "waffen", "truppen", "soldaten", "druck", "ruckkehr", "angriff", "sieg", "niederlage", "ziel"}));

constexpr auto kGermanNounEndings = std::to_array<std::string_view>({
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen",
    "ismus", "itat", "nisse", "tum", "chen"});

constexpr auto kMonthsAndDays = sorted(std::to_array<std::string_view>({
    "january", "february", "march", "april", "june", "july", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "gmt", "utc", "photo", "video", "breaking", "live", "update", "exclusive", "opinion", "watch"}));

constexpr auto kDeterminers = sorted(std::to_array<std::string_view>({
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines",
    "kein", "keine", "keinen", "keinem", "keiner", "im", "am", "zum", "zur", "vom", "beim", "ins", "ans",
    "sein", "seine", "seinen", "seinem", "seiner", "seines", "ihr", "ihre", "ihren", "ihrem",
    "ihrer", "ihres", "unser", "unsere", "unserer", "dieser", "diese", "dieses", "diesem", "diesen",
    "jeder", "jede", "jedes", "jeden", "jedem", "mehr", "viele", "alle", "einige", "wenig"}));

constexpr auto kParticles = sorted(std::to_array<std::string_view>({
    "al", "ben", "bin", "bint", "da", "dal", "das", "de", "degli", "dei", "del", "della", "den",
    "der", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "van", "vom", "von",
    "zu", "zum", "zur"}));
// clang-format on

constexpr std::size_t kLeastEnding = 3;  // letters a word has before an ending that tells
constexpr std::size_t kLongestAcronym = 6;

bool is_in_capitals(std::string_view surface) {
  for (std::size_t at = 0; at < surface.size();) {
    const Utf8Character c = decode_utf8(surface, at);
    if (u_islower(static_cast<UChar32>(c.value))) return false;
    at += c.length;
  }
  return true;
}

template <std::size_t N>
bool ends_with_any(std::string_view word, const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(), [word](std::string_view ending) {
    return word.ends_with(ending) && (word.size() >= ending.size() + kLeastEnding);
  });
}

bool is_german_title(std::string_view plain) {
  if (holds(kGermanTitles, plain)) return true;
  return std::any_of(kGermanTitleEndings.begin(), kGermanTitleEndings.end(),
                     [plain](std::string_view ending) { return plain.ends_with(ending); });
}

}  // namespace

NameMarks name_marks(std::string_view surface, std::string_view plain, bool is_capitalised,
                     bool is_stop_word, std::string_view language) {
  const bool is_german = language == "de";
  const std::size_t letters = count_characters(plain);
  int marks = 0;
  if (letters <= 3) marks |= kShortWord;
  if (is_german && holds(kDeterminers, plain)) marks |= kDeterminer;
  if (is_stop_word) marks |= kStopWord;
  if (!is_capitalised) {
    if (holds(kParticles, plain)) marks |= kParticle;
    return static_cast<NameMarks>(marks);
  }
  marks |= kCapitalised;
  if (letters == 1) marks |= kInitial;
  const bool is_upper = letters >= 2 && is_in_capitals(surface);
  if (is_upper) marks |= kAllCapitals;
  if (is_upper && surface.size() == letters && letters <= kLongestAcronym) marks |= kAcronym;
  if (holds(kGivenNames, plain) && !is_upper) marks |= kGivenName;
  if (is_german ? is_german_title(plain) : holds(kTitles, plain)) marks |= kTitle;
  if (is_german ? holds(kGermanNouns, plain) || ends_with_any(plain, kGermanNounEndings)
                : holds(kMonthsAndDays, plain)) {
    marks |= kCommonNoun;
  }
  return static_cast<NameMarks>(marks);
}

bool is_all_capitals(const std::vector<NameWord>& words) {
  std::size_t capitals = 0;
  std::size_t others = 0;
  for (const NameWord& word : words) {
    if ((word.marks & kInitial) != 0 || word.word == 0) continue;
    ++((word.marks & kAllCapitals) != 0 ? capitals : others);
  }
  return capitals > others;
}

}  // namespace depesche
