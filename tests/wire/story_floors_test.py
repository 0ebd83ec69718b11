"""Gathering real streams of headlines keeps the quality once measured."""
import collections
import json
import unittest

from wire_case import EVAL_DATA, WireCase

STREAM = EVAL_DATA / "frontpage-de-2022" / "articles.jsonl"


def bcubed_f1(pairs):
    """Of (gold, predicted) labels; Bagga and Baldwin 1998."""
    gold = collections.Counter(g for g, _ in pairs)
    predicted = collections.Counter(p for _, p in pairs)
    both = collections.Counter(pairs)
    precision = sum(n * n / predicted[p] for (_, p), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


@unittest.skipUnless(STREAM.is_file(), f"no stream in {STREAM}")
class StoryFloors(WireCase):
    def test_headlines_of_two_days_are_gathered(self):
        lines = self.run_program("cluster", STREAM).stdout.rstrip("\n").split("\n")
        placed = {o["id"]: o["story"] for o in map(json.loads, lines)}
        gold = STREAM.read_text(encoding="utf-8").rstrip("\n").split("\n")
        pairs = [(o["cluster"], placed[o["id"]]) for o in map(json.loads, gold)
                 if o["cluster"] is not None]
        self.assertGreater(len(pairs), 1000)
        self.assertGreaterEqual(bcubed_f1(pairs), 0.90)


if __name__ == "__main__":
    unittest.main()
