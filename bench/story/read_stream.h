// Reads a JSON Lines stream for the measuring tools; what it knows to be gold it keeps apart.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "dates/dates.h"
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

/// What a line of the stream says; its gold story into `gold`, when asked for.
inline std::optional<StreamItem> read_item(const std::string& line, std::string* gold = nullptr) {
  const auto parsed = json::parse(line);
  if (!parsed) return std::nullopt;
  StreamItem item;
  item.id = text_of(*parsed, "id");
  // As `depesche cluster` reads it: with its offset; a day alone is its first second.
  if (const auto date = parse_rfc3339(text_of(*parsed, "date"))) item.first_seen_at = date->at;
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
