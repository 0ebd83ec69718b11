// Which news agency a report comes from, as its text or byline says.
//
// Agencies sign their copy, and those who print it say so:
//
//   in the byline      "dpa", "FR mit dpa", "By The Associated Press"
//   in the dateline    "BERLIN (AFP) – …", "(Reuters) - …", "BERLIN dpa | …"
//   at the end         "… hieß es. (APA/dpa, 4.5.2024)", "Quelle: KNA", "aja/PAP", "… . EFE",
//                      "Copyright 2024 The Associated Press. All rights reserved."
//
// Most names of agencies on a page are none of these: they own the pictures ("(AFP/Getty Images)"),
// are quoted ("told Reuters") or are the news. Where several sign, the first is the origin. Without
// a mark nothing is concluded.
//
// Pure; looks at the beginning and the end of the text only.
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
  Bloomberg,
  Pti,
  Ani,
  Ians,
  Upi,
  Interfax,
  Yonhap,
  CanadianPress,
  EuropaPress,
  Adnkronos,
  Ctk,
  Stt
};
inline constexpr Agency kLastAgency = Agency::Stt;

/// As readers know it: "dpa", "AFP", "Reuters"; empty for None.
std::string_view name(Agency agency);

/// The agency of the mark in the byline (names by line), else in the dateline, else at the end.
Agency find_agency(std::string_view byline, std::string_view text);

}  // namespace depesche
