// An article as one line of JSON, the shape that goes in and out of the house (stable).
//
//   id, stream_no, first_seen_at, url, canonical_url, outlet, origin, language, kind, kicker,
//   title, standfirst, text, blocks[{kind, text, html?, level?, items[]?, rows[][]?}], authors[],
//   published, updated, section, keywords[], image{url, caption, credit, alt},
//   enclosures[{url, type, bytes, seconds, title}], paywalled,
//   rights{robots, max_snippet, tdm, aipref, license, seen_at}
//
// Absent fields are left out; unknown ones are ignored on input. Times are RFC 3339, a full-date
// where the page gave only a day.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"
#include "json/writer.h"
#include "news/article.h"

namespace depesche {

struct NamedArticle {
  std::string id;  // the caller's name for it; empty when the line gave none
  Article article;
};

/// Writes one object. `id` is left out when empty; `more` adds members at its end.
void write_json(json::Writer& out, std::string_view id, const Article& article,
                const std::function<void(json::Writer&)>& more = {});
std::string to_json(std::string_view id, const Article& article);

/// Which further spellings of fields a reader accepts.
enum class FieldNames {
  Own,
  WithAliases,  // also lang, publisher, date for language, outlet, first_seen_at
};

/// Refused: what is no JSON object, and a value of the wrong type in a field we know (named in the
/// message). Text is repaired to UTF-8 by the JSON reader or refused there.
Result<NamedArticle> article_from_json(std::string_view line, FieldNames names = FieldNames::Own);

}  // namespace depesche
