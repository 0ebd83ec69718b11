// Single fields of small pages, each with the evidence for one question.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "extract/extract.h"

namespace depesche {
namespace {

constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

/// A page whose article is long enough to be one; `head` and `byline` hold what is asked about.
Article read_page(std::string_view head, std::string_view byline, std::string_view url = {}) {
  const std::string page =
      "<html lang=\"de\"><head><meta charset=utf-8><title>Brücke am Ufer gesperrt</title>" +
      std::string(head) + "</head><body><article><h1>Brücke am Ufer gesperrt</h1>" +
      std::string(byline) +
      "<p>Die Stadt hat die Brücke am Ufer gesperrt, weil der Frost zwei Pfeiler beschädigt hat, "
      "sagte die Bürgermeisterin am Abend im Rat.</p><p>Niemand darf mehr über sie fahren, bis sie "
      "repariert ist. Das wird nach Auskunft des Bauamts bis zum Sommer dauern.</p></article>"
      "<aside class=\"teaser\"><h3>Anderes</h3><time datetime=\"2026-10-30\">30.10.2026</time> "
      "<span class=\"author\">Von Max Rohr</span></aside></body></html>";
  const Result<Article> article =
      extract_article(page, {.url = url, .content_type = {}, .now = kNow});
  return article ? *article : Article{};
}

std::string shown(const std::optional<Moment>& moment) {
  return moment ? format_rfc3339(*moment) : "none";
}

struct DateCase {
  std::string_view head;
  std::string_view byline;
  std::string_view published;
  std::string_view updated;
};

TEST(PageDates, AreReadFromWhatReadersSee) {
  const std::vector<DateCase> cases{
      {"", "<div>12.03.2026</div>", "2026-03-12", "none"},
      {"", "<div>Von Anna Berg am 12.03.2026, 11:51 | 0 Meinungen</div>", "2026-03-12T11:51:00Z",
       "none"},
      {"", "<div>Stand: 12.03.2026 18:00 Uhr</div>", "2026-03-12T18:00:00Z",
       "2026-03-12T18:00:00Z"},
      {"", "<div><span>März</span> <b>12</b> <span>2026</span></div>", "2026-03-12", "none"},
      {"", "<p>Veröffentlicht: 12. März 2026</p><p>Zuletzt aktualisiert: 14. März 2026</p>",
       "2026-03-12", "2026-03-14"},
      {"", "<p>Letzte Änderung am 14.03.2026, zuerst veröffentlicht am 12.03.2026</p>",
       "2026-03-12", "2026-03-14"},
      {"", "<dl><dt>Datum</dt><dd>12.03.2026</dd></dl>", "2026-03-12", "none"},
      {"", "<time datetime=\"2026-03-12T11:51:00+01:00\">vor drei Tagen</time>",
       "2026-03-12T11:51:00+01:00", "none"},
      {"", "<aside class=\"blogData\"><dl><dt>Datum</dt><dd>12.03.2026</dd></dl></aside>",
       "2026-03-12", "none"},
      // Whatever their names: an opinion's header, a line below the headline.
      {"", "<div class=commentHeader__publishDate>Mi., <b>12. März 2026</b></div>", "2026-03-12",
       "none"},
      {"", "<div class=teaser__meta>Von Anna Berg am 12. März 2026</div>", "2026-03-12", "none"},
      {"",
       "<div class=date>12. März 2026</div><blockquote><time datetime=\"2025-01-02T10:00:00Z\">"
       "2. Januar 2025 um 11:00</time></blockquote>",
       "2026-03-12", "none"},
      // The same day as machines are told, in the other order.
      {"<meta property=\"article:published_time\" content=\"2026-03-02T05:00:14Z\">",
       "<div>03/02/2026</div>", "2026-03-02T06:00:14+01:00", "none"},
      // Numbers that may be read either way, and a month with a name.
      {"<meta property=\"article:published_time\" content=\"03-09-2026\">",
       "<div>Veröffentlicht am 9. März 2026</div>", "2026-03-09", "none"},
      // A change before the publication: the claim is of a second publication.
      {"<meta property=\"article:published_time\" content=\"2026-03-12T11:52:23Z\">",
       "<div>Stand: 11.03.2026 18:00 Uhr</div>", "2026-03-11T18:00:00Z", "2026-03-11T18:00:00Z"},
      // The instant at which the outlet's day began.
      {"<meta property=\"article:published_time\" content=\"2026-03-11T23:00:00Z\">",
       "<div>12. März 2026</div>", "2026-03-12T00:00:00+01:00", "none"},
      // The attribute tells of the last change, the reader of the publication.
      {"", "<time datetime=\"2026-05-01T08:00:00Z\">Publié le 12 mars 2026</time>", "2026-03-12",
       "none"},
  };
  for (const DateCase& test : cases) {
    const Article article = read_page(test.head, test.byline);
    EXPECT_EQ(shown(article.published), test.published) << test.byline;
    EXPECT_EQ(shown(article.updated), test.updated) << test.byline;
  }
}

TEST(PageDates, OfSomethingElseAreNotTheArticles) {
  for (const std::string_view byline :
       {"", "<p>Mitglied seit 12.03.2026</p>", "<p>Die Sperrung gilt bis 12.03.2026</p>",
        "<div class=comments><div class=comment>12.03.2026, 10:00</div></div>", "<div>14:05</div>",
        "<div>vor 2 Stunden</div>",
        "<figure><img src=a.jpg width=600 height=400>"
        "<figcaption>Das Ufer am 12.03.2026</figcaption></figure>"}) {
    EXPECT_EQ(shown(read_page("", byline).published), "none") << byline;
  }
}

TEST(PageDates, AreLookedForInASystemsOwnWordsWhereNothingElseTellsThem) {
  const std::string_view record =
      "<script>var page = {\"created_at\": \"2025-01-01\", \"published_at\": "
      "\"2026-03-12T11:51:00+01:00\"}</script>";
  EXPECT_EQ(shown(read_page(record, "").published), "2026-03-12T11:51:00+01:00");
  EXPECT_EQ(
      shown(read_page("<script>load(\"{\\\"publishedAt\\\": \\\"2026-03-12\\\"}\")</script>", "")
                .published),
      "2026-03-12");
  EXPECT_EQ(
      shown(read_page("<meta name=\"w-published-date\" content=\"2026-03-12\">", "").published),
      "2026-03-12");
  // What readers see is worth more; what was created may be anything.
  EXPECT_EQ(shown(read_page(record, "<div>11.03.2026</div>").published), "2026-03-11");
  EXPECT_EQ(shown(read_page("<script>{\"created_at\": \"2025-01-01\", \"published_at\": null, "
                            "\"unpublished_at\": \"2026-03-12\"}</script>",
                            "")
                      .published),
            "none");
}

TEST(PageDates, StandByAHeadlineThatIsLeftOutAndHasNoKicker) {
  const std::string page =
      "<html lang=de><head><title>Brückenbau: Was nach dem Urteil über die Brücke "
      "gilt</title></head>"
      "<body><article class=comment-header><h1>Was nach dem Urteil über die Brücke gilt</h1>"
      "<div class=comment-header__date>12. März 2026</div></article><div class=text><p>Die Stadt "
      "hat "
      "die Brücke am Ufer gesperrt, weil der Frost zwei Pfeiler beschädigt hat, sagte die "
      "Bürgermeisterin am Abend im Rat.</p><p>Niemand darf mehr über sie fahren, bis sie repariert "
      "ist. Das wird nach Auskunft des Bauamts bis zum Sommer dauern.</p></div><ul><li>1. Mai 2026 "
      "Fest<li>2. Juni 2026 Markt</ul></body></html>";
  const auto article = extract_article(page, {.url = {}, .content_type = {}, .now = kNow});
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(shown(article->published), "2026-03-12");
}

TEST(PageDates, GiveTimesInUtcTheOffsetOfTheOutletsClock) {
  const std::string_view head =
      "<meta property=\"article:published_time\" content=\"2026-03-12T23:30:00Z\">";
  EXPECT_EQ(shown(read_page(head, "").published), "2026-03-13T00:30:00+01:00");
  EXPECT_EQ(shown(read_page(head, "<div>13.03.2026, 01:30 Uhr</div>").published),
            "2026-03-13T01:30:00+02:00");
  EXPECT_EQ(shown(read_page(head, "<div>13.03.2026, 00:41 Uhr</div>").published),
            "2026-03-13T00:30:00+01:00");
  EXPECT_EQ(
      shown(read_page(head, "<time datetime=\"2026-03-12T18:30:00-05:00\"></time>").published),
      "2026-03-12T18:30:00-05:00");
  // The same stamp without its zone is no clock that anyone saw.
  EXPECT_EQ(
      shown(read_page(
                std::string(head) + "<meta name=dc.date.created content=\"2026-03-12 23:30\">", "")
                .published),
      "2026-03-13T00:30:00+01:00");
  // Called UTC, but what readers see is the same time, or the same day.
  EXPECT_EQ(shown(read_page(head, "<div>12.03.2026, 23:30 Uhr</div>").published),
            "2026-03-12T23:30:00Z");
  EXPECT_EQ(shown(read_page(head, "<div>12.03.2026</div>").published), "2026-03-12T23:30:00Z");
  EXPECT_EQ(shown(read_page(head, "<div>13.03.2026</div>").published), "2026-03-13T00:30:00+01:00");
}

TEST(PageDates, OfAWideCountryGoByTheDayInTheAddress) {
  const std::string_view head =
      "<meta property=\"og:locale\" content=\"en_US\">"
      "<meta property=\"article:published_time\" content=\"2026-03-13T02:30:00Z\">";
  EXPECT_EQ(shown(read_page(head, "", "https://a.example/2026/03/12/bridge").published),
            "2026-03-12T22:30:00-04:00");
  EXPECT_EQ(shown(read_page(head, "", "https://a.example/2026/03/13/bridge").published),
            "2026-03-13T02:30:00Z");
}

TEST(PageDates, AddressAndShownDateBeatTheLastRunOfASiteBuilder) {
  const std::string_view head =
      "<meta property=\"article:published_time\" content=\"2026-10-01T10:00:00Z\">";
  EXPECT_EQ(shown(read_page(head, "", "https://a.example/2026/03/12/bruecke").published),
            "2026-03-12");
  const Article article = read_page(head, "<div class=date>12.03.2026</div>");
  EXPECT_EQ(shown(article.published), "2026-03-12");
  EXPECT_EQ(shown(article.updated), "2026-10-01T12:00:00+02:00");
}

struct AuthorCase {
  std::string_view head;
  std::string_view byline;
  std::vector<std::string> expected;
};

TEST(PageAuthors, AreReadFromBylinesInPieces) {
  const std::vector<AuthorCase> cases{
      {"", "<div>Von <b>Carla von der Aue</b></div>", {"Carla von der Aue"}},
      {"", "<div>12.03.2026 | 14:07 Uhr | Von <span>Carla Aue</span></div>", {"Carla Aue"}},
      {"", "<dl><dt>Autorin/Autor</dt><dd>Carla Aue</dd></dl>", {"Carla Aue"}},
      {"", "<p>Written by</p><p>Ada Quill</p>", {"Ada Quill"}},
      {"",
       "<p>Par <a href=\"/auteurs/1\">Anne Dupré</a> et <a href=\"/auteurs/2\">Luc Mont</a></p>",
       {"Anne Dupré", "Luc Mont"}},
      {"", "<p><strong>Ada Quill</strong></p>", {"Ada Quill"}},
      {"", "<a rel=author href=\"/u/7\">gizzmo</a>", {"gizzmo"}},
      {"<meta name=author content=\"Uferblatt\"><meta property=\"og:site_name\" "
       "content=\"Uferblatt\">",
       "<div>Von Carla Aue</div>",
       {"Carla Aue"}},
      {"<meta name=author content=\"Carla Aue, Uferblatt\"><meta property=\"og:site_name\" "
       "content=\"Uferblatt\">",
       "",
       {"Carla Aue"}},
      {"", "<figure><img src=a.jpg><figcaption>Foto: Mia Linde</figcaption></figure>", {}},
      {"", "<div>Von wegen</div>", {}},
  };
  for (const AuthorCase& test : cases) {
    EXPECT_EQ(read_page(test.head, test.byline).authors, test.expected) << test.byline;
  }
}

TEST(PageAddress, IsTheSameSitesAndNoFrontPage) {
  const std::string_view url = "https://www.ufer.example/a/bruecke?utm_source=x";
  const auto canonical = [&](std::string_view claim) {
    return read_page("<link rel=canonical href=\"" + std::string(claim) + "\">", "", url)
        .canonical_url;
  };
  EXPECT_EQ(canonical("https://ufer.example/a/bruecke"), "https://ufer.example/a/bruecke");
  EXPECT_EQ(canonical("/a/bruecke"), "https://www.ufer.example/a/bruecke");
  const std::string own = "https://www.ufer.example/a/bruecke";
  for (const std::string_view wrong :
       {"https://ufer.example/", "https://www.ufer.example/index.html", "https://other.example/a/b",
        "javascript:void(0)", ""}) {
    EXPECT_EQ(canonical(wrong), own) << wrong;
  }
}

TEST(PageFields, SectionAndKeywordsComeFromTheLinksWhereNothingElseNamesThem) {
  const std::string_view links =
      "<div>In <a rel=\"category tag\" href=\"/c/ufer\">Ufer</a></div>"
      "<ul><li><a rel=tag href=\"/t/frost\">Frost</a></li><li><a rel=tag "
      "href=\"/t/bau\">Bau</a></li>"
      "</ul><aside><p><b><a rel=tag href=\"/t/anders\">Anders</a></b></p></aside>";
  const Article linked = read_page("", links);
  EXPECT_EQ(linked.section, "Ufer");
  EXPECT_EQ(linked.keywords, (std::vector<std::string>{"Frost", "Bau"}));
  const Article told = read_page(
      "<meta name=news_keywords content=\"Pfeiler; Rat\"><meta name=keywords content=\"News\">"
      "<meta property=\"article:section\" content=\"Stadt\">",
      links);
  EXPECT_EQ(told.section, "Stadt");
  EXPECT_EQ(told.keywords, (std::vector<std::string>{"Pfeiler", "Rat"}));
}

TEST(PageFields, SectionAndPictureAreReadFromMicrodata) {
  EXPECT_EQ(read_page("<meta itemprop=articleSection content=Stadt>", "").section, "Stadt");
  const auto picture = [](std::string_view byline) {
    const auto found = read_page("", byline, "https://www.ufer.example/a").image;
    return found ? found->url : std::string();
  };
  const std::string right = "https://www.ufer.example/i/pfeiler.jpg";
  for (const std::string_view markup :
       {"<meta itemprop=image content='/i/pfeiler.jpg'>",
        "<link itemprop=thumbnailUrl href='/i/pfeiler.jpg'>",
        "<img itemprop=image src='/i/pfeiler.jpg'>",
        "<div itemprop=image itemscope itemtype='https://schema.org/ImageObject'>"
        "<meta itemprop=width content=800><meta itemprop=url content='/i/pfeiler.jpg'></div>",
        // What an outlet or an author looks like is not what the article shows.
        "<div itemprop=publisher itemscope itemtype='https://schema.org/Organization'>"
        "<meta itemprop=image content='/logo.png'></div>"
        "<meta itemprop=image content='/i/pfeiler.jpg'>"}) {
    EXPECT_EQ(picture(markup), right) << markup;
  }
  EXPECT_EQ(picture("<meta itemprop=image content='/themes/x/no-thumb/stand-in.png'>"), "");
  EXPECT_EQ(picture("<span itemprop=author itemscope itemtype='https://schema.org/Person'>"
                    "<meta itemprop=image content='/anna.jpg'></span>"),
            "");
}

TEST(PagePicture, HasWhatReadersSeeWhereMachinesWereToldLess) {
  const std::string_view told =
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Brücke am "
      "Ufer gesperrt\",\"image\":{\"@type\":\"ImageObject\",\"url\":"
      "\"https://www.ufer.example/i/pfeiler.jpg\",\"caption\":\"Der Pfeiler im Frost\"}}</script>";
  const auto picture =
      read_page(told,
                "<figure><img src='/i/pfeiler.jpg' alt='Ein Pfeiler'><figcaption>"
                "Pfeiler <span class=credit>Mia Linde</span></figcaption></figure>")
          .image;
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->caption, "Der Pfeiler im Frost");
  EXPECT_EQ(picture->credit, "Mia Linde");
  EXPECT_EQ(picture->alt, "Ein Pfeiler");
}

TEST(PagePicture, HasNoCreditForACaption) {
  const auto shown = [](std::string_view rest) {
    const auto found =
        read_page("<meta property='og:image' content='/i/pfeiler.jpg'>",
                  "<figure><img src='/i/pfeiler.jpg'>" + std::string(rest) + "</figure>",
                  "https://www.ufer.example/a")
            .image;
    return found ? found->caption + " / " + found->credit : "none";
  };
  EXPECT_EQ(shown("<figcaption>mlinde - stock.adobe.com</figcaption>"),
            " / mlinde - stock.adobe.com");
  EXPECT_EQ(shown("<figcaption>The pier <span class=credit>(Image credit: Mia Linde)</span>"
                  "</figcaption>"),
            "The pier / Mia Linde");
}

TEST(PagePicture, IsFoundWhateverItsSizeAndHoweverItIsLoaded) {
  const auto caption = [](std::string_view image) {
    const auto found =
        read_page("<meta property='og:image' content='https://img.ufer.example/1200/pfeiler.jpg'>",
                  "<figure>" + std::string(image) +
                      "<figcaption>Der Pfeiler im Frost</figcaption></figure>")
            .image;
    return found ? found->caption : "none";
  };
  for (const std::string_view image :
       {"<img src='/640/pfeiler.jpg?crop=1'>", "<img src='data:,' data-src='/640/pfeiler.jpg'>",
        "<img src='/blank.gif' data-srcset='/320/pfeiler.jpg 320w, /640/pfeiler.jpg 640w'>",
        "<img srcset='/a.jpg 1x,\n/640/pfeiler.jpg 2x'>",
        "<picture><source srcset='/640/pfeiler.jpg 640w'><img src='/blank.gif'></picture>"}) {
    EXPECT_EQ(caption(image), "Der Pfeiler im Frost") << image;
  }
  for (const std::string_view image :
       {"<img src='/640/ufer.jpg'>", "<img src='/640/pfeiler.jpg.png'>", "<img alt=x>",
        // A name that four pictures have says nothing.
        "<img src='/a/pfeiler.jpg'><img src='/b/pfeiler.jpg'><img src='/c/pfeiler.jpg'>"
        "<img src='/d/pfeiler.jpg'>"}) {
    EXPECT_EQ(caption(image), "") << image;
  }
}

TEST(PageLicence, IsAnAddressByThePagesBase) {
  constexpr std::string_view kPage = "https://bote.example/news/1?a=b";
  const auto linked = [](std::string_view license) {
    return "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"license\": \"" +
           std::string(license) + "\"}</script>";
  };
  const struct {
    std::string head;
    std::string_view url;
    std::string_view license;
  } cases[] = {
      {"<link rel=license href=/terms>", kPage, "https://bote.example/terms"},
      {"<link rel=license href=terms.html>", kPage, "https://bote.example/news/terms.html"},
      {"<link rel=license href='//cc.example/by/4.0/'>", kPage, "https://cc.example/by/4.0/"},
      {"<link rel=license href='https://cc.example/by/4.0/'>", kPage, "https://cc.example/by/4.0/"},
      {"<base href='https://www.bote.example/a/'><link rel=license href=terms>", kPage,
       "https://www.bote.example/a/terms"},
      {"<link rel=license href=terms><base target=_top><base href=/a/b><base href=/c/>", kPage,
       "https://bote.example/a/terms"},
      {"<base href='javascript:1'><link rel=license href=terms>", kPage,
       "https://bote.example/news/terms"},
      {"<base href='https://bote.example/'><link rel=license href=terms>", "",
       "https://bote.example/terms"},
      {"<link rel=canonical href='https://bote.example/news/1'><link rel=license href=/terms>", "",
       "https://bote.example/terms"},
      // What is no address, or has nothing to count from, is said as it is written.
      {"<link rel=license href=/terms>", "", "/terms"},
      {"<link rel=license href='urn:licence:1'>", kPage, "urn:licence:1"},
      {linked("/terms"), kPage, "https://bote.example/terms"},
      {linked("CC BY 4.0"), kPage, "CC BY 4.0"},
      {"", kPage, ""},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(read_page(test.head, "", test.url).rights.license, test.license) << test.head;
  }
}

TEST(Paywall, IsReadInEverySpelling) {
  const auto paywalled = [](std::string_view members) {
    return read_page(
               "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
               "\"headline\":\"Brücke am Ufer gesperrt\"" +
                   std::string(members) + "}</script>",
               "")
        .paywalled;
  };
  EXPECT_EQ(paywalled(""), std::nullopt);
  EXPECT_EQ(paywalled(",\"isAccessibleForFree\":true"), false);
  EXPECT_EQ(paywalled(",\"isAccessibleForFree\":\"False\""), true);
  EXPECT_EQ(paywalled(",\"isAccessibleForFree\":\"https://schema.org/False\""), true);
  EXPECT_EQ(
      paywalled(",\"hasPart\":[{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":false}]"),
      true);
}

}  // namespace
}  // namespace depesche
