"""The ``estimates`` table: one row an estimate, under one codebook."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...schema import ESTIMATE_KINDS, POPULATIONS, STOCK_OR_FLOW, Column
from ...vocabulary import rows
from .codebooks import CODEBOOKS, SHAPES, Stated, code, ratings_of
from .containment import same_place, wider_places, wider_populations, wider_units
from .grouping import Group, grouped
from .stated_figures import Figure, figures_of

if TYPE_CHECKING:
    from ...tables import Tables

COLUMNS: tuple[Column, ...] = (
    Column("estimate_id", "text", "Article and span from its first to its last number.",
           unique=True),
    Column("kind", "text", "What sort of figure it is.", ESTIMATE_KINDS),
    Column("place", "text", "Where, as printed.", required=False),
    Column("population", "text", "Who is counted.", POPULATIONS),
    Column("as_of", "date", "The day the estimate is for.", required=False),
    Column("source_id", "text", "Who made it; NA where nobody is named.", required=False),
    Column("low", "number", "Lower end under the codebook; NA is open.", required=False),
    Column("best", "number", "Best figure under the codebook; never a mean.", required=False),
    Column("high", "number", "Upper end under the codebook; NA is open.", required=False),
    Column("codebook", "text", "The codebook that coded it: as_stated where the one asked for "
           "does not cover the kind.", tuple(CODEBOOKS)),
    Column("part_of", "text", "An estimate that this one may lie inside, by place or "
           "population; its figures are never added.", required=False),
    Column("n_numbers", "integer", "How many numbers of the text it is made of."),
    Column("number_ids", "text", "Those numbers, joined by |."),
    Column("why", "text", "What was grouped by which rule, how it was coded, what it may lie in."),
    Column("article_id", "text", "The article."),
    Column("unit", "text", "What is counted; ways to count persons one by one are one unit.",
           required=False),
    Column("stock_or_flow", "text", "Present at a time, or happened over a time.", STOCK_OR_FLOW),
    Column("shape", "text", "What is stated: an exact figure, a floor, a range …", SHAPES),
    Column("figures", "text", "The numbers with their hedges as printed, joined by |."),
    Column("denied", "flag", "True where the source denies the figure; then no bound is coded."),
    Column("n_sources", "integer", "Different named sources that speak of the same thing here."),
    Column("quantifier", "text", "IDMC's quantifier; NA under other codebooks.", required=False),
    Column("rating", "text", "IBC's status, Airwars' grade or IDMC's role; NA where a person "
           "has to say and has not.", required=False),
    Column("rating_basis", "text", "Who gave the rating.", ("rule", "analyst"), required=False),
    Column("start", "integer", "First code point of its first number."),
    Column("end", "integer", "One past the last code point of its last number."),
)  # fmt: skip

_DTYPES = {
    "text": "string[python]",
    "date": "string[python]",
    "integer": "Int64",
    "number": "Float64",
    "flag": "boolean",
}


def estimates_of(
    tables: Tables,
    *,
    codebook: str = "as_stated",
    inside: Mapping[str, str] | None = None,
    ratings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """What each voice of the article estimated of each thing, as low, best and high.

    Numbers are grouped as :mod:`helpers.studies.estimates.grouping` says, never summed and never
    averaged; the same rows, with the same ids, come back under every codebook. ``inside``
    adds places that lie in others (town → country); ``ratings`` holds what an analyst
    decided (estimate_id → a rating of that codebook). Rows are in text order; an article
    without counts gives an empty table. Raises ValueError for an unknown codebook or rating.
    """
    if codebook not in CODEBOOKS:
        raise ValueError(f"no codebook is called {codebook!r}: use {', '.join(CODEBOOKS)}")
    ratings = dict(ratings or {})
    allowed = ratings_of(codebook)
    if wrong := sorted({word for word in ratings.values() if word not in allowed}):
        known = ", ".join(allowed) or "no rating at all"
        raise ValueError(f"{wrong[0]!r} is not a rating of {codebook}: it knows {known}")
    groups = grouped(figures_of(tables))
    parts = _parts(groups, dict(inside or {}))
    sources = _sources(groups)
    told = [
        _row(group, codebook, parts.get(id(group)), len(sources[_thing(group)]), ratings)
        for group in groups
    ]
    data = {c.name: pd.array([r[c.name] for r in told], dtype=_DTYPES[c.kind]) for c in COLUMNS}
    return pd.DataFrame(data, columns=[c.name for c in COLUMNS])


def compare_codebooks(
    tables: Tables, estimate_id: str | None = None, *, inside: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One estimate (or all) under every codebook: the rows of ``estimates_of``, stacked.

    ``asked`` names the codebook asked for; ``codebook`` the one that applied.
    """
    stacked = [
        estimates_of(tables, codebook=name, inside=inside).assign(asked=name) for name in CODEBOOKS
    ]
    found = pd.concat(stacked, ignore_index=True)
    found["asked"] = found["asked"].astype("string[python]")
    if estimate_id is not None:
        found = found[found["estimate_id"] == estimate_id].reset_index(drop=True)
    return found


