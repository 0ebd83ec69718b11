#include "story/engine.h"

#include <algorithm>
#include <cassert>
#include <set>

#include "base/fixed_point.h"
#include "dedupe/reprint.h"
#include "story/engine_state.h"
#include "story/foreign_link.h"
#include "story/link_model.h"
#include "story/parting.h"

namespace depesche {
namespace {

using story::Candidate;
using story::kOne;
using story::Link;
using story::LiveArticle;
using story::Serial;
using story::TermVector;

constexpr std::size_t kMostShared = 8;
constexpr std::size_t kAhead = 3;        // articles fetched while one is compared
constexpr std::size_t kFarAhead = 16;    // of which one byte is asked
constexpr int kMostOfStory = 4;          // articles of one story met first for similar news
constexpr std::size_t kMostRevised = 4;  // other stories and neighbours looked at after a join

/// Both name regions, and none in common.
bool are_apart(const story::Facts& a, story::PackedArticle b) {
  using story::FactKind;
  return a.has(FactKind::Region) && story::compare(a, b.facts(), 0).is_other(FactKind::Region);
}

std::int64_t hours_between(std::chrono::sys_seconds a, std::chrono::sys_seconds b) {
  return std::chrono::abs(a - b).count() / 3600;
}

/// Between languages: what is spelled alike in both, or a German word and what it means.
bool counts_between(const story::Weight& a, const story::Weight& b) {
  const bool is_word = a.kind == TermKind::Word || b.kind == TermKind::Word;
  const bool is_meaning = a.kind == TermKind::Meaning || b.kind == TermKind::Meaning;
  return is_word == is_meaning && (is_word || (a.kind == b.kind && a.kind != TermKind::Piece));
}

bool counts_within(const story::Weight& a, const story::Weight& b) {
  return !story::is_foreign_only(a.kind) && !story::is_foreign_only(b.kind);
}

std::ptrdiff_t count_words(const TermVector& vector) {
  return std::count_if(vector.begin(), vector.end(), story::is_evidence);
}

/// Calls use(place in a, entry of b) for each term of both.
template <class Use>
void each_shared(const TermVector& a, const TermVector& b, Use&& use) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::uint32_t x = a[i].term;
    const std::uint32_t y = b[j].term;
    if (x == y) use(i, b[j]);
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
}

int of(const story::Traits& traits, story::Trait trait) {
  return traits[static_cast<std::size_t>(trait)];
}
int of(const story::ForeignTraits& traits, story::ForeignTrait trait) {
  return traits[static_cast<std::size_t>(trait)];
}

constexpr int kShort = 50;  // words and numbers of a vector

/// Teasers and bulletins, all of which say what they are on; full texts name more.
bool are_short(const story::Traits& traits) {
  return of(traits, story::Trait::LongerWords) < kShort;
}

/// Two short reports full of numbers that are mostly others: of another day, place or match. Where
/// they name another one besides, one number each is enough; by itself it may have grown from
/// report to report. Full texts on one event may each have their own.
bool have_other_numbers(const story::Traits& traits, const story::FactsCompared& facts) {
  constexpr int kFew = 2;
  constexpr int kMostly = 300;
  using story::FactKind;
  const bool is_at_odds = facts.is_other(FactKind::Town) || facts.is_other(FactKind::Day) ||
                          facts.is_other(FactKind::Score);
  const int least = is_at_odds ? 1 : kFew;
  return of(traits, story::Trait::FewerNumbers) >= least && are_short(traits) &&
         of(traits, story::Trait::NumbersCovered) < kMostly;
}

/// And two of different languages; more of their numbers may have been met for another reason.
bool have_other_numbers(const story::ForeignTraits& traits) {
  constexpr int kFew = 2;
  constexpr int kMostly = 400;
  const int numbers = of(traits, story::ForeignTrait::FewerNumbers);
  return numbers >= kFew && of(traits, story::ForeignTrait::NumbersMet) * 1000 < numbers * kMostly;
}

int per_mille(int score) { return static_cast<int>(std::int64_t{score} * 1000 / kOne); }

}  // namespace

