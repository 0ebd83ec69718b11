"""Scores one page, and figures over many: the definitions are those of the sets' own script.

eval/extraction.py of the evaluation data is imported, not repeated; the figures here equal what it
prints (tests/bench/peers_test.py compares them). It scores whole files only, so the loop over one
page's fields is here, for the bootstrap needs the pages one by one.
"""
import dataclasses
import importlib.util
import random
import statistics

FIGURES = ("body", "bag", "segments", "title", "date", "authors", "refused")
RESAMPLES_FOR_SIGMA = 400  # a sigma to 4 % of itself
RESAMPLES_FOR_INTERVAL = 4000


@dataclasses.dataclass
class PageScore:
    """None: the gold has nothing to compare with, or nothing was found to be precise about."""
    precision: float | None = None
    recall: float | None = None
    body: float | None = None  # F1 of this page
    bag: float | None = None
    found: int = 0  # wanted segments
    lost: int = 0
    wrong: int = 0  # unwanted segments
    title: float | None = None
    titled: float | None = None  # right, over the pages that got one
    date: float | None = None
    dated: float | None = None
    authors: float | None = None
    bylined: float | None = None
    refused: float = 0.0

    @property
    def segments(self):
        if not self.found + self.lost:
            return None
        return 2 * self.found / (2 * self.found + self.lost + self.wrong)


def load_definitions(script):
    spec = importlib.util.spec_from_file_location("extraction", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_page(define, gold, predicted):
    score = PageScore()
    text = predicted.get("text")
    score.refused = float(bool(predicted.get("error")) and not text)
    if gold.get("body"):
        tp, fp, fn = define.counts(gold["body"], text)
        score.precision = tp / (tp + fp) if tp + fp else None
        score.recall = tp / (tp + fn) if tp + fn else 1.0
        score.body = 2 * tp / (2 * tp + fp + fn) if tp else 0.0
        score.bag = define.bag_f1(gold["body"], text)
    squeezed = define.squeeze(text)
    for wanted in gold.get("with") or gold.get("must_contain") or []:
        hit = define.squeeze(wanted) in squeezed
        score.found, score.lost = score.found + hit, score.lost + (not hit)
    for unwanted in map(define.squeeze, gold.get("without") or gold.get("must_not_contain") or []):
        score.wrong += bool(unwanted) and unwanted in squeezed
    if gold.get("title"):
        score.title = float(define.fold(gold["title"]) == define.fold(predicted.get("title")))
        score.titled = score.title if predicted.get("title") else None
    if define.days(gold.get("date")):
        hit = define.days(gold["date"]) & define.days(predicted.get("published"))
        score.date = float(bool(hit))
        score.dated = score.date if predicted.get("published") else None
    if gold.get("authors"):
        wanted = {define.fold(name) for name in gold["authors"]}
        named = {define.fold(name) for name in predicted.get("authors") or []}
        score.authors = 2 * len(wanted & named) / (len(wanted) + len(named))
        score.bylined = len(wanted & named) / len(named) if named else None
    return score


def _ratio(total, count):
    return total / count if count else 0.0


class Figures:
    """Figures over pages that can be drawn again and again: columns of numbers, summed by index."""

    def __init__(self, scores):
        self.pages = len(scores)
        self._columns = {}
        for name in ("precision", "recall", "bag", "title", "date", "authors", "refused",
                     "titled", "dated", "bylined"):
            values = [getattr(score, name) for score in scores]
            present = [value is not None for value in values]
            if any(present):
                self._columns[name] = ([value or 0.0 for value in values], present)
        if any(score.found + score.lost for score in scores):
            self._segments = [[score.found for score in scores], [score.lost for score in scores],
                              [score.wrong for score in scores]]
        else:
            self._segments = None

    def over(self, drawn=None):
        """The figures over the pages drawn (their indexes, with repeats); over all by default."""
        def total(column):
            return sum(column) if drawn is None else sum(map(column.__getitem__, drawn))
        mean = {name: _ratio(total(values), total(present))
                for name, (values, present) in self._columns.items()}
        figures = {name: mean[name] for name in mean if name not in ("precision", "recall")}
        if "recall" in mean:
            p, r = mean.get("precision", 0.0), mean["recall"]
            figures["body"] = _ratio(2 * p * r, p + r)
        if self._segments:
            found, lost, wrong = map(total, self._segments)
            p, r = _ratio(found, max(1, found + wrong)), _ratio(found, found + lost)
            figures["segments"] = _ratio(2 * p * r, max(1e-9, p + r))
        return figures

    def sigmas(self, seed):
        """The standard deviation of each figure when the pages are drawn anew."""
        draw, everyone = random.Random(seed), range(self.pages)
        drawn = [self.over(draw.choices(everyone, k=self.pages)) for _ in range(RESAMPLES_FOR_SIGMA)]
        return {name: statistics.stdev(figures[name] for figures in drawn) for name in drawn[0]}


def paired_difference(ours, theirs, seed):
    """Mean of ours − theirs over the same pages, with its 95 % interval by paired bootstrap."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    draw, n = random.Random(seed), len(differences)
    means = sorted(sum(draw.choices(differences, k=n)) / n for _ in range(RESAMPLES_FOR_INTERVAL))
    low = means[int(0.025 * len(means))]
    high = means[int(0.975 * len(means))]
    return sum(differences) / n, low, high


def page_figure(score):
    """What a page is compared by: body F1, else segments F, else the right day."""
    for value in (score.body, score.segments, score.date):
        if value is not None:
            return value
    return None
