#include "text/stopwords.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace depesche {
namespace {

// Each list in byte order, as fold() spells its words.
// clang-format off
constexpr std::array<std::string_view, 228> kGerman{
    "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "ander",
    "andere", "anderem", "anderen", "anderer", "anderes", "auch", "auf", "aus", "bei", "beim",
    "bereits", "bin", "bis", "bislang", "bist", "da", "dabei", "dafür", "dagegen", "daher",
    "damit", "dann", "daran", "darauf", "daraus", "darf", "darin", "darum", "darüber", "das",
    "dass", "davon", "davor", "dazu", "dein", "deine", "deinem", "deinen", "deiner", "dem", "den",
    "denen", "denn", "der", "deren", "des", "dessen", "dich", "die", "dies", "diese", "diesem",
    "diesen", "dieser", "dieses", "dir", "doch", "dort", "du", "durch", "ein", "eine", "einem",
    "einen", "einer", "eines", "einige", "einigen", "er", "es", "etwa", "etwas", "euch", "euer",
    "eure", "für", "gegen", "gibt", "hab", "habe", "haben", "hat", "hatte", "hatten", "hier",
    "hin", "hinter", "hätte", "hätten", "ich", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem",
    "ihren", "ihrer", "ihres", "im", "immer", "in", "ins", "ist", "ja", "jede", "jedem", "jeden",
    "jeder", "jedes", "jene", "jetzt", "kann", "kein", "keine", "keinem", "keinen", "keiner",
    "können", "könnte", "könnten", "laut", "man", "mehr", "mein", "meine", "meinem", "meinen",
    "meiner", "mich", "mir", "mit", "muss", "müssen", "nach", "nicht", "nichts", "noch", "nun",
    "nur", "ob", "oder", "ohne", "schon", "sehr", "sei", "seien", "sein", "seine", "seinem",
    "seinen", "seiner", "seines", "seit", "selbst", "sich", "sie", "sind", "so", "sogar", "soll",
    "sollen", "sollte", "sollten", "sondern", "sonst", "um", "und", "uns", "unser", "unsere",
    "unserem", "unseren", "unserer", "unter", "viel", "viele", "vielen", "vom", "von", "vor",
    "war", "waren", "was", "wegen", "weil", "weiter", "weitere", "welche", "welchem", "welchen",
    "welcher", "wenn", "wer", "werde", "werden", "wie", "wieder", "will", "wir", "wird", "wo",
    "wollen", "worden", "wurde", "wurden", "während", "wäre", "würde", "würden", "zu", "zudem",
    "zum", "zur", "zwar", "zwischen", "über",};
constexpr std::array<std::string_view, 136> kEnglish{
    "a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any",
    "are", "as", "at", "be", "because", "been", "before", "being", "below", "between", "both",
    "but", "by", "can", "could", "did", "do", "does", "doing", "down", "during", "each", "few",
    "for", "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers",
    "herself", "him", "himself", "his", "how", "i", "if", "in", "into", "is", "it", "its",
    "itself", "just", "like", "ll", "may", "me", "might", "more", "most", "must", "my", "myself",
    "no", "nor", "not", "now", "of", "off", "on", "once", "only", "or", "other", "our", "ours",
    "out", "over", "own", "re", "s", "said", "same", "says", "she", "should", "so", "some",
    "such", "t", "than", "that", "the", "their", "theirs", "them", "themselves", "then", "there",
    "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "us", "ve",
    "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "why",
    "will", "with", "would", "you", "your", "yours",};
constexpr std::array<std::string_view, 136> kFrench{
    "a", "afin", "ai", "ainsi", "alors", "après", "au", "aucun", "aussi", "autre", "autres",
    "aux", "avait", "avant", "avec", "avoir", "c", "car", "ce", "cela", "celle", "celui", "ces",
    "cet", "cette", "ceux", "chez", "comme", "comment", "contre", "d", "dans", "de", "depuis",
    "des", "deux", "dont", "du", "elle", "elles", "en", "encore", "entre", "es", "est", "et",
    "eu", "fait", "font", "hors", "il", "ils", "j", "je", "jusqu", "l", "la", "le", "les", "leur",
    "leurs", "lors", "lui", "m", "ma", "mais", "me", "mes", "moi", "moins", "mon", "même", "n",
    "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "où", "par", "pas", "pendant", "peu",
    "peut", "plus", "pour", "pourquoi", "près", "qu", "quand", "que", "quel", "quelle", "quels",
    "qui", "quoi", "s", "sa", "sans", "se", "selon", "sera", "ses", "si", "son", "sont", "sous",
    "sur", "t", "ta", "tandis", "te", "tes", "toi", "ton", "tous", "tout", "toute", "toutes",
    "très", "tu", "un", "une", "va", "vers", "voici", "vos", "votre", "vous", "y", "à", "été",
    "être",};
constexpr std::array<std::string_view, 111> kSpanish{
    "a", "al", "algo", "algunas", "algunos", "ante", "antes", "así", "aunque", "cada", "como",
    "con", "contra", "cual", "cuando", "de", "del", "desde", "después", "dice", "donde", "dos",
    "durante", "e", "el", "ella", "ellas", "ellos", "en", "entre", "era", "es", "esa", "ese",
    "eso", "esta", "estaba", "estar", "este", "esto", "estos", "está", "están", "fue", "fueron",
    "ha", "habia", "había", "han", "has", "hasta", "hay", "la", "las", "le", "les", "lo", "los",
    "me", "mi", "mientras", "muy", "más", "nada", "ni", "no", "nos", "nosotros", "o", "os",
    "otra", "otras", "otro", "otros", "para", "pero", "poco", "por", "porque", "que", "quien",
    "qué", "se", "sea", "según", "ser", "si", "sido", "sin", "sobre", "son", "su", "sus", "sí",
    "también", "tanto", "te", "tiene", "tienen", "todo", "todos", "tras", "tu", "un", "una",
    "uno", "unos", "y", "ya", "yo", "él",};
constexpr std::array<std::string_view, 129> kItalian{
    "a", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "avere", "aveva", "c", "che",
    "chi", "ci", "come", "con", "contro", "cosa", "così", "cui", "d", "da", "dagli", "dai", "dal",
    "dalla", "dalle", "dallo", "degli", "dei", "del", "dell", "della", "delle", "dello", "di",
    "dopo", "dove", "due", "e", "ed", "era", "erano", "essere", "fa", "fino", "fra", "gli", "ha",
    "hanno", "ho", "i", "il", "in", "io", "l", "la", "le", "lei", "lo", "loro", "lui", "ma",
    "mentre", "mi", "molto", "ne", "negli", "nei", "nel", "nell", "nella", "nelle", "nello", "no",
    "noi", "non", "o", "ogni", "oltre", "per", "perché", "più", "poi", "prima", "quale", "quando",
    "quanto", "quella", "quelle", "quello", "questa", "queste", "questi", "questo", "qui", "s",
    "sarà", "se", "secondo", "sei", "si", "sia", "sono", "stata", "stati", "stato", "su", "sua",
    "sue", "sugli", "sui", "sul", "sulla", "sulle", "sullo", "suo", "suoi", "tra", "tu", "tutti",
    "tutto", "un", "una", "uno", "vi", "voi", "è",};
constexpr std::array<std::string_view, 92> kDutch{
    "aan", "al", "alle", "als", "bij", "dan", "dat", "de", "der", "deze", "die", "dit", "door",
    "dus", "een", "en", "er", "ge", "geen", "haar", "had", "heb", "hebben", "heeft", "hem", "het",
    "hier", "hij", "hoe", "hun", "ik", "in", "is", "ja", "je", "kan", "kunnen", "maar", "me",
    "meer", "men", "met", "mij", "mijn", "naar", "niet", "niets", "nog", "nu", "of", "om",
    "omdat", "onder", "ons", "ook", "op", "over", "s", "t", "te", "tegen", "toch", "toen", "tot",
    "u", "uit", "uw", "van", "veel", "voor", "waar", "want", "waren", "was", "wat", "we", "wel",
    "werd", "wie", "wil", "worden", "wordt", "zal", "ze", "zei", "zelf", "zich", "zij", "zijn",
    "zo", "zonder", "zou",};
constexpr std::array<std::string_view, 82> kPortuguese{
    "a", "ao", "aos", "as", "até", "com", "como", "da", "das", "de", "dela", "dele", "depois",
    "do", "dos", "e", "ela", "elas", "ele", "eles", "em", "entre", "era", "essa", "esse", "esta",
    "este", "está", "eu", "foi", "foram", "há", "isso", "já", "lhe", "mais", "mas", "me", "mesmo",
    "meu", "na", "nas", "nem", "no", "nos", "num", "numa", "não", "nós", "o", "os", "ou", "para",
    "pela", "pelas", "pelo", "pelos", "por", "qual", "quando", "que", "quem", "se", "sem", "ser",
    "seu", "seus", "sobre", "sua", "suas", "são", "só", "também", "te", "tem", "têm", "um", "uma",
    "você", "à", "às", "é",};
// clang-format on

/// A list, asked by a word's first byte and length before any word is compared: it is asked of
/// every word of a text, and few words of a text begin and end like one of the list.
class StopWords {
 public:
  consteval explicit StopWords(std::span<const std::string_view> words) : words_(words) {
    if (!std::is_sorted(words.begin(), words.end())) throw "a list is not in byte order";
    for (const std::string_view word : words) {
      const std::size_t first = first_of(word);
      ++begin_[first + 1];
      lengths_[first] |= std::uint32_t{1} << word.size();
    }
    for (std::size_t byte = 0; byte < lengths_.size(); ++byte) begin_[byte + 1] += begin_[byte];
  }

