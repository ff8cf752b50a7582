"""What lies inside what: places in places, populations in populations, children in people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ...places.gazetteer import entry_of
from ...vocabulary import load


def wider_populations(population: str) -> tuple[str, ...]:
    """Populations that may include this one, the same first."""
    return (population, *load("estimates")["populations_inside"].get(population, ()))


def wider_units(unit: str) -> tuple[str, ...]:
    """Units that may include this one, the same first: a child is a person."""
    whole = _wholes().get(unit)
    return (unit, whole) if whole else (unit,)


def wider_places(
    place: str | None, *, inside: Mapping[str, str], known: Iterable[str] = ()
) -> dict[str, str]:
    """Places that this one lies in, each with how that is known; never the place itself.

    ``inside`` says it place by place and goes first, then the gazetteer. Where both are
    silent, and the article counts the same kind in one country only (``known``), the place
    is taken to lie there: a possibility, and named as one.
    """
    found: dict[str, str] = {}
    at = place
    while at and (up := inside.get(at)) and up not in found and up != place:
        found[up] = f"{at} lies in {up}"
        at = up
    if not place or found:
        return found
    entry = entry_of(place)
    if entry is not None:
        if entry.kind != "country" and not is_country(place):
            found[entry.country] = f"{place} lies in {entry.country}"
        return found
    countries = {name for name in known if is_country(name)}
    if len(countries) == 1:
        (country,) = countries
        found[country] = f"{place} is taken to lie in {country}, the one country counted here"
    return found


def is_country(place: str | None) -> bool:
    """Whether the gazetteer knows the place as a country."""
    entry = entry_of(place) if place else None
    return entry is not None and entry.kind == "country"


def same_place(place: str | None) -> str:
    """A key under which two spellings of a place agree: "the Ostrel Province" → "ostrel".

    >>> same_place("the Ostrel Province"), same_place("Ostrel"), same_place(None)
    ('ostrel', 'ostrel', '')
    """
    words = (place or "").casefold().removeprefix("the ").split()
    if len(words) > 1 and words[-1] in load("estimates")["places"]["endings"]:
        words = words[:-1]
    return " ".join(words)


@cache
def _wholes() -> dict[str, str]:
    return {
        part: whole for whole, parts in load("estimates")["units_inside"].items() for part in parts
    }
