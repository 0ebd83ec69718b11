// Which pages are refused as no articles, on pages written for the purpose.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "extract/extract.h"
#include "extract/refusal/page_features.h"
#include "extract/refusal/page_labels.h"
#include "extract/refusal/page_words.h"
#include "extract/refusal/refusal_model.h"
#include "news/feed.h"

namespace depesche {
namespace {

using namespace extract;

constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

std::string chrome_around(std::string_view head, std::string_view body,
                          std::string_view names = {}) {
  std::string page = "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\">";
  page.append(head)
      .append("</head><body class=\"")
      .append(names)
      .append(
          "\"><header><a href=\"/\">"
          "Talheimer Bote</a></header><nav><ul>");
  for (const std::string_view section : {"Politik", "Lokales", "Wirtschaft", "Sport", "Kultur"}) {
    page.append("<li><a href=\"/")
        .append(section)
        .append("\">")
        .append(section)
        .append("</a></li>");
  }
  page.append("</ul></nav><main>")
      .append(body)
      .append(
          "</main><footer><a href=\"/impressum\">Impressum"
          "</a> <a href=\"/datenschutz\">Datenschutz</a> <a "
          "href=\"/agb\">AGB</a></footer></body></html>");
  return page;
}

Result<Article> read(const std::string& page, std::string_view url = {},
                     const Entry* entry = nullptr) {
  return extract_article(page, {.url = url, .content_type = {}, .entry = entry, .now = kNow});
}

/// The sentence a page is refused with; "article" for none.
std::string verdict(const std::string& page, std::string_view url = {}) {
  const Result<Article> article = read(page, url);
  if (article) return "article";
  EXPECT_EQ(article.error().code, ErrorCode::NotAnArticle);
  return article.error().message;
}

const std::vector<std::string> kHeadlines{"Nordbrücke bleibt bis zum Herbst gesperrt",
                                          "Freibad öffnet zwei Wochen früher als geplant",
                                          "Chor sucht Stimmen für das Sommerkonzert",
                                          "Kreistag streitet über die neue Buslinie",
                                          "Sägewerk stellt dreißig Menschen ein",
                                          "Hochwasser: Pegel der Tale steigt weiter",
                                          "Grundschule bekommt einen neuen Pausenhof",
                                          "Unbekannte stehlen Kupfer vom Bahnhof",
                                          "Stadtbücherei verleiht jetzt auch Werkzeug",
                                          "TSV Talheim gewinnt das Derby im Regen",
                                          "Mieten am Fluss steigen langsamer als gedacht",
                                          "Imker melden die beste Ernte seit Jahren"};

std::string teasers(std::string_view element) {
  std::string out;
  for (std::size_t i = 0; i < kHeadlines.size(); ++i) {
    const std::string address = "/lokales/meldung-" + std::to_string(4100 + i);
    out.append("<").append(element).append(" class=\"teaser-item\"><a href=\"").append(address);
    out.append("\"><img src=\"/b.jpg\" alt=\"\"><h3>").append(kHeadlines[i]).append("</h3></a>");
    out.append("<p>Was die Stadt dazu sagt und wie es jetzt am Ufer weitergehen soll.</p>");
    out.append("<a href=\"").append(address).append("\">mehr</a></").append(element).append(">");
  }
  return out;
}

std::string paragraphs(int count) {
  static const std::vector<std::string> sentences{
      "Die Stadt hat die Brücke am Donnerstag gesperrt, weil in zwei Pfeilern Risse entdeckt "
      "wurden.",
      "„Wir wissen noch nicht, wie tief sie reichen“, sagte die Leiterin des Bauamts, Ina Vogt.",
      "Nach ihren Angaben waren die Schäden bei einer Prüfung im Frühjahr nicht zu sehen gewesen.",
      "Der Verkehr wurde über die Südbrücke geleitet, wo sich am Morgen lange Schlangen bildeten.",
      "Ein Gutachten soll bis zum Monatsende klären, ob die Pfeiler gestützt werden können.",
      "Die Feuerwehr hatte schon im Winter gewarnt, dass ihre Wagen zu schwer für sie seien."};
  std::string out;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    // Numbered, for what repeats itself to the letter is no paragraph of a report.
    out.append("<p>").append(sentences[at % sentences.size()]).append(" Es war Tag ");
    out.append(std::to_string(i + 1)).append(". ");
    out.append(sentences[(at + 2) % sentences.size()]).append("</p>");
  }
  return out;
}

TEST(Refusal, FrontPagesAreLists) {
  const std::string page = chrome_around(
      "<title>Talheimer Bote – Nachrichten aus der Region</title>"
      "<meta property=\"og:type\" content=\"website\">",
      "<h1>Talheimer Bote</h1><section>" + teasers("article") + "</section>", "home");
  EXPECT_EQ(verdict(page, "https://www.talheimer-bote.example/"),
            "this is the site's front page, no article");
  EXPECT_EQ(verdict(page), "this looks like a list of other pages, no article");
}

TEST(Refusal, SectionsAndArchivesAreLists) {
  const std::string page = chrome_around(
      "<title>Lokales | Talheimer Bote</title>",
      "<h1>Lokales</h1><ul>" + teasers("li") +
          "</ul><a href=\"?s=2\">2</a> <a href=\"?s=3\">3</a> <a href=\"?s=2\">Nächste Seite</a>",
      "archive category");
  EXPECT_EQ(verdict(page, "https://www.talheimer-bote.example/lokales/"),
            "this looks like a list of other pages, no article");
}

TEST(Refusal, ShopsSell) {
  const std::string page = chrome_around(
      "<title>Gießkanne Tale, 10 Liter | Gartenhaus Beispiel</title>"
      "<meta property=\"og:type\" content=\"product\">"
      "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":"
      "\"Product\",\"name\":\"Gießkanne "
      "Tale\",\"offers\":{\"@type\":\"Offer\",\"price\":\"24.90\"}}"
      "</script>",
      "<a href=\"/warenkorb\">Warenkorb</a><h1>Gießkanne Tale, 10 Liter</h1><img src=\"/k.jpg\">"
      "<p><span>24,90 €</span></p><p>inkl. MwSt.</p><label>Menge</label><input type=\"number\">"
      "<button>In den Warenkorb</button><a>Auf den Merkzettel</a><p>Sofort lieferbar</p>"
      "<h2>Produktbeschreibung</h2><p>Feuerverzinkt, langlebig und mit Messingbrause: unsere Kanne "
      "für jeden Garten. Bestellen Sie noch heute, der Versand ist kostenlos.</p>"
      "<h2>Technische Daten</h2><table><tr><td>Farbe</td><td>Zink</td></tr><tr><td>Material</td>"
      "<td>Stahl</td></tr></table><h2>Kundenbewertungen</h2><p>(29)</p><h2>Ähnliche Produkte</h2>"
      "<ul><li><a href=\"/p/1\"><img src=\"1.jpg\">Rechen</a><span>12,50 €</span></li>"
      "<li><a href=\"/p/2\"><img src=\"2.jpg\">Spaten</a><span>31,00 €</span></li>"
      "<li><a href=\"/p/3\"><img src=\"3.jpg\">Hacke</a><span>18,20 €</span></li></ul>");
  EXPECT_EQ(verdict(page, "https://gartenhaus.example/produkt/giesskanne-tale"),
            "this looks like the page of a product, no article");
}

TEST(Refusal, ServicesOfferThemselves) {
  std::string body =
      "<h1>Umzüge in Talheim und Umgebung</h1><p>Wir sind Ihr Partner für stressfreie Umzüge. "
      "Unser "
      "Team berät Sie kostenlos.</p><a href=\"/anfrage\">Jetzt anfragen</a><a href=\"tel:+4900\">"
      "Rufen Sie uns an</a>";
  for (const std::string_view offer : {"Privatumzug", "Firmenumzug", "Lagerung", "Entrümpelung"}) {
    body.append("<div class=\"card\"><a href=\"/leistung\"><img src=\"i.png\"><h3>").append(offer);
    body.append(
        "</h3></a><p>Unser Angebot für Sie.</p><a href=\"/leistung\">Mehr erfahren</a></div>");
  }
  body +=
      "<h2>Unsere Leistungen</h2><h2>Referenzen</h2><h2>So funktioniert's</h2><form><input "
      "name=\"n\">"
      "<input name=\"m\"><input name=\"t\"><button>Angebot anfordern</button></form>";
  const std::string page = chrome_around(
      "<title>Umzugsfirma Talheim | Umzüge Beispiel GmbH</title>"
      "<meta property=\"og:type\" content=\"website\">",
      body, "page page-id-12 page-template-default");
  EXPECT_NE(verdict(page, "https://umzuege.example/leistungen/"), "article");
}

TEST(Refusal, ImprintsAreTheSitesOwn) {
  const std::string page = chrome_around(
      "<title>Wer wir sind | Talheimer Bote</title>",
      "<h1>Wer wir sind</h1><p>Talheimer Verlag GmbH, Uferweg 3, 00000 Talheim. Telefon 0000 1, "
      "Telefax 0000 2. Geschäftsführer: Ina Vogt. Registergericht: Amtsgericht Talheim, HRB 0000. "
      "Umsatzsteuer-Identifikationsnummer: DE000000000. Verantwortlich für den Inhalt nach § 18 "
      "MStV: "
      "Olaf Lind, Chefredakteur, Anschrift wie oben.</p>");
  EXPECT_EQ(verdict(page), "this is the site's imprint, no article");
}

TEST(Refusal, SmallPrintIsTheSitesOwn) {
  std::string body = "<h1>So gehen wir mit Ihren Angaben um</h1>";
  for (int i = 0; i < 12; ++i) {
    body += "<p>" + std::to_string(i + 1) +
            ". Die Verarbeitung personenbezogener Daten geschieht auf der Rechtsgrundlage Ihrer "
            "Einwilligung nach der DSGVO. Die Speicherung Ihrer IP-Adresse dient dem Betrieb; den "
            "Widerruf richten Sie an den Datenschutzbeauftragten. Cookies setzen wir nur mit Ihrer "
            "Einwilligung. Betroffenen stehen Auskunft und Beschwerde zu, wie es der Datenschutz "
            "verlangt; personenbezogene Angaben löschen wir.</p>";
  }
  EXPECT_EQ(verdict(chrome_around("<title>So gehen wir mit Ihren Angaben um</title>", body)),
            "this is the site's legal or privacy page, no article");
}

TEST(Refusal, NoticesOfAFewWordsAreNoArticles) {
  const auto notice = [](std::string_view title, std::string_view body) {
    return chrome_around("<title>" + std::string(title) + "</title>",
                         "<h1>" + std::string(title) + "</h1>" + std::string(body));
  };
  EXPECT_EQ(verdict(notice("Seite nicht gefunden", "<p>Die Seite gibt es hier leider nicht.</p>")),
            "this is an error page, no article: Seite nicht gefunden");
  EXPECT_EQ(verdict(notice("Anmelden",
                           "<p>Bitte geben Sie Ihren Namen und Ihr Kennwort ein.</p>"
                           "<input type=\"password\">")),
            "this page asks for a login");
  EXPECT_EQ(verdict(notice("Ihre Zustimmung zu Cookies",
                           "<p>Wir und unsere Partner möchten Angaben auf Ihrem Gerät lesen.</p>")),
            "this page asks for consent");
}

TEST(Refusal, ReportsAboutSuchPagesPass) {
  for (const std::string_view title :
       {"404: Wie eine Zahl zum Witz wurde", "Gericht verbietet Cookie-Banner des Reiseportals",
        "Login ohne Kennwort: Was Passkeys können", "Warum jeder Händler ein Impressum braucht"}) {
    const std::string page =
        chrome_around("<title>" + std::string(title) + " | Talheimer Bote</title>",
                      "<article><h1>" + std::string(title) +
                          "</h1><time datetime=\"2026-10-30T08:00:00Z\">30.10.2026</time>" +
                          paragraphs(9) + "</article>");
    EXPECT_EQ(verdict(page), "article") << title;
  }
}

TEST(Refusal, ShortNoticesOfAgenciesPass) {
  const std::string page = chrome_around(
      "<title>Zug entgleist bei Talheim | Talheimer Bote</title>"
      "<meta property=\"og:type\" content=\"article\">",
      "<article><h1>Zug entgleist bei Talheim</h1><time "
      "datetime=\"2026-10-30T08:00:00Z\">30.10.2026"
      "</time><p>Talheim (dpa) - Bei Talheim ist am Freitag ein Güterzug entgleist. Verletzt wurde "
      "nach Angaben der Polizei niemand. Die Strecke blieb bis zum Abend gesperrt.</p></article>");
  EXPECT_EQ(verdict(page), "article");
}

TEST(Refusal, LiveBlogsPass) {
  std::string body =
      "<article><h1>Hochwasser an der Tale: Der Tag im Überblick</h1>" + paragraphs(2);
  for (int hour = 8; hour < 20; ++hour) {
    body += "<section><h3>" + std::to_string(hour) + ".15 Uhr: Pegel steigt weiter</h3>";
    body += paragraphs(1) + "</section>";
  }
  const std::string page = chrome_around(
      "<title>Hochwasser an der Tale: Der Tag im Überblick</title><meta property=\"og:type\" "
      "content=\"article\"><meta property=\"article:published_time\" "
      "content=\"2026-10-30T08:00:00+01:00\">",
      body + "</article>");
  EXPECT_EQ(verdict(page), "article");
}

TEST(Refusal, ListArticlesPass) {
  std::string body =
      "<article><h1>Sieben Wanderungen an der Tale</h1><p>Von Olaf Lind</p>"
      "<time datetime=\"2026-10-30\">30. Oktober 2026</time>" +
      paragraphs(1);
  for (int i = 0; i < 7; ++i) {
    body += "<h2>" + std::to_string(i + 1) + ". <a href=\"/karte\">Uferweg bei Talheim</a></h2>";
    body += "<img src=\"w.jpg\" alt=\"\">" + paragraphs(1);
  }
  EXPECT_EQ(
      verdict(chrome_around("<title>Sieben Wanderungen an der Tale</title>", body + "</article>")),
      "article");
}

TEST(Refusal, RecipesPass) {
  const std::string page = chrome_around(
      "<title>Apfelkuchen vom Blech</title><script "
      "type=\"application/ld+json\">{\"@type\":\"Recipe\","
      "\"name\":\"Apfelkuchen vom Blech\",\"datePublished\":\"2026-10-01\",\"author\":{\"@type\":"
      "\"Person\",\"name\":\"Ina Vogt\"}}</script>",
      "<article><h1>Apfelkuchen vom Blech</h1><p>Von Ina Vogt</p><p>Dieser Kuchen war bei meiner "
      "Großmutter das Zeichen, dass der Herbst begonnen hatte. Sie nahm Äpfel, die sonst keiner "
      "haben wollte, und buk daraus das Beste, was es gab.</p><h2>Zutaten</h2><ul><li>1 kg Äpfel"
      "</li><li>300 g Mehl</li><li>150 g Butter</li><li>2 Eier</li></ul><h2>Zubereitung</h2>"
      "<p>Die Butter mit dem Zucker schaumig rühren, die Eier einzeln dazugeben und das Mehl "
      "darüber sieben.</p><p>Den Teig auf das Blech streichen, die Äpfel in Spalten darauf legen "
      "und "
      "alles vierzig Minuten backen.</p></article>");
  EXPECT_EQ(verdict(page), "article");
}

TEST(Refusal, PressReleasesPass) {
  const std::string page = chrome_around(
      "<title>Sägewerk Beispiel stellt dreißig Menschen ein</title>",
      "<h1>Sägewerk Beispiel stellt dreißig Menschen ein</h1><p>Talheim, 30. Oktober 2026</p>" +
          paragraphs(4) +
          "<p>Pressekontakt: Sägewerk Beispiel GmbH, Ina Vogt, Telefon 0000 1, "
          "presse@example.org</p>");
  EXPECT_EQ(verdict(page, "https://saegewerk.example/presse/2026/saegewerk-stellt-dreissig-ein"),
            "article");
}

TEST(Refusal, ArticlesWithMoreCommentsThanTextPass) {
  std::string body =
      "<article><h1>Kreistag streitet über die neue Buslinie</h1><time "
      "datetime=\"2026-10-30T08:00:00Z\">30.10.2026</time>" +
      paragraphs(4) + "</article><div id=\"comments\"><h2>Kommentare</h2>";
  for (int i = 0; i < 30; ++i) {
    body += "<div class=\"comment\"><a href=\"/u\">Leser " + std::to_string(i) + "</a>" +
            paragraphs(1) + "<a href=\"#\">Antworten</a></div>";
  }
  body += "<h3>Schreibe einen Kommentar</h3><form><textarea></textarea></form></div>";
  EXPECT_EQ(verdict(chrome_around("<title>Kreistag streitet über die neue Buslinie</title>", body)),
            "article");
}

TEST(Refusal, OldPagesWithLittleStructurePass) {
  const std::string page =
      "<html><head><title>Die Brücke von Talheim</title></head><body bgcolor=white><h1>Die Brücke "
      "von "
      "Talheim</h1>Die Brücke wurde im Jahr 1896 gebaut und war lange die einzige über den Fluss. "
      "<br><br>Als das Eis sie im Winter 1929 beschädigte, halfen alle Dörfer beim Bau einer "
      "neuen. "
      "<br><br>Sie steht noch heute, auch wenn niemand mehr weiß, wer sie bezahlt "
      "hat.</body></html>";
  EXPECT_EQ(verdict(page), "article");
}

TEST(Refusal, PagesAFeedLedToGetTheBenefitOfTheDoubt) {
  // Lines without a sentence below many links: doubtful by itself.
  std::string body = "<h1>Ergebnisse vom Sonntag</h1>";
  std::string doubtful;
  const Entry entry{};
  for (int links = 0; links < 60 && doubtful.empty(); ++links) {
    body += "<div><a href=\"/s\"><h3>TSV Talheim gegen SV Beispiel " + std::to_string(links) +
            "</h3></a><p>Das Spiel wurde am Sonntag im Regen ausgetragen und endete mit " +
            std::to_string(links) + " Toren.</p></div>";
    const std::string page = chrome_around("<title>Ergebnisse vom Sonntag</title>", body);
    if (verdict(page) != "article") doubtful = page;
  }
  ASSERT_FALSE(doubtful.empty());
  EXPECT_TRUE(read(doubtful, {}, &entry));
}

TEST(Refusal, PagesOfNoTextKeepTheirReason) {
  const Result<Article> page =
      read("<html><head><title>x</title></head><body><div></div></body></html>");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::Empty);
}

