"""Which marks a chart draws: grouped by what they count, the weightiest kept, the rest told.

Figures of one thing stand together, whoever gives them; a part, a change or the level before
goes into the row of the number that it belongs to; what one reporter repeats is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from ...bounds import bounds_of
from .number_marks import APART
from .palette import NO_SOURCE
from .wording import amount, how_many, listed, said, words

LISTED = 6  # numbers without a mark that are listed under the axis
NEAR = 20  # times: two figures further apart are hardly of one thing
SIDES = 4  # voices of one disagreement that are named
TOLD = 3  # disagreements that the subtitle tells in full

_FAMILIES = {
    "people": "people",
    "troops": "troops",
    "homes": "homes",
    "money": "money",
    "percent": "share",
    "rate": "rate",
    "other": "other",
    "duration": "duration",
    "distance": "distance",
    "age": "age",
}
_PERSONS, _ALIKE = (
    ("people", "troops", "homes"),
    ("money", "other"),
)  # "2 counts of people, 3 money"
LOOSE = ("other", "people", "present")  # kinds whose noun alone does not make one thing of two
_COUNTED = ("people", "troops", "homes", "other")  # where the same noun is the same thing


@dataclass(slots=True)
class ChartLine:
    """One row of a chart: its mark, the marks that repeat it, and those that belong to it."""

    mark: dict
    repeats: list[dict] = field(default_factory=list)
    parts: list[dict] = field(default_factory=list)

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of all numbers that the row stands for, its own first."""
        return tuple(m["number_id"] for m in (self.mark, *self.repeats, *self.parts))

    def part(self, role: str) -> dict | None:
        """The first number that belongs to this one in this role."""
        return next((part for part in self.parts if part["role"] == role), None)


