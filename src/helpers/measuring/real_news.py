"""The gold of real news: offsets and values kept here, the texts where the corpora lie.

``data/gold/real/<set>/`` holds five tables: ``articles``, ``numbers``, ``sources``, ``mentions``,
``claims``. A row names its article by the corpus's id; ``articles`` has the SHA-256 of the text
(UTF-8), so that an offset is never read against another text. The texts are openly licensed but
not ours to ship: ``texts_of`` finds them under the folder of corpora.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError
from .annotating import Annotation, NumberedText

SETS = ("measure", "calibration", "train")
TABLES: Mapping[str, tuple[str, ...]] = {
    "articles": (
        "article", "sha256", "beat", "published", "file", "licence", "n_words",
    ),
    "numbers": (
        "article", "start", "end", "full_start", "full_end", "value", "low", "high", "hedge",
        "estimated", "trend", "unit", "counted_start", "counted_end", "kind", "place_start",
        "place_end", "more_places", "place_country", "as_of", "as_of_basis", "background",
        "modality", "form", "source", "mention_start", "mention_end", "via",
    ),
    "sources": (
        "article", "key", "name", "role", "affiliation", "country", "country_told",
        "source_type", "naming",
    ),
    "mentions": ("article", "source", "start", "end"),
    "claims": (
        "article", "source", "via", "mention_start", "mention_end", "cue_start", "cue_end",
        "content",
    ),
}  # fmt: skip
_SPANS = ("counted", "place", "mention", "cue")
_LISTS = ("more_places", "content")
_WHOLE = frozenset({"start", "end", "full_start", "full_end", "n_words"})
_NUMBER = frozenset({"value", "low", "high"})
_FLAG = frozenset({"estimated", "background"})


@dataclass(frozen=True, slots=True)
class RealText:
    """One article of the open corpus, as it lies there."""

    article: str
    text: str
    title: str
    published: str | None
    file: str
    licence: str
    url: str | None = None
    attribution: str | None = None

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def numbered(self) -> NumberedText:
        """The text with its sentences numbered, for typing."""
        return NumberedText.of(self.text, self.published, self.title)


@dataclass(frozen=True, slots=True)
class RealGold:
    """One annotated article: ``facts`` is its row of ``articles``; spans are (start, end)."""

    facts: Mapping[str, Any]
    text: RealText
    numbers: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    mentions: tuple[Mapping[str, Any], ...]
    claims: tuple[Mapping[str, Any], ...]


def texts_of(corpora: Path) -> dict[str, RealText]:
    """Article id → text, of the main files of ``open_news``; {} where they are not at hand."""
    found = {}
    for path in sorted((corpora / "open_news").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found[row["id"]] = RealText(
                    row["id"],
                    row["text"],
                    row["title"],
                    row.get("published"),
                    path.name,
                    row.get("licence") or "",
                    row.get("url"),
                    row.get("attribution"),
                )
    return found


def read_real_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The five tables of a set as typed rows (numbers as numbers, spans as pairs)."""
    tables = {}
    for name, columns in TABLES.items():
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != columns:
                raise InputError(f"{path.name}: found the columns {reader.fieldnames}")
            tables[name] = [_typed(row) for row in reader]
    return tables


def real_fingerprint(folder: Path) -> str:
    """SHA-256 over a set's tables, which hold the hashes of the texts."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(name.encode() + b"\0" + (folder / f"{name}.csv").read_bytes() + b"\0")
    return digest.hexdigest()


def read_real_gold(folder: Path, texts: Mapping[str, RealText]) -> list[RealGold]:
    """The articles of a set whose text is at hand, in order of id.

    Raises InputError where a text is there but is not the one that was annotated.
    """
    rows = read_real_rows(folder)
    by_article: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, found in rows.items():
        for row in found:
            by_article.setdefault(row["article"], {}).setdefault(name, []).append(row)
    golds = []
    for article, tables in sorted(by_article.items()):
        facts = tables["articles"][0]
        text = texts.get(article)
        if text is None:
            continue
        if text.sha256 != facts["sha256"]:
            raise InputError(f"{article}: this text is not the one that was annotated")
        golds.append(
            RealGold(
                facts,
                text,
                *(
                    tuple(tables.get(name, ()))
                    for name in ("numbers", "sources", "mentions", "claims")
                ),
            )
        )
    return golds


def written_rows(
    annotations: Iterable[Annotation], texts: Mapping[str, RealText], beats: Mapping[str, str]
) -> dict[str, str]:
    """Table name → CSV of annotations that fit their texts, in order of article."""
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for one in sorted(annotations, key=lambda a: a.article):
        if one.faults:
            raise InputError(f"{one.article}: {one.faults[0]}")
        text = texts[one.article]
        out["articles"].append(
            {
                "article": one.article,
                "sha256": text.sha256,
                "beat": beats[one.article],
                "published": text.published,
                "file": text.file,
                "licence": text.licence,
                "n_words": len(text.text.split()),
            }
        )
        for name in ("numbers", "sources", "mentions", "claims"):
            rows = getattr(one, name)
            if name != "sources":
                rows = sorted(rows, key=_place)
            out[name] += [{"article": one.article, **row} for row in rows]
    return {name: _csv(TABLES[name], rows) for name, rows in out.items()}


def _place(row: Mapping[str, Any]) -> tuple:
    start = row["start"] if "start" in row else row["content"][0][0]
    return start, row.get("end", 0), str(row.get("source") or "")


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row, column) for column in columns] for row in rows)
    return out.getvalue()


def _cell(row: Mapping[str, Any], column: str) -> str:
    stem, _, side = column.rpartition("_")
    if stem in _SPANS and side in ("start", "end"):
        span = row[stem]
        return "" if span is None else str(span[side == "end"])
    value = row[column]
    if column in _LISTS:
        return "|".join(f"{start}-{end}" for start, end in value)
    return written_cell(value)


def written_cell(value: Any) -> str:
    """A value as the gold's tables write it: blank for None, true and false, 3.0 as 3."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, cell in row.items():
        stem, _, side = column.rpartition("_")
        if stem in _SPANS and side in ("start", "end"):
            if side == "end":
                start = row[f"{stem}_start"]
                found[stem] = (int(start), int(cell)) if cell else None
        elif column in _LISTS:
            found[column] = list(_spans(cell))
        elif column in _WHOLE:
            found[column] = int(cell)
        elif column in _NUMBER:
            found[column] = float(cell) if cell else None
        elif column in _FLAG:
            found[column] = cell == "true"
        else:
            found[column] = cell or None
    return found


def _spans(cell: str) -> Iterator[tuple[int, int]]:
    for piece in filter(None, cell.split("|")):
        start, _, end = piece.partition("-")
        yield int(start), int(end)
