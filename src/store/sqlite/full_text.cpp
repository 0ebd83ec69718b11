#include "store/sqlite/full_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "pack/zstd.h"
#include "store/sqlite/database.h"
#include "text/index_terms.h"

namespace depesche {
namespace {

// Far above any article; a damaged row must not fill the memory.
constexpr std::size_t kMaxText = 64 << 20;

void unpacked(sqlite3_context* context, int, sqlite3_value** values) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
  const Result<std::string> text = zstd_decompress({bytes, bytes ? size : 0}, kMaxText);
  if (!text) {
    sqlite3_result_error(context, text.error().message.c_str(), -1);
    sqlite3_result_error_code(context, SQLITE_CORRUPT);
    return;
  }
  sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// The tokenizer has no state; FTS5 wants a pointer all the same.
int create_tokenizer(void*, const char**, int, Fts5Tokenizer** out) {
  static int nothing = 0;
  *out = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* use_context, int, const char* text, int size,
             int (*use)(void*, int, const char*, int, int, int)) {
  int begin = 0;
  while (begin < size) {
    if (text[begin] == ' ') {
      ++begin;
      continue;
    }
    const int end = static_cast<int>(std::find(text + begin, text + size, ' ') - text);
    // What stands inside a word is where that word is.
    const int flags = text[begin] == kInside ? FTS5_TOKEN_COLOCATED : 0;
    const int status = use(use_context, flags, text + begin, end - begin, begin, end);
    if (status != SQLITE_OK) return status;
    begin = end;
  }
  return SQLITE_OK;
}

/// Per query: how much a match of each phrase is worth.
struct PhraseWeights {
  std::vector<double> worth;
  double average_words = 1;
};

int count_match(const Fts5ExtensionApi*, Fts5Context*, void* counter) {
  return ++*static_cast<int*>(counter) >= kCountedMatches ? SQLITE_DONE : SQLITE_OK;
}

// A word inside a compound says less than the word by itself.
constexpr double kLesserWeight = 0.4;

/// Of a phrase in this many rows.
double rarity(double total, int matches) {
  // Never negative: a word in most articles counts little, not against.
  return std::log(1.0 + (total - matches + 0.5) / (matches + 0.5));
}

PhraseWeights* weigh_phrases(const Fts5ExtensionApi* api, Fts5Context* cursor,
                             std::string_view kinds, int* status) {
  auto weights = std::make_unique<PhraseWeights>();
  sqlite3_int64 rows = 0;
  sqlite3_int64 words = 0;
  *status = api->xRowCount(cursor, &rows);
  if (*status == SQLITE_OK) *status = api->xColumnTotalSize(cursor, -1, &words);
  if (*status != SQLITE_OK) return nullptr;
  const auto total = static_cast<double>(std::max<sqlite3_int64>(rows, 1));
  weights->average_words = std::max(1.0, static_cast<double>(words) / total);
  int of_word = 0;
  for (int phrase = 0; phrase < api->xPhraseCount(cursor); ++phrase) {
    int matches = 0;
    *status = api->xQueryPhrase(cursor, phrase, &matches, count_match);
    if (*status != SQLITE_OK) return nullptr;
    const auto place = static_cast<std::size_t>(phrase);
    const bool is_lesser = place < kinds.size() && kinds[place] == kLesserPhrase;
    if (is_lesser) {
      // However rare that is, it is not worth more than the word it stands in for.
      weights->worth.push_back(kLesserWeight * rarity(total, std::max(matches, of_word)));
    } else {
      weights->worth.push_back(rarity(total, matches));
      of_word = matches;
    }
  }
  return weights.release();
}

// A word in the headline says more than one in the body; facets say nothing about closeness.
constexpr std::array<double, 3> kColumnWeights{4.0, 1.0, 0.0};
constexpr double kSaturation = 1.2;  // BM25's k1 and b, at the values of the literature
constexpr double kLengthEffect = 0.75;

/// The weights of this query, made at its first match; null with a status when that fails.
PhraseWeights* weights_of(const Fts5ExtensionApi* api, Fts5Context* cursor, std::string_view kinds,
                          int* status) {
  auto* weights = static_cast<PhraseWeights*>(api->xGetAuxdata(cursor, 0));
  if (weights != nullptr) return weights;
  weights = weigh_phrases(api, cursor, kinds, status);
  if (weights == nullptr) return nullptr;
  // On failure FTS5 has freed them already.
  *status =
      api->xSetAuxdata(cursor, weights, [](void* old) { delete static_cast<PhraseWeights*>(old); });
  return *status == SQLITE_OK ? weights : nullptr;
}

std::string_view argument_of(int count, sqlite3_value** values) {
  if (count < 1) return {};
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))};
}

