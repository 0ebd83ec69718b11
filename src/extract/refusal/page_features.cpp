#include "extract/refusal/page_features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "base/ascii.h"
#include "extract/body/worth.h"
#include "text/fold.h"

namespace depesche::extract {

using html::NodeIndex;

namespace {

constexpr std::int32_t kMost = 1'000'000;

std::int32_t whole(std::uint64_t value) {
  return static_cast<std::int32_t>(std::min<std::uint64_t>(value, kMost));
}

/// `part` of `total` in thousandths; -1 of nothing.
std::int32_t share(std::uint64_t part, std::uint64_t total) {
  return total == 0 ? -1 : whole(part * 1000 / total);
}

class Sheet {
 public:
  void add(std::string_view name, std::int32_t value) {
    using Limits = std::numeric_limits<std::int16_t>;
    const std::int32_t kept = std::clamp<std::int32_t>(value, Limits::min(), Limits::max());
    features_.push_back({name, static_cast<std::int16_t>(kept)});
  }
  void add(std::string_view name, bool value) { add(name, std::int32_t{value ? 1 : 0}); }
  void add(std::string_view name, std::uint32_t value) { add(name, whole(value)); }
  Sheet() { features_.reserve(200); }
  std::vector<PageFeature> take() { return std::move(features_); }

