// A world of outlets on one loopback port, for measuring under load.
//
//   load_world [--outlets N] [--feeds N] [--rate R] [--gap-ms G] [--port P]
//              [--log FILE] [--words] [--etags] [--good] PAGE.html.gz …
//
// Outlet number k is http://oK.localhost:PORT. It has feeds at /f/0 (everything) and /f/1 … (one
// section each; RSS, Atom, JSON Feed and news sitemap in turn), which carry link, guid and date
// only (with --words also a title and a summary; with --etags they answer 304 to whoever has them
// already), and articles at /a/N, made from the pages on the command line (varied_page.h).
// Together the outlets publish R articles a second, at random, some outlets ten times as often as
// others; one article in three is a further report, or a reprint, on the event of an earlier one.
//
// Five outlets of a hundred answer after seconds, three are broken (500, cut answers, no feed where
// one is expected), two have moved (301), one is hostile (endless bodies, compressed bombs, circles
// of redirects, one byte a second). What the broken and the hostile publish is not counted. With
// --good there are none of all these.
//
// Nothing is published before a line on standard input starts the clock; the line has the number of
// seconds for which the outlets have published already, unseen. FILE gets a line for every counted
// article whose page was asked for: address, and in seconds of the epoch when a feed first listed
// it, when the host's gap of G allowed to ask for it, when it was asked for and answered. Standard
// output gets a line every ten seconds: counted articles published, listed, answered.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "bench/web/varied_page.h"
#include "pack/gzip.h"

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace net = boost::asio;
using depesche::bench::ArticleAddress;
using depesche::bench::hash_of;
using depesche::bench::mix;
using depesche::bench::some_words;
using depesche::bench::VariedPage;
using depesche::bench::Vocabulary;
using net::ip::tcp;
using namespace std::chrono_literals;
using Request = http::request<http::empty_body>;

constexpr auto kAwait = net::as_tuple(net::use_awaitable);
constexpr std::size_t kHistory = 50;  // older entries of a section: its rhythm can be seen
constexpr std::size_t kWholeFeed = 100, kSectionFeed = 50;
constexpr std::size_t kTitleWords = 9, kSummaryWords = 40;
constexpr std::size_t kMaxPage = 4 << 20;

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

struct Options {
  int outlets = 2000;
  int feeds = 20'000;
  double rate = 200;
  double gap = 1;
  int port = 0;
  std::string log;
  bool has_words = false, has_etags = false, are_good = false;
  std::vector<std::string> pages;
};

enum class Nature { Good, Slow, Broken, Moving, Hostile };

struct Article {
  double at = 0;
  int section = 0;
  std::uint64_t event = 0, own = 0;
  double listed_at = 0;
};

struct Outlet {
  int number = 0;
  Nature nature = Nature::Good;
  double per_second = 0;
  std::uint64_t random = 0;
  double next_at = 0;  // of the next article
  double answered_at = 0;
  std::vector<Article> articles;  // those before the clock started have times before it

  double draw() {  // in (0, 1)
    random = mix(random);
    return (static_cast<double>(random >> 11) + 0.5) * 0x1p-53;
  }
};

struct Counts {
  long published = 0, listed = 0, answered = 0;
};

struct Answer {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::string location;
  bool is_gzipped = false;
  std::string etag = {};
};

std::string rfc822(double at) {
  const std::time_t seconds = static_cast<std::time_t>(at);
  std::tm time{};
  gmtime_r(&seconds, &time);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &time);
  return text.data();
}

std::string rfc3339(double at) {
  const std::time_t seconds = static_cast<std::time_t>(at);
  std::tm time{};
  gmtime_r(&seconds, &time);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &time);
  return text.data();
}

class World {
 public:
  World(Options options, std::vector<VariedPage> pages)
      : options_(std::move(options)), pages_(std::move(pages)) {
    for (const VariedPage& page : pages_) page.add_words(words_);
    sections_ = std::max(1, options_.feeds / options_.outlets - 1);
    double sum = 0;
    for (int k = 0; k < options_.outlets; ++k) {
      Outlet outlet;
      outlet.number = k;
      outlet.random = mix(static_cast<std::uint64_t>(k) + 1);
      if (!options_.are_good) outlet.nature = nature_of(k);
      outlet.per_second = 1.0 / (1.0 + outlet.draw() * 9);
      if (is_counted(outlet)) sum += outlet.per_second;
      outlets_.push_back(std::move(outlet));
    }
    for (Outlet& outlet : outlets_) {
      outlet.per_second *= options_.rate / sum;
      add_history(outlet);
    }
    if (!options_.log.empty()) log_.open(options_.log);
    bomb_ = depesche::gzip(std::string(200 << 20, '\0'));
  }

