// What the engine holds of the live window, and the arithmetic of links between articles.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
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

inline constexpr std::size_t kMostLinks = 24;

/// The strongest links of an article, best first, unpacked.
class LinkList {
 public:
  const Link* begin() const { return links_.data(); }
  const Link* end() const { return links_.data() + size_; }
  std::size_t size() const { return size_; }
  const Link& operator[](std::size_t i) const { return links_[i]; }

  /// Puts a link in its place, best first, ties by serial; only the strongest kMostLinks stay.
  /// Whether it did.
  bool insert(Link link);
  /// It must be the last in that order, and there must be room.
  void append(Link link) { links_[size_++] = link; }

 private:
  std::array<Link, kMostLinks> links_;
  std::size_t size_ = 0;
};

/// Links as they are kept: five bytes each, of a serial its lower bits. The rest follows from the
/// serial of the article whose links they are, since both were live at once.
class PackedLinks {
 public:
  LinkList unpacked(Serial self) const;
  void pack(const LinkList& links);
  void insert(Serial self, Link link);
  std::size_t bytes() const { return capacity_ * kLinkBytes; }

 private:
  static constexpr std::size_t kLinkBytes = 5;
  static constexpr int kStrengthBits = 12;  // of strength - 1
  static constexpr int kSerialBits = 28;
  std::uint64_t packed(std::size_t i) const;

  std::unique_ptr<std::uint8_t[]> links_;
  std::uint8_t size_ = 0;
  std::uint8_t capacity_ = 0;
};

struct LiveArticle {
  ArticleId id;
  std::chrono::sys_seconds seen{};
  OutletId outlet;
  LanguageCode language = 0;
  bool is_revised = false;  // another version came under its place
  PackedArticle text;
  PackedLinks links;
  StoryId story;
  ArticleId reprint_of;  // 0 when the text is its own
};

/// The live articles by serial, in order of arrival.
class LiveWindow {
 public:
  bool holds(Serial serial) const { return serial >= first_ && serial - first_ < articles_.size(); }
  LiveArticle& at(Serial serial) { return articles_[serial - first_]; }
  const LiveArticle& at(Serial serial) const { return articles_[serial - first_]; }
  /// As at(serial).language; many can be asked without fetching the articles.
  LanguageCode language(Serial serial) const { return languages_[serial - first_]; }
  void set_language(Serial serial, LanguageCode language);
  LinkList links(Serial serial) const { return at(serial).links.unpacked(serial); }
  Serial first() const { return first_; }
  Serial end() const { return first_ + static_cast<Serial>(articles_.size()); }
  std::size_t size() const { return articles_.size(); }

  std::optional<Serial> find(ArticleId id) const;
  const std::vector<Serial>& members(StoryId story) const;
  std::size_t stories() const { return stories_.size(); }

  struct Bytes {
    std::size_t places = 0;  // the articles without what follows, and how they are found
    std::size_t texts = 0;
    std::size_t links = 0;
  };
  Bytes bytes() const;

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
