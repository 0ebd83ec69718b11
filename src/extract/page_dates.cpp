#include "extract/page_dates.h"

#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "dates/dates.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;
using json::Value;

namespace {

constexpr std::chrono::sys_seconds kEarliest =
    std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);

class Dates {
 public:
  Dates(const Tree& tree, const Survey& survey, const Signs& signs, const DateContext& context)
      : tree_(tree), survey_(survey), signs_(signs), context_(context) {}

  PageDates find(const Value* article) {
    if (article) from_linked(*article);
    from_metas();
    from_microdata();
    if (!found_.published) from_other_linked();
    if (!found_.published) found_.published = sane(context_.feed_published);
    if (!found_.updated) found_.updated = sane(context_.feed_updated);
    if (!found_.published) from_times();
    if (!found_.published) found_.published = sane(date_in_address(context_.url));
    if (!found_.published) found_.published = sane(date_in_address(signs_.canonical));
    if (!found_.published) from_text();
    if (!found_.published) from_modified_only();
    if (found_.updated && found_.published && found_.updated->at < found_.published->at) {
      found_.updated.reset();
    }
    return found_;
  }

 private:
  std::optional<Moment> sane(std::optional<Moment> moment) const {
    if (!moment || moment->at < kEarliest) return std::nullopt;
    const bool has_now = context_.now.time_since_epoch().count() != 0;
    if (has_now && moment->at > context_.now + std::chrono::days(1)) return std::nullopt;
    return moment;
  }

  /// A time alone ("16:45") or a weekday is no date: the page may be years old.
  static bool names_a_day(std::string_view line) {
    std::size_t letters = 0;
    bool digit = false;
    for (const char c : line) {
      letters += is_alpha(c) ? 1 : 0;
      digit = digit || is_digit(c);
    }
    const bool word = find_ignoring_case(line, "gestern") != std::string_view::npos ||
                      find_ignoring_case(line, "heute") != std::string_view::npos ||
                      find_ignoring_case(line, "yesterday") != std::string_view::npos ||
                      find_ignoring_case(line, "today") != std::string_view::npos;
    const bool clock_only = line.find(':') != std::string_view::npos && letters < 6;
    return word || (digit && letters >= 3 && !clock_only);
  }

  std::optional<Moment> machine(std::string_view text) const {
    if (auto moment = sane(parse_feed_date(text))) return moment;
    return sane(parse_written_date(text, context_.language, context_.now));
  }

  void from_linked(const Value& article) {
    for (const std::string_view member : {"datePublished", "dateCreated", "uploadDate"}) {
      if (!found_.published) found_.published = machine(text_at(article, member));
    }
    if (!found_.updated) found_.updated = machine(text_at(article, "dateModified"));
  }

  void from_other_linked() {
    for (const std::string_view type : {"WebPage", "VideoObject", "NewsArticle", "Article"}) {
      if (const Value* object = signs_.linked.object_of_type(type)) from_linked(*object);
      if (found_.published) return;
    }
  }

  void from_metas() {
    for (const std::string_view name : {"article:published_time",
                                        "datepublished",
                                        "og:published_time",
                                        "og:article:published_time",
                                        "article:published",
                                        "rnews:datepublished",
                                        "publication_date",
                                        "date.published",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "cxenseparse:recs:publishtime",
                                        "publishdate",
                                        "publish-date",
                                        "publish_date",
                                        "pubdate",
                                        "published_time",
                                        "citation_publication_date",
                                        "dc.date.issued",
                                        "dcterms.issued",
                                        "dcterms.created",
                                        "dc.date.created",
                                        "dc.date",
                                        "dcterms.date",
                                        "date",
                                        "originalpublicationdate",
                                        "article_date_original",
                                        "published",
                                        "vr:published_time",
                                        "article.published",
                                        "article.created",
                                        "created",
                                        "displaydate",
                                        "ptime",
                                        "last-published",
                                        "bt:pubdate",
                                        "datecreated",
                                        "og:pubdate"}) {
      if (found_.published) break;
      found_.published = machine(signs_.meta({name}));
    }
    for (const std::string_view name :
         {"article:modified_time", "og:updated_time", "datemodified", "og:modified_time",
          "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised",
          "cxenseparse:recs:modtime", "article.updated", "modified"}) {
      if (found_.updated) return;
      found_.updated = machine(signs_.meta({name}));
    }
  }

  /// What an element says of its date: attributes for machines first, then its text.
  std::optional<Moment> date_of(NodeIndex node) const {
    for (const std::string_view attribute : {"datetime", "content", "data-datetime", "title"}) {
      const std::string_view value = tree_.attribute(node, attribute);
      if (value.empty() || value.size() > 60) continue;
      if (auto moment = machine(value)) return moment;
    }
    const std::string line = line_of(tree_, survey_, node);
    if (line.size() > 120) return std::nullopt;
    if (auto moment = sane(parse_feed_date(line))) return moment;
    if (!names_a_day(line)) return std::nullopt;
    return sane(parse_written_date(line, context_.language, context_.now));
  }

  void from_microdata() {
    for (const NodeIndex node : signs_.times) {
      if (!found_.published && tree_.has_token(node, "itemprop", "datePublished")) {
        found_.published = date_of(node);
      }
      if (!found_.updated && tree_.has_token(node, "itemprop", "dateModified")) {
        found_.updated = date_of(node);
      }
    }
  }

  bool says_updated(NodeIndex node) const {
    for (const NodeIndex place : {node, tree_.parent(node)}) {
      const std::string_view names = tree_.attribute(place, "class");
      for (const std::string_view word : {"update", "modif", "aktualis", "changed"}) {
        if (find_ignoring_case(names, word) != std::string_view::npos) return true;
      }
    }
    return false;
  }

