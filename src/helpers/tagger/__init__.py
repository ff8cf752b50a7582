"""Attributions from the shipped model: who said what, in PolNeAR's manner.

Needs onnxruntime and numpy only; both are imported at the first call. The model is one
file of ``helpers/models``; without it :func:`find_attributions` raises
:class:`~helpers.errors.ModelError` and the caller turns to the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..errors import ModelError
from ..records import Article, Attribution, Passage, Span
from .limits import MAX_PIECES, MAX_WORDS, TooLong
from .words import find_words, sentence_starts

__all__ = ["MAX_PIECES", "MAX_WORDS", "TooLong", "find_attributions", "model_available"]


def model_available() -> bool:
    """Whether the shipped model is there, whole, and can be run; never raises for that."""
    from .model import shipped_model

    try:
        shipped_model()
    except ModelError:
        return False
    return True


def find_attributions(article: Article, passages: Sequence[Passage] = ()) -> list[Attribution]:
    """Attributions of the article, in text order; none gives ``[]``.

    Spans are as printed, untrimmed; a content may be in several pieces, a source is one
    piece or empty. Paragraphs end where ``passages`` do, or at line ends if none are given;
    no span crosses such an end. ``confidence`` is the product of the net's chances for
    content, cue, link and source (see :func:`helpers.tagger.decoding.link`): a figure to
    rank and filter by, not a calibrated probability. Raises
    :class:`~helpers.errors.ModelError` when the model cannot be used and
    :class:`TooLong` above :data:`MAX_WORDS` or :data:`MAX_PIECES`.
    """
    from .model import shipped_model

    model = shipped_model()
    text = article.text
    words = find_words(text)
    if len(words) > MAX_WORDS:
        raise TooLong(
            f"the article has {len(words):,} words and marks, more than the {MAX_WORDS:,} "
            "that the tagger reads; the rules take over"
        )
    if not words:
        return []
    ends = paragraph_ends(text, words, passages)
    surfaces = [text[start:end] for start, end in words]

    def spans(*ranges: tuple[int, int] | None) -> tuple[Span, ...]:
        return tuple(
            Span(words[one[0]][0], words[one[1] - 1][1]) for one in ranges if one is not None
        )

    return [
        Attribution(
            source=spans(one.source),
            cue=spans(one.cue),
            content=spans(*one.contents),
            rule_id=f"tagger:{model.version}",
            confidence=one.confidence,
        )
        for one in model.read(surfaces, ends, sentence_starts(surfaces, ends))
    ]


def paragraph_ends(
    text: str, words: Sequence[tuple[int, int]], passages: Sequence[Passage] = ()
) -> set[int]:
    """Indexes of each paragraph's last word: by passages, or else by lines."""
    if passages:
        borders = sorted({border for one in passages for border in (one.start, one.end)})
        starts = [start for start, _ in words]
        ends = {bisect_left(starts, border) - 1 for border in borders}
    else:
        ends = {
            index
            for index in range(len(words) - 1)
            if _line_ends(text, words[index][1], words[index + 1][0])
        }
    ends.discard(-1)
    ends.add(len(words) - 1)
    return ends


def _line_ends(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return "\n" in between or "\r" in between
