#include "story/engine.h"

#include <algorithm>
#include <cassert>
#include <set>

#include "base/fixed_point.h"
#include "dedupe/reprint.h"
#include "story/engine_state.h"
#include "story/link_model.h"

namespace depesche {
namespace {

using story::Candidate;
using story::kOne;
using story::LanguageCode;
using story::Link;
using story::LiveArticle;
using story::Serial;
using story::TermVector;
using story::VectorRole;

constexpr std::chrono::days kLiveWindow{14};
constexpr std::size_t kMostSimilar = 6;
constexpr std::size_t kMostShared = 8;
constexpr std::size_t kMostRevised = 4;  // other stories and neighbours looked at after a join

/// Both name regions, and none in common.
bool are_apart(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  if (a.empty() || b.empty()) return false;
  return std::none_of(a.begin(), a.end(), [&](std::uint32_t region) {
    return std::binary_search(b.begin(), b.end(), region);
  });
}

int trait(const story::Traits& traits, story::Trait one) {
  return traits[static_cast<std::size_t>(one)];
}

int per_mille(int score) { return static_cast<int>(std::int64_t{score} * 1000 / kOne); }

}  // namespace

LiveArticle Engine::State::prepare(const Arrival& arrival) const {
  LiveArticle out;
  out.id = arrival.article;
  out.seen = now;
  out.outlet = arrival.outlet;
  out.language = story::language_code(arrival.analysis.language);
  const std::vector<int> rarities = story::rarities(arrival.analysis, out.language, frequencies);
  out.own = story::weigh(arrival.analysis, rarities, parameters);
  out.foreign = story::weigh_foreign(arrival.analysis, rarities, parameters);
  for (const Term& term : arrival.analysis.terms) {
    if (term.kind == TermKind::Region && out.regions.size() < story::kMostRegions) {
      out.regions.push_back(term.hash);
    }
  }
  out.print = arrival.analysis.print;
  return out;
}

std::vector<LanguageCode> Engine::State::other_languages(LanguageCode own) const {
  std::vector<LanguageCode> out;
  for (const auto& [language, articles] : languages) {
    if (language != own) out.push_back(language);
  }
  return out;
}

Engine::State::Nearness Engine::State::judge(const LiveArticle& a, const Rarities& telling,
                                             const LiveArticle& b) const {
  const auto hours = std::chrono::abs(a.seen - b.seen).count() / 3600;
  const bool is_apart = are_apart(a.regions, b.regions);
  if (a.language != b.language) return judge_foreign(a, telling.foreign, b, hours, is_apart);
  const bool is_near = !is_apart && !a.regions.empty() && !b.regions.empty();
  const story::Traits traits =
      story::compare(a.own, telling.own, b.own, {hours, a.outlet == b.outlet, is_apart, is_near});
  const std::int64_t cosine = trait(traits, story::Trait::Cosine);
  int strength = story::link_strength(traits, parameters.link);
  // The labelled streams hold few bulletins that differ in nothing but the place.
  if (is_apart) strength = strength * parameters.apart_in_place / 1000;
  return {likeness(cosine * kOne / 1000, trait(traits, story::Trait::Evidence), is_apart),
          strength};
}

/// The cosine, shrunk where little is shared: one common word makes two short titles look alike.
int Engine::State::likeness(std::int64_t cosine, std::int64_t evidence, bool is_apart) const {
  if (is_apart) cosine = cosine * parameters.apart_in_place / 1000;
  return static_cast<int>(cosine * evidence / (evidence + parameters.half_evidence));
}

Engine::State::Nearness Engine::State::judge_foreign(const LiveArticle& a,
                                                     const std::vector<int>& rarities,
                                                     const LiveArticle& b, std::int64_t hours,
                                                     bool is_apart) const {
  std::int64_t dot = 0;
  std::int64_t evidence = 0;
  int shared = 0;
  for (auto i = a.foreign.begin(), j = b.foreign.begin();
       i != a.foreign.end() && j != b.foreign.end();) {
    if (i->term != j->term) {
      ++(i->term < j->term ? i : j);
      continue;
    }
    dot += std::int64_t{i->weight} * j->weight;
    evidence += rarities[static_cast<std::size_t>(i - a.foreign.begin())];
    ++shared;
    ++i;
    ++j;
  }
  if (shared < parameters.foreign_least_shared) return {};
  const std::int64_t scaled = dot / kOne * parameters.foreign_scale / 1000;
  const int alike = likeness(std::min<std::int64_t>(kOne, scaled), evidence, is_apart);
  const std::int64_t faded =
      std::int64_t{alike} * parameters.half_hours / (parameters.half_hours + hours);
  return {alike,
          static_cast<int>(std::min<std::int64_t>(kOne, faded * parameters.foreign_link / 1000))};
}

std::vector<Engine::State::Neighbour> Engine::State::neighbours(const LiveArticle& article,
                                                                Serial self) const {
  const int least = std::min(parameters.least_cosine, parameters.least_similar);
  std::vector<story::Found> found =
      terms.find(VectorRole::Own, article.language, article.own, least,
                 [this](Serial serial) -> const TermVector& { return live.at(serial).own; });
  const int least_foreign = std::max(1, least * 1000 / std::max(1000, parameters.foreign_scale));
  for (LanguageCode language : other_languages(article.language)) {
    const auto more =
        terms.find(VectorRole::Foreign, language, article.foreign, least_foreign,
                   [this](Serial serial) -> const TermVector& { return live.at(serial).foreign; });
    found.insert(found.end(), more.begin(), more.end());
  }
  const auto telling = [&](const TermVector& vector) {
    std::vector<int> rarities;
    for (const story::Weight& entry : vector) {
      rarities.push_back(frequencies.rarity(article.language, entry.term));
    }
    return rarities;
  };
  const Rarities rarities{telling(article.own), telling(article.foreign)};
  std::vector<Neighbour> out;
  for (const story::Found& each : found) {
    if (each.serial == self) continue;
    const LiveArticle& other = live.at(each.serial);
    const Nearness near = judge(article, rarities, other);
    if (near.likeness > 0) out.push_back({each.serial, near});
  }
  return out;
}

std::vector<SharedTerm> Engine::State::shared_terms(const LiveArticle& a,
                                                    const LiveArticle& b) const {
  const bool is_foreign = a.language != b.language;
  const TermVector& x = is_foreign ? a.foreign : a.own;
  const TermVector& y = is_foreign ? b.foreign : b.own;
  std::vector<SharedTerm> out;
  std::int64_t sum = 0;
  for (auto i = x.begin(), j = y.begin(); i != x.end() && j != y.end();) {
    if (i->term != j->term) {
      ++(i->term < j->term ? i : j);
      continue;
    }
    const int product = i->weight * j->weight / kOne;
    sum += product;
    if (i->kind != TermKind::Piece && product > 0) out.push_back({i->term, i->kind, product});
    ++i;
    ++j;
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const SharedTerm& p, const SharedTerm& q) { return p.share > q.share; });
  if (out.size() > kMostShared) out.resize(kMostShared);
  for (SharedTerm& term : out) term.share = static_cast<int>(std::int64_t{term.share} * 1000 / sum);
  return out;
}