  // <time> and date-named elements; those after the headline before those above it, and none in
  // what belongs to other articles.
  void from_times() {
    std::optional<Moment> before;
    for (const NodeIndex node : signs_.times) {
      if (survey_[node].prose > 200 || (survey_[node].evidence & kComments) != 0) continue;
      const bool dropped = survey_[node].dropped;
      const auto moment = date_of(node);
      if (!moment) continue;
      if (says_updated(node)) {
        if (!found_.updated && !dropped) found_.updated = moment;
        continue;
      }
      const bool above = context_.headline != html::kNoNode && node < context_.headline;
      if (!above && !dropped) {
        found_.published = moment;
        return;
      }
      if (!before && !dropped) before = moment;
    }
    found_.published = before;
  }

  enum class Dropped { Skip, Read };

  /// A date that names its year, in a short text or at the very beginning of a paragraph. "12.
  /// März" in running text is as likely another day.
  std::optional<Moment> date_in_text(NodeIndex node) const {
    std::string_view text = trim(tree_.text(node));
    if (text.size() > 120) {
      const bool opens = is_digit(text.front()) || text.front() == '(';
      if (!opens) return std::nullopt;
      text = text.substr(0, 24);
    }
    return sane(parse_feed_date(text));
  }

  bool is_readable(NodeIndex node, Dropped dropped) const {
    if (!tree_.is_text(node) || trim(tree_.text(node)).empty()) return false;
    if (!survey_[node].dropped) return true;
    const NodeIndex parent = tree_.parent(node);
    return dropped == Dropped::Read && !tree_.is(parent, Tag::Script) &&
           !tree_.is(parent, Tag::Style) && !tree_.is(parent, Tag::A);
  }

  void from_text_after(Dropped dropped, std::size_t most) {
    std::uint32_t prose = 0;
    std::size_t looked_at = 0;
    for (NodeIndex node = context_.headline; node < tree_.size() && looked_at < most; ++node) {
      if (!is_readable(node, dropped)) continue;
      ++looked_at;
      if ((found_.published = date_in_text(node))) return;
      prose += survey_[node].prose;
      if (prose > 1500) return;
    }
  }

  void from_text_before(std::size_t most) {
    std::size_t looked_at = 0;
    for (NodeIndex node = context_.headline; node-- > tree_.body() && looked_at < most;) {
      if (!is_readable(node, Dropped::Skip)) continue;
      ++looked_at;
      if ((found_.published = date_in_text(node))) return;
    }
  }

  // The first date in texts near the headline: behind it, before it, and then in what was left out
  // close behind it, where bylines stand among buttons for sharing.
  void from_text() {
    if (context_.headline == html::kNoNode) return;
    from_text_after(Dropped::Skip, 60);
    if (!found_.published) from_text_before(12);
    if (!found_.published) from_text_after(Dropped::Read, 15);
  }

  // Where a page tells only of its last change, that is the best it has; for a page that was never
  // changed it is the publication.
  void from_modified_only() {
    if (found_.updated) found_.published = found_.updated;
  }

  const Tree& tree_;
  const Survey& survey_;
  const Signs& signs_;
  const DateContext& context_;
  PageDates found_;
};

/// Reads up to `most` digits at `at`; -1 when there are fewer than `least` or one more follows.
int number_at(std::string_view text, std::size_t& at, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (at + count < text.size() && count < most && is_digit(text[at + count])) {
    value = value * 10 + (text[at + count] - '0');
    ++count;
  }
  if (count < least || (at + count < text.size() && is_digit(text[at + count]))) return -1;
  at += count;
  return value;
}

int month_at(std::string_view text, std::size_t& at) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (starts_with_ignoring_case(text.substr(at), kMonths[i]) && at + 3 < text.size() &&
        text[at + 3] == '/') {
      at += 3;
      return static_cast<int>(i) + 1;
    }
  }
  return number_at(text, at, 1, 2);
}

std::optional<Moment> day(int year, int month, int day_of_month) {
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day_of_month < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day_of_month))};
  if (!date.ok()) return std::nullopt;
  return Moment{std::chrono::sys_days(date), std::nullopt, true};
}

}  // namespace

PageDates find_dates(const Tree& tree, const Survey& survey, const Signs& signs,
                     const Value* article, const DateContext& context) {
  return Dates(tree, survey, signs, context).find(article);
}

std::optional<Moment> date_in_address(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  if (path == std::string_view::npos) return std::nullopt;
  for (std::size_t begin = path; begin + 8 < url.size() && url[begin] != '?'; ++begin) {
    if (is_digit(url[begin]) || !is_digit(url[begin + 1])) continue;
    std::size_t at = begin + 1;
    const int compact = number_at(url, at, 8, 8);
    if (compact > 0) {
      if (auto moment = day(compact / 10000, compact / 100 % 100, compact % 100)) return moment;
      continue;
    }
    at = begin + 1;
    const int year = number_at(url, at, 4, 4);
    if (year < 0 || at >= url.size()) continue;
    const char separator = url[at];
    if (separator != '/' && separator != '-' && separator != '_' && separator != '.') continue;
    ++at;
    const int month = month_at(url, at);
    if (month < 0 || at >= url.size() || url[at] != separator) continue;
    ++at;
    const int day_of_month = number_at(url, at, 1, 2);
    if (day_of_month < 0) continue;
    if (auto moment = day(year, month, day_of_month)) return moment;
  }
  return std::nullopt;
}

}  // namespace depesche::extract
