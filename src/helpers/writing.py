"""Files that stand whole or not at all, whatever stops the program: the one place that writes.

A pulled plug can come after any call to the system. A new file or folder is therefore written
aside and renamed. In a folder that stands with other files, the new ones are first written beside
the old ones and pushed to the disk, in a folder whose name says *unfinished*. One renaming then
says *finished*: before it the old files count, after it the new ones. Only then is anything
moved, and whoever next opens the folder through this module moves the rest. Until then the new
files wait beside the old ones, and no old one is deleted before every new one is in its place.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from .errors import OutputError

UNFINISHED, FINISHED = ".writing", ".written"
"""In a folder written to: what may be thrown away, and what is still to be moved into place."""
_PLAN, _BEFORE = ".plan", ".before"


def write_file(path: str | Path, data: bytes) -> None:
    """Write one file, whole or not at all; its folder is made if missing. Raises OutputError."""
    path = Path(path)
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file in it")
    with _writable(path.parent):
        aside = path.parent / UNFINISHED
        with _thrown_away_unless_done(aside):
            _write_through(aside, data)
            aside.replace(path)
            _sync(path.parent)


def write_files(
    directory: str | Path, files: Mapping[str, bytes], *, gone: Collection[str] = ()
) -> list[Path]:
    """Write files into a folder and take those away that are ``gone``, all or none; their paths.

    A folder that is missing is made, and stands there only once it is whole; in one that stands
    other files stay. Raises OutputError.
    """
    directory = Path(directory)
    if os.path.lexists(directory) or not _write_folder(directory, files):
        _write_into(directory, files, [name for name in gone if name not in files])
    return [directory / name for name in files]


def _write_folder(directory: Path, files: Mapping[str, bytes]) -> bool:
    """Write a new folder whole; False where somebody else made it meanwhile."""
    with _writable(directory.parent):
        if os.path.lexists(directory):
            return False
        aside = directory.parent / UNFINISHED
        with _thrown_away_unless_done(aside):
            aside.mkdir()
            for name, data in files.items():
                _write_through(aside / name, data)
            _sync(aside)
            if files:
                aside.rename(directory)
            else:
                _throw_away(aside)
            _sync(directory.parent)
    return True


def _write_into(directory: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    with _writable(directory):
        for name in (*files, *gone):
            if (directory / name).is_dir():
                raise OutputError(f"{directory / name} is a folder: a file is to stand there")
        aside = directory / UNFINISHED
        with _thrown_away_unless_done(aside):
            (aside / _BEFORE).mkdir(parents=True)
            for name, data in files.items():
                _write_through(aside / name, data)
            plan = [*("+" + name for name in files), *("-" + name for name in gone)]
            _write_through(aside / _PLAN, "\n".join(plan).encode())
            _sync(aside)
            aside.rename(directory / FINISHED)
        _sync(directory)
        _finish(directory)


@contextlib.contextmanager
def settled(directory: str | Path) -> Iterator[None]:
    """Inside, the folder holds no half of a write: neither a killed program's nor a live one's.

    One program at a time is inside, where the system can hold others off; the dead hold nobody
    off. Raises OSError where what a killed program left can neither be finished nor undone.
    """
    directory = Path(directory)
    held = None
    try:
        with contextlib.suppress(ImportError, OSError):  # Windows, some network drives
            import fcntl

            held = os.open(directory, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
        if os.path.lexists(directory / FINISHED):
            _finish(directory)
        if os.path.lexists(directory / UNFINISHED):
            _throw_away(directory / UNFINISHED)
        yield
    finally:
        if held is not None:
            os.close(held)


@contextlib.contextmanager
def _writable(directory: Path) -> Iterator[None]:
    """The folder made, ours alone and settled; OSError becomes OutputError."""
    if directory.exists() and not directory.is_dir():
        raise OutputError(f"cannot write into {directory}, which is a file: name a folder")
    made = [each for each in (directory, *directory.parents) if not each.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for each in made:
            _sync(each.parent)
        with settled(directory):
            yield
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise OutputError(
            f"{directory} cannot be written to ({reason}): "
            "check the folder, its permissions and the space left"
        ) from failure
    finally:
        # What was made for nothing goes; what holds anything, be it another's, stays.
        with contextlib.suppress(OSError):
            for each in made:
                each.rmdir()


@contextlib.contextmanager
def _thrown_away_unless_done(aside: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _throw_away(aside)
        raise


def _throw_away(aside: Path) -> None:
    if aside.is_dir() and not aside.is_symlink():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            aside.unlink()


def _finish(directory: Path) -> None:
    """Move what is finished into place; OSError puts the old files back, if it can."""
    try:
        _each_planned(directory, _move_in)
    except OSError:
        _each_planned(directory, _move_back)
        raise
    except BaseException:  # an interrupt: this takes a moment, and half of it would be a mix
        _each_planned(directory, _move_in)
        raise


def _each_planned(directory: Path, move: Callable[[Path, str, bool], None]) -> None:
    """Move each file of the plan, in or back; then the plan is done and can be thrown away.

    Both ways can be taken from wherever an earlier one was stopped.
    """
    aside = directory / FINISHED
    if not aside.is_dir() or aside.is_symlink():
        return
    plan = aside / _PLAN
    lines = plan.read_text("utf-8", "replace").split("\n") if plan.exists() else []
    for line in filter(None, lines):
        name = line[1:]
        # A folder may come from anybody, and so may the plan in it.
        if line[0] not in "+-" or name[:1] in ("", ".") or Path(name).name != name:
            raise OSError(f"{FINISHED} names {line[:40]!a}, no file of ours: take it away")
        move(directory, name, line[0] == "+")
    _sync(directory)
    _throw_away(directory / UNFINISHED)
    aside.rename(directory / UNFINISHED)
    _sync(directory)
    _throw_away(directory / UNFINISHED)


def _move_in(directory: Path, name: str, is_new: bool) -> None:
    fresh, place = directory / FINISHED / name, directory / name
    if os.path.lexists(place) and (not is_new or os.path.lexists(fresh)):
        place.replace(directory / FINISHED / _BEFORE / name)
    if is_new and os.path.lexists(fresh):
        fresh.replace(place)


def _move_back(directory: Path, name: str, is_new: bool) -> None:
    fresh, place = directory / FINISHED / name, directory / name
    if is_new and os.path.lexists(place) and not os.path.lexists(fresh):
        place.replace(fresh)
    before = directory / FINISHED / _BEFORE / name
    if os.path.lexists(before):
        before.replace(place)


def _write_through(path: Path, data: bytes) -> None:
    """A new file, on the disk and not only on its way there."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    """The names in a folder pushed to the disk; Windows does so by itself."""
    if os.name != "posix":
        return
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
