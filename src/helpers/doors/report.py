"""The notebooks run on any article, as HTML pages that need no kernel and no network.

Markdown cells tagged ``this-article`` speak of the notebook's own article alone: another
article's pages leave them out.
"""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
import html
import os
import re
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from tqdm import tqdm

from ..errors import ReportError
from ..loading import MAX_CHARS, load_article
from ..records import Article
from ..writing import write_files
from .execution import (
    PARAMETERS,
    WIDGET_VIEW,
    assignments,
    execute_notebook,
    find_notebooks,
    parameters_cell,
    read_notebook,
    set_parameters,
    title_of,
)

THIS_ARTICLE = "this-article"


def run_report(
    article_path: str | Path,
    out_dir: str | Path,
    *,
    published: dt.date | str | None = None,
    max_chars: int = MAX_CHARS,
    notebooks: str | Path | None = None,
    progress: bool = False,
) -> Path:
    """Runs every notebook on the article, writes them as HTML pages, returns their index.html.

    ``published`` dates an article that has no metadata file beside it; ``max_chars`` refuses
    earlier than the notebooks' own limit would, never later; ``notebooks`` is their folder;
    ``progress`` shows a bar on stderr. Pages of the same name are replaced, other
    files of ``out_dir`` stay, and nothing is written unless every notebook ran. Raises
    InputError, OutputError or ReportError.
    """
    article_path, out_dir = Path(article_path).resolve(), Path(out_dir).resolve()
    limit = min(max_chars, MAX_CHARS)
    article = load_article(article_path, published=published, max_chars=limit)
    prepared = _prepare(find_notebooks(notebooks), article_path, article, published)
    write_files(out_dir, {})  # a folder that takes nothing is refused before minutes of work
    executed = _execute_all(prepared, progress)
    pages = {
        f"{path.stem}.html": _page_html(notebook, title_of(notebook) or path.stem)
        for path, notebook in executed.items()
    }
    pages["index.html"] = _index_html(article, executed)
    write_files(out_dir, {name: page.encode("utf-8") for name, page in pages.items()})
    return out_dir / "index.html"


def _prepare(
    paths: Sequence[Path], article_path: Path, article: Article, published: dt.date | str | None
) -> dict[Path, NotebookNode]:
    """Path -> the notebook with its parameters set to this article."""
    prepared = {}
    for path in paths:
        notebook = read_notebook(path)
        cell = parameters_cell(notebook)
        if cell is None:
            continue
        values = {
            "ARTICLE": _as_seen_from(path.parent, article_path),
            "PUBLISHED": str(published) if published is not None else None,
        }
        try:
            is_own = _is_own_article(cell.source, path.parent, article)
            cell.source = set_parameters(cell.source, values)
        except ReportError as failure:
            raise ReportError(f"{path.name}: {failure}") from failure
        if not is_own:
            notebook.cells = [
                each for each in notebook.cells if THIS_ARTICLE not in each.metadata.get("tags", [])
            ]
        prepared[path] = notebook
    if not prepared:
        raise ReportError(
            f"no notebook in {paths[0].parent} takes an article: "
            f'each that does has a cell tagged "{PARAMETERS}"'
        )
    return prepared


def _is_own_article(parameters: str, folder: Path, article: Article) -> bool:
    """Whether the notebook was written on this very article."""
    node = assignments(parameters).get("ARTICLE")
    if not isinstance(node, ast.Constant):
        return False
    own = folder / str(node.value)
    return own.is_file() and hashlib.sha256(own.read_bytes()).hexdigest() == article.sha256


def _as_seen_from(folder: Path, path: Path) -> str:
    """The path as a notebook there would write it, so that pages do not show a home folder."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _execute_all(prepared: Mapping[Path, NotebookNode], progress: bool) -> dict[Path, NotebookNode]:
    """The notebooks executed, in the order given: a kernel each, as many at once as cores."""
    cells = sum(cell.cell_type == "code" for nb in prepared.values() for cell in nb.cells)
    workers = min(len(prepared), os.cpu_count() or 1, 4)
    with (
        tqdm(total=cells, unit="cell", desc="report", disable=not progress, file=sys.stderr) as bar,
        ThreadPoolExecutor(workers) as pool,
    ):
        running = [
            pool.submit(execute_notebook, notebook, path.parent, name=path.name, on_cell=bar.update)
            for path, notebook in prepared.items()
        ]
        try:
            executed = [each.result() for each in running]
        except ReportError:
            for each in running:
                each.cancel()
            raise
    return dict(zip(prepared, executed, strict=True))


# The stock page loads scripts from other hosts; these pages must open without a network.
_PAGE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block body_header -%}
<body class="jp-Notebook" data-jp-theme-light="true" data-jp-theme-name="JupyterLab Light">
<nav style="padding: 8px 16px">
<a href="index.html" style="text-decoration: underline">All pages of this report</a>
</nav>
<main>
{%- endblock body_header -%}
"""

_NOT_LIVE = (
    "<p><em>Controls stand here in JupyterLab; "
    "a page cannot run them. Open the notebook to use them.</em></p>"
)


def _page_html(notebook: NotebookNode, title: str) -> str:
    """The executed notebook as one page that needs no other file and no network."""
    from nbconvert import HTMLExporter

    notebook = nbformat.from_dict(notebook)
    notebook.metadata["title"] = title
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if WIDGET_VIEW in output.get("data", {}):
                output.data = NotebookNode({"text/html": _NOT_LIVE})
        if cell.cell_type == "markdown":
            # Links between notebooks become links between pages.
            cell.source = re.sub(r"\]\((?:\./)?([\w-]+)\.ipynb", r"](\1.html", cell.source)
    page, _ = HTMLExporter(raw_template=_PAGE).from_notebook_node(notebook)
    return page


def _index_html(article: Article, executed: Mapping[Path, NotebookNode]) -> str:
    """The page that lists the pages, and says which article they are about."""
    said = [
        article.outlet,
        article.agency,
        article.published.isoformat() if article.published else "date not known",
        f"{len(article.text.split()):,} words",
        f"article {article.article_id}",
    ]
    title = article.title or article.loaded_from or "An article"
    rows = "\n".join(
        f'<li><a href="{html.escape(path.stem)}.html">'
        f"{html.escape(title_of(notebook) or path.stem)}</a></li>"
        for path, notebook in executed.items()
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<style>
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 sans-serif }}
li {{ margin: 0.4rem 0 }}
</style>
</head>
<body>
<h1>{html.escape(title)}</h1>
<p>{html.escape(" · ".join(part for part in said if part))}</p>
<ol>
{rows}
</ol>
</body>
</html>
"""
