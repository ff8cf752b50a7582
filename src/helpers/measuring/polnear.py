"""Attribution against a PolNeAR split: tokens of each role, contents, and content with source.

The corpus (Newell, Margolin, Ruths; LREC 2018) is read where it lies and never shipped. A word
token belongs to a span if they share a character; where several people annotated an article,
the one whose id sorts first counts. An attribution is found if its content shares half of its
tokens (of those in either) with one of the gold, and fully right if its source does so too;
gold without a source asks for no source.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..attribution import attributions_of
from ..errors import InputError
from ..language import read
from ..loading import article_from_text
from ..passages import find_passages, find_sentences
from ..records import Article, Attribution, Passage

if TYPE_CHECKING:
    import pandas as pd

    from ..tables import Tables

ROLES = ("source", "cue", "content")
MEASURES = (*(f"{role} tokens" for role in ROLES), "content@.5", "src+content")
RESAMPLES = 1000

_TOKEN = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_HALF = 0.5

Tokens = frozenset[int]
Marked = Mapping[str, Tokens]
Counts = Counter


@dataclass(frozen=True, slots=True)
class PolnearArticle:
    """One article of the corpus with its gold attributions as sets of token numbers."""

    name: str
    text: str
    gold: tuple[Marked, ...]


def read_polnear(split: Path) -> list[PolnearArticle]:
    """The articles of a split folder (``text/``, ``attributions/``), sorted by name."""
    texts = sorted((split / "text").glob("*.txt"))
    if not texts:
        raise InputError(f"{split} holds no text/*.txt: name a split of PolNeAR, such as …/dev")
    annotations = sorted((split / "attributions").glob("*.ann"))
    first: dict[str, Path] = {}
    for path in annotations:
        first.setdefault(path.stem.rpartition("_")[0], path)
    found = []
    for path in texts:
        if path.stem in first:
            text = path.read_bytes().decode("utf-8")
            found.append(PolnearArticle(path.stem, text, tuple(_gold(text, first[path.stem]))))
    return found


def by_network(article: Article, passages: Sequence[Passage]) -> Sequence[Attribution]:
    """What the suite itself finds: the network's attributions that it holds."""
    return attributions_of(read(article, passages, find_sentences(article, passages)))[0]


def score_polnear(
    articles: Sequence[PolnearArticle],
    find_attributions: Callable[[Article, Sequence[Passage]], Sequence[Attribution]] = by_network,
    *,
    progress: Callable[[Sequence[PolnearArticle]], Iterable[PolnearArticle]] = iter,
) -> pd.DataFrame:
    """One row a measure: precision, recall, F1 in per cent and its 95 % bootstrap interval.

    Micro over the split; the interval is over articles (1,000 resamples, seed 0).
    """
    import pandas as pd

    counts = []
    for article in progress(articles):
        read = article_from_text(article.text)
        places = _places(article.text)
        found = [
            {role: _tokens(places, ((s.start, s.end) for s in getattr(a, role))) for role in ROLES}
            for a in find_attributions(read, find_passages(read))
        ]
        counts.append(count_article(found, article.gold))
    rows = []
    for measure in MEASURES:
        low, high = _interval(list(counts), measure)
        right, predicted, gold = _sums(counts, measure)
        rows.append(
            {
                "measure": measure,
                "right": right,
                "predicted": predicted,
                "gold": gold,
                "precision": round(100 * right / predicted, 1) if predicted else None,
                "recall": round(100 * right / gold, 1) if gold else None,
                "f1": _f1(right, predicted, gold),
                "f1_low": low,
                "f1_high": high,
            }
        )
    return pd.DataFrame(rows)


def count_article(found: Sequence[Marked], gold: Sequence[Marked]) -> Counts:
    """(measure, right/predicted/gold) → count for one article."""
    counts: Counts = Counter()
    for role in ROLES:
        predicted = frozenset().union(*(a[role] for a in found))
        wanted = frozenset().union(*(a[role] for a in gold))
        _add(counts, f"{role} tokens", len(predicted & wanted), len(predicted), len(wanted))
    found = [a for a in found if a["content"]]
    gold = [a for a in gold if a["content"]]
    content = lambda p, g: _likeness(p["content"], g["content"])  # noqa: E731
    pairs = _pairs(found, gold, content, lambda p, g: content(p, g) >= _HALF)
    _add(counts, "content@.5", len(pairs), len(found), len(gold))

    sourced = [a for a in gold if a["source"]]
    hits = _whole(found, sourced)
    taken = {i for i, _ in hits}
    rest = [p for i, p in enumerate(found) if i not in taken]
    unsourced = [a for a in gold if not a["source"]]
    excused = _pairs(rest, unsourced, content, lambda p, g: content(p, g) >= _HALF)
    _add(counts, "src+content", len(hits), len(found) - len(excused), len(sourced))
    return counts


