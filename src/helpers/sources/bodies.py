"""What is known of a body by its printed name: its type and its country."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.words import capital_runs, is_acronym, words_of

_OF_A_STATE = frozenset({"Committee", "Council", "Board", "Commission", "Centre", "Center"})
_OVER_STATES = frozenset({"UN", "U.N.", "EU", "E.U.", "NATO"})
# A place this large, or a division, is meant where its name stands in a body's or an office's.
LARGE = 100_000


def body_of(name: str, near: tuple[str, ...] = ()) -> lexicon.Body | None:
    """A body of that name: listed, a state or a part of one, or by the noun that heads it.

    >>> body_of("FBI").source_type, body_of("Bank of Norland").source_type
    ('justice', 'company')
    >>> body_of("Ada Brenn") is None
    True
    """
    bare = name.removeprefix("the ").removeprefix("The ")
    return lexicon.known_bodies().get(bare) or land_of(bare, near) or _by_its_noun(bare, near)


def land_of(name: str, near: tuple[str, ...] = ()) -> lexicon.Body | None:
    """A country, its capital or seat as one that speaks; a part of a country by the gazetteer."""
    entry = gazetteer.entry_of(name)
    if entry and entry.kind in {"country", "capital", "seat"}:
        return lexicon.Body(name, "government", entry.country, (name,))
    place = None if entry else _place(name, near)
    if place and place.population >= _least(place, near):
        return lexicon.Body(name, "local_government", place.country, (name,))
    return None


def _least(place: gazetteer.Toponym, near: tuple[str, ...]) -> int:
    """How large a town must be to be meant: less where the article speaks of its country."""
    return LARGE // 2 if place.country in near else 3 * LARGE


@lru_cache(maxsize=4096)
def _place(name: str, near: tuple[str, ...]) -> gazetteer.Toponym | None:
    return gazetteer.lookup(name, near)


def _by_its_noun(name: str, near: tuple[str, ...]) -> lexicon.Body | None:
    words = [w.strip(",.") if len(w) > 4 else w for w in name.replace("/", " ").split()]
    if not words:
        return None
    kind = _kind(words) or ("other" if is_acronym(name) else None)
    if len(words) == 1 and words[0] in lexicon.first_names():
        return None
    if kind is None:
        return None
    country, local = country_of(name, near)
    if words[0] in _OVER_STATES or words[:2] == ["United", "Nations"]:
        kind = "intergovernmental"
    elif (
        kind in ("ngo", "expert", "local_government")
        and words[0] in ("National", "Federal", "State")
        and set(words) & _OF_A_STATE
    ):
        kind = "government"
    if local and kind == "government":
        kind = "local_government"
    return lexicon.Body(name, kind, country, (name,))


def _kind(words: list[str]) -> str | None:
    """By the noun that heads the name: the last before "of" or "for", else one inside it."""
    tails, inner = lexicon.tail_types(), lexicon.inner_types()
    if words[-1] in tails and tails[words[-1]] == "company" and words[-1] not in inner:
        return "company"
    head = next(
        (i for i, w in enumerate(words) if i and w in ("of", "for", "on", "in")), len(words)
    )
    for part in (words[:head], words):
        for end in range(len(part), max(0, len(part) - 3), -1):
            for size in (2, 1):
                found = tails.get(" ".join(part[max(0, end - size) : end]))
                if found and (end == len(part) or part[end - 1] in inner):
                    return "intergovernmental" if part[0] == "World" else found
    if any(
        w in ("TV", "Radio")
        or w.endswith(("-TV", ".com", ".org", ".net"))
        or (w.startswith("TV") and w[2:].isalnum() and w.isupper())
        for w in words
    ):
        return "media"
    if words[0] in ("City", "Town", "State", "Province", "County") and words[1:2] == ["of"]:
        return "local_government"
    return next((kind for word, kind in inner.items() if word in words), None)


def country_of(words: str, near: tuple[str, ...] = ()) -> tuple[str | None, bool]:
    """(the first country that words in capitals name, whether they name a part of it)."""
    tokens = [word.strip(",;()'’\"“”") for word in words.replace("/", " ").split()]
    tokens = [re.sub(r"['’]s?$", "", t) for t in tokens]
    i = 0
    while i < len(tokens):
        for size in (4, 3, 2, 1):
            surface = " ".join(tokens[i : i + size])
            if (
                i + size > len(tokens)
                or not surface[:1].isupper()
                or {"-", "~"} & set(tokens[i : i + size])
            ):
                continue
            listed = lexicon.known_bodies().get(surface) if size > 1 else None
            if listed and listed.country:
                return listed.country, False
            entry = gazetteer.entry_of(surface) or gazetteer.entry_of(surface + ".")
            if entry and entry.kind != "seat":
                return entry.country, entry.kind == "capital" and "city" in words.lower()
            if entry or surface in lexicon.no_places() or (size == 1 and surface.isupper()):
                continue
            before = tokens[i - 1] if i else ""
            if (before[:1].isupper() or before == "~") and before not in lexicon.no_places():
                continue  # "Rajya Sabha": a part of a longer name
            place = _place(surface, near)
            if (
                place
                and place.country
                and (place.kind == "country" or place.population >= _least(place, near))
            ):
                return place.country, place.kind != "country"
        i += 1
    return None, False


def acronym_bodies(text: str) -> dict[str, str]:
    """Short forms that the text spells out in parentheses, to the full name before them."""
    found: dict[str, str] = {}
    at = text.find("(")
    while at != -1:
        close = text.find(")", at, at + 16)
        short = text[at + 1 : close] if close != -1 else ""
        if short and short not in found and _is_short(short):
            words = words_of(text, max(0, at - 160), at, limit=60)
            runs = capital_runs(words)
            if runs and runs[-1][1] == len(words):
                run = words[runs[-1][0] :]
                while len(run) > 1 and run[0].low in lexicon.OPENERS:
                    run = run[1:]
                full = text[run[0].start : run[-1].end]
                if is_acronym(short) or text.count(short) > 1:
                    found.setdefault(short, full)
        at = text.find("(", at + 1)
    return found


def _is_short(name: str) -> bool:
    """ "IOM", or a name made of others' beginnings: "Phivol", "Nors"."""
    return is_acronym(name) or (name.isalpha() and name[:1].isupper() and len(name) <= 12)
