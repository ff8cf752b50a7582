"""Two readers of one article compared: what differs, and how far they agree beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..beyond_chance import cohen_kappa
from .annotating import Annotation, NumberedText, Span
from .matching import best_pairs, overlap

NUMBER_FIELDS = (
    "start", "end", "full", "value", "low", "high", "hedge", "estimated", "trend", "unit",
    "counted", "kind", "place", "place_country", "as_of", "as_of_basis", "background",
    "modality", "form", "source", "mention", "via",
)  # fmt: skip
SOURCE_FIELDS = (
    "name", "role", "affiliation", "country", "country_told", "source_type", "naming",
)  # fmt: skip
TYPED = ("typed", "not typed")
"""A row that the first reader has and the second has not; turned round, the reverse."""
CLAIM_FIELDS = ("source", "via", "mention", "cue", "content")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two readers typed differently.

    ``item``, ``first`` and ``second`` tell it in words of the text, for whoever decides;
    ``offsets`` is the same without them, for a log that is kept: where, the first's, the second's.
    """

    article: str
    table: str
    item: str
    field: str
    first: str
    second: str
    offsets: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows paired between two readers: (table, field) → pairs of values; rows of only one."""

    pairs: dict[tuple[str, str], list[tuple[Any, Any]]]
    rows: dict[str, tuple[int, int, int]]
    differences: tuple[Difference, ...]


def compare_annotations(first: Annotation, second: Annotation, text: NumberedText) -> Compared:
    """Everything that differs; sources are paired by the mentions that they share."""
    return _Comparison(first, second, text).compared()


def agreement_of(compared: Iterable[Compared]) -> list[dict[str, Any]]:
    """One row a table and field: n, per cent agreed, Cohen's κ; and how far rows agree (F1)."""
    pairs: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for one in compared:
        for field, found in one.pairs.items():
            pairs.setdefault(field, []).extend(found)
        for table, counts in one.rows.items():
            rows.setdefault(table, []).append(counts)
    out: list[dict[str, Any]] = []
    for table, each in rows.items():
        both, a, b = (sum(counts[k] for counts in each) for k in range(3))
        out.append(
            {"table": table, "field": "row typed by both (F1)", "n": max(a, b),
             "agreed": round(200 * both / (a + b), 1) if a + b else None, "kappa": None}
        )  # fmt: skip
    for (table, name), found in pairs.items():
        same = sum(a == b for a, b in found)
        out.append(
            {"table": table, "field": name, "n": len(found),
             "agreed": round(100 * same / len(found), 1) if found else None,
             "kappa": _kappa(found)}
        )  # fmt: skip
    return out


