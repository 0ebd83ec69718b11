#include "tests/support/edited_copies.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "base/ascii.h"
#include "json/parse.h"
#include "text/shingles.h"

namespace depesche::test {
namespace {

constexpr std::size_t kRunWords = 8;

struct TextSet {
  const char* file;
  const char* text_key;
  const char* language;  // of the set, where its lines name none
};

constexpr std::array kTextSets{
    TextSet{"giveme5w1h-news-cluster/articles.jsonl", "text", "en"},
    TextSet{"10kgnad/articles.jsonl", "text", "de"},
    TextSet{"fundus/gold.jsonl", "body", "en"},
    TextSet{"fundus-evaluation/gold.jsonl", "body", "en"},
    TextSet{"article-extraction-benchmark/gold.jsonl", "body", "en"},
    TextSet{"wcxb/gold.jsonl", "body", "en"},
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

/// As a desk cuts: after a line, or after a full stop with a capital behind it. Deliberately not
/// the engine's own idea of a sentence.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  const auto end_at = [&](std::size_t end) {
    const std::string_view piece = trim(text.substr(begin, end - begin));
    if (!piece.empty()) out.push_back(piece);
    begin = end;
  };
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const bool stops = text[i] == '.' || text[i] == '!' || text[i] == '?';
    const bool starts = text[i + 2] >= 'A' && text[i + 2] <= 'Z';
    if (text[i] == '\n' || (stops && text[i + 1] == ' ' && starts)) end_at(i + 1);
  }
  end_at(text.size());
  return out;
}

std::string joined(const std::vector<std::string_view>& pieces) {
  std::string out;
  for (std::string_view piece : pieces) out.append(piece).append("\n");
  return out;
}

FullText read_text(const json::Value& object, const TextSet& set) {
  FullText out;
  out.id = object.string_at("id");
  out.text = object.string_at(set.text_key);
  out.language = object.string_at("lang");
  out.outlet = object.string_at("publisher");
  out.event = object.string_at("cluster");
  out.title = object.string_at("title");
  if (out.language.empty()) out.language = set.language;
  if (out.outlet.empty()) out.outlet = set.file;
  return out;
}

}  // namespace

std::vector<FullText> read_full_texts(const std::filesystem::path& data) {
  std::vector<FullText> out;
  std::set<std::string> known;
  for (const TextSet& set : kTextSets) {
    std::ifstream file(data / set.file);
    for (std::string line; std::getline(file, line);) {
      const auto parsed = json::parse(line);
      if (!parsed) continue;
      FullText text = read_text(*parsed, set);
      if (words_of(text.text).size() < kFewestWords) continue;
      if (text.event.empty() && !known.insert(squeeze(text.text)).second) continue;
      out.push_back(std::move(text));
    }
  }
  return out;
}

std::string_view name(Edit edit) {
  switch (edit) {
    case Edit::Cut:
      return "cut";
    case Edit::ReLed:
      return "re-led";
    case Edit::Reheaded:
      return "re-headed";
    case Edit::Reworded:
      return "reworded";
    case Edit::Merged:
      return "merged";
  }
  return "";
}

Copyist::Copyist(std::span<const FullText> texts, std::mt19937& random)
    : texts_(texts), random_(random) {
  for (const FullText& text : texts) by_language_[text.language].push_back(&text);
}

FullText Copyist::copy(const FullText& original, Edit edit) {
  FullText out = original;
  switch (edit) {
    case Edit::Cut:
      out.text = cut(original.text, 30, 70);
      break;
    case Edit::ReLed:
      out.text = re_led(original);
      break;
    case Edit::Reheaded:
      break;
    case Edit::Reworded:
      out.text = reworded(original);
      break;
    case Edit::Merged:
      out.text = merged(original);
      break;
  }
  if (edit == Edit::Reheaded || by_chance(50)) out.title = another(original).title;
  return out;
}

