"""What stands on a chart's page, an Axes measured in inches: lines of text, keys, panels.

Every text is measured with the charts' own font and wrapped into its column before it is put.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox, TransformedBbox

from .kept_text import KeptText
from .lettering import NOTE, TextLines, Type, text_width
from .palette import FONT, PAPER, RULE, SourceStyle
from .wording import drawable


def add_panel(page: Axes, name: str, left: float, top: float, width: float, height: float) -> Axes:
    """A framed part of the page, its y axis in the page's inches; ``name`` is its label."""
    page_width, page_height = page.get_xlim()[1], page.get_ylim()[0]
    at = (
        left / page_width,
        1 - (top + height) / page_height,
        width / page_width,
        height / page_height,
    )
    spare: list[Axes] = getattr(page, "spare", [])
    if spare:
        panel = spare.pop()
        page.add_child_axes(panel)
        panel.set_axes_locator(
            lambda *_: TransformedBbox(Bbox.from_bounds(*at), page.transAxes).transformed(
                page.figure.transSubfigure.inverted()
            )
        )
    else:
        panel = page.inset_axes(at)
    panel.set_label(name)
    panel.set_ylim(top + height, top)
    return panel


def empty(axes: Axes) -> None:
    """Take the artists off: another Axes would take as long to make as this one to draw on."""
    for artist in (*axes.texts, *axes.lines, *axes.patches, *axes.artists, *axes.collections):
        artist.remove()


def put(page: Axes, x: float, y: float, text: str, type_: Type, gid: str | None = None) -> Text:
    """One line of text, its middle at ``y``."""
    # Inches to points; half a capital's height. On a panel y is measured in inches as well.
    return put_line(page, x, y + CAPITAL / 2 * type_.size / 72, text, type_, gid)


def put_line(
    page: Axes, x: float, y: float, text: str, type_: Type, gid: str | None = None
) -> Text:
    """One line of text, its baseline at ``y``."""
    ground = {"facecolor": type_.behind, "edgecolor": "none", "pad": 0.8} if type_.behind else None
    made = (Text if ground else KeptText)(
        x, y, text, family=FONT, size=type_.size, weight=type_.weight, style=type_.style,
        color=type_.colour, ha=type_.align, va="baseline", bbox=ground,
        parse_math=False,  # "$6.5 and $7" is money, not mathematics
        zorder=6 if ground else type_.above, clip_on=False, transform=page.transData, gid=gid,
    )  # fmt: skip
    page.add_artist(made)
    return made


def write(page: Axes, block: TextLines, x: float, y: float, gid: str | None = None) -> float:
    """Write a block with its top at ``y``; the y below it comes back."""
    for line in block.lines:
        y += block.type.line
        put_line(page, x, y - 0.3 * block.type.line, line, block.type, gid)
    return y


def rule(page: Axes, left: float, right: float, y: float, colour: str = RULE) -> None:
    """A thin line from left to right."""
    page.plot([left, right], [y, y], color=colour, linewidth=0.6, zorder=0.6)


def box(page: Axes, corner: tuple[float, float], size: tuple[float, float], **look: Any) -> None:
    """A rectangle from its upper left corner, without a line unless ``look`` gives it one."""
    page.add_artist(Rectangle(corner, *size, **{"edgecolor": "none", **look}))


def dot(
    axes: Axes,
    x: float,
    y: float,
    style: SourceStyle,
    size: float,
    *,
    hollow: bool = False,
    **look: Any,
) -> None:
    """A marker of this style, ``size`` points across; ``hollow`` ones are as paper inside."""
    axes.plot(
        [x], [y], linestyle="none", marker=style.marker, color=style.colour,
        markersize=size * style.scale,
        **{"markerfacecolor": PAPER if hollow else style.colour, **look},
    )  # fmt: skip


def ring(axes: Axes, x: float, y: float, style: SourceStyle, size: float, **look: Any) -> None:
    """A marker of which only the outline is drawn."""
    dot(axes, x, y, style, size, markerfacecolor="none", **look)


def arrow(
    axes: Axes,
    x: float,
    y: float,
    away: tuple[float, float],
    colour: str,
    *,
    heavy: bool = False,
    **look: Any,
) -> Annotation:
    """An arrow that opens a bound: from ``(x, y)`` to a place so many points ``away``."""
    long, wide, line = (0.5, 0.28, 1.8) if heavy else (0.3, 0.16, 1.1)
    head = {"arrowstyle": f"<|-,head_length={long},head_width={wide}", "color": colour,
            "linewidth": line, "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    return axes.annotate(
        "", xy=(x, y), xytext=away, textcoords="offset points", annotation_clip=False,
        arrowprops=head, **look,
    )  # fmt: skip


def fit(page: Axes, height: float, *, width: float) -> None:
    """Shrink type, markers and lines of a page that was drawn on a smaller Axes."""
    page.set_aspect("equal", anchor="NW")  # else a tall Axes would pull the lines apart
    page.apply_aspect()
    figure = page.figure.figure
    box = page.get_window_extent().transformed(figure.dpi_scale_trans.inverted())
    factor = min(box.width / width, box.height / height)
    if factor > 0.98:
        return
    for text in page.findobj(Text):
        text.set_fontsize(float(text.get_fontsize()) * factor)
    for line in page.findobj(Line2D):
        line.set_markersize(line.get_markersize() * factor)
        line.set_markeredgewidth(line.get_markeredgewidth() * factor)
        line.set_linewidth(line.get_linewidth() * factor)
    for dots in page.findobj(PathCollection):
        dots.set_sizes(dots.get_sizes() * factor**2)
    for arrow in page.findobj(FancyArrowPatch):
        arrow.set_mutation_scale(arrow.get_mutation_scale() * factor)
        arrow.set_linewidth(arrow.get_linewidth() * factor)
    for note in page.findobj(Annotation):
        x, y = note.xyann
        note.xyann = (x * factor, y * factor)


CAPITAL = 0.73  # height of a capital letter in the charts' font, of its size


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: what is drawn, at ``(page, x, y)`` in inches, and its words."""

    draw: Callable[[Axes, float, float], object]
    label: str
    room: float = 0.22


def flow(keys: Iterable[Key], width: float, type_: Type = NOTE) -> list[list[Key]]:
    """Legend entries broken into rows no wider than ``width`` inches."""
    rows: list[list[Key]] = [[]]
    used = 0.0
    for key in keys:
        need = key.room + text_width(drawable(key.label), type_) + 0.28
        if rows[-1] and used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(key)
        used += need
    return rows if rows[0] else []


def legend_height(rows: list[list[Key]], type_: Type = NOTE) -> float:
    """Height in inches of a legend laid out by :func:`flow`."""
    return len(rows) * type_.line * 1.25


def write_legend(
    page: Axes, rows: list[list[Key]], x: float, y: float, type_: Type = NOTE
) -> float:
    """Draw a legend laid out by :func:`flow`; the y below it comes back."""
    step = type_.line * 1.25
    for row in rows:
        at = x
        for key in row:
            label = drawable(key.label)
            key.draw(page, at + key.room / 2, y + step / 2)
            put(page, at + key.room + 0.05, y + step / 2, label, type_)
            at += key.room + text_width(label, type_) + 0.28
        y += step
    return y
