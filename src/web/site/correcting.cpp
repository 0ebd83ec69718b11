// What editors do: correct stories, and see what was said before. Only the owner may; every form
// was checked before it came here (site.cpp) and ends in 303 to a page that tells the outcome, or
// in the page it came from with what is missing and all that was typed.
#include <algorithm>

#include "base/ascii.h"
#include "desk/named.h"
#include "web/pages/correction_words.h"
#include "web/pages/pages.h"
#include "web/site/room.h"
#include "web/site/story_answer.h"

namespace depesche::web {
namespace {

constexpr int kCorrectionsListed = 40;
constexpr std::size_t kMaxNamed = 2000;  // bytes of an address

/// What a story's form sent.
struct Sent {
  StoryId story;
  CorrectionForm form;
  std::string after;
};

Sent read_sent(const Request& request, StoryId story) {
  Sent sent;
  sent.story = story;
  for (const Field& field : request.form) {
    const auto number = field.name == "article" ? positive_number(field.value) : std::nullopt;
    if (number) sent.form.ticked.push_back(ArticleId{*number});
  }
  std::sort(sent.form.ticked.begin(), sent.form.ticked.end());
  const auto last = std::unique(sent.form.ticked.begin(), sent.form.ticked.end());
  sent.form.ticked.erase(last, sent.form.ticked.end());
  sent.form.other = trim(value(request.form, "other")).substr(0, kMaxNamed);
  sent.form.who = trim(value(request.form, "who"));
  sent.form.note = trim(value(request.form, "note"));
  sent.after = value(request.form, "after");
  return sent;
}

CorrectionWish wish_of(CorrectionKind kind, const Sent& sent) {
  CorrectionWish wish;
  wish.kind = kind;
  wish.story = sent.story;
  wish.who = sent.form.who;
  wish.note = sent.form.note;
  return wish;
}

/// What is missing, in words; else the wish.
struct Reading {
  CorrectionWish wish;
  std::string missing;
};

Reading read_split(const Reader&, Language language, const Sent& sent) {
  if (sent.form.ticked.empty()) return {{}, say(language, "correct_some_ticks")};
  Reading reading{wish_of(CorrectionKind::Split, sent), {}};
  reading.wish.articles = sent.form.ticked;
  return reading;
}

Reading read_unlink(const Reader&, Language language, const Sent& sent) {
  if (sent.form.ticked.size() != 1) return {{}, say(language, "correct_one_tick")};
  Reading reading{wish_of(CorrectionKind::Unlink, sent), {}};
  reading.wish.articles = sent.form.ticked;
  return reading;
}

Reading read_link(const Reader&, Language language, const Sent& sent) {
  if (sent.form.ticked.size() != 2) return {{}, say(language, "correct_two_ticks")};
  Reading reading{wish_of(CorrectionKind::Link, sent), {}};
  reading.wish.story = {};  // the two alone, wherever they are
  reading.wish.articles = sent.form.ticked;
  return reading;
}

std::string not_named(Language language, const std::string& other) {
  return other.empty() ? say(language, "correct_unnamed")
                       : say(language, "correct_unknown", {other});
}

Reading read_merge(const Reader& reader, Language language, const Sent& sent) {
  const Result<StoryId> other = find_story(reader, sent.form.other);
  if (!other) return {{}, not_named(language, sent.form.other)};
  Reading reading{wish_of(CorrectionKind::Merge, sent), {}};
  reading.wish.other = *other;
  return reading;
}

Reading read_bring(const Reader& reader, Language language, const Sent& sent) {
  const Result<ArticleId> other = find_article(reader, sent.form.other);
  if (!other || !reader.article_card(*other)) return {{}, not_named(language, sent.form.other)};
  Reading reading{wish_of(CorrectionKind::Link, sent), {}};
  reading.wish.articles = {*other};
  return reading;
}

using Read = Reading (*)(const Reader&, Language, const Sent&);

Response correct_story(Room& room, const Request& request, const Match& match, Read read) {
  const Viewer viewer = room.viewer(request);
  const auto id = positive_number(match.words[0]);
  const auto living = id ? room.readers.lend()->living_story(StoryId{*id}) : std::nullopt;
  if (!living) return error_response(viewer, 404);
  Sent sent = read_sent(request, *living);
  const auto failed = [&](std::string why) {
    StoryAnswer answer{std::move(sent.after), {}, std::move(why), std::move(sent.form)};
    return story_response(room, request, *living, std::move(answer), 422);
  };
  // A form has no more fields than that: the rest has been left unread.
  if (request.form.size() >= kMaxFields) {
    return failed(say(viewer.language(), "refused_too_large"));
  }
  Reading reading = read(*room.readers.lend(), viewer.language(), sent);
  if (!reading.missing.empty()) return failed(std::move(reading.missing));
  const Result<std::int64_t> said = room.desk.correct(reading.wish);
  if (!said) return failed(refusal_in_words(viewer.language(), reading.wish.kind, said.error()));
  return see_other(story_path(viewer, living->value) + "?said=" + std::to_string(*said));
}

Response corrections_response(Room& room, const Request& request, CorrectionsView view,
                              int status) {
  Viewer viewer = room.viewer(request);
  const std::int64_t before =
      positive_number(value(request.query, "after")).value_or(Reader::kNoBound);
  view.corrections = room.readers.lend()->corrections(kCorrectionsListed + 1, before);
  if (view.corrections.size() > kCorrectionsListed) {
    view.corrections.resize(kCorrectionsListed);
    view.next = std::to_string(view.corrections.back().id);
  }
  viewer.sections = room.sections();
  return html(corrections_page(viewer, view), status);
}

/// GET /corrections (.atom, .json), after=CURSOR, said=ID of the one just said
Response show_corrections(Room& room, const Request& request, const Match& match) {
  const Viewer viewer = room.viewer(request);
  if (match.format != Format::Html) {
    const auto newest = room.readers.lend()->corrections(kCorrectionsListed);
    return match.format == Format::Atom ? atom(corrections_atom(viewer, newest))
                                        : json_feed(corrections_json(viewer, newest));
  }
  CorrectionsView view;
  const auto said = positive_number(value(request.query, "said"));
  if (said && viewer.may_edit) view.said = room.readers.lend()->correction(*said);
  return corrections_response(room, request, std::move(view), 200);
}

/// POST /corrections/undo, correction=ID
Response undo_correction(Room& room, const Request& request, const Match&) {
  const Viewer viewer = room.viewer(request);
  const auto number = positive_number(value(request.form, "correction"));
  CorrectionWish wish;
  wish.kind = CorrectionKind::Undo;
  wish.undoes = number.value_or(0);
  const Result<std::int64_t> said =
      number ? room.desk.correct(wish) : Error{ErrorCode::NotFound, "no correction is named"};
  if (said) return see_other(viewer.base + "/corrections?said=" + std::to_string(*said));
  CorrectionsView view;
  view.failure = refusal_in_words(viewer.language(), wish.kind, said.error());
  return corrections_response(room, request, std::move(view), 422);
}

}  // namespace

// Forms on a story's page, all with who= and note=, which may be empty:
//   POST /s/ID/split   article=… article=…   those leave for a story of their own
//   POST /s/ID/unlink  article=              this one does not belong to the story
//   POST /s/ID/link    article= article=     the two stay together, whatever comes
//   POST /s/ID/merge   other=                a story (number, address, or an article of it) joins
//   POST /s/ID/bring   other=                an article joins
void add_correcting_routes(Router& router, Room& room) {
  const auto owner_only = [&room](auto act) {
    return [&room, act](const Request& request, const Match& match) {
      const Viewer viewer = room.viewer(request);
      return viewer.may_edit ? act(request, match) : error_response(viewer, 403);
    };
  };
  const auto story_form = [&](std::string_view path, Read read) {
    router.post(path, owner_only([&room, read](const Request& request, const Match& match) {
                  return correct_story(room, request, match, read);
                }));
  };
  story_form("/s/:story/split", read_split);
  story_form("/s/:story/unlink", read_unlink);
  story_form("/s/:story/link", read_link);
  story_form("/s/:story/merge", read_merge);
  story_form("/s/:story/bring", read_bring);
  router.get("/corrections", Formats::Lists, [&room](const Request& request, const Match& match) {
    return show_corrections(room, request, match);
  });
  router.post("/corrections/undo", owner_only([&room](const Request& request, const Match& match) {
                return undo_correction(room, request, match);
              }));
}

}  // namespace depesche::web