def fullest(estimates: pd.DataFrame) -> str | None:
    """The id of the estimate made of the most numbers, deaths first; None where there is none."""
    ranked = estimates.assign(deaths=estimates["kind"] == "killed").sort_values(
        ["n_numbers", "deaths"], ascending=False, kind="stable"
    )
    return ranked["estimate_id"].iloc[0] if len(ranked) else None


def decisions() -> pd.DataFrame:
    """The decision table of all codebooks: a row a shape, a column a codebook."""
    told = pd.DataFrame(list(rows("codebook_decisions")))
    wide = told.pivot(index="shape", columns="codebook", values="because")
    return wide.loc[list(SHAPES), list(CODEBOOKS)].rename_axis(index=None, columns=None)


def codebook_of_estimates() -> str:
    """The columns of the ``estimates`` table and the decisions of all codebooks, as Markdown."""
    lines = [
        "# The table of estimates",
        "",
        "Generated from `helpers.studies.estimates` by `codebook_of_estimates()`; edit it there.",
        "Derived by `estimates_of(tables, codebook=...)`, one row an estimate. Nothing is summed",
        "and nothing averaged. NA means that the text does not say, or that a person has to.",
        "",
        "| column | type | may be NA | meaning |",
        "|---|---|---|---|",
    ]
    for column in COLUMNS:
        words = f" One of: {', '.join(column.words)}." if column.words else ""
        empty = "no" if column.required else "yes"
        lines.append(_cells(f"`{column.name}`", column.kind, empty, column.meaning + words))
    lines += ["", "## Decisions of the codebooks", ""]
    lines += ["| codebook | what is stated | low | best | high | because |"]
    lines += ["|---|---|---|---|---|---|"]
    lines += [
        _cells(*(row[c] for c in ("codebook", "shape", "low", "best", "high", "because")))
        for row in rows("codebook_decisions")
    ]
    lines += ["", "## What each follows, and what was simplified", ""]
    for name, rule in CODEBOOKS.items():
        told = " ".join(line.strip() for line in (rule.__doc__ or "").strip().splitlines())
        lines.append(f"- `{name}`: {told}")
    return "\n".join(lines) + "\n"


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def stated_of(group: Group, n_sources: int) -> Stated:
    """What the members of a group state together."""
    members = group.members
    points = [point for member in members for point in member.points]
    first = members[0]
    word = next((m.word for m in members if not m.points), "")
    if not points:
        return Stated("vague", None, None, first.kind, first.population, word, n_sources)
    lowest, highest = min(points), max(points)
    above = any(m.opens_above and max(m.points) == highest for m in members if m.points)
    below = any(m.opens_below and min(m.points) == lowest for m in members if m.points)
    if above and below:
        shape = "exact"  # "at least 40" and "at most 40"
    elif above:
        shape = "at_least"
    elif below:
        shape = "at_most"
    elif lowest != highest:
        shape = "range"
    else:
        shape = "exact" if any(_is_exact(m) for m in members) else "approximate"
    lows, highs = ([end for m in members if (end := getattr(m, e)) is not None]
                   for e in ("low", "high"))  # fmt: skip
    bounds = (min(lows, default=None), max(highs, default=None))
    told = None if bounds == (lowest, highest) else bounds
    return Stated(shape, lowest, highest, first.kind, first.population, word, n_sources, told)


def _is_exact(member: Figure) -> bool:
    bounds = member.bounds
    return bounds is not None and bounds.low == bounds.high


