// Learns which blocks of a page are the article (src/extract/body/body_model_table.cpp).
//
//   train_body [--folds N] [--worst N] [--write FILE] [--data FOLDER]
//              [--seeds N] [--trees N] [--leaves N] [--depth N] [--rate R] [--columns R] [--groups
//              R]
//              [--smoothing R] [--least-leaf R] [--news R] [--without COLUMN,COLUMN…]
//
// Reads the evaluation sets, judges each page by trees that saw no page of its outlet (folds by
// outlet), prints how well that goes beside the reading by names and beside the trees that saw all,
// and writes the table trained on all.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "boosting.h"
#include "extract/body/block_features.h"
#include "extract/body/body.h"
#include "extract/body/body_model.h"
#include "extract/fields/authors.h"
#include "extract/headline/headline.h"
#include "extract/page/signs.h"
#include "gold.h"
#include "html/charset.h"
#include "pack/hash.h"

namespace {

using namespace depesche;
using namespace depesche::extract;
using namespace depesche::train;

struct Options {
  int folds = 10;
  Settings settings;
  std::string write;
  std::string chances;  // a file: kept there, or read from there when it is and nothing is written
  std::size_t worst = 0;  // how many of the pages that cost most to list
  double news = 2.5;      // what a page of a news outlet counts beside one of the mixed sets
  std::string without;    // columns to leave out, between commas
  std::filesystem::path data;
};

/// A page with all that learning and scoring need.
struct Page {
  std::string set, id, language, outlet;
  int fold = 0;
  std::uint32_t number = 0;
  double importance = 1;
  std::vector<RawBlock> blocks;
  std::vector<Label> labels;
  FeatureRows rows;
  std::optional<Verdicts> verdicts;
  Reading names;
  BlockList by_names;   // the text as read by names
  bool scored = false;  // its body is known whole
  Shingles gold;
  int gold_count = 0;
  std::vector<std::int16_t> chances;  // by trees that did not see its outlet
};

/// What the features refer to.
struct Reader {
  html::DecodedPage decoded;
  html::Tree tree;
  Survey survey;
  BodyHints hints;
  Reading by_names, by_prose;
  std::unique_ptr<BlockFeatures> features;
};

BodyHints hints_of(const html::Tree& tree, const Survey& survey) {
  const Signs signs = read_signs(tree, survey);
  std::string title = plain(signs.meta({"og:title"}));
  if (title.empty()) title = signs.page_title;
  const json::Value* linked = signs.linked.article(title);
  const Headline headline = find_headline(tree, survey, signs, {});
  return body_hints(signs, linked, headline,
                    find_authors(tree, survey, signs, linked, headline.node), nullptr);
}

void read(const GoldPage& gold, int folds, Page& page) {
  page.set = gold.set;
  page.id = gold.id;
  page.language = gold.language;
  page.outlet = gold.outlet;
  page.fold = static_cast<int>(hash64(gold.outlet) % static_cast<std::uint64_t>(folds));
  const html::DecodedPage decoded = html::decode_page(gold.html, {});
  auto reader = std::make_shared<Reader>(Reader{.decoded = {},
                                                .tree = html::parse(decoded.utf8),
                                                .survey = Survey(html::parse("")),
                                                .hints = {},
                                                .by_names = {},
                                                .by_prose = {},
                                                .features = nullptr});
  reader->survey = Survey(reader->tree);
  reader->hints = hints_of(reader->tree, reader->survey);
  page.blocks = blocks_of(reader->tree, reader->survey);
  page.verdicts.emplace(page.blocks, reader->hints);
  const Readings readings =
      read_both_ways(reader->tree, reader->survey, page.blocks, reader->hints, *page.verdicts);
  reader->by_names = readings.by_names;
  page.names = readings.by_names;
  reader->by_prose = readings.by_prose;
  if (reader->by_names.standfirst) page.by_names.push_back(reader->by_names.standfirst);
  for (const RawBlock* block : reader->by_names.kept) {
    if (block->kind != RawKind::Caption) page.by_names.push_back(block);
  }
  reader->features = std::make_unique<BlockFeatures>(
      PageReadings{reader->tree, reader->survey, page.blocks, reader->hints, *page.verdicts,
                   reader->by_names, reader->by_prose});
  page.rows = reader->features->rows();
  page.labels = labels_of(gold, page.blocks);
  page.scored = !gold.body.empty();
  page.gold = shingles_of(words_of(gold.body));
  for (const auto& [shingle, count] : page.gold) page.gold_count += count;
}

std::vector<Sample> samples_of(const Page& page) {
  std::vector<Sample> samples;
  // Every page counts the same, however long, and clutter not more than four times its text.
  const double unit = page.scored ? std::max(60, page.gold_count) : 240;
  double clutter = 0;
  for (const Label& label : page.labels) clutter += label.words * (1 - label.target);
  const double less = page.scored ? std::min(1.0, 4 * unit / std::max(1.0, clutter)) : 1;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    const Label& label = page.labels[i];
    if (label.words <= 0) continue;
    const auto row = page.rows[i];
    const double weight = label.words / unit * (label.target < 0.5F ? less : 1);
    samples.push_back({.row = {row.begin(), row.end()},
                       .target = label.target,
                       .weight = static_cast<float>(weight * page.importance),
                       .group = page.number});
  }
  return samples;
}

