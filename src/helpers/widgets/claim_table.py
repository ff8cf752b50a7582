"""The table of claims as the sources explorer shows it: who, in which words, on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..briefs import speaker_of
from ..charts import words
from ..charts.live_sources import NOBODY, cell_key, topic_key
from ..charts.topics import NO_TOPIC
from ..charts.wording import said
from ..escaping import escaped, isolated
from .number_table import counted

if TYPE_CHECKING:
    from ..tables import Tables

MOST_ROWS = 100  # on the page; the chosen claim is always among them

_HEADS = {
    "text": "what was said",
    "name": "by",
    "relay": "through",
    "cue": "cue",
    "form": "words",
    "firm": "how firmly",
    "topic": "topic",
    "numbers": "numbers",
}

_CLOSED = ("form", "firm", "topic", "numbers")  # words of ours, which are never broken inside


def claim_rows(tables: Tables) -> pd.DataFrame:
    """One row a claim of the body that is anybody's, in the order of the text, in words.

    ``speaker`` is the source_id or "nobody"; ``cell`` and ``topic_key`` are the keys of its
    square and topic; the article's own voice is left out.
    """
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    held = tables.numbers["claim_id"].value_counts().to_dict()
    body = tables.claims[
        (tables.claims["zone"] != "boilerplate") & (tables.claims["form"] != "narrator")
    ]
    rows = []
    for claim in body.to_dict("records"):
        source, relay = said(claim["source_id"]), said(claim["via_source_id"])
        topic = said(claim["topic"]) or NO_TOPIC
        firm = "denied" if claim["polarity"] == "denies" else words(claim["modality"])
        rows.append(
            {
                "claim_id": claim["claim_id"],
                "speaker": source or NOBODY,
                "relay_id": relay,
                "cell": cell_key(source or NOBODY, topic),
                "topic_key": topic_key(topic),
                "text": " ".join(claim["text"].split()),
                "name": speaker_of(claim, names),
                "relay": names.get(relay, ""),
                "cue": " ".join(said(claim["cue"]).split()),
                "form": claim["form"],
                "firm": firm,
                "topic": topic,
                "numbers": str(held.get(claim["claim_id"], 0) or ""),
            }
        )
    columns = ["claim_id", "speaker", "relay_id", "cell", "topic_key", *_HEADS]
    return pd.DataFrame(rows, columns=columns, dtype=object).astype("string[python]")


def claims_html(rows: pd.DataFrame, *, chosen: str = "") -> str:
    """Rows of ``claim_rows`` as an HTML table; every cell is escaped."""
    some = rows.head(MOST_ROWS)
    late = rows.iloc[MOST_ROWS:]
    if chosen in set(late["claim_id"]):
        some = pd.concat([late[late["claim_id"] == chosen], some.iloc[:-1]])
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS.values())
    body = "".join(_row_html(row) for row in some.to_dict("records"))
    told = counted(len(rows), "claim")
    if len(rows) > MOST_ROWS:
        told += f", the first {MOST_ROWS} of them here: choose a source or topic"
    return (
        f"<table><caption>{told}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row_html(row: dict) -> str:
    key = escaped(row["claim_id"])
    button = (
        f'<button type="button" data-stop tabindex="-1" aria-pressed="false" data-pick="{key}" '
        f'data-keys="{key}">{isolated(row["text"])}</button>'
    )
    cells = "".join(
        f'<td class="{"word" if column in _CLOSED else "free"}">{isolated(row[column])}</td>'
        for column in _HEADS
        if column != "text"
    )
    return f'<tr data-pick="{key}" data-keys="{key}"><td>{button}</td>{cells}</tr>'
