"""An outlet on 127.0.0.1 that does everything wrong an outlet can do.

    outlet = FaultyOutlet()
    outlet.start()
    outlet.feed("404")     # a feed's address that has this fault
    outlet.page("404")     # an article's address that has it
    outlet.good_feed       # a sound feed; its entries lead to one page of each fault and sound ones
    outlet.log             # the paths asked, in order of arrival
    outlet.stop()

Every fault is a function that gets the request and a sound body for that address, and answers as it
likes. Outlets and events are invented.
"""
import functools
import gzip
import http.server
import socket
import socketserver
import struct
import threading
import zlib
from xml.sax.saxutils import escape

HUGE = 200 << 20  # bytes nobody wants
SENTENCES = (
    "The harbour board of Westermole has closed the northern lock for repairs until the autumn.",
    "Barges bound for the upper basin are sent through the old canal, which takes half a day longer.",
    "The board puts the cost of the new gates at four million and expects them in the third week "
    "of September.",
    "Shipping companies asked for a night service, and the board agreed to one on three days of "
    "the week.",
    "Fishing boats under nine metres may still pass the side chamber at high tide.",
)


def feed_text(title, home, entries, encoding="utf-8"):
    items = "".join(
        f"<item><title>{escape(headline)}</title><link>{escape(link)}</link>"
        f"<guid>{escape(link)}</guid><description>{escape(summary)}</description>"
        f"<pubDate>Mon, 07 Jan 2030 10:00:00 GMT</pubDate></item>\n"
        for headline, link, summary in entries)
    return (f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel>'
            f"<title>{escape(title)}</title><link>{escape(home)}</link><language>en</language>"
            f"<description/>\n{items}</channel></rss>\n")


def page_text(headline, charset="utf-8"):
    body = "".join(f"<p>{sentence} {headline}.</p>" for sentence in SENTENCES)
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}">'
            f"<title>{escape(headline)}</title></head><body><article><h1>{escape(headline)}</h1>"
            f"{body}</article></body></html>")


def status(code):
    return lambda request, _: request.answer(f"<p>status {code}</p>".encode(), code=code)


def redirect_loop(request, _):
    other = request.path.partition("?")[0] + ("" if "?" in request.path else "?again")
    request.answer(b"", code=302, headers={"Location": other})


def redirect_to_nowhere(request, _):
    request.answer(b"", code=302)


def redirect_to_file(request, _):
    request.answer(b"", code=302, headers={"Location": "file:///etc/passwd"})


def huge_announced(request, _):
    request.begin(200, {"Content-Length": HUGE})
    request.pour(HUGE)


def huge_streamed(request, _):
    request.begin(200, {"Connection": "close"})
    request.pour(HUGE)


def gzip_bomb(request, _):
    request.answer(request.server.bomb, headers={"Content-Encoding": "gzip"})


def not_gzip(request, sound):
    request.answer(sound, headers={"Content-Encoding": "gzip"})


def empty(request, _):
    request.answer(b"")


def stalled(request, sound):
    request.begin(200, {"Content-Length": len(sound)})
    request.wfile.write(sound[:100])
    request.wfile.flush()
    request.server.closing.wait(60)


def silent(request, _):
    request.server.closing.wait(60)
    request.close_connection = True


