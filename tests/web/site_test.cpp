// The site over a real archive: routes, redirects, rights, forms, settings. Without sockets, but
// for one test.
#include "web/site/site.h"

#include <array>
#include <thread>

#include <gtest/gtest.h>

#include "feed/parse.h"
#include "pack/hash.h"
#include "store/writing/outlets.h"
#include "tests/store/fixture.h"
#include "tests/web/raw_client.h"
#include "text/index_terms.h"
#include "web/http/csrf.h"
#include "web/pages/frame.h"
#include "web/web_server.h"

namespace depesche::web {
namespace {

class SiteTest : public testing::Test {
 protected:
  SiteTest() : archive_(open_or_throw(folder_.path())) {
    first_ = accept("Talvebote", "t1", "Brücke wird abgerissen", {});
    second_ = accept("Merener Zeitung", "m1", "Stadtrat stimmt für Abriss", {first_.id.value});
    third_ = accept("Hafenpost", "h1", "Komet entdeckt", {});
    publish();
    open_site({});
  }

  Accepted accept(const std::string& outlet, const std::string& slug, const std::string& title,
                  StoryId story, StoredDecision decision = {}) {
    Article article = make_article(outlet, slug, title, title + ". Der Text dazu.");
    article.section = "Lokales";
    AcceptTransaction accepting = archive_->begin_accept();
    const SearchTerms terms{index_terms(article.title, "de"), index_terms(article.text, "de")};
    const Accepted key = accepting.put_article({article, {}, {}, {}}, terms, at(60));
    accepting.put_term_vector(key.stream_no, "vector");
    decision.article = key.id;
    decision.story = story ? story : StoryId{key.id.value};
    accepting.put_decision(decision);
    accepting.commit();
    return key;
  }

  void publish() {
    edition_ = std::make_shared<const Edition>(make_edition(archive_->reader(), {}, at(120)));
  }

  DeskPort port() {
    DeskPort port;
    port.edition = [this] { return edition_; };
    port.add_feed = [this](const std::string& address,
                           const std::optional<PageRule>& rule) -> Result<Subscribed> {
      asked_.push_back("add " + address + (rule ? " by " + rule->entry + "|" + rule->date : ""));
      if (rule && rule->entry == "none") return Error{ErrorCode::Empty, "selects nothing"};
      if (rule && rule->entry == "//div[1]/a") return Error{ErrorCode::InvalidInput, "a path"};
      if (rule && rule->entry == "other") return Subscribed{0, 1, 1};
      if (address.find("broken") != std::string::npos) {
        return Error{ErrorCode::TimedOut, "no answer"};
      }
      if (address.find("ended") != std::string::npos) return Subscribed{0, 1, 0, 1};
      return Subscribed{address.find("known") == std::string::npos ? 2 : 0, 1};
    };
    port.remove_feed = [this](FeedId feed) {
      asked_.push_back("remove " + std::to_string(feed.value));
      return true;
    };
    port.follow_list = [this](const std::string& address,
                              const std::string& folder) -> Result<Subscribed> {
      asked_.push_back("follow " + address + " in " + folder);
      if (address.find("broken") != std::string::npos) {
        return Error{ErrorCode::Unsupported, "no list"};
      }
      return address.find("known") == std::string::npos ? Subscribed{5, 0, 0} : Subscribed{0, 1, 0};
    };
    port.change_options = [this](FeedId feed, const FeedOptionsChange& change) -> Result<void> {
      const FeedOptions options = changed(archive_->feeds().asked(feed).options, change);
      if (options.proxy.find("unknown") != std::string::npos) {
        return Error{ErrorCode::AddressNotAllowed, "not named"};
      }
      archive_->feeds().set_options(feed, options, at(150));
      return {};
    };
    port.change_subscription = [this](FeedId feed, const OwnersWishes& wishes) {
      return change_subscription(*archive_, feed, wishes, at(150));
    };
    port.limit_excerpts = [this](OutletId outlet, std::optional<int> characters) {
      return Outlets(archive_->writer()).limit_excerpts(outlet, characters);
    };
    port.unfollow_list = [this](const std::string& address) {
      asked_.push_back("unfollow " + address);
      return true;
    };
    port.import_opml = [this](std::string_view opml) -> Result<Subscribed> {
      asked_.push_back("import " + std::string(opml));
      if (opml.find("frss") != std::string_view::npos) {
        Subscribed known{0, 3};
        known.muted = 1;
        known.ruled = 2;
        known.ignored = {"cssFullContent", "CURLOPT_PROXY"};
        return known;
      }
      return Subscribed{3, 0};
    };
    port.put_articles = [this](std::string_view json, ArticleLines lines) {
      return take_in_articles(*archive_, json, lines, at(180));
    };
    port.trouble = [this] { return trouble_; };
    port.lists = [this] { return Lists(archive_->writer()).list(); };
    port.export_opml = [this](OpmlFor whom) { return export_opml(*archive_, at(0), whom); };
    return port;
  }

  void open_site(SiteOptions options) {
    options.now = [] { return at(180); };
    options.zone = TimeZone();
    site_ = std::make_unique<Site>(*archive_, port(), options);
    site_->listens_on({"127.0.0.1", 8420});
  }

  Response ask(const std::string& method, const std::string& target, Fields headers = {},
               std::string body = {}) {
    if (!has(headers, "host")) headers.push_back({"host", "127.0.0.1:8420"});
    auto request = read_request({method, target, std::move(headers), std::move(body)});
    EXPECT_TRUE(request) << target;
    return site_->answer(*request);
  }
  Response get(const std::string& target, Fields headers = {}) {
    return ask("GET", target, std::move(headers));
  }

