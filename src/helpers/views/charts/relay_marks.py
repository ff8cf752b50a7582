"""The graph of relays drawn: edges and nodes by networkx, at places computed before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path

from .lettering import MARGIN, STRONG, Type, wrapped
from .page import put, rule, write
from .palette import BAND, GREY, INK, PAPER
from .relay_cast import ARTICLE, Cast
from .relay_places import Places, RelaySpot, Wire
from .shades import mixed, pale_fill, pale_text
from .tags import ICON, put_handle, write_name
from .wording import plain_number

LABEL = Type(size=8.4, colour=GREY)
COUNT = Type(size=8.4, weight="bold", align="center", behind=PAPER)
LIGHTER = 0.3  # part of paper in an edge, so that it stands behind the marker it leaves
Point = tuple[float, float]
SHARP = "-|>,head_length=0.42,head_width=0.2"


def draw_graph(page: Axes, cast: Cast, places: Places, y: float, chosen: str) -> None:
    """Draw the graph with its top at ``y``; all but ``chosen`` and its edges stand back."""
    known = chosen in places.spots or chosen == ARTICLE
    for x, at, text in places.heads:
        write(page, wrapped(text, LABEL, 3), x, y + at)
    if places.rule is not None:
        at = y + places.rule  # it ends where the edges above it begin to bend
        right = max(wire.bend for wire in places.wires.values())
        rule(page, MARGIN, right, at)
    _draw_edges(page, cast, places, y, chosen if known else "")
    _draw_nodes(page, cast, places, y, chosen if known else "")
    _draw_article(page, cast, places, y, known and chosen != ARTICLE)
    if chosen in places.spots:
        _frame(page, places.spots[chosen], y)


def _draw_edges(page: Axes, cast: Cast, places: Places, y: float, chosen: str) -> None:
    """Each edge between two ports of its own: the end of a name, and the place it leads to."""
    import networkx as nx

    ports = nx.DiGraph()
    at: dict[tuple[str, str, str], tuple[float, float]] = {}
    for (u, v), wire in places.wires.items():
        ports.add_edge((u, v, "from"), (u, v, "to"))
        at[u, v, "from"] = (wire.start[0], y + wire.start[1])
        at[u, v, "to"] = (wire.end[0], y + wire.end[1])
    edges = list(places.wires)
    pale = [bool(chosen) and chosen not in edge for edge in edges]
    counts = [cast.edges[edge] for edge in edges]
    widths = [min(6.0, 1.1 + 0.75 * (n - 1) ** 0.6) for n in counts]
    colours = [_edge_colour(cast, edge[0], p) for edge, p in zip(edges, pale, strict=True)]
    arrows = nx.draw_networkx_edges(
        ports,
        at,
        edgelist=[((*edge, "from"), (*edge, "to")) for edge in edges],
        ax=page,
        arrowstyle=SHARP,
        arrowsize=[9 + 1.2 * width for width in widths],
        width=widths,
        edge_color=colours,
        node_size=0,
        hide_ticks=False,
    )
    for edge, arrow, n, back in zip(edges, arrows, counts, pale, strict=True):
        wire = places.wires[edge]
        arrow.set_gid(f"edge:{edge[0]}:{edge[1]}")
        arrow.set_connectionstyle(_way(page, wire, y))
        arrow.set_joinstyle("miter")
        arrow.set_zorder(1 if back else 1.5)
        if n > 1:
            _write_count(page, wire, n, y, back)


def _edge_colour(cast: Cast, node: str, pale: bool) -> str:
    colour = cast.style(node).colour
    return pale_fill(mixed(colour, PAPER, LIGHTER), pale)


def _way(page: Axes, wire: Wire, y: float) -> Callable[..., Path]:
    """The wire's course as a connection style: a function from two points to a path."""

    def pixels(x: float, at: float) -> Point:
        across, up = page.transData.transform((x, at))
        return across, up

    def connect(start: Point, end: Point, **_: object) -> Path:
        bend, _y = pixels(wire.bend, 0)
        start, end = (start[0], start[1]), (end[0], end[1])
        if wire.inner:
            course = [start, (bend, start[1]), (bend, end[1]), end]
            return Path(course, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        course, codes = [start, (bend, start[1])], [Path.MOVETO, Path.LINETO]
        stops = [end]
        if wire.lane:
            left, right, at = wire.lane
            stops = [pixels(left, y + at), pixels(right, y + at), end]
        for i, stop in enumerate(stops):
            if wire.lane and i == 1:
                course.append(stop)
                codes.append(Path.LINETO)
                continue
            x, level = course[-1]
            half = (x + stop[0]) / 2
            course += [(half, level), (half, stop[1]), stop]
            codes += [Path.CURVE4] * 3
        return Path(course, codes)

    return connect


def _write_count(page: Axes, wire: Wire, n: int, y: float, pale: bool) -> None:
    kind = replace(COUNT, colour=pale_text(INK, pale))
    x, at = wire.bend - 0.16, wire.start[1]
    if wire.inner:
        x = 0.25 * wire.start[0] + 0.75 * wire.bend
        # A little nearer to where it starts, so that two ways between two relays keep apart.
        at = (wire.start[1] + wire.end[1]) / 2 + (0.1 if wire.start[1] > wire.end[1] else -0.1)
    put(page, x, y + at, plain_number(n), kind)


def _draw_nodes(page: Axes, cast: Cast, places: Places, y: float, chosen: str) -> None:
    import networkx as nx

    for node, spot in places.spots.items():
        pale = bool(chosen) and node != chosen
        style = cast.style(node)
        marker = nx.draw_networkx_nodes(
            nx.path_graph([node]),
            {node: (spot.x, y + spot.y)},
            ax=page,
            node_size=(spot.size * style.scale) ** 2,
            node_color=pale_fill(style.colour, pale),
            node_shape=style.marker,
            linewidths=0.8,
            hide_ticks=False,
        )
        marker.set_zorder(3)
        marker.set_gid(f"node:{node}")
        left, width = spot.x - 0.12, spot.right - spot.x + 0.16
        top = y + spot.y - spot.height / 2
        put_handle(page, f"row:{node}", left, top, width, spot.height)
        write_name(page, spot.name, spot.x + ICON - 0.08, y + spot.y, f"source:{node}", pale)


def _draw_article(page: Axes, cast: Cast, places: Places, y: float, pale: bool) -> None:
    left, top, width, height = places.article
    _rounded(page, (left, y + top), (width, height), 0.06, facecolor=BAND, zorder=2, linewidth=1.4,
             edgecolor=pale_fill(GREY, pale), gid=f"node:{ARTICLE}")  # fmt: skip
    total = plain_number(cast.graph.nodes[ARTICLE]["n_claims"])
    name = wrapped("this article", replace(STRONG, align="center"), width - 0.1)
    told = f"{total} claim{'' if total == '1' else 's'}"
    count = wrapped(told, replace(LABEL, align="center"), width - 0.06)
    x, middle = left + width / 2, y + top + height / 2
    write_name(page, name, x, middle - count.height / 2, f"source:{ARTICLE}", pale)
    write(page, count, x, middle + 0.45 * name.height)


def _frame(page: Axes, spot: RelaySpot, y: float) -> None:
    corner = (spot.x - 0.13, y + spot.y - spot.height / 2 + 0.02)
    _rounded(page, corner, (spot.right - spot.x + 0.18, spot.height - 0.04), 0.05, zorder=5,
             facecolor="none", edgecolor=INK, linewidth=1.5, gid="chosen")  # fmt: skip


def _rounded(
    page: Axes, corner: tuple[float, float], size: tuple[float, float], radius: float, **look: Any
) -> None:
    style = f"round,pad=0,rounding_size={radius}"
    page.add_patch(FancyBboxPatch(corner, *size, boxstyle=style, **look))
