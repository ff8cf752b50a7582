"""What is an article: files of known kinds below a folder, rows of exports, pages of archives."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import HelpersError, InputError
from ...escaping import printable
from ...loading import (
    STREAMED,
    SUFFIXES,
    ArticleDraft,
    Fetched,
    LoadingOptions,
    metadata_beside,
    stream_rows,
)
from ...tables import TEXT_NAME
from ...writing import FINISHED

OUTCOME = "outcome.json"
"""What became of one article, beside its tables."""
TABLE = "outcomes.csv"
"""What became of all, beside the folder of their results."""
MANIFEST = "manifest.json"
"""What a finished corpus run holds, beside its shards."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be read: ``file`` tells its path below the input, ``row`` that of an export.

    Pages of a web archive count as rows. ``name`` is the folder of its results: readable, and
    the same in every run. ``sha256`` is of the bytes that the article is known by (None where
    they cannot be read), ``beside`` of the metadata beside its file. ``draft`` and ``known``
    hold a row and that metadata; ``refusal`` is why a row, or a file, is no article; ``size``
    counts the bytes.
    """

    path: Path
    file: str
    row: int | None
    name: str
    sha256: str | None = None
    beside: str = "none"
    size: int = 0
    draft: ArticleDraft | Fetched | None = None
    known: dict[str, object] = field(default_factory=dict)
    refusal: str | None = None

    @property
    def mark(self) -> list[object]:
        """What its results depend on, beside the options."""
        facts = sorted((self.draft.facts if self.draft else {}).items())
        told = [(key, str(value)) for key, value in facts]
        return [self.file, self.row, self.sha256, self.beside, told, self.refusal]


def find_items(inputs: Path, out: Path, options: LoadingOptions) -> Iterator[Item]:
    """The articles of a folder, by path, or of one file; rows of exports are streamed.

    Hidden files, metadata files and results are none. A file that cannot be read as an export
    is one item with its refusal.
    """
    paths = [inputs] if inputs.is_file() else sorted(_files(inputs, out.resolve()), key=_posix)
    home = inputs.parent if inputs.is_file() else inputs
    for path in paths:
        file = path.relative_to(home).as_posix()
        if path.name.lower().endswith(STREAMED):
            yield from _rows(path, file, options)
        else:
            yield _file_item(path, file)


def _posix(path: Path) -> str:
    return path.as_posix()


def _file_item(path: Path, file: str) -> Item:
    told, name = printable(file), _name(file, None)
    refusal = _link_in(path)
    if refusal is None and path.suffix.lower() not in SUFFIXES:
        refusal = (
            f"{path.name} is no kind of file that is read here: "
            f"save it as one of {', '.join(sorted(SUFFIXES))}"
        )
    if refusal is not None:
        return Item(path, told, None, name, refusal=refusal)
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        size = 0
    beside = digest_of_file(path.with_suffix(".yaml")) or "none"
    return Item(path, told, None, name, digest_of_file(path), beside, size)


def _rows(path: Path, file: str, options: LoadingOptions) -> Iterator[Item]:
    told = printable(file)
    number = -1
    try:
        if link := _link_in(path):
            raise InputError(link)
        known = metadata_beside(path)
        beside = digest_of_file(path.with_suffix(".yaml")) or "none"
        for number, draft in enumerate(stream_rows(path, options)):
            name = _name(file, number)
            if isinstance(draft, InputError):
                yield Item(path, told, number, name, refusal=str(draft))
                continue
            data = draft.data if isinstance(draft, Fetched) else draft.hashed or b""
            sha256 = hashlib.sha256(data).hexdigest()
            yield Item(path, told, number, name, sha256, beside, len(data), draft, known)
    except HelpersError as failure:
        row = None if number < 0 else number + 1
        yield Item(path, told, row, _name(file, row), refusal=str(failure))


def _link_in(path: Path) -> str | None:
    """Why the article, or what stands beside it, would be read from elsewhere."""
    for part in (path, path.with_suffix(".yaml")):
        if part.is_symlink():
            return f"{part.name} is a link to another place: put the file here"
    return None


def digest_of_file(path: Path) -> str | None:
    """SHA-256 of a plain file; None where there is none, or it cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # whoever reads the article says why


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
    """Whether a folder is what a run, or the tables command, made of one article or of many.

    Told by what is in the files: an article may bear any name.
    """
    if (folder / FINISHED).is_dir() or _starts(folder / "articles.csv", b"article_id,"):
        return True
    if (folder / "articles.parquet").is_file() and (folder / TEXT_NAME).is_file():
        return True
    return any("made_of" in _kept(folder / name) for name in (OUTCOME, MANIFEST))


def _kept(path: Path) -> dict[str, object]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


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