  void start(double ahead) {
    origin_ = now() - ahead;
    for (Outlet& outlet : outlets_) {
      outlet.next_at = origin_ - std::log(outlet.draw()) / outlet.per_second;
    }
  }

  Outlet* find(std::string_view host) {
    int number = -1;
    if (std::sscanf(std::string(host).c_str(), "o%d.", &number) != 1) return nullptr;
    return number >= 0 && number < options_.outlets ? &outlets_[static_cast<std::size_t>(number)]
                                                    : nullptr;
  }

  Answer answer(Outlet& outlet, std::string_view path) {
    const bool has_moved = path.starts_with("/moved");
    if (has_moved) path.remove_prefix(6);
    int number = 0;
    if (std::sscanf(std::string(path).c_str(), "/f/%d", &number) == 1) {
      if (outlet.nature == Nature::Moving && !has_moved) return moved(path);
      return feed(outlet, std::clamp(number, 0, sections_));
    }
    if (std::sscanf(std::string(path).c_str(), "/a/%d", &number) == 1) {
      if (outlet.nature == Nature::Moving && !has_moved) return moved(path);
      return page(outlet, static_cast<std::size_t>(number));
    }
    if (path.starts_with("/x/")) return {200, "image/gif", picture_, "", false};
    if (path == "/robots.txt") return {200, "text/plain", "User-agent: *\nAllow: /\n", "", false};
    return {404, "text/plain", "nothing here\n", "", false};
  }

  const std::string& bomb() const { return bomb_; }

  void note_asked(const Outlet& outlet, std::string_view path, double at) {
    if (!is_counted(outlet)) return;
    int number = 0;
    if (std::sscanf(std::string(path).c_str(), "/a/%d", &number) != 1) return;
    const auto place = static_cast<std::size_t>(number);
    if (place >= outlet.articles.size()) return;
    const Article& article = outlet.articles[place];
    const double allowed = std::max(article.listed_at, outlet.answered_at + options_.gap);
    ++counts_.answered;
    if (log_.is_open()) {
      std::array<char, 256> line{};
      std::snprintf(line.data(), line.size(), "%s/a/%d\t%.3f\t%.3f\t%.3f\t%.3f\n",
                    origin_of(outlet).c_str(), number, article.listed_at, allowed, at, now());
      log_ << line.data();
    }
  }

  void tell() {
    if (origin_ > 0) {
      for (Outlet& outlet : outlets_) publish(outlet);
    }
    log_.flush();
    std::printf("%ld\t%ld\t%ld\n", counts_.published, counts_.listed, counts_.answered);
    std::fflush(stdout);
  }

  int port() const { return options_.port; }
  void set_port(int port) { options_.port = port; }

 private:
  static Nature nature_of(int number) {
    const auto part = mix(static_cast<std::uint64_t>(number) ^ 0x6e6174757265ULL) % 100;
    if (part < 5) return Nature::Slow;
    if (part < 8) return Nature::Broken;
    if (part < 10) return Nature::Moving;
    return part < 11 ? Nature::Hostile : Nature::Good;
  }
  static bool is_counted(const Outlet& outlet) {
    return outlet.nature != Nature::Broken && outlet.nature != Nature::Hostile;
  }

  std::string origin_of(const Outlet& outlet) const {
    return "http://o" + std::to_string(outlet.number) +
           ".localhost:" + std::to_string(options_.port);
  }

  void add_history(Outlet& outlet) {
    double at = now();
    const std::size_t many = kHistory * static_cast<std::size_t>(sections_);
    for (std::size_t i = 0; i < many; ++i) {
      at += std::log(outlet.draw()) / outlet.per_second;
      add(outlet, at);
    }
    std::reverse(outlet.articles.begin(), outlet.articles.end());
  }

  void add(Outlet& outlet, double at) {
    Article article;
    article.at = at;
    article.section = 1 + static_cast<int>(outlet.draw() * sections_);
    article.own = mix(outlet.random);
    const bool follows = !events_.empty() && outlet.draw() < 0.33;
    if (follows) {
      const auto back = static_cast<std::size_t>(outlet.draw() * 2000);
      article.event = events_[events_.size() - 1 - std::min(back, events_.size() - 1)];
      if (outlet.draw() < 0.4) article.own = article.event;  // a reprint
    } else {
      article.event = article.own;
      events_.push_back(article.event);
      if (events_.size() > 10'000) events_.erase(events_.begin(), events_.begin() + 5'000);
    }
    outlet.articles.push_back(article);
  }

