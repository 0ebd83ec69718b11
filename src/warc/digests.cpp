#include "warc/digests.h"

#include <array>
#include <optional>

#include "base/ascii.h"
#include "pack/signature.h"

namespace depesche::warc {
namespace {

struct Named {
  std::string_view name;
  Digest digest;
  std::size_t bytes;
};
constexpr std::array<Named, 4> kDigests{Named{"sha1", Digest::Sha1, 20},
                                        {"sha256", Digest::Sha256, 32},
                                        {"sha384", Digest::Sha384, 48},
                                        {"sha512", Digest::Sha512, 64}};

/// RFC 4648, without padding or with it; nothing for other characters.
std::optional<std::string> from_base32(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  unsigned waiting = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const char letter = to_lower(c);
    unsigned value = 0;
    if (letter >= 'a' && letter <= 'z') {
      value = static_cast<unsigned>(letter - 'a');
    } else if (c >= '2' && c <= '7') {
      value = static_cast<unsigned>(c - '2') + 26;
    } else {
      return std::nullopt;
    }
    waiting = (waiting << 5 | value) & 0xFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(waiting >> bits & 0xFFU));
  }
  return bytes;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  unsigned value = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = to_lower(text[i]);
    if (is_digit(letter)) {
      value = value << 4 | static_cast<unsigned>(letter - '0');
    } else if (letter >= 'a' && letter <= 'f') {
      value = value << 4 | static_cast<unsigned>(letter - 'a' + 10);
    } else {
      return std::nullopt;
    }
    if (i % 2 == 1) bytes.push_back(static_cast<char>(value & 0xFFU));
  }
  return bytes;
}

/// "sha1:BASE32" against the bytes.
DigestCheck check(std::string_view said, std::string_view bytes) {
  const std::size_t colon = said.find(':');
  if (colon == std::string_view::npos) return DigestCheck::Nothing;
  std::string name;
  for (const char c : said.substr(0, colon)) {
    if (c != '-' && c != '_') name += to_lower(c);
  }
  const std::string_view value = trim(said.substr(colon + 1));
  for (const Named& known : kDigests) {
    if (known.name != name) continue;
    const auto wanted = value.size() == 2 * known.bytes ? from_hex(value) : from_base32(value);
    if (!wanted || wanted->size() != known.bytes) return DigestCheck::Nothing;
    return digest_of(known.digest, bytes) == *wanted ? DigestCheck::Fits : DigestCheck::Differs;
  }
  return DigestCheck::Nothing;
}

/// What the answer carries as sent; nothing where its head says that it was packed or in chunks.
std::optional<std::string_view> plain_payload(std::string_view block) {
  const std::size_t end = block.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view head = block.substr(0, end);
  for (const std::string_view packed : {"transfer-encoding:", "content-encoding:"}) {
    if (find_ignoring_case(head, packed) != std::string_view::npos) return std::nullopt;
  }
  return block.substr(end + 4);
}

}  // namespace

DigestCheck check_digests(const Record& record) {
  if (record.is_cut) return DigestCheck::Nothing;
  const DigestCheck block = check(record.field("warc-block-digest"), record.block);
  if (block != DigestCheck::Nothing) return block;
  const std::string_view said = record.field("warc-payload-digest");
  const auto payload = said.empty() ? std::nullopt : plain_payload(record.block);
  return payload ? check(said, *payload) : DigestCheck::Nothing;
}

}  // namespace depesche::warc
