"""Gathering real streams keeps the quality once measured."""
import collections
import json
import unittest

from wire_case import EVAL_DATA, WireCase

FLOORS = {"frontpage-de-2022": 0.92, "giveme5w1h-news-cluster": 0.96}


def bcubed_f1(pairs):
    """Of (gold, predicted) labels; Bagga and Baldwin 1998."""
    gold = collections.Counter(g for g, _ in pairs)
    predicted = collections.Counter(p for _, p in pairs)
    both = collections.Counter(pairs)
    precision = sum(n * n / predicted[p] for (_, p), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


class StoryFloors(WireCase):
    def test_real_streams_are_gathered(self):
        for name, floor in FLOORS.items():
            stream = EVAL_DATA / name / "articles.jsonl"
            if not stream.is_file():
                self.skipTest(f"no stream in {stream}")
            with self.subTest(name):
                lines = self.run_program("cluster", stream).stdout.rstrip("\n").split("\n")
                placed = {o["id"]: o["story"] for o in map(json.loads, lines)}
                gold = stream.read_text(encoding="utf-8").rstrip("\n").split("\n")
                pairs = [(o["cluster"], placed[o["id"]]) for o in map(json.loads, gold)
                         if o["cluster"] is not None]
                self.assertGreater(len(pairs), 200)
                self.assertGreaterEqual(bcubed_f1(pairs), floor)


if __name__ == "__main__":
    unittest.main()
