#include "desk/subscribe.h"
#include "pack/hash.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

/// Only the test's own server is allowed, as an outlet's would be.
class StrictWireTest : public WireTest {
 protected:
  StrictWireTest() { use({}); }
  void use(fetch::Allowance allowance) {
    fetch::FetcherOptions options;
    const std::string port = ":" + std::to_string(server.port());
    options.client.addresses.allowed_hosts = {"127.0.0.1" + port, "*.localhost" + port};
    options.allowance = allowance;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  }
};

TEST_F(StrictWireTest, PicturesAreFetchedLikeEverythingElseAndKeptByWhatTheyAre) {
  const std::string png = std::string("\x89PNG\r\n\x1a\n") + "rest of the picture";
  const auto image = [](const std::string& type, const std::string& bytes) {
    return reply(200, bytes, {{"Content-Type", type}});
  };
  server.on("/lies.png", image("image/png", "<script>alert(1)</script>"));
  server.on("/drawing.svg", image("image/svg+xml", "<svg onload='alert(1)'/>"));
  server.on("/drawing.png", image("image/png", "<svg onload='alert(1)'/>"));
  server.on("/inside.png", test::redirect(302, "http://169.254.169.254/latest/meta-data/"));
  server.on("/mapped.png", test::redirect(302, "http://[::ffff:10.0.0.1]/"));
  server.on("/file.png", test::redirect(302, "file:///etc/passwd"));
  server.on("/mail.png", test::redirect(302, "http://127.0.0.1:25/"));
  server.on("/good", image("text/plain", png));
  Gatherer gatherer(*archive, *fetcher, gather);
  const Reader reader = archive->reader();
  const auto stored = [&](const std::string& bytes) {
    return reader.picture(to_hex(hash128(bytes)));
  };
  for (const std::string& url :
       {std::string("http://10.0.0.1/a.png"), std::string("http://[::1]/a.png"),
        std::string("http://127.0.0.1:6667/a.png"), std::string("data:image/png,x"),
        server.url("/lies.png"), server.url("/drawing.svg"), server.url("/drawing.png"),
        server.url("/inside.png"), server.url("/mapped.png"), server.url("/file.png"),
        server.url("/mail.png")}) {
    gatherer.fetch_picture({url, 0}, {});
  }
  EXPECT_FALSE(stored("<script>alert(1)</script>"));
  EXPECT_FALSE(stored("<svg onload='alert(1)'/>"));
  gatherer.fetch_picture({server.url("/good"), 0}, {});
  ASSERT_TRUE(stored(png));
  EXPECT_EQ(stored(png)->type, "image/png") << "not what the server calls it";
}

TEST_F(StrictWireTest, AFeedWhoseHostSentEnoughForTodaySaysSo) {
  use({0, 1'000});
  server.on("/feed", reply(200, feed(server, {}) + std::string(2'000, ' '), kRss));
  EXPECT_FALSE(poll(server.url("/feed")).error);
  const PollReport refused = poll(server.url("/feed"));
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(name(refused.error->code), "allowance_spent");
  EXPECT_EQ(server.count("/feed"), 1);
  const FeedRow row = archive->feeds().list().at(0);
  EXPECT_EQ(row.error_code, "allowance_spent");
  EXPECT_NE(row.error_message.find("within a day"), std::string::npos) << row.error_message;
  EXPECT_EQ(row.failures, 0) << "it did nothing wrong";
  EXPECT_EQ(row.wait_reason, WaitReason::Allowance);
  EXPECT_GE(row.next_poll_at - kNow, 50min) << "it is asked later, and not given up";
  EXPECT_LE(row.next_poll_at - kNow, 70min);
}

TEST_F(StrictWireTest, AFeedsPasswordStaysWithTheFeed) {
  server.on("/feed", reply(200,
                           "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der Bote"
                           "</title><item><title>Risse in der Elbbrücke entdeckt</title><link>/page"
                           "</link><guid>1</guid></item></channel></rss>",
                           kRss));
  server.on("/page", reply(200, page("Risse in der Elbbrücke entdeckt"), kHtml));
  const std::string address = "http://me:secret@" + server.url("/feed").substr(7);
  const auto added = depesche::subscribe(*archive, *fetcher, address, kNow, {});
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(archive->feeds().list().at(0).url, address);
  EXPECT_EQ(poll(address).pages, 1u);
  gather_all();
  EXPECT_TRUE(article(server.url("/page")));
  for (const test::LoopbackRequest& request : server.requests()) {
    EXPECT_EQ(request.header("authorization").empty(), request.path != "/feed") << request.path;
  }
}

}  // namespace
}  // namespace depesche