Engine::State::Reading Engine::State::read(const Arrival& arrival) const {
  Reading out;
  out.language = story::language_code(arrival.analysis.language);
  out.seen = now;
  out.outlet = arrival.outlet;
  const std::vector<int> rarities = story::rarities(arrival.analysis, out.language, frequencies);
  out.own = story::weigh(arrival.analysis, rarities, parameters);
  out.telling_from = story::telling_from(out.own, parameters);
  out.facts = story::facts_of(arrival.analysis, now);
  out.print = arrival.analysis.print;
  restore_shingles(shorten(out.print), out.print);
  complete(out);
  return out;
}

Engine::State::Reading Engine::State::read(Serial serial) const {
  const LiveArticle article = live.at(serial);
  Reading out;
  out.language = article.language;
  out.seen = article.seen;
  out.outlet = article.outlet;
  out.story = article.story;
  article.text.terms(out.own);
  out.telling_from = article.text.telling_from();
  out.facts = article.text.facts();
  out.print = article.text.print();
  complete(out);
  return out;
}

void Engine::State::complete(Reading& reading) const {
  std::vector<std::uint32_t> hashes;
  for (const story::Weight& entry : reading.own) hashes.push_back(entry.term);
  reading.rarities = frequencies.rarities(reading.language, hashes);
}

std::vector<std::uint8_t> Engine::State::pack(const Reading& reading) const {
  return story::pack_article(reading.own, reading.telling_from, reading.facts, reading.print);
}

/// Rarest first.
std::vector<story::QueryTerm> Engine::State::telling_terms(const Reading& reading) const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < reading.own.size(); ++i) {
    if (story::is_telling(reading.own[i], reading.telling_from)) places.push_back(i);
  }
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return reading.rarities[a] > reading.rarities[b];
  });
  std::vector<story::QueryTerm> out;
  out.reserve(places.size());
  for (const std::size_t i : places) {
    const story::Weight& entry = reading.own[i];
    out.push_back({entry.term, entry.weight, story::is_evidence(entry) ? reading.rarities[i] : 0});
  }
  return out;
}

namespace {

// So many times as many as are wanted are asked about at most.
constexpr int kMostRounds = 4;

/// The best that are wanted, newer before older; all that are asked about are asked in this order.
template <class IsWanted>
std::vector<Serial> best_met(std::vector<story::Met>& met, int most, IsWanted&& is_wanted) {
  const auto better = [](const story::Met& a, const story::Met& b) {
    return a.score != b.score ? a.score > b.score : a.serial > b.serial;
  };
  std::vector<Serial> out;
  const auto wanted = static_cast<std::size_t>(most);
  auto next = met.begin();
  for (int round = 0; round < kMostRounds && next != met.end() && out.size() < wanted; ++round) {
    const auto until = next + std::min<std::ptrdiff_t>(met.end() - next, most);
    std::partial_sort(next, until, met.end(), better);
    for (; next != until && out.size() < wanted; ++next) {
      if (is_wanted(next->serial)) out.push_back(next->serial);
    }
  }
  return out;
}

}  // namespace

Engine::State::Candidates Engine::State::meet(const Reading& reading, Serial self) const {
  std::vector<story::Met> met;
  terms.meet(telling_terms(reading), live.first(), live.end(), met);
  std::erase_if(met, [self](const story::Met& each) { return each.serial == self; });
  // For news that are similar, those of other stories, and of each a few.
  std::vector<std::pair<StoryId, int>> stories;
  const auto is_wanted = [&](Serial serial) {
    if (!reading.story) return true;
    const StoryId story = live.story(serial);
    if (story == reading.story) return false;
    for (auto& [known, count] : stories) {
      if (known == story) return ++count <= kMostOfStory;
    }
    stories.emplace_back(story, 1);
    return true;
  };
  const auto is_any = [](Serial) { return true; };
  Candidates out;
  if (languages.size() + (languages.contains(reading.language) ? 0 : 1) < 2) {
    out.own = best_met(met, parameters.most_judged, is_wanted);
    std::erase_if(out.own,
                  [&](Serial serial) { return live.language(serial) != reading.language; });
    return out;
  }
  std::vector<story::Met> other;
  std::size_t own = 0;
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (i + kFarAhead < met.size()) live.prefetch_language(met[i + kFarAhead].serial);
    const bool is_other = live.language(met[i].serial) != reading.language;
    if (is_other) other.push_back(met[i]);
    if (!is_other) met[own++] = met[i];
  }
  met.resize(own);
  out.own = best_met(met, parameters.most_judged, is_wanted);
  out.foreign = best_met(other, parameters.most_foreign, is_any);
  return out;
}

