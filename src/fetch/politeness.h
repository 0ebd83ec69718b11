// Who may be asked now: one request at a time per host and a minimum gap after it.
//
// A host here is "name:port" as Url::host_and_port() writes it. The book never reads a clock: the
// caller passes `now`, asks for a turn, and returns it when the answer is complete. Hosts that were
// quiet for longer than their gap are forgotten, so memory follows the hosts in use; but not what
// their robots.txt asked for: that stays until the same file, read the same way, says otherwise.
//
// Pure; not thread-safe (Fetcher guards it).
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace depesche::fetch {

inline constexpr std::chrono::seconds kLongestCrawlDelay{120};

struct PolitenessSettings {
  std::chrono::milliseconds gap{2000};  // from the end of an answer to the next request
  int connections = 1;
  // Hosts the owner runs himself on this machine (*.localhost, 127.0.0.0/8, [::1]). With a gap they
  // are asked like any other.
  std::chrono::milliseconds loopback_gap{0};
  int loopback_connections = 4;  // without one
  // A longer Crawl-delay is cut to this: nobody waits longer for a host than
  // FetcherOptions::longest_wait, so of two pages of such a host one would never be read. The feeds
  // page says so.
  std::chrono::milliseconds max_crawl_delay = kLongestCrawlDelay;
};

bool is_loopback_host(std::string_view host_and_port);

class PolitenessBook {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit PolitenessBook(PolitenessSettings settings) : settings_(settings) {}

  /// Takes a turn if the host may be asked now.
  bool begin(const std::string& host, Time now);

  /// It is not asked after all.
  void give_up(const std::string& host);

  /// The answer is complete; `not_before` is what a Retry-After asked for.
  void end(const std::string& host, Time now, std::optional<Time> not_before = std::nullopt);

  /// What a Retry-After asked for in an earlier life.
  void rest(const std::string& host, Time until);

  /// When begin() may succeed; absent while all turns are taken, for then it depends on end().
  std::optional<Time> ready_at(const std::string& host, Time now) const;

  /// What a host's robots.txt asked for, read in one way (its scheme, through a proxy), none being
  /// 0. A host has the longest gap of all of them, from the answer before on; shorter than our own
  /// changes nothing.
  struct SaidDelay {
    std::string way;
    std::chrono::milliseconds delay{0};
  };
  void set_crawl_delay(const std::string& host, const SaidDelay& said);
  /// The longest that was asked for.
  std::chrono::milliseconds crawl_delay_of(const std::string& host) const;

  /// How many turns of a host there are.
  int at_once(const std::string& host) const;

  std::size_t known_hosts() const { return hosts_.size(); }

 private:
  struct Host {
    int under_way = 0;
    Time next{};
    std::optional<Time> last_end;
    std::map<std::string, std::chrono::milliseconds> crawl_delays;  // by way; none of 0
  };

  static std::chrono::milliseconds longest_delay(const Host& host);

  std::chrono::milliseconds gap_of(const std::string& name, const Host& host) const;
  void forget_quiet_hosts(Time now);

  PolitenessSettings settings_;
  std::unordered_map<std::string, Host> hosts_;
  std::size_t forget_at_ = 1024;  // size at which the quiet ones are looked for
};

}  // namespace depesche::fetch
