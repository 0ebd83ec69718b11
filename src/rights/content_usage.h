// What an outlet prefers its content to be used for (IETF AIPREF, draft-ietf-aipref-attach-05 and
// draft-ietf-aipref-vocab; no standard yet).
//
//   Content-Usage: train-ai=n, search=y     the header, a dictionary of RFC 9651
//   Content-Usage: /news/ train-ai=n        in robots.txt, with or without a path
//
// Of a label the last value counts; what is neither y nor n says nothing of it; a dictionary that
// does not parse says nothing at all. Where several speak, the more restrictive counts.
//
// Pure; what is longer than kMostUsageBytes says nothing, more than kMostLabels labels neither.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace depesche::rights {

inline constexpr std::size_t kMostUsageBytes = 4096;
inline constexpr std::size_t kMostLabels = 64;

/// By label, in their alphabet: allowed or not.
using ContentUsage = std::map<std::string, bool, std::less<>>;

ContentUsage read_content_usage(std::string_view dictionary);

/// Disallowed where either disallows.
ContentUsage both(const ContentUsage& a, const ContentUsage& b);

/// "search=y, train-ai=n"; read_content_usage() reads it back.
std::string to_text(const ContentUsage& usage);

std::optional<bool> allows(const ContentUsage& usage, std::string_view label);

}  // namespace depesche::rights
