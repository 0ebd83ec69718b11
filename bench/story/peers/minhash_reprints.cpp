#include "bench/story/peers/minhash_reprints.h"

#include <algorithm>

#include "bench/story/minhash.h"

namespace depesche::peers {

std::optional<std::uint32_t> MinHashReprints::add(const Article& article, std::int64_t at_s) {
  forget_before(at_s - settings_.days * std::int64_t{86'400});
  const auto number = static_cast<std::uint32_t>(articles_.size());
  const std::string_view text = article.text.empty() ? article.standfirst : article.text;
  articles_.push_back({at_s, min_hashes(text, settings_.width, settings_.bands * settings_.rows)});
  const std::vector<std::uint32_t>& own = articles_.back().hashes;
  if (own.empty()) return std::nullopt;
  std::vector<std::uint32_t> met;
  for (std::size_t band = 0; band < settings_.bands; ++band) {
    std::vector<std::uint32_t>& list = bands_[band][band_key(own, band)];
    for (const std::uint32_t other : list)
      if (other >= first_live_) met.push_back(other);
    list.push_back(number);
  }
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  candidates_ += met.size();
  std::optional<std::uint32_t> best;
  int best_share = std::max(0, settings_.least - 1);
  for (const std::uint32_t other : met) {
    const int share = resemblance(own, articles_[other].hashes);
    if (share <= best_share) continue;
    best = other;
    best_share = share;
  }
  return best;
}

std::uint64_t MinHashReprints::band_key(const std::vector<std::uint32_t>& hashes,
                                        std::size_t band) const {
  std::uint64_t key = band;
  for (std::size_t i = band * settings_.rows; i < (band + 1) * settings_.rows; ++i)
    key = mix_hash(key ^ hashes[i]) + 0x9e3779b97f4a7c15ULL;
  return key;
}

int MinHashReprints::resemblance(const std::vector<std::uint32_t>& a,
                                 const std::vector<std::uint32_t>& b) const {
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return static_cast<int>(same * 1000 / a.size());
}

void MinHashReprints::forget_before(std::int64_t at_s) {
  while (first_live_ < articles_.size() && articles_[first_live_].at_s < at_s)
    articles_[first_live_++].hashes = {};
  if (articles_.size() < next_sweep_) return;
  for (auto& band : bands_) {
    boost::unordered::erase_if(band, [this](auto& entry) {
      std::erase_if(entry.second, [this](std::uint32_t n) { return n < first_live_; });
      return entry.second.empty();
    });
  }
  next_sweep_ = articles_.size() + 10'000;
}

}  // namespace depesche::peers
