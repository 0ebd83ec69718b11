#include "web/http/csrf.h"

#include <bit>
#include <cstring>
#include <random>

#include "base/ascii.h"

namespace depesche::web {
namespace {

struct SipState {
  std::uint64_t a, b, c, d;

  void round() {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }
  void absorb(std::uint64_t word) {
    d ^= word;
    round();
    round();
    a ^= word;
  }
  std::uint64_t squeeze_out() {
    for (int i = 0; i < 4; ++i) round();
    return a ^ b ^ c ^ d;
  }
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

/// The bytes of the word in the order SipHash writes them: lowest first.
std::string hex(std::uint64_t word) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 8; ++i, word >>= 8) {
    out += {kDigits[(word >> 4) & 15], kDigits[word & 15]};
  }
  return out;
}

/// Takes the same time wherever the two differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

bool is_visitor(std::string_view text) {
  if (text.size() != 32) return false;
  for (const char c : text) {
    if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
  }
  return true;
}

}  // namespace

Secret new_secret() {
  std::random_device device;  // the kernel's generator with libstdc++ on Linux
  const auto word = [&] { return (std::uint64_t{device()} << 32) | device(); };
  return {word(), word()};
}

std::string new_visitor() {
  const Secret random = new_secret();
  return hex(random[0]) + hex(random[1]);
}

std::string seal(const Secret& secret, std::string_view message) {
  SipState state{secret[0] ^ 0x736f6d6570736575ULL, secret[1] ^ 0x646f72616e646f6dULL ^ 0xee,
                 secret[0] ^ 0x6c7967656e657261ULL, secret[1] ^ 0x7465646279746573ULL};
  std::string_view rest = message;
  for (; rest.size() >= 8; rest.remove_prefix(8)) state.absorb(little_endian(rest.substr(0, 8)));
  state.absorb(little_endian(rest) | (std::uint64_t{message.size() & 0xff} << 56));
  state.c ^= 0xee;
  const std::string first = hex(state.squeeze_out());
  state.b ^= 0xdd;
  return first + hex(state.squeeze_out());
}

std::string visitor_of(const Request& request) {
  const std::string_view visitor = value(request.cookies, kVisitorCookie);
  return is_visitor(visitor) ? std::string(visitor) : std::string();
}

std::string form_token(const Secret& secret, std::string_view visitor) {
  return seal(secret, "form " + std::string(visitor));
}

bool is_from_another_site(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ||
         !equals_ignoring_case(origin.substr(scheme + 3), request.header("host"));
}

bool is_own_form(const Request& request, const Secret& secret) {
  if (is_from_another_site(request)) return false;
  const std::string visitor = visitor_of(request);
  return !visitor.empty() &&
         equal_in_constant_time(value(request.form, kTokenField), form_token(secret, visitor));
}

}  // namespace depesche::web
