"""Which language a text is in: small words first, a trained identifier where they are few."""

from __future__ import annotations

import re
from functools import cache

from ..vocabulary import load

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000  # characters from the start: a language does not change its mind later
_FEWEST_LETTERS = 200  # below this no identifier is to be trusted
_ENGLISH_SHARE = 0.2  # English news has 0.35 to 0.5 of its words in the list, others below 0.1
_FOREIGN_SHARE = 0.12


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where the text is too short or unclear.

    >>> language_of("Five people died.") is None
    True
    """
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    letters = sum(map(len, words))
    if letters < _FEWEST_LETTERS:
        return None
    small = _small_words()
    share = sum(word in small for word in words) / len(words)
    if share >= _ENGLISH_SHARE:
        return "en"
    # Word lists, tables and noise have few small words in any language: only a text that a
    # trained identifier places elsewhere, and that does not repeat itself, is foreign.
    if share > _FOREIGN_SHARE or len({text[i : i + 4] for i in range(0, letters, 3)}) < 40:
        return None
    found = _identified(" ".join(words))
    return None if found == "en" else found


def _identified(words: str) -> str:
    import py3langid  # takes most of a second to load, and most texts never need it

    return str(py3langid.classify(words.encode("utf-8", "replace").decode("utf-8"))[0])


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load("loading")["english_small_words"])
