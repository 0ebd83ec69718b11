// The sample edition: invented outlets that the program serves to itself as NAME.localhost.
//
// Where no outlet can be reached, the first thing a reader sees is this: nine small news sites with
// front pages, feeds, pictures and the usual clutter, written for the purpose. They are fetched
// over HTTP like any other outlet, and **Mehr lesen** opens their pages in the browser. Nothing
// here reads a clock: dates are offsets from the first load, so the news is fresh whenever that
// was, and an article or a correction may appear some minutes after it.
//
// Pure and thread-safe; the same question gets the same bytes. A page costs well under a
// millisecond.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::web {

struct SampleClock {
  std::chrono::sys_seconds base_time{};  // first load, kept in the store
  std::chrono::sys_seconds now{};
  int port = 80;  // where the program listens; part of every address
};

struct SampleReply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::string etag;  // quoted, as the header carries it
  std::optional<std::chrono::sys_seconds> last_modified;
};

/// The answer of NAME.localhost (with or without a port); nothing for any other host. An address
/// the outlet does not know gets its own 404 page.
std::optional<SampleReply> sample_reply(std::string_view host, std::string_view path_and_query,
                                        const SampleClock& clock);

/// True for the hosts that sample_reply answers.
bool is_sample_host(std::string_view host);

struct SampleFeed {
  std::string name;  // of the outlet
  std::string address;
  std::string language;  // BCP 47
};

/// What to subscribe to, the broken feeds included.
std::vector<SampleFeed> sample_feeds(int port);

/// What was written, for tests that compare it with what arrived.
struct SampleReport {
  std::string id;  // "outlet/article", as share/sample/stories.txt names it
  std::string address;
  std::string outlet, language, kind, title, standfirst;
  std::vector<std::string> paragraphs;  // the body as plain text
  std::vector<std::string> authors;
  std::chrono::sys_seconds published{};
  std::optional<std::chrono::sys_seconds> updated;
  std::string picture_caption, picture_credit;
};

/// All articles that have appeared by `clock.now`.
std::vector<SampleReport> sample_reports(const SampleClock& clock);

struct SampleStory {
  std::string name;
  std::vector<std::string> articles;  // SampleReport ids
};

/// Which articles report one event (share/sample/stories.txt). Every article stands in exactly one.
std::vector<SampleStory> sample_stories();

}  // namespace depesche::web
