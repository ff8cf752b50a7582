"""B³: how far mentions that belong together were kept together (Bagga and Baldwin, 1998)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def bcubed(pairs: Sequence[tuple[Hashable, Hashable | None]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over mentions given as (true chain, found chain).

    A mention whose found chain is None was not found: it stands alone, with a recall of its own
    share of the true chain and no say in precision.
    """
    if not pairs:
        return 0.0, 0.0, 0.0
    wanted = Counter(true for true, _ in pairs)
    found = Counter(chain for _, chain in pairs if chain is not None)
    both = Counter((true, chain) for true, chain in pairs if chain is not None)
    seen = sum(found.values())
    precision = sum(n * n / found[chain] for (_, chain), n in both.items()) / seen if seen else 0.0
    alone = sum(1 / wanted[true] for true, chain in pairs if chain is None)
    recall = sum(n * n / wanted[true] for (true, _), n in both.items()) + alone
    recall /= len(pairs)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0
