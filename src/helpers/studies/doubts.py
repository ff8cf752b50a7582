"""What to check before a number is used: three steps of sureness, and the reason in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..vocabulary import load
from .briefs import reporters_of

if TYPE_CHECKING:
    from ..tables import Tables

SURE, LOOK, NOT_SURE = "sure", "look", "unsure"
STEPS = (SURE, LOOK, NOT_SURE)
"""Nothing to check; something in ``check``; a reporter who is as likely wrong as that."""
LIKELY = 0.6
"""Chance of the reporter under which a number is unsure: of such rows about half are wrong."""


def doubts_in(tables: Tables) -> pd.DataFrame:
    """For each row of ``numbers``, in its order: number_id, sure, check, why.

    ``sure`` is one of ``STEPS``; ``check`` the closed words of the table; ``why`` says of each in
    words what may be wrong ("“they” may be the police or the miners"), "" where nothing may.
    """
    claims = {claim["claim_id"]: claim for claim in tables.claims.to_dict("records")}
    teller = _Reasons(tables)
    rows = []
    for number in tables.numbers.to_dict("records"):
        fields = [] if pd.isna(number["check"]) else str(number["check"]).split("|")
        chance = 0.0 if pd.isna(number["confidence"]) else float(number["confidence"])
        step = NOT_SURE if chance < LIKELY else LOOK if fields else SURE
        why = "; ".join(teller.why(field, number, claims[number["claim_id"]]) for field in fields)
        rows.append((number["number_id"], step, " ".join(fields), why))
    columns = ["number_id", "sure", "check", "why"]
    found = pd.DataFrame(rows, columns=columns, dtype="string[python]")
    return found.set_index(tables.numbers.index)


def doubts_of(tables: Tables) -> pd.DataFrame:
    """The numbers to check first, the least sure ones on top, with what and why."""
    numbers, doubts = tables.numbers, doubts_in(tables)
    brief = pd.DataFrame(
        {
            "as printed": numbers["full_text"],
            "kind": numbers["kind"],
            "reported by": reporters_of(tables),
            "sure": doubts["sure"],
            "check": doubts["check"],
            "why": doubts["why"],
        }
    )
    order = doubts["sure"].map({step: -k for k, step in enumerate(STEPS)}).astype(int)
    weak = doubts["sure"] != SURE
    kept = brief.assign(order=order, chance=numbers["confidence"])[weak]
    return (
        kept.sort_values(["order", "chance"], kind="stable")
        .drop(columns=["order", "chance"])
        .reset_index(drop=True)
    )


class _Reasons:
    """Why a field of a number may be wrong, from what the tables say of how it was found."""

    def __init__(self, tables: Tables) -> None:
        self._words = load("doubts")
        self._names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
        papers = tables.sources["naming"] == "document"
        self._papers = frozenset(tables.sources.loc[papers, "source_id"])
        heard = tables.claims[tables.claims["source_id"].notna()].sort_values(
            "start", kind="stable"
        )
        self._starts = [int(start) for start in heard["start"]]
        self._heard = [str(source) for source in heard["source_id"]]

    def why(self, field: str, number: Mapping[str, Any], claim: Mapping[str, Any]) -> str:
        """One clause, without a full stop."""
        if field == "source":
            return self._of_reporter(number, claim)
        if field == "place":
            basis = "none" if pd.isna(number["place_basis"]) else str(number["place_basis"])
            return str(self._words["place"][basis])
        if field == "date":
            return str(self._words["date"][number["as_of_basis"]])
        if field == "kind":
            bare = pd.isna(number["counted"])
            return str(self._words["kind"]["nothing counted" if bare else "counted"])
        return str(self._words["value"])

    def _of_reporter(self, number: Mapping[str, Any], claim: Mapping[str, Any]) -> str:
        words, link = self._words["source"], str(number["link"])
        step = (
            str(claim["rule_id"]).rpartition("source:")[2] if "source:" in claim["rule_id"] else ""
        )
        printed = "" if pd.isna(claim["source_text"]) else f"“{claim['source_text']}”"
        if link == "content" and step == "pronoun":
            others = self._before(claim)
            if len(others) > 1:
                return f"{printed} may be {others[0]} or {others[1]}"
        if link == "narrator" and (near := self._near(claim)):
            key, source = near
            return str(words[key]).format(who=self._names[source])
        key = step if link == "content" and step in words else link
        return str(words[key]).format(printed=printed or "its source")

    def _near(self, claim: Mapping[str, Any]) -> tuple[str, str] | None:
        """What a sentence of nobody's may come from, how near, and its source."""
        at = bisect_left(self._starts, claim["start"])
        if at < len(self._starts) and self._starts[at] < claim["end"]:
            return "heard beside", self._heard[at]
        if at and self._heard[at - 1] in self._papers:
            return "paper before", self._heard[at - 1]
        return None

    def _before(self, claim: Mapping[str, Any]) -> list[str]:
        """The source taken, and the last other one that spoke before."""
        taken = "" if pd.isna(claim["source_id"]) else str(claim["source_id"])
        before = reversed(self._heard[: bisect_left(self._starts, claim["start"])])
        other = next((source for source in before if source != taken), "")
        return [self._names[source] for source in (taken, other) if source in self._names]
