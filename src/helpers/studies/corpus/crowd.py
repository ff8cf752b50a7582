"""A crowd of articles made of a few: the same seed gives the same crowd, and all of it is made up.

A crowd to search needs hundreds of articles that differ as articles do, and a truth about which
are copies. The texts are made of the paragraphs of those that are given, under other names, in
other places, with other figures, on other days; nothing in them has happened.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...loading import LoadingOptions, load_article
from ...vocabulary import load
from ...writing import write_file
from .items import find_items

if TYPE_CHECKING:
    from ...records import Article

TOWNS = (
    "Karachi", "Dhaka", "Lagos", "Manila", "Bogota", "Lima", "Nairobi", "Hanoi", "Ankara", "Tunis",
    "Accra", "Quito", "Warsaw", "Lisbon", "Jakarta", "Kabul", "Khartoum", "Caracas", "Bucharest",
    "Tashkent", "Kathmandu", "Luanda", "Maputo", "Montevideo", "Riga", "Yerevan", "Havana", "Dakar",
)  # fmt: skip
"""Towns that the gazetteer knows at sight: a map needs places that have coordinates."""
SURNAMES = (
    "Abbas", "Brandt", "Castell", "Devane", "Eskola", "Farrow", "Gellner", "Hadley", "Ibsen",
    "Jansen", "Keller", "Lindqvist", "Marchetti", "Novak", "Okafor", "Petrov", "Quirke", "Rahman",
    "Sorel", "Tanaka", "Ulrich", "Varga", "Whitlock", "Ximenes", "Yilmaz", "Zeller",
)  # fmt: skip
OUTLETS = tuple(
    f"The {town} {sort}"
    for sort in ("Courier", "Herald", "Gazette", "Observer")
    for town in ("Inland", "Harbour", "Evening", "Northern", "Southern", "Valley")
)
HOW = ("cut", "re-headlined", "edited", "whole")
"""What an outlet makes of a wire: its first part, another headline, a tenth less, or nothing."""
DEALT = 8
"""Paragraphs of a made-up article."""
SHORTEST, LARGEST = 12, 60
"""Words of a paragraph that is dealt: one that is most of an article would make two alike."""
_TRIES = 200
_NAME = r"[A-Z][a-z]{2,}"
_PERSON = re.compile(rf"\b({_NAME}) ({_NAME})\b")
_PLACE = re.compile(rf"\b(?:in|near|from|of|at|outside|around) ({_NAME})\b(?! {_NAME})")
_FIGURE = re.compile(r"(?<![\w.,$€£-])\d{1,3}(?:,\d{3})*(?![\w.,]*\d|-)")
_NOT_COUNTED = re.compile(
    r" (?:percent|per|degrees|hours?|days?|weeks?|months?|years?|kph|km|January|February|"
    r"March|April|May|June|July|August|"
    r"September|October|November|December|to)\b"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One article of a crowd; ``copy_of`` is the number of the one it repeats, ``how`` the way."""

    text: str
    title: str
    outlet: str
    published: str
    copy_of: int | None = None
    how: str = "written"

    @property
    def row(self) -> dict[str, Any]:
        """The article as a row of an export."""
        return {
            "text": self.text,
            "title": self.title,
            "outlet": self.outlet,
            "published": self.published,
        }


def crowd_of(originals: Iterable[Article], *, articles: int, seed: int = 12) -> list[Made]:
    """So many made-up articles: a week of reports in another town, then round-ups, and copies.

    Paragraphs are dealt like cards, as a rule no three of them together again, so that two
    articles of which neither is a copy share few words in a row (past some hundreds of articles
    a few do). A third of the articles are copied by up to
    four outlets, a day later at most.
    """
    chance = random.Random(seed)
    known = list(originals)
    made: list[Made] = []
    for article in _written(known, chance):
        made.append(article)
        number = len(made) - 1
        if chance.random() < 1 / 3:
            outlets = chance.sample([o for o in OUTLETS if o != article.outlet], 4)
            some = outlets[: chance.randrange(1, 5)]
            made += [_copied(article, number, outlet, chance) for outlet in some]
        if len(made) >= articles:
            break
    return made[:articles]


def write_crowd(
    folders: Iterable[str | Path], path: str | Path, *, articles: int, seed: int = 12
) -> Path:
    """A crowd made of the articles in some folders as JSON lines; the path comes back."""
    options = LoadingOptions("detect")
    originals = [
        load_article(item.path, options=options)
        for folder in folders
        for item in find_items(Path(folder), Path(path), options)
        if item.path.suffix == ".txt" and item.refusal is None
    ]
    lines = [json.dumps(one.row) for one in crowd_of(originals, articles=articles, seed=seed)]
    write_file(Path(path), ("\n".join(lines) + "\n").encode("ascii"))
    return Path(path)


