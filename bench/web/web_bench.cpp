// What a page costs: rendering a full front page and an article, compressing, and the way through
// the server over loopback with one kept connection.
#include <stop_token>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/http/deliver.h"
#include "web/http/server.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds{1'800'000'000}};

Viewer viewer() {
  Viewer viewer;
  viewer.clock = {Language::De, *TimeZone::find("Europe/Berlin"), kNow};
  viewer.origin = "http://127.0.0.1:8420";
  viewer.sections = {"Politik", "Wirtschaft", "Kultur", "Sport"};
  return viewer;
}

ArticleCard card(int number) {
  ArticleCard card;
  card.id = ArticleId{number};
  card.story = StoryId{number};
  card.outlet = OutletId{number % 40 + 1};
  card.outlet_name = "Blatt " + std::to_string(number % 40);
  card.outlet_slug = "blatt-" + std::to_string(number % 40);
  card.title = "Eine Überschrift von gewöhnlicher Länge, Nummer " + std::to_string(number);
  for (int i = 0; i < 6; ++i) card.excerpt += "Ein Satz des Anfangs, wie er oft dasteht. ";
  card.language = "de";
  card.first_seen_at = kNow - std::chrono::minutes(number);
  card.published = Moment{card.first_seen_at, 60min, false};
  return card;
}

FrontView front(int stories) {
  FrontView view;
  for (int i = 1; i <= stories; ++i) {
    FrontCard front;
    front.story.id = StoryId{i};
    front.story.counts = {9, 7, 4};
    for (int member = 0; member < 8; ++member) front.story.members.push_back(card(i * 10 + member));
    view.stories.push_back(std::move(front));
  }
  for (int i = 0; i < 16; ++i) view.newest.push_back(card(900 + i));
  view.progress.feeds = view.progress.feeds_asked = 12;
  return view;
}

ArticlePage article() {
  ArticlePage page;
  page.card = card(1);
  page.article.title = page.card.title;
  page.article.url = "https://blatt.example/1";
  page.article.language = "de";
  for (int i = 0; i < 20; ++i) {
    page.article.blocks.push_back({BlockKind::Paragraph,
                                   page.card.excerpt,
                                   "Mit <em>Betonung</em>: " + page.card.excerpt,
                                   0,
                                   {},
                                   {}});
  }
  page.story = StoryId{1};
  page.story_counts = {9, 7, 4};
  for (int i = 2; i < 9; ++i) page.story_others.push_back(card(i));
  for (int i = 20; i < 26; ++i) page.similar.push_back({card(i), 400, {"Blatt", "Satz"}});
  return page;
}

void RenderFront(benchmark::State& state) {
  const Viewer reader = viewer();
  const FrontView view = front(45);
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) bytes = front_page(reader, view).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(RenderFront)->Unit(benchmark::kMillisecond);

void RenderArticle(benchmark::State& state) {
  const Viewer reader = viewer();
  const ArticlePage page = article();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(article_page(reader, page));
}
BENCHMARK(RenderArticle)->Unit(benchmark::kMillisecond);

void DeliverFrontCompressed(benchmark::State& state) {
  const Response page{200, "text/html", front_page(viewer(), front(45)), {}};
  Request request;
  request.headers = {{"accept-encoding", "gzip"}};
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) bytes = deliver(page, request).body.size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(DeliverFrontCompressed)->Unit(benchmark::kMillisecond);

void AnswerOverLoopback(benchmark::State& state) {
  const std::string body(static_cast<std::size_t>(state.range(0)), 'x');
  auto server = Server::open(
      {"127.0.0.1", 0},
      [&](const Request&) {
        return Response{200, "text/plain", body, {}};
      },
      [](int status, const Request&) {
        return Response{status, "text/plain", "", {}};
      });
  if (!server) return state.SkipWithError(server.error().message.c_str());
  std::jthread running([&](std::stop_token stop) { (*server)->run(stop); });
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const int at_once = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons((*server)->address().port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return state.SkipWithError("cannot connect");
  }
  constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  std::string got;
  for ([[maybe_unused]] auto _ : state) {
    if (::send(socket, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) break;
    got.clear();
    char chunk[65536];
    std::size_t end = std::string::npos;
    do {
      const ssize_t count = ::recv(socket, chunk, sizeof chunk, 0);
      if (count <= 0) return state.SkipWithError("the server hung up");
      got.append(chunk, static_cast<std::size_t>(count));
      end = got.find("\r\n\r\n");
    } while (end == std::string::npos || got.size() < end + 4 + body.size());
  }
  ::close(socket);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(AnswerOverLoopback)->Arg(1'000)->Arg(100'000)->UseRealTime();

}  // namespace
}  // namespace depesche::web