def _row(
    group: Group,
    codebook: str,
    part: tuple[str, str] | None,
    n_sources: int,
    ratings: Mapping[str, str],
) -> dict[str, Any]:
    first = group.members[0]
    identifier = estimate_id(group)
    stated = stated_of(group, n_sources)
    coded = code(stated, codebook=codebook)
    said = ratings.get(identifier)
    why = [_grouping(group), coded.why]
    low, best, high = coded.low, coded.best, coded.high
    if first.denied:
        low = best = high = None
        why.append("the source denies the figure")
    if part:
        why.append(part[1])
    return {
        "estimate_id": identifier,
        "kind": first.kind,
        "place": first.place,
        "population": first.population,
        "as_of": first.as_of,
        "source_id": first.source_id,
        "low": low,
        "best": best,
        "high": high,
        "codebook": coded.codebook,
        "part_of": part[0] if part else None,
        "n_numbers": len(group.members),
        "number_ids": "|".join(m.number_id for m in group.members),
        "why": "; ".join(why),
        "article_id": first.article_id,
        "unit": first.unit or None,
        "stock_or_flow": group.stock_or_flow,
        "shape": stated.shape,
        "figures": "|".join(" ".join(m.text.replace("|", "/").split()) for m in group.members),
        "denied": first.denied,
        "n_sources": n_sources,
        "quantifier": coded.quantifier,
        "rating": said or coded.rating,
        "rating_basis": "analyst" if said else "rule" if coded.rating else None,
        "start": first.start,
        "end": max(m.end for m in group.members),
    }


def estimate_id(group: Group) -> str:
    """Article and span, so that an analyst's decision finds its row again."""
    first = group.members[0]
    return f"{first.article_id}-e{first.start}-{max(m.end for m in group.members)}"


def _grouping(group: Group) -> str:
    if len(group.members) == 1:
        return "one number"
    who = "the article's own voice" if group.members[0].voice == "narrator" else "one source"
    return f"{len(group.members)} numbers of {who} about one thing that can all hold"


def _thing(group: Group) -> tuple:
    """What is counted, whoever says so."""
    first = group.members[0]
    return (first.kind, first.unit, same_place(first.place), first.population, first.trend)


def _sources(groups: list[Group]) -> dict[tuple, set[str]]:
    found: dict[tuple, set[str]] = defaultdict(set)
    for group in groups:
        found[_thing(group)] |= {m.source_id for m in group.members if m.source_id}
    return found


def _parts(groups: list[Group], inside: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """For each group the nearest one that it may lie inside, with how that is known.

    One that the same voice told goes before one that somebody else told; a whole that is for
    an earlier day cannot hold the part.
    """
    totals = [group for group in groups if _is_total(group.members[0])]
    by_thing: dict[_Scope, list[tuple[int, int]]] = defaultdict(list)
    countries: dict[str, set[str]] = defaultdict(set)
    for index, group in enumerate(totals):
        first = group.members[0]
        by_thing[_scope(first)].append((first.start, index))
        if first.place:
            countries[first.kind].add(first.place)
    found = {}
    for group in totals:
        first = group.members[0]
        wholes = [
            ((whole.voice != first.voice, distance, index), how)
            for scope, how in _wider(first, inside, countries[first.kind])
            for distance, index in _nearest(by_thing.get(scope, []), first.start)
            if not _is_older(whole := totals[index].members[0], first)
        ]
        if wholes:
            (_, _, nearest), how = min(wholes, key=lambda ranked: ranked[0])
            around = totals[nearest]
            reason = "; ".join(filter(None, (how, _narrower(first, around.members[0]))))
            found[id(group)] = (estimate_id(around), f"may lie inside it: {reason}")
    return found


_Scope = tuple[str, str | None, str, str]


def _scope(figure: Figure) -> _Scope:
    return figure.kind, figure.place, figure.population, figure.unit


def _is_total(figure: Figure) -> bool:
    return not figure.denied and figure.trend == "none" and figure.kind != "money"


def _is_older(whole: Figure, part: Figure) -> bool:
    return bool(whole.as_of and part.as_of and whole.as_of < part.as_of)


def _wider(
    figure: Figure, inside: Mapping[str, str], known: set[str]
) -> Iterator[tuple[_Scope, str]]:
    """What may hold a figure by place, population or unit, and how the place is known to."""
    places: dict[str | None, str] = {figure.place: ""}
    places.update(wider_places(figure.place, inside=inside, known=known))
    populations, units = wider_populations(figure.population), wider_units(figure.unit)
    for (place, how), population, unit in product(places.items(), populations, units):
        scope = (figure.kind, place, population, unit)
        if scope != _scope(figure):
            yield scope, how


def _nearest(places: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """The few groups next to a place in the text, as (distance, index)."""
    at = bisect_left(places, (start, -1))
    return [(abs(s - start), index) for s, index in places[max(0, at - 4) : at + 4]]


def _narrower(part: Figure, whole: Figure) -> str:
    told = []
    if part.population != whole.population:
        told.append(f"{part.population} among {whole.population}")
    if part.unit != whole.unit:
        told.append(f"{part.unit} among {whole.unit}")
    return ", ".join(told)
