"""Who speaks and what is said, as people left it: the rows of sources and of claims."""

from __future__ import annotations

from collections import Counter

from .events import MENTIONS
from .targeting import Row, Span, surface
from .verdicts import KEPT, REJECTED, ROW
from .worksheet import Worksheet, values_of

_BLANK_CLAIM: Row = {
    "channel": "unstated", "cue_kind": "other", "polarity": "asserts", "modality": "asserted",
    "rule_id": "review", "confidence": 1.0,
}  # fmt: skip
_BLANK_SOURCE: Row = {"source_type": "other", "naming": "unnamed_group"}


class Recast(Worksheet):
    """Sources merged, parted, described and added; claims given to whoever made them."""

    def _sources(self) -> None:
        by_id, changes = self.anchors.by_id, self.changes["sources"]
        for other in sorted(self.verdicts.same_source):
            root = self.verdicts.source_now(other)
            changes.gone.add(other)
            if root in by_id and other in by_id:
                self._take_over(root, by_id[other])
        parted = Counter(old for old, new in self.verdicts.split.values() if new not in by_id)
        for old, n in parted.items():
            self._change("sources", old, {"n_mentions": max(1, by_id[old]["n_mentions"] - n)})
        for (table, row), values in self.decided.items():
            if table == "sources" and row in by_id and values.get(ROW) != REJECTED:
                self._change(table, row, values_of(table, values))
        for identifier in sorted(self._new_sources()):
            changes.come.append(self._new_source(identifier))

    def _take_over(self, root: str, other: Row) -> None:
        first = surface(self.article.text[other["first_start"] : other["first_end"]])
        known = self._cell("sources", root, "aliases") or ""
        names = [
            *known.split("|"),
            surface(other["name"]),
            first,
            *(other["aliases"] or "").split("|"),
        ]
        name = self.anchors.by_id[root]["name"]
        kept = dict.fromkeys(each for each in names if each and each != name)
        mentions = self._cell("sources", root, "n_mentions") + other["n_mentions"]
        self._change("sources", root, {"aliases": "|".join(kept) or None, "n_mentions": mentions})

    def _new_sources(self) -> set[str]:
        """Sources that people named and no row stands for yet."""
        named = {
            value
            for (_, _, name), value in self.verdicts.decided.items()
            if value and (name in MENTIONS or name.startswith("split@"))
        }
        added = {
            row
            for (table, _), row in self.verdicts.added.items()
            if table == "sources" and self.decided.get((table, row), {}).get(ROW) == KEPT
        }
        return {
            row
            for row in named | added
            if row not in self.anchors.by_id and self.verdicts.source_now(row) == row
        }

    def _new_source(self, identifier: str) -> Row:
        spans = {row: at for (_, at), row in self.verdicts.added.items()}
        span, told = self.verdicts.described.get(identifier) or (spans[identifier], {})
        start, end = span
        mentions = sum(new == identifier for _, new in self.verdicts.split.values())
        row = {
            **_BLANK_SOURCE,
            "name": self.article.text[start:end],
            **told,
            **values_of("sources", self.decided.get(("sources", identifier), {})),
        }
        return {
            **row,
            "source_id": identifier,
            "article_id": self.article.article_id,
            "n_mentions": max(1, mentions),
            "n_claims": 0,
            "n_numbers": 0,
            "first_start": start,
            "first_end": end,
            "zone": self._zone(start),
        }

    def _claims(self) -> None:
        for (table, span), row in sorted(self.verdicts.added.items()):
            if table == "claims" and self.decided.get((table, row), {}).get(ROW) == KEPT:
                self._add_claim(row, span, self.decided[table, row])
        for claim in self.anchors.rows["claims"]:
            identifier = claim["claim_id"]
            decided = self.decided.get(("claims", identifier), {})
            values = values_of("claims", decided)
            source = decided.get("source", self._parted(claim))
            values["source_id"] = self.verdicts.source_now(source)
            values["via_source_id"] = self.verdicts.source_now(
                decided.get("via", claim["via_source_id"])
            )
            if values["source_id"] and claim["form"] == "narrator":
                values["form"] = "indirect"
            self._change("claims", identifier, values)

    def _parted(self, claim: Row) -> str | None:
        """The claim's source, once mentions that are somebody else's are parted from it."""
        if claim["source_start"] is not None and claim["source_id"]:
            span = int(claim["source_start"]), int(claim["source_end"])
            old, new = self.verdicts.split.get(span, (None, None))
            if old == claim["source_id"]:
                return new
        return claim["source_id"]

    def _add_claim(self, identifier: str, span: Span, decided: Row) -> None:
        source = self.verdicts.source_now(decided.get("source"))
        self.changes["claims"].come.append(
            {
                **self._claim_row(identifier, span),
                **values_of("claims", decided),
                "source_id": source,
                "via_source_id": self.verdicts.source_now(decided.get("via")),
                "form": "indirect" if source else "narrator",
            }
        )

    def _claim_row(self, identifier: str, span: Span) -> Row:
        start, end = span
        first, last = self._sentence(span)
        return {
            **_BLANK_CLAIM,
            "claim_id": identifier,
            "article_id": self.article.article_id,
            "form": "narrator",
            "text": self.article.text[start:end],
            "start": start,
            "end": end,
            "parts": f"{start}-{end}",
            "sentence_start": first,
            "sentence_end": last,
            "zone": self._zone(start),
        }

    def _claim_for(self, span: Span) -> Row:
        """The innermost claim that holds the words; the narrator's, made if need be, where none."""
        kept = [
            claim
            for claim in (*self.anchors.rows["claims"], *self.changes["claims"].come)
            if claim["claim_id"] not in self.changes["claims"].gone
        ]
        holding = [c for c in kept if any(a <= span[0] and span[1] <= b for a, b in _parts(c))]
        if holding:
            return min(holding, key=lambda c: (c["end"] - c["start"], c["claim_id"]))
        start, end = self._sentence(span)
        made = self._claim_row(f"{self.article.article_id}-c{start}-{end}", (start, end))
        self.changes["claims"].come.append({**made, "source_id": None, "via_source_id": None})
        return self.changes["claims"].come[-1]

    def _claim_now(self, identifier: str) -> Row:
        old = self.anchors.by_id.get(identifier)
        if old is None:
            return next(c for c in self.changes["claims"].come if c["claim_id"] == identifier)
        return {**old, **self.changes["claims"].cells.get(identifier, {})}


def _parts(claim: Row) -> list[Span]:
    pieces = (piece.partition("-") for piece in claim["parts"].split("|"))
    return [(int(start), int(end)) for start, _, end in pieces]
