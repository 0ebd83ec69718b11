// The engine's state as bytes: live articles with their frozen vectors, links and places, the
// indexes as they lie in memory, the frequencies and the clock. Of older snapshots, which had no
// indexes and everything unpacked, the indexes are made anew.
#include <algorithm>

#include "base/fixed_point.h"
#include "story/bytes.h"
#include "story/engine_state.h"
#include "story/weight_code.h"

namespace depesche {
namespace {

using story::ByteReader;
using story::ByteWriter;
using story::LiveArticle;
using story::Serial;
using story::TermVector;
using story::Weight;

constexpr std::uint32_t kMagic = 0x65707364;  // "dspe"
constexpr std::uint8_t kSnapshotVersion = 5;
constexpr std::uint8_t kOtherIndexes = 4;   // whose lists cannot be read any more
constexpr std::uint8_t kUnpacked = 3;       // before articles were packed and indexes kept
constexpr std::uint8_t kWithoutPlaces = 2;  // before terms kept where they stand
constexpr std::uint8_t kWithoutTies = 1;    // before editors could correct
constexpr std::size_t kMostWeights = 4096;
constexpr std::size_t kBytesEach = 1024;  // of an article and its postings, about
constexpr std::uint64_t kSerials = UINT32_MAX - (std::uint64_t{1} << 20);  // some left for more
constexpr std::int64_t kLatestMoment = 253'402'300'800;                    // the year 10000

TermVector read_vector(ByteReader& in, std::uint8_t version) {
  const int place_bits = version <= kWithoutPlaces ? 0 : 4;
  const std::size_t count = in.count(5);
  if (count > kMostWeights) in.fail();
  TermVector out;
  std::uint64_t squares = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    Weight entry;
    entry.term = in.u32();
    const std::uint64_t packed = in.varint();
    const std::uint64_t weight = packed >> (3 + place_bits);
    entry.places = story::kAllPlaces;
    if (place_bits != 0) entry.places = static_cast<std::uint8_t>(packed >> 3 & 15);
    if (weight == 0 || weight > story::kOne || (i > 0 && entry.term <= out.back().term)) in.fail();
    entry.weight = static_cast<std::uint16_t>(weight);
    if ((packed & 7) > static_cast<std::uint64_t>(TermKind::Region)) in.fail();
    entry.kind = static_cast<TermKind>(packed & 7);
    squares += weight * weight;
    out.push_back(entry);
  }
  if (squares > std::uint64_t{story::kOne} * story::kOne) in.fail();
  return out;
}

std::vector<std::uint32_t> read_hashes(ByteReader& in, std::size_t most) {
  const std::size_t count = in.count(4);
  if (count > most) in.fail();
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    out.push_back(in.u32());
    if (i > 0 && out[i] <= out[i - 1]) in.fail();
  }
  return out;
}

void write_article(ByteWriter& out, const LiveArticle& article, Serial serial) {
  out.signed_varint(article.id.value);
  out.signed_varint(article.seen.time_since_epoch().count());
  out.signed_varint(article.outlet.value);
  out.u32(article.language);
  out.u8(article.is_revised ? 1 : 0);
  out.text(article.text.bytes());
  const story::LinkList links = article.links.unpacked(serial);
  out.varint(links.size());
  for (const story::Link& link : links) {
    out.varint(link.serial);
    out.varint(static_cast<std::uint64_t>(link.strength));
  }
  out.signed_varint(article.story.value);
  out.signed_varint(article.reprint_of.value);
}

Fingerprint read_print(ByteReader& in) {
  Fingerprint print;
  print.sketch = read_hashes(in, kMostSketchHashes);
  print.shingles = read_hashes(in, kMostShingles);
  print.sampling = in.u8();
  const std::uint64_t words = in.varint();
  print.words = static_cast<std::uint32_t>(words);
  print.headline = in.u32();
  print.headline_words = in.u8();
  print.numbers = in.u32();
  const std::uint8_t agency = in.u8();
  if (print.sampling > 31 || words > UINT32_MAX || agency > static_cast<std::uint8_t>(kLastAgency))
    in.fail();
  print.agency = static_cast<Agency>(agency);
  return print;
}