TEST(Refusal, NewsHasAHeadline) {
  const std::string page = "<html><body>" + paragraphs(4) + "</body></html>";
  const Entry entry{};
  const Result<Article> article = read(page, {}, &entry);
  ASSERT_FALSE(article);
  EXPECT_EQ(article.error().message, "the page has no headline");
  EXPECT_EQ(verdict(page, "https://bote.example/lokales/bruecke-4711.html"),
            "the page has no headline");
  // Nobody's news, but a text.
  EXPECT_EQ(verdict(page), "article");
  EXPECT_EQ(verdict("<html><body><p>You will be connected in a moment.</body></html>"),
            "the page has no headline");
}

constexpr std::string_view kFilm =
    "<html><head><title>Die Brücke im Film</title><meta property=og:type content=article>"
    "<meta property=article:published_time content=2026-05-04T10:00:00Z>"
    "<meta property=og:description content='Unser Film zeigt, wie die Brücke gebaut wurde.'>"
    "<meta name=author content='Jana Weber'></head>";

TEST(Refusal, APageWithoutRunningTextHasItsSummary) {
  for (const std::string_view body :
       {"<body><div id=app></div></body></html>",
        "<body><article><h1>Die Brücke im Film</h1><time>4. Mai 2026</time><video src=f.mp4>"
        "</video></article></body></html>"}) {
    const Result<Article> article = read(std::string(kFilm) + std::string(body));
    ASSERT_TRUE(article) << article.error().message;
    EXPECT_EQ(article->text, "Unser Film zeigt, wie die Brücke gebaut wurde.");
    EXPECT_EQ(article->standfirst, article->text);
    EXPECT_TRUE(article->blocks.empty());
  }
}

