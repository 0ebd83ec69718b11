#include "web/sample_pages.h"

#include <algorithm>
#include <cassert>

#include <kainjow/mustache.hpp>

#include "json/writer.h"

namespace depesche::web {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using kainjow::mustache::partial;

constexpr std::size_t kMostRead = 5;

std::string json_text(std::string_view text) {
  json::Writer out(json::Writer::Angles::Escape);
  out.value(text);
  return out.take();
}

/// Every text also as a JSON string, quotes included, for JSON-LD and JSON Feed.
void set_text(data& into, const std::string& name, const std::string& text) {
  into.set(name, text);
  into.set("json_" + name, json_text(text));
  into.set("has_" + name, !text.empty());
}

void set_time(data& into, const std::string& name, const OutletPlace& place,
              std::chrono::sys_seconds at) {
  into.set(name + "_iso", iso_time(place, at));
  into.set(name + "_rfc", feed_time(place, at));
  into.set(name + "_day", day_text(place, at));
  into.set(name + "_short", short_day(place, at));
  into.set(name + "_clock", clock_text(place, at));
  into.set(name + "_weekday", weekday_text(place, at));
}

unsigned number_at(std::string_view bytes, std::size_t at) {
  unsigned value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

std::string join_names(const std::vector<std::string>& names, const OutletPlace& place) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 < names.size() ? ", " : place.language == "de" ? " und " : " and ";
    out += names[i];
  }
  return out;
}

/// Builds what the templates see; one instance a page.
class Describer {
 public:
  explicit Describer(const SampleView& view) : view_(view), place_(view.place()) {}

  data page() const {
    data out;
    for (const auto& [key, value] : view_.outlet.settings) set_text(out, "outlet_" + key, value);
    set_text(out, "home", view_.home());
    set_time(out, "now", place_, view_.clock.base_time);
    out.set("sections", sections());
    out.set("services", services());
    out.set("most_read", most_read());
    for (const auto& [name, bytes] : view_.outlet.files) {
      if (name[0] != '_') continue;  // "_head.html" is {{> head}}
      out.set(name.substr(1, name.find('.') - 1),
              partial([text = std::string(bytes)] { return std::string(text); }));
    }
    return out;
  }

  /// What a teaser shows.
  data teaser(const SampleSourceArticle& article) const {
    const SampleVersion& version = *view_.version(article);
    data out;
    out.set("path", view_.path(article));
    out.set("id", article.id);
    out.set("number", std::to_string(article.number));
    set_text(out, "url", view_.home() + view_.path(article));
    set_text(out, "kicker", spell(version.kicker));
    set_text(out, "title", spell(version.title));
    set_text(out, "standfirst", spell(version.standfirst));
    set_text(out, "section", section_title(article.section));
    set_text(out, "agency", article.agency);
    set_text(out, "keywords", article.keywords);
    out.set("section_path", view_.section_path(article.section));
    out.set("is_" + article.kind, true);
    out.set("is_plain", article.kind != "advertorial");
    set_byline(out, article);
    set_time(out, "published", place_, view_.at(article.published));
    set_time(out, "changed", place_, view_.changed(article));
    out.set("is_updated", version.updated.has_value());
    set_picture(out, article);
    return out;
  }

  /// A teaser and all the rest.
  data whole(const SampleSourceArticle& article) const {
    data out = teaser(article);
    const SampleVersion& version = *view_.version(article);
    std::string plain;
    std::string html;
    for (const SampleBlock& block : version.blocks) {
      plain += plain.empty() ? "" : "\n\n";
      plain += inline_plain(spell(block.text));
      html += feed_html(block);
    }
    set_text(out, "body", plain);
    set_text(out, "content_html", html);
    out.set("blocks", blocks(version));
    list comments;
    for (const SampleComment& comment : article.comments) {
      data one;
      one.set("name", comment.author);
      one.set("words", spell(comment.text));
      comments.emplace_back(one);
    }
    out.set("has_comments", !comments.empty());
    out.set("comment_count", std::to_string(comments.size()));
    out.set("comments", data(comments));
    set_related(out, article);
    return out;
  }

  data teasers(const std::vector<const SampleSourceArticle*>& articles) const {
    list out;
    for (const SampleSourceArticle* article : articles) out.emplace_back(teaser(*article));
    return data(out);
  }

