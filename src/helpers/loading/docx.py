"""Word files to drafts: paragraphs and table rows in order, each with its number in the file.

Tracked changes are read as if all were accepted, and a note says so.
"""

from __future__ import annotations

import io
import re
from typing import Any

from ..errors import InputError
from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions
from .file_kinds import checked_archive
from .parsers import refusing
from .raised import raised

_MAX_UNPACKED = 100_000_000
_MAX_PARTS_TO_READ = 32_000_000  # of XML; its tree takes some twenty times as much
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1", b"windows-1252"})
_REMEDY = "open it in Word, save it again as .docx, or copy the article into a text file"


def read_docx(data: bytes, name: str, _: LoadingOptions) -> ArticleDraft:
    """A draft of the document; raises InputError for damaged, locked and hostile files."""
    archive = checked_archive(data, name, wanted="word/document.xml", max_bytes=_MAX_UNPACKED)
    for member in archive.infolist():
        if not member.filename.endswith((".xml", ".rels")):
            continue
        if member.file_size > _MAX_PARTS_TO_READ:
            raise InputError(f"{name} holds {member.file_size:,} bytes of XML: it is no article")
        if _declares_entities(archive.read(member)):
            raise InputError(
                f"{name} declares entities in its XML, or hides its letters, as no Word file does: "
                "do not open it"
            )
    with refusing(f"{name} is a damaged Word file", _REMEDY):
        return _draft(data)


def _declares_entities(part: bytes) -> bool:
    # Anywhere: a comment of any length may stand before one. In a text "<" is written "&lt;".
    # In UTF-16 and UTF-32 the same letters stand between NULs; in what else libxml2 reads (code
    # pages of mainframes, UTF-7) they would be other bytes, and Word writes none of it.
    plain = part.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    said = re.match(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.-]{1,40})", plain)
    return (
        not plain.startswith(b"<")
        or (said is not None and said[1].lower() not in _ENCODINGS)
        or re.search(rb"<!(?:DOCTYPE|ENTITY)", plain, re.IGNORECASE) is not None
    )


def _draft(data: bytes) -> ArticleDraft:
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    changes = _plain(document.element.body)
    texts: list[str] = []
    origins: list[Origin] = []
    position = 0
    title = None

    def add(text: str, place: str, kind: str | None, zone: str | None) -> None:
        nonlocal position
        text = re.sub(r"[ \t\r\n\f\v]+" if kind != "table" else r"[ \r\n\f\v]+", " ", text)
        text = text.strip(" ").replace("\x00", "\ufffd")
        if text.strip():
            origins.append(Origin(position, position + len(text), place, kind, zone))
            texts.append(text)
            position += len(text) + 1

    paragraphs = tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            tables += 1
            for number, row in enumerate(block.rows, 1):
                add("\t".join(_cells(row)), f"table {tables} row {number}", "table", None)
            continue
        paragraphs += 1
        kind, zone = _kind_of(block.style.name if block.style is not None else "")
        if kind == "title":
            title = title or block.text.strip() or None
        add(block.text, f"paragraph {paragraphs}", kind, zone)
    facts = {
        "title": " ".join(title.split()) if title else None,
        "byline": (document.core_properties.author or "").strip() or None,
    }
    # What every library writes where nobody is the author.
    if facts["byline"] in {"python-docx", "Microsoft Office User", "user", "User"}:
        facts["byline"] = None
    notes = (f"{changes} tracked changes, read as accepted",) if changes else ()
    known = {key: value for key, value in facts.items() if value}
    return ArticleDraft("\n".join(texts), origins, known, notes)


def _plain(body: Any) -> int:
    """Take out what python-docx does not look into; the number of tracked changes among it.

    Insertions, content controls and tags give way to what they hold, deletions go, and raised
    marks are written in raised characters.
    """
    from docx.oxml.ns import qn

    changes = 0
    for mark in body.xpath(".//w:trPr/w:del"):
        _remove(mark.getparent().getparent())
        changes += 1
    for control in body.xpath(".//w:sdt[w:sdtPr/w:showingPlcHdr]"):
        _remove(control)  # "Click to enter text": nobody wrote it
    for gone in body.xpath(".//w:del | .//w:moveFrom | .//w:sdtPr | .//w:sdtEndPr"):
        changes += gone.tag in {qn("w:del"), qn("w:moveFrom")} and len(gone) > 0
        _remove(gone)
    held = ".//w:ins | .//w:moveTo | .//w:smartTag | .//w:customXml | .//w:sdt | .//w:sdtContent"
    for wrapper in body.xpath(held):
        changes += wrapper.tag in {qn("w:ins"), qn("w:moveTo")} and len(wrapper) > 0
        for inner in list(wrapper):
            wrapper.addprevious(inner)
        _remove(wrapper)
    for words in body.xpath(".//w:r[w:rPr/w:vertAlign/@w:val='superscript']/w:t"):
        words.text = raised(words.text or "")
    return changes


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _cells(row: Any) -> list[str]:
    found: list[str] = []
    previous = None
    for cell in row.cells:
        if cell._tc is not previous:  # a merged cell is handed out once a column
            found.append(re.sub(r"\s+", " ", cell.text))
        previous = cell._tc
    return found


def _kind_of(style: str | None) -> tuple[str | None, str | None]:
    name = (style or "").lower()
    if name == "title":
        return "title", "headline"
    if name == "subtitle":
        return "subhead", "headline"
    if name.startswith("heading"):
        return "subhead", "subhead"
    if name.startswith("list"):
        return "list", None
    if name == "caption":
        return "caption", None
    return None, None
