#include "extract/page/evidence.h"

#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/ascii.h"

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

using Table = std::unordered_map<std::string_view, EvidenceSet>;

template <class Use>
void for_each_word(std::string_view list, Use use) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) use(list.substr(at, end - at));
    at = end + 1;
  }
}

const Table& table() {
  static const Table words = [] {
    Table out;
    for (const Words& entry : kWords) {
      for_each_word(entry.list, [&](std::string_view word) { out[word] |= entry.evidence; });
    }
    return out;
  }();
  return words;
}

EvidenceSet look_up(const std::string& word) {
  const auto found = table().find(word);
  return found == table().end() ? EvidenceSet{kNothing} : found->second;
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

/// Whether some entry of several words begins with this one; few words do.
bool begins_entry(std::string_view word) {
  static const std::unordered_set<std::string_view> openers = [] {
    std::unordered_set<std::string_view> out;
    for (const auto& [entry, evidence] : table()) {
      const std::size_t plus = entry.find('+');
      if (plus != std::string_view::npos) out.insert(entry.substr(0, plus));
    }
    return out;
  }();
  return openers.contains(word);
}

/// Keeps the last words of one name, to see two and three of them in a row.
class WordWindow {
 public:
  void add(const std::string& word) {
    if (word.empty()) return;
    // "no-ads", "has-sidebar" speak of something that is not there, or elsewhere.
    const bool denied = last_ == "no" || last_ == "has" || last_ == "with" || last_ == "without";
    // "sidebar-grid" holds the main column too.
    const bool frames = word == "grid" || word == "layout" || word == "container" ||
                        word == "wrapper" || word == "page";
    if (frames && last_was_named_) evidence_ &= ~EvidenceSet{kBoilerplate};
    const EvidenceSet own =
        denied ? EvidenceSet{kNothing}
               : look_up(word) | (word.size() > 6 ? stem_evidence(word) : EvidenceSet{kNothing});
    last_was_named_ = own != kNothing;
    evidence_ |= own;
    if (last_begins_) evidence_ |= look_up(last_ + '+' + word);
    if (before_begins_) evidence_ |= look_up(before_ + '+' + last_ + '+' + word);
    before_.swap(last_);
    before_begins_ = last_begins_;
    last_ = word;
    last_begins_ = begins_entry(word);
  }
  void end_name() {
    before_.clear();
    last_.clear();
    before_begins_ = last_begins_ = false;
  }
  EvidenceSet evidence() const { return evidence_; }

 private:
  std::string before_, last_;
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
  WordWindow window;
  std::string word;
  bool was_lower = false;
  for (const char c : names.substr(0, kLongestNames)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!is_alnum(c) || (upper && was_lower)) {
      window.add(word);
      word.clear();
    }
    if (is_space(c)) window.end_name();
    if (is_alnum(c)) word += to_lower(c);
    was_lower = c >= 'a' && c <= 'z';
  }
  window.add(word);
  return window.evidence();
}

EvidenceSet evidence_of(const html::Tree& tree, html::NodeIndex node, EvidenceMemo& memo) {
  EvidenceSet evidence = kNothing;
  // What a server streams late ("S:0") is hidden only until a script moves it to its place.
  const bool streamed = tree.id(node).starts_with("S:");
  for (std::size_t i = 0; i < tree.attribute_count(node); ++i) {
    const auto [name, value] = tree.attribute_at(node, i);
    if (name == "class" || name == "id" || name == "data-testid" || name == "data-component" ||
        name == "data-module" || name == "data-block" || name == "data-type" ||
        name == "data-component-name" || name == "data-qa") {
      const auto [known, is_new] = memo.try_emplace(value, kNothing);
      if (is_new) known->second = evidence_in(value);
      evidence |= known->second;
    } else if (name.starts_with("data-") && name.ends_with("kicker")) {
      evidence |= kKicker;
    } else if (name == "itemprop") {
      evidence |= itemprop_evidence(value);
    } else if (name == "role") {
      evidence |= role_evidence(value);
    } else if ((name == "hidden" && value != "until-found" && !streamed) ||
               (name == "aria-hidden" && value == "true") ||
               (name == "style" && style_hides(value))) {
      evidence |= kHidden;
    } else if (name == "aria-label" && value.size() < 60) {
      evidence |= evidence_in(value) & (kBoilerplate | kComments);
    }
  }
  return evidence;
}

}  // namespace depesche::extract