def cut_connection(request, sound):
    request.begin(200, {"Content-Length": len(sound)})
    request.wfile.write(sound[:len(sound) // 2])
    request.hang_up()


def reset(request, _):
    request.hang_up()


def no_http(request, _):
    request.wfile.write(b"220 mail.westermole.example ready\r\n")
    request.hang_up()


def endless_headers(request, _):
    request.begin(200, {f"X-Filler-{n}": "x" * 1000 for n in range(200)})


def web_page(request, _):
    request.answer(page_text("A page, not a feed").encode(), content_type="text/html")


def random_bytes(request, _):
    request.answer(bytes(range(256)) * 40, content_type="application/octet-stream")


FAULTS = {
    "403": status(403), "404": status(404), "410": status(410), "418": status(418),
    "500": status(500), "503": status(503),
    "redirect-loop": redirect_loop, "redirect-to-nowhere": redirect_to_nowhere,
    "redirect-to-file": redirect_to_file,
    "huge-announced": huge_announced, "huge-streamed": huge_streamed, "gzip-bomb": gzip_bomb,
    "not-gzip": not_gzip, "empty": empty, "stalled": stalled, "silent": silent,
    "cut-connection": cut_connection, "reset": reset, "no-http": no_http,
    "endless-headers": endless_headers, "random-bytes": random_bytes,
}
FEED_FAULTS = {**FAULTS, "web-page": web_page}


class Request(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self):
        self.server.outlet.note(self.path)
        fault, sound = self.server.outlet.lookup(self.path.partition("?")[0])
        try:
            fault(self, sound)
        except OSError:
            self.close_connection = True  # the client has had enough, as it should

    def begin(self, code, headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def answer(self, body, code=200, content_type="text/html", headers=None):
        self.begin(code, {"Content-Type": content_type, "Content-Length": len(body),
                          **(headers or {})})
        self.wfile.write(body)

    def pour(self, size):
        words = b"word " * 13_000
        for number in range(size // len(words)):
            self.wfile.write(b"<p>Part %d: %s</p>" % (number, words))
        self.close_connection = True

    def hang_up(self):
        """RST, not FIN: the other side gets an error, whatever it has read."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass


@functools.cache
def packed_bomb():
    """200 MB in some 200 KB; to pack them takes a second, and every test has an outlet."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"w" * (1 << 20)
    return b"".join([packer.compress(b"<p>"), *(packer.compress(block) for _ in range(200)),
                     packer.flush()])


class FaultyOutlet:
    def __init__(self):
        self.log = []
        self.more = {}  # path -> function(request, None), for what one test alone needs
        self.lock = threading.Lock()
        self.server = self.thread = None

    def start(self):
        self.server = Server(("127.0.0.1", 0), Request)
        self.server.outlet = self
        self.server.bomb = packed_bomb()
        self.server.closing = threading.Event()
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self):
        self.server.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def note(self, path):
        with self.lock:
            self.log.append(path)

    def address(self, path):
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def feed(self, fault):
        return self.address(f"/feed/{fault}")

    def page(self, fault):
        return self.address(f"/page/{fault}")

    def closed_port(self):
        """Nobody listens there now."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            return listener.getsockname()[1]

    @property
    def good_feed(self):
        return self.address("/good.xml")

    def lookup(self, path):
        if path in self.more:
            return self.more[path], None
        kind, _, fault = path.lstrip("/").partition("/")
        if kind == "feed" and fault in FEED_FAULTS:
            return FEED_FAULTS[fault], self.sound_feed().encode()
        if kind == "page" and fault in FAULTS:
            return FAULTS[fault], page_text(f"Behind {fault}").encode()
        if kind in ("page", "closed"):
            return sound_page, page_text(f"Page {fault}").encode()
        if path == "/sound.xml":
            return sound_feed, self.sound_feed().encode()
        if path == "/good.xml":
            return sound_feed, self.sound_feed(FAULTS).encode()
        if path == "/robots.txt":
            return robots, None
        return status(404), None

    def sound_feed(self, faults=()):
        names = [*faults, "one", "two"]
        entries = [(f"Headline of {name}", self.page(name), f"What the feed says of {name}.")
                   for name in names]
        if faults:
            entries.append(("Headline of closed", self.address("/closed/page"), "As robots.txt asks."))
        return feed_text("The Westermole Signal", self.address("/"), entries)


def sound_page(request, sound):
    request.answer(sound, content_type="text/html; charset=utf-8")


def sound_feed(request, sound):
    request.answer(sound, content_type="application/rss+xml")


def robots(request, _):
    request.answer(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
