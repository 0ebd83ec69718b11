#include "story/live.h"

#include <algorithm>
#include <cassert>
#include <type_traits>

namespace depesche::story {
namespace {

constexpr std::uint64_t kSerials = UINT32_MAX - (std::uint64_t{1} << 20);  // some left for more
constexpr std::int64_t kLatestMoment = 253'402'300'800;                    // the year 10000
constexpr std::size_t kChunksAtOnce = 16;                                  // of a snapshot

// So many chunks after its own, what a feed said of an article has been replaced by its page.
constexpr std::size_t kUnsettled = 2;
// Chunks are many: what is unused of one, and the room it gains when it grows, are small parts.
constexpr std::size_t kMostUnused = 8;
constexpr std::size_t kGrowth = 16;

void append_to(std::vector<std::uint8_t>& bytes, const std::uint8_t* from, std::size_t size) {
  const std::size_t needed = bytes.size() + size;
  if (needed > bytes.capacity()) bytes.reserve(needed + needed / kGrowth);
  bytes.insert(bytes.end(), from, from + size);
}

}  // namespace

LiveWindow::PackedId LiveWindow::Chunk::pack(std::int64_t id, std::int64_t from) {
  if (id == 0) return 0;
  const std::uint64_t apart =
      static_cast<std::uint64_t>(id) - static_cast<std::uint64_t>(from) + kMiddle;
  if (apart > 0 && apart < kFar) return static_cast<PackedId>(apart);
  far.push_back(id);
  return kFar | static_cast<PackedId>(far.size() - 1);
}

void LiveWindow::set_reprint_of(Serial serial, ArticleId id) {
  Chunk& of = chunk(serial);
  row(serial).reprint_of = of.pack(id.value);
}

PackedArticle LiveWindow::text(Serial serial) const {
  const Chunk& chunk = this->chunk(serial);
  return PackedArticle(chunk.texts.data() + (chunk.row(serial).text & ~kRevised));
}

LinkList LiveWindow::links(Serial serial) const { return packed_links(serial).of(serial); }

void LiveWindow::link(Serial serial, Link link) {
  chunk(serial).links[serial % kChunk / PackedLinks::kArticles].insert(serial, link);
}

void LiveWindow::set_links(Serial serial, const LinkList& links) {
  chunk(serial).links[serial % kChunk / PackedLinks::kArticles].set(serial, links);
}

LiveWindow::Bytes LiveWindow::bytes() const {
  Bytes out;
  out.places = languages_.bytes() + story_of_.bytes() +
               by_id_.bucket_count() * (sizeof(Serial) + 1) +
               stories_.bucket_count() * (sizeof(*stories_.begin()) + 1);
  for (const Chunk& chunk : chunks_) {
    out.places += sizeof(chunk) + chunk.rows.capacity() * sizeof(Row) +
                  chunk.far.capacity() * sizeof(chunk.far[0]);
    out.texts += chunk.texts.capacity();
    for (const PackedLinks& links : chunk.links) out.links += links.bytes();
  }
  for (const auto& [story, members] : stories_) out.places += members.capacity() * sizeof(Serial);
  return out;
}

std::optional<Serial> LiveWindow::find(ArticleId id) const {
  const auto at = by_id_.find(id);
  if (at == by_id_.end()) return std::nullopt;
  return *at;
}

const std::vector<Serial>& LiveWindow::members(StoryId story) const {
  static const std::vector<Serial> none;
  const auto at = stories_.find(story);
  return at == stories_.end() ? none : at->second;
}

Serial LiveWindow::append(const LiveArticle& article) {
  const Serial serial = end_;
  if (chunks_.empty() || serial % kChunk == 0) {
    Chunk& fresh = chunks_.emplace_back();
    fresh.first = serial;
    fresh.near = article.id.value;
    fresh.since = article.seen;
    fresh.links.resize(kChunk / PackedLinks::kArticles);
  }
  Chunk& chunk = chunks_.back();
  const auto seen = (article.seen - chunk.since).count();
  assert(seen >= 0 && seen <= UINT32_MAX);
  chunk.rows.push_back(
      {chunk.pack(article.id.value), chunk.pack(article.reprint_of.value),
       chunk.pack(article.outlet.value, kOutlets), static_cast<std::uint32_t>(seen),
       static_cast<std::uint32_t>(chunk.texts.size()) | (article.is_revised ? kRevised : 0)});
  append_to(chunk.texts, article.text.block(), article.text.size());
  languages_.push_back(article.language);
  story_of_.push_back(article.story);
  ++end_;
  if (end_ % kChunk == 0) settle();
  by_id_.insert(serial);
  stories_[article.story].push_back(serial);
  return serial;
}

void LiveWindow::leave_story(Serial serial) {
  const auto at = stories_.find(story(serial));
  assert(at != stories_.end());
  std::vector<Serial>& members = at->second;
  members.erase(std::lower_bound(members.begin(), members.end(), serial));
  if (members.empty()) stories_.erase(at);
}

void LiveWindow::move(Serial serial, StoryId to) {
  leave_story(serial);
  std::vector<Serial>& members = stories_[to];
  members.insert(std::lower_bound(members.begin(), members.end(), serial), serial);
  story_of_[serial - first_] = to;
}

void LiveWindow::rename(Serial serial, ArticleId id) {
  for (const ArticleId gone : {this->id(serial), id}) {
    if (const auto at = by_id_.find(gone); at != by_id_.end()) by_id_.erase(at);
  }
  Chunk& of = chunk(serial);
  row(serial).id = of.pack(id.value);
  by_id_.insert(serial);
}

void LiveWindow::revise(Serial serial, LanguageCode language, std::span<const std::uint8_t> text) {
  languages_[serial - first_] = language;
  Chunk& chunk = this->chunk(serial);
  chunk.unused += this->text(serial).size();
  row(serial).text = static_cast<std::uint32_t>(chunk.texts.size()) | kRevised;
  append_to(chunk.texts, text.data(), text.size());
  if (chunk.unused * kMostUnused > chunk.texts.size()) sweep(chunk);
}

void LiveWindow::drop_first() {
  assert(size() > 0);
  leave_story(first_);
  if (const auto at = by_id_.find(id(first_)); at != by_id_.end()) by_id_.erase(at);
  set_links(first_, {});
  Chunk& chunk = chunks_.front();
  chunk.unused += text(first_).size();
  languages_.pop_front();
  story_of_.pop_front();
  ++first_;
  if (first_ == end_) {
    chunks_.clear();
  } else if (first_ % kChunk == 0) {
    chunks_.pop_front();
  } else if (chunk.unused * 2 > chunk.texts.size()) {
    sweep(chunk);
  }
  // Tables do not shrink by themselves.
  constexpr std::size_t kSpare = 8;
  if (by_id_.bucket_count() > kSpare * by_id_.size()) by_id_.rehash(0);
  if (stories_.bucket_count() > kSpare * stories_.size()) stories_.rehash(0);
}

/// The newest chunk is full.
void LiveWindow::settle() {
  chunks_.back().texts.shrink_to_fit();
  if (chunks_.size() <= kUnsettled) return;
  Chunk& chunk = chunks_[chunks_.size() - 1 - kUnsettled];
  if (chunk.unused > 0 || chunk.texts.capacity() > chunk.texts.size()) sweep(chunk);
}

/// Leaves the rows and texts of those that are live, one behind the other by serial, and counts
/// their time from the first of them, and forgets far ids that none has.
void LiveWindow::sweep(Chunk& chunk) const {
  const Serial from = std::max(first_, chunk.first);
  std::vector<std::uint8_t> texts;
  texts.reserve(chunk.texts.size() - chunk.unused);
  std::vector<Row> rows(chunk.rows.begin() + (from - chunk.first), chunk.rows.end());
  const std::uint32_t later = rows.front().seen;
  Chunk ids;
  ids.near = chunk.near;
  for (Row& row : rows) {
    row.id = ids.pack(chunk.id(row.id));
    row.reprint_of = ids.pack(chunk.id(row.reprint_of));
    row.outlet = ids.pack(chunk.id(row.outlet, kOutlets), kOutlets);
    const PackedArticle text(chunk.texts.data() + (row.text & ~kRevised));
    row.text = static_cast<std::uint32_t>(texts.size()) | (row.text & kRevised);
    row.seen -= later;
    append_to(texts, text.block(), text.size());
  }
  chunk.first = from;
  chunk.since += std::chrono::seconds(later);
  chunk.rows = std::move(rows);
  chunk.far = std::move(ids.far);
  chunk.texts = std::move(texts);
  chunk.unused = 0;
}

void LiveWindow::write(ByteWriter& out) const {
  static_assert(std::has_unique_object_representations_v<Row>);
  out.varint(first_);
  out.array(languages_.all());
  out.array(story_of_.all());
  out.varint(stories_.size());
  for (const Chunk& as_it_lies : chunks_) {
    const bool is_whole = as_it_lies.unused == 0 && as_it_lies.first >= first_;
    Chunk swept;
    if (!is_whole) {
      swept = as_it_lies;
      sweep(swept);
    }
    const Chunk& chunk = is_whole ? as_it_lies : swept;
    out.signed_varint(chunk.since.time_since_epoch().count());
    out.signed_varint(chunk.near);
    out.array(chunk.far);
    out.array(chunk.rows);
    out.section([&] {
      out.array(chunk.texts);
      for (const PackedLinks& links : chunk.links) links.write(out);
    });
  }
}

void LiveWindow::read(ByteReader& in, std::vector<Part>& parts) {
  const std::uint64_t first = in.varint();
  std::vector<LanguageCode> languages;
  std::vector<StoryId> story_of;
  in.array(languages);
  in.array(story_of);
  const std::uint64_t stories = in.varint();
  const bool is_good = first > 0 && first + languages.size() < kSerials &&
                       story_of.size() == languages.size() && stories <= languages.size();
  if (!is_good) in.fail();
  if (!in.ok()) return;
  first_ = static_cast<Serial>(first);
  end_ = first_;
  const auto end = static_cast<Serial>(first + languages.size());
  languages_.assign(std::move(languages));
  story_of_.assign(std::move(story_of));
  std::vector<ByteReader> texts;
  while (end_ < end && in.ok()) {
    read_rows(in, std::min(end, end_ - end_ % kChunk + kChunk));
    texts.push_back(in.section());
  }
  if (!in.ok()) return;
  parts.emplace_back([this] { return find_by_ids(); });
  parts.emplace_back([this, stories] { return find_by_stories(stories); });
  for (std::size_t begin = 0; begin < texts.size(); begin += kChunksAtOnce) {
    const std::size_t until = std::min(begin + kChunksAtOnce, texts.size());
    std::vector<ByteReader> some(texts.begin() + static_cast<std::ptrdiff_t>(begin),
                                 texts.begin() + static_cast<std::ptrdiff_t>(until));
    parts.emplace_back([this, begin, some = std::move(some)] {
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (!read_texts(some[i], chunks_[begin + i])) return false;
      }
      return true;
    });
  }
}

