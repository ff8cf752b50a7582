"""Text → tokens with exact offsets; one linear pass, nothing normalised.

A figure needs finer tokens than a sentence: "$5m" is one word of the reading at most, and three
tokens here. Each token knows the word of the reading that it begins in, and its grammar by it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ..language.reading import Reading
from ..language.reading import Token as Word
from .words import FRAMES

_CLOSED = frozenset(("ADP", "AUX", "CCONJ", "SCONJ", "DET", "PRON", "PART", "ADV", "INTJ"))


class Token(NamedTuple):
    """One token: ``kind`` is n (digits), w (letters), q (other numeric signs) or p (a mark).

    ``word`` is that of the reading (None behind the place where the network stopped reading).
    """

    kind: str
    start: int
    end: int
    text: str
    low: str
    word: Word | None = None

    @property
    def part(self) -> str:
        """The part of speech; empty where nothing was read."""
        return self.word.part if self.word else ""

    @property
    def closed(self) -> bool:
        """Whether it is a word of grammar and no name of anything: it ends what is counted."""
        return self.part in _CLOSED

    @property
    def plural(self) -> bool:
        """Whether it is a noun in the plural."""
        return self.word is not None and (
            self.word.finer in ("NNS", "NNPS") or self.low.endswith("people")
        )


#: Separators that may stand inside a figure; spaces only before exactly three digits.
_TOKEN = re.compile(
    r"(?P<n>(?:(?<![^\s($€£-])\.)?\d+(?:[.,'’٫٬]\d+|[\u00a0\u202f\u2009\u2008\u2007]\d{3}(?!\d))*)"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<p>[^\s])"
)


def is_numeral(char: str) -> bool:
    """Whether a character is a numeral (Nd, Nl, No), whatever the script.

    >>> [is_numeral(c) for c in "7٣½²Ⅳx五"]
    [True, True, True, True, True, False, False]
    """
    return char.isnumeric() and not char.isalpha()


def tokenise(text: str) -> list[Token]:
    """Tokens of the text in order; every character that is not white space is in one.

    >>> [t.text for t in tokenise("US$1.5bn, 55-year-old")]
    ['US', '$', '1.5', 'bn', ',', '55', '-', 'year', '-', 'old']
    >>> [(t.kind, t.text) for t in tokenise("2½ m²")]
    [('n', '2'), ('q', '½'), ('w', 'm'), ('q', '²')]
    """
    return list(_cut(text, 0, len(text)))


def tokens_of(reading: Reading, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of an article, each with its word; offsets are the article's."""
    words = iter(reading.tokens[k] for k in reading.at(start, end))
    word = next(words, None)
    out: list[Token] = []
    for token in _cut(reading.article.text, start, end):
        while word is not None and word.end <= token.start:
            word = next(words, None)
        held = word is not None and word.start < token.end
        out.append(Token(*token[:5], word) if held else token)
    return out


def _cut(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or ""
        word = match.group()
        start = match.start()
        if kind == "w":
            if not word.isalpha():
                yield from _split_letters(word, start)
                continue
            yield Token("w", start, start + len(word), word, word.lower())
        else:
            if kind == "p" and is_numeral(word):
                kind = "q"
            yield Token(kind, start, start + len(word), word, word)


def _split_letters(word: str, start: int) -> Iterator[Token]:
    """Part letters from signs such as ½ and ², which a regex counts as letters."""
    i = 0
    while i < len(word):
        numeric = is_numeral(word[i])
        j = i + 1
        while j < len(word) and not numeric and not is_numeral(word[j]):
            j += 1
        piece = word[i:j]
        yield Token("q" if numeric else "w", start + i, start + j, piece, piece.lower())
        i = j


#: Hyphens and dashes that may join two words or two numbers.
HYPHENS = frozenset("-‐‑–—−")


def glued(tokens: list[Token], k: int) -> bool:
    """Whether token ``k`` touches the one before it."""
    return 0 < k < len(tokens) and tokens[k].start == tokens[k - 1].end


def is_headline(tokens: list[Token], first: int) -> bool:
    """Whether the sentence from token ``first`` writes most of its words with capitals.

    >>> is_headline(tokenise("Blast Kills Five People in Kabul"), 0)
    True
    >>> is_headline(tokenise("The Group of Seven met in Kabul"), 0)
    False
    """
    capitals = others = 0
    for token in tokens[first : first + 24]:
        if token.kind == "p" and token.text in ".!?":
            break
        if token.kind != "w" or token.low in FRAMES["lower_in_titles"]:
            continue
        if token.text[0].isupper():
            capitals += 1
        else:
            others += 1
    return capitals >= 3 and capitals > 5 * others


def sentence_ends(tokens: list[Token], reading: Reading) -> list[int]:
    """For each token, the index one past the last token of its sentence."""
    ends: list[int] = []
    sentences = reading.sentences
    at = bisect_right(sentences, tokens[0].start, key=lambda s: s.end) if tokens else 0
    for i, token in enumerate(tokens):
        if at < len(sentences) and sentences[at].end <= token.start:
            ends += [i] * (i - len(ends))
            while at < len(sentences) and sentences[at].end <= token.start:
                at += 1
    return ends + [len(tokens)] * (len(tokens) - len(ends))
