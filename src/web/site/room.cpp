#include "web/site/room.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "web/pages/feed_words.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

constexpr std::size_t kIdleReaders = 8;    // as many as there are threads to answer
constexpr std::size_t kSections = 8;       // fit on one line of a desktop window
constexpr std::size_t kSectionBytes = 24;  // longer ones are breadcrumbs, not sections
constexpr std::size_t kStoriesCounted = 60;
constexpr std::chrono::seconds kCountedAgain{60};  // feeds that fail

}  // namespace

ReaderPool::Loan ReaderPool::lend() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(reader)};
    }
  }
  return {*this, std::make_unique<Reader>(archive_.reader())};
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < kIdleReaders) idle_.push_back(std::move(reader));
}

Viewer Room::viewer(const Request& request) {
  Viewer viewer;
  const auto wanted = language_from(value(request.cookies, "language"));
  viewer.clock.language = wanted ? *wanted : preferred_language(request.header("accept-language"));
  viewer.clock.zone = TimeZone::find(value(request.cookies, "zone")).value_or(options.zone);
  viewer.clock.now = options.now();
  const std::string_view theme = value(request.cookies, "theme");
  viewer.theme = theme == "light" ? Theme::Light : theme == "dark" ? Theme::Dark : Theme::Auto;
  viewer.base = options.base;
  std::string_view host = request.header("host");
  std::string_view scheme = "http";
  if (options.trusts_proxy) {
    if (!request.header("x-forwarded-host").empty()) host = request.header("x-forwarded-host");
    if (request.header("x-forwarded-proto") == "https") scheme = "https";
  }
  viewer.origin = std::string(scheme) + "://" + std::string(host);
  viewer.may_edit = viewer.reads_whole = options.readers == Readers::Owner;
  viewer.is_sample = options.is_sample;
  viewer.is_gathering = desk.is_gathering();
  if (viewer.may_edit) {
    viewer.trouble = pause(viewer);
    viewer.failing_feeds = failing_feeds();
  }
  if (const std::string visitor = visitor_of(request); !visitor.empty()) {
    viewer.token = form_token(secret, visitor);
  }
  return viewer;
}

std::string Room::pause(const Viewer& viewer) const {
  const auto trouble = desk.trouble();
  if (!trouble) return {};
  return pause_in_words(viewer.language(), trouble->code,
                        viewer.may_edit ? trouble->message : std::string());
}

std::vector<std::string> Room::sections() {
  const auto edition = desk.edition();
  const std::scoped_lock lock(mutex_);
  if (edition->at == sections_of_) return sections_;
  std::vector<StoryId> stories;
  for (const FrontPlace& place : edition->places) {
    if (stories.size() == kStoriesCounted) break;
    stories.push_back(place.story);
  }
  std::map<std::string, int> uses;
  for (const FrontStory& story : readers.lend()->front_stories(stories, 4)) {
    for (const ArticleCard& card : story.members) {
      if (!card.section.empty() && card.section.size() <= kSectionBytes) ++uses[card.section];
    }
  }
  std::vector<std::pair<int, std::string>> ordered;
  ordered.reserve(uses.size());
  for (const auto& [section, count] : uses) ordered.emplace_back(-count, section);
  std::sort(ordered.begin(), ordered.end());
  sections_.clear();
  for (const auto& [count, section] : ordered) {
    if (sections_.size() < kSections) sections_.push_back(section);
  }
  sections_of_ = edition->at;
  return sections_;
}

/// Of many thousand feeds counting takes tenths of a second: whoever finds the count old counts
/// anew, and nobody else waits.
int Room::failing_feeds() {
  {
    const std::scoped_lock lock(mutex_);
    const auto now = options.now();
    if (failing_feeds_of_ && now - *failing_feeds_of_ < kCountedAgain) return failing_feeds_;
    failing_feeds_of_ = now;
  }
  const int count = readers.lend()->failing_feeds();
  note_failing_feeds(count);
  return count;
}

void Room::note_failing_feeds(int count) {
  const std::scoped_lock lock(mutex_);
  failing_feeds_ = count;
  failing_feeds_of_ = options.now();
}

Response html(std::string page, int status) {
  return {status, "text/html; charset=utf-8", std::move(page), {}};
}
Response atom(std::string text) {
  return {200, "application/atom+xml; charset=utf-8", std::move(text), {}};
}
Response json_feed(std::string text) {
  return {200, "application/feed+json; charset=utf-8", std::move(text), {}};
}
Response error_response(const Viewer& viewer, int status) {
  return html(error_page(viewer, status), status);
}

std::optional<std::int64_t> positive_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
  if (text.front() == '0' || text.front() == '+') return std::nullopt;  // one address, one spelling
  return number;
}

}  // namespace depesche::web
