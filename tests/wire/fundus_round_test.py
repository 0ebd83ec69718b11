"""Real pages over a loopback server: feeds in four formats that carry link and guid only.

One round reads them all; a second fetches nothing again; a round that is killed at a random point
and followed by a good one ends with the same articles.
"""
import datetime
import hashlib
import json
import os
import random
import subprocess
import time
import unittest

from loopback_world import World
from wire_case import EVAL_DATA, PROGRAM, WireCase, body_f1, folded

SEEDS = int(os.environ.get("DEPESCHE_KILL_SEEDS", "20"))
FUNDUS = EVAL_DATA / "fundus"


def days(stamp):
    """The calendar days a time may honestly be read as: as written, and in UTC."""
    if not stamp:
        return set()
    at = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    out = {at.date().isoformat()}
    if at.tzinfo:
        out.add(at.astimezone(datetime.timezone.utc).date().isoformat())
    return out


@unittest.skipUnless(FUNDUS.is_dir(), f"no real pages in {FUNDUS}")
class FundusRound(WireCase):
    def setUp(self):
        super().setUp()
        self.world = World(EVAL_DATA)
        self.world.start()
        self.addCleanup(self.world.stop)

    def subscribe(self):
        listing = self.folder / "feeds.opml"
        rows = "".join(f'<outline type="rss" text="Feed {n}" xmlUrl="{url}"/>'
                       for n, url in enumerate(self.world.feeds))
        listing.write_text(f'<opml version="2.0"><body>{rows}</body></opml>')
        self.run_program("feeds", "import", listing)

    def archived(self):
        """(canonical address, hash of the content) of every article."""
        out = set()
        for article in self.exported():
            content = {k: v for k, v in article.items()
                       if k not in ("id", "stream_no", "first_seen_at", "rights")}
            digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
            out.add((article["canonical_url"], digest))
        return out

    def test_titles_days_and_bodies_arrive_right(self):
        self.subscribe()
        self.run_program("fetch", "--quiet")
        by_address = {a["url"]: a for a in self.exported()}
        gold = (FUNDUS / "gold.jsonl").read_text(encoding="utf-8").rstrip().split("\n")
        gold = [json.loads(line) for line in gold]
        right = {"title": [], "day": [], "body": []}
        for page in gold:
            got = by_address.get(self.world.pages.get(page["id"]), {})
            if page.get("title"):
                right["title"].append(folded(page["title"]) == folded(got.get("title")))
            if page.get("date"):
                right["day"].append(bool(days(page["date"]) & days(got.get("published"))))
            if page.get("body"):
                right["body"].append(body_f1(page["body"], got.get("text")) >= 0.8)
        for measure, hits in right.items():
            share = sum(hits) / len(hits)
            print(f"{measure} right on {share:.3f} of {len(hits)} pages")
            self.assertGreaterEqual(share, 0.85, measure)

    def test_a_second_round_fetches_no_page_and_no_feed_again(self):
        self.subscribe()
        self.run_program("fetch", "--quiet")
        before = len(self.world.log)
        self.run_program("fetch", "--quiet")
        again = self.world.log[before:]
        self.assertTrue(again)
        for request in again:
            self.assertFalse("/page/" in request.path, request)
            if request.path != "/robots.txt":
                self.assertEqual(request.status, 304, request)

    def test_a_killed_round_and_a_good_one_end_like_a_quiet_one(self):
        self.subscribe()
        started = time.monotonic()
        self.run_program("fetch", "--quiet")
        whole = time.monotonic() - started
        expected = self.archived()
        self.assertGreater(len(expected), 100)
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                super().setUp()  # a folder of its own
                self.subscribe()
                process = subprocess.Popen([PROGRAM, "fetch", "--quiet"], env=self.environment(),
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(random.Random(seed).uniform(0.02, whole))
                process.kill()
                process.wait()
                self.run_program("fetch", "--quiet")
                self.assertEqual(self.archived(), expected)
                self.run_program("check")


if __name__ == "__main__":
    unittest.main()
