"""Text → tokens with exact offsets; one linear pass, nothing normalised."""

from __future__ import annotations

import re
from typing import NamedTuple

from helpers.quantities.words import FRAMES


class Token(NamedTuple):
    """One token: ``kind`` is n (digits), w (letters), q (other numeric signs) or p (a mark)."""

    kind: str
    start: int
    end: int
    text: str
    low: str


#: Separators that may stand inside a figure; spaces only before exactly three digits.
_TOKEN = re.compile(
    r"(?P<n>(?:(?<![^\s($€£-])\.)?\d+(?:[.,'’٫٬]\d+|[\u00a0\u202f\u2009\u2008\u2007]\d{3}(?!\d))*)"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<p>[^\s])"
)
#: Characters that never end a sentence when a dot follows ("U.S.", "No.").
_QUOTES = "\"'”’)]»“‘(["


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
    out: list[Token] = []
    add = out.append
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        word = match.group()
        start = match.start()
        if kind == "w":
            if not word.isalpha():
                _split_letters(word, start, out)
                continue
            add(Token("w", start, start + len(word), word, word.lower()))
        else:
            if kind == "p" and is_numeral(word):
                kind = "q"
            add(Token(kind, start, start + len(word), word, word))
    return out


def _split_letters(word: str, start: int, out: list[Token]) -> None:
    """Part letters from signs such as ½ and ², which a regex counts as letters."""
    i = 0
    while i < len(word):
        numeric = is_numeral(word[i])
        j = i + 1
        while j < len(word) and not numeric and not is_numeral(word[j]):
            j += 1
        piece = word[i:j]
        out.append(Token("q" if numeric else "w", start + i, start + j, piece, piece.lower()))
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


def sentence_ends(tokens: list[Token]) -> list[int]:
    """For each token, the index one past the last token of its sentence (a cheap guess).

    >>> tokens = tokenise("He won. She lost 5.")
    >>> sentence_ends(tokens)
    [3, 3, 3, 7, 7, 7, 7]
    """
    n = len(tokens)
    ends = [n] * n
    last = 0
    for i, token in enumerate(tokens):
        if token.kind != "p" or token.text not in ".!?…;":
            continue
        j = i + 1
        while j < n and tokens[j].text in _QUOTES and tokens[j].start == tokens[j - 1].end:
            j += 1
        if j >= n or tokens[j].start == tokens[j - 1].end:
            continue
        follows = tokens[j]
        if token.text == ".":
            before = tokens[i - 1].text if i else ""
            if follows.kind == "w" and not follows.text[0].isupper():
                continue
            if (
                len(before) == 1
                and before.isupper()
                and tokens[i - 1].start
                and follows.kind == "w"
            ):
                continue
            if before in _ABBREVIATED:
                continue
        for k in range(last, j):
            ends[k] = j
        last = j
    return ends


_ABBREVIATED = FRAMES["abbreviated"]