/// Calls use(serial) for each; rows and texts of those to come are fetched meanwhile.
template <class Use>
void Engine::State::each_fetched(const std::vector<Serial>& serials, Use&& use) const {
  for (std::size_t i = 0; i < serials.size(); ++i) {
    if (i + 2 * kAhead < serials.size()) live.prefetch(serials[i + 2 * kAhead]);
    if (i + kAhead < serials.size()) {
      live.text(serials[i + kAhead]).prefetch();
      sides.prefetch(serials[i + kAhead]);
    }
    use(serials[i]);
  }
}

std::vector<Engine::State::Neighbour> Engine::State::neighbours(const Reading& reading) const {
  const Candidates met = meet(reading, 0);
  const story::Comparison comparison(reading.own, reading.rarities);
  std::vector<Neighbour> out;
  for (const std::vector<Serial>* serials : {&met.own, &met.foreign}) {
    each_fetched(*serials, [&](Serial serial) {
      const int strength = link_strength(reading, comparison, serial);
      if (strength >= parameters.least_link) out.push_back({serial, strength});
    });
  }
  return out;
}

int Engine::State::link_strength(const Reading& a, const story::Comparison& comparison,
                                 Serial other) const {
  const LiveArticle b = live.at(other);
  if (a.language != b.language) {
    const story::ForeignTraits traits = foreign_traits_of(a, b);
    if (!story::is_worth_judging(traits, parameters)) return 0;
    const int strength = story::foreign_link_strength(traits, parameters.foreign_link);
    const bool are_short = count_words(a.own) < kShort && count_words(b.text.terms()) < kShort;
    const bool is_other = are_short && have_other_numbers(traits);
    return is_other ? strength * parameters.other_numbers_abroad / 1000 : strength;
  }
  const std::int64_t hours = hours_between(a.seen, b.seen);
  const story::FactsCompared facts = story::compare(a.facts, b.text.facts(), hours);
  thread_local TermVector terms_of_b;
  b.text.terms(terms_of_b);
  const story::Traits traits = comparison.with(terms_of_b, sides.of(other, terms_of_b),
                                               {hours, a.outlet == b.outlet, facts});
  int strength = story::link_strength(traits, parameters.link);
  // The labelled streams hold few bulletins that differ in nothing but the place, or the numbers.
  const bool is_of_other_town = facts.is_other(story::FactKind::Town) && are_short(traits);
  if (facts.is_other(story::FactKind::Region) || is_of_other_town) {
    strength = strength * parameters.apart_in_place / 1000;
  }
  if (have_other_numbers(traits, facts)) strength = strength * parameters.other_numbers / 1000;
  return strength;
}

story::ForeignTraits Engine::State::foreign_traits_of(const Reading& a,
                                                      const LiveArticle& b) const {
  thread_local TermVector other;
  b.text.terms(other);
  return story::compare_abroad({a.own, a.language}, {other, b.language},
                               {hours_between(a.seen, b.seen), a.outlet == b.outlet}, frequencies,
                               parameters);
}

int Engine::State::likeness(std::int64_t cosine, std::int64_t evidence, bool is_apart) const {
  if (is_apart) cosine = cosine * parameters.apart_in_place / 1000;
  return story::shrunk(cosine, evidence, parameters.half_evidence);
}

int Engine::State::likeness(const Reading& a, const story::TellingTerms& telling,
                            const LiveArticle& b) const {
  thread_local TermVector other;
  b.text.terms(other);
  const story::TellingTerms::Shared both = telling.with(other, b.text.telling_from());
  return likeness(both.score / (story::kScoreOne / kOne), both.evidence,
                  are_apart(a.facts, b.text));
}

int Engine::State::likeness(const Reading& a, const story::TermsAbroad& abroad,
                            const LiveArticle& b) const {
  thread_local TermVector other;
  b.text.terms(other);
  const story::TermsAbroad::Shared both = abroad.with(other, b.text.telling_from());
  return likeness(both.cosine, both.evidence, are_apart(a.facts, b.text));
}