  void publish(Outlet& outlet) {
    const double until = now();
    while (origin_ > 0 && outlet.next_at <= until) {
      add(outlet, outlet.next_at);
      outlet.next_at -= std::log(outlet.draw()) / outlet.per_second;
      if (is_counted(outlet)) ++counts_.published;
    }
  }

  static Answer moved(std::string_view path) {
    return {301, "text/plain", "", "/moved" + std::string(path), false};
  }

  Answer feed(Outlet& outlet, int section) {
    publish(outlet);
    const std::size_t most = section == 0 ? kWholeFeed : kSectionFeed;
    std::vector<std::size_t> listed;
    for (std::size_t i = outlet.articles.size(); i > 0 && listed.size() < most; --i) {
      Article& article = outlet.articles[i - 1];
      if (section != 0 && article.section != section) continue;
      listed.push_back(i - 1);
      if (article.listed_at == 0) {
        article.listed_at = now();
        if (is_counted(outlet) && article.at >= origin_ && origin_ > 0) ++counts_.listed;
      }
    }
    Answer answer = write_feed(outlet, section, listed);
    if (options_.has_etags) answer.etag = '"' + std::to_string(hash_of(answer.body)) + '"';
    return answer;
  }

  Answer write_feed(const Outlet& outlet, int section,
                    const std::vector<std::size_t>& listed) const {
    const std::string home = origin_of(outlet);
    const std::string title = "Outlet " + std::to_string(outlet.number);
    switch ((outlet.number + section) % 4) {
      case 0:
        return rss(outlet, listed, home, title);
      case 1:
        return atom(outlet, listed, home, title);
      case 2:
        return json_feed(outlet, listed, home, title);
      default:
        return sitemap(outlet, listed, home, title);
    }
  }

  // What a feed says of an article; words have letters only, so nothing is to be escaped.
  std::string title_of(const Article& article) const {
    return some_words(words_, article.event, article.own, kTitleWords);
  }
  std::string summary_of(const Article& article) const {
    return some_words(words_, ~article.event, ~article.own, kSummaryWords) + ".";
  }

  Answer rss(const Outlet& outlet, const std::vector<std::size_t>& listed, const std::string& home,
             const std::string& title) const {
    std::string out = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>" + title +
                      "</title><link>" + home + "/</link><description/>";
    for (const std::size_t i : listed) {
      const std::string link = home + "/a/" + std::to_string(i);
      out += "<item><link>" + link + "</link><guid>" + link + "</guid><pubDate>" +
             rfc822(outlet.articles[i].at) + "</pubDate>";
      if (options_.has_words) {
        out += "<title>" + title_of(outlet.articles[i]) + "</title><description>" +
               summary_of(outlet.articles[i]) + "</description>";
      }
      out += "</item>";
    }
    return {200, "application/rss+xml", out + "</channel></rss>", "", false};
  }

  Answer atom(const Outlet& outlet, const std::vector<std::size_t>& listed, const std::string& home,
              const std::string& title) const {
    std::string out = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>" +
                      title + "</title><id>" + home + "/</id><link href=\"" + home + "/\"/>";
    for (const std::size_t i : listed) {
      const std::string link = home + "/a/" + std::to_string(i);
      out += "<entry><id>" + link + "</id><link href=\"" + link + "\"/><published>" +
             rfc3339(outlet.articles[i].at) + "</published>";
      if (options_.has_words) {
        out += "<title>" + title_of(outlet.articles[i]) + "</title><summary>" +
               summary_of(outlet.articles[i]) + "</summary>";
      }
      out += "</entry>";
    }
    return {200, "application/atom+xml", out + "</feed>", "", false};
  }

  Answer json_feed(const Outlet& outlet, const std::vector<std::size_t>& listed,
                   const std::string& home, const std::string& title) const {
    std::string out = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"" + title +
                      "\",\"home_page_url\":\"" + home + "/\",\"items\":[";
    bool is_first = true;
    for (const std::size_t i : listed) {
      const std::string link = home + "/a/" + std::to_string(i);
      out += std::string(is_first ? "" : ",") + "{\"id\":\"" + link + "\",\"url\":\"" + link +
             "\",\"date_published\":\"" + rfc3339(outlet.articles[i].at) + "\"";
      if (options_.has_words) {
        out += ",\"title\":\"" + title_of(outlet.articles[i]) + "\",\"summary\":\"" +
               summary_of(outlet.articles[i]) + "\"";
      }
      out += "}";
      is_first = false;
    }
    return {200, "application/feed+json", out + "]}", "", false};
  }

