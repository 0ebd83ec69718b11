#include "tests/web/sample_views.h"

#include "base/ascii.h"

namespace depesche::test {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

namespace {

std::string slug_of(const std::string& outlet) {
  std::string slug;
  for (const char c : outlet) slug += is_alnum(c) ? to_lower(c) : '-';
  return slug;
}

constexpr const char* kLong =
    "Nach dem Abriss der alten Fährbrücke soll der Verkehr über die Talve zwei Jahre lang mit "
    "einer "
    "Behelfsbrücke geregelt werden. Die Stadt rechnet mit Kosten von elf Millionen Euro.";

web::FrontCard front_card(std::int64_t id, StoryCounts how_many, std::vector<ArticleCard> members) {
  web::FrontCard front;
  front.story.id = StoryId{id};
  front.story.counts = how_many;
  for (ArticleCard& member : members) member.story = front.story.id;
  front.story.members = std::move(members);
  return front;
}

ArticleCard with_picture(ArticleCard card) {
  card.picture_hash = "0123456789abcdef0123456789abcdef";
  card.picture_alt = "Die alte Brücke über die Talve";
  return card;
}

ArticleCard reprint(ArticleCard card, std::int64_t of, int permille) {
  card.reprint_of = ArticleId{of};
  card.copied_from = "Talvebote";
  card.copied_permille = permille;
  return card;
}

constexpr const char* kJoined =
    R"({"kind":"joined","score":612,"nearest":11,"words":["Fährbrücke","Sperrung"],)"
    R"("names":["Talve"],"numbers":["1911"]})";
constexpr const char* kCopied =
    R"({"kind":"reprint","score":960,"nearest":11,"passage":"soll der Verkehr über die Talve zwei )"
    R"(Jahre lang mit einer Behelfsbrücke geregelt werden"})";

StoryMember member(ArticleCard card, const std::string& reason) {
  StoryMember out;
  out.joined_at = card.first_seen_at;
  out.card = std::move(card);
  out.reason = reason;
  return out;
}

}  // namespace

sys_seconds noon() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 18) + 14h + 30min;
}

web::Viewer viewer(web::Language language) {
  web::Viewer viewer;
  viewer.clock = {language, *TimeZone::find("Europe/Berlin"), noon()};
  viewer.origin = "http://127.0.0.1:8420";
  viewer.token = "0123456789abcdef";
  viewer.sections = {"Politik", "Wirtschaft", "Kultur", "Sport", "Wissen", "Lokales"};
  return viewer;
}

ArticleCard card(std::int64_t id, const std::string& outlet, const std::string& title,
                 int minutes_ago, const std::string& language) {
  ArticleCard card;
  card.id = ArticleId{id};
  card.story = StoryId{id};
  card.outlet = OutletId{static_cast<std::int64_t>(outlet.size() * 100 + id % 7)};
  card.outlet_name = outlet;
  card.outlet_slug = slug_of(outlet);
  card.title = title;
  card.excerpt =
      language == "de"
          ? kLong
          : "Two years of detours lie ahead after the old ferry bridge is torn down. The "
            "city expects costs of eleven million euros.";
  card.language = language;
  card.url = "https://" + card.outlet_slug + ".example/" + std::to_string(id);
  card.first_seen_at = noon() - std::chrono::minutes(minutes_ago);
  card.published = Moment{card.first_seen_at, 60min, false};
  return card;
}

StoryCounts counts(int articles, int outlets, int independent) {
  return {articles, outlets, independent};
}

