// `depesche check`: the store against its own rules.
#include <algorithm>
#include <mutex>
#include <string_view>

#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "store/writing/intake.h"
#include "store/writing/state_files.h"

namespace depesche {
namespace {

// A thoroughly broken store is described well enough by this many sentences of a kind.
constexpr int kMaxOfAKind = 20;

/// Each rule's query finds rows that break it: a number to name, or none.
struct Rule {
  std::string_view broken;  // what a row means; its first column follows
  std::string_view sql;
};

constexpr Rule kRules[] = {
    {"time runs backward in the stream at",
     "SELECT stream_no FROM (SELECT stream_no, first_seen_at,"
     " lag(first_seen_at) OVER (ORDER BY stream_no) AS before FROM arrival)"
     " WHERE first_seen_at < before"},
    {"the stream has an unexplained gap before",
     "SELECT stream_no FROM (SELECT stream_no, lag(stream_no, 1, 0) OVER (ORDER BY stream_no) AS"
     " before FROM (SELECT stream_no FROM arrival UNION ALL SELECT stream_no FROM correction"
     " WHERE stream_no IS NOT NULL)) WHERE stream_no <> before + 1 AND NOT EXISTS"
     " (SELECT 1 FROM stream_gap WHERE first = before + 1 AND last = stream_no - 1)"},
    {"an article is missing in the stream:",
     "SELECT article_id FROM article a WHERE NOT EXISTS (SELECT 1 FROM arrival s"
     " WHERE s.stream_no = a.article_id AND s.article_id = a.article_id AND is_update = 0)"
     " OR NOT EXISTS (SELECT 1 FROM arrival s WHERE s.stream_no = a.latest_stream_no"
     " AND s.article_id = a.article_id)"},
    {"an article has no body:",
     "SELECT article_id FROM article WHERE article_id NOT IN (SELECT article_id FROM block)"},
    {"an article cannot be found by searching:",
     "SELECT article_id FROM article WHERE article_id NOT IN (SELECT article_id FROM search_text)"},
    {"an article is accepted and still in the intake:",
     "SELECT a.article_id FROM intake JOIN article a USING (canonical_url, content_hash)"},
    {"a living story has no articles:",
     "SELECT story_id FROM story WHERE merged_into IS NULL"
     " AND story_id NOT IN (SELECT story_id FROM story_article)"
     " AND story_id NOT IN (SELECT merged_into FROM story WHERE merged_into IS NOT NULL)"},
    {"a merged story still has articles:",
     "SELECT DISTINCT story_id FROM story JOIN story_article USING (story_id)"
     " WHERE merged_into IS NOT NULL"},
    {"a story redirects to one that redirects again:",
     "SELECT a.story_id FROM story a JOIN story b ON b.story_id = a.merged_into"
     " WHERE b.merged_into IS NOT NULL"},
    {"a story's counts are wrong:",
     "SELECT s.story_id FROM story s LEFT JOIN (SELECT story_id, count(*) AS n,"
     " count(DISTINCT outlet_id) AS o, count(DISTINCT iif(r.article_id IS NULL, outlet_id, NULL))"
     " AS i FROM story_article JOIN article USING (article_id) LEFT JOIN reprint r"
     " USING (article_id) GROUP BY story_id) c USING (story_id)"
     " WHERE articles <> ifnull(n, 0) OR outlets <> ifnull(o, 0) OR independent <> ifnull(i, 0)"},
    {"an article that was taken down is still here:",
     "SELECT a.article_id FROM article a JOIN tombstone USING (canonical_url)"},
    {"an outlet's count of articles is wrong:",
     "SELECT outlet_id FROM outlet o WHERE articles <>"
     " (SELECT count(*) FROM article a WHERE a.outlet_id = o.outlet_id)"},
    {"a count kept for the pages is wrong by",
     "SELECT value - (SELECT count(*) FROM article) FROM counter WHERE name = 'articles'"
     " AND value <> (SELECT count(*) FROM article)"
     " UNION ALL SELECT value - (SELECT count(*) FROM article WHERE origin = 'feed') FROM counter"
     " WHERE name = 'from_feed_alone'"
     " AND value <> (SELECT count(*) FROM article WHERE origin = 'feed')"
     " UNION ALL SELECT value - (SELECT count(*) FROM story WHERE merged_into IS NULL)"
     " FROM counter WHERE name = 'stories'"
     " AND value <> (SELECT count(*) FROM story WHERE merged_into IS NULL)"},
    {"the engine's state is ahead of the stream at",
     "SELECT stream_no FROM engine_snapshot"
     " WHERE stream_no > max((SELECT ifnull(max(stream_no), 0) FROM arrival),"
     " (SELECT ifnull(max(stream_no), 0) FROM correction))"},
    {"an arrival and a correction have the same place in the stream:",
     "SELECT stream_no FROM correction JOIN arrival USING (stream_no)"},
    {"two corrections that hold contradict each other about article",
     "SELECT p.a_id FROM correction_pair p JOIN correction_pair q ON p.a_id = q.a_id"
     " AND p.b_id = q.b_id AND p.same < q.same"
     " WHERE p.ended_by IS NULL AND q.ended_by IS NULL"},
    {"what repeats on a host is of a version that is not its newest:",
     "SELECT host_id FROM host h WHERE version <> ifnull("
     "(SELECT max(version) FROM repeated_version v WHERE v.host_id = h.host_id), 0)"},
    {"an article was read with what nobody knew: version",
     "SELECT repeated_version FROM article WHERE repeated_version <> 0"
     " AND repeated_version NOT IN (SELECT version FROM repeated_version)"},
    {"an analysis belongs to no arrival:",
     "SELECT stream_no FROM term_vector"
     " WHERE stream_no NOT IN (SELECT stream_no FROM arrival)"},
};

/// What SQLite found, a sentence a line; its own headings say nothing.
void add_damage(std::string_view report, std::vector<std::string>& findings) {
  while (!report.empty()) {
    const std::size_t end = std::min(report.find('\n'), report.size());
    const std::string_view line = report.substr(0, end);
    report.remove_prefix(std::min(end + 1, report.size()));
    if (!line.empty() && !line.starts_with("***")) {
      findings.push_back("the file is damaged: " + std::string(line));
    }
  }
}

void check_file(Connection& db, std::vector<std::string>& findings) {
  {
    auto rows = db.query("PRAGMA integrity_check(20)");
    while (rows.step()) {
      if (rows.text(0) != "ok") add_damage(rows.text(0), findings);
    }
  }
  auto rows = db.query("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1");
  while (rows.step()) {
    findings.push_back(std::to_string(rows.integer(1)) + " rows of " + std::string(rows.text(0)) +
                       " point at rows that are not there");
  }
}

void check_rules(Connection& db, std::vector<std::string>& findings) {
  for (const Rule& rule : kRules) {
    auto rows = db.query(rule.sql);
    for (int found = 0; rows.step(); ++found) {
      if (found == kMaxOfAKind) {
        findings.push_back(std::string(rule.broken) + " … and more");
        break;
      }
      findings.push_back(std::string(rule.broken) + " " + std::to_string(rows.integer(0)));
    }
  }
}

void check_index(Connection& db, std::vector<std::string>& findings) {
  try {
    // Rank 1: also compares the index with the words it was made from.
    db.run("INSERT INTO search_index(search_index, rank) VALUES('integrity-check', 1)");
  } catch (const StoreError& error) {
    findings.push_back("the full-text index is damaged: " + error.error().message);
  }
}

/// Bodies, old versions and the intake can be read back, and hold what their hashes say.
void check_packed(Connection& db, std::vector<std::string>& findings) {
  constexpr std::pair<std::string_view, std::string_view> kTables[] = {
      {"the body of article",
       "SELECT article_id, packed, content_hash FROM block JOIN article"
       " USING (article_id)"},
      {"an old version of article", "SELECT article_id, packed, content_hash FROM revision"},
      {"the intake's entry", "SELECT intake_id, packed, content_hash FROM intake"},
  };
  for (const auto& [what, sql] : kTables) {
    auto rows = db.query(sql);
    int found = 0;
    while (rows.step() && found < kMaxOfAKind) {
      const Result<Article> article = unpack_article(rows.blob(1));
      if (article && is_version_of(*article, rows.blob(2))) continue;
      ++found;
      findings.push_back(std::string(what) + " " + std::to_string(rows.integer(0)) +
                         (article ? " is not what was accepted" : " cannot be read back"));
    }
  }
  auto rows = db.query("SELECT hash, bytes FROM picture_file");
  while (rows.step()) {
    if (hash_bytes(hash128(rows.blob(1))) == rows.blob(0)) continue;
    findings.push_back("picture " + hash_hex(rows.blob(0)) + " is not what was fetched");
  }
}

}  // namespace

std::vector<std::string> check(Archive& archive) {
  Writer& writer = archive.writer();
  const std::scoped_lock turn(writer.turn);
  std::vector<std::string> findings;
  for (const auto part : {check_file, check_rules, check_index, check_packed}) {
    try {
      part(writer.db, findings);
    } catch (const StoreError& error) {
      findings.push_back(error.error().message);
    }
  }
  return findings;
}

std::vector<std::string> check_states(Archive& archive) {
  Writer& writer = archive.writer();
  const std::scoped_lock turn(writer.turn);
  std::vector<std::string> findings;
  const StateFiles states(archive.path());
  for (const std::int64_t number : states.numbers()) {
    if (states.read(number, stream_witness(writer.db, number))) continue;
    const std::vector<std::int64_t> still = states.numbers();  // a running engine replaces them
    if (std::find(still.begin(), still.end(), number) == still.end()) continue;
    findings.push_back("the engine's state after " + std::to_string(number) +
                       " cannot be read or is of another stream; the next start takes longer");
  }
  return findings;
}

}  // namespace depesche
