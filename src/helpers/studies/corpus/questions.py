"""Questions to a corpus: its numbers, their days, who quotes whom, and the words of its texts."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import schema
from ...errors import InputError, OutputError
from .engine import SHARDS
from .items import MANIFEST
from .reporters import doubtful_reporters_of, identified, reporters_of
from .shards import SHARD
from .tolls import check_kind, tolls_of

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

NOBODY = "(nobody named)"
_TABLES = (*schema.TABLES, "texts", "outcomes")
_MOST = 10_000
"""Articles that a search for words may find: past it the answer would be a silent sample."""

_NO_ROOM = (
    "the folder for temporary files does not take what questions need: make room there, or name "
    "another in TMPDIR"
)

_NUMBERS = """
    SELECT n.*, s.name AS reporter, s.source_type, a.outlet, a.published, a.title,
        p.lat, p.lon
    FROM numbers n
    JOIN articles a USING (article_id)
    LEFT JOIN sources s ON s.source_id = n.source_id
    LEFT JOIN places p ON p.place_id = n.place_id
"""
_ORDER = "ORDER BY published NULLS LAST, article_id, start, number_id"
_QUOTED = f"""
    SELECT c.article_id, coalesce(a.outlet, '(no outlet told)') AS outlet,
        coalesce(s.name, '{NOBODY}') AS source, s.source_type
    FROM claims c JOIN articles a USING (article_id)
    LEFT JOIN sources s ON s.source_id = c.source_id
    WHERE c.form <> 'narrator' AND c.zone <> 'boilerplate'
