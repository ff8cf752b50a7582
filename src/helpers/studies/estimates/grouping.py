"""Figures of one voice about one thing, put together where they can all hold.

The rule: same kind, unit, place, population, day, trend, firmness (told, or expected, planned
…) and voice; no stock with a flow; and one value that every member allows. "At least 5,000"
and "closer to 10,000" can both hold and are one estimate; an exact 3 and an exact 5 cannot, so
they are two estimates of two things, or a slip of the text, and stay apart. A word without a
number ("dozens") goes with what the same voice says of the same thing. A sum of money says
nothing of what it is for: two of them are one estimate only where they are the same sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...bounds import Bounds
from .stated_figures import Figure

LOOK_BACK = 100
"""Groups of one key that a figure is held against, the latest first: no article has so many."""


@dataclass(slots=True)
class Group:
    """Figures of one estimate, in text order; ``allowed`` is what all of them allow."""

    members: list[Figure] = field(default_factory=list)
    allowed: Bounds | None = None
    stock_or_flow: str = "unstated"

    def admits(self, figure: Figure) -> bool:
        """Whether a further figure can hold together with all members."""
        bounds = figure.bounds
        measured = {self.stock_or_flow, figure.stock_or_flow} - {"unstated"}
        if figure.kind == "money" and figure.points != self.members[0].points:
            return False
        meets = bounds is None or self.allowed is None or self.allowed.meets(bounds)
        return meets and len(measured) < 2

    def add(self, figure: Figure) -> None:
        """Take the figure in; it must be admitted."""
        self.members.append(figure)
        if figure.stock_or_flow != "unstated":
            self.stock_or_flow = figure.stock_or_flow
        bounds, held = figure.bounds, self.allowed
        if bounds is not None:
            self.allowed = (
                bounds
                if held is None
                else Bounds(max(held.low, bounds.low), min(held.high, bounds.high))
            )


def grouped(figures: Iterable[Figure]) -> list[Group]:
    """The figures as groups, in the order of their first members.

    A figure joins the group of its own exact value, else the latest group that admits it.
    """
    groups: list[Group] = []
    of_key: dict[tuple, list[Group]] = {}
    of_value: dict[tuple, Group] = {}
    for figure in figures:
        key, bounds = key_of(figure), figure.bounds
        same = of_value.get((key, bounds))
        held = [same] if same else []
        held += reversed(of_key.get(key, [])[-LOOK_BACK:])
        group = next((g for g in held if g.admits(figure)), None)
        if group is None:
            group = Group()
            groups.append(group)
            of_key.setdefault(key, []).append(group)
        group.add(figure)
        if bounds and bounds.low == bounds.high:
            of_value.setdefault((key, bounds), group)
    return groups


def key_of(figure: Figure) -> tuple:
    """What must be the same for two figures to be about one thing."""
    return (
        figure.voice,
        figure.kind,
        figure.unit,
        figure.place,
        figure.population,
        figure.as_of,
        figure.trend,
        figure.modality,
        figure.denied,
    )
