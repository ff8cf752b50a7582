"""Where nodes, names and edges of the graph of relays stand on the page, in inches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .lettering import BODY, MARGIN, TextLines, Type, text_width, wrapped
from .relay_cast import ARTICLE, MORE, Cast
from .tags import ICON, name_type
from .wording import drawable

LONGEST_NAME = 2.5
ROW = 0.31  # height of a row with a name of one line
PORT = 0.17  # between edges that leave one node
LANE = 0.24  # a free row beside a relay, for words of its teller that it did not relay
HOP = 0.62  # from a teller's name to a relay, where the edge bends
FAN = 0.95  # from the last names to the article
HEAD = 0.26  # a line of headings
APART = 0.3  # between the chains and the direct tellers
MARK = 6.5  # points: the marker of one claim
SMALL = 8.8  # points: names on a narrow page
BEND = 0.36  # an edge is straight so far past its column of names: its number stands there
WIDEST_FAN = 3.4
ARTICLE_WIDTH = 1.0


@dataclass(frozen=True, slots=True)
class RelaySpot:
    """A node: the middle of its marker, how large it is in points, its name in lines."""

    x: float
    y: float
    size: float
    name: TextLines

    @property
    def right(self) -> float:
        """Where the name ends."""
        widths = [text_width(line, self.name.type) for line in self.name.lines]
        return self.x + ICON - 0.08 + max(widths, default=0.0)

    @property
    def height(self) -> float:
        """Height of the row."""
        return row_height(self.name)


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge from ``start`` to ``end``, straight as far as ``bend``.

    With a ``lane`` (left, right, y) it passes a column of names there; an ``inner`` edge
    between two relays bends out to the left of their column instead, as far as ``bend``.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    bend: float
    lane: tuple[float, float, float] | None = None
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """All places, with y from the top of the graph."""

    spots: dict[str, RelaySpot]
    wires: dict[tuple[str, str], Wire]
    heads: list[tuple[float, float, str]]
    article: tuple[float, float, float, float]  # left, top, width, height
    rule: float | None
    height: float


def row_height(name: TextLines, edges: int = 1) -> float:
    """Height of the row of a node with so many edges to its right."""
    return max(ROW, 0.9 * name.height + 0.1, PORT * edges + 0.1)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left ends of the columns of markers, room for the names in them, the article's box."""

    left: float
    left_names: float
    middle: float
    middle_names: float
    article: float
    article_width: float


def places_for(cast: Cast, room: float) -> Places:
    """The graph laid out in ``room`` inches beside the margins; it is as tall as it has to be."""
    size = BODY.size if room > 6 else SMALL
    kinds = {node: name_type(data["naming"], size=size) for node, data in cast.sources()}
    columns = _columns(cast, kinds, room)
    left = {teller for tellers in cast.chains.values() for teller in tellers}
    names = {
        node: wrapped(
            cast.data(node)["name"],
            kind,
            columns.left_names if node in left else columns.middle_names,
        )
        for node, kind in kinds.items()
    }
    spots: dict[str, RelaySpot] = {}
    lanes: dict[str, float] = {}
    heads: list[tuple[float, float, str]] = []
    y, rule = 0.0, None
    if cast.chains:
        if left:
            heads.append((columns.left + ICON, y, "who said it"))
        heads.append((columns.middle + ICON, y, "who relayed it"))
        y = _place_chains(cast, columns, names, y + HEAD, spots, lanes)
    if cast.direct:
        if cast.chains:
            rule = y + APART / 2
            y += APART
        heads.append((columns.middle + ICON, y, "who told it directly"))
        y += HEAD
        for node in cast.direct:
            height = row_height(names[node])
            spots[node] = _spot(cast, node, columns.middle, y + height / 2, names[node])
            y += height
    height = max(y, 0.9)
    article = _article(columns, height)
    return Places(
        spots, _wires(cast, columns, spots, lanes, article, height), heads, article, rule, height
    )


def _columns(cast: Cast, kinds: dict[str, Type], room: float) -> _Columns:
    left = [teller for tellers in cast.chains.values() for teller in tellers]
    middle = [*cast.chains, *cast.direct]
    inner = any(a in cast.chains and b in cast.chains for a, b in cast.edges)
    article = ARTICLE_WIDTH if room > 6 else 0.7 * ARTICLE_WIDTH
    hop = HOP if left or inner else 0.0
    free = room - article - FAN - ICON - hop - (ICON if left else 0.0)
    wanted = [_longest(cast, nodes, kinds) for nodes in (left, middle)]
    left_names = min(wanted[0], max(0.47 * free, free - wanted[1]))
    middle_names = min(wanted[1], free - left_names)
    spare = free - left_names - middle_names
    if hop:
        hop += min(0.4, 0.3 * spare)
    start = MARGIN + (ICON + left_names if left else 0.0) + hop
    widest = start + ICON + middle_names + WIDEST_FAN
    return _Columns(
        MARGIN,
        left_names,
        start,
        middle_names,
        min(MARGIN + room - article, widest),
        article,
    )


