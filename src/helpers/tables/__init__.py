"""Runs the floors beneath it: one article in, its checked tables out; saved and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schema
from ..attribution import AttributionFinder
from ..records import Article
from ..writing import write_files
from .joined import join_numbers
from .reading import read_article, read_attributions
from .rows import (
    Row,
    article_row,
    claim_row,
    number_row,
    passage_row,
    place_rows,
    residue_row,
    source_rows,
)
from .shown import ShownTable, show_rows, show_table, tables_html
from .store import FORMATS, NAMES, TEXT_NAME, files_of, names_of, read_folder, zip_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMATS",
    "NAMES",
    "TEXT_NAME",
    "AttributionFinder",
    "Tables",
    "frames_of",
    "names_of",
    "read_attributions",
    "read_tables",
    "rows_of",
    "save_tables",
    "show_rows",
    "table_files",
    "tables_of",
    "tables_zip",
]


@dataclass(frozen=True, eq=False)
class Tables:
    """One article and its tables; every row points to characters of ``article.text``."""

    article: Article
    articles: pd.DataFrame
    passages: pd.DataFrame
    sources: pd.DataFrame
    claims: pd.DataFrame
    numbers: pd.DataFrame
    residue: pd.DataFrame
    places: pd.DataFrame

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(getattr(self, name))} {name}" for name in schema.TABLES)
        return f"<Tables of {self.article.loaded_from or self.article.article_id}: {rows}>"

    def _repr_html_(self) -> str:
        return tables_html(self)

    def joined(self) -> pd.DataFrame:
        """One row per number with its claim and its reporter, in text order: the frame to work on.

        ``reporter`` is NA where nobody is named; ``who`` then says which sort of nobody. Dates
        are dates, ``places`` and ``reporter_aliases`` lists.
        """
        return join_numbers(self)

    def show(self, name: str = "numbers") -> ShownTable:
        """One table for eyes: in full, without ids, blanks for NA; ``numbers`` is the joined one.

        Raises InputError where no table has that name.
        """
        return show_table(self, name)


def tables_of(article: Article, *, find_attributions: AttributionFinder | None = None) -> Tables:
    """All tables of one article, checked against the schema.

    ``find_attributions`` may be a function of (article, passages) that returns Attributions; by
    default the network's reading tells them. ``rule_id`` of each claim says who found it. Raises
    ModelError, in one line that says what to do, where the network cannot be read.
    """
    rows = rows_of(article, find_attributions=find_attributions)
    return Tables(article=article, **frames_of(rows))


def rows_of(
    article: Article, *, find_attributions: AttributionFinder | None = None
) -> dict[str, list[Row]]:
    """The rows of each table of one article, by table; nothing is checked yet."""
    read = read_article(article, find_attributions=find_attributions)
    by_claim = read.claims
    return {
        "articles": [article_row(article)],
        "passages": [passage_row(article, passage) for passage in read.passages],
        "sources": source_rows(article, read.sources, by_claim, read.links),
        "claims": sorted(
            (
                claim_row(article, claim, sure)
                for claim, sure in zip(by_claim, read.claims_sure, strict=True)
            ),
            key=lambda row: (row["start"], -row["end"], row["cue_start"] or 0, row["claim_id"]),
        ),
        "numbers": [
            number_row(article, read, by_claim[link.claim], index)
            for index, link in enumerate(read.links)
        ],
        "residue": [residue_row(article, left) for left in read.residue],
        "places": place_rows(article, read.places, read.placed),
    }


def frames_of(rows: Mapping[str, Sequence[Row]]) -> dict[str, pd.DataFrame]:
    """The rows as one frame for each table, every row checked; they may be of many articles.

    Building and checking the frames of a short article takes longer than reading it, so that
    many articles are checked at once. Raises SchemaError.
    """
    frames = {table: schema.check(table, schema.frame(table, rows[table])) for table in rows}
    schema.check_links(frames)
    return frames


def save_tables(tables: Tables, directory: str | Path, *, format: str = "csv") -> list[Path]:
    """Write the tables and ``article.txt`` into a folder, all or none; the paths written.

    Other files of the folder stay; tables of the other format go. A save that is stopped, in
    whatever way, leaves the old tables or the new ones: what a killed one left half done is
    finished by the next ``read_tables`` or ``save_tables``. ``format`` is csv or parquet.
    Raises OutputError.
    """
    return write_files(directory, table_files(tables, format=format), gone=NAMES)


def tables_zip(tables: Tables, *, format: str = "csv") -> bytes:
    """The files that ``save_tables`` writes, as one archive that unpacks to a folder of tables.

    The same tables give the same bytes. ``format`` is csv or parquet. Raises OutputError.
    """
    return zip_of(table_files(tables, format=format))


def table_files(tables: Tables, *, format: str = "csv") -> dict[str, bytes]:
    """Name and bytes of each file that ``save_tables`` writes. Raises OutputError."""
    frames = {table: getattr(tables, table) for table in schema.TABLES}
    return files_of(tables.article, frames, format)


def read_tables(directory: str | Path) -> Tables:
    """The tables that ``save_tables`` wrote, equal to what was saved; raises InputError."""
    article, frames = read_folder(directory)
    return Tables(article=article, **frames)