/// Links were likenesses once; probabilities are larger by about as much as what an article joins
/// at.
std::uint64_t as_probability(std::uint64_t likeness) {
  return std::min<std::uint64_t>(likeness * 12 / 5, story::kOne);
}

story::LinkList read_links(ByteReader& in, std::uint8_t version) {
  const std::size_t count = in.count(2);
  if (count > story::kMostLinks) in.fail();
  story::LinkList out;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const std::uint64_t serial = in.varint();
    const std::uint64_t strength = in.varint();
    if (serial > UINT32_MAX || strength == 0 || strength > story::kOne) in.fail();
    const std::uint64_t now = version <= kWithoutPlaces ? as_probability(strength) : strength;
    if (in.ok()) out.append({static_cast<Serial>(serial), static_cast<std::int32_t>(now)});
  }
  return out;
}

void read_head(ByteReader& in, LiveArticle& out) {
  out.id.value = in.signed_varint();
  const std::int64_t seen = in.signed_varint();
  if (seen < -kLatestMoment || seen > kLatestMoment) in.fail();
  out.seen = std::chrono::sys_seconds(std::chrono::seconds(in.ok() ? seen : 0));
  out.outlet.value = in.signed_varint();
  out.language = in.u32();
}

void read_tail(ByteReader& in, std::uint8_t version, LiveArticle& out) {
  out.links.pack(read_links(in, version));
  out.story.value = in.signed_varint();
  out.reprint_of.value = in.signed_varint();
}

LiveArticle read_article(ByteReader& in) {
  LiveArticle out;
  read_head(in, out);
  const std::uint8_t revised = in.u8();
  if (revised > 1) in.fail();
  out.is_revised = revised == 1;
  auto text = story::PackedArticle::from_bytes(in.text());
  if (text) {
    out.text = std::move(*text);
  } else {
    in.fail();
  }
  read_tail(in, kSnapshotVersion, out);
  return out;
}

/// Of an older snapshot.
struct Unpacked {
  LiveArticle article;
  TermVector terms;
  std::vector<std::uint32_t> regions;
  Fingerprint print;
};

/// Weights become those that fit in a byte; countries, which stood among the terms for other
/// languages alone, join the others.
TermVector merged(const TermVector& own, const TermVector& foreign) {
  TermVector out = own;
  for (const Weight& entry : foreign) {
    if (entry.kind == TermKind::Country) out.push_back(entry);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Weight& a, const Weight& b) { return a.term < b.term; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Weight& a, const Weight& b) { return a.term == b.term; }),
            out.end());
  for (Weight& entry : out) entry.weight = story::weight_of(story::weight_code(entry.weight));
  if (out.size() > story::kMostPacked) out.resize(story::kMostPacked);
  return out;
}

Unpacked read_unpacked(ByteReader& in, std::uint8_t version) {
  Unpacked out;
  read_head(in, out.article);
  const TermVector own = read_vector(in, version);
  const TermVector foreign = read_vector(in, version);
  out.terms = merged(own, foreign);
  out.regions = read_hashes(in, story::kMostRegions);
  out.print = read_print(in);
  read_tail(in, version, out.article);
  return out;
}

void write_ties(ByteWriter& out, const story::Ties& ties) {
  const std::vector<story::TiedPair> all = ties.all();
  out.varint(all.size());
  for (const story::TiedPair& pair : all) {
    out.varint(pair.a);
    out.varint(pair.b);
    out.u8(static_cast<std::uint8_t>(pair.tie.kind));
    out.signed_varint(pair.tie.correction);
  }
}

/// Fails where a tie names articles that are not there, or says what their stories do not.
void read_ties(ByteReader& in, const story::LiveWindow& live, story::Ties& ties) {
  const std::size_t count = in.count(4);
  std::pair<std::uint64_t, std::uint64_t> last{0, 0};
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const std::uint64_t a = in.varint();
    const std::uint64_t b = in.varint();
    const std::uint8_t kind = in.u8();
    const std::int64_t correction = in.signed_varint();
    if (a < live.first() || a >= b || b >= live.end() || kind > 1 || std::pair(a, b) <= last) {
      in.fail();
    }
    if (!in.ok()) return;
    last = {a, b};
    const auto [one, other] = std::pair(static_cast<Serial>(a), static_cast<Serial>(b));
    const auto tie = static_cast<story::TieKind>(kind);
    const bool is_one_story = live.at(one).story == live.at(other).story;
    if (is_one_story != (tie == story::TieKind::Must)) return in.fail();
    ties.set(one, other, {tie, correction});
  }
}

}  // namespace