def _longest(cast: Cast, nodes: Iterable[str], kinds: dict[str, Type]) -> float:
    """Width in inches of the longest name, as far as it may stand on one line."""
    widths = [text_width(drawable(cast.data(n)["name"])[:60], kinds[n]) for n in nodes]
    return min(LONGEST_NAME, 1.02 * max(widths, default=0.0))


def _place_chains(
    cast: Cast,
    columns: _Columns,
    names: dict[str, TextLines],
    y: float,
    spots: dict[str, RelaySpot],
    lanes: dict[str, float],
) -> float:
    """Tellers beside their relay, group by group; the y below them comes back."""
    for relay, tellers in cast.chains.items():
        rows = {t: row_height(names[t], len(_right_edges(cast, t))) for t in tellers}
        through = [t for t in tellers if (t, ARTICLE) in cast.edges]
        own = row_height(names[relay])
        middle = own + LANE * len(through)
        height = max(sum(rows.values()), middle)
        at = y + (height - sum(rows.values())) / 2
        for teller, row in rows.items():
            spots[teller] = _spot(cast, teller, columns.left, at + row / 2, names[teller])
            at += row
        at = y + (height - middle) / 2
        spots[relay] = _spot(cast, relay, columns.middle, at + own / 2, names[relay])
        for i, teller in enumerate(through):
            lanes[teller] = at + own + (i + 0.5) * LANE
        y += height + 0.1
    return y


def _spot(cast: Cast, node: str, left: float, y: float, name: TextLines) -> RelaySpot:
    n = 1 if node == MORE else cast.data(node)["n_claims"]
    return RelaySpot(left + 0.08, y, MARK * min(1.8, 1 + 0.2 * ((n**0.5) - 1)), name)


def _article(columns: _Columns, height: float) -> tuple[float, float, float, float]:
    """The article's box, in the middle: the taller, the less room the edges have to bend."""
    run = columns.article - columns.middle - ICON - columns.middle_names - BEND
    tall = max(0.8, height - 2 * min(0.22 * height, 0.55 * run))
    return columns.article, (height - tall) / 2, columns.article_width, tall


def _right_edges(cast: Cast, node: str) -> list[tuple[str, str]]:
    """Edges that leave at the end of the name: to relays from the top, then to the article."""
    inner = node in cast.chains
    found = [e for e in cast.edges if e[0] == node and (e[1] == ARTICLE or not inner)]
    order = [*cast.chains, ARTICLE]
    return sorted(found, key=lambda edge: order.index(edge[1]))


def _wires(
    cast: Cast,
    columns: _Columns,
    spots: dict[str, RelaySpot],
    lanes: dict[str, float],
    article: tuple[float, float, float, float],
    height: float,
) -> dict[tuple[str, str], Wire]:
    wires: dict[tuple[str, str], Wire] = {}
    left, top, _, tall = article
    scale = (tall - 0.2) / height  # edges reach the article in the order of their rows
    inners = 0
    middle_right = columns.middle + ICON + columns.middle_names
    for u, spot in spots.items():
        leaving = _right_edges(cast, u)
        in_left = spot.x < columns.middle and u not in cast.chains and u not in cast.direct
        bend = BEND + (columns.left + ICON + columns.left_names if in_left else middle_right)
        for i, edge in enumerate(leaving):
            start = (spot.right + 0.06, spot.y + (i - (len(leaving) - 1) / 2) * PORT)
            lane = None
            if edge[1] == ARTICLE:
                end = (left - 0.03, top + 0.1 + scale * lanes.get(u, spot.y))
                if u in lanes:
                    lane = (columns.middle - 0.1, middle_right + BEND, lanes[u])
            else:
                end = (_beside(cast, edge[1], spots), spots[edge[1]].y)
            wires[edge] = Wire(start, end, bend, lane)
        for edge in cast.edges:
            if edge[0] == u and edge not in leaving:
                out = 0.2 + 0.1 * (inners % 3)
                inners += 1
                start, end = ((_beside(cast, node, spots), spots[node].y) for node in edge)
                wires[edge] = Wire(start, end, columns.middle - out, inner=True)
    return wires


def _beside(cast: Cast, node: str, spots: dict[str, RelaySpot]) -> float:
    """A place just left of a node's marker."""
    radius = spots[node].size * cast.style(node).scale / 144
    return spots[node].x - max(radius + 0.04, 0.15)
