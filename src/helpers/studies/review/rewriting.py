"""The tables as people left them: what was decided is written into copies, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ... import schema
from ...escaping import clean
from ...tables.rows import hxl_of
from .recast import Recast
from .targeting import KEYS, Row, Span, rows_of, span_of, surface
from .verdicts import KEPT, REJECTED, ROW
from .worksheet import values_of

if TYPE_CHECKING:
    import pandas as pd

    from ...tables import Tables

_LOW_IS_VALUE = frozenset({"exact", "at_least", "more_than"})
_HIGH_IS_VALUE = frozenset({"exact", "at_most", "less_than", "nearly"})
_BOUNDED = _LOW_IS_VALUE | _HIGH_IS_VALUE | {"approximate"}
_NUMERALS = frozenset(schema.RESIDUE_REASONS) - {
    "unclosed_quote", "unresolved_attribution", "not_in_text", "answer_unread",
}  # fmt: skip
_BLANK_NUMBER: Row = {
    "hedge": "exact", "estimated": False, "trend": "none", "kind": "other",
    "population": "unstated", "stock_or_flow": "unstated", "as_of_basis": "unresolved",
    "modality": "asserted", "background": False, "rule_id": "review", "confidence": 1.0,
}  # fmt: skip
_WORDS = (("add", "added"), ("set", "corrected"), ("confirm", "confirmed"))


class Rewriting(Recast):
    """One article's tables with a log's verdicts written into them."""

    def tables_now(self) -> Tables:
        """The corrected tables; the same objects where nothing was corrected."""
        self._reject()
        self._sources()
        self._claims()
        self._numbers()
        self._loose_claims()
        frames = {table: self._rewritten(table) for table in KEYS}
        frames["residue"] = self._residue()
        frames["sources"] = _counted(
            frames["sources"], "source_id",
            n_claims=frames["claims"]["source_id"], n_numbers=frames["numbers"]["source_id"],
        )  # fmt: skip
        frames["places"] = _counted(
            self.tables.places, "place_id", n_numbers=frames["numbers"]["place_id"]
        )
        for table, data in frames.items():
            schema.check(table, data)
        found = replace(self.tables, **frames)
        schema.check_links({table: getattr(found, table) for table in schema.TABLES})
        return found

    def _reject(self) -> None:
        for table in KEYS:
            for row in self.anchors.rows[table]:
                identifier = row[KEYS[table]]
                if self.decided.get((table, identifier), {}).get(ROW) == REJECTED:
                    self.changes[table].gone.add(identifier)
                    start, end = span_of(table, row)
                    self.residue.append(self._left(start, end))

    def _loose_claims(self) -> None:
        """A narrator's sentence stands in claims for its numbers: without any it goes."""
        numbers, claims = self.changes["numbers"], self.changes["claims"]
        had = {row["claim_id"] for row in self.anchors.rows["numbers"]}
        has = {row["claim_id"] for row in numbers.come}
        has |= {
            self._cell("numbers", row["number_id"], "claim_id")
            for row in self.anchors.rows["numbers"]
            if row["number_id"] not in numbers.gone
        }
        for identifier in had - has - claims.gone:
            if self._cell("claims", identifier, "form") == "narrator":
                claims.gone.add(identifier)

    def _numbers(self) -> None:
        for number in self.anchors.rows["numbers"]:
            identifier = number["number_id"]
            if identifier not in self.changes["numbers"].gone:
                decided = self.decided.get(("numbers", identifier), {})
                self._change("numbers", identifier, self._number(number, decided))
        for (table, span), row in sorted(self.verdicts.added.items()):
            if table == "numbers" and self.decided.get((table, row), {}).get(ROW) == KEPT:
                self._add_number(row, span, self.decided[table, row])

    def _number(self, number: Row, decided: Row) -> Row:
        """The cells of a number that differ, those that follow from others with them."""
        values = values_of("numbers", decided)
        old = self.anchors.by_id[number["claim_id"]]
        if number["claim_id"] in self.changes["claims"].gone:
            claim = self._claim_for((number["start"], number["end"]))
            values["claim_id"] = claim["claim_id"]
        claim = self._claim_now(str(values.get("claim_id", number["claim_id"])))
        # Who is behind the claim is behind its numbers, unless somebody said otherwise.
        follows = number["source_id"] == old["source_id"]
        source = claim["source_id"] if follows else number["source_id"]
        source = self.verdicts.source_now(decided.get("source", source))
        if source != self.verdicts.source_now(number["source_id"]):
            values["link"] = self._link(source, claim)
        values["source_id"] = source
        if number["form"] == "narrator" and claim["form"] != "narrator":
            values["form"] = claim["form"]
        _settle(values, number)
        if values.get("place", number["place"]) != number["place"]:
            values.update(self._place(values["place"]))
        word, who = self._review(number["number_id"])
        if word != "unreviewed":
            values.update(review=word, reviewed_by=who)
        return values

    def _add_number(self, identifier: str, span: Span, decided: Row) -> None:
        start, end = span
        claim = self._claim_now(self._claim_for(span)["claim_id"])
        source = self.verdicts.source_now(decided.get("source", claim["source_id"]))
        word, who = self._review(identifier)
        row = {
            **_BLANK_NUMBER,
            "number_id": identifier,
            "article_id": self.article.article_id,
            "claim_id": claim["claim_id"],
            "source_id": source,
            "text": self.article.text[start:end],
            "start": start,
            "end": end,
            "full_text": self.article.text[start:end],
            "full_start": start,
            "full_end": end,
            "zone": self._zone(start),
            "form": claim["form"],
            "link": self._link(source, claim),
            "review": word,
            "reviewed_by": who,
        }
        values = values_of("numbers", decided)
        blank = {**dict.fromkeys(schema.columns("numbers")), **row}
        _settle(values, blank)
        values["hxl"] = hxl_of(
            values.get("kind", row["kind"]), values.get("population", "unstated")
        )
        self.changes["numbers"].come.append({**row, **values, **self._place(values.get("place"))})

    def _link(self, source: str | None, claim: Row) -> str:
        if source is None:
            return "narrator" if claim["form"] == "narrator" else "unresolved"
        if source == claim["source_id"]:
            return "content"
        first, last = claim["sentence_start"], claim["sentence_end"]
        near = any(first <= a < last for a, _ in self.anchors.mentions_of(source))
        return "sentence" if near else "carried"

    def _place(self, name: str | None) -> Row:
        """The cells that follow from a place's name: its row where one alone bears that name."""
        first = name.split("|")[0] if name else None
        known = [row for row in rows_of(self.tables.places) if row["name"] == first]
        one = known[0] if len(known) == 1 else {}
        return {
            "place_basis": None,
            "place_id": one.get("place_id"),
            "place_country": one.get("country"),
        }

    def _review(self, row: str) -> tuple[str, str | None]:
        """The word for what people made of a number, and who they are."""
        by = self.verdicts.by
        names = (*self.decided.get(("numbers", row), {}),)
        own = [e for n in names for e in by.get(("numbers", row, n), ()) if n != ROW]
        ops = {event.op for event in own}
        whole = [e for e in by.get(("numbers", row, ROW), ()) if e.op in ("add", "confirm")]
        ops |= {event.op for event in whole}
        word = next((w for op, w in _WORDS if op in ops), "unreviewed")
        who = sorted({surface(" ".join(clean(event.who).split())) for event in (*own, *whole)})
        return word, "|".join(who) or None

    def _residue(self) -> pd.DataFrame:
        """What is left aside: what was rejected, less what is a number now."""
        import pandas as pd

        data = self.tables.residue
        spans = {span_of("numbers", row) for row in self.changes["numbers"].come}
        rows = rows_of(data) if spans or self.residue else []
        taken = [
            row["reason"] in _NUMERALS
            and any(a <= row["start"] and row["end"] <= b for a, b in spans)
            for row in rows
        ]
        if any(taken):
            data = data[[not each for each in taken]]
        new = [row for row in self.residue if row not in rows]
        if new:
            data = pd.concat([data, schema.frame("residue", new)])
            data = data.sort_values(["start", "end"], kind="stable")
        return data if data is self.tables.residue else data.reset_index(drop=True)


def _settle(values: Row, number: Row) -> None:
    """Bring bounds, basis of the day and hashtag in line with what was decided."""
    changed = {name for name in values if values[name] != number[name]}
    hedge, value = (values.get(n, number[n]) for n in ("hedge", "value"))
    if changed & {"hedge", "value"} and hedge in _BOUNDED:
        values.setdefault("low", value if hedge in _LOW_IS_VALUE else None)
        values.setdefault("high", value if hedge in _HIGH_IS_VALUE else None)
    if "as_of" in changed and "as_of_basis" not in changed:
        values["as_of_basis"] = "stated" if values["as_of"] else "unresolved"
    if changed & {"kind", "population"}:
        kind, population = (str(values.get(n, number[n])) for n in ("kind", "population"))
        values["hxl"] = hxl_of(kind, population)


def _counted(data: pd.DataFrame, key: str, **columns: pd.Series) -> pd.DataFrame:
    """The table with rows of others counted anew; the same object where no count differs."""
    counts = {
        name: data[key].map(ids.value_counts()).fillna(0).astype("Int64")
        for name, ids in columns.items()
    }
    return data if all(data[n].equals(c) for n, c in counts.items()) else data.assign(**counts)
