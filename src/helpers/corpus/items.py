"""What in a folder is an article: files of known kinds, and each row of an export."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_EXPORTS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be read: ``file`` is its path below the folder, ``row`` that of an export.

    ``name`` is the folder of its results: readable, and the same in every run.
    """

    path: Path
    file: str
    row: int | None
    name: str


def find_items(directory: Path, out: Path, rows_of: Callable[[Path], int | None]) -> list[Item]:
    """The articles below a folder, by path; hidden files and metadata files are none.

    ``rows_of`` counts the articles of an export; None takes the file as one item (so that its
    refusal has a row).
    """
    found = []
    for path in sorted(_files(directory, out.resolve()), key=lambda path: path.as_posix()):
        file = path.relative_to(directory).as_posix()
        rows = rows_of(path) if path.suffix.lower() in _EXPORTS else None
        if rows is None:
            found.append(Item(path, file, None, _name(file, None)))
        else:
            found += (Item(path, file, row, _name(file, row)) for row in range(rows))
    return found


def _files(directory: Path, out: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(directory):
        here = Path(folder)
        folders[:] = [
            name for name in folders if not name.startswith(".") and (here / name).resolve() != out
        ]
        stems = {name.rpartition(".")[0] for name in files if not name.endswith(".yaml")}
        for name in files:
            is_metadata = name.endswith(".yaml") and name[:-5] in stems
            if not name.startswith(".") and not is_metadata:
                yield here / name


def _name(file: str, row: int | None) -> str:
    told = file if row is None else f"{file}#{row}"
    key = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    stem = re.sub(r"[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-")[:40] or "article"
    return f"{stem}-{key}" if row is None else f"{stem}-{row:06d}-{key}"
