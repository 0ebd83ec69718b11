#include "store/writing/intake.h"

#include <mutex>
#include <utility>

#include "pack/zstd.h"
#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/rows/option_rows.h"
#include "store/sqlite/writer.h"

namespace depesche {
namespace {

// What pages write into a person's sentence about a failure stays short.
constexpr std::size_t kMaxMessage = 1000;

Error without_address() {
  return {ErrorCode::InvalidInput, "an article without an address cannot be taken in"};
}

std::string pending(std::string hash) {
  hash[0] = static_cast<char>(~hash[0]);
  return hash;
}

}  // namespace

std::string version_hash(const Submission& submission) {
  std::string hash = hash_bytes(content_hash(submission.article));
  return submission.is_pending() ? pending(std::move(hash)) : hash;
}

bool is_version_of(const Article& article, std::string_view version) {
  const std::string hash = hash_bytes(content_hash(article));
  return version == hash || version == pending(hash);
}

Intake::Packed Intake::pack(const Submission& submission, std::chrono::sys_seconds now) {
  const Article& article = submission.article;
  const bool has_time = article.first_seen_at != std::chrono::sys_seconds{};
  return {version_hash(submission), pack_article(article, has_time ? article.first_seen_at : now)};
}

Intake::Appended Intake::append_packed(const Submission& submission, const Packed& packed,
                                       std::chrono::sys_seconds now) {
  Connection& db = writer_.db;
  const std::string& address = submission.article.canonical_url;
  if (db.one<int>("SELECT 1 FROM tombstone WHERE canonical_url = ?1", address)) {
    return Appended::TakenDown;
  }
  if (db.one<int>("SELECT 1 FROM article WHERE canonical_url = ?1 AND content_hash = ?2", address,
                  Blob{packed.version})) {
    return Appended::Known;
  }
  const bool has_error = submission.page_error.has_value();
  std::optional<std::chrono::sys_seconds> retry_at = submission.page_retry_at;
  const bool may_go_better = retry_at && has_error && *retry_at > now;
  if (may_go_better && is_asked_otherwise(db, submission.feed, submission.asked_with)) {
    retry_at = now;
  }
  const std::int64_t added = db.run(
      "INSERT OR IGNORE INTO intake(canonical_url, content_hash, feed_id, appended_at, packed,"
      " page_error_code, page_error_message, page_retry_at, repeated_version)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      address, Blob{packed.version}, submission.feed, now, Blob{packed.article},
      has_error ? name(submission.page_error->code) : std::string_view(),
      has_error ? submission.page_error->message.substr(0, kMaxMessage) : std::string(), retry_at,
      submission.repeated);
  return added > 0 ? Appended::New : Appended::Known;
}

void Intake::note_rights(const RightsOfWords& said) {
  std::vector<std::pair<IntakeId, Article>> waiting;
  {
    auto rows = writer_.db.query(
        "SELECT intake_id, packed FROM intake WHERE canonical_url = ?1 ORDER BY intake_id",
        said.canonical_url);
    while (rows.step()) {
      Result<Article> words = unpack_article(rows.blob(1));
      if (!words || words->origin != Origin::Feed) continue;
      Rights seen_now = words->rights;
      seen_now.seen_at = said.rights.seen_at;
      if (seen_now == said.rights) continue;
      words->rights = said.rights;
      waiting.emplace_back(rows.get<IntakeId>(0), *std::move(words));
    }
  }
  for (const auto& [id, words] : waiting) {
    writer_.db.run(
        "INSERT OR REPLACE INTO intake(canonical_url, content_hash, feed_id, appended_at, packed,"
        " page_error_code, page_error_message, page_retry_at, repeated_version)"
        " SELECT canonical_url, content_hash, feed_id, appended_at, ?2, page_error_code,"
        " page_error_message, page_retry_at, repeated_version FROM intake WHERE intake_id = ?1",
        id, Blob{pack_article(words)});
  }
}

Result<Intake::Appended> Intake::append(const Submission& submission,
                                        std::chrono::sys_seconds now) {
  const auto appended = append_all({&submission, 1}, now);
  if (!appended) return appended.error();
  return appended->front();
}

Result<std::vector<Intake::Appended>> Intake::append(const std::vector<Submission>& submissions,
                                                     std::chrono::sys_seconds now) {
  return append_all(submissions, now);
}

Result<std::vector<Intake::Appended>> Intake::append_all(std::span<const Submission> submissions,
                                                         std::chrono::sys_seconds now) {
  std::vector<Packed> packed;
  packed.reserve(submissions.size());
  for (const Submission& submission : submissions) {
    if (submission.article.canonical_url.empty()) return without_address();
    packed.push_back(pack(submission, now));
  }
  std::vector<Appended> appended;
  writer_.commit_together([&] {
    appended.clear();
    for (std::size_t i = 0; i < submissions.size(); ++i) {
      appended.push_back(append_packed(submissions[i], packed[i], now));
    }
  });
  return appended;
}

Intake::Batch Intake::take(int limit, IntakeId after) {
  struct Row {
    IntakeEntry entry;
    std::string packed;
  };
  std::vector<Row> waiting;
  {
    const Looking look(writer_);
    auto rows = look.db.query(
        "SELECT intake_id, feed_id, packed, page_error_code, page_error_message, page_retry_at,"
        " repeated_version FROM intake WHERE intake_id > ?2 ORDER BY intake_id LIMIT ?1",
        limit, after);
    while (rows.step()) {
      IntakeEntry entry{rows.get<IntakeId>(0), {{}, rows.get<FeedId>(1), {}, {}}};
      if (const auto code = error_code(rows.text(3))) {
        entry.submission.page_error = Error{*code, rows.get<std::string>(4)};
      }
      entry.submission.page_retry_at = rows.get<std::optional<std::chrono::sys_seconds>>(5);
      entry.submission.repeated = rows.get<std::optional<RepeatedVersion>>(6);
      waiting.push_back({std::move(entry), std::string(rows.blob(2))});
    }
  }
  Batch batch;
  for (Row& row : waiting) {
    Result<Article> article = unpack_article(row.packed);
    if (!article) {
      const std::scoped_lock turn(writer_.turn);
      writer_.db.run("DELETE FROM intake WHERE intake_id = ?1", row.entry.id);
      ++batch.unreadable;
      continue;
    }
    row.entry.submission.article = *std::move(article);
    batch.entries.push_back(std::move(row.entry));
  }
  return batch;
}

std::int64_t Intake::size() const {
  const Looking look(writer_);
  return *look.db.one<std::int64_t>("SELECT count(*) FROM intake");
}

}  // namespace depesche
