"""Measures what the package costs: importing it, and each article.

    python scripts/bench.py [--runs 9] [--only import|article|reading|steps|review] [--strict]

Imports: a fresh interpreter each time, taking turns, bytecode caches warm. The package, with
the names that the notebooks import, is held against the three libraries a chart with controls
needs anyway. Articles: the first one, then the same text ten and a hundred times over, each
in an interpreter of its own. Steps: where tables_of spends its time, and how each step grows
when the text is doubled; what grows faster than the text is marked. Review: 100,000 corrections
of the first article by two people, read from their log and replayed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import FunctionType
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt"
BASELINE = "import pandas, matplotlib.pyplot, ipywidgets"
TARGET = 1.2
GROWTH = (1, 10, 100)

TIMED = """
import time
start = time.perf_counter()
{}
print(time.perf_counter() - start)
"""

ARTICLE_RUN = """
import json, resource, sys, time
from helpers import article_from_text, tables_of
text = open({path!r}, encoding="utf-8").read()
tables_of(article_from_text(text))  # word lists and models are read once, here
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
grown = article_from_text("\\n\\n".join([text] * {times}), max_chars=10**9)
start = time.perf_counter()
runs = 0
while runs < {runs}:
    tables = tables_of(grown)
    runs += 1
    if time.perf_counter() - start > 60:
        break
seconds = (time.perf_counter() - start) / runs
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps(dict(
    words=len(grown.text.split()), seconds=seconds, numbers=len(tables.numbers),
    claims=len(tables.claims), before=before * unit, peak=peak * unit,
)))
"""


def notebook_imports() -> str:
    """The lines by which the notebooks import this package, without repeats."""
    found = set()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for node in ast.walk(ast.parse("".join(cell["source"]))):
                    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                        "helpers"
                    ):
                        found |= {f"from {node.module} import {each.name}" for each in node.names}
    return "\n".join(["import helpers", *sorted(found)])


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        # Some machines forbid bytecode caches; nobody's notebook runs without them.
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"bench: this failed:\n{code}\n{done.stderr}")
    return done.stdout


def bench_import(runs: int) -> float:
    """Prints the medians; returns how many times the baseline the package costs."""
    both = {"baseline": BASELINE, "package": notebook_imports()}
    took: dict[str, list[float]] = {name: [] for name in both}
    for turn in range(-1, runs):
        # Each goes first in every other turn, so that a slow moment favours neither.
        for name, code in sorted(both.items(), reverse=turn % 2 == 0):
            seconds = float(run(TIMED.format(code)))
            if turn >= 0:  # the first turn fills the caches
                took[name].append(seconds)
    median = {name: statistics.median(each) for name, each in took.items()}
    print(f"import, median of {runs}:")
    print(f"  {median['baseline']:6.3f} s  {BASELINE}")
    names = both["package"].count("\n")
    print(f"  {median['package']:6.3f} s  helpers and the {names} names that the notebooks import")
    # Of the two runs of one turn, so that a machine busy with something else spoils few.
    pairs = zip(took["package"], took["baseline"], strict=True)
    ratio = statistics.median(package / baseline for package, baseline in pairs)
    verdict = "met" if ratio <= TARGET else "MISSED"
    print(f"  {ratio:6.2f} times the baseline, median of the turns (at most {TARGET}: {verdict})")
    return ratio


def bench_article(runs: int) -> None:
    print("tables_of, one article and the same text repeated:")
    print("    times     words  numbers  claims   seconds   words/s  peak MiB  growth MiB")
    for times in GROWTH:
        code = ARTICLE_RUN.format(
            path=str(ARTICLE), times=times, runs=max(1, runs if times == 1 else runs // times)
        )
        got = json.loads(run(code))
        growth = (got["peak"] - got["before"]) / 2**20
        print(
            f"  {times:7,}{got['words']:10,}{got['numbers']:9,}{got['claims']:8,}"
            f"{got['seconds']:10.3f}{got['words'] / got['seconds']:10,.0f}"
            f"{got['peak'] / 2**20:10.0f}{growth:12.0f}"
        )


READING_RUN = """
import json, resource, sys, time
from helpers.language import read
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences
text = open({path!r}, encoding="utf-8").read()
small = article_from_text(text)
read(small, find_passages(small), [])  # the network is loaded once, here
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
grown = article_from_text("\\n\\n".join([text] * {times}), max_chars=10**9)
passages = find_passages(grown)
sentences = find_sentences(grown, passages)
start, runs = time.process_time(), 0
while runs == 0 or time.process_time() - start < 3:
    found = read(grown, passages, sentences)
    runs += 1
