// Looking after the store: backup, restore, check, gc, takedown.
#include <iostream>

#include "cli/command.h"
#include "desk/engine_check.h"
#include "desk/story_desk.h"
#include "store/upkeep/maintenance.h"
#include "url/canonical.h"

namespace depesche::cli {
namespace {

int back_up_to(Archive& archive, const std::string& file) {
  const Result<void> done = back_up(archive, file);
  if (!done) return fail(exit_code(done.error()), done.error().message);
  std::cout << "backed up to " << file << '\n';
  return kDone;
}

int restore_from(const Context& context, const std::string& file) {
  const std::filesystem::path folder = context.settings->data_folder();
  const Result<void> done = restore(folder, file);
  if (!done) {
    // Only the backup has been read; the store is as it was.
    const bool is_backups_fault =
        done.error().code == ErrorCode::Damaged || done.error().code == ErrorCode::NewerSchema;
    return fail(is_backups_fault ? kSomeUnreadable : exit_code(done.error()), done.error().message);
  }
  std::cout << "restored into " << folder.string() << '\n';
  return kDone;
}

int check_store(Archive& archive) {
  std::vector<std::string> of_engine = check_engine(archive);
  for (std::string& finding : check_states(archive)) of_engine.push_back(std::move(finding));
  for (const std::string& finding : of_engine) std::cout << finding << '\n';
  const std::vector<std::string> findings = check(archive);
  for (const std::string& finding : findings) std::cout << finding << '\n';
  if (findings.empty()) {
    std::cout << "the store is sound\n";
    return of_engine.empty() ? kDone : kSomeUnreadable;
  }
  return fail(kStoreUnusable,
              "the store is not sound; `depesche restore FILE` puts a backup in its place");
}

int let_go(Archive& archive, const Context& context, std::optional<long long> days) {
  const std::int64_t parted = index_parts(archive);
  if (parted > 0) std::cout << "indexed the parts of compounds of " << parted << " articles\n";
  const long long keep = days ? *days : context.settings->number("retention_days");
  if (keep == 0) {
    std::cout << "nothing let go: retention_days is 0, which keeps all; --days N says otherwise\n";
    return kDone;
  }
  Retention retention;
  retention.articles = std::chrono::days(keep);
  const LetGo gone = collect_garbage(archive, retention, now());
  std::cout << "let go: " << gone.articles << " articles, " << gone.stories << " stories, "
            << gone.pictures << " pictures\n";
  return kDone;
}

struct TakedownOptions {
  std::string address;
  std::string reason;
};

int take_down_address(Archive& archive, const StoryParameters& parameters,
                      const TakedownOptions& options) {
  const std::string canonical = canonical_url(options.address);
  if (canonical.empty()) {
    return fail(kUsage, "takedown wants the article's http or https address");
  }
  // Some are read at an address that is not their canonical one; people copy either.
  const bool is_known = archive.has_article(canonical);
  const TakenDown done =
      take_down(archive, is_known ? canonical : options.address, options.reason, now());
  if (!is_known && options.address != canonical) {
    static_cast<void>(take_down(archive, canonical, options.reason, now()));
  }
  std::cout << "taken down: " << canonical;
  if (done.article) {
    std::cout << "\nremoved: article " << done.article.value
              << ", its versions, its picture and its words in the search index";
  } else {
    std::cout << "\nthere was no such article here";
  }
  std::cout << "\nthe address will not be taken again\n";
  if (archive.take_engine_lock()) {
    StoryDesk desk(archive, nullptr, parameters);
    if (const Result<void> opened = desk.open(); !opened) {
      return fail(kStoreUnusable, opened.error().message);
    }
  } else if (done.article) {
    std::cout << "the running server lets its story engine forget it within seconds\n";
  }
  if (!done.is_out_of_log) {
    std::cout << "another process is reading: until it has moved on, the log beside the store may "
                 "still hold words of it\n";
  }
  std::cout << "backups made before keep the text; after a restore, take it down again\n";
  return kDone;
}

}  // namespace

void add_keeping(CLI::App& app, Context& context) {
  const auto file = std::make_shared<std::string>();
  add_command(app, context, "backup", "copy the whole store to a file, while everything goes on",
              [&context, file] {
                return with_archive(context, NeedStore::Existing,
                                    [&](Archive& archive) { return back_up_to(archive, *file); });
              })
      ->add_option("FILE", *file, "where to")
      ->required();
  add_command(app, context, "restore", "put a backup in the store's place, keeping the old one",
              [&context, file] { return restore_from(context, *file); })
      ->add_option("FILE", *file, "a file made by `depesche backup`")
      ->required();
  add_command(app, context, "check", "verify the store end to end", [&context] {
    return with_archive(context, NeedStore::Existing,
                        [](Archive& archive) { return check_store(archive); });
  });
  const auto takedown = std::make_shared<TakedownOptions>();
  CLI::App* command = add_command(
      app, context, "takedown", "remove an article for good and never take its address again",
      [&context, takedown] {
        return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
          return take_down_address(archive, story_parameters(*context.settings), *takedown);
        });
      });
  command->add_option("URL", takedown->address, "the article's address")->required();
  command->add_option("--reason", takedown->reason, "kept beside the address, for you");
  const auto days = std::make_shared<std::optional<long long>>();
  add_command(app, context, "gc", "let go of what is older than the retention allows",
              [&context, days] {
                return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
                  return let_go(archive, context, *days);
                });
              })
      ->add_option("--days", *days, "keep articles this many days (else: retention_days)")
      ->check(CLI::Range(1, 100'000));
}

}  // namespace depesche::cli
