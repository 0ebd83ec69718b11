"""Bad input gets a clear sentence and costs nothing else.

What an outlet, a disk or an owner can do wrong, against the program itself: a sentence of one line
that names what happened, the exit code the command line promises, and everything else as it was.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

import faulty_outlet
from faulty_outlet import FAULTS, FEED_FAULTS, FaultyOutlet, feed_text, page_text
from wire_case import PROGRAM, Server, WireCase, wait_for

TIMEOUT_S = 1
# A sanitized build keeps freed memory for a while; without this the figures are about that.
SANITIZER = "quarantine_size_mb=16:malloc_context_size=2"
# A feed may have 16 MB and a page 10 MB; a page's tree is several times its text, and the sanitizer
# doubles that. The 200 MB of the faults would be over a gigabyte so.
MOST_MEMORY = 400 << 20

# What a fault of a feed is called. Never the name of a library, a function or a number alone.
FEED_SENTENCES = {
    "403": "the server says no (403)",
    "404": "the server says there is no such page (404)",
    "410": "the server says the page is gone (410)",
    "418": "the server answers unexpectedly (418)",
    "500": "the server says it has failed (500)",
    "503": "the server says it is not available now (503)",
    "redirect-loop": "127.0.0.1 redirects in a circle",
    "redirect-to-nowhere": "127.0.0.1 redirects to nowhere",
    "redirect-to-file": "127.0.0.1 redirects to a file: address; only http and https are fetched",
    "huge-announced": "127.0.0.1 sent more than 16 MB",
    "huge-streamed": "127.0.0.1 sent more than 16 MB",
    "gzip-bomb": "127.0.0.1 sent more than 16 MB",
    "not-gzip": "127.0.0.1 sent a body that cannot be unpacked",
    "empty": "the feed is empty",
    "stalled": f"127.0.0.1 did not finish its answer within {TIMEOUT_S} s",
    "silent": f"127.0.0.1 did not answer within {TIMEOUT_S} s",
    "cut-connection": "127.0.0.1 broke off before the answer was complete",
    "reset": "127.0.0.1 broke off before the answer was complete",
    "no-http": "127.0.0.1 does not speak proper HTTP",
    "endless-headers": "127.0.0.1 sent more than 128 KB of headers",
    "random-bytes": "neither RSS, Atom, JSON Feed nor a sitemap",
    "web-page": "this is a web page, not a feed; try `depesche feeds add` with its address",
}
UNREACHABLE = "127.0.0.1 accepts no connection"
# Traces of machinery that no sentence may have.
MACHINERY = re.compile(r"curl|sqlite|PRAGMA|SELECT|INSERT|simdjson|CLI11|std::|what\(\)|terminate|"
                       r"Sanitizer|runtime error|\.cpp|0x[0-9a-f]{4}|errno|exception", re.I)


def say(note):
    """A part that cannot be tested here; skipping it would hide that the rest was."""
    print(note, file=sys.stderr)


class BadInputCase(WireCase):
    def environment(self, **more):
        return super().environment(**{"DEPESCHE_TIMEOUT_S": str(TIMEOUT_S), **more})

    def sentences(self, done):
        """stderr as sentences, each readable; fails on anything else."""
        lines = done.stderr.rstrip("\n").split("\n") if done.stderr else []
        for line in lines:
            self.assertRegex(line, r"^depesche: \S", done.stderr)
            self.assertNotRegex(line, MACHINERY)
            self.assertLess(len(line), 300, line)
        said = [line[len("depesche: "):] for line in lines]
        return [line for line in said if not line.startswith("no contact is set")]

    def refusal(self, code, *arguments, **environment):
        """The one sentence with which a command ends."""
        done = self.run_program(*arguments, check=False, **environment)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        sentences = self.sentences(done)
        self.assertEqual(len(sentences), 1, sentences)
        return sentences[0]

    def measured(self, *arguments):
        """(exit code, stdout, stderr, the most bytes the program ever held)"""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=out, stderr=err,
                                       env=self.environment(ASAN_OPTIONS=SANITIZER))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            return process.returncode, out.read(), err.read(), usage.ru_maxrss << 10

    def subscribe(self, *addresses):
        listing = self.folder / "feeds.opml"
        rows = "".join(f'<outline type="rss" xmlUrl="{address}"/>' for address in addresses)
        listing.write_text(f'<opml version="2.0"><body>{rows}</body></opml>')
        self.run_program("feeds", "import", listing)

    def sound_articles(self, count=3, start=0):
        lines = [f'{{"url": "http://signal.example/{n}", "title": "Lock {n} is closed", '
                 f'"text": "The harbour board has closed lock {n} of the northern canal."}}\n'
                 for n in range(start, start + count)]
        path = self.folder / f"articles-{start}.jsonl"
        path.write_text("".join(lines))
        return path

    def assert_sound(self):
        self.assertIn("sound", self.run_program("check").stdout)


class BadOutlets(BadInputCase):
    def setUp(self):
        super().setUp()
        self.outlet = FaultyOutlet()
        self.outlet.start()
        self.addCleanup(self.outlet.stop)

    def listed(self):
        """What `feeds list` says of each feed, by address."""
        lines = self.run_program("feeds", "list").stdout.rstrip("\n").split("\n")
        begins = [n for n, line in enumerate(lines) if not line.startswith(" ")]
        return {lines[n + 1].strip(): lines[n + 2].strip() for n in begins}

    def test_every_fault_of_a_feed_has_its_sentence_and_costs_the_good_feed_nothing(self):
        self.assertEqual(FEED_SENTENCES.keys(), FEED_FAULTS.keys())
        closed_port = self.outlet.closed_port()
        expected = {self.outlet.feed(fault): sentence
                    for fault, sentence in FEED_SENTENCES.items()}
        expected[f"http://127.0.0.1:{closed_port}/feed"] = UNREACHABLE
        good = self.outlet.address("/sound.xml")
        self.subscribe(*expected, good)
        code, out, err, memory = self.measured("fetch", "--quiet")
        self.assertEqual(code, 0, err)
        said = dict(line[len("depesche: "):].split(": ", 1) for line in err.rstrip().split("\n"))
        self.assertEqual(said, expected)
        self.assertIsNone(MACHINERY.search(err), err)
        self.assertIn(f"{len(expected)} failed", out)
        self.assertLess(memory, MOST_MEMORY)
        self.assertEqual({a["title"] for a in self.exported()}, {"Page one", "Page two"})
        words = self.listed()
        for address, sentence in expected.items():
            gone = address.endswith("/410")
            self.assertIn("ended by the outlet (410), not asked any more" if gone else sentence,
                          words[address])
        self.assertTrue(words[good].startswith("well, last read"), words[good])
        self.assert_sound()

    def test_fetch_fails_only_when_every_feed_failed_or_when_it_is_strict(self):
        bad, good = self.outlet.feed("500"), self.outlet.address("/sound.xml")
        self.subscribe(bad, good)
        self.assertEqual(self.run_program("fetch", "--quiet", check=False).returncode, 0)
        self.assertEqual(self.run_program("fetch", "--strict", bad, good, check=False).returncode,
                         1)
        self.assertEqual(self.run_program("fetch", bad, check=False).returncode, 1)
        self.assertEqual(self.run_program("fetch", good, check=False).returncode, 0)

    def test_what_an_outlet_or_the_owner_asked_for_holds_also_without_due(self):
        def outlet(answer):
            one = FaultyOutlet()  # each a host of its own
            one.more["/feed.xml"] = lambda request, _: answer(one, request)
            one.start()
            self.addCleanup(one.stop)
            return one

        def with_ttl(one, request):
            request.answer(one.sound_feed().replace("<item>", "<ttl>60</ttl><item>", 1).encode())

        outlets = {
            "ttl": outlet(with_ttl),
            "named": outlet(lambda _, request: request.answer(
                b"", code=503, headers={"Retry-After": "7200"})),
            "over": outlet(lambda _, request: request.answer(b"", code=503)),
            "seldom": outlet(lambda one, request: request.answer(one.sound_feed().encode())),
        }
        address = {name: one.address("/feed.xml") for name, one in outlets.items()}
        self.subscribe(*address.values())
        asked = lambda: {name: one.log.count("/feed.xml") for name, one in outlets.items()}
        self.run_program("fetch", "--quiet", check=False)
        once = {"ttl": 1, "named": 1, "over": 1, "seldom": 1}
        self.assertEqual(asked(), once)
        self.run_program("feeds", "set", address["seldom"], "--every", "2h")
        said = self.run_program("fetch").stdout
        self.assertEqual(asked(), once, said)
        for words in ("1 feed not asked yet: the feed asks for it (ttl)",
                      "1 feed not asked yet: its server asks for it (Retry-After)",
                      "1 feed not asked yet: its server was overloaded or failed",
                      "1 feed not asked yet: it is set to be polled less often (feeds set --every)"):
            self.assertIn(words, said)
        # Who names a feed knows better than a wish, but not than a server that named a time.
        said = self.run_program("fetch", *address.values(), check=False).stdout
        self.assertEqual(asked(), {"ttl": 2, "named": 1, "over": 2, "seldom": 2}, said)
        self.assertIn(f"{address['named']}, its server asks for it (Retry-After)", said)

    def test_a_feed_that_is_gone_is_not_asked_again(self):
        self.subscribe(self.outlet.feed("410"))
        self.run_program("fetch", "--quiet", check=False)
        self.run_program("fetch", "--quiet", check=False)
        self.assertEqual(self.outlet.log, ["/feed/410"])

    def test_a_muted_feed_is_asked_only_by_name(self):
        self.subscribe(self.outlet.address("/sound.xml"))
        self.run_program("feeds", "set", "1", "--mute")
        said = self.run_program("fetch").stdout
        self.assertEqual(said, "no feed is asked: all are muted or have ended\n")
        self.assertEqual(self.run_program("fetch", "--due").stdout, "no feed is due\n")
        self.assertEqual(self.outlet.log, [])
        self.run_program("fetch", "--quiet", "1")
        self.assertEqual(self.outlet.log.count("/sound.xml"), 1)

    def test_a_page_that_cannot_be_read_becomes_an_article_in_the_feeds_words(self):
        self.subscribe(self.outlet.good_feed)
        code, out, err, memory = self.measured("fetch", "--quiet")
        self.assertEqual((code, err), (0, ""), out)
        self.assertLess(memory, MOST_MEMORY)
        by_title = {a["title"]: a for a in self.exported()}
        for fault in FAULTS:
            article = by_title[f"Headline of {fault}"]
            self.assertEqual(article["origin"], "feed", fault)
            self.assertEqual(article["standfirst"], f"What the feed says of {fault}.")
        self.assertEqual(by_title["Headline of closed"]["origin"], "feed")
        self.assertNotIn("/closed/page", self.outlet.log)
        for title in ("Page one", "Page two"):
            self.assertEqual(by_title[title]["origin"], "page")
            self.assertIn("four million", by_title[title]["text"])
        self.assertEqual(len(by_title), len(FAULTS) + 3)
        self.assert_sound()

    def test_a_page_with_an_endless_tail_is_read_up_to_its_limit(self):
        def long_tail(request, _):
            request.begin(200, {"Content-Type": "text/html", "Connection": "close"})
            request.wfile.write(page_text("A long tail").encode() + b"<script>")
            request.pour(faulty_outlet.HUGE)

        link = self.outlet.address("/long-tail")
        self.outlet.more["/long-tail"] = long_tail
        self.outlet.more["/one.xml"] = lambda request, _: request.answer(
            feed_text("Signal", "/", [("A long tail", link, "In short.")]).encode())
        self.subscribe(self.outlet.address("/one.xml"))
        code, _, err, memory = self.measured("fetch", "--quiet")
        self.assertEqual((code, err), (0, ""))
        self.assertLess(memory, MOST_MEMORY)
        (article,) = self.exported()
        self.assertEqual((article["title"], article["origin"]), ("A long tail", "page"))
        self.assertNotIn("word", article["text"])

    def test_a_feed_cut_in_the_middle_gives_what_was_whole_and_says_that_it_was_cut(self):
        whole = self.outlet.sound_feed().encode()
        cut = whole[:whole.index(b"two") + 5]
        self.outlet.more["/cut.xml"] = lambda request, _: request.answer(cut)
        address = self.outlet.address("/cut.xml")
        self.subscribe(address)
        self.run_program("fetch", "--quiet")
        self.assertIn("Page one", {a["title"] for a in self.exported()})
        self.assertRegex(self.listed()[address], r"^well, .*oddities: ")
        self.assert_sound()

    def test_wrong_labels_of_encodings_cost_no_umlaut(self):
        headline = "Größere Überläufe für Münster"
        cases = {  # name: (bytes, Content-Type)
            "utf8-as-latin1": (lambda text: text("iso-8859-1").encode(), "iso-8859-1"),
            "utf8-as-unknown": (lambda text: text("x-klingon").encode(), "x-klingon"),
            "utf8-as-utf16": (lambda text: text("utf-16").encode(), "utf-16"),
            "latin1-as-utf8": (lambda text: text("utf-8").encode("cp1252"), "utf-8"),
            "latin1-unlabelled": (lambda text: text("").encode("cp1252"), ""),
        }
        for name, (encode, label) in cases.items():
            with self.subTest(name):
                super().setUp()  # a folder of its own
                charset = f"; charset={label}" if label else ""
                page = encode(lambda c: page_text(headline, c))
                link = self.outlet.address(f"/page-{name}")
                feed = encode(lambda c: feed_text("Der Schleusenbote", link,
                                                  [(headline, link, headline)], c or "utf-8"))
                self.outlet.more[f"/feed-{name}"] = lambda request, _: request.answer(
                    feed, content_type="application/rss+xml" + charset)
                self.outlet.more[f"/page-{name}"] = lambda request, _: request.answer(
                    page, content_type="text/html" + charset)
                self.subscribe(self.outlet.address(f"/feed-{name}"))
                self.run_program("fetch", "--quiet")
                (article,) = self.exported()
                self.assertEqual((article["title"], article["origin"]), (headline, "page"))

    def test_subscribing_to_what_is_no_feed_says_so_and_subscribes_to_nothing(self):
        for fault, sentence in FEED_SENTENCES.items():
            if fault == "web-page":
                sentence = "this is a web page that names no feed"
            elif fault == "random-bytes":
                sentence = "feed"
            with self.subTest(fault):
                address = self.outlet.feed(fault)
                said = self.refusal(1, "feeds", "add", address)
                self.assertTrue(said.startswith(address + ": "), said)
                self.assertIn(sentence, said)
        address = self.outlet.feed("404")
        self.assertIn("(404)", self.refusal(1, "feeds", "check", address))
        self.assertEqual(self.run_program("feeds", "list").stdout, "")

    def test_private_addresses_are_asked_only_where_that_is_allowed(self):
        said = self.refusal(1, "feeds", "add", self.outlet.address("/sound.xml"),
                            DEPESCHE_ALLOW_PRIVATE="false")
        self.assertIn("loopback address; only public addresses are fetched", said)
        self.assertEqual(self.outlet.log, [])

    def test_what_an_outlet_writes_cannot_steer_the_terminal(self):
        self.outlet.more["/evil"] = lambda request, _: request.answer(
            b"", code=302, headers={"Location": "x\x1b]0;evil\x07:y"})
        done = self.run_program("feeds", "add", self.outlet.address("/evil"), check=False)
        self.assertNotIn("\x1b", done.stderr)
        self.sentences(done)


class BadStores(BadInputCase):
    def store(self):
        """A data folder with a store in it; the path of the file."""
        self.run_program("import", "--quiet", self.sound_articles(20))
        return self.folder / "data" / "depesche.db"

    COMMANDS = (["feeds", "list"], ["search", "lock"], ["stories"], ["show", "1"], ["export"],
                ["check"], ["fetch"], ["gc", "--days", "1"])

    def test_a_folder_without_a_store_says_how_to_begin(self):
        for command in self.COMMANDS:
            with self.subTest(command):
                self.assertIn("there is no store in", self.refusal(3, *command))
        self.assertFalse((self.folder / "data").exists())

    def test_a_data_folder_that_is_a_file_or_lies_below_one(self):
        plain = self.folder / "plain"
        plain.write_text("a letter")
        for data in (plain, plain / "below", pathlib.Path("/proc/nowhere")):
            for command in (["import", self.sound_articles()],
                            ["feeds", "add", "http://127.0.0.1:1/"],
                            ["serve", "--listen", "127.0.0.1:0"]):
                with self.subTest(data=data, command=command):
                    said = self.refusal(3, *command, DEPESCHE_DATA=str(data))
                    self.assertIn(str(data), said)
        self.assertEqual(plain.read_text(), "a letter")

    def test_a_data_folder_that_may_not_be_written(self):
        # Root may write everywhere, unless it has given that up.
        humbly = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
        if humbly and not shutil.which("setpriv"):
            return say("not tested: root may write everywhere, and there is no setpriv")
        store = self.store()
        for path in (store, store.parent):
            path.chmod(0o555)
            self.addCleanup(path.chmod, 0o755)
        for command in (["import", self.sound_articles(start=100)], ["check"]):
            done = subprocess.run([*humbly, PROGRAM, *map(str, command)], env=self.environment(),
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 3, done.stderr)
            (said,) = self.sentences(done)
            self.assertIn(f"{store} cannot be opened or written", said)

    def test_a_store_of_a_newer_schema_is_left_alone(self):
        store = self.store()
        with sqlite3.connect(store) as db:
            db.execute("PRAGMA user_version = 900")
        db.close()
        before = store.read_bytes()
        for command in (*self.COMMANDS, ["import", self.sound_articles()],
                        ["serve", "--listen", "127.0.0.1:0"]):
            with self.subTest(command):
                said = self.refusal(3, *command)
                self.assertIn("newer depesche (schema 900", said)
                self.assertIn("update the program", said)
        self.assertEqual(store.read_bytes(), before)

    def test_a_truncated_store(self):
        store = self.store()
        whole = store.read_bytes()
        for size in (0, 10, 100, 1000, 4096, len(whole) // 2):
            store.write_bytes(whole[:size])
            for command in self.COMMANDS if size == 4096 else (["check"], ["search", "lock"]):
                with self.subTest(size=size, command=command):
                    said = self.refusal(3, *command)
                    self.assertIn(str(store), said)
                    self.assertIn("depesche restore", said)

    def test_a_store_with_flipped_bytes_is_found_out_by_check(self):
        store = self.store()
        whole = store.read_bytes()
        found = 0
        for begin in range(0, len(whole), max(4096, len(whole) // 10)):
            with self.subTest(begin=begin):
                bytes_ = bytearray(whole)
                bytes_[begin:begin + 4096] = bytes(b ^ 0x5a for b in bytes_[begin:begin + 4096])
                store.write_bytes(bytes_)
                done = self.run_program("check", check=False)
                self.assertIn(done.returncode, (0, 3), done.stderr)
                found += done.returncode == 3
                for sentence in self.sentences(done):
                    self.assertIn("depesche restore", sentence)
                # Nobody falls over it either.
                done = self.run_program("search", "lock", check=False)
                self.assertIn(done.returncode, (0, 3), done.stderr)
        self.assertGreater(found, 3)

    def test_a_store_that_was_never_made_is_begun_anew(self):
        store = self.folder / "data" / "depesche.db"
        store.parent.mkdir()
        store.touch()  # all that a power cut may leave of one
        said = self.refusal(3, "feeds", "list")
        self.assertIn("feeds add", said)
        self.run_program("import", "--quiet", self.sound_articles(20))
        self.assert_sound()

    def test_a_file_that_is_no_store(self):
        store = self.folder / "data" / "depesche.db"
        store.parent.mkdir()
        store.write_text("Dear diary, " * 1000)
        self.assertIn("damaged", self.refusal(3, "search", "lock"))
        store.unlink()
        with sqlite3.connect(store) as db:
            db.execute("CREATE TABLE diary(page TEXT)")
        db.close()
        self.assertIn("not a depesche store", self.refusal(3, "search", "lock"))

    def test_what_cannot_be_restored_leaves_the_store_as_it_was(self):
        store = self.store()
        wrong = {"nothing": None, "letter": b"Dear diary, " * 1000, "empty": b"",
                 "cut": store.read_bytes()[:8192]}
        for name, content in wrong.items():
            with self.subTest(name):
                path = self.folder / name
                if content is not None:
                    path.write_bytes(content)
                self.assertIn(str(path), self.refusal(1, "restore", path))
        self.assertIn("folder", self.refusal(1, "restore", self.folder))
        self.assertEqual(len(self.exported()), 20)
        self.assert_sound()

    def test_a_backup_never_overwrites_and_needs_a_folder_to_go_to(self):
        self.store()
        kept = self.folder / "kept"
        kept.write_text("a letter")
        self.assertIn("exists already", self.refusal(2, "backup", kept))
        self.assertEqual(kept.read_text(), "a letter")
        target = self.folder / "no such folder" / "backup"
        self.assertIn("no such folder", self.refusal(3, "backup", target))


class Neighbours(BadInputCase):
    """Two processes on one folder, two servers on one port."""

    def test_a_second_server_on_the_folder_names_the_first(self):
        server = Server(self)
        said = self.refusal(4, "serve", "--listen", "127.0.0.1:0")
        self.assertIn(f"(process {server.process.pid})", said)
        self.assertIn(str(self.folder / "data"), said)
        self.assertEqual(server.status("/"), 200)
        server.stop()
        Server(self).stop()  # the lock went with the process

    def test_a_restore_under_a_running_server_is_refused(self):
        server = Server(self)
        backup = self.folder / "backup"
        self.run_program("backup", backup)
        self.assertIn(f"(process {server.process.pid})", self.refusal(4, "restore", backup))
        server.stop()

    def test_a_port_in_use_says_what_to_do(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            said = self.refusal(4, "serve", "--listen", address)
            self.assertIn(address, said)
            self.assertIn("--listen", said)

    def test_an_address_that_is_not_ours_or_none(self):
        self.assertIn("192.0.2.1", self.refusal(4, "serve", "--listen", "192.0.2.1:8420",
                                                "--public"))
        for wrong in ("nonsense", "127.0.0.1:99999", "127.0.0.1:http", ":::"):
            self.assertIn(wrong, self.refusal(2, "serve", "--listen", wrong))

    def test_the_running_server_takes_over_what_others_bring(self):
        server = Server(self)
        done = self.run_program("import", self.sound_articles(5))
        self.assertIn("the running server takes over", "\n".join(self.sentences(done)))
        self.assertEqual(len(self.exported()), 5)  # it waited
        outlet = FaultyOutlet()
        outlet.start()
        self.addCleanup(outlet.stop)
        # Known, but not due, so that the server leaves it to us.
        outlet.more["/later.xml"] = faulty_outlet.status(503)
        self.subscribe(outlet.address("/later.xml"))
        self.assertTrue(wait_for(lambda: "/later.xml" in outlet.log, 20))
        outlet.more["/later.xml"] = lambda request, _: request.answer(outlet.sound_feed().encode())
        self.run_program("fetch", "--quiet", outlet.address("/later.xml"))
        self.assertEqual(len(self.exported()), 7)
        # Polls that bring nothing to hand over do not hide that a server runs here.
        outlet.more["/later.xml"] = faulty_outlet.status(503)
        said = "\n".join(self.sentences(
            self.run_program("fetch", outlet.address("/later.xml"), check=False)))
        self.assertIn("(503)", said)
        self.assertIn(f"(process {server.process.pid}) is running", said)
        self.run_program("import", "--no-wait", self.sound_articles(5, start=50))
        self.assertTrue(wait_for(lambda: len(self.exported()) == 12, 20))
        server.stop()
        self.assert_sound()

    def test_no_wait_does_not_wait(self):
        server = Server(self)
        os.kill(server.process.pid, signal.SIGSTOP)  # it holds the lock and does nothing
        try:
            started = time.monotonic()
            done = self.run_program("import", "--no-wait", self.sound_articles(5), timeout=20)
            self.assertLess(time.monotonic() - started, 10)
            self.assertIn("5 articles taken in", done.stdout)
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
        self.assertTrue(wait_for(lambda: len(self.exported()) == 5, 20))
        server.stop()


class FullDisk(BadInputCase):
    MEGABYTES = 6

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "data"
        self.disk.mkdir()
        self.is_small = False
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.MEGABYTES}m", "tmpfs",
                                  self.disk], capture_output=True)
        if mounted.returncode != 0:
            return say("not tested: a small disk cannot be mounted here")
        self.is_small = True
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=False)

    def fill(self):
        ballast = self.disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        return ballast

    def test_a_full_disk_is_said_loses_nothing_and_heals(self):
        if not self.is_small:
            return
        self.run_program("import", "--quiet", self.sound_articles(20))
        ballast = self.fill()
        more = self.sound_articles(2000, start=100)
        done = self.run_program("import", "--quiet", more, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertTrue(any("the disk is full" in s for s in self.sentences(done)), done.stderr)
        ballast.unlink()
        self.assertGreaterEqual(len(self.exported()), 20)
        self.assert_sound()
        self.run_program("import", "--quiet", self.sound_articles(50, start=100))
        self.assertGreaterEqual(len(self.exported()), 70)
        self.assert_sound()

    def test_the_list_of_feeds_names_a_full_disk(self):
        if not self.is_small:
            return
        self.subscribe("http://127.0.0.1:1/feed")
        self.assertNotIn("the disk is full", self.run_program("feeds", "list").stdout)
        # As beside a running server: the store's log is there already.
        beside = sqlite3.connect(self.disk / "depesche.db")
        self.addCleanup(beside.close)
        beside.execute("SELECT count(*) FROM feed").fetchall()
        ballast = self.fill()
        self.assertTrue(self.run_program("feeds", "list").stdout.startswith(
            "depesche pauses: the disk is full."))
        done = self.run_program("feeds", "list", "--json")
        self.assertIn("the disk is full", done.stderr)
        (row,) = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertNotIn("why", row, "it was never asked")
        ballast.unlink()
        self.assertNotIn("the disk is full", self.run_program("feeds", "list").stdout)

    def test_a_backup_that_does_not_fit_leaves_no_piece_behind(self):
        if not self.is_small:
            return
        self.run_program("import", "--quiet", self.sound_articles(20))
        self.fill()
        self.assertIn("the disk is full", self.refusal(3, "backup", self.disk / "copy"))
        self.assertEqual(list(self.disk.glob("copy*")), [])


if __name__ == "__main__":
    unittest.main()
