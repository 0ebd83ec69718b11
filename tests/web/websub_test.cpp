// WebSub from end to end: an outlet and a hub on loopback, our server between them.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "desk/wire.h"
#include "pack/signature.h"
#include "store/sqlite/writer.h"
#include "tests/store/fixture.h"
#include "tests/support/loopback_server.h"
#include "tests/web/raw_client.h"
#include "web/web_server.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::LoopbackServer;
using test::RawClient;
using test::reply;

const test::HeaderLines kHtml{{"Content-Type", "text/html; charset=utf-8"}};

std::string page(const std::string& headline) {
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p>Absatz " + std::to_string(i) + ": Die Prüfer fanden elf Risse im Tragwerk der " +
            "Brücke, sagte das Amt am Morgen. Pendler müssen bis auf weiteres Umwege fahren.</p>";
  }
  return "<!DOCTYPE html><html lang=de><head><title>" + headline +
         " - Der Bote</title></head><body><article><h1>" + headline + "</h1>" + body +
         "</article></body></html>";
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

struct Heard {
  int status = 0;
  std::string body;
};

/// What a hub knows and does: it takes subscriptions, asks back, and brings news.
class TestHub {
 public:
  TestHub() { server.on("/hub", reply(202)); }

  std::string address() const { return server.url("/hub"); }
  int asked() const { return server.count("/hub"); }
  /// A field of the last subscription it was sent.
  std::string field(std::string_view name) const {
    std::string body;
    for (const auto& request : server.requests()) {
      if (request.path == "/hub") body = request.body;
    }
    return std::string(value(parse_form(body), name));
  }

  Heard get(const std::string& query) const { return send("GET", "?" + query, {}, {}); }
  Heard verify(const std::string& lease = "864000") const {
    return get("hub.mode=subscribe&hub.topic=" + percent_encode(field("hub.topic")) +
               "&hub.challenge=echo%20me&hub.lease_seconds=" + lease);
  }
  Heard bring(const std::string& body) const {
    return bring(body, "sha256=" + hex(hmac(Digest::Sha256, field("hub.secret"), body)));
  }
  Heard bring(const std::string& body, const std::string& signature) const {
    std::string lines = "Content-Type: application/rss+xml\r\n";
    if (!signature.empty()) lines += "X-Hub-Signature: " + signature + "\r\n";
    return send("POST", "", lines, body);
  }

  LoopbackServer server;

 private:
  Heard send(const std::string& method, const std::string& query, const std::string& lines,
             const std::string& body) const {
    const std::string callback = field("hub.callback");
    const std::size_t host = callback.find("//") + 2;
    const std::size_t path = callback.find('/', host);
    const std::string name = callback.substr(host, path - host);
    RawClient client(static_cast<std::uint16_t>(std::stoi(name.substr(name.find(':') + 1))));
    client.send(method + " " + callback.substr(path) + query + " HTTP/1.1\r\nHost: " + name +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + lines + "\r\n" +
                body);
    const std::string answer = client.read_response();
    const std::size_t blank = answer.find("\r\n\r\n");
    if (answer.size() < 12 || blank == std::string::npos) return {};
    return {std::stoi(answer.substr(9, 3)), answer.substr(blank + 4)};
  }
};

class WebSubTest : public testing::Test {
 protected:
  WebSubTest() {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.gap = 0ms;
    fetcher_ = std::make_unique<fetch::Fetcher>(std::move(options));
    start();
    feed_ = archive_->feeds().add({outlet_.url("/feed"), "", "", "", ""}, now()).id;
  }
  ~WebSubTest() override { stop(); }

  std::chrono::sys_seconds now() const { return at(clock_); }
  void wait(std::chrono::seconds span) { clock_ += span.count(); }