std::vector<std::int16_t> judged(const BoostedTrees& trees, const FeatureRows& rows) {
  std::vector<std::int16_t> chances;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    chances.push_back(chance_of(trees.odds(rows[i])));
  }
  return chances;
}

Forest learn(const std::vector<Page>& pages, int but_fold, const Settings& settings) {
  std::vector<Sample> samples;
  for (const Page& page : pages) {
    if (page.fold == but_fold) continue;
    for (Sample& sample : samples_of(page)) samples.push_back(std::move(sample));
  }
  std::vector<const Sample*> views;
  for (const Sample& sample : samples) views.push_back(&sample);
  return train::train(views, settings);
}

struct Score {
  double precision = 0, recall = 0;
  bool any = false;  // something was kept
};

Score score_of(const Page& page, const BlockList& kept) {
  std::vector<std::uint64_t> words;
  for (const RawBlock* block : kept) {
    for (const std::uint64_t word : words_of(block->text)) words.push_back(word);
  }
  int common = 0;
  int count = 0;
  for (const auto& [shingle, times] : shingles_of(words)) {
    count += times;
    const auto found = page.gold.find(shingle);
    if (found != page.gold.end()) common += std::min(times, found->second);
  }
  return {count ? static_cast<double>(common) / count : 0,
          page.gold_count ? static_cast<double>(common) / page.gold_count : 1, count > 0};
}

/// F1 of mean precision and mean recall, as the scoring script takes it.
double f1_of(const std::vector<Score>& scores) {
  double precision = 0;
  double recall = 0;
  std::size_t any = 0;
  for (const Score& score : scores) {
    precision += score.precision;
    any += score.any ? 1 : 0;
    recall += score.recall;
  }
  precision /= static_cast<double>(std::max<std::size_t>(1, any));
  recall /= static_cast<double>(std::max<std::size_t>(1, scores.size()));
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

/// Share of the wanted and unwanted segments' blocks judged rightly.
double segments_right(const std::vector<const Page*>& pages,
                      const std::vector<std::vector<std::int16_t>>& chances) {
  double right = 0;
  double all = 0;
  for (std::size_t p = 0; p < pages.size(); ++p) {
    for (std::size_t i = 0; i < pages[p]->blocks.size(); ++i) {
      const Label& label = pages[p]->labels[i];
      if (label.words <= 0) continue;
      ++all;
      right += (chances[p][i] >= 500) == (label.target >= 0.5F) ? 1 : 0;
    }
  }
  return all > 0 ? right / all : 0;
}

struct Interval {
  double low = 0, high = 0;
};

Interval interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 40], values[values.size() - 1 - values.size() / 40]};
}

struct Intervals {
  Interval unseen, seen, gap;
};

/// The 2.5th and 97.5th per cent of F1 over outlets drawn anew with a fixed seed, the same draws
/// for all three: the pages of one outlet are alike.
Intervals intervals(const std::vector<std::string>& outlets, const std::vector<Score>& unseen,
                    const std::vector<Score>& seen) {
  std::map<std::string, std::vector<std::size_t>> by_outlet;
  for (std::size_t i = 0; i < outlets.size(); ++i) by_outlet[outlets[i]].push_back(i);
  std::vector<std::vector<std::size_t>> members;
  for (auto& [outlet, pages] : by_outlet) members.push_back(pages);
  std::mt19937_64 random(1);
  std::vector<double> unseen_values, seen_values, gaps;
  for (int n = 0; n < 1000; ++n) {
    std::vector<Score> unseen_drawn, seen_drawn;
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (const std::size_t page : members[random() % members.size()]) {
        unseen_drawn.push_back(unseen[page]);
        seen_drawn.push_back(seen[page]);
      }
    }
    unseen_values.push_back(f1_of(unseen_drawn));
    seen_values.push_back(f1_of(seen_drawn));
    gaps.push_back(seen_values.back() - unseen_values.back());
  }
  return {interval(unseen_values), interval(seen_values), interval(gaps)};
}

/// As a judge would say who knows the text: what blocks can reach at best.
std::vector<std::int16_t> chances_of(const std::vector<Label>& labels) {
  std::vector<std::int16_t> chances;
  for (const Label& label : labels) {
    chances.push_back(static_cast<std::int16_t>(std::lround(label.target * 1000)));
  }
  return chances;
}

