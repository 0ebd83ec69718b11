"""Feeds asked in their own way, from the command line: where secrets go, and where they never show."""
import json
import socket
import sqlite3
import stat
import subprocess
import threading
import unittest

from faulty_outlet import FaultyOutlet, feed_text, page_text
from wire_case import PROGRAM, Server, WireCase, wait_for

SECRETS = ["session=tea", "blue ink", "hush"]


class SocksProxy:
    """SOCKS 5 with a name and password; each name leads to one outlet on this machine."""

    def __init__(self, case, port):
        self.leads_to, self.asked, self.logins = port, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        case.addCleanup(self.listener.close)
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def place(self):
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, client.makefile("rb") as lines:
            methods = lines.read(lines.read(2)[1])
            if 2 not in methods:
                client.sendall(b"\x05\xff")
                return
            client.sendall(b"\x05\x02")
            name = lines.read(lines.read(2)[1])
            password = lines.read(lines.read(1)[0])
            self.logins.append((name.decode(), password.decode()))
            client.sendall(b"\x01" + (b"\x00" if password == b"hush" else b"\x01"))
            if password != b"hush":
                return
            _, _, _, kind = lines.read(4)
            self.asked.append(lines.read(lines.read(1)[0]).decode() if kind == 3 else f"kind {kind}")
            lines.read(2)
            with socket.create_connection(("127.0.0.1", self.leads_to)) as outlet:
                client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
                back = threading.Thread(target=self.pass_on, args=(outlet, client), daemon=True)
                back.start()
                self.pass_on(client, outlet)
                back.join(5)

    @staticmethod
    def pass_on(come, go):
        try:
            while (data := come.recv(65536)):
                go.sendall(data)
            go.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class FeedOptions(WireCase):
    def setUp(self):
        super().setUp()
        self.outlet = FaultyOutlet()
        self.outlet.start()
        self.addCleanup(self.outlet.stop)
        self.seen = []
        self.outlet.more["/members.xml"] = self.members_only
        self.outlet.more["/page"] = self.note_and(page_text("Lock 7 is closed"), "text/html")

    def note(self, request):
        self.seen.append((request.path, {k.lower(): v for k, v in request.headers.items()}))

    def note_and(self, text, kind):
        def answer(request, _):
            self.note(request)
            request.answer(text.encode(), content_type=kind)
        return answer

    def members_only(self, request, _):
        self.note(request)
        if request.headers.get("Authorization") != "Basic YW5uYTpibHVlIGluaw==":
            request.send_response(401)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        link = "http://" + request.headers["Host"] + "/page"
        text = feed_text("The Westermole Signal", "/", [("Lock 7 is closed", link, "In short.")])
        request.answer(text.encode(), content_type="application/rss+xml")

    def secret_file(self, text):
        path = self.folder / "secret"
        path.write_text(text + "\n")
        return path

    def assert_no_secret(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def test_a_login_is_given_taken_away_and_never_shown(self):
        url = self.outlet.address("/members.xml")
        refused = self.run_program("feeds", "add", url, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("(401)", refused.stderr)
        added = subprocess.run(
            [PROGRAM, "feeds", "add", url, "--login", "anna", "--user-agent", "Reader/1"],
            input="blue ink\n", env=self.environment(), capture_output=True, text=True, timeout=60)
        self.assertEqual(added.returncode, 0, added.stderr)
        self.run_program("feeds", "set", "1", "--cookie", f"@{self.secret_file('session=tea')}")
        fetched = self.run_program("fetch")
        path, headers = self.seen[-1]
        self.assertEqual(path, "/page")  # of the same server
        self.assertEqual(headers["cookie"], "session=tea")
        self.assertEqual(headers["user-agent"], "Reader/1")
        listed = self.run_program("feeds", "list")
        self.assertIn("by the name “Reader/1”, with a cookie (set), with a login (set)", listed.stdout)
        as_json = json.loads(self.run_program("feeds", "list", "--json").stdout)
        self.assertEqual(as_json["asked_with"], {"user_agent": "Reader/1", "proxy": "",
                                                 "cookie": True, "login": True})
        for done in (refused, added, fetched, listed, self.run_program("feeds", "export"),
                     self.run_program("export", "--format", "opml"),
                     self.run_program("config", "dump"), self.run_program("export")):
            self.assert_no_secret(done.stdout + done.stderr)
        whole = self.run_program("feeds", "export", "--with-secrets").stdout
        self.assertIn("blue ink", whole)
        store = self.folder / "data" / "depesche.db"
        self.assertEqual(stat.S_IMODE(store.stat().st_mode), 0o600)
        taken = self.run_program("feeds", "set", url, "--login", "", "--cookie", "", "--user-agent", "")
        self.assertIn("asked as all others", taken.stdout)
        with sqlite3.connect(store) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM feed_options").fetchone(), (0,))
        self.run_program("fetch", check=False)
        self.assertIn("`depesche feeds set 1 --login NAME`", self.run_program("feeds", "list").stdout)
        (self.folder / "list.opml").write_text(whole)
        self.run_program("feeds", "remove", "1")
        self.run_program("feeds", "import", self.folder / "list.opml")
        self.run_program("fetch")
        self.assertIn("well, last read", self.run_program("feeds", "list").stdout)

    def test_what_cannot_be_set_is_said_without_showing_it(self):
        self.run_program("feeds", "import", self.opml(self.outlet.address("/members.xml")))
        for wrong in (["--proxy", "socks5://me:hush@127.0.0.1:1"], ["--proxy", "http://me:hush@p.example"],
                      ["--cookie", "session=tea\nx: y"], []):
            done = self.run_program("feeds", "set", "1", *wrong, check=False)
            self.assertEqual(done.returncode, 2, wrong)
            self.assert_no_secret(done.stdout + done.stderr)
        self.assertEqual(self.run_program("feeds", "set", "7", "--cookie", "x", check=False).returncode, 1)
        wrong = subprocess.run([PROGRAM, "config", "dump"], capture_output=True, text=True,
                               env=self.environment(DEPESCHE_PROXIES="http://me:hush@p.example:1"))
        self.assertEqual(wrong.returncode, 2)
        self.assert_no_secret(wrong.stdout + wrong.stderr)

    def opml(self, *addresses):
        path = self.folder / "some.opml"
        path.write_text("<opml><body>" + "".join(f'<outline xmlUrl="{one}"/>' for one in addresses) +
                        "</body></opml>")
        return path

    def test_through_a_proxy_a_server_finds_names_and_is_asked_nothing_inside(self):
        proxy = SocksProxy(self, self.outlet.server.server_address[1])
        self.outlet.more["/in.xml"] = lambda request, _: self.redirect(request, "http://10.0.0.1/x")
        environment = {"DEPESCHE_PROXIES": f"socks5h://{proxy.place}", "DEPESCHE_ALLOW_PRIVATE": "false"}

        def run(*arguments, text=None):
            return subprocess.run([PROGRAM, *arguments], env=self.environment(**environment), input=text,
                                  capture_output=True, text=True, timeout=60)
        through = f"socks5h://me:hush@{proxy.place}"
        outside = ["--login", "anna", "--password-file", str(self.secret_file("blue ink"))]
        not_named = run("feeds", "add", "http://news.example/members.xml", "--proxy", "http://p.example:1")
        self.assertIn("not named by the setting proxies", not_named.stderr)
        wrong = run("feeds", "add", "http://news.example/members.xml", *outside, "--proxy",
                    f"socks5h://me:wrong@{proxy.place}")
        self.assertIn("the proxy 127.0.0.1 wants a name and password (407)", wrong.stderr)
        self.outlet.more["/407.xml"] = lambda request, _: request.answer(b"no", code=407)
        servers = run("feeds", "add", "http://news.example/407.xml", "--proxy", "-", text=through + "\n")
        self.assertIn("the server says one must log in to a proxy, which it is not (407)", servers.stderr)
        inside = run("feeds", "add", "http://news.example/in.xml", "--proxy", "-", text=through + "\n")
        self.assertIn("is at a private address", inside.stderr)
        self.assert_no_secret(not_named.stderr + wrong.stderr + inside.stderr)
        added = run("feeds", "add", "http://news.example/members.xml", *outside, "--proxy", "-",
                    text=through + "\n")
        self.assertEqual(added.returncode, 0, added.stderr)
        self.assertEqual(set(proxy.asked), {"news.example"})
        server = Server(self, **environment)
        self.assertTrue(wait_for(lambda: "Lock 7 is closed" in server.get("/"), 30))
        page = server.get("/feeds")
        self.assertIn(f"through socks5h://{proxy.place}", page)
        self.assert_no_secret(page + server.get("/feeds?options=1"))
        server.stop()
        self.assertEqual(set(proxy.asked), {"news.example"})
        self.assertIn(("me", "hush"), proxy.logins)

    @staticmethod
    def redirect(request, where):
        request.send_response(302)
        request.send_header("Location", where)
        request.send_header("Content-Length", "0")
        request.end_headers()


if __name__ == "__main__":
    unittest.main()
