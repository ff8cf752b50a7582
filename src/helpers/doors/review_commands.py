"""Corrections from a terminal: ``python -m helpers review apply|status|merge|agreement|gold``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..escaping import clean, printable

if TYPE_CHECKING:
    import pandas as pd

    from ..studies.review import Replayed, ReviewLog

_STATUS = """Exits with 0 if every correction is applied, and with 1 if one is in conflict (people
differ, or the machine now says a third thing) or an orphan (its words are gone)."""


def add_review(commands: Any) -> None:
    """Add the command ``review`` and its five parts to the command line."""
    command = commands.add_parser(
        "review",
        help="apply, merge and compare the logs of people's corrections",
        description="A log of corrections (NAME.review.jsonl) holds one event per line and is only "
        "ever added to. Events point at words of the article, so that they find their rows again "
        "in tables made by another release.",
    )
    parts = command.add_subparsers(title="parts", metavar="PART", required=True)
    part = parts.add_parser(
        "apply",
        help="write corrected tables",
        description="Write the tables of DIR with the corrections in them into OUT, and beside "
        "them review_statuses.csv and the cleaning log (CSV and XLSX, no cell of which runs as a "
        f"formula). {_STATUS}",
    )
    _add_tables_and_logs(part)
    part.add_argument("--out", required=True, metavar="OUT", help="folder; created if missing")
    part.add_argument("--format", choices=("csv", "parquet"), default="csv", help="of the tables")
    part.add_argument("--strict", action="store_true", help="write nothing if one conflicts")
    part.set_defaults(run=_run_apply)
    part = parts.add_parser(
        "status",
        help="print what becomes of each correction",
        description=f"Print one line per correction; nothing is written. {_STATUS}",
    )
    _add_tables_and_logs(part)
    part.set_defaults(run=_run_status)
    part = parts.add_parser(
        "merge",
        help="merge several logs into one",
        description="Write the union of logs: each event once, in the same order, whatever the "
        "order of the logs. Lines that this release cannot read are kept.",
    )
    part.add_argument("logs", nargs="+", metavar="LOG", help="a .review.jsonl file")
    part.add_argument("--out", required=True, metavar="FILE", help="log to write")
    part.set_defaults(run=_run_merge)
    part = parts.add_parser(
        "agreement",
        help="print how far people agree, and where they do not",
        description="Print for each column that two or more people judged how far they agree (per "
        "cent, Cohen's kappa, Krippendorff's alpha with a 95 %% interval), then what they differ "
        "on and nobody has decided.",
    )
    part.add_argument("logs", nargs="+", metavar="LOG", help="a .review.jsonl file")
    part.set_defaults(run=_run_agreement)
    part = parts.add_parser(
        "gold",
        help="write the checked rows as gold and as training rows",
        description="Write the rows that people checked into OUT/gold, as `score` reads a gold "
        "article, and into OUT/train, in the form of the open corpus.",
    )
    _add_tables_and_logs(part)
    part.add_argument("--out", required=True, metavar="OUT", help="folder; created if missing")
    part.set_defaults(run=_run_gold)


def _add_tables_and_logs(part: argparse.ArgumentParser) -> None:
    part.add_argument("tables", metavar="DIR", help="folder that holds saved tables")
    part.add_argument("logs", nargs="+", metavar="LOG", help="a .review.jsonl file")


def _read_logs(options: argparse.Namespace) -> ReviewLog:
    """The logs as one; what is to know about each file goes to standard error, a line each."""
    from ..studies.review import merge_logs, read_log

    log = merge_logs(*(read_log(path) for path in options.logs))
    for note in log.notes:
        sys.stderr.write(f"note: {_line(note)}\n")
    return log


def _replayed(options: argparse.Namespace, *, strict: bool = False) -> Replayed:
    from ..studies.review import replay
    from ..tables import read_tables

    return replay(read_tables(options.tables), _read_logs(options), strict=strict)


def _run_apply(options: argparse.Namespace) -> int:
    from ..studies.review.cleaning import cleaning_files
    from ..tables import NAMES, table_files
    from ..writing import write_files

    found = _replayed(options, strict=options.strict)
    files = {**table_files(found.tables, format=options.format), **cleaning_files(found)}
    write_files(options.out, files, gone=NAMES)
    _say(f"{_line(str(Path(options.out)))}: {_counted(found)}")
    return int(not found.is_settled)


def _run_status(options: argparse.Namespace) -> int:
    found = _replayed(options)
    _say_table(found.statuses.drop(columns=["before", "note", "when", "reason"]))
    _say(_counted(found))
    return int(not found.is_settled)


def _counted(found: Replayed) -> str:
    from ..studies.review import STATUSES

    told = [verdict.status for verdict in found.verdicts]
    each = ", ".join(f"{told.count(status)} {status}" for status in STATUSES)
    return f"{len(told)} corrections: {each}"


def _run_merge(options: argparse.Namespace) -> int:
    from ..studies.review import write_log

    log = _read_logs(options)
    write_log(options.out, log)
    kept = f", {len(log.unread)} unread lines kept" if log.unread else ""
    _say(f"{_line(str(Path(options.out)))}: {len(log.events)} events{kept}")
    return 0


def _run_agreement(options: argparse.Namespace) -> int:
    from ..studies.review.rates import agreement_of, disagreements_of

    log = _read_logs(options)
    agreement, open_ones = agreement_of(log), disagreements_of(log)
    _say_table(agreement.round(3))
    _say("")
    _say_table(open_ones.drop(columns=["sha256", "event_ids"]))
    _say(f"{len(open_ones)} to decide")
    return 0


def _run_gold(options: argparse.Namespace) -> int:
    from ..measuring.reviewed import gold_files, training_files, unreviewed_of
    from ..writing import write_files

    tables = _replayed(options).tables
    out = Path(options.out)
    write_files(out / "gold", gold_files(tables))
    write_files(out / "train", training_files(tables))
    left = unreviewed_of(tables)
    whole = (
        f"; {left} of {len(tables.numbers)} numbers are unreviewed and not in it" if left else ""
    )
    _say(f"{_line(str(out))}: gold and train{whole}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _say_table(data: pd.DataFrame) -> None:
    """A table of what people wrote, as a terminal can take it."""
    shown = data.astype(object).where(data.notna(), "")
    for name in shown.columns:
        shown[name] = [_line(cell) if isinstance(cell, str) else cell for cell in shown[name]]
    _say(shown.to_string(index=False, max_colwidth=48) if len(shown) else "nothing")


def _line(text: str) -> str:
    return printable(clean(text))
