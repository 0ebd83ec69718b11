#include "extract/page/evidence.h"

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "extract/page/word_filter.h"

namespace depesche::extract {
namespace {

struct Words {
  std::string_view list;  // between spaces; a word with + stands for two in a row
  EvidenceSet evidence;
};

constexpr std::array kWords{
    Words{"articlebody article+body articletext article+text article+content articlecontent "
          "story+body storybody story+content story+text entry+content post+content postcontent "
          "post+body post+text content+body contentbody body+content news+text newstext "
          "news+content news+body body+copy bodycopy bodytext body+text artikeltext artikel+text "
          "artikel+body artikel+inhalt fliesstext main+text text+body article+main "
          "article+paragraphs articleparagraphs paragraphs rich+text richtext cuerpo "
          "corpo+noticia contenido+nota texto+noticia nota+cuerpo corps+article contenu+article "
          "article+corps blog+content blogcontent single+content page+content press+release "
          "article+detail articledetail detail+text detailtext prose wysiwyg",
          kBody},
    Words{"lead lede standfirst dek deck subtitle sub+title subheadline sub+headline subheading "
          "intro introtext introduction excerpt summary abstract vorspann anleser chapo chapeau "
          "sommario entradilla bajada sumario ingress manchet preamble leadtext "
          "lead+text lead+paragraph unterzeile kurztext description dropline strapline nutgraf "
          "vorspanntext einleitung catchline resumen resume synopsis hatcher",
          kLead},
    Words{"related recirc recirculation outbrain taboola newsletter newsletters signup sign+up "
          "subscribe subscription subscriptions promo promobox promos promotion advert adverts "
          "advertisement advertisements advertising ad ads adslot adbox adcontainer dfp gpt "
          "adsense anzeige anzeigen werbung publicidad publicite pubblicita sponsor sponsored "
          "sponsors share sharing sharebar sharetools shares sharer social socials socialmedia "
          "addthis sharethis sharedaddy breadcrumb breadcrumbs pagination pager sidebar cookie "
          "cookies consent gdpr cmp popup modal lightbox toolbar navbar nav navigation navi menu "
          "masthead copyright tags taglist tagcloud keywords topics trending popular mostread "
          "most+read most+popular readmore read+more read+next readnext more+from more+stories "
          "more+news also+read donate donation donations contributions epic spenden login register "
          "loginform skip+link skiplink "
          "skip+links captcha rating ratings vote poll quiz survey feedback reactions "
          "toc table+of+contents player videoplayer audioplayer audio "
          "carousel slider swiper slideshow gallery galerie crossword ticker+bar "
          "affiliate recommended recommendation recommendations recommends reco mehr+zum "
          "mehr+zu weiterlesen lesen+sie lesetipp lesetipps themen up+next upnext next+article "
          "previous+article prev+next post+navigation nav+links jp+relatedposts yarpp feed+list "
          "article+list articlelist story+list storylist news+list newslist teaserlist teaser+list "
          "latest+news latest articles+list follow followus follow+us app+promo download+app "
          "author+bio authorbio author+box authorbox about+author aboutauthor author+info "
          "autorenbox autorbox authorbox author+box author+card print+only printonly impressum "
          "disclaimer+box citation+tools "
          "language+switcher notification push+notification survey toolbox tools article+tools "
          "articletools article+actions actions buttons button+group sticky+bar bookmark "
          "save+article "
          "listen tts readspeaker text+to+speech factbox+links linklist link+list links+list "
          "siteheader site+header site+footer sitefooter page+footer footer header+nav search "
          "searchbox searchform correction+form report+error error+report ad+label adlabel "
          "interstitial leaderboard billboard mpu dianomi zergnet revcontent plista ligatus nativo "
          "teads trinity trc piano tp+modal offcanvas off+canvas megamenu hamburger "
          "livechat chat+widget event+list job+list stellenmarkt horoscope wetter weather "
          "stock+ticker quote+ticker partner+links partnerlinks partner+content",
          kBoilerplate},
    Words{"comment comments commentlist kommentare commenting disqus respond replies livefyre "
          "viafoura spotim openweb coral leserkommentare leserbriefe discussion forum+posts "
          "comentarios commentaires commenti",
          kBoilerplate | kComments},
    Words{"teaser teasers teaserbox teaserblock", kTeaser},
    Words{
        "caption captions figcaption bildunterschrift legende bildtext image+text photo+text "
        "credit credits photocredit image+credit bildnachweis fotocredit photographer quelle+bild "
        "copyright+image media+caption wp+caption+text gallery+caption didascalia epigrafe "
        "image+description imagecaption",
        kCaption},
    Words{"author authors byline bylines autor autoren verfasser contributor contributors "
          "writer auteur firma autore autori redakteur authorname autorenzeile autorenname "
          "author+name byline+name bylineauthor wrote+by written+by autorzeile",
          kAuthor},
    Words{"date datetime published publish pubdate timestamp dateline+date datum fecha "
          "veroeffentlicht "
          "publication+date publishdate publish+date post+date postdate entry+date article+date "
          "updated modified lastupdate last+updated posted+on time+published",
          kDate},
    Words{"headline title entry+title post+title article+title story+title articletitle titulo "
          "titre titel ueberschrift",
          kHeadline},
    Words{"kicker overline eyebrow dachzeile topline spitzmarke antetitulo surtitre occhietto "
          "occhiello "
          "rubrik toptitle stichwort",
          kKicker},
    Words{"paywall paid+content piano+offer premium+content subscriber+only regwall meteredcontent "
          "subscribers+only abo+only paid+barrier",
          kPaywall},
    Words{"sr+only visually+hidden visuallyhidden screen+reader screenreader screen+reader+text "
          "hidden+print a11y+hidden u+hidden is+hidden display+none offscreen assistive+text",
          kHidden | kBoilerplate},
};

// These begin longer words: "recommendationsList", "newsletterbox", "commentsection".
constexpr std::array kStems{
    Words{"recommend newsletter advertis subscri breadcrumb outbrain taboola sponsor relatedart "
          "relatedpost relatedstor relatedcont relatednews relatedlink socialshar socialmedia "
          "sharebutton cookie addtoany",
          kBoilerplate},
    Words{"commentsect commentlist commentform", kBoilerplate | kComments},
};

// No page's names are longer; generated class soups are.
constexpr std::size_t kLongestNames = 600;

template <class Use>
void for_each_word(std::string_view list, Use use) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) use(list.substr(at, end - at));
    at = end + 1;
  }
}

