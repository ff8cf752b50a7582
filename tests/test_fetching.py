"""What the only door to the network lets in, held against a hostile server on this machine."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from helpers.errors import InputError
from helpers.loading import LoadingOptions, addresses, fetching, load_article, load_url
from helpers.loading.addresses import is_public, resolved
from helpers.loading.fetching import fetch

PAGE = (
    "<html lang='en'><head><title>Floods kill 12 in Orla</title>"
    "<meta property='og:site_name' content='The Orla Post'></head><body><article>"
    "<h1>Floods kill 12 in Orla</h1><p>Floods in the Orla valley killed at least 12 people on "
    "Monday, officials said, and the river – still rising – cut off the café at Tarn.</p>"
    "</article></body></html>"
).encode()
ALLOWED = LoadingOptions(allow_private=True, apart=False)


class Hostile(BaseHTTPRequestHandler):
    """Each path is one way to misbehave; the query is the redirect's target."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def head(self, status=200, kind="text/html; charset=utf-8", **headers):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def do_GET(self):
        path, _, query = self.path.partition("?")
        # The client may have seen enough: that is what the test is for.
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, path.strip("/").replace("-", "_").split(".")[0] or "page")(query)

    def page(self, _):
        self.head(Content_Length=str(len(PAGE)))
        self.wfile.write(PAGE)

    def packed(self, _):
        data = gzip.compress(PAGE)
        self.head(Content_Length=str(len(data)), Content_Encoding="gzip")
        self.wfile.write(data)

    def chunked(self, _):
        self.head(Transfer_Encoding="chunked")
        for piece in (PAGE[:100], PAGE[100:]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def latin(self, _):
        self.head(kind="text/plain; charset=windows-1252")
        self.wfile.write("Five people died in the café, “he” said.".encode("cp1252"))

    def to(self, query):
        self.head(302, Location=query, Content_Length="0")

    def loop(self, _):
        self.head(302, Location="/loop", Content_Length="0")

    def nowhere(self, _):
        self.head(302, Content_Length="0")

    def slow_head(self, _):
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 600:
            self.wfile.write(bytes([byte]))
            time.sleep(0.05)

    def slow_body(self, _):
        self.head(Content_Length="100000")
        for _ in range(600):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def silent(self, _):
        self.head(Content_Length="100")
        self.wfile.flush()
        self.server.released.wait(8)

    def endless(self, _):
        self.head()
        while True:
            self.wfile.write(b"<p>Five people died.</p>" * 4096)

    def endless_head(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Y: " + b"z" * 1000 + b"\r\n")

    def endless_line(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Y: ")
        while True:
            self.wfile.write(b"z" * 65536)

    def too_short(self, _):
        self.head(Content_Length=str(len(PAGE) + 50))
        self.wfile.write(PAGE)

    def too_long(self, _):
        self.head(Content_Length=str(len(PAGE) - 50))
        self.wfile.write(PAGE)

    def negative(self, _):
        self.head(Content_Length="-5")
        self.wfile.write(PAGE)

    def two_lengths(self, _):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5")
        self.head_again()

    def head_again(self):
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)
        self.close_connection = True

    def huge(self, _):
        self.head(Content_Length="900000000000")
        self.wfile.write(PAGE)

    def bomb(self, _):
        self.head(Content_Encoding="gzip")
        self.wfile.write(gzip.compress(bytes(60_000_000), 1))

    def cut_gzip(self, _):
        self.head(Content_Encoding="gzip")
        self.wfile.write(gzip.compress(PAGE)[:-20])

    def no_gzip(self, _):
        self.head(Content_Encoding="gzip")
        self.wfile.write(PAGE)

    def brotli(self, _):
        self.head(Content_Encoding="br")
        self.wfile.write(PAGE)

    def bad_chunks(self, _):
        self.head(Transfer_Encoding="chunked")
        self.wfile.write(b"zz\r\nFive")

    def picture(self, _):
        self.head(kind="image/png")
        self.wfile.write(b"\x89PNG")

    def gone(self, _):
        self.head(404, Content_Length="0")

    def nonsense(self, _):
        self.wfile.write(b"\x00\x01\x02\r\n\r\n")

    def hang_up(self, _):
        self.close_connection = True


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as serving:
        serving.daemon_threads = True
        serving.released = threading.Event()
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.released.set()
        serving.shutdown()
        thread.join(5)


@pytest.mark.parametrize("path", ["page", "packed", "chunked", "to?/page"])
def test_page_comes_in_whole_however_it_is_sent(server, path):
    article = load_url(f"{server}/{path}", options=ALLOWED)
    assert article.title == "Floods kill 12 in Orla" and article.outlet == "The Orla Post"
    assert "at least 12" in article.text and "café" in article.text
    assert article.url.startswith(server) and article.loaded_from == article.url


def test_load_article_takes_an_address_and_believes_the_servers_character_set(server):
    article = load_article(f"{server}/latin", options=ALLOWED)
    assert "café, “he” said" in article.text and article.notes == ("decoded as cp1252, as told",)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("slow-head", "took longer than"),
        ("slow-body", "took longer than"),
        ("silent", "took longer than"),
        ("endless", "sends more than"),
        ("endless-head", "cannot be fetched"),
        ("endless-line", "cannot be fetched"),
        ("too-short", "ended early"),
        ("too-long", "sends more than the length it announced"),
        ("negative", "no possible length"),
        ("two-lengths", "no possible length"),
        ("huge", "sends more than"),
        ("bomb", "unpacks to more than"),
        ("cut-gzip", "ended early"),
        ("no-gzip", "packed wrongly"),
        ("brotli", "not asked for"),
        ("bad-chunks", "ended early"),
        ("loop", "redirects more than"),
        ("nowhere", "redirects to nowhere"),
        ("to?ftp://example.org/x", "only those are fetched"),
        ("to?file:///etc/passwd", "only those are fetched"),
        ("to?javascript:alert(1)", "only those are fetched"),
        ("to?http://user:word@127.0.0.1/", "user name"),
        ("picture", "image/png"),
        ("gone", "404"),
        ("nonsense", "cannot be fetched"),
        ("hang-up", "cannot be fetched"),
    ],
)
def test_hostile_server_is_refused_by_name_in_bounded_time(server, path, says):
    begun = time.monotonic()
    with pytest.raises(InputError, match=says) as refused:
        fetch(f"{server}/{path}", allow_private=True, seconds=2.5)
    assert time.monotonic() - begun < 8
    assert "\n" not in str(refused.value) and ": " in str(refused.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/a", "only those are fetched"),
        ("file:///etc/passwd", "only those are fetched"),
        ("gopher://127.0.0.1/", "only those are fetched"),
        ("http:///path", "names no host"),
        ("http://user:word@example.org/", "user name"),
        ("http://exa mple.org/", "blanks or control"),
        ("http://example.org/\r\nX: y", "blanks or control"),
        ("http://[::1", "no address"),
        ("http://example.org:99999/", "no address"),
        ("http://127.0.0.1/", "private network"),
        ("http://localhost/", "private network"),
        ("http://2130706433/", "private network"),
        ("http://0x7f000001/", "private network"),
        ("http://0177.0.0.1/", "private network"),
        ("http://127.1/", "private network"),
        ("http://0/", "private network"),
        ("http://[::1]/", "private network"),
        ("http://[::ffff:127.0.0.1]/", "private network"),
        ("http://[::ffff:7f00:1]/", "private network"),
        ("http://[::127.0.0.1]/", "private network"),
        ("http://[64:ff9b::7f00:1]/", "private network"),
        ("http://[2002:7f00:1::]/", "private network"),
        ("http://[fe80::1]/", "private network"),
        ("http://[fc00::1]/", "private network"),
        ("http://10.0.0.1/", "private network"),
        ("http://192.168.1.1/", "private network"),
        ("http://172.16.0.1/", "private network"),
        ("http://169.254.169.254/latest/meta-data/", "private network"),
        ("http://100.64.0.1/", "private network"),
        ("http://224.0.0.1/", "private network"),
        ("http://255.255.255.255/", "private network"),
    ],
)
def test_address_that_is_not_of_the_open_internet_is_refused_unopened(url, says, monkeypatch):
    def opened(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(fetching, "_connected", opened)
    with pytest.raises(InputError, match=says):
        load_article(url)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_address_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.fixture
def first_host_is_public(monkeypatch):
    """127.0.0.1 stands for a public server, so that what it leads to can be judged."""
    monkeypatch.setattr(
        addresses,
        "is_public",
        lambda address: str(address) == "127.0.0.1" or is_public(address),
    )


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://localhost.localdomain@127.0.0.2/",
        "http://2130706434/",
        "http://0x7f.2/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "http://169.254.169.254/",
        "//10.0.0.1/",
    ],
)
def test_redirect_into_this_machine_or_a_private_network_is_refused(
    server, first_host_is_public, target
):
    with pytest.raises(InputError, match=r"private network|user name"):
        fetch(f"{server}/to?{target}")


