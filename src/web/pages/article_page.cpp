#include <algorithm>

#include "base/ascii.h"
#include "rights/ledger.h"
#include "web/pages/card.h"
#include "web/pages/changes.h"
#include "web/pages/copies.h"
#include "web/pages/enclosures.h"
#include "web/pages/inline_markup.h"
#include "web/pages/pages.h"
#include "web/pages/reasons.h"
#include "web/pages/rights_words.h"

namespace depesche::web {
namespace {

std::string paragraph_of(const Block& block) {
  return block.html.empty() ? escape_html(block.text) : safe_inline(block.html);
}

/// Blank lines inside a block part paragraphs, single ones lines.
std::string lines_of(const Block& block) {
  std::string out;
  for (const char c : paragraph_of(block)) {
    if (c == '\n') {
      out += "<br>";
    } else {
      out += c;
    }
  }
  return out;
}

std::string list_of(const Block& block) {
  std::string out = "<ul>";
  for (const std::string& line : block.items) out += "<li>" + escape_html(line) + "</li>";
  return out + "</ul>";
}

std::string table_of(const Block& block) {
  // Focusable, because a wide table scrolls and keyboards must reach it.
  std::string out = "<div class=\"table\" tabindex=\"0\"><table>";
  for (const auto& row : block.rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += "<td>" + escape_html(cell) + "</td>";
    out += "</tr>";
  }
  return out + "</table></div>";
}

/// Headings of the body lie below the page's h1, and skip no level on the way down.
std::string heading_of(const Block& block, int& level_before) {
  const int level = std::min(std::clamp(block.level, 2, 4), level_before + 1);
  level_before = level;
  const std::string tag = "h" + std::to_string(level);
  return "<" + tag + ">" + escape_html(block.text) + "</" + tag + ">";
}

/// Where the body begins: behind a repeated standfirst and behind the lead picture's caption, both
/// of which some pages have as its first paragraphs.
struct Opening {
  std::size_t body_begins = 0;
  std::string caption;
};

Opening read_opening(const Article& article) {
  Opening opening;
  for (const Block& block : article.blocks) {
    const bool is_standfirst =
        !article.standfirst.empty() && squeeze(block.text) == squeeze(article.standfirst);
    if (block.kind == BlockKind::Caption && opening.caption.empty()) {
      opening.caption = block.text;
    } else if (!is_standfirst) {
      break;
    }
    ++opening.body_begins;
  }
  return opening;
}

std::string body_html(const Article& article) {
  std::string out;
  int level = 1;
  for (std::size_t i = read_opening(article).body_begins; i < article.blocks.size(); ++i) {
    const Block& block = article.blocks[i];
    switch (block.kind) {
      case BlockKind::Paragraph:
        out += "<p>" + lines_of(block) + "</p>";
        break;
      case BlockKind::Heading:
        out += heading_of(block, level);
        break;
      case BlockKind::List:
        out += block.items.empty() ? "<p>" + lines_of(block) + "</p>" : list_of(block);
        break;
      case BlockKind::Quote:
        out += "<blockquote><p>" + lines_of(block) + "</p></blockquote>";
        break;
      case BlockKind::Code:
        out += "<pre tabindex=\"0\"><code>" + escape_html(block.text) + "</code></pre>";
        break;
      case BlockKind::Table:
        out += block.rows.empty() ? "<p>" + lines_of(block) + "</p>" : table_of(block);
        break;
      case BlockKind::Caption:
        out += "<p class=\"small\">" + lines_of(block) + "</p>";
        break;
    }
    out += '\n';
  }
  return out;
}

/// Without the agency among them, of which the page speaks apart.
std::string authors_in_words(Language language, std::vector<std::string> authors,
                             std::string_view agency) {
  std::erase_if(authors, [&](const std::string& author) { return author == agency; });
  if (authors.empty()) return {};
  std::string names;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    if (i > 0) names += i + 1 == authors.size() ? " " + say(language, "and") + " " : ", ";
    names += authors[i];
  }
  return say(language, "by", {names});
}

/// Why only the feed's words are here, or that the reader sees an excerpt.
std::string remark(const Viewer& viewer, const ArticlePage& page) {
  const Language language = viewer.language();
  if (!viewer.reads_whole) {
    const bool is_quoted = !excerpt_for(viewer, page.card, rights::kPublicExcerptBytes).empty();
    return say(language, is_quoted ? "public_notice" : "public_notice_bare");
  }
  if (page.article.origin != Origin::Feed) return {};
  if (!page.page_error) return say(language, "from_feed_long");
  std::string words = say(language, "from_feed_why",
                          {reason_in_words(language, Asked::Page, name(page.page_error->code),
                                           page.page_error->message)});
  if (page.page_retry_at) {
    words += " " + say(language, "page_retry", {wait_in_words(viewer.clock, *page.page_retry_at)});
  }
  return words;
}

void set_times(Data& data, const Viewer& viewer, const ArticlePage& page) {
  const auto& article = page.article;
  const auto put = [&](const char* key, const std::optional<Moment>& moment) {
    if (moment) {
      set(data, key, time_data(viewer.clock, *moment));
    } else {
      set(data, key, false);
    }
  };
  put("published", article.published);
  const bool was_updated = article.updated && article.updated != article.published;
  put("updated", was_updated ? article.updated : std::nullopt);
  // An undated article has no date of its own; when we saw it is said as what it is.
  put("seen", article.published
                  ? std::nullopt
                  : std::optional<Moment>(Moment{page.card.first_seen_at, {}, false}));
}

Data figure_data(const Viewer& viewer, const ArticlePage& page) {
  if (!viewer.reads_whole || page.card.picture_hash.empty()) return Data(false);
  Picture picture = page.article.image.value_or(Picture{});
  if (picture.caption.empty()) picture.caption = read_opening(page.article).caption;
  Data data;
  set(data, "src", picture_path(viewer, page.card.picture_hash));
  set(data, "alt", picture.alt.empty() ? page.card.picture_alt : picture.alt);
  set(data, "legend", !picture.caption.empty() || !picture.credit.empty());
  set(data, "caption", picture.caption);
  set(data, "credit",
      picture.credit.empty() ? std::string()
                             : say(viewer.language(), "picture_credit", {picture.credit}));
  return data;
}

Data story_data(const Viewer& viewer, const ArticlePage& page) {
  if (!page.story || page.story_others.empty()) return Data(false);
  DataList each;
  for (const ArticleCard& card : page.story_others) each.push_back(card_data(viewer, card));
  Data data;
  set_coverage(data, viewer, page.story, page.story_counts);
  set(data, "href", story_path(viewer, page.story.value));
  set(data, "reason", member_reason(viewer.language(), page.card, page.story_reason));
  data["each"] = Data(each);
  return data;
}

DataList similar_rows(const Viewer& viewer, const std::vector<SimilarArticle>& similar) {
  DataList rows;
  for (const SimilarArticle& near : similar) {
    RowWords words;
    words.reason = similar_reason(viewer.language(), near.reasons);
    rows.push_back(row_data(viewer, near.card, words));
  }
  return rows;
}

/// That the outlet has changed it since, and what last.
std::string changed_remark(const Viewer& viewer, const ArticlePage& page) {
  if (page.changes.empty()) return {};
  const ArticleChange& latest = page.changes.front();
  return say(viewer.language(), "changed_since",
             {changes_in_words(viewer.language(), latest.line.kinds),
              age_in_words(viewer.clock, latest.at)});
}

std::string gone_remark(const Viewer& viewer, const ArticlePage& page) {
  if (!page.gone_at) return {};
  return say(viewer.language(), "gone_since",
             {page.card.outlet_name, date_in_words(viewer.clock, *page.gone_at)});
}

void set_body(Data& data, const Viewer& viewer, const ArticlePage& page) {
  set(data, "remark", remark(viewer, page));
  if (viewer.reads_whole) {
    set(data, "standfirst", page.article.standfirst);
    set(data, "body", body_html(page.article));
  } else {
    set(data, "standfirst", excerpt_for(viewer, page.card, rights::kPublicExcerptBytes));
    set(data, "body", false);
  }
}

std::string agency_text(Language language, const ArticlePage& page) {
  std::vector<const ArticleCard*> same_text;
  if (page.origin) same_text.push_back(&*page.origin);
  for (const ArticleCard& reprint : page.reprints) same_text.push_back(&reprint);
  return agency_in_words(language, page.card, same_text);
}

/// Whose text it is, and who has it from here.
void set_copies(Data& data, const Viewer& viewer, const ArticlePage& page) {
  const Language language = viewer.language();
  set(data, "agency", false);  // said at length
  set(data, "agency_text", agency_text(language, page));
  if (page.origin) {
    Data origin = card_data(viewer, *page.origin);
    set(origin, "copied", copied_from_it(language, page.card));
    set(origin, "seen", time_data(viewer.clock, page.origin->first_seen_at));
    set(data, "origin", std::move(origin));
  } else {
    set(data, "origin", false);
  }
  DataList reprints;
  for (const ArticleCard& reprint : page.reprints) {
    Data one = card_data(viewer, reprint);
    set(one, "passage", false);
    reprints.push_back(std::move(one));
  }
  set(data, "reprints", reprints_data(viewer, page.card, reprints));
}

}  // namespace

