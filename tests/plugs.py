"""Pulls the plug: stops a piece of work at any one of its steps, for tests.

No clock decides where: a step is a call to the system, counted.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from pytest import MonkeyPatch

CALLS = ("open", "write", "fsync", "mkdir", "rename", "replace", "unlink", "rmdir", "scandir")
"""What the writer asks of the system by way of ``os``; a file is closed even where that fails."""
_TRACE_ME, _TO_THE_NEXT_CALL = 0, 24


class Plug:
    """The work's calls, one of which goes wrong: ``fault`` is called before it and after it.

    Steps count from 1, two a call; a ``lasting`` fault meets every later step too.
    """

    def __init__(self, step: int, fault: Callable[[], object], *, lasting: bool = False) -> None:
        self.step, self.fault, self.lasting = step, fault, lasting
        self._steps = itertools.count(1)
        self.was_pulled = False

    def __enter__(self) -> Plug:
        self._patch = MonkeyPatch()
        for name in CALLS:
            self._patch.setattr(os, name, self._faulty(getattr(os, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _faulty(self, real: Callable) -> Callable:
        def call(*args, **more):
            self._next()
            result = real(*args, **more)
            self._next()
            return result

        return call

    def _next(self) -> None:
        step = next(self._steps)
        if step == self.step or (self.lasting and step > self.step):
            self.was_pulled = True
            self.fault()


def killed_at(work: Callable[[], object], step: int) -> None:
    """Do the work in a process apart, which is killed (-9) at that step, if it gets there."""
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException), Plug(step, lambda: os.kill(os.getpid(), signal.SIGKILL)):
            work()
        os._exit(0)
    os.waitpid(pid, 0)


def watched(work: Callable[[], object], look: Callable[[], object]) -> int:
    """Do the work in a process apart and look at every call to the system, as it begins and ends.

    What is on the disk then is what a kill at that call leaves there. The number of looks; 0
    where ptrace(2) is not to be had.
    """
    if sys.platform != "linux":
        return 0
    trace = ctypes.CDLL(None).ptrace
    trace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    pid = os.fork()
    if pid == 0:
        if trace(_TRACE_ME, 0, None, None):
            os._exit(1)
        os.kill(os.getpid(), signal.SIGSTOP)  # the watcher looks from here on
        with suppress(BaseException):
            work()
        os._exit(0)
    looks = 0
    while os.WIFSTOPPED(os.waitpid(pid, 0)[1]):
        look()
        looks += 1
        trace(_TO_THE_NEXT_CALL, pid, None, None)
    return looks
