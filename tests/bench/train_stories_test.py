"""What tools/train-stories makes of corrections and of scores, without training."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
try:
    import numpy as np
except ImportError:
    np = None


def trainer():
    loader = importlib.machinery.SourceFileLoader("train_stories", str(ROOT / "tools" / "train-stories"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("train_stories", loader))
    loader.exec_module(module)
    return module


def side(number, **more):
    return {"id": str(number), "url": f"http://paper.example/{number}", "title": f"Title {number}", "language": "de",
            "outlet": "Paper", "first_seen_at": f"2026-01-0{9 - number}T10:00:00Z", **more}


def line(a, b, same):
    return json.dumps({"a": a, "b": b, "same": same, "correction": 1, "said_at": "2026-01-10T00:00:00Z"})


@unittest.skipIf(np is None, "needs python3-numpy")
class Corrections(unittest.TestCase):
    def setUp(self):
        self.trainer = trainer()
        one, two, three = side(1, text="Body one"), side(2, standfirst="Teaser two", text=""), side(3)
        four = side(4, text="Body four")
        self.lines = [line(one, two, True), line(two, three, True), line(one, four, False), ""]

    def corrected(self, said):
        """With what the tool says of the stream, which is returned beside the pairs."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "pairs.jsonl")
            path.write_text("\n".join(self.lines), encoding="utf-8")
            with mock.patch.object(subprocess, "run", return_value=mock.Mock(stdout=said)):
                pairs = self.trainer.corrected(path, folder)
            stream = pathlib.Path(folder, "corrected.jsonl").read_text(encoding="utf-8")
        return pairs, [json.loads(row) for row in stream.splitlines()]

    def test_the_articles_are_a_stream_in_order_of_time_each_a_story_of_its_own(self):
        _, stream = self.corrected("")
        self.assertEqual([row["id"] for row in stream], ["4", "3", "2", "1"])
        self.assertEqual([row["cluster"] for row in stream], ["4", "3", "2", "1"])
        self.assertEqual([row["text"] for row in stream], ["Body four", "", "Teaser two", "Body one"])
        self.assertEqual((stream[0]["lang"], stream[0]["publisher"], stream[0]["date"]),
                         ("de", "Paper", "2026-01-05T10:00:00Z"))

    def test_only_what_was_labelled_is_learned_and_as_it_was(self):
        said = "0 1 3 4 9 9\n0 2 2 3 700 1\n0 3 1 2 800 2\n0 3 1 3 500 5\n0 3 1 4 300 3\n"
        (pairs,), _ = self.corrected(said)
        # Of 3 and 4, and of 1 and 3, nobody said anything.
        self.assertEqual(pairs.same.tolist(), [1, 1, 0])
        self.assertEqual(pairs.signs.tolist(), [[700, 1], [800, 2], [300, 3]])
        self.assertEqual(pairs.article.tolist(), [2, 3, 3])
        self.assertEqual(len(set(pairs.story.tolist())), 1, "all told of one story lie in one fold")
        self.assertEqual(pairs.folds.shape, (3, 2))
        everything = pairs.outside(None)
        self.assertTrue(np.allclose(pairs.weights(everything)[2], 1), "a pair weighs one")

    def test_links_are_trained_with_them(self):
        rows = [f"{int(n % 3 == 0)} {n} s{n} s{n if n % 3 == 0 else n + 1} {900 - 200 * (n % 3)} {n % 7}" for n in range(60)]
        with mock.patch.object(subprocess, "run", return_value=mock.Mock(stdout="\n".join(rows))):
            stream = self.trainer.Pairs("stream", 1)
        # The second sign says nothing in the stream; all corrections are told by it alone.
        (pairs,), _ = self.corrected("0 2 2 3 500 90\n0 3 1 2 500 95\n0 3 1 4 500 -90\n")
        without = self.trainer.train_links([stream], None)
        both = self.trainer.train_links([stream, pairs], None)
        self.assertGreater(both[2], without[2])

    def test_pairs_too_far_apart_are_said_and_left_out(self):
        self.assertEqual(self.corrected("0 1 3 4 9 9\n")[0], [])
        self.assertEqual(self.trainer.corrected(None, os.devnull), [])


@unittest.skipIf(np is None, "needs python3-numpy")
class Scores(unittest.TestCase):
    SAID = ("join 1500\nlink -9000 5 6\n"
            "# all 4/3/2.5/2/6/4/2/2 1/1/1/0/0/0/1/1\n"
            "# held 2/1.5/1/2/4/4/1.5/1 1/1/1/0/0/0/1/1\n")

    def setUp(self):
        self.trainer = trainer()

    def test_what_the_fitter_says_is_read(self):
        setting, scores = self.trainer.settings_and_scores(self.SAID)
        self.assertEqual(setting, {"join": ["1500"], "link": ["-9000", "5", "6"]})
        self.assertEqual(set(scores), {"all", "held"})
        self.assertEqual(scores["held"].shape, (2, len(self.trainer.SUMS)))
        bcubed, pairwise, stories = self.trainer.figures(scores["held"][0])
        self.assertAlmostEqual(bcubed, 2 * 0.75 * 0.5 / 1.25)
        self.assertAlmostEqual(pairwise, 2 * 2 / 8)
        self.assertAlmostEqual(stories, 1.5)

    def test_folds_are_added_up_by_articles(self):
        _, scores = self.trainer.settings_and_scores(self.SAID)
        large, small = scores["held"]
        together = self.trainer.figures(large + small)[0]
        self.assertAlmostEqual(together, 2 * (2.5 / 3) * (2 / 3) / (2.5 / 3 + 2 / 3))
        self.assertLess(together, np.mean([self.trainer.figures(large)[0], self.trainer.figures(small)[0]]))

    def test_the_search_begins_with_all_that_is_written(self):
        written = self.trainer.OUT.read_text(encoding="utf-8").split(".link =")[0].splitlines()[1:]
        self.assertEqual([line.strip(" .").split(" = ")[0] for line in written if line], list(self.trainer.START))


if __name__ == "__main__":
    unittest.main()
