"""Tables in files: CSV by RFC 4180 or Parquet, replaced all or none, read back whole."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import schema
from ..errors import InputError, OutputError
from ..loading import article_from_text
from ..writing import settled

if TYPE_CHECKING:
    import pandas as pd

    from ..records import Article

FORMATS = ("csv", "parquet")
TEXT_NAME = "article.txt"
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first day an archive can name: no clock in the bytes
_UNIX = 3  # else the bytes would tell on which system they were made
_KEPT = ("title", "outlet", "agency", "url", "lang", "byline")


def names_of(format: str) -> list[str]:
    """The files of a folder of tables, in schema order, and the text last; OutputError if none."""
    if format not in FORMATS:
        raise OutputError(f"format is {format!r}: use one of {', '.join(FORMATS)}")
    return [*(f"{table}.{format}" for table in schema.TABLES), TEXT_NAME]


NAMES = tuple(dict.fromkeys(name for format in FORMATS for name in names_of(format)))
"""Every file that a folder of tables can hold, in whatever format they were saved."""


def files_of(article: Article, frames: Mapping[str, pd.DataFrame], format: str) -> dict[str, bytes]:
    """Name and bytes of each file of ``names_of``.

    Raises OutputError for an unknown format, and for text that the format cannot hold.
    """
    names = names_of(format)
    tables = [_table_bytes(table, frames[table], format) for table in schema.TABLES]
    # A lone surrogate has no UTF-8; it is written the way it was hashed.
    text = article.text.encode("utf-8", "surrogatepass")
    return dict(zip(names, [*tables, text], strict=True))


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive; the same files give the same bytes."""
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
    """The article and the tables of a folder of saved tables; InputError if it is none."""
    directory = Path(directory)
    if not directory.is_dir():
        raise InputError(f"{directory} is no folder: name one that holds saved tables")
    try:
        with settled(directory):
            return _read_settled(directory)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise InputError(
            f"the tables in {directory} cannot be read ({reason}): check the folder and its "
            "permissions"
        ) from failure


def _read_settled(directory: Path) -> tuple[Article, dict[str, pd.DataFrame]]:
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
    row = articles.iloc[0]
    known = {key: None if _is_na(value) else value for key, value in row.items()}
    metadata = {key: known[key] for key in _KEPT}
    article = article_from_text(
        text, published=known["published"], metadata=metadata, max_chars=len(text)
    )
    return dataclasses.replace(
        article,
        article_id=row["article_id"],
        sha256=row["sha256"],
        loaded_from=known["loaded_from"],
        notes=tuple(known["notes"].split("|")) if known["notes"] else (),
    )


def _is_na(value: object) -> bool:
    import pandas as pd

    return value is pd.NA or value is None


def _table_bytes(table: str, data: pd.DataFrame, format: str) -> bytes:
    if format == "parquet":
        try:
            return data.to_parquet(None, index=False)
        except UnicodeEncodeError as failure:
            raise OutputError(
                f"the text holds half of a surrogate pair ({failure.object[failure.start]!a}), "
                "which Parquet cannot store: save as csv"
            ) from failure
    cells = [_CELLS.get(column.kind, str) for column in schema.TABLES[table]]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(schema.columns(table))
    for row in data.itertuples(index=False, name=None):
        writer.writerow(
            "" if _is_na(value) else cell(value) for cell, value in zip(cells, row, strict=True)
        )
    return out.getvalue().encode("utf-8", "surrogatepass")


def plain_decimal(value: float) -> str:
    """The shortest decimal that reads back as the same float, never in scientific notation.

    >>> plain_decimal(7.4e9), plain_decimal(0.5), plain_decimal(1e-7)
    ('7400000000', '0.5', '0.0000001')
    """
    if value == int(value):
        return str(int(Decimal(repr(value))))
    return format(Decimal(repr(value)), "f")


_CELLS: Mapping[str, Callable[[Any], str]] = {
    "flag": lambda value: "true" if value else "false",
    "number": lambda value: plain_decimal(float(value)),
}
_READ: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "flag": lambda cell: cell == "true",
}
"""How a cell of a kind is written, and read again; any other is text."""


def _read_table(table: str, path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.suffix == ".parquet":
        return schema.check(table, pd.read_parquet(path).astype(schema.dtypes(table)))
    with io.StringIO(path.read_bytes().decode("utf-8", "surrogatepass"), newline="") as lines:
        rows = list(csv.reader(lines))
    wanted = schema.columns(table)
    if not rows or rows[0] != wanted:
        raise InputError(f"{path.name} has other columns than the codebook: save it again")
    kinds = {column.name: _READ.get(column.kind, str) for column in schema.TABLES[table]}
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
