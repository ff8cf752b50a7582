"""Tables in files: CSV by RFC 4180 or Parquet, replaced all or none, read back whole."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schema
from ..errors import InputError, OutputError
from ..loading import article_from_text

if TYPE_CHECKING:
    import pandas as pd

    from ..records import Article

FORMATS = ("csv", "parquet")
TEXT_NAME = "article.txt"
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first day an archive can name: no clock in the bytes
_UNIX = 3  # else the bytes would tell on which system they were made
_KEPT = ("title", "outlet", "agency", "url", "lang", "byline")


def write_folder(
    article: Article, frames: Mapping[str, pd.DataFrame], directory: str | Path, format: str
) -> list[Path]:
    """Write every table and the text beside them; the paths written, tables in schema order.

    Other files of an existing folder stay. Everything is first written aside, then moved into
    place; if a move fails, what stood before is put back. Raises OutputError.
    """
    _refuse_unknown(format)
    directory = Path(directory)
    if directory.exists() and not directory.is_dir():
        raise OutputError(f"{directory} is a file: name a folder for the tables")
    made = not directory.exists()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=directory) as aside:
            fresh = Path(aside)
            names = []
            for table in schema.TABLES:
                name = f"{table}.{format}"
                _write_table(table, frames[table], fresh / name, format)
                names.append(name)
            (fresh / TEXT_NAME).write_bytes(_text_bytes(article))
            names.append(TEXT_NAME)
            stale = [f"{t}.{other}" for t in schema.TABLES for other in FORMATS if other != format]
            _move_all_or_none(fresh, directory, names, stale)
    except OSError as failure:
        if made:
            shutil.rmtree(directory, ignore_errors=True)
        reason = failure.strerror or type(failure).__name__
        raise OutputError(
            f"the tables cannot be written to {directory} ({reason}): "
            "check the folder, its permissions and the space left"
        ) from failure
    return [directory / name for name in names]


def zip_of(article: Article, frames: Mapping[str, pd.DataFrame], format: str) -> bytes:
    """The files of ``write_folder`` as one archive; the same tables give the same bytes."""
    _refuse_unknown(format)
    files = {
        f"{table}.{format}": _table_bytes(table, frames[table], format) for table in schema.TABLES
    }
    files[TEXT_NAME] = _text_bytes(article)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, date_time=_NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return out.getvalue()


def read_folder(directory: str | Path) -> tuple[Article, dict[str, pd.DataFrame]]:
    """The article and the tables of a folder that ``write_folder`` wrote; InputError if not."""
    directory = Path(directory)
    if not directory.is_dir():
        raise InputError(f"{directory} is no folder: name one that holds saved tables")
    frames = {}
    for table in schema.TABLES:
        found = [directory / f"{table}.{format}" for format in FORMATS]
        present = [path for path in found if path.is_file()]
        if not present:
            raise InputError(f"{directory} has no {table}.csv or {table}.parquet: save it again")
        frames[table] = _read_table(table, present[0])
    return _read_article(directory, frames["articles"]), frames


def _read_article(directory: Path, articles: pd.DataFrame) -> Article:
    path = directory / TEXT_NAME
    if not path.is_file():
        raise InputError(f"{directory} has no {TEXT_NAME}: the tables point into that text")
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    if len(articles) != 1:
        raise InputError(f"{directory} holds {len(articles)} articles: one was expected")
    known = {key: None if _is_na(value) else value for key, value in articles.iloc[0].items()}
    metadata = {key: known[key] for key in _KEPT}
    article = article_from_text(
        text, published=known["published"], metadata=metadata, max_chars=len(text)
    )
    import dataclasses

    return dataclasses.replace(
        article,
        article_id=known["article_id"],
        sha256=known["sha256"],
        loaded_from=known["loaded_from"],
        notes=tuple((known["notes"] or "").split("|")) if known["notes"] else (),
    )


def _refuse_unknown(format: str) -> None:
    if format not in FORMATS:
        raise OutputError(f"format is {format!r}: use one of {', '.join(FORMATS)}")


def _is_na(value: object) -> bool:
    import pandas as pd

    return value is pd.NA or value is None


def _write_table(table: str, data: pd.DataFrame, path: Path, format: str) -> None:
    path.write_bytes(_table_bytes(table, data, format))


def _text_bytes(article: Article) -> bytes:
    # A lone surrogate has no UTF-8; it is written the way it was hashed.
    return article.text.encode("utf-8", "surrogatepass")


def _table_bytes(table: str, data: pd.DataFrame, format: str) -> bytes:
    if format == "parquet":
        try:
            return data.to_parquet(None, index=False)
        except UnicodeEncodeError as failure:
            raise OutputError(
                f"the text holds half of a surrogate pair ({failure.object[failure.start]!a}), "
                "which Parquet cannot store: save as csv"
            ) from failure
    kinds = [column.kind for column in schema.TABLES[table]]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(schema.columns(table))
    for row in data.itertuples(index=False, name=None):
        writer.writerow([_cell(kind, value) for kind, value in zip(kinds, row, strict=True)])
    return out.getvalue().encode("utf-8", "surrogatepass")


def _cell(kind: str, value: object) -> str:
    if _is_na(value):
        return ""
    if kind == "flag":
        return "true" if value else "false"
    if kind == "number":
        return plain_decimal(float(value))
    return str(value)


def plain_decimal(value: float) -> str:
    """The shortest decimal that reads back as the same float, never in scientific notation.

    >>> plain_decimal(7.4e9), plain_decimal(0.5), plain_decimal(1e-7)
    ('7400000000', '0.5', '0.0000001')
    """
    if value == int(value):
        return str(int(Decimal(repr(value))))
    return format(Decimal(repr(value)), "f")


def _read_table(table: str, path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.suffix == ".parquet":
        return schema.check(table, pd.read_parquet(path).astype(schema.dtypes(table)))
    with io.StringIO(path.read_bytes().decode("utf-8", "surrogatepass"), newline="") as lines:
        rows = list(csv.reader(lines))
    wanted = schema.columns(table)
    if not rows or rows[0] != wanted:
        raise InputError(f"{path.name} has other columns than the codebook: save it again")
    read = {"integer": int, "number": float, "flag": lambda cell: cell == "true"}
    kinds = {column.name: read.get(column.kind, str) for column in schema.TABLES[table]}
    try:
        records = [
            {
                name: kinds[name](cell) if cell else None
                for name, cell in zip(wanted, row, strict=True)
            }
            for row in rows[1:]
        ]
    except ValueError as failure:
        raise InputError(f"{path.name} is damaged ({failure}): save it again") from failure
    return schema.check(table, schema.frame(table, records))


def _move_all_or_none(fresh: Path, directory: Path, names: list[str], stale: list[str]) -> None:
    before = fresh / "before"
    before.mkdir()
    moved: list[str] = []
    kept: list[str] = []
    try:
        for name in [*names, *stale]:
            if (directory / name).is_dir():
                raise OutputError(f"{directory / name} is a folder: a table is to stand there")
        for name in [*names, *stale]:
            if (directory / name).exists():
                (directory / name).replace(before / name)
                kept.append(name)
        for name in names:
            (fresh / name).replace(directory / name)
            moved.append(name)
    except OSError:
        for name in moved:
            (directory / name).unlink(missing_ok=True)
        for name in kept:
            (before / name).replace(directory / name)
        raise
