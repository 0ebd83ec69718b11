#include "extract/body/phrases.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

constexpr std::size_t kLongestAppeal = 700;

constexpr std::string_view kReferences[]{
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie mehr",
    "lesen sie dazu",
    "lesen sie weiter",
    "lesen sie jetzt",
    "mehr zum thema",
    "mehr zu diesem thema",
    "mehr dazu",
    "mehr lesen",
    "mehr zu",
    "auch interessant",
    "auch lesenswert",
    "das könnte sie auch",
    "das könnte dich auch",
    "weitere artikel",
    "weitere themen",
    "weiterführende links",
    "zum thema",
    "siehe auch",
    "passend dazu",
    "read more",
    "read also",
    "read next",
    "also read",
    "related:",
    "related articles",
    "related stories",
    "related posts",
    "related content",
    "related news",
    "see also",
    "more on this",
    "more from",
    "more stories",
    "you may also like",
    "you might also like",
    "recommended",
    "editor's picks",
    "don't miss",
    "watch:",
    "watch more",
    "listen:",
    "further reading",
    "à lire aussi",
    "lire aussi",
    "à lire également",
    "sur le même sujet",
    "leer también",
    "lea también",
    "te puede interesar",
    "más información",
    "leggi anche",
    "leggi di più",
    "lees ook",
    "les også",
    "läs även",
    "läs också",
    "leia também",
    "leia mais",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "lue myös",
    "must read",
    "trending",
    "up next",
    "most read",
    "anzeige",
    "quellen:",
    "in case you missed",
    "what to read next",
};

constexpr std::string_view kAppeals[]{
    "sign up for",
    "sign up to",
    "subscribe to",
    "subscribe now",
    "subscribe for",
    "get the latest",
    "follow us",
    "follow him on",
    "follow her on",
    "follow me on",
    "join our",
    "join us",
    "click here to",
    "click to",
    "download our",
    "download the app",
    "support our",
    "support independent",
    "donate",
    "our newsletter",
    "this article was originally",
    "this story was originally",
    "copyright ©",
    "copyright 20",
    "© 20",
    "©",
    "all rights reserved",
    "have a tip",
    "got a tip",
    "email the author",
    "contact the author",
    "please enable javascript",
    "we may earn",
    "this post may contain affiliate",
    "newsletter abonnieren",
    "abonnieren sie",
    "jetzt abonnieren",
    "melden sie sich",
    "hier geht es zum newsletter",
    "folgen sie uns",
    "folge uns",
    "unterstützen sie",
    "unterstütze uns",
    "wir freuen uns auf ihre",
    "haben sie einen fehler",
    "fehler gefunden",
    "fehler melden",
    "kommentieren",
    "diskutieren sie",
    "suivez-nous",
    "suivez nous",
    "abonnez-vous",
    "inscrivez-vous",
    "síguenos",
    "suscríbete",
    "seguici su",
    "iscriviti",
    "share this",
    "teilen sie",
    "thanks for reading",
    "thank you for reading",
    "your email address will not",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "be the first to comment",
    "log in to",
    "sign in to",
    "already a subscriber",
    "for more information about",
    "want more",
    "like this article",
    "enjoyed this",
    "the views expressed",
    "alle rechte vorbehalten",
    "dieser artikel erschien zuerst",
    "dieser text erschien",
};

constexpr std::string_view kAppealInside[]{
    "sign up for our",
    "subscribe to our",
    "newsletter here",
    "to our newsletter",
    "unseren newsletter",
    "unserem newsletter",
    "unser newsletter",
    "all rights reserved",
    "affiliate commission",
    "follow us on",
    "like us on facebook",
    "on twitter @",
    "may not be published, broadcast",
    "datenschutzerklärung",
    "privacy policy",
    "externen inhalt",
    "externe inhalte",
    "an dieser stelle finden sie",
    "inhalt entsperren",
    "iniciar sesión",
    "notre newsletter",
    "nuestro boletín",
    "whatsapp-kanal",
    "whatsapp channel",
    "consider supporting us",
    "consider a donation",
    "support us from",
    "unterstützen sie uns",
    "mit einer spende",
};

constexpr std::string_view kPaywallNotes[]{
    "jetzt weiterlesen",        "weiterlesen mit",
    "um weiterzulesen",         "sie möchten weiterlesen",
    "dieser artikel ist",       "dieser inhalt ist",
    "subscribe to continue",    "to continue reading",
    "continue reading with",    "this article is for subscribers",
    "this content is for",      "already a subscriber",
    "bereits abonnent",         "sie haben bereits",
    "login für abonnenten",     "la suite est réservée",
    "cet article est réservé",  "contenido exclusivo para",
    "you have reached your",    "you've reached your",
    "create a free account to", "register to read",
};

