"""Shards read by the workers of Dask, on this machine or on many."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from ...errors import InputError
from .pool import read_shards
from .shards import Shard, ShardResult, read_shard


def read_on_dask(
    shards: Iterable[Shard], *, scheduler: str | None = None, jobs: int = 1
) -> Iterator[tuple[Shard, ShardResult, float]]:
    """As ``read_shards``, by Dask's workers: those of a scheduler, else ``jobs`` on this machine.

    A shard at which workers die is read here, by a process that names the article. Raises
    InputError where Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError as failure:
        raise InputError("Dask is not installed: install the extra [corpus]") from failure
    local = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
    try:
        client = Client(scheduler, timeout="30s") if scheduler else Client(**local)
    except (OSError, ValueError) as failure:
        raise InputError(f"no Dask scheduler answers at {scheduler}: start one") from failure
    waiting, begun = iter(shards), time.monotonic()
    with client:
        done = as_completed()
        held: dict[str, Shard] = {}

        def give() -> None:
            shard = next(waiting, None)
            if shard is not None:
                held[shard.name] = shard
                done.add(client.submit(read_shard, shard, key=shard.name, pure=False))

        for _ in range(2 * max(1, sum(client.nthreads().values()))):
            give()  # one at work and one at hand for each worker, and no more in memory
        for future in done:
            shard = held.pop(future.key)
            try:
                result = future.result()
            except KilledWorker:
                [(_, result, _)] = read_shards([shard])
            yield shard, result, round(time.monotonic() - begun, 2)
            give()
