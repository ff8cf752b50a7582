"""Each kind of fault that real material showed is tried on members that no rule was written for.

cases/kinds_of_fault.yaml holds them. A case is one article (as text, Markdown, a page, an export,
a Word file, a PDF file or an archive) and the assertions that its tables must bear out:

- ``number: {value: 45, is: {kind: killed}}``: the first row with these cells has those cells too.
  A claim, a source, a passage, an article and residue are asked for in the same way; ``nth`` takes
  a later row, ``contains`` looks into its words. ``no_number`` and the rest: there is no such row.
- ``sources: 2`` counts rows; ``title`` and ``article_published`` are cells of the article.
- ``fails_with`` holds words of the refusal; ``any`` holds assertions, one of which must be true.

A cell may be a list (one of them), null (an empty cell), "~words" (they occur) or {not: cell}.
``known_failure`` gives the reason why a case does not hold yet: then it must fail.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import fuzz_inputs
import pandas as pd
import pytest
import yaml

from helpers import tables_of
from helpers.errors import InputError
from helpers.loading import LoadingOptions, load_article

making = fuzz_inputs.making
CASES = yaml.safe_load(
    (Path(__file__).parent / "cases/kinds_of_fault.yaml").read_text(encoding="utf-8")
)
SUFFIXES = {"input": "txt", "markdown": "md", "html": "html", "csv": "csv", "jsonl": "jsonl"}
WORDS = {"numbers": "full_text", "sources": "name", "articles": "title"}
"""Table → the column that ``contains`` looks into, where it is not ``text``."""

# Pieces of a line of a Word or PDF file: a mark and the words inside it, or plain words.
PIECE = re.compile(r"<(?P<mark>\w+)>(?P<inside>.*?)</(?P=mark)>|(?P<plain>[^<]+)")
WORD_RUN = '<w:r>{style}<w:t xml:space="preserve">{words}</w:t></w:r>'
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
AROUND = {
    "ins": ('<w:ins w:id="7" w:author="Desk">', "</w:ins>"),
    "move": ('<w:moveTo w:id="8" w:author="Desk">', "</w:moveTo>"),
    "sdt": ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "tag": ('<w:smartTag w:uri="urn:desk" w:element="note">', "</w:smartTag>"),
}


def word_line(line):
    made = ""
    for piece in PIECE.finditer(line):
        mark, words = piece["mark"], escape(piece["inside"] or piece["plain"])
        if mark == "del":
            gone = f"<w:r><w:delText>{words}</w:delText></w:r>"
            made += f'<w:del w:id="9" w:author="Desk">{gone}</w:del>'
        else:
            before, after = AROUND.get(mark, ("", ""))
            style = RAISED if mark == "sup" else ""
            made += before + WORD_RUN.format(style=style, words=words) + after
    return f"<w:p>{made}</w:p>"


def word_block(block):
    """XML of a paragraph (text), a table (list of rows) or a control around blocks (mapping)."""
    if isinstance(block, str):
        return word_line(block)
    if isinstance(block, dict):
        return "".join(map(word_block, block["sdt"])).join(AROUND["sdt"])
    cells = ("".join(f"<w:tc>{word_line(cell)}</w:tc>" for cell in row) for row in block)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def pdf_page(lines):
    """Content of a page: lines one below the other, or [x, y, size, words] where they stand."""
    shown = []
    for number, line in enumerate(lines):
        x, y, size, words = line if isinstance(line, list) else (60, 740 - 15 * number, 11, line)
        drawn = f"BT {x} {y} Td"
        for piece in PIECE.finditer(words):
            raised = piece["mark"] == "sup"
            font = f"/F1 {size * (0.6 if raised else 1):g} Tf {4 if raised else 0} Ts"
            text = re.sub(r"([\\()])", r"\\\1", piece["inside"] or piece["plain"])
            drawn += f" {font} ({text}) Tj"
        shown.append(f"{drawn} ET")
    return "\n".join(shown).encode("cp1252")


def bytes_of(case):
    """The name's suffix and the bytes of the case's article."""
    if "docx" in case:
        return "docx", making.docx("".join(map(word_block, case["docx"])))
    if "pdf" in case:
        return "pdf", making.pdf(pdf_page(case["pdf"]))
    if "zip" in case:
        return case["suffix"], making.archive(case["zip"])
    form = next(form for form in SUFFIXES if form in case)
    text = case[form]
    if form == "html" and "<html" not in text:
        text = f"<html lang='en'><body><article>{text}</article></body></html>"
    return SUFFIXES[form], text.encode()


def tables_or_refusal(case, folder):
    suffix, data = bytes_of(case)
    path = folder / f"{case['id']}.{suffix}"
    path.write_bytes(data)
    options = LoadingOptions(apart=False, any_language="--any-language" in case.get("args", ()))
    try:
        return tables_of(load_article(path, published=case.get("published"), options=options))
    except InputError as refusal:
        return refusal


def rows_of(tables, name):
    """The rows of a table, those of numbers and claims with what is known of their source."""
    frame = getattr(tables, name)
    if name == "passages":
        words = [tables.article.text[a:b] for a, b in zip(frame.start, frame.end, strict=True)]
        return frame.assign(text=words)
    if name not in ("numbers", "claims"):
        return frame
    sources = tables.sources.set_index("source_id")
    known = {"source": "name"} | {f"source_{cell}": cell for cell in ("country", "naming", "role")}
    told = {column: frame.source_id.map(sources[cell]) for column, cell in known.items()}
    told["source_type"] = frame.source_id.map(sources.source_type)
    if name == "claims":
        told["via"] = frame.via_source_id.map(sources.name)
    return frame.assign(**told)


def plain(words):
    """Words as compared: the case of letters, a leading article, the shape of quotes are naught."""
    straight = str(words).translate(str.maketrans("“”‘’", "\"\"''"))
    return re.sub(r"^(?:an?|the) (?=\S)", "", " ".join(straight.lower().split()))


def is_cell(found, wanted):
    if isinstance(wanted, list):
        return any(is_cell(found, one) for one in wanted)
    if isinstance(wanted, dict):
        return not is_cell(found, wanted["not"])
    if wanted is None or pd.isna(found):
        return wanted is None and pd.isna(found)
    if isinstance(wanted, int | float):
        return not isinstance(found, str) and found == pytest.approx(wanted, rel=1e-9)
    if isinstance(wanted, str) and wanted.startswith("~"):
        return plain(wanted[1:]) in plain(found)
    return plain(found) == plain(wanted)


def matching(rows, wanted):
    for column, cell in wanted.items():
        rows = rows[[is_cell(found, cell) for found in rows[column]]]
    return rows


def wrong_with_rows(tables, name, wanted):
    """What is wrong with an assertion on the rows of one table; nothing where it holds."""
    table = {"residue": "residue"}.get(noun := name.removeprefix("no_"), f"{noun}s")
    rows, words = rows_of(tables, table), WORDS.get(table, "text")
    keys = {key: cell for key, cell in wanted.items() if key not in ("is", "nth", "contains")}
    if "contains" in wanted:
        keys[words] = f"~{wanted['contains']}"
    found, last = matching(rows, keys), wanted.get("nth", 1)
    if name.startswith("no_"):
        return f"{name} {keys}: {found[words].iloc[last - 1]!r}" if len(found) >= last else ""
    if len(found) < last:
        return f"{name} {keys}: {len(found)} among {rows[words].to_list()}"
    cells = {column: found[column].iloc[last - 1] for column in wanted.get("is", ())}
    wrong = {key: cell for key, cell in cells.items() if not is_cell(cell, wanted["is"][key])}
    return f"{name} {keys}: {wrong}, not {wanted['is']}" if wrong else ""


def wrong_with(result, assertion):
    ((name, wanted),) = assertion.items()
    if name == "any":
        wrong = [wrong_with(result, one) for one in wanted]
        return " / ".join(wrong) if all(wrong) else ""
    if name == "fails_with":
        refused = isinstance(result, InputError) and plain(wanted) in plain(result)
        return "" if refused else f"not refused with {wanted!r} but {result!r:.200}"
    if isinstance(result, InputError):
        return f"refused: {result}"
    if name in ("title", "article_published"):
        name, wanted = "article", {"is": {name.removeprefix("article_"): wanted}}
    if isinstance(wanted, int):
        found = len(getattr(result, name))
        return "" if found == wanted else f"{found} {name}, not {wanted}"
    return wrong_with_rows(result, name, wanted)


def as_parameter(case):
    reason = case.get("known_failure")
    known = pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)
    return pytest.param(case, id=case["id"], marks=[known] if reason else [])


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_member_of_a_kind_of_fault_is_read_right(case, tmp_path):
    result = tables_or_refusal(case, tmp_path)
    assert not [wrong for one in case["expect"] if (wrong := wrong_with(result, one))]


def test_every_kind_has_three_members_or_more_each_with_a_name_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["expect"] for case in CASES)
    members = Counter(case["kind"] for case in CASES)
    assert len(members) == 69
    assert min(members.values()) >= 3


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    case = {"id": "told", "input": "Police in Orle said 45 people died and 12 were hurt."}
    return tables_or_refusal(case, tmp_path_factory.mktemp("told"))


@pytest.mark.parametrize(
    "untrue",
    [
        {"number": {"value": 44}},
        {"number": {"value": 45, "is": {"kind": "injured"}}},
        {"number": {"value": 45, "nth": 2}},
        {"number": {"value": 45, "is": {"source": None}}},
        {"number": {"value": 45, "is": {"kind": {"not": "killed"}}}},
        {"no_number": {"value": 12}},
        {"no_source": {"contains": "police"}},
        {"claim": {"contains": "nobody died"}},
        {"sources": 2},
        {"title": "Quake in Orle"},
        {"fails_with": "a word"},
        {"any": [{"sources": 0}, {"number": {"value": [1, 2]}}]},
    ],
    ids=str,
)
def test_an_untrue_assertion_is_told_to_be_wrong(told, untrue):
    assert wrong_with(told, untrue)


def test_an_assertion_on_a_column_that_is_none_is_no_known_failure(told):
    with pytest.raises(KeyError):
        wrong_with(told, {"number": {"value": 45, "is": {"colour": "red"}}})