def answers(*rounds):
    """A name server that answers each time as told, and counts."""
    asked = []

    def getaddrinfo(host, port, *_, **__):
        asked.append(host)
        found = rounds[min(len(asked), len(rounds)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    return getaddrinfo, asked


def test_rebinding_host_is_asked_once_and_its_checked_address_is_used(
    server, first_host_is_public, monkeypatch
):
    getaddrinfo, asked = answers(["127.0.0.1"], ["127.0.0.2"])
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    port = server.rpartition(":")[2]
    fetched = fetch(f"http://rebinding.example:{port}/page")
    assert fetched.data == PAGE and asked == ["rebinding.example"]


def test_rebinding_host_is_refused_when_it_turns_private_at_a_redirect(
    server, first_host_is_public, monkeypatch
):
    getaddrinfo, asked = answers(["127.0.0.1"], ["127.0.0.2"])
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    port = server.rpartition(":")[2]
    with pytest.raises(InputError, match="private network"):
        fetch(f"http://rebinding.example:{port}/to?/page")
    assert len(asked) == 2


def test_one_private_address_among_public_ones_refuses_the_host(first_host_is_public, monkeypatch):
    getaddrinfo, _ = answers(["127.0.0.1", "10.0.0.7"])
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(InputError, match=r"10\.0\.0\.7"):
        resolved("mixed.example", 80, allow_private=False)


def test_name_server_that_never_answers_is_left_behind(monkeypatch):
    stop = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: stop.wait(20))
    monkeypatch.setattr(addresses, "_LOOKUP_SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(InputError, match="not answered"):
        resolved("slow.example", 80, allow_private=False)
    stop.set()
    assert time.monotonic() - begun < 5


def test_https_without_tls_behind_it_is_refused(server):
    with pytest.raises(InputError, match="no safe connection"):
        fetch(server.replace("http:", "https:") + "/page", allow_private=True)


def test_closed_port_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)