@dataclass(slots=True)
class LineGroup:
    """Rows about one thing (or of one source), in the order of the text."""

    lines: list[ChartLine]
    disputed: bool = False

    @property
    def first(self) -> dict:
        """The mark that names the group."""
        return self.lines[0].mark


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a chart draws (panel → groups), and what it says of the rest.

    ``unmarked`` have no place on an axis; ``left_out`` are past the cap, ``apart`` are times,
    ages and distances, which stand in the table alone: each family's word with its number.
    """

    panels: dict[str, list[LineGroup]]
    unmarked: list[dict]
    left_out: dict[str, int]
    apart: dict[str, int]
    disputes: list[LineGroup]

    @property
    def lines(self) -> list[ChartLine]:
        """All rows, from the top."""
        return [line for groups in self.panels.values() for g in groups for line in g.lines]


def choose(marks: pd.DataFrame, *, max_rows: int, by: str = "kind") -> Chosen:
    """Rows of ``estimate_marks`` grouped ``by`` kind or source, at most ``max_rows`` of them."""
    rows = marks.to_dict("records")
    drawable = [row for row in rows if row["shape"] != "none"]
    main = [row for row in drawable if _family(row) not in APART or row["zone"] == "headline"]
    main = main or drawable
    taken = {row["number_id"] for row in main}
    apart = [row for row in drawable if row["number_id"] not in taken]
    groups = _grouped(_lines(main), _thing if by == "kind" else _voice)
    for group in groups:
        group.disputed = by == "kind" and _is_disputed(group)
    if by == "kind":
        groups = [one for group in groups for one in _split(group)]
    disputes = [LineGroup(list(group.lines), True) for group in groups if group.disputed]
    kept = _weightiest(groups, max_rows)
    left = [line for g in groups for line in g.lines if id(line) not in kept]
    panels: dict[str, list[LineGroup]] = {}
    for group in groups:
        group.lines = [line for line in group.lines if id(line) in kept]
        if group.lines:
            panels.setdefault(group.first["panel"], []).append(group)
    return Chosen(
        panels,
        [row for row in rows if row["shape"] == "none"],
        _counted([row for line in left for row in (line.mark, *line.repeats, *line.parts)]),
        _counted(apart),
        disputes,
    )


def notes_of(chosen: Chosen) -> list[str]:
    """The lines under a chart: numbers without a mark with the reason, and what is left out."""
    notes = []
    if chosen.unmarked:
        items = [
            f"“{m['printed']}” ({words(m['kind'])}, {said(m['place']) or 'place not stated'}; "
            f"{m['reporter']}; {m['why_not']})"
            for m in chosen.unmarked[:LISTED]
        ]
        more = len(chosen.unmarked) - LISTED
        notes.append(
            f"Not on the axis: {'; '.join(items)}{f'; and {more:,} more' if more > 0 else ''}."
        )
    if chosen.left_out:
        n = sum(chosen.left_out.values())
        notes.append(f"{n:,} more in the table: {', '.join(_told(chosen.left_out))}.")
    if chosen.apart:
        notes.append(f"Not drawn, but in the table: {listed(_told(chosen.apart))}.")
    return notes


def disputes_told(chosen: Chosen) -> str:
    """Who differs on what, in a sentence; "" where nobody does."""
    if not chosen.disputes:
        return ""
    told = [f"{_thing_told(group)} ({_sides(group)})" for group in chosen.disputes[:TOLD]]
    more = len(chosen.disputes) - TOLD
    return f"Reports differ on {listed([*told, *([f'{more} more'] if more > 0 else [])])}."


def _thing_told(group: LineGroup) -> str:
    """What a group counts and where, in words: "killed, Hollin"."""
    first = group.first
    counted = said(first["counted"]) or words(first["kind"])
    name = counted if first["kind"] in ("other", "people") else words(first["kind"])
    return ", ".join(filter(None, (name, said(first["place"]))))


def _sides(group: LineGroup) -> str:
    sides: dict[str, str] = {}
    for line in group.lines:
        if line.mark["naming"] != NO_SOURCE:
            sides.setdefault(line.mark["reporter"], line.mark["shown"])
    told = [f"{name} {shown}" for name, shown in sides.items()]
    more = [f"{len(told) - SIDES} more"] if len(told) > SIDES else []
    return "; ".join([*told[:SIDES], *more])


def _told(counts: dict[str, int]) -> list[str]:
    return [
        f"{how_many(n, 'count')} of {word}" if word in _PERSONS
        else f"{n:,} {word}" if word in _ALIKE
        else how_many(n, word)
        for word, n in counts.items()
    ]  # fmt: skip


def _family(mark: dict) -> str:
    return mark["panel"].split()[0]


def _lines(rows: list[dict]) -> list[ChartLine]:
    """A row per number, with what belongs to it and what repeats it taken in."""
    present = {row["number_id"] for row in rows}
    lines: dict[str, ChartLine] = {}
    same: dict[tuple, list[ChartLine]] = {}
    inner = [row for row in rows if said(row["into"]) in present]
    for row in rows:
        if said(row["into"]) in present:
            continue
        look = (row["reporter"], row["naming"], row["shown"], row["panel"], *_thing_itself(row))
        alike = same.setdefault(look, [])
        line = next((one for one in alike if _is_one_place(one.mark, row)), None)
        if line is None:
            line = ChartLine(row)
            alike.append(line)
        else:
            line.repeats.append(row)
        lines[row["number_id"]] = line
    for row in inner:
        lines[row["into"]].parts.append(row)
    drawn = {id(line): line for line in lines.values()}
    return list(drawn.values())


def _is_one_place(one: dict, two: dict) -> bool:
    return said(one["place"]) == said(two["place"]) or not (
        said(one["place"]) and said(two["place"])
    )


def _thing_itself(row: dict) -> tuple:
    """What a figure counts, without where."""
    # At the first use: drawing alone must not bring the pipeline.
    from ...studies.estimates.stated_figures import folded_unit

    noun = folded_unit(said(row["noun"]) or None, row["kind"])
    if _family(row) in _COUNTED:
        return (row["kind"], noun, bool(row["background"]))
    return (row["kind"], row["shown"], bool(row["background"]))


def _thing(row: dict) -> tuple:
    place = said(row["place"]) if _family(row) in _COUNTED else ""
    return (row["panel"], *_thing_itself(row), place)


def _voice(row: dict) -> tuple:
    return (row["panel"], row["reporter"], row["naming"])


def _grouped(lines: Iterable[ChartLine], key: Callable[[dict], tuple]) -> list[LineGroup]:
    """Groups in order, those of another time last in their panel.

    A figure whose place the text leaves out stands with the only others of its kind and size.
    """
    found: dict[tuple, LineGroup] = {}
    for line in lines:
        found.setdefault(key(line.mark), LineGroup([])).lines.append(line)
    if key is _thing:
        for nowhere in [k for k in found if not k[-1]]:
            others = [k for k in found if k[:-1] == nowhere[:-1] and k != nowhere]
            if len(others) == 1:
                group, alone = found[others[0]], found[nowhere]
                near = [line for line in alone.lines if _is_near(line, group)]
                group.lines += near
                alone.lines = [line for line in alone.lines if line not in near]
        found = {k: group for k, group in found.items() if group.lines}
    panels = list(dict.fromkeys(group.first["panel"] for group in found.values()))
    return sorted(
        found.values(),
        key=lambda g: (
            panels.index(g.first["panel"]),
            bool(g.first["background"]),
            key is _voice and g.first["naming"] == NO_SOURCE,
        ),
    )


def _split(group: LineGroup) -> list[LineGroup]:
    """The group, or its rows one by one: two counts of votes are two things, unless disputed."""
    if group.disputed or group.first["kind"] not in LOOSE:
        return [group]
    return [LineGroup([line]) for line in group.lines]


def _is_near(line: ChartLine, group: LineGroup) -> bool:
    """Whether a figure is of the size of a group's: 2 dead beside 214 are another toll."""
    own = line.mark["at"]
    return any(own <= NEAR * m.mark["at"] and m.mark["at"] <= NEAR * own for m in group.lines)


