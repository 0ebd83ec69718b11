#include "extract/refusal/page_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/ascii.h"
#include "extract/page/word_filter.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

struct Words {
  std::string_view list;  // between spaces
  WordKinds kind;
};

using Table = std::unordered_map<std::string_view, WordKinds>;

template <std::size_t N>
Table made(const std::array<Words, N>& lists) {
  Table table;
  for (const Words& entry : lists) {
    for (std::size_t at = 0; at < entry.list.size();) {
      const std::size_t end = std::min(entry.list.find(' ', at), entry.list.size());
      if (end > at) table[entry.list.substr(at, end - at)] |= entry.kind;
      at = end + 1;
    }
  }
  return table;
}

WordKinds look_up(const Table& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? WordKinds{kNoKind} : found->second;
}

// Content systems name their outermost elements after the kind of page.
constexpr std::array kNames{
    Words{"single article artikel post story detail beitrag noticia blogpost postid articlepage "
          "news-detail storypage recipe liveblog",
          kArticleWord},
    Words{"home homepage front frontpage startseite archive category kategorie tag blog index "
          "listing search section overview landing ressort rubrik taxonomy term list liste "
          "channel author topic thema portada",
          kListWord},
    Words{"page-id pageid page-template page-node-type-page basic-page template-page page-child "
          "page-parent node-type-page page-page landing-page",
          kServiceWord},
    Words{"product products shop store woocommerce collection collections cart catalog checkout "
          "pdp plp shopify catalogsearch ecommerce",
          kShopWord},
};

constexpr std::array kParts{
    Words{
        "impressum imprint impressum.html impressum.php legal-notice mentions-legales aviso-legal "
        "note-legali anbieterkennzeichnung impress",
        kImprintWord},
    Words{"datenschutz datenschutz.html datenschutzerklaerung datenschutzhinweise privacy "
          "privacy-policy privacypolicy datenschutzbestimmungen privacy-notice terms "
          "terms-of-service terms-of-use terms-and-conditions tos agb agb.html "
          "nutzungsbedingungen nutzungsbasierte-onlinewerbung cookie-policy cookies "
          "cookie-richtlinie legal disclaimer haftungsausschluss confidentialite privacidad "
          "politique-de-confidentialite politica-de-privacidad cgu cgv conditions-generales "
          "barrierefreiheit widerruf widerrufsbelehrung",
          kLegalWord},
    Words{"kontakt contact contact-us kontakt.html contacto contatti ueber-uns about about-us "
          "faq faqs help hilfe mediadaten advertise werbung karriere jobs careers team newsletter "
          "qui-sommes-nous chi-siamo a-propos",
          kContactWord},
    Words{"404 error not-found 404.html fehler", kErrorWord},
    Words{"login signin sign-in signup register anmelden anmeldung registrieren account konto "
          "log-in mein-konto passwort abo subscribe abonnement subscription",
          kLoginWord},
    Words{"category categories kategorie kategorien tag tags topic topics thema themen author "
          "authors autor autoren search suche archive archiv archives section sections rubrik "
          "ressort index index.html index.php home startseite list listing browse latest "
          "directory rankings collection-page news nachrichten aktuell aktuelles schlagwort "
          "uebersicht overview page seite recherche categoria categorie etiqueta podcasts videos "
          "channel feed blog",
          kListWord},
    Words{"shop shops store product products produkt produkte produit produits producto productos "
          "collections collection cart warenkorb checkout catalog catalogue katalog c cat p item "
          "items ip dp buy deals angebote department departments brand brands marken warengruppe "
          "tienda boutique negozio",
          kShopWord},
    Words{"services service leistungen solutions loesungen pricing preise features platform "
          "products-services programs programme courses course kurse training portfolio "
          "testimonials reviews kunden customers enterprise demo prestations servicios servizi",
          kServiceWord},
    Words{"article articles artikel story stories beitrag post posts blogs news-detail "
          "pressemitteilung pressemitteilungen press-release press-releases presse meldung noticia "
          "noticias actualites actualite opinion kommentar features-article",
          kArticleWord},
};

