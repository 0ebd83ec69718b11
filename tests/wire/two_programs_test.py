"""`fetch` beside a running `serve` on one store: what the outlet sees of it."""
import collections
import http.server
import re
import threading
import time
import unittest

from faulty_outlet import feed_text, page_text
from wire_case import Server, WireCase, wait_for

GAP = 0.4
FEEDS = 4


class Outlet(http.server.ThreadingHTTPServer):
    """A few feeds of one host, each with reports of its own; says when it was asked for what."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.home = f"http://127.0.0.1:{self.server_address[1]}"
        self.lock = threading.Lock()
        self.asked = []  # (path, when it began, when it was answered)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def feed(self, number):
        return f"{self.home}/feed/{number}"


class Desk(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        began = time.monotonic()
        time.sleep(0.05)
        page = re.fullmatch(r"/(\d)/(\d)", self.path)
        feed = re.fullmatch(r"/feed/(\d)", self.path)
        if page:
            body = page_text(f"Report {page[2]} of feed {page[1]} from Westermole")
        elif feed:
            entries = [(f"Report {i} of feed {feed[1]} from Westermole",
                        f"{self.server.home}/{feed[1]}/{i}", "A summary.") for i in range(3)]
            body = feed_text("The Westermole Gazette", self.server.home, entries)
        else:
            body = ""
        answer = body.encode()
        with self.server.lock:
            self.server.asked.append((self.path, began, time.monotonic()))
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "text/html" if page else "application/rss+xml")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class TwoPrograms(WireCase):
    def test_a_host_is_asked_as_slowly_and_a_feed_as_rarely_as_by_one(self):
        outlet = Outlet()
        self.addCleanup(outlet.server_close)
        self.addCleanup(outlet.shutdown)
        patience = {"DEPESCHE_LOOPBACK_GAP_MS": str(int(GAP * 1000))}
        self.run_program("feeds", "import", self.list_of(outlet), **patience)
        Server(self, **patience)
        # It has just begun with them.
        self.assertTrue(wait_for(lambda: outlet.asked, 30))
        said = self.run_program("fetch", **patience)
        expected = 3 * FEEDS
        self.assertTrue(wait_for(lambda: self.pages(outlet) >= expected, 60), outlet.asked)
        self.assertRegex(said.stdout, r"not asked: another depesche on this store was asking")
        asked = sorted(outlet.asked, key=lambda one: one[1])
        for before, after in zip(asked, asked[1:]):
            self.assertGreaterEqual(after[1] - before[2], GAP * 0.95, (before, after))
        counts = collections.Counter(path for path, _, _ in asked)
        for path, count in counts.items():
            # Asked once by both of them; a feed that both had to themselves, twice.
            self.assertLessEqual(count, 2 if path.startswith(("/feed", "/robots", "/.well")) else 1,
                                 counts)

    def list_of(self, outlet):
        path = self.folder / "list.opml"
        outlines = "".join(f'<outline type="rss" text="{i}" xmlUrl="{outlet.feed(i)}"/>'
                           for i in range(FEEDS))
        path.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')
        return path

    def pages(self, outlet):
        return len({path for path, _, _ in outlet.asked if re.fullmatch(r"/\d/\d", path)})


if __name__ == "__main__":
    unittest.main()