def _is_disputed(group: LineGroup) -> bool:
    """Whether two named voices give different figures of the same thing."""
    told = [
        line.mark
        for line in group.lines
        if line.mark["naming"] != NO_SOURCE and _family(line.mark) in _COUNTED
    ]
    return any(
        one["reporter"] != two["reporter"]
        and one["at"] != two["at"]
        and not one["background"]
        and (not said(one["as_of"]) or not said(two["as_of"]) or one["as_of"] == two["as_of"])
        and not _says_the_same(one, two)
        for i, one in enumerate(told)
        for two in told[i + 1 :]
    )


def _says_the_same(one: dict, two: dict) -> bool:
    """Whether two hedged figures are one rounded in two ways ("about 200", "203")."""
    if {one["shape"], two["shape"]} != {"point"}:
        return False
    a, b = (bounds_of(m["hedge"], *(amount(m[c]) for c in ("value", "low", "high")))
            for m in (one, two))  # fmt: skip
    return a is not None and b is not None and a.meets(b)


def _weightiest(groups: list[LineGroup], most: int) -> set[int]:
    """The rows that stay, by ``id``: whole disputes before single rows."""
    last = max((int(line.mark["start"]) for g in groups for line in g.lines
                if not pd.isna(line.mark["start"])), default=0) or 1  # fmt: skip
    ranked = []
    for group in groups:
        weights = [_weight(line, group, last) for line in group.lines]
        if group.disputed:
            weights = [max(weights)] * len(weights)
        ranked += [
            (-w, n, line) for n, (w, line) in enumerate(zip(weights, group.lines, strict=True))
        ]
    ranked.sort(key=lambda item: item[:2])
    return {id(line) for _, _, line in ranked[:most]}


def _weight(line: ChartLine, group: LineGroup, last: int) -> float:
    mark = line.mark
    members = (mark, *line.repeats, *line.parts)
    start = 0 if pd.isna(mark["start"]) else int(mark["start"])
    return (
        4.0 * any(said(m["zone"]) in ("headline", "subhead") for m in members)
        + 3.0 * group.disputed
        + 2.0 * (mark["naming"] != NO_SOURCE)
        + 1.0 * min(2, len(members) - 1)
        + 1.0 * (_family(mark) in ("people", "troops", "homes", "money"))
        + 1.5 * (1 - start / last)
        - 3.0 * bool(mark["background"])
    )


def _counted(rows: list[dict]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        word = _FAMILIES[_family(row)]
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items(), key=lambda item: list(_FAMILIES.values()).index(item[0])))
