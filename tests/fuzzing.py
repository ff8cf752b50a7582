"""What must hold for every article, made up and damaged, and for what is made of it.

Used by tests/test_fuzz.py (a few hundred, in every run) and scripts/fuzz.py (as many as asked);
fuzz_inputs.py makes the inputs.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

from fuzz_inputs import SUFFIX
from readings import guessing_network
from stub_finder import plain_finder

from helpers import schema
from helpers.attribution import attributions_of
from helpers.doors.json_lines import answer_lines, attributions_line
from helpers.language import read
from helpers.loading import LoadingOptions, article_from_text, load_article, load_rows
from helpers.passages import find_passages, find_sentences
from helpers.quantities import quantities_line
from helpers.tables import tables_of

_OPTIONS = LoadingOptions(encoding="detect", any_language=True, apart=False)


def articles_of(kind: str, data: str | bytes, folder: Path):
    """The articles that an input holds; raises or yields only named errors where it holds none."""
    if isinstance(data, str):
        return [article_from_text(data, metadata={"title": data[:40].split("\n")[0] or None})]
    if kind == "door":
        check_doors(data)
        return []
    if kind == "beside":
        (folder / "beside.yaml").write_bytes(data)
        (folder / "beside.txt").write_text("Five people died, police said.")
        return [load_article(folder / "beside.txt", options=_OPTIONS)]
    # An archive comes under any name.
    suffix = SUFFIX.get(kind) or tuple(SUFFIX.values())[len(data) % len(SUFFIX)]
    path = folder / f"input{suffix}"
    path.write_bytes(data)
    if suffix in {".csv", ".jsonl"}:
        found = list(load_rows(path, options=_OPTIONS))
        return [one for one in found if not isinstance(one, Exception)][:5]
    return [load_article(path, options=_OPTIONS)]


def check_article(article) -> None:
    """What holds for every article and its passages."""
    assert article.article_id == "a" + article.sha256[:11]
    before = 0
    for origin in article.origins:
        assert 0 <= before <= origin.start <= origin.end <= len(article.text), origin
        before = origin.end
    passages = find_passages(article)
    position = 0
    for passage in passages:
        assert position <= passage.start < passage.end <= len(article.text), passage
        assert passage.kind in schema.PASSAGE_KINDS and passage.zone in schema.ZONES
        assert not _LEFT_BETWEEN.sub("", article.text[position : passage.start])
        position = passage.end
    assert not _LEFT_BETWEEN.sub("", article.text[position:])
    for sentence in find_sentences(article, passages):
        passage = passages[sentence.passage]
        assert passage.start <= sentence.start < sentence.end <= passage.end


# What lies between passages: blanks, line ends, and the characters of no width at their edges.
_LEFT_BETWEEN = re.compile(r"[\s\u200b\ufeff]")

SPANS = {
    "claims": (
        ("text", "start", "end"),
        ("cue", "cue_start", "cue_end"),
        ("source_text", "source_start", "source_end"),
    ),
    "numbers": (("text", "start", "end"), ("full_text", "full_start", "full_end")),
    "residue": (("text", "start", "end"),),
}


def check_rows(article, rows: dict[str, list[dict]]) -> None:
    """What holds for the rows of all tables: spans, figures accounted for, words, links, ids."""
    _check_spans(article.text, rows)
    _check_figures(article.text, rows)
    _check_cells(rows)
    known = {row["source_id"] for row in rows["sources"]} | {None}
    claims = {row["claim_id"] for row in rows["claims"]}
    assert all({row["source_id"], row["via_source_id"]} <= known for row in rows["claims"])
    assert all(row["source_id"] in known and row["claim_id"] in claims for row in rows["numbers"])


def _check_spans(text: str, rows: dict[str, list[dict]]) -> None:
    for table, spans in SPANS.items():
        for row in rows[table]:
            for words, start, end in spans:
                if row[words] is not None and row[start] is not None:
                    printed = text[row[start] : row[end]]
                    # A cue in two pieces is printed with what stands between them left out.
                    if words != "cue" or "…" not in row[words]:
                        assert printed == row[words], (table, words, row)


def _check_figures(text: str, rows: dict[str, list[dict]]) -> None:
    """Every figure in digits is in numbers or in residue."""
    taken = sorted((row["start"], row["end"]) for t in ("numbers", "residue") for row in rows[t])
    spans, reach = [], 0
    for start, end in taken:
        if end > reach:
            spans.append((max(start, reach), end))
            reach = end
    index = 0
    for figure in re.finditer(r"[0-9]+", text):
        while index < len(spans) and spans[index][1] <= figure.start():
            index += 1
        assert index < len(spans) and spans[index][0] < figure.end(), (
            f"{figure.group()[:20]} at {figure.start()} is in neither table"
        )


def _check_cells(rows: dict[str, list[dict]]) -> None:
    for table, columns in schema.TABLES.items():
        for row in rows[table]:
            for column in columns:
                _check_cell(table, column, row.get(column.name, column.default))
        for column in columns:
            if column.unique:
                cells = [row[column.name] for row in rows[table]]
                assert len(set(cells)) == len(cells), f"{table}.{column.name} repeats"


_TYPES = {"text": str, "date": str, "integer": int, "number": (int, float), "flag": bool}


def _check_cell(table: str, column, cell) -> None:
    if cell is None:
        assert not column.required, f"{table}.{column.name} is empty"
        return
    assert isinstance(cell, _TYPES[column.kind]), f"{table}.{column.name}: {cell!r}"
    if column.words:
        assert cell in column.words, f"{table}.{column.name}: {cell!r}"
    if column.kind == "date":
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell), cell
    if column.kind == "number":
        assert cell == cell and abs(cell) != float("inf"), f"{table}.{column.name}: {cell!r}"


_DOORS = {
    b"id": quantities_line,
    b"doc": functools.partial(attributions_line, find_attributions=plain_finder),
}


def check_doors(data: bytes) -> None:
    """Each line is answered or told of, in one line, and the one after it is read."""
    for key, answer in _DOORS.items():
        lines = data.replace(b"KEY", key) + b'\n{"%s": "last", "text": "7 died."}\n' % key
        out, complaints = io.StringIO(), io.StringIO()
        with guessing():
            status = answer_lines(io.BytesIO(lines), out, complaints, answer)
        answers = [json.loads(line) for line in out.getvalue().splitlines()]
        told = complaints.getvalue().splitlines()
        wanted = sum(bool(line.strip()) for line in lines.split(b"\n"))
        assert len(answers) + len(told) == wanted, (len(answers), len(told), wanted)
        assert status == bool(told) and answers[-1][key.decode()] == "last"


@contextlib.contextmanager
def guessing() -> Iterator[None]:
    """A network that guesses in place of the shipped one: any tree may come, and it comes fast."""
    with mock.patch("helpers.language.reading.shipped_network", guessing_network):
        yield


def guessed(article, passages):
    """Attributions of a network that guesses: whatever one learns, the tables must hold."""
    sentences = find_sentences(article, passages)
    return attributions_of(read(article, passages, sentences, network=guessing_network()))[0]


def rows_of(article, find=plain_finder) -> dict[str, list[dict]]:
    """The rows of all tables without pandas, which takes most of the time of a short article."""
    kept = schema.frame, schema.check, schema.check_links
    schema.frame = lambda table, rows: rows
    schema.check = lambda table, rows: rows
    schema.check_links = lambda tables: None
    try:
        tables = tables_of(article, find_attributions=find)
    finally:
        schema.frame, schema.check, schema.check_links = kept
    return {table: getattr(tables, table) for table in schema.TABLES}


ALLOWED_TAGS = frozenset("div p span mark h2 h3 h4 small b i em strong sup sub br ul li".split())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.found.update(f"{tag} {name}" for name, _ in attributes if name.startswith("on"))


def check_whole(article, folder: Path) -> None:
    """The same through pandas, the schema's own check and files: twice, with equal bytes."""
    from helpers.tables import save_tables
    from helpers.views.highlight import highlight_html

    written = []
    for name in ("one", "two"):
        tables = tables_of(article, find_attributions=plain_finder)
        paths = save_tables(tables, folder / name)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1], "the same article gave other bytes"
    check_view(highlight_html(tables))


def check_view(page: str) -> None:
    """No element or script of a view comes from an article: its tags are a fixed few."""
    tags = _Tags()
    tags.feed(page)
    tags.close()
    assert tags.found <= ALLOWED_TAGS, f"markup in a view: {tags.found - ALLOWED_TAGS}"
