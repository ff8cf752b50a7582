"""Words of a stretch of text with their offsets: the small alphabet that mentions are read in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from helpers.sources import lexicon
from helpers.sources.grammar import CAPITAL_FILLERS

# Initialisms with dots, initials, words with inner apostrophes, hyphens or ampersands; then
# single marks. Each arm starts at a different kind of character, so matching is linear.
WORD = re.compile(
    r"""
      (?:[A-Z]\.){2,}               # U.S.
    | [A-Z]\.(?=[ \u00a0][A-Z])     # F. in "John F. Kerry"
    | \w+(?:[’'\-–&]\w+)*           # Sana'a, prime-minister, AT&T
    | [,;:()\[\]—–"“”/]|--
    """,
    re.VERBOSE,
)
POSSESSIVE = re.compile(r"[’'][sS]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark; ``end`` is before a possessive 's, which ``owner`` tells of."""

    start: int
    end: int
    text: str
    owner: bool = False

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """True if the word starts with a capital letter."""
        return self.text[:1].isupper()

    @property
    def mark(self) -> bool:
        """True for punctuation."""
        return not (self.text[:1].isalnum() or self.text[:1] == "_")


def words_of(text: str, start: int, end: int, *, limit: int = 60) -> list[Word]:
    """The first ``limit`` words and marks of ``text[start:end]``."""
    found: list[Word] = []
    titles = lexicon.titles()
    for match in WORD.finditer(text, start, end):
        a, b = match.span()
        token = match[0]
        owner = False
        if POSSESSIVE.search(token):
            token, b, owner = token[:-2], b - 2, True
        elif b < end and text[b] in "’'" and token[-1:] == "s" and text[b + 1 : b + 2] == " ":
            owner = True  # "the officials' view"
        elif b < end and text[b] == "." and token + "." in titles:
            token, b = token + ".", b + 1
        if token:
            found.append(Word(a, b, token, owner))
        if len(found) >= limit:
            break
    return found


def is_acronym(token: str) -> bool:
    """True for "IOM" or "W.H.O.": two to eight capitals, perhaps with dots, digits or &."""
    letters = token.replace(".", "").replace("&", "").replace("-", "")
    return 2 <= len(letters) <= 8 and letters.isalnum() and letters.isupper()


_PREFIX = re.compile(r"^(?:al|el|ad|ar|as|az|ash|an|at|ul|d|l|o)[-'’]", re.IGNORECASE)


def plain(word: str) -> str:
    """A word without case, accents and points, for names spelled in two ways."""
    letters = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in letters if not unicodedata.combining(c)).strip(".").lower()


def surname_of(name: str) -> str:
    """The last word of a name as compared: "al-Harbi" is "harbi", "d'Orvino" is "orvino"."""
    last = name.split()[-1]
    return plain(_PREFIX.sub("", last))


def stands_for(short: str, name: str) -> bool:
    """Whether a short form is made of a name's first letters: "BoN", "WHO", "FoE".

    >>> stands_for("BoN", "Bank of Norland"), stands_for("BoN", "Board of Nurses of Karsk")
    (True, False)
    """
    words = [w for w in re.split(r"[\s\-]+", name) if w[:1].isalpha()]
    flat = short.replace(".", "")
    large = "".join(w[0] for w in words if w[0].isupper())
    return len(flat) > 1 and flat in {large, "".join(w[0] for w in words)}


def capital_runs(words: list[Word]) -> list[tuple[int, int]]:
    """Maximal runs of capitalised words, with small words between capitals, as index pairs."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if not words[i].capital:
            i += 1
            continue
        j = i + 1
        while j < len(words) and not words[j - 1].owner:
            if words[j].start - words[j - 1].end > 1:
                break  # a full stop or a mark stands between
            if words[j].capital:
                j += 1
                continue
            k = j
            while (
                k < len(words)
                and k - j < 2
                and words[k].low in CAPITAL_FILLERS
                and not words[k].owner
            ):
                k += 1
            if k > j and k < len(words) and words[k].capital:
                j = k + 1
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def surface(text: str, words: list[Word]) -> str:
    """The words as printed, from the first to the last."""
    return text[words[0].start : words[-1].end] if words else ""
