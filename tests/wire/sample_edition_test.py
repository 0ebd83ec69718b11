"""The sample edition, as a new user meets it: start, read, stop, start again."""
import json
import re
import time
import unittest
import urllib.error
import urllib.request

from wire_case import Server, WireCase, wait_for


def story_links(page):
    return re.findall(r'href="(/s/\d+)"', page)


class SampleEdition(WireCase):
    def start(self, **more):
        return Server(self, "--sample", "--data", self.folder / "data", **more)

    def settled_front(self, server):
        """The front page's stories once two looks a while apart agree."""
        seen = []

        def is_settled():
            stories = sorted(set(story_links(server.get("/"))))
            seen.append(stories)
            return len(seen) > 20 and stories and seen[-20] == stories

        self.assertTrue(wait_for(is_settled, seconds=90, pause=0.25), seen[-1:])
        return seen[-1]

    def test_a_second_start_shows_the_same_stories_under_the_same_addresses(self):
        port = None
        server = self.start()
        port = server.address.rsplit(":", 1)[1]
        stories = self.settled_front(server)
        self.assertGreaterEqual(len(stories), 20)
        self.assertLess(server.stop(), 2)

        again = Server(self, "--sample", "--data", self.folder / "data", listen=f"127.0.0.1:{port}")
        self.assertLess(again.ready_after, 3)
        now = set(story_links(again.get("/")))
        # What the outlets published meanwhile may have come, nothing may have gone.
        self.assertLessEqual(set(stories), now)
        for path in stories:
            self.assertEqual(again.status(path), 200, path)
        again.stop()
        checked = self.run_program("check", DEPESCHE_DATA=str(self.folder / f"data/sample-{port}"))
        self.assertIn("sound", checked.stdout)

    def test_every_list_is_also_a_feed_and_unknown_addresses_are_not_found(self):
        server = self.start()
        stories = self.settled_front(server)
        for path in ("/front.atom", stories[0] + ".atom", "/search.atom?q=Br%C3%BCcke"):
            self.assertIn("<feed", server.get(path), path)
        self.assertTrue(json.loads(server.get("/front.json")))
        for path in ("/s/999999999", "/a/999999999", "/o/nobody", "/nothing", "/i/" + "0" * 32):
            self.assertEqual(server.status(path), 404, path)

    def test_german_and_english_pages_by_the_browsers_wish(self):
        server = self.start()
        self.settled_front(server)
        german = server.get("/", **{"Accept-Language": "de-AT,de;q=0.9"})
        english = server.get("/", **{"Accept-Language": "en-GB,en;q=0.9"})
        self.assertIn('<html lang="de"', german)
        self.assertIn('<html lang="en"', english)

    def test_a_fetch_beside_the_server_finds_its_store_and_says_that_it_runs(self):
        server = self.start()
        self.settled_front(server)
        port = server.address.rsplit(":", 1)[1]
        store = self.folder / f"data/sample-{port}"
        above = self.run_program("fetch", check=False)
        self.assertEqual(above.returncode, 3)
        self.assertIn(f"--data {store}", above.stderr)
        # The sample's outlets are on this machine; that needs no setting.
        own = {"DEPESCHE_DATA": str(store), "DEPESCHE_ALLOW_PRIVATE": "false"}
        done = self.run_program("fetch", **own)
        self.assertNotIn("only public addresses", done.stderr)
        server.stop()
        failed = self.run_program("fetch", check=False, **own)  # nobody answers for them any more
        self.assertEqual(failed.returncode, 1)
        self.assertIn("accepts no connection", failed.stderr)

    def test_a_foreign_host_name_is_refused(self):
        server = self.start()
        request = urllib.request.Request(server.address + "/", headers={"Host": "evil.example"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=5)
        self.assertIn(refused.exception.code, (400, 421))


if __name__ == "__main__":
    unittest.main()