void list_worst(const std::vector<Page>& pages, std::size_t count) {
  struct Line {
    double loss;
    std::string text;
  };
  std::vector<Line> lines;
  for (const Page& page : pages) {
    if (!page.scored) continue;
    const auto f1 = [](const Score& s) {
      return s.precision + s.recall > 0 ? 2 * s.precision * s.recall / (s.precision + s.recall) : 0;
    };
    const Score score =
        score_of(page, blocks_to_keep(page.blocks, *page.verdicts, page.names, page.chances));
    const Score best = score_of(
        page, blocks_to_keep(page.blocks, *page.verdicts, page.names, chances_of(page.labels)));
    char text[300];
    std::snprintf(text, sizeof text, "%.3f (p %.3f r %.3f)  by names %.3f  best %.3f  %s %s",
                  f1(score), score.precision, score.recall, f1(score_of(page, page.by_names)),
                  f1(best), page.set.c_str(), page.id.c_str());
    std::string wrong;
    for (std::size_t i = 0; i < page.blocks.size(); ++i) {
      const RawBlock& block = page.blocks[i];
      const Label& label = page.labels[i];
      const bool kept = page.chances[i] >= 500;
      if (label.words < 4 || kept == (label.target >= 0.5F)) continue;
      wrong += std::string(kept ? "   + " : "   - ") + std::to_string(page.chances[i]) + ' ' +
               std::to_string(static_cast<int>(label.words)) +
               " words: " + block.text.substr(0, 110) + '\n';
    }
    lines.push_back({1 - f1(score), text + ('\n' + wrong)});
  }
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.loss > b.loss; });
  for (std::size_t i = 0; i < std::min(count, lines.size()); ++i) {
    std::printf("%s\n", lines[i].text.c_str());
  }
}

void report(const std::vector<Page>& pages, const BoostedTrees& trees) {
  std::map<std::string, std::vector<const Page*>> groups;
  for (const Page& page : pages) {
    groups[page.set].push_back(&page);
    if (page.scored && page.language == "de") groups[page.set + ", German"].push_back(&page);
    if (page.scored && page.language == "en") groups[page.set + ", English"].push_back(&page);
    if (page.scored) groups["~ all"].push_back(&page);
    if (page.scored && page.language == "de") groups["~ German"].push_back(&page);
    if (page.scored && page.language == "en") groups["~ English"].push_back(&page);
  }
  std::printf("%-37s %5s %8s %-21s  %-21s  %-23s %s\n", "set", "pages", "by names", "unseen",
              "seen", "gap", "ceiling");
  for (const auto& [name, members] : groups) {
    std::vector<std::string> outlets;
    std::vector<Score> names, unseen, seen, best;
    std::vector<std::vector<std::int16_t>> unseen_chances, seen_chances;
    for (const Page* page : members) {
      seen_chances.push_back(judged(trees, page->rows));
      unseen_chances.push_back(page->chances);
      if (!page->scored) continue;
      outlets.push_back(page->outlet);
      names.push_back(score_of(*page, page->by_names));
      best.push_back(score_of(*page, blocks_to_keep(page->blocks, *page->verdicts, page->names,
                                                    chances_of(page->labels))));
      unseen.push_back(score_of(
          *page, blocks_to_keep(page->blocks, *page->verdicts, page->names, page->chances)));
      seen.push_back(score_of(
          *page, blocks_to_keep(page->blocks, *page->verdicts, page->names, seen_chances.back())));
    }
    if (names.empty()) {
      std::printf("%-37s %5zu %8s %.4f  seen %.4f  (segments' blocks)\n", name.c_str(),
                  members.size(), "-", segments_right(members, unseen_chances),
                  segments_right(members, seen_chances));
      continue;
    }
    const Intervals of = intervals(outlets, unseen, seen);
    std::printf("%-37s %5zu %8.4f %.4f %.4f … %.4f  %.4f %.4f … %.4f  %+.4f %+.4f … %+.4f %.4f\n",
                name.c_str(), members.size(), f1_of(names), f1_of(unseen), of.unseen.low,
                of.unseen.high, f1_of(seen), of.seen.low, of.seen.high, f1_of(seen) - f1_of(unseen),
                of.gap.low, of.gap.high, f1_of(best));
  }
}

/// Judges every page by trees that did not see its fold.
void judge_unseen(std::vector<Page>& pages, const Options& options) {
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int fold = next++; fold < options.folds; fold = next++) {
      const Forest forest = learn(pages, fold, options.settings);
      for (Page& page : pages) {
        if (page.fold == fold) page.chances = judged(forest.view(), page.rows);
      }
      std::cerr << '.' << std::flush;
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back(work);
  }
  threads.clear();
  std::cerr << '\n';
}