  /// The token and cookie a page gave us, as a browser would send them.
  struct Visit {
    std::string cookie, token;
  };
  Visit visit(const std::string& page) {
    const Response response = get(page);
    const std::string_view set = value(response.headers, "Set-Cookie");
    const auto at = response.body.find("name=\"token\" value=\"");
    EXPECT_NE(at, std::string::npos);
    return {std::string(set.substr(0, set.find(';'))), response.body.substr(at + 20, 32)};
  }
  Response post(const std::string& target, const Visit& visit, const std::string& form) {
    return ask("POST", target,
               {{"cookie", visit.cookie}, {"content-type", "application/x-www-form-urlencoded"}},
               "token=" + visit.token + "&" + form);
  }
  static std::string location(const Response& response) {
    return std::string(value(response.headers, "Location"));
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_;
  std::shared_ptr<const Edition> edition_;
  std::unique_ptr<Site> site_;
  Accepted first_, second_, third_;
  std::vector<std::string> asked_;
  std::optional<Trouble> trouble_;
};

TEST_F(SiteTest, ServesEveryPage) {
  const std::string story = std::to_string(first_.id.value);
  for (const std::string& path :
       {std::string("/"), "/s/" + story, "/a/" + story, std::string("/o/talvebote"),
        std::string("/t/Lokales"), std::string("/search"), std::string("/search?q=brücke"),
        std::string("/feeds"), std::string("/corrections"), std::string("/settings"),
        std::string("/healthz"), std::string("/readyz"), std::string("/metrics"),
        std::string("/feeds/export.opml"), "/assets/" + stylesheet().name}) {
    const Response response = get(path);
    EXPECT_EQ(response.status, 200) << path << "\n" << response.body;
    EXPECT_TRUE(has(response.headers, "Content-Security-Policy")) << path;
  }
}

TEST_F(SiteTest, ServesEveryListAsAtomAndJson) {
  const std::string story = std::to_string(first_.id.value);
  for (const std::string& path :
       {std::string("/front"), std::string("/hot"), "/s/" + story, std::string("/o/talvebote"),
        std::string("/t/Lokales"), std::string("/search")}) {
    const std::string query = path == "/search" ? "?q=abriss" : "";
    for (const std::string ending : {".atom", ".json"}) {
      const Response response = get(path + ending + query);
      ASSERT_EQ(response.status, 200) << path << ending;
      const auto feed = parse_feed(response.body, "http://127.0.0.1:8420" + path, response.type);
      ASSERT_TRUE(feed) << path << ending;
      EXPECT_FALSE(feed->entries.empty()) << path << ending;
    }
  }
}

TEST_F(SiteTest, ShowsTheRankedStoriesOnTheFront) {
  const std::string page = get("/", {{"accept-language", "de"}}).body;
  EXPECT_NE(page.find("2 Häuser, 2 eigene Berichte"), std::string::npos);
  EXPECT_NE(page.find("Komet entdeckt"), std::string::npos);
  EXPECT_NE(page.find("/t/Lokales"), std::string::npos);
}

TEST_F(SiteTest, ListsWhatGrowsWithTheNumbersThatSaySo) {
  const std::string german = get("/hot", {{"accept-language", "de"}}).body;
  EXPECT_NE(german.find("Alle 2 Häuser berichten seit weniger als einer Stunde darüber."),
            std::string::npos);
  EXPECT_EQ(german.find("Komet entdeckt"), std::string::npos) << "one outlet makes no heat";
  const std::string front = get("/").body;
  EXPECT_NE(front.find("href=\"/hot\""), std::string::npos);
  EXPECT_EQ(front.find("hot-strip"), std::string::npos) << "the top of the page tells it already";
}

TEST_F(SiteTest, NamesOnTheFrontWhatGrowsBelowItsTop) {
  Edition edition = *edition_;
  const auto hot =
      std::find_if(edition.places.begin(), edition.places.end(),
                   [&](const FrontPlace& one) { return one.story.value == first_.id.value; });
  ASSERT_NE(hot, edition.places.end());
  edition.places.erase(hot);
  edition_ = std::make_shared<const Edition>(std::move(edition));
  const std::string front = get("/").body;
  const auto strip = front.find("hot-strip");
  ASSERT_NE(strip, std::string::npos);
  EXPECT_NE(front.find("href=\"/s/" + std::to_string(first_.id.value) + "\"", strip),
            std::string::npos);
}

TEST_F(SiteTest, SaysWhyTheFrontStandsInThisOrder) {
  EXPECT_NE(get("/").body.find("href=\"/why\""), std::string::npos);
  const std::string german = get("/why", {{"accept-language", "de"}}).body;
  EXPECT_NE(german.find("Warum diese Reihenfolge?"), std::string::npos);
  EXPECT_NE(german.find("<dt>2 Häuser mit eigenen Worten</dt>"), std::string::npos);
  EXPECT_NE(german.find("<dt>Frische: zuletzt "), std::string::npos);
  const std::string english = get("/why", {{"accept-language", "en"}}).body;
  EXPECT_NE(english.find("<dt>2 outlets in their own words</dt>"), std::string::npos);
  EXPECT_NE(english.find("The headline, compared with one other, in thousandths:"),
            std::string::npos);
  EXPECT_NE(english.find("<dt>Telling: "), std::string::npos);
  EXPECT_EQ(english.find("{0}"), std::string::npos);
}

TEST_F(SiteTest, LeadsFromAMergedStoryToTheLivingOneForEver) {
  StoredDecision merge;
  merge.moves = {{third_.id, {third_.id.value}, {first_.id.value}, "{}"}};
  accept("Radio", "r1", "Brücke und Komet", {first_.id.value}, merge);
  const std::string old = "/s/" + std::to_string(third_.id.value);
  const Response page = get(old);
  EXPECT_EQ(page.status, 308);
  EXPECT_EQ(location(page), "/s/" + std::to_string(first_.id.value));
  EXPECT_EQ(location(get(old + ".atom")), "/s/" + std::to_string(first_.id.value) + ".atom");
}

TEST_F(SiteTest, LeadsFromWordsToTheReportTheyGaveWayTo) {
  const Article report = *archive_->reader().article(first_.id);
  Submission words;
  words.article = report;
  words.article.origin = Origin::Feed;
  words.article.canonical_url += "/as-the-feed-says";
  words.page_retry_at = at(200);
  AcceptTransaction accepting = archive_->begin_accept();
  const Accepted shown = accepting.put_article(words, {"x", "y"}, at(150));
  accepting.commit();
  const std::string old = "/a/" + std::to_string(shown.id.value);
  EXPECT_EQ(get(old).status, 200);
  Submission read;
  read.article = report;
  ASSERT_TRUE(archive_->take_in(read, {}, at(160), {}, {}, words.article.canonical_url));
  const Response page = get(old);
  EXPECT_EQ(page.status, 308);
  EXPECT_EQ(location(page), "/a/" + std::to_string(first_.id.value));
  EXPECT_EQ(location(get(old + ".json")), "/a/" + std::to_string(first_.id.value) + ".json");
}

TEST_F(SiteTest, SaysNotFoundAndNotAllowedProperly) {
  for (const char* path :
       {"/s/999", "/a/999", "/s/abc", "/s/-1", "/s/01", "/s/99999999999999999999", "/o/nobody",
        "/t/Nothing", "/nowhere", "/i/xyz", "/assets/other.css", "/a/1/2", "/feeds/", "//"}) {
    const Response response = get(path, {{"accept-language", "de"}});
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_NE(response.body.find("Diese Seite gibt es nicht"), std::string::npos) << path;
  }
  const Response wrong = ask("POST", "/search");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(value(wrong.headers, "Allow"), "GET, HEAD");
  EXPECT_EQ(ask("DELETE", "/feeds").status, 405);
  EXPECT_EQ(ask("GET", "/feeds/add").status, 405);
}

TEST_F(SiteTest, AnswersToItsOwnNamesOnly) {
  EXPECT_EQ(get("/", {{"host", "evil.example"}}).status, 421);
  EXPECT_EQ(get("/", {{"host", "evil.example"}}).body.find("Komet"), std::string::npos);
  EXPECT_EQ(get("/", {{"host", "localhost:8420"}}).status, 200);
  SiteOptions options;
  options.host_names = {"news.example"};
  open_site(options);
  EXPECT_EQ(get("/", {{"host", "news.example"}}).status, 200);
}

TEST_F(SiteTest, SubscribesOnlyThroughItsOwnForms) {
  EXPECT_EQ(ask("POST", "/feeds/add").status, 403);
  const Visit guest = visit("/feeds");
  EXPECT_EQ(post("/feeds/add", {guest.cookie, "0"}, "address=https://a.example").status, 403);
  EXPECT_TRUE(asked_.empty());
  const Response done = post("/feeds/add", guest, "address=+https%3A%2F%2Fa.example+");
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(location(done), "/feeds?done=added&n=2");
  EXPECT_EQ(asked_, (std::vector<std::string>{"add https://a.example"}));
  EXPECT_NE(get("/feeds?done=added&n=2").body.find("Subscribed to 2 feeds"), std::string::npos);
  EXPECT_EQ(location(post("/feeds/add", guest, "address=known")), "/feeds?done=known");
  EXPECT_EQ(location(post("/feeds/add", guest, "address=ended")), "/feeds?done=revived");
  EXPECT_NE(get("/feeds?done=revived").body.find("followed again"), std::string::npos);
  EXPECT_EQ(location(post("/feeds/remove", guest, "feed=7")), "/feeds?done=removed");
  EXPECT_EQ(asked_.back(), "remove 7");
}

TEST_F(SiteTest, ItsOwnerSaysHowAFeedIsAskedAndSecretsAreNotShown) {
  const FeedId feed =
      archive_->feeds().add({"https://a.example/feed?key=k3y", "A", "", "", ""}, at(0)).id;
  const Visit guest = visit("/feeds");
  const std::string id = "feed=" + std::to_string(feed.value);
  const std::string all =
      id +
      "&user_agent=Reader%2F1&cookie=session%3Dtea&login=anna&password=+blue+ink"
      "&proxy=socks5h%3A%2F%2Fme%3Ahush%40127.0.0.1%3A9050";
  EXPECT_EQ(post("/feeds/options", {guest.cookie, "0"}, all).status, 403);
  EXPECT_EQ(ask("GET", "/feeds/options").status, 405);
  EXPECT_EQ(archive_->feeds().asked(feed).options, FeedOptions());
  EXPECT_EQ(location(post("/feeds/options", guest, all)), "/feeds?done=options");
  const FeedOptions set{"Reader/1", "session=tea", "anna", " blue ink",
                        "socks5h://me:hush@127.0.0.1:9050"};
  EXPECT_EQ(archive_->feeds().asked(feed).options, set);
  const std::string page = get("/feeds?options=" + std::to_string(feed.value)).body;
  EXPECT_NE(page.find("action=\"/feeds/options\""), std::string::npos);
  EXPECT_NE(page.find("value=\"Reader/1\""), std::string::npos);
  EXPECT_NE(page.find("value=\"socks5h://127.0.0.1:9050\""), std::string::npos);
  EXPECT_NE(page.find("with a cookie (set)"), std::string::npos);
  for (const std::string secret : {"session", "=tea", "anna", "blue ink", "hush"}) {
    EXPECT_EQ(page.find(secret), std::string::npos) << secret;
  }
  // Sent back as it was shown, with nothing typed: all stays.
  const std::string shown = id + "&user_agent=Reader%2F1&cookie=&login=&password=&proxy=" +
                            "socks5h%3A%2F%2F127.0.0.1%3A9050";
  EXPECT_EQ(post("/feeds/options", guest, shown).status, 303);
  EXPECT_EQ(archive_->feeds().asked(feed).options, set);
  const Response failed =
      post("/feeds/options", guest, id + "&cookie=c00kie&proxy=http%3A%2F%2Funknown%3A1");
  EXPECT_EQ(failed.status, 422);
  EXPECT_NE(failed.body.find("value=\"http://unknown:1\""), std::string::npos);
  EXPECT_EQ(failed.body.find("c00kie"), std::string::npos);
  EXPECT_EQ(post("/feeds/options", guest, id + "&drop_cookie=1&drop_login=1").status, 303);
  EXPECT_EQ(archive_->feeds().asked(feed).options, FeedOptions());
}

TEST_F(SiteTest, ItsOwnerEditsASubscription) {
  const FeedId feed = archive_->feeds().add({"https://a.example/feed", "A", "", "", ""}, at(0)).id;
  archive_->feeds().put_in_folder(feed, "Alt");
  archive_->feeds().put_in_folder(feed, "Weiter");
  const Visit guest = visit("/feeds");
  const std::string id = "feed=" + std::to_string(feed.value);
  const std::string all = id + "&title=Der+Bote&folder=News%2FLocal&every=6h&muted=1";
  EXPECT_EQ(post("/feeds/edit", {guest.cookie, "0"}, all).status, 403);
  EXPECT_EQ(archive_->feeds().find(feed)->title, "A");
  const std::string open = "/feeds?edit=" + std::to_string(feed.value);
  EXPECT_NE(get(open).body.find("value=\"Alt\""), std::string::npos);
  // Sent back as it was shown: nothing changes, nor do the other folders.
  EXPECT_EQ(location(post("/feeds/edit", guest, id + "&title=&folder=Alt&every=")),
            "/feeds?done=edited");
  EXPECT_EQ(archive_->feeds().further_folders().size(), 1u);
  EXPECT_EQ(location(post("/feeds/edit", guest, all)), "/feeds?done=edited");
  const FeedRow row = *archive_->feeds().find(feed);
  EXPECT_EQ(row.title, "Der Bote");
  EXPECT_EQ(row.folder, "News/Local");
  EXPECT_EQ(row.asked_every, std::chrono::hours(6));
  EXPECT_TRUE(row.is_muted);
  EXPECT_TRUE(archive_->feeds().further_folders().empty());
  const std::string page = get(open).body;
  for (const char* shown : {"value=\"Der Bote\"", "value=\"News/Local\"", "value=\"6h\"",
                            "name=\"muted\" value=\"1\" checked", "muted: not asked"}) {
    EXPECT_NE(page.find(shown), std::string::npos) << shown;
  }
  for (const std::string every : {"soon", "9m", "31d", "-6h", "6", "h", "99999999999h"}) {
    const Response refused = post("/feeds/edit", guest, id + "&title=X&folder=&every=" + every);
    EXPECT_EQ(refused.status, 422) << every;
    EXPECT_NE(refused.body.find("“" + every + "” is no time between polls"), std::string::npos);
    EXPECT_NE(refused.body.find("value=\"X\""), std::string::npos) << "what was typed stays";
  }
  const std::string long_title(kLongestTitle + 1, 'x');
  EXPECT_EQ(post("/feeds/edit", guest, id + "&every=6h&title=" + long_title).status, 422);
  EXPECT_EQ(archive_->feeds().find(feed)->title, "Der Bote");
  EXPECT_EQ(post("/feeds/edit", guest, id + "&title=&folder=&every=").status, 303);
  EXPECT_EQ(archive_->feeds().find(feed)->title, "A");
  EXPECT_FALSE(archive_->feeds().find(feed)->is_muted);
  EXPECT_FALSE(archive_->feeds().find(feed)->asked_every);
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  EXPECT_EQ(get(open).body.find("/feeds/edit"), std::string::npos);
  EXPECT_EQ(post("/feeds/edit", visit("/settings"), all).status, 403);
  EXPECT_EQ(archive_->feeds().find(feed)->title, "A");
}

TEST_F(SiteTest, ItsOwnerSeesOnEveryPageHowManyFeedsFail) {
  const FeedId feed = archive_->feeds().add({"https://a.example/feed", "", "", "", ""}, at(0)).id;
  const FeedId other = archive_->feeds().add({"https://b.example/feed", "", "", "", ""}, at(0)).id;
  EXPECT_EQ(get("/search").body.find("failing"), std::string::npos);
  FeedFailure failure;
  failure.at = at(1);
  failure.error = Error{ErrorCode::TimedOut, "no answer"};
  archive_->feeds().note_failure(feed, failure);
  EXPECT_EQ(get("/search").body.find("failing"), std::string::npos) << "not counted at each page";
  EXPECT_NE(get("/feeds").body.find("· 1 failing</span></a>"), std::string::npos);
  EXPECT_NE(get("/search").body.find("· 1 failing</span></a>"), std::string::npos);
  EXPECT_NE(get("/search", {{"accept-language", "de"}}).body.find("· 1 gestört</span></a>"),
            std::string::npos);
  OwnersWishes muted;
  muted.is_muted = true;
  archive_->feeds().set_wishes(feed, muted, at(2));
  EXPECT_EQ(get("/feeds").body.find("failing"), std::string::npos) << "it is not asked any more";
  EXPECT_EQ(get("/search").body.find("failing"), std::string::npos);
  archive_->feeds().remove(feed);
  archive_->feeds().note_failure(other, failure);
  EXPECT_NE(get("/feeds").body.find("· 1 failing</span></a>"), std::string::npos);
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  EXPECT_EQ(get("/search").body.find("failing"), std::string::npos);
}

TEST_F(SiteTest, OthersSeeNeitherKeysInAddressesNorHowFeedsAreAsked) {
  const FeedId feed =
      archive_->feeds().add({"https://me:pw@a.example/feed?key=k3y", "", "", "", ""}, at(0)).id;
  archive_->feeds().set_options(feed, {"Reader/1", "a=b", "", "", "http://p.example:1"}, at(1));
  FeedSuccess moving;
  moving.at = at(2);
  moving.redirect_url = "https://a.example/new?key=k4y";
  archive_->feeds().note_success(feed, moving);
  const std::string owners = get("/feeds").body;
  EXPECT_NE(owners.find("k3y"), std::string::npos);
  EXPECT_NE(owners.find("k4y"), std::string::npos);
  EXPECT_EQ(owners.find("me:pw"), std::string::npos);
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  for (const std::string path : {"/feeds", "/feeds?options=1", "/feeds/export.opml"}) {
    const std::string page = get(path).body;
    for (const std::string secret : {"k3y", "k4y", "me:pw", "Reader/1", "p.example", "cookie\""}) {
      EXPECT_EQ(page.find(secret), std::string::npos) << path << " shows " << secret;
    }
  }
  EXPECT_NE(get("/feeds").body.find("https://a.example/feed?key=…"), std::string::npos);
  const Visit guest = visit("/settings");
  EXPECT_EQ(post("/feeds/options", guest, "feed=1&user_agent=x").status, 403);
  EXPECT_EQ(archive_->feeds().asked(feed).options.user_agent, "Reader/1");
}

TEST_F(SiteTest, EveryReaderOfTheFeedsPageLearnsThatTheWirePauses) {
  archive_->feeds().add({"https://bote.example/feed", "", "", "", ""}, at(0));
  trouble_ = Trouble{"disk_full", "the disk is full: /srv/news/depesche.db cannot grow"};
  for (const Readers readers : {Readers::Public, Readers::Owner}) {
    SiteOptions options;
    options.readers = readers;
    open_site(options);
    const std::string page = get("/feeds", {{"accept-language", "de"}}).body;
    EXPECT_NE(page.find("depesche macht Pause: der Datenträger ist voll."), std::string::npos);
    EXPECT_EQ(page.find("sobald sein Server frei ist"), std::string::npos);
    EXPECT_EQ(page.find("/srv/news"), std::string::npos);
    const bool is_on_front = get("/").body.find("the disk is full") != std::string::npos;
    EXPECT_EQ(is_on_front, readers == Readers::Owner) << "elsewhere it is its owner's to know";
  }
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  trouble_ = Trouble{"", "cannot open /srv/news/words"};
  const std::string page = get("/feeds", {{"accept-language", "en"}}).body;
  EXPECT_NE(page.find("depesche pauses: something has failed inside."), std::string::npos);
  EXPECT_EQ(page.find("/srv/news"), std::string::npos);
}

TEST_F(SiteTest, IsNotReadyWhileTheWirePausesForWantOfRoom) {
  EXPECT_EQ(get("/readyz").status, 200);
  trouble_ = Trouble{"disk_full", "the disk is full: /srv/news/depesche.db cannot grow"};
  const Response response = get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body,
            "depesche pauses: the disk is full. It goes on by itself as soon as that is mended.\n");
  EXPECT_EQ(get("/healthz").status, 200) << "the process answers";
  trouble_ = Trouble{"busy", "another process is using the store"};
  EXPECT_EQ(get("/readyz").status, 200);
}

TEST_F(SiteTest, SaysWhyAFeedCouldNotBeAddedAndKeepsWhatWasTyped) {
  const Visit guest = visit("/feeds");
  const Response failed = post("/feeds/add", guest, "address=https://broken.example/<x>");
  EXPECT_EQ(failed.status, 422);
  EXPECT_NE(failed.body.find("does not answer in time"), std::string::npos);
  EXPECT_NE(failed.body.find("value=\"https://broken.example/&lt;x&gt;\""), std::string::npos);
  EXPECT_EQ(post("/feeds/add", guest, "address=").status, 422);
}

TEST_F(SiteTest, SubscribesToAPageByARule) {
  const Visit guest = visit("/feeds");
  const std::string rule = "rule=ul+a&rule_link=&rule_title=&rule_date=time&rule_summary=";
  EXPECT_EQ(post("/feeds/add", {guest.cookie, "0"}, "address=a.example&" + rule).status, 403);
  EXPECT_EQ(location(post("/feeds/add", guest, "address=a.example&" + rule)),
            "/feeds?done=added&n=2");
  EXPECT_EQ(asked_, (std::vector<std::string>{"add a.example by ul a|time"}));
  EXPECT_EQ(location(post("/feeds/add", guest, "address=a.example&rule=other")),
            "/feeds?done=rule_changed");
  const Response path = post("/feeds/add", guest, "address=a.example&rule=%2F%2Fdiv%5B1%5D%2Fa");
  EXPECT_EQ(path.status, 422);
  EXPECT_NE(path.body.find("as the path “//div[1]/a”; the trouble begins with “[1]/a”"),
            std::string::npos);
  const Response missing = post("/feeds/add", guest, "address=a.example&rule=+");
  EXPECT_EQ(missing.status, 422);
  EXPECT_NE(missing.body.find("enter a selector"), std::string::npos);
  const Response failed = post("/feeds/add", guest, "address=a.example&rule=none&rule_date=%3Cx");
  EXPECT_EQ(failed.status, 422);
  EXPECT_NE(failed.body.find("the rule finds no entry"), std::string::npos);
  EXPECT_NE(failed.body.find("value=\"none\""), std::string::npos) << "what was typed stays";
  EXPECT_NE(failed.body.find("value=\"&lt;x\""), std::string::npos);
}

TEST_F(SiteTest, FollowsListsThroughItsOwnForms) {
  const Visit guest = visit("/feeds");
  for (const char* path : {"/feeds/follow", "/feeds/unfollow"}) {
    EXPECT_EQ(post(path, {guest.cookie, "0"}, "list=https://l.example").status, 403) << path;
    EXPECT_EQ(ask("GET", path).status, 405) << path;
  }
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(location(post("/feeds/follow", guest, "list=+https%3A%2F%2Fl.example&folder=Region")),
            "/feeds?done=followed&n=5");
  EXPECT_EQ(asked_.back(), "follow https://l.example in Region");
  EXPECT_NE(get("/feeds?done=followed&n=5").body.find("5 feeds of it are new"), std::string::npos);
  EXPECT_EQ(location(post("/feeds/follow", guest, "list=known")), "/feeds?done=list_known");
  const Response failed = post("/feeds/follow", guest, "list=https://broken.example");
  EXPECT_EQ(failed.status, 422);
  EXPECT_NE(failed.body.find("not an OPML list"), std::string::npos);
  EXPECT_NE(failed.body.find("value=\"https://broken.example\""), std::string::npos);
  EXPECT_EQ(post("/feeds/follow", guest, "list=").status, 422);
  EXPECT_EQ(location(post("/feeds/unfollow", guest, "list=https://l.example")),
            "/feeds?done=unfollowed");
  EXPECT_EQ(asked_.back(), "unfollow https://l.example");
}

TEST_F(SiteTest, ImportsAnUploadedList) {
  const Visit guest = visit("/feeds");
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + guest.token +
      "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.opml\"\r\n\r\n"
      "<opml>\r\n--b--\r\n";
  const Response done =
      ask("POST", "/feeds/import",
          {{"cookie", guest.cookie}, {"content-type", "multipart/form-data; boundary=b"}}, body);
  EXPECT_EQ(location(done), "/feeds?done=imported&n=3");
  EXPECT_EQ(asked_.back(), "import <opml>");
  EXPECT_EQ(post("/feeds/import", guest, "file=x").status, 422);
  std::string remarkable = body;
  remarkable.replace(remarkable.find("<opml>"), 6, "<frss>");
  const std::string told = location(ask(
      "POST", "/feeds/import",
      {{"cookie", guest.cookie}, {"content-type", "multipart/form-data; boundary=b"}}, remarkable));
  EXPECT_EQ(told, "/feeds?done=imported&n=0&muted=1&ruled=2&ignored=cssFullContent,CURLOPT_PROXY");
  const std::string shown = get(told + ",%3Cb%3Ebuy").body;
  EXPECT_NE(shown.find("No feed in it was new. 1 new feed is muted"), std::string::npos);
  EXPECT_NE(shown.find("Left out: 2 pages"), std::string::npos);
  EXPECT_NE(shown.find("cssFullContent, CURLOPT_PROXY is not done here."), std::string::npos);
  EXPECT_EQ(shown.find("buy"), std::string::npos);
}

TEST_F(SiteTest, KeepsSettingsInCookiesAndObeysThem) {
  const Visit guest = visit("/settings");
  const Response saved =
      post("/settings", guest, "language=de&theme=dark&zone=Asia%2FTokyo&other=x");
  EXPECT_EQ(saved.status, 303);
  std::string cookies;
  for (const Field& header : saved.headers) {
    if (header.name == "Set-Cookie")
      cookies += header.value.substr(0, header.value.find(';')) + "; ";
  }
  EXPECT_EQ(cookies, "language=de; theme=dark; zone=Asia/Tokyo; ");
  const std::string page = get("/settings", {{"cookie", cookies}, {"accept-language", "en"}}).body;
  EXPECT_NE(page.find("<html lang=\"de\" data-theme=\"dark\">"), std::string::npos);
  const Response reset = post("/settings", guest, "language=xx&theme=<b>&zone=Nowhere");
  for (const Field& header : reset.headers) {
    if (header.name != "Set-Cookie") continue;
    EXPECT_NE(header.value.find("Max-Age=0"), std::string::npos) << header.value;
  }
}

TEST_F(SiteTest, LetsAnonymousReadersReadHeadlinesAndChangeNothing) {
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  const Visit guest = visit("/settings");
  EXPECT_EQ(post("/feeds/add", guest, "address=https://a.example").status, 403);
  EXPECT_EQ(post("/feeds/remove", guest, "feed=1").status, 403);
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(post("/settings", guest, "language=de").status, 303);
  const std::string page = get("/a/" + std::to_string(first_.id.value)).body;
  EXPECT_NE(page.find("Brücke wird abgerissen"), std::string::npos);
  EXPECT_NE(page.find("Read more"), std::string::npos);
}

TEST_F(SiteTest, AnonymousReadersGetOfAnArticleWhatItsOutletAllows) {
  const auto allow = [this](const Accepted& which, const std::string& robots) {
    Article article = *archive_->reader().article(which.id);
    article.rights.robots = robots;
    article.text += " Nachtrag.";
    article.blocks = {{BlockKind::Paragraph, article.text, "", 0, {}, {}}};
    AcceptTransaction accepting = archive_->begin_accept();
    static_cast<void>(accepting.put_article(
        {article, {}, {}, {}}, {index_terms(article.title, "de"), index_terms(article.text, "de")},
        at(90)));
    accepting.commit();
  };
  allow(first_, "nosnippet");
  allow(second_, "noindex");
  allow(third_, "max-snippet:15");
  const std::string first = "/a/" + std::to_string(first_.id.value);
  const std::string third = "/a/" + std::to_string(third_.id.value);
  EXPECT_NE(get(first).body.find("Der Text dazu"), std::string::npos) << "the owner reads all";
  EXPECT_NE(get(first).body.find("nosnippet"), std::string::npos) << "and what was said";
  EXPECT_NE(get("/search?q=abriss").body.find("Stadtrat"), std::string::npos);
  EXPECT_NE(get(first + ".json").body.find("Der Text dazu"), std::string::npos);
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  const std::vector<std::string> paths{first, first + ".json", "/o/talvebote", "/o/talvebote.atom",
                                       "/search.atom?q=abgerissen"};
  for (const std::string& path : paths) {
    const std::string body = get(path).body;
    EXPECT_NE(body.find("Brücke wird abgerissen"), std::string::npos) << path;
    EXPECT_EQ(body.find("Der Text dazu"), std::string::npos) << path;
  }
  EXPECT_EQ(get("/search?q=abriss").body.find("Stadtrat"), std::string::npos);
  EXPECT_NE(get("/o/merener-zeitung").body.find("Stadtrat"), std::string::npos);
  const std::string short_one = get(third).body;
  EXPECT_NE(short_one.find("Komet…"), std::string::npos);
  EXPECT_EQ(get(third + ".json").body.find("Der Text"), std::string::npos);
  const auto is_quoted = [&] { return get(first).body.find("Der Text") != std::string::npos; };
  allow(first_, "unavailable_after:2999-01-01T00:00:00Z");
  EXPECT_TRUE(is_quoted()) << "it is not so late";
  allow(first_, "unavailable_after:2020-01-01T00:00:00Z");
  EXPECT_FALSE(is_quoted());
  EXPECT_EQ(get("/search?q=abgerissen").body.find(first), std::string::npos);
}

TEST_F(SiteTest, AnOutletsPageSaysWhatItAllowsAndWhatFollows) {
  const auto page_in = [&](const std::string& language) {
    return get("/o/talvebote", {{"accept-language", language}}).body;
  };
  EXPECT_NE(page_in("de").find("sagt das Medium nichts, was einschränkt"), std::string::npos);
  Article article = archive_->reader().article_page(first_.id)->article;
  article.rights.robots = "nosnippet";
  article.rights.tdm = "1";
  article.rights.seen_at = at(0);
  article.paywalled = true;
  article.text += " Neu.";
  article.blocks.front().text = article.text;
  AcceptTransaction accepting = archive_->begin_accept();
  static_cast<void>(accepting.put_article({article, {}, {}, {}}, {}, at(90)));
  accepting.commit();
  for (const Readers readers : {Readers::Public, Readers::Owner}) {
    SiteOptions options;
    options.readers = readers;
    open_site(options);
    const std::string german = page_in("de");
    EXPECT_NE(german.find("1 wird öffentlich nicht zitiert (nosnippet); von 1 hinter einer "
                          "Bezahlschranke ist öffentlich nur der Vorspann zu sehen; bei 1 ist "
                          "Text- und Data-Mining vorbehalten. Zuletzt gesehen am "),
              std::string::npos)
        << german;
    EXPECT_NE(page_in("en").find("1 is not quoted in public (nosnippet); of 1 behind a paywall"),
              std::string::npos);
  }
  EXPECT_EQ(get("/t/Lokales").body.find("newest"), std::string::npos)
      << "a section has many voices";
}

TEST_F(SiteTest, AnonymousReadersSeeOfAnOutletWhatItsOwnerLetsThem) {
  const std::string article = "/a/" + std::to_string(first_.id.value);
  const std::vector<std::string> paths{article,
                                       article + ".json",
                                       "/o/talvebote",
                                       "/o/talvebote.atom",
                                       "/search?q=abgerissen",
                                       "/search.atom?q=abgerissen"};
  SiteOptions options;
  options.readers = Readers::Public;
  const auto shown = [&](std::string_view words) {
    open_site(options);
    std::size_t pages = 0;
    for (const std::string& path : paths) {
      const std::string body = get(path).body;
      EXPECT_NE(body.find("Brücke wird "), std::string::npos) << path;  // search marks the rest
      if (body.find(words) != std::string::npos) ++pages;
    }
    open_site({});
    return pages;
  };
  EXPECT_EQ(shown("Der Text dazu"), paths.size());
  const std::string limit = "/o/talvebote/limit";
  const auto limit_to = [&](const std::string& characters) {
    return post(limit, visit("/o/talvebote"), "characters=" + characters);
  };
  EXPECT_EQ(location(limit_to("+28+")), "/o/talvebote?done=limit");
  EXPECT_EQ(shown("Der Text dazu"), 0u);
  EXPECT_GT(shown("abgerissen. Der…"), 0u);
  EXPECT_NE(get("/o/talvebote?done=limit").body.find("value=\"28\""), std::string::npos);
  EXPECT_NE(get(article).body.find("Der Text dazu"), std::string::npos) << "the owner reads all";
  EXPECT_NE(get("/o/talvebote.atom").body.find("Der Text dazu"), std::string::npos);
  for (const std::string wrong : {"401", "-1", "ten", "1e2", "99999999999999999999"}) {
    const Response refused = limit_to(wrong);
    EXPECT_EQ(refused.status, 422) << wrong;
    EXPECT_NE(refused.body.find("value=\"" + wrong + "\""), std::string::npos) << wrong;
  }
  EXPECT_EQ(limit_to("0").status, 303);
  EXPECT_EQ(shown("Der…"), 0u);
  EXPECT_EQ(shown("only headline and link"), 2u) << "the pages of the article and of the outlet";
  EXPECT_EQ(post("/o/nobody/limit", visit("/settings"), "characters=0").status, 404);
  EXPECT_EQ(limit_to("").status, 303);
  EXPECT_EQ(shown("Der Text dazu"), paths.size());
  open_site(options);
  EXPECT_EQ(post(limit, visit("/settings"), "characters=0").status, 403);
  EXPECT_EQ(get("/o/talvebote").body.find("characters"), std::string::npos) << "and sees no form";
}

TEST_F(SiteTest, WhatChangedIsToldToReadersAndPrograms) {
  Article article = *archive_->reader().article(first_.id);
  article.title = "Brücke wird doch nicht abgerissen";
  article.text = "Brücke wird abgerissen. Der Text dazu, mit vier Toten.";
  article.blocks = {{BlockKind::Paragraph, article.text, "", 0, {}, {}}};
  AcceptTransaction accepting = archive_->begin_accept();
  static_cast<void>(accepting.put_article({article, {}, {}, {}}, {"x", "y"}, at(150)));
  accepting.commit();
  const std::string path = "/a/" + std::to_string(first_.id.value);
  const std::string page = get(path).body;
  EXPECT_NE(page.find("<ins>"), std::string::npos);
  EXPECT_NE(page.find("doch nicht"), std::string::npos);
  const std::string json = get(path + ".json").body;
  EXPECT_NE(json.find("\"kinds\":[\"headline\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"passages\""), std::string::npos);
  const std::string story = "/s/" + std::to_string(first_.id.value);
  EXPECT_NE(get(story).body.find(path + "#changes"), std::string::npos);
  EXPECT_NE(get(story + ".json").body.find("\"changes\":[{\"at\""), std::string::npos);
  EXPECT_EQ(get(path + ".atom").status, 404);
  SiteOptions options;
  options.readers = Readers::Public;
  open_site(options);
  EXPECT_EQ(get(path + ".json").body.find("\"passages\""), std::string::npos);
  EXPECT_EQ(get(path).body.find("class=\"diff\""), std::string::npos) << "of the body, the kinds";
  EXPECT_NE(get(path).body.find("doch nicht"), std::string::npos);
}

TEST_F(SiteTest, EveryListShowsATextOnceAndProgramsHearOfTheRest) {
  StoredDecision founded;
  founded.reason = "founded";
  founded.agency = "dpa";
  const Accepted original = accept("Erstes Blatt", "urtext", "Kirschblüte beginnt", {}, founded);
  StoredDecision copied;
  copied.reason = R"({"kind":"reprint"})";
  copied.reprint = StoredDecision::Reprint{original.id, 920};
  const StoryId story{original.id.value};
  const Accepted copy = accept("Zweites Blatt", "abdruck", "Kirschblüte so früh", story, copied);
  publish();
  const std::string of_copy = "href=\"/a/" + std::to_string(copy.id.value) + "\"";
  for (const char* list :
       {"/t/Lokales", "/search?q=Kirschbl%C3%BCte", "/search?q=Kirschbl%C3%BCte&order=newest"}) {
    const std::string page = get(list, {{"accept-language", "de"}}).body;
    EXPECT_NE(page.find(" beginnt</a>"), std::string::npos) << list;
    EXPECT_EQ(page.find(" so früh</a>"), std::string::npos) << list;
    EXPECT_NE(page.find("<a " + of_copy + ">Zweites Blatt</a>"), std::string::npos) << list;
    EXPECT_NE(page.find("Agentur: dpa"), std::string::npos) << list;
  }
  // Whichever of the two headlines leads, the other is not there.
  const std::string front = get("/").body;
  EXPECT_NE(front.find("Kirschblüte beginnt") == std::string::npos,
            front.find("Kirschblüte so früh") == std::string::npos);
  const std::string id = std::to_string(copy.id.value);
  for (const char* list : {"/t/Lokales.json", "/search.json?q=Kirschbl%C3%BCte",
                           "/search.json?q=Kirschbl%C3%BCte&order=newest"}) {
    const std::string json = get(list).body;
    EXPECT_NE(json.find("\"reprints\":[{\"article\":" + id), std::string::npos) << list;
    EXPECT_NE(json.find(R"("agency":"dpa")"), std::string::npos) << list;
  }
  const std::string of_story = get("/s/" + std::to_string(story.value) + ".json").body;
  EXPECT_NE(of_story.find("\"reprints\":[{\"article\":" + id), std::string::npos);
  EXPECT_NE(get("/o/zweites-blatt").body.find("Kirschblüte so früh"), std::string::npos)
      << "what an outlet printed is its own article";
  const std::string of_original = get("/a/" + std::to_string(original.id.value) + ".json").body;
  EXPECT_NE(of_original.find(R"("agency":"dpa")"), std::string::npos);
  EXPECT_NE(of_original.find("\"reprints\":[{\"article\":" + id +
                             R"(,"outlet":"Zweites Blatt","copied":0.92}])"),
            std::string::npos)
      << of_original;
  EXPECT_NE(get("/a/" + id + ".json").body.find(R"("outlet":"Erstes Blatt","copied":0.92})"),
            std::string::npos);
}

TEST_F(SiteTest, WhatWasTakenDownIsGoneInWords) {
  take_down(*archive_, archive_->reader().article(third_.id)->canonical_url, "", at(100));
  const Response page = get("/a/" + std::to_string(third_.id.value));
  EXPECT_EQ(page.status, 410);
  EXPECT_NE(page.body.find("taken down"), std::string::npos);
  EXPECT_EQ(get("/a/" + std::to_string(third_.id.value) + ".json").status, 410);
}

TEST_F(SiteTest, LivesBelowABasePath) {
  SiteOptions options;
  options.base = "/news";
  open_site(options);
  const std::string page = get("/news/").body;
  EXPECT_NE(page.find("href=\"/news/a/"), std::string::npos);
  EXPECT_EQ(page.find("href=\"/a/"), std::string::npos);
  EXPECT_EQ(get("/news/search?q=x").status, 200);
  EXPECT_EQ(location(get("/news")), "/news/");
  EXPECT_EQ(get("/a/1").status, 404);
  EXPECT_EQ(get("/newsy/").status, 404);
}

TEST_F(SiteTest, ShowsPicturesByTheirHashForEver) {
  const std::string hash = archive_->pictures().put("https://t1.example/p.png", "image/png", "PNG");
  const Response picture = get("/i/" + hash);
  EXPECT_EQ(picture.type, "image/png");
  EXPECT_EQ(picture.body, "PNG");
  EXPECT_NE(value(picture.headers, "Cache-Control").find("immutable"), std::string::npos);
  const std::string active =
      archive_->pictures().put("https://t1.example/p.svg", "image/svg+xml", "<svg/>");
  EXPECT_EQ(get("/i/" + active).status, 404);
}

TEST_F(SiteTest, AnswersNotModifiedToTheSameReader) {
  const std::string story = "/s/" + std::to_string(first_.id.value);
  const Visit reader = visit(story);  // its forms carry the reader's token
  const Response first = get(story, {{"cookie", reader.cookie}});
  const std::string tag(value(first.headers, "ETag"));
  EXPECT_EQ(get(story, {{"cookie", reader.cookie}, {"if-none-match", tag}}).status, 304);
}

TEST_F(SiteTest, UnderstandsAnySearch) {
  for (const char* query :
       {"", "%22", "*", "-", "a*+-b+%22c", "AND+OR+NOT", "NEAR(", "%00", "x%27;--"}) {
    EXPECT_EQ(get(std::string("/search?q=") + query).status, 200) << query;
  }
  EXPECT_NE(get("/search?q=abriss&outlet=talvebote&since=week&order=newest&language=de").status,
            500);
  EXPECT_NE(get("/search?q=abriss").body.find("href=\"/a/"), std::string::npos);
  EXPECT_EQ(get("/search?q=%22").body.find("href=\"/a/"), std::string::npos);
}

TEST(WebServer, ServesTheSiteAndItsSampleOutletsOverASocket) {
  TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  DeskPort port;
  port.edition = [] { return std::make_shared<const Edition>(); };
  WebOptions options;
  options.listen.port = 0;
  options.site.now = [] { return at(0); };
  options.sample_since = at(-600);
  auto web = WebServer::open(*archive, port, options);
  ASSERT_TRUE(web) << web.error().message;
  std::jthread running([&](std::stop_token stop) { (*web)->run(stop); });
  const std::string number = std::to_string((*web)->address().port);
  test::RawClient client((*web)->address().port);
  const auto fetch = [&](const std::string& host, const std::string& path) {
    EXPECT_TRUE(
        client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + number + "\r\n\r\n"));
    return client.read_response();
  };
  EXPECT_TRUE(fetch("127.0.0.1", "/").starts_with("HTTP/1.1 200"));
  EXPECT_NE(fetch("talvebote.localhost", "/").find("Talvebote"), std::string::npos);
  EXPECT_TRUE(fetch("rebound.example", "/").starts_with("HTTP/1.1 421"));
  options.listen.port = (*web)->address().port;
  const auto second = WebServer::open(*archive, port, options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::PortInUse);
  options.listen = {"0.0.0.0", 0};
  EXPECT_EQ(WebServer::open(*archive, port, options).error().code, ErrorCode::Forbidden);
}

TEST_F(SiteTest, OnesOwnArticlesArePutIntoTheIntakeOnce) {
  const std::string article =
      R"({"url": "https://eigen.example/1", "title": "Brücke frei", "text": "Sie ist offen.",
          "origin": "page", "stream_no": 7, "first_seen_at": "2001-01-01T00:00:00Z"})";
  const Fields json{{"content-type", "application/json; charset=utf-8"}};
  const Response first = ask("PUT", "/api/v1/articles", json, article);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.type, "application/json");
  EXPECT_EQ(first.body, "{\"taken_in\":1,\"known\":0,\"taken_down\":0}\n");
  EXPECT_EQ(ask("PUT", "/api/v1/articles", json, article).status, 200) << "the same once more";
  const auto waiting = archive_->intake().take(10).entries;
  ASSERT_EQ(waiting.size(), 1u);
  const Article& kept = waiting[0].submission.article;
  EXPECT_EQ(kept.outlet, "eigen.example");
  EXPECT_EQ(kept.language, "de");
  EXPECT_EQ(kept.origin, Origin::Push);
  EXPECT_EQ(kept.stream_no, 0);
  EXPECT_EQ(kept.first_seen_at, at(180));
}

