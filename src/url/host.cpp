#include "url/host.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <idn2.h>

#include "base/ascii.h"
#include "url/percent.h"

namespace depesche {
namespace {

constexpr std::size_t kMaxHostBytes = 255;  // RFC 1035, 2.3.4; nothing longer can be resolved

Error bad_host(std::string_view why) {
  return {ErrorCode::InvalidInput, "the host name " + std::string(why)};
}

// One part of an IPv4 address: decimal, 0x hexadecimal or 0 octal, as inet_aton reads them.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view part) {
  if (part.empty()) return std::nullopt;
  unsigned base = 10;
  if (part.size() >= 2 && part[0] == '0' && to_lower(part[1]) == 'x') {
    base = 16;
    part.remove_prefix(2);
  } else if (part.size() >= 2 && part[0] == '0') {
    base = 8;
    part.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : part) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
    value = std::min<std::uint64_t>(value * base + static_cast<unsigned>(digit), 1ULL << 40);
  }
  return value;
}

std::vector<std::string_view> split_at_dots(std::string_view host) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t dot = host.find('.');
    parts.push_back(host.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    host.remove_prefix(dot + 1);
  }
}

// The standard's "ends in a number" checker: such a host is an IPv4 address or nothing.
bool ends_in_number(std::string_view host) {
  std::vector<std::string_view> parts = split_at_dots(host);
  if (parts.back().empty()) {
    if (parts.size() == 1) return false;
    parts.pop_back();
  }
  const std::string_view last = parts.back();
  if (!last.empty() && std::all_of(last.begin(), last.end(), is_digit)) return true;
  return starts_with_ignoring_case(last, "0x") && parse_ipv4_number(last).has_value();
}

Result<std::string> parse_ipv4(std::string_view host) {
  std::vector<std::string_view> parts = split_at_dots(host);
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  if (parts.size() > 4) return bad_host("looks like an IPv4 address and has too many parts");
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = parse_ipv4_number(parts[i]);
    const bool last = i + 1 == parts.size();
    // The last part fills all the bytes that are left: 127.1 is 127.0.0.1.
    const std::uint64_t limit = last ? 1ULL << (8 * (4 - i)) : 256;
    if (!number || *number >= limit) return bad_host("looks like an IPv4 address and is none");
    address += last ? *number : *number << (8 * (3 - i));
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!out.empty()) out += '.';
    out += std::to_string((address >> shift) & 255);
  }
  return out;
}

using Pieces = std::array<std::uint16_t, 8>;

// The dotted end of ::ffff:1.2.3.4; four decimal numbers without leading zeros.
bool parse_embedded_ipv4(std::string_view text, Pieces& pieces, std::size_t at) {
  const std::vector<std::string_view> parts = split_at_dots(text);
  if (parts.size() != 4 || at > 6) return false;
  std::array<unsigned, 4> bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string_view part = parts[i];
    if (part.empty() || part.size() > 3 || (part.size() > 1 && part[0] == '0')) return false;
    for (const char c : part) {
      if (!is_digit(c)) return false;
      bytes[i] = bytes[i] * 10 + static_cast<unsigned>(c - '0');
    }
    if (bytes[i] > 255) return false;
  }
  pieces[at] = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
  pieces[at + 1] = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
  return true;
}

// Reads colon-separated pieces up to the end; `count` pieces were found. Empty text is none.
bool parse_pieces(std::string_view text, Pieces& pieces, std::size_t& count) {
  count = 0;
  if (text.empty()) return true;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view piece = text.substr(0, colon);
    if (colon == std::string_view::npos && piece.find('.') != std::string_view::npos) {
      if (!parse_embedded_ipv4(piece, pieces, count)) return false;
      count += 2;
      return true;
    }
    if (piece.empty() || piece.size() > 4 || count == 8) return false;
    unsigned value = 0;
    for (const char c : piece) {
      if (hex_value(c) < 0) return false;
      value = value * 16 + static_cast<unsigned>(hex_value(c));
    }
    pieces[count++] = static_cast<std::uint16_t>(value);
    if (colon == std::string_view::npos) return true;
    text.remove_prefix(colon + 1);
  }
}

