"""Saved pages to drafts: the article's blocks with their elements, furniture marked, not lost.

trafilatura judges which words of a page are its article; the walk of :mod:`.blocks` knows which
element each of them came from. What lies among the article's blocks and is no reporting stays
in the text and is marked; what surrounds the article is left out.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import InputError
from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions
from .blocks import CHROME, Block, visible_blocks
from .furniture import (
    LONG,
    freed,
    home_of,
    is_links,
    is_never_story,
    is_prose,
    is_title,
    key_of,
    set_apart,
    without_boxes,
)
from .page_facts import Facts, facts_of, sells_the_rest
from .text import decode, refuse_foreign

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 250
"""Deepest nesting of elements taken; beyond some depth a parser drops what follows, silently."""

_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_UNCOUNTED = frozenset(
    "p li td th tr dt dd option optgroup tbody thead tfoot colgroup rp rt area base br col embed "
    "hr img input link meta param source track wbr html head body".split()
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_JUDGED_BLOCKS, _JUDGED_TAGS = 3_000, 40_000
MAX_TAGS = 250_000
"""Most tags, closing ones included, of a page: what one core walks in well under the deadline."""
_LONG_TAG = 20_000
_FEWEST_OF_A_STORY = 1_500  # characters; a shorter one may be a stub
_DAMAGED = "\ufffd"
_NO_PAGE = frozenset({"utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape"})
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_FEW = 0.02  # share of such signs that a damaged page may have; packed bytes have a tenth and more


def read_page(
    data: bytes,
    name: str,
    options: LoadingOptions,
    *,
    url: str | None = None,
    charset: str | None = None,
) -> ArticleDraft:
    """A draft of the article on a page; raises InputError where there is none.

    ``charset`` is what the server said; then the page's own word, then UTF-8, then detection.
    """
    from lxml import etree, html

    text, notes = _decoded(data, name, options, charset)
    start = text[:100_000]
    if len(_NO_TEXT.findall(start)) > 8 + _FEW * len(start):
        raise InputError(f"{name} is no page but other bytes, packed or damaged: save it again")
    n_tags = _check_nesting(text, name)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    clean = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as failure:
        raise InputError(f"{name} holds no page that can be read ({failure})") from failure
    blocks = visible_blocks(root)
    if not blocks:
        raise InputError(f"{name} is a page without visible text: save it after it has loaded")
    facts, fact_notes = facts_of(root, blocks, url=url)
    title = facts.get("title")
    title = title if isinstance(title, str) else None
    kept = set_apart(_article_blocks(blocks, clean, n_tags, title), title)
    draft = _draft(kept, facts, title, (*notes, *fact_notes))
    return replace(draft, notes=(*draft.notes, *_doubts(root, draft, blocks, name)))


def _doubts(
    root: HtmlElement, draft: ArticleDraft, blocks: Sequence[Block], name: str
) -> Iterator[str]:
    """Notes on what of the article may be missing; InputError where there is none of it."""
    body = [o for o in draft.origins if o.zone not in {"boilerplate", "headline", "subhead"}]
    told = "\n".join(draft.text[o.start : o.end] for o in body)
    apart = sum(o.end - o.start for o in draft.origins if o.zone == "boilerplate")
    if not body and (apart or any(map(is_prose, blocks))):
        raise InputError(
            f"{name} is a page on which no paragraph of an article can be told from what stands "
            "around it: copy the text into a file"
        )
    last = max((o.end for o in body), default=0)
    offered = any(o.reason == "subscription offer" for o in draft.origins if o.start > last)
    sold = sells_the_rest(root, told)
    if sold and (offered or len(told) < _FEWEST_OF_A_STORY):
        yield "the page says that the rest is for subscribers"
    elif len(told) < _FEWEST_OF_A_STORY and apart > len(told):
        yield f"little of the page is its article: {len(told):,} characters, {apart:,} set apart"


def _decoded(
    data: bytes, name: str, options: LoadingOptions, charset: str | None
) -> tuple[str, tuple[str, ...]]:
    if options.encoding not in {None, "detect"}:
        return decode(data, name, options.encoding)
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    said = _CHARSET.search(data[:4096])
    declared = charset or (said and said[1].decode("ascii"))
    refuse_foreign(data, name)
    if (declared and _is_no_page(declared)) or data.count(b"+ADw-") > data.count(b"<"):
        raise InputError(
            f"{name} is in {(declared or 'utf-7')[:20]}, which no browser reads: "
            "save the page as UTF-8"
        )
    if declared and not marked and declared.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        # Browsers read the old Western names as Windows-1252; pages rely on it.
        western = declared.lower().replace("_", "-") in {
            "iso-8859-1",
            "latin-1",
            "latin1",
            "ascii",
            "us-ascii",
            "windows-1252",
        }
        try:
            text = data.decode("cp1252" if western else declared)
        except (LookupError, UnicodeError, ValueError):
            pass  # the page is wrong about itself: let its bytes tell
        else:
            return text, (f"decoded as {'cp1252' if western else declared.lower()}, as declared",)
    try:
        return decode(data.replace(b"\x00", b"") if not marked else data, name, "detect")
    except InputError:
        if not data.strip():
            raise
        # A few damaged bytes do not make a page unreadable; they are shown as what they are.
        text = data.decode("utf-8", "replace")
        return text, (f"{text.count(_DAMAGED)} damaged characters, shown as {_DAMAGED}",)


def _is_no_page(declared: str) -> bool:
    """Whether it is one of Python's codecs that turn plain letters into other signs."""
    try:
        return codecs.lookup(declared).name in _NO_PAGE
    except (LookupError, ValueError):
        return False


