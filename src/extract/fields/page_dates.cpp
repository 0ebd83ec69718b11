#include "extract/fields/page_dates.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "dates/dates.h"
#include "extract/fields/outlet_clock.h"
#include "extract/fields/script_dates.h"
#include "extract/fields/shown_dates.h"
#include "extract/page/page_address.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;
using json::Value;

namespace {

constexpr std::chrono::sys_seconds kEarliest =
    std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);

/// A meta tag's name without the marks that every system sets differently.
std::string bare_name(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (is_alnum(c)) bare += to_lower(c);
  }
  return bare;
}

// Surest first; as bare names.
constexpr std::array<std::string_view, 48> kPublishedMetas{
    "articlepublishedtime",
    "datepublished",
    "ogpublishedtime",
    "ogarticlepublishedtime",
    "articlepublished",
    "rnewsdatepublished",
    "publicationdate",
    "publisheddate",
    "parselypubdate",
    "sailthrudate",
    "cxenseparserecspublishtime",
    "publishdate",
    "articlepublishdate",
    "pubdate",
    "publishedtime",
    "publishtime",
    "publishedat",
    "citationpublicationdate",
    "citationonlinedate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "dcdatecreated",
    "dccreated",
    "dcdate",
    "dctermsdate",
    "date",
    "originalpublicationdate",
    "articledateoriginal",
    "published",
    "vrpublishedtime",
    "articlecreated",
    "created",
    "displaydate",
    "ptime",
    "lastpublished",
    "btpubdate",
    "datecreated",
    "ogpubdate",
    "ogreleasedate",
    "releasedate",
    "dateposted",
    "dcdatepublished",
    "dcdatesubmitted",
    "dctermsavailable",
    "shareaholicarticlepublishedtime",
    "iso8601publishdate",
    "firstpublished",
};
constexpr std::array<std::string_view, 15> kModifiedMetas{
    "articlemodifiedtime",
    "ogupdatedtime",
    "datemodified",
    "ogmodifiedtime",
    "dctermsmodified",
    "dcdatemodified",
    "lastmodified",
    "lastmod",
    "revised",
    "cxenseparserecsmodtime",
    "articleupdated",
    "modified",
    "updated",
    "lastupdated",
    "articleupdatedtime",
};

constexpr std::array<std::string_view, 7> kOwnEndings{
    "publisheddate", "publishdate", "datepublished", "publishedtime",
    "publishtime",   "publishedat", "uploaded"};
constexpr std::size_t kLongestStamp = 60;

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

/// "11/01/2021" is the same day to one half of the world as "01/11/2021" to the other.
bool is_other_spelling(const Moment& a, const Moment& b) {
  const auto local = [](const Moment& moment) {
    return std::chrono::year_month_day(
        std::chrono::floor<days>(moment.at + moment.offset.value_or(minutes(0))));
  };
  const auto first = local(a);
  const auto second = local(b);
  return first.year() == second.year() &&
         static_cast<unsigned>(first.month()) == static_cast<unsigned>(second.day()) &&
         static_cast<unsigned>(first.day()) == static_cast<unsigned>(second.month());
}

