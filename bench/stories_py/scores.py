"""How well the stories of a stream came out, in all and where they look alike.

BCubed and pairwise as eval/clustering.py of the evaluation data defines them
(tests/bench/stories_test.py compares them).
"""
import collections
import dataclasses


def pairs(count):
    return count * (count - 1) // 2


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclasses.dataclass
class Score:
    articles: int
    gold: int
    found: int
    precision: float  # BCubed
    recall: float
    pair_precision: float
    pair_recall: float

    @property
    def f1(self):
        return f1(self.precision, self.recall)

    @property
    def pair_f1(self):
        return f1(self.pair_precision, self.pair_recall)


def score(gold, found):
    """Labels in order; articles whose gold is None are not scored."""
    scored = [(g, f) for g, f in zip(gold, found) if g is not None]
    if not scored:
        raise ValueError("nothing to score")
    golds = collections.Counter(g for g, _ in scored)
    founds = collections.Counter(f for _, f in scored)
    both = collections.Counter(scored)
    right = sum(pairs(n) for n in both.values())
    found_pairs, gold_pairs = (sum(pairs(n) for n in counts.values()) for counts in (founds, golds))
    return Score(len(scored), len(golds), len(founds),
                 sum(n * n / founds[f] for (_, f), n in both.items()) / len(scored),
                 sum(n * n / golds[g] for (g, _), n in both.items()) / len(scored),
                 right / found_pairs if found_pairs else 1.0, right / gold_pairs if gold_pairs else 1.0)


@dataclasses.dataclass
class Decided:
    """Pairs that were said to be the same or not."""
    pairs: int
    right: int
    found: int  # truly the same, and said so …
    said: int   # … of all that were said so …
    same: int   # … and of all that are

    @property
    def accuracy(self):
        return self.right / self.pairs if self.pairs else 0.0

    @property
    def precision(self):
        return self.found / self.said if self.said else 0.0

    @property
    def recall(self):
        return self.found / self.same if self.same else 0.0


def score_pairs(gold, said):
    """In order; as eval/pairs.py of the evaluation data."""
    decided = list(zip(gold, said, strict=True))
    return Decided(len(decided), sum(g == s for g, s in decided), sum(g and s for g, s in decided), sum(said), sum(gold))


def wrongly_together(groups, gold, found):
    """Of the pairs of different events within one group, how many are in one story: (wrong, all)."""
    def count(*labels):
        return sum(pairs(n) for n in collections.Counter(zip(*labels)).values())

    apart = count(groups) - count(groups, gold)
    return count(groups, found) - count(groups, found, gold), apart


@dataclasses.dataclass
class LookAlikes:
    """Of one family."""
    score: Score
    series: tuple  # pairs of one series and week, wrongly together and all
    day: tuple     # pairs of one day


def score_look_alikes(items, found):
    """By family; `items` have family, language, series, story and day."""
    families = collections.defaultdict(list)
    for item, story in zip(items, found):
        if item.family:
            families[item.family].append((item, story))
    out = {}
    for family, of_family in families.items():
        gold = [item.story for item, _ in of_family]
        story = [s for _, s in of_family]
        series = [(item.language, item.series, item.day // 7) for item, _ in of_family]
        day = [(item.language, item.day) for item, _ in of_family]
        out[family] = LookAlikes(score(gold, story), wrongly_together(series, gold, story),
                                 wrongly_together(day, gold, story))
    return out


@dataclasses.dataclass
class Between:
    """Pairs of articles in two languages."""
    right: int  # in one story that are of one event …
    found: int  # … of all in one story …
    gold: int   # … and of all of one event

    @property
    def precision(self):
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self):
        return self.right / self.gold if self.gold else 1.0


def score_between(languages, gold, found, pair=("de", "en")):
    """Labels in order, as of score(); `languages` of the same articles, of which those of `pair` count."""
    def count(labels):
        one, other = (collections.Counter(label for label, l in zip(labels, spoken) if l == of) for of in pair)
        return sum(n * other[label] for label, n in one.items())

    counted = [(l, g, f) for l, g, f in zip(languages, gold, found) if g is not None and l in pair]
    spoken = [l for l, _, _ in counted]
    return Between(count([(g, f) for _, g, f in counted]), count([f for _, _, f in counted]),
                   count([g for _, g, _ in counted]))


@dataclasses.dataclass
class Reprints:
    made: int        # reprints that were generated …
    found: int       # … and called a reprint of a version of the same text
    called: int      # reprints that were called so in all …
    reworded: int    # … of which own versions of one text: neither right nor wrong
    same_story: int  # … another telling of the same story, which may be a real reprint
    wrong: int       # … of another story

    @property
    def recall(self):
        return self.found / self.made if self.made else 0.0

    @property
    def precision(self):
        """Of those that are right or wrong."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0


def score_reprints(items, reprint_of):
    """`reprint_of`: the number of an earlier item, or None, for each."""
    out = Reprints(sum(item.is_reprint for item in items), 0, 0, 0, 0, 0)
    for item, of in zip(items, reprint_of):
        if of is None:
            continue
        out.called += 1
        other = items[of]
        if item.story != other.story:
            out.wrong += 1
        elif item.text_of != other.text_of and not item.family:
            out.same_story += 1
        elif item.is_reprint:
            out.found += 1
        else:
            out.reworded += 1
    return out