/// The last judgement of unseen pages, kept to try other ways of choosing by it.
void save_chances(const std::vector<Page>& pages, const std::string& path) {
  std::ofstream out(path);
  for (const Page& page : pages) {
    for (const std::int16_t chance : page.chances) out << chance << ' ';
    out << '\n';
  }
}

void load_chances(std::vector<Page>& pages, const std::string& path) {
  std::ifstream in(path);
  for (Page& page : pages) {
    page.chances.resize(page.blocks.size());
    for (std::int16_t& chance : page.chances) in >> chance;
  }
}

void write_table(const std::string& path, const Forest& forest, std::size_t pages) {
  std::ofstream out(path);
  out << "// Written by tools/train-body from " << pages << " pages; not to be edited.\n"
      << "#include \"extract/body/body_model.h\"\n\nnamespace depesche::extract {\nnamespace {\n\n"
      << "// clang-format off\n"
      << source_of(forest, "Block") << "// clang-format on\n\n}  // namespace\n\n"
      << "BoostedTrees block_trees() { return {kBlockNodes, kBlockRoots}; }\n\n"
      << "}  // namespace depesche::extract\n";
}

std::vector<std::size_t> columns_named(const std::string& list) {
  std::vector<std::size_t> columns;
  const std::vector<std::string> names = BlockFeatures::names();
  for (std::size_t c = 0; c < names.size(); ++c) {
    if ((',' + list + ',').find(',' + names[c] + ',') != std::string::npos) columns.push_back(c);
  }
  return columns;
}

Options read_options(int argc, char** argv) {
  Options options;
  const char* data = std::getenv("DEPESCHE_EVAL_DATA");
  options.data = std::filesystem::path(data ? data : "../shared") / "data";
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (flag == "--folds") options.folds = std::atoi(value().c_str());
    if (flag == "--trees") options.settings.trees = std::atoi(value().c_str());
    if (flag == "--seeds") options.settings.seeds = std::atoi(value().c_str());
    if (flag == "--leaves") options.settings.leaves = std::atoi(value().c_str());
    if (flag == "--rate") options.settings.rate = std::atof(value().c_str());
    if (flag == "--columns") options.settings.columns = std::atof(value().c_str());
    if (flag == "--smoothing") options.settings.smoothing = std::atof(value().c_str());
    if (flag == "--least-leaf") options.settings.least_leaf = std::atof(value().c_str());
    if (flag == "--depth") options.settings.depth = std::atoi(value().c_str());
    if (flag == "--without") options.without = value();
    if (flag == "--worst") options.worst = static_cast<std::size_t>(std::atoi(value().c_str()));
    if (flag == "--news") options.news = std::atof(value().c_str());
    if (flag == "--groups") options.settings.groups = std::atof(value().c_str());
    if (flag == "--chances") options.chances = value();
    if (flag == "--write") options.write = value();
    if (flag == "--data") options.data = value();
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  Options options = read_options(argc, argv);
  std::vector<Page> pages;
  std::size_t outlets = 0;
  {
    const std::vector<GoldPage> gold =
        read_gold(options.data, {"fundus", "article-extraction-benchmark", "fundus-evaluation",
                                 "wcxb", "trafilatura-eval"});
    if (gold.empty()) {
      std::cerr << "no evaluation sets below " << options.data << '\n';
      return 1;
    }
    pages.resize(gold.size());
    std::set<std::string> names;
    for (const GoldPage& page : gold) names.insert(page.outlet);
    outlets = names.size();
    for (std::size_t i = 0; i < gold.size(); ++i) {
      read(gold[i], options.folds, pages[i]);
      pages[i].number = static_cast<std::uint32_t>(i);
      const bool is_mixed = gold[i].set == "wcxb" || gold[i].set == "trafilatura-eval";
      pages[i].importance = is_mixed ? 1 : options.news;
    }
  }
  std::cerr << pages.size() << " pages read\n";
  options.settings.ignored = columns_named(options.without);
  if (!options.chances.empty() && options.write.empty() &&
      std::filesystem::exists(options.chances)) {
    load_chances(pages, options.chances);
    report(pages, block_trees());
    list_worst(pages, options.worst);
    return 0;
  }
  judge_unseen(pages, options);
  if (!options.chances.empty()) save_chances(pages, options.chances);
  const Forest forest = learn(pages, -1, options.settings);
  std::printf("%zu outlets\n", outlets);
  report(pages, forest.view());
  list_worst(pages, options.worst);
  std::cerr << columns_asked(forest, BlockFeatures::names()) << '\n';
  if (!options.write.empty()) write_table(options.write, forest, pages.size());
  return 0;
}
