// What the engine holds of the live window.
//
// Articles come in order of arrival and leave in that order, so they lie in chunks of a thousand
// serials: fixed rows, the packed texts one behind the other, and the links. A chunk is a few
// buffers whatever it holds, is written and read as it lies, and goes as a whole. What a new
// version leaves unused in it is swept when it is an eighth of it, and once when its articles have
// settled; what has left, when it is as much as what is used.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "base/parts.h"
#include "base/prefetch.h"
#include "news/ids.h"
#include "story/bytes.h"
#include "story/column.h"
#include "story/frequencies.h"
#include "story/packed_article.h"
#include "story/packed_links.h"
#include "story/postings.h"

namespace depesche::story {

/// A live article, but for its links. The text is a view that holds until the window changes.
struct LiveArticle {
  ArticleId id;
  std::chrono::sys_seconds seen{};
  OutletId outlet;
  LanguageCode language = 0;
  bool is_revised = false;  // another version came under its place
  PackedArticle text;
  StoryId story;
  ArticleId reprint_of;  // 0 when the text is its own
};

/// The live articles by serial, in order of arrival.
class LiveWindow {
 public:
  LiveWindow() = default;
  LiveWindow(const LiveWindow&) = delete;  // by_id_ points here
  LiveWindow& operator=(const LiveWindow&) = delete;

  bool holds(Serial serial) const { return serial >= first_ && serial < end_; }
  LiveArticle at(Serial serial) const {
    const Chunk& chunk = this->chunk(serial);
    const Row& row = chunk.row(serial);
    return {ArticleId{chunk.id(row.id)},
            chunk.since + std::chrono::seconds(row.seen),
            OutletId{chunk.id(row.outlet, kOutlets)},
            language(serial),
            (row.text & kRevised) != 0,
            PackedArticle(chunk.texts.data() + (row.text & ~kRevised)),
            story(serial),
            ArticleId{chunk.id(row.reprint_of)}};
  }
  // Of these two many can be asked without fetching the articles.
  StoryId story(Serial serial) const { return story_of_[serial - first_]; }
  LanguageCode language(Serial serial) const { return languages_[serial - first_]; }
  PackedArticle text(Serial serial) const;
  /// Tells the processor that text() is about to be asked.
  void prefetch(Serial serial) const { prefetch_line(&row(serial)); }
  LinkList links(Serial serial) const;
  /// Tells the processor that links() is about to be asked or changed: first, and when that has
  /// come.
  void prefetch_links_place(Serial serial) const { prefetch_line(&packed_links(serial)); }
  void prefetch_links(Serial serial) const { packed_links(serial).prefetch(serial); }
  void prefetch_story(Serial serial) const { prefetch_line(&story_of_[serial - first_]); }
  void prefetch_language(Serial serial) const { prefetch_line(&languages_[serial - first_]); }
  Serial first() const { return first_; }
  Serial end() const { return end_; }
  std::size_t size() const { return end_ - first_; }

  std::optional<Serial> find(ArticleId id) const;
  const std::vector<Serial>& members(StoryId story) const;
  std::size_t stories() const { return stories_.size(); }

  struct Bytes {
    std::size_t places = 0;  // the articles without what follows, and how they are found
    std::size_t texts = 0;
    std::size_t links = 0;
  };
  Bytes bytes() const;

  /// Appends an article that has its story already; gives its serial. Its text is copied; `seen` is
  /// no earlier than that of the one before it.
  Serial append(const LiveArticle& article);
  void move(Serial serial, StoryId to);
  void rename(Serial serial, ArticleId id);
  /// Another version's text comes in the place of its own.
  void revise(Serial serial, LanguageCode language, std::span<const std::uint8_t> text);
  void set_reprint_of(Serial serial, ArticleId id);
  void link(Serial serial, Link link);
  void set_links(Serial serial, const LinkList& links);
  /// Forgets the oldest article.
  void drop_first();

