"""Copies across a corpus: likely pairs by MinHash, each then held against the words themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...errors import InputError
from ...fingerprints import SHARE, fingerprints_of

if TYPE_CHECKING:
    import pandas as pd

    from .questions import Corpus

_SEED = 18
_HASHES = 128
_PARTS = 16


def copies_of(corpus: Corpus) -> pd.DataFrame:
    """One row an article: the origin it goes back to, and how many articles have that origin.

    Two articles are copies where at least ``SHARE`` of the shorter one's runs of eight words
    stand in the other. MinHash (datasketch) names the pairs that are worth a look, each is then
    decided by the runs themselves. ``origin_id`` is the earliest of its copies.
    """
    articles = corpus.ask(
        "SELECT article_id, published, outlet FROM articles "
        "ORDER BY published NULLS LAST, article_id"
    )
    runs = _runs(corpus)
    order = {article_id: i for i, article_id in enumerate(articles["article_id"])}
    first = dict.fromkeys(order, "")
    for one, other in _pairs({article_id: runs[article_id] for article_id in order}):
        shared = len(runs[one] & runs[other])
        if shared >= SHARE * min(len(runs[one]), len(runs[other])):
            a, b = sorted((_root(first, one), _root(first, other)), key=order.__getitem__)
            if a != b:
                first[b] = a
    roots = [_root(first, article_id) for article_id in order]
    copies = Counter(roots)
    found = articles.assign(origin_id=roots, copies=[copies[root] for root in roots])
    return found.astype({"origin_id": "string[python]", "copies": "Int64"})


def _runs(corpus: Corpus) -> dict[str, frozenset[int]]:
    """The runs of each article's body; appeals and notices are the outlet's own."""
    blocks = corpus.ask(
        """
        SELECT t.article_id, list(substring(t.text, p.start + 1, p."end" - p.start)
            ORDER BY p.start) AS blocks
        FROM texts t JOIN passages p USING (article_id)
        WHERE p.zone <> 'boilerplate' GROUP BY 1
        """
    )
    known = {
        article_id: fingerprints_of(some)
        for article_id, some in zip(blocks["article_id"], blocks["blocks"], strict=True)
    }
    return defaultdict(frozenset, known)


def _pairs(runs: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Pairs of articles of which the one may hold a good part of the other."""
    try:
        from datasketch import MinHash, MinHashLSHEnsemble
    except ImportError as failure:
        raise InputError("finding copies needs datasketch: install the extra [corpus]") from failure
    marks = {}
    for article_id, found in runs.items():
        if found:
            marks[article_id] = MinHash(num_perm=_HASHES, seed=_SEED, hashfunc=_low)
            marks[article_id].update_batch(sorted(found))
    if not marks:
        return
    index = MinHashLSHEnsemble(
        threshold=SHARE / 2, num_perm=_HASHES, num_part=_PARTS, weights=(0.1, 0.9)
    )
    index.index((article_id, mark, len(runs[article_id])) for article_id, mark in marks.items())
    for article_id, mark in marks.items():
        for other in sorted(index.query(mark, len(runs[article_id]))):
            if other != article_id:
                yield article_id, other


def _low(run: int) -> int:
    return run & 0xFFFFFFFF


def _root(first: dict[str, str], article_id: str) -> str:
    while first[article_id]:
        article_id = first[article_id]
    return article_id
