"""What kind of file this is: by its first bytes where they tell, else by its name."""

from __future__ import annotations

import io
import re
import zipfile
from email.message import Message
from pathlib import PurePath

from ..errors import InputError
from .parsers import refusing

MAX_BYTES = {
    "html": 20_000_000,
    "pdf": 50_000_000,
    "docx": 20_000_000,
    "rows": 200_000_000,
}
"""Largest file taken of each kind; text is bounded by its characters instead."""

_BY_SUFFIX = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "rows",
    ".tsv": "rows",
    ".jsonl": "rows",
    ".ndjson": "rows",
    ".json": "rows",
}
SUFFIXES = frozenset({*_BY_SUFFIX, ".txt", ".text"})
"""Endings of files that a folder run takes for articles."""

_SERVED = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_TELL_BY_BYTES = frozenset({"", "application/octet-stream", "binary/octet-stream"})

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,2000}-->\s{0,100})?"
    rb"<(?:!doctype\s{1,20}html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE,
)
_AS_CSV = "save its sheet as CSV, one article a row"
_ARCHIVES = (
    ("xl/workbook.xml", "a workbook", _AS_CSV),
    ("xl/workbook.bin", "a workbook", _AS_CSV),
    ("ppt/presentation.xml", "a presentation", "copy the article into a text file"),
    ("META-INF/container.xml", "an e-book", "copy the article into a text file"),
    ("Index/Document.iwa", "a file of Pages, Numbers or Keynote", "export it as .docx or CSV"),
)
_MHTML = re.compile(rb"(?:From:|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE)


def kind_of(name: str, head: bytes) -> str:
    """text, markdown, html, pdf, docx or rows, from the name and the first kilobytes."""
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in head[:1024] and not _PAGE.match(head):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if _BY_SUFFIX.get(suffix) in {"markdown", "rows"}:
        return _BY_SUFFIX[suffix]
    if _PAGE.match(head):
        return "html"
    return _BY_SUFFIX.get(suffix, "text")


def kind_served(content_type: str | None, name: str) -> tuple[str | None, str | None]:
    """Kind and charset by the head of an answer, None where it tells none; raises InputError."""
    head = Message()
    head["Content-Type"] = content_type or ""
    said = head.get_content_type() if content_type else ""
    if said not in _SERVED and said not in _TELL_BY_BYTES:
        raise InputError(f"{name} is {said[:60]}, no article: name a page, a text or a PDF")
    return _SERVED.get(said), head.get_content_charset()


def refuse_wrong_kind(kind: str, head: bytes, name: str) -> None:
    """InputError for a file that claims by its name to be what its first bytes are not."""
    if not head:
        raise InputError(f"{name} is empty: it needs the article's text")
    if kind == "pdf" and b"%PDF-" not in head[:1024]:
        raise InputError(f"{name} is named a PDF but does not begin like one: save it again")
    if kind == "docx" and not head.startswith(b"PK"):
        raise InputError(f"{name} is named .docx but is no such file: save it again from Word")
    if kind == "html" and head.startswith((b"From:", b"MIME-Version:")) and _MHTML.match(head):
        raise InputError(
            f"{name} is a web archive (MHTML): save the page as 'HTML only' and try again"
        )


def checked_archive(data: bytes, name: str, *, wanted: str, max_bytes: int) -> zipfile.ZipFile:
    """The zip archive, once every member is known to be small, sound and inside its folder.

    Each member is unpacked once in small pieces, so that headers that lie about sizes are found
    before a parser trusts them. Raises InputError.
    """
    with refusing(f"{name} is a damaged archive", "save or download it again"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > 2_000:
            raise InputError(f"{name} holds {len(members):,} members: no article needs as many")
        for member in members:
            _check_name(member.filename, name)
            if member.flag_bits & 1:
                raise InputError(f"{name} is locked with a password: save an unlocked copy")
        if wanted not in archive.namelist():
            what, remedy = _what_it_is(archive)
            raise InputError(f"{name} is {what}, no Word file: {remedy}")
        left = max_bytes
        for member in members:
            with archive.open(member) as packed:
                while piece := packed.read(65_536):
                    left -= len(piece)
                    if left < 0:
                        raise InputError(
                            f"{name} unpacks to more than {max_bytes:,} bytes: it is no article"
                        )
    return archive


def _what_it_is(archive: zipfile.ZipFile) -> tuple[str, str]:
    """What an archive holds by the names of its members, and what to do with it."""
    members = set(archive.namelist())
    for member, what, remedy in _ARCHIVES:
        if member in members:
            return what, remedy
    if "mimetype" in members:
        with archive.open("mimetype") as said:
            sheet = b"spreadsheet" in said.read(200)
        return "an OpenDocument file", _AS_CSV if sheet else "save it as .docx"
    return "an archive", "unpack it and name the article in it"


def _check_name(member: str, name: str) -> None:
    parts = member.replace("\\", "/").split("/")
    if member.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", member):
        raise InputError(
            f"{name} holds {member[:60]!r}, which climbs out of its folder: do not open it"
        )
