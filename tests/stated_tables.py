"""Tables made of numbers and sources typed by hand, for tests of what stands above them.

The gold of an article becomes its tables here, so that estimates are tested on what the
article says and not on how well it is read.
"""

from __future__ import annotations

import csv
from pathlib import Path

from helpers import schema
from helpers.loading import article_from_text, load_article
from helpers.measuring.gold import load_gold
from helpers.passages import find_passages
from helpers.records import Article
from helpers.tables import Tables
from helpers.tables.rows import article_row, passage_row

DATA = Path(__file__).resolve().parents[1] / "data"
DEFAULTS = {
    "kind": "killed", "hedge": "exact", "unit": "person", "population": "unstated",
    "stock_or_flow": "unstated", "trend": "none", "modality": "asserted", "zone": "body",
    "form": "indirect", "polarity": "asserts", "cue_kind": "says", "as_of_basis": "stated",
    "estimated": "false",
}  # fmt: skip


def gold_tables(slug: str) -> Tables:
    """The gold of an article as its tables."""
    gold = load_gold(slug)
    sources = {row["key"]: row for row in gold.sources}
    return typed_tables(load_article(gold.article_path), gold.numbers, sources)


def flood_week() -> list[Tables]:
    """The six reports of data/flood_week with the numbers typed beside them."""
    folder = DATA / "flood_week"
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for path in sorted(folder.glob("*.txt")):
        article = load_article(path)
        mine = [row for row in rows if row["file"] == path.stem]
        found.append(typed_tables(article, mine, _organisations(mine)))
    return found


def stated(*numbers: dict, text: str | None = None, published: str = "2031-05-06") -> Tables:
    """Tables of an invented article that holds these numbers, one a line."""
    lines = [f"{n.get('full_text') or n['text']} in {n.get('place', 'nowhere')}." for n in numbers]
    article = article_from_text(text or "\n".join(lines) or "Nothing.", published=published)
    at, placed = 0, []
    for number in numbers:
        start = article.text.index(number["text"], at)
        at = start + len(number["text"])
        placed.append({**number, "start": start, "end": at})
    return typed_tables(article, placed, _organisations(placed))


def typed_tables(article: Article, numbers, sources) -> Tables:
    """Tables of an article from typed rows; what is not typed has the plainest word."""
    claims, rows = [], []
    for i, typed in enumerate(numbers):
        row = {**DEFAULTS, **{k: v for k, v in typed.items() if v not in ("", None)}}
        start, end = int(row["start"]), int(row["end"])
        source = row.get("source")
        claim = f"{article.article_id}-c{i}"
        narrator = source is None
        claims.append(
            {
                "claim_id": claim,
                "article_id": article.article_id,
                "source_id": f"{article.article_id}-{source}" if source else None,
                "form": "narrator" if narrator else row["form"],
                "channel": "unstated",
                "cue_kind": row["cue_kind"],
                "text": article.text[start:end],
                "start": start,
                "end": end,
                "parts": f"{start}-{end}",
                "sentence_start": start,
                "sentence_end": end,
                "polarity": row["polarity"],
                "modality": row["modality"],
                "zone": row["zone"],
                "rule_id": "typed",
                "confidence": 1.0,
            }
        )
        rows.append(
            {
                **{c: row.get(c) for c in schema.columns("numbers")},
                "number_id": f"{article.article_id}-n{start}-{end}",
                "article_id": article.article_id,
                "claim_id": claim,
                "source_id": claims[-1]["source_id"],
                "text": article.text[start:end],
                "start": start,
                "end": end,
                "full_text": row.get("full_text") or row["text"],
                "full_start": start,
                "full_end": end,
                "estimated": row["estimated"] == "true",
                "rule_id": "typed",
                "confidence": 1.0,
                "link": "narrator" if narrator else "content",
                **{
                    c: float(row[c]) if row.get(c) not in (None, "") else None
                    for c in ("value", "low", "high")
                },
            }
        )
    source_rows = [
        {
            "source_id": f"{article.article_id}-{key}",
            "article_id": article.article_id,
            "name": who["name"],
            "source_type": who["source_type"],
            "naming": who["naming"],
            "n_mentions": 1,
            "n_claims": 1,
            "n_numbers": 1,
            "first_start": 0,
            "first_end": 1,
            "zone": "body",
        }
        for key, who in sources.items()
    ]
    frames = {
        "articles": schema.frame("articles", [article_row(article)]),
        "passages": schema.frame(
            "passages", [passage_row(article, p) for p in find_passages(article)]
        ),
        "sources": schema.frame("sources", source_rows),
        "claims": schema.frame("claims", claims),
        "numbers": schema.frame("numbers", rows),
        "residue": schema.frame("residue", []),
        "places": schema.frame("places", []),
    }
    return Tables(article=article, **frames)


def _organisations(rows) -> dict[str, dict[str, str]]:
    names = dict.fromkeys(row["source"] for row in rows if row.get("source"))
    return {
        name: {"name": name, "source_type": "government", "naming": "organisation"}
        for name in names
    }
