// Whether text and data mining is reserved (TDMRep, W3C community group report of 10 May 2024).
//
// Three places may say so; each overrides those before it, and what is absent, or neither 0 nor 1,
// overrides nothing:
//
//   /.well-known/tdmrep.json   [{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "…"}]
//   header                     tdm-reservation: 1      tdm-policy: https://…
//   page                       <meta name="tdm-reservation" content="1">
//
// Of several locations that match, the longest counts, as in robots.txt (RFC 9309, 2.2.2).
//
// Pure. Files over kMostTdmBytes are no TDM files; of more than kMostTdmRules the first count.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::rights {

inline constexpr std::size_t kMostTdmBytes = 256 * 1024;
inline constexpr std::size_t kMostTdmRules = 1000;
inline constexpr std::size_t kLongestPolicy = 2048;

struct Tdm {
  std::optional<bool> is_reserved;
  std::string policy;  // its address; may be empty

  friend bool operator==(const Tdm&, const Tdm&) = default;
};

struct TdmRule {
  std::string location;  // a pattern of paths: * and a final $, as in robots.txt
  Tdm says;
};

/// What can be understood of the file; empty for none.
std::vector<TdmRule> read_tdm_file(std::string_view json);

/// What the file says of this path (with its query).
Tdm tdm_of_path(std::span<const TdmRule> rules, std::string_view path);

/// The values of the two header fields, or of the two meta tags.
Tdm read_tdm(std::string_view reservation, std::string_view policy);

/// `later` where it says anything, else `earlier`.
Tdm overridden(const Tdm& earlier, const Tdm& later);

/// "1 https://example.org/policy", "1", "0", ""; and back.
std::string to_text(const Tdm& tdm);
Tdm tdm_of_text(std::string_view text);

}  // namespace depesche::rights
