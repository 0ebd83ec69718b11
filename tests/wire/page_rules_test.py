"""A page without a feed, followed by a rule: from the shell and from the feeds page."""
import re
import unittest
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from faulty_outlet import FaultyOutlet, page_text
from wire_case import Server, WireCase, wait_for


class PageRules(WireCase):
    def setUp(self):
        super().setUp()
        self.outlet = FaultyOutlet()
        self.outlet.start()
        self.addCleanup(self.outlet.stop)
        self.list_class = "news"
        self.numbers = [1, 2]
        self.outlet.more["/list"] = lambda request, _: request.answer(self.listing().encode())
        for n in range(1, 5):
            self.outlet.more[f"/lock/{n}"] = self.report(n)

    def report(self, n):
        return lambda request, _: request.answer(page_text(f"Lock {n} is closed").encode())

    def listing(self):
        lines = "".join(
            f'<li><a href="/lock/{n}?utm_source=list">Lock {n} is closed</a>'
            f'<time datetime="2026-05-0{n}">{n} May</time></li>' for n in self.numbers)
        return (f"<!DOCTYPE html><title>The Harbour Office</title><a href=/>Home</a>"
                f"<ul class={self.list_class}>{lines}</ul>")

    def headlines(self):
        return sorted(a["title"] for a in self.exported())

    def test_a_rule_is_shown_subscribed_polled_and_told_when_it_finds_nothing(self):
        address = self.outlet.address("/list")
        rule = ["--rule", "ul.news li", "--rule-date", "time"]
        shown = self.run_program("feeds", "check", *rule, address).stdout
        self.assertIn("page, 2 entries", shown)
        self.assertIn("Lock 1 is closed", shown)
        self.assertIn("2026-05-02", shown)
        refused = self.run_program("feeds", "add", "--rule", "table td", address, check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("selects nothing on the page", refused.stderr)
        broken = self.run_program("feeds", "add", "--rule", "li >> a", address, check=False)
        self.assertIn("not a selector", broken.stderr)
        self.run_program("feeds", "add", *rule, address)
        self.run_program("fetch")
        self.numbers = [3, 2]
        self.run_program("fetch")
        self.assertEqual(self.headlines(), [f"Lock {n} is closed" for n in (1, 2, 3)])
        self.list_class = "rebuilt"
        self.run_program("fetch", check=False)
        listed = self.run_program("feeds", "list").stdout
        self.assertIn('read by the rule "ul.news li", date "time"', listed)
        self.assertIn("selects nothing on the page", listed)
        self.assertEqual(len(self.headlines()), 3)
        opml = self.run_program("feeds", "export").stdout
        self.assertIn('depesche:entryRule="ul.news li"', opml)

    def test_the_feeds_page_takes_a_rule_and_says_when_it_finds_nothing(self):
        server = Server(self)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = browser.open(server.address + "/feeds").read().decode()
        token = re.search(r'name="token" value="([^"]+)"', form).group(1)
        wish = {"token": token, "address": self.outlet.address("/list"), "rule": "table td"}

        def send():
            try:
                return browser.open(server.address + "/feeds/add",
                                    urllib.parse.urlencode(wish).encode()).read().decode()
            except urllib.error.HTTPError as refused:
                return refused.read().decode()
        self.assertIn("the rule finds no entry with a link on the page", send())
        wish["rule"] = "ul.news a"
        said = send()
        self.assertIn("Subscribed to 1 feed", said)
        self.assertIn("entries “ul.news a”", said)
        self.assertTrue(wait_for(lambda: "Lock 2 is closed" in server.get("/"), 60))
        server.stop()
        self.assertEqual(self.headlines(), ["Lock 1 is closed", "Lock 2 is closed"])


if __name__ == "__main__":
    unittest.main()
