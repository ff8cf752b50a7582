"""Title, outlet, byline, date, address and language as a page states them, and what it disputes.

Sources in order of trust: schema.org (JSON-LD, microdata), Open Graph and other meta elements,
then what is printed. A date that the page contradicts is not taken: better none than a wrong one.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..vocabulary import load
from .blocks import Block
from .days import day_of, worded_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_ARTICLE_TYPES = re.compile(r"article|report|posting|review|liveblog", re.IGNORECASE)
_BY = re.compile(r"^(?:by|words by|story by)\s+", re.IGNORECASE)
_CODED = re.compile(r"[a-z0-9_.@-]+")  # "haldenpost", "haldenpost.com"
_DATELINE = re.compile(r"[A-Z][^()\n]{0,60}\(([A-Z][^()\n]{0,30})\)\s?[-–—]")
_FEWEST_SOLD = 60  # characters of a paragraph that surely belongs to a story
_MAX_SOLD = 200  # elements looked at
_MAX_SCRIPTS, _MAX_SCRIPT_CHARS = 20, 1_000_000
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "dc.date.issued", "dc.date", "date", "pubdate",
)  # fmt: skip

Facts = dict[str, object]


def facts_of(
    root: HtmlElement, blocks: Sequence[Block], *, url: str | None
) -> tuple[Facts, tuple[str, ...]]:
    """The facts of a page under the keys of the metadata file, and notes on what was in doubt."""
    meta = _metas(root)
    linked = _article_item(root)
    address = _address(root, meta, url)
    published, notes = _published(root, meta, linked, blocks, address)
    byline = _byline(root, meta, linked)
    facts: Facts = {
        "title": _title(root, meta, linked, blocks),
        "outlet": _outlet(meta, linked),
        "byline": byline,
        "agency": _agency(byline, _name(linked.get("creditText"))) or _wire(blocks),
        "published": published,
        "url": address,
        "lang": _lang(root, meta),
    }
    return {key: value for key, value in facts.items() if value}, notes


def sells_the_rest(root: HtmlElement, text: str) -> bool:
    """True where the page calls its article paid for, and what it sells is not in ``text``.

    Many pages hold the whole story and hide it by script; they name the classes that they hide.
    """
    linked = _article_item(root)
    if linked.get("isAccessibleForFree") not in (False, "False", "false"):
        return False
    parts = linked.get("hasPart")
    said = [part.get("cssSelector") for part in (parts if isinstance(parts, list) else [parts])[:9]
            if isinstance(part, dict)]  # fmt: skip
    hidden = set(re.findall(r"\.([\w-]{1,80})", " ".join(str(one)[:300] for one in said)))
    words = _plain(text)
    named = (
        element
        for element in (root.iter() if hidden else ())
        if isinstance(element.tag, str) and hidden & set((element.get("class") or "").split())
    )
    for element in islice(named, _MAX_SOLD):
        piece = _plain(element.text_content()[:4000])
        if len(piece) > _FEWEST_SOLD and piece[-_FEWEST_SOLD:] in words:
            return False
    return True


def _outlet(meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The outlet's name as it prints it, where the page has it also as its programs write it."""
    said = (
        _clean(meta.get("og:site_name")),
        _name(linked.get("publisher")),
        _clean(meta.get("application-name")),
    )
    names = [name for name in said if name]
    printed = [name for name in names if not _CODED.fullmatch(name)]
    return next(iter(printed or names), None)


def _wire(blocks: Sequence[Block]) -> str | None:
    """The agency of a dateline: "HALDEN, Norland (AP) — …"."""
    for block in blocks:
        dateline = _DATELINE.match(block.text) if block.setting.in_article else None
        if dateline:
            return _agency(dateline[1])
    return None


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if key and content and key.lower()[:60] not in found:
            found[key.lower()[:60]] = content[:2000]
    return found


def _article_item(root: HtmlElement) -> dict[str, Any]:
    """The first schema.org article of the page's JSON-LD; empty where there is none."""
    scripts = 0
    for element in root.iter("script"):
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        if kind != "application/ld+json" or scripts >= _MAX_SCRIPTS:
            continue
        scripts += 1
        try:
            said = json.loads((element.text or "")[:_MAX_SCRIPT_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and only one of several sources
        for item in _items(said):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(k, str) and _ARTICLE_TYPES.search(k[:60]) for k in kinds[:5]):
                return item
    return {}


def _items(said: object) -> Iterator[dict[str, Any]]:
    waiting, seen = [said], 0
    while waiting and seen < 1_000:
        seen += 1
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item[:200])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def _title(
    root: HtmlElement, meta: dict[str, str], linked: dict[str, Any], blocks: Sequence[Block]
) -> str | None:
    said = (linked.get("headline"), meta.get("og:title"), meta.get("twitter:title"))
    declared = [title for title in map(_clean, said) if title]
    tab = root.find(".//title")
    tab_title = _clean(tab.text_content()) if tab is not None else None
    printed = [block for block in blocks if block.setting.tag == "h1"]
    known = {_plain(text) for text in declared}
    for block in printed:
        plain = _plain(block.text)
        if plain and (plain in known or (tab_title and _plain(tab_title).startswith(plain))):
            return block.text
    # A site prints its own name as the first heading of bare pages: prefer one in the article.
    for block in printed:
        if block.setting.in_article and not block.setting.boxes:
            return block.text
    if declared:
        return declared[0]
    if printed:
        return printed[-1].text
    if tab_title:
        return re.split(r"\s[|–—]\s", tab_title)[0].strip() or None
    return None


