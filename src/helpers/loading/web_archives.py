"""Web archives (WARC): each page or text that a crawler fetched, one at a time.

What is damaged, cut short, too large or no page costs its own record: the next one is looked for
behind it. Members of a packed archive are unpacked here, whole and checked, before their records
are read; what is held is one record, and that is bounded.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, extras_named
from ..escaping import printable
from .article_drafts import Fetched
from .days import day_of
from .file_kinds import MAX_BYTES, kind_of, kind_served
from .packing import BARE, GZIP, ZLIB, inflated
from .parsers import refusing

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

ARCHIVES = (".warc", ".warc.gz")
MAX_RECORD = 32_000_000
"""Largest record taken, in bytes as the crawler kept it."""
MAX_HEAD = 1_000_000
"""Most bytes of a record's heads."""
_READ = frozenset({"html", "text", "markdown"})
_GZIP = b"\x1f\x8b"
_CHUNK = 16_384  # unpacks to sixteen megabytes at worst
_START = re.compile(rb"WARC/[01]\.\d{1,3}\r?\n")
_AGAIN = "fetch it again"


def stream_archive(path: Path, name: str) -> Iterator[Fetched | InputError]:
    """What was fetched of each page, in order; a record that gives none as its InputError.

    Raises InputError for a file that holds no response at all, and where warcio is missing.
    """
    with extras_named():
        from warcio.recordloader import ArcWarcRecordLoader

    # It would print addresses, unescaped, that it finds odd.
    logging.getLogger("warcio").addHandler(logging.NullHandler())
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    found, number = False, 0
    with path.open("rb", buffering=0) as file:
        for part in _parts(file):
            number += 1
            if isinstance(part, str):
                found = True
                yield InputError(f"{name} record {number} {part}: {_AGAIN}")
                continue
            number -= 1
            for record in _records(part, loader):
                number += 1
                one = _told(record, f"{name} record {number}")
                if one is not None:
                    found = True
                    yield one
    if not found:
        raise InputError(f"{name} is no web archive, or holds no page: name a WARC of a crawl")


class _Bounded(io.BufferedReader):
    """A stream whose lines, read of heads alone, are bounded for each record."""

    left = MAX_HEAD

    def readline(self, size: int | None = -1, /) -> bytes:
        if self.left <= 0:
            raise InputError(f"its heads have more than {MAX_HEAD:,} bytes")
        line = super().readline(self.left if size is None or size < 0 else min(size, self.left))
        self.left -= len(line)
        return line

    def next_start(self) -> tuple[bytes, bool]:
        """The line that begins the next record, and whether more than blanks stood before it."""
        passed = False
        while line := super().readline(_CHUNK):
            if _START.fullmatch(line):
                self.left = MAX_HEAD
                return line, passed
            passed = passed or bool(line.strip())
        return b"", passed


def _parts(file: io.FileIO) -> Iterator[_Bounded | str]:
    """The archive as it is, or each member of a packed one unpacked; or why that cannot be."""
    packed = file.read(2) == _GZIP
    file.seek(0)
    if not packed:
        yield _Bounded(file)
        return
    rest = file.read(_CHUNK)
    while rest.strip(b"\x00"):
        start = file.tell() - len(rest)
        try:
            data, rest = _member(file, rest)
        except zlib.error as failure:
            yield f"is packed wrongly ({failure})"
            file.seek(start + 1)
            rest = _next_member(file)
        except EOFError:
            yield "is cut short: the file ends inside it"
            return
        else:
            yield data if isinstance(data, str) else _Bounded(io.BytesIO(data))
            rest = rest or file.read(_CHUNK)


def _member(file: io.FileIO, rest: bytes) -> tuple[bytearray | str, bytes]:
    """One member, whole and checked, and the bytes read behind it."""
    unpack = zlib.decompressobj(wbits=31)
    whole, size = bytearray(), 0
    while True:
        piece = unpack.decompress(rest)
        size += len(piece)
        if size <= MAX_RECORD:
            whole += piece
        if unpack.eof:
            break
        rest = file.read(_CHUNK)
        if not rest:
            raise EOFError
    if size > MAX_RECORD:
        return f"unpacks to {size:,} bytes, more than the {MAX_RECORD:,} taken", unpack.unused_data
    return whole, unpack.unused_data


def _next_member(file: io.FileIO) -> bytes:
    """The bytes from the next member that begins like a record; none where there is none."""
    held = b""
    while piece := file.read(_CHUNK):
        held += piece
        at = held.find(_GZIP)
        while at >= 0:
            if len(held) - at < _CHUNK and (more := file.read(_CHUNK)):
                held += more
            if _begins_record(held[at : at + _CHUNK]):
                return held[at:]
            at = held.find(_GZIP, at + 1)
        held = held[-1:]
    return b""