"""

_ASKED = ("kind", "place", "at_least", "reporter")


class Corpus:
    """The corpus that a run wrote into a folder, asked through DuckDB; close it, or use ``with``.

    Tables stay in their files. Every answer is whole and in a fixed order. What questions join
    is joined once, at the first that asks for it, into a temporary file that goes with this.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory)
        try:
            kept = json.loads((self.directory / MANIFEST).read_bytes())
            self.shards: tuple[str, ...] = tuple(kept["shards"])
        except (OSError, ValueError, KeyError, TypeError) as failure:
            raise InputError(
                f"{directory} holds no finished corpus: make one with python -m helpers corpus"
            ) from failure
        for shard in self.shards:
            self._check(shard)

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, shard: str) -> None:
        """InputError where a file of a shard is gone, or has not the size it was written with."""
        home = self.directory / SHARDS / shard
        try:
            files = json.loads((home / SHARD).read_bytes())["files"]
            cut = [
                name for name, (size, _) in files.items() if (home / name).stat().st_size != size
            ]
        except (OSError, ValueError, KeyError, TypeError) as failure:
            raise InputError(f"{self.directory} has lost its shard {shard}: run it again") from (
                failure
            )
        if cut:
            raise InputError(f"{self.directory} has a damaged {cut[0]} in {shard}: run it again")

    def close(self) -> None:
        """Let go of what was opened."""
        if "_words" in self.__dict__:
            self.__dict__.pop("_words").close()
        if self.__dict__.pop("_base", None) is not None:
            for joined in ("_told", "_quoted"):
                self.__dict__.pop(joined, None)
            self._let_go()

    @cached_property
    def _base(self) -> duckdb.DuckDBPyConnection:
        try:
            import duckdb
        except ImportError as failure:
            raise InputError("querying a corpus needs duckdb: install the extra [corpus]") from (
                failure
            )
        try:
            home = tempfile.mkdtemp(prefix="attributed-")
            base = duckdb.connect(f"{home}/joined.duckdb")
        except (OSError, duckdb.IOException) as failure:
            raise OutputError(_NO_ROOM) from failure
        self._let_go = weakref.finalize(self, _closed, base, home)
        for table in _TABLES:
            files = [
                str(self.directory / SHARDS / shard / f"{table}.parquet") for shard in self.shards
            ]
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            if files:
                try:
                    base.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])")
                except duckdb.Error as failure:
                    raise InputError(
                        f"{self.directory} has a damaged {table}.parquet: run it again"
                    ) from failure
                if table in schema.TABLES and base.table(table).columns != schema.columns(table):
                    raise InputError(
                        f"{self.directory} was made by another version, with other columns in "
                        f"{table}: run it again"
                    )
                continue
            empty = schema.frame(table, []) if table in schema.TABLES else None
            if empty is not None:
                base.register(table, empty)
        return base

    def ask(self, query: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The rows of a query of your own over the tables, ``texts`` and ``outcomes``."""
        return self._base.execute(query, list(values)).df()

    @cached_property
    def _told(self) -> str:
        """The numbers with who reported each, in their order: every row of the answers."""
        return self._joined("told", f"{_NUMBERS} {_ORDER}")

    @cached_property
    def _quoted(self) -> str:
        """Who is quoted in which article, a row a claim."""
        return self._joined("quoted", _QUOTED)

    def _joined(self, name: str, query: str) -> str:
        import duckdb

        try:
            self._base.execute(f"CREATE TABLE {name} AS {query}")
        except duckdb.IOException as failure:
            raise OutputError(_NO_ROOM) from failure
        return name

    def numbers(
        self,
        *,
        kind: str | None = None,
        place: str | None = None,
        at_least: float | None = None,
        reporter: str | None = None,
        words: str | None = None,
    ) -> pd.DataFrame:
        """The numbers that fit all that is asked, oldest article first, with who reported each.

        ``place`` is a name as printed or a country; ``at_least`` holds where the value, or a
        lower bound, reaches it; ``reporter`` is part of a source's name, NOBODY for none;
        ``words`` must stand in the article, as :meth:`search` finds them. Boilerplate is out.
        """
        where, values = _where(kind, place, at_least, reporter)
        where += self._with_words(words, values)
        told = f"SELECT * FROM {self._told} n WHERE {' AND '.join(where)} ORDER BY rowid"
        return self.ask(told, values)

    def page(self, number: int, *, rows: int = 50, **asked: Any) -> tuple[pd.DataFrame, int]:
        """Page ``number`` (from 0) of :meth:`numbers` as asked, and how many rows there are."""
        if unknown := sorted(asked.keys() - {*_ASKED, "words"}):
            raise InputError(f"cannot ask by {unknown[0]!r}: use {', '.join(_ASKED)}, words")
        where, values = _where(*(asked.get(key) for key in _ASKED))
        where += self._with_words(asked.get("words"), values)
        told = f"FROM {self._told} n WHERE {' AND '.join(where)}"
        count = int(self.ask(f"SELECT count(*) AS rows {told}", values)["rows"][0])
        here = f"LIMIT {int(rows)} OFFSET {int(number) * int(rows)}"
        return self.ask(f"SELECT * {told} ORDER BY rowid {here}", values), count

    def _with_words(self, words: str | None, values: list[Any]) -> list[str]:
        if words is None:
            return []
        values.append(self.search(words))
        return ["list_contains(?, n.article_id)"]

    def timeline(self, *, kind: str, place: str | None = None) -> pd.DataFrame:
        """One row a day of publication: least and most told of one kind, by how many articles."""
        where, values = _where(kind, place, None, None)
        return self.ask(
            f"""
            SELECT published, count(DISTINCT article_id) AS articles, count(*) AS numbers,
                count(DISTINCT coalesce(reporter, '{NOBODY}')) AS reporters,
                min(coalesce(value, low, high)) AS least, max(coalesce(value, high, low)) AS most
            FROM {self._told} n
            WHERE {" AND ".join(where)} AND NOT n.background AND published IS NOT NULL
            GROUP BY published ORDER BY published
            """,
            values,
        )

    def who_quotes_whom(self, articles: Sequence[str] | None = None) -> pd.DataFrame:
        """Outlet and source, with the articles in which it quotes it and the claims it takes.

        ``articles`` are the ids of those to look at, such as the origins alone; all by default.
        """
        among, values = "", []
        if articles is not None:
            among, values = "WHERE list_contains(?, article_id)", [list(articles)]
        return self.ask(
            f"""
            SELECT outlet, source, any_value(source_type) AS source_type,
                count(DISTINCT article_id) AS articles, count(*) AS claims
            FROM {self._quoted} {among}
            GROUP BY 1, 2 ORDER BY articles DESC, claims DESC, outlet, source
            """,
            values,
        )

    @cached_property
    def _who(self) -> pd.DataFrame:
        return identified(self)

    def reporters(self, articles: Sequence[str] | None = None) -> pd.DataFrame:
        """One row a reporter with a name, who is the same in many articles: names and counts.

        A person is known by the full name (by the surname only beside it), a body by its name,
        its acronym or a second name that some article gives; one name in two countries is two.
        All articles decide who is who; ``articles`` are the ids of those to count.
        """
        return reporters_of(self._who, articles)

    def doubtful_reporters(self) -> pd.DataFrame:
        """Pairs of reporters that may be one, with the reason; none of them is merged.

        They share a name in two countries, an acronym with two readings, or surname and role.
        """
        return doubtful_reporters_of(self._who)

    def tolls(self, *, kind: str | None = None, place: str | None = None) -> pd.DataFrame:
        """One row a toll and day: least and most told, who told them, revised, contradicted.

        A toll is a kind at a place, of one unit and population; the day is that which the figure
        is for. What copies of a report repeat counts once. ``change`` compares the most with
        the last day that told one, ``revised`` each reporter with itself; two reporters of one
        day contradict each other where their bounds do not meet. Figures without a place or a
        day are counted in rows that compare nothing. Expected, denied and added figures are out.
        """
        check_kind(kind)
        return tolls_of(self, self._who, *_where(kind, place, None, None))

    @cached_property
    def _words(self) -> sqlite3.Connection:
        """The texts by their words: made at the first search, in memory."""
        index = sqlite3.connect(":memory:")
        index.execute("CREATE VIRTUAL TABLE texts USING fts5(article_id UNINDEXED, text)")
        rows = self._base.execute("SELECT article_id, text FROM texts ORDER BY article_id")
        while some := rows.fetchmany(1000):
            index.executemany("INSERT INTO texts VALUES (?, ?)", some)
        return index

    def search(self, words: str) -> list[str]:
        """The ids of the articles that hold all the words, the best first; "in quotes" a phrase.

        Raises InputError for more than :data:`_MOST`: an answer is never cut in silence.
        """
        parts = [part for i, part in enumerate(words.split('"')) for part in _parts(part, i % 2)]
        if not parts:
            return []
        query = " ".join('"' + part + '"' for part in parts)
        found = self._words.execute(
            "SELECT article_id FROM texts WHERE texts MATCH ? ORDER BY rank, article_id", [query]
        ).fetchall()
        if len(found) > _MOST:
            raise InputError(f"{len(found):,} articles hold these words: give more words")
        return [article_id for (article_id,) in found]


def _closed(base: duckdb.DuckDBPyConnection, home: str) -> None:
    base.close()
    shutil.rmtree(home, ignore_errors=True)


def _parts(part: str, is_phrase: int) -> list[str]:
    return [part.strip()] * bool(part.strip()) if is_phrase else part.split()


def _where(
    kind: str | None, place: str | None, at_least: float | None, reporter: str | None
) -> tuple[list[str], list[Any]]:
    where = ["n.zone <> 'boilerplate'"]
    values: list[Any] = []
    if kind is not None:
        if kind not in schema.NUMBER_KINDS:
            raise InputError(f"no number is of kind {kind!r}: {', '.join(schema.NUMBER_KINDS)}")
        where.append("n.kind = ?")
        values.append(kind)
    if place is not None:
        where.append("(lower(n.place) = lower(?) OR lower(n.place_country) = lower(?))")
        values += [place, place]
    if at_least is not None:
        where.append("coalesce(n.value, n.low) >= ?")
        values.append(float(at_least))
    if reporter == NOBODY:
        where.append("n.source_id IS NULL")
    elif reporter is not None:
        where.append("contains(lower(n.reporter), lower(?))")
        values.append(reporter)
    return where, values
