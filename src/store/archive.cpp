#include "store/archive.h"

#include <utility>

#include <system_error>

#include "store/engine_lock.h"
#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/rows/option_rows.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/restore_marks.h"
#include "store/writing/engine_states.h"
#include "store/writing/giving_way.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code failure;
  if (std::filesystem::is_directory(folder, failure)) return {};
  std::filesystem::create_directories(folder, failure);
  if (failure) {
    return Error{ErrorCode::NotWritable,
                 "cannot make the data folder " + folder.string() + ": " + failure.message()};
  }
  // What one reads is nobody else's business.
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  return {};
}

}  // namespace

struct Archive::Glance::Inside {
  explicit Inside(Writer& writer) : look(writer) {
    // Without it each statement is a transaction of its own, which takes a lock on the file.
    if (!look.db.in_transaction()) reading.emplace(look.db, Transaction::Kind::Read);
  }
  Looking look;
  std::optional<Transaction> reading;  // its end ends it
};

Archive::Glance::Glance(Writer& writer) : inside_(std::make_unique<Inside>(writer)) {}
Archive::Glance::~Glance() = default;

Archive::Archive(std::filesystem::path data_dir, ArchiveOptions options)
    : data_dir_(std::move(data_dir)),
      options_(std::move(options)),
      writer_(
          std::make_unique<Writer>(path().string(),
                                   ConnectionOptions{OpenMode::Create, options_.busy_timeout,
                                                     std::chrono::milliseconds{0}, options_.vfs},
                                   options_.log_pages)),
      claims_(data_dir_),
      feeds_(*writer_),
      intake_(*writer_),
      pictures_(*writer_),
      pushes_(*writer_),
      host_blocks_(*writer_),
      corrections_(*writer_),
      watched_pages_(*writer_),
      states_(path()) {
  // Feeds' logins are in it (migration 0015), and what one reads is nobody else's business.
  keep_to_owner(path());
  prepare_connection(writer_->db, OpenMode::Create);
  migrate(writer_->db);
}

Archive::~Archive() = default;

Result<std::unique_ptr<Archive>> Archive::open(const std::filesystem::path& data_dir,
                                               const ArchiveOptions& options) {
  if (const Result<void> made = make_folder(data_dir); !made) return made.error();
  try {
    finish_restore(data_dir / options.file_name);
    return std::unique_ptr<Archive>(new Archive(data_dir, options));
  } catch (const StoreError& error) {
    return error.error();
  }
}

std::filesystem::path Archive::path() const { return data_dir_ / options_.file_name; }

Result<void> Archive::take_engine_lock() {
  if (lock_) return {};
  Result<std::unique_ptr<EngineLock>> lock = EngineLock::take(data_dir_);
  if (!lock) return lock.error();
  lock_ = *std::move(lock);
  return {};
}

bool Archive::has_engine_lock() const { return lock_ != nullptr; }

Claims& Archive::claims() { return claims_; }
AcceptTransaction Archive::begin_accept() { return AcceptTransaction(*writer_); }
Feeds& Archive::feeds() { return feeds_; }
Intake& Archive::intake() { return intake_; }
Pictures& Archive::pictures() { return pictures_; }
Pushes& Archive::pushes() { return pushes_; }
HostBlocks& Archive::host_blocks() { return host_blocks_; }
Corrections& Archive::corrections() { return corrections_; }
WatchedPages& Archive::watched_pages() { return watched_pages_; }

Result<Intake::Appended> Archive::take_in(const Submission& submission, const CountedPage& page,
                                          sys_seconds now, const std::optional<Watch>& watch,
                                          std::span<const std::string> entry_keys,
                                          std::string_view words_at) {
  if (submission.article.canonical_url.empty()) return intake_.append(submission, now);  // refused
  const Intake::Packed packed = Intake::pack(submission, now);
  auto appended = Intake::Appended::New;
  writer_->commit_together([&] {
    appended = intake_.append_packed(submission, packed, now);
    if (!entry_keys.empty()) feeds_.note_entries(submission.feed, entry_keys, now);
    const GivingWay giving_way{words_at, submission.article.canonical_url};
    const bool is_taken_down = appended == Intake::Appended::TakenDown;
    if (!words_at.empty() && is_taken_down) take_down_words(writer_->db, giving_way);
    if (is_taken_down) return;
    if (!words_at.empty()) give_way(writer_->db, giving_way, now);
    host_blocks_.count(page, now);
    const auto known = writer_->db.one<ArticleId>(
        "SELECT article_id FROM article WHERE canonical_url = ?1 AND origin <> 'feed'",
        submission.article.canonical_url);
    if (appended == Intake::Appended::Known && known) {
      refresh_rights(writer_->db, *known, submission.article, now);
    }
    if (watch) {
      watched_pages_.note_read(submission.article.canonical_url, watch->mark, now,
                               watch->first_look_at);
    }
  });
  return appended;
}