def _written(known: list[Article], chance: random.Random) -> Iterator[Made]:
    """Each week that has several reports, under other names; then round-ups without end."""
    weeks: dict[int, list[Article]] = {}
    for article in known:
        if article.published:
            weeks.setdefault((article.published.toordinal() - 1) // 7, []).append(article)
    told = [reports for _, reports in sorted(weeks.items()) if len(reports) > 2]
    for reports in told:
        # Reports of one week are of one event: its names and its scale stay the same.
        names, factor = dict[str, str](), chance.choice((0.5, 1, 2, 3, 5))
        for article in reports:
            text = _changed(article.text, names, factor, chance)
            told_on = article.published.isoformat() if article.published else ""
            yield Made(text, _headline(text), chance.choice(OUTLETS), told_on)
    used = {id(article) for reports in told for article in reports}
    known = [article for article in known if id(article) not in used]
    parts = [part for one in known for part in one.text.split("\n")]
    deck = [part for part in parts if SHORTEST < len(part.split()) < LARGEST]
    dealt: list[frozenset[int]] = []
    while len(deck) >= DEALT:
        hand = _hand(len(deck), dealt, chance)
        dealt.append(frozenset(hand))
        day = dt.date(2031, 4, 7) + dt.timedelta(days=chance.randrange(28))
        factor = chance.choice((0.5, 1, 2, 3, 5))
        text = _changed("\n".join(deck[card] for card in hand), {}, factor, chance)
        yield Made(text, _headline(text), chance.choice(OUTLETS), day.isoformat())


def _hand(cards: int, dealt: list[frozenset[int]], chance: random.Random) -> list[int]:
    """A few cards of which no earlier hand holds more than two, where some tries find such."""
    best, least = list[int](), cards
    for _ in range(_TRIES):
        hand = chance.sample(range(cards), DEALT)
        held = set(hand)
        shared = max((len(held & other) for other in dealt), default=0)
        if shared < least:
            best, least = hand, shared
        if least <= 1:
            break
    return best


def _changed(text: str, names: dict[str, str], factor: float, chance: random.Random) -> str:
    """The text with other people, one other town and other figures; ``names`` is added to."""
    given = load("first_names")
    firsts = {name for words in (given["male"], given["female"]) for name in words.split()}
    town = names.setdefault("", chance.choice(TOWNS))
    people = {last for first, last in _PERSON.findall(text) if first in firsts}
    for last in sorted(people - names.keys()):
        names[last] = chance.choice(SURNAMES)
    for place in sorted(set(_PLACE.findall(text)) - _ORDINARY - firsts):
        names.setdefault(place, town)
    listed = sorted((name for name in names if name), key=len, reverse=True)
    if listed:
        pattern = re.compile(r"\b(" + "|".join(map(re.escape, listed)) + r")\b")
        text = pattern.sub(lambda found: names[found[1]], text)
    return _FIGURE.sub(lambda found: _figure(found, factor), text)


_ORDINARY = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December The This That Health State".split()
)


def _figure(found: re.Match[str], factor: float) -> str:
    if _NOT_COUNTED.match(found.string, found.end()):
        return found[0]
    value = int(found[0].replace(",", ""))
    if value < 100 and not re.match(r" [a-z]{3}", found.string[found.end() :]):
        return found[0]  # an age, a day of the month
    return f"{max(2, round(value * factor)):,}"


def _headline(text: str) -> str:
    return " ".join(text.split(maxsplit=9)[:9]).rstrip(",.")


def _copied(article: Made, number: int, outlet: str, chance: random.Random) -> Made:
    how, text, title = chance.choice(HOW), article.text, article.title
    blocks = text.split("\n")
    if how == "cut":
        text = "\n".join(blocks[: max(1, len(blocks) * 4 // 5)])
    elif how == "re-headlined":
        title = f"From our wire: {' '.join(title.split()[:4])}"
        text = f"{outlet} prints what the wire told.\n{text}"
    elif how == "edited":
        text = edited(text, chance)
    elif how == "whole":
        text = f"{text}\n({outlet})"
    day = dt.date.fromisoformat(article.published) + dt.timedelta(days=chance.randrange(2))
    return Made(text, title, outlet, day.isoformat(), number, how)


def edited(text: str, chance: random.Random) -> str:
    """The text with one tenth of its words gone, in two stretches."""
    words = text.split(" ")
    for _ in range(2):
        gone = max(1, len(words) // 20)
        at = chance.randrange(max(1, len(words) - gone))
        del words[at : at + gone]
    return " ".join(words)
