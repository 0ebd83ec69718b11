// Which news agency a report comes from, as its text or byline says.
//
// Agencies sign their copy: "(dpa)", "BERLIN (AFP) -", "dpa/mbr", "Quelle: APA", "By Associated
// Press". The mark names the origin of a reprint; without one nothing is concluded.
#pragma once

#include <cstdint>
#include <string_view>

namespace depesche {

// Stored as numbers: only ever add at the end.
enum class Agency : std::uint8_t {
  None,
  Dpa,
  Afp,
  Reuters,
  Ap,
  Kna,
  Epd,
  Apa,
  Sda,
  Sid,
  Ansa,
  Efe,
  Tass,
  Xinhua,
  Dts,
  Pa,
  Ritzau,
  Tt,
  Ntb,
  Belga,
  Anp,
  Lusa,
  Pap,
  Mti,
  Kyodo,
  Ukrinform,
  Bloomberg
};

/// As readers know it: "dpa", "AFP", "Reuters"; empty for None.
std::string_view name(Agency agency);

/// The agency of the mark in the byline, else near the beginning or at the very end of the text.
Agency find_agency(std::string_view byline, std::string_view text);

}  // namespace depesche
