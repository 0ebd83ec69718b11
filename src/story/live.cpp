#include "story/live.h"

#include <algorithm>
#include <cassert>

namespace depesche::story {
namespace {

constexpr std::size_t kMoreLinks = 4;

}  // namespace

void insert_link(std::vector<Link>& links, Link link) {
  const auto at = std::find_if(links.begin(), links.end(), [&](const Link& other) {
    return other.strength != link.strength ? other.strength < link.strength
                                           : other.serial > link.serial;
  });
  if (at == links.end() && links.size() >= kMostLinks) return;
  const auto place = at - links.begin();
  if (links.size() == kMostLinks) links.pop_back();
  // Most articles have few: room for a few more at a time.
  if (links.size() == links.capacity()) links.reserve(links.size() + kMoreLinks);
  links.insert(links.begin() + place, link);
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
}

}  // namespace depesche::story
