"""An outlet on this machine that speaks TLS, and inside it HTTP/2 or HTTP/1.1.

    authority = Authority(folder)          # a certificate authority that lives as long as the test
    outlet = TlsOutlet(authority)
    outlet.start()
    outlet.pages["/feed"] = lambda asked: Answer(body=b"news")
    outlet.address("/feed")                # speaks HTTP/2
    outlet.address("/feed", OLD)           # offers HTTP/1.1 alone
    outlet.plain_address("/feed")          # HTTP/1.1 without TLS
    outlet.asked                           # what was asked, in order of arrival
    outlet.stop()

Which certificate it shows goes by the name it is asked under: EXPIRED, OTHER_NAME, UNKNOWN_ISSUER.
HTTP/2 is the library's that libcurl has it from (libnghttp2), so it is wherever depesche runs.
"""
import ctypes
import dataclasses
import http.server
import select
import socket
import socketserver
import ssl
import subprocess
import threading

NEW, OLD = "news.localhost", "old.localhost"
EXPIRED, OTHER_NAME, UNKNOWN_ISSUER = (
    "expired.localhost", "other-name.localhost", "unknown-issuer.localhost")


@dataclasses.dataclass
class Asked:
    scheme: str
    version: str  # "HTTP/2" or "HTTP/1.1"
    host: str
    path: str
    headers: dict  # names in small letters


@dataclasses.dataclass
class Answer:
    code: int = 200
    body: bytes = b""
    headers: dict = dataclasses.field(default_factory=dict)
    times: int = 1  # the body comes so often
    # Of HTTP/2 alone:
    early: dict = None  # headers of a 103 before it
    trailers: dict = None  # after the body
    is_last: bool = False  # of its connection
    resets: str = ""  # "at once", "after the body": the stream ends in an error; "all": hangs up


class Authority:
    """Signs what an outlet shows. `file` is what its believers need."""

    def __init__(self, folder):
        self.folder = folder
        self.contexts = {}
        self.file = self.sign_itself("authority")
        self.sign_itself("nobodys-authority")
        self.openssl("req", "-new", *self.new_key("outlet"), "-subj", "/CN=outlet",
                     "-out", self.path("outlet.csr"))

    def path(self, name):
        return str(self.folder / name)

    def openssl(self, *arguments):
        return subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60).stdout

    def name_hash(self):
        """What a folder of authorities has it under, with a number: "002c0b4f"."""
        return self.openssl("x509", "-in", self.file, "-noout", "-subject_hash").strip()

    def sign_itself(self, name):
        self.openssl("req", "-x509", *self.new_key(name), "-out", self.path(f"{name}.pem"),
                     "-days", "2", "-subj", f"/CN={name}")
        return self.path(f"{name}.pem")

    def new_key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", self.path(f"{name}.key"))

    def context(self, host, *versions, named=None, days=2, by="authority"):
        """What a server needs to pass for `host`; its certificate names `named`, if that is another."""
        if host in self.contexts:
            return self.contexts[host]
        certificate = self.path(f"{host}.pem")
        names = self.folder / f"{host}.names"
        names.write_text(f"subjectAltName=DNS:{named or host}")
        self.openssl("x509", "-req", "-in", self.path("outlet.csr"), "-CA", self.path(f"{by}.pem"),
                     "-CAkey", self.path(f"{by}.key"), "-days", str(days),
                     "-extfile", names, "-out", certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self.path("outlet.key"))
        context.set_alpn_protocols(versions)
        self.contexts[host] = context
        return context