  /// The program starts, on the same port where it did before.
  void start(bool has_address = true) {
    archive_ = open_or_throw(folder_.path());
    DeskPort port;
    port.edition = [] { return std::make_shared<const Edition>(); };
    port.answer_hub = [this](std::string_view token, const HubQuestion& question) {
      return gatherer_->hubs().answer(token, question);
    };
    port.take_push = [this](std::string_view token, const PushedBody& pushed) {
      return gatherer_->hubs().receive(token, pushed);
    };
    WebOptions web;
    web.listen.port = port_;
    web.site.now = [this] { return now(); };
    auto opened = WebServer::open(*archive_, std::move(port), std::move(web));
    ASSERT_TRUE(opened) << opened.error().message;
    web_ = std::move(*opened);
    port_ = web_->address().port;
    GatherOptions gather;
    gather.now = [this] { return now(); };
    if (has_address) gather.public_address = "http://127.0.0.1:" + std::to_string(port_);
    gatherer_ = std::make_unique<Gatherer>(*archive_, *fetcher_, gather);
    gatherer_->hubs().settle();
    thread_ = std::jthread([this](std::stop_token stop) { web_->run(stop); });
  }
  void stop() {
    if (thread_.joinable()) {
      thread_.request_stop();
      thread_.join();
    }
    web_.reset();
    gatherer_.reset();
    archive_.reset();
  }

  /// Headlines from the newest on, as the outlet has them; each has its page. Behind them stand
  /// twenty old ones, one an hour, so that the feed is a brisk one.
  std::string rss(const std::vector<std::string>& headlines, bool names_hub = true) {
    std::string items;
    for (const std::string& headline : headlines) {
      const std::string path = "/" + std::to_string(std::hash<std::string>{}(headline));
      outlet_.on(path, reply(200, page(headline), kHtml));
      items += "<item><title>" + headline + "</title><link>" + outlet_.url(path) +
               "</link><guid isPermaLink=\"false\">" + path + "</guid></item>";
    }
    for (int i = 1; i <= 20; ++i) {
      items += "<item><title>Alt " + std::to_string(i) + "</title><pubDate>" +
               format_rfc822(at(-3600 * i)) + "</pubDate></item>";
    }
    const std::string links = names_hub ? "<atom:link rel=\"hub\" href=\"" + hub_.address() +
                                              "\"/><atom:link rel=\"self\" href=\"" +
                                              outlet_.url("/feed") + "\"/>"
                                        : "";
    return "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">"
           "<channel><title>Der Bote</title><link>" +
           outlet_.url("/") + "</link><description>x</description>" + links + items +
           "</channel></rss>";
  }
  void serve(const std::string& body, test::HeaderLines headers = {}) {
    headers.emplace_back("Content-Type", "application/rss+xml");
    outlet_.on("/feed", reply(200, body, headers));
  }

  FeedRow row() { return *archive_->feeds().find(feed_); }
  PollReport poll() {
    const PollReport report = gatherer_->poll(row(), {});
    EXPECT_FALSE(report.error) << report.error->message;
    return report;
  }
  /// What the wire does of itself: asks the hubs that are due.
  void ask_hubs() {
    for (const auto& known : archive_->pushes().due(now(), 10)) gatherer_->hubs().ask(known, {});
  }
  PollReport read_pushes() {
    PollReport all;
    for (auto waiting = archive_->pushes().waiting(10); !waiting.empty();
         waiting = archive_->pushes().waiting(10)) {
      for (const auto& push : waiting) {
        OpenPoll poll = gatherer_->open(push, {});
        while (!poll.is_over()) gatherer_->go_on(poll, {});
        const PollReport& report = poll.report();
        all.new_entries += report.new_entries;
        all.pages += report.pages;
        if (report.error) all.error = report.error;
      }
    }
    return all;
  }
  HubState state() { return hub_state(*archive_->pushes().of(feed_), now()); }
  std::int64_t in_intake() {
    return *archive_->writer().db.one<std::int64_t>(
        "SELECT count(DISTINCT canonical_url) FROM intake WHERE canonical_url NOT LIKE '%#%'");
  }

