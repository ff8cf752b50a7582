"""What became of one article, as it is kept beside its tables; and how articles are read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from ... import schema
from ...errors import HelpersError, InputError
from ...escaping import printable
from ...loading import MAX_CHARS, LoadingOptions
from .items import Item

if TYPE_CHECKING:
    import pandas as pd

    from ...records import Article

_VERSION = 2  # raise it when the same article would give other files


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """How every article is read.

    Encodings are detected, as nobody can be asked for each file; ``seconds`` bounds one article.
    ``format`` is that of the tables of single articles; shards are Parquet, and hold about
    ``shard`` articles each. Raises InputError for a shard of none.
    """

    format: str = "csv"
    encoding: str | None = "detect"
    any_language: bool = False
    text_column: str | None = None
    max_chars: int = MAX_CHARS
    seconds: float = 20.0
    shard: int = 500

    def __post_init__(self) -> None:
        if self.shard < 1:
            raise InputError(f"a shard of {self.shard} articles holds nothing: name 1 or more")

    @property
    def loading(self) -> LoadingOptions:
        """The same, as a loader takes it; pages, PDF and Word files keep their own process."""
        return LoadingOptions(
            encoding=self.encoding, any_language=self.any_language, text_column=self.text_column
        )

    @property
    def mark(self) -> list[object]:
        """What results depend on, beside the articles: version, tables and the options."""
        apart = ("seconds", "shard")  # a shard is known by its articles, however many
        told = {key: value for key, value in asdict(self).items() if key not in apart}
        tables = [
            (table, [(c.name, c.kind, c.words) for c in columns])
            for table, columns in schema.TABLES.items()
        ]
        return [_VERSION, tables, told]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article: loaded, refused or a duplicate, and why; ``folder`` is that of its results."""

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


CHANGED = "changed while it was read: run again"
"""How the reason ends that the next run does not take for an answer, though bytes are the same."""


COLUMNS = tuple(field.name for field in fields(Outcome))
KEPT = tuple(column for column in COLUMNS if column != "seconds")
"""What is kept: without the time it took, so that every run writes the same."""
_TYPES = {
    "row": "Int64", "n_chars": "Int64", "n_claims": "Int64", "n_numbers": "Int64",
    "seconds": "Float64",
}  # fmt: skip


def refused(item: Item, failure: HelpersError | str, *, outcome: str = "refused") -> Outcome:
    """The outcome of an article that could not be read, or need not be."""
    reason = " ".join(printable(line) for line in str(failure).split("\n"))
    return Outcome(
        item.file, item.row, outcome, reason, None, None, None, None, None, None, item.name
    )


def loaded(item: Item, article: Article, *, n_claims: int, n_numbers: int) -> Outcome:
    """The outcome of an article that was read."""
    notes = "|".join(article.notes) or None
    found = (article.article_id, article.title, len(article.text), n_claims, n_numbers, notes)
    return Outcome(item.file, item.row, "loaded", None, *found, item.name)


def digest_of(parts: object) -> str:
    """The SHA-256 of what can be told in JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def made_of(item: Item, options: CorpusOptions) -> str:
    """What the results of one article depend on, as a digest."""
    return digest_of([options.mark, item.mark])


def written(outcome: Outcome, mark: str) -> bytes:
    """The outcome as kept beside the tables of the article."""
    kept = {"made_of": mark, **asdict(outcome)}
    kept.pop("seconds")
    return (json.dumps(kept, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def outcomes_csv(outcomes: Iterable[Outcome]) -> bytes:
    """All outcomes as one table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(KEPT)
    for outcome in outcomes:
        cells = (getattr(outcome, column) for column in KEPT)
        writer.writerow(["" if cell is None else cell for cell in cells])
    # A name that is not UTF-8, or half of a surrogate pair in a title, is told by its code.
    return text.getvalue().encode("utf-8", "backslashreplace")


def outcomes_frame(outcomes: list[Outcome], columns: tuple[str, ...] = COLUMNS) -> pd.DataFrame:
    """One row an outcome."""
    import pandas as pd

    data = {
        column: pd.array(
            [getattr(one, column) for one in outcomes], _TYPES.get(column, "string[python]")
        )
        for column in columns
    }
    return pd.DataFrame(data, columns=list(columns))
