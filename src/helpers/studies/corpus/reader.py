"""The process apart that reads one article after another, and who watches its clock.

Parent and child talk in JSON lines. A child that takes too long, or dies, is replaced, and only
the article it was at is refused.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from ...errors import HelpersError, InputError, ModelError, OutputError
from ...writing import write_files
from .items import OUTCOME, Item
from .outcomes import FolderOptions, Outcome, fingerprint, refused, written

_CALL = "from helpers.studies.corpus.reader import serve; serve()"
_START_SECONDS = 120  # libraries and the model are read from disk before the first article
_MEMORY = 12_000_000_000
_STOPS: dict[str, type[HelpersError]] = {"OutputError": OutputError, "ModelError": ModelError}
"""What is no fault of an article ends the whole run, so that a later one reads it anew."""


class ReaderApart:
    """Reads articles in a child process; use it as a context."""

    def __init__(self, home: Path, options: FolderOptions) -> None:
        self.home = home
        self.options = options
        self._child: subprocess.Popen | None = None
        self._said: queue.Queue[bytes | None] = queue.Queue()

    def __enter__(self) -> ReaderApart:
        return self

    def __exit__(self, *_) -> None:
        self._stop()

    def rows_of(self, path: Path) -> int | None:
        """Articles in an export; None where it is none, or is refused as a whole."""
        said = self._ask({"count": str(path)})
        return said.get("rows") if isinstance(said, dict) else None

    def read(self, item: Item) -> Outcome:
        """The outcome, once the article's folder of results is in place."""
        self._started()
        begun = time.monotonic()
        said = self._ask(
            {"path": str(item.path), "file": item.file, "row": item.row, "name": item.name}
        )
        seconds = round(time.monotonic() - begun, 2)
        if isinstance(said, dict) and "outcome" in said:
            return replace(Outcome(**said["outcome"]), seconds=seconds)
        if isinstance(said, dict):
            raise _STOPS[said["stop"]](said["reason"])
        outcome = refused(item, said)
        mark = fingerprint(item.path, self.options)
        _put_in_place(self.home / item.name, {}, written(outcome, mark))
        return replace(outcome, seconds=seconds)

    def _ask(self, request: dict) -> dict | str:
        """The child's answer; a sentence where it gave none and had to be stopped."""
        child = self._started()
        try:
            child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            child.stdin.flush()
            line = self._said.get(timeout=self.options.seconds)
        except queue.Empty:
            self._stop()
            return (
                f"{Path(request.get('file') or request['count']).name} takes longer than "
                f"{self.options.seconds:g} seconds: it is no ordinary article; shorten it"
            )
        except OSError:
            line = None
        if line is None:
            self._stop()
            return (
                f"{Path(request.get('file') or request['count']).name} stopped the process that "
                "read it: it is damaged or hostile; copy the text into a file"
            )
        return json.loads(line)

    def _started(self) -> subprocess.Popen:
        if self._child is not None:
            return self._child
        self._said = queue.Queue()
        child = subprocess.Popen(
            [sys.executable, "-c", _CALL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._child = child
        threading.Thread(target=_listen, args=(child, self._said), daemon=True).start()
        start = {"home": str(self.home), "options": asdict(self.options)}
        try:
            child.stdin.write(json.dumps(start).encode("ascii") + b"\n")
            child.stdin.flush()
            ready = self._said.get(timeout=_START_SECONDS)
        except (OSError, queue.Empty):
            ready = None
        if ready is None:
            self._stop()
            raise OutputError("the process that reads articles does not start: run the tests")
        if said := json.loads(ready):
            self._stop()
            raise _STOPS[said["stop"]](said["reason"])
        return child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            try:
                pipe.close()
            except OSError:  # unsent words to a child that is gone
                continue


def _listen(child: subprocess.Popen, said: queue.Queue[bytes | None]) -> None:
    try:
        for line in child.stdout:
            said.put(line)
    except (OSError, ValueError):  # closed while it was read
        pass
    said.put(None)


def serve() -> None:
    """The child's side: answer requests until nobody asks any more."""
    start = json.loads(sys.stdin.buffer.readline())
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    _bound_memory()
    options = FolderOptions(**start["options"])
    try:
        desk = _Desk(Path(start["home"]), options)
    except ModelError as failure:
        answers.write(json.dumps(_stop(failure)).encode("ascii") + b"\n")
        return
    answers.write(b"{}\n")
    for line in sys.stdin.buffer:
        answers.write(json.dumps(desk.answer(json.loads(line))).encode("ascii") + b"\n")


def _stop(failure: HelpersError) -> dict:
    return {"stop": type(failure).__name__, "reason": str(failure)}


class _Desk:
    """What the child keeps between requests: the export it read last."""

    def __init__(self, home: Path, options: FolderOptions) -> None:
        from ...loading import LoadingOptions

        self.home = home
        self.options = options
        self.asked_by = os.getppid()
        self.loading = LoadingOptions(
            encoding=options.encoding,
            any_language=options.any_language,
            text_column=options.text_column,
            apart=False,
        )
        self.export: tuple[str, list] = ("", [])
        self._warm_up()

    def _warm_up(self) -> None:
        """Import what reading imports, or the first article would be charged for it."""
        from ...loading import load_article

        self._tables(load_article(b"<html><p>Five people died, she said.", options=self.loading))

    def answer(self, request: dict) -> dict:
        from ...tables import table_files

        if "count" in request:
            return {"rows": self._count(request["count"])}
        item = Item(Path(request["path"]), request["file"], request["row"], request["name"])
        mark = fingerprint(item.path, self.options)
        files = {}
        try:
            tables = self._tables(self._article(item))
            files = table_files(tables, format=self.options.format)
            outcome = _loaded(item, tables)
        except ModelError as failure:
            return _stop(failure)
        except HelpersError as failure:
            outcome = refused(item, failure)
        if os.getppid() != self.asked_by:
            sys.exit()  # whoever asked was killed, and another run may be at work here
        try:
            _put_in_place(self.home / item.name, files, written(outcome, mark))
        except OutputError as failure:
            return _stop(failure)
        return {"outcome": asdict(outcome)}

    def _count(self, path: str) -> int | None:
        try:
            return len(self._rows(path))
        except InputError:
            return None

    def _rows(self, path: str) -> list:
        from ...loading import load_rows

        _refuse_links(Path(path))
        if self.export[0] != path:
            self.export = (
                path,
                list(load_rows(path, max_chars=self.options.max_chars, options=self.loading)),
            )
        return self.export[1]

    def _article(self, item: Item):
        from ...loading import SUFFIXES, load_article

        if item.row is not None:
            found = self._rows(str(item.path))[item.row]
            if isinstance(found, InputError):
                raise found
            return found
        _refuse_links(item.path)
        suffix = item.path.suffix.lower()
        if suffix not in SUFFIXES:
            raise InputError(
                f"{item.path.name} is no kind of file that is read here: "
                f"save it as one of {', '.join(sorted(SUFFIXES))}"
            )
        return load_article(item.path, max_chars=self.options.max_chars, options=self.loading)

    def _tables(self, article):
        from ...tables import tables_of

        return tables_of(article)


def _refuse_links(path: Path) -> None:
    """InputError where the article, or what stands beside it, would be read from elsewhere."""
    for part in (path, path.with_suffix(".yaml")):
        if part.is_symlink():
            raise InputError(f"{part.name} is a link to another place: put the file here")


def _loaded(item: Item, tables) -> Outcome:
    article = tables.article
    return Outcome(
        item.file,
        item.row,
        "loaded",
        None,
        article.article_id,
        article.title,
        len(article.text),
        len(tables.claims),
        len(tables.numbers),
        "|".join(article.notes) or None,
        item.name,
    )


def _put_in_place(folder: Path, files: Mapping[str, bytes], outcome: bytes) -> None:
    """The results of one article, all or none; what it had before goes. Raises OutputError."""
    from ...tables import NAMES

    write_files(folder, {OUTCOME: outcome, **files}, gone=NAMES)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):  # a system that offers the call and refuses it
        return