class TlsOutlet:
    def __init__(self, authority):
        self.asked, self.pages = [], {}
        self.lock = threading.Lock()
        contexts = {
            NEW: authority.context(NEW, "h2", "http/1.1"),
            OLD: authority.context(OLD, "http/1.1"),
            EXPIRED: authority.context(EXPIRED, "h2", days=-1),
            OTHER_NAME: authority.context(OTHER_NAME, "h2", named="somebody.example"),
            UNKNOWN_ISSUER: authority.context(UNKNOWN_ISSUER, "h2", by="nobodys-authority"),
        }
        self.context = contexts[NEW]

        def show(connection, host, _):
            connection.context = contexts.get(host, self.context)

        self.context.sni_callback = show

    def start(self):
        self.secure, self.plain = Server(self, self.context), Server(self, None)

    def stop(self):
        self.secure.stop()
        self.plain.stop()

    def address(self, path, host=NEW):
        return f"https://{host}:{self.secure.port}{path}"

    def plain_address(self, path):
        return f"http://plain.localhost:{self.plain.port}{path}"

    def answer(self, asked):
        with self.lock:
            self.asked.append(asked)
        page = self.pages.get(asked.path)
        return page(asked) if page else Answer(404)


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, outlet, context):
        super().__init__(("127.0.0.1", 0), Connection)
        self.outlet, self.context, self.port = outlet, context, self.server_address[1]
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request, client_address):
        pass  # the client has had enough, as it should


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(60)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.context is None:
            OldRequest(self.request, self.client_address, self.server)
            return
        with self.server.context.wrap_socket(self.request, server_side=True) as stream:
            if stream.selected_alpn_protocol() == "h2":
                Http2(stream, self.server.outlet).serve()
            else:
                OldRequest(stream, self.client_address, self.server)