constexpr std::string_view kCredits[]{
    "foto:",         "fotos:",       "bild:",      "bilder:",        "quelle:",
    "photo:",        "photos:",      "photo by",   "photograph:",    "photography by",
    "image:",        "image source", "picture:",   "credit:",        "image credit",
    "photo credit",  "crédit photo", "crédits",    "© foto",         "photo ©",
    "imago",         "grafik:",      "video:",     "foto ©",         "symbolbild",
    "illustration:", "(foto:",       "(photo:",    "(image",         "getty images",
    "screenshot:",   "archivfoto",   "archivbild", "image courtesy", "photo courtesy",
};

constexpr std::string_view kLabels[]{
    "advertisement",
    "anzeige",
    "werbung",
    "advertising",
    "sponsored",
    "share",
    "teilen",
    "drucken",
    "print",
    "merken",
    "vorlesen",
    "artikel anhören",
    "listen",
    "save",
    "copy link",
    "link kopieren",
    "facebook",
    "twitter",
    "whatsapp",
    "email",
    "e-mail",
    "linkedin",
    "pinterest",
    "reddit",
    "comments",
    "kommentare",
    "weiterlesen",
    "mehr",
    "menu",
    "close",
    "schließen",
    "publicidad",
    "publicité",
    "pubblicità",
    "partager",
    "compartir",
    "skip advertisement",
    "article continues below",
    "continue reading",
    "story continues below",
    "show more",
    "load more",
    "mehr anzeigen",
    "read more",
    "loading",
    "loading...",
    "advertisement - continue reading below",
    "artikel teilen",
    "nach oben",
    "back to top",
    "top",
    "x",
    "share this article",
    "font size",
    "text size",
    "copied",
    "link copied",
    "zur startseite",
    "startseite",
    "home",
    "video",
    "audio",
    "photo",
    "this advertisement has not loaded yet, but your article continues below.",
    "article content",
    "table of contents",
    "inhaltsverzeichnis",
    "follow",
    "folgen",
    "sharing",
};

/// Phrases by their first two bytes, so that a text is compared with few of them.
class Phrases {
 public:
  explicit Phrases(std::span<const std::string_view> phrases) {
    for (const std::string_view phrase : phrases) by_beginning_[place_of(phrase)].push_back(phrase);
  }

  /// A phrase of one byte begins nothing but itself.
  bool begin(std::string_view folded) const {
    if (folded.empty()) return false;
    const auto& some = by_beginning_[place_of(folded)];
    return std::any_of(some.begin(), some.end(),
                       [&](std::string_view phrase) { return folded.starts_with(phrase); });
  }

  bool are(std::string_view folded) const {
    if (folded.empty()) return false;
    const auto& some = by_beginning_[place_of(folded)];
    return std::find(some.begin(), some.end(), folded) != some.end();
  }

  /// From the beginning of a word on.
  bool stand_in(std::string_view folded) const {
    bool in_word = false;
    for (std::size_t at = 0; at < folded.size(); ++at) {
      const char c = folded[at];
      const bool part = is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
      if (part && !in_word && begin(folded.substr(at))) return true;
      in_word = part;
    }
    return false;
  }

 private:
  static std::size_t place_of(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const auto second = static_cast<unsigned char>(text.size() > 1 ? text[1] : 0);
    return (first * 31U + second) % kPlaces;
  }

  static constexpr std::size_t kPlaces = 512;
  std::array<std::vector<std::string_view>, kPlaces> by_beginning_;
};

struct Lists {
  Phrases references{kReferences}, appeals{kAppeals}, appeals_inside{kAppealInside},
      paywall_notes{kPaywallNotes}, credits{kCredits}, labels{kLabels};
};

const Lists& lists() {
  static const Lists all;
  return all;
}

}  // namespace

PhraseSet phrases_in(std::string_view text, std::string_view folded) {
  const Lists& all = lists();
  PhraseSet found = kNoPhrase;
  if (all.references.begin(folded)) found |= kReferencePhrase;
  if (text.size() <= kLongestAppeal) {
    if (all.appeals.begin(folded) || all.appeals_inside.stand_in(folded)) found |= kAppealPhrase;
    if (all.paywall_notes.begin(folded)) found |= kPaywallPhrase;
  }
  if (text.size() < 200 && all.credits.begin(folded)) found |= kCreditPhrase;
  if (text.size() <= 80 && all.labels.are(trim(folded))) found |= kLabelPhrase;
  return found;
}

bool is_credit_line(std::string_view text) {
  return text.size() < 200 && lists().credits.begin(fold(text));
}

bool is_paywall_note(std::string_view text) {
  return text.size() <= kLongestAppeal && lists().paywall_notes.begin(fold(text));
}

}  // namespace depesche::extract