/// Of a chunk up to the serial `until`, but for where the texts lie.
void LiveWindow::read_rows(ByteReader& in, Serial until) {
  const std::int64_t least = chunks_.empty() ? -kLatestMoment
                                             : chunks_.back().since.time_since_epoch().count() +
                                                   chunks_.back().rows.back().seen;
  Chunk& chunk = chunks_.emplace_back();
  chunk.first = end_;
  const std::int64_t since = in.signed_varint();
  if (since < least || since > kLatestMoment) return in.fail();
  chunk.since = std::chrono::sys_seconds(std::chrono::seconds(since));
  chunk.near = in.signed_varint();
  in.array(chunk.far);
  in.array(chunk.rows);
  if (chunk.rows.size() != until - end_ || chunk.rows.front().seen != 0) return in.fail();
  const auto is_known = [&chunk](PackedId id) {
    return (id & kFar) == 0 || (id & ~kFar) < chunk.far.size();
  };
  std::uint32_t seen = 0;
  for (const Row& row : chunk.rows) {
    const bool are_ids = is_known(row.id) && is_known(row.reprint_of) && is_known(row.outlet);
    if (row.seen < seen || !are_ids || chunk.id(row.id) == 0) return in.fail();
    seen = row.seen;
  }
  end_ = until;
}

/// And links. Every text is good and lies where its row says.
bool LiveWindow::read_texts(ByteReader in, Chunk& chunk) {
  in.array(chunk.texts);
  const std::string_view texts(reinterpret_cast<const char*>(chunk.texts.data()),
                               chunk.texts.size());
  std::size_t text = 0;
  for (const Row& row : chunk.rows) {
    const std::size_t size = PackedArticle::measure(texts.substr(text));
    if (size == 0 || (row.text & ~kRevised) != text) return false;
    text += size;
  }
  if (text != texts.size()) return false;
  chunk.links.resize(kChunk / PackedLinks::kArticles);
  for (PackedLinks& links : chunk.links) links.read(in);
  return in.at_end();
}

bool LiveWindow::find_by_ids() {
  by_id_.reserve(size());
  for (Serial serial = first_; serial < end_; ++serial) {
    if (!by_id_.insert(serial).second) return false;
  }
  return true;
}

/// There are so many stories.
bool LiveWindow::find_by_stories(std::size_t stories) {
  stories_.reserve(stories);
  for (Serial serial = first_; serial < end_; ++serial) {
    if (!story(serial)) return false;
    stories_[story(serial)].push_back(serial);
  }
  return stories_.size() == stories;
}

}  // namespace depesche::story
