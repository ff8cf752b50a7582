"""Exports too large for memory: drafts row by row from JSON lines, CSV, Parquet and web archives.

Only the row at hand is held. A file of up to ``WHOLE`` bytes is read as ``read_rows`` reads it,
so that it may be in any encoding; what is larger must be UTF-8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError
from ..escaping import printable
from .article_drafts import ArticleDraft, Fetched, LoadingOptions
from .exports import Row, csv_rows, drafts_of, json_row, read_rows
from .file_kinds import MAX_BYTES
from .text import refuse_foreign
from .web_archives import ARCHIVES, stream_archive

WHOLE = 16_000_000
"""Largest export read whole, in bytes."""
MAX_LINE = 16_000_000
"""Longest line taken, in bytes: far above any article, and small enough to hold in memory."""
STREAMED = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", *ARCHIVES)
"""Endings of the files whose rows, or records, are articles."""
_BATCH = 256


def stream_rows(
    path: Path, options: LoadingOptions
) -> Iterator[ArticleDraft | Fetched | InputError]:
    """One draft a row, in order; a row that holds no article is handed on as its InputError.

    A record of a web archive comes as it was fetched: whoever reads the article parses its page.

    Raises InputError for a file that is no export, has no column of text, or is damaged.
    """
    name, suffix = printable(path.name), path.suffix.lower()
    try:
        if path.name.lower().endswith(ARCHIVES):
            yield from stream_archive(path, name)
            return
        if suffix == ".parquet":
            yield from drafts_of(_parquet_rows(path, name), name, options, ())
            return
        size = path.stat().st_size
        if size <= WHOLE or suffix == ".json":
            if size > MAX_BYTES["rows"]:
                raise InputError(
                    f"{name} has {size:,} bytes, too many for one JSON document: write JSON lines"
                )
            yield from read_rows(path.read_bytes(), name, options)
            return
        rows = _streamed(path, name, is_json=suffix in {".jsonl", ".ndjson"})
        yield from drafts_of(rows, name, options, ())
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise InputError(f"{name} cannot be read ({reason}): check its permissions") from failure
    except UnicodeDecodeError as failure:
        raise InputError(
            f"{name} is not UTF-8, and larger than the {WHOLE:,} bytes in which another encoding "
            "can be told: save it as UTF-8"
        ) from failure


def _streamed(path: Path, name: str, *, is_json: bool) -> Iterator[Row | InputError]:
    with path.open("rb") as file:
        head = file.read(5000)
        refuse_foreign(head, name)
        if is_json:
            file.seek(0)
            yield from _json_lines(file, name)
            return
    lines = path.open(encoding="utf-8-sig", newline="")
    yield from csv_rows(lines, head.decode("utf-8-sig", "replace"), name)


def _json_lines(file: BinaryIO, name: str) -> Iterator[Row | InputError]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        where = f"{name} line {number}"
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE)
            yield InputError(f"{where} is longer than {MAX_LINE:,} bytes: it is no article")
        elif line.strip():
            yield json_row(line.decode("utf-8-sig" if number == 1 else "utf-8"), where)


def _parquet_rows(path: Path, name: str) -> Iterator[Row]:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    yield {key: _plain_value(value) for key, value in row.items()}
    except pyarrow.ArrowException as failure:
        reason = str(failure).partition("\n")[0][:80]
        raise InputError(f"{name} is damaged or no Parquet file ({reason}): save it again") from (
            failure
        )


def _plain_value(value: object) -> object:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
