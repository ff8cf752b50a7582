"""Countries, their people and seats of power; divisions and cities of the world, by name.

``entry_of`` knows countries, demonyms, capitals and seats from ``countries.csv``; ``lookup`` all
places of the gazetteer (GeoNames, CC BY 4.0; see ``vocabulary/GAZETTEER_CARD.md``), of several
with one name the one that the text most likely means.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from helpers import vocabulary

GENERIC = re.compile(
    r"^(?:city of|gorod|province of|state of|greater|metropolitan) | (?:city|rayon|raion|district|"
    r"municipality|oblast|shi|shahr|province|region|governorate|county|state|prefecture|territory|"
    r"krai|kray|parish|autonomous region)$"
)
"""Words of a folded name that only say what sort of place it is."""
_ARTICLES = ("al ", "el ", "ar ", "as ", "ash ", "at ", "an ", "the ")
_KINDS = {"n": "country", "d": "division", "a": "division", "c": "city"}
_NEARBY = 1.7
"""What a country that the text speaks of is worth, in powers of ten of inhabitants: Odessa in a
story of Texas is the one with 114,000, but Paris stays in France."""
_KNOWN_WELL = 5_000_000
"""Taken as the inhabitants of an area, which the list of areas does not tell."""
_OTHER_NAME = 0.7
"""By so much less a place is meant by one of its other names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface stands for: its country and in which way (country, demonym, capital, seat)."""

    country: str
    kind: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """One place that the list knows: ``kind`` is country, division, city or area.

    ``country`` is the English short name, ``iso`` its code; ``admin1`` the code that GeoNames
    gives the first-level division, ``population`` 0 where the list has none. Coordinates of a
    country or division are those of its largest city.
    """

    name: str
    kind: str
    country: str | None
    iso: str | None
    admin1: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0


@cache
def entries() -> dict[str, Entry]:
    """Every known surface as printed ("Kyiv", "U.S.", "Ukrainian") to its entry.

    A surface with several readings keeps the first of: country, demonym, capital, seat.
    """
    found: dict[str, Entry] = {}
    table = vocabulary.rows("countries")
    for kind, columns in (
        ("country", ("name", "aliases")),
        ("demonym", ("demonyms",)),
        ("capital", ("capital",)),
        ("seat", ("metonyms",)),
    ):
        for row in table:
            for column in columns:
                for surface in row[column].split("|"):
                    if surface:
                        found.setdefault(surface.removeprefix("the "), Entry(row["name"], kind))
    return found


def entry_of(surface: str) -> Entry | None:
    """The entry of a surface as printed, without its article, or None."""
    return entries().get(surface.removeprefix("the ").removeprefix("The "))


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name as compared: no case, accents, points, apostrophes; one blank between words.

    >>> fold("Deir ez-Zor"), fold("St. Étienne"), fold("Sana'a")
    ('deir ez zor', 'st etienne', 'sanaa')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", re.sub(r"['’‘ʿʾʻʼ`.]", "", kept)).strip()


def lookup(name: str, near: Sequence[str] = (), *, within: Toponym | None = None) -> Toponym | None:
    """The place that a printed name most likely means; None where no list knows it.

    ``near`` are countries that the text speaks of (English short names); of places with one name
    the larger one is meant, a smaller one where its country is near. ``within`` is what stands
    behind a comma ("Paris, Texas"): a country or division in which the place must lie.

    >>> lookup("Odessa").country, lookup("Odessa", ["United States"]).country
    ('Ukraine', 'United States')
    >>> lookup("Paris", within=lookup("Texas")).admin1
    'TX'
    """
    found = [
        (_weight(place, own, fold(name), near), place)
        for place, own in places_named(name)
        if within is None or lies(place, within)
    ]
    return max(found, key=lambda pair: (pair[0], -(pair[1].geonames_id or 0)))[1] if found else None


def lies(place: Toponym, within: Toponym) -> bool:
    """Whether a place is one of a country, or of a division of it."""
    if place == within or place.iso != within.iso:
        return False
    return within.kind == "country" or place.admin1 == within.admin1


def _weight(place: Toponym, own: bool, key: str, near: Sequence[str]) -> float:
    """Powers of ten of inhabitants, with what speaks for or against the place added."""
    weight = math.log10(place.population + 1000) - (0 if own else _OTHER_NAME)
    weight += _NEARBY if place.country in near else 0
    if place.kind == "country":
        # A country is meant by its name, unless the story is set in the homonym's.
        return weight + 1.2
    divided = GENERIC.search(key) is not None
    return weight + (0.5 if divided == (place.kind == "division") else -0.5)


@lru_cache(maxsize=4096)
def places_named(name: str) -> tuple[tuple[Toponym, bool], ...]:
    """All places of that name, each with whether the name is its own or one of its others."""
    key = fold(name)
    bare = GENERIC.sub("", key)
    for tried in dict.fromkeys((key, bare, *(article + bare for article in _ARTICLES))):
        if tried and (found := tuple(_named(tried))):
            return found
        if tried == bare:
            for article in _ARTICLES:
                if bare.startswith(article) and (
                    found := tuple(_named(bare.removeprefix(article)))
                ):
                    return found
    return ()


@cache
def _areas() -> dict[str, tuple[Toponym, bool]]:
    """Seas, islands and regions that are no division, and names that GeoNames spells otherwise."""
    found: dict[str, tuple[Toponym, bool]] = {}
    for row in vocabulary.rows("areas"):
        iso = row["iso2"] or None
        place = Toponym(
            row["name"],
            row["kind"],
            country_name(iso) if iso else None,
            iso,
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            population=_KNOWN_WELL,
        )
        for name in (row["name"], *row["aliases"].split("|")):
            found.setdefault(fold(name), (place, name == row["name"]))
    return found


def _named(key: str) -> Iterator[tuple[Toponym, bool]]:
    if key in _areas():
        yield _areas()[key]
    for cells in _lines(key):
        if len(cells) != 3:
            yield _toponym(cells), True
            continue
        if key in _areas():
            continue
        for row in _lines(cells[1]):
            if row[5:6] == cells[2:]:
                yield _toponym(row), False


def _toponym(cells: list[str]) -> Toponym:
    key, kind, name, iso, admin1, geonames, lat, lon, people = (*cells, "", "", "", "")[:9]
    return Toponym(
        name or key.title(),
        _KINDS[kind],
        country_name(iso),
        iso or None,
        admin1 or None,
        int(geonames) if geonames else None,
        float(lat) if lat else None,
        float(lon) if lon else None,
        int(people or 0),
    )


def state_over(country: str | None) -> str | None:
    """The state in which a land lies.

    >>> state_over("Hong Kong"), state_over("Peru")
    ('China', 'Peru')
    """
    return vocabulary.load("places")["territories"].get(country or "", country)


@cache
def _names_of_countries() -> dict[str, str]:
    listed = re.findall(rb"\n([^\t]*)\tn\t([^\t]*)\t(..)\t", _list())
    found = {iso.decode(): (name or key.title()).decode() for key, name, iso in listed}
    return found | {row["iso2"]: row["name"] for row in vocabulary.rows("countries")}


@cache
def _codes() -> dict[str, str]:
    return {name: iso for iso, name in _names_of_countries().items()}


def iso_of(country: str) -> str | None:
    """The code of a country by its English short name."""
    return _codes().get(country)


def country_name(iso: str) -> str | None:
    """The English short name of a country by its code."""
    return _names_of_countries().get(iso)


@cache
def _list() -> bytes:
    packed = files(vocabulary.__package__).joinpath("gazetteer.tsv.gz").read_bytes()
    return gzip.decompress(packed)


def _lines(key: str) -> Iterator[list[str]]:
    """The cells of all lines that begin with a key; the lines are sorted by it."""
    data, wanted = _list(), key.encode()
    low, high = 0, len(data) - 1  # a line begins after a line feed: the first byte is one
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", 0, middle + 1)
        end = data.find(b"\n", start + 1)
        if data[start + 1 : end].split(b"\t", 1)[0] < wanted:
            low = end
        else:
            high = start
    while (end := data.find(b"\n", low + 1)) > 0:
        cells = data[low + 1 : end].split(b"\t")
        if cells[0] != wanted:
            return
        yield [cell.decode() for cell in cells]
        low = end