// Titles that are nothing but such a word, and the words a title may not have by chance.
constexpr std::array kTitles{
    Words{"impressum imprint mentions_légales aviso_legal note_legali legal_notice "
          "kontakt_und_impressum impressum_und_kontakt impressum_&_datenschutz "
          "impressum_und_datenschutz anbieterkennzeichnung",
          kImprintWord},
    Words{"datenschutz datenschutzerklärung datenschutzhinweise datenschutzbestimmungen agb "
          "privacy_policy privacy_notice privacy terms terms_of_use terms_of_service cookie_policy "
          "terms_and_conditions terms_&_conditions nutzungsbedingungen hinweise_zum_datenschutz "
          "allgemeine_geschäftsbedingungen datenschutz-bestimmungen disclaimer haftungsausschluss "
          "cookie-richtlinie privacy_statement politique_de_confidentialité "
          "política_de_privacidad informativa_sulla_privacy unsere_datenschutzerklärung "
          "datenschutz_und_cookies allgemeine_nutzungsbedingungen",
          kLegalWord},
    Words{"kontakt contact contact_us über_uns about_us about faq hilfe help contacto contatti "
          "newsletter mediadaten",
          kContactWord},
    Words{"login log_in sign_in anmelden anmeldung einloggen registrieren create_account "
          "se_connecter iniciar_sesión sign_up register registrierung accedi connexion",
          kLoginWord},
    Words{"home homepage startseite archiv archive archives news nachrichten aktuelles aktuell "
          "blog suche search search_results suchergebnisse schlagzeilen alle_artikel latest_news "
          "accueil inicio latest politik wirtschaft sport kultur panorama wissen politics business "
          "culture technology world themen topics podcasts videos",
          kListWord},
    Words{"shop store products produkte all_products", kShopWord},
};

constexpr std::array<std::string_view, 20> kErrorPhrases{"404",
                                                         "page not found",
                                                         "seite nicht gefunden",
                                                         "nicht gefunden",
                                                         "access denied",
                                                         "zugriff verweigert",
                                                         "403 forbidden",
                                                         "just a moment",
                                                         "are you a robot",
                                                         "page introuvable",
                                                         "página no encontrada",
                                                         "pagina non trovata",
                                                         "service unavailable",
                                                         "error 50",
                                                         "nicht mehr verfügbar",
                                                         "no longer available",
                                                         "attention required",
                                                         "internal server error",
                                                         "bad gateway",
                                                         "verify you are human"};

constexpr std::array<std::string_view, 10> kConsentPhrases{
    "cookie",         "consent",
    "zustimmung",     "einwilligung",
    "your privacy",   "ihre privatsphäre",
    "we value your",  "consentement",
    "consentimiento", "datenschutz-einstellungen"};

constexpr std::size_t kLongWord = 12;     // bytes
constexpr std::size_t kLongestWord = 40;  // the longest in the lists is shorter

enum class Speech : std::uint8_t {
  None,
  You,
  We,
  Self,
  Told,
  Past,
  Offer,
  Imprint,
  Privacy,
  Third,
  Small,
  When
};

struct Spoken {
  std::string_view list;
  Speech speech;
};

