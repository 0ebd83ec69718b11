// Whether a record's bytes are those that were written: its digests (ISO 28500, 5.8 and 5.9).
//
//   WARC-Block-Digest:   sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ    the whole block
//   WARC-Payload-Digest: sha1:…                                   what the HTTP answer carries
//
// Base 32 or hexadecimal; sha1, sha256, sha384 and sha512, however they are spelled. The block's
// digest is believed first, for all mean the same by it. By a payload some mean its bytes as sent,
// some as unpacked: it is compared only where that is the same.
//
// Pure. One pass over the block.
#pragma once

#include "warc/records.h"

namespace depesche::warc {

enum class DigestCheck {
  Nothing,  // there is none, or none that can be compared, or the record is cut
  Fits,
  Differs,
};

DigestCheck check_digests(const Record& record);

}  // namespace depesche::warc