def _check_nesting(text: str, name: str) -> int:
    """The number of tags; InputError for more, or deeper ones, than any page of an article has."""
    depth = position = n_tags = stop = 0
    while True:
        tag = _TAGS.search(text, position)
        if tag is None:
            return n_tags
        position = tag.end()
        n_tags += 1
        if n_tags > MAX_TAGS:
            raise InputError(
                f"{name} has more than {MAX_TAGS:,} tags: no page of an article does; copy the "
                "text into a file"
            )
        closing, element = tag[1], tag[2].lower()
        if not closing and element in {"script", "style", "textarea", "title"}:
            end = re.compile(rf"</{element}", re.IGNORECASE).search(text, position)
            if end is None:
                return n_tags
            position = end.end()
        elif element not in _UNCOUNTED:
            stop = stop if stop >= position else text.find(">", position) % (len(text) + 1)
            if _holds_nothing(text, position, stop):
                continue
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MAX_DEPTH:
                raise InputError(
                    f"{name} nests its elements more than {MAX_DEPTH} deep: no page of an "
                    "article does; save it anew from a browser"
                )


def _holds_nothing(text: str, position: int, stop: int) -> bool:
    """True for ``<path d="…"/>``: a drawing has hundreds of them, one beside the other."""
    if text[stop - 1 : stop] != "/" or stop - position > _LONG_TAG:
        return False
    return text.count('"', position, stop) % 2 == 0  # else the stroke stands in an attribute


def _article_blocks(
    blocks: Sequence[Block], page: bytes, n_tags: int, title: str | None
) -> list[Block]:
    """The blocks from the article's first to its last, furniture among them included."""
    # The judge's time grows faster than the page: beyond any news page, markup alone decides.
    small = len(blocks) <= _JUDGED_BLOCKS and n_tags <= _JUDGED_TAGS
    judged = _judged_main(page) if small else frozenset()
    blocks = freed(blocks, title)
    chosen = [key_of(block.text) in judged and not is_never_story(block) for block in blocks]
    wrong = _wrong_boxes(blocks, chosen)
    blocks = [without_boxes(block, wrong) for block in blocks]
    # A sibling of the article's paragraphs is one of them, whatever the judge made of it, and so
    # is a paragraph where the markup says that it is the article's text.
    homes = {
        home_of(block)
        for block, main in zip(blocks, chosen, strict=True)
        if main and len(block.text) >= LONG
    }
    # An article element that holds the headline and a paragraph is the article, however long
    # the notices around it are.
    homes_of_title = {b.setting.article for b in blocks if b.setting.article and is_title(b, title)}
    has_article = any(is_prose(b) and b.setting.article in homes_of_title for b in blocks) or sum(
        len(block.text) for block in blocks if block.setting.in_article
    ) * 2 > sum(len(block.text) for block, main in zip(blocks, chosen, strict=True) if main)
    free = [
        not block.setting.boxes and (block.setting.in_article or not has_article)
        for block in blocks
    ]
    links = [is_links(block) for block in blocks]
    homely = [
        (home_of(block) in homes and not links[i]) or (block.setting.body and is_prose(block))
        for i, block in enumerate(blocks)
    ]
    tests = (
        lambda i: free[i] and (chosen[i] or homely[i]),
        lambda i: free[i] and not links[i],
        lambda i: not blocks[i].setting.boxes,
        lambda _: True,
    )
    core = next(found for test in tests if any(found := list(map(test, range(len(blocks))))))
    first, last = core.index(True), len(core) - 1 - core[::-1].index(True)
    first = _title_above(blocks, first, title)
    kept = []
    for i in range(first, _end_of_article(blocks, last) + 1):
        block = blocks[i]
        if is_title(block, title):
            kept.append(without_boxes(block, frozenset(path for path, _ in block.setting.boxes)))
        elif i > last and not block.setting.boxes:
            box = (block.path, "after the end of the article")
            kept.append(replace(block, setting=replace(block.setting, boxes=(box,))))
        elif block.setting.in_article or not _is_chrome(block):
            kept.append(block)
        # else: the site's own menus and foot, wherever they stand in the file
    return kept


