"""A source on a page that can be clicked: its marker, its name, the area that answers, a legend.

Each carries a ``gid``, which the SVG made from the figure keeps as the element's id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from matplotlib.axes import Axes
from matplotlib.text import Text

from .lettering import BODY, LINE, NAME_TYPES, TextLines, Type
from .page import Key, box, dot
from .palette import FONT, NO_SOURCE, PAPER, source_style
from .shades import pale_fill, pale_text
from .wording import words

ICON = 0.24  # inches: a source's marker before its name
# An area without any paint answers no click in an SVG; so little paint cannot be seen.
UNSEEN = 0.001


def name_type(naming: str, *, size: float = BODY.size) -> Type:
    """How the name of a source named in this way is set: bold, plain or italic."""
    return replace(NAME_TYPES.get(naming, BODY), size=size)


def write_name(page: Axes, block: TextLines, x: float, y: float, gid: str, pale: bool) -> Text:
    """All lines of a name as one artist, their middle at ``y``."""
    kind = block.type
    return page.text(
        x, y, "\n".join(block.lines), family=FONT, size=kind.size, weight=kind.weight,
        style=kind.style, color=pale_text(kind.colour, pale), ha=kind.align,
        multialignment=kind.align, va="center_baseline" if len(block.lines) == 1 else "center",
        linespacing=LINE * 0.9, parse_math=False, zorder=3, gid=gid,
    )  # fmt: skip


def draw_marker(page: Axes, x: float, y: float, source_type: str, *, pale: bool = False) -> None:
    """The marker of a source type in its colour."""
    style = source_style(source_type)
    style = replace(style, colour=pale_fill(style.colour, pale))
    dot(page, x, y, style, 6.5, markeredgewidth=0.8, zorder=3)


def put_handle(page: Axes, gid: str, left: float, top: float, width: float, height: float) -> None:
    """An area that nobody sees and a pointer finds, behind what is drawn on it."""
    box(page, (left, top), (width, height), facecolor=PAPER, alpha=UNSEEN, zorder=0.8, gid=gid)


def source_keys(source_types: Iterable[str]) -> list[Key]:
    """Legend entries: the marker of each source type, in the order given, and how names are set."""
    kinds = [kind for kind in dict.fromkeys(source_types) if kind != NO_SOURCE]
    keys = [Key(partial(draw_marker, source_type=kind), words(kind)) for kind in kinds]
    return (
        [*keys, Key(_nothing, "Bold: a named person. Italic: unnamed.", room=0.0)] if kinds else []
    )


def _nothing(page: Axes, x: float, y: float) -> None:
    """Words only."""
