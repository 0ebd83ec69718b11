// Fits boosted trees to rows of numbers, for trainers that are scripts (tools/train-refusal).
//
//   fit_trees [--seeds N] [--write FILE NAME] [--trees N] [--leaves N] [--depth N] [--rate R]
//             [--columns R] [--groups R] [--smoothing R] [--least-leaf R] < ROWS > ODDS
//
// A row is a line: fold, group, target (0 or 1), weight, then the values, parted by blanks. For
// each row a line is printed: the odds by trees that saw no row of its fold, and by those that saw
// all, in thousandths of their logarithm. A row of fold -1 is never
// learned from. With --write, the trees that saw all are written as C++ source.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "boosting.h"

namespace {

using namespace depesche;
using train::Forest;
using train::Sample;

struct Row {
  int fold = 0;
  Sample sample;
};

struct Options {
  std::string file, name;
  train::Settings settings{.trees = 300,
                           .leaves = 12,
                           .depth = 5,
                           .rate = 0.06,
                           .columns = 0.1,
                           .groups = 0.6,
                           .smoothing = 1,
                           .least_leaf = 8,
                           .ignored = {}};
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const auto text = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    const auto number = [&] { return std::atof(text().c_str()); };
    if (flag == "--seeds") options.settings.seeds = static_cast<int>(number());
    if (flag == "--trees") options.settings.trees = static_cast<int>(number());
    if (flag == "--leaves") options.settings.leaves = static_cast<int>(number());
    if (flag == "--depth") options.settings.depth = static_cast<int>(number());
    if (flag == "--rate") options.settings.rate = number();
    if (flag == "--columns") options.settings.columns = number();
    if (flag == "--groups") options.settings.groups = number();
    if (flag == "--smoothing") options.settings.smoothing = number();
    if (flag == "--least-leaf") options.settings.least_leaf = number();
    if (flag == "--write") {
      options.file = text();
      options.name = text();
    }
  }
  return options;
}

std::vector<Row> read_rows(std::istream& in) {
  std::vector<Row> rows;
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    Row row;
    fields >> row.fold >> row.sample.group >> row.sample.target >> row.sample.weight;
    for (int value = 0; fields >> value;) {
      row.sample.row.push_back(static_cast<std::int16_t>(std::clamp(value, -32'768, 32'767)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Forest learn(const std::vector<Row>& rows, int but_fold, const Options& options) {
  std::vector<const Sample*> samples;
  for (const Row& row : rows) {
    if (row.fold >= 0 && row.fold != but_fold) samples.push_back(&row.sample);
  }
  return train::train(samples, options.settings);
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  const std::vector<Row> rows = read_rows(std::cin);
  if (rows.empty()) return 1;
  std::vector<std::int32_t> unseen(rows.size());
  std::set<int> folds;
  for (const Row& row : rows) folds.insert(row.fold);
  const Forest forest = learn(rows, -1, options);
  for (const int fold : folds) {
    const Forest part = fold < 0 ? forest : learn(rows, fold, options);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].fold == fold) unseen[i] = part.view().odds(rows[i].sample.row);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::cout << unseen[i] << ' ' << forest.view().odds(rows[i].sample.row) << '\n';
  }
  if (!options.file.empty()) std::ofstream(options.file) << source_of(forest, options.name);
  return 0;
}
