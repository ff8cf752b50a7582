"""Structure and offsets: title, subheads, paragraphs, sentences, and what is boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from .records import Article, Origin, Passage, Sentence
from .vocabulary import load

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BLOCK = re.compile(r"\S(?:[^\r\n]|\r?\n(?![ \t]*\r?\n)|\r(?!\n))*")
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_BULLET = re.compile(r"^(?:[•◦▪‣·*–—-]|\d{1,2}[.)])\s+\S")
_REPORTED = re.compile(r"\b(?:said|says|told|according to|announced|reported)\b", re.IGNORECASE)
_TURN = re.compile(r"[A-Z][A-Z .'’-]{1,40}:\s")
_LABELS = (("time_stamps", "time stamp"), ("cookies", "cookie notice"))
_QUOTED = re.compile(r"\"[^\"]{0,2000}\"|“[^“”]{0,2000}”")
_LAST_HEADING_WORD = 14
_ZONE_OF = {
    "title": "headline",
    "subhead": "subhead",
    "appeal": "boilerplate",
    "notice": "boilerplate",
}
_LAST_TITLE_WORD = 25


def find_passages(article: Article) -> list[Passage]:
    """The blocks of the article in order; every character that is no blank lies in one of them.

    Where the article was loaded from a page, PDF or Word file its elements are the blocks, and
    their markup tells what they are. Else a line is a block, unless the file is hard-wrapped
    (most line ends break a sentence): then blank lines separate blocks.
    """
    text = article.text
    marked = _marked_blocks(article)
    printed = [text[start:end] for start, end, _ in marked]
    appeal = _appeal(printed)
    passages = []
    for index, (start, end, origin) in enumerate(marked):
        kind, zone, reason = _kind_of(printed, index, index in appeal, article.title)
        if origin is not None:
            kind, zone, reason = _settled((kind, zone, reason), origin)
        passages.append(Passage(start, end, kind, zone, reason, origin.place if origin else None))
    return passages


def _marked_blocks(article: Article) -> list[tuple[int, int, Origin | None]]:
    """Blocks without their outer blanks, each with its origin where it has one."""
    text = article.text
    found: list[tuple[int, int, Origin | None]] = []
    covered = 0
    for origin in article.origins:
        # Text between elements, if a loader leaves any, is read by its lines.
        found += [(start, end, None) for start, end in _lines_between(text, covered, origin.start)]
        found.append((*_trimmed(text, origin.start, origin.end), origin))
        covered = origin.end
    if covered or article.origins:
        found += [(start, end, None) for start, end in _lines_between(text, covered, len(text))]
    else:
        found = [(*_trimmed(text, start, end), None) for start, end in _blocks(text)]
    return [(start, end, origin) for start, end, origin in found if start < end]


def _lines_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text, start, end):
        yield _trimmed(text, *line.span())


def _settled(read: tuple[str, str, str | None], origin: Origin) -> tuple[str, str, str | None]:
    """What words and markup say together: either may call a block boilerplate."""
    kind, zone, reason = read
    if origin.zone == "boilerplate":
        return origin.kind or kind, origin.zone, reason or origin.reason
    if zone == "boilerplate" and origin.kind != "title":
        return kind, zone, reason
    if origin.kind is None:
        return kind, zone, reason
    return origin.kind, origin.zone or _ZONE_OF.get(origin.kind, "body"), origin.reason


def find_sentences(article: Article, passages: Sequence[Passage]) -> list[Sentence]:
    """The sentences of each passage, in order; ``passage`` is the index in ``passages``."""
    sentences = []
    for index, passage in enumerate(passages):
        for start, end in _sentence_spans(article.text, passage.start, passage.end):
            sentences.append(Sentence(start, end, index))
    return sentences


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    pattern = _BLOCK if _is_hard_wrapped(text) else _LINE
    for found in pattern.finditer(text):
        yield found.span()


def _is_hard_wrapped(text: str) -> bool:
    """True where most single line ends fall inside a sentence, as in mail or old wire copy."""
    lines = text.splitlines()
    inside = breaks = 0
    for line, following in pairwise(lines):
        if line.strip() and following.strip():
            breaks += 1
            inside += not _TERMINAL.search(line.rstrip()) and following.lstrip()[0].islower()
    return breaks >= 2 and 2 * inside > breaks


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    blank = " \t\r\n\f\v\u00a0\u200b\ufeff\u2028\u2029"
    return start + len(piece) - len(piece.lstrip(blank)), start + len(piece.rstrip(blank))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The list's patterns that begin a passage, and those that stand anywhere, as one each."""
    # Bylines and authors are told by their capitals; everything else is said in any case.
    flags = 0 if name in {"bylines", "authors"} else re.IGNORECASE
    patterns = load("boilerplate")[name]
    opening = [pattern.removeprefix("^") for pattern in patterns if pattern.startswith("^")]
    anywhere = [pattern for pattern in patterns if not pattern.startswith("^")]
    first, second = (
        re.compile("|".join(f"(?:{pattern})" for pattern in some), flags) if some else None
        for some in (opening, anywhere)
    )
    return first, second