def _begins_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 5) == b"WARC/"
    except zlib.error:
        return False


def _records(
    stream: _Bounded, loader: ArcWarcRecordLoader
) -> Iterator[ArcWarcRecord | InputError | str]:
    """The records of a stream, each drained before the next; why not, for one that is damaged."""
    sound = True
    while True:
        line, passed = stream.next_start()
        if passed and sound:
            yield "is damaged: its bytes belong to no record"
        if not line:
            return
        try:
            with refusing("its head is damaged", _AGAIN):
                record = loader.parse_record_stream(stream, line, "warc")
            if record.length is None:
                raise InputError("its head tells no length")
        except InputError as failure:
            sound = False
            yield f"is damaged: {failure}"
            continue
        sound = True
        yield record
        while record.raw_stream.read(65_536):
            continue


def _told(record: ArcWarcRecord | str, where: str) -> Fetched | InputError | None:
    """What was fetched; why nothing; None for a record that is not of an answer."""
    if isinstance(record, str):
        return InputError(f"{where} {record}: {_AGAIN}")
    if record.rec_type not in {"response", "resource", "conversion", "revisit"}:
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "")[:2000]
    try:
        return _fetched(record, url, f"{where} ({printable(url)[:100]})")
    except InputError as failure:
        return failure


def _fetched(record: ArcWarcRecord, url: str, where: str) -> Fetched:
    told, http = record.rec_headers.get_header, record.http_headers
    if record.rec_type == "revisit":
        raise InputError(f"{where} only points to an earlier record of the same page")
    if http and http.get_statuscode() != "200":
        raise InputError(f"{where} answers {printable(http.statusline)[:60]}, and is no page")
    if cut := told("WARC-Truncated") or told("WARC-Segment-Number"):
        raise InputError(f"{where} was cut short by its crawler ({printable(cut)[:20]}): {_AGAIN}")
    said = http.get_header("Content-Type") if http else record.content_type
    kind, charset = kind_served(said, where)
    data = _body(record, where)
    kind = kind or kind_of(Path(url.split("?")[0]).name, data[:4096])
    if kind not in _READ:
        raise InputError(f"{where} is {kind}, neither page nor text: save it as a file of its own")
    return Fetched(url, data, kind, charset, day_of(told("WARC-Date")))


def _body(record: ArcWarcRecord, where: str) -> bytes:
    """The bytes of a page as its reader would have got them, whole; else an InputError."""
    if record.length > MAX_RECORD:
        raise InputError(f"{where} has {record.length:,} bytes, more than the {MAX_RECORD:,} taken")
    data: bytes = record.raw_stream.read()
    http = record.http_headers
    due = record.payload_length if record.payload_length >= 0 else record.length
    chunked = packed = ""
    if http:
        chunked = (http.get_header("Transfer-Encoding") or "").strip().lower()
        packed = (http.get_header("Content-Encoding") or "").strip().lower()
        announced = http.get_header("Content-Length") or ""
        if announced.isdecimal() and len(announced) < 15 and not chunked and not packed:
            due = max(due, int(announced))
    if len(data) < due:
        raise InputError(f"{where} is cut short: {len(data):,} of {due:,} bytes: {_AGAIN}")
    if chunked == "chunked":
        data = _joined(data, where)
    return _unpacked(data, packed, where)


def _joined(data: bytes, where: str) -> bytes:
    """The chunks as one; many crawlers have joined them already, and kept the head that says so."""
    from warcio.bufferedreaders import ChunkedDataReader

    if not re.match(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r\n", data):
        return data
    with refusing(f"{where} is damaged or cut short among its chunks", _AGAIN):
        joined: bytes = ChunkedDataReader(io.BytesIO(data), raise_exceptions=True).read()
    return joined


def _unpacked(data: bytes, packed: str, where: str) -> bytes:
    """The bytes unpacked, unless the crawler had done so and kept the head that says otherwise."""
    if packed in {"gzip", "x-gzip"} and data.startswith(_GZIP):
        form = GZIP
    elif packed == "deflate" and data:
        form = ZLIB if data.startswith(b"x") else BARE
    elif packed in {"", "identity", "gzip", "x-gzip", "deflate"}:
        return data
    else:
        raise InputError(f"{where} is packed as {packed[:20]!r}, which is not read here: {_AGAIN}")
    return inflated(data, where, most=MAX_BYTES["html"], advice=_AGAIN, form=form)
