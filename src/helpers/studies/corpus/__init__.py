"""A folder of articles, each loaded or refused on its own: nothing spreads, nothing is lost.

Each article is read in a process apart, under a deadline, and its results are put into place all
or none. What is in place counts as done: a run that was stopped, in whatever way, is taken up
where it ended, and leaves the same bytes as one that was not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError, OutputError
from ...tables import names_of
from ...writing import write_file, write_files
from .items import TABLE, Item, find_items
from .outcomes import COLUMNS, FolderOptions, Outcome, outcome_of
from .reader import ReaderApart

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FolderOptions", "Item", "Outcome", "find_items", "run_folder"]

ARTICLES = "articles"

_DEFAULTS = FolderOptions()


def run_folder(
    directory: str | Path,
    out: str | Path,
    *,
    options: FolderOptions = _DEFAULTS,
    progress: Callable[[Outcome, int], None] | None = None,
) -> pd.DataFrame:
    """Every article of a folder as tables under ``out``; one row an article says what became of it.

    Results, of this run or of an earlier one, are no articles wherever they lie in the folder.
    ``out/articles/<name>/`` holds the tables of one article, or only ``outcome.json`` where it
    was refused; ``out/outcomes.csv`` holds the rows that are returned, without ``seconds``, which
    is NA for what an earlier run had done. ``progress`` is called after each article with its
    outcome and the number of all. Raises InputError and OutputError for the two folders alone.
    """
    directory, out = Path(directory), Path(out)
    if not directory.is_dir():
        raise InputError(f"{directory} is no folder: name one that holds articles")
    if out.resolve() == directory.resolve():
        raise OutputError(f"{out} is the folder of the articles: name another for the results")
    names_of(options.format)  # an unknown one is refused once, not once an article
    home = out / ARTICLES
    write_files(home, {})  # a folder that takes nothing is refused before the first article
    outcomes = []
    with ReaderApart(home, options) as reader:
        items = find_items(directory, out, reader.rows_of)
        for item in items:
            outcome = outcome_of(home / item.name, item, options)
            if outcome is None:
                outcome = reader.read(item)
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, len(items))
    _write_table(out / TABLE, outcomes)
    return _frame(outcomes)


def _write_table(path: Path, outcomes: list[Outcome]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [column for column in COLUMNS if column != "seconds"]
    writer.writerow(columns)
    for outcome in outcomes:
        cells = (getattr(outcome, column) for column in columns)
        writer.writerow(["" if cell is None else cell for cell in cells])
    # A name that is not UTF-8, or half of a surrogate pair in a title, is told by its code.
    write_file(path, text.getvalue().encode("utf-8", "backslashreplace"))


def _frame(outcomes: list[Outcome]) -> pd.DataFrame:
    import pandas as pd

    types = {
        "row": "Int64",
        "n_chars": "Int64",
        "n_claims": "Int64",
        "n_numbers": "Int64",
        "seconds": "Float64",
    }
    data = {
        column: pd.array(
            [getattr(one, column) for one in outcomes], types.get(column, "string[python]")
        )
        for column in COLUMNS
    }
    return pd.DataFrame(data, columns=list(COLUMNS))
