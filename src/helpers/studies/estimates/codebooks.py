"""Codebooks: how six conventions of the field write down the same estimate.

Each is a pure function of what was stated. The decisions stand as a table in
``vocabulary/codebook_decisions.csv``, one row per codebook and shape; a rating that a person
must give (how credible, who is responsible, which figure to recommend) is never made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from ...vocabulary import load, rows

SHAPES = ("exact", "approximate", "at_least", "at_most", "range", "vague")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one voice stated of one thing.

    ``shape`` is one of SHAPES; ``lowest`` and ``highest`` are the least and the greatest
    figure printed (equal where one is printed; None where there is only a word).
    ``n_sources`` counts the different sources in the tables that speak of the same thing:
    0 where nobody is named, and never a judgement that they are independent.
    """

    shape: str
    lowest: float | None
    highest: float | None
    kind: str = "killed"
    population: str = "unstated"
    word: str = ""
    n_sources: int = 1
    bounds: tuple[float | None, float | None] | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """An estimate under one codebook; None is a decision left open, ``why`` says by whom.

    ``codebook`` is "as_stated" where the codebook asked for does not cover the kind.
    """

    codebook: str
    low: float | None
    best: float | None
    high: float | None
    why: str
    quantifier: str | None = None
    rating: str | None = None


def as_stated(stated: Stated) -> Coded:
    """The bounds that the text states, and nothing else: an open end stays open.

    Follows the tables' own contract (tables.md), no outside convention; nothing simplified.
    """
    coded = _decided("as_stated", stated)
    if stated.shape != "range" or stated.bounds is None:
        return coded
    # "May be closer to 10,000" bounds nothing: its estimate has no high either.
    low, high = stated.bounds
    told = " and ".join(
        f"a {name}" for name, end in (("floor", low), ("ceiling", high)) if end is not None
    )
    return replace(
        coded,
        low=low,
        best=low if low == high else None,
        high=high,
        why=f"of figures that differ, {told or 'none'} is stated as a bound",
    )


def ucdp(stated: Stated) -> Coded:
    """Low, best and high estimate of deaths, as the Uppsala Conflict Data Program codes events.

    Convention: where reports differ and none is more reliable, the lower figure is the best
    estimate; low and high keep the ends. Simplified: one article is one report, so that no
    report is judged more reliable than another; events are not split or told apart by type of
    violence; vague words and lone ceilings are left to a coder.
    """
    return _decided("ucdp", stated)


def acled(stated: Stated) -> Coded:
    """One figure of reported deaths: the most conservative, with ACLED's figures for words.

    Convention (ACLED's FAQ on fatalities, 2023): the most conservative estimate reported;
    10 for "tens", 12 for "dozens", 100 for "hundreds" and so on. Simplified: that the deaths
    are of political violence is taken for granted; a total is not divided over days and places;
    "several" and "many" depend on the context (3 or 10) and are left to a coder.
    """
    return _decided("acled", stated)


def iraq_body_count(stated: Stated) -> Coded:
    """Minimum and maximum of violent deaths of civilians; provisional below two sources.

    Convention: an entry needs at least two independent data sources, else it is tagged
    provisional. Simplified: that the deaths are violent is taken for granted; with two or more
    sources the rating stays open, because only a person can say that they are independent;
    figures whose population the text does not state are coded, those of combatants are not.
    """
    coded = _decided("iraq_body_count", stated)
    if coded.codebook != "iraq_body_count":
        return coded
    if stated.n_sources < 2:
        counted = "no source named" if stated.n_sources < 1 else "one source"
        return _rated(coded, "provisional", f"{counted}, two independent ones are required")
    return _rated(coded, None, f"{stated.n_sources} sources; whether independent, a person says")


def airwars(stated: Stated) -> Coded:
    """Minimum and maximum of civilians harmed, with a grade of the reports.

    Convention: weak is a claim by a single source; fair needs two or more credible sources,
    contested competing claims of who did it, confirmed that a belligerent accepts it.
    Simplified: only weak follows from counting; every other grade is a person's, and a figure
    that nobody is named for has none.
    """
    coded = _decided("airwars", stated)
    if coded.codebook != "airwars":
        return coded
    if stated.n_sources == 1:
        return _rated(coded, "weak", "a single source")
    if stated.n_sources < 1:
        return _rated(coded, None, "no source named: ungraded")
    return _rated(coded, None, f"{stated.n_sources} sources; how credible they are, a person says")


def idmc(stated: Stated) -> Coded:
    """One reported figure of displaced persons with its quantifier, as in IDMC's Helix.

    Convention: each figure has a quantifier, is a stock or a flow, and is either recommended
    or kept for triangulation. Simplified: households are not multiplied into persons; the
    role is an analyst's choice and stays open; refugees are across a border and outside.
    """
    coded = _decided("idmc", stated)
    if coded.codebook != "idmc":
        return coded
    quantifier = load("codebooks")["idmc"]["quantifiers"].get(stated.shape)
    why = f"{coded.why}; recommended or for triangulation: an analyst says"
    return Coded("idmc", coded.low, coded.best, coded.high, why, quantifier)


CODEBOOKS: Mapping[str, Callable[[Stated], Coded]] = MappingProxyType(
    {f.__name__: f for f in (as_stated, ucdp, acled, iraq_body_count, airwars, idmc)}
)
"""Codebook by name: a function of what was stated."""


def code(stated: Stated, *, codebook: str = "as_stated") -> Coded:
    """The estimate under the codebook of that name; ValueError lists the names there are."""
    if codebook not in CODEBOOKS:
        raise ValueError(f"no codebook is called {codebook!r}: use {', '.join(CODEBOOKS)}")
    return CODEBOOKS[codebook](stated)


def title_of(codebook: str) -> str:
    """The codebook's name as people write it."""
    return load("codebooks")[codebook]["title"]


def ratings_of(codebook: str) -> tuple[str, ...]:
    """The ratings that an analyst may give under this codebook."""
    return tuple(load("codebooks")[codebook]["ratings"])


def _decided(codebook: str, stated: Stated) -> Coded:
    words = load("codebooks")[codebook]
    outside = None
    if words["kinds"] != "all" and stated.kind not in words["kinds"]:
        outside = f"{words['title']} does not code this kind ({stated.kind})"
    elif words["populations"] != "all" and stated.population not in words["populations"]:
        outside = f"{words['title']} does not code {stated.population}s"
    if outside:
        plain = as_stated(stated)
        return Coded("as_stated", plain.low, plain.best, plain.high, f"{outside}: kept as stated")
    decision = _decisions()[codebook, stated.shape]
    figures = {
        "": None,
        "lowest": stated.lowest,
        "highest": stated.highest,
        "word": words.get("words", {}).get(stated.word),
    }
    why = decision["because"]
    if decision["best"] == "word" and figures["word"] is None:
        why = "the FAQ gives no figure for this word: a coder decides"
    low, best, high = (figures[decision[end]] for end in ("low", "best", "high"))
    return Coded(codebook, low, best, high, why)


def _rated(coded: Coded, rating: str | None, why: str) -> Coded:
    return Coded(
        coded.codebook,
        coded.low,
        coded.best,
        coded.high,
        f"{coded.why}; {why}",
        coded.quantifier,
        rating,
    )


@cache
def _decisions() -> dict[tuple[str, str], Mapping[str, str]]:
    return {(row["codebook"], row["shape"]): row for row in rows("codebook_decisions")}
