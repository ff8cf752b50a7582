"""Addresses to bytes: http and https only, each hop checked, time and size bounded throughout."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from email.message import Message
from urllib.parse import SplitResult, urljoin, urlsplit

from ..errors import InputError
from .addresses import resolved
from .article_drafts import Fetched
from .file_kinds import kind_served

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
        with _asked(split, deadline, True, "POST", said, data) as (response, sock):
            if response.status != 200:
                raise InputError(f"{_short(url)} answers {response.status} {response.reason[:60]}")
            length = _length(response.headers, url)
            return _body(response, sock, length, url, most_bytes)


@contextlib.contextmanager
def _told(url: str, seconds: float, advice: str = _SAVE) -> Iterator[None]:
    """What can go wrong on the way, as an InputError that says what to do."""
    try:
        yield
    except TimeoutError as failure:
        raise InputError(
            f"{_short(url)} took longer than {seconds:g} seconds: {advice}"
        ) from failure
    except ssl.SSLError as failure:
        reason = (failure.reason or type(failure).__name__).replace("_", " ").lower()
        raise InputError(f"{_short(url)} has no safe connection ({reason})") from failure
    except http.client.IncompleteRead as failure:
        raise InputError(
            f"{_short(url)} ended early, before the length it announced: try again"
        ) from failure
    except (http.client.HTTPException, OSError, ValueError) as failure:
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
    with _asked(split, deadline, allow_private, "GET", _ASKING) as (response, sock):
        if response.status in _REDIRECTS:
            target = response.getheader("Location")
            if not target:
                raise InputError(f"{_short(url)} redirects to nowhere: open it in a browser")
            return urljoin(url, target.strip()[:4000])
        if response.status != 200:
            raise InputError(
                f"{_short(url)} answers {response.status} {response.reason[:60]}: {_SAVE}"
            )
        kind, charset = kind_served(response.headers.get("Content-Type"), _short(url))
        length = _length(response.headers, url)
        return Fetched(url, _body(response, sock, length, url, MAX_WIRE_BYTES), kind, charset)


@contextlib.contextmanager
def _asked(
    split: SplitResult,
    deadline: float,
    allow_private: bool,
    method: str,
    headers: Mapping[str, str],
    data: bytes | None = None,
) -> Iterator[tuple[http.client.HTTPResponse, _TimedSocket]]:
    """One request to the first address that answers, and the head of what comes back."""
    port = split.port or (443 if split.scheme == "https" else 80)
    host = split.hostname or ""
    addresses = resolved(host, port, allow_private=allow_private)
    connection = http.client.HTTPConnection(host, port)
    sock = connection.sock = _connected(addresses, split, deadline)
    try:
        path = (split.path or "/") + (f"?{split.query}" if split.query else "")
        said = {"User-Agent": _NAME, "Accept-Encoding": "gzip", "Connection": "close", **headers}
        connection.request(method, _quoted(path), body=data, headers=said)
        yield connection.getresponse(), sock
    finally:
        connection.close()
        sock.hang_up()


def _connected(addresses, split: SplitResult, deadline: float) -> _TimedSocket:
    """A connection to the first address that answers; the name is not looked up again."""
    failure: OSError | None = None
    for family, where in addresses[:4]:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_left(deadline))
            sock.connect(where)
            if split.scheme == "https":
                context = ssl.create_default_context()
                sock = context.wrap_socket(sock, server_hostname=split.hostname)
            return _TimedSocket(sock, deadline)
        except OSError as refused:
            sock.close()
            failure = refused
    raise failure or OSError("no address answers")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _TimedSocket:
    """A socket whose every wait ends at one deadline: single bytes, sent slowly, win no time."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self.deadline))
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedStream(self))

    def receive_into(self, buffer) -> int:
        self._sock.settimeout(_left(self.deadline))
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        """Left open: the connection lets go of its socket while the body is still to come."""

    def hang_up(self) -> None:
        self._sock.close()


class _TimedStream(io.RawIOBase):
    def __init__(self, sock: _TimedSocket) -> None:
        self._timed = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        return self._timed.receive_into(buffer)


def _body(
    response: http.client.HTTPResponse,
    sock: _TimedSocket,
    length: int | None,
    url: str,
    most_bytes: int,
) -> bytes:
    if length is not None and length > most_bytes:
        raise InputError(_too_large(url, most_bytes))
    unpack = _unpacker(response.headers, url)
    pieces, wire, size = [], 0, 0
    while piece := _next_piece(response, length, wire):
        wire += len(piece)
        if wire > most_bytes:
            raise InputError(_too_large(url, most_bytes))
        if unpack is not None:
            piece = _unpacked(unpack, piece, MAX_UNPACKED_BYTES - size, url)
        size += len(piece)
        pieces.append(piece)
    if length is not None and wire < length:
        raise http.client.IncompleteRead(b"", length - wire)
    if length is not None and _has_surplus(response.fp, sock):
        raise InputError(f"{_short(url)} sends more than the length it announced: do not trust it")
    if unpack is not None and not unpack.eof:
        raise InputError(f"{_short(url)} ended early, inside its compressed body: try again")
    return b"".join(pieces)


def _next_piece(response: http.client.HTTPResponse, length: int | None, wire: int) -> bytes:
    if length is None:
        return response.read(65_536)
    # Past the response, which would close the stream at the announced length.
    return response.fp.read(min(65_536, length - wire)) if length > wire else b""


def _has_surplus(stream, sock: _TimedSocket) -> bool:
    if stream is None or stream.closed:
        return False
    sock.deadline = min(sock.deadline, time.monotonic() + _SURPLUS_WAIT)
    try:
        return bool(stream.read(1))
    except OSError:  # nothing came, or the server hung up: no surplus
        return False


def _unpacker(headers: Message, url: str):
    encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding in {"identity", ""}:
        return None
    if encoding in {"gzip", "x-gzip"}:
        return zlib.decompressobj(wbits=31)
    raise InputError(
        f"{_short(url)} is packed as {encoding[:40]!r}, which was not asked for: {_SAVE}"
    )


def _unpacked(unpack, piece: bytes, left: int, url: str) -> bytes:
    try:
        found = unpack.decompress(piece, left + 1)
    except zlib.error as failure:
        raise InputError(f"{_short(url)} is packed wrongly ({failure}): try again") from failure
    if len(found) > left:
        raise InputError(
            f"{_short(url)} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes: it is no article"
        )
    return found


def _length(headers: Message, url: str) -> int | None:
    said = {value.strip() for value in headers.get_all("Content-Length", [])}
    if not said or headers.get("Transfer-Encoding"):
        return None
    if len(said) > 1 or not all(value.isascii() and value.isdigit() for value in said):
        raise InputError(f"{_short(url)} announces no possible length: do not trust it")
    (value,) = said
    if len(value) > 15:
        raise InputError(_too_large(url, MAX_WIRE_BYTES))
    return int(value)


def _too_large(url: str, limit: int) -> str:
    return f"{_short(url)} sends more than the {limit:,} bytes that are taken: it is no article"


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/%:=&?~#+!$,;'@()*[]|")


def _short(url: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in url)
    return shown if len(shown) <= 100 else shown[:97] + "…"
