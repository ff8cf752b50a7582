"""Builds the documentation site into build/docs: no network, warnings are errors, links checked.

The pages are written by hand (docs/, docs/site/) or made here from what they tell of: the reference
of names from their docstrings and from docs/site/examples.toml, which is run; that of columns and
words from the schema. Notebooks go in as committed and are not run.
"""

from __future__ import annotations

import argparse
import ast
import base64
import contextlib
import html
import inspect
import io
import os
import re
import shutil
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
STAGE = ROOT / "build" / "docs-source"
SITE = ROOT / "build" / "docs"
SHOWN_ROWS = 4
OF_WHAT = "@name@"
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]+)\)")

PLACED = {
    "docs/annotation.md": "explanation/annotation.md",
    "docs/reliability.md": "explanation/reliability.md",
    "docs/language_models.md": "howto/language_models.md",
    "docs/standards.md": "howto/standards.md",
    "docs/widgets.md": "howto/widgets.md",
    "data/CODEBOOK.md": "reference/tables.md",
    "data/ESTIMATES.md": "reference/estimates.md",
}
"""File of the repository → page of the site, where they are called differently."""


def stage() -> None:
    """Lay out the source of the site, with what is made from the code."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "site", STAGE)
    (STAGE / "examples.toml").unlink()
    shutil.copytree(ROOT / "docs" / "pictures", STAGE / "pictures")
    pages = {name: place for name, place in PLACED.items() if name.startswith("docs/")}
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    pages |= {f"notebooks/{path.name}": f"notebooks/{path.name}" for path in notebooks}
    for name in ("notebooks", "reference"):
        (STAGE / name).mkdir(exist_ok=True)
    for name, place in pages.items():
        written = _relinked((ROOT / name).read_text("utf-8"), name, place)
        (STAGE / place).write_text(written, "utf-8")
    reference = STAGE / "reference"
    (reference / "names.md").write_text(names_page(), "utf-8")
    (reference / "tables.md").write_text(tables_page(), "utf-8")
    (reference / "estimates.md").write_text(estimates_page(), "utf-8")
    (STAGE / "explanation" / "measured.md").write_text(measured_page(), "utf-8")


def _relinked(text: str, name: str, place: str) -> str:
    """Links between files of the repository as links of the site; the rest becomes its path."""

    def link(found: re.Match[str]) -> str:
        target, _, anchor = found[2].partition("#")
        if "://" in target or not target or target.startswith("attachment:"):
            return found[0]
        path = os.path.relpath((ROOT / name).parent / target, ROOT)
        page = PLACED.get(path) or (path if re.fullmatch(r"notebooks/.+\.ipynb", path) else None)
        if page is None:
            return found[1] if path in found[1] else f"{found[1]} (`{path}` in the repository)"
        there = os.path.relpath(page, Path(place).parent)
        return f"[{found[1]}]({there}{'#' + anchor if anchor else ''})"

    return LINK.sub(link, text)


# -- the reference of names ----------------------------------------------------------------------


def names_page() -> str:
    """Every public name: its promise, how it is called, and an example with what it gives."""
    import helpers

    examples = tomllib.loads((ROOT / "docs" / "site" / "examples.toml").read_text("utf-8"))
    told = {name for group in examples.values() for name in group}
    odd = {name for name in told if not hasattr(helpers, name)} | (set(helpers.__all__) - told)
    if odd:
        raise SystemExit(
            "docs: without an example in docs/site/examples.toml, or no name of helpers: "
            + ", ".join(sorted(odd))
        )
    at_hand: dict[str, Any] = {"helpers": helpers}
    at_hand.update((name, getattr(helpers, name)) for name in told)
    lines = [
        "# Every public name",
        "",
        "All of them come from `helpers`: `from helpers import load_article, tables_of`. The",
        "examples were run, in this order, when the site was built, from the top of the checkout.",
    ]
    for group, names in examples.items():
        lines += ["", f"## {group}"]
        for name, code in names.items():
            lines += ["", f"({name})=", "", f"### `{name}`", "", *_promise(getattr(helpers, name))]
            given = "\n".join(_given(code, at_hand)).replace(OF_WHAT, name)
            lines += ["", "```python", code.strip(), "```", "", given]
    return "\n".join(lines) + "\n"


def _promise(thing: Any) -> list[str]:
    called = f"{thing.__name__}{inspect.signature(thing)}"
    called = re.sub(r"(?:Posix|Windows)Path\([^)]*\)", "…", called)
    called = re.sub(r"<function (\w+) at \w+>", r"\1", called).replace("'", "")
    doc = (inspect.getdoc(thing) or "").partition(">>>")[0].strip()
    # reStructuredText's code is ``x``, or a block after ::, and its roles are :mod:`x`.
    doc = re.sub(r":\w+:`([^`]+)`", r"`\1`", doc).replace("``", "`")
    return ["```text", called, "```", "", doc.replace("::\n", ":\n")]


def _given(code: str, at_hand: dict[str, Any]) -> list[str]:
    """What the last line of an example gives, as a page shows it."""
    parsed = ast.parse(code)
    last = parsed.body.pop()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return _run(parsed, last, at_hand)


def _run(parsed: ast.Module, last: ast.stmt, at_hand: dict[str, Any]) -> list[str]:
    exec(compile(parsed, "example", "exec"), at_hand)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "example", "exec"), at_hand)
        return []
    return _shown(eval(compile(ast.Expression(last.value), "example", "eval"), at_hand))


def _shown(value: Any) -> list[str]:
    import pandas as pd
    from matplotlib import pyplot
    from matplotlib.axes import Axes

    if isinstance(value, pd.Series):
        value = value.to_frame()
    if isinstance(value, pd.DataFrame):
        return _raw(_table(value))
    if isinstance(value, Axes):
        drawn = io.BytesIO()
        value.figure.savefig(drawn, format="png", dpi=80, metadata={"Software": None})
        pyplot.close("all")
        alt = html.escape(str(value.get_gid() or value.get_title() or "The chart of the example."))
        data = base64.b64encode(drawn.getvalue()).decode("ascii")
        return _raw(f'<img class="chart" alt="{alt}" src="data:image/png;base64,{data}">')
    said = str(value) if isinstance(value, str) else repr(value)
    if len(said) > 400:
        said = said[:400] + " …"
    return ["```text", re.sub(re.escape(str(ROOT)) + "/?", "", said), "```"]


def _table(rows: Any) -> str:
    head = rows.head(SHOWN_ROWS).astype(object)
    body = head.where(head.notna(), "").map(lambda cell: str(cell)[:80])
    table = body.to_html(index=False, border=0, classes="rows")
    left = f"<p>{len(rows):,} rows, {min(len(rows), SHOWN_ROWS)} of them shown.</p>"
    # A wide table scrolls: it must be in reach of the keyboard.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{OF_WHAT}: what it gives">'
        f"{table}</div>" + left
    )


def _raw(markup: str) -> list[str]:
    return ["```{raw} html", markup, "```"]


# -- the reference of columns and words ----------------------------------------------------------


def tables_page() -> str:
    """Every column of every table and every closed word, each with an anchor of its own."""
    from helpers.schema import ABOUT, TABLES

    lines = [
        "# Every column and closed word",
        "",
        "Made from the schema, which the tables are checked against. Offsets count code points in",
        "the article's text, half-open. NA (an empty field in CSV) means that the article does not",
        "say; a closed word means that we looked. A link to a word ends in its table, its column",
        "and the word: `#numbers.kind.killed`.",
    ]
    for name, specification in TABLES.items():
        lines += ["", f"({name})=", "", f"## {name}", "", ABOUT[name]]
        for column in specification:
            empty = "never empty" if column.required else "may be NA"
            lines += _column(f"{name}.{column.name}", column, empty)
    return "\n".join(lines) + "\n"


def estimates_page() -> str:
    """The columns of the estimates that are made from numbers."""
    text = (ROOT / "data" / "ESTIMATES.md").read_text("utf-8")
    return _relinked(text, "data/ESTIMATES.md", PLACED["data/ESTIMATES.md"])


def _column(key: str, column: Any, empty: str) -> list[str]:
    name = key.partition(".")[2]
    lines = [
        "",
        f"({key})=",
        "",
        f"### `{name}`",
        "",
        f"*{column.kind}, {empty}.* {column.meaning}",
    ]
    if column.words:
        words = " · ".join(f'<code id="{key}.{word}">{word}</code>' for word in column.words)
        lines += ["", *_raw(f'<p class="words">{words}</p>')]
    return lines


def measured_page() -> str:
    """What the README says of scores and speed: the figures stand once."""
    readme = (ROOT / "README.md").read_text("utf-8")
    parts = re.findall(r"(?ms)^## How (?:right|reliable).*?(?=^## )", readme)
    text = "# How it was measured\n\n" + "".join(parts)
    return _relinked(text, "README.md", "explanation/measured.md")


# -- what was built ------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The anchors of a page, its links, and what it would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in found:
            self.loaded.append(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(found.get("href", ""))


def faults_of(site: Path) -> list[str]:
    """Links of the site that lead nowhere, and whatever a page would fetch from elsewhere."""
    pages: dict[Path, _Page] = {}
    for path in sorted(set(site.rglob("*.html")) - set((site / "_static").rglob("*"))):
        pages[path.resolve()] = page = _Page()
        page.feed(path.read_text("utf-8"))
    faults = []
    for path, page in pages.items():
        where = path.relative_to(site.resolve())
        faults += [
            f"{where} loads {target}"
            for target in page.loaded
            if urlsplit(target).scheme in ("http", "https") or target.startswith("//")
        ]
        for target in page.links + page.loaded:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not there.is_file():
                faults.append(f"{where} links to {target}, which is not there")
            elif parts.fragment and there in pages:
                if unquote(parts.fragment) not in pages[there].anchors:
                    faults.append(f"{where} links to {target}, which has no such anchor")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--look", metavar="DIR", type=Path, help="check and picture it in a browser"
    )
    options = parser.parse_args()
    from sphinx.cmd.build import main as sphinx

    os.chdir(ROOT)
    stage()
    shutil.rmtree(SITE, ignore_errors=True)
    if sphinx(["-q", "-W", "--keep-going", "-d", "build/docs-trees", str(STAGE), str(SITE)]):
        return 1
    faults = faults_of(SITE)
    if options.look:
        from look_at_docs import look

        faults += look(SITE, options.look)
    for fault in faults:
        print(f"docs: {fault}", file=sys.stderr)
    print(f"docs: {SITE.relative_to(ROOT)}/index.html, faults: {len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
