"""The parts of bench/peers: what it starts, counts and scores."""
import contextlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "peers_py"))

import compare  # noqa: E402
import page_sets  # noqa: E402
import programs  # noqa: E402
import reader as reader_module  # noqa: E402
import scores  # noqa: E402
from reader import CannotRead, Reader  # noqa: E402

SHARED = pathlib.Path(os.environ.get("DEPESCHE_EVAL_DATA") or ROOT.parent / "shared")
SCRIPT = SHARED / "eval" / "extraction.py"

WORDS = "the harbour ferry will not sail on Monday because the pier of Old Quay is being mended again"
GOLD = [
    {"id": "whole", "lang": "en", "title": "Ferry stays in port", "authors": ["Ida Moor", "Bo Lund"],
     "date": "2031-03-04T23:30:00-02:00", "body": WORDS, "with": ["harbour ferry", "Old  Quay"],
     "without": ["Subscribe now"]},
    {"id": "half", "lang": "de", "title": "Fähre bleibt", "authors": ["Jo Brandt"],
     "date": "2031-03-04", "body": WORDS, "with": ["mended again"], "without": ["More news", " "]},
    {"id": "none", "lang": "de", "title": "Nothing found", "authors": None, "date": "2031-03-06",
     "body": WORDS, "with": ["pier"], "without": []},
    {"id": "fields", "lang": None, "title": None, "authors": ["Ann Oak"], "date": None, "body": None},
    {"id": "missing", "title": "Not read", "date": "2031-01-01", "body": WORDS},
]
PREDICTED = [
    {"id": "whole", "title": "FERRY: stays in port!", "authors": ["Bo Lund"],
     "published": "2031-03-05T01:30:00Z", "text": WORDS},
    {"id": "half", "title": "Fähre", "authors": ["Jo Brandt", "Redaktion"], "published": "2031-03-05",
     "text": WORDS[:50] + " More news from the port"},
    {"id": "none", "error": {"code": "no_article", "message": "no text"}},
    {"id": "fields", "title": "Some title", "authors": [], "text": "a text"},
]


def program(body):
    """A program under measure that does `body` for each path it gets in `path`."""
    code = ("import json, os, sys, time, subprocess\n"
            "print('{\"version\": \"invented 1\"}', flush=True)\n"
            "for number, line in enumerate(sys.stdin):\n"
            "    path = line.strip()\n" + "".join(f"    {line}\n" for line in body.splitlines()))
    return [sys.executable, "-c", code]


ECHO = "print(json.dumps({'text': path}), flush=True)"


class ReaderTest(unittest.TestCase):
    def read(self, body, paths):
        reader = Reader("invented", program(body))
        self.addCleanup(reader.close)
        return reader, *reader.read(paths)

    def test_answers_come_in_the_order_of_the_paths(self):
        paths = [f"page-{number}" for number in range(500)]
        reader, answers, seconds = self.read(ECHO, paths)
        self.assertEqual([answer["text"] for answer in answers], paths)
        self.assertEqual(reader.version, "invented 1")
        self.assertEqual(reader.failures, [])
        self.assertGreater(reader.peak_mb, 1)
        self.assertGreater(seconds, 0)

    def test_a_program_that_dies_fails_one_page_only(self):
        reader, answers, _ = self.read("if path == 'b': os._exit(3)\n" + ECHO, ["a", "b", "c", "d"])
        self.assertEqual([answer.get("text") for answer in answers], ["a", None, "c", "d"])
        self.assertEqual(reader.failures, [("b", "ended with 3")])

    def test_a_program_that_hangs_is_ended_and_goes_on_with_the_next_page(self):
        with mock.patch.object(reader_module, "SECONDS_PER_PAGE", 0.5), \
                mock.patch.object(reader_module, "SECONDS_PER_END", 0.1):
            reader, answers, _ = self.read("if path == 'b': time.sleep(60)\n" + ECHO, ["a", "b", "c"])
        self.assertEqual([answer.get("text") for answer in answers], ["a", None, "c"])
        self.assertIn("no answer", reader.failures[0][1])

    def test_an_answer_that_is_no_object_is_a_failure(self):
        body = "print('[1' if path == 'a' else '3' if path == 'b' else '{}', flush=True)"
        reader, answers, _ = self.read(body, ["a", "b", "c"])
        self.assertEqual([path for path, _ in reader.failures], ["a", "b"])
        self.assertEqual(answers[2], {})

    def test_the_start_is_not_counted_the_work_and_its_children_are(self):
        burn = "until = time.process_time() + 0.2\nwhile time.process_time() < until: pass\n"
        reader = Reader("invented", [sys.executable, "-c", "import time\n" + burn + program(burn + ECHO)[-1]])
        self.addCleanup(reader.close)
        _, seconds = reader.read(["a", "b"])
        self.assertAlmostEqual(seconds, 0.4, delta=0.15)
        in_child = f"subprocess.run([sys.executable, '-c', 'import time\\n' + {burn!r}])\n" + ECHO
        _, _, seconds = self.read(in_child, ["a", "b"])
        self.assertGreater(seconds, 0.35)

    def test_time_spent_before_a_death_is_kept(self):
        burn = "until = time.process_time() + 0.2\nwhile time.process_time() < until: pass\n"
        _, _, seconds = self.read(burn + "if path == 'a': os.abort()\n" + ECHO, ["a", "b"])
        self.assertGreater(seconds, 0.35)

    def test_a_program_that_does_not_start_is_named_with_its_reason(self):
        with self.assertRaisesRegex(CannotRead, "invented cannot be started.*no such extractor"):
            Reader("invented", [sys.executable, "-c", "raise SystemExit('no such extractor')"]).read(["a"])
        with self.assertRaisesRegex(CannotRead, "cannot be started"):
            Reader("invented", ["/nonexistent/program"]).read(["a"])


