"""The same toll over many days: least and most, who told them, what was revised or contradicted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...errors import InputError
from ...schema import ESTIMATE_KINDS
from ..estimates.codebooks import Coded, code
from ..estimates.containment import same_place
from ..estimates.coverage import figure_of, key_of_name, label_of
from ..estimates.grouping import Group, grouped
from ..estimates.stated_figures import Figure, figure_of_row
from ..estimates.table import stated_of
from .copies import copies_of

if TYPE_CHECKING:
    from .questions import Corpus

KINDS = tuple(kind for kind in ESTIMATE_KINDS if kind != "money")
"""A sum of money does not say what it is for: two of them are no toll."""

_FIGURES = """
    SELECT n.* REPLACE (TRY_CAST(n.as_of AS TIMESTAMP) AS as_of), c.polarity,
        c.form AS claim_form, a.published, s.name,
        coalesce(a.outlet, a.agency, a.article_id) AS outlet
    FROM numbers n JOIN articles a USING (article_id)
    LEFT JOIN claims c ON c.claim_id = n.claim_id
    LEFT JOIN sources s ON s.source_id = n.source_id
"""
_ORDER = "ORDER BY a.published NULLS LAST, n.article_id, n.start, n.number_id"
_THING = ("kind", "place", "country", "unit", "population")
_WORDS = (*_THING, "day", "least_by", "most_by", "change", "revised", "contradiction")
_WHOLE = ("reports", "reporters", "contradictions")
_COLUMNS = (
    *_THING, "day", "reports", "reporters", "least", "least_by", "most", "most_by", "change",
    "revised", "contradictions", "contradiction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with who said it, told in words, and the report that it goes back to."""

    figure: Figure
    label: str
    named: bool
    origin: str
    printed_place: str


@dataclass(frozen=True, slots=True)
class _Estimate:
    """What one voice told of a toll on one day."""

    group: Group
    coded: Coded
    said: _Said

    @property
    def ends(self) -> list[float]:
        ends = (self.coded.low, self.coded.best, self.coded.high)
        return [end for end in ends if end is not None]

    def contradicts(self, other: _Estimate) -> bool:
        """Whether another voice leaves no room; a stock beside a flow is another scope."""
        measured = {self.group.stock_or_flow, other.group.stock_or_flow} - {"unstated"}
        one, two = self.group.allowed, other.group.allowed
        return bool(
            self.said.figure.voice != other.said.figure.voice
            and len(measured) < 2
            and one is not None
            and two is not None
            and not one.meets(two)
        )


def tolls_of(
    corpus: Corpus, who: pd.DataFrame, where: Sequence[str], values: Sequence[Any]
) -> pd.DataFrame:
    """One row a toll and day, of the figures that the conditions leave."""
    conditions = [*where, f"n.kind IN {KINDS}", "NOT coalesce(n.background, false)"]
    rows = corpus.ask(f"{_FIGURES} WHERE {' AND '.join(conditions)} {_ORDER}", values)
    rows = rows.astype(object).where(rows.notna(), None)
    tolls: dict[tuple, list[_Said]] = defaultdict(list)
    for toll, said in _told_once(corpus, rows.to_dict("records"), who):
        tolls[toll].append(said)
    found = [row for toll in sorted(tolls) for row in _days(toll, tolls[toll])]
    kinds = dict.fromkeys(_WORDS, "string[python]") | dict.fromkeys(_WHOLE, "Int64")
    kinds |= dict.fromkeys(("least", "most"), "Float64")
    return pd.DataFrame(found, columns=list(_COLUMNS), dtype=object).astype(kinds)