  /// A feed whose hub has promised and brought something.
  void subscribe(const std::string& lease = "864000") {
    serve(rss({"Eins"}));
    poll();
    ask_hubs();
    ASSERT_EQ(hub_.verify(lease).status, 200);
    wait(2h);
    serve(rss({"Zwei", "Eins"}));
    ASSERT_EQ(hub_.bring(rss({"Zwei", "Eins"})).status, 202);
    ASSERT_EQ(read_pushes().new_entries, 1u);
    ASSERT_EQ(state(), HubState::Works);
  }

  TemporaryFolder folder_;
  LoopbackServer outlet_;
  TestHub hub_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<Gatherer> gatherer_;
  std::unique_ptr<WebServer> web_;
  std::jthread thread_;
  std::uint16_t port_ = 0;
  std::atomic<std::int64_t> clock_ = 0;
  FeedId feed_;
};

TEST_F(WebSubTest, AHubIsFoundAskedAndAnswered) {
  serve(rss({"Eins"}));
  poll();
  EXPECT_EQ(state(), HubState::NotAsked);
  ask_hubs();
  EXPECT_EQ(hub_.asked(), 1);
  EXPECT_EQ(hub_.field("hub.mode"), "subscribe");
  EXPECT_EQ(hub_.field("hub.topic"), outlet_.url("/feed"));
  const std::string callback = hub_.field("hub.callback");
  const std::string own = "http://127.0.0.1:" + std::to_string(port_) + "/websub/";
  ASSERT_TRUE(callback.starts_with(own)) << callback;
  EXPECT_EQ(callback.size(), own.size() + 32) << "nobody guesses 128 bits";
  EXPECT_EQ(hub_.server.requests().at(0).header("content-type"),
            "application/x-www-form-urlencoded");
  EXPECT_EQ(state(), HubState::Asked);
  ask_hubs();
  EXPECT_EQ(hub_.asked(), 1) << "not again before it had its time";

  const Heard heard = hub_.verify();
  EXPECT_EQ(heard.status, 200);
  EXPECT_EQ(heard.body, "echo me");
  EXPECT_EQ(state(), HubState::Silent);
  EXPECT_EQ(archive_->pushes().of(feed_)->expires_at, now() + days(10));
  EXPECT_NE(row().wait_reason, WaitReason::Pushed) << "promised is not brought";
}

TEST_F(WebSubTest, TheLinkHeaderGoesBeforeTheFeed) {
  serve(rss({"Eins"}), {{"Link", "<" + hub_.server.url("/other") + ">; rel=\"hub\", <" +
                                     outlet_.url("/topic") + ">; rel=\"self\""}});
  poll();
  const auto push = archive_->pushes().of(feed_);
  ASSERT_TRUE(push);
  EXPECT_EQ(push->hub, hub_.server.url("/other"));
  EXPECT_EQ(push->topic, outlet_.url("/topic"));
}

