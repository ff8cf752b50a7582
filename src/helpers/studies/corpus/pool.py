"""Processes that read shards, each watched: one that dies or lingers costs one article.

Parent and children talk in pickles over pipes. A child says which article it is at; when it is
at one for too long, or is gone at it twice, that article is poisonous, and a new child reads the
shard without it; once may be no fault of the article: a system short of memory ends processes,
too. A child whose parent is gone ends at its next word.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...errors import ModelError, OutputError
from .shards import Shard, ShardResult, read_shard

_CALL = "from helpers.studies.corpus.pool import serve; serve()"
_START_SECONDS = 120
"""Libraries and the network are read from disk before the first article; frames are built after
the last."""
_MEMORY = 12_000_000_000


_Words = tuple[str, Any]
"""What a child says: "at" and the index of an article, "done" and a result, "stop" and why."""


@dataclass(slots=True)
class _Child:
    """One process, the shard it is at, and when it last said something about which article.

    ``suspect`` is the article at which the child before it was gone.
    """

    process: subprocess.Popen[bytes]
    shard: Shard | None = None
    begun: float = 0.0
    said: float = 0.0
    at: int | None = None
    suspect: int | None = None

    def give(self, shard: Shard) -> None:
        self.shard, self.at, self.suspect = shard, None, None
        self.begun = self.said = time.monotonic()
        try:
            assert self.process.stdin is not None
            pickle.dump(shard, self.process.stdin)
            self.process.stdin.flush()
        except OSError:  # gone: the thread that listens says so
            return

    @property
    def place(self) -> int:
        """Where in the shard it is: -1 before the first article."""
        return -1 if self.at is None else self.at

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # unsent words to a child that is gone
                continue


def read_shards(
    shards: Iterable[Shard], *, jobs: int = 1
) -> Iterator[tuple[Shard, ShardResult, float]]:
    """Each shard with its result and the seconds it took, in the order in which they are done.

    At most ``jobs`` are read at once, and no more are taken from ``shards``. Raises ModelError
    where no article can be read.
    """
    waiting = iter(shards)
    heard: queue.Queue[tuple[_Child, _Words | None]] = queue.Queue()
    children: list[_Child] = []
    try:
        for shard in waiting:
            children.append(_started(shard, heard))
            if len(children) == jobs:
                break
        while children:
            child, said = _next(heard, children)
            if child not in children:
                continue  # last words of one that was ended
            if said is None:
                children.remove(child)
                child.end()
                another = _started(_without_poison(child), heard)
                another.suspect = child.place
                children.append(another)
            elif said[0] == "at":
                child.at, child.said = said[1], time.monotonic()
            elif said[0] == "stop":
                raise ModelError(said[1])
            else:
                assert child.shard is not None
                yield child.shard, said[1], round(time.monotonic() - child.begun, 2)
                following = next(waiting, None)
                if following is None:
                    children.remove(child)
                    child.end()
                else:
                    child.give(following)
    finally:
        for child in children:
            child.end()


def _started(shard: Shard, heard: queue.Queue) -> _Child:
    process = subprocess.Popen(
        [sys.executable, "-c", _CALL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    child = _Child(process)
    threading.Thread(target=_listen, args=(child, heard), daemon=True).start()
    child.give(shard)
    return child


def _listen(child: _Child, heard: queue.Queue) -> None:
    assert child.process.stdout is not None
    try:
        while True:
            heard.put((child, pickle.load(child.process.stdout)))
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):  # gone, or closed meanwhile
        heard.put((child, None))


def _next(heard: queue.Queue, children: list[_Child]) -> tuple[_Child, _Words | None]:
    """What is heard next; a child that was silent for too long is heard as one that is gone."""
    while True:
        try:
            return heard.get(timeout=0.2)
        except queue.Empty:
            now = time.monotonic()
            for child in children:
                if now - child.said > _patience(child):
                    return child, None


def _patience(child: _Child) -> float:
    assert child.shard is not None
    if child.at is None or child.at >= len(child.shard.items):
        return _START_SECONDS
    return child.shard.options.seconds


def _without_poison(child: _Child) -> Shard:
    """The shard that the child was at, without the article that ended it, if it is known to."""
    shard, at = child.shard, child.place
    assert shard is not None
    slow = time.monotonic() - child.said > _patience(child)
    if not slow and child.suspect != at:
        return shard
    if not 0 <= at < len(shard.items):
        raise OutputError("the process that reads articles does not start: run the tests")
    name = shard.items[at].path.name
    reason = (
        f"{name} takes longer than {shard.options.seconds:g} seconds: it is no ordinary article; "
        "shorten it"
        if slow
        else f"{name} stopped the process that read it: it is damaged or hostile; copy the text "
        "into a file"
    )
    return replace(shard, poisoned={**shard.poisoned, at: reason})


def serve() -> None:
    """The child's side: read shards until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer

    def say(word: str, told: object) -> None:
        answers.write(pickle.dumps((word, told)))

    _bound_memory()
    try:
        warm_up()
        while True:
            shard = pickle.load(sys.stdin.buffer)
            result = read_shard(shard, lambda index: say("at", index))
            say("at", len(shard.items))
            say("done", result)
    except EOFError:
        return
    except ModelError as failure:
        # No fault of an article: the whole run ends, so that a later one reads it anew.
        say("stop", str(failure))


def warm_up() -> None:
    """Import what reading imports, or the first article would be charged for it."""
    from ...loading import article_from_text
    from ...tables import tables_of

    tables_of(article_from_text("Five people died, she said."))


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
