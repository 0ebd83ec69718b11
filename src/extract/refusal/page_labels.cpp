#include "extract/refusal/page_labels.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/ascii.h"
#include "extract/page/word_filter.h"

namespace depesche::extract {
namespace {

struct Labels {
  std::string_view list;  // between bars
  LabelKind kind;
};

constexpr std::array kLabels{
    Labels{
        "related articles|related posts|related stories|leave a reply|cancel reply|reply|"
        "leave a comment|post comment|post a comment|written by|by|von|reddit|tweet|twittern|"
        "teilen|share|share this|share this:|share this article|drucken|print|tags|tags:|"
        "about the author|next post|previous post|comments|kommentare|kommentar|antworten|"
        "antworten abbrechen|schreibe einen kommentar|kommentar schreiben|whatsapp|tumblr|"
        "flipboard|google+|email this|conclusion|final thoughts|table of contents|in this article|"
        "inhaltsverzeichnis|shares|read more:|lesen sie auch|mehr zum thema|zum thema|"
        "nächster beitrag|vorheriger beitrag|autor|author|editor's note|copy link|link kopieren|"
        "merken|artikel drucken|artikel teilen|fazit|quelle|quelle:|quellen|sources|references|"
        "partager|imprimer|commentaires|compartir|comentarios|imprimir|condividi|commenti|"
        "stampa|par|por|di|published|veröffentlicht|veröffentlicht am|updated|aktualisiert|"
        "last updated|min read|mehr zum thema:|schlagwörter|schlagworte|stichwörter|"
        "required fields are marked|jump to recipe|print recipe|ingredients|zutaten|"
        "instructions|zubereitung|save article|listen|artikel anhören|pinterest|correction|"
        "read next|more from the author|advertisement",
        LabelKind::Article},
    Labels{"specs|specifications|technical specifications|technische daten|warranty|garantie|"
           "shipping|shipping information|shipping & returns|versand|versandkosten|lieferzeit|"
           "lieferung|delivery|returns|return policy|in stock|out of stock|sold out|auf lager|"
           "sofort lieferbar|ausverkauft|nicht auf lager|quantity|qty|menge|anzahl|color|color:|"
           "colour|farbe|size|size:|size guide|größe|größentabelle|sku|sku:|artikelnummer|"
           "artikel-nr.|artikelnummer:|art.-nr.|product details|produktdetails|"
           "product description|produktbeschreibung|regular price|sale price|unit price|price|"
           "preis|sale|new arrivals|best sellers|best selling|bestseller|bestsellers|shop all|"
           "shop now|clearance|gift cards|gift card|gutscheine|wishlist|wunschliste|merkzettel|"
           "continue shopping|weiter einkaufen|your cart is empty|your cart|warenkorb|"
           "ihr warenkorb|view cart|checkout|zur kasse|kasse|track your order|order status|"
           "related products|ähnliche produkte|featured products|you may also like|"
           "das könnte ihnen auch gefallen|customer reviews|kundenbewertungen|write a review|"
           "bewertung schreiben|customers also bought|kunden kauften auch|notify me|availability|"
           "verfügbarkeit|in den einkaufswagen|material|brand|marke|shop by category|"
           "shop by brand|free shipping|kostenloser versand|inkl. mwst.|zzgl. versand|"
           "zzgl. versandkosten|inkl. mwst. zzgl. versand|from|ab|buy|kaufen|prix|livraison|"
           "en stock|panier|soldes|garantie|taille|couleur|precio|carrito|envío|prezzo|carrello|"
           "spedizione|compare|vergleichen|buy with|ask a question|what's in the box|"
           "lieferumfang|system requirements|reviews|bewertungen|apparel|accessories",
           LabelKind::Shop},
    Labels{"add to cart|add to bag|add to basket|add to trolley|buy it now|buy now|"
           "in den warenkorb|jetzt kaufen|in den warenkorb legen|ajouter au panier|"
           "añadir al carrito|aggiungi al carrello|quick add|quick view|choose options|"
           "select options|add to wishlist|auf den merkzettel|auf die merkliste|"
           "zur wunschliste|schnellansicht|optionen wählen|ausführung wählen|pre-order|"
           "vorbestellen|jetzt bestellen|add all to cart|ajouter à la liste|+ add to cart|"
           "add to compare|shop this look",
           LabelKind::Cart},
    Labels{"sort by|sort by:|sort|sortieren|sortieren nach|sortierung|filter|filters|filter by|"
           "filtern|all filters|clear all|alle filter|apply|results|ergebnisse|load more|"
           "show more|mehr laden|mehr anzeigen|weitere laden|mehr artikel|older posts|"
           "newer posts|older entries|ältere beiträge|ältere artikel|neuere beiträge|next page|"
           "previous page|nächste seite|next »|next ›|weiter »|« zurück|last »|alle artikel|"
           "see all|view all|browse all|all news|alle anzeigen|alle ansehen|load more stories|"
           "more stories|latest|latest news|neueste|neueste artikel|most recent|newest|oldest|"
           "relevance|relevanz|meistgelesen|most read|most popular|featured|trending|"
           "trier par|filtrer|voir plus|ordenar por|filtrar|ver más|ordina per|filtra|"
           "price: low to high|price: high to low|per page|pro seite|grid|list|page|seite|"
           "browse|categories|all categories|showing|archives|top stories|schlagzeilen|"
           "editor's picks|anzeigen|jobs|open live|more news|in other news",
           LabelKind::List},
    Labels{"get started|get started free|get started for free|start free|start free trial|"
           "free trial|try for free|try it free|start for free|start now|sign up free|"
           "sign up for free|request a demo|book a demo|get a demo|request demo|watch demo|"
           "contact sales|talk to sales|talk to an expert|get a quote|get a free quote|"
           "request a quote|free quote|request information|request info|apply now|enroll now|"
           "enroll|register now|book now|book online|schedule now|schedule a call|"
           "schedule a consultation|free consultation|call now|call us|call us today|"
           "contact us today|get in touch|learn more|find out more|our services|our story|"
           "our team|our clients|our customers|our work|why choose us|how it works|"
           "frequently asked questions|testimonials|what our customers say|trusted by|"
           "case studies|success stories|pricing|plans|features|solutions|integrations|"
           "see pricing|view pricing|compare plans|jetzt anfragen|angebot anfordern|"
           "kostenlos testen|jetzt testen|demo anfordern|jetzt buchen|termin vereinbaren|"
           "jetzt anmelden|unsere leistungen|leistungen|unsere kunden|referenzen|so funktioniert's|"
           "kontakt aufnehmen|rückruf anfordern|essai gratuit|demander un devis|nos services|"
           "solicitar demo|nuestros servicios|prueba gratis|enterprise|customers|services|"
           "industries|get help|need help?|download now|use cases|live chat",
           LabelKind::Offer},
    Labels{"read more|read more »|read more...|read more…|continue reading|full story|"
           "continue reading →|weiterlesen|weiterlesen »|weiterlesen...|mehr|mehr lesen|"
           "mehr erfahren|more|more »|more...|lesen|zum artikel|lire la suite|leer más|"
           "leggi tutto|en savoir plus|view details|details|view|view product|zum produkt|ansehen|"
           "shop|start course|read article|read|artikel lesen|jetzt lesen",
           LabelKind::More},
    Labels{"accept all|accept all cookies|accept cookies|reject all|manage preferences|"
           "alle akzeptieren|alle ablehnen|akzeptieren und weiter|alles akzeptieren|"
           "einstellungen verwalten|cookie-einstellungen|zustimmen|zustimmen und weiter|"
           "tout accepter|tout refuser|aceptar todo|rechazar todo|accetta tutto|"
           "save preferences|auswahl bestätigen|utiq verwalten|privacy settings",
           LabelKind::Consent},
    Labels{"forgot password?|forgot your password?|passwort vergessen?|passwort vergessen|"
           "remember me|angemeldet bleiben|noch kein konto?|create an account|"
           "don't have an account?|mot de passe oublié ?|olvidé mi contraseña|"
           "password dimenticata?|benutzername|username|username or email|e-mail or username",
           LabelKind::Login},
};

struct Table {
  std::unordered_map<std::string_view, Label> labels;
  WordFilter filter;
  int count = 0;
};

const Table& table() {
  static const Table made = [] {
    Table out;
    for (const Labels& entry : kLabels) {
      for (std::size_t at = 0; at < entry.list.size();) {
        const std::size_t end = std::min(entry.list.find('|', at), entry.list.size());
        const std::string_view label = entry.list.substr(at, end - at);
        if (out.labels.emplace(label, Label{entry.kind, out.count}).second) ++out.count;
        out.filter.add(label);
        at = end + 1;
      }
    }
    return out;
  }();
  return made;
}

bool holds_year(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const bool century = text[i] == '2' ? text[i + 1] == '0' : text.compare(i, 2, "19") == 0;
    if (century && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
        (i == 0 || !is_digit(text[i - 1])) && (i + 4 == text.size() || !is_digit(text[i + 4]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

Label label_of(std::string_view text) {
  if (text.empty() || text.size() > kLongestLabel) return {};
  std::array<char, kLongestLabel> lower;
  std::transform(text.begin(), text.end(), lower.begin(),
                 [](char c) { return is_space(c) ? ' ' : to_lower(c); });
  const std::string_view label(lower.data(), text.size());
  if (!table().filter.may_hold(label)) return {};
  const auto found = table().labels.find(label);
  return found == table().labels.end() ? Label{} : found->second;
}

int label_count() { return table().count; }

bool is_price(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kCurrencies{"$", "€", "£", "EUR", "USD"};
  return std::any_of(text.begin(), text.end(), is_digit) &&
         std::any_of(kCurrencies.begin(), kCurrencies.end(), [&](std::string_view currency) {
           return text.find(currency) != std::string_view::npos;
         });
}

bool is_date_label(std::string_view text) {
  if (text.size() < 4 || !std::any_of(text.begin(), text.end(), is_digit)) return false;
  if (text.size() >= 8 && holds_year(text)) return true;
  if (text.ends_with(" ago")) return true;
  return text.starts_with("vor ") && (text.find("Minute") != std::string_view::npos ||
                                      text.find("Stunde") != std::string_view::npos ||
                                      text.find("Tag") != std::string_view::npos);
}

}  // namespace depesche::extract