class ScoresTest(unittest.TestCase):
    def test_the_mean_of_a_constant_difference_is_certain(self):
        less, low, high = scores.paired_difference([0.75] * 20, [0.5] * 20, 1)
        self.assertEqual((less, low, high), (0.25, 0.25, 0.25))

    def test_a_difference_within_chance_has_an_interval_around_zero(self):
        ours, theirs = [0.9, 0.5, 0.7, 0.8] * 10, [0.5, 0.9, 0.8, 0.7] * 10
        less, low, high = scores.paired_difference(ours, theirs, 1)
        self.assertAlmostEqual(less, 0.0)
        self.assertTrue(low < 0 < high)
        self.assertEqual(scores.paired_difference(ours, theirs, 1), (less, low, high))

    def test_the_sigma_of_a_share_is_the_textbook_one(self):
        figures = scores.Figures([scores.PageScore(title=float(n % 2)) for n in range(400)])
        self.assertAlmostEqual(figures.over()["title"], 0.5)
        self.assertAlmostEqual(figures.sigmas(1)["title"], 0.025, delta=0.004)

    @unittest.skipUnless(SCRIPT.exists(), f"no {SCRIPT}")
    def test_the_figures_are_those_of_the_sets_own_script(self):
        define = scores.load_definitions(SCRIPT)
        by_id = {line["id"]: line for line in PREDICTED}
        scored = [scores.score_page(define, line, by_id.get(line["id"], {})) for line in GOLD]
        figures = scores.Figures(scored).over()
        with tempfile.TemporaryDirectory() as folder:
            files = write_lines(folder, gold=GOLD, predicted=PREDICTED)
            said = subprocess.run([sys.executable, SCRIPT, *files], capture_output=True, text=True,
                                  check=True).stdout
        for name, pattern in (("body", "body   F1 {:.4f} "), ("bag", "bag    {:.4f} (n=4)"),
                              ("segments", "segments F {:.4f} "), ("title", "title  {:.4f} (n=4)"),
                              ("date", "date   {:.4f} (n=4)"), ("dated", " precision {:.4f} (n=2)"),
                              ("authors", "author {:.4f} (n=3)")):
            self.assertIn(pattern.format(figures[name]), said)
        self.assertEqual(figures["refused"], 1 / 5)


def write_lines(folder, **files):
    paths = []
    for name, lines in files.items():
        paths.append(pathlib.Path(folder, f"{name}.jsonl"))
        paths[-1].write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return paths


