#include "desk/entry_identity.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "pack/hash.h"
#include "url/canonical.h"
#include "url/url.h"

namespace depesche {
namespace {

// Shorter ones count pages and sections, and are years and months.
constexpr std::size_t kFewestDigits = 6;

/// Host without "www.", port, path without a slash at the end.
std::string place_of(std::string_view address) {
  const Result<Url> url = parse_url(address);
  if (!url || !url->is_web()) return std::string(address);
  std::string place = url->host_and_port();
  if (place.starts_with("www.")) place.erase(0, 4);
  place += url->path;
  while (place.ends_with('/')) place.pop_back();
  return place;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

/// 20260512 or 202605.
bool is_day_or_month(std::string_view digits) {
  if (digits.size() != 6 && digits.size() != 8) return false;
  const int year = number(digits.substr(0, 4));
  const int month = number(digits.substr(4, 2));
  const int day = digits.size() == 8 ? number(digits.substr(6)) : 1;
  return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

std::set<std::string_view> long_numbers(std::string_view address) {
  std::set<std::string_view> numbers;
  for (std::size_t at = 0; at < address.size();) {
    if (!is_digit(address[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < address.size() && is_digit(address[end])) ++end;
    const std::string_view digits = address.substr(at, end - at);
    if (digits.size() >= kFewestDigits && !is_day_or_month(digits)) numbers.insert(digits);
    at = end;
  }
  return numbers;
}

/// No IP address: those end in a label of digits, or stand in brackets.
bool is_name_not_number(std::string_view host) {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !host.starts_with('[') && !std::all_of(last.begin(), last.end(), is_digit);
}

std::string hashed(std::string_view what, std::string_view key) {
  return std::string(what) + std::to_string(hash64(key));
}

std::string updated_at(const Entry& entry) {
  if (!entry.updated) return {};
  return '\0' + std::to_string(entry.updated->at.time_since_epoch().count());
}

std::string all_words(const Entry& entry) {
  return entry.title + '\0' + entry.summary + '\0' + entry.content;
}

std::string words_mark(const Entry& entry) {
  if (!entry.published) return hashed("words ", all_words(entry));
  return hashed("words ", entry.title + '\0' +
                              std::to_string(entry.published->at.time_since_epoch().count()));
}

std::string version_mark(const Entry& entry, const EntryMarks& marks) {
  // Without a page the feed's words are all there is, so each of them counts.
  if (!marks.has_page) {
    return hashed("words version ", marks.place + '\0' + all_words(entry) + updated_at(entry));
  }
  // For an entry without a guid the spelling of earlier programs.
  return hashed(marks.guid.empty() ? "version " : "version at ",
                marks.place + '\0' + entry.title + updated_at(entry));
}

/// What of a guid's entries in one fetch must differ for the guid to name none of them.
std::string where(const Entry& entry) {
  const std::string address = canonical_url(entry.url);
  return address.empty() ? words_mark(entry) : address;
}

void set_address(EntryMarks& marks, const Entry& entry, std::string_view home) {
  marks.url = entry.url;
  marks.address = canonical_url(entry.url);
  marks.has_page = !marks.address.empty();
  if (marks.has_page) return;
  marks.url = home;
  const std::string page = canonical_url(home);
  const bool has_name = !marks.guid.empty() && !marks.shares_guid;
  const std::string name = has_name ? marks.guid : words_mark(entry);
  if (!page.empty()) marks.address = page + "#entry-" + to_hex(hash64(name));
}

void set_marks(EntryMarks& marks, const Entry& entry) {
  if (!marks.has_page) {
    const bool has_name = !marks.guid.empty() && !marks.shares_guid;
    marks.place = has_name ? place_mark(marks.guid, "") : words_mark(entry);
  } else if (marks.guid.empty()) {
    marks.place = marks.address;
    if (entry.url != marks.address) marks.old_place = entry.url;
  } else {
    // Of those that share a guid also the query may tell which is which.
    marks.place = marks.shares_guid ? "at " + marks.guid + '\0' + marks.address
                                    : place_mark(marks.guid, marks.address);
    marks.old_version = hashed("version ", marks.guid + '\0' + entry.title + updated_at(entry));
  }
  marks.version = version_mark(entry, marks);
}

}  // namespace

std::vector<EntryMarks> mark_entries(std::span<const Entry> entries, std::string_view home) {
  std::map<std::string_view, std::string> first;  // where each guid stands first
  std::set<std::string_view> shared;
  for (const Entry& entry : entries) {
    if (entry.id.empty()) continue;
    const std::string here = where(entry);
    if (first.try_emplace(entry.id, here).first->second != here) shared.insert(entry.id);
  }
  std::vector<EntryMarks> all(entries.size());
  std::set<std::string> seen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    all[i].guid = entries[i].id;
    all[i].shares_guid = shared.contains(entries[i].id);
    set_address(all[i], entries[i], home);
    set_marks(all[i], entries[i]);
    all[i].is_repeated = !seen.insert(all[i].place).second;
  }
  return all;
}

std::string place_mark(std::string_view guid, std::string_view address) {
  if (guid.empty()) return std::string(address);
  return "at " + std::string(guid) + '\0' + place_of(address);
}

std::string alias_mark(std::string_view address, std::string_view article_address) {
  return "article of " + std::string(address) + '\0' + std::string(article_address);
}

std::vector<std::string> spellings(std::string_view address) {
  std::vector<std::string> all{std::string(address)};
  const Result<Url> written = parse_url(address);
  if (!written || !written->is_web()) return all;
  const bool is_name = is_name_not_number(written->host);
  const bool has_www = written->host.starts_with("www.");
  const bool has_slash = written->path.ends_with('/');
  for (const bool other_scheme : {false, true}) {
    for (const bool other_name : {false, true}) {
      for (const bool other_end : {false, true}) {
        if (other_scheme && written->port) continue;  // a port is of one scheme
        if (other_name && !is_name) continue;
        if (other_end && written->path.size() < 2) continue;
        Url url = *written;
        if (other_scheme) url.scheme = url.scheme == "http" ? "https" : "http";
        if (other_name) url.host = has_www ? url.host.substr(4) : "www." + url.host;
        if (other_end && has_slash) url.path.pop_back();
        if (other_end && !has_slash) url.path += '/';
        if (other_scheme || other_name || other_end) all.push_back(url.to_string());
      }
    }
  }
  return all;
}

bool is_same_place(std::string_view address, std::string_view other) {
  return place_of(address) == place_of(other);
}

bool share_number(std::string_view address, std::string_view other) {
  const std::set<std::string_view> numbers = long_numbers(address);
  const std::set<std::string_view> others = long_numbers(other);
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](std::string_view digits) { return others.contains(digits); });
}

}  // namespace depesche