std::vector<SharedTerm> Engine::State::shared_terms(const Reading& a, const LiveArticle& b) const {
  const bool is_foreign = a.language != b.language;
  std::vector<SharedTerm> out;
  std::int64_t sum = 0;
  each_shared(a.own, b.text.terms(), [&](std::size_t i, const story::Weight& other) {
    const story::Weight& own = a.own[i];
    if (!(is_foreign ? counts_between(own, other) : counts_within(own, other))) return;
    const int product = own.weight * other.weight / kOne;
    sum += product;
    if (own.kind != TermKind::Piece && product > 0) out.push_back({own.term, own.kind, product});
  });
  std::stable_sort(out.begin(), out.end(),
                   [](const SharedTerm& p, const SharedTerm& q) { return p.share > q.share; });
  if (out.size() > kMostShared) out.resize(kMostShared);
  for (SharedTerm& term : out) term.share = static_cast<int>(std::int64_t{term.share} * 1000 / sum);
  if (is_foreign) return out;
  const std::vector<SharedTerm> facts =
      story::shared_facts(a.facts, b.text.facts(), hours_between(a.seen, b.seen));
  out.insert(out.begin(), facts.begin(), facts.end());
  return out;
}

/// The live article whose text this is, earliest first, or nothing.
std::optional<Reprint> Engine::State::find_reprint(const Reading& reading, ArticleId id) const {
  const std::vector<Serial> met = sketches.candidates(reading.print, live.first(), live.end());
  if (met.empty()) return std::nullopt;
  std::optional<Reprint> best;
  Serial best_serial = 0;
  const ReprintComparison comparison(reading.print);
  const auto is_of_another_event = [&](const LiveArticle& other, const Fingerprint& its_print) {
    return story::are_two_bulletins(reading.print.words, its_print.words, [&] {
      return story::compare(reading.facts, other.text.facts(),
                            hours_between(reading.seen, other.seen));
    });
  };
  Fingerprint print;
  each_fetched(met, [&](Serial serial) {
    const LiveArticle other = live.at(serial);
    if (other.language != reading.language) return;
    other.text.print(print);
    const auto share = comparison.share(print, {.apart = reading.seen - other.seen,
                                                .is_same_outlet = reading.outlet == other.outlet});
    if (!share || is_of_another_event(other, print)) return;
    const bool is_better =
        !best || *share > best->share + 50 || (*share >= best->share - 50 && serial < best_serial);
    if (!is_better) return;
    best = Reprint{other.id, *share};
    best_serial = serial;
  });
  if (!best) return best;
  const ArticleId origin = live.at(best_serial).reprint_of;
  if (origin && live.find(origin) && origin != id) best->of = origin;
  return best;
}

int Engine::State::threshold(std::ptrdiff_t words, int teaser, int full) {
  constexpr int kTeaser = 25;  // telling words of a long teaser …
  constexpr int kFull = 50;    // … and of a short report
  const int beyond = std::clamp(static_cast<int>(words) - kTeaser, 0, kFull - kTeaser);
  return teaser + (full - teaser) * beyond / (kFull - kTeaser);
}

int Engine::State::threshold(Serial serial, int teaser, int full) const {
  return threshold(count_words(live.text(serial).terms()), teaser, full);
}

/// An article that has no links yet.
void Engine::State::link_up(Serial serial, const std::vector<Neighbour>& around) {
  story::LinkList links;
  for (std::size_t i = 0; i < around.size(); ++i) {
    if (i + 2 * kAhead < around.size()) live.prefetch_links_place(around[i + 2 * kAhead].serial);
    if (i + kAhead < around.size()) live.prefetch_links(around[i + kAhead].serial);
    links.insert({around[i].serial, around[i].strength});
    live.link(around[i].serial, {serial, around[i].strength});
  }
  live.set_links(serial, links);
}

void Engine::State::move_article(Serial serial, StoryId to, Reason reason, Decision& decision) {
  const LiveArticle article = live.at(serial);
  decision.moves.push_back({article.id, article.story, to, std::move(reason)});
  live.move(serial, to);
}

