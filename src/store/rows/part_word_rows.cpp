#include "store/rows/part_word_rows.h"

#include <string>

#include "store/sqlite/database.h"

namespace depesche {
namespace {

// The number in the stream, in decimal.
constexpr std::string_view kLearnedUntil = "part_words_learned_until";

constexpr std::string_view kDigits = "0123456789abcdef";

std::string to_hex_text(std::string_view bytes) {
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::optional<std::string> from_hex_text(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = kDigits.find(text[i]);
    const std::size_t low = kDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out.push_back(static_cast<char>(high << 4 | low));
  }
  return out;
}

}  // namespace

void put_part_words(Connection& db, std::string_view key, const PartWords& words) {
  db.run("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)", key, to_hex_text(words.bytes()));
}

std::optional<PartWords> find_part_words(Connection& db, std::string_view key) {
  const auto text = db.one<std::string>("SELECT value FROM meta WHERE key = ?1", key);
  if (!text) return std::nullopt;
  const std::optional<std::string> bytes = from_hex_text(*text);
  return bytes ? PartWords::from(*bytes) : std::nullopt;
}

void put_learned_words(Connection& db, const PartWords& words, std::int64_t stream_no) {
  put_part_words(db, kPartWordsLearned, words);
  db.run("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)", kLearnedUntil,
         std::to_string(stream_no));
}

std::optional<LearnedWords> find_learned_words(Connection& db) {
  auto words = find_part_words(db, kPartWordsLearned);
  if (!words) return std::nullopt;
  return LearnedWords{*std::move(words),
                      db.one<std::int64_t>("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1",
                                           kLearnedUntil)};
}

}  // namespace depesche
