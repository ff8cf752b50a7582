"""One page on one article, for a colleague: what it counts, who says so, and what to check.

The page needs no other file, no network and no script; it follows a dark theme and prints.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..escaping import escaped
from ..loading import MAX_CHARS, load_article
from ..schema import NUMBER_KINDS
from ..studies.briefs import residue_of, sources_of
from ..tables import tables_of
from ..tables.shown import cell_text, html_table
from ..writing import write_files

if TYPE_CHECKING:
    import pandas as pd

    from ..tables import Tables

PAGE = "index.html"
_UNDRAWN = ("date", "ordinal", "frequency")  # figures that no axis holds

_STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1f2328; --soft: #5b6470; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper);
       color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { line-height: 1.2; margin-bottom: 0.2rem } h2 { margin-top: 2.2rem }
.facts, summary, .note { color: var(--soft) }
.wide { overflow-x: auto; font-size: 0.9rem }
svg { width: 100%; max-width: 912px; height: auto }
pre { overflow-x: auto }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16191d; --ink: #e8eaed; --soft: #b0b8c1; DARK }
  .article-marked { filter: invert(0.92) hue-rotate(180deg) }
}
@media print {
  body { margin: 0; max-width: none } details { display: none }
  h2 { break-after: avoid } svg, tr { break-inside: avoid }
}
"""


def run_report(
    article_path: str | Path,
    out_dir: str | Path,
    *,
    published: dt.date | str | None = None,
    max_chars: int = MAX_CHARS,
) -> Path:
    """Reads the article and writes its page; the path of ``index.html`` comes back.

    ``published`` dates an article that has no metadata file beside it; ``max_chars`` refuses
    earlier than the limit of loading would, never later. Other files of ``out_dir`` stay.
    Raises InputError or OutputError.
    """
    article = load_article(article_path, published=published, max_chars=min(max_chars, MAX_CHARS))
    out_dir = Path(out_dir).resolve()
    write_files(out_dir, {})  # a folder that takes nothing is refused before the work
    write_files(out_dir, {PAGE: report_html(tables_of(article)).encode("utf-8")})
    return out_dir / PAGE


def report_html(tables: Tables) -> str:
    """The page: headline, chart, who says what, rows to check, the marked text, what was left out.

    A section without rows is left out. Every word of the article is escaped.
    """
    from ..views.charts.live_chart import dark_colours

    title = escaped(_title(tables))
    style = _STYLE.replace("DARK", dark_colours())
    body = "\n".join(part for part in _parts(tables) if part)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def _parts(tables: Tables) -> Iterator[str]:
    from ..views.charts import words
    from ..views.highlight import highlight_html
    from ..views.widgets.number_table import number_rows

    rows = number_rows(tables)
    yield _facts(tables)
    yield _chart(tables)
    yield _section("Who says what", _by_reporter(rows), _BY_NUMBER)
    speakers = sources_of(tables)
    for closed in ("type", "naming"):
        speakers[closed] = speakers[closed].map(words)
    yield _section("Who speaks", speakers, {})
    weak = rows[rows["check"] != ""]
    note = "These rows are the most likely to be wrong: check them before you use them."
    yield _section("Rows to check first", weak, _TO_CHECK, note)
    yield f"<h2>The text, marked</h2>\n{highlight_html(tables)}"
    yield _left_out(tables)
    yield _code(tables)


_BY_NUMBER = {
    "reporter": "who",
    "printed": "as printed",
    "kind": "kind",
    "bounds": "as a bound",
    "where": "where, when",
    "firm": "how firmly",
}
_TO_CHECK = {"printed": "as printed", "kind": "kind", "reporter": "who", "check": "why"}


def _by_reporter(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one reporter together, in the order of first words; the article's own last."""
    order = {name: place for place, name in enumerate(dict.fromkeys(rows["reporter"]))}
    keys = rows["reporter"].map(lambda name: (name.startswith("("), order[name]))
    return rows.iloc[sorted(range(len(rows)), key=lambda i: keys.iloc[i])]


def _title(tables: Tables) -> str:
    article = tables.article
    passages = tables.passages
    headlines = passages.loc[passages["zone"] == "headline", ["start", "end"]]
    printed = [article.text[start:end] for start, end in headlines.itertuples(index=False)]
    return article.title or next(iter(printed), article.loaded_from or "An article without a title")


def _facts(tables: Tables) -> str:
    article = tables.article
    facts = (
        article.outlet,
        article.agency,
        article.published or "date not known",
        f"{len(article.text.split()):,} words",
        f"{len(tables.numbers):,} numbers",
        f"{len(tables.sources):,} sources",
    )
    told = " · ".join(cell_text(fact) for fact in facts if fact)
    return f'<p class="facts">{escaped(told)}</p>'


def _chart(tables: Tables) -> str:
    from ..views.charts import estimates_alt, plot_estimates
    from ..views.charts.live_chart import live_svg

    told = estimates_alt(tables)
    chart = live_svg(plot_estimates(tables), [], label=told)
    return (
        f"<h2>The figures, and who reported each</h2>\n{chart}\n"
        f"<details><summary>This chart in words</summary><p>{escaped(told)}</p></details>"
    )


def _section(heading: str, rows: pd.DataFrame, columns: dict[str, str], note: str = "") -> str:
    """A table under its heading; "" where it has no rows."""
    if rows.empty:
        return ""
    shown = rows[list(columns)] if columns else rows
    cells = ([cell_text(cell) for cell in row] for row in shown.itertuples(index=False, name=None))
    heads = [columns.get(name, name) for name in shown.columns]
    told = f'<p class="note">{note}</p>' if note else ""
    table = html_table(heads, cells, label=heading)
    return f'<h2>{heading}</h2>\n{told}<div class="wide">{table}</div>'


def _left_out(tables: Tables) -> str:
    """What no chart shows and what no table took, in words and rows."""
    numbers = tables.numbers
    apart = [
        f"{int((numbers['kind'] == kind).sum())} {kind}"
        for kind in NUMBER_KINDS
        if kind in _UNDRAWN and (numbers["kind"] == kind).any()
    ]
    advertised = int((numbers["zone"] == "boilerplate").sum())
    notes = []
    if apart:
        notes.append(f"These figures fit no axis: {', '.join(apart)}.")
    if advertised:
        notes.append(f"{advertised} in notices and appeals around the report are not part of it.")
    from ..views.charts import words

    residue = residue_of(tables)
    residue["reason"] = residue["reason"].map(words)
    left = _section("What was seen and not taken", residue, {}, " ".join(notes))
    if left or not notes:
        return left
    return f'<h2>What was left out</h2>\n<p class="note">{" ".join(notes)}</p>'


def _code(tables: Tables) -> str:
    name = tables.article.loaded_from or "article.txt"
    lines = (
        "from helpers import load_article, plot_estimates, tables_of",
        f"tables = tables_of(load_article({name!r}))",
        "plot_estimates(tables)",
        "tables.show('numbers')",
    )
    code = escaped("\n".join(lines))
    return f"<details><summary>The same in code</summary><pre>{code}</pre></details>"
