"""Whether each row that the tables print is right: the other side of the scores.

``real_scores`` asks of each gold row whether it was found; whoever has the tables before them asks
of each printed row whether it may be believed. A row that no gold row meets is no number (its value
is wrong) and has no verdict on anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .matching import best_pairs, overlap
from .real_news import RealGold
from .real_scores import Verdicts, _judged_number, _likeness, _Named, _records

if TYPE_CHECKING:
    from ..tables import Tables


def number_verdicts(tables: Tables, gold: RealGold) -> list[Verdicts]:
    """For each row of ``numbers`` whether source, kind, place, date and value are right."""
    named, rows = _Named(tables, gold), _records(tables.numbers)
    pairs = best_pairs(
        rows, gold.numbers, lambda p, g: overlap(p["start"], p["end"], g["start"], g["end"])
    )
    wanted = {row: gold.numbers[number] for number, row in pairs.items()}
    found = []
    for k, row in enumerate(rows):
        if k not in wanted:
            found.append({"value": False})
            continue
        judged = _judged_number(row, wanted[k], gold, named)
        found.append(
            {
                "source": judged["reporter"],
                "kind": judged["kind"],
                "place": judged["place"],
                "date": judged["as_of"],
                "value": judged["value"] and judged["hedge and bounds"],
            }
        )
    return found


def claim_verdicts(tables: Tables, gold: RealGold) -> list[bool | None]:
    """For each row of ``claims`` whether words and source are right; None: of no named source."""
    named, rows = _Named(tables, gold), _records(tables.claims)
    judged = [k for k, row in enumerate(rows) if _is_judged(row)]
    wanted = [claim for claim in gold.claims if claim["source"] is not None]
    pairs = best_pairs([rows[k] for k in judged], wanted, lambda p, g: _likeness(p, g, named))
    right: list[bool | None] = [None] * len(rows)
    for k in judged:
        right[k] = False
    for number, row in pairs.items():
        k = judged[row]
        right[k] = named.is_reporter(rows[k]["source_id"], wanted[number]["source"])
    return right


def _is_judged(row: Verdicts) -> bool:
    return row["form"] != "narrator" and row["zone"] == "body" and row["source_id"] is not None


def printed_rows(tables: Tables, gold: RealGold) -> list[dict[str, object]]:
    """Every printed row with a verdict on its reporter or claim, as calibration asks for it.

    of (number or claim), chance (as printed), right, and what it is sliced by: link (how it is
    told; of a claim its form), kind, beat; for numbers also check (as printed) and wrong (the
    words of ``check`` that should stand there).
    """
    found: list[dict[str, object]] = []
    beat = gold.facts["beat"]
    rows = _records(tables.numbers)
    for row, verdicts in zip(rows, number_verdicts(tables, gold), strict=True):
        found.append(
            {
                "of": "number",
                "chance": row["confidence"],
                "right": verdicts.get("source"),
                "told": row["form"] if row["link"] == "content" else row["link"],
                "kind": row["kind"],
                "beat": beat,
                "check": row["check"],
                "wrong": "|".join(name for name, right in verdicts.items() if not right) or None,
            }
        )
    claims = _records(tables.claims)
    for row, right in zip(claims, claim_verdicts(tables, gold), strict=True):
        if right is not None:
            told = {"chance": row["confidence"], "right": right, "told": row["form"]}
            found.append({"of": "claim", **told, "kind": None, "beat": beat})
    return found