std::optional<Pieces> parse_ipv6(std::string_view text) {
  Pieces pieces{};
  std::size_t count = 0;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!parse_pieces(text, pieces, count) || count != 8) return std::nullopt;
    return pieces;
  }
  Pieces tail{};
  std::size_t tail_count = 0;
  const std::string_view head_text = text.substr(0, gap);
  if (head_text.find('.') != std::string_view::npos) return std::nullopt;
  if (!parse_pieces(head_text, pieces, count)) return std::nullopt;
  if (!parse_pieces(text.substr(gap + 2), tail, tail_count)) return std::nullopt;
  if (count + tail_count > 7) return std::nullopt;
  std::copy_n(tail.begin(), tail_count, pieces.end() - static_cast<std::ptrdiff_t>(tail_count));
  return pieces;
}

// RFC 5952: the longest run of two or more zero pieces becomes ::, the first of equals.
std::string write_ipv6(const Pieces& pieces) {
  std::size_t best = 8, best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > best_length) best = i, best_length = end - i;
    if (end > i) i = end - 1;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      out += i == 0 ? "::" : ":";
      i += best_length - 1;
      continue;
    }
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = (pieces[i] >> shift) & 15u;
      if (digit == 0 && !started && shift > 0) continue;
      started = true;
      out += kDigits[digit];
    }
    if (i < 7) out += ':';
  }
  return out + "]";
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// UTS #46, non-transitional. Plain ASCII needs no table; a punycode label that libidn2 dislikes
// (emoji, mostly) is left to the resolver as it is written.
Result<std::string> domain_to_ascii(const std::string& domain) {
  const std::string lower = to_lower(domain);
  const bool ascii = is_ascii(domain);
  if (ascii && lower.find("xn--") == std::string::npos) return lower;
  char* raw = nullptr;
  const int code = idn2_to_ascii_8z(domain.c_str(), &raw, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, void (*)(void*)> owned(raw, idn2_free);
  if (code != IDN2_OK) {
    if (ascii) return lower;
    return bad_host("is not valid in any script");
  }
  return to_lower(raw);
}

// "Forbidden domain code points" of the standard.
bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte >= 0x7F ||
         std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

}  // namespace

Result<std::string> parse_host(std::string_view written) {
  if (written.empty()) return bad_host("is missing");
  if (written.front() == '[') {
    if (written.size() < 2 || written.back() != ']') return bad_host("lacks its closing bracket");
    const auto pieces = parse_ipv6(written.substr(1, written.size() - 2));
    if (!pieces) return bad_host("looks like an IPv6 address and is none");
    return write_ipv6(*pieces);
  }
  // Escapes and punycode may shrink a name; four times the limit leaves room for both.
  if (written.size() > 4 * kMaxHostBytes) return bad_host("is too long");
  const std::string decoded = percent_decode(written);
  if (decoded.find('\0') != std::string::npos) return bad_host("has forbidden characters");
  Result<std::string> host = domain_to_ascii(decoded);
  if (!host) return host;
  if (host->empty()) return bad_host("is missing");
  // The standard lets empty labels pass; no resolver does.
  if (host->front() == '.' || host->find("..") != std::string::npos) {
    return bad_host("has an empty part");
  }
  if (host->size() > kMaxHostBytes) return bad_host("is too long");
  if (std::any_of(host->begin(), host->end(), is_forbidden)) {
    return bad_host("has forbidden characters");
  }
  if (ends_in_number(*host)) return parse_ipv4(*host);
  return host;
}

bool is_ip_address(std::string_view host) {
  return !host.empty() && (host.front() == '[' || ends_in_number(host));
}

}  // namespace depesche
