"""A parsed page to its visible blocks, each with the path of its element: one walk, no recursion.

Blanks collapse as in a browser; a non-breaking space stays. A row of a table is one block, its
cells parted by tabs. What is hidden, scripted or a control is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ..vocabulary import load
from .raised import level_fractions, raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_TWO_BREAKS = re.compile(r"\x00\s*\x00[\s\x00]*")
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_NAMES = re.compile(r"[a-z0-9]+(?:[-_]{1,2}[a-z0-9]+)*", re.IGNORECASE)

_BODY_PART = re.compile(
    r"[-_]{1,2}(?:content|text|container|wrapper|inner|main|copy|columns?|component|paragraphs?)$"
)

_LEFT_OUT = frozenset(
    "title script style noscript template iframe object embed applet svg math canvas audio video "
    "button select input textarea datalist head base link meta map frameset".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr "
    "q rp rt ruby s samp small span strike strong sub sup time tt u var wbr amp-img picture "
    "source track".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAX_BOXES = 20  # nested boxes that are remembered
CHROME = "furniture of the page, not reporting"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the elements around a piece of text say of it.

    ``boxes`` are those whose tag, role or name makes them furniture of the page: path and reason,
    outermost first. ``article`` is the path of the innermost article element, ``body`` that of
    the innermost one that is marked as an article's text.
    """

    kind: str | None = None
    zone: str | None = None
    boxes: tuple[tuple[str, str], ...] = ()
    article: str = ""
    in_article: bool = False
    body: str = ""
    in_row: bool = False
    verbatim: bool = False
    tag: str = "body"


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block: its text, the path of its element, and what the markup says of it.

    ``linked`` counts its characters inside links.
    """

    text: str
    path: str
    setting: Setting
    linked: int


def visible_blocks(root: HtmlElement) -> list[Block]:
    """The blocks of an lxml tree in document order; linear in its size."""
    return list(_Walk().blocks(root))


class _Walk:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.steps: list[str] = []
        self.linked = 0
        self.link_depth = 0
        self.raised_depth = 0

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        start = Setting()
        stack = [("enter", root, start, f"/{_tag(root)}[1]")]
        while stack:
            action, element, setting, step = stack.pop()
            tag = _tag(element)
            if action == "tail":
                self.add(element.tail)
            elif action == "leave":
                yield from self.leave(element, tag, setting)
            elif tag in _LEFT_OUT or _is_hidden(element):
                continue
            elif tag == "br":
                # Two breaks part paragraphs on old pages, one is a blank.
                self.pieces.append("\x00")
            else:
                if (tag not in _INLINE and not setting.in_row) or tag == "tr":
                    yield from self.flush(setting)
                inner = _setting_of(element, tag, setting, self.steps, step)
                self.enter(element, tag, step)
                stack.append(("leave", element, inner, step))
                stack.extend(reversed(list(_inside(element, inner))))
        yield from self.flush(start)

    def enter(self, element: HtmlElement, tag: str, step: str) -> None:
        self.steps.append(step)
        self.link_depth += _leads_away(element, tag)
        self.raised_depth += tag == "sup"
        self.add(element.text)

    def leave(self, element: HtmlElement, tag: str, setting: Setting) -> Iterator[Block]:
        if (tag not in _INLINE and not setting.in_row) or tag == "tr":
            yield from self.flush(setting)
        elif tag in {"td", "th"}:
            self.pieces.append("\t")
        elif setting.in_row and tag not in _INLINE:
            self.pieces.append(" ")
        self.link_depth -= _leads_away(element, tag)
        self.raised_depth -= tag == "sup"
        self.steps.pop()

    def add(self, text: str | None) -> None:
        if text:
            text = text.replace("\x00", "\ufffd")
            self.pieces.append(raised(text) if self.raised_depth else text)
            if self.link_depth:
                self.linked += len(text)

    def flush(self, setting: Setting) -> Iterator[Block]:
        if not self.pieces:
            return
        joined, linked = "".join(self.pieces), self.linked
        self.pieces, self.linked = [], 0
        parts = joined.split("\n") if setting.verbatim else _TWO_BREAKS.split(joined)
        path = "".join(self.steps)
        for part in parts:
            if setting.in_row:
                cells = [_BLANKS.sub(" ", cell).strip(" ") for cell in part.split("\t")]
                text = "\t".join(cells).replace("\x00", " ").rstrip("\t ")
            else:
                text = _BLANKS.sub(" ", part.replace("\x00", " ")).strip(" ")
            if text.strip("\t"):
                yield Block(level_fractions(text), path, setting, min(linked, len(text)))


def _inside(
    element: HtmlElement, inner: Setting
) -> Iterator[tuple[str, HtmlElement, Setting, str]]:
    """The steps of the walk through an element: each child, and the text behind it."""
    counts: dict[str, int] = {}
    for child in element:
        if isinstance(child.tag, str):  # else a comment, an instruction or an entity
            name = _tag(child)
            counts[name] = counts.get(name, 0) + 1
            yield "enter", child, inner, f"/{name}[{counts[name]}]"
        yield "tail", child, inner, ""


def _tag(element: HtmlElement) -> str:
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else "#"


def _leads_away(element: HtmlElement, tag: str) -> bool:
    """True for a link to elsewhere; posts of a live page link their headline to themselves."""
    return tag == "a" and not (element.get("href") or "#").startswith("#")


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style[:2000]))


def _setting_of(
    element: HtmlElement, tag: str, outer: Setting, steps: list[str], step: str
) -> Setting:
    """The setting inside an element: markup narrows it, the inner word wins."""
    if tag in _INLINE and tag != "time":
        return outer
    whole = _names_of(element, tag)
    names = whole | _parts_of(whole)
    role = (element.get("role") or "").lower()
    found = replace(outer, tag=tag)
    is_article = tag == "article" or (element.get("itemtype") or "")[-80:].endswith("Article")
    if is_article or tag == "main" or role == "main":
        found = replace(found, in_article=True)
    if is_article:
        found = replace(found, article="".join(steps) + step)
    if element.get("itemprop") == "articleBody" or _is_body(names):
        found = replace(found, in_article=True, body="".join(steps) + step)
    if tag not in {"html", "body", "main"} and len(outer.boxes) < _MAX_BOXES and not outer.in_row:
        reason = _box_of(tag, role, names, outer)
        if reason:
            box = ("".join(steps) + step, reason)
            found = replace(found, boxes=(*outer.boxes, box))
    return _of_kind(found, element, tag, whole, outer)


def _of_kind(
    found: Setting, element: HtmlElement, tag: str, names: set[str], outer: Setting
) -> Setting:
    """The setting with what tag and names say of the kind of text."""
    page = _page_words()
    if tag in _HEADINGS:
        return replace(found, kind="subhead", zone=None)
    if tag in {"figcaption", "caption"} or _ends_in(names, page["caption_words"]):
        return replace(found, kind="caption")
    if _ends_in(names, page["standfirst_words"]) and not outer.body:
        return replace(found, kind="subhead", zone="headline")
    if tag in {"li", "dt", "dd"}:
        return replace(found, kind="list")
    if tag == "table" and not outer.in_row:
        return replace(found, kind="table") if _holds_data(element) else found
    if tag == "tr" and outer.kind == "table":
        return replace(found, in_row=True)
    if tag == "pre":
        return replace(found, verbatim=True)
    if tag == "p" and outer.kind not in {"caption", "list", "table"} and outer.zone is None:
        return replace(found, kind="paragraph")
    return found


def _names_of(element: HtmlElement, tag: str) -> set[str]:
    """The words of class, id, itemprop and tag, compound ones whole."""
    said = " ".join(
        (element.get(key) or "")[:300] for key in ("class", "id", "itemprop", "data-component")
    )
    if "-" in tag:  # elements of one's own, as <amp-consent>
        said += " " + tag[:60]
    if not said.strip():
        return set()
    return {name.lower() for name in _NAMES.findall(said)}


def _parts_of(names: set[str]) -> set[str]:
    return {part for name in names for part in re.split(r"[-_]+", name)}


def _ends_in(names: set[str], words: frozenset[str]) -> bool:
    # Not by its parts: an element may be named after its story ("credit-bank-cuts-jobs").
    return any(name in words or name.rpartition("__")[2] in words for name in names)


def _is_body(names: set[str]) -> bool:
    words = _page_words()["body_words"]
    return any(
        name in words or ((part := _BODY_PART.search(name)) and name[: part.start()] in words)
        for name in names
    )


def _box_of(tag: str, role: str, names: set[str], outer: Setting) -> str | None:
    """Why an element is furniture; None where it is none."""
    page = _page_words()
    if (tag == "article" and not outer.in_article) or _is_body(names):
        return None  # "meta", "live" and the like on the article itself say nothing
    for reason, words in _boxes():
        if names & words:
            return reason
    if (
        tag in page["chrome_tags"]
        or role in page["chrome_roles"]
        or names & page["chrome_words"]
        or (tag == "header" and not outer.in_article)
    ):
        return CHROME
    return None


def _holds_data(table: HtmlElement) -> bool:
    """True for a table of data, False for one that lays out a page."""
    if table.get("role") == "presentation":
        return False
    cells = breaks = longest = 0
    for inner in table.iterdescendants():
        tag = _tag(inner)
        if tag in {"table", "h1", "h2", "form", "article"}:
            return False
        cells += tag in {"td", "th"}
        breaks += tag in {"br", "p", "div"}
        longest = max(longest, len(inner.text or ""), len(inner.tail or ""))
    return cells >= 2 and breaks <= 2 * cells and longest < 400


@cache
def _page_words() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in load("loading")["page"].items()}


@cache
def _boxes() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((reason, frozenset(words)) for reason, words in load("loading")["boxes"].items())
