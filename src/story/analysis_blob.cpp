#include "story/analysis.h"
#include "story/bytes.h"

namespace depesche {
namespace {

using story::ByteReader;
using story::ByteWriter;

constexpr std::size_t kLongestLanguage = 8;
constexpr std::size_t kMostTermsHeld = 460;

void write_hashes(ByteWriter& out, const std::vector<std::uint32_t>& hashes) {
  out.varint(hashes.size());
  for (std::uint32_t hash : hashes) out.u32(hash);
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

void write_term(ByteWriter& out, const Term& term) {
  out.u32(term.hash);
  const auto has = [](std::uint8_t count, int bit) { return count != 0 ? 1 << bit : 0; };
  out.u8(static_cast<std::uint8_t>(static_cast<int>(term.kind) | has(term.headline, 4) |
                                   has(term.lede, 5) | has(term.body, 6) | has(term.address, 7)));
  for (std::uint8_t count : {term.headline, term.lede, term.body, term.address}) {
    if (count != 0) out.u8(count);
  }
}

Term read_term(ByteReader& in) {
  Term term;
  term.hash = in.u32();
  const std::uint8_t flags = in.u8();
  if ((flags & 0x0F) > static_cast<int>(kLastTermKind)) in.fail();
  term.kind = static_cast<TermKind>(flags & 0x0F);
  int bit = 4;
  for (std::uint8_t* count : {&term.headline, &term.lede, &term.body, &term.address}) {
    if ((flags & (1 << bit++)) == 0) continue;
    *count = in.u8();
    if (*count == 0) in.fail();
  }
  return term;
}

void write_print(ByteWriter& out, const Fingerprint& print) {
  write_hashes(out, print.sketch);
  write_hashes(out, print.shingles);
  out.u8(print.sampling);
  out.varint(print.words);
  out.u32(print.headline);
  out.u8(print.headline_words);
  out.u32(print.numbers);
  out.u8(static_cast<std::uint8_t>(print.agency));
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
  if (print.sampling > 31 || words > UINT32_MAX ||
      agency > static_cast<std::uint8_t>(kLastAgency)) {
    in.fail();
  }
  print.agency = static_cast<Agency>(agency);
  return print;
}

}  // namespace

std::string encode(const Analysis& analysis) {
  ByteWriter out;
  out.u8(analysis.version);
  out.text(analysis.language);
  out.u8(static_cast<std::uint8_t>(analysis.kind));
  out.varint(analysis.terms.size());
  for (const Term& term : analysis.terms) write_term(out, term);
  write_print(out, analysis.print);
  return out.take();
}

Result<Analysis> decode_analysis(std::string_view blob) {
  ByteReader in(blob);
  Analysis out;
  out.version = in.u8();
  if (!in.ok()) return Error{ErrorCode::Empty, "the analysis is empty"};
  const bool is_oldest = out.version == kWithoutQuotations;
  if (out.version != kAnalysisVersion && out.version != kWithoutFacts &&
      out.version != kCountriesOfOneWord && out.version != kNumbersAsWritten &&
      out.version != kWithoutMeanings && !is_oldest) {
    return Error{ErrorCode::Unsupported, "the analysis is of another version"};
  }
  out.language = std::string(in.text());
  const std::uint8_t kind = in.u8();
  if (out.language.size() > kLongestLanguage || kind > static_cast<int>(ArticleKind::Advertorial))
    in.fail();
  out.kind = static_cast<ArticleKind>(kind);
  const std::size_t count = in.count(5);
  if (count > kMostTermsHeld) in.fail();
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    out.terms.push_back(read_term(in));
    if (i > 0 && out.terms[i].hash <= out.terms[i - 1].hash) in.fail();
  }
  out.print = read_print(in);
  if (is_oldest) forget_quotations(out.print);
  if (!in.at_end()) return Error{ErrorCode::Malformed, "the analysis is damaged"};
  return out;
}

}  // namespace depesche
