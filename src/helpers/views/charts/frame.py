"""One frame for every chart: title, subtitle, key, body, notes, credit and alternative text.

A chart is first described and then drawn: its parts know their height before anything is put on
the page, so nothing overlaps and nothing is clipped, and the same description serves a picture,
a live page and a control's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from .lettering import CREDIT, MARGIN, NOTE, SUBTITLE, TITLE, WIDTH, Type, wrapped
from .page import Key, empty, fit, flow, legend_height, put, write, write_legend
from .palette import PAPER
from .picture import show_figure

NARROWEST = 4.2  # inches: on a smaller Axes a chart is shrunk
EMPTY = 0.75  # inches for the line that says that there is nothing to draw
HEADLINE = Type(size=12, weight="bold")  # of a chart that stands in half a page
_NARROW = 8.0
_NOTHING = replace(SUBTITLE, align="center")


class Part(Protocol):
    """A stretch of a chart's body that knows its height in inches and can be drawn from ``y``."""

    @property
    def height(self) -> float:
        """Inches from top to bottom."""

    def draw(self, page: Axes, y: float) -> None:
        """Put it on the page, its top at ``y``."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A part made of its height and a function that puts it on a page from ``y`` downwards."""

    height: float
    paint: Callable[[Axes, float], None]

    def draw(self, page: Axes, y: float) -> None:
        """Put it on the page, its top at ``y``."""
        self.paint(page, y)


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a chart shows and says; ``empty`` stands where it has no parts."""

    title: str
    parts: Sequence[Part]
    alt: str
    subtitle: str = ""
    keys: Sequence[Key] = ()
    notes: Sequence[str] = ()
    credit: str = ""
    empty: str = "Nothing to draw."


class ChartAxes(Axes):
    """An Axes that shows itself as a picture with its sentence when it ends a notebook cell.

    ``alt`` says in words what is drawn. No pyplot state is involved, so nothing has to be
    closed and nothing is shown twice. ``set_title`` writes the chart anew under another title.
    """

    name = "helpers.chart"
    chart: Chart | None = None
    width: float = WIDTH
    told: str = ""
    """The words of a picture that is drawn on the Axes itself, without a frame."""
    spare: Sequence[Any] = ()
    """Panels of charts before, to be drawn on again."""

    @property
    def alt(self) -> str:
        """The chart in words."""
        return self.chart.alt if self.chart else self.told

    def set_title(self, label: str, *args: Any, **kwargs: Any) -> Text:
        """Replace the chart's title; the Text of its first line comes back."""
        if self.chart is None:
            return super().set_title(label, *args, **kwargs)
        self.cla()
        _draw(self, replace(self.chart, title=label), self.width)
        return next(text for text in self.texts if text.get_gid() == "title")

    def get_title(self, *args: Any, **kwargs: Any) -> str:
        """The chart's title."""
        return self.chart.title if self.chart else super().get_title(*args, **kwargs)

    def _ipython_display_(self) -> None:
        show_figure(self)._ipython_display_()


def draw_chart(
    describe: Callable[[float], Chart],
    ax: Axes | None = None,
    *,
    width: float = WIDTH,
    least: float = NARROWEST,
) -> Axes:
    """The chart that ``describe`` makes for a width in inches: on a page of its own, or on ``ax``.

    An Axes that is given keeps its place and size: the chart is laid out for its width (in inches,
    at the ``least``), and shrunk where it is larger. A page that a chart has of its own is drawn
    anew, in half the time that a new one takes.
    """
    if ax is None:
        figure = Figure(figsize=(width, 1), facecolor=PAPER)
        page = ChartAxes(figure, (0, 0, 1, 1))
        figure.add_axes(page)
        page.width = width
        _draw(page, describe(width), width)
        return page
    if isinstance(ax, ChartAxes) and ax.chart:
        ax.spare = [*ax.spare, *ax.child_axes]
        ax.child_axes.clear()
        for axes in (ax, *ax.spare):
            empty(axes)
        _draw(ax, describe(ax.width), ax.width)
        return ax
    box = ax.get_window_extent().transformed(ax.figure.figure.dpi_scale_trans.inverted())
    width = min(max(box.width, least), WIDTH)
    height = _put_on(ax, describe(width), width)
    fit(ax, height, width=width)
    return ax


def _draw(page: ChartAxes, chart: Chart, width: float) -> None:
    page.chart = chart
    page.figure.figure.set_size_inches(width, _height(chart, width))
    _put_on(page, chart, width)


def _blocks(chart: Chart, width: float) -> tuple:
    room = width - 2 * MARGIN
    return (
        wrapped(chart.title, TITLE if width > _NARROW else HEADLINE, room),
        wrapped(chart.subtitle, SUBTITLE, room, max_lines=5),
        flow(chart.keys, room),
        [wrapped(note, NOTE, room, max_lines=8) for note in chart.notes],
        wrapped(chart.credit, CREDIT, room),
    )


def _height(chart: Chart, width: float) -> float:
    title, subtitle, keys, notes, credit = _blocks(chart, width)
    body = sum(part.height for part in chart.parts) if chart.parts else EMPTY
    return (
        0.12 + title.height + subtitle.height + 0.1 + legend_height(keys) + 0.12 + body
        + sum(note.height + 0.06 for note in notes) + 0.1 + credit.height + 0.1
    )  # fmt: skip


def _put_on(page: Axes, chart: Chart, width: float) -> float:
    """Draw the chart on a page measured in inches, y downwards; its height comes back."""
    title, subtitle, keys, notes, credit = _blocks(chart, width)
    height = _height(chart, width)
    page.set_xlim(0, width)
    page.set_ylim(height, 0)
    page.axis("off")
    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.1
    y = write_legend(page, keys, MARGIN, y) + 0.12
    for part in chart.parts:
        part.draw(page, y)
        y += part.height
    if not chart.parts:
        put(page, width / 2, y + EMPTY / 2, chart.empty, _NOTHING, gid="no-data")
        y += EMPTY
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note") + 0.06
    write(page, credit, MARGIN, y + 0.1, gid="credit")
    return height