struct Clock {
  Moment moment;
  bool is_shown;  // to readers
};

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
    look_at_page();
    address_ = sane(date_in_address(context_.url));
    if (!address_) address_ = sane(date_in_address(signs_.canonical));
    if (found_.published) {
      const OutletClock clock = find_outlet_clock(tree_, signs_, context_.url);
      find_offset(*found_.published, clock);
      doubt_claim();
      if (found_.updated) find_day(*found_.updated, std::nullopt, clock);
    } else {
      from_page();
    }
    const auto& update = shown_.updated;
    if (!found_.updated && update && update->near) {
      found_.updated = update->moment;
    }
    if (!found_.published) found_.published = found_.updated;
    if (found_.updated) share_offset(*found_.updated);
    if (found_.updated && found_.published && found_.updated->at < found_.published->at) {
      found_.updated.reset();
    }
    return found_;
  }

 private:
  std::optional<std::chrono::sys_seconds> latest() const {
    if (context_.now.time_since_epoch().count() == 0) return std::nullopt;
    return context_.now + days(1);
  }

  std::optional<Moment> sane(std::optional<Moment> moment) const {
    if (!moment || moment->at < kEarliest) return std::nullopt;
    if (const auto last = latest(); last && moment->at > *last) return std::nullopt;
    return moment;
  }

  std::optional<Moment> machine(std::string_view text) {
    auto moment = sane(parse_feed_date(text));
    if (!moment) moment = sane(parse_full_date(text, context_.language));
    if (moment && !moment->day_only) stamps_.push_back(*moment);
    return moment;
  }

  /// A publication by a clock without a zone.
  std::optional<Moment> published(std::string_view text) {
    auto moment = machine(text);
    if (moment && !moment->day_only && !moment->offset) clocks_.push_back({*moment, false});
    return moment;
  }

  /// All are read, also when one is known: a second spelling may have the offset.
  static void fill(std::optional<Moment>& field, const std::optional<Moment>& moment) {
    if (!field) field = moment;
  }

  void from_linked(const Value& article) {
    for (const std::string_view member : {"datePublished", "dateCreated", "uploadDate"}) {
      fill(found_.published, published(text_at(article, member)));
    }
    fill(found_.updated, machine(text_at(article, "dateModified")));
  }

  void from_other_linked() {
    for (const std::string_view type :
         {"WebPage", "VideoObject", "NewsArticle", "Article", "HowTo", "Recipe"}) {
      if (const Value* object = signs_.linked.object_of_type(type)) from_linked(*object);
      if (found_.published) return;
    }
  }

  void from_metas() {
    std::array<std::string_view, kPublishedMetas.size()> publications;
    std::array<std::string_view, kModifiedMetas.size()> changes;
    for (const MetaTag& tag : signs_.metas) {
      if (tag.content.size() > kLongestStamp) continue;
      const std::string name = bare_name(tag.name);
      const auto note = [&](const auto& names, auto& contents) {
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) return;
        std::string_view& content = contents[static_cast<std::size_t>(at - names.begin())];
        if (content.empty()) content = tag.content;
      };
      note(kPublishedMetas, publications);
      note(kModifiedMetas, changes);
    }
    for (const std::string_view content : publications) {
      if (!content.empty()) fill(found_.published, published(content));
    }
    if (!found_.published) from_own_metas();
    for (const std::string_view content : changes) {
      if (!content.empty()) fill(found_.updated, machine(content));
    }
  }

  /// Names of a system's own: "w-published-date", "photo-site:uploaded".
  void from_own_metas() {
    for (const MetaTag& tag : signs_.metas) {
      if (tag.content.size() > kLongestStamp) continue;
      const std::string name = bare_name(tag.name);
      const bool tells = std::any_of(kOwnEndings.begin(), kOwnEndings.end(),
                                     [&](std::string_view end) { return name.ends_with(end); });
      if (tells) fill(found_.published, published(tag.content));
    }
  }

  /// What an element says of its date: attributes for machines first, then its text.
  std::optional<Moment> date_of(NodeIndex node) {
    for (const std::string_view attribute : {"datetime", "content", "data-datetime", "title"}) {
      const std::string_view value = tree_.attribute(node, attribute);
      if (value.empty() || value.size() > 60) continue;
      if (auto moment = machine(value)) return moment;
    }
    const std::string line = line_of(tree_, survey_, node);
    if (line.size() > 120) return std::nullopt;
    return sane(parse_full_date(line, context_.language));
  }

  void from_microdata() {
    for (const NodeIndex node : signs_.times) {
      const bool publication = tree_.has_token(node, "itemprop", "datePublished");
      const bool change = tree_.has_token(node, "itemprop", "dateModified");
      if (publication) fill(found_.published, date_of(node));
      if (change) fill(found_.updated, date_of(node));
      if (!publication && !change && tree_.has_attribute(node, "datetime")) date_of(node);
    }
  }

  void look_at_page() {
    shown_ = find_shown_dates(tree_, survey_,
                              {.language = context_.language,
                               .headline = context_.headline,
                               .latest = latest(),
                               .whole_page = !found_.published});
    for (const auto& shown : {shown_.published, shown_.updated}) {
      if (shown && shown->near && !shown->moment.day_only) stamps_.push_back(shown->moment);
    }
    const auto& shown = shown_.published;
    if (shown && shown->near && !shown->moment.day_only && !shown->moment.offset) {
      clocks_.push_back({shown->moment, true});
    }
  }

  /// Where the machines are told nothing: the address, the title, then what readers see.
  void from_page() {
    const auto& shown = shown_.published;
    const bool believed = shown && shown->score >= kBelievable;
    for (const auto& certain : {address_, date_in_title()}) {
      if (!certain) continue;
      const bool same = believed && shown->moment.at >= certain->at - days(1) &&
                        shown->moment.at < certain->at + days(2);
      found_.published = same ? shown->moment : *certain;
      return;
    }
    if (believed) {
      found_.published = shown->moment;
    } else if (shown_.updated && shown_.updated->score >= kBelievable) {
      // Where a page tells only of its last change, that is the best it has; for a page that was
      // never changed it is the publication.
      found_.updated = shown_.updated->moment;
    } else if (shown_.lone) {
      found_.published = shown_.lone->moment;
    } else {
      found_.published = published(date_in_scripts(tree_));
    }
  }

  /// A title that begins or ends with a day.
  std::optional<Moment> date_in_title() const {
    const std::string& title = signs_.page_title;
    constexpr std::size_t kLength = 11;  // " 28.04.2023"
    if (title.size() < 2 * kLength) return std::nullopt;
    for (const std::size_t at : {std::size_t{0}, title.size() - kLength}) {
      const std::string_view part = std::string_view(title).substr(at, kLength);
      if (std::count_if(part.begin(), part.end(), is_digit) < 6) continue;
      if (auto moment = sane(parse_full_date(part, context_.language))) return moment;
    }
    return std::nullopt;
  }

  /// A claim that the page itself contradicts: site builders write the day of their last run where
  /// the publication belongs, others the day on which a draft was begun.
  void doubt_claim() {
    Moment& claim = *found_.published;
    // A clock without a zone is at most 14 hours off; a day is the one the outlet's clock showed.
    const auto is_earlier = [&](const Moment& other) {
      return other.day_only ? other.at + hours(24) <= claim.at + claim.offset.value_or(minutes(0))
                            : other.at + hours(14) < claim.at;
    };
    if (address_ && is_earlier(*address_)) {
      // Half a day later may be the same day further west.
      if (!found_.updated && claim.at > address_->at + hours(36)) found_.updated = claim;
      claim = *address_;
      return;
    }
    const auto& shown = shown_.published;
    const bool is_shown = shown && shown->near && shown->score >= kBelievable;
    const auto& update = shown_.updated;
    if (!is_shown && update && update->near && update->score >= kBelievable + 25 &&
        is_earlier(update->moment)) {
      // What was changed then was published before.
      claim = update->moment;
      return;
    }
    if (!shown || !shown->near || shown->score < kBelievable + 20) return;
    if (is_other_spelling(shown->moment, claim)) {
      if (shown->in_words && claim.day_only) claim = shown->moment;
      return;
    }
    const bool is_build = !found_.updated || found_.updated->at <= claim.at + minutes(10);
    const bool is_draft = !found_.updated && claim.at + days(1) < shown->moment.at &&
                          shown->score >= kBelievable + 30;
    if (is_build && is_earlier(shown->moment)) {
      if (!found_.updated) found_.updated = claim;
      claim = shown->moment;
    } else if (is_draft) {
      claim = shown->moment;
    }
  }

  /// The same instant is often written twice: once in UTC, once as the outlet's clock showed it.
  void find_offset(Moment& moment, const OutletClock& clock) const {
    if (moment.day_only || !moment.offset || moment.offset->count() != 0) return;
    for (const Moment& stamp : stamps_) {
      if (stamp.offset && stamp.offset->count() != 0 && stamp.at == moment.at) {
        moment.offset = stamp.offset;
        return;
      }
    }
    if (is_local_midnight(moment)) return;
    for (const auto& [clock_time, is_shown] : clocks_) {
      // Clocks on pages often show no seconds.
      const auto ahead =
          std::chrono::floor<minutes>(clock_time.at) - std::chrono::floor<minutes>(moment.at);
      // What the page shows too, it calls UTC without having asked.
      if (ahead.count() == 0 && is_shown) return;
      const bool is_zone = ahead.count() != 0 && ahead % minutes(30) == minutes(0) &&
                           ahead >= hours(-12) && ahead <= hours(14);
      if (!is_zone) continue;
      moment.offset = ahead;
      return;
    }
    find_day(moment, day_told(), clock);
  }

  /// The day of publication as an address or a line by the headline has it: the outlet's own.
  std::optional<std::chrono::sys_days> day_told() const {
    const auto& shown = shown_.published;
    if (shown && shown->near && shown->moment.day_only && shown->score >= kBelievable) {
      return std::chrono::floor<days>(shown->moment.at);
    }
    if (address_) return std::chrono::floor<days>(address_->at);
    return std::nullopt;
  }

  /// The offset of the outlet's clock, unless it contradicts the day that the page tells itself.
  static void find_day(Moment& moment, std::optional<std::chrono::sys_days> told,
                       const OutletClock& clock) {
    if (moment.day_only || !moment.offset || moment.offset->count() != 0) return;
    const bool is_told_in_utc = told == std::chrono::floor<days>(moment.at);
    auto offset = clock.offset(moment.at);
    if (!offset && told && !is_told_in_utc) offset = clock.offset_on(*told, moment.at);
    if (!offset) return;
    const auto day = std::chrono::floor<days>(moment.at + *offset);
    if (is_told_in_utc && day != *told) return;
    moment.offset = offset;
  }

  /// A day given as the instant at which it began where the outlet is: "2021-11-04T23:00:00Z" for
  /// what readers see as 5 November.
  bool is_local_midnight(Moment& moment) const {
    const auto& shown = shown_.published;
    if (!shown || !shown->near || !shown->moment.day_only) return false;
    const auto ahead = shown->moment.at - moment.at;
    if (ahead <= hours(0) || ahead > hours(12) || ahead % hours(1) != hours(0)) return false;
    moment.offset = std::chrono::duration_cast<minutes>(ahead);
    return true;
  }

  /// One clock shows both: a change is given the zone of the publication.
  void share_offset(Moment& updated) const {
    const auto& published = found_.published;
    if (!published || !published->offset || updated.day_only) return;
    if (!updated.offset) {
      updated.offset = published->offset;
      updated.at -= *updated.offset;
    } else if (updated.offset->count() == 0 && updated.at - published->at < days(2)) {
      updated.offset = published->offset;
    }
  }

  const Tree& tree_;
  const Survey& survey_;
  const Signs& signs_;
  const DateContext& context_;
  PageDates found_;
  ShownDates shown_;
  std::optional<Moment> address_;
  std::vector<Moment> stamps_;  // everything with a time of day that was read on the way
  std::vector<Clock> clocks_;   // publications without a zone
};

}  // namespace

PageDates find_dates(const Tree& tree, const Survey& survey, const Signs& signs,
                     const Value* article, const DateContext& context) {
  return Dates(tree, survey, signs, context).find(article);
}

}  // namespace depesche::extract
