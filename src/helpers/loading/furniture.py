"""What among an article's blocks is no reporting: offers, other stories, what is printed twice.

And what only looks so: the names of boxes are written by many hands, and "paywall" stands on
offers and on the very paragraphs that were paid for. What marks the article's own text outweighs
the name of a box, and so do its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from ..vocabulary import load
from .blocks import Block

LONG = 80
"""Characters of a block that is surely a paragraph, not a label."""
_NEVER_STORY = frozenset({"cookie notice", "readers' comments"})
_OFFER, _LINK, _TWICE = "subscription offer", "link to other stories", "repeats the text above"
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d+\])?$")
_FRAMES = frozenset({"aside", "nav", "footer", "form", "dialog", "menu"})
_MOSTLY = 0.6
_FEWEST_TWICE = 30  # characters; shorter lines repeat by chance


def freed(blocks: Sequence[Block], title: str | None) -> list[Block]:
    """The blocks without boxes whose name says something else than what they hold."""
    # A box around both the headline and a paragraph is the page.
    of_prose = {path for b in blocks if is_prose(b) for path, _ in b.setting.boxes}
    of_title = {path for b in blocks if is_title(b, title) for path, _ in b.setting.boxes}
    bodies = {b.setting.body for b in blocks if b.setting.body and is_prose(b)}
    groups: dict[tuple[str, str], list[Block]] = defaultdict(list)
    for block in blocks:
        for path, reason in block.setting.boxes:
            groups[path.rpartition("/")[0], reason].append(block)
    paid = {
        group
        for group, held in groups.items()
        if group[1] == _OFFER
        and sum(len(b.text) for b in held if is_prose(b))
        >= _MOSTLY * sum(len(b.text) for b in held)
    }

    page = of_prose & of_title

    def is_wrong(block: Block, path: str, reason: str) -> bool:
        body = block.setting.body
        around = body in bodies and f"{body}/".startswith(f"{path}/")
        frame = path.rpartition("/")[2].partition("[")[0] in _FRAMES
        if around and not frame and reason not in _NEVER_STORY:
            return True
        return (path.rpartition("/")[0], reason) in paid or path in page

    return [
        without_boxes(b, frozenset(path for path, why in b.setting.boxes if is_wrong(b, path, why)))
        for b in blocks
    ]


def set_apart(blocks: Sequence[Block], title: str | None) -> list[Block]:
    """The article's blocks, with boxes around what its markup does not tell from reporting."""
    done: list[Block] = []
    seen: set[str] = set()
    around_story = _homes(b for b in blocks if not b.setting.boxes and is_prose(b))
    reason, container = "", ""
    for block in blocks:
        if block.setting.boxes or is_title(block, title):
            done.append(block)
            reason = ""
            continue
        if reason and not _goes_on(block, reason, container):
            reason = ""
        opened = _opens(block)
        if opened:
            reason = opened
            home = home_of(block)
            container = "" if home in around_story else home + "/"
        why = reason or (_LINK if _is_other_story(block) else "")
        key = " ".join(block.text.lower().split())
        if not why and len(key) >= _FEWEST_TWICE and key in seen:
            why = _TWICE
        seen.add(key)
        done.append(_boxed(block, why) if why else block)
    return done


def _homes(blocks: Iterable[Block]) -> set[str]:
    """The paths of all elements around these blocks."""
    found: set[str] = set()
    for block in blocks:
        home = home_of(block)
        while home and home not in found:
            found.add(home)
            home = home.rpartition("/")[0]
    return found


def _opens(block: Block) -> str:
    """Why what begins with this block is none of the story; empty where it is."""
    if is_prose(block):
        return ""
    if _matches("sells", block.text) and len(block.text) < 4 * LONG:
        return "" if _REPORTS.search(block.text) else _OFFER
    heads = len(block.text) < LONG and block.setting.kind in {"subhead", None, "paragraph"}
    return _LINK if heads and _matches("more_heads", block.text) else ""


def _goes_on(block: Block, reason: str, container: str) -> bool:
    if container and block.path.startswith(container):
        return True
    if is_prose(block) or block.setting.kind in {"subhead", "caption", "table"}:
        return False
    return is_links(block) or (reason == _OFFER and block.setting.kind == "list")


def _is_other_story(block: Block) -> bool:
    # A headline in a link to elsewhere, or a line that is all link; not a sentence with one.
    kind, size = block.setting.kind, len(block.text)
    if kind == "paragraph" and not _SENTENCE_ENDS.search(block.text):
        return size < 2 * LONG and 10 * block.linked > 9 * size
    return kind in {"list", "subhead", None} and size < 200 and is_links(block)


def is_prose(block: Block) -> bool:
    """True for a block long enough to be a paragraph that ends a sentence and sells nothing."""
    words = block.text
    return (
        len(words) >= LONG
        and not is_links(block)
        and _SENTENCE_ENDS.search(words) is not None
        and (not _matches("sells", words) or _REPORTS.search(words) is not None)
    )


_REPORTS = re.compile(r"\b(?:said|says|told|according to|announced|reported)\b", re.IGNORECASE)


def is_never_story(block: Block) -> bool:
    """True for what no page's article is, however long: notices on cookies, comments."""
    return any(reason in _NEVER_STORY for _, reason in block.setting.boxes)


def is_links(block: Block) -> bool:
    """True where most of the block leads elsewhere."""
    return 2 * block.linked > len(block.text)


def is_title(block: Block, title: str | None) -> bool:
    """True for the page's first heading where it is the headline."""
    return bool(title) and block.setting.tag == "h1" and key_of(block.text) == key_of(title or "")


def home_of(block: Block) -> str:
    """The path of the element around the block's own."""
    return block.path.rpartition("/")[0]


def key_of(text: str) -> str:
    """Letters and digits of a text's beginning, by which its printings are known as one."""
    return re.sub(r"[\W_]+", "", text[:400]).lower()[:120]


def without_boxes(block: Block, wrong: frozenset[str]) -> Block:
    """The block without the boxes at these paths."""
    boxes = tuple(box for box in block.setting.boxes if box[0] not in wrong)
    if boxes == block.setting.boxes:
        return block
    return replace(block, setting=replace(block.setting, boxes=boxes))


def _boxed(block: Block, reason: str) -> Block:
    return replace(block, setting=replace(block.setting, boxes=((block.path, reason),)))


def _matches(name: str, words: str) -> bool:
    return _pattern(name).search(words[:2000]) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{one})" for one in load("loading")["page"][name]), re.IGNORECASE
    )