/// The live article whose text this is, earliest first, or nothing.
std::optional<Reprint> Engine::State::find_reprint(const LiveArticle& article, Serial self) const {
  std::optional<Reprint> best;
  Serial best_serial = 0;
  for (Serial serial : sketches.candidates(article.print)) {
    if (serial == self) continue;
    const LiveArticle& other = live.at(serial);
    if (other.language != article.language) continue;
    const auto share = reprint_share(
        article.print, other.print,
        {.apart = article.seen - other.seen, .is_same_outlet = article.outlet == other.outlet});
    if (!share) continue;
    const bool is_better =
        !best || *share > best->share + 50 || (*share >= best->share - 50 && serial < best_serial);
    if (!is_better) continue;
    best = Reprint{other.id, *share};
    best_serial = serial;
  }
  if (!best) return best;
  const ArticleId origin = live.at(best_serial).reprint_of;
  if (origin && live.find(origin) && origin != article.id) best->of = origin;
  return best;
}

int Engine::State::threshold(const LiveArticle& article, int teaser, int full) {
  constexpr int kTeaser = 25;  // telling words of a long teaser …
  constexpr int kFull = 50;    // … and of a short report
  const auto words = std::count_if(article.own.begin(), article.own.end(), [](const auto& entry) {
    return entry.kind == TermKind::Word || entry.kind == TermKind::Number;
  });
  const int beyond = std::clamp(static_cast<int>(words) - kTeaser, 0, kFull - kTeaser);
  return teaser + (full - teaser) * beyond / (kFull - kTeaser);
}

