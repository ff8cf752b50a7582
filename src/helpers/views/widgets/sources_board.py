"""The sources explorer: who says what, on which topic, in whose words, and through whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ...escaping import isolated
from ..charts.live_sources import cell_key, live_relays, live_topics, topic_key
from ..charts.relay_cast import NOBODY
from ..charts.topics import NO_TOPIC
from ..charts.wording import how_many
from ..highlight import live_html
from .board import CONTROL_ROW, Board, Control
from .claim_table import claim_rows, claims_html
from .links import links_of
from .number_table import number_rows
from .panes import Panes
from .source_list import source_options
from .switch import Switch
from .telling import Teller

if TYPE_CHECKING:
    from ...tables import Tables

CHART_WIDTH = 5.6  # inches: half of a notebook
PICTURES = ("topics", "relays")

_LABELS = {
    "words": "Who is picked, in words",
    "text": "The article. Arrow keys go from number to number, Enter picks its claim",
    "chart": "Chart of the sources. Arrow keys go from one to the next, Enter picks one",
    "table": "What was said, claim by claim. Arrow keys go from row to row, Enter picks one",
}
_HINT = (
    "<p>Pick a source: in the chart, in the list, or anything that it says in the text. "
    "A square of the matrix picks what it says on one topic; Escape clears the selection.</p>"
)


@dataclass(frozen=True, slots=True)
class SourcesSelection:
    """The state of the explorer; an empty word restricts nothing.

    ``source`` is a source_id, or "nobody" for claims that name nobody; ``topic`` a topic, or
    "no topic"; ``claim`` the claim that is looked at; ``picture`` topics or relays.
    """

    source: str = ""
    topic: str = ""
    claim: str = ""
    picture: str = "topics"


def sources_explorer(
    tables: Tables, *, selection: SourcesSelection | None = None
) -> SourcesExplorer:
    """Who says what in these tables; ``explorer.selection`` is the state."""
    return SourcesExplorer(tables, selection=selection or SourcesSelection())


class SourcesExplorer(Board):
    """Lists of sources and topics over a chart, the text and the claims, all of which answer.

    The controls are ``source``, ``topic``, ``picture`` and ``clear``; ``panes`` shows the rest.
    """

    def __init__(self, tables: Tables, *, selection: SourcesSelection) -> None:
        super().__init__()
        self._tables = tables
        self._claims = claim_rows(tables)
        self._speakers = frozenset(tables.sources["source_id"])
        self._teller = Teller(tables, number_rows(tables))
        self._links = {**links_of(tables), **_groups(self._claims)}
        self._pictures: dict[str, str] = {}
        self.panes = Panes(
            labels=_LABELS,
            links={key: list(lit) for key, lit in self._links.items()},
            text=live_html(tables),
        )
        self.source = widgets.Dropdown(
            options=_source_options(tables, self._claims),
            description="Source:",
            style={"description_width": "initial"},
            layout={"width": "auto", "max_width": "26em"},
        )
        self.topic = widgets.Dropdown(
            options=_topic_options(self._claims),
            description="Topic:",
            style={"description_width": "initial"},
            layout={"width": "auto"},
        )
        self.picture = Switch(
            "Picture", [("topics", "who speaks on what"), ("relays", "who relays whom")]
        )
        self.clear = widgets.Button(description="Clear selection", tooltip="Nobody stays picked")
        self.clear.on_click(lambda _: self._answer(self._let_go))
        self.panes.observe(self._pointed_at, names="picked")
        row = widgets.HBox(
            [self.source, self.topic, self.clear, self.picture],
            layout=CONTROL_ROW,
        )
        self._start(
            selection,
            {
                "source": Control(self.source),
                "topic": Control(self.topic),
                "picture": Control(self.picture),
            },
            [row, self.panes, self.status],
        )

    def __repr__(self) -> str:
        return f"<SourcesExplorer: {len(self._tables.sources)} sources, {len(self._claims)} claims>"

    @property
    def shown(self) -> pd.DataFrame:
        """The claims that the state keeps, in the order of the text (rows of ``claim_rows``)."""
        return select_claims(self._claims, self.selection)

    def _with(self, name: str, value: str) -> SourcesSelection:
        # Another source or topic: the claim that was looked at need not be among its claims.
        claim = self.selection.claim if name == "picture" else ""
        return replace(self.selection, **{name: value, "claim": claim})

    def _let_go(self) -> None:
        self.choose(source="", topic="", claim="")

    def _pointed_at(self, change: dict) -> None:
        self._answer(lambda: self._follow_or_stay(list(change["new"])))

    def _follow_or_stay(self, picked: list[str]) -> None:
        try:
            self._follow(picked)
        except ValueError:
            self._pick_state()  # back to what holds
            raise

    def _follow(self, picked: list[str]) -> None:
        """The state that belongs to what was picked in the panes."""
        key = picked[-1] if picked else ""
        if key not in self._links and key:
            raise ValueError(f"nothing here has the id {key!r}")
        source = topic = claim = ""
        if key.startswith("cell:"):
            row = self._claims[self._claims["cell"] == key].iloc[0]
            source, topic = row["speaker"], row["topic"]
        elif key.startswith("topic:"):
            topic = self._claims.loc[self._claims["topic_key"] == key, "topic"].iloc[0]
        elif key in self._speakers or key == NOBODY:
            source = key
        elif key:
            rows = self._claims[self._claims["claim_id"].isin([key, *self._links[key]])]
            if rows.empty:  # nobody to follow
                self._say(picked)
                return
            source, claim = rows.iloc[0]["speaker"], rows.iloc[0]["claim_id"]
        self.choose(source=source, topic=topic, claim=claim)

    def _say(self, picked: list[str]) -> None:
        # Another event may have moved the pick since this one was sent: what is told is picked.
        self._pick(picked)
        self.panes.words = self._teller.told(tuple(picked))
        self.status.value = "The article’s own voice, or no reporting: it is nobody’s claim here."

    def _refuse(self, selection: SourcesSelection) -> None:
        known = {key for _, key in self.source.options}
        if selection.source not in known:
            raise ValueError(
                "no claim here names nobody"
                if selection.source == NOBODY
                else f"no source here has the id {selection.source!r}"
            )
        topics = set(self._claims["topic"])
        if selection.topic and selection.topic not in topics:
            raise ValueError(
                f"topic cannot be {selection.topic!r} here; it is one of "
                f"{', '.join(sorted(topics)) or 'none: nothing is attributed'}"
            )
        if selection.claim and selection.claim not in set(self._claims["claim_id"]):
            raise ValueError(f"no claim here has the id {selection.claim!r}")
        if selection.picture not in PICTURES:
            raise ValueError(f"picture cannot be {selection.picture!r}: {' or '.join(PICTURES)}")

    def _draw(self) -> None:
        state, shown = self.selection, self.shown
        told = self._words(state, shown)
        table = claims_html(shown, chosen=state.claim)
        picture = self._picture(state.picture)
        self.panes.words = told
        self.panes.table = table
        self.panes.chart = picture
        self._pick_state()
        self.status.value = f"{how_many(len(shown), 'claim')} of {len(self._claims)} shown"

    def _pick_state(self) -> None:
        self._pick([key] if (key := _key(self.selection)) else [])

    def _pick(self, picked: list[str]) -> None:
        self._moving = True
        try:
            self.panes.picked = picked
        finally:
            self._moving = False

    def _picture(self, name: str) -> str:
        if name not in self._pictures:
            draw = {"topics": live_topics, "relays": live_relays}[name]
            self._pictures[name], _ = draw(self._tables, width=CHART_WIDTH)
        return self._pictures[name]

    def _words(self, state: SourcesSelection, shown: pd.DataFrame) -> str:
        if state.claim:
            return self._teller.told((state.claim,))
        if not (state.source or state.topic):
            return _HINT
        on = f" on “{isolated(state.topic)}”" if state.topic else ""
        more = f'<p class="note">{how_many(len(shown), "claim")}{on} below.</p>' if on else ""
        if state.source and state.source != NOBODY:
            return self._teller.source(state.source) + more
        who = "nobody named" if state.source else f"{shown['speaker'].nunique()} voices"
        quoted = int(shown["form"].isin(["direct", "mixed"]).sum())
        return (
            f'<p class="chain"><b>{who}</b>{on}</p>'
            f"<p>{how_many(len(shown), 'claim')}, {quoted} wholly or partly in quotation marks</p>"
        )


def select_claims(claims: pd.DataFrame, selection: SourcesSelection) -> pd.DataFrame:
    """The rows of ``claim_rows`` by this source and on this topic, in their order."""
    kept = pd.Series(True, index=claims.index)
    if selection.source:
        kept &= (claims["speaker"] == selection.source) | (claims["relay_id"] == selection.source)
    if selection.topic:
        kept &= claims["topic"] == selection.topic
    return claims[kept.astype(bool)].reset_index(drop=True)


def _key(state: SourcesSelection) -> str:
    if state.claim:
        return state.claim
    if state.source and state.topic:
        return cell_key(state.source, state.topic)
    return state.source or (topic_key(state.topic) if state.topic else "")


def _groups(claims: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """What lights up with a square of the matrix, a topic, and nobody named."""
    found: dict[str, list[str]] = {}
    for claim in claims.to_dict("records"):
        keys = [claim["cell"], claim["topic_key"]]
        if claim["speaker"] == NOBODY:
            keys.append(NOBODY)
        for key in keys:
            found.setdefault(key, []).append(claim["claim_id"])
    return {key: tuple(ids) for key, ids in found.items()}


def _source_options(tables: Tables, claims: pd.DataFrame) -> list[tuple[str, str]]:
    spoken = claims["speaker"].value_counts().to_dict()
    nobody = [(f"nobody named ({spoken[NOBODY]})", NOBODY)] if NOBODY in spoken else []
    return [("all", ""), *source_options(tables.sources, spoken), *nobody]


def _topic_options(claims: pd.DataFrame) -> list[tuple[str, str]]:
    counts = claims["topic"].value_counts().to_dict()
    order = sorted(counts, key=lambda topic: (topic == NO_TOPIC, -counts[topic], topic))
    return [("all", ""), *((f"{topic} ({counts[topic]})", topic) for topic in order)]
