"""Whatever stops a write, wherever: what stood before is whole, or what was to come is."""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
import threading
from functools import partial

import plugs
import pytest

from helpers.errors import OutputError
from helpers.writing import FINISHED, UNFINISHED, settled, write_file, write_files

OLD = {"a.csv": b"old a", "b.csv": b"old b", "text.txt": b"old text"}
NEW = {"a.parquet": b"new a", "b.csv": b"new b", "text.txt": b"new text", "more.txt": b"new"}
ALL = {*OLD, *NEW}
OTHER = {"other.txt": b"not ours"}


def filled(folder, files):
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def found(folder):
    """Every file of the folder, hidden ones too; a folder in it counts as None."""
    if not folder.exists():
        return {}
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


def after_settling(folder):
    with settled(folder):
        return found(folder)


def save_new(folder):
    return write_files(folder, NEW, gone=ALL)


def test_files_are_written_others_stay_and_what_is_gone_goes(tmp_path):
    folder = filled(tmp_path / "out", OLD | OTHER)
    written = save_new(folder)
    assert found(folder) == NEW | OTHER
    assert [path.name for path in written] == list(NEW)


def test_file_is_written_and_folders_above_it_are_made(tmp_path):
    write_file(tmp_path / "a" / "b" / "x.bin", b"\x00data")
    write_file(tmp_path / "a" / "b" / "x.bin", b"again")
    assert found(tmp_path / "a" / "b") == {"x.bin": b"again"}


def test_writing_nothing_leaves_nothing(tmp_path):
    write_files(tmp_path / "a" / "b", {})
    assert list(tmp_path.iterdir()) == []


def states_while(work, folder, aside):
    """The states of the folder, in order, at the calls to the system that the work makes."""
    states = []

    def look():
        copy = aside / str(len(states))
        shutil.copytree(folder, copy, symlinks=True)
        now = {
            path.relative_to(copy).as_posix(): path.read_bytes() if path.is_file() else None
            for path in copy.rglob("*")
        }
        if states and states[-1] == now:
            shutil.rmtree(copy)
        else:
            states.append(now)

    if plugs.watched(work, look) < 20:
        pytest.skip("no ptrace here")
    return [aside / str(number) for number in range(len(states))]


@pytest.mark.parametrize("before", [{}, OLD], ids=["nothing before", "old files before"])
def test_kill_at_every_call_to_the_system_leaves_the_old_or_the_new_files(tmp_path, before):
    folder = filled(tmp_path / "out", before | OTHER)
    left = states_while(lambda: save_new(folder), folder, tmp_path)
    assert len(left) > 20
    seen = []
    for copy in left:
        # The plug is pulled again, at every call of what recovers.
        left_again = states_while(partial(after_settling, copy), copy, tmp_path / "again")
        seen += [after_settling(again) for again in left_again]
        shutil.rmtree(tmp_path / "again")
    are_new = [now == NEW | OTHER for now in seen]
    assert all(now == before | OTHER for now, new in zip(seen, are_new, strict=True) if not new)
    # Once the new files count, they count at every later step.
    assert are_new == sorted(are_new) and not are_new[0] and are_new[-1]


def test_kill_at_every_call_leaves_a_new_folder_whole_or_away(tmp_path):
    home = filled(tmp_path / "home", {})
    left = states_while(lambda: save_new(home / "deep" / "out"), home, tmp_path)
    seen = [found(copy / "deep" / "out") for copy in left]
    assert len(left) > 10 and seen[0] == {} and seen[-1] == NEW
    assert all(now in ({}, NEW) for now in seen)
    write_files(left[5] / "deep", {})
    assert not (left[5] / "deep" / UNFINISHED).exists()


def test_folder_that_somebody_makes_meanwhile_is_written_into(tmp_path, monkeypatch):
    folder = filled(tmp_path / "out", OLD | OTHER)
    missing = iter([False])
    monkeypatch.setattr(
        os.path, "lexists", lambda path, real=os.path.lexists: next(missing, real(path))
    )
    save_new(folder)
    assert found(folder) == NEW | OTHER


def test_kill_at_every_call_leaves_the_old_or_the_new_single_file(tmp_path):
    folder = filled(tmp_path / "out", {"x": b"old"})
    left = states_while(lambda: write_file(folder / "x", b"new"), folder, tmp_path)
    seen = [after_settling(copy)["x"] for copy in left]
    assert seen == sorted(seen, reverse=True) and {*seen} == {b"old", b"new"}
    assert all(len(found(copy)) == 1 for copy in left)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
