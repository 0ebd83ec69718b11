"""Gathering real streams keeps the quality once measured."""
import collections
import itertools
import json
import pathlib
import sys
import unittest

from wire_case import EVAL_DATA, WireCase

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "stories_py"))
import stream as generated  # noqa: E402

FLOORS = {"frontpage-de-2022": 0.92, "frontpage-de-2025": 0.87, "giveme5w1h-news-cluster": 0.96}
LOOK_ALIKES_FLOOR = 0.92
PAIRS_OF_TWO_LANGUAGES = 60  # of 93; with a word list some more are found


def bcubed_f1(pairs):
    """Of (gold, predicted) labels; Bagga and Baldwin 1998."""
    gold = collections.Counter(g for g, _ in pairs)
    predicted = collections.Counter(p for _, p in pairs)
    both = collections.Counter(pairs)
    precision = sum(n * n / predicted[p] for (_, p), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def read_lines(stream):
    return [json.loads(line) for line in stream.read_text(encoding="utf-8").rstrip("\n").split("\n")]


class StoryFloors(WireCase):
    def placed(self, stream):
        lines = self.run_program("cluster", stream).stdout.rstrip("\n").split("\n")
        return {o["id"]: o["story"] for o in map(json.loads, lines)}

    def score(self, stream):
        placed = self.placed(stream)
        pairs = [(o["cluster"], placed[o["id"]]) for o in read_lines(stream) if o["cluster"] is not None]
        self.assertGreater(len(pairs), 200)
        return bcubed_f1(pairs)

    def test_real_streams_are_gathered(self):
        for name, floor in FLOORS.items():
            stream = EVAL_DATA / name / "articles.jsonl"
            if not stream.is_file():
                self.skipTest(f"no stream in {stream}")
            with self.subTest(name):
                self.assertGreaterEqual(self.score(stream), floor)

    def test_reports_in_two_languages_never_meet_wrongly(self):
        """Real items in German, English and three more languages; bench/languages measures more."""
        stream = EVAL_DATA / "newsag-crosslingual-2021" / "articles.jsonl"
        if not stream.is_file():
            self.skipTest(f"no stream in {stream}")
        placed = self.placed(stream)
        items = [one for one in read_lines(stream) if one["cluster"] is not None]
        met = [(a, b) for a, b in itertools.combinations(items, 2)
               if a["lang"] != b["lang"] and placed[a["id"]] == placed[b["id"]]]
        wrong = [(a["title"], b["title"]) for a, b in met if a["cluster"] != b["cluster"]]
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(met), PAIRS_OF_TWO_LANGUAGES)
        self.assertTrue(any({a["lang"], b["lang"]} == {"de", "en"} for a, b in met))

    def test_what_looks_alike_is_kept_apart(self):
        """The weather, the matches, the accidents … of different days and places."""
        stream = pathlib.Path(self.folder, "look-alikes.jsonl")
        items = generated.Stream([], generated.Settings(articles=800, seed=5, look_alike_share=1))
        stream.write_text("".join(item.line(number) + "\n" for number, item in enumerate(items)), encoding="utf-8")
        self.assertGreaterEqual(self.score(stream), LOOK_ALIKES_FLOOR)


if __name__ == "__main__":
    unittest.main()
