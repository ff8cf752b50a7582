"""Shards read by the workers of Dask, on this machine or on many."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ...errors import InputError
from .pool import read_shards
from .shards import Shard, ShardResult, read_shard

if TYPE_CHECKING:
    from distributed import Client, Future

_T = TypeVar("_T")
_ALONE_SECONDS = 60.0
"""How long a scheduler may have no worker: its nanny, or a person, starts one anew meanwhile."""


def read_on_dask(
    shards: Iterable[Shard], *, scheduler: str | None = None, jobs: int = 1
) -> Iterator[tuple[Shard, ShardResult, float]]:
    """As ``read_shards``, by Dask's workers: those of a scheduler, else ``jobs`` on this machine.

    What a worker was at when it died is read by another; a shard at which several die is read
    here, by a process that names the article. Raises InputError where Dask is not installed, the
    scheduler does not answer, or it or the last of its workers is gone.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError as failure:
        raise InputError("Dask is not installed: install the extra [corpus]") from failure
    where = f"at {scheduler}" if scheduler else "on this machine"
    local = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
    local["silence_logs"] = logging.ERROR  # what ends a run is told in one line
    try:
        client = Client(scheduler, timeout="30s") if scheduler else Client(**local)
    except (OSError, ValueError) as failure:
        raise InputError(f"no Dask scheduler answers {where}: start one") from failure
    waiting, begun = iter(shards), time.monotonic()
    with client:
        done: queue.Queue[Future] = queue.Queue()
        held: dict[object, tuple[Shard, Future]] = {}

        def give() -> None:
            shard = next(waiting, None)
            if shard is not None:
                future = client.submit(read_shard, shard, key=shard.name, pure=False)
                held[shard.name] = shard, future
                future.add_done_callback(done.put)

        for _ in range(2 * max(1, sum(client.nthreads().values()))):
            give()  # one at work and one at hand for each worker, and no more in memory
        while held:
            try:
                future = _patiently(partial(done.get, timeout=1), client, where)
                shard, _ = held.pop(future.key)
                # A result is fetched from its worker; if that is gone, another makes it again.
                result = _patiently(partial(future.result, timeout=_ALONE_SECONDS), client, where)
            except KilledWorker:
                [(_, result, _)] = read_shards([shard])
            except (CancelledError, CommClosedError) as failure:
                logging.getLogger("distributed.client").disabled = True  # it would say it again
                raise InputError(
                    f"the Dask scheduler {where} is gone: start it, and run again"
                ) from failure
            yield shard, result, round(time.monotonic() - begun, 2)
            give()


def _patiently(wait: Callable[[], _T], client: Client, where: str) -> _T:
    """What is waited for; InputError where no worker has been left for too long."""
    last = time.monotonic()
    while True:
        try:
            return wait()
        except (queue.Empty, TimeoutError):
            now = time.monotonic()
            if client.nthreads():
                last = now
            elif now - last > _ALONE_SECONDS:
                raise InputError(
                    f"no worker of Dask is left {where}: start one, and run again"
                ) from None