TEST_F(WebSubTest, AYoutubeChannelsHubIsKnownThoughItsFeedNamesNone) {
  stop();
  fetch::FetcherOptions options;
  options.client.addresses.allow_private = true;
  options.client.network.resolve = [](std::string_view host) {
    std::vector<fetch::IpAddress> here;
    if (host == "www.youtube.com") here.push_back(fetch::ipv4(127, 0, 0, 1));
    return here;
  };
  options.politeness.gap = 0ms;
  fetcher_ = std::make_unique<fetch::Fetcher>(std::move(options));
  start();
  const std::string channel = "UCx-1";
  const auto feed = [&](const std::string& links, const std::vector<std::string>& videos) {
    std::string text =
        "<feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\""
        " xmlns=\"http://www.w3.org/2005/Atom\">" +
        links + "<title>Der Bote im Bild</title>";
    for (const std::string& video : videos) {
      outlet_.on("/" + video, reply(200, page("Video " + video), kHtml));
      text += "<entry><id>yt:video:" + video + "</id><yt:videoId>" + video +
              "</yt:videoId><title>Video " + video + "</title><link rel=\"alternate\" href=\"" +
              outlet_.url("/" + video, "www.youtube.com") + "\"/></entry>";
    }
    return text + "</feed>";
  };
  const std::string address =
      outlet_.url("/feeds/videos.xml", "www.youtube.com") + "?channel_id=" + channel;
  const std::string self = "<link rel=\"self\" href=\"" + address + "\"/>";
  outlet_.on("/feeds/videos.xml", reply(200, feed(self, {"eins"})));
  feed_ = archive_->feeds().add({address, "", "", "", ""}, now()).id;
  EXPECT_EQ(poll().new_entries, 1u);
  PushSubscription push = *archive_->pushes().of(feed_);
  EXPECT_EQ(push.hub, "https://pubsubhubbub.appspot.com/");
  EXPECT_EQ(push.topic, "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel);

  push.hub = hub_.address();  // in that one's place
  archive_->pushes().put(feed_, push);
  ask_hubs();
  EXPECT_EQ(hub_.field("hub.topic"), push.topic);
  ASSERT_EQ(hub_.verify("432000").status, 200);
  wait(2h);
  const auto bring = [this](const std::string& body) {  // it signs with SHA-1
    return hub_.bring(body, "sha1=" + hex(hmac(Digest::Sha1, hub_.field("hub.secret"), body)));
  };
  const std::string its_links =
      "<link rel=\"hub\" href=\"https://pubsubhubbub.appspot.com\"/><link rel=\"self\""
      " href=\"https://www.youtube.com/xml/feeds/videos.xml?channel_id=UCx-1\"/>";
  EXPECT_EQ(bring(feed(its_links, {"zwei"})).status, 202);
  EXPECT_EQ(read_pushes().new_entries, 1u);
  EXPECT_EQ(state(), HubState::Works);
  EXPECT_EQ(bring("<feed xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
                  " xmlns=\"http://www.w3.org/2005/Atom\"><at:deleted-entry ref=\"yt:video:eins\""
                  " when=\"2026-01-01T00:00:00+00:00\"/></feed>")
                .status,
            202);
  const PollReport taken_away = read_pushes();
  EXPECT_FALSE(taken_away.error) << "a feed without entries is one";
  EXPECT_EQ(state(), HubState::Works);
  outlet_.on("/feeds/videos.xml", reply(200, feed(self, {"zwei", "eins"})));
  EXPECT_EQ(poll().new_entries, 0u) << "what was brought is known";
  EXPECT_EQ(in_intake(), 2);
}

TEST_F(WebSubTest, StrangersLearnAndChangeNothing) {
  serve(rss({"Eins"}));
  poll();
  ask_hubs();
  const std::string topic = percent_encode(outlet_.url("/feed"));
  const auto before = archive_->pushes().of(feed_);
  for (const std::string& query :
       {std::string("hub.mode=subscribe&hub.challenge=x&hub.topic=http%3A%2F%2Fevil%2F"),
        std::string("hub.mode=subscribe&hub.challenge=x"),
        "hub.mode=unsubscribe&hub.challenge=x&hub.topic=" + topic,
        "hub.mode=subscribe&hub.topic=" + topic, std::string("")}) {
    EXPECT_EQ(hub_.get(query).status, 404) << query;
  }
  EXPECT_EQ(archive_->pushes().of(feed_), before);

  RawClient client(port_);
  client.send(
      "GET /websub/0123456789abcdef0123456789abcdef?hub.mode=subscribe&hub.challenge=x HTTP/1.1"
      "\r\nHost: 127.0.0.1:" +
      std::to_string(port_) + "\r\n\r\n");
  EXPECT_NE(client.read_response().find(" 404 "), std::string::npos);
  client.send("POST /websub/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: 127.0.0.1:" +
              std::to_string(port_) + "\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_NE(client.read_response().find(" 410 "), std::string::npos) << "ends it at the hub";
}

TEST_F(WebSubTest, WhatAHubBringsIsGatheredAsAPollWouldGatherIt) {
  subscribe();
  EXPECT_EQ(in_intake(), 2);
  EXPECT_EQ(poll().new_entries, 0u) << "the poll finds nothing more";
  // The same once more, and a part of it: nothing is new and no page is asked for.
  const auto asked = outlet_.requests().size();
  EXPECT_EQ(hub_.bring(rss({"Zwei", "Eins"})).status, 202);
  EXPECT_EQ(hub_.bring(rss({"Zwei"})).status, 202);
  EXPECT_EQ(read_pushes().new_entries, 0u);
  EXPECT_EQ(outlet_.requests().size(), asked);
  EXPECT_EQ(in_intake(), 2);
  // What a poll found first is not new when it is brought.
  serve(rss({"Drei", "Zwei", "Eins"}));
  EXPECT_EQ(poll().new_entries, 1u);
  EXPECT_EQ(hub_.bring(rss({"Drei"})).status, 202);
  EXPECT_EQ(read_pushes().new_entries, 0u);
  EXPECT_EQ(in_intake(), 3);
}

TEST_F(WebSubTest, PollsAreRarerWhileItWorksAndNotAnyMoreWhenSomethingIsMissed) {
  subscribe();
  EXPECT_EQ(row().wait_reason, WaitReason::Pushed) << "at once, not after the next poll";
  const auto planned = row().next_poll_at;
  EXPECT_GE(planned - now(), 5h);
  wait(1h);
  hub_.bring(rss({"Drei"}));
  read_pushes();
  EXPECT_EQ(row().next_poll_at, planned) << "pushes do not put off the look whether all came";

  wait(5h);
  serve(rss({"Vier", "Drei", "Zwei", "Eins"}));  // the hub says nothing
  EXPECT_EQ(poll().new_entries, 1u);
  EXPECT_EQ(state(), HubState::Missed);
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
  EXPECT_LT(row().next_poll_at - now(), 5h);
}

TEST_F(WebSubTest, WhatIsNotSignedIsTakenLikeTheRestAndThrownAway) {
  const std::string secret_word = "Falschmeldung";
  for (const std::string& signature :
       {std::string(), "sha256=" + std::string(64, '0'), std::string("sha1=0"),
        "sha1=" + hex(hmac(Digest::Sha1, "guessed", rss({secret_word}))),
        std::string("md5=d41d8cd98f00b204e9800998ecf8427e")}) {
    if (!archive_->pushes().of(feed_)) subscribe();
    EXPECT_EQ(hub_.bring(rss({secret_word}), signature).status, 202) << signature;
    EXPECT_TRUE(archive_->pushes().waiting(10).empty()) << signature;
    EXPECT_EQ(state(), HubState::Bad) << signature;
    EXPECT_NE(row().wait_reason, WaitReason::Pushed) << "it is polled as before";
    EXPECT_LE(row().next_poll_at, now());
  }
  EXPECT_EQ(in_intake(), 2);
  // SHA-1 and the longer ones are good, too; five genuine ones make up for it.
  const std::string body = rss({"Drei", "Zwei", "Eins"});
  const std::string secret = hub_.field("hub.secret");
  for (const auto& [name, digest] : {std::pair{"sha1=", Digest::Sha1},
                                     {"sha384=", Digest::Sha384},
                                     {"sha512=", Digest::Sha512}}) {
    hub_.bring(body, name + hex(hmac(digest, secret, body)));
  }
  hub_.bring(body);
  read_pushes();
  EXPECT_EQ(state(), HubState::Bad);
  hub_.bring(body);
  read_pushes();
  EXPECT_EQ(state(), HubState::Works);
  EXPECT_EQ(in_intake(), 3);
}

TEST_F(WebSubTest, WhatIsNoFeedEndsTheReliance) {
  subscribe();
  EXPECT_EQ(hub_.bring("<html>Wartung</html>").status, 202);
  EXPECT_TRUE(read_pushes().error);
  EXPECT_EQ(state(), HubState::Bad);
  EXPECT_TRUE(archive_->pushes().waiting(10).empty());
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
  EXPECT_TRUE(row().error_message.empty()) << "the feed itself is well";
}

TEST_F(WebSubTest, ALeaseIsRenewedBeforeItEndsAndPollsComeBackWhenItIsNot) {
  subscribe("36000");
  const auto expires = *archive_->pushes().of(feed_)->expires_at;
  wait(6h);
  ask_hubs();
  EXPECT_EQ(hub_.asked(), 2);
  EXPECT_EQ(hub_.verify("3600").status, 200);
  EXPECT_EQ(state(), HubState::Works);
  const auto shorter = *archive_->pushes().of(feed_)->expires_at;
  EXPECT_EQ(shorter, now() + 1h);
  EXPECT_LT(shorter, expires);
  poll();
  EXPECT_EQ(row().next_poll_at, shorter) << "when the promise ends, it is asked";
  wait(1h);
  EXPECT_EQ(state(), HubState::Ended);
  poll();
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
}

TEST_F(WebSubTest, ADenialEndsIt) {
  subscribe();
  EXPECT_EQ(
      hub_.get("hub.mode=denied&hub.reason=nein&hub.topic=" + percent_encode(outlet_.url("/feed")))
          .status,
      200);
  EXPECT_EQ(state(), HubState::Failed);
  EXPECT_EQ(archive_->pushes().of(feed_)->last_reason, "the hub denies it: nein");
  EXPECT_LE(row().next_poll_at, now()) << "polled at once";
  EXPECT_EQ(hub_.verify().status, 404) << "not wanted for now";
}

TEST_F(WebSubTest, AHubThatIsGoneIsAskedLessAndLess) {
  hub_.server.on("/hub", reply(503));
  serve(rss({"Eins"}));
  poll();
  std::chrono::seconds before{0};
  for (int i = 0; i < 4; ++i) {
    ask_hubs();
    EXPECT_EQ(hub_.asked(), i + 1);
    EXPECT_EQ(state(), HubState::Failed);
    const auto gap = archive_->pushes().of(feed_)->next_step_at - now();
    EXPECT_GT(gap, before);
    before = gap;
    wait(before);
  }
  EXPECT_NE(archive_->pushes().of(feed_)->last_reason.find("(503)"), std::string::npos);
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
}

TEST_F(WebSubTest, WhoDiesWhileAHubIsAskedDoesNotAskAtOnceAgain) {
  serve(rss({"Eins"}));
  poll();
  std::size_t due_meanwhile = 9;
  hub_.server.on("/hub", [&](const auto& request, auto& connection) {
    due_meanwhile = archive_->pushes().due(now(), 9).size();  // what the next start would find
    reply(202)(request, connection);
  });
  ask_hubs();
  EXPECT_EQ(due_meanwhile, 0u);
  EXPECT_EQ(state(), HubState::Asked);
  wait(5min);
  EXPECT_EQ(archive_->pushes().due(now() + 24h, 9).size(), 1u) << "but some day";
}

TEST_F(WebSubTest, AHubIsNotAskedWhenItsFeedMayNotBeToldOfAnyMore) {
  serve(rss({"Eins"}));
  poll();
  const auto due = archive_->pushes().due(now(), 9);
  ASSERT_EQ(due.size(), 1u);
  archive_->feeds().change_address(feed_, outlet_.url("/feed?token=abc"), now());
  gatherer_->hubs().ask(due[0], {});
  EXPECT_EQ(hub_.asked(), 0);
  EXPECT_FALSE(archive_->pushes().of(feed_));
}

TEST_F(WebSubTest, AFeedThatNamesNoHubAnyMoreIsPolled) {
  subscribe();
  serve(rss({"Zwei", "Eins"}, false));
  poll();
  EXPECT_FALSE(archive_->pushes().of(feed_));
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
  EXPECT_EQ(hub_.bring(rss({"Drei"})).status, 410);
}

TEST_F(WebSubTest, ARestartLosesNeitherThePromiseNorWhatWasBrought) {
  subscribe();
  const auto push = archive_->pushes().of(feed_);
  serve(rss({"Drei", "Zwei", "Eins"}));
  EXPECT_EQ(hub_.bring(rss({"Drei"})).status, 202);
  stop();
  start();
  EXPECT_EQ(archive_->pushes().of(feed_), push);
  EXPECT_LE(row().next_poll_at, now()) << "who knows what came meanwhile";
  EXPECT_EQ(read_pushes().new_entries, 1u);
  EXPECT_EQ(in_intake(), 3);
  EXPECT_EQ(poll().new_entries, 0u);
  EXPECT_EQ(row().wait_reason, WaitReason::Pushed);
}

TEST_F(WebSubTest, BetweenAskingAndTheHubsQuestionThereMayBeARestart) {
  serve(rss({"Eins"}));
  poll();
  ask_hubs();
  stop();
  start();
  EXPECT_EQ(hub_.verify().status, 200);
  EXPECT_EQ(state(), HubState::Silent);
}

TEST_F(WebSubTest, WithoutAPublicAddressNobodyIsAskedAndNothingIsReliedOn) {
  subscribe();
  stop();
  start(false);
  EXPECT_LE(row().next_poll_at, now());
  poll();
  EXPECT_NE(row().wait_reason, WaitReason::Pushed);
  EXPECT_EQ(hub_.verify().status, 404);
}

TEST_F(WebSubTest, UnderAnotherPublicAddressTheHubIsAskedAgain) {
  subscribe();
  stop();
  port_ = 0;
  start();
  EXPECT_EQ(state(), HubState::NotAsked);
  ask_hubs();
  EXPECT_EQ(hub_.asked(), 2);
  EXPECT_EQ(hub_.verify().status, 200);
}

TEST_F(WebSubTest, TooMuchAtOnceIsSentBack) {
  subscribe();
  for (int i = 0; i < Pushes::kMostWaiting; ++i) {
    ASSERT_EQ(hub_.bring(rss({"Drei"})).status, 202);
  }
  EXPECT_EQ(hub_.bring(rss({"Drei"})).status, 503) << "hubs try again";
  EXPECT_EQ(read_pushes().new_entries, 1u);
  EXPECT_EQ(hub_.bring(std::string(9u << 20, 'x'), "sha1=0").status, 413);
}

TEST_F(WebSubTest, AFeedThatIsRemovedTakesItsSubscriptionAlong) {
  subscribe();
  hub_.bring(rss({"Drei"}));
  archive_->feeds().remove(feed_);
  EXPECT_TRUE(archive_->pushes().list().empty());
  EXPECT_TRUE(archive_->pushes().waiting(10).empty());
  EXPECT_EQ(hub_.bring(rss({"Drei"})).status, 410);
}

TEST_F(WebSubTest, TheWireDoesAllOfItByItself) {
  serve(rss({"Eins"}));
  WireOptions options;
  options.workers = 2;
  options.gather.now = [this] { return now(); };
  options.gather.public_address = "http://127.0.0.1:" + std::to_string(port_);
  const auto gathers = [&](const std::function<bool()>& what) {
    for (int i = 0; i < 500 && !what(); ++i) std::this_thread::sleep_for(20ms);
    return what();
  };
  Wire wire(*archive_, *fetcher_, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(gathers([&] { return hub_.asked() == 1; }));
  ASSERT_TRUE(gathers([&] { return hub_.verify().status == 200; }));
  wait(2h);
  serve(rss({"Zwei", "Eins"}));
  ASSERT_EQ(hub_.bring(rss({"Zwei"})).status, 202);
  wire.wake();
  const Reader reader = archive_->reader();
  EXPECT_TRUE(gathers([&] { return reader.progress().articles == 22; }));
  EXPECT_TRUE(gathers([&] { return row().wait_reason == WaitReason::Pushed; }));
  wire.stop();
}

TEST(PublicAddress, IsAnAddressOthersCanReach) {
  EXPECT_EQ(*check_public_address("https://news.example.org/"), "https://news.example.org");
  EXPECT_EQ(*check_public_address("https://example.org:8443/news"),
            "https://example.org:8443/news");
  for (const char* wrong : {"news.example.org", "ftp://example.org/", "https://a:b@example.org/",
                            "https://example.org/?x=1", "https://example.org/#x", ""}) {
    EXPECT_FALSE(check_public_address(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace depesche::web