TEST(RefusalModel, IsTrainedOnTheFeaturesThatAreMeasured) {
  const std::vector<PageFeature> measured =
      page_features("<h1>Brücke gesperrt</h1>" + paragraphs(2), {.url = {}, .content_type = {}});
  const auto trained = trained_features();
  ASSERT_EQ(measured.size(), trained.size()) << "run tools/train-refusal";
  for (std::size_t i = 0; i < trained.size(); ++i) {
    EXPECT_EQ(measured[i].name, trained[i]) << "run tools/train-refusal";
  }
}

TEST(PageAddress, IsTakenApart) {
  EXPECT_TRUE(read_address("https://bote.example/").front);
  EXPECT_TRUE(read_address("https://bote.example").front);
  EXPECT_TRUE(read_address("https://bote.example/de/").front);
  EXPECT_FALSE(read_address("https://bote.example/lokales/bruecke-gesperrt-4711.html").front);
  const PageAddress address =
      read_address("https://bote.example/lokales/2026/10/bruecke-bleibt-gesperrt-471142.html?x=1");
  EXPECT_TRUE(address.known && address.dated && address.file && address.query);
  EXPECT_EQ(address.depth, 4);
  EXPECT_EQ(address.hyphens, 3);
  EXPECT_EQ(address.digits, 6);
  EXPECT_FALSE(read_address("").known);
  EXPECT_NE(read_address("https://bote.example/Impressum").last & kImprintWord, 0u);
  EXPECT_NE(read_address("https://shop.bote.example/kanne").before & kShopWord, 0u);
}