TEST_F(SiteTest, ManyArticlesAreTakenInAllOrNone) {
  const Fields lines{{"content-type", "application/x-ndjson"}};
  const std::string one = R"({"url": "https://eigen.example/1", "title": "Eins"})";
  const std::string two = R"({"url": "https://eigen.example/2", "title": "Zwei"})";
  const Response bad = ask("PUT", "/api/v1/articles", lines, one + "\n\n{\"title\": \"x\"}\n");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.type, "application/problem+json");
  EXPECT_NE(bad.body.find("\"status\":422"), std::string::npos) << bad.body;
  EXPECT_NE(bad.body.find("line 3: "), std::string::npos) << bad.body;
  EXPECT_TRUE(archive_->intake().take(10).entries.empty());
  EXPECT_EQ(ask("PUT", "/api/v1/articles", lines, one + "\r\n" + two).status, 201);
  EXPECT_EQ(archive_->intake().take(10).entries.size(), 2u);
  std::string many;
  for (int i = 0; i <= 1000; ++i) many += one + "\n";
  EXPECT_EQ(ask("PUT", "/api/v1/articles", lines, many).status, 413);
}

TEST_F(SiteTest, ArticlesAreRefusedWithAReasonForPrograms) {
  const std::string article = R"({"url": "https://eigen.example/1", "title": "Eins"})";
  const struct {
    Fields headers;
    std::string body;
    int status;
  } kCases[] = {
      {{{"content-type", "application/json"}}, "{", 400},
      {{{"content-type", "application/json"}}, R"({"url": "mailto:x", "title": "Eins"})", 422},
      {{{"content-type", "application/json"}}, R"({"url": "https://a.example/", "title": 7})", 400},
      {{{"content-type", "text/plain"}}, article, 415},
      {{}, article, 415},
      {{{"content-type", "application/json"}, {"origin", "https://evil.example"}}, article, 403},
      {{{"content-type", "application/json"}, {"sec-fetch-site", "cross-site"}}, article, 403}};
  for (const auto& [headers, body, status] : kCases) {
    const Response refused = ask("PUT", "/api/v1/articles", headers, body);
    EXPECT_EQ(refused.status, status) << body;
    EXPECT_EQ(refused.type, "application/problem+json") << body;
  }
  EXPECT_EQ(ask("GET", "/api/v1/articles").status, 405);
  EXPECT_EQ(value(ask("GET", "/api/v1/articles").headers, "Allow"), "PUT");
  EXPECT_EQ(ask("PUT", "/api/v1/nothing").type, "application/problem+json");
  EXPECT_EQ(ask("PUT", "/api/v1/articles",
                {{"host", "evil.example"}, {"content-type", "application/json"}}, article)
                .status,
            421);
  EXPECT_TRUE(archive_->intake().take(10).entries.empty());
  SiteOptions open_to_all;
  open_to_all.readers = Readers::Public;
  open_site(open_to_all);
  EXPECT_EQ(ask("PUT", "/api/v1/articles", {{"content-type", "application/json"}}, article).status,
            403);
}

TEST_F(SiteTest, OneHeadlineLeadsAStoryOnEveryPage) {
  const std::string best = "Lagerhalle im Hafen von Nordburg brennt, 40 Retter im Einsatz";
  const Accepted first = accept("Der Bote", "r0", best, {});
  const StoryId story{first.id.value};
  // More than the front page has at hand of a story; each says a part of it, and something else.
  const std::array<std::string, 4> parts{"Lagerhalle brennt", "Hafen Nordburg", "Retter Einsatz",
                                         "Nordburg brennt"};
  for (std::size_t i = 1; i <= 12; ++i) {
    const std::string n = std::to_string(i);
    accept("Blatt " + n, "r" + n, parts[i % 4] + ": Stimme" + n + " vom Ort" + n + "?", story);
  }
  publish();
  const FrontPlace* place = find_place(*edition_, story);
  ASSERT_NE(place, nullptr);
  ASSERT_EQ(lead_of(*place, "de").article, first.id);
  // What comes after the edition waits for the next one, on every page.
  accept("Spätes Blatt", "late", "Hafen von Nordburg: Lagerhalle brennt, 40 Retter löschen", story);
  const Fields german{{"accept-language", "de"}};
  const std::string path = "/s/" + std::to_string(story.value);
  for (const char* list : {"/front.json", "/hot.json"}) {
    const std::string body = get(list, german).body;
    EXPECT_NE(body.find("\"title\":\"" + best + "\""), std::string::npos) << list << body;
  }
  EXPECT_NE(get(path + ".json", german).body.find("\"title\":\"" + best + "\""), std::string::npos);
  for (const std::string& page : {std::string("/"), std::string("/why"), path}) {
    const std::string body = get(page, german).body;
    const auto at = body.find(best);
    ASSERT_NE(at, std::string::npos) << page;
    EXPECT_LT(at, body.find(": Stimme")) << page;
  }
  const std::string why = get("/why", german).body;
  EXPECT_EQ(why.find(": Stimme"), std::string::npos);
}

TEST_F(SiteTest, KeepsPasswordsOfFeedsAndListsFromReaders) {
  archive_->feeds().add({"https://user:geheim@feeds.example.org/a", "", "", "", ""}, at(0));
  Lists(archive_->writer())
      .follow({"https://user:geheim@lists.example.org/all.opml", "", ""}, at(0));
  const std::string own = get("/feeds/export.opml").body;
  EXPECT_NE(own.find("https://user:geheim@feeds.example.org/a"), std::string::npos) << own;
  EXPECT_NE(own.find("https://user:geheim@lists.example.org/all.opml"), std::string::npos) << own;
  const std::string page = get("/feeds").body;
  EXPECT_NE(page.find("name=\"list\" value=\"https://user:geheim@lists.example.org/all.opml\""),
            std::string::npos)
      << "the owner's form names the list as it is";

  SiteOptions open_to_all;
  open_to_all.readers = Readers::Public;
  open_site(open_to_all);
  for (const char* path : {"/feeds", "/feeds/export.opml"}) {
    const Response response = get(path);
    ASSERT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.body.find("geheim"), std::string::npos) << path << "\n" << response.body;
    for (const char* address :
         {"https://feeds.example.org/a", "https://lists.example.org/all.opml"}) {
      EXPECT_NE(response.body.find(address), std::string::npos) << path << ": " << address;
    }
  }
}

}  // namespace
}  // namespace depesche::web
