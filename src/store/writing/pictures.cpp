#include "store/writing/pictures.h"

#include <mutex>

#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"

namespace depesche {

std::vector<Pictures::Wanted> Pictures::wanted(std::chrono::sys_seconds now, int limit) const {
  const Looking look(writer_);
  auto rows = look.db.query(
      "SELECT url, failures FROM picture WHERE retry_at <= ?1 ORDER BY retry_at DESC LIMIT ?2", now,
      limit);
  std::vector<Wanted> wanted;
  while (rows.step()) wanted.push_back({rows.get<std::string>(0), rows.get<int>(1)});
  return wanted;
}

FeedId Pictures::shown_by(std::string_view url) const {
  const Looking look(writer_);
  return look.db
      .one<FeedId>(
          "SELECT feed_id FROM article WHERE picture_url = ?1 AND picture_url <> ''"
          " AND feed_id IS NOT NULL ORDER BY article_id DESC LIMIT 1",
          url)
      .value_or(FeedId{});
}

std::string Pictures::put(std::string_view url, std::string_view type, std::string_view bytes) {
  const Hash128 hash = hash128(bytes);
  const std::string key = hash_bytes(hash);
  writer_.commit_together([&] {
    writer_.db.run("INSERT OR IGNORE INTO picture_file(hash, type, bytes) VALUES(?1, ?2, ?3)",
                   Blob{key}, type, Blob{bytes});
    writer_.db.run(
        "INSERT INTO picture(url, hash) VALUES(?1, ?2)"
        " ON CONFLICT(url) DO UPDATE SET hash = excluded.hash, failures = 0, retry_at = NULL",
        url, Blob{key});
  });
  return to_hex(hash);
}

void Pictures::note_failure(std::string_view url,
                            std::optional<std::chrono::sys_seconds> retry_at) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run("UPDATE picture SET failures = failures + 1, retry_at = ?2 WHERE url = ?1", url,
                 retry_at);
}

}  // namespace depesche
