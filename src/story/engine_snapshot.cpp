// The engine's state as bytes: live articles with their frozen vectors, links and places, the
// indexes, the frequencies and the clock, mostly as they lie in memory. What is large stands behind
// its length, so that several threads can read it. Those of older programs lead to a replay.
#include "story/bytes.h"
#include "story/engine_state.h"

namespace depesche {
namespace {

using story::ByteReader;
using story::ByteWriter;
using story::Serial;

constexpr std::uint32_t kMagic = 0x65707364;  // "dspe"
constexpr std::uint8_t kSnapshotVersion = 11;
constexpr std::size_t kBytesEach = 1024;                 // of an article and its postings, about
constexpr std::int64_t kLatestMoment = 253'402'300'800;  // the year 10000

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
    const bool is_one_story = live.story(one) == live.story(other);
    if (is_one_story != (tie == story::TieKind::Must)) return in.fail();
    ties.set(one, other, {tie, correction});
  }
}

}  // namespace

void Engine::State::write(ByteWriter& out) const {
  out.u32(kMagic);
  out.u8(kSnapshotVersion);
  out.u8(kAnalysisVersion);
  out.signed_varint(now.time_since_epoch().count());
  out.section([&] { frequencies.write(out); });
  out.section([&] { live.write(out); });
  out.section([&] { terms.write(out); });
  out.section([&] { sketches.write(out); });
  write_ties(out, ties);
}

std::string Engine::snapshot() const {
  ByteWriter out;
  out.reserve(state_->live.size() * kBytesEach);
  state_->write(out);
  return out.take();
}

void Engine::snapshot(ByteSink& sink) const {
  ByteWriter out(sink);
  state_->write(out);
  out.flush();
}

bool Engine::State::read_sections(story::ByteReader& in, const DoParts& do_parts) {
  ByteReader counts = in.section();
  ByteReader articles = in.section();
  ByteReader of_terms = in.section();
  ByteReader of_sketches = in.section();
  // What takes longest comes first.
  std::vector<Part> parts;
  parts.emplace_back([&] {
    terms.read(of_terms, live.end());
    return of_terms.at_end();
  });
  parts.emplace_back([&] {
    sketches.read(of_sketches, live.first(), live.end());
    return of_sketches.at_end();
  });
  parts.emplace_back([&] { return frequencies.read(counts) && counts.at_end(); });
  live.read(articles, parts);
  if (!in.ok() || !articles.at_end() || !do_parts(parts)) return false;
  for (Serial serial = live.first(); serial < live.end(); ++serial) {
    ++languages[live.language(serial)];
    if (live.at(serial).is_revised) terms.revise(serial, {}, telling_terms(read(serial)));
  }
  return true;
}

Result<Engine> Engine::restore(std::string_view snapshot, const StoryParameters& parameters,
                               const DoParts& do_parts) {
  const Error damaged{ErrorCode::Damaged, "the story engine's snapshot is damaged"};
  ByteReader in(snapshot);
  if (in.u32() != kMagic) return damaged;
  const std::uint8_t version = in.u8();
  const std::uint8_t analyses = in.u8();
  // What held articles without meanings, or with other spellings, holds the same now.
  const bool is_known = analyses == kAnalysisVersion || analyses == kWithoutFacts ||
                        analyses == kCountriesOfOneWord || analyses == kNumbersAsWritten ||
                        analyses == kWithoutMeanings;
  if (version != kSnapshotVersion || !is_known) {
    return Error{ErrorCode::Unsupported, "the story engine's snapshot is of another version"};
  }
  Engine engine(parameters);
  State& state = *engine.state_;
  const std::int64_t now = in.signed_varint();
  if (now < -kLatestMoment || now > kLatestMoment) return damaged;
  state.now = std::chrono::sys_seconds(std::chrono::seconds(now));
  if (!state.read_sections(in, do_parts)) return damaged;
  if (state.live.size() > 0 && state.live.at(state.live.end() - 1).seen > state.now) return damaged;
  read_ties(in, state.live, state.ties);
  if (!in.at_end()) return damaged;
  state.expire();  // of a window that was longer
  return engine;
}

}  // namespace depesche
