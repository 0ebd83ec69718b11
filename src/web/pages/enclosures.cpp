#include "web/pages/enclosures.h"

#include <algorithm>
#include <cmath>

#include "web/pages/feed_words.h"
#include "web/pages/inline_markup.h"
#include "web/pages/messages.h"

namespace depesche::web {
namespace {

std::string kind_in_words(Language language, const Enclosure& enclosure) {
  switch (kind_of(enclosure)) {
    case EnclosureKind::Audio:
      return say(language, "enclosure_audio");
    case EnclosureKind::Video:
      return say(language, "enclosure_video");
    case EnclosureKind::Picture:
      return say(language, "enclosure_picture");
    case EnclosureKind::Document:
      return say(language, "enclosure_document");
    case EnclosureKind::Other:
      break;
  }
  return say(language, "enclosure_other");
}

std::string measures_in_words(Language language, const Enclosure& enclosure) {
  std::string words;
  if (enclosure.duration) words = duration_in_words(language, *enclosure.duration);
  if (enclosure.bytes) {
    words += (words.empty() ? "" : " · ") + size_in_words(language, *enclosure.bytes);
  }
  return words;
}

}  // namespace

std::string duration_in_words(Language language, std::chrono::seconds span) {
  if (span < std::chrono::minutes(1)) return say_count(language, "lasts_seconds", span.count());
  const auto minutes = std::chrono::round<std::chrono::minutes>(span).count();
  if (minutes < 60) return say_count(language, "lasts_minutes", minutes);
  std::string words = say_count(language, "lasts_hours", minutes / 60);
  if (minutes % 60 != 0) words += " " + say_count(language, "lasts_minutes", minutes % 60);
  return words;
}

std::string size_in_words(Language language, std::int64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size < 999'500) {
    return say(language, "size_kb", {number(language, std::max(1LL, std::llround(size / 1e3)))});
  }
  if (size < 999.5e6) return say(language, "size_mb", {rate_in_words(language, size / 1e6)});
  return say(language, "size_gb", {rate_in_words(language, size / 1e9)});
}

std::string in_words(Language language, const Enclosure& enclosure) {
  const std::string measures = measures_in_words(language, enclosure);
  return kind_in_words(language, enclosure) + (measures.empty() ? "" : " · " + measures);
}

Data enclosures_data(const Viewer& viewer, const Article& article) {
  if (article.enclosures.empty()) return Data(false);
  const Language language = viewer.language();
  DataList each;
  for (const Enclosure& enclosure : article.enclosures) {
    Data one;
    set(one, "words", kind_in_words(language, enclosure));
    set(one, "measures", measures_in_words(language, enclosure));
    set(one, "title", viewer.reads_whole ? enclosure.title : std::string());
    set(one, "href", viewer.reads_whole ? std::string(safe_link(enclosure.url)) : std::string());
    each.push_back(std::move(one));
  }
  Data data;
  data["each"] = Data(each);
  set(data, "kept_back",
      viewer.reads_whole ? std::string() : say(language, "enclosures_kept_back"));
  return data;
}

const std::vector<Enclosure>& enclosures_for(const Viewer& viewer,
                                             const std::vector<Enclosure>& enclosures) {
  static const std::vector<Enclosure> none;
  return viewer.reads_whole ? enclosures : none;
}

}  // namespace depesche::web
