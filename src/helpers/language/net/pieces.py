"""Words → word pieces and letter-case classes, the same for training and for reading.

The pieces are BERT's (uncased WordPiece), computed here: greedy longest match needs thirty
lines and no library, and a parallel view keeps every offset in the text as given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

LOWER, TITLE, UPPER, MIXED, DIGIT, MARK, PARAGRAPH, FRAME = range(8)
"""Letter-case classes: an uncased vocabulary loses names without them."""

CASES = 8
LONGEST_WORD = 64  # a longer word is unknown as a whole, as in BERT (there from 100 on)
CACHED_WORDS = 50_000

PARAGRAPH_PIECE = "[unused1]"


def case_of(word: str) -> int:
    """The letter-case class of a word."""
    first = word[0]
    if not word[0].isalnum():
        return MARK if len(word) == 1 else LOWER
    if first.isdigit():
        return DIGIT
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    return TITLE if first.isupper() and word[1:].islower() else MIXED


def is_mark(char: str) -> bool:
    """Whether BERT cuts a word at this character (ASCII symbols and Unicode punctuation)."""
    if char.isalnum():
        return False
    return "!" <= char <= "~" or unicodedata.category(char)[0] == "P"


class Pieces:
    """Words → ids of word pieces; remembers the words it has seen (bounded)."""

    def __init__(self, vocabulary: Sequence[str]):
        self.ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.longest = max(map(len, vocabulary))
        self.unknown = self.ids["[UNK]"]
        self.start = self.ids["[CLS]"]
        self.end = self.ids["[SEP]"]
        self.paragraph = self.ids[PARAGRAPH_PIECE]
        self._seen: dict[str, tuple[tuple[int, ...], int]] = {}

    def of(self, word: str) -> tuple[tuple[int, ...], int]:
        """Ids of the word's pieces (at least one), and its letter-case class."""
        known = self._seen.get(word)
        if known is None:
            known = (tuple(self._split(word)) or (self.unknown,), case_of(word))
            if len(self._seen) >= CACHED_WORDS:
                self._seen.clear()
            self._seen[word] = known
        return known

    def _split(self, word: str) -> Iterable[int]:
        if len(word) > LONGEST_WORD:
            return
        plain = unicodedata.normalize("NFD", word.lower())
        run: list[str] = []
        for char in plain:
            kind = unicodedata.category(char)
            if kind == "Mn" or kind in ("Cc", "Cf", "Cs", "Co", "Cn"):
                continue
            if is_mark(char):
                yield from self._longest("".join(run))
                run.clear()
                yield self.ids.get(char, self.unknown)
            else:
                run.append(char)
        yield from self._longest("".join(run))

    def _longest(self, run: str) -> list[int]:
        found: list[int] = []
        at = 0
        while at < len(run):
            mark = "##" if at else ""
            for end in range(min(len(run), at + self.longest), at, -1):
                number = self.ids.get(mark + run[at:end])
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return [self.unknown]
        return found
