// The fetching desk: HttpClient, robots.txt and politeness in one call.
//
// get() waits for the host's turn (politeness.h), asks robots.txt first where it governs, unpacks
// what is a gzip file itself (sitemap.xml.gz), and tells the politeness book when a server asks for
// patience, which holds for all its addresses. A turn is given back before another host's is taken,
// on every redirect, so that two redirects toward each other cannot wait for each other.
//
//   kind       robots.txt   at most
//   Feed       no           16 MB     the owner subscribed to it
//   Page       yes           8 MB
//   Picture    yes          12 MB
//   OlderPage  yes          16 MB     of a feed; nobody subscribed to it
//   Sitemap    yes          50 MB     the limit of the sitemap protocol
//   Robots     no           500 KB    what is longer is cut there
//   Hub        no            64 KB    the outlet named it to us; nobody reads what it says
//
// A host that has sent its allowance (byte_ledger.h) is not asked until its day is over. A password
// in an address is the owner's only where he subscribed: for all but feeds it is left out.
//
// On a feed's behalf (Request::behalf) all but hubs are asked by its own name; robots.txt is read
// by the rules for `depesche` and under the usual name, but through the feed's proxy, and what came
// through one proxy is not taken for what others get (docs/decisions/0055). A host has one pace all
// the same: the slowest that any of its robots.txt asks for, however that was read.
//
// Processes that work on one data folder take turns at a host, too (shared_turns.h); not at hosts
// of this machine that are asked without a gap.
//
// Thread-safe: called from as many worker threads as there are. A call that would wait for longer
// than FetcherOptions::longest_wait returns Busy instead of blocking its worker; ready_at() tells
// beforehand, so that workers can begin with hosts that may be asked now.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fetch/byte_ledger.h"
#include "fetch/http_client.h"
#include "fetch/politeness.h"
#include "fetch/robots_record.h"
#include "fetch/shared_turns.h"
#include "news/host_tally.h"

namespace depesche::fetch {

/// What a host's robots.txt says of the rights of a page.
struct RobotsSigns {
  std::string content_usage;
  std::string license;  // absolute
};

enum class Kind { Feed, OlderPage, Page, Picture, Robots, Sitemap, Hub };

struct FetcherOptions {
  ClientOptions client;
  PolitenessSettings politeness;
  Allowance allowance;
  std::chrono::milliseconds longest_wait = kLongestCrawlDelay;
  std::string robots_agent = "depesche";
  // Rules of more than these are not kept, those that expire first go; of pace see politeness.h.
  std::size_t most_robots = 4096;
  // Where other processes ask the same hosts (shared_turns.h); empty: there are none.
  std::filesystem::path shared_with;
};

class Fetcher {
 public:
  explicit Fetcher(FetcherOptions options);

  /// A max_bytes of 0 and an empty accept mean the kind's own.
  Result<Reply> get(Request request, Kind kind, const std::stop_token& stop = {});

  /// Whether these options can be used: each part well formed, the proxy one that may be.
  Result<void> check(const FeedOptions& options) const;

  /// As far as the file is known: it is, for a page that was got a moment ago on the same behalf.
  RobotsSigns signs_of(const Url& url, const Behalf& behalf = {}) const;

  /// The gap that its host's robots.txt asks for, none being 0; absent while that is not known.
  std::optional<std::chrono::seconds> crawl_delay_of(const Url& url) const;

  /// When a get() of this address could begin: now, later, or (absent) after one under way.
  std::optional<std::chrono::steady_clock::time_point> ready_at(std::string_view url) const;
  /// The same for a host as Url::host_and_port() writes it; one that must be waited for longer than
  /// anybody would is ready, too: get() says so at once.
  std::optional<std::chrono::steady_clock::time_point> host_ready_at(
      const std::string& host, std::chrono::steady_clock::time_point now) const;

  /// How many requests to a host may be under way at once.
  int at_once(const std::string& host) const { return book_.at_once(host); }

  /// What hosts sent since this was last asked, and what they had sent before this process began.
  std::vector<HostTally> unkept_bytes(std::chrono::sys_seconds now);
  void recall_bytes(std::span<const HostTally> tallies, std::chrono::sys_seconds now);
  /// What they have sent to all processes by now, unkept_bytes() among it.
  void learn_bytes(std::span<const HostTally> tallies, std::chrono::sys_seconds now);

  /// Hosts that asked to be left alone since this was last asked, and those that had asked before
  /// this process began.
  std::vector<HostRest> unkept_rests(std::chrono::sys_seconds now);
  void recall_rests(std::span<const HostRest> rests, std::chrono::sys_seconds now);

  /// The sitemaps that the robots.txt of this address's host names, absolute.
  Result<std::vector<std::string>> sitemaps_of(std::string_view url, const Behalf& behalf = {},
                                               const std::stop_token& stop = {});

 private:
  class Turn;

  Result<void> check_allowance(const std::string& host) const;
  void note_bytes(const std::string& host, std::size_t bytes);
  Result<void> take_turn(const std::string& host, const std::stop_token& stop);
  void end_turn(const std::string& host, std::optional<std::chrono::seconds> patience);
  bool is_shared(const std::string& host) const;
  bool take_shared(const std::string& host, std::chrono::steady_clock::time_point now);
  void tell_others(const std::string& host);
  SharedTurns::Said said_of(const std::string& host, std::chrono::steady_clock::time_point now,
                            SharedTurns::Time here) const;
  void end_shared(const std::string& host, std::chrono::steady_clock::time_point now);
  /// A host's rules, as they are read through a proxy or without one ("").
  struct RobotsWanted {
    const Url& url;
    const std::string& proxy;
    std::string known_as() const;
  };
  Result<RobotsRecord> robots_of(const RobotsWanted& wanted, const std::stop_token& stop);
  void keep_robots(const RobotsWanted& wanted, const RobotsRecord& record);
  RobotsRecord read_robots(const RobotsWanted& wanted, const RobotsRecord& before,
                           const std::stop_token& stop);
  void forget_old_robots();
  bool knows_rules_of(const Url& url) const;

  FetcherOptions options_;
  HttpClient client_;

  // Guards everything below. Nothing is asked while it is held.
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::condition_variable_any pause_;  // never rung
  std::uint64_t changes_ = 0;          // turns given back and robots.txt read
  PolitenessBook book_;
  std::unique_ptr<SharedTurns> shared_turns_;
  ByteLedger ledger_;
  std::map<std::string, std::chrono::steady_clock::time_point> unkept_rests_;
  struct KnownRobots {
    RobotsRecord record;
    bool is_being_read = false;
  };
  std::map<std::string, KnownRobots> robots_;  // by RobotsWanted::known_as()
};

}  // namespace depesche::fetch