struct Meaning {
  EvidenceSet evidence = kNothing;
  bool opens = false;  // some entry of several words begins with this one; few words do
};

class Table {
 public:
  Table() {
    for (const Words& entry : kWords) {
      for_each_word(entry.list,
                    [&](std::string_view word) { add(word).evidence |= entry.evidence; });
    }
    std::vector<std::string_view> openers;
    for (const auto& [entry, meaning] : meanings_) {
      const std::size_t plus = entry.find('+');
      if (plus != std::string_view::npos) openers.push_back(entry.substr(0, plus));
    }
    for (const std::string_view word : openers) add(word).opens = true;
  }

  Meaning of(std::string_view word) const {
    if (!filter_.may_hold(word)) return {};
    const auto found = meanings_.find(word);
    return found == meanings_.end() ? Meaning{} : found->second;
  }

 private:
  Meaning& add(std::string_view word) {
    filter_.add(word);
    return meanings_[word];
  }

  WordFilter filter_;
  std::unordered_map<std::string_view, Meaning> meanings_;
};

const Table& table() {
  static const Table words;
  return words;
}

EvidenceSet stem_evidence(std::string_view word) {
  static const std::vector<std::pair<std::string_view, EvidenceSet>> stems = [] {
    std::vector<std::pair<std::string_view, EvidenceSet>> out;
    for (const Words& entry : kStems) {
      for_each_word(entry.list,
                    [&](std::string_view stem) { out.emplace_back(stem, entry.evidence); });
    }
    return out;
  }();
  EvidenceSet evidence = kNothing;
  for (const auto& [stem, says] : stems) {
    if (word.front() == stem.front() && word.starts_with(stem)) evidence |= says;
  }
  return evidence;
}