seconds = (time.process_time() - start) / runs
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps(dict(words=len(grown.text.split()), found=len(found), seconds=seconds,
                      growth=(peak - before) * unit / 2**20)))
"""


def bench_reading() -> None:
    print("reading, one thread, processor time, from text to grammar:")
    print("  times     words  tokens   seconds   words/s  growth MiB")
    for times in (1, 5, 20):
        got = json.loads(run(READING_RUN.format(path=str(ARTICLE), times=times)))
        print(
            f"{times:7,}{got['words']:10,}{got['found']:8,}{got['seconds']:10.3f}"
            f"{got['words'] / got['seconds']:10,.0f}{got['growth']:12.0f}"
        )


STEPS = {
    "passages": "passages, sentences",
    "language": "words, tree around the network",
    "network": "network",
    "attribution": "attributions, quotations",
    "quantities": "quantities",
    "places": "places",
    "dates": "dates",
    "sources": "sources",
    "claims": "claims",
}
"""A floor's name → the step whose time is that of all that the tables ask of this floor."""
LOAD = "load: text to article"
REST = "tables: rows, schema, what is left"
DOUBLED = (1, 2, 4, 8)
FASTER = 2.8
"""Times longer on twice the text: at this a step grows faster than the text, noise allowed for."""


class Stopwatch:
    """Processor seconds by step; the time of a step within another is its own alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, step: str, function: Callable) -> Callable:
        def run_timed(*given, **named):
            self._turn()
            self._running.append(step)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._running.pop()

        return run_timed


def timed_functions() -> Iterator[tuple[object, str, str]]:
    """(holder, name, step) of what the tables and each floor call on floors below them."""
    yield import_module("helpers.language.net.network").Network, "score", STEPS["network"]
    yield import_module("helpers.tables.reading"), "read", STEPS["language"]
    classes = set()
    for path, module in list(sys.modules.items()):
        own = floor_of(path)
        if own not in STEPS and own != "tables":
            continue
        for name, value in list(vars(module).items()):
            floor = floor_of(str(getattr(value, "__module__", "")))
            # A reading is asked by every floor, and by each on its own account.
            if floor not in STEPS or floor in (own, "language"):
                continue
            if isinstance(value, FunctionType):
                yield module, name, STEPS[floor]
            elif isinstance(value, type) and value not in classes:
                classes.add(value)
                methods = [k for k, v in vars(value).items() if isinstance(v, FunctionType)]
                yield from ((value, k, STEPS[floor]) for k in methods if k[0] != "_")
                if "__init__" in methods:
                    yield value, "__init__", STEPS[floor]


def floor_of(module: str) -> str:
    """The part of the package that a dotted module lies in; empty for another package."""
    package, _, inside = module.partition(".")
    return inside.partition(".")[0] if package == "helpers" else ""


def seconds_by_step(text: str, runs: int) -> dict[str, float]:
    """The least of several runs for each step, from text to tables."""
    from helpers.loading import article_from_text
    from helpers.tables import tables_of

    least: dict[str, float] = {}
    for run_number in range(runs):
        watch = Stopwatch()
        with ExitStack() as patched:
            for holder, known, step in list(timed_functions()):
                timed = watch.timed(step, getattr(holder, known))
                patched.enter_context(patch.object(holder, known, timed))
            load = watch.timed(LOAD, article_from_text)
            # A blank more each time: what a floor keeps of the last text is not taken for speed.
            article = load(text + "\n" * run_number, max_chars=10**9)
            watch.timed(REST, tables_of)(article)
        for step, seconds in watch.seconds.items():
            least[step] = min(seconds, least.get(step, seconds))
    return least


def bench_steps() -> None:
    text = ARTICLE.read_text("utf-8")
    seconds_by_step(text + "\n" * 99, 1)  # word lists and the network are read once, here
    found = {n: seconds_by_step("\n\n".join([text] * n), 4 if n < 4 else 2) for n in DOUBLED}
    print("steps of tables_of, processor seconds, by how many times the article is repeated:")
    print(f"  {'':32}" + "".join(f"{n:>8}x" for n in DOUBLED) + "   share  growth at the last")
    whole = {n: sum(found[n].values()) for n in DOUBLED}
    last, before = DOUBLED[-1], DOUBLED[-2]
    for step in [LOAD, *STEPS.values(), REST, "all"]:
        took = [whole[n] if step == "all" else found[n].get(step, 0.0) for n in DOUBLED]
        growth = took[-1] / took[-2] if took[-2] > 0.001 else 0.0
        mark = "  FASTER THAN THE TEXT" if growth > FASTER else ""
        print(
            f"  {step:32}"
            + "".join(f"{seconds:9.3f}" for seconds in took)
            + f"{took[-1] / whole[last]:8.1%}{growth:9.2f}{mark}"
        )
    words = len(text.split())
    print(f"  words a second: {words * before / whole[before]:,.0f} at {before}x, ", end="")
    print(f"{words * last / whole[last]:,.0f} at {last}x")


REVIEW_RUN = """
import json, random, sys, time
from helpers import load_article, tables_of
from helpers.studies.review import Target, event_line, make_event, replay
from helpers.studies.review.log_files import log_of_bytes
from helpers.studies.review.targeting import mention_at
tables = tables_of(load_article({path!r}))
numbers = tables.numbers[["start", "end", "kind"]].to_dict("records")
rng, last, lines = random.Random(0), {{}}, []
for i in range({events}):
    row = rng.choice(numbers)
    words = mention_at(tables.article.text, row["start"], row["end"])
    event = make_event(
        op="set", target=Target("numbers", tables.article.sha256, **words), field="kind",
        before=dict(value=row["kind"], rule_id="bench", version="0"), reason="misread",
        after=rng.choice(["killed", "injured", "money"]), note="", who=rng.choice(["ana", "ben"]),
        when="2031-05-08T10:00:00Z", parents=last.get(row["start"], ()),
    )
    last[row["start"]] = (event.id,)
    lines.append(event_line(event))