  Answer sitemap(const Outlet& outlet, const std::vector<std::size_t>& listed,
                 const std::string& home, const std::string& title) const {
    std::string out =
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">";
    for (const std::size_t i : listed) {
      out += "<url><loc>" + home + "/a/" + std::to_string(i) +
             "</loc><news:news><news:publication><news:name>" + title +
             "</news:name></news:publication><news:publication_date>" +
             rfc3339(outlet.articles[i].at) + "</news:publication_date>";
      if (options_.has_words) {
        out += "<news:title>" + title_of(outlet.articles[i]) + "</news:title>";
      }
      out += "</news:news></url>";
    }
    return {200, "application/xml", out + "</urlset>", "", false};
  }

  Answer page(const Outlet& outlet, std::size_t number) {
    if (number >= outlet.articles.size())
      return {404, "text/plain", "no such article\n", "", false};
    const Article& article = outlet.articles[number];
    const std::string origin = origin_of(outlet);
    Answer answer;
    answer.body.reserve(std::size_t{256} << 10);
    pages_[article.event % pages_.size()].write(
        answer.body, words_, article.event, article.own,
        ArticleAddress{origin, origin + "/a/" + std::to_string(number), number});
    return answer;
  }

  Options options_;
  std::vector<VariedPage> pages_;
  Vocabulary words_;
  int sections_ = 1;
  std::vector<Outlet> outlets_;
  std::vector<std::uint64_t> events_;
  double origin_ = 0;
  Counts counts_;
  std::ofstream log_;
  std::string bomb_;
  const std::string picture_ = "GIF89a" + std::string(20'000, 'x');  // nobody draws it
};

net::awaitable<void> pause(std::chrono::milliseconds span) {
  net::steady_timer timer(co_await net::this_coro::executor);
  timer.expires_after(span);
  co_await timer.async_wait(kAwait);
}

net::awaitable<bool> send(tcp::socket& socket, std::string_view bytes) {
  const auto [error, sent] = co_await net::async_write(socket, net::buffer(bytes), kAwait);
  co_return !error;
}

std::string head_of(const Answer& answer) {
  return "HTTP/1.1 " + std::to_string(answer.status) + " X\r\nContent-Type: " + answer.type +
         "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n" +
         (answer.location.empty() ? "" : "Location: " + answer.location + "\r\n") +
         (answer.etag.empty() ? "" : "ETag: " + answer.etag + "\r\n") +
         (answer.is_gzipped ? "Content-Encoding: gzip\r\n" : "") + "\r\n";
}

/// False: the connection is over.
net::awaitable<bool> send(tcp::socket& socket, const Answer& answer) {
  const std::string head = head_of(answer);
  const std::array<net::const_buffer, 2> both{net::buffer(head), net::buffer(answer.body)};
  const auto [error, sent] = co_await net::async_write(socket, both, kAwait);
  co_return !error;
}

net::awaitable<bool> be_broken(tcp::socket& socket, Outlet& outlet, const Answer& whole) {
  switch (static_cast<int>(outlet.draw() * 4)) {
    case 0: {
      const Answer failed{500, "text/plain", "oops\n", "", false};
      co_return co_await send(socket, failed);
    }
    case 1: {  // breaks off
      const std::string head = head_of(whole);
      co_await send(socket, head);
      co_await send(socket, std::string_view(whole.body).substr(0, whole.body.size() / 2));
      co_return false;
    }
    case 2: {
      const Answer notice{200, "text/html", "<p>Wartungsarbeiten<p>Maintenance", "", false};
      co_return co_await send(socket, notice);
    }
    default:
      co_return false;
  }
}

net::awaitable<bool> be_hostile(tcp::socket& socket, Outlet& outlet, World& world) {
  switch (static_cast<int>(outlet.draw() * 4)) {
    case 0: {  // a body without an end
      co_await send(socket, "HTTP/1.1 200 X\r\nContent-Type: text/html\r\n\r\n");
      const std::string chunk(64 << 10, 'a');
      while (co_await send(socket, chunk)) co_await pause(1ms);
      co_return false;
    }
    case 1: {
      const Answer bomb{200, "application/rss+xml", world.bomb(), "", true};
      co_return co_await send(socket, bomb);
    }
    case 2: {
      const std::string next = "/round/" + std::to_string(static_cast<int>(outlet.draw() * 4));
      const Answer circle{302, "text/plain", "", next, false};
      co_return co_await send(socket, circle);
    }
    default:  // a byte a second
      for (const char c : std::string_view("HTTP/1.1 200 X\r\nContent-Type: text/html\r\n")) {
        if (!co_await send(socket, std::string_view(&c, 1))) break;
        co_await pause(1s);
      }
      co_return false;
  }
}

net::awaitable<void> serve(tcp::socket socket, World& world) {
  beast::flat_buffer buffer;
  while (true) {
    Request request;
    const auto [error, size] = co_await http::async_read(socket, buffer, request, kAwait);
    if (error) co_return;
    const double asked_at = now();
    const std::string path(std::string_view(request.target()));
    Outlet* outlet = world.find(std::string_view(request[http::field::host]));
    if (outlet == nullptr) co_return;
    bool goes_on = false;
    const bool is_rule = path == "/robots.txt";
    if (outlet->nature == Nature::Hostile && !is_rule) {
      goes_on = co_await be_hostile(socket, *outlet, world);
    } else {
      if (outlet->nature == Nature::Slow) {
        co_await pause(std::chrono::milliseconds(500 + static_cast<int>(outlet->draw() * 4500)));
      }
      Answer answer = world.answer(*outlet, path);
      const std::string_view has(request[http::field::if_none_match]);
      if (!answer.etag.empty() && has == answer.etag) {
        answer.status = 304;
        answer.body.clear();
      }
      const bool breaks = outlet->nature == Nature::Broken && !is_rule && outlet->draw() < 0.7;
      if (breaks) {
        goes_on = co_await be_broken(socket, *outlet, answer);
      } else {
        goes_on = co_await send(socket, answer);
        const std::string_view place =
            path.starts_with("/moved") ? std::string_view(path).substr(6) : std::string_view(path);
        if (answer.status == 200) world.note_asked(*outlet, place, asked_at);
      }
    }
    outlet->answered_at = now();
    if (!goes_on) co_return;
  }
}

net::awaitable<void> listen(tcp::acceptor& acceptor, World& world) {
  while (true) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (error) {
      co_await pause(50ms);
      continue;
    }
    socket.set_option(tcp::no_delay(true));
    net::co_spawn(acceptor.get_executor(), serve(std::move(socket), world), net::detached);
  }
}

