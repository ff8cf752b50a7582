"""Addresses to bytes: http and https only, each hop checked, time and size bounded throughout.

urllib3 speaks HTTP and TLS, under the host's own name; which address it connects to is ours to
say, and it never looks a name up. Nothing of the environment (proxies, credentials) is used.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.exceptions import TimeoutError as Late

from ..errors import InputError
from .addresses import resolved
from .article_drafts import Fetched
from .file_kinds import kind_served
from .packing import inflated

SECONDS = 15
"""Longest that an address may take, redirects, headers and body together."""
MAX_WIRE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 50_000_000
MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAME = "attributed-numbers (reads one article for its reader)"
_ASKING = {"Accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9"}
_SAVE = "open it in a browser and save the page"
_SURPLUS_WAIT = 0.3  # seconds in which a server that sends more than it said is caught
_PATH_SIGNS = "/%:=&?~#+!$,;'@()*[]|"  # what an address may hold as it is


def fetch(url: str, *, allow_private: bool = False, seconds: float = SECONDS) -> Fetched:
    """The bytes at an http or https address; InputError for anything slow, endless or private."""
    deadline = time.monotonic() + seconds
    seen: list[str] = []
    while True:
        with _told(url, seconds):
            split = _checked(url)
            if len(seen) > MAX_REDIRECTS:
                raise InputError(
                    f"{_short(seen[0])} redirects more than {MAX_REDIRECTS} times: {_SAVE}"
                )
            seen.append(url)
            answer = _one_hop(split, url, deadline, allow_private)
        if isinstance(answer, Fetched):
            return answer
        url = answer


def post(
    url: str, data: bytes, *, headers: Mapping[str, str], seconds: float, most_bytes: int
) -> bytes:
    """What a service answers to JSON posted to it; InputError where that is not 200 in time.

    For services that the user named, on this machine too. No redirect is followed.
    """
    with _told(url, seconds, "ask for less, or allow it more"):
        split, deadline = _checked(url), time.monotonic() + seconds
        said = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        with _asked(split, deadline, True, "POST", said, data) as response:
            if response.status != 200:
                raise InputError(f"{_short(url)} answers {_status(response)}")
            return _body(response, url, most_bytes)


@contextlib.contextmanager
def _told(url: str, seconds: float, advice: str = _SAVE) -> Iterator[None]:
    """What can go wrong on the way, as an InputError that says what to do."""
    try:
        yield
    except (TimeoutError, Late) as failure:
        raise InputError(
            f"{_short(url)} took longer than {seconds:g} seconds: {advice}"
        ) from failure
    except ssl.SSLError as failure:
        reason = (failure.reason or type(failure).__name__).replace("_", " ").lower()
        raise InputError(f"{_short(url)} has no safe connection ({reason})") from failure
    except InvalidHeader as failure:
        raise InputError(_impossible(url)) from failure
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as failure:
        if isinstance(failure.__cause__, _Surplus):
            raise InputError(
                f"{_short(url)} sends more than the length it announced: do not trust it"
            ) from failure
        if isinstance(failure.__cause__, http.client.IncompleteRead):
            raise InputError(
                f"{_short(url)} ended early, before the length it announced: try again"
            ) from failure
        said = " ".join(str(failure).split())[:100] or type(failure).__name__
        raise InputError(
            f"{_short(url)} cannot be fetched ({said}): check the address, or try again later"
        ) from failure


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be fetched; InputError for any other."""
    if any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url.strip()):
        raise InputError(f"{_short(url)!r} holds blanks or control characters: check the address")
    try:
        split = urlsplit(url.strip())
        port = split.port
    except ValueError as failure:
        raise InputError(f"{_short(url)!r} is no address ({failure})") from failure
    if split.scheme not in {"http", "https"}:
        raise InputError(
            f"{_short(url)!r} is no http or https address: only those are fetched; "
            "save the page and name the file"
        )
    if not split.hostname:
        raise InputError(f"{_short(url)!r} names no host: check the address")
    if split.username is not None or split.password is not None:
        raise InputError("the address holds a user name: only public pages are fetched")
    if port == 0:
        raise InputError(f"{_short(url)!r} names port 0: check the address")
    return split


def _one_hop(split: SplitResult, url: str, deadline: float, allow_private: bool) -> Fetched | str:
    """The answer of one address: what it holds, or where it sends us."""
    with _asked(split, deadline, allow_private, "GET", _ASKING) as response:
        if response.status in _REDIRECTS:
            target = response.headers.get("Location")
            if not target:
                raise InputError(f"{_short(url)} redirects to nowhere: open it in a browser")
            return urljoin(url, target.strip()[:4000])
        if response.status != 200:
            raise InputError(f"{_short(url)} answers {_status(response)}: {_SAVE}")
        kind, charset = kind_served(response.headers.get("Content-Type"), _short(url))
        return Fetched(url, _body(response, url, MAX_WIRE_BYTES), kind, charset)