def _judged_main(page: bytes) -> frozenset[str]:
    """What trafilatura takes for the article: the keys of its blocks."""
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        found = bare_extraction(
            page.decode("utf-8"), include_comments=False, include_tables=True, with_metadata=False
        )
    except (
        etree.LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
    ):
        # A page odd enough to stop the judge is read by its markup alone.
        return frozenset()
    if not isinstance(found, Document) or not found.text:
        return frozenset()
    return frozenset(key_of(line) for line in found.text.split("\n") if line.strip())


def _wrong_boxes(blocks: Sequence[Block], chosen: Sequence[bool]) -> frozenset[str]:
    """Boxes that hold most of the article: their names say something else of the page."""
    held: Counter[str] = Counter()
    total = 0
    for block, main in zip(blocks, chosen, strict=True):
        if (main or len(block.text) >= LONG) and not is_never_story(block):
            size = len(block.text) * (2 if main else 1)
            total += size
            for path, _ in block.setting.boxes:
                held[path] += size
    return frozenset(path for path, size in held.items() if 2 * size > total)


def _is_chrome(block: Block) -> bool:
    return any(reason == CHROME for _, reason in block.setting.boxes)


def _title_above(blocks: Sequence[Block], first: int, title: str | None) -> int:
    """The index of the headline where it stands shortly above the first paragraph."""
    for i in range(first - 1, max(-1, first - 40), -1):
        if is_title(blocks[i], title):
            return i
    return first


def _end_of_article(blocks: Sequence[Block], last: int) -> int:
    """Beyond the last paragraph: appeals, author boxes and the like inside the same article."""
    within = blocks[last].setting.article or home_of(blocks[last])
    if within.count("/") < 3:  # the page itself: what follows there is the site's
        return last
    while last + 1 < len(blocks) and blocks[last + 1].path.startswith(within + "/"):
        last += 1
    return last


def _draft(
    blocks: Sequence[Block], facts: Facts, title: str | None, notes: Sequence[str]
) -> ArticleDraft:
    pieces: list[str] = []
    origins: list[Origin] = []
    position = 0
    title_seen = False
    for block in blocks:
        kind, zone, reason = _kind_of(block, title if not title_seen else None)
        title_seen = title_seen or kind == "title"
        origins.append(Origin(position, position + len(block.text), block.path, kind, zone, reason))
        pieces.append(block.text)
        position += len(block.text) + 1
    return ArticleDraft("\n".join(pieces), origins, facts, tuple(notes))


def _kind_of(block: Block, title: str | None) -> tuple[str | None, str | None, str | None]:
    setting = block.setting
    if is_title(block, title):
        return "title", "headline", None
    if setting.boxes:
        # The plainest reason: what says most of a box is its own name, not that of its frame.
        reason = next((said for _, said in reversed(setting.boxes) if said != CHROME), CHROME)
        asks = "support" in reason or "subscription" in reason
        return ("appeal" if asks else "notice"), "boilerplate", reason
    if setting.kind == "subhead":
        return "subhead", setting.zone or "subhead", None
    return setting.kind, None, None
