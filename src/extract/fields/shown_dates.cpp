#include "extract/fields/shown_dates.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "dates/dates.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::chrono::sys_seconds kEarliest =
    std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);
// Enough for the longest pages; a calendar or a table of figures must not cost more.
constexpr std::size_t kMostReadings = 600;
constexpr std::size_t kLongestLine = 240;
constexpr std::size_t kLongestFragment = 12;
constexpr std::size_t kLongestPieces = 60;
constexpr std::size_t kLongestLabel = 40;
constexpr std::size_t kLongestByline = 120;
// Nodes around the headline that are looked at when the page has told machines its date.
constexpr NodeIndex kNodesBefore = 300;
constexpr NodeIndex kNodesAfter = 1500;
// Texts: what stands further from the headline is no longer "by" it.
constexpr int kNearAfter = 30;
constexpr int kNearBefore = 12;
constexpr std::uint32_t kNearProse = 800;

constexpr std::array<std::string_view, 27> kPublishedWords{
    "beitrag wurde", "veröffentlicht", "veroeffentlicht", "erschienen", "erstellt", "published",
    "posted",        "publication",    "released",        "publié",     "mis en",   "mise en",
    "publicado",     "publicación",    "pubblicato",      "pubblicata", "created",  "geplaatst",
    "gepubliceerd",  "eingestellt",    "geschrieben",     "date:",      "datum:",   "julkaistu",
    "publicerad",    "publisert",      "originally"};
constexpr std::array<std::string_view, 25> kUpdatedWords{
    "updated",     "update",      "aktualisiert", "aktualisierung", "modified",
    "geändert",    "änderung",    "mis à jour",   "mise à jour",    "modifié",
    "actualizado", "actualizada", "aggiornato",   "aggiornata",     "reviewed",
    "bearbeitet",  "revised",     "bijgewerkt",   "oppdatert",      "uppdaterad",
    "opdateret",   "edited",      "überarbeitet", "last changed",   "stand:"};
// A date behind these is something else's: who joined when, until when, since when.
constexpr std::array<std::string_view, 22> kForeignWords{
    "findet",  "beginnt", "nächste",   "next ", "registriert", "mitglied", "joined", "member",
    "geboren", "born",    "copyright", "©",     "bis ",        "until",    "seit ",  "since",
    "foto",    "photo",   "gültig",    "valid", "termin",      "retrieved"};

/// Where the last of the words that stand in the text begins, plus one; 0: none does.
template <std::size_t n>
std::size_t last_of(std::string_view text, const std::array<std::string_view, n>& words) {
  std::array<bool, 256> begins{};
  for (const std::string_view word : words) begins[static_cast<unsigned char>(word.front())] = true;
  for (std::size_t at = text.size(); at-- > 0;) {
    if (!begins[static_cast<unsigned char>(text[at])]) continue;
    for (const std::string_view word : words) {
      if (word.front() == text[at] && text.substr(at).starts_with(word)) return at + 1;
    }
  }
  return 0;
}

/// One number for the day and none for the month.
bool is_in_words(std::string_view line) {
  int numbers = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!is_digit(line[at])) continue;
    const std::size_t begin = at;
    while (at < line.size() && is_digit(line[at])) ++at;
    if (at < line.size() && line[at] == ':') break;  // the time of day
    if (at - begin <= 2) ++numbers;
  }
  return numbers == 1;
}

bool is_unread(Tag tag) {
  return tag == Tag::Script || tag == Tag::Style || tag == Tag::Textarea || tag == Tag::Option ||
         tag == Tag::Noscript || tag == Tag::Template || tag == Tag::Svg;
}

class Finder {
 public:
  Finder(const Tree& tree, const Survey& survey, const ShownDatesContext& context)
      : tree_(tree), survey_(survey), context_(context), headline_(context.headline) {}

  ShownDates run() {
    NodeIndex begin = tree_.body();
    NodeIndex end = static_cast<NodeIndex>(tree_.size());
    const bool placed = headline_ != html::kNoNode;
    if (!context_.whole_page) {
      if (!placed) return {};
      begin = std::max(begin, headline_ > kNodesBefore ? headline_ - kNodesBefore : 0);
      end = std::min(end, headline_ + kNodesAfter);
    }
    if (placed) texts_before_ = count_texts(begin, headline_);
    for (NodeIndex node = begin; node < end && readings_ < kMostReadings; ++node) {
      if (tree_.is_text(node)) {
        read_text(node);
      } else if (tree_.is(node, Tag::Time) || (survey_[node].evidence & kDate) != 0) {
        read_attributes(node);
      }
    }
    if (is_lone_) found_.lone = lone_;
    return found_;
  }

 private:
  int count_texts(NodeIndex from, NodeIndex to) const {
    int texts = 0;
    for (NodeIndex node = from; node < to; ++node) texts += is_readable(node) ? 1 : 0;
    return texts;
  }

  bool is_readable(NodeIndex node) const {
    return tree_.is_text(node) && !is_unread(tree_.tag(tree_.parent(node))) &&
           !trim(tree_.text(node)).empty();
  }