void Engine::State::link_up(Serial serial, const std::vector<Neighbour>& around) {
  for (const Neighbour& neighbour : around) {
    if (neighbour.near.strength < parameters.least_link) continue;
    insert_link(live.at(serial).links, {neighbour.serial, neighbour.near.strength});
    insert_link(live.at(neighbour.serial).links, {serial, neighbour.near.strength});
  }
}

void Engine::State::move_article(Serial serial, StoryId to, Reason reason, Decision& decision) {
  const LiveArticle& article = live.at(serial);
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
  const int needed =
      threshold(live.at(live.members(goes).back()), parameters.merge, parameters.merge_full);
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
  for (const Link& link : live.at(serial).links) {
    if (live.holds(link.serial) && live.at(link.serial).story == story) return link.serial;
  }
  return live.members(story).back();
}

Reason Engine::State::reason_for(ReasonKind kind, int score, Serial serial, Serial speaker) const {
  const LiveArticle& article = live.at(serial);
  const LiveArticle& other = live.at(speaker);
  return {kind, per_mille(score), other.id, shared_terms(article, other)};
}

/// Articles near the new one may be nearer to its story now than to the one they are in.
void Engine::State::move_neighbours(Serial serial, Decision& decision) {
  const StoryId story = live.at(serial).story;
  const std::vector<Link> links = live.at(serial).links;
  for (std::size_t i = 0; i < std::min(links.size(), kMostRevised); ++i) {
    const Serial other = links[i].serial;
    if (!live.holds(other) || live.at(other).story == story) continue;
    if (is_held_from(other, story)) continue;
    int here = 0;
    int there = 0;
    for (const Candidate& each : candidates(live.at(other).links, live, parameters, other)) {
      if (each.story == story) there = each.score;
      if (each.story == live.at(other).story) here = each.score;
    }
    if (there < threshold(live.at(other), parameters.join, parameters.join_full) ||
        there < here + parameters.move_margin)
      continue;
    move_article(other, story, reason_for(ReasonKind::Moved, there, other, serial), decision);
  }
}

void Engine::State::revise(Serial serial, Decision& decision) {
  const std::vector<Candidate> around = candidates(live.at(serial).links, live, parameters, serial);
  std::size_t looked_at = 0;
  for (const Candidate& each : around) {
    const StoryId own = live.at(serial).story;
    if (each.story == own || live.members(each.story).empty()) continue;
    if (++looked_at > kMostRevised) break;
    merge_into(own, each.story, serial, decision);
  }
  move_neighbours(serial, decision);
  decision.story = live.at(serial).story;
}

std::vector<Similar> Engine::State::similar(const LiveArticle& article, std::size_t limit,
                                            const std::vector<Neighbour>& around) const {
  std::vector<Neighbour> sorted = around;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.near.likeness != b.near.likeness ? a.near.likeness > b.near.likeness
                                              : a.serial > b.serial;
  });
  std::set<StoryId> taken{article.story};
  std::vector<Similar> out;
  for (const Neighbour& each : sorted) {
    if (out.size() == limit) break;
    const LiveArticle& other = live.at(each.serial);
    if (each.near.likeness < parameters.least_similar) break;
    if (!taken.insert(other.story).second) continue;
    out.push_back(
        {other.id, other.story, per_mille(each.near.likeness), shared_terms(article, other)});
  }
  return out;
}

void Engine::State::index(Serial serial) {
  const LiveArticle& article = live.at(serial);
  terms.add(serial, VectorRole::Own, article.language, article.own);
  terms.add(serial, VectorRole::Foreign, article.language, article.foreign);
  sketches.add(serial, article.print);
  ++languages[article.language];
}

void Engine::State::unindex(Serial serial) {
  const LiveArticle& article = live.at(serial);
  terms.remove(serial, VectorRole::Own, article.language, article.own);
  terms.remove(serial, VectorRole::Foreign, article.language, article.foreign);
  sketches.remove(serial, article.print);
  const auto at = languages.find(article.language);
  if (--at->second == 0) languages.erase(at);
}

void Engine::State::expire() {
  while (live.size() > 0 && live.at(live.first()).seen + kLiveWindow < now) {
    unindex(live.first());
    pass_on_ties(live.first());
    live.drop_first();
  }
}