def test_two_hundred_kills_at_random_of_saving_and_of_what_recovers(tmp_path):
    dice = random.Random(15)
    folder = filled(tmp_path / "out", OLD | OTHER)
    states = [OLD | OTHER]
    for number in range(100):
        names = dice.sample(sorted(ALL), 3)
        fresh = {name: b"%s %d" % (name.encode(), number) for name in names}
        plugs.killed_at(
            lambda fresh=fresh: write_files(folder, fresh, gone=ALL), dice.randrange(80)
        )
        plugs.killed_at(lambda: after_settling(folder), dice.randrange(40))
        now = after_settling(folder)
        assert now in (states[-1], fresh | OTHER), number
        states.append(now)
    changed = sum(one != two for one, two in itertools.pairwise(states))
    assert 20 < changed < 80  # both ends were met


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_fault_at_any_step_leaves_the_old_or_the_new_files(tmp_path, failure, lasting):
    def fault():
        raise failure

    for step in itertools.count(1):
        folder = filled(tmp_path / str(step), OLD | OTHER)
        told = None
        with plugs.Plug(step, fault, lasting=lasting) as plug:
            try:
                save_new(folder)
            except (OutputError, KeyboardInterrupt) as stopped:
                told = stopped
        assert after_settling(folder) in (OLD | OTHER, NEW | OTHER), step
        if told is None:
            assert after_settling(folder) == NEW | OTHER
        if not plug.was_pulled:
            break
    assert step > 50


def test_file_that_cannot_be_replaced_puts_the_old_ones_back(tmp_path, monkeypatch):
    # A table open in a spreadsheet, on Windows; a colleague's file in a shared folder.
    folder = filled(tmp_path / "out", OLD | OTHER)

    def replace(source, target, real=os.replace):
        if str(source).endswith(f"out{os.sep}text.txt"):
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match=r"cannot be written to \(Permission denied"):
        save_new(folder)
    assert found(folder) == OLD | OTHER


def test_folder_made_for_a_failed_write_is_taken_away(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "mine").mkdir()
    with pytest.raises(OutputError, match="No space left"):
        write_files(tmp_path / "mine" / "a" / "b", NEW)
    assert found(tmp_path) == {"mine": None} and found(tmp_path / "mine") == {}


def test_place_that_is_taken_is_refused_and_nothing_is_written(tmp_path):
    folder = filled(tmp_path / "out", OLD)
    (folder / "more.txt").mkdir()
    with pytest.raises(OutputError, match=r"more\.txt is a folder"):
        save_new(folder)
    with pytest.raises(OutputError, match=r"more\.txt is a folder"):
        write_file(folder / "more.txt", b"x")
    with pytest.raises(OutputError, match=r"a\.csv, which is a file"):
        write_files(folder / "a.csv", NEW)
    with pytest.raises(OutputError, match="cannot be written to"):
        write_file(folder / "a.csv" / "deeper" / "x", b"x")
    assert found(folder) == OLD | {"more.txt": None}


@pytest.mark.parametrize("plan", ["+../x.txt", "-../x.txt", "+..", "-.git", "+", "-a/b", "\ud800"])
def test_plan_from_somebody_else_reaches_no_other_file(tmp_path, plan):
    filled(tmp_path / "out", OLD)
    (tmp_path / "x.txt").write_bytes(b"mine")
    filled(tmp_path / "out" / FINISHED, {".plan": plan.encode("utf-8", "surrogatepass")})
    with pytest.raises(OSError, match="take it away"), settled(tmp_path / "out"):
        pass
    assert (tmp_path / "x.txt").read_bytes() == b"mine"
    assert OLD.items() <= found(tmp_path / "out").items()


def test_link_in_place_of_what_is_left_is_not_followed(tmp_path):
    filled(tmp_path / "out", OLD)
    filled(tmp_path / "elsewhere", {".plan": b"+b.csv", "b.csv": b"another's"})
    (tmp_path / "out" / FINISHED).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out" / UNFINISHED).symlink_to(tmp_path / "elsewhere")
    with settled(tmp_path / "out"):
        assert (tmp_path / "out" / "b.csv").read_bytes() == b"old b"
    assert found(tmp_path / "elsewhere") == {".plan": b"+b.csv", "b.csv": b"another's"}


def test_many_writers_and_readers_at_once_never_meet_a_mix(tmp_path):
    folder = filled(tmp_path / "out", {})
    write_files(folder, {"a": b"0", "b": b"0"})
    mixed = []

    def write(number):
        for _ in range(10):
            write_files(folder, {"a": b"%d" % number, "b": b"%d" % number})

    def read():
        for _ in range(40):
            now = after_settling(folder)
            if len(set(now.values())) != 1:
                mixed.append(now)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 4)]
    threads.append(threading.Thread(target=read))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not mixed
