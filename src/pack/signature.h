// Digests, keyed signatures (HMAC, RFC 2104) and the random words that secrets are made of.
//
// By OpenSSL's libcrypto, which libcurl brings anyway (docs/decisions/0023).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depesche {

enum class Digest { Sha1, Sha256, Sha384, Sha512 };

/// The digest's bytes: 20, 32, 48 or 64.
std::string digest_of(Digest digest, std::string_view message);

/// The signature's bytes: 20, 32, 48 or 64.
std::string hmac(Digest digest, std::string_view key, std::string_view message);

/// Takes as long wherever the two differ; different lengths are no secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Lower-case hexadecimal digits of that many bytes nobody can guess. Throws when the system has no
/// randomness.
std::string random_hex(std::size_t bytes);

}  // namespace depesche