def _kappa(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    # Some values are lists: their words can be counted.
    told = [(str(one), str(one if one == other else other)) for one, other in pairs]
    found = cohen_kappa(told)
    return None if found is None else round(found, 3)


class _Comparison:
    def __init__(self, first: Annotation, second: Annotation, text: NumberedText) -> None:
        self.first, self.second, self.text = first, second, text.text
        self.pairs: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
        self.rows: dict[str, tuple[int, int, int]] = {}
        self.found: list[Difference] = []
        self.same_source = self._paired_sources()

    def compared(self) -> Compared:
        self._sources()
        self._numbers()
        self._claims()
        return Compared(self.pairs, self.rows, tuple(self.found))

    def _paired_sources(self) -> dict[str, str]:
        """The second reader's key → the first's, by shared mentions."""
        spans: list[dict[str, set[tuple[int, int]]]] = []
        for reader in (self.first, self.second):
            of: dict[str, set[tuple[int, int]]] = {s["key"]: set() for s in reader.sources}
            for m in reader.mentions:
                of[m["source"]].add((m["start"], m["end"]))
            spans.append(of)
        ours, theirs = ([{"key": key, "spans": found} for key, found in of.items()] for of in spans)

        def shared(a: Any, b: Any) -> float:
            return sum(overlap(*x, *y) > 0 for x in a["spans"] for y in b["spans"])

        paired = best_pairs(ours, theirs, shared)
        return {str(theirs[j]["key"]): str(ours[i]["key"]) for j, i in paired.items()}

    def _sources(self) -> None:
        ours = {s["key"]: s for s in self.first.sources}
        theirs = {s["key"]: s for s in self.second.sources}
        self.rows["sources"] = (len(self.same_source), len(ours), len(theirs))
        for key, row in ours.items():
            if key not in self.same_source.values():
                self._differ("sources", row["name"], None, "row", TYPED)
        for key, row in theirs.items():
            if key not in self.same_source:
                self._differ("sources", row["name"], None, "row", TYPED[::-1])
                continue
            one = ours[self.same_source[key]]
            for name in SOURCE_FIELDS:
                self._field("sources", one["name"], None, name, (one[name], row[name]))
        mine = {(m["source"], m["start"], m["end"]) for m in self.first.mentions}
        other = {
            (self.same_source.get(m["source"], m["source"]), m["start"], m["end"])
            for m in self.second.mentions
        }
        self.rows["mentions"] = (len(mine & other), len(mine), len(other))
        for key, start, end in sorted(mine ^ other, key=lambda m: (m[1], m[2], m[0])):
            words = TYPED if (key, start, end) in mine else TYPED[::-1]
            item = f"{key}: {self._near(start, end)}"
            self._differ("mentions", item, (start, end), "row", words)

    def _numbers(self) -> None:
        def likeness(p: Any, g: Any) -> float:
            return overlap(p["start"], p["end"], g["start"], g["end"])

        paired = best_pairs(self.first.numbers, self.second.numbers, likeness)
        self.rows["numbers"] = (len(paired), len(self.first.numbers), len(self.second.numbers))
        self._lone("numbers", self.first.numbers, self.second.numbers, paired)
        for j, i in paired.items():
            one, two = self.first.numbers[i], self.second.numbers[j]
            self._fields("numbers", NUMBER_FIELDS, one, two, (one["start"], one["end"]))

    def _claims(self) -> None:
        def likeness(p: Any, g: Any) -> float:
            a, b = (
                (p["content"][0][0], p["content"][-1][1]),
                (g["content"][0][0], g["content"][-1][1]),
            )
            shared = overlap(*a, *b)
            union = a[1] - a[0] + b[1] - b[0] - shared
            same = p["source"] == self.same_source.get(g["source"], g["source"])
            return shared / union + 0.5 * same if 2 * shared >= union else 0.0

        paired = best_pairs(self.first.claims, self.second.claims, likeness)
        self.rows["claims"] = (len(paired), len(self.first.claims), len(self.second.claims))
        self._lone("claims", self.first.claims, self.second.claims, paired)
        for j, i in paired.items():
            one, two = self.first.claims[i], self.second.claims[j]
            at = (one["content"][0][0], one["content"][-1][1])
            self._fields("claims", CLAIM_FIELDS, one, two, at)

    def _fields(self, table: str, names: Sequence[str], one: Any, two: Any, at: Span) -> None:
        item = self._near(*at)
        for name in names:
            both = self._value(one, name), self._value(two, name, second=True)
            self._field(table, item, at, name, both)

    def _lone(self, table: str, ours: Any, theirs: Any, paired: dict[int, int]) -> None:
        for rows, taken, words in (
            (ours, set(paired.values()), TYPED),
            (theirs, set(paired), TYPED[::-1]),
        ):
            for index, row in enumerate(rows):
                if index not in taken:
                    span = row["content"] if table == "claims" else [(row["start"], row["end"])]
                    at = (span[0][0], span[-1][1])
                    self._differ(table, self._near(*at), at, "row", words)

    def _value(self, row: Any, name: str, *, second: bool = False) -> Any:
        if name == "full":
            return row["full_start"], row["full_end"]
        value = row[name]
        if name in ("source", "via") and second and value is not None:
            return self.same_source.get(value, f"{value} (the second's own)")
        return tuple(value) if isinstance(value, list) else value

    def _field(
        self, table: str, item: str, at: Span | None, name: str, both: tuple[Any, Any]
    ) -> None:
        # Quotation marks of another shape, a leading article and case are no difference.
        one, two = (" ".join(v.split()).casefold() if isinstance(v, str) else v for v in both)
        self.pairs.setdefault((table, name), []).append((one, two))
        if one != two:
            self._differ(table, item, at, name, both)

    def _shown(self, value: Any) -> str:
        if isinstance(value, tuple) and value and isinstance(value[0], tuple):
            return " | ".join(self._shown(piece) for piece in value)
        if isinstance(value, tuple) and len(value) == 2:
            words = " ".join(self.text[value[0] : value[1]].split())
            return words if len(words) < 60 else f"{words[:28]} … {words[-28:]}"
        return "" if value is None else str(value)

    def _near(self, start: int, end: int) -> str:
        sentence = self.text.count("\n", 0, start)
        words = " ".join(self.text[start:end].split())
        short = words if len(words) < 60 else f"{words[:28]} … {words[-28:]}"
        before = " ".join(self.text[max(0, start - 25) : start].split())
        return f"{short}  (paragraph {sentence + 1}, after “{before}”)"

    def _differ(
        self, table: str, item: str, at: Span | None, name: str, both: tuple[Any, Any]
    ) -> None:
        where = item if at is None else _offsets(at)
        self.found.append(
            Difference(
                self.first.article,
                table,
                item,
                name,
                self._shown(both[0]),
                self._shown(both[1]),
                (where, _offsets(both[0]), _offsets(both[1])),
            )
        )


def _offsets(value: Any) -> str:
    """A value as it can be kept without the text: spans as start-end."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "|".join(map(_offsets, value))
    if isinstance(value, tuple):
        return "-".join(map(str, value))
    return "" if value is None else str(value)
