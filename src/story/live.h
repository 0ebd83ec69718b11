// What the engine holds of the live window, and the arithmetic of links between articles.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "news/ids.h"
#include "story/decision.h"
#include "story/frequencies.h"
#include "story/packed_article.h"
#include "story/parameters.h"
#include "story/postings.h"

namespace depesche::story {

/// How near another live article is; kept from when the later of the two arrived.
struct Link {
  Serial serial = 0;
  std::int32_t strength = 0;  // 1 to kOne
  friend bool operator==(const Link&, const Link&) = default;
};

struct LiveArticle {
  ArticleId id;
  std::chrono::sys_seconds seen{};
  OutletId outlet;
  LanguageCode language = 0;
  bool is_revised = false;  // another version came under its place
  PackedArticle text;
  std::vector<Link> links;  // the strongest, best first
  StoryId story;
  ArticleId reprint_of;  // 0 when the text is its own
};

inline constexpr std::size_t kMostLinks = 24;

/// Puts a link in its place, best first, ties by serial; only the strongest kMostLinks stay.
void insert_link(std::vector<Link>& links, Link link);

/// The live articles by serial, in order of arrival.
class LiveWindow {
 public:
  bool holds(Serial serial) const { return serial >= first_ && serial - first_ < articles_.size(); }
  LiveArticle& at(Serial serial) { return articles_[serial - first_]; }
  const LiveArticle& at(Serial serial) const { return articles_[serial - first_]; }
  /// As at(serial).language; many can be asked without fetching the articles.
  LanguageCode language(Serial serial) const { return languages_[serial - first_]; }
  void set_language(Serial serial, LanguageCode language);
  Serial first() const { return first_; }
  Serial end() const { return first_ + static_cast<Serial>(articles_.size()); }
  std::size_t size() const { return articles_.size(); }

  std::optional<Serial> find(ArticleId id) const;
  const std::vector<Serial>& members(StoryId story) const;
  std::size_t stories() const { return stories_.size(); }

  /// Makes room for so many in all.
  void reserve(std::size_t articles);
  /// Appends an article that has its story already; gives its serial.
  Serial append(LiveArticle article);
  void move(Serial serial, StoryId to);
  void rename(Serial serial, ArticleId id);
  /// Forgets the oldest article.
  void drop_first();
  void start_at(Serial first) { first_ = first; }

 private:
  void leave_story(Serial serial);

  Serial first_ = 1;
  std::deque<LiveArticle> articles_;
  std::deque<LanguageCode> languages_;
  // Both looked up, never walked.
  boost::unordered_flat_map<ArticleId, Serial, std::hash<ArticleId>> by_id_;
  boost::unordered_flat_map<StoryId, std::vector<Serial>, std::hash<StoryId>> stories_;
};

}  // namespace depesche::story