web::FrontView front_view() {
  web::FrontView view;
  ArticleCard lead = with_picture(card(
      11, "Talvebote", "Fährbrücke in Meren wird abgerissen: Zwei Jahre Umweg für Pendler", 24));
  lead.kicker = "Verkehr";
  lead.standfirst = kLong;
  view.stories.push_back(front_card(
      11, counts(9, 7, 4),
      {lead, card(12, "Merener Zeitung", "Stadtrat stimmt für Abriss der Fährbrücke", 50),
       card(13, "The Harbour Post", "Old ferry bridge in Meren to come down", 65, "en"),
       reprint(card(14, "Kreisblatt Süd", "Fährbrücke: Umweg für Pendler", 70), 11, 960)}));
  view.stories.push_back(front_card(
      21, counts(5, 5, 5),
      {card(21, "Radio Nordwall", "Warnstreik legt Busse und Bahnen in drei Städten lahm", 95),
       card(22, "Talvebote", "Nahverkehr steht still: Was Fahrgäste wissen müssen", 120)}));
  ArticleCard opinion = card(31, "Merener Zeitung", "Eine Brücke ist mehr als ein Bauwerk", 180);
  opinion.kind = ArticleKind::Opinion;
  view.stories.push_back(front_card(31, counts(1, 1, 1), {opinion}));
  view.stories.push_back(front_card(
      41, counts(4, 3, 2),
      {with_picture(card(41, "The Harbour Post",
                         "Observatory finds a comet that should not be there", 300, "en")),
       card(42, "Sternwarte aktuell", "Komet gibt Rätsel auf", 330)}));
  ArticleCard feed_only =
      card(51, "Almanach", "Zuckerrüben: Ernte beginnt zwei Wochen früher", 700);
  feed_only.origin = Origin::Feed;
  view.stories.push_back(front_card(51, counts(2, 2, 1), {feed_only}));
  view.stories.push_back(front_card(
      61, counts(3, 3, 3), {card(61, "Wirtschaftsbrief", "Werft stellt 400 Leute ein", 1500)}));
  ArticleCard arabic =
      card(71, "صحيفة الميناء", "افتتاح الجسر الجديد بعد عامين من العمل", 2900, "ar");
  arabic.excerpt.clear();
  view.stories.push_back(front_card(71, counts(1, 1, 1), {arabic}));
  for (int i = 0; i < 12; ++i) {
    ArticleCard newest = card(100 + i, i % 2 == 0 ? "Radio Nordwall" : "Kreisblatt Süd",
                              "Kurz gemeldet: Straße nach Oberlenz wieder frei", 3 + i * 4);
    if (i % 3 == 0) newest.origin = Origin::Feed;
    view.newest.push_back(newest);
  }
  view.progress = {12, 12, 1, 431, 9, 0, 210, 431};
  return view;
}

web::StoryView story_view() {
  StoryPage story;
  story.id = StoryId{11};
  story.founded_at = noon() - 5h;
  story.last_at = noon() - 24min;
  story.since = {noon() - 5h, {}, false};
  story.last_report = {noon() - 24min, {}, false};
  story.counts = counts(6, 5, 4);
  story.members.push_back(
      member(with_picture(card(11, "Talvebote", "Fährbrücke in Meren wird abgerissen", 300)),
             R"({"kind":"founded"})"));
  story.members.back().reprints.push_back(
      {reprint(card(14, "Kreisblatt Süd", "Fährbrücke: Umweg für Pendler", 280), 11, 960),
       kCopied});
  story.members.back().reprints.push_back(
      {reprint(card(15, "Radio Nordwall", "Abriss beschlossen", 260), 11, 640), ""});
  story.members.push_back(member(
      card(12, "Merener Zeitung", "Stadtrat stimmt für Abriss der Fährbrücke", 200), kJoined));
  story.members.push_back(member(
      card(13, "The Harbour Post", "Old ferry bridge in Meren to come down", 65, "en"), kJoined));
  story.headlines = {"Fährbrücke in Meren wird abgerissen", "Fährbrücke: Umweg für Pendler",
                     "Stadtrat stimmt für Abriss der Fährbrücke",
                     "Old ferry bridge in Meren to come down"};
  story.moves.push_back({ArticleId{12}, "Stadtrat stimmt für Abriss der Fährbrücke", StoryId{12},
                         StoryId{11}, noon() - 3h, "{}", 0, ""});
  story.moves.push_back({ArticleId{13}, "Old ferry bridge in Meren to come down", StoryId{13},
                         StoryId{11}, noon() - 1h, "{}", 3, "the same council session"});
  web::StoryView view;
  view.nearest = {story.members.front().card};
  view.story = std::move(story);
  view.headline = "Fährbrücke in Meren wird abgerissen";
  view.headline_language = "de";
  return view;
}

