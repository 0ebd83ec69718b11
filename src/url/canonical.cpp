#include "url/canonical.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "url/percent.h"
#include "url/url.h"

namespace depesche {
namespace {

// Families of names, each set by one kind of analytics or mailing software.
constexpr std::array<std::string_view, 12> kTrackingPrefixes{
    "utm_",           // Urchin, Google Analytics
    "mtm_",   "pk_",  // Matomo, Piwik
    "piwik_",         //
    "at_",            // AT Internet (Piano)
    "hsa_",   "_hs",  // HubSpot
    "itm_",           // internal campaigns
    "ns_",            // comScore
    "wt_",            // Webtrekk
    "guce_",          // Yahoo's consent wall
    "oly_",           // Omeda
};

constexpr std::array<std::string_view, 48> kTrackingNames{
    // Click identifiers of advertisers and networks.
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid",
    "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "mibextid",
    "sfnsn", "rdt_cid", "srsltid", "_openstat", "tblci", "dicbo", "__twitter_impression",
    // Analytics and mailings.
    "_ga", "_gl", "mc_cid", "mc_eid", "mkt_tok", "vero_id", "vero_conv", "wickedid", "s_cid",
    "xtor", "wt.mc_id", "wt.tsrc", "wtrid", "hsctatracking", "guccounter", "sr_share", "soc_src",
    "soc_trk", "smid", "ocid", "ncid", "cmpid", "icid", "maca"};

// Names that mean something elsewhere and only track with one of these values.
struct NameAndValue {
  std::string_view name, value;
};
constexpr std::array<NameAndValue, 7> kTrackingPairs{{{"ref", "rss"},
                                                      {"ref", "feed"},
                                                      {"source", "rss"},
                                                      {"src", "rss"},
                                                      {"partner", "rss"},
                                                      {"from", "rss"},
                                                      {"cmp", "rss"}}};

std::string without_tracking(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    if (parameter.empty() || is_tracking_parameter(parameter.substr(0, equals), value)) continue;
    if (!out.empty()) out += '&';
    out += parameter;
  }
  return out;
}

// RFC 3986, 6.2.2: escapes of unreserved characters are undone, the digits of others are capitals.
std::string plain_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      // A lone % is spelled out, or what follows could complete it to an escape.
      out += text[i] == '%' ? std::string_view("%25") : text.substr(i, 1);
      continue;
    }
    const char c = static_cast<char>(high * 16 + low);
    // A dot stays escaped: undoing it could make a dot segment.
    if (is_alnum(c) || c == '-' || c == '_' || c == '~') {
      out += c;
    } else {
      append_escaped(out, static_cast<unsigned char>(c));
    }
    i += 2;
  }
  return out;
}

}  // namespace

bool is_tracking_parameter(std::string_view name, std::string_view value) {
  const auto is_name = [&](std::string_view known) { return equals_ignoring_case(name, known); };
  const auto is_prefix = [&](std::string_view p) { return starts_with_ignoring_case(name, p); };
  return std::any_of(kTrackingPrefixes.begin(), kTrackingPrefixes.end(), is_prefix) ||
         std::any_of(kTrackingNames.begin(), kTrackingNames.end(), is_name) ||
         std::any_of(kTrackingPairs.begin(), kTrackingPairs.end(), [&](const NameAndValue& pair) {
           return is_name(pair.name) && equals_ignoring_case(value, pair.value);
         });
}

std::string canonical_url(std::string_view address) {
  Result<Url> url = parse_url(address);
  if (!url || !url->is_web()) return {};
  url->username.clear();
  url->password.clear();
  url->fragment.reset();
  if (url->host.back() == '.') url->host.pop_back();
  url->path = plain_escapes(url->path);
  if (url->query) {
    // Escapes first: a parameter's name may be written with some.
    url->query = without_tracking(plain_escapes(*url->query));
    if (url->query->empty()) url->query.reset();
  }
  return url->to_string();
}

}  // namespace depesche
