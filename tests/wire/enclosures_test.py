"""What a feed gives beside its reports, all the way: files to hear and see, entries without words, robots.txt."""
import json
import unittest

from faulty_outlet import FaultyOutlet, page_text
from wire_case import Server, WireCase

AUDIO = "https://cdn.example/lock.mp3?key=s3cret"
PICTURE = "https://cdn.example/lock.jpg"

FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>The Harbour Office</title><link>{home}</link><language>en</language><description/>
<item><title>Lock 1 is closed</title><link>{home}lock/1</link><guid>1</guid>
<enclosure url="{audio}" type="audio/mpeg" length="24300000"/><itunes:duration>32:05</itunes:duration></item>
<item><title>Told, not written</title><guid isPermaLink="false">2</guid>
<description>An episode has no page of its own.</description>
<enclosure url="{picture}" type="image/jpeg" length="5"/><enclosure url="{audio}&amp;n=2" type=""/></item>
<item><guid isPermaLink="false">3</guid><link>{home}missing</link></item>
</channel></rss>"""


class Enclosures(WireCase):
    def setUp(self):
        super().setUp()
        self.outlet = FaultyOutlet()
        self.outlet.start()
        self.addCleanup(self.outlet.stop)
        feed = FEED.format(home=self.outlet.address("/"), audio=AUDIO, picture=PICTURE)
        page = page_text("Lock 1 is closed")
        more = self.outlet.more
        more["/cast"] = lambda request, _: request.answer(
            feed.encode(), content_type="application/rss+xml")
        more["/lock/1"] = lambda request, _: request.answer(page.encode())
        more["/missing"] = lambda request, _: request.answer(b"no", code=404)
        more["/robots.txt"] = lambda request, _: request.answer(
            b"User-agent: *\nCrawl-delay: 600\n", content_type="text/plain")

    def test_an_episode_is_heard_of_everywhere_and_loaded_nowhere(self):
        refused = self.run_program("feeds", "add", self.outlet.address("/missing"), check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertNotIn("no contact is set", refused.stderr, "it is not the reason")
        said = self.run_program("feeds", "add", self.outlet.address("/cast")).stderr
        self.assertIn("no contact is set", said)
        done = self.run_program("fetch")
        self.assertNotIn("no contact is set", done.stderr, "said once")
        self.assertIn("1 without words, their pages unreadable", done.stdout)

        rows = {row["title"]: row for row in self.exported()}
        self.assertEqual(sorted(rows), ["Lock 1 is closed", "Told, not written"])
        report, episode = rows["Lock 1 is closed"], rows["Told, not written"]
        self.assertEqual((report["origin"], episode["origin"]), ("page", "feed"))
        self.assertEqual(report["enclosures"], [
            {"url": AUDIO, "type": "audio/mpeg", "bytes": 24300000, "seconds": 1925}])
        self.assertEqual(episode["enclosures"], [{"url": AUDIO + "&n=2"}])
        self.assertIn(f"+ Audio · 32 minutes · 24 MB · {AUDIO}", self.run_program("show", report["id"]).stdout)
        whole = json.loads(self.run_program("show", report["id"], "--json").stdout)
        self.assertEqual(whole["enclosures"], report["enclosures"])
        for row in map(json.loads, self.run_program("export", "--for", "public").stdout.splitlines()):
            self.assertNotIn("enclosures", row)

        listed = self.run_program("feeds", "list").stdout
        self.assertIn("1 entry is missing here", listed)
        self.assertIn("(404)", listed)
        self.assertIn("robots.txt asks for 600", listed)
        row = json.loads(self.run_program("feeds", "list", "--json").stdout)
        self.assertEqual((row["lost_entries"]["count"], row["lost_entries"]["code"]), (1, "not_found"))
        self.assertEqual(row["crawl_delay"], 600)

        lines = self.folder / "all.jsonl"
        lines.write_text("".join(json.dumps(row) + "\n" for row in self.exported()))
        elsewhere = {"DEPESCHE_DATA": str(self.folder / "other")}
        self.run_program("import", "--quiet", lines, **elsewhere)
        again = [json.loads(line) for line in self.run_program("export", **elsewhere).stdout.splitlines()]
        self.assertEqual([row.get("enclosures") for row in again],
                         [row.get("enclosures") for row in self.exported()])

        server = Server(self)
        self.assertIn("1 entry is missing here", server.get("/feeds", **{"Accept-Language": "en"}))
        page = server.get(f"/a/{report['id']}", **{"Accept-Language": "en"})
        self.assertIn("32 minutes", page)
        self.assertNotIn("<audio", page)
        self.assertIn('rel="enclosure" type="audio/mpeg" href="' + AUDIO + '" length="24300000"',
                      server.get("/o/the-harbour-office.atom"))
        (first, second) = sorted(json.loads(server.get("/o/the-harbour-office.json"))["items"],
                                 key=lambda row: row["title"])
        self.assertEqual(first["attachments"], [{"url": AUDIO, "mime_type": "audio/mpeg",
                                                 "size_in_bytes": 24300000, "duration_in_seconds": 1925}])
        self.assertEqual(second["attachments"][0]["mime_type"], "application/octet-stream")
        self.assertEqual(json.loads(server.get(f"/a/{report['id']}.json"))["enclosures"],
                         report["enclosures"])
        server.stop()
        self.assertNotIn("lock.mp3", " ".join(self.outlet.log))

    def test_anonymous_readers_learn_that_there_is_one_but_not_where(self):
        self.run_program("feeds", "add", self.outlet.address("/cast"), DEPESCHE_CONTACT="me@example.org")
        self.run_program("fetch", DEPESCHE_CONTACT="me@example.org")
        number = {row["title"]: row["id"] for row in self.exported()}["Lock 1 is closed"]
        server = Server(self, "--public", DEPESCHE_CONTACT="me@example.org")
        paths = [f"/a/{number}", f"/a/{number}.json", "/o/the-harbour-office.atom",
                 "/o/the-harbour-office.json", "/o/the-harbour-office"]
        for path in paths:
            with self.subTest(path):
                self.assertNotIn("s3cret", server.get(path))
        self.assertIn("32 minutes", server.get(paths[0], **{"Accept-Language": "en"}))


if __name__ == "__main__":
    unittest.main()