data = b"".join(lines)
start = time.process_time()
log = log_of_bytes(data)
read = time.process_time() - start
took = []
for turn in range({runs}):
    start = time.process_time()
    found = replay(tables, log)
    took.append(time.process_time() - start)
print(json.dumps(dict(read=read, replayed=min(took), events=len(found.verdicts))))
"""
EVENTS = 100_000


def bench_review(runs: int) -> None:
    got = json.loads(run(REVIEW_RUN.format(path=str(ARTICLE), events=EVENTS, runs=runs)))
    print("review, processor seconds, the least of the runs:")
    print(f"  {got['events']:,} events: read {got['read']:.2f}, replayed {got['replayed']:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="of each import (default: 9)")
    only = ("import", "article", "reading", "steps", "review")
    parser.add_argument("--only", choices=only, help="default: all")
    parser.add_argument("--strict", action="store_true", help="fail where the target is missed")
    asked = parser.parse_args()
    ratio = 0.0
    if asked.only in (None, "import"):
        ratio = bench_import(asked.runs)
    if asked.only in (None, "article"):
        bench_article(asked.runs)
    if asked.only in (None, "reading"):
        bench_reading()
    if asked.only in (None, "steps"):
        bench_steps()
    if asked.only in (None, "review"):
        bench_review(3)
    return 1 if asked.strict and ratio > TARGET else 0


if __name__ == "__main__":
    sys.exit(main())