std::string Engine::snapshot() const {
  ByteWriter out;
  out.reserve(state_->live.size() * kBytesEach);
  out.u32(kMagic);
  out.u8(kSnapshotVersion);
  out.u8(kAnalysisVersion);
  out.signed_varint(state_->now.time_since_epoch().count());
  state_->frequencies.write(out);
  out.varint(state_->live.first());
  out.varint(state_->live.size());
  for (Serial serial = state_->live.first(); serial < state_->live.end(); ++serial) {
    write_article(out, state_->live.at(serial), serial);
  }
  state_->terms.write(out);
  state_->sketches.write(out);
  write_ties(out, state_->ties);
  return out.take();
}

bool Engine::State::read_articles(story::ByteReader& in, std::size_t count) {
  live.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    LiveArticle article = read_article(in);
    if (!in.ok() || !article.id || !article.story || live.find(article.id)) return false;
    ++languages[article.language];
    const Serial serial = live.append(std::move(article));
    if (live.at(serial).is_revised) terms.revise(serial, {}, telling_terms(read(serial)));
  }
  terms.read(in, live.end());
  sketches.read(in, live.first(), live.end());
  return in.ok();
}

bool Engine::State::read_unpacked_articles(story::ByteReader& in, std::size_t count,
                                           std::uint8_t version, bool knows_quotations) {
  for (std::size_t i = 0; i < count; ++i) {
    Unpacked unpacked = read_unpacked(in, version);
    LiveArticle& article = unpacked.article;
    if (!in.ok() || !article.id || !article.story || live.find(article.id)) return false;
    if (!knows_quotations) forget_quotations(unpacked.print);
    article.text =
        story::PackedArticle(unpacked.terms, story::telling_from(unpacked.terms, parameters),
                             unpacked.regions, unpacked.print);
    const Serial serial = live.append(std::move(article));
    Reading reading = read(serial);
    reading.print.sketch = std::move(unpacked.print.sketch);
    index(serial, reading);
  }
  return true;
}

Result<Engine> Engine::restore(std::string_view snapshot, const StoryParameters& parameters) {
  const Error damaged{ErrorCode::Damaged, "the story engine's snapshot is damaged"};
  ByteReader in(snapshot);
  if (in.u32() != kMagic) return damaged;
  const std::uint8_t version = in.u8();
  const std::uint8_t analyses = in.u8();
  const bool is_known = version >= kWithoutTies && version <= kSnapshotVersion &&
                        version != kOtherIndexes &&
                        (analyses == kAnalysisVersion || analyses == kWithoutQuotations);
  if (!is_known) {
    return Error{ErrorCode::Unsupported, "the story engine's snapshot is of another version"};
  }
  Engine engine(parameters);
  State& state = *engine.state_;
  const std::int64_t now = in.signed_varint();
  if (now < -kLatestMoment || now > kLatestMoment) return damaged;
  state.now = std::chrono::sys_seconds(std::chrono::seconds(now));
  if (!state.frequencies.read(in)) return damaged;
  const std::uint64_t first = in.varint();
  const std::size_t count = in.count(32);
  if (!in.ok() || first == 0 || first + count >= kSerials) return damaged;
  state.live.start_at(static_cast<Serial>(first));
  const bool is_read = version > kUnpacked ? state.read_articles(in, count)
                                           : state.read_unpacked_articles(
                                                 in, count, version, analyses == kAnalysisVersion);
  if (!is_read) return damaged;
  if (version != kWithoutTies) read_ties(in, state.live, state.ties);
  if (!in.at_end()) return damaged;
  return engine;
}

}  // namespace depesche
