"""Machine doors: JSON lines in, JSON lines out, for measuring and for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TextIO

from ..errors import InputError
from ..loading import article_from_text
from ..records import CONFIDENCE_DECIMALS
from ..tables import AttributionFinder, read_attributions

MAX_LINE_BYTES = 16_000_000
"""Longest line taken: far above any article, and small enough to hold in memory."""


def answer_lines(
    lines: BinaryIO,
    out: TextIO,
    complaints: TextIO,
    answer: Callable[[dict[str, Any]], dict[str, Any]],
) -> int:
    """Answer each JSON line; 0 if all were good, 1 if any was reported as bad.

    A bad line gives no output line: its number (from 1) and what is wrong go to
    ``complaints``, and the rest is done. Blank lines are passed over.
    """
    status = 0
    for number, line in enumerate(_lines(lines), start=1):
        if not line.strip():
            continue
        try:
            said = _written(answer(_parsed(line)))
        except InputError as failure:
            complaints.write(f"line {number}: {failure}\n")
            status = 1
        else:
            out.write(said + "\n")
    out.flush()
    return status


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Every line; of one that is too long, so much that it is seen to be."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)


def attributions_line(
    line: dict[str, Any], *, find_attributions: AttributionFinder | None = None
) -> dict[str, Any]:
    """The answer to ``{"doc": …, "text": …}``: attributions with spans in code points.

    ``source_id`` and ``source_name`` are null where nobody is named or the text does not
    identify who it is. Raises InputError for a line without a doc or a text.
    """
    if "doc" not in line:
        raise InputError('no "doc" in the line: write {"doc": …, "text": …}')
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError('no "text" (a string) in the line: write {"doc": …, "text": …}')
    if not text.strip():
        return {"doc": line["doc"], "attributions": []}
    read = read_attributions(article_from_text(text), find_attributions=find_attributions)
    names = {source.source_id: source.name for source in read.sources}
    return {
        "doc": line["doc"],
        "attributions": [
            {
                "source": [[span.start, span.end] for span in found.source],
                "cue": [[span.start, span.end] for span in found.cue],
                "content": [[span.start, span.end] for span in found.content],
                "source_id": voice.source_id,
                "source_name": names.get(voice.source_id or ""),
                "confidence": round(found.confidence, CONFIDENCE_DECIMALS),
            }
            for found, voice in zip(read.attributions, read.voices, strict=True)
        ],
    }


def either_key(
    answer: Callable[[dict[str, Any]], dict[str, Any]], own: str
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The answer, to a line that names its document by ``own`` or by the other of id and doc.

    What comes back calls it what the line called it.

    >>> either_key(lambda line: {"doc": line["doc"], "n": 1}, "doc")({"id": 7})
    {'id': 7, 'n': 1}
    """
    other = "id" if own == "doc" else "doc"

    def answered(line: dict[str, Any]) -> dict[str, Any]:
        if own in line or other not in line:
            return answer(line)
        said = answer({**line, own: line[other]})
        return {other if key == own else key: value for key, value in said.items()}

    return answered


def _parsed(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise InputError(f"more than the {MAX_LINE_BYTES:,} bytes allowed: split the text")
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as failure:
        raise InputError(f"not UTF-8 (byte {failure.start}): write JSON lines as UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as failure:
        raise InputError(f"not JSON ({failure}): write one object per line") from None
    except ValueError:  # Python reads a few thousand digits, since more take for ever
        raise InputError("a number has too many digits: write it as text") from None
    if not isinstance(found, dict):
        raise InputError(f"found a {type(found).__name__}: write one object per line")
    return found


def _no_constant(name: str) -> None:
    raise InputError(f"{name} is not a JSON number: write null or a number")


def _written(found: dict[str, Any]) -> str:
    """The answer as one line, escaped to ASCII: a lone surrogate in it cannot break the stream.

    What came in need not go out again: 1e999 is read as infinity, and what is read at some depth
    may be too deep to write.
    """
    try:
        return json.dumps(found, ensure_ascii=True, allow_nan=False)
    except (ValueError, RecursionError) as failure:
        raise InputError(f"its id cannot be written back ({failure}): use a short text") from None
