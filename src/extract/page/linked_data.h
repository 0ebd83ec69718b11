// What a page says about itself in JSON-LD (schema.org), and which of it speaks of the article.
//
// Pages give one object, an array, a @graph, or several scripts; the article may stand inside a
// WebPage's mainEntity, and its author may be an @id that another object explains. All of that is
// flattened here; nothing else needs to know.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json/value.h"

namespace depesche::extract {

class LinkedData {
 public:
  LinkedData();

  /// Reads one script's text; what is not JSON even after repair is left out.
  void add(std::string_view script);

  /// The object that describes the page's article, or nothing. `title` (any claim of the page's
  /// own, may be empty) decides between several. Valid as long as this object is not changed.
  const json::Value* article(std::string_view title) const;
  /// The video or other work the page is about, where there is no article.
  const json::Value* object_of_type(std::string_view type) const;
  bool has_type(std::string_view type) const { return object_of_type(type) != nullptr; }

  /// Every object at any place, in order; lists of other pages are left out.
  const std::vector<const json::Value*>& objects() const { return objects_; }

  /// Follows {"@id": …} to the object it names, if the page has it.
  const json::Value& resolved(const json::Value& value) const;

 private:
  void index(const json::Value& value, int depth);

  std::size_t bytes_left_, values_left_;  // before a page has said enough
  std::deque<json::Value> scripts_;       // a deque: its elements stay where they are
  std::vector<const json::Value*> objects_;
  std::unordered_map<std::string_view, const json::Value*> by_id_;
};

/// The object's types, without "https://schema.org/".
std::vector<std::string_view> types_of(const json::Value& object);
bool is_of_type(const json::Value& object, std::string_view type);
bool is_article_type(std::string_view type);

/// A text as JSON-LD has it: decoded once more (pages escape twice), without markup, on one line.
std::string plain(std::string_view text);

/// The text of a member that may be a string, a list of them, or an object with a name.
std::string text_at(const json::Value& object, std::string_view member);

}  // namespace depesche::extract