def _matches(name: str, printed: str) -> bool:
    # Furniture is short and asks stand early or late: a bounded look keeps this linear.
    looks = printed if len(printed) <= 4000 else printed[:2000] + "\n" + printed[-2000:]
    opening, anywhere = _patterns(name)
    found = (opening and opening.match(looks)) or (anywhere and anywhere.search(looks))
    return found is not None


def _appeal(printed: Sequence[str]) -> set[int]:
    """Indexes of the passages in which the publisher asks its readers for support."""
    asks = [_matches("asks", p) for p in printed]
    opens = [_matches("openers", p) for p in printed]

    def goes_on(index: int) -> bool:
        words = printed[index]
        return (
            asks[index] or opens[index] or _speaks_as_publisher(words) or _matches("notices", words)
        )

    found: set[int] = set()
    for start, opened in enumerate(opens):
        if not opened or start in found:
            continue
        end = start + 1
        while end < len(printed) and goes_on(end):
            end += 1
        if any(asks[start:end]):
            found.update(range(start, end))
    for index, asked in enumerate(asks):
        if asked and _speaks_as_publisher(printed[index]):
            found.add(index)
    return found


def _speaks_as_publisher(printed: str) -> bool:
    return _matches("own_voice", _QUOTED.sub(" ", printed[:4000]))


def _kind_of(
    printed: Sequence[str], index: int, in_appeal: bool, title: str | None
) -> tuple[str, str, str | None]:
    words = printed[index]
    is_title = bool(title) and index < 3 and words.split() == (title or "").split()
    if furniture := _furniture(words, index, len(printed), in_appeal, is_title):
        kind, reason = furniture
        return kind, "boilerplate", reason
    if is_title:
        return "title", "headline", None
    if kind := _kind_by_form(words):
        return kind, "body", None
    if index + 1 < len(printed) and _looks_like_heading(words):
        n_words = len(words.split())
        if index == 0 and not title and n_words <= _LAST_TITLE_WORD:
            return "title", "headline", None
        if index > 0 and n_words <= _LAST_HEADING_WORD:
            return "subhead", "subhead", None
    return "paragraph", "body", None


def _furniture(
    words: str, index: int, n_passages: int, in_appeal: bool, is_title: bool
) -> tuple[str, str] | None:
    """Kind and reason of a passage that is no reporting, None for any other."""
    if len(words) < 400 and _is_offer(words):
        return "appeal", "subscription offer"
    if _matches("notices", words):
        return "notice", "furniture of the page, not reporting"
    if in_appeal:
        return "appeal", "the publisher asks its readers for support"
    for name, reason in _LABELS:
        if len(words) < 300 and _matches(name, words):
            return "notice", reason
    if index >= n_passages - 4 and len(words) < 500 and _matches("authors", words):
        return "notice", "about the author"
    if index < 4 and not is_title and _matches("bylines", words):
        return "notice", "byline"
    return None


def _kind_by_form(words: str) -> str:
    """The kind of a passage of the body that its own marks tell; empty where they do not."""
    if _matches("captions", words):
        return "caption"
    if _BULLET.match(words):
        return "list"
    return "table" if words.count("\t") >= 2 or words.count("|") >= 2 else ""


def _is_offer(words: str) -> bool:
    # What somebody is reported to sell is news; what nobody says is the publisher's own offer.
    return _matches("offers", _QUOTED.sub(" ", words)) and not _REPORTED.search(words)


def _looks_like_heading(words: str) -> bool:
    # A heading starts like a name and does not end like a sentence; quotations do neither,
    # nor does a turn of a transcript ("INTERVIEWER: What happened?").
    if _TURN.match(words):
        return False
    if len(words) > 300 or (not words[0].isupper() and not words[0].isdigit()):
        return bool(words) and len(words) <= 300 and words[0] in "'‘“\"" and not _ends(words)
    return not _ends(words)


def _ends(words: str) -> bool:
    return bool(re.search(r"[.!…:;,][\"'”’»)\]]*$|[\"”]$", words))


@cache
def _abbreviations() -> frozenset[str]:
    titles = load("roles")["titles"].values()
    before_names = {w[:-1].lower() for words in titles for w in words if w.endswith(".")}
    return frozenset({*before_names, *load("abbreviations")["never_end"]})


@cache
def _starters() -> frozenset[str]:
    return frozenset(load("abbreviations")["sentence_starters"])


# From the first mark of a run only: a million dots are one run, not a million tries.
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)")
_NEXT = re.compile(r"\s+[\"'“‘«(\[]*(\w[\w'’-]{0,30})", re.UNICODE)
_BEFORE = re.compile(r"[\w.'’&-]{1,24}$")
_INITIALS = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]?$")


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, stop, begin, end):
            yield begin, stop.end()
            begin = stop.end()
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, stop: re.Match[str], begin: int, end: int) -> bool:
    following = _NEXT.match(text, stop.end(), min(end, stop.end() + 200))
    if following is None:
        return True
    first = following.group(1)
    if first[0].islower():
        return False
    if stop.group() != ".":
        return True
    before = _BEFORE.search(text[max(begin, stop.start() - 24) : stop.start()])
    word = before.group() if before else ""
    if word.lower() in _abbreviations():
        return False
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    if _INITIALS.match(word):  # "the U.S. President" goes on, "in the U.S. The bill" does not
        return first in _starters()
    return True