/// Both stories become one when the smaller one's articles are, on the whole, near the larger. The
/// larger keeps its id, for it is the one that is linked to; among equals the older does.
bool Engine::State::merge_into(StoryId story, StoryId other, Serial bridge, Decision& decision) {
  const std::size_t size = live.members(story).size();
  const std::size_t other_size = live.members(other).size();
  const bool other_stays = other_size != size ? other_size > size : other < story;
  const StoryId stays = other_stays ? other : story;
  const StoryId goes = other_stays ? story : other;
  if (are_kept_apart(goes, stays)) return false;
  const int score = story::linkage(goes, stays, live, parameters);
  const int needed = threshold(live.members(goes).back(), parameters.merge, parameters.merge_full);
  if (score < needed) return false;
  const std::vector<Serial> movers = live.members(goes);
  const bool is_late_join = movers == std::vector<Serial>{bridge} && decision.moves.empty();
  if (is_late_join) {
    decision.reason = reason_for(ReasonKind::Joined, score, bridge, ally(bridge, stays));
    live.move(bridge, stays);
    return true;
  }
  for (Serial serial : movers) {
    const Serial speaker = serial == bridge ? ally(bridge, stays) : bridge;
    move_article(serial, stays, reason_for(ReasonKind::Merged, score, serial, speaker), decision);
  }
  return true;
}

/// The article of `story` that `serial` is linked to most.
Serial Engine::State::ally(Serial serial, StoryId story) const {
  for (const Link& link : live.links(serial)) {
    if (live.holds(link.serial) && live.story(link.serial) == story) return link.serial;
  }
  const std::vector<Serial>& members = live.members(story);
  return members.back() != serial ? members.back() : members.front();
}

Reason Engine::State::reason_for(ReasonKind kind, int score, Serial serial, Serial speaker) const {
  const LiveArticle other = live.at(speaker);
  return {kind, per_mille(score), other.id, shared_terms(read(serial), other), {}};
}

/// What it names otherwise than the article of a story that it is linked to most.
std::vector<TermKind> Engine::State::facts_otherwise(Serial serial, StoryId story) const {
  const LiveArticle own = live.at(serial);
  const LiveArticle other = live.at(ally(serial, story));
  return story::other_facts(
      story::compare(own.text.facts(), other.text.facts(), hours_between(own.seen, other.seen)));
}

/// Articles near the new one may be nearer to its story now than to the one they are in.
void Engine::State::move_neighbours(Serial serial, Decision& decision) {
  const StoryId story = live.story(serial);
  const story::LinkList links = live.links(serial);
  for (std::size_t i = 0; i < std::min(links.size(), kMostRevised); ++i) {
    const Serial other = links[i].serial;
    if (!live.holds(other) || live.story(other) == story) continue;
    if (is_held_from(other, story)) continue;
    int here = 0;
    int there = 0;
    for (const Candidate& each : candidates(live.links(other), live, parameters, other)) {
      if (each.story == story) there = each.score;
      if (each.story == live.story(other)) here = each.score;
    }
    if (there < threshold(other, parameters.join, parameters.join_full) ||
        there < here + parameters.move_margin)
      continue;
    move_article(other, story, reason_for(ReasonKind::Moved, there, other, serial), decision);
  }
}

void Engine::State::revise(Serial serial, Decision& decision) {
  const std::vector<Candidate> around = candidates(live.links(serial), live, parameters, serial);
  std::size_t looked_at = 0;
  for (const Candidate& each : around) {
    const StoryId own = live.story(serial);
    if (each.story == own || live.members(each.story).empty()) continue;
    if (++looked_at > kMostRevised) break;
    merge_into(own, each.story, serial, decision);
  }
  move_neighbours(serial, decision);
}

/// A story becomes two where two groups of its articles hang together by a fraction of what holds
/// each of them. The fewer leave, under the arrival's id, which was no story's: it joined another.
void Engine::State::part(Serial arrival, Decision& decision) {
  const StoryId story = live.story(arrival);
  const StoryId fresh{live.at(arrival).id.value};
  const bool was_a_story = std::any_of(
      decision.moves.begin(), decision.moves.end(),
      [fresh](const StoryMove& move) { return move.from == fresh || move.to == fresh; });
  if (story == fresh || was_a_story) return;
  if (!story::is_size_to_look_at(live.members(story).size())) return;
  const auto parting = story::weakest_parting(story, live, ties, parameters);
  if (!parting || parting->across * 1000 >= parting->within * parameters.part) return;
  for (const Serial serial : parting->leaving) live.move(serial, fresh);
  for (const Serial serial : parting->leaving) {
    Reason reason = reason_for(ReasonKind::Split, parting->within, serial, ally(serial, fresh));
    reason.other = facts_otherwise(serial, story);
    if (serial != arrival) {
      decision.moves.push_back({live.at(serial).id, story, fresh, std::move(reason)});
      continue;
    }
    // It is where the decision says; that a merge had taken it along before is no move of it.
    const ArticleId own = live.at(arrival).id;
    std::erase_if(decision.moves, [own](const StoryMove& move) { return move.article == own; });
    const auto nearest = live.find(decision.reason.nearest);
    if (!nearest || live.story(*nearest) != fresh) decision.reason = std::move(reason);
  }
}