def _status(response: BaseHTTPResponse) -> str:
    return f"{response.status} {(response.reason or '')[:60]}".rstrip()


@contextlib.contextmanager
def _asked(
    split: SplitResult,
    deadline: float,
    allow_private: bool,
    method: str,
    headers: Mapping[str, str],
    data: bytes | None = None,
) -> Iterator[BaseHTTPResponse]:
    """One request to the first address that answers, and the head of what comes back."""
    port = split.port or (443 if split.scheme == "https" else 80)
    host = split.hostname or ""
    addresses = resolved(host, port, allow_private=allow_private)
    connection: _Pinned
    if split.scheme == "https":
        context = ssl.create_default_context()
        connection = _PinnedSafely(host, port, timeout=_left(deadline), ssl_context=context)
    else:
        connection = _Pinned(host, port, timeout=_left(deadline))
    connection.addresses, connection.deadline = addresses, deadline
    path = (split.path or "/") + (f"?{split.query}" if split.query else "")
    said = {"User-Agent": _NAME, "Accept-Encoding": "gzip", "Connection": "close", **headers}
    with contextlib.closing(connection):
        connection.connect()
        with _ended_at(deadline, connection.sock):
            connection.request(
                method, quote(path, safe=_PATH_SIGNS), data, said,
                preload_content=False, decode_content=False,
            )  # fmt: skip
            with contextlib.closing(connection.getresponse()) as response:
                yield response


Addresses = Sequence[tuple[int, tuple]]
"""Families and socket addresses, looked up and checked."""


class _Surplus(http.client.HTTPException):
    """More came than the head announced."""


class _ToTheLetter(http.client.HTTPResponse):
    """An answer that is not taken where it goes on behind the length that it announced."""

    def __init__(self, sock: socket.socket, *rest: Any, **named: Any) -> None:
        super().__init__(sock, *rest, **named)
        self._sock = sock

    def read(self, amt: int | None = None) -> bytes:
        if not self.length or amt is None or amt < self.length:
            return super().read(amt)
        piece = self.fp.read(self.length)
        self.length -= len(piece)
        self._sock.settimeout(_SURPLUS_WAIT)
        # Nothing more comes, or the server hangs up, from one that keeps its word.
        with contextlib.suppress(OSError):
            if not self.length and self.fp.peek(1):
                raise _Surplus
        self.close()
        return piece


class _Pinned(HTTPConnection):
    """A connection to a checked address of its host; the name is not looked up again."""

    response_class = _ToTheLetter
    addresses: Addresses = ()
    deadline = 0.0

    def _new_conn(self) -> socket.socket:
        return _connected(self.addresses, self.deadline)


class _PinnedSafely(_Pinned, HTTPSConnection):
    """The same with TLS, held to a certificate of the host's name."""


def _connected(addresses: Addresses, deadline: float) -> socket.socket:
    """A socket at the first of a few addresses that answers."""
    failure: OSError | None = None
    for family, where in addresses[:4]:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_left(deadline))
            sock.connect(where)
        except OSError as refused:
            sock.close()
            failure = refused
        else:
            return sock
    raise failure or OSError("no address answers")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextlib.contextmanager
def _ended_at(deadline: float, sock: socket.socket) -> Iterator[None]:
    """Hangs up at the deadline, whoever waits: single bytes, sent slowly, win no time."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if late.is_set():
            raise TimeoutError


def _body(response: BaseHTTPResponse, url: str, most_bytes: int) -> bytes:
    """The whole body, unpacked; InputError for one too large, cut short or packed otherwise."""
    if (_length(response, url) or 0) > most_bytes:
        raise InputError(_too_large(url, most_bytes))
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip"}:
        raise InputError(
            f"{_short(url)} is packed as {packed[:40]!r}, which was not asked for: {_SAVE}"
        )
    body = bytearray()
    while piece := response.read(65_536):
        body += piece
        if len(body) > most_bytes:
            raise InputError(_too_large(url, most_bytes))
    if packed in {"", "identity"}:
        return bytes(body)
    return inflated(bytes(body), _short(url), most=MAX_UNPACKED_BYTES, advice="try again")


def _length(response: BaseHTTPResponse, url: str) -> int | None:
    said = response.headers.get("Content-Length", "").strip()
    if not said or response.headers.get("Transfer-Encoding"):
        return None
    if not (said.isascii() and said.isdigit()):
        raise InputError(_impossible(url))
    return int(said) if len(said) <= 15 else MAX_WIRE_BYTES + 1


def _impossible(url: str) -> str:
    return f"{_short(url)} announces no possible length: do not trust it"


def _too_large(url: str, limit: int) -> str:
    return f"{_short(url)} sends more than the {limit:,} bytes that are taken: it is no article"


def _short(url: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in url)
    return shown if len(shown) <= 100 else shown[:97] + "…"