  void read_text(NodeIndex node) {
    if (!is_readable(node)) return;
    ++texts_;
    const std::string_view raw = trim(tree_.text(node));
    if (std::any_of(raw.begin(), raw.end(), is_digit)) {
      if (raw.size() <= kLongestLine) {
        read_line(node, squeeze(raw));
      } else if (is_digit(raw.front()) || raw.front() == '(') {
        // "12.03.2024 - Ein langer Satz …": an old habit of press releases.
        read_line(node, squeeze(raw.substr(0, 24)));
      }
    }
    if (headline_ != html::kNoNode && node > tree_.end_of(headline_)) {
      prose_ += survey_[node].prose;
    }
    before_ = raw.size() <= kLongestLine ? raw : std::string_view();
  }

  void read_line(NodeIndex node, const std::string& line) {
    ++readings_;
    const NodeIndex parent = tree_.parent(node);
    if (!consider_line(node, line) && line.size() <= kLongestFragment && parent != tried_) {
      // "<span>Mai</span> <b>06</b> 2018": one date in pieces.
      NodeIndex place = parent;
      for (int up = 0; up < 2 && place != tree_.body(); ++up, place = tree_.parent(place)) {
        tried_ = place;
        const std::string whole = line_of(tree_, survey_, place);
        if (whole.size() > kLongestPieces || consider_line(node, whole)) break;
      }
    }
  }

  /// False when there is no date in it.
  bool consider_line(NodeIndex node, const std::string& line) {
    const auto moment = sane(parse_full_date(line, context_.language));
    if (!moment) return false;
    const auto first = std::find_if(line.begin(), line.end(), is_digit);
    const auto digit = static_cast<std::size_t>(first - line.begin());
    const std::string words = fold(std::string_view(line).substr(0, digit));
    if (last_of(words, kForeignWords) != 0) return true;
    const std::string rest = fold(std::string_view(line).substr(digit));
    // "Published 3 May 2024, updated 4 May 2024"
    const std::size_t second =
        std::max(last_of(rest, kPublishedWords), last_of(rest, kUpdatedWords));
    DateLabel label = label_of(words);
    if (second != 0) {
      const std::string_view tail = std::string_view(rest).substr(second - 1);
      if (const auto other = sane(parse_full_date(tail, context_.language))) {
        consider(node, *other, date_label(tail.substr(0, tail.find_first_of("0123456789"))),
                 tail.size());
        const auto own =
            sane(parse_full_date(std::string_view(rest).substr(0, second - 1), context_.language));
        if (own) consider(node, *own, label, digit + second);
        return true;
      }
      // "am 3. Mai 2024 veröffentlicht"
      if (label == DateLabel::None) label = date_label(rest);
    }
    consider(node, *moment, label, line.size(), is_in_words(line));
    return true;
  }

  /// What stands in front of a date in its own text, or else in the one before.
  DateLabel label_of(const std::string& words) const {
    const DateLabel label = date_label(words);
    if (label != DateLabel::None || words.size() >= 4) return label;
    const std::string before = fold(before_);
    if (before == "datum" || before == "date" || before == "fecha" || before == "data") {
      return DateLabel::Published;
    }
    return before.size() <= kLongestLabel ? date_label(before) : DateLabel::None;
  }

  void read_attributes(NodeIndex node) {
    for (const std::string_view name : {"datetime", "content", "data-datetime", "title"}) {
      const std::string_view value = tree_.attribute(node, name);
      if (value.empty() || value.size() > 60) continue;
      ++readings_;
      auto moment = sane(parse_feed_date(value));
      if (!moment) moment = sane(parse_full_date(value, context_.language));
      if (!moment) continue;
      // What readers see wins where the attribute is of another day: systems put the last change
      // there.
      const std::string line = line_of(tree_, survey_, node);
      const auto seen = sane(parse_full_date(line.substr(0, kLongestLine), context_.language));
      if (seen && (seen->at > moment->at + std::chrono::days(2) ||
                   seen->at + std::chrono::days(2) < moment->at)) {
        return;
      }
      const std::size_t digit = std::min(line.find_first_of("0123456789"), line.size());
      const std::string words = fold(line.substr(0, std::min<std::size_t>(digit, 40)));
      if (last_of(words, kForeignWords) != 0) return;
      consider(node, *moment, label_of(words), std::min<std::size_t>(line.size(), 30));
      return;
    }
  }

  std::optional<Moment> sane(std::optional<Moment> moment) const {
    if (!moment || moment->at < kEarliest) return std::nullopt;
    if (context_.latest && moment->at > *context_.latest) return std::nullopt;
    return moment;
  }

  void consider(NodeIndex node, const Moment& moment, DateLabel label, std::size_t length,
                bool in_words = false) {
    ShownDate date{moment, label, 0, false, in_words};
    if (date.label == DateLabel::None && names_say_updated(node)) date.label = DateLabel::Updated;
    date.score = place_score(node, date.near) + shape_score(node, moment, length);
    if (date.label != DateLabel::None) date.score += 30;
    note_day(date);
    auto& best = date.label == DateLabel::Updated ? found_.updated : found_.published;
    if (!best || date.score > best->score) best = date;
  }

