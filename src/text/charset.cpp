#include "text/charset.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche {
namespace {

struct Encoding {
  std::string_view name;    // the standard's
  const char* converter;    // ICU's; null where we decode ourselves
  std::string_view labels;  // separated by spaces, beside the name itself
};

// WHATWG Encoding standard §4.2. ICU lacks ISO-8859-16, which differs from Latin-1 in a few letters
// of Romanian, Polish and Hungarian; it is decoded here.
constexpr std::array kEncodings{
    Encoding{"UTF-8", nullptr,
             "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"},
    Encoding{"IBM866", "ibm-866", "866 cp866 csibm866"},
    Encoding{"ISO-8859-2", "ISO-8859-2",
             "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    Encoding{"ISO-8859-3", "ISO-8859-3",
             "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    Encoding{"ISO-8859-4", "ISO-8859-4",
             "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    Encoding{"ISO-8859-5", "ISO-8859-5",
             "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
             "iso_8859-5:1988"},
    Encoding{"ISO-8859-6", "ISO-8859-6",
             "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e "
             "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"},
    Encoding{"ISO-8859-7", "ISO-8859-7",
             "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 "
             "iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
    Encoding{"ISO-8859-8", "ISO-8859-8",
             "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
             "iso_8859-8 iso_8859-8:1988 visual"},
    Encoding{"ISO-8859-8-I", "ISO-8859-8", "csiso88598i logical"},
    Encoding{"ISO-8859-10", "ISO-8859-10", "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    Encoding{"ISO-8859-13", "ISO-8859-13", "iso8859-13 iso885913"},
    Encoding{"ISO-8859-14", "ISO-8859-14", "iso8859-14 iso885914"},
    Encoding{"ISO-8859-15", "ISO-8859-15", "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9"},
    Encoding{"ISO-8859-16", nullptr, ""},
    Encoding{"KOI8-R", "KOI8-R", "cskoi8r koi koi8 koi8_r"},
    Encoding{"KOI8-U", "KOI8-U", "koi8-ru"},
    Encoding{"macintosh", "macintosh", "csmacintosh mac x-mac-roman"},
    Encoding{"windows-874", "windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"},
    Encoding{"windows-1250", "windows-1250", "cp1250 x-cp1250"},
    Encoding{"windows-1251", "windows-1251", "cp1251 x-cp1251"},
    Encoding{"windows-1252", "windows-1252",
             "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
             "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252"},
    Encoding{"windows-1253", "windows-1253", "cp1253 x-cp1253"},
    Encoding{"windows-1254", "windows-1254",
             "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
             "iso_8859-9:1989 l5 latin5 x-cp1254"},
    Encoding{"windows-1255", "windows-1255", "cp1255 x-cp1255"},
    Encoding{"windows-1256", "windows-1256", "cp1256 x-cp1256"},
    Encoding{"windows-1257", "windows-1257", "cp1257 x-cp1257"},
    Encoding{"windows-1258", "windows-1258", "cp1258 x-cp1258"},
    Encoding{"x-mac-cyrillic", "macos-7_3-10.2", "x-mac-ukrainian"},
    Encoding{"GBK", "gb18030",
             "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk"},
    Encoding{"gb18030", "gb18030", ""},
    Encoding{"Big5", "Big5-HKSCS", "big5-hkscs cn-big5 csbig5 x-x-big5"},
    Encoding{"EUC-JP", "EUC-JP", "cseucpkdfmtjapanese x-euc-jp"},
    Encoding{"ISO-2022-JP", "ISO-2022-JP", "csiso2022jp"},
    Encoding{"Shift_JIS", "windows-31j",
             "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis"},
    Encoding{"EUC-KR", "windows-949",
             "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
             "ksc_5601 windows-949"},
    Encoding{"UTF-16BE", "UTF-16BE", "unicodefffe"},
    Encoding{"UTF-16LE", "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16"},
    // Not in the standard, but XML allows it and feeds have been seen in it.
    Encoding{"UTF-32BE", "UTF-32BE", "utf-32 ucs-4"},
    Encoding{"UTF-32LE", "UTF-32LE", ""},
    Encoding{"IBM037", "ibm-37_P100-1995", "cp037 ebcdic-cp-us"},
};

bool has_label(const Encoding& encoding, std::string_view label) {
  if (equals_ignoring_case(encoding.name, label)) return true;
  std::string_view rest = encoding.labels;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (equals_ignoring_case(rest.substr(0, end), label)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

const Encoding* find_encoding(std::string_view label) {
  label = trim(label);
  if (label.empty() || label.find(' ') != std::string_view::npos) return nullptr;
  const auto found = std::find_if(kEncodings.begin(), kEncodings.end(),
                                  [label](const Encoding& e) { return has_label(e, label); });
  return found == kEncodings.end() ? nullptr : &*found;
}

// The upper half of ISO-8859-16.
constexpr std::array<char16_t, 96> kLatin10{
    0x00A0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161, 0x00A9, 0x0218, 0x00AB,
    0x0179, 0x00AD, 0x017A, 0x017B, 0x00B0, 0x00B1, 0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7,
    0x017E, 0x010D, 0x0219, 0x00BB, 0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102,
    0x00C4, 0x0106, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF,
    0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4, 0x0150, 0x00D6, 0x015A, 0x0170, 0x00D9, 0x00DA, 0x00DB,
    0x00DC, 0x0118, 0x021A, 0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x0107, 0x00E6, 0x00E7,
    0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x0111, 0x0144, 0x00F2, 0x00F3,
    0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x0119, 0x021B, 0x00FF,
};

std::string decode_latin10(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_utf8(text, byte < 0xA0 ? byte : kLatin10[byte - 0xA0]);
  }
  return text;
}

// ICU's own substitute is U+001A in some converters; ours is U+FFFD in all.
void replace_broken(const void*, UConverterToUnicodeArgs* arguments, const char*, int32_t,
                    UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  const UChar replacement = kReplacementCharacter;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

constexpr std::size_t kChunk = 16384;

Result<std::string> decode_with_icu(std::string_view bytes, const char* name, std::size_t enough) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> from(ucnv_open(name, &status));
  const std::unique_ptr<UConverter, CloseConverter> to(ucnv_open("UTF-8", &status));
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(from.get(), replace_broken, nullptr, nullptr, nullptr, &status);
  }
  if (U_FAILURE(status)) {
    return Error{ErrorCode::Unsupported, "cannot decode the encoding " + std::string(name)};
  }
  std::string text;
  // Growing would hold the text twice. Bytes beyond ASCII become two, a few of them three.
  const auto beyond = static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  text.reserve(std::min(bytes.size() + beyond + beyond / 4, enough) + kChunk);
  std::array<char, kChunk> out;
  std::array<UChar, 4096> pivot;
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  bool reset = true;
  do {
    status = U_ZERO_ERROR;
    char* target = out.data();
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, source_end,
                   pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(), reset,
                   true, &status);
    reset = false;
    text.append(out.data(), target);
  } while (status == U_BUFFER_OVERFLOW_ERROR && text.size() <= enough);
  if (text.capacity() > text.size() + text.size() / 4) text.shrink_to_fit();
  if (status == U_BUFFER_OVERFLOW_ERROR) return text;
  if (U_FAILURE(status)) {
    return Error{ErrorCode::Malformed,
                 "the text breaks off within its encoding " + std::string(name)};
  }
  return text;
}

std::string without_bom(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

}  // namespace

std::string_view encoding_name(std::string_view label) {
  const Encoding* encoding = find_encoding(label);
  return encoding ? encoding->name : std::string_view{};
}

std::string_view encoding_of_bom(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  return {};
}

Result<std::string> to_utf8(std::string_view bytes, std::string_view label, std::size_t enough) {
  const Encoding* encoding = find_encoding(label);
  if (!encoding) {
    return Error{ErrorCode::Unsupported,
                 "unknown character encoding \"" + repair_utf8(label.substr(0, 40)) + "\""};
  }
  if (encoding->name == "UTF-8") return without_bom(repair_utf8(bytes, enough));
  if (encoding->name == "ISO-8859-16") return decode_latin10(bytes.substr(0, enough));
  Result<std::string> text = decode_with_icu(bytes, encoding->converter, enough);
  if (!text) return text;
  return without_bom(*std::move(text));
}

Utf8Evidence weigh_utf8(std::string_view bytes) {
  Utf8Evidence evidence;
  for (std::size_t at = 0; at < bytes.size();) {
    at += ascii_run(bytes, at);
    if (at == bytes.size()) break;
    const Utf8Character character = decode_utf8(bytes, at);
    ++(character.broken ? evidence.broken : evidence.good);
    at += character.length;
  }
  return evidence;
}

std::string_view believable_encoding(std::string_view label, const Utf8Evidence& evidence) {
  if (label.empty()) return evidence.broken == 0 ? "UTF-8" : "windows-1252";
  if (label == "UTF-8") return evidence.broken > evidence.good ? "windows-1252" : label;
  // These use bytes below 0x80 for other things than ASCII.
  const bool wide = label.starts_with("UTF-") || label == "ISO-2022-JP" || label == "IBM037";
  return !wide && evidence.good > 0 && evidence.broken == 0 ? "UTF-8" : label;
}

namespace {

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// Guesses between Latin encodings are worth less than the commonest of them.
bool is_latin(std::string_view label) {
  return label.starts_with("windows-1250") || label.starts_with("windows-1252") ||
         label.starts_with("windows-1254") || label == "ISO-8859-2" || label.starts_with("UTF-") ||
         label == "IBM037";
}

}  // namespace

std::string_view guess_encoding(std::string_view bytes) {
  constexpr std::string_view kDefault = "windows-1252";
  constexpr std::size_t kLook = 64 * 1024;
  constexpr int kSure = 40;  // of 100
  bytes = bytes.substr(0, kLook);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
  if (U_FAILURE(status)) return kDefault;
  ucsdet_enableInputFilter(detector.get(), true);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || !match) return kDefault;
  const char* name = ucsdet_getName(match, &status);
  const int confidence = ucsdet_getConfidence(match, &status);
  if (U_FAILURE(status) || confidence < kSure) return kDefault;
  const std::string_view label = encoding_name(name);
  return label.empty() || is_latin(label) ? kDefault : label;
}

}  // namespace depesche