namespace {

/// The best articles met so far, of different stories.
class BestOfStories {
 public:
  BestOfStories(std::size_t limit, int least) : limit_(limit), least_(least) {}

  struct Best {
    int likeness = 0;
    Serial serial = 0;
    StoryId story;
  };

  void offer(const Best& one) {
    if (one.likeness < least()) return;
    const auto known = std::find_if(best_.begin(), best_.end(),
                                    [&](const Best& each) { return each.story == one.story; });
    if (known != best_.end()) {
      if (!is_better(one, *known)) return;
      best_.erase(known);
    }
    const auto at = std::find_if(best_.begin(), best_.end(),
                                 [&](const Best& each) { return is_better(one, each); });
    best_.insert(at, one);
    if (best_.size() > limit_) best_.pop_back();
  }

  /// What an article must reach to have a place.
  int least() const { return best_.size() < limit_ ? least_ : best_.back().likeness; }
  /// And one of this story.
  int least(StoryId story) const {
    for (const Best& each : best_) {
      if (each.story == story) return each.likeness;
    }
    return least();
  }
  const std::vector<Best>& all() const { return best_; }

 private:
  static bool is_better(const Best& a, const Best& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.serial > b.serial;
  }

  std::size_t limit_;
  int least_;
  std::vector<Best> best_;
};

}  // namespace

/// Of its own language are searched for first: mostly the nearest, so that of others fewer matter.
std::vector<Similar> Engine::State::similar(Serial serial, std::size_t limit,
                                            bool is_by_brute_force) const {
  if (limit == 0) return {};
  const Reading reading = read(serial);
  const story::TellingTerms telling(reading.own, reading.rarities, reading.telling_from);
  std::optional<story::TermsAbroad> abroad;
  if (languages.size() > 1) {
    abroad.emplace(story::Told{reading.own, reading.language}, reading.rarities,
                   reading.telling_from, parameters);
  }
  BestOfStories best(limit, parameters.least_similar);
  const auto offer = [&](Serial other) {
    const StoryId story = live.story(other);
    if (story == reading.story) return;
    const LiveArticle article = live.at(other);
    const int alike = article.language == reading.language ? likeness(reading, telling, article)
                                                           : likeness(reading, *abroad, article);
    best.offer({alike, other, story});
  };
  // Those met first are mostly the best, so that the rest is soon known not to matter.
  const Candidates met = meet(reading, serial);
  for (const std::vector<Serial>* serials : {&met.own, &met.foreign}) {
    each_fetched(*serials, offer);
  }
  if (is_by_brute_force) {
    for (Serial other = live.first(); other < live.end(); ++other) offer(other);
  } else {
    const auto take = [&](Serial other, int most) {
      const StoryId story = live.story(other);
      if (story == reading.story) return;
      const int least = best.least(story);
      if (most < least) return;
      // Of all that makes two less alike only the places are not in the index.
      const bool is_apart = are_apart(reading.facts, live.text(other));
      if (is_apart) most = most * parameters.apart_in_place / 1000 + 1;
      if (most >= least) offer(other);
    };
    const auto take_own = [&](Serial other, int most) {
      if (live.language(other) == reading.language) take(other, most);
      return best.least();
    };
    const auto take_abroad = [&](Serial other, int most) {
      if (live.language(other) != reading.language) take(other, abroad->most_likeness(most));
      return abroad->least_scanned(best.least());
    };
    const auto prefetch = [&](Serial other) {
      live.prefetch_story(other);
      live.prefetch_language(other);
    };
    const std::vector<Serial>& own_story = live.members(live.story(serial));
    terms.scan(telling_terms(reading), live.first(), live.end(), own_story,
               {best.least(), parameters.half_evidence}, {take_own, prefetch});
    if (abroad && !abroad->query().empty()) {
      terms.scan(abroad->query(), live.first(), live.end(), own_story,
                 {abroad->least_scanned(best.least()), parameters.half_evidence},
                 {take_abroad, prefetch});
    }
  }
  std::vector<Similar> out;
  for (const auto& each : best.all()) {
    const LiveArticle other = live.at(each.serial);
    out.push_back({other.id, other.story, per_mille(each.likeness), shared_terms(reading, other)});
  }
  return out;
}