  void note_day(const ShownDate& date) {
    if (date.score < 0) return;
    if (!lone_) lone_ = date;
    const auto apart = std::chrono::abs(lone_->moment.at - date.moment.at);
    if (apart >= std::chrono::days(1)) is_lone_ = false;
  }

  int place_score(NodeIndex node, bool& near) const {
    if (headline_ == html::kNoNode) return texts_ < 40 ? 10 : 0;
    const int distance = texts_ - texts_before_;
    if (tree_.contains(headline_, node)) {
      near = true;
      return 20;
    }
    if (node > headline_) {
      near = distance <= kNearAfter && prose_ <= kNearProse;
      return near ? 45 - distance : prose_ <= kNearProse ? 5 : 0;
    }
    near = -distance < kNearBefore;
    return near ? 30 + 2 * distance : 0;
  }

  int shape_score(NodeIndex node, const Moment& moment, std::size_t length) const {
    int score = length <= 40 ? 15 : length <= 80 ? 5 : length <= 160 ? 0 : -10;
    if (!moment.day_only) score += 5;
    bool dated = false;
    NodeIndex place = node;
    for (int up = 0; up < 8 && place != tree_.body() && place != 0; ++up) {
      const EvidenceSet evidence = survey_[place].evidence;
      if (up < 3 && ((evidence & kDate) != 0 || tree_.is(place, Tag::Time))) dated = true;
      // What holds the headline too is the article's own, whatever it is named.
      if (headline_ != html::kNoNode && tree_.contains(place, headline_)) break;
      // An opinion is a comment too: "comment-header__publish-date".
      const bool names_date = (evidence & kDate) != 0;
      if ((evidence & kComments) != 0 && !names_date) score -= 80;
      // A post that is quoted was written another day.
      if (tree_.is(place, Tag::Blockquote)) score -= 60;
      const bool teaser = (evidence & kTeaser) != 0 && !is_articles_own(place);
      if (teaser || tree_.is(place, Tag::Nav)) {
        score -= 90;
      } else if (tree_.is(place, Tag::Aside)) {
        score -= 30;
      }
      if (tree_.is(place, Tag::Figure)) score -= 70;
      if ((evidence & kCaption) != 0) score -= 15;
      // The page's own header has today's date.
      const bool frame = tree_.is(place, Tag::Header) || tree_.is(place, Tag::Footer);
      if (frame && tree_.ancestor(place, Tag::Article) == html::kNoNode) score -= 30;
      place = tree_.parent(place);
    }
    if (dated) score += 15;
    if (survey_[node].dropped) score -= 15;
    // A date that links belongs to what is linked, most often.
    if (survey_[node].in_link) score -= length <= 40 ? 10 : 40;
    return score;
  }

  /// Whatever its name: the line below the headline, or what holds most of the page's prose.
  bool is_articles_own(NodeIndex place) const {
    if (survey_[place].prose * 2 > survey_.prose()) return true;
    if (headline_ == html::kNoNode || tree_.parent(headline_) != tree_.parent(place)) return false;
    const auto blank = [&](NodeIndex node) {
      return tree_.kind(node) == html::NodeKind::Comment ||
             (tree_.is_text(node) && trim(tree_.text(node)).empty());
    };
    NodeIndex next = tree_.next_sibling(headline_);
    while (next != html::kNoNode && blank(next)) next = tree_.next_sibling(next);
    return next == place && !tree_.is(place, Tag::Aside) &&
           line_of(tree_, survey_, place).size() <= kLongestByline;
  }

  bool names_say_updated(NodeIndex node) const {
    NodeIndex place = node;
    for (int up = 0; up < 3 && place != tree_.body() && place != 0; ++up) {
      const std::string_view names = tree_.attribute(place, "class");
      for (const std::string_view word : {"update", "modif", "aktualis", "changed"}) {
        if (find_ignoring_case(names, word) != std::string_view::npos) return true;
      }
      place = tree_.parent(place);
    }
    return false;
  }

  const Tree& tree_;
  const Survey& survey_;
  const ShownDatesContext& context_;
  NodeIndex headline_;
  NodeIndex tried_ = html::kNoNode;
  std::string_view before_;
  std::size_t readings_ = 0;
  std::uint32_t prose_ = 0;
  int texts_ = 0;
  int texts_before_ = 0;
  ShownDates found_;
  std::optional<ShownDate> lone_;  // the first that may be the article's
  bool is_lone_ = true;            // all others are of the same day
};

}  // namespace

DateLabel date_label(std::string_view words) {
  const std::size_t published = last_of(words, kPublishedWords);
  const std::size_t updated = last_of(words, kUpdatedWords);
  if (published == 0 && updated == 0) return DateLabel::None;
  return published > updated ? DateLabel::Published : DateLabel::Updated;
}

ShownDates find_shown_dates(const Tree& tree, const Survey& survey,
                            const ShownDatesContext& context) {
  return Finder(tree, survey, context).run();
}

}  // namespace depesche::extract
