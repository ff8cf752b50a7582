"""Predicted tables against gold: numbers field by field, reporters, sources and claims.

Every score is a DataFrame of counts, so that scores of several articles add up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from .gold import Gold

if TYPE_CHECKING:
    import pandas as pd

    from ..tables import Tables

NUMBER_FIELDS = (
    "value", "low", "high", "hedge", "hedge_text", "estimated", "trend", "unit", "counted", "kind",
    "population", "stock_or_flow", "place", "as_of", "as_of_basis", "modality", "zone", "form",
    "full_text",
)  # fmt: skip
SOURCE_FIELDS = ("role", "country", "source_type", "naming", "zone")
CLAIM_FIELDS = (
    "source",
    "via",
    "form",
    "channel",
    "cue",
    "cue_kind",
    "polarity",
    "modality",
    "zone",
)
COUNTS = ("layer", "measure", "right", "predicted", "gold")


def score_article(tables: Tables, gold: Gold) -> pd.DataFrame:
    """Counts for one article: layer, measure, right, predicted, gold (one row per measure)."""
    import pandas as pd

    rows = [
        *_number_counts(tables, gold),
        *_source_counts(tables, gold),
        *_claim_counts(tables, gold),
    ]
    return pd.DataFrame(rows, columns=list(COUNTS))


def precision_recall(counts: pd.DataFrame) -> pd.DataFrame:
    """Sums of counts over articles, with precision, recall and F1 in per cent."""
    summed = counts.groupby(["layer", "measure"], sort=False, as_index=False).sum(numeric_only=True)
    right = summed["right"].astype(float)
    summed["precision"] = (100 * right / summed["predicted"].where(summed["predicted"] > 0)).round(
        1
    )
    summed["recall"] = (100 * right / summed["gold"].where(summed["gold"] > 0)).round(1)
    summed["f1"] = (
        200 * right / (summed["predicted"] + summed["gold"]).where(lambda total: total > 0)
    ).round(1)
    return summed


def number_errors(tables: Tables, gold: Gold) -> pd.DataFrame:
    """One row a wrong field, missed or invented number: text, field, found, wanted."""
    import pandas as pd

    pairs, missed, invented = _matched_numbers(tables, gold)
    errors = [(g["text"], "number", "", "a row") for g in missed]
    errors += [(p["text"], "number", "a row", "") for p in invented]
    names = _gold_names(gold)
    for predicted, wanted in pairs:
        for field in NUMBER_FIELDS:
            if not _same(predicted.get(field), wanted[field]):
                errors.append((wanted["text"], field, _shown(predicted.get(field)), wanted[field]))
        if _key(predicted["source_name"]) != _key(names.get(wanted["source"])):
            errors.append(
                (
                    wanted["text"],
                    "reporter",
                    _shown(predicted["source_name"]),
                    names.get(wanted["source"]) or "",
                )
            )
    return pd.DataFrame(errors, columns=["text", "field", "found", "wanted"])


def source_errors(tables: Tables, gold: Gold) -> pd.DataFrame:
    """One row a source missed, invented or with a wrong field: name, field, found, wanted."""
    import pandas as pd

    pairs, missed, invented = _matched_sources(tables, gold)
    errors = [(g["name"], "source", "", "a row") for g in missed]
    errors += [(str(p["name"]), "source", "a row", "") for p in invented]
    for predicted, wanted in pairs:
        for field in SOURCE_FIELDS:
            if not _same(predicted.get(field), wanted[field]):
                errors.append((wanted["name"], field, _shown(predicted.get(field)), wanted[field]))
    return pd.DataFrame(errors, columns=["name", "field", "found", "wanted"])


def claim_errors(tables: Tables, gold: Gold) -> pd.DataFrame:
    """One row a claim missed, invented or with a wrong field: text, field, found, wanted."""
    import pandas as pd

    pairs, missed, invented = _matched_claims(tables, gold)
    errors = [(g["text"], "claim", "", "a row") for g in missed]
    errors += [(str(p["text"]), "claim", "a row", "") for p in invented]
    for predicted, wanted in pairs:
        for field in CLAIM_FIELDS:
            if not _same_claim_field(field, predicted, wanted, gold):
                errors.append((wanted["text"], field, _shown(predicted.get(field)), wanted[field]))
    return pd.DataFrame(errors, columns=["text", "field", "found", "wanted"])


def claims_judged(tables: Tables, gold: Gold) -> list[tuple[dict[str, str], bool]]:
    """Each gold claim of a source, and whether the tables have it with that source."""
    pairs, _, _ = _matched_claims(tables, gold)
    right = [g for p, g in pairs if _same_claim_field("source", p, g, gold)]
    return [(g, any(g is r for r in right)) for g in gold.claims if g["source"]]


def _number_counts(tables: Tables, gold: Gold) -> list[tuple[str, str, int, int, int]]:
    pairs, missed, invented = _matched_numbers(tables, gold)
    n_gold, n_predicted = len(pairs) + len(missed), len(pairs) + len(invented)
    rows = [("numbers", "found", len(pairs), n_predicted, n_gold)]
    for field in NUMBER_FIELDS:
        right = sum(_same(p.get(field), g[field]) for p, g in pairs)
        rows.append(("numbers", field, right, len(pairs), len(pairs)))
    names = _gold_names(gold)
    named = [(p, g) for p, g in pairs if g["source"]]
    narrators = [(p, g) for p, g in pairs if not g["source"]]
    right_of = lambda some: sum(  # noqa: E731
        _key(p["source_name"]) == _key(names.get(g["source"])) for p, g in some
    )
    n_named = sum(1 for g in gold.numbers if g["source"])
    claimed = sum(1 for p, _ in pairs if p["source_name"] is not None)
    rows += [
        ("reporters", "all", right_of(pairs), n_predicted, n_gold),
        ("reporters", "named somebody", right_of(named), claimed, n_named),
        (
            "reporters",
            "article's own voice",
            right_of(narrators),
            n_predicted - claimed,
            n_gold - n_named,
        ),
    ]
    return rows


def _source_counts(tables: Tables, gold: Gold) -> list[tuple[str, str, int, int, int]]:
    pairs, missed, invented = _matched_sources(tables, gold)
    rows = [
        ("sources", "found once", len(pairs), len(pairs) + len(invented), len(pairs) + len(missed))
    ]
    for field in SOURCE_FIELDS:
        right = sum(_same(p.get(field), g[field]) for p, g in pairs)
        rows.append(("sources", field, right, len(pairs), len(pairs)))
    return rows


def _claim_counts(tables: Tables, gold: Gold) -> list[tuple[str, str, int, int, int]]:
    pairs, missed, invented = _matched_claims(tables, gold)
    n_predicted, n_gold = len(pairs) + len(invented), len(pairs) + len(missed)
    rows = [("claims", "content", len(pairs), n_predicted, n_gold)]
    both = sum(_same_claim_field("source", p, g, gold) for p, g in pairs)
    rows.append(("claims", "content and source", both, n_predicted, n_gold))
    for field in CLAIM_FIELDS:
        right = sum(_same_claim_field(field, p, g, gold) for p, g in pairs)
        rows.append(("claims", field, right, len(pairs), len(pairs)))
    return rows


Pairs = tuple[list[tuple[dict, dict]], list[dict], list[dict]]


def _matched_numbers(tables: Tables, gold: Gold) -> Pairs:
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    predicted = _records(tables.numbers)
    for row in predicted:
        row["source_name"] = names.get(row["source_id"])
    return _matched(predicted, gold.numbers, lambda p, g: _overlap(p, g) > 0, _overlap)


def _matched_sources(tables: Tables, gold: Gold) -> Pairs:
    same = lambda p, g: float(_key(p["name"]) == _key(g["name"]) and p["zone"] == g["zone"])  # noqa: E731
    return _matched(_records(tables.sources), gold.sources, lambda p, g: same(p, g) > 0, same)


def _matched_claims(tables: Tables, gold: Gold) -> Pairs:
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    predicted = list(_records(tables.claims))
    for row in predicted:
        row["source"] = names.get(row["source_id"])
        row["via"] = names.get(row["via_source_id"])

    def likeness(p: Mapping, g: Mapping) -> float:
        shared = _overlap(p, g)
        union = int(p["end"]) - int(p["start"]) + int(g["end"]) - int(g["start"]) - shared
        if (p["form"] == "narrator") != (g["form"] == "narrator") or 2 * shared < union:
            return 0.0
        return shared / union + 0.5 * _same_claim_field("source", p, g, gold)

    return _matched(predicted, gold.claims, lambda p, g: likeness(p, g) > 0, likeness)


def _matched(
    predicted: Sequence[dict],
    wanted: Sequence[dict],
    may: Callable[[dict, dict], bool],
    likeness: Callable[[dict, dict], float],
) -> Pairs:
    """One-to-one, the likest first; ties in the order of the article."""
    candidates = sorted(
        (-likeness(p, g), j, i)
        for i, p in enumerate(predicted)
        for j, g in enumerate(wanted)
        if may(p, g)
    )
    of_gold: dict[int, int] = {}
    taken: set[int] = set()
    for _, j, i in candidates:
        if j not in of_gold and i not in taken:
            of_gold[j] = i
            taken.add(i)
    pairs = [(predicted[of_gold[j]], wanted[j]) for j in sorted(of_gold)]
    missed = [g for j, g in enumerate(wanted) if j not in of_gold]
    return pairs, missed, [p for i, p in enumerate(predicted) if i not in taken]


def _same_claim_field(field: str, predicted: Mapping, wanted: Mapping, gold: Gold) -> bool:
    if field in ("source", "via"):
        return _key(predicted[field]) == _key(_gold_names(gold).get(wanted[field]))
    if field == "cue":
        found, cue = _key(predicted["cue"]) or "", _key(wanted["cue"]) or ""
        return bool(set(found.split()) & set(cue.split())) or found == cue
    return _same(predicted.get(field), wanted[field])


def _gold_names(gold: Gold) -> dict[str, str]:
    return {source["key"]: source["name"] for source in gold.sources}


def _records(frame: pd.DataFrame) -> list[dict]:
    import pandas as pd

    return [
        {key: None if value is pd.NA else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _overlap(p: Mapping, g: Mapping) -> int:
    return max(0, min(int(p["end"]), int(g["end"])) - max(int(p["start"]), int(g["start"])))


def _key(name: str | None) -> str | None:
    return " ".join(name.split()).casefold() if name else None


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _same(found: object, wanted: str) -> bool:
    if found is None or wanted == "":
        return found is None and wanted == ""
    if isinstance(found, bool):
        return found == (wanted == "true")
    if isinstance(found, int | float):
        return math.isclose(float(found), float(wanted), rel_tol=1e-9)
    return str(found).casefold() == wanted.casefold()