void Engine::State::index(Serial serial, const Reading& reading) {
  terms.add(serial, telling_terms(reading));
  sketches.add(serial, reading.print);
  ++languages[reading.language];
  terms.seal(live.end());
  sketches.seal(live.end());
}

void Engine::State::expire() {
  const std::chrono::days window(parameters.live_days);
  while (live.size() > 0 && live.at(live.first()).seen + window < now) {
    const Serial serial = live.first();
    const LiveArticle article = live.at(serial);
    if (article.is_revised) terms.revise(serial, telling_terms(read(serial)), {});
    const auto at = languages.find(article.language);
    if (--at->second == 0) languages.erase(at);
    pass_on_ties(serial);
    live.drop_first();
  }
  terms.drop_before(live.first());
  sketches.drop_before(live.first());
}

void Engine::State::advance(std::chrono::sys_seconds to) {
  now = std::max(now, to);
  expire();
}

Decision Engine::State::add(const Arrival& arrival) {
  advance(arrival.first_seen_at);
  for (ArticleId known : {arrival.updates.value_or(ArticleId{}), arrival.article}) {
    if (const auto serial = live.find(known)) return update(*serial, arrival);
  }
  const Reading reading = read(arrival);
  const std::vector<Neighbour> around = neighbours(reading);
  story::LinkList links;
  for (const Neighbour& each : around) links.insert({each.serial, each.strength});
  const std::vector<Candidate> near = candidates(links, live, parameters);

  LiveArticle article;
  article.id = arrival.article;
  article.seen = now;
  article.outlet = arrival.outlet;
  article.language = reading.language;
  const std::vector<std::uint8_t> text = pack(reading);
  article.text = story::PackedArticle(text.data());
  article.story = arrival.stood_in.value_or(StoryId{arrival.article.value});
  Decision decision;
  if (arrival.stood_in) decision.reason = {ReasonKind::Update, 1000, arrival.article, {}, {}};
  decision.reprint = find_reprint(reading, arrival.article);
  const auto join_at = [&] {
    return threshold(count_words(reading.own), parameters.join, parameters.join_full);
  };
  if (decision.reprint) {
    const LiveArticle origin = live.at(*live.find(decision.reprint->of));
    article.story = origin.story;
    article.reprint_of = origin.id;
    decision.reason = {
        ReasonKind::Reprint, decision.reprint->share, origin.id, shared_terms(reading, origin), {}};
  } else if (!near.empty() && near.front().score >= join_at()) {
    const LiveArticle nearest = live.at(near.front().nearest);
    article.story = nearest.story;
    decision.reason = {ReasonKind::Joined,
                       per_mille(near.front().score),
                       nearest.id,
                       shared_terms(reading, nearest),
                       {}};
  }
  const Serial serial = live.append(article);
  index(serial, reading);
  link_up(serial, around);
  revise(serial, decision);
  // The id of one that came back may have been a story's.
  if (!arrival.stood_in) part(serial, decision);
  decision.story = live.story(serial);
  // A text counts once: twenty copies of one report do not make its words common.
  if (!decision.reprint) frequencies.count(reading.language, arrival.analysis.terms);
  return decision;
}

