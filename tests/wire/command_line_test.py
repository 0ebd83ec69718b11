"""The command line as people and scripts use it: options, exit codes, order, round trips."""
import base64
import gzip
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import unittest

from faulty_outlet import page_text
from wire_case import PROGRAM, WireCase

COMMANDS = ("serve", "fetch", "feeds", "feeds add", "feeds list", "feeds remove", "feeds import",
            "feeds export", "feeds follow", "feeds unfollow", "feeds check",
            "outlets", "outlets list", "outlets set", "extract", "feed", "cluster", "language", "import",
            "export", "search", "similar", "stories", "show", "story", "story merge", "story split",
            "story link", "story unlink", "story undo", "story corrections", "story pairs", "backup", "restore", "check", "gc", "takedown",
            "config", "config check", "config dump", "healthcheck", "version")

# Two reports of each event, in words of their own.
EVENTS = (
    (("Storm tears the roof off the market hall in Westermole",
      "A storm tore the roof off the market hall in Westermole on Monday night. Forty stalls were "
      "flooded, and traders will move to the old tram depot, the town council said."),
     ("Market hall in Westermole loses its roof in the storm",
      "Forty stalls stood under water after the storm tore away the roof of the market hall in "
      "Westermole. The council offers traders the old tram depot until repairs end.")),
    (("Night ferry from Karlsgrund to the outer islands opens in June",
      "From the first of June a night ferry links Karlsgrund with the outer islands. The crossing "
      "takes four hours, the shipping line said, and bicycles travel free."),
     ("Karlsgrund gets a night ferry",
      "The shipping line will run a night ferry between Karlsgrund and the outer islands from June. "
      "Bicycles are free on the four hour crossing.")),
    (("Observatory at Upper Tarn finds a comet with two tails",
      "Astronomers at the Upper Tarn observatory have photographed a comet with two tails. It will "
      "be visible through binoculars near Orion in February."),
     ("Two-tailed comet photographed from Upper Tarn",
      "A comet with two tails has been seen by astronomers of the observatory at Upper Tarn. "
      "Binoculars are enough to find it near Orion in February.")),
    (("Sandhaven chess club wins the league after nineteen years",
      "With a draw in the last round the chess club of Sandhaven won the northern league, its first "
      "title in nineteen years. Three juniors played on the top boards."),
     ("Chess: Sandhaven champions of the northern league",
      "Nineteen years after its last title the Sandhaven chess club has won the northern league. "
      "A draw on the top boards, held by three juniors, was enough.")),
)


def articles():
    """A small stream: an event a day, told by two papers."""
    out = []
    for day, reports in enumerate(EVENTS, start=1):
        for paper, (title, text) in enumerate(reports):
            out.append({"id": f"{day}-{paper}", "url": f"http://paper{paper}.example/{day}",
                        "outlet": f"Paper {paper}", "language": "en", "title": title, "text": text,
                        "first_seen_at": f"2030-01-0{day}T1{paper}:00:00Z"})
    return out