 private:
  std::string spell(std::string_view text) const {
    return spell_dates(text, place_, view_.clock.base_time);
  }

  std::string section_title(std::string_view id) const {
    for (const auto& [section, title] : view_.outlet.sections) {
      if (section == id) return title;
    }
    return {};
  }

  void set_byline(data& out, const SampleSourceArticle& article) const {
    const std::vector<std::string> names = split_names(article.author);
    set_text(out, "byline", join_names(names, place_));
    list authors;
    for (std::size_t i = 0; i < names.size(); ++i) {
      data one;
      set_text(one, "name", names[i]);
      one.set("comma", i + 1 < names.size());
      authors.emplace_back(one);
    }
    out.set("has_authors", !authors.empty());
    out.set("authors", data(authors));
  }

  void set_picture(data& out, const SampleSourceArticle& article) const {
    out.set("has_picture", article.picture.has_value());
    if (!article.picture) return;
    const auto found = view_.source.pictures.find(article.picture->file);
    assert(found != view_.source.pictures.end() && "a picture that was never drawn");
    data picture;
    picture.set("path", view_.outlet.setting("pictures") + article.picture->file);
    set_text(picture, "url",
             view_.home() + view_.outlet.setting("pictures") + article.picture->file);
    set_text(picture, "caption", spell(article.picture->caption));
    set_text(picture, "credit", article.picture->credit);
    set_text(picture, "alt", article.picture->alt);
    // A PNG's first chunk carries width and height.
    picture.set("width", std::to_string(number_at(found->second, 16)));
    picture.set("height", std::to_string(number_at(found->second, 20)));
    out.set("picture", picture);
  }

  data block(const SampleBlock& block) const {
    data out;
    const std::string text = spell(block.text);
    switch (block.kind) {
      case SampleBlockKind::Paragraph:
        out.set("paragraph", true);
        break;
      case SampleBlockKind::Heading:
        out.set("heading", true);
        break;
      case SampleBlockKind::Quote:
        out.set("quote", true);
        break;
      case SampleBlockKind::List:
        out.set("bullets", true);
        break;
      case SampleBlockKind::LiveEntry: {
        out.set("entry", true);
        set_time(out, "entry", place_, view_.at(block.at));
        break;
      }
    }
    out.set("html", inline_html(text));
    list items;
    for (const std::string& item : block.items) items.emplace_back(inline_html(spell(item)));
    out.set("items", data(items));
    return out;
  }

  /// The body with the places where a page puts its advertisements and boxes. Live blogs show the
  /// entries that have been written by now.
  data blocks(const SampleVersion& version) const {
    list out;
    int paragraphs = 0;
    for (std::size_t i = 0; i < version.blocks.size(); ++i) {
      const SampleBlock& source = version.blocks[i];
      data one = block(source);
      const bool is_paragraph = source.kind == SampleBlockKind::Paragraph;
      one.set("first", is_paragraph && paragraphs == 0);
      out.emplace_back(one);
      if (!is_paragraph) continue;
      ++paragraphs;
      const char* box = paragraphs == 2   ? "advertisement"
                        : paragraphs == 3 ? "more"
                        : paragraphs == 4 ? "newsletter"
                                          : nullptr;
      if (box == nullptr || i + 1 == version.blocks.size()) continue;
      data gap;
      gap.set(box, true);
      out.emplace_back(gap);
    }
    return data(out);
  }

  std::string feed_html(const SampleBlock& block) const {
    const std::string html = inline_html(spell(block.text));
    switch (block.kind) {
      case SampleBlockKind::Heading:
        return "<h2>" + html + "</h2>\n";
      case SampleBlockKind::Quote:
        return "<blockquote><p>" + html + "</p></blockquote>\n";
      case SampleBlockKind::List: {
        std::string out = "<ul>";
        for (const std::string& item : block.items)
          out += "<li>" + inline_html(spell(item)) + "</li>";
        return out + "</ul>\n";
      }
      default:
        return "<p>" + html + "</p>\n";
    }
  }