ArticlePage article_view() {
  ArticlePage page;
  page.card = with_picture(card(11, "Talvebote", "Fährbrücke in Meren wird abgerissen", 300));
  page.id = page.card.id;
  Article& article = page.article;
  article.url = "https://talvebote.example/11";
  article.canonical_url = article.url;
  article.outlet = "Talvebote";
  article.language = "de";
  article.kicker = "Verkehr in Meren";
  article.title = "Fährbrücke wird abgerissen: Zwei Jahre Umweg für Pendler";
  article.standfirst = kLong;
  article.authors = {"Redaktion Meren", "Verkehrsressort"};
  article.published = Moment{noon() - 5h, 60min, false};
  article.updated = Moment{noon() - 1h, 60min, false};
  article.section = "Lokales";
  article.image = Picture{"https://talvebote.example/bruecke.png",
                          "Seit 1911 verbindet sie beide Ufer: die Fährbrücke.",
                          "Zeichnung Talvebote", "Eine Bogenbrücke über einem breiten Fluss"};
  article.enclosures = {{"https://talvebote.example/ton/11.mp3?key=s3cret", "audio/mpeg",
                         24'300'000, std::chrono::seconds{1925}, "Die Fährbrücke, eine Folge"},
                        {"https://talvebote.example/plan.pdf", "application/pdf", 812'000, {}, ""},
                        {"https://talvebote.example/11", "", {}, {}, ""}};
  const auto paragraph = [](std::string text, std::string html = {}) {
    return Block{BlockKind::Paragraph, std::move(text), std::move(html), 0, {}, {}};
  };
  article.blocks = {
      paragraph(kLong),
      paragraph(
          "Am Montag beginnt der Abbau der Geländer, im Frühjahr folgt der Bogen. Die "
          "Behelfsbrücke liegt 300 Meter flussaufwärts.",
          "Am Montag beginnt der Abbau der Geländer, im Frühjahr folgt der <em>Bogen</em>. Die "
          "<a href=\"https://talvebote.example/karte\">Behelfsbrücke</a> liegt 300 Meter "
          "flussaufwärts."),
      {BlockKind::Heading, "Was sich für Busse ändert", "", 2, {}, {}},
      {BlockKind::List,
       "",
       "",
       0,
       {"Linie 4 endet vorerst am Markt.", "Linie 7 fährt über Oberlenz, zwölf Minuten länger."},
       {}},
      {BlockKind::Quote,
       "Zwei Jahre sind lang. Aber die alte Brücke hätte keinen Winter mehr gehalten.",
       "",
       0,
       {},
       {}},
      {BlockKind::Table,
       "",
       "",
       0,
       {},
       {{"Abschnitt", "Beginn", "Ende"},
        {"Behelfsbrücke", "März 2027", "Mai 2027"},
        {"Neubau", "Juni 2027", "November 2028"}}},
      paragraph("Die Kosten trägt zu zwei Dritteln das Land."),
  };
  page.story = StoryId{11};
  page.story_reason = R"({"kind":"founded"})";
  page.story_counts = counts(6, 5, 4);
  page.story_others = {
      card(12, "Merener Zeitung", "Stadtrat stimmt für Abriss der Fährbrücke", 200),
      card(13, "The Harbour Post", "Old ferry bridge in Meren to come down", 65, "en"),
      reprint(card(14, "Kreisblatt Süd", "Fährbrücke: Umweg für Pendler", 280), 11, 960)};
  page.similar.push_back({with_picture(card(81, "Merener Zeitung",
                                            "Warum Brücken aus den Dreißigern zerbröseln", 4000)),
                          420,
                          {"Brücke", "Talve", "Sanierung"}});
  page.similar.push_back(
      {card(82, "Wirtschaftsbrief", "Betonpreise steigen den dritten Monat in Folge", 900),
       380,
       {"Neubau", "Beton"}});
  page.revisions.push_back({9,
                            noon() - 5h,
                            "Fährbrücke wird wohl abgerissen",
                            noon() - 1h,
                            {RevisionKind::Headline, RevisionKind::Number}});
  Article before = page.article;
  before.title = page.revisions.back().title;
  for (Block& block : before.blocks) {
    const std::size_t at = block.text.find("zwei Dritteln");
    if (at != std::string::npos) block.text.replace(at, 4, "drei");
  }
  page.changes.push_back({noon() - 1h, before.title, compare_versions(before, page.article)});
  page.gone_at = noon() - 30min;
  return page;
}

OutletPage outlet_view() {
  OutletPage page;
  page.outlet = {OutletId{3}, "Talvebote", "talvebote", "https://talvebote.example/", 1234};
  page.list.articles = {with_picture(card(11, "Talvebote", "Fährbrücke wird abgerissen", 20)),
                        card(22, "Talvebote", "Nahverkehr steht still", 120),
                        card(23, "Talvebote", "Neue Leitung im Stadtarchiv", 3000)};
  page.list.next = "23";
  return page;
}

web::SearchView search_view() {
  web::SearchView view;
  view.typed = "fährbrücke";
  view.query = read_query(view.typed, {"de", "en"});
  view.outlets = {{OutletId{3}, "Talvebote", "talvebote", "", 12}};
  SearchPage result;
  result.found = 2;
  result.hits = {{card(11, "Talvebote", "Fährbrücke in Meren wird abgerissen", 20), 3.0},
                 {card(12, "Merener Zeitung", "Stadtrat stimmt für Abriss", 90), 2.0}};
  view.result = std::move(result);
  return view;
}

web::FeedsView feeds_view() {
  web::FeedsView view;
  FeedHealth good;
  good.id = FeedId{1};
  good.url = "https://talvebote.example/rss.xml";
  good.title = "Talvebote – Alle Nachrichten";
  good.outlet_name = "Talvebote";
  good.outlet_slug = "talvebote";
  good.last_attempt_at = good.last_success_at = noon() - 6min;
  good.next_poll_at = noon() + 9min;
  good.articles_per_day = 24.4;
  good.wait_reason = WaitReason::Rhythm;
  good.rhythm.watched_from = noon() - 35 * 24h;
  good.rhythm.watched_until = good.last_success_at.value();
  good.rhythm.recent_articles = 72;
  good.rhythm.recent_hours = 72;
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    if (cell % 24 >= 5 && cell % 24 < 17) good.rhythm.arrivals[cell] = 8;
  }
  good.lost = {3, noon() - 26h, "forbidden", "the server says no (403)"};
  good.crawl_delay = std::chrono::seconds{600};
  FeedHealth failing = good;
  failing.lost = {};
  failing.crawl_delay = {};
  failing.id = FeedId{2};
  failing.title = "Kreisblatt Süd";
  failing.url = "https://kreisblatt-sued.example/feeds/ein-sehr-langer-pfad/alle-meldungen.atom";
  failing.last_success_at = noon() - 30h;
  failing.next_poll_at = noon() + 3h;
  failing.failures = 4;
  failing.wait_reason = WaitReason::BackOff;
  failing.rhythm = {};
  failing.error_code = "timed_out";
  failing.error_message = "no answer within 20 s";
  failing.articles_per_day = 0.43;
  failing.oddities = {{"bad_date", "entry 3", "\"31. Juni\" is not a date", "31. Juni"},
                      {"not_well_formed", "line 17", "a tag is not closed", ""}};
  FeedHealth fresh;
  fresh.id = FeedId{3};
  fresh.url = "https://neu.example/feed";
  fresh.next_poll_at = noon();
  FeedHealth gone = good;
  gone.id = FeedId{4};
  gone.title = "Sternwarte aktuell";
  gone.gone = true;
  view.feeds = {good, failing, fresh, gone};
  return view;
}

