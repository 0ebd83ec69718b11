// Reads a JSON Lines stream for the measuring tools; what it knows to be gold it keeps apart.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "json/parse.h"
#include "story/cluster.h"

namespace depesche {

struct GoldStream {
  std::vector<StreamItem> items;
  std::vector<std::string> gold;  // empty: not scored
};

inline std::string text_of(const json::Value& object, std::string_view key) {
  return std::string(object.string_at(key));
}

/// "2022-01-28T23:36:36…" or "2022-01-28", read as UTC.
inline std::optional<std::chrono::sys_seconds> time_of(const std::string& text) {
  if (text.size() < 10) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t n) {
    return std::atoi(text.substr(at, n).c_str());
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  std::chrono::sys_seconds out = std::chrono::sys_days(day);
  if (text.size() >= 19) {
    out += std::chrono::hours(number(11, 2)) + std::chrono::minutes(number(14, 2)) +
           std::chrono::seconds(number(17, 2));
  }
  return out;
}

/// What a line of the stream says; its gold story into `gold`, when asked for.
inline std::optional<StreamItem> read_item(const std::string& line, std::string* gold = nullptr) {
  const auto parsed = json::parse(line);
  if (!parsed) return std::nullopt;
  StreamItem item;
  item.id = text_of(*parsed, "id");
  item.first_seen_at = time_of(text_of(*parsed, "date"));
  item.article.language = text_of(*parsed, "lang");
  item.article.outlet = text_of(*parsed, "publisher");
  item.article.title = text_of(*parsed, "title");
  item.article.text = text_of(*parsed, "text");
  item.article.url = text_of(*parsed, "url");
  if (gold != nullptr) *gold = text_of(*parsed, "cluster");
  return item;
}

inline GoldStream read_stream(const std::string& path) {
  GoldStream out;
  std::ifstream file(path);
  std::string line;
  std::string gold;
  while (std::getline(file, line)) {
    std::optional<StreamItem> item = read_item(line, &gold);
    if (!item) continue;
    out.items.push_back(std::move(*item));
    out.gold.push_back(gold);
  }
  return out;
}

}  // namespace depesche
