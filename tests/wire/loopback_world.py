"""A small world of outlets on 127.0.0.1, made of real pages, for end-to-end tests.

    world = World(data_dir)          # the folder with fundus/html and fundus/gold.jsonl
    world.start()
    world.feeds                      # one address an outlet: RSS, Atom, JSON Feed, news sitemap in turn
    world.pages["at_Example_2030"]   # id -> address, the same at every start but for the port
    world.log                        # Seen(method, path, conditional, status), in order of arrival
    world.stop()

Feeds carry link and guid only: everything else must come from the pages. Everything has an ETag and
a Last-Modified and answers 304; pages are sent gzipped, as they are kept, where the client takes
that. `world.answers[path] = Answer(500)` makes a path fail until it is deleted.

    loopback_world.py DATA_DIR       serves until Ctrl-C and prints the feeds
"""
import dataclasses
import email.utils
import functools
import gzip
import hashlib
import http.server
import json
import pathlib
import socketserver
import sys
import threading
import typing
from xml.sax.saxutils import escape, quoteattr

CHANGED_AT = 1893456000  # 2030-01-01; the world never changes by itself
CHANGED = email.utils.formatdate(CHANGED_AT, usegmt=True)


class Seen(typing.NamedTuple):
    method: str
    path: str
    conditional: bool
    status: int


@dataclasses.dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "text/html"
    is_gzipped: bool = False  # the body is kept so, and unpacked for clients that cannot
    headers: dict = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def etag(self):
        return f'"{hashlib.sha1(self.body).hexdigest()[:16]}"'


def rss(outlet, home, links):
    items = "".join(f'<item><link>{escape(link)}</link>'
                    f'<guid isPermaLink="false">{escape(guid)}</guid></item>'
                    for guid, link in links)
    return "application/rss+xml", (f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
                                   f'<title>{escape(outlet)}</title><link>{escape(home)}</link>'
                                   f'<description/>{items}</channel></rss>')


def atom(outlet, home, links):
    entries = "".join(f'<entry><id>urn:{escape(guid)}</id><link href={quoteattr(link)}/></entry>'
                      for guid, link in links)
    return "application/atom+xml", (f'<?xml version="1.0" encoding="utf-8"?>'
                                    f'<feed xmlns="http://www.w3.org/2005/Atom">'
                                    f'<title>{escape(outlet)}</title><id>{escape(home)}</id>'
                                    f'<link href={quoteattr(home)}/>{entries}</feed>')


def json_feed(outlet, home, links):
    return "application/feed+json", json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": outlet, "home_page_url": home,
        "items": [{"id": guid, "url": link} for guid, link in links]})


def news_sitemap(outlet, _home, links):
    urls = "".join(f"<url><loc>{escape(link)}</loc><news:news><news:publication><news:name>"
                   f"{escape(outlet)}</news:name></news:publication></news:news></url>"
                   for _, link in links)
    return "application/xml", (f'<?xml version="1.0" encoding="utf-8"?>'
                               f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
                               f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
                               f'{urls}</urlset>')


FORMATS = (("feed.rss", rss), ("feed.atom", atom), ("feed.json", json_feed),
           ("news.xml", news_sitemap))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self):
        world = self.server.world
        path = self.path.split("?")[0]
        answer = world.answers.get(path) or world.content.get(path) or Answer(404, b"nothing here")
        wanted = self.headers.get("If-None-Match")
        since = self.headers.get("If-Modified-Since")
        same = answer.etag in wanted if wanted else since == CHANGED
        status = 304 if answer.status == 200 and same else answer.status
        world.note(Seen(self.command, path, bool(wanted or since), status))
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", CHANGED)
        if status != 304:
            self.send_body(answer)
        else:
            self.end_headers()

    do_HEAD = do_GET

    def send_body(self, answer):
        body = answer.body
        self.send_header("Content-Type", answer.content_type)
        if answer.is_gzipped and "gzip" in self.headers.get("Accept-Encoding", ""):
            self.send_header("Content-Encoding", "gzip")
        elif answer.is_gzipped:
            body = gzip.decompress(body)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass  # world.log has it


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # a client that is killed in the middle of an answer is part of the tests


class World:
    def __init__(self, data_dir, name="fundus"):
        self.folder = pathlib.Path(data_dir) / name
        lines = (self.folder / "gold.jsonl").read_text(encoding="utf-8").rstrip().split("\n")
        self.gold = [json.loads(line) for line in lines]
        self.log = []
        self.answers = {}  # path -> Answer; goes before the content
        self.content = {}
        self.pages = {}    # id -> address
        self.feeds = []
        self.lock = threading.Lock()
        self.server = self.thread = None

    @property
    def port(self):
        return self.server.server_address[1]

    def address(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def start(self):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.world = self
        self.fill()
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.thread.join()
            self.server = None

    def note(self, seen):
        with self.lock:
            self.log.append(seen)

    def fill(self):
        outlets = {}
        for page in self.gold:
            outlet = "_".join(page["id"].split("_")[:2])  # country and outlet, as in the ids
            path = f"/{outlet}/page/{page['id']}.html"
            self.content[path] = Answer(
                body=(self.folder / "html" / f"{page['id']}.html.gz").read_bytes(), is_gzipped=True)
            self.pages[page["id"]] = self.address(path)
            outlets.setdefault(outlet, []).append((page["id"], self.address(path)))
        for number, (outlet, links) in enumerate(sorted(outlets.items())):
            name, write = FORMATS[number % len(FORMATS)]
            content_type, text = write(outlet, self.address(f"/{outlet}/"), links)
            self.content[f"/{outlet}/{name}"] = Answer(body=text.encode(), content_type=content_type)
            self.feeds.append(self.address(f"/{outlet}/{name}"))
        self.content["/robots.txt"] = Answer(
            body=b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")


def main():
    world = World(sys.argv[1])
    world.start()
    print("\n".join(world.feeds), flush=True)
    try:
        world.thread.join()
    except KeyboardInterrupt:
        world.stop()


if __name__ == "__main__":
    main()
