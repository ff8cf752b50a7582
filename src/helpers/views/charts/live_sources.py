"""Charts of sources to point at: who speaks on what, and who relays whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .live_chart import Spot, live_svg
from .palette import NO_SOURCE
from .relay_cast import NOBODY
from .relay_chart import plot_relays, relay_graph, relays_alt
from .topics import plot_topics, source_topics, topics_alt
from .wording import how_many, said

if TYPE_CHECKING:
    from ...tables import Tables


def cell_key(source: str, topic: str) -> str:
    """The key of what one source (or nobody) says on one topic; it holds no space."""
    return f"cell:{source}:{topic.replace(' ', '_')}"


def topic_key(topic: str) -> str:
    """The key of everything that is said on one topic."""
    return f"topic:{topic.replace(' ', '_')}"


def live_topics(tables: Tables, *, width: float) -> tuple[str, str]:
    """The matrix of sources and topics as an SVG to point at, and the same in words."""
    alt = topics_alt(tables)
    return live_svg(plot_topics(tables, width=width), _cells(tables), label=alt), alt


def live_relays(tables: Tables, *, width: float) -> tuple[str, str]:
    """The graph of who relays whom as an SVG to point at, and the same in words."""
    alt = relays_alt(tables)
    return live_svg(plot_relays(tables, width=width), _nodes(tables), label=alt), alt


def _cells(tables: Tables) -> Iterator[Spot]:
    for row in source_topics(tables).to_dict("records"):
        source = said(row["source_id"])
        drawn, key = source or NO_SOURCE, source or NOBODY
        topic, place = row["topic"], row["topic"].replace(" ", "_")
        cell = cell_key(key, topic)
        n = int(row["n_claims"])
        told = f"{row['name']}, {topic}: {how_many(n, 'claim')}"
        yield Spot(f"row:{drawn}", (key,), key, str(row["name"]), part="ground")
        yield Spot(f"source:{drawn}", (key,), part="words")
        yield Spot(f"cell:{drawn}:{place}", (cell, key, topic_key(topic)), cell, told, fixed=True)
        yield Spot(f"count:{drawn}:{place}", fixed=True)


def _nodes(tables: Tables) -> Iterator[Spot]:
    graph = relay_graph(tables)
    for node, known in graph.nodes(data=True):
        if known["layer"] == 2:
            continue
        yield Spot(f"row:{node}", (node,), node, str(known["name"]), part="ground")
        yield Spot(f"node:{node}", (node,))
        yield Spot(f"source:{node}", (node,), part="words")
    for teller, relay in graph.edges:
        yield Spot(f"edge:{teller}:{relay}", (teller, relay))
