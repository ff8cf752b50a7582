"""From article to attributions: sentences as rows of items, rules on each, quotations joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from helpers.passages import find_sentences
from helpers.records import Article, Attribution, Passage, Span

from .cues import verb_forms
from .found import CONFIDENCE
from .groups import skip_adverbials
from .items import MARK, QUOTE, Item, items_between, words
from .phrases import phrase_ending_at
from .quotes import Quotation, quotations
from .rules import attributions_in

_ROW_LIMIT = 250  # items in one sentence; what is longer (no full stop in sight) is cut here
_TITLE_WORDS = frozenset("a an the of in on at for to and or with by vs".split())


def find_attributions(article: Article, passages: Sequence[Passage]) -> list[Attribution]:
    """The attributions of the article by rules, in text order; spans are offsets into its text.

    ``rule_id`` is ``rules:<rule>`` and ``confidence`` the rule's own. Source and cue may be
    empty; nothing is resolved. Every string is answered, in time linear in its length.
    """
    marks, _ = quotations(article, passages)
    rows = _rows(article, passages, marks)
    found: list[tuple[tuple[Span, ...], tuple[Span, ...], list[Span], str]] = []
    by_quote: dict[int, int] = {}  # start of a quotation → the attribution that holds it
    quote_at = {q.start: n for n, q in enumerate(marks)}
    previous: tuple[int, int] | None = (
        None  # passage, index of the attribution a quotation may go on
    )
    for passage, row in rows:
        if _is_quotation_only(row):
            owner = None
            first = quote_at.get(row[0].start)
            if first is not None and marks[first].continues is not None:
                owner = by_quote.get(marks[marks[first].continues].start)
            if owner is None and previous is not None and previous[0] in (passage, passage - 1):
                owner = previous[1]
            if owner is not None:
                found[owner][2].append(Span(row[0].start, row[-1].end))
                for item in row:
                    by_quote[item.start] = owner
                previous = (passage, owner)
            continue
        speaker = None
        for hit in attributions_in(row):
            index = len(found)
            found.append(
                (
                    (_span(row, hit.source),) if hit.source else (),
                    tuple(_span(row, r) for r in hit.cue),
                    [_span(row, r) for r in hit.content],
                    hit.rule,
                )
            )
            for begin, end in hit.content:
                for k in range(begin, end):
                    if row[k].kind == QUOTE:
                        by_quote.setdefault(row[k].start, index)
                        if hit.rule.startswith("quote"):
                            speaker = index
        previous = None if speaker is None else (passage, speaker)
    result = [
        Attribution(source, cue, tuple(content), f"rules:{rule}", CONFIDENCE[rule])
        for source, cue, content, rule in found
    ]
    result.sort(key=lambda a: min(s.start for s in (*a.source, *a.cue, *a.content)))
    return result


def _span(row: Sequence[Item], piece: tuple[int, int]) -> Span:
    return Span(row[piece[0]].start, row[piece[1] - 1].end)


def _is_quotation_only(row: Sequence[Item]) -> bool:
    return (
        bool(row)
        and row[0].kind == QUOTE
        and all(item.kind == QUOTE or (item.kind == MARK and item.raw in ".,!?…") for item in row)
    )


def _rows(
    article: Article, passages: Sequence[Passage], marks: Sequence[Quotation]
) -> list[tuple[int, list[Item]]]:
    """Each sentence as items, with the index of its passage; quotations are never cut."""
    starts: dict[int, list[int]] = {}
    for sentence in find_sentences(article, passages):
        starts.setdefault(sentence.passage, []).append(sentence.start)
    inside: dict[int, list[Quotation]] = {}
    for quotation in marks:
        inside.setdefault(quotation.passage, []).append(quotation)
    rows: list[tuple[int, list[Item]]] = []
    for index, passage in enumerate(passages):
        items = _items(article.text, passage, inside.get(index, ()))
        rows += [(index, row) for row in _split(items, starts.get(index, []))]
    return rows


def _items(text: str, passage: Passage, marks: Sequence[Quotation]) -> list[Item]:
    items: list[Item] = []
    at = passage.start
    for quotation in marks:
        items += items_between(text, at, quotation.start)
        ends_with = text[max(quotation.start, quotation.end - 2) : quotation.end]
        kind = "title" if _is_title(text, quotation) else ""
        items.append(Item(quotation.start, quotation.end, QUOTE, ends_with, kind))
        at = quotation.end
    return items + items_between(text, at, passage.end)


def _is_title(text: str, quotation: Quotation) -> bool:
    """ "This Week": every weighty word has a capital, as names of programmes and books do."""
    if quotation.end - quotation.start > 80:
        return False
    inner = text[quotation.start : quotation.end].strip("\"'“”‘’«»„,.")
    parts = inner.split()
    if not parts or any(mark in inner for mark in ".!?,;"):
        return False
    return all(w[:1].isupper() or w.lower() in _TITLE_WORDS for w in parts)


def _split(items: list[Item], starts: list[int]) -> list[list[Item]]:
    rows: list[list[Item]] = []
    row: list[Item] = []
    for n, item in enumerate(items):
        if row and (_starts_between(starts, row[-1].end, item.start) or len(row) >= _ROW_LIMIT):
            if len(row) >= _ROW_LIMIT or not _tag_follows(row[-1], items[n : n + 16]):
                rows.append(row)
                row = []
        row.append(item)
    if row:
        rows.append(row)
    return rows


def _starts_between(starts: list[int], after: int, upto: int) -> bool:
    i = bisect_left(starts, after)
    return i < len(starts) and starts[i] <= upto


def _tag_follows(quote: Item, ahead: Sequence[Item]) -> bool:
    """A question in quotation marks, and the next words say who asked it."""
    if quote.kind != QUOTE or quote.raw[:1] not in "?!…—–-,.":
        return False
    verbs, links = verb_forms(), words("aside_links")
    for k, item in enumerate(ahead[:10]):
        if item.kind == QUOTE or (item.kind == MARK and item.raw in ".;:?!"):
            return False
        if any("quote" in cue.takes for cue, _ in verbs.get(item.low, ())) and not item.is_name:
            if k == 0:
                return True
            end = skip_adverbials(ahead, k + 1, stop=len(ahead))
            closes = end >= len(ahead) or (
                ahead[end].kind == MARK or (ahead[end].low in links and quote.raw[:1] != ".")
            )
            return closes and phrase_ending_at(ahead, k) == (0, k)
    return False