/// Keeps the last words of one name, to see two and three of them in a row. The words must outlive
/// it.
class WordWindow {
 public:
  void add(std::string_view word) {
    if (word.empty()) return;
    // "no-ads", "has-sidebar" speak of something that is not there, or elsewhere.
    const bool denied = last_ == "no" || last_ == "has" || last_ == "with" || last_ == "without";
    // "sidebar-grid" holds the main column too.
    const bool frames = word == "grid" || word == "layout" || word == "container" ||
                        word == "wrapper" || word == "page";
    if (frames && last_was_named_) evidence_ &= ~EvidenceSet{kBoilerplate};
    const Meaning meaning = table_.of(word);
    const EvidenceSet own =
        denied ? EvidenceSet{kNothing}
               : meaning.evidence | (word.size() > 6 ? stem_evidence(word) : EvidenceSet{kNothing});
    last_was_named_ = own != kNothing;
    evidence_ |= own;
    if (last_begins_) evidence_ |= in_a_row({last_, word});
    if (before_begins_) evidence_ |= in_a_row({before_, last_, word});
    before_ = last_;
    before_begins_ = last_begins_;
    last_ = word;
    last_begins_ = meaning.opens;
  }
  void end_name() {
    before_ = last_ = {};
    before_begins_ = last_begins_ = false;
  }
  EvidenceSet evidence() const { return evidence_; }

 private:
  EvidenceSet in_a_row(std::initializer_list<std::string_view> words) {
    joined_.clear();
    for (const std::string_view word : words) {
      if (!joined_.empty()) joined_ += '+';
      joined_ += word;
    }
    return table_.of(joined_).evidence;
  }

  const Table& table_ = table();
  std::string_view before_, last_;
  std::string joined_;
  bool before_begins_ = false, last_begins_ = false;
  bool last_was_named_ = false;
  EvidenceSet evidence_ = kNothing;
};

bool style_hides(std::string_view style) {
  const std::size_t display = find_ignoring_case(style, "display");
  if (display != std::string_view::npos) {
    std::string_view rest = trim(style.substr(display + 7));
    if (!rest.empty() && rest.front() == ':') {
      rest = trim(rest.substr(1));
      if (starts_with_ignoring_case(rest, "none")) return true;
    }
  }
  return find_ignoring_case(style, "visibility:hidden") != std::string_view::npos ||
         find_ignoring_case(style, "visibility: hidden") != std::string_view::npos;
}

EvidenceSet itemprop_evidence(std::string_view properties) {
  EvidenceSet evidence = kNothing;
  for_each_word(properties, [&](std::string_view property) {
    if (property == "articleBody" || property == "reviewBody") evidence |= kBody;
    if (property == "author") evidence |= kAuthor;
    if (property == "datePublished" || property == "dateModified") evidence |= kDate;
    if (property == "headline") evidence |= kHeadline;
    if (property == "description" || property == "abstract") evidence |= kLead;
    if (property == "alternativeHeadline") evidence |= kLead;
    if (property == "caption") evidence |= kCaption;
    if (property == "comment") evidence |= kComments | kBoilerplate;
  });
  return evidence;
}

EvidenceSet role_evidence(std::string_view role) {
  for (const std::string_view aside :
       {"navigation", "banner", "complementary", "contentinfo", "search", "menu", "menubar",
        "dialog", "alertdialog", "toolbar", "tablist", "tooltip"}) {
    if (role == aside) return kBoilerplate;
  }
  return kNothing;
}

}  // namespace

EvidenceSet evidence_in(std::string_view names) {
  names = names.substr(0, kLongestNames);
  std::array<char, kLongestNames> lower;
  WordWindow window;
  std::size_t word = 0;  // where it begins
  bool was_lower = false;
  const auto end_word = [&](std::size_t end) {
    window.add({lower.data() + word, end - word});
    word = end;
  };
  for (std::size_t at = 0; at < names.size(); ++at) {
    const char c = names[at];
    lower[at] = to_lower(c);
    const bool upper = c >= 'A' && c <= 'Z';
    const bool part = is_alnum(c);
    if (!part || (upper && was_lower)) end_word(at);
    if (is_space(c)) window.end_name();
    if (!part) word = at + 1;
    was_lower = c >= 'a' && c <= 'z';
  }
  end_word(names.size());
  return window.evidence();
}

