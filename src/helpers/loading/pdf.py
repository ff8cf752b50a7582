"""PDF to drafts: paragraphs in reading order, each with its page; heads and feet of pages marked.

pdfminer.six finds the order of lines and boxes. Lines of a paragraph are joined by a blank; a
hyphen at the end of a line is kept as printed, only a soft one is dropped.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from ..errors import InputError
from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions
from .parsers import refusing
from .raised import raised

MAX_PAGES = 200
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# What a browser or a word processor prints on the edge of each page, one page or many.
_STAMP = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?\b.{0,150}"
    r"|(?:https?://\S{1,150} ?)?(?:(?:page )?\d{1,3} ?(?:/|of) ?\d{1,3})?"
    r"|(?:page |[–—-] ?)?\d{1,4}(?: ?[–—-])?",
    re.IGNORECASE,
)
_EDGE = 0.09  # share of a page's height where running heads and feet stand
_SMALL, _RAISED = 0.8, 0.15  # of the line's size: smaller than this, higher than that, is a mark
_REMEDY = "save it again, or copy the article into a text file"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One paragraph as laid out."""

    text: str
    page: int
    size: float
    top: float  # share of the page's height, 0 at its foot
    last_page: int


def read_pdf(data: bytes, name: str, _: LoadingOptions) -> ArticleDraft:
    """A draft of the PDF's text; raises InputError for locked, scanned and damaged files."""
    pieces = _pieces(data, name)
    if not pieces:
        raise InputError(
            f"{name} holds pages but no text (a scan?): run text recognition (OCR) on it first"
        )
    running = _running_lines(pieces)
    pieces = _joined_over_pages(pieces, running)
    body = _body_size(pieces)
    title = _title_of(pieces, running, body)
    texts, origins, position = [], [], 0
    for index, piece in enumerate(pieces):
        kind = zone = reason = None
        if piece in running:
            kind, zone, reason = "notice", "boilerplate", "head or foot of the printed page"
        elif index == title:
            kind, zone = "title", "headline"
        elif piece.size > 1.08 * body and len(piece.text) < 200 and not _ENDS.search(piece.text):
            kind, zone = "subhead", "subhead"
        place = f"page {piece.page}"
        if piece.last_page != piece.page:
            place += f"-{piece.last_page}"
        origins.append(Origin(position, position + len(piece.text), place, kind, zone, reason))
        texts.append(piece.text)
        position += len(piece.text) + 1
    facts = {"title": pieces[title].text} if title is not None else {}
    return ArticleDraft("\n".join(texts), origins, facts)


def _pieces(data: bytes, name: str) -> list[_Piece]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    found: list[_Piece] = []
    with refusing(f"{name} is a damaged PDF", _REMEDY):
        try:
            for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=LAParams()), 1):
                if number > MAX_PAGES:
                    raise InputError(
                        f"{name} has more than {MAX_PAGES} pages: name the pages of one article"
                    )
                height = page.height or 1.0
                boxes = [box for box in page if isinstance(box, LTTextBox)]
                for box in boxes:
                    for lines in _paragraphs(box):
                        found.extend(_piece(lines, number, height))
        except (PDFPasswordIncorrect, PDFEncryptionError) as failure:
            raise InputError(
                f"{name} is locked with a password: save an unlocked copy"
            ) from failure
    return found


def _paragraphs(box: Any) -> Iterator[list]:
    """The lines of a box, parted where a new line is indented after a finished sentence."""
    from pdfminer.layout import LTTextLine

    lines = [line for line in box if isinstance(line, LTTextLine) and line.get_text().strip()]
    current: list = []
    for line in lines:
        if current:
            previous = current[-1]
            indented = line.x0 > box.x0 + 6 and abs(previous.x0 - box.x0) < 6
            larger = abs(_size(line) - _size(previous)) > 0.15 * _size(previous)
            if larger or (indented and _ENDS.search(previous.get_text().rstrip())):
                yield current
                current = []
        current.append(line)
    if current:
        yield current


def _piece(lines: Sequence, page: int, height: float) -> Iterator[_Piece]:
    text = ""
    for line in lines:
        words = re.sub(r"[ \t\r\n\f\v]+", " ", _printed(line)).strip(" ").replace("\x00", "\ufffd")
        if text.endswith("\u00ad"):
            text = text[:-1] + words
        elif text.endswith("-") or not text:
            text += words
        else:
            text += " " + words
    if text:
        yield _Piece(text, page, median(map(_size, lines)), lines[0].y1 / height, page)


def _printed(line: Any) -> str:
    """The words of a line; smaller characters above its foot in raised ones."""
    from pdfminer.layout import LTChar

    size = median(piece.size for piece in line if isinstance(piece, LTChar))
    foot = median(piece.y0 for piece in line if isinstance(piece, LTChar))
    words: list[str] = []
    mark = ""
    for piece in line:
        small = isinstance(piece, LTChar) and piece.size < _SMALL * size
        if small and piece.y0 > foot + _RAISED * size:
            mark += piece.get_text()
            continue
        words += (raised(mark), piece.get_text())
        mark = ""
    return "".join(words) + raised(mark)


def _size(line: Any) -> float:
    return max(1.0, line.height)


def _running_lines(pieces: Sequence[_Piece]) -> frozenset[_Piece]:
    """Heads and feet: short lines at the edge that stand on two pages, figures apart.

    On a single page they are told by a browser's stamp, and so is what stands on its line.
    """
    pages: dict[str, set[int]] = {}
    edge = [piece for piece in pieces if _at_edge(piece)]
    for piece in edge:
        pages.setdefault(_shape(piece.text), set()).add(piece.page)
    stamped = {(p.page, round(p.top, 2)) for p in edge if _STAMP.fullmatch(p.text)}
    return frozenset(
        piece
        for piece in edge
        if len(pages[_shape(piece.text)]) > 1 or (piece.page, round(piece.top, 2)) in stamped
    )


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _at_edge(piece: _Piece) -> bool:
    return len(piece.text) < 200 and not _EDGE < piece.top < 1 - _EDGE


def _joined_over_pages(pieces: Sequence[_Piece], running: frozenset[_Piece]) -> list[_Piece]:
    """Paragraphs that a page break cuts are made whole; what stood between comes after them."""
    done: list[_Piece] = []
    between: list[_Piece] = []
    for piece in pieces:
        if piece in running:
            between.append(piece)
            continue
        before = done[-1] if done else None
        if (
            before is not None
            and piece.page == before.last_page + 1
            and not _ENDS.search(before.text)
            and piece.text[0].islower()
            and len(before.text) < 20_000
        ):
            glue = "" if before.text.endswith("-") else " "
            done[-1] = _Piece(
                before.text + glue + piece.text, before.page, before.size, before.top, piece.page
            )
            continue
        done.extend(between)
        between = []
        done.append(piece)
    return done + between


def _body_size(pieces: Sequence[_Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _title_of(pieces: Sequence[_Piece], running: frozenset[_Piece], body: float) -> int | None:
    """The index of the largest print on the first page, where it is clearly larger than text."""
    best = None
    for index, piece in enumerate(pieces):
        if piece.page != 1 or piece in running or len(piece.text) > 300:
            continue
        if piece.size > 1.25 * body and (best is None or piece.size > pieces[best].size):
            best = index
    return best