/// Of the same language and another event; a language with hardly a text borrows from all.
const FullText& Copyist::another(const FullText& text) {
  const std::vector<const FullText*>& near = by_language_.at(text.language);
  for (int attempt = 0; attempt < 100; ++attempt) {
    const FullText& found =
        near.size() > 8 ? *near[below(near.size())] : texts_[below(texts_.size())];
    if (found.id != text.id && (text.event.empty() || found.event != text.event)) return found;
  }
  return texts_.front();
}

std::string Copyist::cut(std::string_view text, std::size_t least_percent,
                         std::size_t most_percent) {
  std::vector<std::string_view> pieces = pieces_of(text);
  const std::size_t percent = least_percent + below(most_percent - least_percent + 1);
  const std::size_t kept = std::max<std::size_t>(1, (pieces.size() * percent + 50) / 100);
  if (by_chance(50)) {  // else sentences here and there
    pieces.resize(kept);
    return joined(pieces);
  }
  while (pieces.size() > kept) {
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(below(pieces.size())));
  }
  return joined(pieces);
}

std::string Copyist::re_led(const FullText& original) {
  const std::vector<std::string_view> own = pieces_of(original.text);
  const std::vector<std::string_view> foreign = pieces_of(another(original).text);
  const std::size_t lede = std::min(1 + below(3), (own.size() + 2) / 3);
  std::vector<std::string_view> out(
      foreign.begin(),
      foreign.begin() + static_cast<std::ptrdiff_t>(std::min(lede, foreign.size())));
  out.insert(out.end(), own.begin() + static_cast<std::ptrdiff_t>(lede), own.end());
  return joined(out);
}

/// Every word has one chance in five to be touched: mostly another stands in its place, sometimes
/// it falls out or one comes before it.
std::string Copyist::reworded(const FullText& original) {
  const std::vector<std::string_view> lent = words_of(another(original).text);
  std::string out;
  std::size_t end = 0;
  for (std::string_view word : words_of(original.text)) {
    const auto begin = static_cast<std::size_t>(word.data() - original.text.data());
    out.append(original.text, end, begin - end);  // the white space, so that lines stay
    end = begin + word.size();
    const std::size_t way = by_chance(20) ? below(10) : 10;
    const std::string_view other = lent[below(lent.size())];
    if (way == 8) continue;
    if (way == 9) out.append(other).append(" ");
    out += way < 8 ? other : word;
  }
  return out;
}

std::string Copyist::merged(const FullText& original) {
  const std::string own = cut(original.text, 60, 100);
  const std::string foreign = cut(another(original).text, 60, 100);
  if (by_chance(50)) return by_chance(50) ? own + foreign : foreign + own;
  const std::vector<std::string_view> a = pieces_of(own);
  const std::vector<std::string_view> b = pieces_of(foreign);
  std::vector<std::string_view> out;
  constexpr std::size_t kBlock = 3;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); i += kBlock) {
    for (const auto* from : {&a, &b}) {
      for (std::size_t j = i; j < std::min(i + kBlock, from->size()); ++j) {
        out.push_back((*from)[j]);
      }
    }
  }
  return joined(out);
}

WordRuns word_runs(std::string_view text) {
  const std::vector<std::uint64_t> words = token_hashes(text);
  WordRuns out;
  out.words = words.size();
  if (words.size() >= kRunWords) out.in_order = shingles(words, kRunWords);
  out.sorted = out.in_order;
  std::sort(out.sorted.begin(), out.sorted.end());
  return out;
}

int copied_share(const WordRuns& a, const WordRuns& b) {
  const WordRuns& shorter = a.words <= b.words ? a : b;
  const WordRuns& longer = a.words <= b.words ? b : a;
  if (shorter.words == 0) return 0;
  std::size_t copied = 0;
  std::size_t until = 0;  // words before it are counted
  for (std::size_t i = 0; i < shorter.in_order.size(); ++i) {
    if (!std::binary_search(longer.sorted.begin(), longer.sorted.end(), shorter.in_order[i])) {
      continue;
    }
    copied += i + kRunWords - std::max(until, i);
    until = i + kRunWords;
  }
  return static_cast<int>(copied * 1000 / shorter.words);
}

}  // namespace depesche::test