Reader Archive::reader() const {
  auto connection = std::make_unique<Connection>(
      path().string(), ConnectionOptions{OpenMode::ReadOnly, options_.busy_timeout,
                                         options_.read_time_limit, options_.vfs});
  prepare_connection(*connection, OpenMode::ReadOnly);
  return Reader(std::move(connection));
}

void Archive::note_rights(ArticleId article, const Rights& rights, sys_seconds now) {
  writer_->commit_together([&] { refresh_rights(writer_->db, article, rights, now); });
}

void Archive::note_rights(std::span<const RightsOfWords> said, sys_seconds now) {
  writer_->commit_together([&] {
    for (const RightsOfWords& one : said) {
      intake_.note_rights(one);
      const auto words = writer_->db.one<ArticleId>(
          "SELECT article_id FROM article WHERE canonical_url = ?1 AND origin = 'feed'",
          one.canonical_url);
      if (words) refresh_rights(writer_->db, *words, one.rights, now);
    }
  });
}

std::optional<TdmFile> Archive::tdm_file(std::string_view origin) const {
  const Looking look(*writer_);
  auto rows = look.db.query("SELECT asked_at, content FROM tdm_file WHERE origin = ?1", origin);
  if (!rows.step()) return std::nullopt;
  return TdmFile{rows.get<sys_seconds>(0), rows.get<std::string>(1)};
}

void Archive::put_tdm_file(std::string_view origin, const TdmFile& file) {
  const std::scoped_lock turn(writer_->turn);
  writer_->db.run("INSERT OR REPLACE INTO tdm_file(origin, asked_at, content) VALUES(?1, ?2, ?3)",
                  origin, file.asked_at, file.content);
}

bool Archive::has_article(std::string_view canonical_url) const {
  const Looking look(*writer_);
  return look.db.one<int>("SELECT 1 FROM article WHERE canonical_url = ?1", canonical_url)
      .has_value();
}

bool Archive::knows_address(std::string_view canonical_url) const {
  const Looking look(*writer_);
  return *look.db.one<bool>(R"sql(
    SELECT EXISTS (SELECT 1 FROM article WHERE canonical_url = ?1)
        OR EXISTS (SELECT 1 FROM intake WHERE canonical_url = ?1)
        OR EXISTS (SELECT 1 FROM tombstone WHERE canonical_url = ?1))sql",
                            canonical_url);
}

std::optional<Article> Archive::newest_at(std::string_view canonical_url) const {
  const Looking look(*writer_);
  auto rows = look.db.query(R"sql(
    SELECT packed FROM (SELECT packed, intake_id AS newest FROM intake WHERE canonical_url = ?1
      UNION ALL SELECT packed, 0 FROM article JOIN block USING (article_id)
      WHERE canonical_url = ?1) ORDER BY newest DESC LIMIT 1)sql",
                            canonical_url);
  if (!rows.step()) return std::nullopt;
  Result<Article> article = unpack_article(rows.blob(0));
  return article ? std::optional(*std::move(article)) : std::nullopt;
}

bool Archive::has_feed_words(std::string_view canonical_url) const {
  const Looking look(*writer_);
  return depesche::has_feed_words(look.db, canonical_url);
}

std::vector<Archive::PageRetry> Archive::page_retries(sys_seconds now, int limit) const {
  const Looking look(*writer_);
  auto rows = look.db.query(
      "SELECT article_id, ifnull(feed_id, 0), url, page_failures FROM article"
      " WHERE page_retry_at <= ?1 ORDER BY page_retry_at LIMIT ?2",
      now, limit);
  std::vector<PageRetry> retries;
  while (rows.step()) {
    retries.push_back(
        {rows.get<ArticleId>(0), rows.get<FeedId>(1), rows.get<std::string>(2), rows.get<int>(3)});
  }
  return retries;
}

void Archive::note_page_failure(ArticleId article, const Error& error,
                                std::optional<sys_seconds> retry_at,
                                const std::optional<FeedOptions>& asked_with) {
  const std::scoped_lock turn(writer_->turn);
  Transaction transaction(writer_->db);
  const auto feed = writer_->db.one<FeedId>(
      "SELECT ifnull(feed_id, 0) FROM article WHERE article_id = ?1", article);
  if (!feed || is_asked_otherwise(writer_->db, *feed, asked_with)) return;
  writer_->db.run(
      "UPDATE article SET page_failures = page_failures + 1, page_error_code = ?2,"
      " page_error_message = ?3, page_retry_at = ?4 WHERE article_id = ?1",
      article, name(error.code), error.message, retry_at);
  transaction.commit();
}

