"""Who relays whom, as a graph: tellers, those who pass their words on, and this article."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from .chain import source_chain
from .frame import Chart, Drawing, draw_chart
from .lettering import MARGIN, WIDTH
from .palette import NO_SOURCE
from .relay_cast import ARTICLE, MANY, NOBODY, Cast, cast_of
from .relay_marks import draw_graph
from .relay_places import places_for
from .tags import source_keys
from .wording import credit_line, how_many, said

if TYPE_CHECKING:
    import networkx

    from ...tables import Tables

LEAST = 5.4  # inches


def relay_graph(tables: Tables) -> networkx.DiGraph:
    """Sources as nodes, claims on their way to the article as edges with ``n_claims``.

    Made from :func:`source_chain`, in its order: teller → relay → "article", or teller →
    "article"; "nobody" stands where nobody is named. A node has ``name``, ``source_type``,
    ``naming``, ``n_claims`` (made or passed on) and ``layer``: 0 for a teller whose words come
    through a relay, 1 for a relay or a direct teller, 2 for the article. Who relays and is
    relayed is in layer 1, so there may be cycles there; who relays its own words tells them
    directly. An article without attributed claims is a graph without nodes.
    """
    import networkx as nx

    nodes: dict[str, dict] = {}
    edges: dict[tuple[str, str], int] = {}
    links = source_chain(tables).to_dict("records")
    relays = {said(link["relay_id"]) for link in links if _relayed(link)}
    for link in links:
        n = int(link["n_claims"])
        steps = [("teller", said(link["teller_id"]) or NOBODY)]
        if _relayed(link):
            steps.append(("relay", said(link["relay_id"])))
        for part, node in steps:
            known = {
                "name": link[part],
                "source_type": link[f"{part}_type"],
                "naming": link[f"{part}_naming"],
                "n_claims": 0,
                "layer": 1,
            }
            nodes.setdefault(node, known)["n_claims"] += n
            if part == "teller" and len(steps) > 1 and node not in relays:
                nodes[node]["layer"] = 0
        way = [*(node for _, node in steps), ARTICLE]
        for edge in pairwise(way):
            edges[edge] = edges.get(edge, 0) + n
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes.items())
    if nodes:
        total = sum(n for (_, to), n in edges.items() if to == ARTICLE)
        nobody = {"source_type": NO_SOURCE, "naming": NO_SOURCE}
        graph.add_node(ARTICLE, name="this article", **nobody, n_claims=total, layer=2)
    graph.add_edges_from((*edge, {"n_claims": n}) for edge, n in edges.items())
    return graph


def plot_relays(
    tables: Tables, ax: Axes | None = None, *, chosen: str | None = None, width: float = WIDTH
) -> Axes:
    """Draw who relays whom, from the first teller at the left to the article at the right.

    Relayed words stand above those told directly. The node ``chosen`` (a source_id, "nobody"
    or "article") and its edges stay strong, the others stand back. ``width`` of the page in
    inches, from 5.4.
    """
    graph = relay_graph(tables)
    chosen = NOBODY if chosen == NO_SOURCE else said(chosen)
    cast = cast_of(graph, chosen)

    def described(width: float) -> Chart:
        places = places_for(cast, width - 2 * MARGIN)
        drawing = Drawing(
            places.height + 0.12, lambda page, y: draw_graph(page, cast, places, y, chosen)
        )
        return Chart(
            "How claims reach this article",
            [drawing] if cast else [],
            relays_alt(tables),
            _subtitle(graph),
            source_keys(cast.types()),
            _notes(cast),
            credit_line(tables),
            "Nothing to draw: nothing here is attributed to anybody.",
        )

    return draw_chart(described, ax, width=width, least=LEAST)


def relays_alt(tables: Tables) -> str:
    """The graph in words, from the same table."""
    links = source_chain(tables).to_dict("records")
    if not links:
        return f"Graph without nodes: no claims of anybody. {credit_line(tables)}"
    relayed = [
        f"{link['teller']} → {link['relay']} → this article "
        f"({how_many(int(link['n_claims']), 'claim')})"
        for link in links
        if _relayed(link)
    ]
    direct = [f"{link['teller']} {link['n_claims']}" for link in links if not _relayed(link)]
    parts = [
        f"Graph of who relays whom: {_listed(relayed)}."
        if relayed
        else "Graph of who relays whom: no relay is named."
    ]
    if direct:
        parts.append(f"Told to this article directly, claims by source: {_listed(direct)}.")
    return " ".join([*parts, credit_line(tables)])


def _relayed(link: dict) -> bool:
    """Whether somebody else passed the words on."""
    relay = said(link["relay_id"])
    return bool(relay) and relay != said(link["teller_id"])


def _listed(told: list[str]) -> str:
    more = [f"and {len(told) - MANY} more"] if len(told) > MANY else []
    return "; ".join([*told[:MANY], *more])


def _subtitle(graph: networkx.DiGraph) -> str:
    if not graph:
        return "No claim is attributed to anybody."
    total = graph.nodes[ARTICLE]["n_claims"]
    passed = sum(n for _, to, n in graph.edges(data="n_claims") if to != ARTICLE)
    speakers = len([node for node in graph if node not in (ARTICLE, NOBODY)])
    told = f"{passed} of them relayed by another source" if passed else "none of them relayed"
    return f"{how_many(total, 'claim')}, {told}; {how_many(speakers, 'source')}."


def _notes(cast: Cast) -> list[str]:
    if not cast:
        return []
    notes = ["A wider line carries more claims; a line without a number is one claim."]
    left_out = []
    if cast.folded:
        n = sum(cast.graph.nodes[node]["n_claims"] for node in cast.folded)
        left_out.append(
            f"{len(cast.folded)} sources with {how_many(n, 'claim')} stand together as one"
        )
    if cast.left_out:
        left_out.append(
            f"{cast.left_out} more chain{' is' if cast.left_out == 1 else 's are'} left out"
        )
    if left_out:
        notes.append(
            f"To keep the chart readable: {'; '.join(left_out)}; the table holds them all."
        )
    return notes