constexpr std::array kSpoken{
    Spoken{"you your you're you'll yours yourself dein deine deinen deinem deiner dir dich "
           "vous votre vos usted tus su vostro vostra",
           Speech::You},
    Spoken{"we our us we're we've we'll ours wir uns unser unsere unserem unseren unserer nous "
           "notre nos nosotros nuestra nuestro noi nostra nostro",
           Speech::We},
    Spoken{"i my me i'm i've myself ich mich mir mein meine meinen meinem je mes mon moi yo mi io "
           "mio mia",
           Speech::Self},
    Spoken{"said says told according added announced reported asked explained sagte sagt erklärte "
           "teilte laut zufolge berichtet berichtete sprach betonte hieß mitteilte dit selon "
           "affirmé déclaré dijo según afirmó detto secondo",
           Speech::Told},
    Spoken{"was were had did been could would wurde wurden war waren hatte hatten worden sei habe "
           "était étaient avait fue había era",
           Speech::Past},
    Spoken{"buy shop order free get contact call book quote offer offers service services "
           "solutions product products price shipping sale customers clients kaufen bestellen "
           "versand angebot angebote kostenlos produkt produkte kunden lieferung warenkorb "
           "learn discover explore join trusted livraison prix",
           Speech::Offer},
    Spoken{"handelsregister registergericht amtsgericht hrb hra geschäftsführer geschäftsführung "
           "umsatzsteuer-identifikationsnummer umsatzsteuer ust-idnr ust-id ust tmg ddg rstv mstv "
           "impressum anschrift telefax fax telefon chefredakteur chefredaktion gmbh "
           "vertretungsberechtigt verantwortlich verantwortliche herausgeber verlag vat siret "
           "registergericht: steuernummer redaktionsleitung vorsitzender anzeigenleitung",
           Speech::Imprint},
    Spoken{"datenschutz personenbezogene personenbezogenen dsgvo cookies cookie verarbeitung "
           "einwilligung widerruf betroffenen datenschutzbeauftragten datenschutzerklärung "
           "speicherung rechtsgrundlage ip-adresse privacy gdpr consent personal processing "
           "controller ccpa données personnelles confidentialité datos personales agb "
           "nutzungsbedingungen haftung liability",
           Speech::Privacy},
    Spoken{"he she they his her their him them himself herself themselves er ihm ihn il elle ils "
           "elles lui leur leurs él ella ellos lei loro egli",
           Speech::Third},
    Spoken{"the a an of to in on at by from with for that which who as is are it this these but "
           "not der die das den dem des ein eine einen einem einer im in am an auf von vom zu zum "
           "zur mit für nicht dass als auch ist sind es le la les un une des du de dans sur par "
           "pour que qui est el los las una en con por para il lo gli di che non è",
           Speech::Small},
    Spoken{"monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow "
           "january february march april june july august september october november december "
           "montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern morgen "
           "januar februar märz mai juni juli oktober dezember lundi mardi mercredi jeudi "
           "vendredi samedi dimanche janvier février mars avril juin juillet août septembre "
           "octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero "
           "febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
           "year years week weeks month ago jahr jahren jahre woche",
           Speech::When},
};

struct SpokenWord {
  Speech speech = Speech::None;
  unsigned place = 0;  // in its list
};

struct SpeechTable {
  std::unordered_map<std::string_view, SpokenWord> words;
  WordFilter filter;

  const SpokenWord* find(std::string_view word) const {
    if (!filter.may_hold(word)) return nullptr;
    const auto found = words.find(word);
    return found == words.end() ? nullptr : &found->second;
  }
};

const SpeechTable& spoken() {
  static const SpeechTable table = [] {
    SpeechTable out;
    for (const Spoken& entry : kSpoken) {
      unsigned place = 0;
      for (std::size_t at = 0; at < entry.list.size();) {
        const std::size_t end = std::min(entry.list.find(' ', at), entry.list.size());
        const std::string_view word = entry.list.substr(at, end - at);
        at = end + 1;
        if (word.empty() || word.size() > kLongestWord) continue;
        out.words.emplace(word, SpokenWord{entry.speech, place++});
        out.filter.add(word);
      }
    }
    return out;
  }();
  return table;
}

