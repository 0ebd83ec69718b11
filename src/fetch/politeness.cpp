#include "fetch/politeness.h"

#include <algorithm>

namespace depesche::fetch {

bool is_loopback_host(std::string_view host_and_port) {
  const std::size_t bracket = host_and_port.find(']');
  const std::size_t colon =
      host_and_port.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = host_and_port.substr(0, colon);
  if (host == "localhost" || host.ends_with(".localhost") || host == "[::1]") return true;
  // parse_host writes numbers as four decimal parts, so a name beginning so that is not an address
  // would have to end in a letter.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::chrono::milliseconds PolitenessBook::gap_of(const std::string& name, const Host& host) const {
  if (is_loopback_host(name)) return settings_.loopback_gap;
  return std::max(settings_.gap, std::min(longest_delay(host), settings_.max_crawl_delay));
}

std::chrono::milliseconds PolitenessBook::longest_delay(const Host& host) {
  std::chrono::milliseconds longest{0};
  for (const auto& [way, delay] : host.crawl_delays) longest = std::max(longest, delay);
  return longest;
}

int PolitenessBook::at_once(const std::string& name) const {
  const bool is_hurried = is_loopback_host(name) && settings_.loopback_gap.count() == 0;
  return is_hurried ? settings_.loopback_connections : settings_.connections;
}

bool PolitenessBook::begin(const std::string& host, Time now) {
  forget_quiet_hosts(now);
  Host& state = hosts_[host];
  if (state.under_way >= at_once(host) || now < state.next) return false;
  ++state.under_way;
  return true;
}

void PolitenessBook::give_up(const std::string& host) {
  const auto found = hosts_.find(host);
  if (found != hosts_.end() && found->second.under_way > 0) --found->second.under_way;
}

void PolitenessBook::end(const std::string& host, Time now, std::optional<Time> not_before) {
  const auto found = hosts_.find(host);
  if (found == hosts_.end() || found->second.under_way == 0) return;
  Host& state = found->second;
  --state.under_way;
  state.last_end = now;
  state.next = std::max(state.next, now + gap_of(host, state));
  if (not_before) state.next = std::max(state.next, *not_before);
}

void PolitenessBook::rest(const std::string& host, Time until) {
  Host& state = hosts_[host];
  state.next = std::max(state.next, until);
}

std::optional<PolitenessBook::Time> PolitenessBook::ready_at(const std::string& host,
                                                             Time now) const {
  const auto found = hosts_.find(host);
  if (found == hosts_.end()) return now;
  if (found->second.under_way >= at_once(host)) return std::nullopt;
  return std::max(found->second.next, now);
}

void PolitenessBook::set_crawl_delay(const std::string& host, const SaidDelay& said) {
  const auto found = hosts_.find(host);
  if (said.delay.count() == 0) {
    if (found != hosts_.end()) found->second.crawl_delays.erase(said.way);
    return;
  }
  Host& state = found == hosts_.end() ? hosts_[host] : found->second;
  state.crawl_delays[said.way] = said.delay;
  // It was said by an answer, and the gap begins with that.
  if (state.last_end) state.next = std::max(state.next, *state.last_end + gap_of(host, state));
}

std::chrono::milliseconds PolitenessBook::crawl_delay_of(const std::string& host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? std::chrono::milliseconds(0) : longest_delay(found->second);
}

void PolitenessBook::forget_quiet_hosts(Time now) {
  if (hosts_.size() < forget_at_) return;
  std::erase_if(hosts_, [&](const auto& entry) {
    const Host& host = entry.second;
    return host.under_way == 0 && host.next <= now && host.crawl_delays.empty();
  });
  forget_at_ = std::max<std::size_t>(1024, 2 * hosts_.size());
}

}  // namespace depesche::fetch