  void write(ByteWriter& out) const;
  /// Into an empty window. Fails the reader on what write() does not write, or leaves it to `parts`
  /// to say so: they are to be done before anything else is asked but what the window's size is,
  /// and read what `in` reads.
  void read(ByteReader& in, std::vector<Part>& parts);

 private:
  static constexpr Serial kChunk = 1024;
  static constexpr std::uint32_t kRevised = std::uint32_t{1} << 31;

  /// An id by how far it is from one near by; one that is too far stands elsewhere.
  using PackedId = std::uint32_t;
  static constexpr PackedId kFar = PackedId{1} << 31;  // the rest says where
  static constexpr std::int64_t kMiddle = std::int64_t{1} << 30;
  static constexpr std::int64_t kOutlets = kMiddle;  // near by for outlets

  struct Row {
    PackedId id = 0;
    PackedId reprint_of = 0;
    PackedId outlet = 0;
    std::uint32_t seen = 0;  // seconds since the chunk's `since`
    std::uint32_t text = 0;  // where it begins; the upper bit: is revised
  };
  struct Chunk {
    Serial first = 0;       // of rows
    std::int64_t near = 0;  // the id of one of its articles
    std::chrono::sys_seconds since{};
    std::vector<Row> rows;
    std::vector<std::uint8_t> texts;
    std::size_t unused = 0;  // of the bytes of texts
    std::vector<PackedLinks> links;
    std::vector<std::int64_t> far;  // ids

    const Row& row(Serial serial) const { return rows[serial - first]; }
    std::int64_t id(PackedId packed) const { return id(packed, near); }
    std::int64_t id(PackedId packed, std::int64_t from) const {
      if (packed == 0) return 0;
      if ((packed & kFar) != 0) return far[packed & ~kFar];
      // Without a sign there is no overflow, whatever a snapshot says.
      return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + packed - kMiddle);
    }
    PackedId pack(std::int64_t id) { return pack(id, near); }
    PackedId pack(std::int64_t id, std::int64_t from);
  };

  struct HashOfId {
    using is_transparent = void;
    const LiveWindow* live = nullptr;
    std::size_t operator()(ArticleId id) const { return std::hash<ArticleId>{}(id); }
    std::size_t operator()(Serial serial) const { return (*this)(live->id(serial)); }
  };
  struct SameId {
    using is_transparent = void;
    const LiveWindow* live = nullptr;
    bool operator()(Serial a, Serial b) const { return a == b; }
    bool operator()(ArticleId id, Serial serial) const { return live->id(serial) == id; }
    bool operator()(Serial serial, ArticleId id) const { return live->id(serial) == id; }
  };

  const Chunk& chunk(Serial serial) const { return chunks_[serial / kChunk - first_ / kChunk]; }
  Chunk& chunk(Serial serial) { return chunks_[serial / kChunk - first_ / kChunk]; }
  const Row& row(Serial serial) const { return chunk(serial).row(serial); }
  ArticleId id(Serial serial) const {
    const Chunk& of = chunk(serial);
    return ArticleId{of.id(of.row(serial).id)};
  }
  Row& row(Serial serial) {
    Chunk& of = chunk(serial);
    return of.rows[serial - of.first];
  }
  const PackedLinks& packed_links(Serial serial) const {
    return chunk(serial).links[serial % kChunk / PackedLinks::kArticles];
  }
  void leave_story(Serial serial);
  void settle();
  void sweep(Chunk& chunk) const;
  void read_rows(ByteReader& in, Serial until);
  static bool read_texts(ByteReader in, Chunk& chunk);
  bool find_by_ids();
  bool find_by_stories(std::size_t stories);

  Serial first_ = 1;
  Serial end_ = 1;
  std::deque<Chunk> chunks_;
  Column<StoryId> story_of_;
  Column<LanguageCode> languages_;
  // Both looked up, never walked.
  boost::unordered_flat_set<Serial, HashOfId, SameId> by_id_{0, HashOfId{this}, SameId{this}};
  boost::unordered_flat_map<StoryId, std::vector<Serial>, std::hash<StoryId>> stories_;
};

}  // namespace depesche::story
