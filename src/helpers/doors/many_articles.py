"""The commands that read many articles: a folder with tables for each, or a corpus of all."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..studies.corpus import CorpusOptions, Outcome

_SHOWN = 20
"""Refusals told on the terminal, of however many: all stand in the outcomes."""


def add_folder(commands: argparse._SubParsersAction) -> None:
    """The command ``folder``."""
    command = commands.add_parser(
        "folder",
        help="write the tables of every article in a folder",
        description="Read every article below a folder (and each row of an export in it), each "
        "under its own deadline. DIR/articles/NAME holds the tables of one article, DIR those of "
        "all, DIR/outcomes.csv says what became of each. A second run continues where the first "
        "stopped.",
    )
    command.add_argument("folder", metavar="FOLDER", help="folder with articles")
    command.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="default: %(default)s"
    )
    _add_many(command)
    command.set_defaults(run=_run_folder)


def add_corpus(commands: argparse._SubParsersAction) -> None:
    """The command ``corpus``."""
    command = commands.add_parser(
        "corpus",
        help="read thousands of articles into one corpus that you can query",
        description="Read every article below a folder, each row of a CSV, JSON-lines or Parquet "
        "file, or each page and text of a web archive (.warc, .warc.gz), into shards of Parquet "
        "under DIR/shards; helpers.Corpus(DIR) asks questions of them. What cannot be read is "
        "refused with its reason; the run goes on. A killed run continues where it stopped.",
    )
    command.add_argument(
        "input", metavar="IN", help="folder with articles, an export or a web archive"
    )
    command.add_argument(
        "--engine",
        choices=("pool", "dask"),
        default="pool",
        help="processes of this machine, or workers of Dask (default: %(default)s)",
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of Dask, such as tcp://host:8786 (default: workers on this machine)",
    )
    command.add_argument(
        "--shard",
        type=int,
        default=500,
        metavar="N",
        help="articles of a shard, from half to twice as many; the work that a killed run loses "
        "(default: %(default)s)",
    )
    _add_many(command)
    command.set_defaults(run=_run_corpus)


def _add_many(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", required=True, metavar="DIR", help="folder; created if missing")
    add_reading(command, encoding="detect")
    command.add_argument(
        "--seconds",
        type=float,
        default=20.0,
        metavar="N",
        help="refuse an article that takes longer (default: %(default)s)",
    )
    command.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that read at once (default: one per core, %(default)s here)",
    )


def add_reading(command: argparse.ArgumentParser, *, encoding: str | None) -> None:
    """The arguments that say how to read what cannot be read without being told."""
    command.add_argument(
        "--encoding",
        default=encoding,
        metavar="NAME",
        help="of text files: a codec such as cp1252, or 'detect' (default: "
        f"{encoding or 'UTF-8 only'})",
    )
    command.add_argument(
        "--any-language",
        action="store_true",
        help="accept languages other than English, with a note",
    )
    command.add_argument(
        "--text-column", metavar="NAME", help="column of an export that holds the text"
    )


def _options(options: argparse.Namespace, format: str) -> CorpusOptions:
    from ..studies.corpus import CorpusOptions

    return CorpusOptions(
        format=format,
        encoding=options.encoding,
        any_language=options.any_language,
        text_column=options.text_column,
        seconds=options.seconds,
    )


def _run_folder(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from ..studies.corpus import run_folder

    with ExitStack() as shown:
        bars: list[tqdm] = []

        def show(outcome: Outcome, total: int) -> None:
            if not bars:  # only now is it known how many there are
                bar = tqdm(total=total, desc="articles", unit="article", file=sys.stderr)
                bars.append(shown.enter_context(bar))
            bars[0].update()
            if outcome.outcome == "refused":
                bars[0].write(f"refused: {outcome.file}: {outcome.reason}", file=sys.stderr)

        outcomes = run_folder(
            options.folder,
            options.out,
            options=_options(options, options.format),
            jobs=max(1, options.jobs),
            progress=show,
        )
    table = outcomes[["file", "row", "outcome", "seconds", "n_numbers", "reason"]]
    _say(table.to_string(index=False, na_rep="", max_colwidth=60))
    counted = outcomes["outcome"].value_counts()
    _say(
        f"{Path(options.out)}: {counted.get('loaded', 0)} loaded, "
        f"{counted.get('refused', 0)} refused; every one in outcomes.csv"
    )
    return int(counted.get("refused", 0) > 0)


def _run_corpus(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from ..studies.corpus import run_corpus
    from ..studies.corpus.on_dask import read_on_dask

    told = 0
    jobs = max(1, options.jobs)
    by_dask = partial(read_on_dask, scheduler=options.scheduler, jobs=jobs)
    with ExitStack() as shown:
        bar = shown.enter_context(tqdm(desc="articles", unit="article", file=sys.stderr))

        def show(articles: int, others: list[Outcome]) -> None:
            nonlocal told
            bar.update(articles)
            for one in others:
                if one.outcome == "refused" and (told := told + 1) <= _SHOWN:
                    bar.write(f"refused: {one.file}: {one.reason}", file=sys.stderr)

        run = run_corpus(
            options.input,
            options.out,
            options=replace(_options(options, "parquet"), shard=options.shard),
            jobs=jobs,
            read=by_dask if options.engine == "dask" or options.scheduler else None,
            progress=show,
        )
    if told > _SHOWN:
        sys.stderr.write(f"refused: {told - _SHOWN:,} more\n")
    _say(
        f"{Path(options.out)}: {run.articles:,} articles in {len(run.shards):,} shards "
        f"({run.kept:,} of an earlier run): {run.loaded:,} loaded, {run.refused:,} refused, "
        f"{run.duplicates:,} duplicates; the outcomes of each shard say why"
    )
    return int(run.refused > 0)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
