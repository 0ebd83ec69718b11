// The archive: articles, stories and everything around them, in one SQLite file.
//
//   engine.lock     held by the one process that runs the story engine (released when it dies)
//   claims.lock     what several processes could do at once (claims.h)
//   depesche.db     the archive, with -wal and -shm beside it, and -state-STREAMNO: what the
//                   engine held then (store/writing/state_files.h)
//
// One Archive per process and file; it holds the only writing connection, guarded by a mutex, so
// every member may be called from any thread and waits its turn. Reading has connections of its own
// (reader()) and never waits. What returns normally is on the disk (synchronous=FULL); what throws
// a StoreError has changed nothing, and the archive works on.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/claims.h"
#include "store/reading/reader.h"
#include "store/rows/part_word_rows.h"
#include "store/sqlite/store_error.h"
#include "store/writing/accept.h"
#include "store/writing/corrections.h"
#include "store/writing/engine_states.h"
#include "store/writing/feeds.h"
#include "store/writing/host_blocks.h"
#include "store/writing/intake.h"
#include "store/writing/pictures.h"
#include "store/writing/pushes.h"
#include "store/writing/state_files.h"
#include "store/writing/watched_pages.h"

namespace depesche {

struct ArchiveOptions {
  std::string file_name = "depesche.db";
  std::chrono::milliseconds busy_timeout{10'000};
  /// For each statement of a reader.
  std::chrono::milliseconds read_time_limit{5'000};
  int log_pages = 4000;  // of 4 KiB, from which the log beside the file is emptied
  std::string vfs;       // tests put a failing disk underneath
};

/// /.well-known/tdmrep.json as it came; empty where there is none.
struct TdmFile {
  std::chrono::sys_seconds asked_at{};
  std::string content;
};

class EngineLock;

class Archive {
 public:
  /// Makes folder and file where there are none and brings the schema up to date. Errors:
  /// NotWritable, NewerSchema, Damaged, DiskFull, Busy.
  static Result<std::unique_ptr<Archive>> open(const std::filesystem::path& data_dir,
                                               const ArchiveOptions& options = {});
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// The right to run the engine on this folder, until this object or the process ends. Busy says
  /// which process has it.
  Result<void> take_engine_lock();
  bool has_engine_lock() const;

  /// Begins accepting articles; other writers wait until it is committed or dropped.
  AcceptTransaction begin_accept();
  Feeds& feeds();
  Intake& intake();
  Pictures& pictures();
  Pushes& pushes();
  HostBlocks& host_blocks();
  Corrections& corrections();
  WatchedPages& watched_pages();
  /// "feed 12": its poll, "look ADDRESS": its second look.
  Claims& claims();
  Reader reader() const;

  /// How to watch a page that was read.
  struct Watch {
    PageMark mark;
    std::chrono::sys_seconds first_look_at{};
  };
  /// Appends an article to the intake, counts its page, watches it from now on and notes under
  /// which `entry_keys` its feed knows it; the feed's words that stand at `words_at` give way to it
  /// (store/writing/giving_way.h). All or nothing.
  Result<Intake::Appended> take_in(const Submission& submission, const CountedPage& page,
                                   std::chrono::sys_seconds now,
                                   const std::optional<Watch>& watch = std::nullopt,
                                   std::span<const std::string> entry_keys = {},
                                   std::string_view words_at = {});

  /// What the TDM file of an origin said, and when it was asked for. Where that depends on how it
  /// is asked for, desk/page_rights keeps it under more than the origin.
  std::optional<TdmFile> tdm_file(std::string_view origin) const;
  void put_tdm_file(std::string_view origin, const TdmFile& file);

  /// While it lives, what its thread looks up is of one moment, and many looks cost little more
  /// than one. Others who look wait meanwhile; its thread writes nothing.
  class Glance {
   public:
    explicit Glance(Writer& writer);
    ~Glance();
    Glance(const Glance&) = delete;
    Glance& operator=(const Glance&) = delete;

   private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
  };
  Glance glance() const { return Glance(*writer_); }

  bool has_article(std::string_view canonical_url) const;
  /// Accepted, waiting in the intake, or taken down: nothing to fetch again.
  bool knows_address(std::string_view canonical_url) const;
  /// The newest version there, accepted or on its way.
  std::optional<Article> newest_at(std::string_view canonical_url) const;
  /// What stands or is on its way there is a feed's words alone.
  bool has_feed_words(std::string_view canonical_url) const;

  /// Articles from the feed alone whose pages should be tried again by now, oldest first.
  struct PageRetry {
    ArticleId article;
    FeedId feed;
    std::string url;
    int failures = 0;
  };
  std::vector<PageRetry> page_retries(std::chrono::sys_seconds now, int limit) const;
  /// What is said of an article that is here; what follows for its showing and its picture is done.
  void note_rights(ArticleId article, const Rights& rights, std::chrono::sys_seconds now);
  /// What is said of feeds' words that stand at these addresses or are on their way there.
  void note_rights(std::span<const RightsOfWords> said, std::chrono::sys_seconds now);
  /// Another failure of the page; no `retry_at` gives it up. Where `asked_with` are not its feed's
  /// options any more, it says nothing of how the page will be asked for now: it stays due.
  void note_page_failure(ArticleId article, const Error& error,
                         std::optional<std::chrono::sys_seconds> retry_at,
                         const std::optional<FeedOptions>& asked_with = std::nullopt);

  std::optional<std::string> setting(std::string_view key) const;
  void set_setting(std::string_view key, std::string_view value);
  /// Writes about as much as a poll does and takes it back, both durably: whether the store can be
  /// written again after it has failed. Throws StoreError when it cannot.
  void try_writing();

  /// What German compounds are parted by, in the index and to mark them; never null.
  std::shared_ptr<const PartWords> part_words() const;
  /// What has been learned since, up to that place in the stream, for when the next process goes
  /// on.
  void save_learned_words(const PartWords& words, std::int64_t stream_no);
  std::optional<LearnedWords> learned_words() const;

  /// A file for the engine's state after `stream_no`, one at a time. It counts when it is kept, in
  /// any thread and whenever; the state before it is kept too, older ones go.
  std::unique_ptr<StateFile> begin_snapshot(std::int64_t stream_no);
  void keep_snapshot(StateFile& file);
  /// The two at once.
  void save_snapshot(std::int64_t stream_no, std::string_view bytes);
  /// The newest that can be read back, no newer than `at_most` where given.
  std::optional<EngineState> load_snapshot(std::optional<std::int64_t> at_most = {}) const;
  /// After a re-run or when the engine cannot read them any more.
  void drop_snapshots();

  /// Articles that were taken down and that the engine has not forgotten yet.
  std::vector<ArticleId> to_forget() const;
  /// The engine has: `bytes` is its state without them, after `stream_no`. What it had known them
  /// by goes, and with it every older state; replay begins here.
  void note_forgotten(const std::vector<ArticleId>& articles, std::int64_t stream_no,
                      std::string_view bytes);

  std::filesystem::path path() const;
  Writer& writer() { return *writer_; }

 private:
  Archive(std::filesystem::path data_dir, ArchiveOptions options);
  std::uint64_t witness(std::int64_t stream_no) const;
  void drop_stored_states();

  std::filesystem::path data_dir_;
  ArchiveOptions options_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<EngineLock> lock_;
  Claims claims_;
  Feeds feeds_;
  Intake intake_;
  Pictures pictures_;
  Pushes pushes_;
  HostBlocks host_blocks_;
  Corrections corrections_;
  WatchedPages watched_pages_;
  StateFiles states_;
};

}  // namespace depesche
