#include "story/live.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace depesche::story {
namespace {

constexpr std::size_t kMoreLinks = 4;

}  // namespace

bool LinkList::insert(Link link) {
  std::size_t place = size_;
  const auto is_before = [](const Link& a, const Link& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.serial < b.serial;
  };
  while (place > 0 && is_before(link, links_[place - 1])) --place;
  if (place == kMostLinks) return false;
  size_ = std::min(size_ + 1, kMostLinks);
  for (std::size_t i = size_ - 1; i > place; --i) links_[i] = links_[i - 1];
  links_[place] = link;
  return true;
}

std::uint64_t PackedLinks::packed(std::size_t i) const {
  std::uint64_t packed = 0;
  std::memcpy(&packed, links_.get() + i * kLinkBytes, kLinkBytes);
  return packed;
}

LinkList PackedLinks::unpacked(Serial self) const {
  // The serial with these lower bits that is nearest to the article's own.
  constexpr std::uint32_t kMask = (1U << kSerialBits) - 1;
  constexpr std::uint32_t kHalf = 1U << (kSerialBits - 1);
  LinkList out;
  for (std::size_t i = 0; i < size_; ++i) {
    const std::uint64_t link = packed(i);
    const auto low = static_cast<std::uint32_t>(link >> kStrengthBits);
    const Serial serial = self - kHalf + ((low - self + kHalf) & kMask);
    const auto strength = static_cast<std::int32_t>(link & ((1U << kStrengthBits) - 1)) + 1;
    out.append({serial, strength});
  }
  return out;
}

void PackedLinks::pack(const LinkList& links) {
  if (links.size() > capacity_ || links.size() == 0) {
    // Most articles have few: room for a few more at a time.
    const std::size_t room =
        links.size() == 0 ? 0 : std::min(kMostLinks, links.size() + kMoreLinks - 1);
    links_ = room == 0 ? nullptr : std::make_unique<std::uint8_t[]>(room * kLinkBytes);
    capacity_ = static_cast<std::uint8_t>(room);
  }
  size_ = static_cast<std::uint8_t>(links.size());
  for (std::size_t i = 0; i < size_; ++i) {
    const std::uint64_t low = links[i].serial & ((1U << kSerialBits) - 1);
    const std::uint64_t link =
        low << kStrengthBits | static_cast<std::uint64_t>(links[i].strength - 1);
    std::memcpy(links_.get() + i * kLinkBytes, &link, kLinkBytes);
  }
}

void PackedLinks::insert(Serial self, Link link) {
  const auto least = [this] {
    return static_cast<std::int32_t>(packed(kMostLinks - 1) & ((1U << kStrengthBits) - 1)) + 1;
  };
  if (size_ == kMostLinks && least() > link.strength) return;
  LinkList links = unpacked(self);
  if (links.insert(link)) pack(links);
}

LiveWindow::Bytes LiveWindow::bytes() const {
  Bytes out;
  out.places = articles_.size() * (sizeof(LiveArticle) + sizeof(LanguageCode)) +
               by_id_.bucket_count() * (sizeof(*by_id_.begin()) + 1) +
               stories_.bucket_count() * (sizeof(*stories_.begin()) + 1);
  for (const LiveArticle& article : articles_) {
    out.texts += article.text.bytes().size();
    out.links += article.links.bytes();
  }
  for (const auto& [story, members] : stories_) out.places += members.capacity() * sizeof(Serial);
  return out;
}

std::optional<Serial> LiveWindow::find(ArticleId id) const {
  const auto at = by_id_.find(id);
  if (at == by_id_.end()) return std::nullopt;
  return at->second;
}

const std::vector<Serial>& LiveWindow::members(StoryId story) const {
  static const std::vector<Serial> none;
  const auto at = stories_.find(story);
  return at == stories_.end() ? none : at->second;
}

void LiveWindow::reserve(std::size_t articles) { by_id_.reserve(articles); }

Serial LiveWindow::append(LiveArticle article) {
  const Serial serial = end();
  by_id_[article.id] = serial;
  stories_[article.story].push_back(serial);
  languages_.push_back(article.language);
  articles_.push_back(std::move(article));
  return serial;
}

void LiveWindow::leave_story(Serial serial) {
  const auto at = stories_.find(this->at(serial).story);
  assert(at != stories_.end());
  std::vector<Serial>& members = at->second;
  members.erase(std::lower_bound(members.begin(), members.end(), serial));
  if (members.empty()) stories_.erase(at);
}

void LiveWindow::move(Serial serial, StoryId to) {
  leave_story(serial);
  std::vector<Serial>& members = stories_[to];
  members.insert(std::lower_bound(members.begin(), members.end(), serial), serial);
  at(serial).story = to;
}

void LiveWindow::rename(Serial serial, ArticleId id) {
  by_id_.erase(at(serial).id);
  by_id_[id] = serial;
  at(serial).id = id;
}

void LiveWindow::set_language(Serial serial, LanguageCode language) {
  at(serial).language = language;
  languages_[serial - first_] = language;
}

void LiveWindow::drop_first() {
  assert(!articles_.empty());
  leave_story(first_);
  by_id_.erase(articles_.front().id);
  articles_.pop_front();
  languages_.pop_front();
  ++first_;
  // Tables do not shrink by themselves.
  constexpr std::size_t kSpare = 8;
  if (by_id_.bucket_count() > kSpare * by_id_.size()) by_id_.rehash(0);
  if (stories_.bucket_count() > kSpare * stories_.size()) stories_.rehash(0);
}

}  // namespace depesche::story
