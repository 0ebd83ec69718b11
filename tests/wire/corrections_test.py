"""Editors correct stories: from the shell alone, beside a server, and through kills."""
import json
import random
import re
import subprocess
import time
import unittest
import urllib.parse
import urllib.request

from command_line_test import articles, lines_of
from wire_case import PROGRAM, Server, WireCase, wait_for

# Events are numbered from 1 by their first article: 1 2 | 3 4 | 5 6 | 7 8.
SAID = (("merge", 1, 3), ("split", 1, 4), ("link", 1, 8), ("unlink", 5, 6), ("undo", 1),
        ("merge", 5, 7), ("unlink", 1, 2), ("link", 2, 6))


class Corrections(WireCase):
    def setUp(self):
        super().setUp()
        self.stream = self.folder / "stream.jsonl"
        self.stream.write_text(lines_of(articles()), encoding="utf-8")

    def correct(self, *words, **more):
        return json.loads(self.run_program("story", *words, "--json", **more).stdout)

    def said(self, **more):
        lines = self.run_program("story", "corrections", "--json", **more).stdout
        return [json.loads(line) for line in lines.splitlines()][::-1]

    def stories(self, **more):
        """Story of every article, and what was said with its outcome."""
        out = {}
        for number in range(1, 9):
            page = self.run_program("show", number, **more).stdout
            out[number] = page.rsplit("\nstory ", 1)[1].split(":")[0]
        return out, [{k: v for k, v in one.items() if k != "said_at"} for one in self.said(**more)]

    def test_what_is_said_holds_and_can_be_taken_back(self):
        self.run_program("import", self.stream)
        merged = self.correct("merge", "http://paper1.example/1", 3, "--note", "one storm")
        self.assertEqual((merged["moved"], merged["story"]), (2, "1"))
        self.assertEqual(self.stories()[0][4], "1")
        again = self.run_program("story", "merge", 1, 3, check=False)
        self.assertEqual((again.returncode, again.stdout), (1, ""))
        self.assertIn("one story already", again.stderr)
        pairs = [json.loads(line) for line in self.run_program("story", "pairs").stdout.splitlines()]
        self.assertTrue(pairs)
        self.assertTrue(all(pair["same"] for pair in pairs))
        told = {row["url"]: row for row in map(json.loads, self.run_program("export").stdout.splitlines())}
        for side in (pair[name] for pair in pairs for name in ("a", "b")):
            for field in ("title", "language", "outlet", "first_seen_at", "text"):
                self.assertEqual(side[field], told[side["url"]][field], field)
        self.correct("undo", merged["correction"])
        self.assertEqual(self.stories()[0][4], "3")
        self.assertEqual(self.run_program("story", "pairs").stdout, "")
        first, second = self.said()
        self.assertEqual((first["note"], first["undone_by"]), ("one storm", second["id"]))

    def test_a_running_server_obeys_and_shows_it(self):
        self.run_program("import", self.stream)
        server = Server(self)
        merged = self.correct("merge", 1, 3)
        self.assertEqual(merged["moved"], 2)
        self.assertTrue(wait_for(lambda: "Karlsgrund" in server.get("/s/1")))
        server.stop()
        self.assertEqual(self.stories()[0][4], "1")

    def test_the_pages_forms_do_the_same_without_a_script(self):
        self.run_program("import", self.stream)
        server = Server(self)
        reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

        def send(form, **fields):
            """Opens the story, fills the form in and goes where it leads."""
            page = reader.open(server.address + "/s/1", timeout=20).read().decode()
            token = re.search(r'name="token" value="([^"]+)"', page).group(1)
            body = urllib.parse.urlencode({"token": token, **fields}, doseq=True).encode()
            reply = reader.open(server.address + form, body, timeout=20)
            return reply.url.removeprefix(server.address), reply.read().decode()

        where, page = send("/s/1/merge", other=server.address + "/s/3", note="one storm")
        self.assertEqual(where, "/s/1?said=1")
        self.assertIn("Done: 2 articles moved.", page)
        where, page = send("/s/1/split", article=[3, 4])
        self.assertIn("Done: 2 articles moved.", page)
        self.assertIn('<a href="/s/3">', page)
        where, page = send("/corrections/undo", correction=2)
        self.assertEqual(where, "/corrections?said=3")
        self.assertIn("one storm", page)
        listed = json.loads(server.get("/corrections.json"))["items"]
        self.assertEqual([one["_depesche"]["kind"] for one in listed], ["undo", "split", "merge"])
        server.stop()
        self.assertEqual(self.stories()[0][4], "1")

    def test_kills_lose_nothing_that_was_said(self):
        undisturbed = {"DEPESCHE_DATA": str(self.folder / "undisturbed")}
        self.run_program("import", self.stream, **undisturbed)
        for words in SAID:
            self.correct(*words, **undisturbed)
        self.run_program("import", self.stream)
        luck = random.Random(8)
        for number, words in enumerate(SAID, start=1):
            server = Server(self)
            speaker = subprocess.Popen([PROGRAM, "story", *map(str, words)],
                                       env=self.environment(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(luck.random() * 0.3)  # before it is said, while it waits, or after
            server.kill()
            speaker.kill()
            speaker.wait()
            if len(self.said()) < number:
                self.correct(*words)
        server = Server(self)
        wait_for(lambda: not any(one["waiting"] for one in self.said()))  # the last one too
        server.stop()
        wanted, found = self.stories(**undisturbed), self.stories()
        self.assertEqual(found, wanted)
        self.assertIn("sound", self.run_program("check").stdout)


if __name__ == "__main__":
    unittest.main()