 private:
  std::vector<PageFeature> features_;
};

/// How the page's blocks follow each other.
struct Sequence {
  std::uint32_t weight = 0, running = 0, chaff = 0, links = 0;
  std::uint32_t follows_running = 0;  // running text whose neighbour above is of the same parent
  std::uint32_t follows_link = 0;     // running text under a link: a teaser
  std::uint32_t longest_stretch = 0;  // running text with nothing but headings in between
  std::uint32_t longest = 0;          // block
  std::uint32_t best_parent = 0;      // the most running text that lies side by side
  int blocks = 0, runs = 0, items = 0, rows = 0, parents = 0, headings = 0, linked_headings = 0;
  int long_blocks = 0;  // of 200 characters and more
};

Sequence sequence_of(const PageView& page) {
  Sequence out;
  std::vector<std::uint32_t> below(page.tree.size());
  std::uint32_t stretch = 0;
  const RawBlock* before = nullptr;
  Worth worth_before = Worth::Neutral;
  for (const RawBlock& block : page.blocks) {
    if (block.beside) continue;
    const Worth worth = worth_of(block);
    ++out.blocks;
    out.weight += block.weight;
    out.links += block.links;
    if (block.kind == RawKind::Item) ++out.items;
    if (block.kind == RawKind::Row) ++out.rows;
    if (block.kind == RawKind::Heading)
      ++(block.links_mostly() ? out.linked_headings : out.headings);
    if (worth == Worth::Chaff) {
      out.chaff += block.weight;
      stretch = 0;
    }
    if (worth == Worth::Running) {
      ++out.runs;
      out.running += block.weight;
      stretch += block.weight;
      out.longest = std::max(out.longest, block.weight);
      out.longest_stretch = std::max(out.longest_stretch, stretch);
      if (block.weight >= 200) ++out.long_blocks;
      const NodeIndex parent = page.tree.parent(block.node);
      if (below[parent] == 0) ++out.parents;
      below[parent] += block.weight;
      out.best_parent = std::max(out.best_parent, below[parent]);
      if (before && before->links_mostly()) out.follows_link += block.weight;
      const bool beside = before && worth_before == Worth::Running &&
                          (before->node == block.node || page.tree.parent(before->node) == parent);
      if (beside) out.follows_running += block.weight;
    }
    before = &block;
    worth_before = worth;
  }
  return out;
}

struct BodyShape {
  std::uint32_t weight = 0, links = 0, longest = 0, first = 0;
  int blocks = 0, runs = 0, headings = 0, items = 0, rows = 0, sentences = 0, quotes = 0;
  std::uint32_t before = 0, after = 0;  // text of the page around it
};

BodyShape body_shape(const PageView& page) {
  BodyShape out;
  for (const RawBlock* of : page.body.blocks) {
    const RawBlock& block = *of;
    ++out.blocks;
    out.weight += block.weight;
    out.links += block.links;
    out.longest = std::max(out.longest, block.weight);
    if (block.kind == RawKind::Heading) ++out.headings;
    if (block.kind == RawKind::Item) ++out.items;
    if (block.kind == RawKind::Row) ++out.rows;
    if (block.kind == RawKind::Quote) ++out.quotes;
    if (block.ends_sentence) ++out.sentences;
    if (worth_in_body(block) != Worth::Running) continue;
    if (++out.runs == 1) out.first = block.weight;
  }
  if (page.body.blocks.empty()) return out;
  const NodeIndex first = page.body.blocks.front()->node;
  const NodeIndex last = page.body.blocks.back()->node;
  for (const RawBlock& block : page.blocks) {
    if (block.beside) continue;
    if (block.node < first) out.before += block.weight;
    if (block.node > last) out.after += block.weight;
  }
  return out;
}

void add_shape(const PageShape& shape, Sheet& sheet) {
  sheet.add("page_text", shape.text);
  sheet.add("page_links_share", share(shape.linked, shape.text));
  sheet.add("kept_share", share(shape.kept, shape.text));
  sheet.add("kept_links_share", share(shape.kept_linked, shape.kept));
  sheet.add("links", shape.links);
  sheet.add("kept_links", shape.kept_links);
  sheet.add("long_links", shape.long_links);
  sheet.add("page_numbers", shape.page_numbers);
  sheet.add("share_links", shape.share_links);
  sheet.add("outward_share", share(static_cast<std::uint64_t>(shape.outward_links),
                                   static_cast<std::uint64_t>(shape.kept_links)));
  sheet.add("h1", shape.headings[0]);
  sheet.add("h2", shape.headings[1]);
  sheet.add("h3", shape.headings[2]);
  sheet.add("linked_headings", shape.linked_headings);
  sheet.add("bare_headings", shape.bare_headings);
  sheet.add("pictures", shape.pictures);
  sheet.add("kept_pictures", shape.kept_pictures);
  sheet.add("article_elements", shape.articles);
  sheet.add("time_elements", shape.times);
  sheet.add("tables", shape.tables);
  sheet.add("frames", shape.frames);
  sheet.add("fields", shape.fields);
  sheet.add("text_areas", shape.text_areas);
  sheet.add("choices", shape.choices);
  sheet.add("buttons", shape.buttons);
  sheet.add("prices", shape.prices);
  sheet.add("ratings", shape.ratings);
  sheet.add("dates", shape.dates);
  const auto labels = [&](LabelKind kind) { return shape.labels[static_cast<int>(kind)]; };
  sheet.add("article_labels", labels(LabelKind::Article));
  sheet.add("shop_labels", labels(LabelKind::Shop));
  sheet.add("cart_labels", labels(LabelKind::Cart));
  sheet.add("list_labels", labels(LabelKind::List));
  sheet.add("offer_labels", labels(LabelKind::Offer));
  sheet.add("trade_balance", labels(LabelKind::Shop) + 2 * labels(LabelKind::Cart) +
                                 labels(LabelKind::Offer) + labels(LabelKind::List) -
                                 2 * labels(LabelKind::Article));
  sheet.add("more_links", shape.more_links);
  sheet.add("cart_buttons", shape.cart_buttons);
  sheet.add("most_repeated", shape.most_repeated);
  sheet.add("cart_links", shape.cart_links);
  sheet.add("calls", shape.calls);
  sheet.add("mails", shape.mails);
  sheet.add("teasers", shape.teasers);
  sheet.add("largest_group", shape.largest_group);
  sheet.add("groups", shape.groups);
  sheet.add("teaser_share", share(shape.teaser_text, shape.kept));
  sheet.add("says_single", shape.says_single);
  sheet.add("says_list", shape.says_list);
  sheet.add("says_shop", shape.says_shop);
  sheet.add("says_page", shape.says_page);
  sheet.add("item_article", shape.item_article);
  sheet.add("item_product", shape.item_product);
}

void add_text(const PageView& page, Sheet& sheet) {
  const Sequence all = sequence_of(page);
  const BodyShape body = body_shape(page);
  const std::uint32_t weight = page.body.weight;
  const auto count = [](int n) { return static_cast<std::uint64_t>(n); };
  sheet.add("blocks", all.blocks);
  sheet.add("running", all.running);
  sheet.add("running_share", share(all.running, all.weight));
  sheet.add("chaff_share", share(all.chaff, all.weight));
  sheet.add("block_links_share", share(all.links, all.weight));
  sheet.add("follows_running", share(all.follows_running, all.running));
  sheet.add("follows_link", share(all.follows_link, all.running));
  sheet.add("longest_stretch", all.longest_stretch);
  sheet.add("stretch_share", share(all.longest_stretch, all.running));
  sheet.add("longest_block", all.longest);
  sheet.add("best_parent", all.best_parent);
  sheet.add("best_parent_share", share(all.best_parent, all.running));
  sheet.add("parents", all.parents);
  sheet.add("running_per_parent", share(all.running, count(all.parents) * 1000));
  sheet.add("running_mean", share(all.running, count(all.runs) * 1000));
  sheet.add("long_blocks", all.long_blocks);
  sheet.add("items", all.items);
  sheet.add("rows", all.rows);
  sheet.add("list_headings", all.linked_headings);
  sheet.add("text_headings", all.headings);
  sheet.add("running_per_heading", whole(all.running / (count(all.headings) + 1)));
  sheet.add("body", weight);
  sheet.add("body_share", share(weight, all.running));
  sheet.add("body_of_text", share(weight, all.weight));
  sheet.add("body_prose", share(weight, page.survey.prose()));
  sheet.add("body_links", share(body.links, body.weight));
  sheet.add("body_against_links", share(weight, std::uint64_t{weight} + all.links));
  sheet.add("body_blocks", body.blocks);
  sheet.add("body_runs", body.runs);
  sheet.add("body_mean", share(weight, count(body.runs) * 1000));
  sheet.add("body_longest", body.longest);
  sheet.add("body_first", body.first);
  sheet.add("body_headings", body.headings);
  sheet.add("body_per_heading", whole(weight / (count(body.headings) + 1)));
  sheet.add("body_items", share(count(body.items), count(body.blocks)));
  sheet.add("body_rows", share(count(body.rows), count(body.blocks)));
  sheet.add("body_sentences", share(count(body.sentences), count(body.blocks)));
  sheet.add("body_quotes", body.quotes);
  sheet.add("text_before", share(body.before, all.weight));
  sheet.add("text_after", share(body.after, all.weight));
  sheet.add("standfirst", !page.body.standfirst.empty());
}

void add_manner(const Manner& manner, Sheet& sheet) {
  const auto words = static_cast<std::uint64_t>(manner.words);
  const auto per_mille = [&](std::string_view name, int n) {
    sheet.add(name, share(static_cast<std::uint64_t>(n), words));
  };
  sheet.add("words", manner.words);
  per_mille("you", manner.you);
  per_mille("we", manner.we);
  per_mille("self", manner.self);
  per_mille("told", manner.told);
  per_mille("past", manner.past);
  per_mille("offer", manner.offer);
  per_mille("imprint_words", manner.imprint);
  per_mille("privacy_words", manner.privacy);
  sheet.add("imprint_kinds", std::int32_t{std::popcount(manner.imprint_kinds)});
  sheet.add("privacy_kinds", std::int32_t{std::popcount(manner.privacy_kinds)});
  per_mille("numbers", manner.numbers);
  per_mille("quotation_marks", manner.quotes);
  per_mille("marks", manner.marks);
  per_mille("long_words", manner.long_words);
}

std::int32_t type_claimed(const Signs& signs) {
  const std::string type = to_lower(signs.meta({"og:type"}));
  if (type.empty()) return 0;
  if (type == "article") return 4;
  if (type.find("product") != std::string::npos) return 1;
  if (type == "website") return 2;
  return 3;
}

void add_claims(const PageView& page, const PageMeasures& measures, Sheet& sheet) {
  const Signs& signs = page.signs;
  const auto linked = [&](std::string_view name, std::uint32_t bit) {
    sheet.add(name, (measures.linked & bit) != 0);
  };
  sheet.add("og_type", type_claimed(signs));
  sheet.add("has_date", page.has_date);
  sheet.add("has_author", page.has_author);
  sheet.add("meta_published", !signs.meta({"article:published_time"}).empty());
  sheet.add("meta_author", !signs.meta({"author"}).empty());
  sheet.add("meta_section", !signs.meta({"article:section"}).empty());
  sheet.add("meta_label", !signs.meta({"twitter:label1"}).empty());
  sheet.add("meta_price",
            !signs.meta({"product:price:amount", "og:price:amount", "price"}).empty());
  sheet.add("description", whole(signs.meta({"og:description", "description"}).size()));
  sheet.add("date_marks", whole(signs.times.size()));
  sheet.add("author_marks", whole(signs.authors.size()));
  sheet.add("linked_objects", whole(signs.linked.objects().size()));
  linked("ld_article", kLinkedArticle);
  linked("ld_product", kLinkedProduct);
  linked("ld_offer", kLinkedOffer);
  linked("ld_list", kLinkedList);
  linked("ld_collection", kLinkedCollection);
  linked("ld_webpage", kLinkedWebPage);
  linked("ld_website", kLinkedWebSite);
  linked("ld_business", kLinkedBusiness);
  linked("ld_faq", kLinkedFaq);
  linked("ld_breadcrumb", kLinkedBreadcrumb);
  linked("ld_service", kLinkedService);
  linked("ld_posting", kLinkedPosting);
  linked("ld_recipe", kLinkedRecipe);
  linked("ld_person", kLinkedPerson);
  linked("ld_video", kLinkedVideo);
  linked("ld_organization", kLinkedOrganization);
}

void add_title(const PageView& page, const PageMeasures& measures, Sheet& sheet) {
  const std::string& title = page.headline.title;
  const auto words = std::count(title.begin(), title.end(), ' ') + (title.empty() ? 0 : 1);
  const std::string site = fold(page.signs.meta({"og:site_name"}));
  const std::string folded = fold(title);
  sheet.add("title_words", static_cast<std::int32_t>(words));
  sheet.add("title_length", whole(title.size()));
  sheet.add("title_shown", page.headline.node != html::kNoNode);
  sheet.add("title_is_site", !site.empty() && folded.find(site) != std::string::npos);
  sheet.add("page_title_length", whole(page.signs.page_title.size()));
  sheet.add("page_title_rest", static_cast<std::int32_t>(page.signs.page_title.size()) -
                                   static_cast<std::int32_t>(title.size()));
  for (const auto& [name, kind] : {std::pair{"title_imprint", kImprintWord},
                                   {"title_legal", kLegalWord},
                                   {"title_contact", kContactWord},
                                   {"title_list", kListWord},
                                   {"title_shop", kShopWord}}) {
    sheet.add(name, (measures.title & kind) != 0);
  }
  const bool in_body = page.headline.node != html::kNoNode && !page.body.blocks.empty();
  const auto gap = in_body ? static_cast<std::int64_t>(page.body.blocks.front()->node) -
                                 static_cast<std::int64_t>(page.headline.node)
                           : std::int64_t{-1'000};
  sheet.add("title_to_body",
            static_cast<std::int32_t>(std::clamp<std::int64_t>(gap, -1'000, 10'000)));
}

void add_address(const PageAddress& address, Sheet& sheet) {
  sheet.add("address_known", address.known);
  sheet.add("address_front", address.known && address.front);
  sheet.add("address_depth", address.known ? address.depth : -1);
  sheet.add("address_hyphens", address.known ? address.hyphens : -1);
  sheet.add("address_digits", address.known ? address.digits : -1);
  sheet.add("address_last_length", address.known ? address.last_length : -1);
  sheet.add("address_dated", address.dated);
  sheet.add("address_slash", address.slash);
  sheet.add("address_file", address.file);
  sheet.add("address_query", address.query);
  const auto about_site = kImprintWord | kLegalWord | kContactWord | kLoginWord;
  sheet.add("address_about", ((address.last | address.before) & about_site) != 0);
  sheet.add("address_list", (address.last & kListWord) != 0);
  sheet.add("address_below_list", (address.before & kListWord) != 0);
  sheet.add("address_shop", ((address.last | address.before) & kShopWord) != 0);
  sheet.add("address_service", ((address.last | address.before) & kServiceWord) != 0);
  sheet.add("address_article", ((address.last | address.before) & kArticleWord) != 0);
}

void add_ties(const PageTies& ties, Sheet& sheet) {
  sheet.add("titles_like", ties.titles_like);
  sheet.add("titles_unlike", ties.titles_unlike);
  sheet.add("address_share", ties.address_share);
  sheet.add("linked_articles", ties.linked_articles);
  sheet.add("linked_headline", ties.linked_headline);
  sheet.add("linked_dated", ties.linked_dated);
  sheet.add("linked_signed", ties.linked_signed);
  sheet.add("date_near", ties.date_near);
  sheet.add("name_near", ties.name_near);
  sheet.add("system_kind", static_cast<std::int32_t>(ties.system));
  sheet.add("amp", ties.amp);
  sheet.add("holes", ties.holes);
  sheet.add("hole_share", ties.hole_share);
  sheet.add("body_parents", ties.body_parents);
  sheet.add("side_by_side", ties.side_by_side);
}

void add_speech(const Manner& manner, Sheet& sheet) {
  const auto words = static_cast<std::uint64_t>(manner.words);
  const auto per_mille = [&](std::string_view name, int n) {
    sheet.add(name, share(static_cast<std::uint64_t>(n), words));
  };
  per_mille("third", manner.third);
  per_mille("small_words", manner.small);
  per_mille("when", manner.when);
  per_mille("capitals", manner.capitals);
  sheet.add(
      "words_per_sentence",
      static_cast<std::int32_t>(words * 10 / (static_cast<std::uint64_t>(manner.sentences) + 1)));
}

}  // namespace

std::vector<PageFeature> features_of(const PageView& page, const PageMeasures& measures) {
  Sheet sheet;
  add_shape(measures.shape, sheet);
  add_text(page, sheet);
  add_manner(measures.manner, sheet);
  add_claims(page, measures, sheet);
  add_title(page, measures, sheet);
  add_address(measures.address, sheet);
  sheet.add("imprint", measures.imprint);
  sheet.add("small_print", measures.small_print);
  add_ties(measures.ties, sheet);
  add_speech(measures.manner, sheet);
  return sheet.take();
}

}  // namespace depesche::extract