/// A new version stays where the old one was placed; its words and its text are taken over.
Decision Engine::State::update(Serial serial, const Arrival& arrival) {
  if (live.at(serial).id != arrival.article) live.rename(serial, arrival.article);
  const Reading old = read(serial);
  const Reading fresh = read(arrival);
  const LiveArticle known = live.at(serial);
  terms.revise(serial, known.is_revised ? telling_terms(old) : std::vector<story::QueryTerm>{},
               telling_terms(fresh));
  sketches.revise(serial, fresh.print);
  const auto at = languages.find(known.language);
  if (--at->second == 0) languages.erase(at);
  ++languages[fresh.language];
  live.revise(serial, fresh.language, pack(fresh));
  sides.forget(serial);
  Decision decision;
  decision.story = known.story;
  decision.reason = {ReasonKind::Update, 1000, known.id, {}, {}};
  if (known.reprint_of && live.find(known.reprint_of)) {
    const LiveArticle origin = live.at(*live.find(known.reprint_of));
    const Fingerprint its_print = origin.text.print();
    const auto share = reprint_share(
        fresh.print, its_print,
        {.apart = known.seen - origin.seen, .is_same_outlet = known.outlet == origin.outlet});
    const bool is_other = story::are_two_bulletins(fresh.print.words, its_print.words, [&] {
      return story::compare(fresh.facts, origin.text.facts(),
                            hours_between(known.seen, origin.seen));
    });
    if (share && !is_other) {
      decision.reprint = Reprint{origin.id, *share};
    } else {
      live.set_reprint_of(serial, {});
    }
  }
  return decision;
}

/// Like a new version without a word.
void Engine::State::forget(ArticleId article) {
  const auto serial = live.find(article);
  if (!serial) return;
  const LiveArticle gone = live.at(*serial);
  Reading empty;
  empty.language = gone.language;  // where it is counted until it leaves
  terms.revise(*serial,
               gone.is_revised ? telling_terms(read(*serial)) : std::vector<story::QueryTerm>{},
               {});
  sketches.revise(*serial, empty.print);
  live.revise(*serial, gone.language, pack(empty));
  sides.forget(*serial);
  live.set_links(*serial, {});
  live.set_reprint_of(*serial, {});
  for (Serial other = live.first(); other < live.end(); ++other) {
    story::LinkList left;
    const story::LinkList links = live.links(other);
    for (const Link& link : links) {
      if (link.serial != *serial) left.append(link);
    }
    if (left.size() < links.size()) live.set_links(other, left);
    if (live.at(other).reprint_of == article) live.set_reprint_of(other, {});
  }
}

Engine::Engine(const StoryParameters& parameters) : state_(std::make_unique<State>(parameters)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Decision Engine::add(const Arrival& arrival) { return state_->add(arrival); }

void Engine::advance(std::chrono::sys_seconds to) { state_->advance(to); }

void Engine::forget(ArticleId article) { state_->forget(article); }

void Engine::settle(const std::vector<Placement>& placements,
                    const std::vector<CorrectedPair>& said) {
  state_->settle(placements, said);
}

std::vector<ArticleId> Engine::live() const {
  std::vector<ArticleId> out;
  out.reserve(state_->live.size());
  for (Serial serial = state_->live.first(); serial < state_->live.end(); ++serial) {
    out.push_back(state_->live.at(serial).id);
  }
  return out;
}

std::optional<StoryId> Engine::story_of(ArticleId article) const {
  const auto serial = state_->live.find(article);
  if (!serial) return std::nullopt;
  return state_->live.story(*serial);
}

std::vector<ArticleId> Engine::members(StoryId story) const {
  std::vector<ArticleId> out;
  for (Serial serial : state_->live.members(story)) out.push_back(state_->live.at(serial).id);
  return out;
}

std::optional<ArticleId> Engine::reprint_of(ArticleId article) const {
  const auto serial = state_->live.find(article);
  if (!serial) return std::nullopt;
  const ArticleId origin = state_->live.at(*serial).reprint_of;
  return state_->live.find(origin) ? std::optional(origin) : std::nullopt;
}

std::vector<Similar> Engine::similar_to(ArticleId article, std::size_t limit) const {
  const auto serial = state_->live.find(article);
  if (!serial) return {};
  return state_->similar(*serial, limit, false);
}

std::vector<Similar> Engine::similar_by_brute_force(ArticleId article, std::size_t limit) const {
  const auto serial = state_->live.find(article);
  if (!serial) return {};
  return state_->similar(*serial, limit, true);
}

EngineMemory Engine::memory() const {
  const story::LiveWindow::Bytes live = state_->live.bytes();
  return {live.places,
          live.texts,
          live.links,
          state_->terms.bytes(),
          state_->sketches.bytes(),
          state_->frequencies.bytes() + state_->sides.bytes()};
}

ScanEffort Engine::search_effort() const { return state_->terms.effort(); }

std::size_t Engine::live_articles() const { return state_->live.size(); }
std::size_t Engine::live_stories() const { return state_->live.stories(); }

}  // namespace depesche
