"""Parsers of pages, PDF and DOCX in a process of their own: bounded in time and in memory.

A hostile file can make any parser run for ever, eat all memory or crash the interpreter. Here it
takes down a child process only, and the caller gets one sentence. The child is this module run
as a program: bytes on standard input, one JSON object on standard output.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ..errors import InputError, extras_named
from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions

SECONDS = 12
"""Processor time that parsing may take: what is left of twenty belongs to the tables."""
WALL_SECONDS = 17
"""Longest that it may take by the clock, on a machine with other work."""
MEMORY = 3_000_000_000
"""Bytes of address space of the child, where the system can limit them."""

_STOPPED_FOR_TIME = frozenset(
    -number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, None))
)
_CALL = "from helpers.loading.apart import answer; answer()"


def parsed(
    kind: str, data: bytes, name: str, options: LoadingOptions, **page: str | None
) -> ArticleDraft:
    """The draft; InputError as the parser's, or for a parser that is not installed."""
    with extras_named():
        return parser_of(kind)(data, name, options, **page)


def parser_of(kind: str) -> Callable[..., ArticleDraft]:
    """The function that parses one kind, imported only now."""
    if kind == "html":
        from .pages import read_page

        return read_page
    if kind == "pdf":
        from .pdf import read_pdf

        return read_pdf
    from .docx import read_docx

    return read_docx


def parsed_apart(
    kind: str, data: bytes, name: str, options: LoadingOptions, **page: str | None
) -> ArticleDraft:
    """The draft, parsed in a child process; InputError as the parser's, or for time and memory."""
    asked = json.dumps({"kind": kind, "name": name, "encoding": options.encoding, "page": page})
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CALL],
            input=asked.encode() + b"\n" + data,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as failure:
        raise InputError(_too_slow(name)) from failure
    except OSError as failure:
        raise InputError(f"{name} cannot be read in a process of its own ({failure})") from failure
    if done.returncode in _STOPPED_FOR_TIME:
        raise InputError(_too_slow(name))
    try:
        said = json.loads(done.stdout)
    except ValueError as failure:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:100]
        raise InputError(
            f"{name} stopped its parser ({last or f'exit status {done.returncode}'}): "
            "it is damaged or hostile; copy the text into a file"
        ) from failure
    if "refused" in said:
        raise InputError(said["refused"])
    origins = tuple(Origin(**origin) for origin in said["origins"])
    return ArticleDraft(said["text"], origins, said["facts"], tuple(said["notes"]))


def _too_slow(name: str) -> str:
    return (
        f"{name} takes longer than {SECONDS} seconds to read: it is no ordinary article; copy "
        "the text into a file"
    )


def answer() -> None:
    """The child's side: read the request, write the draft or the refusal."""
    _bound_memory()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    options = LoadingOptions(encoding=asked["encoding"], apart=False)
    try:
        draft = parsed(asked["kind"], data, asked["name"], options, **asked["page"])
    except InputError as refused:
        said: dict[str, Any] = {"refused": str(refused)}
    except MemoryError:
        said = {
            "refused": f"{asked['name']} needs more memory than an article may: it is damaged "
            "or hostile; copy the text into a file"
        }
    else:
        said = asdict(draft)
        said.pop("hashed")
        published = said["facts"].get("published")
        if published is not None:
            said["facts"]["published"] = str(published)
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the deadline holds there
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):  # a system that offers the call and refuses it
        return