Decision Engine::State::add(const Arrival& arrival) {
  now = std::max(now, arrival.first_seen_at);
  expire();
  for (ArticleId known : {arrival.updates.value_or(ArticleId{}), arrival.article}) {
    if (const auto serial = live.find(known)) return update(*serial, arrival);
  }
  LiveArticle article = prepare(arrival);
  const std::vector<Neighbour> around = neighbours(article, 0);
  std::vector<Link> links;
  for (const Neighbour& each : around) {
    if (each.near.strength >= parameters.least_link)
      insert_link(links, {each.serial, each.near.strength});
  }
  const std::vector<Candidate> near = candidates(links, live, parameters);

  Decision decision;
  decision.reprint = find_reprint(article, 0);
  article.story = StoryId{arrival.article.value};
  if (decision.reprint) {
    const LiveArticle& origin = live.at(*live.find(decision.reprint->of));
    article.story = origin.story;
    article.reprint_of = origin.id;
    decision.reason = {ReasonKind::Reprint, decision.reprint->share, origin.id,
                       shared_terms(article, origin)};
  } else if (!near.empty() &&
             near.front().score >= threshold(article, parameters.join, parameters.join_full)) {
    const LiveArticle& nearest = live.at(near.front().nearest);
    article.story = nearest.story;
    decision.reason = {ReasonKind::Joined, per_mille(near.front().score), nearest.id,
                       shared_terms(article, nearest)};
  }
  const LanguageCode language = article.language;
  const bool is_own_text = !decision.reprint;
  const Serial serial = live.append(std::move(article));
  index(serial);
  link_up(serial, around);
  revise(serial, decision);
  decision.similar = similar(live.at(serial), kMostSimilar, around);
  // A text counts once: twenty copies of one report do not make its words common.
  if (is_own_text) frequencies.count(language, arrival.analysis.terms);
  return decision;
}

/// A new version stays where the old one was placed; its words and its text are taken over.
Decision Engine::State::update(Serial serial, const Arrival& arrival) {
  LiveArticle fresh = prepare(arrival);
  unindex(serial);
  if (live.at(serial).id != arrival.article) live.rename(serial, arrival.article);
  LiveArticle& known = live.at(serial);
  known.language = fresh.language;
  known.own = std::move(fresh.own);
  known.foreign = std::move(fresh.foreign);
  known.regions = std::move(fresh.regions);
  known.print = std::move(fresh.print);
  index(serial);
  Decision decision;
  decision.story = known.story;
  decision.reason = {ReasonKind::Update, 1000, known.id, {}};
  if (known.reprint_of && live.find(known.reprint_of)) {
    const LiveArticle& origin = live.at(*live.find(known.reprint_of));
    const auto share = reprint_share(
        known.print, origin.print,
        {.apart = known.seen - origin.seen, .is_same_outlet = known.outlet == origin.outlet});
    if (share) decision.reprint = Reprint{origin.id, *share};
    if (!share) known.reprint_of = {};
  }
  decision.similar = similar(known, kMostSimilar, neighbours(known, serial));
  return decision;
}

void Engine::State::forget(ArticleId article) {
  const auto serial = live.find(article);
  if (!serial) return;
  unindex(*serial);
  LiveArticle& gone = live.at(*serial);
  gone.own.clear();
  gone.foreign.clear();
  gone.regions.clear();
  gone.print = {};
  gone.links.clear();
  gone.reprint_of = {};
  index(*serial);  // under its language, where it is counted until it leaves
  for (Serial other = live.first(); other < live.end(); ++other) {
    LiveArticle& one = live.at(other);
    std::erase_if(one.links, [&](const Link& link) { return link.serial == *serial; });
    if (one.reprint_of == article) one.reprint_of = {};
  }
}

Engine::Engine(const StoryParameters& parameters) : state_(std::make_unique<State>(parameters)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Decision Engine::add(const Arrival& arrival) { return state_->add(arrival); }

void Engine::forget(ArticleId article) { state_->forget(article); }

std::optional<StoryId> Engine::story_of(ArticleId article) const {
  const auto serial = state_->live.find(article);
  if (!serial) return std::nullopt;
  return state_->live.at(*serial).story;
}

std::vector<ArticleId> Engine::members(StoryId story) const {
  std::vector<ArticleId> out;
  for (Serial serial : state_->live.members(story)) out.push_back(state_->live.at(serial).id);
  return out;
}

std::vector<Similar> Engine::similar_to(ArticleId article, std::size_t limit) const {
  const auto serial = state_->live.find(article);
  if (!serial) return {};
  const LiveArticle& known = state_->live.at(*serial);
  return state_->similar(known, limit, state_->neighbours(known, *serial));
}

std::size_t Engine::live_articles() const { return state_->live.size(); }
std::size_t Engine::live_stories() const { return state_->live.stories(); }

}  // namespace depesche
