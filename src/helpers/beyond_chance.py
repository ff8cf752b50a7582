"""How far people agree beyond what chance alone would make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement of two people beyond chance (Cohen, 1960); None where chance alone agrees."""
    n = len(pairs)
    if not n:
        return None
    observed = sum(one == other for one, other in pairs) / n
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[word] * second[word] for word in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement of any number of people on words of no order (Krippendorff, 2011).

    A unit is what was said of one thing; one that a single person judged counts for nothing.
    None where there is nothing to compare, or all said one and the same thing.
    """
    together: Counter[Hashable] = Counter()
    differing = 0.0
    for unit in units:
        if len(unit) < 2:
            continue
        said = Counter(unit)
        together.update(said)
        same = sum(n * (n - 1) for n in said.values())
        differing += (len(unit) * (len(unit) - 1) - same) / (len(unit) - 1)
    n = sum(together.values())
    expected = n * n - sum(count * count for count in together.values())
    return 1 - (n - 1) * differing / expected if expected else None
