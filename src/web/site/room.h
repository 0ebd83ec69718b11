// What handlers share: the archive's readers, the desk, and what is known of the request.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "web/http/csrf.h"
#include "web/http/router.h"
#include "web/pages/frame.h"
#include "web/site/site.h"

namespace depesche::web {

/// Readers waiting for work. One that is lent goes back when the handler is done.
class ReaderPool {
 public:
  explicit ReaderPool(const Archive& archive) : archive_(archive) {}

  class Loan {
   public:
    Loan(ReaderPool& pool, std::unique_ptr<Reader> reader)
        : pool_(pool), reader_(std::move(reader)) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() { pool_.give_back(std::move(reader_)); }
    const Reader& operator*() const { return *reader_; }
    const Reader* operator->() const { return reader_.get(); }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Reader> reader_;
  };
  Loan lend();

 private:
  void give_back(std::unique_ptr<Reader> reader);
  const Archive& archive_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Reader>> idle_;
};

/// Everything a handler needs besides the request.
struct Room {
  Room(const Archive& whole, DeskPort port, SiteOptions opts)
      : archive(whole), readers(whole), desk(std::move(port)), options(std::move(opts)) {}

  const Archive& archive;
  ReaderPool readers;
  const DeskPort desk;
  const SiteOptions options;
  ListenAddress listening;
  const Secret secret = new_secret();

  /// Settings, rights and clock of this reader; `sections` only where the page has navigation.
  Viewer viewer(const Request& request);
  /// What stops the wire, as this reader may know it; empty on a good day.
  std::string pause(const Viewer& viewer) const;
  /// Sections of the edition in force, most used first; counted once an edition.
  std::vector<std::string> sections();
  /// How many feeds fail, as it was within the last minute.
  int failing_feeds();
  /// Somebody has just counted.
  void note_failing_feeds(int count);

 private:
  std::mutex mutex_;  // guards what follows
  std::optional<std::chrono::sys_seconds> failing_feeds_of_;
  int failing_feeds_ = 0;
  std::chrono::sys_seconds sections_of_{};
  std::vector<std::string> sections_;
};

Response html(std::string page, int status = 200);
Response atom(std::string text);
Response json_feed(std::string text);
Response error_response(const Viewer& viewer, int status);
std::optional<std::int64_t> positive_number(std::string_view text);

void add_reading_routes(Router& router, Room& room);
void add_acting_routes(Router& router, Room& room);
void add_correcting_routes(Router& router, Room& room);
void add_hub_routes(Router& router, Room& room);
void add_api_routes(Router& router, Room& room);

/// RFC 9457: what went wrong, for programs.
Response problem(int status, std::string_view title, std::string_view detail = {});

}  // namespace depesche::web
