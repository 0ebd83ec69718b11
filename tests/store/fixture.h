// A temporary data folder and articles to put into it.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include "store/archive.h"
#include "store/upkeep/maintenance.h"

namespace depesche {

/// In memory where the system has such a place: what is tested is what is written, not how long a
/// disk takes to sync it.
inline std::filesystem::path fast_folder() {
  const std::filesystem::path memory = "/dev/shm";
  return access(memory.c_str(), W_OK | X_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

/// A folder that goes when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fast_folder() / "depesche-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::chrono::sys_seconds at(std::int64_t seconds) {
  constexpr std::int64_t kMorning = 1'800'000'000;
  return std::chrono::sys_seconds{std::chrono::seconds{kMorning + seconds}};
}

inline std::unique_ptr<Archive> open_or_throw(const std::filesystem::path& folder,
                                              const ArchiveOptions& options = {}) {
  Result<std::unique_ptr<Archive>> archive = Archive::open(folder, options);
  if (!archive) throw StoreError(archive.error());
  return *std::move(archive);
}

inline Article make_article(const std::string& outlet, const std::string& slug,
                            const std::string& title, const std::string& text) {
  Article article;
  article.outlet = outlet;
  article.url = "https://" + slug + ".example/read?from=feed";
  article.canonical_url = "https://" + slug + ".example/read";
  article.title = title;
  article.text = text;
  article.blocks = {{BlockKind::Paragraph, text, "", 0, {}, {}}};
  article.language = "de";
  return article;
}

/// Terms as a test writes them: already lower case, parted by spaces.
inline SearchTerms terms_of(const Article& article) { return {article.title, article.text}; }

/// Accepts one article into a story, all in one transaction.
inline Accepted accept_one(Archive& archive, const Article& article, std::chrono::sys_seconds now,
                           StoryId story = {}, std::optional<StoredDecision> decision = {}) {
  AcceptTransaction accept = archive.begin_accept();
  const Accepted key = accept.put_article({article, {}, {}, {}}, terms_of(article), now);
  if (key.outcome == Outcome::New || key.outcome == Outcome::Updated) {
    accept.put_term_vector(key.stream_no, "vector " + article.title);
    StoredDecision chosen = decision.value_or(StoredDecision{});
    chosen.article = key.id;
    chosen.story = story ? story : StoryId{key.id.value};
    if (chosen.reason.empty()) chosen.reason = "founded";
    accept.put_decision(chosen);
  }
  accept.commit();
  return key;
}

}  // namespace depesche
