"""The program against outlets that speak TLS: HTTP/2 and HTTP/1.1, sound, hostile and not whom they say."""
import gzip
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from faulty_outlet import SENTENCES, feed_text, page_text
from tls_outlet import (EXPIRED, NEW, OLD, OTHER_NAME, UNKNOWN_ISSUER, Answer, Authority, TlsOutlet,
                        nghttp2)
from wire_case import PROGRAM, WireCase

LAST_MODIFIED = "Mon, 07 Jan 2030 10:00:00 GMT"


def brotli(text):
    """One block that is stored as it is (RFC 7932, 9.2)."""
    assert len(text) <= 65536
    return (0x0b | (len(text) - 1) << 7 | 1 << 23).to_bytes(3, "little") + text + b"\x03"


def packed(coding, text, **more):
    pack = {"gzip": gzip.compress, "br": brotli}[coding]
    return Answer(body=pack(text.encode()), headers={"Content-Encoding": coding}, **more)


def moved_to(address):
    return lambda _: Answer(301, headers={"Location": address})


class Tls(WireCase):
    @classmethod
    def setUpClass(cls):
        try:
            nghttp2()
        except OSError as error:
            raise unittest.SkipTest(f"there is no HTTP/2 to serve with: {error}")
        if shutil.which("openssl") is None:
            raise unittest.SkipTest("there is no openssl to make certificates with")
        folder = tempfile.TemporaryDirectory(prefix="depesche-authority-")
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(pathlib.Path(folder.name))

    def setUp(self):
        super().setUp()
        self.outlet = TlsOutlet(self.authority)
        self.outlet.start()
        self.addCleanup(self.outlet.stop)

    def environment(self, **more):
        return super().environment(**{"DEPESCHE_CA_FILE": self.authority.file, **more})

    def put_feed(self, path, name, pages, host=NEW, coding="gzip"):
        """A feed that answers by its ETag and Last-Modified, and its pages: path -> Answer of a text."""
        entries = []
        for page, answer in pages.items():
            headline = f"{name} {page.strip('/')}"
            self.outlet.pages[page] = lambda _, it=answer(page_text(headline)): it
            entries.append((headline, self.outlet.address(page, host), "In short."))
        feed = packed(coding, feed_text(f"The {name} Signal", self.outlet.address("/", host), entries))
        feed.headers.update({"ETag": '"7"', "Last-Modified": LAST_MODIFIED,
                             "Content-Type": "application/rss+xml"})

        def answer(asked):
            known = asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")
            return Answer(304, headers={"ETag": '"7"'}) if known == ('"7"', LAST_MODIFIED) else feed

        self.outlet.pages[path] = answer

    def of(self, path):
        return [asked for asked in self.outlet.asked if asked.path == path]

    def test_feeds_and_their_pages_come_by_http2_and_by_http1_in_tls(self):
        address = self.outlet.address
        self.put_feed("/new.xml", "New", {
            "/gzip": lambda text: packed("gzip", text, is_last=True),
            "/br": lambda text: packed("br", text, is_last=True),
            "/with-trailers": lambda text: Answer(body=text.encode(), trailers={"x-sum": "1"},
                                                  early={"link": "</print.css>; rel=preload"})})
        self.put_feed("/old.xml", "Old", {"/old-gzip": lambda text: packed("gzip", text)}, OLD, "br")
        self.put_feed("/moved-here.xml", "Moved", {"/moved": lambda text: packed("br", text)})
        self.put_feed("/away-here.xml", "Away", {})
        self.outlet.pages["/moved.xml"] = moved_to(address("/moved-here.xml"))
        self.outlet.pages["/away.xml"] = moved_to(self.outlet.plain_address("/away-here.xml"))
        with_password = address("/away.xml").replace("://", "://me:hush@")
        self.run_program("feeds", "add", address("/new.xml"), address("/old.xml", OLD),
                         self.outlet.plain_address("/moved.xml"), with_password)
        self.run_program("fetch")
        self.run_program("fetch")
        articles = {article["title"]: article["text"] for article in self.exported()}
        self.assertEqual(set(articles), {"New gzip", "New br", "New with-trailers", "Old old-gzip",
                                         "Moved moved"})
        for headline, text in articles.items():
            self.assertIn(f"{SENTENCES[-1]} {headline}.", text)
        self.assertEqual({(asked.scheme, asked.host, asked.version) for asked in self.outlet.asked},
                         {("https", NEW, "HTTP/2"), ("https", OLD, "HTTP/1.1"),
                          ("http", "plain.localhost", "HTTP/1.1")})
        for path in ("/new.xml", "/old.xml"):
            asked_last = self.of(path)[-1].headers
            self.assertEqual((asked_last.get("if-none-match"), asked_last.get("if-modified-since")),
                             ('"7"', LAST_MODIFIED), f"{path} answered 304")
        for page in ("/gzip", "/br", "/with-trailers", "/old-gzip", "/moved"):
            self.assertEqual(len(self.of(page)), 1, page)
        self.assertIn("authorization", self.of("/away.xml")[0].headers)
        for asked in self.of("/away-here.xml"):
            self.assertEqual((asked.scheme, asked.headers.get("authorization")), ("http", None))
        health = self.run_program("feeds", "list").stdout
        self.assertEqual(health.count("    well, last read"), 4, health)

    def refused(self, *addresses, **environment):
        """What is said of each address, in their order."""
        done = self.run_program("feeds", "add", *addresses, check=False, **environment)
        self.assertEqual(done.returncode, 1, done.stderr)
        said = done.stderr.splitlines()
        self.assertEqual(len(said), len(addresses), done.stderr)
        for line, address in zip(said, addresses):
            self.assertTrue(line.startswith(f"depesche: {address}: "), line)
        return [line.removeprefix(f"depesche: {address}: ") for line, address in zip(said, addresses)]

    def test_who_cannot_prove_its_name_is_not_asked(self):
        news = self.outlet.address("/new.xml")
        refusals = {
            EXPIRED: "its certificate has expired",
            OTHER_NAME: "its certificate is for another name",
            UNKNOWN_ISSUER: "its certificate is of no authority that is believed here",
        }
        said = self.refused(*(self.outlet.address("/new.xml", host) for host in refusals))
        self.assertEqual(said, [f"no secure connection to {host}: {why}" for host, why in refusals.items()])
        self.assertEqual(self.refused(news, DEPESCHE_CA_FILE=""), [
            f"no secure connection to {NEW}: {refusals[UNKNOWN_ISSUER]}"])
        damaged = self.folder / "Damaged.pem"
        damaged.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        self.assertEqual(self.refused(news, DEPESCHE_CA_FILE=str(damaged)), [
            f"no secure connection to {NEW}: the certificates of authorities cannot be read from {damaged}"])
        self.assertEqual(self.outlet.asked, [])

    def test_the_systems_authorities_are_read_out_of_their_folder_where_it_has_them(self):
        in_own_mounts = ("unshare", "--mount", "--map-root-user")
        if subprocess.run([*in_own_mounts, "true"], capture_output=True).returncode != 0:
            self.skipTest("nothing may be mounted here")
        folder = self.folder / "certs"
        folder.mkdir()
        bundle = folder / "ca-certificates.crt"
        hashed = folder / f"{self.authority.name_hash()}.0"
        self.put_feed("/new.xml", "New", {})

        def follow(ca_file=""):
            return subprocess.run(
                [*in_own_mounts, "sh", "-c", 'mount --bind "$0" /etc/ssl/certs && exec "$@"', folder, PROGRAM,
                 "feeds", "add", self.outlet.address("/new.xml")],
                env=self.environment(DEPESCHE_CA_FILE=ca_file), capture_output=True, text=True, timeout=60)

        shutil.copy(self.authority.file, bundle)
        self.assertIn("added ", follow().stdout, "there is the file alone")
        bundle.write_text("not to be read")
        shutil.copy(self.authority.file, hashed)
        self.assertIn("already there", follow().stdout)
        self.assertIn("already there", follow(self.authority.path("nobodys-authority.pem")).stdout)
        hashed.unlink()
        done = follow(self.authority.path("nobodys-authority.pem"))
        self.assertIn("no authority that is believed here", done.stderr)

    def test_limits_hold_and_broken_answers_are_told(self):
        mega = b"<p>" + b"w" * (1 << 20)
        too_large = "sent more than 16 MB"
        broke_off = "broke off before the answer was complete"
        improper = "does not speak proper HTTP"
        new = {
            "/endless": (Answer(body=mega, times=200), too_large),
            "/announced": (Answer(body=mega, headers={"Content-Length": 200 << 20}), too_large),
            "/bomb": (Answer(body=gzip.compress(mega * 20), headers={"Content-Encoding": "gzip"}), too_large),
            "/reset": (Answer(resets="at once"), broke_off),
            "/half": (Answer(body=b"<rss>", resets="after the body"), broke_off),
            "/hung-up": (Answer(resets="all"), broke_off),
            "/short": (Answer(body=b"<rss>", headers={"Content-Length": 100}), broke_off),
            "/improper": (Answer(headers={"Transfer-Encoding": "chunked"}), improper),
        }
        old = {path: new[path] for path in ("/endless", "/bomb")}
        for path, (answer, _) in new.items():
            self.outlet.pages[path] = lambda _, it=answer: it
        said = self.refused(*map(self.outlet.address, new),
                            *(self.outlet.address(path, OLD) for path in old))
        self.assertEqual(said, [f"{NEW} {why}" for _, why in new.values()] +
                         [f"{OLD} {why}" for _, why in old.values()])
        self.assertEqual({(asked.host, asked.version) for asked in self.outlet.asked},
                         {(NEW, "HTTP/2"), (OLD, "HTTP/1.1")})


if __name__ == "__main__":
    unittest.main()
