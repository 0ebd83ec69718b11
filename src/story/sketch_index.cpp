#include "story/sketch_index.h"

#include <algorithm>

namespace depesche::story {
namespace {

constexpr std::size_t kMostCandidates = 48;
// A sentence that more live articles carry is boilerplate ("Read more on …"); only its latest
// count.
constexpr std::size_t kMostPerHash = 64;

/// The hashes of a sketch are least ones of many, so most are small; the lists want keys that are
/// spread over all numbers.
std::uint32_t key_of(std::uint32_t hash) { return hash * 0x9E3779B1U; }

}  // namespace

void SketchIndex::add(Serial serial, const Fingerprint& print) {
  for (const std::uint32_t hash : print.sketch) lists_.add(key_of(hash), serial, 0);
}

std::size_t SketchIndex::bytes() const {
  std::size_t bytes = lists_.bytes() + revised_.bucket_count() * (sizeof(*revised_.begin()) + 1);
  for (const auto& [hash, serials] : revised_) bytes += serials.capacity() * sizeof(Serial);
  return bytes;
}

void SketchIndex::revise(Serial serial, const Fingerprint& print) {
  for (const std::uint32_t hash : print.sketch) {
    std::vector<Serial>& list = revised_[hash];
    const auto at = std::lower_bound(list.begin(), list.end(), serial);
    if (at == list.end() || *at != serial) list.insert(at, serial);
  }
}

void SketchIndex::forget(Serial serial, const Fingerprint& print) {
  for (const std::uint32_t hash : print.sketch) {
    const auto at = revised_.find(hash);
    if (at == revised_.end()) continue;
    std::erase(at->second, serial);
    if (at->second.empty()) revised_.erase(at);
  }
}

void SketchIndex::drop_before(Serial first) {
  lists_.drop_before(first);
  // Now and then is enough: candidates() leaves out what has left.
  if (first - first % lists_.span() <= swept_) return;
  swept_ = first - first % lists_.span();
  boost::unordered::erase_if(revised_, [first](auto& entry) {
    std::erase_if(entry.second, [first](Serial serial) { return serial < first; });
    return entry.second.empty();
  });
}

std::vector<Serial> SketchIndex::candidates(const Fingerprint& print, Serial first,
                                            Serial end) const {
  std::vector<Serial> hits;
  std::vector<std::size_t> room(print.sketch.size(), kMostPerHash);  // of each hash
  const auto hit = [&](std::size_t hash, Serial serial) {
    if (serial < first || serial >= end) return;
    hits.push_back(serial);
    --room[hash];
  };
  std::vector<std::uint32_t> keys;
  for (const std::uint32_t hash : print.sketch) keys.push_back(key_of(hash));
  std::vector<std::uint32_t> spans;
  lists_.spans_of(keys, spans);
  for (std::size_t i = 0; i < print.sketch.size(); ++i) {
    if (const auto at = revised_.find(print.sketch[i]); at != revised_.end()) {
      for (std::size_t j = at->second.size(); j-- > 0 && room[i] > 0;) hit(i, at->second[j]);
    }
    lists_.open().each(keys[i], [&](const Posting& posting) {
      hit(i, posting.serial);
      return room[i] > 0;
    });
  }
  std::vector<Postings::Found> found;
  for (auto sealed = lists_.sealed().rbegin(); sealed != lists_.sealed().rend(); ++sealed) {
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      if (lists_.may_have(*sealed, spans[i])) found.push_back({&*sealed, i, {}});
    }
  }
  lists_.find(keys, found);
  for (const Postings::Found& each : found) {
    for (std::uint32_t j = each.list.size; j-- > 0 && room[each.of] > 0;) {
      hit(each.of, each.span->base() + each.list.offsets[j]);
    }
  }
  std::sort(hits.begin(), hits.end());
  struct Count {
    Serial serial;
    std::size_t shared;
  };
  std::vector<Count> counts;
  for (Serial serial : hits) {
    if (counts.empty() || counts.back().serial != serial) counts.push_back({serial, 0});
    ++counts.back().shared;
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& a, const Count& b) { return a.shared > b.shared; });
  if (counts.size() > kMostCandidates) counts.resize(kMostCandidates);
  std::vector<Serial> out;
  out.reserve(counts.size());
  for (const Count& count : counts) out.push_back(count.serial);
  return out;
}

void SketchIndex::write(ByteWriter& out) const {
  lists_.write(out);
  out.u32(swept_);
  std::vector<std::pair<std::uint32_t, Serial>> revised;
  for (const auto& [hash, serials] : revised_) {
    for (const Serial serial : serials) revised.emplace_back(hash, serial);
  }
  std::sort(revised.begin(), revised.end());
  out.varint(revised.size());
  for (const auto& [hash, serial] : revised) {
    out.u32(hash);
    out.u32(serial);
  }
}

void SketchIndex::read(ByteReader& in, Serial first, Serial end) {
  lists_.read(in, end);
  swept_ = in.u32();
  if (swept_ > first || swept_ % lists_.span() != 0) in.fail();
  const std::size_t count = in.count(8);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const std::uint32_t hash = in.u32();
    const Serial serial = in.u32();
    std::vector<Serial>& list = revised_[hash];
    if (serial >= end || (!list.empty() && serial <= list.back())) return in.fail();
    list.push_back(serial);
  }
}

}  // namespace depesche::story
