"""Many made-up and damaged articles through every loader and into tables; figures at the end.

    python scripts/fuzz.py --inputs 100000

Every input follows from the seed and its number, so a failure can be made again:
``--only KIND:NUMBER``. Inputs that fail are kept under the folder given by ``--out``. The exit
status is 1 where anything crashed, broke an invariant or took too long.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import fuzz_inputs  # noqa: E402
import fuzzing  # noqa: E402

from helpers.errors import HelpersError  # noqa: E402

# Of a hundred inputs; the rest of the work is the pipeline's, whatever the loader.
SHARES = {"made": 24, "text": 12, "markdown": 6, "html": 22, "csv": 7, "jsonl": 7, "docx": 8,
          "pdf": 6, "beside": 3, "archive": 3, "door": 2}  # fmt: skip
SECONDS = 20  # processor time in which every input is answered or refused
WHOLE_EVERY = 100  # so often the tables also go through pandas, the schema's check and files
CHUNK = 250


class TooSlow(Exception):
    """An input was not answered in time."""


def main() -> int:
    options = _options()
    logging.disable(logging.CRITICAL)  # parsers warn of what is damaged: here, everything is
    if options.only:
        kind, _, number = options.only.partition(":")
        with tempfile.TemporaryDirectory() as folder:
            _try(kind, int(number), options.seed, Path(folder), whole=True)
        return 0
    begun = time.monotonic()
    tally: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    tasks = [
        (kind, start, min(start + CHUNK, wanted), options.seed, str(options.out))
        for kind, share in SHARES.items()
        for wanted in [options.inputs * share // 100]
        for start in range(0, wanted, CHUNK)
    ]
    # Kinds in turn, so that a run that ends early has tried all of them.
    tasks.sort(key=lambda task: (task[1], task[0]))
    with ProcessPoolExecutor(options.processes) as pool:
        running = {pool.submit(_chunk, *task) for task in tasks}
        for number, done in enumerate(as_completed(running), 1):
            counts, worst = done.result()
            tally.update(counts)
            for kind, seconds in worst.items():
                slowest[kind] = max(slowest.get(kind, 0), seconds)
            if number % 20 == 0:
                print(f"{number * CHUNK:,} inputs, {time.monotonic() - begun:,.0f} s", flush=True)
            if options.minutes and time.monotonic() - begun > 60 * options.minutes:
                for left in running:
                    left.cancel()
                break
    _report(tally, slowest, time.monotonic() - begun, options)
    return int(any(tally[f"{kind} {bad}"] for kind in SHARES for bad in ("crash", "break", "slow")))


def _chunk(kind: str, start: int, stop: int, seed: int, out: str):
    logging.disable(logging.CRITICAL)
    tally: Counter[str] = Counter()
    worst = 0.0
    signal.signal(signal.SIGPROF, _stop)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, stop):
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                found = _try(kind, number, seed, Path(folder), whole=number % WHOLE_EVERY == 0)
            except TooSlow:
                found = "slow"
            except AssertionError:
                found = "break"
            except Exception:  # noqa: BLE001 - whatever escapes is what is looked for
                found = "crash"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            if found in {"slow", "break", "crash"}:
                _keep(Path(out), kind, number, seed, found)
            tally[f"{kind} inputs"] += 1
            tally[f"{kind} {found}"] += 1
            tally[f"{kind} whole"] += number % WHOLE_EVERY == 0 and found == "loaded"
            worst = max(worst, time.process_time() - begun)
    return tally, {kind: worst}


def _try(kind: str, number: int, seed: int, folder: Path, *, whole: bool) -> str:
    data = _input(kind, number, seed)
    try:
        articles = fuzzing.articles_of(kind, data, folder)
    except HelpersError as refused:
        assert "\n" not in str(refused) and str(refused), "a refusal of several lines"
        return "refused"
    if not articles:
        return "loaded" if kind == "door" else "refused"
    for article in articles:
        fuzzing.check_article(article)
        with fuzzing.guessing():
            rows = fuzzing.rows_of(article)
        fuzzing.check_rows(article, rows)
        if whole:
            fuzzing.check_whole(article, folder)
    return "loaded"


def _input(kind: str, number: int, seed: int) -> str | bytes:
    return fuzz_inputs.made_input(kind, random.Random(f"{seed}:{kind}:{number}"))


def _keep(out: Path, kind: str, number: int, seed: int, found: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    data = _input(kind, number, seed)
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    (out / f"{found}-{kind}-{number}.bin").write_bytes(data)
    (out / f"{found}-{kind}-{number}.txt").write_text(traceback.format_exc(), "utf-8", "replace")


def _report(tally: Counter[str], slowest: dict[str, float], seconds: float, options) -> None:
    columns = ("inputs", "loaded", "refused", "crash", "break", "slow", "whole")
    lines = [
        "| kind | inputs | loaded | refused | crashes | invariant breaks | over "
        f"{SECONDS} s | through files too | slowest, s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind in SHARES:
        cells = " | ".join(f"{tally[f'{kind} {column}']:,}" for column in columns)
        lines.append(f"| {kind} | {cells} | {slowest.get(kind, 0):.2f} |")
    totals = {c: sum(tally[f"{kind} {c}"] for kind in SHARES) for c in columns}
    cells = " | ".join(f"{totals[column]:,}" for column in columns)
    lines.append(f"| all | {cells} | {max(slowest.values(), default=0):.2f} |")
    print("\n".join(lines))
    print(f"\nseed {options.seed}, {seconds:,.0f} s, {options.processes} processes")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "figures.json").write_text(
        json.dumps({"seed": options.seed, "seconds": round(seconds), **totals}, indent=1) + "\n"
    )


def _stop(*_) -> None:
    raise TooSlow


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long; 0: never")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "fuzz")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="one input again, errors shown")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
