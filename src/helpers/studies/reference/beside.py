"""An article's estimates beside the nearest figures that others published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .mapping import FLAGS
from .record_cells import bounds_in, day_of, number, said, shown, stated_day
from .record_files import Reference

RELATIONS = ("same", "part", "whole")
_COLUMNS = (
    "estimate_id", "claim", "claimed_by", "claim_day", "record", "reporter", "side", "as_of",
    "days", "relation", "ratio_low", "ratio_high", "ranges", "method", "flags", "independent",
    "differs", "link", "reference_id", "line", "metric", "source_url",
)  # fmt: skip
_KINDS = {
    "days": "Int64",
    "line": "Int64",
    "ratio_low": "Float64",
    "ratio_high": "Float64",
    "independent": "boolean",
}


def beside_record(
    estimates: pd.DataFrame,
    sources: pd.DataFrame,
    reference: Reference,
    *,
    days: int = 14,
    limit: int = 6,
) -> pd.DataFrame:
    """Each estimate of an article beside the nearest published figures of the same thing.

    ``estimates`` and ``sources`` are tables of one article. For each estimate and each voice
    of the record the figure nearest in time is taken, at most ``days`` away and at most
    ``limit`` in all: first those of the same thing, then parts of it (civilians among all
    killed, refugees among the displaced). ``ratio_low`` and ``ratio_high`` divide the
    article's figures by the record's, end by end; ``ranges`` says whether one value fits
    both; ``differs`` who, when and how in words; ``link`` names a tie between two reporters
    that is possible and not stated. Nothing says which of them is right.
    """
    rows: list[dict[str, Any]] = []
    names = {row["source_id"]: row for row in sources.to_dict("records")}
    published = reference.rows.to_dict("records")
    for estimate in estimates.to_dict("records"):
        if estimate.get("denied") is True or estimate["shape"] == "vague":
            continue
        rows += _beside(estimate, names, published, reference, days=days, limit=limit)
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    return found.astype({c: _KINDS.get(c, "string[python]") for c in _COLUMNS})


def relation_of(estimate: dict, row: dict) -> str | None:
    """How a figure of the record relates to an estimate: same, part, whole, or not at all."""
    money = estimate["kind"] == "money"
    if row["unit"] != estimate["unit"] and (money or row["kind"] == "money"):
        return None
    if money:
        return "same" if row["kind"] == "money" and _close(estimate, row) else None
    if _same(row["place"]) != _same(estimate["place"]) or not _same(row["place"]):
        return None
    if row["kind"] != estimate["kind"]:
        inside = said(row["part_of"]) == estimate["kind"]
        return "part" if inside and estimate["population"] == "unstated" else None
    if row["population"] == estimate["population"]:
        own = not said(row["part_of"]) or row["population"] != "unstated"
        return "part" if said(row["whom"]) or not own else "same"
    if estimate["population"] == "unstated":
        return "part"
    return "whole" if row["population"] == "unstated" and not said(row["part_of"]) else None


def _beside(
    estimate: dict,
    names: dict,
    published: list[dict],
    reference: Reference,
    *,
    days: int,
    limit: int,
) -> Iterator[dict[str, Any]]:
    day = day_of(estimate["as_of"])
    near: dict[tuple, tuple] = {}
    for row in published:
        relation = relation_of(estimate, row)
        if relation is None:
            continue
        apart = (stated_day(row) - day).days if day else None
        # People who lived in a place before a war are counted once, whenever it is told.
        standing = estimate["kind"] == "population"
        if apart is None or (abs(apart) > days and not standing):
            continue
        rank = (RELATIONS.index(relation), abs(apart), row["line"])
        key = (row["metric"], row["voice"])
        if key not in near or rank < near[key][0]:
            near[key] = (rank, row, relation, apart)
    for _, row, relation, apart in sorted(near.values(), key=lambda found: found[0])[:limit]:
        yield _row(estimate, names, row, relation, apart, reference)


def _row(
    estimate: dict, names: dict, row: dict, relation: str, apart: int, reference: Reference
) -> dict[str, Any]:
    source = names.get(said(estimate["source_id"]))
    flags = said(row["flags"]).split("|") if said(row["flags"]) else []
    ours, theirs = _ends(estimate), _ends(row)
    ratio_low, ratio_high = _ratio(ours, theirs)
    one, other = bounds_in(estimate), bounds_in(row)
    meets = one is not None and other is not None and one.meets(other)
    return {
        "estimate_id": estimate["estimate_id"],
        "claim": said(estimate["figures"]).replace("|", " … "),
        "claimed_by": source["name"] if source else "no source named",
        "claim_day": said(estimate["as_of"]) or None,
        "record": shown(row),
        "reporter": row["reporter"],
        "side": row["side"],
        "as_of": row["as_of"],
        "days": apart,
        "relation": relation,
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
        "ranges": "meet" if meets else "apart",
        "method": row["method"],
        "flags": "; ".join(FLAGS[flag] for flag in flags) or None,
        "independent": "not_independent" not in flags,
        "differs": "; ".join(_differences(row, source, relation, apart, reference)),
        "link": _link(row, source, names) or None,
        "reference_id": row["reference_id"],
        "line": row["line"],
        "metric": row["metric"],
        "source_url": row["source_url"],
    }


def _differences(
    row: dict,
    source: dict | None,
    relation: str,
    apart: int,
    reference: Reference,
) -> Iterator[str]:
    if relation == "part":
        whom = said(row["whom"]) or {"civilian": "civilians", "combatant": "combatants"}.get(
            row["population"], row["metric"].replace("_", " ")
        )
        yield f"the record counts a part: {whom}"
    elif relation == "whole":
        yield "the record counts more than the article does"
    printed = _names(row)
    if source is None:
        yield "the article names nobody"
    elif _folded(source["name"]) in printed:
        yield "the same reporter"
    else:
        yield f"{source['name']} here, {row['name']} there"
    if apart:
        later = "later" if apart > 0 else "earlier"
        yield f"{abs(apart)} day{'' if abs(apart) == 1 else 's'} {later}"
    else:
        yield "the same day"
    if row["method"] == "verified_count":
        yield "only cases verified one by one: the true figure is at least this"
    if "buried" in said(row["flags"]):
        yield "counts the buried; the article counts the dead"
    for gap in reference.breaks.to_dict("records"):
        if gap["metric"] == row["metric"] and gap["place"] == row["place"]:
            side = "before" if row["as_of"] < gap["day"] else "after"
            yield f"{side} the break of method on {gap['day']}"
    if "not_independent" in said(row["flags"]):
        yield "the same wire as the article: no second source"


def _link(row: dict, source: dict | None, names: dict) -> str:
    """A reporter of the record who speaks in the article, but not of this figure there."""
    printed = _names(row)
    for other in names.values():
        if _folded(other["name"]) in printed and (
            source is None or other["source_id"] != source["source_id"]
        ):
            if row["naming"] != "named_person":
                continue
            spelled = "" if other["name"] == row["name"] else f", there spelled {row['name']}"
            return (
                f"possible, not stated: {other['name']} speaks in the article{spelled}, "
                "but the article does not give this figure to that name"
            )
    return ""


def _names(row: dict) -> set[str]:
    printed = [row["name"], row["reporter"], *said(row["also_printed"]).split("|")]
    return {_folded(name) for name in printed if name}


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ")


def _close(estimate: dict, row: dict) -> bool:
    """Whether two sums without a place can be one: neither is twice the other."""
    ratio = _ratio(_ends(estimate), _ends(row))
    return ratio[0] > 0.5 and ratio[1] < 2


def _ends(row: dict) -> tuple[float, float]:
    figures = [
        v for v in (number(row.get(c)) for c in ("low", "value", "best", "high")) if v is not None
    ]
    return min(figures), max(figures)


def _ratio(ours: tuple[float, float], theirs: tuple[float, float]) -> tuple[float, float]:
    if not theirs[0] or not theirs[1]:
        return (float("nan"), float("nan"))
    return round(ours[0] / theirs[1], 3), round(ours[1] / theirs[0], 3)


def _same(place: object) -> str:
    return said(place).casefold()
