"""The minutes after subscribing, at an outlet whose pages take their time."""
import re
import time
import unittest
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from faulty_outlet import FaultyOutlet, feed_text, page_text
from wire_case import Server, WireCase, wait_for

COUNT = 8


class Subscribing(WireCase):
    def setUp(self):
        super().setUp()
        self.outlet = FaultyOutlet()
        self.outlet.start()
        self.addCleanup(self.outlet.stop)
        entries = [(f"Lock {n} is closed", self.outlet.address(f"/slow/{n}"), f"In short {n}.")
                   for n in range(COUNT)]  # newest first, as feeds are
        self.outlet.more["/slow.xml"] = lambda request, _: request.answer(
            feed_text("The Westermole Signal", "/", entries).encode(),
            content_type="application/rss+xml")
        self.is_slow = True
        for n in range(COUNT):
            self.outlet.more[f"/slow/{n}"] = self.slow_page(n)

    def slow_page(self, n):
        def answer(request, _):
            while self.is_slow and not self.outlet.server.closing.wait(0.05):
                pass
            request.answer(page_text(f"Lock {n} is closed").encode())
        return answer

    def headlines(self, page):
        return re.findall(r"Lock (\d+) is closed", re.sub(r'"[^"]*"', "", page))

    def test_progress_and_the_feeds_words_are_there_at_once_newest_first(self):
        server = Server(self)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = browser.open(server.address + "/feeds").read().decode()
        token = re.search(r'name="token" value="([^"]+)"', form).group(1)
        sent = urllib.parse.urlencode({"token": token,
                                       "address": self.outlet.address("/slow.xml")}).encode()
        said = browser.open(server.address + "/feeds/add", sent).read().decode()
        self.assertIn("Subscribed to 1 feed", said)
        began = time.monotonic()
        self.assertTrue(wait_for(lambda: len(self.headlines(server.get("/"))) == COUNT, 20))
        self.assertLess(time.monotonic() - began, 10)  # generous: a sanitized build, a busy machine
        front = server.get("/")
        self.assertEqual(self.headlines(front), [str(n) for n in range(COUNT)])
        self.assertIn("from the feed only", front)
        self.assertIn("<progress", front)
        self.assertIn(f"{COUNT} articles so far", front)
        self.assertNotIn("Page ", front)
        self.is_slow = False
        self.assertTrue(wait_for(lambda: "from the feed only" not in server.get("/"), 60))
        # Their pages are one text under eight headlines, and lists show each text once.
        self.assertTrue(wait_for(lambda: len(set(self.headlines(server.get("/")))) == 1, 20))
        server.stop()
        articles = self.exported()
        self.assertEqual({a["origin"] for a in articles}, {"page"})
        self.assertEqual(sorted(a["title"] for a in articles),
                         [f"Lock {n} is closed" for n in range(COUNT)])


if __name__ == "__main__":
    unittest.main()