def _address(root: HtmlElement, meta: dict[str, str], url: str | None) -> str | None:
    canonical = next(
        (
            link.get("href")
            for link in root.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ),
        None,
    )
    for found in (canonical, meta.get("og:url"), url):
        if found and re.match(r"https?://[^\s/]", found.strip(), re.IGNORECASE):
            return found.strip()[:2000]
    return None


def _byline(root: HtmlElement, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    found = _name(linked.get("author"))
    if not found:
        for key in ("author", "article:author", "byl", "dc.creator", "parsely-author"):
            if meta.get(key) and "://" not in meta[key]:
                found = _clean(meta[key])
                break
    if not found:
        for element in root.iter("a", "span", "p", "div", "address"):
            said = f" {element.get('rel') or ''} {element.get('itemprop') or ''} "
            classes = f" {(element.get('class') or '').lower()} "
            if " author " in said or " byline " in classes or " author " in classes:
                found = _clean(element.text_content()[:300])
                break
    found = _BY.sub("", found).strip() if found else None
    return found[:300] if found and re.search(r"\w", found) else None


def _agency(*said: str | None) -> str | None:
    for text in said:
        parts = re.split(r"[,;/|()]|\bwith\b|\band\b", text or "")
        words = {part.strip().lower() for part in parts}
        for agency, names in _agencies():
            if words & names:
                return agency
    return None


def _published(
    root: HtmlElement,
    meta: dict[str, str],
    linked: dict[str, Any],
    blocks: Sequence[Block],
    address: str | None,
) -> tuple[dt.date | None, tuple[str, ...]]:
    """The day of publication, with a note where the page names several."""
    stamps: list[tuple[str, object]] = [("datePublished", linked.get("datePublished"))]
    stamps += [(key, meta[key]) for key in _DATE_METAS if key in meta][:1]
    is_stated = any(isinstance(said, str) and day_of(said) for _, said in stamps)
    stamps.append(("time", _time(root, only_marked=is_stated)))
    in_url = _URL_DAY.search(address or "")
    if in_url:
        stamps.append(("address", "-".join(part.zfill(2) for part in in_url.groups())))
    votes: list[tuple[str, dt.date]] = []
    refused: list[str] = []
    for where, said in stamps:
        if isinstance(said, str) and said.strip():
            if day := day_of(said):
                votes.append((where, day))
            else:
                refused.append(f"{where} {said.strip()[:30]!r}")
    if printed := _printed_day(blocks, only_head=bool(votes)):
        votes.append(("printed", printed))
    return _decided(votes, refused)


def _time(root: HtmlElement, *, only_marked: bool) -> str | None:
    """What the first time element says that is none of an update."""
    for element in root.iter("time"):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if "modified" in marks or "updated" in marks:
            continue
        if only_marked and element.get("pubdate") is None and "publish" not in marks:
            return None
        return element.get("datetime") or str(element.text_content())[:60]
    return None


def _decided(
    votes: Sequence[tuple[str, dt.date]], refused: Sequence[str]
) -> tuple[dt.date | None, tuple[str, ...]]:
    notes = (f"no possible date: {', '.join(refused)[:200]}",) if refused else ()
    if not votes:
        return None, notes
    # Time zones move a stamp by a day at most; anything more is a second date.
    best = max(
        votes, key=lambda v: (sum(abs((v[1] - w[1]).days) <= 1 for w in votes), -votes.index(v))
    )
    agreeing = [where for where, day in votes if abs((day - best[1]).days) <= 1]
    others = [f"{where} {day}" for where, day in votes if where not in agreeing]
    if not others:
        return best[1], notes
    said = f"{', '.join(agreeing)} {best[1]}; {', '.join(others)}"
    if len(agreeing) > len(others):
        return best[1], (*notes, f"two dates on the page, most agree on the first: {said}")
    return None, (*notes, f"two dates on the page, none taken: {said}")


def _printed_day(blocks: Sequence[Block], *, only_head: bool = False) -> dt.date | None:
    """The date of a dateline or "Published …" label: a short block near the top that holds one."""
    for block in blocks[:60]:
        if len(block.text) > 120 or re.search(r"updated|modified", block.text, re.IGNORECASE):
            continue
        labelled = re.match(r"(?:first )?(?:published|posted)\b", block.text, re.IGNORECASE)
        bare = len(block.text) <= 60 and not re.search(r"[.!?]$", block.text)
        if labelled or (bare and not only_head):
            found = worded_day(block.text)
            if found:
                return found
    return None


def _lang(root: HtmlElement, meta: dict[str, str]) -> str | None:
    said = root.get("lang") or meta.get("og:locale") or ""
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", said.strip())
    return found[1].lower() if found else None


def _name(said: object) -> str | None:
    """The name or names of a schema.org person or organisation."""
    people = said if isinstance(said, list) else [said]
    names = []
    for person in people[:10]:
        found = person.get("name") if isinstance(person, dict) else person
        found = found[0] if isinstance(found, list) and found else found
        if isinstance(found, str) and "://" not in found and (name := _clean(found)):
            names.append(name)
    return ", ".join(names)[:300] or None


def _clean(said: object) -> str | None:
    if not isinstance(said, str):
        return None
    text = re.sub(r"[ \t\r\n\f\v]+", " ", said.replace("\x00", "\ufffd")).strip()
    return text[:500] or None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


@cache
def _agencies() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, frozenset(words)) for name, words in load("loading")["agencies"].items())
