"""The world the other end-to-end tests stand on does what it says."""
import http.client
import json
import os
import pathlib
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

from loopback_world import Answer, World

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("DEPESCHE_EVAL_DATA", ROOT.parent / "shared")) / "data"


@unittest.skipUnless((DATA / "fundus").is_dir(), f"no real pages in {DATA}")
class LoopbackWorld(unittest.TestCase):
    def setUp(self):
        self.world = World(DATA)
        self.world.start()
        self.addCleanup(self.world.stop)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=5)
        self.addCleanup(self.connection.close)

    def get(self, url, **headers):
        self.connection.request("GET", urllib.parse.urlsplit(url).path, headers=headers)
        reply = self.connection.getresponse()
        return reply, reply.read()

    def test_feeds_name_every_page_once(self):
        links = []
        for feed in self.world.feeds:
            reply, body = self.get(feed)
            self.assertEqual(reply.status, 200)
            if feed.endswith(".json"):
                links += [item["url"] for item in json.loads(body)["items"]]
                continue
            for element in ElementTree.fromstring(body).iter():
                address = element.get("href") or element.text or ""
                if "/page/" in address:
                    links.append(address)
        self.assertEqual(sorted(links), sorted(self.world.pages.values()))
        self.assertEqual(len({feed.rsplit("/", 1)[1] for feed in self.world.feeds}), 4)

    def test_pages_are_conditional_and_packed_on_request(self):
        page = next(iter(self.world.pages.values()))
        plain, body = self.get(page)
        self.assertIn(b"<html", body.lower())
        packed, small = self.get(page, **{"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertLess(len(small), len(body))
        self.assertEqual(self.get(page, **{"If-None-Match": plain.headers["ETag"]})[0].status, 304)
        self.assertEqual(
            self.get(page, **{"If-Modified-Since": plain.headers["Last-Modified"]})[0].status, 304)
        self.assertEqual([seen.status for seen in self.world.log], [200, 200, 304, 304])
        self.assertEqual([seen.conditional for seen in self.world.log], [False, False, True, True])

    def test_answers_can_be_replaced(self):
        page = next(iter(self.world.pages.values()))
        self.world.answers[urllib.parse.urlsplit(page).path] = Answer(
            503, b"later", headers={"Retry-After": "60"})
        reply, _ = self.get(page)
        self.assertEqual((reply.status, reply.headers["Retry-After"]), (503, "60"))
        self.assertEqual(self.get("http://x/no/such/page")[0].status, 404)


if __name__ == "__main__":
    unittest.main()