std::string article_page(const Viewer& viewer, const ArticlePage& page) {
  const Article& article = page.article;
  const Language language = viewer.language();
  Data data = card_data(viewer, page.card);
  set(data, "ui", code(language));
  set(data, "kicker", article.kicker);
  set(data, "title", article.title);
  set(data, "lang", article.language.empty() ? page.card.language : article.language);
  const bool names_agency = !agency_mark(language, page.card).empty();
  set(data, "authors",
      authors_in_words(language, article.authors, names_agency ? page.card.agency : ""));
  set(data, "feed_only", false);  // the remark says it at length
  set_times(data, viewer, page);
  set(data, "figure", figure_data(viewer, page));
  set_body(data, viewer, page);
  set(data, "enclosures", enclosures_data(viewer, article));
  set(data, "source", safe_link(article.url));
  set(data, "at_outlet", say(language, "read_more_at", {page.card.outlet_name}));
  set_copies(data, viewer, page);
  set(data, "story", story_data(viewer, page));
  set(data, "level", "3");
  set_list(data, "similar", similar_rows(viewer, page.similar));
  set(data, "changes", changes_data(viewer, page));
  set(data, "rights", rights_data(viewer, page));
  set(data, "changed", changed_remark(viewer, page));
  set(data, "gone", gone_remark(viewer, page));
  const Frame frame{article.title,
                    Place::Elsewhere,
                    article.section,
                    std::string(safe_link(article.canonical_url)),
                    {},
                    {}};
  return in_frame(viewer, frame, render("article", language, data));
}

}  // namespace depesche::web
