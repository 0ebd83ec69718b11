"""What the end-to-end tests share: the program, a data folder of its own, a server's life.

The program is named by DEPESCHE_PROGRAM, the evaluation data by DEPESCHE_EVAL_DATA (default
../shared beside the project). A test that needs data that is not there skips and says so.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unicodedata
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DEPESCHE_PROGRAM", str(ROOT / "build/dev/src/cli/depesche"))
EVAL_DATA = pathlib.Path(os.environ.get("DEPESCHE_EVAL_DATA", ROOT.parent / "shared")) / "data"


class WireCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="depesche-wire-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def environment(self, **more):
        return {**os.environ, "DEPESCHE_ALLOW_PRIVATE": "true", "DEPESCHE_HOST_GAP_MS": "0",
                "DEPESCHE_DATA": str(self.folder / "data"), **more}

    def run_program(self, *arguments, check=True, timeout=300, **more):
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=self.environment(**more),
                              capture_output=True, text=True, timeout=timeout)
        if check:
            self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def exported(self):
        # Not splitlines(): an article may hold U+2028.
        lines = self.run_program("export").stdout.rstrip("\n").split("\n")
        return [json.loads(line) for line in lines if line]


class Server:
    """`depesche serve` on a port of its choice; stopped by Ctrl-C."""

    def __init__(self, case, *arguments, listen="127.0.0.1:0", ready_within=60, **environment):
        self.case = case
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--listen", listen, *map(str, arguments)],
            env=case.environment(**environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        case.addCleanup(self.kill)
        started = time.monotonic()
        line = self.process.stdout.readline()
        match = re.search(r"http://[^\s/]+:(\d+)", line)
        if not match:
            self.process.wait(10)
            raise AssertionError(f"no address: {line!r} {self.process.stderr.read()!r}")
        self.address = match.group(0)
        self.ready_after = None
        while time.monotonic() - started < ready_within:
            if self.status("/readyz") == 200:
                self.ready_after = time.monotonic() - started
                break
            time.sleep(0.02)
        case.assertIsNotNone(self.ready_after, "the server did not get ready")

    def get(self, path, **headers):
        request = urllib.request.Request(self.address + path, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read().decode()

    def status(self, path):
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self):
        """Ctrl-C; returns the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.case.assertEqual(self.process.wait(20), 0, self.process.stderr.read())
        return time.monotonic() - started

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def wait_for(what, seconds=60, pause=0.1):
    """The first true value of what(), or the last false one when time is over."""
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value or time.monotonic() > end:
            return value
        time.sleep(pause)


# The measures of the published extraction tables: folded titles, calendar days, word 4-grams.

CJK = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(f"[{CJK}]|[^\\W{CJK}]+")


def folded(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"[\W_]+", " ", text).strip()


def shingles(text, n=4):
    words = WORD.findall(text or "")
    if not words:
        return collections.Counter()
    return collections.Counter(
        tuple(words[i:i + n]) for i in range(max(1, len(words) - n + 1)))


def body_f1(gold, got):
    a, b = shingles(gold), shingles(got)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0
