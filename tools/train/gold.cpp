#include "gold.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/ascii.h"
#include "json/parse.h"
#include "pack/gzip.h"
#include "pack/hash.h"
#include "url/domain.h"
#include "url/url.h"

namespace depesche::train {
namespace {

namespace fs = std::filesystem;
using extract::RawBlock;

constexpr std::size_t kShingle = 4;
constexpr std::size_t kLargestPage = 50'000'000;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string outlet_of(const json::Value& gold) {
  const std::string_view publisher = gold.string_at("publisher");
  if (const auto url = parse_url(gold.string_at("url"))) {
    std::string domain = registrable_domain(url->host);
    if (!domain.empty()) return domain;
  }
  return std::string(publisher.empty() ? gold.string_at("id") : publisher);
}

std::vector<std::string> texts_of(const json::Value* list) {
  std::vector<std::string> texts;
  if (!list) return texts;
  for (const json::Value& text : list->elements()) {
    std::string squeezed = squeeze(text.as_string());
    if (!squeezed.empty()) texts.push_back(std::move(squeezed));
  }
  return texts;
}

/// Code point at `at`, which moves on.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at++]);
  const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
  char32_t c = more == 0 ? byte : byte & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    c = (c << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return c;
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_alnum(static_cast<char>(c)) || c == '_';
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  return !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x2100 && c <= 0x2BFF) &&
         !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xFF00 && c <= 0xFF0F) &&
         !(c >= 0xFE00 && c <= 0xFE0F) && !(c >= 0x1F000 && c <= 0x1FAFF);
}

bool stands_alone(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF);
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  return (hash ^ word) * 0x9E3779B97F4A7C15ULL + (hash >> 29U);
}

std::uint64_t shingle_at(const std::vector<std::uint64_t>& words, std::size_t at) {
  std::uint64_t hash = 7;
  for (std::size_t i = at; i < std::min(at + kShingle, words.size()); ++i) {
    hash = mixed(hash, words[i]);
  }
  return hash;
}

/// Labels by a body that is known whole.
class Aligner {
 public:
  explicit Aligner(const std::string& body) : gold_(words_of(body)), shingles_(shingles_of(gold_)) {
    for (std::size_t i = 0; i < gold_.size(); ++i) places_[gold_[i]].push_back(i);
  }

  std::vector<Label> labels(const std::vector<RawBlock>& blocks) const {
    std::vector<std::vector<std::uint64_t>> words;
    for (const RawBlock& block : blocks) words.push_back(words_of(block.text));
    std::vector<Label> labels(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (words[i].size() < kShingle) continue;
      const std::size_t count = words[i].size() - kShingle + 1;
      std::size_t found = 0;
      for (std::size_t at = 0; at < count; ++at) {
        found += shingles_.contains(shingle_at(words[i], at)) ? 1 : 0;
      }
      labels[i] = {static_cast<float>(found) / static_cast<float>(count),
                   static_cast<float>(words[i].size())};
    }
    // A short line is part of the text where it stands in the same company there.
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (words[i].empty() || words[i].size() >= kShingle) continue;
      labels[i].words = static_cast<float>(words[i].size());
      labels[i].target = stands_in_company(words, labels, i) ? 1 : 0;
    }
    return labels;
  }

 private:
  bool stands_in_company(const std::vector<std::vector<std::uint64_t>>& words,
                         const std::vector<Label>& labels, std::size_t i) const {
    const auto found = places_.find(words[i].front());
    if (found == places_.end()) return false;
    const std::uint64_t* before = nullptr;
    const std::uint64_t* after = nullptr;
    for (std::size_t j = i; j-- > 0 && !before;) {
      if (labels[j].target >= 0.5F) before = &words[j].back();
    }
    for (std::size_t j = i + 1; j < words.size() && !after; ++j) {
      if (labels[j].target >= 0.5F) after = &words[j].front();
    }
    for (const std::size_t at : found->second) {
      const std::size_t end = at + words[i].size();
      if (end > gold_.size()) continue;
      if (!std::equal(words[i].begin(), words[i].end(),
                      gold_.begin() + static_cast<std::ptrdiff_t>(at))) {
        continue;
      }
      if (before && at > 0 && gold_[at - 1] == *before) return true;
      if (after && end < gold_.size() && gold_[end] == *after) return true;
    }
    return false;
  }

  std::vector<std::uint64_t> gold_;
  Shingles shingles_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> places_;
};

/// Labels by segments: what holds none of them is not known.
std::vector<Label> labels_by_segments(const GoldPage& page, const std::vector<RawBlock>& blocks) {
  constexpr float kSegment = 12;  // words; a page has about three of each kind
  std::vector<Label> labels(blocks.size());
  const auto mark = [&](const std::vector<std::string>& segments, float target) {
    for (const std::string& segment : segments) {
      for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string text = squeeze(blocks[i].text);
        const bool holds = text.find(segment) != std::string::npos;
        const bool part = text.size() >= 20 && segment.find(text) != std::string::npos;
        if (holds || part) labels[i] = {target, kSegment};
      }
    }
  };
  mark(page.unwanted, 0);
  mark(page.wanted, 1);
  return labels;
}

}  // namespace

std::vector<GoldPage> read_gold(const fs::path& data, const std::vector<std::string>& sets) {
  std::vector<GoldPage> pages;
  for (const std::string& set : sets) {
    std::ifstream gold(data / set / "gold.jsonl");
    for (std::string line; std::getline(gold, line);) {
      const auto value = json::parse(line);
      if (!value) continue;
      GoldPage page;
      page.set = set;
      page.id = value->string_at("id");
      page.outlet = outlet_of(*value);
      page.language = value->string_at("lang");
      page.body = value->string_at("body");
      for (const char* key : {"with", "must_contain"}) {
        for (auto& text : texts_of(value->find(key))) page.wanted.push_back(std::move(text));
      }
      for (const char* key : {"without", "must_not_contain"}) {
        for (auto& text : texts_of(value->find(key))) page.unwanted.push_back(std::move(text));
      }
      const auto html =
          gunzip(read_file(data / set / "html" / (page.id + ".html.gz")), kLargestPage);
      if (!html) continue;
      page.html = *html;
      pages.push_back(std::move(page));
    }
  }
  return pages;
}

std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> words;
  std::size_t begin = std::string_view::npos;
  const auto end_word = [&](std::size_t end) {
    if (begin != std::string_view::npos) words.push_back(hash64(text.substr(begin, end - begin)));
    begin = std::string_view::npos;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_character(text, at);
    if (!is_word(c) || stands_alone(c)) end_word(from);
    if (stands_alone(c)) {
      words.push_back(hash64(text.substr(from, at - from)));
    } else if (is_word(c) && begin == std::string_view::npos) {
      begin = from;
    }
  }
  end_word(text.size());
  return words;
}

Shingles shingles_of(const std::vector<std::uint64_t>& words) {
  Shingles shingles;
  if (words.empty()) return shingles;
  const std::size_t count = words.size() < kShingle ? 1 : words.size() - kShingle + 1;
  for (std::size_t at = 0; at < count; ++at) ++shingles[shingle_at(words, at)];
  return shingles;
}

std::vector<Label> labels_of(const GoldPage& page, const std::vector<RawBlock>& blocks) {
  if (page.body.empty()) return labels_by_segments(page, blocks);
  return Aligner(page.body).labels(blocks);
}

}  // namespace depesche::train