net::awaitable<void> tell(World& world) {
  while (true) {
    co_await pause(10s);
    world.tell();
  }
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const auto value = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
    if (name == "--outlets") {
      options.outlets = std::stoi(value());
    } else if (name == "--feeds") {
      options.feeds = std::stoi(value());
    } else if (name == "--rate") {
      options.rate = std::stod(value());
    } else if (name == "--gap-ms") {
      options.gap = std::stod(value()) / 1000;
    } else if (name == "--port") {
      options.port = std::stoi(value());
    } else if (name == "--log") {
      options.log = value();
    } else if (name == "--words") {
      options.has_words = true;
    } else if (name == "--good") {
      options.are_good = true;
    } else if (name == "--etags") {
      options.has_etags = true;
    } else {
      options.pages.emplace_back(name);
    }
  }
  return options;
}

std::vector<VariedPage> read_pages(const std::vector<std::string>& paths) {
  std::vector<VariedPage> pages;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (depesche::is_gzip(bytes)) {
      auto unpacked = depesche::gunzip(bytes, kMaxPage);
      if (!unpacked) continue;
      bytes = *std::move(unpacked);
    }
    if (!bytes.empty()) pages.emplace_back(bytes);
  }
  return pages;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  std::vector<VariedPage> pages = read_pages(options.pages);
  if (pages.empty()) {
    std::fprintf(stderr, "load_world: name pages to make articles from\n");
    return 2;
  }
  World world(options, std::move(pages));
  net::io_context context(1);
  tcp::acceptor acceptor(
      context, {net::ip::address_v4::loopback(), static_cast<std::uint16_t>(options.port)});
  world.set_port(acceptor.local_endpoint().port());
  std::printf("port %d\n", world.port());
  std::fflush(stdout);
  net::co_spawn(context, listen(acceptor, world), net::detached);
  net::co_spawn(context, tell(world), net::detached);
  std::jthread input([&] {
    std::string line;
    while (std::getline(std::cin, line)) {
      net::post(context, [&, ahead = std::strtod(line.c_str(), nullptr)] { world.start(ahead); });
    }
    net::post(context, [&] {  // whoever started us is gone or done
      world.tell();
      context.stop();
    });
  });
  context.run();
  input.detach();
  return 0;
}