std::optional<std::string> Archive::setting(std::string_view key) const {
  const Looking look(*writer_);
  return look.db.one<std::string>("SELECT value FROM setting WHERE key = ?1", key);
}

void Archive::set_setting(std::string_view key, std::string_view value) {
  const std::scoped_lock turn(writer_->turn);
  writer_->db.run("INSERT OR REPLACE INTO setting(key, value) VALUES(?1, ?2)", key, value);
}

void Archive::try_writing() {
  constexpr std::string_view kTrial = "trial";
  constexpr std::size_t kAsMuchAsAPoll = 256u << 10;
  set_setting(kTrial, std::string(kAsMuchAsAPoll, '.'));
  const std::scoped_lock turn(writer_->turn);
  writer_->db.run("DELETE FROM setting WHERE key = ?1", kTrial);
}

std::shared_ptr<const PartWords> Archive::part_words() const { return writer_->part_words(); }

void Archive::save_learned_words(const PartWords& words, std::int64_t stream_no) {
  const std::scoped_lock turn(writer_->turn);
  Transaction transaction(writer_->db);
  put_learned_words(writer_->db, words, stream_no);
  transaction.commit();
}

std::optional<LearnedWords> Archive::learned_words() const {
  const Looking look(*writer_);
  return find_learned_words(look.db);
}

void Archive::save_snapshot(std::int64_t stream_no, std::string_view bytes) {
  const std::unique_ptr<StateFile> file = begin_snapshot(stream_no);
  file->append(bytes);
  keep_snapshot(*file);
}

std::unique_ptr<StateFile> Archive::begin_snapshot(std::int64_t stream_no) {
  return states_.begin(stream_no, witness(stream_no));
}

void Archive::keep_snapshot(StateFile& file) {
  file.finish();
  states_.keep_newest(2, file.stream_no());
  drop_stored_states();
}

std::uint64_t Archive::witness(std::int64_t stream_no) const {
  const Looking look(*writer_);
  return stream_witness(look.db, stream_no);
}

void Archive::drop_stored_states() {
  {
    const Looking look(*writer_);
    if (!look.db.one<int>("SELECT 1 FROM engine_snapshot LIMIT 1")) return;
  }
  const std::scoped_lock turn(writer_->turn);
  drop_states(writer_->db, 0);
}

std::optional<EngineState> Archive::load_snapshot(std::optional<std::int64_t> at_most) const {
  std::optional<EngineState> newest;
  for (const std::int64_t number : states_.numbers()) {
    if (at_most && number > *at_most) continue;
    if (auto bytes = states_.read(number, witness(number))) {
      newest = EngineState{number, *std::move(bytes)};
      break;
    }
  }
  const Looking look(*writer_);
  auto stored = find_state(look.db, at_most);
  return stored && (!newest || stored->stream_no > newest->stream_no) ? std::move(stored)
                                                                      : std::move(newest);
}

std::vector<ArticleId> Archive::to_forget() const {
  const Looking look(*writer_);
  auto rows = look.db.query(
      "SELECT DISTINCT article_id FROM tombstone WHERE forgotten = 0 AND article_id IS NOT NULL"
      " ORDER BY article_id");
  std::vector<ArticleId> articles;
  while (rows.step()) articles.push_back(rows.get<ArticleId>(0));
  return articles;
}

void Archive::note_forgotten(const std::vector<ArticleId>& articles, std::int64_t stream_no,
                             std::string_view bytes) {
  // A process that dies before the rest is done forgets them again, from this state or from none.
  const bool has_state = stream_no > 0;
  if (has_state) {
    const std::unique_ptr<StateFile> file = begin_snapshot(stream_no);
    file->append(bytes);
    states_.wipe(stream_no);  // whose place it takes; who dies here replays more
    file->finish();
  }
  states_.wipe_all_but(has_state ? std::optional(stream_no) : std::nullopt);
  const std::scoped_lock turn(writer_->turn);
  Connection& db = writer_->db;
  {
    Transaction transaction(db);
    drop_states(db, 0);
    for (const ArticleId article : articles) {
      db.run(
          "DELETE FROM term_vector WHERE stream_no IN"
          " (SELECT stream_no FROM arrival WHERE article_id = ?1)",
          article);
      db.run("UPDATE tombstone SET forgotten = 1 WHERE article_id = ?1", article);
    }
    transaction.commit();
  }
  writer_->empty_log();
}

void Archive::drop_snapshots() {
  states_.keep_newest(0);
  const std::scoped_lock turn(writer_->turn);
  drop_states(writer_->db, 0);
}

}  // namespace depesche
