"""What in a folder is an article: files of known kinds, and each row of an export."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...escaping import printable
from ...tables import TEXT_NAME
from ...writing import FINISHED

OUTCOME = "outcome.json"
"""What became of one article, beside its tables."""
TABLE = "outcomes.csv"
"""What became of all, beside the folder of their results."""
_EXPORTS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be read: ``file`` tells its path below the folder, ``row`` that of an export.

    ``name`` is the folder of its results: readable, and the same in every run.
    """

    path: Path
    file: str
    row: int | None
    name: str


def find_items(directory: Path, out: Path, rows_of: Callable[[Path], int | None]) -> list[Item]:
    """The articles below a folder, by path; hidden files, metadata files and results are none.

    ``rows_of`` counts the articles of an export; None takes the file as one item (so that its
    refusal has a row).
    """
    found = []
    for path in sorted(_files(directory, out.resolve()), key=lambda path: path.as_posix()):
        file = path.relative_to(directory).as_posix()
        rows = rows_of(path) if path.suffix.lower() in _EXPORTS else None
        told = printable(file)
        if rows is None:
            found.append(Item(path, told, None, _name(file, None)))
        else:
            found += (Item(path, told, row, _name(file, row)) for row in range(rows))
    return found


def _files(directory: Path, out: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(directory):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and (here / name).resolve() != out
            and not _holds_results(here / name)
        ]
        stems = {name.rpartition(".")[0] for name in files if not name.endswith(".yaml")}
        for name in files:
            is_metadata = name.endswith(".yaml") and name[:-5] in stems
            is_outcomes = name == TABLE and _holds_outcomes(here)
            if not (name.startswith(".") or is_metadata or is_outcomes):
                yield here / name


def _holds_results(folder: Path) -> bool:
    """Whether a folder is what a run, or the tables command, made of one article.

    Told by what is in the files: an article may bear any name.
    """
    if (folder / FINISHED).is_dir() or _starts(folder / "articles.csv", b"article_id,"):
        return True
    if (folder / "articles.parquet").is_file() and (folder / TEXT_NAME).is_file():
        return True
    try:
        kept = json.loads((folder / OUTCOME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and "made_of" in kept


def _holds_outcomes(folder: Path) -> bool:
    return _starts(folder / TABLE, b"file,row,outcome,reason,article_id,")


def _starts(path: Path, start: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return False


def _name(file: str, row: int | None) -> str:
    told = file if row is None else f"{file}#{row}"
    key = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    stem = re.sub(r"[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-")[:40] or "article"
    return f"{stem}-{key}" if row is None else f"{stem}-{row:06d}-{key}"
