"""Finding places by list and by pattern, so that invented towns are found like known ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from helpers import vocabulary
from helpers.places import gazetteer

WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:[’'\-]\w+)*")
POSSESSIVE = re.compile(r"[’'][sS]$")
LONGEST_NAME = 4  # words in a name that a pattern may show to be a place
DATELINE = re.compile(r"[A-Z][A-Z’'\- ]{2,40}, (\w[\w ’'\-]{2,30}) \([\w ]{2,30}\) ?[—–-]")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at ``start..end``; ``name`` without article or direction words.

    ``country``: English short name, or None where the lists do not know it. ``basis``: country,
    capital, seat (of power), demonym, pattern (shown by the words around it), repeated (shown
    by a pattern elsewhere in this text) or anaphor ("the city": ``name`` is None).
    ``locative``: a preposition of place stands before it. ``owner``: a possessive ('s) follows.
    """

    start: int
    end: int
    name: str | None
    country: str | None
    basis: str
    locative: bool = False
    owner: bool = False
    towns: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    owner: bool
    gap: bool  # something else than one blank stands before it

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def low(self) -> str:
        return self.text.lower()


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in vocabulary.load("places").items()}


def find_places(text: str) -> list[PlaceMention]:
    """Places in text order, not overlapping; demonyms and "the city" among them, so marked.

    Give the whole article, so that a name shown to be a place once is known everywhere.
    """
    return list(_found(text))


@lru_cache(maxsize=1)
def _found(text: str) -> tuple[PlaceMention, ...]:
    """The same, remembered for the last text, which two floors ask for."""
    words = _words(text)
    shown: dict[int, tuple[int, str]] = {}
    names: set[str] = set()
    for i in range(len(words)):
        for begin, end in _shown_by_pattern(text, words, i):
            if _is_name(words, begin, end) and begin not in shown:
                shown[begin] = (end, "pattern")
                names.add(" ".join(w.text for w in words[begin:end]))
    found: list[PlaceMention] = []
    longest = max([gazetteer.longest_surface(), *(n.count(" ") + 1 for n in names)], default=1)
    i = 0
    while i < len(words):
        end, name, entry, basis = _longest(words, i, shown, names, longest)
        if end > i:
            found.append(_mention(words, i, end, name, entry, basis))
            i = end
            continue
        anaphor = _anaphor(words, i)
        if anaphor:
            found.append(anaphor)
        i += 1
    return tuple(found)


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    last = 0
    for match in WORD.finditer(text):
        a, b = match.span()
        token, owner = match[0], False
        if POSSESSIVE.search(token):
            token, b, owner = token[:-2], b - 2, True
        elif token[-1:] == "s" and text[b : b + 2] in {"' ", "’ "}:
            owner = True
        found.append(_Word(a, b, token, owner, text[last:a] != " "))
        last = match.end()
    return found


def _run(words: list[_Word], i: int) -> int:
    """End index of the capitalised run that begins at ``i``."""
    j = i
    while (
        j < len(words)
        and words[j].capital
        and (j == i or not words[j].gap)
        and j - i < LONGEST_NAME + 1
    ):
        j += 1
        if words[j - 1].owner:
            break
    return j


def _skip(words: list[_Word], i: int) -> int:
    """Index past article, direction words and adjectives of size before a name."""
    lists = _lists()
    k = i
    while (
        k < len(words)
        and k - i < 4
        and not words[k].gap
        and (words[k].low in {"the", "a", "an"} or words[k].low in lists["directions"])
    ):
        k += 1
    return k