def check_kind(kind: str | None) -> None:
    """Raise InputError for a kind of which no toll is kept."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"no toll is of kind {kind!r}: {', '.join(KINDS)}")


def _told_once(
    corpus: Corpus, rows: Sequence[Mapping[str, Any]], who: pd.DataFrame
) -> Iterable[tuple[tuple, _Said]]:
    """Each figure told as so with its toll; what copies of one report repeat, once."""
    origins = copies_of(corpus).set_index("article_id")["origin_id"].to_dict()
    known = who[~who["alone"]].set_index("source_id")["reporter_id"].to_dict()
    countries = _countries(rows)
    seen = set()
    for row in rows:
        figure, origin = figure_of_row(row), origins[row["article_id"]]
        if figure.denied or figure.modality != "told" or figure.trend != "none":
            continue
        named = row["source_id"] in known
        # Whoever has no name is one voice in the copies of one report, and nowhere else.
        nameless = key_of_name(row["name"]) if row["name"] else figure.voice.partition(":")[0]
        voice = known[row["source_id"]] if named else f"{nameless}:{origin}"
        place = same_place(figure.place)
        country = row["place_country"] or countries.get(place, "")
        day = figure.as_of or str(row["published"] or "")
        toll = (figure.kind, place, country, figure.unit, figure.population)
        once = (toll, voice, figure.points, figure.bounds, figure.word * (not figure.points))
        if (*once, origin) in seen:
            continue
        seen.add((*once, origin))
        label = row["name"] if named else label_of(figure.voice, row["name"], row["outlet"])
        at = replace(figure, voice=voice, place=place, as_of=day)
        yield toll, _Said(at, label, named, origin, figure.place or "")


def _countries(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Places of which the figures asked for know one country only."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["place_country"]:
            found[same_place(row["place"])].add(row["place_country"])
    return {place: next(iter(known)) for place, known in found.items() if len(known) == 1}


def _days(toll: tuple, told: Sequence[_Said]) -> Iterable[dict[str, Any]]:
    """The rows of one toll; without a place or a day nothing can be held against anything."""
    kind, place, country, unit, population = toll
    names = Counter(said.printed_place for said in told)
    printed = min(names, key=lambda name: (-names[name], name)) or None
    by_day: dict[str, list[_Said]] = defaultdict(list)
    for said in told:
        by_day[said.figure.as_of or ""].append(said)
    before: dict[str, float] = {}
    last: float | None = None
    for day in sorted(by_day, key=lambda day: (not day, day)):
        some = by_day[day]
        row: dict[str, Any] = {
            "kind": kind,
            "place": printed,
            "country": country or None,
            "unit": unit or None,
            "population": population,
            "day": day or None,
            "reports": len({said.origin for said in some}),
            "reporters": len({said.figure.voice for said in some}),
        }
        if place and day:
            estimates = _estimates(some)
            row |= _ends(estimates) | _contradictions(estimates)
            row["revised"] = _revised(estimates, before)
            if row["most"] is not None:
                row["change"] = _change(last, row["most"])
                last = row["most"]
        yield row


def _estimates(some: Sequence[_Said]) -> list[_Estimate]:
    said_of = {said.figure.number_id: said for said in some}
    return [
        _Estimate(group, code(stated_of(group, 1)), said_of[group.members[0].number_id])
        for group in grouped(said.figure for said in some)
    ]


def _ends(estimates: Sequence[_Estimate]) -> dict[str, Any]:
    least = min((end for one in estimates for end in one.ends), default=None)
    most = max((end for one in estimates for end in one.ends), default=None)
    return {
        "least": least,
        "least_by": _labels(one for one in estimates if least in one.ends),
        "most": most,
        "most_by": _labels(one for one in estimates if most in one.ends),
    }


def _labels(estimates: Iterable[_Estimate]) -> str | None:
    return "; ".join(sorted({one.said.label for one in estimates})) or None


def _change(before: float | None, now: float) -> str | None:
    if before is None:
        return None
    return "up" if now > before else "down" if now < before else "same"


def _revised(estimates: Sequence[_Estimate], before: dict[str, float]) -> str | None:
    """Who with a name tells another figure than on its last day, and which."""
    now = {
        one.said.figure.voice: (figure, one.said.label)
        for one in estimates
        if one.said.named and (figure := figure_of(asdict(one.coded))) is not None
    }
    changes = [
        f"{label}: {before[voice]:,.10g} → {figure:,.10g}"
        for voice, (figure, label) in sorted(now.items())
        if before.get(voice, figure) != figure
    ]
    before |= {voice: figure for voice, (figure, _) in now.items()}
    return "; ".join(changes) or None


def _contradictions(estimates: Sequence[_Estimate]) -> dict[str, Any]:
    """How many pairs of voices leave each other no room, and one that lies widest apart."""
    bounded = [one for one in estimates if one.group.allowed is not None]
    by_voice: dict[str, list[_Estimate]] = defaultdict(list)
    for one in bounded:
        by_voice[one.said.figure.voice].append(one)
    count = _apart(bounded) - sum(map(_apart, by_voice.values()))
    text = None
    if count:
        lows = sorted(bounded, key=lambda one: -_allowed(one)[0])
        highs = sorted(bounded, key=lambda one: _allowed(one)[1])
        less, more = next((a, b) for a in highs for b in lows if a.contradicts(b))
        text = f"{_quoted(less)} — {_quoted(more)}"
    return {"contradictions": count, "contradiction": text}


def _apart(estimates: Sequence[_Estimate]) -> int:
    """Pairs of which the one lies below the other, a stock beside a flow left out."""
    stocks = [one for one in estimates if one.group.stock_or_flow == "stock"]
    flows = [one for one in estimates if one.group.stock_or_flow == "flow"]
    mixed = _below([*stocks, *flows]) - _below(stocks) - _below(flows)
    return _below(estimates) - mixed


def _below(estimates: Sequence[_Estimate]) -> int:
    highs = sorted(_allowed(one)[1] for one in estimates)
    return sum(bisect_left(highs, _allowed(one)[0]) for one in estimates)


def _allowed(one: _Estimate) -> tuple[float, float]:
    allowed = one.group.allowed
    assert allowed is not None
    return allowed.low, allowed.high


def _quoted(one: _Estimate) -> str:
    return f"{one.said.label}: “{' '.join(one.group.members[0].text.split())}”"