class CompareTest(unittest.TestCase):
    @unittest.skipUnless(SCRIPT.exists(), f"no {SCRIPT}")
    def test_gains_and_losses_are_listed_by_page_and_language(self):
        better = [dict(PREDICTED[0], text=WORDS[:30]), dict(PREDICTED[1], text=WORDS), *PREDICTED[2:]]
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
            pathlib.Path(folder, "invented").mkdir()
            write_lines(pathlib.Path(folder, "invented"), gold=GOLD)
            a, b = write_lines(folder, a=PREDICTED, b=better)
            options = types.SimpleNamespace(figure=None, worst=5)
            compare.print_comparison(pathlib.Path(folder), "invented", a, b,
                                     scores.load_definitions(SCRIPT), options)
        self.assertRegex(said.getvalue(), r"all +4 .* 1 +1 +2\n")
        self.assertRegex(said.getvalue(), r"lost on 1 pages\n +-\S+ +1\.000 → \S+ +en  whole")
        self.assertRegex(said.getvalue(), r"gained on 1 pages\n +\+\S+ +\S+ → 1\.000 +de  half")


class SetsTest(unittest.TestCase):
    def test_a_sample_is_the_same_each_time_and_keeps_the_order(self):
        things = list(range(100))
        chosen = page_sets.sample(things, 10)
        self.assertEqual(chosen, page_sets.sample(things, 10))
        self.assertEqual((len(chosen), chosen), (10, sorted(chosen)))
        self.assertEqual(page_sets.sample(things, 0), things)

    def test_the_golds_language_comes_before_the_pages_claim(self):
        page = b'<!doctype html><html class="x" lang="de-AT"><p lang="en">'
        self.assertEqual(page_sets.language_of({"lang": "en"}, page), "en")
        self.assertEqual(page_sets.language_of({"lang": None}, page), "de")
        self.assertEqual(page_sets.language_of({}, b"<html><p lang='en'>"), "")


class ProgramsTest(unittest.TestCase):
    def peers_with(self, **modules):
        """The Python peers found where the modules named are importable, read from invented files."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, source in modules.items():
            pathlib.Path(folder.name, f"{name}.py").write_text(source, encoding="utf-8")
        environment = {"PYTHONPATH": folder.name, "DEPESCHE_PEER_PYTHON": sys.executable}
        patched = mock.patch.dict(os.environ, environment)
        patched.start()
        self.addCleanup(patched.stop)
        return {peer.name: peer for peer in programs.python_peers(list(programs.PYTHON_PEERS))}

    def test_a_peer_is_taken_from_the_python_that_has_it(self):
        source = ("__version__ = '2.2.0'\n"
                  "def extract(page, output_format, include_comments, with_metadata):\n"
                  "    assert isinstance(page, bytes) and output_format == 'json' and with_metadata\n"
                  "    print('noise on standard output')\n"
                  "    return None if b'empty' in page else '{\"title\": \"T\", \"author\":'"
                  "           ' \"A B; C D\", \"date\": \"2031-01-02\", \"text\": \"words\"}'\n")
        peer = self.peers_with(trafilatura=source)["trafilatura"]
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder, name) for name in ("full", "empty", "gone")]
            paths[0].write_text("<p>words</p>"), paths[1].write_text("empty")
            reader = Reader(peer.name, peer.command)
            self.addCleanup(reader.close)
            answers, _ = reader.read(paths)
        self.assertEqual(answers[0], {"title": "T", "authors": ["A B", "C D"],
                                      "published": "2031-01-02", "text": "words"})
        self.assertEqual(answers[1]["error"]["code"], "no_article")
        self.assertIn("FileNotFoundError", answers[2]["error"]["message"])

    def test_a_peer_that_is_there_but_broken_says_why(self):
        peer = self.peers_with(goose3="import a_library_that_is_missing")["goose3"]
        self.assertIsNone(peer.command)
        self.assertIn("pip install goose3", peer.absent)
        self.assertIn("a_library_that_is_missing", peer.absent)

    def test_an_absent_peer_is_named_with_its_command(self):
        with mock.patch.dict(os.environ, {"PATH": "/nonexistent"}):
            found = programs.find_programs(["go-trafilatura", "readability.js/jsdom"], build=False)
        self.assertEqual([peer.command for peer in found], [None, None])
        self.assertIn("npm", found[0].absent)
        self.assertIn("go install", found[1].absent)

    def test_the_lock_file_names_no_registry_and_fits_the_versions_asked_for(self):
        lock = json.loads((programs.NODE_SIDE / "package-lock.json").read_text(encoding="utf-8"))
        asked = json.loads((programs.NODE_SIDE / "package.json").read_text(encoding="utf-8"))
        for name, version in asked["dependencies"].items():
            self.assertEqual(lock["packages"][f"node_modules/{name}"]["version"], version)
        for name, entry in lock["packages"].items():
            self.assertNotIn("resolved", entry, name)


if __name__ == "__main__":
    unittest.main()