def _shown_by_pattern(text: str, words: list[_Word], i: int):
    """(begin, end) of names that the words from ``i`` on show to be places."""
    lists = _lists()
    word = words[i]
    # "in Karsk", "near the southern Karsk"
    if word.low in lists["trusted"]:
        k = _skip(words, i + 1)
        # "in the Karsk" alone is a place only where a place noun follows.
        if k < len(words) and not words[k].gap and words[k].capital:
            end = _run(words, k)
            article = any(w.low == "the" for w in words[i + 1 : k])
            noun_after = (
                end < len(words) and not words[end].gap and words[end].low in lists["nouns"]
            )
            # After "the" only with a place noun ("in the Karsk region"); no owner but after "in".
            if ((not article or noun_after) and not words[end - 1].owner) or (
                not article and words[end - 1].owner and word.low == "in"
            ):
                yield k, end
                yield from _coordinated(text, words, end)
    # "the port city of Karsk", "the loss of Karsk" is not shown
    if (
        word.low in lists["nouns"]
        and i + 2 < len(words)
        and words[i + 1].low == "of"
        and not words[i + 1].gap
    ):
        k = _skip(words, i + 2)
        if k < len(words) and words[k].capital and not words[k].gap:
            end = _run(words, k)
            yield k, end
            yield from _coordinated(text, words, end)
    # "Karsk province", "the Karsk and Brenn regions"
    if (
        word.low in lists["nouns"]
        and not word.capital
        and i
        and not word.gap
        and words[i - 1].capital
        and not words[i - 1].owner
    ):
        begin = i - 1
        while (
            begin > 0
            and words[begin - 1].capital
            and not words[begin].gap
            and not words[begin - 1].owner
            and i - begin < LONGEST_NAME
        ):
            begin -= 1
        opener = words[begin].low in {
            "the",
            "a",
            "an",
            "in",
            "near",
            "both",
            "this",
            "that",
            "his",
            "her",
            "its",
        }
        begin += opener
        if begin < i:
            yield begin, i
        if (
            begin >= 3
            and words[begin - 1].low == "and"
            and words[begin - 2].capital
            and word.low.endswith("s")
        ):
            yield begin - 2, begin - 1
    # "the capital, Karsk,"
    if (
        word.low in {"capital", "city", "town"}
        and i + 1 < len(words)
        and text[word.end : words[i + 1].start] == ", "
        and words[i + 1].capital
    ):
        end = _run(words, i + 1)
        if text[words[end - 1].end : words[end - 1].end + 1] in {",", "."}:
            yield i + 1, end
    # "Karsk, a country of some 9 million"
    if (
        word.capital
        and not word.owner
        and text[word.end : word.end + 2] == ", "
        and i + 2 < len(words)
        and words[i + 1].low in {"a", "an", "the"}
    ):
        for k in range(i + 2, min(i + 6, len(words))):
            if words[k].gap or words[k].capital:
                break
            if words[k].low in lists["nouns"]:
                begin = i
                while (
                    begin > 0
                    and words[begin - 1].capital
                    and not words[begin].gap
                    and not words[begin - 1].owner
                    and words[begin - 1].low not in lists["directions"]
                    and words[begin - 1].low not in {"the", "in", "on"}
                ):
                    begin -= 1
                yield begin, i + 1
                break
    # A line such as "KARSK, Brennia (Wire) —" or "By Ada Brenn in Karsk".
    if word.text.isupper() and len(word.text) > 2 and (match := DATELINE.match(text, word.start)):
        k = next(
            (n for n in range(i + 1, min(i + 6, len(words))) if words[n].start == match.start(1)),
            None,
        )
        if k:
            yield k, _run(words, k)


def _coordinated(text: str, words: list[_Word], end: int):
    """Further names after a shown one: "in Mali, Libya and Syria"."""
    for _ in range(6):
        if end >= len(words):
            return
        between = text[words[end - 1].end : words[end].start]
        k = end
        if words[end].low == "and" and between in {" ", ", "}:
            k = end + 1
        elif between != ", ":
            return
        if k >= len(words) or not words[k].capital or words[k].low in _lists()["not_places"]:
            return
        nxt = _run(words, k)
        after = text[words[nxt - 1].end : words[nxt - 1].end + 5]
        closed = (
            words[end].low == "and"
            and not words[nxt - 1].owner
            and (after[:1] in {",", ".", ";", ""} or after[:1] == " ")
        )
        if words[end].low != "and" and not (after.startswith((" and ", ", "))):
            return
        if words[end].low == "and" and not closed:
            return
        if (
            words[end].low == "and"
            and nxt < len(words)
            and words[nxt].low in {"said", "told", "were", "was", "had", "has"}
        ):
            return
        yield k, nxt
        end = nxt