class OldRequest(http.server.BaseHTTPRequestHandler):
    """HTTP/1.1; bodies in chunks, as most outlets send what they pack."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").partition(":")[0]
        scheme = "http" if self.server.context is None else "https"
        answer = self.server.outlet.answer(Asked(scheme, "HTTP/1.1", host, self.path, headers))
        self.send_response(answer.code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.code == 304:
            self.end_headers()
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(answer.times if answer.body else 0):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(answer.body), answer.body))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


# HTTP/2: as much of nghttp2.h as a server needs.

class FrameHead(ctypes.Structure):
    _fields_ = [("length", ctypes.c_size_t), ("stream", ctypes.c_int32), ("type", ctypes.c_uint8),
                ("flags", ctypes.c_uint8), ("reserved", ctypes.c_uint8)]


class NameValue(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("value", ctypes.c_char_p), ("name_size", ctypes.c_size_t),
                ("value_size", ctypes.c_size_t), ("flags", ctypes.c_uint8)]


POINTER, SIZE, STREAM = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int32
FRAME = ctypes.POINTER(FrameHead)
ReadBody = ctypes.CFUNCTYPE(ctypes.c_ssize_t, POINTER, STREAM, POINTER, SIZE,
                            ctypes.POINTER(ctypes.c_uint32), POINTER, POINTER)
OnFrame = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, FRAME, POINTER)
OnHeader = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, FRAME, POINTER, SIZE, POINTER, SIZE, ctypes.c_uint8,
                            POINTER)


class BodySource(ctypes.Structure):
    _fields_ = [("source", POINTER), ("read", ReadBody)]


DATA, HEADERS, END_STREAM = 0, 1, 1
BODY_ENDS, STREAM_GOES_ON = 1, 2
NO_ERROR, INTERNAL_ERROR = 0, 2


def nghttp2():
    """OSError where it is not there."""
    library = ctypes.CDLL("libnghttp2.so.14")
    library.nghttp2_session_mem_recv.restype = ctypes.c_ssize_t
    library.nghttp2_session_mem_send.restype = ctypes.c_ssize_t
    return library


class Http2:
    """One connection. What the library calls runs on the thread that serves it."""

    def __init__(self, stream, outlet):
        self.stream, self.outlet, self.library = stream, outlet, nghttp2()
        self.headers = {}  # stream -> what was asked
        self.kept = []  # what the library points to
        callbacks, self.session = POINTER(), POINTER()
        self.library.nghttp2_session_callbacks_new(ctypes.byref(callbacks))
        for kind, name, function in ((OnHeader, "header", self.on_header),
                                     (OnFrame, "frame_recv", self.on_frame)):
            self.kept.append(kind(function))
            getattr(self.library, f"nghttp2_session_callbacks_set_on_{name}_callback")(
                callbacks, self.kept[-1])
        self.library.nghttp2_session_server_new(ctypes.byref(self.session), callbacks, None)
        self.library.nghttp2_session_callbacks_del(callbacks)
        self.library.nghttp2_submit_settings(self.session, 0, None, SIZE(0))

    def serve(self):
        try:
            while self.write() and self.library.nghttp2_session_want_read(self.session):
                data = self.stream.recv(65536)
                if not data or self.library.nghttp2_session_mem_recv(self.session, data,
                                                                     SIZE(len(data))) < 0:
                    return
        finally:
            self.library.nghttp2_session_del(self.session)

    def write(self):
        """Until there is nothing to write or something to read; the client may cancel a long body."""
        while True:
            bytes_to_go = POINTER()
            size = self.library.nghttp2_session_mem_send(self.session, ctypes.byref(bytes_to_go))
            if size < 0:
                return False
            if size == 0:
                return True
            self.stream.sendall(ctypes.string_at(bytes_to_go, size))
            if self.stream.pending() or select.select([self.stream], [], [], 0)[0]:
                return True

    def on_header(self, _session, frame, name, name_size, value, value_size, _flags, _context):
        headers = self.headers.setdefault(frame.contents.stream, {})
        headers[ctypes.string_at(name, name_size).decode()] = ctypes.string_at(value, value_size).decode()
        return 0

    def on_frame(self, _session, frame, _context):
        head = frame.contents
        if head.type in (HEADERS, DATA) and head.flags & END_STREAM:
            headers = self.headers.pop(head.stream)
            host = headers[":authority"].partition(":")[0]
            self.submit(head.stream, self.outlet.answer(
                Asked("https", "HTTP/2", host, headers[":path"], headers)))
        return 0

    def submit(self, stream, answer):
        if answer.resets == "all":
            self.stream.shutdown(socket.SHUT_RDWR)
            return
        if answer.resets == "at once":
            self.reset(stream)
            return
        if answer.early:
            self.library.nghttp2_submit_headers(self.session, 0, STREAM(stream), None,
                                                *self.fields({":status": 103, **answer.early}), None)
        fields = self.fields({":status": answer.code, **answer.headers})
        source = None
        if answer.code != 304:
            source = BodySource(None, ReadBody(self.body_reader(answer)))
            self.kept.append(source)
            source = ctypes.byref(source)
        self.library.nghttp2_submit_response(self.session, STREAM(stream), *fields, source)

        if answer.is_last:
            self.library.nghttp2_submit_goaway(self.session, 0, STREAM(stream), NO_ERROR, None, SIZE(0))

    def reset(self, stream):
        self.library.nghttp2_submit_rst_stream(self.session, 0, STREAM(stream), INTERNAL_ERROR)

    @staticmethod
    def fields(headers):
        pairs = [(name.lower().encode(), str(value).encode()) for name, value in headers.items()]
        values = [NameValue(name, value, len(name), len(value), 0) for name, value in pairs]
        return (NameValue * len(values))(*values), SIZE(len(values))

    def body_reader(self, answer):
        size, left, at = len(answer.body), answer.times, 0

        def read(_session, stream, buffer, most, flags, _source, _context):
            nonlocal left, at
            count = min(most, size - at)
            ctypes.memmove(buffer, answer.body[at:at + count], count)
            at += count
            if at < size:
                return count
            at, left = 0, left - 1
            if left > 0 and size > 0:
                return count
            flags[0] = BODY_ENDS
            if answer.resets:
                flags[0] |= STREAM_GOES_ON
                self.reset(stream)
            elif answer.trailers:
                flags[0] |= STREAM_GOES_ON
                self.library.nghttp2_submit_trailer(self.session, STREAM(stream),
                                                    *self.fields(answer.trailers))
            return count

        return read
