#include "desk/feed_lists.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "url/url.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 24h;
constexpr int kMostDoublings = 3;  // a list that is lost is asked every eight days

std::string folder_in(std::string_view folder, const std::vector<std::string>& below) {
  std::string all(folder);
  for (const std::string& part : below) all += (all.empty() ? "" : "/") + part;
  return all;
}

}  // namespace

Lists::Changes list_changes(std::span<const ListedFeed> known, std::span<const Subscription> listed,
                            std::string_view folder) {
  std::map<std::string_view, const ListedFeed*> before;
  for (const ListedFeed& feed : known) before[feed.url] = &feed;
  Lists::Changes changes;
  std::set<std::string_view> there;
  for (const Subscription& feed : listed) {
    const bool is_again = !there.insert(feed.feed_url).second;  // in two folders
    const auto found = before.find(feed.feed_url);
    if (found == before.end()) {
      changes.added.push_back({feed.feed_url,
                               feed.title,
                               feed.home,
                               folder_in(folder, feed.folders),
                               feed.language,
                               feed.rule,
                               feed.asked_every,
                               feed.is_muted,
                               {},
                               feed.description});
    } else if (found->second->is_missing && !is_again) {
      changes.returned.push_back(feed.feed_url);
    }
  }
  for (const ListedFeed& feed : known) {
    if (there.contains(feed.url)) continue;
    (feed.is_missing ? changes.gone : changes.missing).push_back(feed.url);
  }
  return changes;
}

Result<Lists::Reading> FeedLists::ask(const FollowedList& list, const std::stop_token& stop) {
  fetch::Request request;
  request.url = list.url;
  request.max_bytes = 0;  // the kind's own
  request.etag = list.etag;
  request.last_modified = list.last_modified;
  const Result<fetch::Reply> reply = fetcher_.get(std::move(request), fetch::Kind::Feed, stop);
  if (!reply) return reply.error();
  if (const auto problem = reply->problem()) return *problem;
  Lists::Reading reading;
  reading.at = now_();
  reading.next_read_at = reading.at + kEvery;
  if (reply->is_not_modified()) {
    reading.etag = list.etag;
    reading.last_modified = list.last_modified;
    return reading;
  }
  const Result<std::vector<Subscription>> listed = read_opml(reply->body);
  if (!listed) return listed.error();
  reading.changes = list_changes(lists_.feeds_of(list.id), *listed, list.folder);
  // Whether what is missing has gone is seen only if the list is read whole the next time.
  if (reading.changes.missing.empty()) {
    reading.etag = reply->etag;
    reading.last_modified = reply->last_modified;
  }
  return reading;
}

void FeedLists::read(const FollowedList& list, const std::stop_token& stop) {
  const Result<Lists::Reading> reading = ask(list, stop);
  if (stop.stop_requested()) return;
  if (reading) {
    lists_.note_reading(list.id, *reading);
    return;
  }
  const bool is_busy = reading.error().code == ErrorCode::Busy;
  const auto wait =
      is_busy ? std::chrono::hours(1)
              : std::chrono::hours(kEvery) * (1 << std::min(list.failures, kMostDoublings));
  lists_.note_failure(list.id, reading.error(), now_() + wait);
}

Result<FeedLists::Followed> FeedLists::follow(std::string_view address, std::string_view folder,
                                              const std::stop_token& stop) {
  const Result<Url> url = parse_url(address);
  if (!url || !url->is_web() || url->host.empty()) {
    return Error{ErrorCode::InvalidInput, "'" + std::string(address) + "' is not a web address"};
  }
  const std::string known_as = url->to_string();
  if (auto known = lists_.find(known_as)) return Followed{*std::move(known), false};
  FollowedList asked;
  asked.url = known_as;
  asked.folder = folder;
  const Result<Lists::Reading> reading = ask(asked, stop);
  if (!reading) return reading.error();
  lists_.follow({known_as, "", std::string(folder)}, now_());
  const auto kept = lists_.find(known_as);
  if (!kept) return Error{ErrorCode::NotFound, "the list was removed meanwhile"};
  lists_.note_reading(kept->id, *reading);
  return Followed{*lists_.find(known_as), true};
}

}  // namespace depesche
