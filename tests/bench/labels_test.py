"""How bench/pairs and bench/wordless count, without gathering."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]


def script(name):
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "bench" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class Pairs(unittest.TestCase):
    def test_accuracy_precision_and_recall_of_same(self):
        scores = script("pairs").scores
        decided = scores.score_pairs([True, True, True, False, False], [True, True, False, True, False])
        self.assertEqual((decided.pairs, decided.right), (5, 3))
        self.assertAlmostEqual(decided.accuracy, 0.6)
        self.assertAlmostEqual(decided.precision, 2 / 3)
        self.assertAlmostEqual(decided.recall, 2 / 3)

    def test_a_pair_is_the_same_where_both_end_in_one_story_also_among_others(self):
        pairs = script("pairs")
        told = [{"first": {"url": a, "title": a, "text": ""}, "second": {"url": b, "title": b, "text": ""}, "lang": "en"}
                for a, b in (("u1", "u2"), ("u2", "u3"))]
        asked = []

        def gather(_, articles):
            asked.append([article["url"] for article, _ in articles])
            return {url: "u1" if url in ("u1", "u2") else url for url in asked[-1]}

        with mock.patch.object(pairs, "stories", gather):
            self.assertEqual(pairs.alone("", told), [True, False])
            self.assertEqual(pairs.together("", told), [True, False])
        self.assertEqual(asked, [["u1", "u2"], ["u2", "u3"], ["u1", "u2", "u3"]])


class Wordless(unittest.TestCase):
    ITEMS = [
        {"id": "1", "cluster": "s", "title": "Die Brücke in Brandau gesperrt", "text": "Risse im Tragwerk"},
        {"id": "2", "cluster": "s", "title": "Gesperrt: BRÜCKE bei Brandau", "text": "Pendler warten"},
        {"id": "3", "cluster": "s", "title": "Umwege für die Pendler", "text": "Über Altmoor"},
        {"id": "4", "cluster": "s", "title": "Ein Kommentar", "text": None},
        {"id": "5", "cluster": "t", "title": "Alone", "text": ""},
        {"id": "6", "cluster": None, "title": "Not scored", "text": ""},
    ]

    def test_counts_items_and_pairs_that_share_no_word_and_those_gathered(self):
        count = script("wordless").count
        apart = count(self.ITEMS, {str(n): str(n) for n in range(1, 7)})
        self.assertEqual(apart, {"no title word": [0, 2], "no word at all": [0, 1],
                                 "pairs without a title word": [0, 5]})
        together = count(self.ITEMS, {"1": "1", "2": "1", "3": "1", "4": "4", "5": "5", "6": "6"})
        self.assertEqual(together, {"no title word": [1, 2], "no word at all": [0, 1],
                                    "pairs without a title word": [2, 5]})


if __name__ == "__main__":
    unittest.main()