void closeness(const Fts5ExtensionApi* api, Fts5Context* cursor, sqlite3_context* context,
               int count, sqlite3_value** values) {
  int status = SQLITE_OK;
  const PhraseWeights* weights = weights_of(api, cursor, argument_of(count, values), &status);
  if (weights == nullptr) {
    sqlite3_result_error_code(context, status);
    return;
  }
  std::vector<double> frequency(weights->worth.size(), 0.0);
  int instances = 0;
  status = api->xInstCount(cursor, &instances);
  for (int i = 0; status == SQLITE_OK && i < instances; ++i) {
    int phrase = 0;
    int column = 0;
    int offset = 0;
    status = api->xInst(cursor, i, &phrase, &column, &offset);
    if (status != SQLITE_OK) break;
    frequency[static_cast<std::size_t>(phrase)] +=
        kColumnWeights[static_cast<std::size_t>(std::clamp(column, 0, 2))];
  }
  int words = 0;
  if (status == SQLITE_OK) status = api->xColumnSize(cursor, -1, &words);
  if (status != SQLITE_OK) {
    sqlite3_result_error_code(context, status);
    return;
  }
  const double length =
      kSaturation * (1 - kLengthEffect + kLengthEffect * words / weights->average_words);
  double score = 0;
  for (std::size_t phrase = 0; phrase < frequency.size(); ++phrase) {
    score += weights->worth[phrase] * frequency[phrase] * (kSaturation + 1) /
             (frequency[phrase] + length);
  }
  sqlite3_result_double(context, score);
}

fts5_api* fts5_of(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (status != SQLITE_OK) throw_sqlite_error(handle, status, "looking for FTS5");
  // SQLite's documented way to the extension's functions.
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (api == nullptr) throw StoreError(ErrorCode::Unsupported, "this SQLite has no FTS5");
  return api;
}

}  // namespace

std::string phrase_kinds(std::string_view match) {
  std::string kinds;
  bool is_near = false;
  for (std::size_t at = 0; at < match.size(); ++at) {
    if (match.substr(at).starts_with("NEAR(")) is_near = true;
    if (match[at] == ')') is_near = false;
    if (match[at] != '"') continue;
    const bool is_inside = match.substr(at + 1).starts_with(kInside);
    kinds.push_back(is_near || is_inside ? kLesserPhrase : kWordPhrase);
    // To the closing mark; two of them are one inside.
    for (++at; at < match.size(); ++at) {
      if (match[at] != '"') continue;
      if (!match.substr(at + 1).starts_with('"')) break;
      ++at;
    }
  }
  return kinds;
}

void add_full_text_functions(Connection& db) {
  sqlite3* handle = db.handle();
  int status = sqlite3_create_function_v2(handle, "unpacked", 1,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                          nullptr, unpacked, nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) throw_sqlite_error(handle, status, "adding a function");
  fts5_api* api = fts5_of(handle);
  fts5_tokenizer spaced{create_tokenizer, delete_tokenizer, tokenize};
  status = api->xCreateTokenizer(api, "spaced", nullptr, &spaced, nullptr);
  if (status == SQLITE_OK) {
    status = api->xCreateFunction(api, "closeness", nullptr, closeness, nullptr);
  }
  if (status != SQLITE_OK) throw_sqlite_error(handle, status, "adding to FTS5");
}

}  // namespace depesche
