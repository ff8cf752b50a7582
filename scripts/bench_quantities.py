"""Characters a second of the number grammar, and its growth with the length of one text.

    python scripts/bench_quantities.py ARTICLE [ARTICLE ...]

The articles are joined, then read as one text at 1, 10 and 100 times that length. Where the
library quantulum3 is installed (a dependency of this benchmark only), it reads the same text
at length 1 beside it. The last lines bound the time on texts made to explode patterns.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from pathlib import Path

from helpers.quantities import find_quantities, read_text

TIMES = (1, 10, 100)
EXPLOSIVE = {
    "digits": "1" * 1_000_000,
    "quotation marks": '"' * 1_000_000,
    "digit groups": "1," * 500_000,
    "figures": "1 " * 100_000,
    "number words": "one hundred and " * 20_000,
    "adjectives": "5 " + "big " * 100_000,
}


def seconds(read, text, *, repeats: int) -> float:
    """The best processor time of a few runs: what other work does on the machine stays out."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best


def peer():
    """The parse function of quantulum3, or None where it is not installed."""
    if importlib.util.find_spec("quantulum3") is None:
        return None
    from quantulum3 import parser

    return parser.parse


def show(name: str, text: str, took: float, found: int) -> None:
    """One line of the table."""
    print(f"{name:24}{len(text):14,}{took:10.3f}{len(text) / took:16,.0f}{found:8,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+", type=Path)
    text = "\n".join(p.read_text("utf-8") for p in parser.parse_args().articles)
    find_quantities(read_text(text))  # vocabulary is read once
    print(f"{'reader':24}{'characters':>14}{'seconds':>10}{'characters/s':>16}{'found':>8}")
    for times in TIMES:
        long = "\n".join([text] * times)
        reading = read_text(long)  # the network's time stays out
        took = seconds(find_quantities, reading, repeats=3 if times < 100 else 1)
        show(f"helpers x{times}", long, took, len(find_quantities(reading)[0]))
    other = peer()
    if other is None:
        print("quantulum3 is not installed: no peer in this run")
    else:
        other(text)
        took = seconds(other, text, repeats=1)
        show("quantulum3 x1", text, took, len(other(text)))
    for name, hard in EXPLOSIVE.items():
        reading = read_text(hard)
        took = seconds(find_quantities, reading, repeats=1)
        show(name, hard, took, len(find_quantities(reading)[0]))


if __name__ == "__main__":
    main()