def _is_name(words: list[_Word], begin: int, end: int) -> bool:
    if not 0 < end - begin <= LONGEST_NAME:
        return False
    lists = _lists()
    for word in words[begin:end]:
        low = word.low.strip(".")
        if low in lists["not_places"] or not word.capital:
            return False
    entry = gazetteer.entries().get(" ".join(w.text for w in words[begin:end]))
    if entry and entry.kind == "demonym":
        return False
    alone = end - begin == 1
    if alone and (
        len(words[begin].text) < 2 or (words[begin].text.isupper() and len(words[begin].text) <= 5)
    ):
        return False
    return not words[begin].text[:1].isdigit()


def _longest(words, i, shown, names, longest):
    """The longest place name at ``i``: (end, name, gazetteer entry, basis); end is i if none."""
    if not words[i].capital and words[i].text not in {"al"}:
        return i, None, None, None
    table = gazetteer.entries()
    best = (i, None, None, None)
    surface = ""
    for j in range(i, min(i + longest, len(words))):
        if (
            j > i
            and (words[j].gap or words[j - 1].owner)
            and not (words[j].gap and words[j - 1].text in {"St", "Washington"})
        ):
            break
        surface = f"{surface} {words[j].text}" if surface else words[j].text
        entry = table.get(surface)
        if entry:
            best = (j + 1, surface, entry, entry.kind)
        elif surface in names and words[j].capital:
            best = (j + 1, surface, None, "repeated")
    end, name, entry, basis = best
    if i in shown and shown[i][0] > end:
        end = shown[i][0]
        return end, " ".join(w.text for w in words[i:end]), None, "pattern"
    if basis == "repeated":
        # Part of a longer capitalised name ("Radio Karsk", "Karsk Times") is no place.
        before = (
            i > 0
            and words[i - 1].capital
            and not words[i].gap
            and words[i - 1].low not in _lists()["directions"]
            and words[i - 1].low
            not in {"the", "in", "near", "on", "but", "and", "at", "from", "of"}
            and not words[i - 1].owner
        )
        after = (
            end < len(words)
            and words[end].capital
            and not words[end].gap
            and not words[end - 1].owner
        )
        if before or after:
            return i, None, None, None
    if basis == "repeated" and i in shown:
        basis = "pattern"
    if basis == "seat" or (entry and name in {"Congress", "Cortes", "Rada", "Beehive", "Duma"}):
        basis = "seat"
    if (
        entry
        and entry.kind in {"capital", "country"}
        and end < len(words)
        and words[end].capital
        and not words[end].gap
        and not words[end - 1].owner
    ):
        # "Paris Saint-Germain", "Georgia Brown": the name goes on.
        if words[end].low not in {
            "on",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        }:
            return i, None, None, None
    return end, name, entry, basis


def _mention(words, i, end, name, entry, basis) -> PlaceMention:
    locative = False
    k = i - 1
    lists = _lists()
    while k >= 0 and i - k <= 6 and not words[k + 1].gap:
        low = words[k].low
        if low in lists["trusted"] or low in {"at", "on", "of", "to", "from"}:
            locative = True
            break
        if (
            low in {"the", "a", "an"}
            or low in lists["directions"]
            or low in lists["nouns"]
            or low == "and"
        ):
            k -= 1
            continue
        break
    return PlaceMention(
        words[i].start,
        words[end - 1].end,
        name,
        entry.country if entry else None,
        basis,
        locative,
        words[end - 1].owner,
    )


def _anaphor(words: list[_Word], i: int) -> PlaceMention | None:
    """ "the city", "a town once home to", "the country's": a place named before is meant."""
    lists = _lists()
    if words[i].low not in {"the", "a", "that", "this"} or i + 1 >= len(words) or words[i + 1].gap:
        return None
    for k in range(i + 1, min(i + 3, len(words))):
        low = words[k].low
        if words[k].gap or words[k].capital:
            return None
        if low in lists["towns"] or (low in lists["lands"] and words[i].low != "a"):
            following = words[k + 1] if k + 1 < len(words) else None
            if (
                following
                and not following.gap
                and (following.low == "of" or following.capital or following.low in lists["nouns"])
            ):
                return None
            if words[i].low == "a" and not (
                following and following.low in {"once", "where", "that", "of"}
            ):
                return None
            return PlaceMention(
                words[i].start,
                words[k].end,
                None,
                None,
                "anaphor",
                True,
                words[k].owner,
                low in lists["towns"],
            )
    return None
