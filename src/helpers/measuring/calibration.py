"""Whether chances can be believed, and whether they rank: the measures of forecasting.

All take two lists of equal length: the chance given to each row, and whether it was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 0.2
"""The share of rows among which the wrong ones should be found."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like chance: the mean chance given, the share that was right, how many."""

    told: float
    right: float
    n: int


def calibration_scores(chances: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """n, right (the share), AUC, Brier skill, calibration error and wrong in the least sure fifth.

    Brier skill is the gain over always giving the share of right rows (0: none, 1: all). The
    calibration error is the root of the debiased squared error over bins of equal size (Kumar,
    Liang and Ma, NeurIPS 2019). What is not defined (nothing wrong, say) is nan.
    """
    return {
        "n": len(right),
        "right": sum(right) / len(right) if right else float("nan"),
        "AUC": ranking(chances, right),
        "Brier skill": brier_skill(chances, right),
        "calibration error": calibration_error(chances, right),
        "wrong in the least sure fifth": wrong_among_least_sure(chances, right),
    }


def ranking(chances: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that a right row is given more than a wrong one, ties counting half (AUC)."""
    ordered = sorted(zip(chances, right, strict=True))
    n_right = sum(right)
    n_wrong = len(ordered) - n_right
    if not n_right or not n_wrong:
        return float("nan")
    total, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        middle = (start + 1 + end) / 2  # the rank that ties share
        total += middle * sum(one for _, one in ordered[start:end])
        start = end
    return (total - n_right * (n_right + 1) / 2) / (n_right * n_wrong)


def brier_skill(chances: Sequence[float], right: Sequence[bool]) -> float:
    """1 − (mean squared error of the chances) / (that of the share of right rows)."""
    if not right:
        return float("nan")
    share = sum(right) / len(right)
    error = sum((c - r) ** 2 for c, r in zip(chances, right, strict=True)) / len(right)
    constant = share * (1 - share)
    return 1 - error / constant if constant else float("nan")


def bins_of(chances: Sequence[float], right: Sequence[bool], n: int = BINS) -> list[Bin]:
    """Rows in order of their chance, in ``n`` bins of equal size (as near as can be)."""
    ordered = sorted(zip(chances, right, strict=True))
    found = []
    for k in range(n):
        part = ordered[k * len(ordered) // n : (k + 1) * len(ordered) // n]
        if part:
            told = sum(c for c, _ in part) / len(part)
            found.append(Bin(told, sum(r for _, r in part) / len(part), len(part)))
    return found


def calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float:
    """Root mean squared distance between chance and share right, over bins, debiased.

    A bin of n rows is off by chance alone: its share's variance is taken off each square.
    """
    total = 0.0
    for one in bins_of(chances, right):
        noise = one.right * (1 - one.right) / (one.n - 1) if one.n > 1 else 0.0
        total += one.n * ((one.told - one.right) ** 2 - noise)
    return max(0.0, total / len(right)) ** 0.5 if right else float("nan")


def wrong_among_least_sure(
    chances: Sequence[float], right: Sequence[bool], share: float = LEAST
) -> float:
    """The share of all wrong rows that stand in the least sure part; ties are split evenly."""
    ordered = sorted(zip(chances, right, strict=True))
    wrong, left = sum(not r for r in right), share * len(ordered)
    if not wrong:
        return float("nan")
    found, start = 0.0, 0
    while left > 0 and start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        taken = min(left, end - start)
        found += sum(not r for _, r in ordered[start:end]) * taken / (end - start)
        left -= taken
        start = end
    return found / wrong


def risk_coverage(chances: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(share of rows accepted, share of those that are wrong), the surest accepted first.

    Rows of one chance are accepted together.
    """
    ordered = sorted(zip(chances, right, strict=True), reverse=True)
    found, wrong = [], 0
    for k, (chance, good) in enumerate(ordered, 1):
        wrong += not good
        if k == len(ordered) or ordered[k][0] != chance:
            found.append((k / len(ordered), wrong / k))
    return found


def accepting(chances: Sequence[float], right: Sequence[bool], risk: float = 0.05) -> float | None:
    """The lowest chance from which rows may be accepted at no more than this share wrong.

    Split conformal: of these rows, kept apart from the fit, with one more wrong one for the row to
    come, at most ``risk`` of those accepted are wrong; so it is, on the average, with rows of the
    same sort. Going down from the surest, the first threshold that breaks the promise ends it.
    None where no threshold promises that.
    """
    ordered = sorted(zip(chances, right, strict=True), reverse=True)
    best, wrong = None, 0
    for k, (chance, good) in enumerate(ordered, 1):
        wrong += not good
        if k < len(ordered) and ordered[k][0] == chance:
            continue
        if (wrong + 1) / (k + 1) <= risk:
            best = chance
        elif best is not None:
            break
    return best