void count(SpokenWord word, Manner& manner) {
  const std::uint64_t mark = std::uint64_t{1} << (word.place % 64);
  switch (word.speech) {
    case Speech::You:
      ++manner.you;
      break;
    case Speech::We:
      ++manner.we;
      break;
    case Speech::Self:
      ++manner.self;
      break;
    case Speech::Told:
      ++manner.told;
      break;
    case Speech::Past:
      ++manner.past;
      break;
    case Speech::Offer:
      ++manner.offer;
      break;
    case Speech::Imprint:
      ++manner.imprint;
      manner.imprint_kinds |= mark;
      break;
    case Speech::Privacy:
      ++manner.privacy;
      manner.privacy_kinds |= mark;
      break;
    case Speech::Third:
      ++manner.third;
      break;
    case Speech::Small:
      ++manner.small;
      break;
    case Speech::When:
      ++manner.when;
      break;
    case Speech::None:
      break;
  }
}

bool is_word_byte(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 || c == '-' || c == '\'';
}

}  // namespace

WordKinds kinds_in_names(std::string_view names) {
  static const Table table = made(kNames);
  WordKinds kinds = kNoKind;
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find_first_of(" \t\n", at), names.size());
    const std::string_view name = names.substr(at, end - at);
    at = end + 1;
    // "page-id-71" as a whole without its number, then "category-news" word by word.
    const std::size_t number = name.find_first_of("0123456789");
    std::string_view stem = name.substr(0, number);
    while (stem.ends_with('-') || stem.ends_with('_')) stem.remove_suffix(1);
    kinds |= look_up(table, stem);
    for (std::size_t from = 0; from < name.size();) {
      std::size_t to = from;
      while (to < name.size() && is_alnum(name[to])) ++to;
      if (to > from) kinds |= look_up(table, name.substr(from, to - from));
      from = to + 1;
    }
  }
  return kinds;
}

WordKinds kinds_of_part(std::string_view part) {
  static const Table table = made(kParts);
  return look_up(table, part);
}

WordKinds kinds_of_title(std::string_view title) {
  static const Table table = made(kTitles);
  std::string joined(title);
  std::replace(joined.begin(), joined.end(), ' ', '_');
  WordKinds kinds = look_up(table, joined);
  const auto says = [&](std::string_view phrase) {
    return title.find(phrase) != std::string_view::npos;
  };
  if (std::any_of(kErrorPhrases.begin(), kErrorPhrases.end(), says)) kinds |= kErrorWord;
  if (std::any_of(kConsentPhrases.begin(), kConsentPhrases.end(), says)) kinds |= kConsentWord;
  return kinds;
}

void add_manner(std::string_view text, Manner& manner) {
  const SpeechTable& table = spoken();
  std::array<char, kLongestWord> word;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (!is_word_byte(c)) {
      if (c == '"') ++manner.quotes;
      if (c == '!' || c == '?') ++manner.marks;
      if ((c == '.' || c == '!' || c == '?') && (at + 1 == text.size() || text[at + 1] == ' ')) {
        ++manner.sentences;
      }
      ++at;
      continue;
    }
    std::size_t size = 0;
    const std::size_t begin = at;
    for (; at < text.size() && is_word_byte(text[at]); ++at) {
      if (text[at] == '\xE2' && text.compare(at, 2, "\xE2\x80") == 0) {
        // “ ” „ and the like stand at words; a ’ stands within them.
        if (at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) >= 0x9C &&
            static_cast<unsigned char>(text[at + 2]) <= 0x9F) {
          ++manner.quotes;
        }
        if (size < word.size() && at + 2 < text.size() && text[at + 2] == '\x99')
          word[size++] = '\'';
        at += 2;
        continue;
      }
      if (size < word.size()) word[size++] = to_lower(text[at]);
    }
    ++manner.words;
    if (at - begin >= kLongWord) ++manner.long_words;
    if (size == 0) continue;
    if (is_digit(word[0])) {
      ++manner.numbers;
      continue;
    }
    if (text[begin] >= 'A' && text[begin] <= 'Z') ++manner.capitals;
    // German's polite "Ihre" differs from "their" by its capital only.
    if (text.compare(begin, 3, "Ihr") == 0 || text.compare(begin, 3, "Ihn") == 0) ++manner.you;
    if (const SpokenWord* found = table.find(std::string_view(word.data(), size))) {
      count(*found, manner);
    }
  }
}

}  // namespace depesche::extract