def lines_of(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class CommandLine(WireCase):
    def piped(self, text, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=self.environment(), input=text,
                              capture_output=True, text=True, timeout=120)
        return done

    def written(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def refusal(self, code, *arguments, **environment):
        """The only line on stderr; exit code as promised, nothing on stdout."""
        done = self.run_program(*arguments, check=False, **environment)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertEqual(done.stdout, "")
        (line,) = done.stderr.rstrip("\n").split("\n")
        self.assertTrue(line.startswith("depesche: "), line)
        return line


def warc_record(kind, number, block):
    return (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}-{number}>\r\n"
            f"WARC-Target-URI: https://paper.example/{number}\r\nWARC-Date: 2026-01-0{number}T10:00:00Z\r\n"
            f"Content-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


class Warc(CommandLine):
    """What crawlers keep, as pages and as articles."""

    def setUp(self):
        super().setUp()
        pages = [page_text(f"Lock {n} is closed").encode() for n in range(1, 5)]
        html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        records = [
            warc_record("warcinfo", 1, b"software: x"),
            warc_record("request", 1, b"GET / HTTP/1.1\r\n\r\n"),
            warc_record("response", 1, html + b"\r\n" + pages[0]),
            warc_record("response", 2, html + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip"
                        b"\r\n\r\n" + chunked(gzip.compress(pages[1]))),
            warc_record("response", 3, html.replace(b"200 OK", b"404 No") + b"\r\n" + pages[2]),
            warc_record("response", 4, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
            warc_record("response", 5, html + b"\r\n" + pages[3]),
        ]
        self.plain = self.folder / "crawl.warc"
        self.plain.write_bytes(b"".join(records))
        self.packed = self.folder / "crawl.warc.gz"
        self.packed.write_bytes(b"".join(gzip.compress(record) for record in records))

    def test_pages_come_out_in_order_under_the_ids_of_their_records(self):
        outs = [self.run_program("extract", *jobs, path).stdout
                for path in (self.plain, self.packed) for jobs in ((), ("--jobs", "3"))]
        self.assertEqual(len(set(outs)), 1)
        lines = [json.loads(line) for line in outs[0].splitlines()]
        self.assertEqual([(line["id"], line["title"]) for line in lines],
                         [("urn:uuid:response-1", "Lock 1 is closed"),
                          ("urn:uuid:response-2", "Lock 2 is closed"),
                          ("urn:uuid:response-5", "Lock 4 is closed")])
        with self.packed.open("rb") as crawl:
            piped = subprocess.run([PROGRAM, "extract", "-"], stdin=crawl, capture_output=True, text=True,
                                   env=self.environment())
        self.assertEqual(piped.stdout, outs[0])
        self.assertIn("2 answers that are no web pages left out", piped.stderr)

    def test_a_crawl_is_imported_once_as_old_as_it_is(self):
        self.assertIn("3 articles taken in, 0 were here", self.run_program("import", self.packed).stdout)
        self.assertIn("0 articles taken in, 3 were here", self.run_program("import", self.plain).stdout)
        articles = self.exported()
        self.assertEqual([(a["url"], a["outlet"], a["first_seen_at"][:10]) for a in articles],
                         [(f"https://paper.example/{n}", "paper.example", f"2026-01-0{n}") for n in (1, 2, 5)])

    def test_a_page_that_is_not_what_its_digest_says_is_read_and_told(self):
        block = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                 + page_text("Lock 7 is closed").encode())
        right = b"WARC-Block-Digest: sha1:" + base64.b32encode(hashlib.sha1(block).digest())
        wrong = b"WARC-Block-Digest: sha1:" + base64.b32encode(hashlib.sha1(b"other").digest())
        record = warc_record("response", 7, block)
        revisit = warc_record("revisit", 8, b"HTTP/1.1 200 OK\r\n\r\n")
        kept = self.folder / "kept.warc"
        for digest, is_told in ((right, False), (wrong, True)):
            first, rest = record.split(b"\r\n", 1)
            kept.write_bytes(first + b"\r\n" + digest + b"\r\n" + rest + revisit)
            done = self.run_program("extract", kept)
            self.assertEqual(json.loads(done.stdout)["title"], "Lock 7 is closed")
            self.assertEqual("urn:uuid:response-7: the page is not what its digest says" in done.stderr, is_told)
            self.assertIn("1 revisits passed over", done.stderr)
            said = self.run_program("import", kept).stdout
            self.assertEqual("1 pages are not what their digests say" in said, is_told)
            self.assertIn("1 revisits passed over", said)

    def test_what_an_answers_head_says_of_rights_governs_its_page(self):
        head = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                b"X-Robots-Tag: noindex\r\nX-Robots-Tag: nosnippet\r\nTDM-Reservation: 1\r\n"
                b"Content-Usage: train-ai=n\r\nLink: </rsl.xml>; rel=\"license\"\r\n\r\n")
        kept = self.folder / "kept.warc"
        kept.write_bytes(warc_record("response", 7, head + page_text("Lock 7 is closed").encode()))
        extracted = json.loads(self.run_program("extract", kept).stdout)["rights"]
        self.run_program("import", "--quiet", kept, self.plain)
        (imported,) = [a["rights"] for a in self.exported() if a["url"].endswith("/7")]
        for rights in (extracted, imported):
            self.assertEqual(rights["robots"], "noindex, nosnippet")
            self.assertEqual(rights["tdm"], "1")
            self.assertEqual(rights["aipref"], "train-ai=n")
            self.assertEqual(rights["license"], "https://paper.example/rsl.xml")
            self.assertEqual(rights["seen_at"][:10], "2026-01-07")
        for reader in ("public", "mining"):
            out = self.run_program("export", "--for", reader).stdout
            self.assertNotIn("Lock 7", out, reader)
            self.assertIn("Lock 1", out, reader)

    def test_damage_costs_one_record_and_is_said(self):
        content = self.packed.read_bytes()
        starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
        broken = bytearray(content)
        for at in range(starts[3] + 12, starts[3] + 30):
            broken[at] ^= 0x5A
        self.packed.write_bytes(broken)
        done = self.run_program("extract", self.packed, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("damaged", done.stderr)
        titles = [json.loads(line).get("title") for line in done.stdout.splitlines()]
        self.assertEqual([title for title in titles if title], ["Lock 1 is closed", "Lock 4 is closed"])


class Usage(CommandLine):
    def test_every_command_has_help(self):
        whole = self.run_program("--help").stdout
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_program(*command.split(), "--help")
                self.assertGreater(len(done.stdout.split("\n")), 3)
                self.assertEqual(done.stderr, "")
                self.assertIn(command.split()[0], whole)

    def test_the_version_is_an_option_too(self):
        self.assertEqual(self.run_program("--version").stdout, self.run_program("version").stdout)

    def test_what_is_not_understood_is_named(self):
        cases = {
            (): "a command is missing",
            ("publish",): "'publish'",
            ("--nonsense", "version"): "'--nonsense'",
            ("fetch", "--nonsense"): "'--nonsense'",
            ("version", "extra"): "'extra'",
            ("feeds",): "a command is missing; `depesche feeds --help`",
            ("feeds", "destroy"): "'destroy'",
            ("feeds", "add"): "URL is required",
            ("config", "burn"): "'burn'",
            ("extract",): "PATH is required",
            ("extract", "--jobs", "0", "x.html"): "--jobs",
            ("extract", "--jobs", "many", "x.html"): "--jobs",
            ("extract", "--url"): "--url",
            ("gc", "--days", "-1"): "--days",
            ("export", "--format", "xml"): "xml",
        }
        for arguments, said in cases.items():
            with self.subTest(arguments):
                self.assertIn(said, self.refusal(2, *arguments))

    def test_wrong_words_to_the_archive_are_named(self):
        self.run_program("import", "--quiet", self.written("a.jsonl", lines_of(articles())))
        cases = {
            ("export", "--since", "yesterday"): (2, "--since"),
            ("stories", "--at", "noon"): (2, "--at"),
            ("fetch", "77"): (2, "no feed '77'"),
            ("fetch", ""): (2, "no feed ''"),
            ("fetch", "9" * 40): (2, "no feed '9999"),
            ("feeds", "remove", ""): (1, "no feed ''"),
            ("feeds", "add", "file:///etc/passwd"): (1, "is not a web address"),
            ("feeds", "add", "ht!tp://"): (1, "is not a web address"),
            ("show", "no-such"): (1, "no article or story no-such"),
            ("show", "9" * 40): (1, "no article or story 9999"),
            ("similar", "9999"): (1, "no article 9999"),
        }
        for arguments, (code, said) in cases.items():
            with self.subTest(arguments):
                self.assertIn(said, self.refusal(code, *arguments))

    def test_global_options_before_and_after_the_command(self):
        other = self.folder / "other"
        stream = self.written("a.jsonl", lines_of(articles()[:2]))
        self.run_program("--data", other, "--quiet", "import", stream)
        self.assertFalse((self.folder / "data").exists())
        for arguments in (("--data", other, "export"), ("export", "--data", other),
                          ("export", "--data", other, "--quiet", "--log-level", "warn")):
            self.assertEqual(len(self.run_program(*arguments).stdout.rstrip().split("\n")), 2)
        done = self.run_program("feeds", "list", "--data", other, "--quiet")
        self.assertEqual(done.returncode, 0)
        toml = self.written("depesche.toml", f'data = "{other}"\nworkers = 2\n')
        for arguments in (("--config", toml, "config", "dump"), ("config", "dump", "--config", toml),
                          ("config", "--config", toml, "dump")):
            dump = self.run_program(*arguments).stdout
            self.assertIn("workers = 2", dump)
            self.assertIn(str(self.folder / "data"), dump)  # the environment beats the file

    def test_settings_that_cannot_be_used_name_their_place(self):
        good = self.written("good.toml", "workers = 2\n[not_a_setting]\n")
        files = {
            "foo = 2\n": "there is no setting 'foo'",
            'workers = "many"\n': "workers wants a number from 1 to 256, not 'many'",
            "workers = 0\n": "not '0'",
            "workers = -1\n": "not '-1'",
            "workers = 99999999999999999999\n": "workers wants a number",
            'public = "perhaps"\n': "public wants true or false, not 'perhaps'",
            "\0\1\2": "there is no setting",
            "[server]\nlisten = 1\n": "there is no setting 'server.listen'",
        }
        for text, said in files.items():
            with self.subTest(text):
                path = self.written("bad.toml", text)
                line = self.refusal(2, "--config", path, "config", "check")
                self.assertIn(said, line)
                self.assertIn(str(path), line)
        for path in (self.folder / "none.toml", self.folder):
            self.assertIn(str(path), self.refusal(2, "--config", path, "config", "check"))
        environment = {
            "DEPESCHE_WORKERS": "many", "DEPESCHE_PUBLIC": "perhaps",
            "DEPESCHE_LISTEN": "nonsense", "DEPESCHE_TIME_ZONE": "Mars/Olympus",
            "DEPESCHE_LOG_LEVEL": "loud", "DEPESCHE_BASE_PATH": "news/",
            "DEPESCHE_CA_FILE": "/nowhere/ca.pem",
        }
        for name, value in environment.items():
            with self.subTest(name):
                self.assertIn(value, self.refusal(2, "config", "check", **{name: value}))
        self.run_program("config", "check")
        self.assertTrue(good.exists())


class Extract(CommandLine):
    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        (self.pages / "deep").mkdir(parents=True)
        for n in range(12):
            (self.pages / f"{n:02}.html").write_text(page_text(f"Lock {n} is closed"))
        with gzip.open(self.pages / "deep" / "packed.html.gz", "wt") as file:
            file.write(page_text("Packed up"))
        (self.pages / "deep" / "note.txt").write_text("not a page")

    def rows(self, done):
        return [json.loads(line) for line in done.stdout.rstrip("\n").split("\n") if line]

    def test_a_folder_with_packed_and_plain_pages(self):
        rows = self.rows(self.run_program("extract", self.pages))
        self.assertEqual([row["id"] for row in rows], [f"{n:02}" for n in range(12)] + ["deep/packed"])
        self.assertEqual(rows[-1]["title"], "Packed up")

    def test_the_order_is_the_inputs_whatever_the_jobs(self):
        (self.pages / "05.html").write_text("<p>" * 200_000 + page_text("A slow one"))
        one = self.run_program("extract", self.pages, "--jobs", "1", check=False)
        for jobs in (2, 4, 16):
            many = self.run_program("extract", self.pages, "--jobs", jobs, check=False)
            self.assertEqual((many.returncode, many.stdout), (one.returncode, one.stdout))

    def test_standard_input(self):
        done = self.piped(page_text("Through the pipe"), "extract", "-", "--url",
                          "http://signal.example/pipe")
        (row,) = self.rows(done)
        self.assertEqual((done.returncode, row["title"], row["url"]),
                         (0, "Through the pipe", "http://signal.example/pipe"))

    def test_what_cannot_be_read_is_a_line_in_its_place_and_the_rest_goes_on(self):
        wrong = {
            "empty.html": (b"", "empty"),
            "spaces.html": (b" \n\t\n", "empty"),
            "words.html": (b"hello", "not_an_article"),
            "front.html": (b"<title>Links</title><ul>" +
                           b"<li><a href=/x>Somewhere else to go</a>" * 50, "not_an_article"),
            "film.html": (b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 50, "not_an_article"),
            "letter.html.gz": (b"no gzip at all", "malformed"),
            "cut.html.gz": (gzip.compress(page_text("Cut").encode() * 20)[:60], "malformed"),
            "bomb.html.gz": (gzip.compress(b"w" * (80 << 20)), "too_large"),
            "missing.html": (None, "not_found"),
        }
        paths = [self.pages / "00.html"]
        for name, (content, _) in wrong.items():
            paths.append(self.folder / name)
            if content is not None:
                paths[-1].write_bytes(content)
        paths.append(self.pages / "01.html")
        done = self.run_program("extract", *paths, check=False)
        self.assertEqual(done.returncode, 1)
        rows = self.rows(done)
        self.assertEqual(rows[0]["title"], "Lock 0 is closed")
        self.assertEqual(rows[-1]["title"], "Lock 1 is closed")
        self.assertEqual(len(rows), len(wrong) + 2)
        for (name, (_, code)), row in zip(wrong.items(), rows[1:]):
            with self.subTest(name):
                self.assertEqual(row.keys(), {"id", "error"})
                self.assertEqual(row["id"], name.removesuffix(".gz").removesuffix(".html"))
                self.assertEqual(row["error"].keys(), {"code", "message"})
                self.assertEqual(row["error"]["code"], code)
                self.assertGreater(len(row["error"]["message"]), 8)
        lines = done.stderr.rstrip("\n").split("\n")
        self.assertIn("depesche: bomb: only the first 10 MB of the page were read", lines)
        self.assertEqual(len(lines), len(wrong) + 1)
        quiet = self.run_program("extract", "--quiet", *paths, check=False)
        self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (1, done.stdout, ""))

    def test_what_is_left_out_of_a_large_page_is_said(self):
        said = {
            "long": (page_text("Long") + "<!--" + "x" * 100_000_000,
                     "only the first 10 MB of the page were read"),
            "dense": (page_text("Dense") + "<b>" * 1_000_000,
                      "the page has too many elements; its end was not read"),
            "wide": (page_text("Wide") + "<p " + " ".join(f"a{n}" for n in range(1000)) + ">",
                     "900 attributes beyond what an element or a page may have were not read"),
        }
        for name, (text, sentence) in said.items():
            with self.subTest(name):
                path = self.folder / f"{name}.html"
                path.write_text(text)
                with gzip.open(self.folder / f"{name}.html.gz", "wt", compresslevel=1) as file:
                    file.write(text)
                for given in (path, f"{path}.gz"):
                    done = self.run_program("extract", given)
                    (row,) = self.rows(done)
                    self.assertEqual(row["title"], name.capitalize())
                    self.assertEqual(done.stderr, f"depesche: {name}: {sentence}\n")
                    self.assertEqual(self.run_program("extract", "--quiet", given).stderr, "")

    def test_a_folder_without_pages_and_an_output_that_cannot_be_written(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertIn("no .html", self.refusal(1, "extract", empty))
        nowhere = self.folder / "nowhere" / "out.jsonl"
        self.assertIn(str(nowhere), self.refusal(1, "extract", self.pages, "--output", nowhere))
        if pathlib.Path("/dev/full").exists():
            self.assertIn("disk full", self.refusal(1, "extract", self.pages, "--output", "/dev/full"))
        out = self.folder / "out.jsonl"
        self.run_program("extract", self.pages, "--output", out)
        self.assertEqual(len(out.read_text().rstrip("\n").split("\n")), 13)


class Streams(CommandLine):
    def gathered(self, rows, *options):
        done = self.piped(lines_of(rows), "cluster", *options, "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.rstrip("\n").split("\n")]

    def test_cluster_answers_a_line_for_a_line_in_the_inputs_order(self):
        rows = articles()
        placed = self.gathered(rows)
        self.assertEqual([one["id"] for one in placed], [row["id"] for row in rows])
        self.assertEqual([one["story"] for one in placed],
                         ["1-0", "1-0", "2-0", "2-0", "3-0", "3-0", "4-0", "4-0"])

    def test_cluster_names_the_agency_where_it_explains(self):
        rows = [{"id": "a", "title": "Feuer im Hafen", "authors": ["dpa"], "text": "Im Hafen brennt es."},
                {"id": "b", "title": "Neues Bad", "text": "Das Bad öffnet im Mai."}]
        self.assertEqual([one.get("agency") for one in self.gathered(rows, "--explain")], ["dpa", None])
        self.assertEqual([one.get("agency") for one in self.gathered(rows)], [None, None])

    def test_cluster_explains_by_the_nearest_article_what_both_share_what_is_copied_and_the_time(self):
        body = ("Die Feuerwehr rettete in der Nacht 47 Menschen aus dem Hotel Seeblick in Nordburg. "
                "Der Brand brach gegen zwei Uhr in der Küche aus, sagte Sprecherin Ilse Tarnow. "
                "Verletzt wurde niemand, den Schaden schätzt die Stadt auf drei Millionen Euro. Die Gäste "
                "kamen in einer Turnhalle unter, Nachbarn brachten Decken und heißen Tee. Woran sich das "
                "Fett entzündete, prüfen nun Gutachter; bis dahin bleibt die Uferstraße gesperrt.")
        rows = [{"id": "a", "title": "Hotel Seeblick in Nordburg brennt: 47 Menschen gerettet",
                 "text": body, "first_seen_at": "2026-03-01T06:00:00Z"},
                {"id": "b", "title": "Neues Bad eröffnet im Mai", "text": "Das Bad in Westau öffnet im Mai.",
                 "first_seen_at": "2026-03-01T07:00:00Z"},
                {"id": "c", "title": "Großbrand in Nordburg", "text": "NORDBURG - " + body,
                 "first_seen_at": "2026-03-01T09:30:00Z"},
                {"id": "d", "title": "Nordburg: 47 Gäste aus brennendem Hotel Seeblick gerettet",
                 "text": "Aus dem Hotel Seeblick in Nordburg hat die Feuerwehr 47 Gäste geholt. "
                         "Ilse Tarnow sprach von einem Küchenbrand.",
                 "first_seen_at": "2026-03-01T10:00:00Z"}]
        for row in rows:
            row["language"] = "de"
        first, other, copy, joined = self.gathered(rows, "--explain")
        for founder in (first, other):
            self.assertEqual(founder["reason"]["kind"], "founded")
            self.assertNotIn("nearest", founder["reason"])
            self.assertEqual(founder["because"], "nothing before it tells of the same event")
        reason = copy["reason"]
        self.assertEqual((copy["story"], copy["reprint_of"]), ("a", "a"))
        self.assertEqual((reason["kind"], reason["nearest"], reason["hours_apart"]), ("reprint", "a", 3.5))
        self.assertEqual(reason["copied"]["of"], "a")
        self.assertGreater(reason["copied"]["share"], 900)
        self.assertTrue(body.startswith(reason["copied"]["passage"]))
        self.assertGreater(len(reason["copied"]["passage"]), 100)
        self.assertIn("3 hours earlier", copy["because"])
        self.assertIn("% of the text stands in 'Hotel Seeblick in Nordburg brennt", copy["because"])
        reason = joined["reason"]
        self.assertEqual((joined["story"], joined["reprint_of"], reason["kind"]), ("a", None, "joined"))
        self.assertEqual(reason["hours_apart"], {"a": 4.0, "c": 0.5}[reason["nearest"]])
        self.assertIn("47", reason["numbers"])
        self.assertIn("Hotel Seeblick", reason["names"])
        shared = [word for kind in ("places", "days", "scores", "names", "numbers", "words", "address")
                  for word in reason[kind]]
        self.assertEqual(sorted(shared), sorted(joined["why"][:-1]))
        self.assertEqual(reason["places"], ["Nordburg"])
        self.assertIn("number 47", joined["because"])
        self.assertNotIn("copied", reason)
        plain = self.gathered(rows)
        self.assertEqual(set(plain[2]), {"id", "story", "reprint_of", "similar", "why"})

    def test_cluster_names_words_that_only_the_address_has(self):
        address = "https://{}.example/{}/talbruecke-in-brandau-nach-rissen-im-tragwerk-gesperrt"
        rows = [{"id": "a", "title": "Talbrücke in Brandau nach Rissen im Tragwerk gesperrt",
                 "url": address.format("bote", 1), "text": "Die Talbrücke ist seit dem Morgen gesperrt."},
                {"id": "b", "title": "Was wir wissen", "url": address.format("blatt", 2),
                 "text": "Unsere Reporter sind vor Ort."}]
        for row in rows:
            row.update(language="de", outlet=row["id"], first_seen_at="2026-03-01T06:00:00Z")
        _, joined = self.gathered(rows, "--explain")
        self.assertEqual((joined["story"], joined["reason"]["kind"]), ("a", "joined"))
        self.assertIn("talbrücke", joined["reason"]["address"])
        self.assertIn("talbrücke", joined["why"])
        self.assertIn("; in common: address words ", joined["because"])

    def test_cluster_takes_the_time_of_the_line_before_for_undated_and_earlier_lines(self):
        rows = articles()
        dated = self.gathered(rows)
        # Within a day nothing is lost by saying the time once.
        undated = [{k: v for k, v in row.items() if k != "first_seen_at" or row["id"].endswith("-0")}
                   for row in rows]
        self.assertEqual([one["story"] for one in self.gathered(undated)],
                         [one["story"] for one in dated])
        backward = [dict(row, first_seen_at="1999-01-01T00:00:00Z") if n % 3 else row
                    for n, row in enumerate(rows)]
        self.assertEqual([one["story"] for one in self.gathered(backward)],
                         [one["story"] for one in dated])
        aliases = [{**{k: v for k, v in row.items()
                       if k not in ("first_seen_at", "outlet", "language")},
                    "date": row["first_seen_at"], "publisher": row["outlet"], "lang": "en"}
                   for row in rows]
        self.assertEqual(self.gathered(aliases), dated)

    def test_cluster_never_reads_the_answers(self):
        rows = articles()
        plain = self.gathered(rows, "--explain")
        seeded = random.Random(7)
        for _ in range(3):
            for row in rows:
                for field in ("cluster", "gold", "dup_group", "category", "event", "topic"):
                    row[field] = seeded.choice(["x", "y", None, 3])
            self.assertEqual(self.gathered(rows, "--explain"), plain)

    def test_cluster_and_language_name_the_lines_they_cannot_read(self):
        good = lines_of(articles()[:2])
        done = self.piped("not json\n" + good + "[1, 2]\n\n{\"id\": 7, \"title\"", "cluster", "-")
        self.assertEqual((done.returncode, len(done.stdout.rstrip().split("\n"))), (1, 2))
        self.assertEqual([line.split(":")[1].strip() for line in done.stderr.rstrip().split("\n")],
                         ["line 1", "line 4", "line 6"])
        self.assertNotIn("parsing", done.stderr)
        done = self.piped("a\tThe lock is closed until the autumn.\nno tab\n"
                          "b\tDie Schleuse bleibt bis zum Herbst geschlossen.\n", "language", "-")
        self.assertEqual((done.returncode, done.stdout), (1, "a\ten\nb\tde\n"))
        self.assertIn("line 2 has no tab", done.stderr)

    def test_folders_and_missing_files_are_named_by_every_reader(self):
        for command in ("cluster", "language", "feed", "import"):
            for path, said in ((self.folder / "none", "cannot be opened"),
                               (self.folder, "is a folder, not a file")):
                with self.subTest(command=command, path=path):
                    line = self.refusal(1, command, path)
                    self.assertIn(f"{path} {said}", line)

    def test_a_feed_that_is_none_is_refused_with_a_sentence(self):
        for text, said in (("", "empty"), ("<html><body>hello</body></html>", "web page"),
                           ("hello", "neither RSS, Atom"), ('{"version": 1}', "JSON")):
            with self.subTest(text):
                self.assertIn(said, self.refusal(1, "feed", self.written("feed.xml", text)))

    def test_a_part_of_a_rule_needs_the_rule(self):
        for command in ("add", "check"):
            self.assertIn("requires --rule", self.refusal(2, "feeds", command, "--rule-date", "time", "http://a.example/"))

    def test_a_subscription_is_edited(self):
        self.run_program("feeds", "import", self.written(
            "list.opml", '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>'))
        said = self.run_program("feeds", "set", "1", "--title", "The Harbour", "--folder", "News/Local",
                                "--every", "6h", "--mute").stdout
        self.assertEqual(said, "1  The Harbour; in News/Local; at most every 6 hours; muted\n")
        feed = json.loads(self.run_program("feeds", "list", "--json").stdout)
        self.assertEqual((feed["title"], feed["folder"], feed["asked_every"], feed["muted"]),
                         ("The Harbour", "News/Local", 21600, True))
        opml = self.run_program("feeds", "export").stdout
        for part in ('text="The Harbour"', 'frss:ttl="-21600"', 'text="News"', 'text="Local"'):
            self.assertIn(part, opml)
        back = ["--title", "", "--folder", "", "--every", "usual", "--unmute"]
        self.assertEqual(self.run_program("feeds", "set", "1", *back).stdout, "1  A\n")
        self.assertIn("say 90m, 6h or 2d", self.refusal(2, "feeds", "set", "1", "--every", "now and then"))
        self.assertIn("longer than 300 bytes", self.refusal(2, "feeds", "set", "1", "--title", "x" * 301))
        self.assertIn("--title, --folder", self.refusal(2, "feeds", "set", "1"))
        self.refusal(2, "feeds", "set", "1", "--mute", "--unmute")
        self.refusal(1, "feeds", "set", "2", "--mute")

    def test_a_refused_feed_among_several_costs_no_other(self):
        files = [self.written(f"{title}.json", '{"version": "https://jsonfeed.org/version/1.1", "title": "%s"}' % title)
                 for title in ("one", "two")]
        none = self.written("none.xml", "hello")
        done = self.run_program("feed", files[0], none, files[1], check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([json.loads(line)["title"] for line in done.stdout.splitlines()], ["one", "two"])
        self.assertIn("none.xml: ", done.stderr)


class RoundTrips(CommandLine):
    def test_import_names_each_broken_line_and_takes_the_others(self):
        sound = articles()[:2]
        broken = ["not json", "[]", '{"a": 1}', '{"url": "ftp://x.example/", "title": "t"}',
                  '{"url": "http://a.example/1", "title": 3}', '{"url": "http://a.example/1"}',
                  '{"url": "http://a.example/1", "title": "cut']
        text = lines_of(sound[:1]) + "\n".join(broken) + "\n" + lines_of(sound[1:])
        path = self.written("mixed.jsonl", text)
        done = self.run_program("import", "--quiet", path, check=False)
        self.assertEqual((done.returncode, done.stdout),
                         (1, "2 articles taken in, 0 were here already\n"))
        lines = done.stderr.rstrip("\n").split("\n")
        self.assertEqual(len(lines), len(broken))
        for number, line in enumerate(lines, start=2):
            self.assertTrue(line.startswith(f"depesche: {path}, line {number}: "), line)
            self.assertNotIn("parsing", line)
        done = self.run_program("import", "--quiet", path, check=False)
        self.assertIn("0 articles taken in, 2 were here already", done.stdout)

    def test_a_missing_file_among_others_costs_the_others_nothing(self):
        one = self.written("one.jsonl", lines_of(articles()[:1]))
        done = self.run_program("import", self.folder / "none", one, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(self.exported()), 1)

    def test_export_and_import_into_a_fresh_store_keep_number_and_time(self):
        self.run_program("import", "--quiet", self.written("a.jsonl", lines_of(articles())))
        exported = self.run_program("export").stdout
        other = {"DEPESCHE_DATA": str(self.folder / "other")}
        path = self.written("exported.jsonl", exported)
        self.run_program("import", "--quiet", path, **other)
        again = self.run_program("export", **other).stdout
        self.assertEqual(again, exported)
        rows = [json.loads(line) for line in exported.rstrip("\n").split("\n")]
        self.assertEqual([row["stream_no"] for row in rows], list(range(1, len(rows) + 1)))
        self.assertEqual(self.run_program("stories", "--at", "2030-01-07T00:00:00Z", "--json").stdout,
                         self.run_program("stories", "--at", "2030-01-07T00:00:00Z", "--json",
                                          **other).stdout)
        self.run_program("check", **other)

    def test_subscriptions_go_out_and_come_back(self):
        listing = self.written("feeds.opml", '<opml version="2.0"><body><outline text="Locks">'
                               '<outline type="rss" text="Signal" xmlUrl="http://signal.example/rss"'
                               ' description="All about locks"/></outline></body></opml>')
        self.run_program("feeds", "import", listing)
        written_at = re.compile("<dateCreated>.*</dateModified>")

        def exported(*command, **more):
            return written_at.sub("", self.run_program(*command, **more).stdout)

        out = exported("feeds", "export")
        self.assertIn('description="All about locks"', out)
        self.assertEqual(exported("export", "--format", "opml"), out)
        other = {"DEPESCHE_DATA": str(self.folder / "other")}
        self.run_program("import", self.written("out.opml", out), **other)
        self.assertEqual(exported("feeds", "export", **other), out)
        self.assertIn("not an OPML", self.refusal(1, "feeds", "import", self.written("x.opml", "x")))

    def test_a_backup_brings_everything_back(self):
        self.run_program("import", "--quiet", self.written("a.jsonl", lines_of(articles())))
        before = self.run_program("export").stdout
        backup = self.folder / "backup.db"
        self.run_program("backup", backup)
        self.run_program("import", "--quiet", self.written("b.jsonl", lines_of(
            [{"url": "http://late.example/1", "title": "Too late", "text": "After the backup."}])))
        self.assertNotEqual(self.run_program("export").stdout, before)
        self.run_program("restore", backup)
        self.assertEqual(self.run_program("export").stdout, before)
        self.run_program("check")
        fresh = {"DEPESCHE_DATA": str(self.folder / "fresh" / "below")}
        self.run_program("restore", backup, **fresh)
        self.assertEqual(self.run_program("export", **fresh).stdout, before)
        # And it lives on: what comes next is gathered as ever.
        self.run_program("import", "--quiet", self.folder / "b.jsonl", **fresh)
        self.assertEqual(len(self.run_program("export", **fresh).stdout.rstrip().split("\n")),
                         len(articles()) + 1)

    def test_a_reader_that_goes_away_is_no_disaster(self):
        self.run_program("import", "--quiet", self.written("a.jsonl", lines_of(articles())))
        done = subprocess.run(f'"{PROGRAM}" export | head -c 10', shell=True, text=True,
                              env=self.environment(), capture_output=True, timeout=30)
        self.assertEqual(done.stdout, '{"id":"1",')
        self.assertNotIn("Sanitizer", done.stderr)

    def test_results_that_cannot_be_written_are_not_lost_silently(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        self.run_program("import", "--quiet", self.written("a.jsonl", lines_of(articles())))
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "export"], env=self.environment(), stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
