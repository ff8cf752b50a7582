"""Logs of corrections in files: an event is on the disk before anybody is told that it is.

A log only grows. Each event is one line, appended by one call and pushed to the disk; a line that
a killed program left half written is left as it is, and the next event begins on a line of its own.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError, OutputError
from ...writing import write_file
from .events import Event, Target, event_line, event_of_line

SUFFIX = ".review.jsonl"


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of a log that is kept but not applied, and why."""

    line: bytes
    why: str


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """Events, each once, in the order of their lines; lines that could not be read; and notes.

    ``notes`` says in one line each what a person should know about the file.
    """

    events: tuple[Event, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        whose = ", ".join(sorted({event.who for event in self.events}))
        return f"<ReviewLog: {len(self.events)} events of {whose!a}, {len(self.unread)} unread>"


def read_log(path: str | Path) -> ReviewLog:
    """The log in a file; InputError where there is none.

    No line of it stops the reading: what is cut, altered, of a newer version or no event stands
    in ``unread``, and a line in ``notes`` tells it.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise InputError(f"{path} cannot be read ({reason}): name a {SUFFIX} file") from failure
    return log_of_bytes(data, path.name)


def log_of_bytes(data: bytes, name: str = "the log") -> ReviewLog:
    """The log that these bytes are; ``name`` is what its notes call it."""
    *lines, last = data.split(b"\n")
    events: dict[str, Event] = {}
    unread: list[Unread] = []
    where: dict[str, list[int]] = {}
    targets: dict[Target, Target] = {}
    for number, line in enumerate([*lines, last] if last else lines, 1):
        if not line.strip():
            continue
        read = event_of_line(line, targets)
        if isinstance(read, str):
            cut = number > len(lines) and read == "is not JSON"
            why = "is cut in the middle: writing it was interrupted" if cut else read
            unread.append(Unread(line, why))
            where.setdefault(f"{why}; it is kept but not applied", []).append(number)
        elif read.id in events:
            where.setdefault("repeats an event; it counts once", []).append(number)
        else:
            events[read.id] = read
    notes = tuple(f"{name}: {_lines(numbers)} {why}" for why, numbers in where.items())
    return ReviewLog(tuple(events.values()), tuple(unread), notes)


def _lines(numbers: list[int]) -> str:
    more = f" (and {len(numbers) - 1} more)" if len(numbers) > 1 else ""
    return f"line {numbers[0]}{more}"


def append_event(path: str | Path, event: Event) -> None:
    """Put the event at the end of the file, which is made if missing; it is on the disk then.

    Two programs may append to one file. Raises OutputError, and then the event does not count.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path) as file:
            line = event_line(event)
            if not _ends_a_line(path):
                line = b"\n" + line
            if os.write(file, line) != len(line):
                raise OutputError(f"{path} took only part of the event: free some disk space")
            os.fsync(file)
        _sync_name(path)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise OutputError(
            f"{path} cannot be written to ({reason}): the correction is not kept; check the "
            "folder, its permissions and the space left"
        ) from failure


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[int]:
    """The file open for appending, and nobody else's meanwhile where the system can do that."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        with contextlib.suppress(ImportError, OSError):  # Windows, some network drives
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _sync_name(path: Path) -> None:
    """The file's name pushed to the disk, once there is something under it."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def merge_logs(*logs: ReviewLog) -> ReviewLog:
    """The union of logs: each event once, by time and id, whatever their order.

    What could not be read is kept too, but for lines that were cut.
    """
    events = {event.id: event for log in logs for event in log.events}
    unread = {(each.line, each.why): each for log in logs for each in log.unread}
    notes = Counter(note for log in logs for note in log.notes)
    return ReviewLog(
        tuple(sorted(events.values(), key=lambda event: (event.when, event.id))),
        tuple(unread[key] for key in sorted(unread)),
        tuple(sorted(notes)),
    )


def log_bytes(log: ReviewLog) -> bytes:
    """The log as a file, the lines that could not be read behind the events."""
    kept = b"".join(each.line + b"\n" for each in log.unread)
    return b"".join(map(event_line, log.events)) + kept


def write_log(path: str | Path, log: ReviewLog) -> None:
    """Write a whole log, all or nothing: a merged one, never one that is appended to."""
    write_file(path, log_bytes(log))
