"""Who stands on the graph of relays, and in which order; what is folded or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matplotlib.path import Path

from .palette import GREY, SourceStyle, source_style

if TYPE_CHECKING:
    import networkx

ARTICLE = "article"
NOBODY = "nobody"
MORE = "more"  # the node of all direct tellers that would not be read one by one
MANY = 30  # direct tellers, and relayed chains, that are drawn


def _dots() -> Path:
    """Three dots in a row, as squares: and so on."""
    corners = [(-0.22, -0.22), (0.22, -0.22), (0.22, 0.22), (-0.22, 0.22), (-0.22, -0.22)]
    places = [(x + dx, y) for dx in (-0.75, 0, 0.75) for x, y in corners]
    return Path(places, [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * 3)


MORE_STYLE = SourceStyle(GREY, _dots(), 1.5)


@dataclass(frozen=True, slots=True)
class Cast:
    """The nodes that are drawn, from the top; false where there is nobody.

    ``chains`` holds each relay with the tellers that stand beside it, ``direct`` the others.
    ``edges`` are those between them, ``folded`` the sources behind the node "more".
    """

    graph: networkx.DiGraph
    chains: dict[str, list[str]] = field(default_factory=dict)
    direct: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    edges: dict[tuple[str, str], int] = field(default_factory=dict)
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.edges)

    def data(self, node: str) -> dict:
        """Name, type, naming and claims of a node, of the folded ones together, too."""
        if node != MORE:
            return self.graph.nodes[node]
        return {
            "name": f"{len(self.folded)} more sources",
            "source_type": MORE,
            "naming": "organisation",
            "n_claims": sum(self.graph.nodes[n]["n_claims"] for n in self.folded),
        }

    def style(self, node: str) -> SourceStyle:
        """Colour and marker of a node."""
        return MORE_STYLE if node == MORE else source_style(self.data(node)["source_type"])

    def types(self) -> list[str]:
        """The source types that are drawn, from the top."""
        return [data["source_type"] for node, data in self.sources() if node != MORE]

    def sources(self) -> Iterator[tuple[str, dict]]:
        """Every drawn node but the article, with its data, from the top."""
        for relay, tellers in self.chains.items():
            yield from ((teller, self.data(teller)) for teller in tellers)
            yield relay, self.data(relay)
        yield from ((node, self.data(node)) for node in self.direct)


def cast_of(graph: networkx.DiGraph, chosen: str = "") -> Cast:
    """Who is drawn: chains and direct tellers with most claims, and the one ``chosen``."""
    links = [edge for edge in graph.edges if edge[1] != ARTICLE]
    ranked = sorted(links, key=lambda e: (chosen not in e, -graph.edges[e]["n_claims"]))[:MANY]
    kept = [edge for edge in links if edge in set(ranked)]
    chained = dict.fromkeys(node for edge in links for node in edge)
    chains: dict[str, list[str]] = {}
    placed: set[str] = set()
    for teller, relay in kept:
        tellers = chains.setdefault(relay, [])
        if graph.nodes[teller]["layer"] == 0 and teller not in placed:
            tellers.append(teller)
            placed.add(teller)
    for teller, _ in kept:  # a relay whose own words go through a relay that is left out
        if graph.nodes[teller]["layer"] == 1:
            chains.setdefault(teller, [])
    direct = sorted(
        (node for node in graph if node != ARTICLE and node not in chained),
        key=lambda node: (
            node == NOBODY,
            -graph.nodes[node]["n_claims"],
            graph.nodes[node]["name"].casefold(),
        ),
    )
    direct, folded = _folded(direct, chosen)
    drawn = {*placed, *chains, *direct, ARTICLE}
    edges = {e: n for *e, n in graph.edges(data="n_claims") for e in [tuple(e)]}
    edges = {e: n for e, n in edges.items() if e[0] in drawn and (e[1] == ARTICLE or e in kept)}
    if folded:
        edges[MORE, ARTICLE] = sum(graph.edges[node, ARTICLE]["n_claims"] for node in folded)
    return Cast(graph, chains, direct, folded, edges, len(links) - len(kept))


def _folded(direct: list[str], chosen: str) -> tuple[list[str], list[str]]:
    """Direct tellers to draw one by one, with "more" before nobody, and those behind "more"."""
    if len(direct) <= MANY:
        return direct, []
    nobody = [node for node in direct if node == NOBODY]
    others = [node for node in direct if node != NOBODY]
    keep = MANY - 1 - len(nobody)
    late = [node for node in others[keep:] if node == chosen]
    shown = [*others[: keep - len(late)], *late]
    return [*shown, MORE, *nobody], [node for node in others if node not in shown]