  bool contains(std::string_view word) const {
    if (word.empty() || word.size() >= kTooLong) return false;
    const std::size_t first = first_of(word);
    if ((lengths_[first] >> word.size() & 1) == 0) return false;
    return std::find(words_.begin() + begin_[first], words_.begin() + begin_[first + 1], word) !=
           words_.begin() + begin_[first + 1];
  }

 private:
  static constexpr std::size_t kTooLong = 32;
  static constexpr std::size_t first_of(std::string_view word) {
    return static_cast<unsigned char>(word.front());
  }

  std::span<const std::string_view> words_;
  std::array<std::uint8_t, 257> begin_{};     // of the words with each first byte
  std::array<std::uint32_t, 256> lengths_{};  // theirs, a bit each
};

constexpr StopWords kGermanStops(kGerman);
constexpr StopWords kEnglishStops(kEnglish);
constexpr StopWords kFrenchStops(kFrench);
constexpr StopWords kSpanishStops(kSpanish);
constexpr StopWords kItalianStops(kItalian);
constexpr StopWords kDutchStops(kDutch);
constexpr StopWords kPortugueseStops(kPortuguese);

}  // namespace

bool is_stop_word(std::string_view folded, std::string_view primary) {
  if (primary == "de") return kGermanStops.contains(folded);
  if (primary == "en") return kEnglishStops.contains(folded);
  if (primary == "fr") return kFrenchStops.contains(folded);
  if (primary == "es") return kSpanishStops.contains(folded);
  if (primary == "it") return kItalianStops.contains(folded);
  if (primary == "nl") return kDutchStops.contains(folded);
  if (primary == "pt") return kPortugueseStops.contains(folded);
  return false;
}

}  // namespace depesche
