"""A folder of articles, each with tables of its own, and the tables of all beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ... import schema
from ...errors import InputError, OutputError
from ...tables import NAMES, names_of
from ...writing import settled, write_files
from .items import OUTCOME, TABLE, Item, find_items
from .outcomes import CHANGED, CorpusOptions, Outcome, made_of, outcomes_csv, outcomes_frame
from .pool import read_shards
from .shards import Shard, parquet_bytes

if TYPE_CHECKING:
    import pandas as pd

ARTICLES = "articles"

_DEFAULTS = CorpusOptions()


def run_folder(
    directory: str | Path,
    out: str | Path,
    *,
    options: CorpusOptions = _DEFAULTS,
    jobs: int = 1,
    progress: Callable[[Outcome, int], None] | None = None,
) -> pd.DataFrame:
    """Every article of a folder as tables under ``out``; one row an article says what became of it.

    Results, of this run or of an earlier one, are no articles wherever they lie in the folder.
    ``out/articles/<name>/`` holds the tables of one article, or only ``outcome.json`` where it
    was refused; ``out/<table>`` those of all, each article once; ``out/outcomes.csv`` the rows
    that are returned, without ``seconds``, which is NA for what an earlier run had done.
    ``progress`` is called after each article with its outcome and the number of all. Raises
    InputError and OutputError for the two folders alone.
    """
    directory, out = Path(directory), Path(out)
    check_folders(directory, out)
    names_of(options.format)  # an unknown one is refused once, not once an article
    home = out / ARTICLES
    write_files(home, {})  # a folder that takes nothing is refused before the first article
    items = list(find_items(directory, out, options.loading))
    done: dict[str, Outcome] = {}

    def add(outcome: Outcome) -> None:
        done[outcome.folder] = outcome
        if progress is not None:
            progress(outcome, len(items))

    def unread() -> Iterator[Shard]:
        for item in items:
            outcome = outcome_of(home / item.name, item, options)
            if outcome is None:
                yield Shard(item.name, (item,), options, apart=True)
            else:
                add(outcome)

    for shard, result, seconds in read_shards(unread(), jobs=jobs):
        write_files(home / shard.name, result.files, gone=NAMES)
        add(replace(result.outcomes[0], seconds=seconds))
    outcomes = [done[item.name] for item in items]
    _write_all(out, home, outcomes, options.format)
    return outcomes_frame(outcomes)


def check_folders(inputs: Path, out: Path) -> None:
    """InputError and OutputError for a folder of articles that is none, or for results in it."""
    if not inputs.is_dir():
        raise InputError(f"{inputs} is not a folder: name one that holds articles")
    if out.resolve() == inputs.resolve():
        raise OutputError(f"{out} is the folder of the articles: name another for the results")


def outcome_of(folder: Path, item: Item, options: CorpusOptions) -> Outcome | None:
    """What an earlier run made of the same bytes with the same options; None where nothing.

    Nothing, too, where one of its tables is no longer there.
    """
    try:
        with settled(folder):
            kept = json.loads((folder / OUTCOME).read_bytes())
            there = {path.name for path in folder.iterdir() if path.is_file()}
        if kept.pop("made_of") != made_of(item, options):
            return None
        outcome = Outcome(**kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nothing there, or nothing that this version wrote: read it again
    if (outcome.reason or "").endswith(CHANGED):
        return None
    wanted = names_of(options.format) if outcome.outcome == "loaded" else []
    return outcome if there.issuperset(wanted) else None


def _write_all(out: Path, home: Path, outcomes: list[Outcome], format: str) -> None:
    """The tables of all articles; one that stands there under two names is taken once."""
    once = {one.article_id: home / one.folder for one in reversed(outcomes) if one.article_id}
    folders = [home / one.folder for one in outcomes if home / one.folder in once.values()]
    joined = _joined_csv if format == "csv" else _joined_parquet
    files = {f"{table}.{format}": joined(table, folders) for table in schema.TABLES}
    files[TABLE] = outcomes_csv(outcomes)
    write_files(out, files, gone=[name for name in NAMES if name != "article.txt"])


def _joined_csv(table: str, folders: list[Path]) -> bytes:
    header = io.StringIO(newline="")
    csv.writer(header, lineterminator="\r\n").writerow(schema.columns(table))
    start = header.getvalue().encode("ascii")
    parts = ((folder / f"{table}.csv").read_bytes() for folder in folders)
    return start + b"".join(part.removeprefix(start) for part in parts)


def _joined_parquet(table: str, folders: list[Path]) -> bytes:
    import pandas as pd

    frames = [pd.read_parquet(folder / f"{table}.parquet") for folder in folders]
    joined = pd.concat(frames, ignore_index=True) if frames else schema.frame(table, [])
    return parquet_bytes(joined.astype(schema.dtypes(table)))
