// Pages a second over loopback with connections used again: the client, the whole fetching desk,
// and bare libcurl on one connection as the measure of what the judging costs. The server runs in
// the same process and shares the cores, so the ratios mean more than the figures.
#include <string>

#include <benchmark/benchmark.h>
#include <curl/curl.h>

#include "fetch/fetcher.h"
#include "pack/gzip.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

constexpr std::size_t kPageBytes = 265 * 1024;  // the mean of real article pages, unpacked

test::LoopbackServer& server() {
  static test::LoopbackServer server;
  static const bool filled = [] {
    std::string page;
    for (int i = 0; page.size() < kPageBytes; ++i) {
      page += "<p class=\"c" + std::to_string(i * 7919 % 1000) + "\">a line of the page</p>\n";
    }
    server.on("/page", test::reply(200, gzip(page), {{"Content-Encoding", "gzip"}}));
    server.on("/small", test::reply(200, std::string(1000, 'x')));
    server.on("/robots.txt", test::reply(200, "User-agent: *\nDisallow: /closed"));
    return true;
  }();
  (void)filled;
  return server;
}

std::string address(const benchmark::State& state) {
  return server().url(state.range(0) == 0 ? "/small" : "/page");
}

void finish(benchmark::State& state, std::size_t bytes) {
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

std::size_t count_bytes(char*, std::size_t, std::size_t size, void* total) {
  *static_cast<std::size_t*>(total) += size;
  return size;
}

void bare_curl(benchmark::State& state) {
  CURL* curl = curl_easy_init();
  const std::string url = address(state);
  std::size_t bytes = 0;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, count_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &bytes);
  for (auto _ : state) {
    if (curl_easy_perform(curl) != CURLE_OK) state.SkipWithError("no answer");
  }
  curl_easy_cleanup(curl);
  finish(state, bytes);
}
BENCHMARK(bare_curl)->Arg(0)->Arg(1)->UseRealTime();

void http_client(benchmark::State& state) {
  static HttpClient client([] {
    ClientOptions options;
    options.addresses.allowed_hosts = {"127.0.0.1"};
    return options;
  }());
  Request request;
  request.url = address(state);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto page = client.get(request);
    if (!page) state.SkipWithError(page.error().message.c_str());
    if (page) bytes += page->body.size();
  }
  finish(state, bytes);
}
BENCHMARK(http_client)->Arg(0)->Arg(1)->UseRealTime();
BENCHMARK(http_client)->Arg(0)->Arg(1)->Threads(4)->UseRealTime();

void fetcher_with_robots(benchmark::State& state) {
  static Fetcher fetcher([] {
    FetcherOptions options;
    options.client.addresses.allowed_hosts = {"127.0.0.1"};
    return options;
  }());
  Request request;
  request.url = address(state);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto page = fetcher.get(request, Kind::Page);
    if (!page) state.SkipWithError(page.error().message.c_str());
    if (page) bytes += page->body.size();
  }
  finish(state, bytes);
}
BENCHMARK(fetcher_with_robots)->Arg(0)->Arg(1)->UseRealTime();
BENCHMARK(fetcher_with_robots)->Arg(0)->Arg(1)->Threads(4)->UseRealTime();

}  // namespace
}  // namespace depesche::fetch