  /// Named by the article, else the newest of its section.
  void set_related(data& out, const SampleSourceArticle& article) const {
    std::vector<const SampleSourceArticle*> related;
    const auto visible = view_.articles();
    const auto named = [&](const SampleSourceArticle& other) {
      return std::find(article.related.begin(), article.related.end(), other.id) !=
             article.related.end();
    };
    for (const int pass : {0, 1, 2}) {
      for (const SampleSourceArticle* other : visible) {
        const bool wanted = pass == 0   ? named(*other)
                            : pass == 1 ? other->section == article.section
                                        : true;
        const bool known = std::find(related.begin(), related.end(), other) != related.end();
        if (wanted && !known && other != &article && other->kind != "advertorial" &&
            related.size() < 3) {
          related.push_back(other);
        }
      }
    }
    out.set("related", teasers(related));
    out.set("has_related", !related.empty());
    if (!related.empty()) out.set("next", teaser(*related.front()));
  }

  data sections() const {
    list out;
    for (const auto& [id, title] : view_.outlet.sections) {
      data one;
      one.set("path", view_.section_path(id));
      set_text(one, "title", title);
      out.emplace_back(one);
    }
    return data(out);
  }

  data services() const {
    list out;
    for (const SampleService& service : view_.outlet.services) {
      data one;
      one.set("path", service.path);
      one.set("title", service.title);
      out.emplace_back(one);
    }
    return data(out);
  }

  /// Readers' favourites have no order an outlet would explain either: by number.
  data most_read() const {
    auto articles = view_.articles();
    std::sort(articles.begin(), articles.end(),
              [](const auto* a, const auto* b) { return a->number < b->number; });
    if (articles.size() > kMostRead) articles.resize(kMostRead);
    return teasers(articles);
  }

  const SampleView& view_;
  OutletPlace place_;
};

std::string render(const SampleView& view, const std::string& file, const data& context) {
  const auto found = view.outlet.files.find(file);
  assert(found != view.outlet.files.end() && "a template is missing in share/sample");
  mustache page{std::string(found->second)};
  return page.render(context);
}

}  // namespace

std::string render_article(const SampleView& view, const SampleSourceArticle& article) {
  const Describer describe(view);
  data context = describe.page();
  context.set("article", describe.whole(article));
  return render(view, "article.html", context);
}

std::string render_front(const SampleView& view, std::string_view section) {
  const Describer describe(view);
  data context = describe.page();
  std::vector<const SampleSourceArticle*> shown;
  std::vector<const SampleSourceArticle*> paid;
  for (const SampleSourceArticle* article : view.articles()) {
    if (article->kind == "advertorial") {
      paid.push_back(article);
    } else if (section.empty() || article->section == section) {
      shown.push_back(article);
    }
  }
  const auto lead = std::find_if(shown.begin(), shown.end(), [&](const auto* article) {
    return article->id == view.outlet.setting("lead");
  });
  if (lead != shown.end()) std::rotate(shown.begin(), lead, lead + 1);
  for (const auto& [id, title] : view.outlet.sections) {
    if (id == section) set_text(context, "page_title", title);
  }
  context.set("is_front", section.empty());
  context.set("advertorials", describe.teasers(paid));
  if (!shown.empty()) {
    context.set("lead", describe.teaser(*shown.front()));
    shown.erase(shown.begin());
  }
  context.set("articles", describe.teasers(shown));
  return render(view, "front.html", context);
}

std::string render_service(const SampleView& view, const SampleService& service) {
  const Describer describe(view);
  data context = describe.page();
  set_text(context, "page_title", service.title);
  set_text(context, "page_text", service.text);
  return render(view, "service.html", context);
}

std::string render_feed(const SampleView& view, const SampleSourceFeed& feed) {
  const Describer describe(view);
  data context = describe.page();
  list entries;
  std::chrono::sys_seconds changed = view.clock.base_time - std::chrono::days{7};
  for (const SampleSourceArticle* article : view.articles()) {
    if (entries.size() == feed.limit) break;
    if (!feed.section.empty() && article->section != feed.section) continue;
    changed = std::max(changed, view.changed(*article));
    data entry = describe.whole(*article);
    entry.set("comma", !entries.empty());
    entries.emplace_back(entry);
  }
  set_time(context, "changed", view.place(), changed);
  set_text(context, "feed_name", feed.name);
  set_text(context, "feed_url", view.home() + feed.path);
  context.set("entries", data(entries));
  return render(view, feed.file, context);
}

std::string render_robots(const SampleView& view) {
  return render(view, "robots.txt", Describer(view).page());
}

}  // namespace depesche::web
