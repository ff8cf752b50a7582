"""Measures what the package costs: importing it, and each article.

    python scripts/bench.py [--runs 9] [--only import|article] [--strict]

Imports: a fresh interpreter each time, taking turns, bytecode caches warm. The package, with
the names that the notebooks import, is held against the three libraries a chart with controls
needs anyway. Articles: the first one, then the same text ten and a hundred times over, each
in an interpreter of its own.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="of each import (default: 9)")
    parser.add_argument("--only", choices=("import", "article", "reading"), help="default: all")
    parser.add_argument("--strict", action="store_true", help="fail where the target is missed")
    asked = parser.parse_args()
    ratio = 0.0
    if asked.only in (None, "import"):
        ratio = bench_import(asked.runs)
    if asked.only in (None, "article"):
        bench_article(asked.runs)
    if asked.only in (None, "reading"):
        bench_reading()
    return 1 if asked.strict and ratio > TARGET else 0


if __name__ == "__main__":
    sys.exit(main())
