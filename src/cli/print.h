// Articles and stories as text for a terminal and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "json/writer.h"
#include "store/rows/views.h"

namespace depesche::cli {

/// "2026-11-23 14:05" in UTC.
std::string short_time(std::chrono::sys_seconds at);

/// Two lines: the headline, then number, outlet, time and address.
std::string to_lines(const ArticleCard& card);
void write_json(json::Writer& out, const ArticleCard& card);

/// A line for each file that goes with an article: "+ Audio · 32 minutes · 24 MB · Title ·
/// https://…".
std::string to_lines(const std::vector<Enclosure>& enclosures);

/// What the outlet changed, newest first: "[-before-] {+after+}". Empty without changes.
std::string to_lines(const std::vector<ArticleChange>& changes);

/// The story with its members, reprints folded under what they copy.
std::string to_lines(const StoryPage& story);
void write_json(json::Writer& out, const StoryPage& story);

}  // namespace depesche::cli
