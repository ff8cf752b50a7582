"""Who said which number, on the terminal: ``attributed show story.txt``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..escaping import one_line
from ..loading import MAX_CHARS, load_article

if TYPE_CHECKING:
    from ..tables import Tables

_WIDEST = 44
_STDIN = "-"
_COLUMNS = ("as printed", "kind", "place", "as of", "reported by")


def add_show(commands: Any) -> None:
    """Add the command ``show`` to the command line."""
    command = commands.add_parser(
        "show",
        help="print who said which number",
        description="Print each number of an article and who reported it; nothing is written.",
    )
    command.add_argument(
        "article", metavar="ARTICLE", help="a file of any kind that tables takes, or - for the "
        "text on standard input",
    )  # fmt: skip
    command.add_argument(
        "--published", metavar="YYYY-MM-DD", help="publication date, to resolve weekdays"
    )
    command.add_argument(
        "--json", action="store_true", help="the whole rows, with the reporter's name, as JSON"
    )
    command.set_defaults(run=_run_show)


def _run_show(options: argparse.Namespace) -> int:
    from ..tables import tables_of

    given = _standard_input() if options.article == _STDIN else options.article
    tables = tables_of(load_article(given, published=options.published))
    sys.stdout.write(_as_json(tables) if options.json else shown(tables))
    return 0


def _standard_input() -> bytes:
    """What stands there, up to more than any article has: that much is refused by its length."""
    data = sys.stdin.buffer.read(MAX_CHARS * 4 + 1)
    if not data.strip():
        raise InputError("nothing on standard input: pipe an article in, or name a file")
    return data


def shown(tables: Tables) -> str:
    """The numbers as a table in plain text, with a line at its end that counts them."""
    from ..studies.briefs import numbers_of

    brief = numbers_of(tables)[list(_COLUMNS)]
    filled = brief.astype(object).where(brief.notna(), "")
    rows = [_COLUMNS, *filled.itertuples(index=False, name=None)]
    named = int(tables.numbers["source_id"].notna().sum())
    counted = f"{len(brief)} number{'s' if len(brief) > 1 else ''}"
    last = f"{counted}, {named} of them with a source.\n"
    return "".join(_aligned(rows)) + last if len(brief) else "No numbers found.\n"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    cells = [[_cut(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for number, row in enumerate(cells):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield line.rstrip() + "\n"
        if number == 0:
            yield "  ".join("-" * width for width in widths) + "\n"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _as_json(tables: Tables) -> str:
    from ..studies.briefs import reporters_of
    from .standards.inert import json_bytes, records_of

    numbers = tables.numbers.assign(reported_by=reporters_of(tables))
    found = {"article": records_of(tables.articles)[0], "numbers": records_of(numbers)}
    return json_bytes(found).decode("ascii")
