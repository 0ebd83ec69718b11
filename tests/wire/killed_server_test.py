"""`serve` is killed (SIGKILL) at random points while it polls, reads pages, gathers and looks again.

Some kills in a row, then it is left alone: no article lost, none twice, the store in order, every
feed where it was, every page still to be looked at again, every article in the story in which a
program that was never killed gathers the same stream. DEPESCHE_KILL_POINTS says at how many
points (default 1).
"""
import hashlib
import json
import os
import random
import sqlite3
import time
import unittest

from loopback_world import World
from wire_case import EVAL_DATA, Server, WireCase, wait_for

POINTS = int(os.environ.get("DEPESCHE_KILL_POINTS", "1"))
SEED = int(os.environ.get("DEPESCHE_KILL_SEED", "1"))
KILLS = 2  # in a row, at each point
FEEDS = 24  # six of each format
# Requests go one by one, so that there are many different moments to be killed at.
SLOWLY = {"DEPESCHE_LOOPBACK_GAP_MS": "15"}
FUNDUS = EVAL_DATA / "fundus"


@unittest.skipUnless(FUNDUS.is_dir(), f"no real pages in {FUNDUS}")
class KilledServer(WireCase):
    def setUp(self):
        super().setUp()
        self.world = World(EVAL_DATA)
        self.world.start()
        self.addCleanup(self.world.stop)
        self.listing = self.folder / "feeds.opml"
        rows = "".join(f'<outline type="rss" text="Feed {n}" xmlUrl="{url}"/>'
                       for n, url in enumerate(self.world.feeds[:FEEDS]))
        self.listing.write_text(f'<opml version="2.0"><body>{rows}</body></opml>')
        self.round = 0

    def environment(self, **more):
        return super().environment(
            **{"DEPESCHE_DATA": str(self.data()), **SLOWLY, **more})

    def begin_anew(self):
        self.round += 1
        self.run_program("feeds", "import", self.listing)

    def data(self):
        return self.folder / f"data{self.round}"

    def rows(self, sql, data=None):
        """From beside the server, as far as it has committed."""
        path = (data or self.data()) / "depesche.db"
        store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def change(self, *statements):
        """While no server runs."""
        store = sqlite3.connect(self.data() / "depesche.db", timeout=20)
        with store:
            for sql in statements:
                store.execute(sql)
        store.close()

    def today(self):
        return self.rows("SELECT unixepoch() / 86400")[0][0]

    def let_all_be_looked_at(self):
        """As if they had been read a day ago: what one outlet alone tells is due then, too."""
        self.change(
            "UPDATE watched_page SET first_read_at = unixepoch() - 90000, due_at = unixepoch() - 100",
            # Who was asked for as many new pages today; tomorrow may begin before this is over.
            "DELETE FROM host_day",
            "INSERT INTO host_day(day, host, first_reads)"
            " SELECT unixepoch() / 86400 + later, host, count(*)"
            " FROM watched_page, (SELECT 0 AS later UNION SELECT 1) GROUP BY host, later")

    def is_settled(self):
        """All feeds were read, nothing waits, and nobody was asked for a while."""
        unread, = self.rows("SELECT count(*) FROM feed WHERE last_success_at IS NULL")[0]
        waiting, = self.rows("SELECT count(*) FROM intake")[0]
        asked = len(self.world.log)
        if unread or waiting:
            return False
        time.sleep(0.8)
        return len(self.world.log) == asked and not self.rows("SELECT 1 FROM intake")

    def settle(self):
        server = Server(self)
        self.assertTrue(wait_for(self.is_settled, 120), "it does not come to rest")
        server.stop()

    def kill_within(self, chance, longest):
        server = Server(self)
        time.sleep(chance.uniform(0, longest))
        server.kill()

    def state(self):
        """Articles by address and content; entries that each feed knows; pages to look at again."""
        articles = []
        for article in self.exported():
            content = {k: v for k, v in article.items()
                       if k not in ("id", "stream_no", "first_seen_at", "rights")}
            digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
            articles.append((article["canonical_url"], digest))
        return {
            "articles": sorted(articles),
            "places": self.rows("SELECT url, etag, count(entry_hash), failures FROM feed LEFT JOIN"
                                " seen_entry USING (feed_id) GROUP BY url ORDER BY url"),
            "looks": self.rows("SELECT canonical_url, due_at - first_read_at FROM watched_page"
                               " ORDER BY canonical_url"),
            "in no story": self.rows("SELECT article_id FROM article LEFT JOIN story_article"
                                     " USING (article_id) WHERE story_id IS NULL"),
        }

    def stories(self, data=None):
        """Each article's address and the id of its story."""
        return self.rows("SELECT canonical_url, story_id FROM article LEFT JOIN story_article"
                         " USING (article_id) ORDER BY canonical_url", data)

    def stories_undisturbed(self):
        """The same of a program that takes in this stream at once and is not killed. A kill may
        change the order in which pages come, and so who founds a story, but not what becomes of them in
        that order."""
        stream = self.folder / f"stream{self.round}.jsonl"
        stream.write_text(self.run_program("export").stdout, encoding="utf-8")
        data = self.folder / f"anew{self.round}"
        self.run_program("import", stream, DEPESCHE_DATA=str(data))
        return self.stories(data)

    def assert_same(self, state, expected):
        for what, now in state.items():
            self.assertEqual(now, expected[what], what)
        self.run_program("check")

    def test_it_ends_like_a_server_that_was_left_alone(self):
        self.begin_anew()
        started = time.monotonic()
        self.settle()
        whole = time.monotonic() - started - 0.8
        expected = self.state()
        addresses = [address for address, _ in expected["articles"]]
        self.assertGreater(len(addresses), 20)
        self.assertEqual(len(set(addresses)), len(addresses))
        self.assertEqual(expected["in no story"], [])
        self.assertGreater(len(expected["looks"]), len(addresses) // 2)
        for point in range(POINTS):
            with self.subTest(point=point, seed=SEED):
                chance = random.Random(SEED * 10_000 + point)
                self.begin_anew()
                for _ in range(KILLS):
                    self.kill_within(chance, whole)
                self.settle()
                self.assert_same(self.state(), expected)
                self.assertEqual(self.stories(), self.stories_undisturbed())
        before = len(self.world.log)
        self.settle()
        again = [seen for seen in self.world.log[before:] if "/page/" in seen.path]
        self.assertEqual(again, [], "a page is read again")

    def test_what_is_to_be_looked_at_again_stays_so(self):
        self.begin_anew()
        self.settle()
        expected = self.state()
        pages = len(expected["looks"])
        overdue = "SELECT count(*) FROM watched_page WHERE due_at <= unixepoch()"
        for point in range(max(1, POINTS // 2)):
            with self.subTest(point=point, seed=SEED):
                chance = random.Random(SEED * 20_000 + point)
                self.let_all_be_looked_at()
                began = self.today()
                before = len(self.world.log)
                for _ in range(KILLS):
                    self.kill_within(chance, pages * 0.02)
                server = Server(self)
                # A look that was under way has used its turn of the day; its page stays due.
                cut_off = KILLS  # one host, one request at a time
                self.assertTrue(wait_for(lambda: self.rows(overdue)[0][0] <= cut_off, 60),
                                self.rows(overdue))
                self.assertTrue(wait_for(self.is_settled, 60))
                server.stop()
                looks = [seen for seen in self.world.log[before:] if "/page/" in seen.path]
                self.assertTrue(looks)
                self.assertTrue(all(seen.conditional and seen.status == 304 for seen in looks), looks)
                days = self.today() - began + 1
                self.assertLessEqual(len(looks), days * pages, "more looks than first ones in a day")
                self.assertEqual(self.rows("SELECT canonical_url FROM watched_page ORDER BY 1"),
                                 [(address,) for address, _ in expected["looks"]])
                self.assertEqual(self.state()["articles"], expected["articles"])
                self.run_program("check")


if __name__ == "__main__":
    unittest.main()
