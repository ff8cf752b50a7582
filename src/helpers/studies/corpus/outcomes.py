"""What became of one article of a folder, as it is kept beside its tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

from ...errors import HelpersError
from ...escaping import printable
from ...loading import MAX_CHARS
from ...tables import names_of
from ...writing import settled
from .items import OUTCOME, Item

_VERSION = 1  # raise it when the same article would give other files


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """How every article of the folder is read.

    Encodings are detected, as nobody can be asked for each file; ``seconds`` bounds one article.
    """

    format: str = "csv"
    encoding: str | None = "detect"
    any_language: bool = False
    text_column: str | None = None
    max_chars: int = MAX_CHARS
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article: loaded, or refused and why; ``folder`` is that of its results."""

    file: str
    row: int | None
    outcome: str
    reason: str | None
    article_id: str | None
    title: str | None
    n_chars: int | None
    n_claims: int | None
    n_numbers: int | None
    notes: str | None
    folder: str
    seconds: float | None = None


COLUMNS = tuple(field.name for field in fields(Outcome))


def refused(item: Item, failure: HelpersError | str) -> Outcome:
    """The outcome of an article that could not be read."""
    reason = " ".join(printable(line) for line in str(failure).split("\n"))
    return Outcome(
        item.file, item.row, "refused", reason, None, None, None, None, None, None, item.name
    )


def fingerprint(path: Path, options: FolderOptions) -> str:
    """What the results of a file depend on: its bytes, the metadata beside it and the options."""
    told = {key: value for key, value in asdict(options).items() if key != "seconds"}
    parts = [_digest_of(part) for part in (path, path.with_suffix(".yaml"))]
    return hashlib.sha256(json.dumps([_VERSION, told, parts], sort_keys=True).encode()).hexdigest()


def _digest_of(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file():
            return "link" if path.is_symlink() else "none"
        found = path.stat()
        return _digest(path, found.st_size, found.st_mtime_ns)
    except OSError as failure:
        return f"error {failure.errno}"


@lru_cache(maxsize=4)  # the rows of one export ask for the same file again and again
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def written(outcome: Outcome, mark: str) -> bytes:
    """The outcome as kept: without the time it took, so that every run writes the same."""
    kept = {"made_of": mark, **asdict(outcome)}
    kept.pop("seconds")
    return (json.dumps(kept, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def outcome_of(folder: Path, item: Item, options: FolderOptions) -> Outcome | None:
    """What an earlier run made of the same bytes with the same options; None where nothing.

    Nothing, too, where one of its tables is no longer there.
    """
    try:
        with settled(folder):
            kept = json.loads((folder / OUTCOME).read_bytes())
            there = {path.name for path in folder.iterdir() if path.is_file()}
        if kept.pop("made_of") != fingerprint(item.path, options):
            return None
        outcome = Outcome(**kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nothing there, or nothing that this version wrote: read it again
    wanted = names_of(options.format) if outcome.outcome == "loaded" else []
    return outcome if there.issuperset(wanted) else None