def judged_claims(tables: Tables, article: PolnearArticle) -> list[tuple[float, bool]]:
    """Of each claim with a source printed: the chance given it, and whether it is fully right.

    Claims that only an attribution without a source matches are neither, and left out.
    """
    places, marked, told = _places(article.text), [], []
    for claim in tables.claims.to_dict("records"):
        if claim["form"] == "narrator" or _is_na(claim["source_start"]):
            continue
        ends = [part.partition("-") for part in claim["parts"].split("|")]
        spans = {
            "source": [(int(claim["source_start"]), int(claim["source_end"]))],
            "content": [(int(start), int(end)) for start, _, end in ends],
        }
        marked.append({role: _tokens(places, found) for role, found in spans.items()})
        told.append(float(claim["confidence"]))
    gold = [a for a in article.gold if a["content"]]
    right = {i for i, _ in _whole(marked, [a for a in gold if a["source"]])}
    rest = [i for i in range(len(marked)) if i not in right]
    content = lambda p, g: _likeness(p["content"], g["content"])  # noqa: E731
    unsourced = [a for a in gold if not a["source"]]
    excused = _pairs(
        [marked[i] for i in rest], unsourced, content, lambda p, g: content(p, g) >= _HALF
    )
    left_out = {rest[k] for k, _ in excused}
    return [(told[i], i in right) for i in range(len(marked)) if i not in left_out]


def _is_na(cell: object) -> bool:
    import pandas as pd

    return cell is None or cell is pd.NA


def _whole(found: Sequence[Marked], sourced: Sequence[Marked]) -> list[tuple[int, int]]:
    """The pairs of which half of the content and half of the source agree."""

    def both(p: Marked, g: Marked) -> bool:
        return (
            _likeness(p["content"], g["content"]) >= _HALF
            and _likeness(p["source"], g["source"]) >= _HALF
        )

    def likeness(p: Marked, g: Marked) -> float:
        return _likeness(p["content"], g["content"]) + _likeness(p["source"], g["source"])

    return _pairs(found, sourced, likeness, both)


def _add(counts: Counts, measure: str, right: int, predicted: int, gold: int) -> None:
    counts[measure, "right"] += right
    counts[measure, "predicted"] += predicted
    counts[measure, "gold"] += gold


def _pairs(
    found: Sequence[Marked],
    gold: Sequence[Marked],
    likeness: Callable[[Marked, Marked], float],
    may: Callable[[Marked, Marked], bool],
) -> list[tuple[int, int]]:
    """One-to-one, the likest first; ties in the order of the gold, then of the finds."""
    candidates = sorted(
        (-likeness(p, g), j, i)
        for i, p in enumerate(found)
        for j, g in enumerate(gold)
        if may(p, g)
    )
    pairs: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for _, j, i in candidates:
        if i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            pairs.append((i, j))
    return pairs


def _likeness(a: Tokens, b: Tokens) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _places(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _TOKEN.finditer(text)]


def _tokens(places: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int]]) -> Tokens:
    from bisect import bisect_left, bisect_right

    starts = [start for start, _ in places]
    ends = [end for _, end in places]
    found: set[int] = set()
    for start, end in spans:
        found.update(range(bisect_right(ends, start), bisect_left(starts, end)))
    return frozenset(found)


def _gold(text: str, path: Path) -> Iterable[Marked]:
    """The events of a brat standoff file; one with neither cue nor content is none."""
    places = _places(text)
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in path.read_text("utf-8").splitlines():
        parts = line.split("\t")
        if line.startswith("T") and len(parts) > 1:
            _, offsets = parts[1].split(" ", 1)
            spans[parts[0]] = [(int(a), int(b)) for a, b in (o.split() for o in offsets.split(";"))]
        elif line.startswith("E") and len(parts) > 1 and parts[1].startswith("Attribution"):
            events.append(parts[1].split()[1:])
    found = []
    for event in events:
        by_role: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for argument in event:
            role, _, target = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in by_role:
                by_role[role] += spans.get(target, [])
        if by_role["cue"] or by_role["content"]:
            order = sorted(by_role["content"] or by_role["cue"]), sorted(by_role["cue"])
            found.append((order, by_role))
    for _, by_role in sorted(found, key=lambda item: item[0]):
        yield {role: _tokens(places, by_role[role]) for role in ROLES}


def _sums(counts: Sequence[Counts], measure: str) -> tuple[int, int, int]:
    right, predicted, gold = (
        sum(c[measure, k] for c in counts) for k in ("right", "predicted", "gold")
    )
    return right, predicted, gold


def _f1(right: int, predicted: int, gold: int) -> float | None:
    return round(200 * right / (predicted + gold), 1) if predicted + gold else None


def _interval(counts: Sequence[Counts], measure: str) -> tuple[float, float]:
    each = [tuple(c[measure, k] for k in ("right", "predicted", "gold")) for c in counts]
    draw = random.Random(0)
    found = []
    for _ in range(RESAMPLES):
        sample = draw.choices(each, k=len(each))
        right, predicted, gold = (sum(column) for column in zip(*sample, strict=True))
        found.append(200 * right / (predicted + gold) if predicted + gold else 0.0)
    found.sort()
    return round(found[int(0.025 * RESAMPLES)], 1), round(found[int(0.975 * RESAMPLES) - 1], 1)