TEST(PageLabels, AreKnownWhateverTheirCase) {
  EXPECT_EQ(label_of("Add to Cart").kind, LabelKind::Cart);
  EXPECT_EQ(label_of("LEAVE A REPLY").kind, LabelKind::Article);
  EXPECT_EQ(label_of("Weiterlesen").kind, LabelKind::More);
  EXPECT_EQ(label_of("Brücke gesperrt").kind, LabelKind::None);
  EXPECT_TRUE(is_price("ab 1.299,00 €"));
  EXPECT_FALSE(is_price("1.299 Menschen"));
  EXPECT_TRUE(is_date_label("3. Mai 2024"));
  EXPECT_TRUE(is_date_label("3 hours ago"));
  EXPECT_FALSE(is_date_label("Halle 20244"));
}

TEST(PageWords, SayWhatATitleIs) {
  EXPECT_EQ(kinds_of_title("impressum"), WordKinds{kImprintWord});
  EXPECT_EQ(kinds_of_title("streit um das impressum"), WordKinds{kNoKind});
  EXPECT_NE(kinds_of_title("404 – page not found") & kErrorWord, 0u);
  EXPECT_NE(kinds_in_names("single single-post postid-71") & kArticleWord, 0u);
  EXPECT_NE(kinds_in_names("page page-id-71") & kServiceWord, 0u);
  Manner manner;
  add_manner("Wir beraten Sie: Ihre Frage, sagte sie, war „gut“!", manner);
  EXPECT_EQ(manner.we, 1);
  EXPECT_EQ(manner.you, 1);
  EXPECT_EQ(manner.told, 1);
  EXPECT_EQ(manner.past, 1);
  EXPECT_EQ(manner.quotes, 2);
  EXPECT_EQ(manner.marks, 1);
}

}  // namespace
}  // namespace depesche