web::CorrectionsView corrections_view() {
  const TitledArticle bridge{ArticleId{11}, "Fährbrücke in Meren wird abgerissen", "de",
                             "Talvebote"};
  const TitledArticle harbour{ArticleId{13}, "Old ferry bridge in Meren to come down", "en",
                              "The Harbour Post"};
  CorrectionView undo;
  undo.id = 5;
  undo.kind = CorrectionKind::Undo;
  undo.undoes = 4;
  undo.said_at = noon() - 4min;
  undo.moved = 2;
  undo.put_in = StoryId{11};
  CorrectionView split;
  split.id = 4;
  split.kind = CorrectionKind::Split;
  split.story = StoryId{11};
  split.articles = {ArticleId{11}, ArticleId{13}, ArticleId{14}, ArticleId{15}, ArticleId{16}};
  split.named = {bridge, harbour};
  split.said_at = noon() - 12min;
  split.moved = 5;
  split.put_in = StoryId{14};
  split.pairs = 3;
  split.undone_by = split.ended_by = 5;
  CorrectionView merge;
  merge.id = 3;
  merge.story = StoryId{11};
  merge.other = StoryId{13};
  merge.named = {bridge, harbour};
  merge.who = "Nachtdienst";
  merge.note = "Beide berichten von derselben Ratssitzung.";
  merge.said_at = noon() - 1h;
  merge.moved = 1;
  merge.put_in = StoryId{11};
  merge.pairs = 1;
  CorrectionView apart = merge;
  apart.id = 2;
  apart.kind = CorrectionKind::Unlink;
  apart.other = {};
  apart.articles = {ArticleId{11}, ArticleId{13}};
  apart.who.clear();
  apart.note.clear();
  apart.said_at = noon() - 26h;
  apart.pairs = 2;
  apart.pairs_ended = 1;
  apart.ended_by = 3;
  CorrectionView waiting = apart;
  waiting.id = 6;
  waiting.kind = CorrectionKind::Link;
  waiting.is_waiting = true;
  waiting.said_at = noon();
  web::CorrectionsView view;
  view.corrections = {waiting, undo, split, merge, apart};
  view.next = "2";
  view.said = undo;
  view.said->overrides = {2, 3};
  return view;
}

}  // namespace depesche::test