namespace {

enum class Attribute : std::uint8_t {
  None,
  Names,
  Kicker,
  Itemprop,
  Role,
  Hidden,
  AriaHidden,
  Style,
  AriaLabel
};

/// By length and first byte, since pages have many attributes that say nothing.
Attribute attribute_named(std::string_view name) {
  switch (name.size()) {
    case 2:
      return name == "id" ? Attribute::Names : Attribute::None;
    case 4:
      return name == "role" ? Attribute::Role : Attribute::None;
    case 5:
      if (name == "class") return Attribute::Names;
      return name == "style" ? Attribute::Style : Attribute::None;
    case 6:
      return name == "hidden" ? Attribute::Hidden : Attribute::None;
    case 8:
      return name == "itemprop" ? Attribute::Itemprop : Attribute::None;
    default:
      break;
  }
  if (name.starts_with("data-")) {
    for (const std::string_view kind :
         {"testid", "component", "module", "block", "type", "component-name", "qa"}) {
      if (name.substr(5) == kind) return Attribute::Names;
    }
    return name.ends_with("kicker") ? Attribute::Kicker : Attribute::None;
  }
  if (name == "aria-hidden") return Attribute::AriaHidden;
  return name == "aria-label" ? Attribute::AriaLabel : Attribute::None;
}

}  // namespace

EvidenceSet EvidenceMemo::of(std::string_view names) {
  if (names.empty()) return kNothing;
  constexpr std::size_t kMost = 4'096;  // real pages have some hundred
  if (used_ * 2 >= slots_.size() && used_ < kMost) grow();
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(names));
  Slot& slot = slots_[place_of(names, hash)];
  if (!slot.names.empty()) return slot.evidence;
  const EvidenceSet evidence = evidence_in(names);
  if (used_ < kMost) {
    slot = {names, hash, evidence};
    ++used_;
  }
  return evidence;
}

/// Where the names stand, or may be put.
std::size_t EvidenceMemo::place_of(std::string_view names, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (!slots_[at].names.empty() && (slots_[at].hash != hash || slots_[at].names != names)) {
    at = (at + 1) & mask;
  }
  return at;
}

void EvidenceMemo::grow() {
  constexpr std::size_t kFirst = 512;
  const std::vector<Slot> before = std::move(slots_);
  slots_ = std::vector<Slot>(before.empty() ? kFirst : 2 * before.size());
  for (const Slot& slot : before) {
    if (!slot.names.empty()) slots_[place_of(slot.names, slot.hash)] = slot;
  }
}

EvidenceSet evidence_of(const html::Tree& tree, html::NodeIndex node, EvidenceMemo& memo) {
  EvidenceSet evidence = kNothing;
  for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
    const auto [name, value] = tree.attribute_at(node, i);
    switch (attribute_named(name)) {
      case Attribute::Names:
        evidence |= memo.of(value);
        break;
      case Attribute::Kicker:
        evidence |= kKicker;
        break;
      case Attribute::Itemprop:
        evidence |= itemprop_evidence(value);
        break;
      case Attribute::Role:
        evidence |= role_evidence(value);
        break;
      case Attribute::Hidden:
        // What a server streams late ("S:0") is hidden only until a script moves it to its place.
        if (value != "until-found" && !tree.id(node).starts_with("S:")) evidence |= kHidden;
        break;
      case Attribute::AriaHidden:
        if (value == "true") evidence |= kHidden;
        break;
      case Attribute::Style:
        if (style_hides(value)) evidence |= kHidden;
        break;
      case Attribute::AriaLabel:
        if (value.size() < 60) evidence |= evidence_in(value) & (kBoilerplate | kComments);
        break;
      case Attribute::None:
        break;
    }
  }
  return evidence;
}

}  // namespace depesche::extract
